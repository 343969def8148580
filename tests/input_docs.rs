//! `docs/input.md` has the names that are guessed, and its examples run as they are written.

#![expect(clippy::unwrap_used, reason = "a test ends by panicking")]

mod shared;

use shared::packs::{Member, packed, tarred, zipped};
use shared::{directory, line, words};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use whosaid::input::{Form, NAMES, Role};

fn path() -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "docs", "input.md"].iter().collect()
}

fn page() -> String {
    fs::read_to_string(path()).unwrap()
}

#[test]
fn the_page_has_the_names_that_are_guessed_in_their_order() {
    let page = page();
    let mut table = String::from("| role | fields, the best first |\n|---|---|\n");
    for (role, names) in NAMES {
        let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        writeln!(table, "| `{}` | {} |", role.name(), names.join(", ")).unwrap();
    }
    let begin = page.find("<!-- guesses: ").unwrap();
    let begin = begin + page[begin..].find("-->\n").unwrap() + 4;
    let end = page.find("<!-- end of guesses -->").unwrap();
    let wanted = format!("{}\n{table}\n{}", &page[..begin], &page[end..]);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(path(), &wanted).unwrap();
    }
    assert!(page == wanted, "docs/input.md is not of these names: UPDATE_GOLDEN=1 rewrites it");
}

#[test]
fn the_page_has_every_form_and_role() {
    let page = page();
    for (_, name) in Form::ALL {
        assert!(page.contains(&format!("| `{name}` |")), "{name}");
    }
    for (_, name) in Role::ALL {
        assert!(page.contains(&format!("`{name}`")), "{name}");
    }
}

/// Blocks of code with their language and, where the line before it is a name, that name.
fn blocks(page: &str) -> Vec<(Option<&str>, &str, &str)> {
    let mut blocks = Vec::new();
    let mut rest = page;
    while let Some(begin) = rest.find("\n```") {
        let before = rest[..begin].trim_end().lines().last().unwrap_or_default();
        let name = before.strip_prefix('`').and_then(|name| name.strip_suffix("`:"));
        let block = &rest[begin + 4..];
        let (language, block) = block.split_once('\n').unwrap();
        let end = block.find("```").unwrap();
        blocks.push((name, language, &block[..end]));
        rest = &block[end + 3..];
    }
    blocks
}

/// What the examples take for granted.
fn others(place: &Path) {
    let text = words("x");
    let member = [Member::File("x.txt", text.as_bytes())];
    let warc = format!(
        "WARC/1.0\r\nWARC-Type: conversion\r\nContent-Type: text/plain\r\nContent-Length: {}\r\n\r\n{text}\r\n\r\n",
        text.len()
    );
    let files = [
        ("news.zip", zipped(&member)),
        ("scrape.tar.gz", packed("gz", &tarred(&member))),
        ("CC-NEWS-20260226.warc.gz", packed("gz", warc.as_bytes())),
        ("dump.jsonl.gz", packed("gz", line("x").as_bytes())),
        ("last-run", Vec::new()),
        ("news/2026/a.html", format!("<html><body><p>{text}</p></body></html>").into_bytes()),
        ("news/2026/drafts/b.txt", words("b").into_bytes()),
        ("news/c.story", words("c").into_bytes()),
    ];
    for (name, bytes) in files {
        fs::create_dir_all(place.join(name).parent().unwrap()).unwrap();
        fs::write(place.join(name), bytes).unwrap();
    }
    let old = fs::File::options().write(true).open(place.join("last-run")).unwrap();
    old.set_modified(std::time::UNIX_EPOCH).unwrap();
}

#[test]
fn the_examples_run_as_they_are_written() {
    if !cfg!(all(unix, feature = "html", feature = "parquet", feature = "sqlite")) {
        return;
    }
    let page = page();
    let place = directory(&[]);
    others(place.path());
    let blocks = blocks(&page);
    for (name, _, block) in &blocks {
        if let Some(name) = name {
            fs::write(place.path().join(name), block).unwrap();
        }
    }
    let binary = Path::new(env!("CARGO_BIN_EXE_whosaid")).parent().unwrap();
    let path = std::env::var("PATH").unwrap();
    let mut run = 0;
    for (.., block) in blocks.iter().filter(|(_, language, _)| *language == "sh") {
        let mut shell = std::process::Command::new("sh");
        shell.args(["-euc", block]).current_dir(place.path());
        shell.env("PATH", format!("{}:{path}", binary.display()));
        let output = shell.output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(0), "{block}\n{stderr}");
        assert!(!stderr.contains("0 articles"), "{block}\n{stderr}");
        assert!(stderr.contains("attribution") || block.contains("--print"), "{block}\n{stderr}");
        run += 1;
    }
    assert!(run >= 12, "only {run} examples");
    let guessed = "text from `body`, title from `headline`, date from `published_at`,\noutlet from `source` (guessed)";
    assert!(page.contains(guessed));
    let ran = shared::whosaid(place.path(), "extract dump.jsonl -o q.csv", b"");
    assert!(ran.stderr.contains(&guessed.replace('\n', " ")), "{}", ran.stderr);
}
