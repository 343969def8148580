//! `whosaid explain`: why each row of an article is a row, and what it beat.

mod features;
mod lines;
mod page;
mod words;

use super::SKIPPED;
use super::args::{Language, Talk};
use super::extract::probability;
use super::problem::Problem;
use super::{settings, terminal};
use crate::extract::Extractor;
use crate::input::{self, Article, Notice};
use crate::rules::{Kind, Severity};
use crate::run::{self, Settings};
use anyhow::{Context as _, Result};
use clap::builder::PossibleValuesParser;
use page::{Page, Wanted};
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

const EXAMPLES: &str = "\
Examples:
  whosaid explain seeds/002_fe106a773d0097c9.txt
      each row of the article: the rule that made it, what weighed, what it beat
  whosaid explain a.txt --near \"would not talk\"
      what was read where these words stand, and why it is a row or none
  whosaid explain a.txt --row 3 -v
      the third row that `extract` writes, with all that it beat
  whosaid explain archive.jsonl --article 2026-02-17 --row 053f7a69d51f6129
      one article of many, one row by its quote_id

A candidate is what a rule reads at one place. Its score is how probable it is that it
is right: what the cue's frame and the rule's prior make of it, then, with tables, the
sum of what weighed (in log-odds). Below the least confidence it is not believed. Of
those believed that cannot all stand, because they read the same cue, or one stands in
the quote of another, or their quotes overlap, those stand whose worth together is
greatest: the score times the square root of the length that the cue's best reading has.

Exit codes: 0 all done; 1 the article was skipped; 2 nothing started.";

/// Tell why each row of an article is a row, and what it beat.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES, after_help = "`--help` gives examples.")]
pub(super) struct Args {
    /// The article: a text file, a .jsonl file, a directory, or `-` for standard input
    #[arg(value_name = "ARTICLE")]
    path: PathBuf,

    /// Which article, where there are several
    #[arg(long, value_name = "ID")]
    article: Option<String>,

    /// Explain this row alone: its number as listed here, or its quote_id
    #[arg(long, value_name = "N|ID", conflicts_with = "near")]
    row: Option<String>,

    /// Explain what was read in the sentences that hold these words, row or not
    #[arg(long, value_name = "WORDS")]
    near: Option<String>,

    /// Which kinds of row to list and number, as in `extract`
    #[arg(long, value_name = "KIND,…", value_delimiter = ',', default_value = "statement",
          value_parser = PossibleValuesParser::new(Kind::ALL.map(|(_, name)| name)))]
    kinds: Vec<String>,

    /// Believe what is at least so sure, 0 to 1 [default: as in `extract`]
    #[arg(long, value_name = "P", value_parser = probability)]
    min_confidence: Option<f32>,

    /// The encoding of a text that is not UTF-8 [default: found out]
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,

    #[command(flatten)]
    language: Language,

    #[command(flatten)]
    talk: Talk,
}

/// Runs the command.
pub(super) fn run(args: &Args) -> Result<ExitCode> {
    terminal::set_color(args.talk.color);
    let encoding = args.encoding.as_deref().map(input::encoding).transpose();
    let encoding = encoding.map_err(Problem::from)?;
    let rules = settings::rules(&args.language)?;
    if args.language.rules.is_some() && !args.talk.quiet {
        terminal::report(&rules.problems.at_least(Severity::Warning).to_string());
    }
    let Some(article) = chosen(args, input::Options { encoding, ..input::Options::default() })?
    else {
        return Ok(SKIPPED.into());
    };
    let extractor = Extractor::new(&rules).with_min_confidence(args.min_confidence);
    let kinds = settings::kinds(&args.kinds);
    let wanted = match (&args.row, &args.near) {
        (Some(row), _) => Wanted::Row(row),
        (None, Some(words)) => Wanted::Near(words),
        (None, None) => Wanted::All,
    };
    let page = |article: &Article| {
        let explanation = extractor.explain(article);
        let page = Page {
            explanation: &explanation,
            rules: &rules,
            kinds: &kinds,
            width: terminal::width(),
        };
        page.text(&article.id, wanted, args.talk.verbose)
    };
    match guarded(article, page)? {
        Ok(text) => print(&text?),
        Err(notice) => {
            terminal::tell(&notice, notice.help().as_deref());
            Ok(SKIPPED.into())
        }
    }
}

/// The article asked for; `None` if it cannot be read, which is told.
fn chosen(args: &Args, options: input::Options) -> Result<Option<Article>> {
    let paths = std::slice::from_ref(&args.path);
    let mut articles = input::open(paths, options).map_err(Problem::from)?.prepared();
    let mut notices: Vec<Notice> = Vec::new();
    let mut others: Vec<String> = Vec::new();
    let mut first = None;
    for item in &mut articles {
        let article = match item {
            Ok(article) => article,
            Err(notice) => {
                notices.push(notice);
                continue;
            }
        };
        match &args.article {
            Some(id) if *id == article.id => {
                notices.retain(|n| n.path == article.path && !n.is_skip());
                tell(args, &notices);
                return Ok(Some(article));
            }
            Some(_) => others.push(article.id),
            None if first.is_none() => first = Some(article),
            None => return Err(several(args, first, article).into()),
        }
    }
    tell(args, &notices);
    if let Some(id) = &args.article {
        return Err(absent(args, id, &others).into());
    }
    if first.is_none() && notices.is_empty() {
        let text = format!("no article in `{}`", args.path.display());
        return Err(Problem::new(text, "name a file with text, or JSON lines").into());
    }
    Ok(first)
}

fn tell(args: &Args, notices: &[Notice]) {
    for notice in notices.iter().filter(|n| n.is_skip() || !args.talk.quiet) {
        terminal::tell(notice, notice.help().as_deref());
    }
}

fn several(args: &Args, first: Option<Article>, second: Article) -> Problem {
    let text = format!("`{}` holds more than one article", args.path.display());
    let first = first.map_or_else(String::new, |article| article.id);
    Problem::new(text, format!("choose one: --article {first}, --article {} …", second.id))
}

fn absent(args: &Args, id: &str, others: &[String]) -> Problem {
    // 8: what an eye takes in.
    const SHOWN: usize = 8;
    let text = format!("no article `{id}` in `{}`", args.path.display());
    let shown: Vec<String> = others.iter().take(SHOWN).map(|id| format!("`{id}`")).collect();
    let more = if others.len() > SHOWN { " …" } else { "" };
    let help = match &shown[..] {
        [] => "no article in it can be read".into(),
        shown => format!("ids there: {}{more}", shown.join(", ")),
    };
    Problem::new(text, help)
}

/// Does `work` on the article; if that panics, gives what is to be told.
fn guarded<T: Send>(
    article: Article,
    work: impl Fn(&Article) -> T + Sync,
) -> Result<Result<T, Notice>> {
    run::quiet_panics();
    let settings = Settings { threads: 1, ..Settings::default() };
    let mut done = None;
    run::each(std::iter::once(article), &settings, work, |result| done = Some(result))?;
    done.context("the article was lost")
}

fn print(text: &str) -> Result<ExitCode> {
    let mut out = anstream::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        // The reader of our output has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
        result => result.context("cannot write `stdout`")?,
    }
    Ok(ExitCode::SUCCESS)
}
