//! The command as a user meets it.

use crate::made::{csv, row};
use crate::shared::{Ran, column, command, directory, names, rows, run, whosaid};
use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use tempfile::TempDir;
use whosaid::compare::TABLE;

const FULL: &str =
    "“We will not sell a single berth in the old harbour unless the council agrees.”";
const CUT: &str = "“We will not sell a single berth in the old harbour.”";
const OTHER: &str = "“The winter ferry to the islands was cancelled by the ministry itself.”";
const DENIAL: &str = "the winter ferry to the islands was never cancelled by the ministry itself";

/// One statement in three printings, another in two, and its denial.
fn made() -> Vec<u8> {
    let of = |id: &str, speaker: &str, outlet: &str, day: &str, quote: &str| {
        let kind = if quote.starts_with('“') { "direct" } else { "indirect" };
        let cells = [
            ("quote_id", id),
            ("article_id", id),
            ("speaker", speaker),
            ("outlet", outlet),
            ("published", day),
            ("quote", quote),
            ("quote_type", kind),
            ("kind", "statement"),
        ];
        row(&cells.map(|(name, value)| (name, value.to_owned())))
    };
    csv(&[
        of("r1", "Elena Brandt", "Northern Daily", "2026-02-03", FULL),
        of("r2", "Elena Brandt", "Tavria Times", "2026-02-03", FULL),
        of("r3", "Brandt", "Harbour Post", "2026-02-04", CUT),
        of("r4", "Tomas Reyes", "Northern Daily", "2026-03-01", OTHER),
        of("r5", "Tomas Reyes", "Northern Daily", "2026-03-02", OTHER),
        of("r6", "Ada Lindqvist", "Tavria Times", "2026-03-03", DENIAL),
    ])
}

fn place() -> TempDir {
    directory(&[("rows.csv", &made())])
}

fn compare(place: &TempDir, args: &str) -> Ran {
    whosaid(place.path(), &format!("compare {args}"), b"")
}

/// Standard output, where all went well.
fn found(place: &TempDir, args: &str) -> String {
    let ran = compare(place, &format!("{args} -q"));
    assert_eq!((ran.code, &*ran.stderr), (0, ""), "{args}");
    ran.stdout
}

/// The ids of the groups' rows, by relation: `same r1 r2 r3`.
fn members(place: &TempDir, args: &str) -> Vec<String> {
    let mut groups: Vec<(String, String)> = Vec::new();
    for row in rows(found(place, &format!("{args} --format csv")).as_bytes()) {
        if groups.last().is_none_or(|(id, _)| *id != row["group_id"]) {
            groups.push((row["group_id"].clone(), row["relation"].clone()));
        }
        let (_, text) = groups.last_mut().unwrap();
        *text = format!("{text} {}", row["quote_id"]);
    }
    groups.into_iter().map(|(_, text)| text).collect()
}

#[test]
fn all_groups_are_found_and_what_is_asked_of_them() {
    let place = place();
    let of = |args: &str| members(&place, &format!("rows.csv --propose 0 {args}"));
    let (berths, ferry, conflict) = ("same r1 r2 r3", "same r4 r5", "conflict r5 r6");
    let all = of("");
    assert_eq!(all[..2], [berths, ferry]);
    assert!(all[2..] == [conflict] || all[2..] == ["conflict r4 r6"], "{all:?}");
    assert_eq!(of("--relations same"), [berths, ferry]);
    assert_eq!(of("--relations conflict"), all[2..]);
    assert_eq!(of("--relations same --min-outlets 2"), [berths]);
    assert_eq!(of("--min-outlets 3"), [berths]);
    assert_eq!(of("--min-outlets 4"), [""; 0]);
    assert_eq!(of("--speaker Brandt"), [berths]);
    assert_eq!(of("--from 2026-03"), all[1..]);
    assert_eq!(of("--to 2026-02-03"), ["same r1 r2"]);
    assert_eq!(of("--type direct"), [berths, ferry]);
    assert_eq!(of("--text council"), ["same r1 r2"]);
    assert_eq!(of("--outlet northern"), [ferry]);
}

#[test]
fn the_header_is_the_table() {
    let place = place();
    let header = TABLE.map(|column| column.name());
    for (format, mark) in [("csv", ","), ("tsv", "\t")] {
        let text = found(&place, &format!("rows.csv --format {format}"));
        assert_eq!(text.lines().next().unwrap(), header.join(mark));
    }
    let text = found(&place, "rows.csv --format csv --speaker nobody");
    assert_eq!(text, format!("{}\n", header.join(",")));
}

#[test]
fn the_columns_say_what_they_are_for() {
    let place = place();
    let table = rows(found(&place, "rows.csv --format csv --relations same").as_bytes());
    let of = |name: &str| -> Vec<&str> { table.iter().map(|row| &*row[name]).collect() };
    assert_eq!(of("member"), ["1", "2", "3", "1", "2"]);
    assert_eq!(of("members"), ["3", "3", "3", "2", "2"]);
    assert_eq!(of("outlets"), ["3", "3", "3", "1", "1"]);
    assert_eq!(of("differs"), ["fullest", "identical", of("differs")[2], "fullest", "identical"]);
    assert_eq!(of("differs")[2], "shortened;meaning-at-risk");
    assert_eq!(of("at_risk")[2], "condition: unless lost");
    assert_eq!(of("against"), ["", "r1", "r1", "", "r4"]);
    assert_eq!(of("similarity")[..2], ["", "1.000"]);
    assert!(
        of("difference")[2].contains("[-harbour unless the council agrees.”-]")
            || of("difference")[2].contains("[-unless the council agrees.”-]"),
        "{:?}",
        of("difference")
    );
    assert_eq!(of("quote")[..3], [FULL, FULL, CUT]);
    let ids = of("group_id");
    assert!(ids[0] == ids[2] && ids[0] != ids[3] && ids[0].len() == 16);
}

#[test]
fn all_forms_hold_the_same_groups() {
    let place = place();
    let csv = rows(found(&place, "rows.csv --format csv").as_bytes());
    let lines = found(&place, "rows.csv --format jsonl");
    let mut members = Vec::new();
    for line in lines.lines() {
        let group: serde_json::Value = serde_json::from_str(line).unwrap();
        for member in group["members"].as_array().unwrap() {
            let text = |v: &serde_json::Value| v.as_str().unwrap_or_default().to_owned();
            let list = |v: &serde_json::Value| {
                v.as_array().unwrap().iter().map(text).collect::<Vec<_>>().join(";")
            };
            members.push([
                text(&group["group_id"]),
                text(&group["relation"]),
                text(&member["quote_id"]),
                list(&member["differs"]),
                list(&member["at_risk"]),
                text(&member["difference"]),
                text(&member["against"]),
            ]);
        }
    }
    let names = ["group_id", "relation", "quote_id", "differs", "at_risk", "difference", "against"];
    let of = |row: &BTreeMap<String, String>| names.map(|name| row[name].clone());
    assert_eq!(members, csv.iter().map(of).collect::<Vec<_>>());
    for (file, format) in [("g.csv", "csv"), ("g.tsv", "tsv"), ("g.jsonl", "jsonl")] {
        assert_eq!(found(&place, &format!("rows.csv -o {file}")), "");
        let file = std::fs::read_to_string(place.path().join(file)).unwrap();
        assert_eq!(file, found(&place, &format!("rows.csv --format {format}")));
    }
}

#[test]
fn the_view_shows_each_row_and_its_changes() {
    let place = place();
    let text = found(&place, "rows.csv --relations same");
    assert!(text.starts_with("Same statement: Elena Brandt 3 rows, 3 outlets, "), "{text}");
    for part in ["  2026-02-03 Northern Daily", "identical", "condition: unless lost", "[-unless"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(!text.contains('\u{1b}'), "a pipe has no colours");
    assert_eq!(text, found(&place, "rows.csv --relations same --format text"));
    let one = found(&place, "rows.csv --relations same --limit 1");
    let more = "1 more group; --limit 0 shows all, -o groups.csv writes them\n";
    assert!(one.ends_with(more) && !one.contains("ferry"), "{one}");
    let coloured = found(&place, "rows.csv --color always");
    assert!(coloured.contains('\u{1b}'));
}

#[test]
fn the_closing_line_says_how_many_and_where() {
    let place = place();
    let told = |args: &str| compare(&place, args).stderr;
    assert_eq!(told("rows.csv --relations same"), "6 rows, 0 skipped, 2 groups\n");
    let told = told("rows.csv --relations same -o g.csv");
    assert_eq!(told, "6 rows, 0 skipped, 2 groups → g.csv\n");
}

/// Each command of the help runs, and all columns that it names are there.
#[test]
fn the_examples_of_the_help_run() {
    let place = place();
    let read = |name: &str| std::fs::read(place.path().join(name)).unwrap();
    let rows = read("rows.csv");
    let help = compare(&place, "--help").stdout;
    let examples: Vec<&str> = help
        .lines()
        .filter_map(|line| line.split("whosaid compare ").nth(1))
        .filter(|line| line.contains(".csv"))
        .collect();
    assert!(examples.len() >= 4, "{help}");
    for name in ["quotes.csv", "monday.csv"] {
        std::fs::write(place.path().join(name), &rows).unwrap();
    }
    let gz = crate::shared::packs::packed("gz", &rows);
    std::fs::write(place.path().join("tuesday.csv.gz"), gz).unwrap();
    for example in examples {
        let ran = compare(&place, example);
        assert_eq!(ran.code, 0, "{example}: {}", ran.stderr);
    }
    assert!(read("groups.csv").starts_with(b"group_id,relation,"));
    assert!(read("conflicts.jsonl").starts_with(b"{\"group_id\":"));
}

#[test]
fn a_row_that_cannot_be_read_is_told_and_the_others_compared() {
    let place = place();
    let mut bytes = made();
    bytes.extend(b"r7,too,few\n");
    std::fs::write(place.path().join("rows.csv"), bytes).unwrap();
    let ran = compare(&place, "rows.csv --relations same -o g.csv");
    assert_eq!(ran.code, 1);
    let told = "warning: rows.csv:8: skipped: 3 columns where the header has ";
    assert!(ran.stderr.starts_with(told), "{}", ran.stderr);
    assert!(ran.stderr.ends_with("6 rows, 1 skipped, 2 groups → g.csv\n"), "{}", ran.stderr);
    assert_eq!(column(place.path(), "g.csv", "quote_id").len(), 5);
}

#[test]
fn no_rows_are_no_groups() {
    let place = directory(&[("rows.csv", &csv(&[]))]);
    let ran = compare(&place, "rows.csv");
    assert_eq!((ran.code, &*ran.stdout, &*ran.stderr), (0, "", "0 rows, 0 skipped, 0 groups\n"));
    assert_eq!(found(&place, "rows.csv --format jsonl"), "");
    assert_eq!(found(&place, "rows.csv --format csv").lines().count(), 1);
}

#[test]
fn what_cannot_start_says_why_and_writes_nothing() {
    let place = place();
    std::fs::create_dir(place.path().join("all")).unwrap();
    std::fs::write(place.path().join("all/rows.csv"), made()).unwrap();
    std::fs::write(place.path().join("thin.csv"), "quote\nno\n").unwrap();
    let before = names(place.path());
    let cases = [
        ("nowhere.csv", "error: cannot read `nowhere.csv`: "),
        ("thin.csv", "error: thin.csv: no column `quote_id`, `speaker`\n"),
        ("rows.csv -o out.xyz", "error: `out.xyz` does not say how to write groups\n"),
        ("rows.csv -o out", "error: `out` does not say how to write groups\n"),
        ("rows.csv -o no/out.csv", "error: cannot write `no/out.csv`: "),
        ("rows.csv -o rows.csv", "error: `rows.csv` is among the rows that are read\n"),
        ("rows.csv -o all/../rows.csv", "error: `all/../rows.csv` is among the rows"),
        ("all -o all/rows.csv", "error: `all/rows.csv` is among the rows that are read\n"),
        ("rows.csv --from 2026-03 --to 2026-02", "error: --from is after --to: no row"),
        ("rows.csv --from soon", "error: invalid value 'soon' for '--from <DATE>'"),
        ("rows.csv --relations equal", "error: invalid value 'equal' for '--relations"),
        ("rows.csv --text ,", "error: `` has no words to look for\n"),
        ("rows.csv --threads 0", "error: invalid value '0' for '--threads"),
    ];
    for (args, error) in cases {
        let ran = compare(&place, args);
        assert_eq!((ran.code, &*ran.stdout), (2, ""), "{args}");
        assert!(ran.stderr.starts_with(error), "{args}: {}", ran.stderr);
    }
    assert_eq!(names(place.path()), before);
    assert_eq!(std::fs::read(place.path().join("rows.csv")).unwrap(), made());
}

#[test]
fn a_reader_who_has_seen_enough_is_no_error() {
    let place = directory(&[("rows.csv", &csv(&crate::made::rows(220, 5)))]);
    for format in ["csv", "jsonl", "text"] {
        let args = ["compare", "rows.csv", "-q", "--relations", "same", "--limit", "0"];
        let args = [&args[..], &["--format", format]].concat();
        // More than the pipe takes: what is written after its end fails.
        let length =
            if format == "csv" { run(place.path(), &args, b"").stdout.len() } else { MORE };
        assert!(length >= MORE, "{length}");
        let mut child = command(place.path(), &args).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!((output.status.code(), &*output.stderr), (Some(0), &b""[..]), "{format}");
    }
}

/// Bytes that no pipe takes at once.
const MORE: usize = 100_000;
