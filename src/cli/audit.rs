//! `whosaid audit`: who is quoted, by whom and how.

mod files;
mod layout;
mod view;

use super::SKIPPED;
use super::args::{self, Talk};
use super::problem::{Problem, unwritable};
use super::settings;
use super::terminal::{self, Steps, counted, grouped};
use super::wanted::{Files, Kept, Wanted};
use crate::audit::{Audit, Dimension, Language, Options, Outlets, Report};
use crate::output::{Part, Target, write_whole};
use crate::rows::Filter;
use crate::rules::RuleSet;
use crate::text::ListId;
use anyhow::Result;
use clap::ValueHint;
use files::Form;
use rustc_hash::FxHashSet;
use std::io::{self, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::Ordering::Relaxed;
use view::View;

const EXAMPLES: &str = "\
Examples:
  whosaid audit quotes.csv
      who is quoted and how, by speaker, outlet, time and type of quote
  whosaid audit quotes.csv --by outlet,month -o months.csv
      one table by outlet and month, each number with its share and interval
  whosaid audit quotes.csv --compare-outlets --outlet Times --outlet Post
      where two outlets differ beyond chance, also in how they have the same people speak
  whosaid audit quotes.csv --speaker Kim --by source --top 30
      through whom what Kim says is known
  whosaid audit fox.csv --own \"fox=Fox News,Fox and Friends\"
      other names by which articles call the outlet itself

A share is of the rows counted, with the range in which it lies in 95 of 100 cases
(Wilson's score interval); a difference is of the outlet's share and the share in all other
outlets (Newcombe's interval), and is marked where it is beyond chance with as many
comparisons as there are. Both take statements as drawn one by one: where few articles have
many of them, the truth is wider. docs/audit.md tells what each figure means.

Exit codes: 0 all done; 1 done, some rows skipped; 2 nothing counted.";

/// Tell who is quoted, by whom and how; what is anonymous, unattributed, second-hand.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES, after_help = "`--help` gives examples.")]
pub(super) struct Args {
    #[command(flatten)]
    files: Files,

    /// Count by these, together where there are several: speaker, outlet, year, month, type,
    /// kind, speaker-kind, source, source-kind, cue, stance; may be repeated for more tables
    /// [default: speaker, outlet, year, month, type, a table each]
    #[arg(long, value_name = "WHAT,…", value_parser = dimensions)]
    by: Vec<By>,

    /// Compare each outlet with all others, and how outlets have the same people speak
    #[arg(long)]
    compare_outlets: bool,

    /// Compare where both sides have so many statements
    #[arg(long, value_name = "N", default_value = "10", requires = "compare_outlets")]
    least: u64,

    /// Show the first N of each table [default: 10 to read, all in a file of numbers]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    top: Option<u32>,

    /// Other names of an outlet, so that it is not taken for another: `nyt=The Times`
    #[arg(long, value_name = "OUTLET=NAME,…", value_parser = own)]
    own: Vec<Own>,

    /// Write to this file: .csv, .tsv, .jsonl or .txt; `-`: standard output
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    output: Option<PathBuf>,

    /// What to write [default: by the extension of FILE, else text]
    #[arg(long, value_name = "FORMAT")]
    format: Option<Form>,

    /// Read the lists of neutral and loaded cues from these rules instead of the built-in ones
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    rules: Option<PathBuf>,

    #[command(flatten)]
    wanted: Wanted,

    #[command(flatten)]
    talk: Talk,
}

/// The dimensions of one table.
#[derive(Clone, Debug)]
struct By(Vec<Dimension>);

fn dimensions(text: &str) -> Result<By, String> {
    let mut by = Vec::new();
    for name in text.split(',').map(str::trim) {
        let known = || Dimension::ALL.map(|(_, name)| name).join(", ");
        let named = Dimension::named(name);
        let dimension = named.ok_or_else(|| format!("no `{name}`: there are {}", known()))?;
        if by.contains(&dimension) {
            return Err(format!("`{name}` twice"));
        }
        by.push(dimension);
    }
    if by.len() > Dimension::MOST {
        return Err(format!("at most {} together", Dimension::MOST));
    }
    Ok(By(by))
}

/// An outlet and another name of it.
#[derive(Clone, Debug)]
struct Own(Vec<(String, String)>);

fn own(text: &str) -> Result<Own, String> {
    let (outlet, names) = text.split_once('=').ok_or("no `=` between the outlet and its names")?;
    let named = |name: &str| (outlet.trim().to_owned(), name.trim().to_owned());
    let all: Vec<_> = names.split(',').map(named).collect();
    let is_empty = |name: &str| !name.chars().any(char::is_alphanumeric);
    if all.iter().any(|(outlet, name)| is_empty(outlet) || is_empty(name)) {
        return Err("a name has letters or digits".into());
    }
    Ok(Own(all))
}

/// Without `--by`.
const TABLES: [Dimension; 5] =
    [Dimension::Speaker, Dimension::Outlet, Dimension::Year, Dimension::Month, Dimension::Type];

/// To read, without `--top`.
const SHOWN: u32 = 10;

/// So that progress costs nothing.
const ROWS_A_STEP: usize = 1 << 14;

fn megabytes(bytes: u64) -> usize {
    (bytes / 1_000_000) as usize
}

/// Runs the command.
pub(super) fn run(args: &Args) -> Result<ExitCode> {
    terminal::set_color(args.talk.color);
    let path = args.output.as_deref().filter(|path| *path != Path::new("-"));
    let form = Form::of(args.format, path)?;
    path.map_or(Ok(()), |path| can_be_written(path, &args.files))?;
    let filter = args.wanted.filter()?;
    let options = options(args)?;
    let needed = [options.needed(), filter.needed()].concat();
    let mut audit = Audit::new(options);
    // What is not wanted is read as well: what is wanted may stand within its quote.
    let mut rows = Kept::open(&args.files, Filter::default(), &needed)?;
    let wanted = count(&mut rows, &filter, &mut audit, args.talk);
    if wanted == 0 {
        return Err(nothing(&rows).into());
    }
    let report = audit.finish();
    write(args, form, path, &report)?;
    if !args.talk.quiet {
        let to = path.map_or_else(String::new, |path| format!(" → {}", path.display()));
        let read = counted(rows.read, "row");
        let (skipped, wanted) = (grouped(rows.skipped), grouped(wanted));
        terminal::report(&format!("{read} read, {skipped} skipped, {wanted} counted{to}"));
    }
    Ok(if rows.skipped > 0 { SKIPPED.into() } else { ExitCode::SUCCESS })
}

/// Counts the rows that are wanted, and tells how many.
fn count(rows: &mut Kept, filter: &Filter, audit: &mut Audit, talk: Talk) -> usize {
    let mut steps = Steps::new(talk);
    let mut wanted = 0;
    while let Some(row) = rows.next() {
        let is_wanted = filter.keeps(&row);
        wanted += usize::from(is_wanted);
        audit.add(&row, is_wanted);
        if rows.read.is_multiple_of(ROWS_A_STEP) {
            let (done, all) = (rows.rows().consumed(), rows.rows().bytes());
            steps.show("MB", megabytes(done.load(Relaxed)), megabytes(all));
        }
    }
    steps.close();
    wanted
}

fn options(args: &Args) -> Result<Options> {
    // The learned tables take longest to read, and nothing is extracted here.
    let tables = Some("none".into());
    let rules = settings::rules(&args::Language { rules: args.rules.clone(), tables })?;
    let tables: Vec<Vec<Dimension>> = match &args.by[..] {
        [] => TABLES.iter().map(|&dimension| vec![dimension]).collect(),
        by => {
            let mut tables = Vec::with_capacity(by.len());
            for By(dimensions) in by {
                if !tables.contains(dimensions) {
                    tables.push(dimensions.clone());
                }
            }
            tables
        }
    };
    let list = |name: &str| words(&rules, name);
    let unnamed = [phrases(&rules, "anonymous-markers")?, phrases(&rules, "roles")?].concat();
    let names = args.own.iter().flat_map(|Own(names)| names.clone()).collect();
    Ok(Options {
        tables,
        compares_outlets: args.compare_outlets,
        language: Language {
            neutral_cues: list("neutral-cues")?,
            loaded_cues: list("loaded-cues")?,
            retelling: list("retelling-words")?,
            unnamed: unnamed.into_iter().collect(),
        },
        outlets: Outlets { articles: list("articles")?, names },
    })
}

/// The entries of one word of a list.
fn words(rules: &RuleSet, name: &str) -> Result<FxHashSet<String>> {
    let (lexicon, list) = (&rules.lexicon, list(rules, name)?);
    let is_in = |word: &&str| lexicon.is_in(lexicon.id(word), list);
    Ok(lexicon.spellings().filter(is_in).map(str::to_owned).collect())
}

/// All entries of a list.
fn phrases(rules: &RuleSet, name: &str) -> Result<Vec<String>> {
    let (lexicon, list) = (&rules.lexicon, list(rules, name)?);
    let mut entries: Vec<String> = words(rules, name)?.into_iter().collect();
    for first in lexicon.spellings() {
        for (_, rest) in lexicon.phrases(lexicon.id(first)).iter().filter(|(l, _)| *l == list) {
            let mut entry = first.to_owned();
            for part in rest.iter().map(|id| lexicon.spelling(*id)) {
                // “n't” stands at the word before it.
                let gap = if part.contains(['\'', '’']) { "" } else { " " };
                entry.extend([gap, part]);
            }
            entries.push(entry);
        }
    }
    Ok(entries)
}

fn list(rules: &RuleSet, name: &str) -> Result<ListId> {
    let help = || format!("`whosaid rules export DIR` writes words/{name}.txt, to be copied");
    let absent = || Problem::new(format!("no list `{name}` in these rules"), help());
    Ok(rules.lexicon.list(name).ok_or_else(absent)?)
}

/// No row is left to be counted.
fn nothing(rows: &Kept) -> Problem {
    match (rows.read, rows.skipped) {
        (0, 0) => Problem::new(
            "no rows to count",
            "rows are what `whosaid extract PATH -o quotes.csv` writes; it may have found none",
        ),
        (0, n) => Problem::new(
            format!("none of {} can be read", counted(n, "row")),
            "write them anew: whosaid extract PATH -o quotes.csv",
        ),
        (n, _) => Problem::new(
            format!("none of {} is wanted", counted(n, "row")),
            "loosen or leave out --speaker, --outlet, --text, --from, --to, --type and the like",
        ),
    }
}

/// A place where nothing can be written is told before the work, and so is one of the files
/// that are read.
fn can_be_written(path: &Path, files: &Files) -> Result<()> {
    files.are_not(path)?;
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    if path.is_dir() {
        let text = format!("`{}` is a directory", path.display());
        return Err(Problem::new(text, "name a file in it").into());
    }
    match parent {
        Some(parent) if !parent.is_dir() => {
            let text = format!("no such directory: `{}`", parent.display());
            Err(Problem::new(text, "make it first").into())
        }
        _ => Ok(()),
    }
}

fn write(args: &Args, form: Form, path: Option<&Path>, report: &Report) -> Result<()> {
    let done = match (form, path) {
        (Form::Text, None) => {
            let text = text(args, report, width());
            let mut out = anstream::stdout().lock();
            out.write_all(text.as_bytes()).and_then(|()| out.flush())
        }
        (Form::Text, Some(path)) => {
            let text = text(args, report, None);
            write_whole(path, anstream::adapter::strip_str(&text).to_string().as_bytes())
        }
        (form, path) => numbers(args, form, path, report),
    };
    match done {
        // The reader of our output has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe && path.is_none() => Ok(()),
        done => done.map_err(|error| unwritable(path, error)),
    }
}

fn text(args: &Args, report: &Report, width: Option<usize>) -> String {
    let is_chosen = !args.by.is_empty();
    let least = args.compare_outlets.then_some(args.least);
    let top = args.top.unwrap_or(SHOWN) as usize;
    View { report, top, least, is_chosen, width }.text()
}

fn numbers(args: &Args, form: Form, path: Option<&Path>, report: &Report) -> io::Result<()> {
    let mut target = path.map_or_else(|| Ok(Target::stdout()), Target::create)?;
    let top = args.top.map(|top| top as usize);
    let least = args.compare_outlets.then_some(args.least);
    files::write(form, report, top, least, &mut target)?;
    target.finish()?.map_or(Ok(()), Part::place)
}

/// The terminal's columns; `None` where nobody looks.
fn width() -> Option<usize> {
    let shows = io::stdout().is_terminal();
    let size = terminal_size::terminal_size().filter(|_| shows);
    size.map(|(terminal_size::Width(width), _)| width.into())
}
