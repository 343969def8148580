//! What is wrong in real archives: it is told with a remedy and the right exit code, good
//! neighbours keep their rows, and nothing is left half-written.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![cfg_attr(unix, expect(clippy::print_stderr, reason = "a case that cannot be tried is told"))]

#[path = "bad_input/packed.rs"]
mod packed;
mod shared;
#[cfg(unix)]
#[path = "bad_input/unix.rs"]
mod unix;

use shared::packs::{Member, WAYS, packed, tarred, zipped};
use shared::{column, directory, line, names, run, words};
use std::path::Path;

/// How a run ended: its code, what it told, and the articles with rows.
struct Done {
    code: i32,
    stderr: String,
    ids: Vec<String>,
}

impl Done {
    /// Asserts the code, messages that were told, and the articles with rows.
    #[track_caller]
    fn is(&self, code: i32, told: &[&str], ids: &[&str]) {
        for told in told {
            assert!(self.stderr.contains(told), "`{told}` in:\n{}", self.stderr);
        }
        assert_eq!(self.code, code, "{}", self.stderr);
        assert_eq!(self.ids, ids, "{}", self.stderr);
    }
}

/// Runs `extract ARGS -o out.csv`. Whatever happens, `out.csv` or nothing is left by it.
#[track_caller]
fn extract(place: &Path, args: &str, stdin: &[u8]) -> Done {
    let _ = std::fs::remove_file(place.join("out.csv"));
    let before = names(place);
    let args: Vec<&str> = ["extract"].into_iter().chain(args.split_whitespace()).collect();
    let ran = run(place, &[&args[..], &["-o", "out.csv"]].concat(), stdin);
    assert!(!ran.stderr.contains("panicked"), "{}", ran.stderr);
    let mut left = names(place);
    left.retain(|name| !before.contains(name));
    let wanted: &[&str] = if ran.code < 2 { &["out.csv"] } else { &[] };
    assert_eq!(left, wanted, "{}", ran.stderr);
    let ids = if ran.code < 2 { column(place, "out.csv", "article_id") } else { Vec::new() };
    Done { code: ran.code, stderr: ran.stderr, ids }
}

#[test]
fn what_is_too_long_is_told_in_every_form() {
    let long = "He said no. ".repeat(20_000);
    let json = format!("[{{\"text\": \"{long}\"}},\n{}]", line("z"));
    let csv = format!("id,text\na,{}\nlong,{long}\n", words("a").replace(',', ";"));
    let warc = format!(
        "WARC/1.0\r\nWARC-Type: conversion\r\nContent-Type: text/plain\r\nContent-Length: {}\r\n\r\n{long}\r\n\r\n",
        long.len()
    );
    for (file, text, told, ids) in [
        ("a.txt", &long, "a.txt: skipped: more than 100 KB for one article", &[][..]),
        ("a.md", &long, "a.md: skipped: more than 100 KB for one article", &[]),
        ("a.html", &long, "a.html: skipped: more than 100 KB for one article", &[]),
        ("a.json", &json, "a.json:1: skipped: more than 100 KB for one article", &["z"]),
        ("a.csv", &csv, "a.csv:3: skipped: a row of more than 100 KB", &["a"]),
        ("a.warc", &warc, "a.warc: skipped: more than 100 KB for one article (byte 0)", &[]),
    ] {
        let place = directory(&[(file, text.as_bytes())]);
        let done = extract(place.path(), &format!("{file} --max-article-size 100KB"), b"");
        done.is(1, &[told, "help: "], ids);
    }
}

/// 1 GB without a line end, from a pipe; the child's memory is read before its last line.
#[cfg(target_os = "linux")]
#[test]
fn a_line_of_1_gb_takes_no_memory() {
    use std::io::Write as _;
    let place = directory(&[]);
    let args = ["extract", "-", "--input-format", "jsonl", "-o", "out.csv"];
    let mut child = shared::command(place.path(), &args).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(line("a").as_bytes()).unwrap();
    stdin.write_all(b"{\"id\": \"long\", \"text\": \"").unwrap();
    let block = vec![b'x'; 1 << 20];
    (0..1024).for_each(|_| stdin.write_all(&block).unwrap());
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    let peak: u64 = peak.trim().trim_end_matches(" kB").parse().unwrap();
    stdin.write_all(format!("\"}}\n{}", line("z")).as_bytes()).unwrap();
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{stderr}");
    assert!(stderr.contains("<stdin>:2: skipped: line of more than 32 MB"), "{stderr}");
    assert_eq!(column(place.path(), "out.csv", "article_id"), ["a", "z"]);
    assert!(peak < 200_000, "{peak} KB");
}

#[test]
fn nul_bytes_are_told_and_cost_one_article() {
    let raw = line("raw").replace("ready", "re\0ady");
    let escaped = line("escaped").replace("ready", "re\\u0000ady");
    let table = format!("id,text\ntable,\"{}\"\n", words("table").replace("ready", "re\0ady"));
    let lines = [raw, escaped, line("z")].concat();
    let text = words("text") + "\0\0\0";
    let place = directory(&[
        ("a.csv", table.as_bytes()),
        ("b.jsonl", lines.as_bytes()),
        ("c.txt", text.as_bytes()),
        ("d.txt", &[0; 5000]),
    ]);
    let told = [
        "./a.csv:2: mended 1 control character",
        "./b.jsonl:1:",
        "skipped: invalid JSON: control character",
        "./b.jsonl:2: mended 1 control character",
        "./c.txt: skipped: not text (it holds NUL or control bytes)",
        "./d.txt: skipped: not text",
    ];
    extract(place.path(), ".", b"").is(1, &told, &["table", "escaped", "z"]);
    assert_eq!(column(place.path(), "out.csv", "quote")[0], "“We are ready for table,”");
}

#[test]
fn half_characters_in_json_are_replaced_and_told() {
    let lines = line("a").replace("ready", "re\\ud83d ady") + &line("z");
    let place = directory(&[("a.jsonl", lines.as_bytes())]);
    let told = ["note: a.jsonl:1: 1 half characters or values that JSON does not have replaced"];
    extract(place.path(), "a.jsonl", b"").is(0, &told, &["a", "z"]);
    let quotes = column(place.path(), "out.csv", "quote");
    assert_eq!(quotes[0], "“We are re\u{fffd} ady for a,”");
}

#[cfg(feature = "html")]
#[test]
fn a_hundred_thousand_nested_tags_cost_one_page_and_no_time() {
    let deep = format!("<!DOCTYPE html><html><body>{}He said no.", "<div><b>".repeat(50_000));
    let piece = format!("{}{}", "<p><b>".repeat(50_000), words("piece"));
    let record = serde_json::json!({"id": "piece", "text": piece}).to_string();
    let place = directory(&[
        ("a.html", deep.as_bytes()),
        ("b.jsonl", record.as_bytes()),
        ("z.txt", words("z").as_bytes()),
    ]);
    let begin = std::time::Instant::now();
    let told = ["./a.html: skipped: invalid HTML: ", "help: extract the article's text"];
    extract(place.path(), ".", b"").is(1, &told, &["piece", "z"]);
    assert!(begin.elapsed().as_secs() < 20, "{:?}", begin.elapsed());
}

#[test]
fn deep_json_costs_one_line() {
    let deep = format!("{{\"text\": {}\n", "[".repeat(200_000));
    let closed = format!("{{\"text\": {}{}}}\n", "[".repeat(200_000), "]".repeat(200_000));
    let lines = [line("a"), deep, closed, line("z")].concat();
    let place = directory(&[("a.jsonl", lines.as_bytes())]);
    let told = [
        "a.jsonl:2:",
        "a.jsonl:3:",
        "skipped: invalid JSON: recursion limit exceeded",
        "help: each article is one object",
    ];
    extract(place.path(), "a.jsonl", b"").is(1, &told, &["a", "z"]);
}

#[cfg(feature = "parquet")]
mod parquet_files {
    use super::*;
    use arrow_array::{ArrayRef, Int64Array, RecordBatch, StringArray};
    use std::sync::Arc;

    fn parquet(columns: Vec<(&str, ArrayRef)>) -> Vec<u8> {
        let batch = RecordBatch::try_from_iter(columns).unwrap();
        let writer = parquet::arrow::ArrowWriter::try_new(Vec::new(), batch.schema(), None);
        let mut writer = writer.unwrap();
        writer.write(&batch).unwrap();
        writer.into_inner().unwrap()
    }

    fn texts(values: &[Option<&str>]) -> ArrayRef {
        Arc::new(StringArray::from(values.to_vec()))
    }

    #[test]
    fn columns_that_are_missing_or_of_another_type_are_told() {
        let numbers = || -> ArrayRef { Arc::new(Int64Array::from(vec![1, 2, 3])) };
        let ids = || texts(&[Some("a"), Some("b"), Some("c")]);
        let missing = parquet(vec![("id", ids()), ("views", numbers())]);
        let mistyped = parquet(vec![("id", ids()), ("text", numbers())]);
        let (a, c) = (words("a"), words("c"));
        let good = vec![("id", ids()), ("text", texts(&[Some(&a), None, Some(&c)]))];
        let good = parquet(good);
        let place = directory(&[
            ("a.parquet", &missing),
            ("b.parquet", &mistyped),
            ("c.parquet", &good[..good.len() - 20]),
            ("d.parquet", &good),
            ("e.parquet", b"PAR1"),
        ]);
        let told = [
            "./a.parquet: skipped: no field that could be the text; it has id (Utf8), views (Int64)",
            "help: pass --field text=NAME",
            "./b.parquet: skipped: no field that could be the text; it has id (Utf8), text (Int64)",
            "./c.parquet: skipped: not a whole Parquet file",
            "help: check that it is whole",
            "./d.parquet:2: skipped: no words in it",
            "./e.parquet: skipped: not a whole Parquet file",
        ];
        extract(place.path(), ".", b"").is(1, &told, &["a", "c"]);
        let told = ["no text in `body`; it has id (Utf8), text (Utf8)"];
        extract(place.path(), "d.parquet --field text=body", b"").is(1, &told, &[]);
    }
}

#[test]
fn tables_tell_of_rows_that_do_not_fit() {
    let cell = |id: &str| format!("{id},\"{}\"", words(id));
    let ragged = format!("id,text\n{}\nb,One,two\nc\n{}\n", cell("a"), cell("z"));
    let place = directory(&[("a.csv", ragged.as_bytes())]);
    let told = [
        "a.csv:3: skipped: 3 columns where the header has 2",
        "a.csv:4: skipped: 1 columns where the header has 2",
        "help: check for a quotation mark or a delimiter",
    ];
    extract(place.path(), "a.csv", b"").is(1, &told, &["a", "z"]);

    let open = format!("id,text\n{}\nb,\"One\n{}\n", cell("a"), cell("c"));
    let place = directory(&[("a.csv", open.as_bytes()), ("z.txt", words("z").as_bytes())]);
    let told = ["./a.csv:3: skipped: ", "help: check for a quotation mark"];
    let done = extract(place.path(), ".", b"");
    done.is(1, &told, &["a", "z"]);

    let headless = format!("{}\n{}\n", cell("a"), cell("b"));
    let place = directory(&[("a.csv", headless.as_bytes()), ("z.txt", words("z").as_bytes())]);
    let told = [
        "./a.csv:1: skipped: no field that could be the text; it has a, “We are",
        "help: pass --field text=NAME",
    ];
    extract(place.path(), ".", b"").is(1, &told, &["z"]);
}

#[test]
fn what_is_empty_is_told() {
    let z = words("z");
    let nothing: [Member<'_>; 0] = [];
    let place = directory(&[
        ("a.csv", b""),
        ("b.csv", b"id,text\n"),
        ("c.jsonl", b"\n\n"),
        ("d.json", b"[]"),
        ("e.zip", &zipped(&nothing)),
        ("f.tar", &[0; 1024]),
        ("g.txt", b" \n"),
        ("h.warc", b""),
        ("i.jsonl.gz", &packed("gz", b"")),
        ("z.txt", z.as_bytes()),
    ]);
    let told = ["a.csv", "b.csv", "c.jsonl", "d.json", "e.zip", "f.tar", "h.warc", "i.jsonl.gz"];
    let told = told.map(|file| format!("note: ./{file}: no articles in it"));
    let mut told: Vec<&str> = told.iter().map(String::as_str).collect();
    told.push("warning: ./g.txt: skipped: no words in it");
    extract(place.path(), ".", b"").is(1, &told, &["z"]);
}

#[test]
fn repeated_articles_are_told_and_by_choice_dropped() {
    let again = line("a").replace("Kim", "Moon");
    let same = line("a").replace("\"a\"", "\"c\"");
    let lines = [line("a"), line("b"), again, same].concat();
    let place = directory(&[("a.jsonl", lines.as_bytes())]);
    let told = [
        "note: a.jsonl:3: id `a` is repeated; it becomes `a-2`",
        "note: a.jsonl: its text is that of an article read before",
        "help: --drop-duplicates=text leaves such articles out",
    ];
    extract(place.path(), "a.jsonl", b"").is(0, &told, &["a", "b", "a-2", "c"]);
    let told = ["note: a.jsonl: left out: its text is that of an article read before"];
    let done = extract(place.path(), "a.jsonl --drop-duplicates=text", b"");
    done.is(0, &told, &["a", "b", "a-2"]);
    let told = ["note: a.jsonl:3: left out: id `a` was read before"];
    let done = extract(place.path(), "a.jsonl --drop-duplicates=id", b"");
    done.is(0, &told, &["a", "b", "c"]);
    // The path after it is no value of the flag.
    let done = extract(place.path(), "--drop-duplicates a.jsonl", b"");
    done.is(0, &["2 left out"], &["a", "b"]);
}

#[test]
fn strict_ends_at_the_first_that_is_lost() {
    let lines = [&line("a"), "{oops}\n", &line("z")].concat();
    let place = directory(&[("a.jsonl", lines.as_bytes())]);
    let told = [
        "error: a.jsonl:2:2: skipped: invalid JSON",
        "help: each article is one object",
        "without `--strict` it is skipped",
    ];
    extract(place.path(), "a.jsonl --strict", b"").is(2, &told, &[]);
    // A note loses nothing.
    let place = directory(&[("a.txt", format!("Date: soon\n\n{}", words("a")).as_bytes())]);
    extract(place.path(), "a.txt --strict", b"").is(0, &["date `soon`"], &["a"]);
}

#[test]
fn an_output_that_cannot_be_one_is_told_before_anything_is_read() {
    let place = directory(&[("a.txt", words("a").as_bytes()), ("d/x", b""), ("old.csv", b"old")]);
    let args = [
        ("-o d --format csv", "error: cannot write `d`: it is a directory", "help: choose"),
        ("-o d --format brat", "error: cannot write `d`: it is there already", "help: choose"),
        ("-o old.csv --write-text d", "error: cannot write `d`: it is there already", "help: "),
        ("-o no/q.csv", "error: cannot write `no/q.csv`: no such file", "help: make its directory"),
        ("-o old.csv/q.csv", "error: cannot write `old.csv/q.csv", "help: "),
        ("-o a.txt --format csv", "error: `a.txt` is both input and output", "help: choose"),
        ("-o old.csv --errors ./a.txt", "error: `a.txt` is both input and output", "help: "),
        ("-o q.csv -o d/../q.csv", "error: `d/../q.csv` is named for two outputs", "help: give"),
        ("-o q.csv --errors ./q.csv", "error: `./q.csv` is named for two outputs", "help: give"),
    ];
    let before = names(place.path());
    for (args, error, help) in args {
        let ran = shared::whosaid(place.path(), &format!("extract a.txt {args}"), b"");
        assert_eq!(ran.code, 2, "{args}: {}", ran.stderr);
        assert!(ran.stderr.contains(error), "{args}: {}", ran.stderr);
        assert!(ran.stderr.contains(help), "{args}: {}", ran.stderr);
        assert_eq!(names(place.path()), before, "{args}");
    }
    assert_eq!(std::fs::read(place.path().join("old.csv")).unwrap(), b"old");
}
