//! Flags of `extract` as typed.

use crate::cli::args::Common;
use crate::input::Form;
use crate::output::Format;
use crate::rules::Kind;
use clap::builder::PossibleValuesParser;
use clap::{ArgAction, ValueHint};
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  whosaid extract seeds -o quotes.csv
      every article in a directory, rows to a file that appears whole or not at all
  whosaid extract news.zip scrape/ dump.jsonl.zst -o quotes.csv -o quotes.parquet
      archives, pages and compressed records together, rows in two formats
  whosaid extract export.csv --field text=body --field date=published_at \\
          --field outlet=source.name --keep section -o quotes.csv
      which column is which, and one more carried into a column of its own
  whosaid extract CC-NEWS-20260226.warc.gz -o quotes.sqlite --errors errors.csv
      pages of a web archive into a database; what was skipped, and why, as a table
  zcat dump.jsonl.gz | whosaid extract - --input-format jsonl --format jsonl
      standard input to standard output
  whosaid extract archive.jsonl -o quotes.csv --resume
      goes on where the same command was stopped or killed
  whosaid extract archive.jsonl -o quotes-3.csv --shard 3/16
      the third of sixteen parts, on one of sixteen machines
  whosaid extract archive.jsonl --link --aliases aliases.csv -o quotes.csv
      one speaker_id for each speaker over all articles, your own names and ids first

What is read: .txt, .md, .html, .json, .jsonl, .csv, .tsv, .parquet and .warc, each also as
.gz, .zst, .xz or .bz2 and inside .zip and .tar. docs/input.md tells of each, docs/output.md
of what is written and what each column means.

Settings may stand in a file whosaid.toml beside the data, by the names of the flags:
  field = { text = \"body\", date = \"published_at\" }
  output = [\"quotes.csv\", \"quotes.parquet\"]
`--print-config` writes one with all that is in force. Flags go before it.

A file of aliases is CSV with a header, one line an alias; the id may be left out:
  alias,name,id
  Trump,Donald Trump,Q22686

Exit codes: 0 all done; 1 done, some articles skipped; 2 nothing started, or nothing
written; 130 stopped by Ctrl-C, and `--resume` goes on.";

/// Write one row for each attributed statement in the articles.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES, after_help = "`--help` gives examples and tells more of each flag.")]
pub(in crate::cli) struct Args {
    /// Articles: files, archives, directories, or `-` for standard input
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub(in crate::cli) paths: Vec<PathBuf>,

    #[command(flatten)]
    pub(in crate::cli) reading: Reading,

    #[command(flatten)]
    pub(in crate::cli) choice: Choice,

    #[command(flatten)]
    pub(in crate::cli) writing: Writing,

    #[command(flatten)]
    pub(in crate::cli) statements: Statements,

    #[command(flatten)]
    pub(in crate::cli) running: Running,

    #[command(flatten)]
    pub(in crate::cli) common: Common,
}

/// Flags about what the input is.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Input")]
pub(in crate::cli) struct Reading {
    /// Read also the paths in this file, one a line (or NUL-separated); `-`: standard input
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) files_from: Option<PathBuf>,

    /// What the inputs hold, whatever they are called [default: as the name or the first bytes say]
    #[arg(long, value_name = "FORMAT", value_parser = PossibleValuesParser::new(Form::ALL.map(|(_, name)| name)))]
    pub(in crate::cli) input_format: Option<String>,

    /// In directories and archives, read what matches, also files of other kinds: '2026/**'
    #[arg(long, value_name = "GLOB")]
    pub(in crate::cli) include: Vec<String>,

    /// In directories and archives, pass over what matches: '**/drafts/**'
    #[arg(long, value_name = "GLOB")]
    pub(in crate::cli) exclude: Vec<String>,

    /// Which field of a record is which: text=body, date=published_at, outlet=source.name; also
    /// id, title, author, url [default: guessed by name, and told]
    #[arg(long, value_name = "ROLE=FIELD")]
    pub(in crate::cli) field: Vec<String>,

    /// What is known of articles, as CSV by file, path or id: file,outlet,published,title,author,url
    /// [default: metadata.csv beside them]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) metadata: Option<PathBuf>,

    /// The encoding of texts that are not UTF-8 [default: found out]
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) encoding: Option<String>,

    /// Take texts as they are: no soft hyphens, wrong decoding or invisible characters mended, no
    /// hard-wrapped lines joined; for places that must fit texts of your own
    #[arg(long, action = ArgAction::Set, num_args = 0..=1, require_equals = true, value_name = "true|false",
          default_value = "false", default_missing_value = "true", hide_default_value = true, hide_possible_values = true)]
    pub(in crate::cli) verbatim: bool,

    /// How dates such as 02/03/2026 are meant: dmy or mdy [default: they are left out, and told]
    #[arg(long, value_name = "ORDER", value_parser = ["dmy", "mdy"])]
    pub(in crate::cli) date_order: Option<String>,

    /// Tell the day of publication by the clocks of this zone, such as Asia/Seoul, where a time is
    /// given [default: the time's own offset]
    #[arg(long, value_name = "ZONE")]
    pub(in crate::cli) timezone: Option<String>,

    /// Skip an article, a line or a page of more bytes
    #[arg(long, value_name = "SIZE", default_value = "32MB", value_parser = size)]
    pub(in crate::cli) max_article_size: u64,

    /// Stop reading a compressed file or archive that becomes larger than this
    /// [default: 200 times its own size, and at least 1 GB]
    #[arg(long, value_name = "SIZE", value_parser = size)]
    pub(in crate::cli) max_decompressed: Option<u64>,
}

/// Flags about which articles are read.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Which articles")]
pub(in crate::cli) struct Choice {
    /// Read the first N articles
    #[arg(long, value_name = "N")]
    pub(in crate::cli) limit: Option<usize>,

    /// Read a share of the articles, the same ones each time: 0.01 or 1%
    #[arg(long, value_name = "SHARE", value_parser = share)]
    pub(in crate::cli) sample: Option<f64>,

    /// Read part K of N, by the article's id: 3/16
    #[arg(long, value_name = "K/N", value_parser = shard)]
    pub(in crate::cli) shard: Option<(u32, u32)>,

    /// Leave out articles read before, by the same text, the same id or either [default: they are
    /// read again and told]
    #[arg(long, value_name = "BY", num_args = 0..=1, default_missing_value = "any", require_equals = true,
          value_parser = ["text", "id", "any"])]
    pub(in crate::cli) drop_duplicates: Option<String>,
}

/// Flags about what is written.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Output")]
pub(in crate::cli) struct Writing {
    /// A file to write, by its extension: .csv, .tsv, .jsonl, .jsonld, .parquet, .sqlite; may be
    /// given several times; `-`, or none: standard output
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::AnyPath)]
    pub(in crate::cli) output: Vec<PathBuf>,

    /// How to write rows where the extension does not say it, or a single output whatever it is
    /// called; brat makes a directory [default: csv]
    #[arg(long, value_name = "FORMAT", value_parser = PossibleValuesParser::new(Format::ALL.map(|(_, name)| name)))]
    pub(in crate::cli) format: Option<String>,

    /// Write these columns, in this order [default: all]
    #[arg(long, value_name = "NAME,…", value_delimiter = ',')]
    pub(in crate::cli) columns: Vec<String>,

    /// Carry a field of the input into a column after the fixed ones, as FIELD or NAME=FIELD
    #[arg(long, value_name = "[NAME=]FIELD")]
    pub(in crate::cli) keep: Vec<String>,

    /// Make CSV and TSV fit for a spreadsheet: a byte order mark, and an apostrophe before what it
    /// would run as a formula
    #[arg(long, action = ArgAction::Set, num_args = 0..=1, require_equals = true, value_name = "true|false",
          default_value = "false", default_missing_value = "true", hide_default_value = true, hide_possible_values = true)]
    pub(in crate::cli) excel: bool,

    /// Write datapackage.json beside the CSV: what each column holds, for programs
    #[arg(long, action = ArgAction::Set, num_args = 0..=1, require_equals = true, value_name = "true|false",
          default_value = "false", default_missing_value = "true", hide_default_value = true, hide_possible_values = true)]
    pub(in crate::cli) describe: bool,

    /// Write the texts that places in rows count in: a directory of .txt, or one .jsonl file
    #[arg(long, value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub(in crate::cli) write_text: Option<PathBuf>,

    /// Write what was skipped or noted as CSV: file, article, line, byte, kind, what, remedy
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) errors: Option<PathBuf>,
}

/// Flags about what becomes a row.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Statements and speakers")]
pub(in crate::cli) struct Statements {
    /// Which kinds of attribution to write
    #[arg(long, value_name = "KIND,…", value_delimiter = ',', default_value = "statement",
          value_parser = PossibleValuesParser::new(Kind::ALL.map(|(_, name)| name)))]
    pub(in crate::cli) kinds: Vec<String>,

    /// Believe what is at least so sure, 0 to 1 [default: the tables' own, 0.40 as built in; 0.6 by rules alone]
    #[arg(long, value_name = "P", value_parser = probability)]
    pub(in crate::cli) min_confidence: Option<f32>,

    /// Give each speaker one speaker_id over all articles; rows wait in a temporary file until all are read
    #[arg(long, action = ArgAction::Set, num_args = 0..=1, require_equals = true, value_name = "true|false",
          default_value = "false", default_missing_value = "true", hide_default_value = true, hide_possible_values = true)]
    pub(in crate::cli) link: bool,

    /// Names and ids of speakers, as CSV: alias,name,id
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) aliases: Option<PathBuf>,
}

/// Flags about how the run goes.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "The run")]
pub(in crate::cli) struct Running {
    /// Go on where the same command was stopped or killed; from the start where it was not
    #[arg(long, conflicts_with = "restart")]
    pub(in crate::cli) resume: bool,

    /// Begin anew, though a stopped run could go on
    #[arg(long)]
    pub(in crate::cli) restart: bool,

    /// End at the first article that would be skipped, with exit code 2
    #[arg(long, action = ArgAction::Set, num_args = 0..=1, require_equals = true, value_name = "true|false",
          default_value = "false", default_missing_value = "true", hide_default_value = true, hide_possible_values = true)]
    pub(in crate::cli) strict: bool,

    /// Note so often, in seconds, how far the run is; 0: after each batch
    #[arg(long, value_name = "SECONDS", default_value = "2", value_parser = seconds)]
    pub(in crate::cli) checkpoint: f32,

    /// Work on so much text at a time; less takes less memory
    #[arg(long, value_name = "SIZE", default_value = "8MB", value_parser = size)]
    pub(in crate::cli) batch_size: u64,

    /// Where standard error is no terminal, tell so often, in seconds, how far the run is; 0: never
    #[arg(long, value_name = "SECONDS", default_value = "30", value_parser = seconds)]
    pub(in crate::cli) progress: f32,

    /// Read settings from this file [default: whosaid.toml beside the first PATH, or here]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) config: Option<PathBuf>,

    /// Write the settings in force as TOML, and do nothing else
    #[arg(long)]
    pub(in crate::cli) print_config: bool,
}

/// A number from 0 to 1.
pub(in crate::cli) fn probability(text: &str) -> Result<f32, String> {
    let number = text.parse().ok().filter(|p| (0.0..=1.0).contains(p));
    number.ok_or_else(|| "a number from 0 to 1, such as 0.5".into())
}

/// A time of at most some months.
fn seconds(text: &str) -> Result<f32, String> {
    let number = text.parse().ok().filter(|seconds| (0.0..=1e7).contains(seconds));
    number.ok_or_else(|| "a number of seconds, 0 or more".into())
}

/// `0.01` or `1%`.
fn share(text: &str) -> Result<f64, String> {
    let number = match text.strip_suffix('%') {
        Some(percent) => percent.trim().parse().map(|p: f64| p / 100.0),
        None => text.parse(),
    };
    let number = number.ok().filter(|share| *share > 0.0 && *share <= 1.0);
    number.ok_or_else(|| "a share of more than 0 and at most 1, such as 0.01 or 1%".into())
}

/// `3/16`.
fn shard(text: &str) -> Result<(u32, u32), String> {
    let parts = text.split_once('/').and_then(|(k, n)| Some((k.parse().ok()?, n.parse().ok()?)));
    let parts = parts.filter(|&(k, n)| k >= 1 && k <= n);
    parts.ok_or_else(|| "a part and how many there are, such as 3/16 (the first is 1/16)".into())
}

/// `32MB`, `1GiB`, `500000`.
pub(in crate::cli) fn size(text: &str) -> Result<u64, String> {
    // 2⁶⁰: no file is larger, and a byte more is still a number.
    let bytes = parse_size::parse_size(text).ok().filter(|&bytes| bytes > 0 && bytes <= 1 << 60);
    bytes.ok_or_else(|| "a number of bytes, such as 500000, 32MB or 1GiB".into())
}
