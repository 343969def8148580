//! Every hit and miss of every built-in rule, one named test each:
//! `cargo test --test rules quote-cue-speaker`.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use libtest_mimic::{Arguments, Failed, Trial};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use whosaid::rules::{Problems, RuleSet, testing};

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let mut trials = vec![
        Trial::test("lists-are-sorted", lists_are_sorted),
        Trial::test("every-list-is-used", every_list_is_used),
    ];
    match RuleSet::embedded() {
        Ok(rules) => trials.extend(examples(rules)),
        Err(error) => trials.push(Trial::test("rules-load", move || Err(error.into()))),
    }
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn examples(rules: RuleSet) -> Vec<Trial> {
    let rules = Arc::new(rules);
    let problems = rules.problems.clone();
    let mut trials = vec![Trial::test("no-problems", move || no_problems(&problems))];
    for (i, case) in testing::cases(&rules).into_iter().enumerate() {
        let rules = Arc::clone(&rules);
        let run = move || Ok(testing::cases(&rules)[i].run(&rules)?);
        trials.push(Trial::test(case.name, run));
    }
    trials
}

fn no_problems(problems: &Problems) -> Result<(), Failed> {
    if problems.is_empty() { Ok(()) } else { Err(problems.into()) }
}

fn word_lists() -> Vec<PathBuf> {
    let words = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/en/words");
    let Ok(entries) = fs::read_dir(words) else { return Vec::new() };
    let mut paths: Vec<_> = entries.map(|e| e.unwrap().path()).collect();
    paths.sort();
    paths
}

/// Comments first, then the entries: lower-case, sorted, each once.
fn tidy(list: &str) -> String {
    let (comments, entries): (Vec<_>, Vec<_>) = list.lines().partition(|l| l.starts_with('#'));
    let lower = entries.iter().map(|e| e.trim().to_lowercase()).filter(|e| !e.is_empty());
    let mut entries: Vec<_> = lower.collect();
    entries.sort();
    entries.dedup();
    let lines = comments.into_iter().map(str::to_owned).chain(entries);
    lines.map(|line| line + "\n").collect()
}

/// With UPDATE_LISTS=1 they become so.
fn lists_are_sorted() -> Result<(), Failed> {
    for path in word_lists() {
        let text = fs::read_to_string(&path)?;
        let tidied = tidy(&text);
        if text == tidied {
            continue;
        }
        if std::env::var_os("UPDATE_LISTS").is_none() {
            return Err(format!("{}: run with UPDATE_LISTS=1", path.display()).into());
        }
        fs::write(&path, tidied)?;
    }
    Ok(())
}

/// By a pattern as `@name`, or by the program as `"name"`.
fn every_list_is_used() -> Result<(), Failed> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut text = String::new();
    gather(&root.join("src"), "rs", &mut text)?;
    gather(&root.join("rules/en"), "toml", &mut text)?;
    let mut unused = Vec::new();
    for path in word_lists() {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        if !text.contains(&format!("\"{name}\"")) && !mentions(&text, &name) {
            unused.push(name);
        }
    }
    if unused.is_empty() { Ok(()) } else { Err(unused.join(", ").into()) }
}

/// Whether `@name` stands in the text and the name ends there.
fn mentions(text: &str, name: &str) -> bool {
    let at = format!("@{name}");
    let goes_on = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    text.match_indices(&at).any(|(i, _)| !text[i + at.len()..].starts_with(goes_on))
}

fn gather(dir: &Path, extension: &str, text: &mut String) -> Result<(), Failed> {
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if path.is_dir() {
            gather(&path, extension, text)?;
        } else if path.extension().is_some_and(|e| e == extension) {
            text.push_str(&fs::read_to_string(&path)?);
        }
    }
    Ok(())
}
