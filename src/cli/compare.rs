//! `whosaid compare`: the same statement across outlets, positions over time, conflicts.

mod best;
mod show;

use super::args::{Language, Talk};
use super::extract::size;
use super::problem::Problem;
use super::wanted::{Files, Kept, Wanted};
use super::{SKIPPED, settings, terminal};
use crate::compare::{
    Comparison, Group, GroupFormat, GroupWriter, LeftOut, Positions, Relation, Settings, Step,
    Topic, read_topics,
};
use crate::output::Target;
use crate::rows::Field;
use crate::run;
use anyhow::{Context as _, Result};
use best::Best;
use clap::ValueHint;
use clap::builder::PossibleValuesParser;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const EXAMPLES: &str = "\
Examples:
  whosaid extract news/ --link -o quotes.csv && whosaid compare quotes.csv
      what several outlets printed, the groups with the most to see first
  whosaid compare quotes.csv -o groups.csv
      all groups as a table, one row a printing: group_id, relation, differs, at_risk …
  whosaid compare quotes.csv --relations same --min-outlets 3 --from 2026-02
      what three outlets or more printed since February
  whosaid compare monday.csv tuesday.csv.gz --relations conflict -o conflicts.jsonl
      claims and denials, as candidates, one JSON object a group

A printing is compared with the fullest one and differs in: identical, shortened, reworded,
merged (two utterances printed as one), other-speaker, source-dropped, meaning-at-risk (a
negation, condition, hedge, modal verb, number or name is lost, new or changed, or a word
inside quotation marks is another). docs/compare.md tells how each is found.

Exit codes: 0 all done; 1 done, some rows skipped; 2 nothing started.";

/// Find the same statement across outlets and dates, positions over time, and conflicts.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES, after_help = "`--help` gives examples.")]
pub(super) struct Args {
    #[command(flatten)]
    files: Files,

    /// Which groups to look for
    #[arg(long, value_name = "RELATION,…", value_delimiter = ',', default_value = "same,conflict,position",
          value_parser = PossibleValuesParser::new(Relation::ALL.map(|(_, name)| name)))]
    relations: Vec<String>,

    /// Positions on this topic: words or phrases such as `nuclear*,denucleari*`; may be repeated
    #[arg(long, value_name = "WORDS,…")]
    topic: Vec<String>,

    /// Positions on the topics of a file, one a line: `weapons: nuclear*, missile*`
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    topics: Option<PathBuf>,

    /// Without --topic and --topics: on how many topics that recur positions are looked for
    #[arg(long, value_name = "N", default_value = "20", conflicts_with_all = ["topic", "topics"])]
    propose: usize,

    /// Only groups printed by at least so many outlets
    #[arg(long, value_name = "N", default_value = "1")]
    min_outlets: usize,

    /// Where to write the groups: .csv, .tsv or .jsonl [default: a view to read]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// How to write the groups where FILE does not say it
    #[arg(long, value_name = "FORMAT", value_parser = ["text", "csv", "tsv", "jsonl"])]
    format: Option<String>,

    /// How many groups of each relation the view shows, those with the most to see; 0: all
    #[arg(long, value_name = "N", default_value = "10")]
    limit: usize,

    /// Memory that sorting may use; beyond it temporary files are used
    #[arg(long, value_name = "SIZE", default_value = "256MB", value_parser = size)]
    memory: u64,

    /// Threads to use [default: all cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=4096))]
    threads: Option<u16>,

    #[command(flatten)]
    wanted: Wanted,

    #[command(flatten)]
    language: Language,

    #[command(flatten)]
    talk: Talk,
}

/// Where groups go.
enum Output {
    Writer(Box<GroupWriter<Target>>),
    View(Best),
}

/// Runs the command.
pub(super) fn run(args: &Args) -> Result<ExitCode> {
    terminal::set_color(args.talk.color);
    let rules = settings::rules(&args.language)?;
    let wants = |relation: Relation| args.relations.iter().any(|name| name == relation.name());
    let positions = if wants(Relation::Position) { positions(args)? } else { None };
    if !wants(Relation::Position) && (!args.topic.is_empty() || args.topics.is_some()) {
        let text = "topics are for positions, and none are wanted";
        return Err(Problem::new(text, "add `position` to --relations").into());
    }
    let filter = args.wanted.filter()?;
    let needed = [Field::QuoteId, Field::Quote, Field::Speaker];
    let needed = [&needed[..], &filter.needed()].concat();
    let mut rows = Kept::open(&args.files, filter, &needed)?;
    if positions.is_some() && args.wanted.has_speaker() {
        rows = rows.with_others();
    }
    let mut output = output(args)?;
    let settings = Settings {
        memory: usize::try_from(args.memory).unwrap_or(usize::MAX),
        same: wants(Relation::Same),
        conflicts: wants(Relation::Conflict),
        positions,
    };
    let comparison = Comparison::new(&rules, settings);
    let threads =
        run::Settings { threads: args.threads.map_or(0, usize::from), ..Default::default() };
    let pool = run::pool(&threads).context("cannot start threads")?;
    let mut groups = 0;
    let mut is_written = true;
    let mut emit = |group: Group| {
        if group.outlets() < args.min_outlets {
            return Ok(());
        }
        groups += 1;
        match &mut output {
            Output::Writer(writer) => {
                let written = writer.write(&group);
                is_written &= written.is_ok();
                written
            }
            Output::View(best) => {
                best.add(group);
                Ok(())
            }
        }
    };
    let (total, consumed) = (rows.rows().bytes(), rows.rows().consumed());
    let mut steps = terminal::Steps::new(args.talk);
    let (mut compared, mut written) = (0, 0);
    let mut watch = |step: Step, count: usize| match step {
        Step::Reading => {
            let read = consumed.load(std::sync::atomic::Ordering::Relaxed);
            steps.show("rows read, MB", (read >> 20) as usize, (total >> 20) as usize);
        }
        Step::Comparing => {
            compared += count;
            steps.show("pairs compared", compared, compared);
        }
        Step::Writing => {
            written += count;
            steps.show("groups", written, written);
        }
    };
    let mut wanted = 0;
    let all = std::iter::from_fn(|| {
        let next = rows.next_of_all();
        wanted += usize::from(next.as_ref().is_some_and(|(_, is_wanted)| *is_wanted));
        next
    });
    let done = pool.install(|| comparison.run(all, &mut emit, &mut watch));
    steps.close();
    let mut repeated = 0;
    let done = done.map(|left_out| {
        repeated = left_out.repeated;
        tell_left_out(left_out, args);
    });
    if is_written {
        ended(
            done,
            "no room to compare",
            "set TMPDIR to a directory with more room: three times that of the rows, unpacked",
        )?;
        ended(
            finish(args, output, groups),
            &unwritten(args),
            "free some room, or write elsewhere",
        )?;
    } else {
        ended(done, &unwritten(args), "free some room, or write elsewhere")?;
    }
    let skipped = rows.skipped;
    if !args.talk.quiet {
        closing(args, &rows, (repeated, wanted), groups);
    }
    Ok(if skipped > 0 { SKIPPED.into() } else { ExitCode::SUCCESS })
}

/// The topics of positions.
fn positions(args: &Args) -> Result<Option<Positions>> {
    let mut topics: Vec<Topic> = args
        .topic
        .iter()
        .map(|typed| Ok(Topic::typed(typed).map_err(super::wanted::bad)?))
        .collect::<Result<_>>()?;
    if let Some(path) = &args.topics {
        let read = read_topics(path).map_err(|e| Problem::new(e.to_string(), e.help()))?;
        topics.extend(read);
    }
    Ok(match (topics.is_empty(), args.propose) {
        (false, _) => Some(Positions::Typed(topics)),
        (true, 0) => None,
        (true, most) => {
            let shows_said_of = args.wanted.has_speaker();
            Some(Positions::Proposed { most, shows_said_of })
        }
    })
}

/// Tells of lines that are too long to be shown whole.
fn tell_left_out(left_out: LeftOut, args: &Args) {
    if left_out.lines > 0 && !args.talk.quiet {
        let rows = terminal::counted(left_out.rows as usize, "row");
        let lines = terminal::counted(left_out.lines, "position");
        let text = format!("{rows} of {lines} left out, the latest: a position has at most 10,000");
        terminal::line(terminal::WARNING, "warning", &text);
    }
}

/// `57 rows, 12 wanted, 0 skipped, 1 read before, 3 groups → groups.csv`.
fn closing(args: &Args, rows: &Kept, (repeated, wanted): (usize, usize), groups: usize) {
    let to = file(args).map_or(String::new(), |path| format!(" → {}", path.display()));
    let mut told = terminal::counted(rows.read, "row");
    if wanted < rows.read {
        told += &format!(", {} wanted", terminal::grouped(wanted));
    }
    told += &format!(", {} skipped", terminal::grouped(rows.skipped));
    if repeated > 0 {
        told += &format!(", {} read before", terminal::grouped(repeated));
    }
    let groups = terminal::counted(groups, "group");
    terminal::report(&format!("{told}, {groups}{to}"));
}

/// Writes what is left; a file then stands in its place.
fn finish(args: &Args, output: Output, groups: usize) -> io::Result<()> {
    match output {
        Output::Writer(writer) => {
            let part = writer.finish()?.finish()?;
            part.map_or(Ok(()), crate::output::Part::place)
        }
        Output::View(best) => {
            let mut out = anstream::stdout().lock();
            let width = terminal::width().unwrap_or(100);
            let mut left = groups;
            for group in best.groups() {
                show::group(&mut out, &group, width)?;
                left -= 1;
            }
            if left > 0 && args.limit > 0 {
                let more = terminal::counted(left, "more group");
                writeln!(out, "{more}; --limit 0 shows all, -o groups.csv writes them")?;
            }
            out.flush()
        }
    }
}

/// What ends the command where writing fails; not where the reader of our output has seen
/// enough.
fn ended(done: io::Result<()>, what: &str, help: &str) -> Result<()> {
    match done {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Problem::new(format!("{what}: {}", crate::input::plain(&error)), help).into())
        }
        _ => Ok(()),
    }
}

/// The file to write to; `None`: standard output.
fn file(args: &Args) -> Option<&Path> {
    args.output.as_deref().filter(|path| *path != Path::new("-"))
}

fn output(args: &Args) -> Result<Output> {
    let path = file(args);
    let extension = path.and_then(Path::extension).and_then(|e| e.to_str());
    let named = args.format.clone().or_else(|| extension.map(str::to_lowercase));
    let format = match (named.as_deref(), path) {
        (Some("csv"), _) => GroupFormat::Csv,
        (Some("tsv"), _) => GroupFormat::Tsv,
        (Some("jsonl"), _) => GroupFormat::Jsonl,
        (None, None) if args.output.is_some() => GroupFormat::Csv,
        (_, None) => return Ok(Output::View(Best::new(args.limit))),
        (_, Some(path)) => {
            let text = format!("`{}` does not say how to write groups", path.display());
            let help = "name it .csv, .tsv or .jsonl, or pass --format csv";
            return Err(Problem::new(text, help).into());
        }
    };
    path.map_or(Ok(()), |path| args.files.are_not(path))?;
    let target = path.map_or_else(|| Ok(Target::stdout()), Target::create);
    let writer = target.and_then(|target| GroupWriter::new(format, target));
    match writer {
        Ok(writer) => Ok(Output::Writer(Box::new(writer))),
        Err(error) => {
            ended(Err(error), &unwritten(args), "name a file in a directory that is there")?;
            // Nobody reads standard output.
            Ok(Output::View(Best::new(1)))
        }
    }
}

fn unwritten(args: &Args) -> String {
    format!("cannot write `{}`", file(args).unwrap_or(Path::new("stdout")).display())
}
