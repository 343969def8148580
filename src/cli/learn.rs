//! `whosaid learn`: annotated articles in, learned tables out.

use super::args::Common;
use super::problem::Problem;
use super::settings;
use super::terminal::{self, Steps, counted};
use crate::eval::{self, GoldArticle};
use crate::learn::{self, Crossed, Table, TagLayer, tags};
use crate::output::write_whole;
use crate::rules::RuleSet;
use anyhow::{Context as _, Result};
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const EXAMPLES: &str = "\
Examples:
  whosaid learn gold.jsonl --tags tagged.jsonl.gz -o tables
      all tables, the tagger from words tagged by CoreNLP
  whosaid learn gold.jsonl -o tables
      all but the tagger, which is the built-in one
  whosaid extract news --tables tables -o quotes.csv
      rows by the tables learned

Gold is JSON lines, one article a line: {\"id\", \"text\", \"attributions\": [{\"source\",
\"cue\", \"content\"}]}. Tags are JSON lines too: {\"id\", \"sentences\": [[[begin, end, word,
lemma, tag, entity, head, relation], …], …]}. Places are code points of the text; any
file may be compressed with gzip. The same files give the same tables, to the byte.

At the end come figures as `whosaid eval` has them: each fifth of the articles by tables
of the others, and the least confidence, which goes into the tables as the default.";

/// Learn the tables from annotated articles.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES, after_help = "`--help` gives examples.")]
pub(super) struct Args {
    /// Annotated articles, as JSON lines
    #[arg(required = true, value_name = "GOLD")]
    gold: Vec<PathBuf>,

    /// The directory to write the tables to
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,

    /// The tags of the words of articles; without them the tagger is not learned anew
    #[arg(long, value_name = "FILE")]
    tags: Vec<PathBuf>,

    /// Annotated articles that are not learned from, to tell how right the tables are
    #[arg(long, value_name = "GOLD")]
    check: Vec<PathBuf>,

    #[command(flatten)]
    common: Common,
}

/// Runs the command.
pub(super) fn run(args: &Args) -> Result<ExitCode> {
    terminal::set_color(args.common.talk.color);
    let mut rules = settings::rules(&args.common.language)?;
    let gold = read(&args.gold)?;
    let check = read(&args.check)?;
    let mut layer = TagLayer::default();
    args.tags.iter().try_for_each(|path| layer.read(path)).map_err(Problem::from)?;
    let mut steps = Steps::new(args.common.talk);
    let learned = learn::learn(&gold, &layer, &mut rules, &mut |name, done, all| {
        steps.show(name, done, all);
    });
    steps.close();
    let learned = learned.map_err(Problem::from)?;
    write(&args.output, &learned.tables)?;
    if !args.common.talk.quiet {
        tell(&gold, &learned.tables, args)?;
        tell_crossed(&learned.crossed)?;
        tell_check(&check, &layer, &rules)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn read(paths: &[PathBuf]) -> Result<Vec<GoldArticle>> {
    let mut articles = Vec::new();
    for path in paths {
        articles.extend(eval::gold(path).map_err(Problem::from)?);
    }
    Ok(articles)
}

/// Writes all tables; each appears whole or not at all.
fn write(directory: &Path, tables: &[Table]) -> Result<()> {
    let cannot = |path: &Path| format!("cannot write `{}`", path.display());
    fs::create_dir_all(directory).with_context(|| cannot(directory))?;
    for table in tables {
        let path = directory.join(table.name);
        write_whole(&path, &table.bytes).with_context(|| cannot(&path))?;
    }
    Ok(())
}

fn tell(gold: &[GoldArticle], tables: &[Table], args: &Args) -> Result<()> {
    let mut out = anstream::stderr();
    if args.common.talk.verbose {
        for table in tables {
            writeln!(out, "{}: {:.1} kB", table.name, table.bytes.len() as f64 / 1e3)?;
        }
    }
    let (articles, files) = (counted(gold.len(), "article"), counted(tables.len(), "table"));
    Ok(writeln!(out, "{articles}, {files} → {}", args.output.display())?)
}

fn tell_crossed(crossed: &Crossed) -> Result<()> {
    let mut out = anstream::stderr();
    let Crossed { figures, calibration_error, floor } = crossed;
    writeln!(out, "by tables of the other articles, with --min-confidence {floor:.2}:")?;
    writeln!(out, "{figures}")?;
    Ok(writeln!(out, "calibration error {calibration_error:.3}")?)
}

fn tell_check(check: &[GoldArticle], layer: &TagLayer, rules: &RuleSet) -> Result<()> {
    let agreement = tags::agreement(check, layer, &rules.lexicon);
    if agreement.tokens > 0 {
        let (share, tokens) = (100.0 * agreement.share(), counted(agreement.tokens, "token"));
        writeln!(anstream::stderr(), "tags: {share:.2} % of {tokens} as annotated")?;
    }
    Ok(())
}
