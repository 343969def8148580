//! Each message about rule files, held word for word.
//!
//! `rule_errors.txt` is a table of cases: `=== the fact`, the files as
//! `--- NAME`, and after `--- message` what is said of them, warnings and
//! lints included. UPDATE_ERRORS=1 writes the messages anew, to be read.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;
use whosaid::rules::{Options, Problems, RuleSet};

struct Case<'t> {
    fact: &'t str,
    files: Vec<(&'t str, &'t str)>,
    message: &'t str,
}

fn read_table(table: &str) -> Vec<Case<'_>> {
    table.split("=== ").skip(1).map(read_case).collect()
}

fn read_case(case: &str) -> Case<'_> {
    let mut parts = case.split("--- ");
    let fact = parts.next().unwrap().trim();
    let mut files: Vec<_> = parts.map(|part| part.split_once('\n').unwrap()).collect();
    let (last, message) = files.pop().unwrap();
    assert_eq!(last, "message", "{fact}");
    Case { fact, files, message: message.trim() }
}

fn problems(files: &[(&str, &str)]) -> Problems {
    let dir = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text.trim_end_matches('\n').to_owned() + "\n").unwrap();
    }
    match RuleSet::read_with(Some(dir.path()), Options::default()) {
        Ok(rules) => rules.problems,
        Err(error) => error.problems,
    }
}

/// The message with the directory's name taken out.
fn message(case: &Case<'_>) -> String {
    let problems = problems(&case.files);
    let root = problems.iter().find_map(|p| {
        let (name, _) = case.files.iter().find(|(name, _)| p.file.ends_with(name))?;
        p.file.strip_suffix(name)
    });
    let text = problems.to_string();
    root.map_or(text.clone(), |root| text.replace(root, ""))
}

#[test]
fn every_message_is_as_written() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rule_errors.txt");
    let table = fs::read_to_string(&path).unwrap();
    let cases = read_table(&table);
    if std::env::var_os("UPDATE_ERRORS").is_some() {
        let blocks: Vec<_> = cases.iter().map(write_case).collect();
        fs::write(&path, blocks.join("\n")).unwrap();
        return;
    }
    let wrong: Vec<_> = cases
        .iter()
        .filter(|case| message(case) != case.message)
        .map(|case| format!("{}:\n{}\n", case.fact, message(case)))
        .collect();
    assert!(!cases.is_empty() && wrong.is_empty(), "{}", wrong.join("\n"));
}

fn write_case(case: &Case<'_>) -> String {
    let files = case.files.iter().map(|(name, text)| format!("--- {name}\n{text}"));
    let files = files.collect::<String>();
    format!("=== {}\n{files}--- message\n{}\n", case.fact, message(case))
}

#[test]
fn a_missing_directory_is_told_by_name() {
    let error = RuleSet::read(Path::new("no/such/rules")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "error: no/such/rules: no such directory\n\
         help: `whosaid rules export DIR` writes the built-in rules there"
    );
}

#[test]
fn a_directory_without_rules_is_told_by_name() {
    let dir = tempfile::tempdir().unwrap();
    let error = RuleSet::read(dir.path()).unwrap_err().to_string();
    assert!(error.contains("no rule files"), "{error}");
    assert!(error.ends_with("help: a directory of rules holds `en/*.toml` or `*.toml`"), "{error}");
}

#[test]
fn a_file_that_is_not_utf8_is_told_by_name() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("a.toml"), b"x = '\xff'").unwrap();
    let error = RuleSet::read(dir.path()).unwrap_err().to_string();
    assert!(error.contains("a.toml: not UTF-8\nhelp: save it as UTF-8"), "{error}");
}
