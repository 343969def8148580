//! The flags of batch work, each by what it writes.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "batch/places.rs"]
mod places;
#[path = "batch/reading.rs"]
mod reading;
mod shared;

use serde_json::Value;
use shared::packs::{Member, packed, tarred, zipped};
use shared::{column, command, directory, line, names, rows, run, whosaid, words};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;
use std::path::Path;

/// Runs `extract` and gives what it wrote to standard output as rows.
#[track_caller]
fn extracted(place: &Path, args: &str) -> Vec<BTreeMap<String, String>> {
    let ran = whosaid(place, &format!("extract {args}"), b"");
    assert!(ran.code < 2, "{args}: {}", ran.stderr);
    rows(ran.stdout.as_bytes())
}

/// The ids of all articles read, also of those without rows.
#[track_caller]
fn ids(place: &Path, args: &str, stdin: &[u8]) -> Vec<String> {
    let ran = whosaid(place, &format!("extract {args} --format attributions"), stdin);
    assert!(ran.code < 2, "{args}: {}", ran.stderr);
    let id = |line: &str| {
        let value: Value = serde_json::from_str(line).unwrap();
        value["id"].as_str().unwrap().to_owned()
    };
    ran.stdout.lines().map(id).collect()
}

/// Articles without rows, which take no time.
fn quiet_lines(count: usize) -> String {
    (0..count).map(|n| format!("{{\"id\": \"a{n}\", \"text\": \"Rain {n}.\"}}\n")).collect()
}

#[test]
fn columns_are_those_asked_for_in_that_order() {
    let record = format!(
        r#"{{"id": "a", "text": "{}", "author": "Park", "url": "u:1", "meta": {{"desk": ["Asia", "Sea"]}}}}"#,
        words("a")
    );
    let place = directory(&[("a.jsonl", record.as_bytes())]);
    let args = "extract a.jsonl --keep desk=meta.desk.1 --columns url,desk,quote,author -q";
    let ran = whosaid(place.path(), args, b"");
    assert_eq!(ran.stdout, "url,desk,quote,author\nu:1,Sea,\"“We are ready for a,”\",Park\n");
    for (args, told) in [
        ("--columns speeker", "speeker"),
        ("--columns quote,quote", "quote"),
        ("--keep quote", "quote"),
        ("--keep a=x --keep a=y", "`a`"),
    ] {
        let ran = whosaid(place.path(), &format!("extract a.jsonl {args}"), b"");
        assert_eq!((ran.code, &*ran.stdout), (2, ""), "{args}: {}", ran.stderr);
        assert!(ran.stderr.contains(told) && ran.stderr.contains("help: "), "{}", ran.stderr);
    }
}

#[test]
fn a_field_is_kept_from_every_form() {
    let page = format!(
        "<html><head><meta name=\"section\" content=\"World\"></head><body><p>{}</p></body></html>",
        words("page")
    );
    let place = directory(&[
        ("a.jsonl", line("json").replace("{", "{\"section\": \"J, 1\", ").as_bytes()),
        ("b.csv", format!("id,section,text\ncsv,C,\"{}\"\n", words("csv")).as_bytes()),
        #[cfg(feature = "html")]
        ("c.html", page.as_bytes()),
        ("d.md", format!("---\nsection: M\n---\n{}", words("d")).as_bytes()),
        ("e.txt", words("e").as_bytes()),
        ("f.txt", words("f").as_bytes()),
        ("metadata.csv", b"file,section\ne.txt,Beside\n"),
    ]);
    let _ = &page;
    let found = extracted(place.path(), ". --keep section");
    let found: Vec<_> = found.iter().map(|r| (&*r["article_id"], &*r["section"])).collect();
    let mut wanted = vec![("json", "J, 1"), ("csv", "C"), ("c", "World"), ("d", "M")];
    wanted.retain(|(id, _)| cfg!(feature = "html") || *id != "c");
    wanted.extend([("e", "Beside"), ("f", "")]);
    assert_eq!(found, wanted);
}

#[test]
fn what_a_spreadsheet_would_run_is_disarmed_only_when_asked() {
    let formulas = ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "=cmd|' /C calc'!A0"];
    let record = |(n, formula): (usize, &&str)| {
        let text = words(&n.to_string());
        serde_json::json!({"id": format!("n{n}"), "text": text, "f": formula}).to_string() + "\n"
    };
    let lines: String = formulas.iter().enumerate().map(record).collect();
    let place = directory(&[("a.jsonl", lines.as_bytes())]);
    for (flag, mark) in [("", ""), ("--excel", "'")] {
        let args = format!("extract a.jsonl --keep f -o q.csv -o q.tsv -q {flag}");
        assert_eq!(whosaid(place.path(), &args, b"").code, 0);
        for (file, between) in [("q.csv", b','), ("q.tsv", b'\t')] {
            let bytes = std::fs::read(place.path().join(file)).unwrap();
            assert_eq!(bytes.starts_with(b"\xEF\xBB\xBF"), !mark.is_empty(), "{file}");
            let mut reader = csv::ReaderBuilder::new().delimiter(between).from_reader(&bytes[..]);
            let cells = reader.records().map(|r| r.unwrap().iter().next_back().unwrap().to_owned());
            let wanted = formulas.iter().map(|formula| format!("{mark}{formula}"));
            assert_eq!(cells.collect::<Vec<_>>(), wanted.collect::<Vec<_>>(), "{file} {flag}");
        }
    }
}

#[test]
fn a_description_tells_of_the_files_beside_it() {
    let place = directory(&[("a.jsonl", (line("a") + &line("b")).as_bytes()), ("o/x", b"")]);
    let args = "extract a.jsonl --keep desk -o o/q.csv -o o/q.tsv -o o/q.jsonl --describe";
    let ran = whosaid(place.path(), args, b"");
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let package = std::fs::read(place.path().join("o/datapackage.json")).unwrap();
    let package: Value = serde_json::from_slice(&package).unwrap();
    let resources = package["resources"].as_array().unwrap();
    for (resource, file) in resources.iter().zip(["q.csv", "q.tsv"]) {
        assert_eq!(resource["path"], file);
        let bytes = std::fs::metadata(place.path().join("o").join(file)).unwrap().len();
        assert_eq!(resource["bytes"], bytes);
    }
    assert_eq!(resources.len(), 2);
    let fields = resources[0]["schema"]["fields"].as_array().unwrap();
    let fields: Vec<&str> = fields.iter().map(|f| f["name"].as_str().unwrap()).collect();
    let csv = std::fs::read_to_string(place.path().join("o/q.csv")).unwrap();
    assert_eq!(fields.join(","), csv.lines().next().unwrap());
    let ran = whosaid(place.path(), "extract a.jsonl -o q.jsonl --describe", b"");
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("--describe is for CSV and TSV files"), "{}", ran.stderr);
    assert_eq!(names(place.path()).len(), 7, "nothing more");
}

#[test]
fn several_outputs_hold_the_same_rows() {
    let lines: String = (0..12).map(|n| line(&format!("n{n}"))).collect();
    let place = directory(&[("a.jsonl", lines.as_bytes())]);
    let mut args = vec!["extract", "a.jsonl", "-q"];
    let outputs = [
        "q.csv",
        "q.tsv",
        "q.jsonl",
        "q.jsonld",
        #[cfg(feature = "parquet")]
        "q.parquet",
        #[cfg(feature = "sqlite")]
        "q.sqlite",
    ];
    args.extend(outputs.iter().flat_map(|output| ["-o", output]));
    let ran = run(place.path(), &args, b"");
    assert_eq!((ran.code, &*ran.stderr), (0, ""));
    let file = |name: &str| std::fs::read(place.path().join(name)).unwrap();
    let quote_ids = column(place.path(), "q.csv", "quote_id");
    assert_eq!(quote_ids.len(), 12);
    let text = String::from_utf8(file("q.tsv")).unwrap();
    let first = |line: &str| line.split('\t').next().unwrap().to_owned();
    assert_eq!(text.lines().skip(1).map(first).collect::<Vec<_>>(), quote_ids);
    let text = String::from_utf8(file("q.jsonl")).unwrap();
    let id = |line: &str| {
        let row: Value = serde_json::from_str(line).unwrap();
        row["quote_id"].as_str().unwrap().to_owned()
    };
    assert_eq!(text.lines().map(id).collect::<Vec<_>>(), quote_ids);
    let page: Value = serde_json::from_slice(&file("q.jsonld")).unwrap();
    let items = page["items"].as_array().unwrap();
    assert!(
        items.iter().zip(&quote_ids).all(|(item, id)| item["id"] == format!("urn:whosaid:{id}"))
    );
    assert_eq!(items.len(), 12);
    #[cfg(feature = "parquet")]
    {
        use parquet::file::reader::FileReader as _;
        let bytes = std::fs::File::open(place.path().join("q.parquet")).unwrap();
        let reader = parquet::file::reader::SerializedFileReader::new(bytes).unwrap();
        assert_eq!(reader.metadata().file_metadata().num_rows(), 12);
    }
    #[cfg(feature = "sqlite")]
    {
        let base = rusqlite::Connection::open(place.path().join("q.sqlite")).unwrap();
        let mut select = base.prepare("SELECT quote_id FROM quotes").unwrap();
        let ids = select.query_map([], |row| row.get::<_, String>(0)).unwrap();
        assert_eq!(ids.map(Result::unwrap).collect::<Vec<_>>(), quote_ids);
    }
}

#[test]
fn errors_are_listed_by_the_place_where_they_are() {
    let lines = [&line("a"), "\n", "{\"id\": oops}\n", &line("b"), "[1]\n"].concat();
    let table = format!(
        "\u{feff}id,text\r\n\"c\",\"{}\"\r\n\"d\nd\",\"x\"\r\nragged\r\n\"e\",\"{}\"\r\n",
        words("c"),
        words("e")
    );
    let place = directory(&[
        ("a.jsonl", lines.as_bytes()),
        ("b.csv", table.as_bytes()),
        ("c.jsonl.gz", &packed("gz", lines.replace("\"a\"", "\"ca\"").as_bytes())),
        ("d.txt", b"\0\0"),
        ("e.txt", format!("Date: soon\n\n{}", words("e.txt")).as_bytes()),
    ]);
    let ran = whosaid(place.path(), "extract . -o q.csv --errors e.csv", b"");
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    let header = "file,article,line,byte,kind,what,remedy\n";
    let errors = std::fs::read_to_string(place.path().join("e.csv")).unwrap();
    assert!(errors.starts_with(header), "{errors}");
    let errors = rows(errors.as_bytes());
    let of = |file: &str, kind: &str| -> Vec<&BTreeMap<String, String>> {
        errors.iter().filter(|e| e["file"] == file && e["kind"] == kind).collect()
    };
    for (file, text) in [("./a.jsonl", &lines), ("./c.jsonl.gz", &lines.replace("\"a\"", "\"ca\""))]
    {
        let told = of(file, "skipped");
        assert_eq!(told.len(), 2, "{errors:?}");
        for (error, begin) in told.iter().zip(["{\"id\": oops}", "[1]"]) {
            let byte: usize = error["byte"].parse().unwrap();
            let number: usize = error["line"].parse().unwrap();
            assert!(text[byte..].starts_with(begin), "{error:?}");
            assert!(text.lines().nth(number - 1).unwrap().starts_with(begin), "{error:?}");
            assert!(error["what"].starts_with("invalid JSON"), "{error:?}");
            assert!(error["remedy"].starts_with("each article is one object"), "{error:?}");
        }
    }
    let told = of("./b.csv", "skipped");
    assert_eq!(told.len(), 1, "{told:?}");
    let byte: usize = told[0]["byte"].parse().unwrap();
    assert!(table[byte..].starts_with("ragged"), "{:?}", &table[byte..]);
    assert_eq!(told[0]["line"], "5");
    assert_eq!(of("./d.txt", "skipped")[0]["article"], "d");
    let note = of("./e.txt", "note").into_iter().find(|e| e["what"].contains("`soon`")).unwrap();
    assert!(note["remedy"].contains("2026-02-26") && note["article"] == "e-2", "{note:?}");
    // Warnings on the terminal and lines in the list are the same.
    let warnings = ran.stderr.lines().filter(|line| line.starts_with("warning: ")).count();
    assert_eq!(warnings, errors.iter().filter(|e| e["kind"] == "skipped").count());
    assert!(ran.stderr.contains(&format!(", {warnings} skipped, ")), "{}", ran.stderr);
}

#[test]
fn a_reader_that_closes_the_pipe_early_is_no_error() {
    let lines: String = (0..500).map(|n| line(&format!("n{n}"))).collect();
    let place = directory(&[("a.jsonl", lines.as_bytes())]);
    for format in ["csv", "jsonl", "jsonld"] {
        let args = ["extract", "a.jsonl", "--format", format, "--batch-size", "3KB"];
        let mut child = command(place.path(), &args).spawn().unwrap();
        let mut out = child.stdout.take().unwrap();
        let mut head = [0; 100];
        out.read_exact(&mut head).unwrap();
        drop(out);
        let output = child.wait_with_output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(0), "{format}: {stderr}");
        assert!(!stderr.contains("error") && !stderr.contains("panic"), "{format}: {stderr}");
    }
}

#[test]
fn a_log_tells_how_far_the_run_is() {
    let place = directory(&[("a.jsonl", quiet_lines(400).as_bytes())]);
    let args = "extract a.jsonl -o q.csv --batch-size 1KB --threads 1 --progress";
    let ran = whosaid(place.path(), &format!("{args} 0.000001"), b"");
    let told: Vec<&str> = ran.stderr.lines().filter(|l| l.starts_with("progress: ")).collect();
    assert!(!told.is_empty(), "{}", ran.stderr);
    for part in [" articles, 0 skipped, ", " MB of 0.0 MB, ", " articles/s, ", " MB/s, ", " left"] {
        assert!(told[0].contains(part), "{part} in {}", told[0]);
    }
    assert!(!ran.stderr.contains('\u{1b}') && !ran.stderr.contains('\r'), "{:?}", ran.stderr);
    for quiet in ["0", "0.000001 -q"] {
        let ran = whosaid(place.path(), &format!("{args} {quiet}"), b"");
        assert!(!ran.stderr.contains("progress"), "{}", ran.stderr);
    }
}

#[test]
fn shells_and_man_know_every_flag() {
    let place = directory(&[]);
    let help = whosaid(place.path(), "extract --help", b"").stdout;
    let flags: Vec<&str> = help
        .lines()
        .filter_map(|line| line.get(..8).filter(|b| b.contains("--")).and_then(|_| line.get(6..)))
        .filter_map(|flag| flag.split([' ', '[']).next()?.strip_prefix("--"))
        .collect();
    assert!(flags.len() > 35, "{flags:?}");
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let ran = whosaid(place.path(), &format!("completions {shell}"), b"");
        assert_eq!((ran.code, &*ran.stderr), (0, ""), "{shell}");
        for flag in &flags {
            assert!(ran.stdout.contains(flag), "{shell}: --{flag}");
        }
    }
    let ran = whosaid(place.path(), "man pages/man1", b"");
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let page = std::fs::read_to_string(place.path().join("pages/man1/whosaid-extract.1")).unwrap();
    for flag in &flags {
        assert!(page.contains(&flag.replace('-', "\\-")), "--{flag}");
    }
    assert!(page.contains("Examples:") && page.starts_with(".ie"), "{}", &page[..200]);
}

#[test]
fn a_field_that_was_named_and_is_nowhere_is_told() {
    let lines = r#"{"id": "a", "text": "“No,” Kim said.", "section": "World"}"#;
    let place = directory(&[("a.jsonl", lines.as_bytes())]);
    let args = "extract a.jsonl --keep section --keep sction --field outlet=src.name -o q.csv";
    let ran = whosaid(place.path(), args, b"");
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let told: Vec<&str> = ran.stderr.lines().filter(|line| line.contains("no article")).collect();
    assert_eq!(
        told,
        [
            "note: no article has a value for `--keep sction`",
            "note: no article has a value for `--field outlet=src.name`",
        ]
    );
}

#[test]
fn no_file_of_the_user_is_written_over() {
    let lines = r#"{"id": "a", "text": "“No,” Kim said."}"#;
    let place = directory(&[
        ("in.part.jsonl", lines.as_bytes()),
        ("list.csv", b"in.part.jsonl"),
        ("datapackage.json", b"{\"name\": \"mine\"}"),
        ("texts.part/mine.txt", b"mine"),
    ]);
    let cases = [
        ("extract in.part.jsonl -o in.jsonl", "`in.part.jsonl` is both input and output"),
        ("extract --files-from list.csv -o list.csv", "`list.csv` is both input and output"),
        ("extract in.part.jsonl -o q.csv --describe", "`datapackage.json` is there, and not of"),
        ("extract in.part.jsonl -o q.csv --write-text texts", "`texts.part` is there already"),
        ("extract in.part.jsonl -o q.csv --errors -", "--errors cannot be written to standard"),
        ("extract in.part.jsonl -o q.csv --checkpoint nan", "a number of seconds, 0 or more"),
    ];
    for (args, message) in cases {
        let ran = whosaid(place.path(), args, b"");
        assert_eq!(ran.code, 2, "{args}: {}", ran.stderr);
        assert!(ran.stderr.contains(message), "{args}: {}", ran.stderr);
        assert!(!place.path().join("q.csv").exists(), "{args}");
    }
    let read = |name: &str| std::fs::read_to_string(place.path().join(name)).unwrap();
    assert_eq!(read("in.part.jsonl"), lines);
    assert_eq!((&*read("list.csv"), &*read("texts.part/mine.txt")), ("in.part.jsonl", "mine"));
}

#[test]
fn an_id_that_is_left_out_takes_none_from_others() {
    let lines =
        ["a", "a", "a-2"].map(|id| format!("{{\"id\": \"{id}\", \"text\": \"{id} said no.\"}}\n"));
    let place = directory(&[("a.jsonl", lines.concat().as_bytes())]);
    let args = "extract a.jsonl --drop-duplicates=id --format attributions -o out.jsonl";
    let ran = whosaid(place.path(), args, b"");
    assert!(
        ran.stderr.contains("2 articles, 0 skipped, 1 left out as read before"),
        "{}",
        ran.stderr
    );
    let out = std::fs::read_to_string(place.path().join("out.jsonl")).unwrap();
    assert!(out.contains("\"id\":\"a-2\""), "{out}");
}

#[test]
fn who_closes_standard_output_loses_no_file() {
    let place = directory(&[("a.jsonl", shared::archive(300).as_bytes())]);
    let args = ["extract", "a.jsonl", "-o", "q.csv", "-o", "-", "-q", "--batch-size", "5KB"];
    let mut child = shared::command(place.path(), &args).spawn().unwrap();
    drop(child.stdin.take());
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(1));
    let rows = csv::Reader::from_path(place.path().join("q.csv")).unwrap().into_records().count();
    assert!(rows > 300, "{rows} rows");
}

#[test]
fn rows_of_an_earlier_run_beside_the_articles_are_no_loss() {
    let place = directory(&[("a.txt", "“No,” Kim said.".as_bytes())]);
    assert_eq!(whosaid(place.path(), "extract . -o old.csv", b"").code, 0);
    let ran = whosaid(place.path(), "extract . -o new.csv", b"");
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stderr.contains("note: ./old.csv:1: it holds rows of whosaid"), "{}", ran.stderr);
}
