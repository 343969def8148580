//! `whosaid extract`: articles in, rows out.

use super::args::Common;
use super::problem::Problem;
use super::settings::{self, Extract};
use super::terminal::{self, Terminal, counted};
use super::{FAILED, SKIPPED};
use crate::extract::Extractor;
use crate::input::{self, Articles};
use crate::link::{Aliases, Linker};
use crate::output::{Format, Target};
use crate::rules::{Kind, RuleSet, Severity};
use crate::run::{self, Tally};
use anyhow::{Context as _, Result};
use clap::builder::PossibleValuesParser;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

const EXAMPLES: &str = "\
Examples:
  whosaid extract seeds -o quotes.csv
      every article in a directory, rows to a file that appears whole or not at all
  whosaid extract news/2026-02 archive.jsonl -o quotes.tsv --threads 4
      text files and JSON lines together, as tab-separated values
  curl -s https://example.org/article.txt | whosaid extract - --format jsonl
      standard input, one article or JSON lines
  whosaid extract seeds --kinds statement,attitude,decree --min-confidence 0.5
      also what people believe, want or rule, and no row of less than 0.5
  whosaid extract archive.jsonl --link -o quotes.csv
      one speaker_id for each speaker over all articles: “Donald Trump” in one and
      “Donald J. Trump” in another have the same
  whosaid extract archive.jsonl --link --aliases aliases.csv -o quotes.csv
      with your own names and ids, which go before those found

Articles are .txt files (others when named one by one), or .jsonl files with one
object a line: {\"id\", \"text\"} and, if known, outlet, date, title, author. A text may
begin with `date 2026-02-26` or lines such as `Title: …`; a metadata.csv beside the
texts (file,outlet,published,title,author) goes before both.

A file of aliases is CSV with a header, one line an alias; the id may be left out:
  alias,name,id
  Trump,Donald Trump,Q22686
  Bibi Netanyahu,Benjamin Netanyahu,
Case, accents, dots and hyphens do not matter. The speaker column then has the name,
and with --link all other names of the same speaker have the id too.

Exit codes: 0 all done; 1 done, some articles skipped; 2 nothing started.";

/// Write one row for each attributed statement in the articles.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES, after_help = "`--help` gives examples.")]
pub(super) struct Args {
    /// Articles: text files, .jsonl files, directories, or `-` for standard input
    #[arg(required = true, value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,

    /// The file to write; `-`, or none: standard output
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,

    /// How to write rows [default: as the output's extension says, else csv]
    #[arg(long, value_name = "FORMAT", value_parser = PossibleValuesParser::new(Format::ALL.map(|(_, name)| name)))]
    pub(super) format: Option<String>,

    /// Which kinds of attribution to write
    #[arg(long, value_name = "KIND,…", value_delimiter = ',', default_value = "statement",
          value_parser = PossibleValuesParser::new(Kind::ALL.map(|(_, name)| name)))]
    pub(super) kinds: Vec<String>,

    /// Believe what is at least so sure, 0 to 1 [default: the tables' own, 0.40 as built in; 0.6 by rules alone]
    #[arg(long, value_name = "P", value_parser = probability)]
    pub(super) min_confidence: Option<f32>,

    /// Give each speaker one speaker_id over all articles; rows wait in a temporary file until all are read
    #[arg(long)]
    pub(super) link: bool,

    /// Names and ids of speakers, as CSV: alias,name,id
    #[arg(long, value_name = "FILE")]
    pub(super) aliases: Option<PathBuf>,

    /// The encoding of texts that are not UTF-8 [default: found out]
    #[arg(long, value_name = "NAME")]
    pub(super) encoding: Option<String>,

    #[command(flatten)]
    pub(super) common: Common,
}

/// A number from 0 to 1.
pub(super) fn probability(text: &str) -> Result<f32, String> {
    let number = text.parse().ok().filter(|p| (0.0..=1.0).contains(p));
    number.ok_or_else(|| "a number from 0 to 1, such as 0.5".into())
}

/// Runs the command.
pub(super) fn run(args: &Args) -> Result<ExitCode> {
    terminal::set_color(args.common.talk.color);
    let settings = Extract::of(args)?;
    let rules = settings::rules(&args.common.language)?;
    if args.common.language.rules.is_some() && !args.common.talk.quiet {
        terminal::report(&rules.problems.at_least(Severity::Warning).to_string());
    }
    let aliases = settings.aliases.as_deref().map(|path| Aliases::read(path, &rules));
    let aliases = aliases.transpose().map_err(Problem::from)?;
    let articles = input::open(&args.paths, settings.input.clone()).map_err(Problem::from)?;
    let mut terminal = Terminal::new(args.common.talk, articles.bytes(), articles.consumed());
    if articles.left_alone() > 0 {
        let files = counted(articles.left_alone(), "file");
        terminal.detail(&format!("{files} of other kinds passed over in directories"));
    }
    let begin = Instant::now();
    let consumed = articles.consumed();
    match write(articles, (&rules, aliases.as_ref()), &settings, &mut terminal) {
        Ok(tally) => {
            if let Some(aliases) = &aliases {
                terminal.detail(&use_of(aliases));
            }
            let to = settings.output.as_deref().map_or("stdout".into(), Path::to_string_lossy);
            let (mb, seconds) = (
                consumed.load(std::sync::atomic::Ordering::Relaxed) as f64 / 1e6,
                begin.elapsed().as_secs_f64(),
            );
            terminal.detail(&format!("{mb:.1} MB in {seconds:.2} s ({:.1} MB/s)", mb / seconds));
            terminal.close(&tally, &to);
            Ok(if tally.skipped > 0 { SKIPPED.into() } else { ExitCode::SUCCESS })
        }
        // The reader of our output has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(ExitCode::SUCCESS),
        Err(error) => {
            let to = settings.output.as_deref().map_or("stdout".into(), Path::to_string_lossy);
            Err(error).with_context(|| format!("cannot write `{to}`"))
        }
    }
}

fn write(
    articles: Articles,
    (rules, aliases): (&RuleSet, Option<&Aliases>),
    settings: &Extract,
    terminal: &mut Terminal,
) -> io::Result<Tally> {
    run::quiet_panics();
    let articles = articles.prepared();
    let mut target =
        settings.output.as_deref().map_or_else(|| Ok(Target::stdout()), Target::file)?;
    clean_up_when_stopped(&target);
    let how = (&settings.kinds[..], settings.format, &settings.run);
    let extractor = Extractor::new(rules).with_min_confidence(settings.min_confidence);
    let rows = |article: &input::Article| extractor.rows(article);
    let mut watch = |tally: &Tally, notice: Option<&_>| terminal.watch(tally, notice);
    let tally = if settings.link {
        let linker = Linker::new(rules, aliases);
        let spill = target.directory();
        let how_linked = (&linker, &*spill);
        let (tally, speakers) =
            run::extract_linked(articles, rows, how, how_linked, &mut target, &mut watch)?;
        terminal.detail(&format!("{} with an id", counted(speakers, "speaker")));
        tally
    } else {
        let named = |article: &input::Article| {
            let mut rows = rows(article);
            if let Some(aliases) = aliases {
                rows.retain(|row| settings.kinds.iter().any(|kind| kind.name() == row.kind));
                aliases.assign(&mut rows, rules);
            }
            rows
        };
        run::extract(articles, named, how, &mut target, watch)?
    };
    target.finish()?;
    Ok(tally)
}

/// `12 of 14 aliases used; in no row: …`.
fn use_of(aliases: &Aliases) -> String {
    let unused = aliases.unused();
    let count = aliases.count();
    let used = format!("{} of {count} aliases used", count - unused.len());
    // 10: who made a list of thousands for another corpus need not see them all.
    let (some, more) = unused.split_at(unused.len().min(10));
    let names: Vec<String> = some.iter().map(|alias| format!("`{alias}`")).collect();
    match (unused.len(), more.len()) {
        (0, _) => used,
        (_, 0) => format!("{used}; in no row: {}", names.join(", ")),
        (_, n) => format!("{used}; in no row: {} and {n} more", names.join(", ")),
    }
}

/// On Ctrl-C nothing half done stays.
fn clean_up_when_stopped(target: &Target) {
    let Some(path) = target.temporary().map(Path::to_path_buf) else { return };
    // Without a handler the worst is a file to remove by hand.
    let _ = ctrlc::set_handler(move || {
        let _ = std::fs::remove_file(&path);
        std::process::exit(FAILED.into());
    });
}
