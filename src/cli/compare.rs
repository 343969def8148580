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
    let needed = [Field::QuoteId, Field::Quote, Field::Speaker];
    let wants = |relation: Relation| args.relations.iter().any(|name| name == relation.name());
    let positions = if wants(Relation::Position) { positions(args)? } else { None };
    let mut rows = Kept::open(&args.files, args.wanted.filter()?, &needed)?;
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
    let mut emit = |group: Group| {
        if group.outlets() < args.min_outlets {
            return Ok(());
        }
        groups += 1;
        match &mut output {
            Output::Writer(writer) => writer.write(&group),
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
    let all = std::iter::from_fn(|| rows.next_of_all());
    let done = pool.install(|| comparison.run(all, &mut emit, &mut watch));
    steps.close();
    let done = done.map(|left_out| tell_left_out(left_out, args));
    finish(args, output, done, groups)?;
    let skipped = rows.skipped;
    if !args.talk.quiet {
        closing(args, &rows, groups);
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

fn closing(args: &Args, rows: &Kept, groups: usize) {
    let to = args.output.as_ref().map_or(String::new(), |path| format!(" → {}", path.display()));
    let read = terminal::counted(rows.read, "row");
    let groups = terminal::counted(groups, "group");
    terminal::report(&format!("{read}, {} skipped, {groups}{to}", rows.skipped));
}

fn finish(args: &Args, output: Output, done: io::Result<()>, groups: usize) -> Result<()> {
    let path = args.output.as_deref().unwrap_or(Path::new("stdout")).display().to_string();
    let done = done.and_then(|()| match output {
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
            if left > 0 {
                let more = terminal::counted(left, "more group");
                writeln!(out, "{more}; --limit 0 shows all, -o groups.csv writes them")?;
            }
            out.flush()
        }
    });
    match done {
        // The reader of our output has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        done => done.with_context(|| format!("cannot write `{path}`")),
    }
}

fn output(args: &Args) -> Result<Output> {
    let by_name = args.output.as_deref().and_then(Path::extension).and_then(|e| e.to_str());
    let named = args.format.as_deref().or(by_name);
    let format = match (named, &args.output) {
        (Some("csv"), _) => GroupFormat::Csv,
        (Some("tsv"), _) => GroupFormat::Tsv,
        (Some("jsonl"), _) => GroupFormat::Jsonl,
        (Some("text") | None, None) => return Ok(Output::View(Best::new(args.limit))),
        (_, Some(path)) => {
            let text = format!("`{}` does not say how to write groups", path.display());
            return Err(
                Problem::new(text, "name it .csv, .tsv or .jsonl, or pass --format csv").into()
            );
        }
        (Some(_), None) => unreachable!("clap allows no other format"),
    };
    let target = match &args.output {
        Some(path) if path != Path::new("-") => {
            args.files.are_not(path)?;
            Target::create(path)
        }
        _ => Ok(Target::stdout()),
    };
    let path = args.output.as_deref().unwrap_or(Path::new("stdout")).display().to_string();
    let target = target.with_context(|| format!("cannot write `{path}`"))?;
    let writer =
        GroupWriter::new(format, target).with_context(|| format!("cannot write `{path}`"))?;
    Ok(Output::Writer(Box::new(writer)))
}
