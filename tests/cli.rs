//! The command as a user meets it: messages, exit codes, what is left behind.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod shared;

use shared::{directory, whosaid};
use std::process::{Command, Stdio};

const GOOD: &[u8] = "“We are ready,” Kim said on Monday.\n".as_bytes();

#[test]
fn what_cannot_start_says_why_and_writes_nothing() {
    let place = directory(&[
        ("good.txt", GOOD),
        ("empty/note.pdf", b"x"),
        ("bad-rules/en/x.toml", b"[[rule]]\nid = 3\n"),
        ("bad-tables/tags.bin", b"word\ttag\n"),
    ]);
    let cases = [
        (
            "extract nowhere good.txt nothing.txt -o out.csv",
            "error: no such file or directory: `nowhere`, `nothing.txt`\n\
             help: check the spelling; `-` reads standard input\n",
        ),
        (
            "extract empty -o out.csv",
            "error: no articles in `empty` (1 file of another kind)\n\
             help: directories are searched for files with the usual extensions; --include GLOB reads others, or name them one by one\n",
        ),
        ("extract good.txt -o out.xyz", "error: cannot tell the format from `out.xyz`\n"),
        (
            "extract good.txt -o good.txt --format csv",
            "error: `good.txt` is both input and output\n",
        ),
        ("extract good.txt -o no/out.csv", "error: cannot write `no/out.csv`: "),
        ("extract good.txt -o out.csv --encoding klingon", "error: unknown encoding `klingon`\n"),
        ("extract good.txt -o out.csv --tables t", "error: no such directory: `t`\n"),
        (
            "extract good.txt -o out.csv --tables empty",
            "error: empty: no tables\nhelp: `whosaid learn`",
        ),
        (
            "extract good.txt -o out.csv --tables bad-tables",
            "error: bad-tables/tags.bin: not a tagger of whosaid\n\
             help: write it anew with `whosaid learn`, or pass `--tables none`\n",
        ),
        (
            "learn good.txt -o out.csv",
            "error: good.txt:1: invalid JSON: expected value (byte 1)\nhelp: each line of gold is one article",
        ),
        ("extract good.txt -o out.csv --rules no", "error: no such directory: `no`\n"),
        ("extract good.txt -o out.csv --rules bad-rules", "error: bad-rules/en/x.toml:2:"),
        ("extract good.txt -o out.csv --kinds rumour", "error: invalid value 'rumour'"),
        ("extract good.txt -o out.csv --min-confidence 2", "error: invalid value '2'"),
        ("extract good.txt -o out.csv --threads 0", "error: invalid value '0'"),
        ("extract -o out.csv", "error: no article to read\n"),
    ];
    for (args, message) in cases {
        let ran = whosaid(place.path(), args, b"");
        assert_eq!(ran.code, 2, "{args}: {}", ran.stderr);
        assert!(ran.stderr.contains(message), "{args}: {}", ran.stderr);
        assert_eq!(ran.stdout, "", "{args}");
        let left = std::fs::read_dir(place.path()).unwrap().count();
        assert_eq!(left, 4, "{args} left a file behind");
        assert_eq!(std::fs::read(place.path().join("good.txt")).unwrap(), GOOD, "{args}");
    }
}

#[test]
fn bad_articles_are_told_and_the_others_written() {
    let place = directory(&[
        ("a.txt", GOOD),
        ("binary.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\xff"),
        ("empty.txt", b""),
        ("header.txt", b"Title: x\n\n"),
        ("latin.txt", b"\x93We are ready,\x94 said M\xfcller, who was ready too.\n"),
        ("lines.jsonl", b"{\"id\": \"l1\", \"text\": \"He said no.\"}\n{\"id\": oops}\n\n{\"id\": \"l4\"}\n{\"text\": \"\x93No,\x94 said M\xfcller.\"}\n"),
        ("z.txt", b"Date: yesterday\nTitle: x\n\nHe said no."),
    ]);
    let ran = whosaid(place.path(), "extract . --format attributions -o out.jsonl", b"");
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    for message in [
        "warning: ./binary.txt: skipped: not text (it holds NUL or control bytes)\nhelp: ",
        "warning: ./empty.txt: skipped: no words in it\nhelp: ",
        "warning: ./header.txt: skipped: no words after its header\n",
        "note: ./latin.txt: decoded as windows-1252\n",
        "warning: ./lines.jsonl:2:8: skipped: invalid JSON: expected value\nhelp: ",
        "warning: ./lines.jsonl:4: skipped: no field that could be the text; it has id\nhelp: pass --field",
        "note: ./lines.jsonl:5: decoded as windows-1252\n",
        "note: ./z.txt: date `yesterday` cannot be read and is left out\nhelp: ",
    ] {
        assert!(ran.stderr.contains(message), "{message}\nin:\n{}", ran.stderr);
    }
    let last = ran.stderr.lines().last().unwrap();
    assert!(
        last.starts_with("5 articles, 5 skipped, ") && last.ends_with(" → out.jsonl"),
        "{last}"
    );
    let out = std::fs::read_to_string(place.path().join("out.jsonl")).unwrap();
    let id = |line: &str| line.split('"').nth(3).unwrap().to_owned();
    assert_eq!(out.lines().map(id).collect::<Vec<_>>(), ["a", "latin", "l1", "lines-5", "z"]);
}

#[cfg(unix)]
#[test]
fn an_unreadable_file_is_told_and_the_others_written() {
    let place = directory(&[("b.txt", GOOD)]);
    std::os::unix::fs::symlink("gone", place.path().join("a.txt")).unwrap();
    let ran = whosaid(place.path(), "extract a.txt b.txt -q", b"");
    let told = "warning: a.txt: skipped: cannot be read: no such file or directory\n\
                help: check that it is there and that you may read it\n";
    assert_eq!((ran.code, &*ran.stderr), (1, told));
    assert!(ran.stdout.starts_with("quote_id,article_id,"));
}

#[test]
fn standard_input_goes_to_standard_output() {
    let place = directory(&[]);
    let ran = whosaid(place.path(), "extract - --format attributions", GOOD);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stdout.starts_with("{\"id\":\"stdin\",\"attributions\":["), "{}", ran.stdout);
    let lines = b"{\"id\": \"x\", \"text\": \"He said no.\"}\n";
    let ran = whosaid(place.path(), "extract - --format attributions -q", lines);
    assert!(ran.stdout.starts_with("{\"id\":\"x\","), "{}", ran.stdout);
    assert_eq!(ran.stderr, "");
}

#[test]
fn articles_without_rows_give_a_header_alone() {
    let place = directory(&[("a.txt", b"It rained.")]);
    let ran = whosaid(place.path(), "extract a.txt -o out.csv --color never", b"");
    assert_eq!((ran.code, &*ran.stderr), (0, "1 article, 0 skipped, 0 attributions → out.csv\n"));
    let csv = std::fs::read_to_string(place.path().join("out.csv")).unwrap();
    assert!(csv.starts_with("quote_id,") && csv.lines().count() == 1, "{csv}");
}

#[test]
fn a_closed_pipe_is_no_error() {
    let place = directory(&[("a.txt", GOOD)]);
    let mut child = Command::new(env!("CARGO_BIN_EXE_whosaid"))
        .args(["extract", "a.txt"])
        .current_dir(place.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn help_has_examples() {
    let place = directory(&[]);
    let commands = [
        ("--help", "extract"),
        ("extract --help", "extract"),
        ("explain --help", "explain"),
        ("search --help", "search"),
    ];
    for (args, command) in commands {
        let ran = whosaid(place.path(), args, b"");
        assert_eq!(ran.code, 0);
        let example = format!("Examples:\n  whosaid {command} ");
        assert!(ran.stdout.contains(&example), "{args}: {}", ran.stdout);
    }
}
