//! `whosaid eval`: rows against annotated text.

use super::args::Common;
use super::problem::Problem;
use super::settings;
use super::terminal::{self, Terminal, counted};
use super::{SKIPPED, extract::probability};
use crate::eval::{
    self, Alignment, By, Calibration, Comparison, Errors, Figures, GoldArticle, Groups, Report,
    Rows, Speakers,
};
use crate::extract::Extractor;
use crate::rules::{Kind, Severity};
use crate::run;
use anyhow::Result;
use clap::builder::PossibleValuesParser;
use serde::Serialize;
use std::fmt::Display;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const EXAMPLES: &str = "\
Examples:
  whosaid eval gold.jsonl
      extract from the gold's own texts with the built-in rules, and score that
  whosaid extract gold.jsonl -o rows.csv
  whosaid eval gold.jsonl rows.csv --by rule
      score rows written before; which rules make good ones
  whosaid eval gold.jsonl --kinds statement --errors 20
      statements alone, and twenty cases each of what is missed, spurious, ill ascribed
  whosaid eval gold.jsonl --rules my-rules --compare rows.csv
      what other rules gain and lose against the rows written before
  whosaid eval gold.jsonl --curve --calibration --json
      which --min-confidence to choose, and whether a confidence can be believed

GOLD is JSON lines, plain or gzip: {\"id\", \"text\", \"attributions\": [{\"source\", \"cue\",
\"content\"}]}, each part a list of [begin, end] in code points. There `source` is the
speaker mention and `content` the quote. If known: \"speaker\", \"speaker_kind\",
\"reported_by\" (the source), \"optional\"; of the article outlet, date, title, author.

Quotes are compared as sets of words. content@0.5: they share half of their words;
triple@0.5: and the speaker mentions share one. exact and strict: equal words.

Exit codes: 0 all done; 1 done, some articles skipped; 2 nothing scored.";

/// Score rows, or the rules themselves, against annotated articles.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES, after_help = "`--help` gives examples.")]
pub(super) struct Args {
    /// Annotated articles, one JSON object a line; .jsonl or .jsonl.gz
    #[arg(value_name = "GOLD")]
    gold: PathBuf,

    /// Rows from `extract`: .csv, .tsv, or --format attributions [default: extract from GOLD]
    #[arg(value_name = "ROWS")]
    rows: Option<PathBuf>,

    /// Which kinds of rows to score
    #[arg(long, value_name = "KIND,…", value_delimiter = ',', default_value = "statement,attitude,decree",
          value_parser = PossibleValuesParser::new(Kind::ALL.map(|(_, name)| name)))]
    kinds: Vec<String>,

    /// Rows at least so sure, 0 to 1 [default: all of ROWS; as `extract` without ROWS]
    #[arg(long, value_name = "P", value_parser = probability)]
    min_confidence: Option<f32>,

    /// Figures for each group (`source` is another name of `mention`)
    #[arg(long, value_name = "GROUP", conflicts_with = "compare",
          value_parser = PossibleValuesParser::new(["type", "mention", "source", "speaker-kind", "outlet", "rule"]))]
    by: Option<String>,

    /// Show N cases each of what is missed, spurious, and has the wrong speaker
    #[arg(long, value_name = "N", default_value = "0", conflicts_with = "compare")]
    errors: usize,

    /// Show which rows NEW (without it: the rules) gains and loses against OLD
    #[arg(long, value_names = ["OLD", "NEW"], num_args = 1..=2, conflicts_with = "rows")]
    compare: Option<Vec<PathBuf>>,

    /// Add precision and recall by the least confidence
    #[arg(long, conflicts_with = "compare")]
    curve: bool,

    /// Add the share right by confidence
    #[arg(long, conflicts_with = "compare")]
    calibration: bool,

    /// Add names by what the mention looks like, and kinds, to --json too
    #[arg(long, conflicts_with = "compare")]
    speakers: bool,

    /// Write JSON: the keys of score.py, then what else was asked for
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    common: Common,
}

impl From<eval::Error> for Problem {
    fn from(error: eval::Error) -> Self {
        Self::new(error.to_string(), error.help())
    }
}

/// Runs the command.
pub(super) fn run(args: &Args) -> Result<ExitCode> {
    terminal::set_color(args.common.talk.color);
    let gold = eval::gold(&args.gold).map_err(Problem::from)?;
    let mut skipped = 0;
    let text = if let Some(paths) = &args.compare {
        let old = wanted(read(&gold, &paths[0])?, args);
        let new = rows(args, &gold, paths.get(1), &mut skipped)?;
        introduce(args, &gold, &[&old, &new]);
        let comparison = Comparison::of(&eval::align(&gold, &old), &eval::align(&gold, &new));
        written(&comparison, args.json)
    } else {
        let rows = rows(args, &gold, args.rows.as_ref(), &mut skipped)?;
        introduce(args, &gold, &[&rows]);
        let is_unsure = rows.all().any(|row| row.confidence.is_none());
        if (args.curve || args.calibration) && is_unsure {
            let path = args.rows.clone().unwrap_or_default();
            return Err(Problem::from(eval::Error::NoConfidence(path)).into());
        }
        written(&report(args, &eval::align(&gold, &rows)), args.json)
    };
    print(&text)?;
    Ok(if skipped > 0 { SKIPPED.into() } else { ExitCode::SUCCESS })
}

fn report(args: &Args, articles: &[Alignment<'_>]) -> Report {
    let mut groups = Groups::of(articles, by(args.by.as_deref()));
    if args.by.is_none() {
        // F1 by type says as much already.
        groups.given.clear();
    }
    Report {
        figures: Figures::of(articles),
        groups,
        speakers: (args.speakers || !args.json).then(|| Speakers::of(articles)),
        curve: args.curve.then(|| eval::curve(articles)),
        calibration: args.calibration.then(|| Calibration::of(articles)),
        errors: (args.errors > 0).then(|| Errors::of(articles, args.errors)),
    }
}

/// `source` is what `score.py` calls the mention.
fn by(name: Option<&str>) -> By {
    let name = name.map(|name| if name == "source" { "mention" } else { name });
    let found = By::ALL.iter().find(|(_, n)| Some(*n) == name);
    found.map_or_else(By::default, |&(by, _)| by)
}

/// The rows to score: those of the file, or what the rules give.
fn rows(
    args: &Args,
    gold: &[GoldArticle],
    path: Option<&PathBuf>,
    skipped: &mut usize,
) -> Result<Rows> {
    let rows = match path {
        Some(path) => read(gold, path)?,
        None => extracted(args, gold, skipped)?,
    };
    Ok(wanted(rows, args))
}

fn read(gold: &[GoldArticle], path: &Path) -> Result<Rows> {
    let rows = eval::rows(path).map_err(Problem::from)?;
    let unknown = rows.unknown(gold);
    if !unknown.is_empty() && unknown.len() == rows.articles() {
        return Err(Problem::from(eval::Error::OtherArticles(path.into())).into());
    }
    let warn = |text: &str, help: &str| {
        terminal::line(terminal::WARNING, "warning", &format!("{}: {text}", path.display()));
        terminal::line(terminal::HELP, "help", help);
    };
    if let Some(first) = unknown.first() {
        let articles = counted(unknown.len(), "article");
        let more = if unknown.len() > 1 { " …" } else { "" };
        let text = format!("{articles} not in the gold, left out: `{first}`{more}");
        warn(&text, "nothing to do if the gold is a part of them; else check the ids");
    }
    if rows.all().next().is_none() {
        warn("no attributions", "write rows with `whosaid extract --format attributions`");
    }
    if eval::align(gold, &rows).iter().any(|article| article.has_rows_beyond) {
        warn("places past the end of the text", "offsets count code points of the gold's text");
    }
    Ok(rows)
}

fn extracted(args: &Args, gold: &[GoldArticle], skipped: &mut usize) -> Result<Rows> {
    let rules = settings::rules(&args.common.language)?;
    if args.common.language.rules.is_some() && !args.common.talk.quiet {
        terminal::report(&rules.problems.at_least(Severity::Warning).to_string());
    }
    run::quiet_panics();
    let extractor = Extractor::new(&rules).with_min_confidence(args.min_confidence);
    let mut terminal = Terminal::without_progress(args.common.talk);
    let run = settings::run(&args.common);
    Ok(eval::predict(gold, &args.gold, &extractor, &run, |notice| {
        *skipped += 1;
        terminal.watch(&run::Tally::default(), Some(notice));
    })?)
}

/// Rows that do not say their kind or confidence are wanted always.
fn wanted(mut rows: Rows, args: &Args) -> Rows {
    let least = f64::from(args.min_confidence.unwrap_or(0.0));
    rows.retain(|row| {
        let kind = row.kind.as_deref().unwrap_or_default();
        (kind.is_empty() || args.kinds.iter().any(|k| k == kind))
            && row.confidence.is_none_or(|confidence| confidence >= least)
    });
    rows
}

/// Says what is scored.
fn introduce(args: &Args, gold: &[GoldArticle], versions: &[&Rows]) {
    if args.common.talk.quiet {
        return;
    }
    let asked = gold.iter().flat_map(|a| &a.attributions).filter(|a| !a.optional).count();
    let count = |rows: &Rows| gold.iter().map(|article| rows.of(&article.id).len()).sum();
    let rows = versions.iter().map(|rows| counted(count(rows), "row"));
    let line = format!(
        "{}, {} asked for; {} ({})",
        counted(gold.len(), "article"),
        counted(asked, "attribution"),
        rows.collect::<Vec<_>>().join(" → "),
        args.kinds.join(", "),
    );
    terminal::report(&line);
}

fn written(figures: &(impl Serialize + Display), json: bool) -> String {
    if !json {
        return figures.to_string();
    }
    let mut out = Vec::new();
    let layout = serde_json::ser::PrettyFormatter::with_indent(b" ");
    let mut to = serde_json::Serializer::with_formatter(&mut out, layout);
    figures.serialize(&mut to).expect("string keys and finite numbers");
    out.push(b'\n');
    String::from_utf8(out).expect("JSON is UTF-8")
}

/// To standard output; a reader who has seen enough is no error.
fn print(text: &str) -> Result<()> {
    match io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}
