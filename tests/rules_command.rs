//! `whosaid rules check|test|export` as a user runs them.

use clap::Parser;
use std::fs;
use std::process::ExitCode;
use whosaid::cli::rules::{Args, run};
use whosaid::rules::EMBEDDED;

#[derive(Parser)]
struct Command {
    #[command(flatten)]
    args: Args,
}

fn rules(arguments: &[&str]) -> anyhow::Result<String> {
    let arguments = ["rules"].iter().chain(arguments);
    run(&Command::try_parse_from(arguments)?.args).map(show)
}

/// Exit codes cannot be compared but by their looks.
fn show(code: ExitCode) -> String {
    format!("{code:?}")
}

fn code(code: u8) -> String {
    show(ExitCode::from(code))
}

#[test]
fn exported_rules_are_those_in_the_binary_and_never_overwritten_unasked() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().to_str().unwrap();
    assert_eq!(rules(&["export", path]).unwrap(), code(0));
    for (name, text) in EMBEDDED {
        assert_eq!(fs::read_to_string(dir.path().join(name)).unwrap(), *text, "{name}");
    }
    let refusal = rules(&["export", path]).unwrap_err().to_string();
    assert!(refusal.ends_with("exists; pass --force to overwrite"), "{refusal}");
    assert_eq!(rules(&["export", path, "--force"]).unwrap(), code(0));
}

const GOOD: &str = "[[rule]]\nid = 'colon'\nabout = 'KIM: …'\npattern = '{speaker:line} \\:  \
    {quote:paragraph}'\n[[rule.hit]]\ntext = 'x'\nspeaker = 'Kim'\nquote = 'x'\n\
    [[rule.miss]]\ntext = 'x'\nwhy = 'no colon'\n";

#[test]
fn check_gives_0_1_or_2_for_good_bad_and_missing_rules() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().to_str().unwrap();
    let file = dir.path().join("a.toml");
    assert_eq!(rules(&["check", path]).unwrap(), code(2));
    fs::write(&file, GOOD.replace("\\:", ":")).unwrap();
    assert_eq!(rules(&["check", path]).unwrap(), code(0));
    fs::write(&file, GOOD).unwrap();
    assert_eq!(rules(&["check", path]).unwrap(), code(1));
    let missing = dir.path().join("none");
    assert_eq!(rules(&["check", missing.to_str().unwrap()]).unwrap(), code(2));
}

#[test]
fn test_fails_where_a_hit_does_not_hold() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().to_str().unwrap();
    fs::write(dir.path().join("a.toml"), GOOD.replace("\\:", ":")).unwrap();
    assert_eq!(rules(&["test", path]).unwrap(), code(1));
    assert_eq!(rules(&["test", path, "--rule", "colon"]).unwrap(), code(1));
    let unknown = rules(&["test", path, "--rule", "semicolon"]).unwrap_err();
    assert_eq!(unknown.to_string(), "no rule `semicolon`");
}
