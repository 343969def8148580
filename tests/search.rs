//! `whosaid search` as a user meets it.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod shared;

use shared::{Ran, column, command, directory, names, run, whosaid};
use std::io::Read as _;
use std::path::Path;
use tempfile::TempDir;

/// Two articles: five rows of one, two of the other.
const TALKS: &str = "SEOUL — The talks will go on, Moon Ji-won said on Monday.\n\n“We are ready \
    to talk,” Kim said, “but not at any price.”\n\nPark warned that the price of bread would rise. \
    Choi told parliament that nobody was ready. “No,” said Han.\n";
const PRICES: &str = "Kim said the price of “peace” was high.\n\nPark denied it was.\n";

/// The articles, and the rows that `extract` makes of them.
fn place() -> TempDir {
    let place = directory(&[
        ("news/talks.txt", format!("date 2026-02-26\n{TALKS}").as_bytes()),
        ("news/prices.txt", format!("date 2026-03-02\n{PRICES}").as_bytes()),
    ]);
    let ran = whosaid(place.path(), "extract news/talks.txt news/prices.txt -o rows.csv -q", b"");
    assert_eq!((ran.code, &*ran.stderr), (0, ""));
    let speakers = column(place.path(), "rows.csv", "speaker");
    assert_eq!(speakers, ["Moon Ji-won", "Kim", "Park", "Choi", "Han", "Kim", "Park"]);
    place
}

fn search(place: &TempDir, args: &[&str]) -> Ran {
    run(place.path(), &[&["search"], args].concat(), b"")
}

/// Standard output, where all went well and nothing else was said but the closing line.
fn found(place: &TempDir, args: &[&str]) -> String {
    let ran = search(place, &[args, &["-q"]].concat());
    assert_eq!((ran.code, &*ran.stderr), (0, ""), "{args:?}");
    ran.stdout
}

/// The first words of each row shown: `- ` of those near others, `` between groups.
fn speakers(text: &str) -> Vec<&str> {
    let heading = |line: &&str| line.is_empty() || !line.starts_with("  ");
    text.lines().filter(heading).map(|l| l.split(" · ").next().unwrap()).collect()
}

#[test]
fn a_hit_tells_who_when_where_and_what() {
    let place = place();
    let quote = "“We are ready to talk,” … “but not at any price.”";
    let begin = TALKS.chars().take_while(|&c| c != '“').count() + "date 2026-02-26\n".len();
    let end = begin + "“We are ready to talk,” Kim said, “but not at any price.”".chars().count();
    let want = format!("Kim · 2026-02-26 · talks:{begin}-{end}\n    said: {quote}\n");
    assert_eq!(found(&place, &["rows.csv", "--text", "ready to talk"]), want);
}

#[test]
fn what_is_asked_is_asked_together() {
    let place = place();
    let who = |args: &[&str]| {
        let text = found(&place, &[&["rows.csv"], args].concat());
        speakers(&text).into_iter().filter(|l| !l.is_empty()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(who(&["--text", "PRICE"]), "Kim Park Kim");
    assert_eq!(who(&["--text", "price", "--speaker", "kim"]), "Kim Kim");
    assert_eq!(who(&["--text", "price", "--speaker", "kim", "--from", "2026-03"]), "Kim");
    assert_eq!(who(&["--text", "price", "--to", "2026-02"]), "Kim Park");
    assert_eq!(who(&["--text", "price", "--text", "bread,peace"]), "Park Kim");
    assert_eq!(who(&["--speaker", "Han", "--speaker", "Choi"]), "Choi Han");
    assert_eq!(who(&["--type", "mixed", "--kinds", "statement"]), "Kim");
    assert_eq!(who(&["--limit", "2"]), "Moon Ji-won Kim");
}

#[test]
fn neighbours_are_of_the_same_article_and_stand_close() {
    let place = place();
    let show = |args: &[&str]| {
        let text = found(&place, &[&["rows.csv", "--text"], args].concat());
        speakers(&text).iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(show(&["no", "-C1"]), ["- Choi", "Han"]);
    assert_eq!(show(&["bread,no", "-A1"]), ["Park", "- Choi", "Han"]);
    assert_eq!(show(&["bread,high", "-B", "1"]), ["- Kim", "Park", "", "Kim"]);
    assert_eq!(show(&["bread,high", "-C1", "-A0"]), ["- Kim", "Park", "", "Kim"]);
    assert_eq!(show(&["bread,high"]), ["Park", "", "Kim"]);
    let most = usize::MAX.to_string();
    assert_eq!(show(&["high", "-A", &most, "-B", &most]), ["Kim", "- Park"]);
    assert_eq!(show(&["go,no", "-C1", "--limit", "1"]), ["Moon Ji-won", "- Kim"]);
}

#[test]
fn the_article_s_own_words_stand_around_the_quote() {
    let place = place();
    let passages = |paths: &[&str]| {
        let articles: Vec<&str> = paths.iter().flat_map(|path| ["--articles", path]).collect();
        let args = [&articles[..], &["rows.csv", "--text", "bread,price,peace"]].concat();
        let text = found(&place, &args);
        let lines = text.lines().filter_map(|line| line.strip_prefix("  │ "));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    let want = [
        ">>“We are ready to talk,”<< Kim said, >>“but not at any price.”<<",
        "Park warned that >>the price of bread would rise<<. Choi told parliament that nobody was \
         ready. “No,” said Han.",
        "Kim said >>the price of “peace” was high<<.",
    ];
    // The order of rows and that of articles may differ.
    assert_eq!(passages(&["news"]), want);
    assert_eq!(passages(&["news/talks.txt", "news/prices.txt"]), want);
}

#[test]
fn an_article_that_is_missing_or_another_is_told() {
    let place = place();
    std::fs::write(place.path().join("news/prices.txt"), "Quite another text, Kim said.").unwrap();
    std::fs::remove_file(place.path().join("news/talks.txt")).unwrap();
    let ran = search(&place, &["rows.csv", "--text", "price", "--articles", "news"]);
    assert_eq!(ran.code, 1);
    assert!(!ran.stdout.contains('│') && ran.stdout.contains("“peace”"), "{}", ran.stdout);
    let told = ["2 rows found have no article", "1 row found whose quote does not stand at its"];
    assert!(told.iter().all(|text| ran.stderr.contains(text)), "{}", ran.stderr);
}

#[test]
fn words_found_are_coloured_where_colours_are_wanted() {
    let place = place();
    let args = ["rows.csv", "--text", "ready to", "--speaker", "Kim", "--color"];
    let red = found(&place, &[&args[..], &["always"]].concat());
    let (before, rest) = red.split_once("ready to").unwrap();
    assert!(before.ends_with("\u{1b}[31m") && rest.starts_with("\u{1b}[0m"), "{red:?}");
    assert!(!found(&place, &[&args[..], &["never"]].concat()).contains('\u{1b}'));
    let args = ["rows.csv", "--text", "ready", "--color", "always", "-o", "out.txt"];
    assert_eq!(found(&place, &args), "");
    let text = std::fs::read_to_string(place.path().join("out.txt")).unwrap();
    assert!(text.contains("ready") && !text.contains('\u{1b}'), "a file has no colours");
}

#[test]
fn all_rows_are_written_as_they_were_read() {
    let place = place();
    let read = |name: &str| std::fs::read(place.path().join(name)).unwrap();
    whosaid(place.path(), "extract news/talks.txt news/prices.txt -o rows.jsonl -q", b"");
    whosaid(place.path(), "extract news/talks.txt news/prices.txt -o rows.tsv -q", b"");
    let forms = ["csv", "tsv", "jsonl"];
    for (from, to) in forms.iter().flat_map(|from| forms.map(|to| (from, to))) {
        let (from, out) = (format!("rows.{from}"), format!("out.{to}"));
        assert_eq!(found(&place, &[&from, "-o", &out]), "");
        assert!(read(&out) == read(&format!("rows.{to}")), "{from} to {to}");
        assert_eq!(found(&place, &[&from, "--format", to]).as_bytes(), read(&out));
    }
}

#[test]
fn a_dash_is_standard_output() {
    let place = place();
    let before = names(place.path());
    for args in [&["rows.csv"][..], &["rows.csv", "--format", "csv"]] {
        assert_eq!(found(&place, &[args, &["-o", "-"]].concat()), found(&place, args));
    }
    assert_eq!(names(place.path()), before);
}

#[test]
fn what_is_written_can_be_searched_again() {
    let place = place();
    let kims = found(&place, &["rows.csv", "--speaker", "Kim", "--format", "csv"]);
    let ran = run(place.path(), &["search", "-", "--text", "peace", "--count"], kims.as_bytes());
    assert_eq!((ran.code, &*ran.stdout, &*ran.stderr), (0, "1\n", ""));
}

#[test]
fn nothing_found_is_no_failure_and_is_told() {
    let place = place();
    let ran = search(&place, &["rows.csv", "--text", "war"]);
    let want = (0, "", "no rows found in 7 rows\n");
    assert_eq!((ran.code, &*ran.stdout, &*ran.stderr), want);
    assert_eq!(found(&place, &["rows.csv", "--text", "war", "--count"]), "0\n");
    assert_eq!(found(&place, &["rows.csv", "--text", "war", "-o", "none.csv"]), "");
    let none = std::fs::read_to_string(place.path().join("none.csv")).unwrap();
    assert!(none.starts_with("quote_id,") && none.lines().count() == 1);
}

#[test]
fn the_closing_line_says_how_many_and_where() {
    let place = place();
    let told = |args: &[&str]| search(&place, args).stderr;
    assert_eq!(told(&["rows.csv", "--speaker", "Kim"]), "2 rows found in 7 rows\n");
    assert_eq!(told(&["rows.csv", "-o", "a.csv"]), "7 rows found in 7 rows → a.csv\n");
    assert_eq!(
        told(&["rows.csv", "--limit", "3"]),
        "3 rows found, and no more looked for (--limit)\n"
    );
}

#[test]
fn rows_that_cannot_be_read_are_told_and_the_others_searched() {
    let place = directory(&[(
        "rows.csv",
        b"speaker,quote,published\nKim,\xE2\x80\x9Cno\xE2\x80\x9D,2026\nMoon\nPark,no more,\n",
    )]);
    let ran = search(&place, &["rows.csv", "--text", "no"]);
    assert_eq!(ran.code, 1);
    assert_eq!(ran.stdout, "Kim · 2026\n    “no”\n\nPark\n    no more\n");
    let told = "warning: rows.csv:3: skipped: 1 columns where the header has 3\n";
    assert!(ran.stderr.starts_with(told), "{}", ran.stderr);
}

#[test]
fn nothing_in_a_row_upsets_a_terminal() {
    let bad = "a\u{1b}[31mb\u{7}";
    let rows = format!("speaker,quote,published,outlet,cue\n{bad},{bad},{bad},{bad},{bad}\n");
    let place = directory(&[("rows.csv", rows.as_bytes())]);
    let text = found(&place, &["rows.csv"]);
    assert!(!text.contains(|c: char| c.is_control() && c != '\n'), "{text:?}");
    assert_eq!(text.matches("a [31mb").count(), 5, "{text:?}");
}

#[test]
fn what_cannot_start_says_why_and_writes_nothing() {
    let place = place();
    std::fs::write(place.path().join("thin.csv"), "quote\nno\n").unwrap();
    std::fs::write(place.path().join("thin.jsonl"), "{\"quote\":\"no\"}\n").unwrap();
    let before = names(place.path());
    let cases = [
        ("nowhere.csv", "error: cannot read `nowhere.csv`: "),
        ("rows.csv --text ,", "error: `` has no words to look for\n"),
        ("rows.csv --from soon", "error: invalid value 'soon' for '--from <DATE>'"),
        ("thin.csv --speaker Kim", "error: thin.csv: no column `speaker`\n"),
        ("thin.csv --min-confidence 0.5", "error: thin.csv: no column `confidence`\n"),
        ("thin.csv --to 2026", "error: thin.csv: no column `published`, `said_on`\n"),
        ("thin.jsonl --outlet Post", "error: thin.jsonl: no column `outlet`\n"),
        ("thin.csv -C 2", "error: thin.csv: no column `article_id`\n"),
        ("rows.csv -o rows.csv", "error: `rows.csv` is both input and output\n"),
        ("rows.csv -o out.xyz", "error: cannot tell the format from `out.xyz`\n"),
        ("rows.csv -o no/out.csv", "error: cannot write `no/out.csv`: "),
        ("rows.csv -C 1 -o out.csv", "error: what stands around a row is text"),
        ("rows.csv --count --limit 2", "error: the argument '--count' cannot be used with"),
        ("rows.csv --articles -", "error: articles cannot come from standard input"),
        ("rows.csv --articles nothing", "error: no such file or directory: `nothing`\n"),
    ];
    for (args, error) in cases {
        let ran = whosaid(place.path(), &format!("search {args}"), b"");
        assert_eq!((ran.code, &*ran.stdout), (2, ""), "{args}");
        assert!(ran.stderr.starts_with(error), "{args}: {}", ran.stderr);
        assert!(ran.stderr.contains("help: ") || ran.stderr.contains("--help"), "{args}");
    }
    assert_eq!(names(place.path()), before);
}

#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let place = place();
    let rows = std::fs::read_to_string(place.path().join("rows.csv")).unwrap();
    let (header, rows) = rows.split_once('\n').unwrap();
    let many = format!("{header}\n{}", rows.repeat(2_000));
    std::fs::write(place.path().join("many.csv"), many).unwrap();
    for format in ["text", "csv", "jsonl"] {
        let args = ["search", "many.csv", "--format", format];
        let mut child = command(Path::new(place.path()), &args).spawn().unwrap();
        child.stdout.take().unwrap().read_exact(&mut [0; 100]).unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!((output.status.code(), &*output.stderr), (Some(0), &b""[..]), "{format}");
    }
}
