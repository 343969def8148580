//! `whosaid search`: a quick look at rows.

mod layout;
mod out;
mod page;

use super::args::Talk;
use super::problem::{Problem, unwritable};
use super::terminal::{self, counted};
use super::wanted::{Files, Kept, Wanted};
use super::{SKIPPED, settings};
use crate::input::{self, Options};
use crate::rows::{Field, Filter, Row};
use crate::search::{Context, Lost, Passages, RowFormat, Shown, Writer};
use anyhow::Result;
use clap::ValueHint;
use out::Out;
use page::Page;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const EXAMPLES: &str = "\
Examples:
  whosaid search quotes.csv --speaker Kim --text \"nuclear*,denucleari*\"
      all that Kim said about nuclear things
  whosaid search quotes.csv --text \"get along\" --from 2026-02 -C 2
      with the two rows before and after in the same article
  whosaid search quotes.csv --text \"get along\" --articles news/
      with the article's own words around each quote
  whosaid search 2024.csv 2025.csv.gz --outlet Reuters --type direct --count
      how many there are
  whosaid search quotes.csv --speaker Kim -o kim.csv
  whosaid search quotes.csv --speaker Kim --format csv | whosaid search - --text talks
      the rows themselves, for other commands to read

A row is found if it is all that is asked for. Words are looked for in the quote alone;
capitals make no difference, `*` stands for the rest of a word, words in a row have to
stand one after another. Rows come in the order of the files.

`ARTICLE:START-END` is the quote's place: the article's id and code points in its text.

Exit codes: 0 all done, also if nothing is found; 1 done, some rows could not be read, or
some quotes not be shown in their articles; 2 nothing started.";

/// Find rows by speaker, words, date and outlet, and see what stands around them.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES, after_help = "`--help` gives examples.")]
pub(super) struct Args {
    #[command(flatten)]
    files: Files,

    #[command(flatten)]
    wanted: Wanted,

    /// Show N rows of the same article before and after each one found
    #[arg(short = 'C', long, value_name = "N", help_heading = "Around them")]
    context: Option<usize>,

    /// Show N rows before [default: as --context]
    #[arg(short = 'B', long, value_name = "N", help_heading = "Around them")]
    before: Option<usize>,

    /// Show N rows after [default: as --context]
    #[arg(short = 'A', long, value_name = "N", help_heading = "Around them")]
    after: Option<usize>,

    /// Show the lines around each quote, from the articles that `extract` read; may be repeated
    #[arg(long, value_name = "PATH", value_hint = ValueHint::AnyPath,
          help_heading = "Around them")]
    articles: Vec<PathBuf>,

    /// Tell how many there are, and nothing else
    #[arg(long, conflicts_with_all = ["context", "before", "after", "articles", "limit", "format", "output"])]
    count: bool,

    /// Stop after N rows found
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    limit: Option<u64>,

    /// How to write them: `text` is for people [default: as FILE's extension, else text]
    #[arg(long, value_name = "FORMAT", value_parser = ["text", "csv", "tsv", "jsonl"])]
    format: Option<String>,

    /// Write to this file; `-`: standard output [default: standard output]
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    output: Option<PathBuf>,

    #[command(flatten)]
    talk: Talk,
}

impl Args {
    /// The file to write; `None`: standard output.
    fn file(&self) -> Option<&Path> {
        self.output.as_deref().filter(|path| *path != Path::new("-"))
    }
}

/// Runs the command.
pub(super) fn run(args: &Args) -> Result<ExitCode> {
    terminal::set_color(args.talk.color);
    let form = form(args)?;
    check(args, form)?;
    let filter = args.wanted.filter()?;
    let mut search = Search {
        args,
        // Rows that are not wanted may stand near one that is.
        rows: Kept::open(&args.files, Filter::default(), &needed(args, &filter))?,
        filter,
        found: 0,
        lost: [0; 2],
    };
    let done = match form {
        _ if args.count => search.count(),
        None => search.show(),
        Some(format) => search.write(format),
    };
    match done {
        Ok(()) => Ok(search.close()),
        // The reader of our output has seen enough.
        Err(error) if is_broken_pipe(&error) => Ok(ExitCode::SUCCESS),
        Err(error) => Err(error),
    }
}

/// How the rows are to be written; `None`: as text.
fn form(args: &Args) -> Result<Option<RowFormat>> {
    let extension = args.file().and_then(Path::extension);
    let extension = extension.map(|e| e.to_string_lossy().to_ascii_lowercase());
    let is_device = args.file().is_none_or(crate::output::is_device);
    Ok(match args.format.as_deref().or(extension.as_deref()) {
        Some("csv") => Some(RowFormat::Csv),
        Some("tsv" | "tab") => Some(RowFormat::Tsv),
        Some("jsonl" | "ndjson") => Some(RowFormat::Jsonl),
        Some("text" | "txt") => None,
        _ if is_device => None,
        _ => {
            let path = args.file().unwrap_or(Path::new("-")).display();
            let help = "end it in .csv, .tsv, .jsonl or .txt, or pass --format";
            return Err(Problem::new(format!("cannot tell the format from `{path}`"), help).into());
        }
    })
}

fn check(args: &Args, form: Option<RowFormat>) -> Result<()> {
    let around = [args.context, args.before, args.after].iter().any(Option::is_some);
    if form.is_some() && (around || !args.articles.is_empty()) {
        let text = "what stands around a row is text, and no part of its row";
        let help = "leave -A, -B, -C and --articles out, or pass --format text";
        return Err(Problem::new(text, help).into());
    }
    if args.articles.iter().any(|path| path == Path::new("-")) {
        let text = "articles cannot come from standard input, as they may be read more than once";
        return Err(Problem::new(text, "name their files or directory").into());
    }
    let Some(output) = args.file() else { return Ok(()) };
    settings::not_an_input(output, &[&args.files.rows[..], &args.articles[..]].concat())
}

/// The columns without which something else would be found or shown.
fn needed(args: &Args, filter: &Filter) -> Vec<Field> {
    let around = [args.context, args.before, args.after].iter().flatten().any(|&n| n > 0);
    let is_in_article = around || !args.articles.is_empty();
    let article = is_in_article.then_some(Field::ArticleId);
    filter.needed().into_iter().chain([Field::Quote]).chain(article).collect()
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let io = error.downcast_ref::<io::Error>();
    io.is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

/// A search under way.
struct Search<'a> {
    args: &'a Args,
    rows: Kept,
    filter: Filter,
    found: u64,
    /// Rows without an article, and rows whose article has another text.
    lost: [u64; 2],
}

impl Search<'_> {
    /// The next row that is found.
    fn next(&mut self) -> Option<Row> {
        if self.is_full() {
            return None;
        }
        let row = self.rows.by_ref().find(|row| self.filter.keeps(row))?;
        self.found += 1;
        Some(row)
    }

    fn is_full(&self) -> bool {
        self.args.limit.is_some_and(|limit| self.found >= limit)
    }

    fn count(&mut self) -> Result<()> {
        while self.next().is_some() {}
        let mut out = Out::stdout();
        writeln!(out, "{}", self.found)?;
        out.finish()
    }

    fn write(&mut self, format: RowFormat) -> Result<()> {
        let out = Out::of(self.args.file(), false)?;
        let mut writer = Writer::new(out, format).map_err(|e| self.unwritable(e))?;
        while let Some(row) = self.next() {
            writer.write(&row).map_err(|e| self.unwritable(e))?;
        }
        writer.into_inner().map_err(|e| self.unwritable(e))?.finish()
    }

    fn show(&mut self) -> Result<()> {
        let mut out = Out::of(self.args.file(), true)?;
        let filter = self.filter.clone();
        let mut page = Page::new(out.width(), out.has_color(), &filter);
        let mut passages = self.passages();
        // 1,024: enough to make the way through the articles worth it, and soon on the screen.
        let batch = if passages.is_some() { 1024 } else { 1 };
        let around = |n: Option<usize>| n.or(self.args.context).unwrap_or(0);
        let (before, after) = (around(self.args.before), around(self.args.after));
        if before.max(after) > 0 {
            page.close_up();
        }
        let mut context = Context::new(before, after);
        let mut waiting: Vec<Shown> = Vec::new();
        while !self.is_full() || context.is_open() {
            let Some(row) = self.rows.next() else { break };
            let is_found = !self.is_full() && self.filter.keeps(&row);
            self.found += u64::from(is_found);
            waiting.extend(context.take(row, is_found));
            if waiting.len() >= batch {
                self.put(&mut page, &mut waiting, passages.as_mut())?;
                out.put(&page.take()).map_err(|e| self.unwritable(e))?;
            }
        }
        self.put(&mut page, &mut waiting, passages.as_mut())?;
        out.put(&page.take()).map_err(|e| self.unwritable(e))?;
        out.finish()
    }

    fn put(
        &mut self,
        page: &mut Page<'_>,
        waiting: &mut Vec<Shown>,
        passages: Option<&mut Passages<anyhow::Error>>,
    ) -> Result<()> {
        let shown = std::mem::take(waiting);
        let Some(passages) = passages else {
            shown.iter().for_each(|shown| page.row(shown, None));
            return Ok(());
        };
        let found: Vec<Row> = shown.iter().filter(|s| s.is_found).map(|s| s.row.clone()).collect();
        let quiet = self.args.talk.quiet;
        let around = passages.of(&found, |notice| {
            if notice.is_skip() || !quiet {
                terminal::tell(notice, notice.help().as_deref());
            }
        })?;
        let mut around = around.into_iter();
        for shown in &shown {
            let passage = if shown.is_found { around.next() } else { None };
            if let Some(Err(lost)) = &passage {
                self.lost[usize::from(*lost == Lost::OtherText)] += 1;
            }
            page.row(shown, passage.and_then(Result::ok).as_ref());
        }
        Ok(())
    }

    /// The articles, if they are to be shown.
    fn passages(&self) -> Option<Passages<anyhow::Error>> {
        let paths = self.args.articles.clone();
        let open = move || {
            let articles = input::open(&paths, Options::default()).map_err(Problem::from)?;
            Ok(Box::new(articles.prepared()) as _)
        };
        (!self.args.articles.is_empty()).then(|| Passages::new(open))
    }

    fn unwritable(&self, error: io::Error) -> anyhow::Error {
        unwritable(self.args.file(), error)
    }

    /// Tells how it ended.
    fn close(&self) -> ExitCode {
        let [absent, other] = self.lost;
        let warn = |number: u64, text: &str, help: &str| {
            if number > 0 {
                let rows = counted(number as usize, "row");
                terminal::line(terminal::WARNING, "warning", &format!("{rows} {text}"));
                terminal::line(terminal::HELP, "help", help);
            }
        };
        let help = "name the same paths as `extract` was given, as ids come from them";
        warn(absent, "found have no article in `--articles`", help);
        let help = "articles are read as `extract` reads them without --verbatim or --field; has \
                    the text changed since?";
        warn(other, "found whose quote does not stand at its place in the article", help);
        if !self.args.talk.quiet {
            self.summarise();
        }
        let is_lost = self.rows.skipped > 0 || absent + other > 0;
        if is_lost { SKIPPED.into() } else { ExitCode::SUCCESS }
    }

    fn summarise(&self) {
        let read = counted(self.rows.read, "row");
        let target = self.args.file().map(|path| format!(" → {}", path.display()));
        let target = target.unwrap_or_default();
        let text = match self.found {
            0 => format!("no rows found in {read}{target}"),
            _ if self.args.count => return,
            n if self.is_full() => {
                let rows = counted(n as usize, "row");
                format!("{rows} found, and no more looked for (--limit){target}")
            }
            n => format!("{} found in {read}{target}", counted(n as usize, "row")),
        };
        terminal::report(&text);
    }
}
