//! `whosaid audit` as a user meets it; every number is counted anew.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "audit/brute.rs"]
mod brute;
#[path = "audit/judge.rs"]
mod judge;
#[path = "audit/made.rs"]
mod made;
#[path = "audit/manner.rs"]
mod manner;
#[path = "audit/page.rs"]
mod page;
mod shared;

use brute::{MEASURES, Numbers, What};
use made::Row;
use shared::{directory, rows, run};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// All tables that are counted anew; what a run without `--by` counts first.
const TABLES: [&str; 12] = [
    "speaker",
    "outlet",
    "year",
    "month",
    "type",
    "kind",
    "speaker-kind",
    "source,source-kind",
    "cue",
    "stance",
    "outlet,month",
    "speaker,outlet,type",
];

/// The lines of a file of numbers, in order; what is empty is left out.
fn written(csv: &str) -> Vec<(What, BTreeMap<String, String>)> {
    let dimensions = ["table", "measure", "speaker_id"];
    let numbers = [
        "count",
        "of",
        "share",
        "low",
        "high",
        "rest_count",
        "rest_of",
        "rest_share",
        "difference",
        "difference_low",
        "difference_high",
        "differs",
    ];
    let header: Vec<String> = csv.lines().next().unwrap().split(',').map(str::to_owned).collect();
    let line = |row: Row| {
        let table = row["table"].clone();
        let by: Vec<String> = match &*table {
            "all" => vec![],
            "compare-outlets" => vec!["outlet".into()],
            "compare-cues" => vec!["speaker".into(), "outlet".into()],
            by => by.split(',').map(|name| name.replace('-', "_")).collect(),
        };
        for name in header.iter().filter(|name| !by.contains(name)) {
            let is_value = !dimensions.contains(&&**name) && !numbers.contains(&&**name);
            assert!(!is_value || row[name].is_empty(), "{name} in {row:?}");
        }
        let values = by.iter().map(|name| (name.clone(), row[name].clone())).collect();
        let id = row.get("speaker_id").cloned().unwrap_or_default();
        let what = (table, values, id, row["measure"].clone());
        let is_number =
            |(name, value): &(String, String)| numbers.contains(&&**name) && !value.is_empty();
        (what, row.into_iter().filter(is_number).collect())
    };
    rows(csv.as_bytes()).into_iter().map(line).collect()
}

/// Holds the file against what is counted anew: the same lines, the same numbers.
fn check(csv: &str, expected: &BTreeMap<What, Numbers>) {
    let lines = written(csv);
    let found: BTreeMap<_, _> = lines.iter().cloned().collect();
    assert_eq!(found.len(), lines.len(), "a line stands there twice");
    let (have, want): (BTreeSet<_>, BTreeSet<_>) =
        (found.keys().collect(), expected.keys().collect());
    assert_eq!(have.difference(&want).next(), None, "nobody asked for this");
    assert_eq!(want.difference(&have).next(), None, "this is missing");
    for (what, numbers) in &found {
        let names = |of: &mut dyn Iterator<Item = String>| of.collect::<BTreeSet<_>>();
        let wanted = &expected[what];
        let all = names(&mut wanted.keys().map(|name| (*name).to_owned()));
        assert_eq!(names(&mut numbers.keys().cloned()), all, "{what:?}");
        for (name, value) in numbers {
            let should = &wanted[&**name];
            let is_right = match (value.parse::<f64>(), should.parse::<f64>()) {
                // Six places are written; whole numbers are the same at any rate.
                (Ok(a), Ok(b)) => (a - b).abs() < 1e-6,
                _ => value == should,
            };
            assert!(is_right, "{name} of {what:?}: {value}, counted anew {should}");
        }
    }
}

fn by(tables: &[&'static str]) -> Vec<&'static str> {
    tables.iter().flat_map(|table| ["--by", table]).collect()
}

/// The file of numbers that `audit` makes of the rows.
fn audited(rows: &[Row], flags: &[&str]) -> String {
    audited_as("csv", rows, flags)
}

fn audited_as(format: &str, rows: &[Row], flags: &[&str]) -> String {
    let place = directory(&[("rows.csv", &made::csv(rows))]);
    let flags = [&["audit", "rows.csv", "-q", "--format", format], flags].concat();
    let ran = run(place.path(), &flags, b"");
    assert_eq!((ran.code, &*ran.stderr), (0, ""));
    ran.stdout
}

#[test]
fn every_number_of_made_rows_is_right() {
    let rows = made::rows(800);
    let flags = [&by(&TABLES)[..], &["--compare-outlets", "--least", "8"]].concat();
    let csv = audited(&rows, &flags);
    let expected = brute::numbers(&rows, |_| true, &TABLES, Some(8));
    check(&csv, &expected);
    let flags: BTreeSet<String> =
        written(&csv).into_iter().filter_map(|(_, mut n)| n.remove("differs")).collect();
    assert_eq!(flags, BTreeSet::from(["less".to_owned(), "more".to_owned()]));
    assert!(expected.keys().any(|(table, ..)| table == "compare-cues"));
}

#[test]
fn all_measures_are_held_by_some_rows_and_not_by_others() {
    let csv = audited(&made::rows(800), &["--by", "type"]);
    let all = written(&csv).into_iter().filter(|((table, ..), _)| table == "all");
    let counts: BTreeMap<String, (u64, u64)> = all
        .map(|(what, n)| (what.3, (n["count"].parse().unwrap(), n["of"].parse().unwrap())))
        .collect();
    let names: BTreeSet<&str> = counts.keys().map(|name| &**name).collect();
    let words = ["statements", "words", "words_in_marks"];
    assert_eq!(names, MEASURES.into_iter().chain(words).collect());
    for measure in MEASURES {
        let (count, of) = counts[measure];
        assert!(0 < count && count < of, "{measure}: {count} of {of}");
    }
}

#[test]
fn every_number_of_the_seeds_is_right() {
    let place = Path::new(env!("CARGO_MANIFEST_DIR"));
    let extracted = run(place, &["extract", "seeds", "-q"], b"");
    let ran = run(place, &["audit", "-", "--format", "csv", "-q"], extracted.stdout.as_bytes());
    assert_eq!((ran.code, &*ran.stderr), (0, ""));
    let tables = ["speaker", "outlet", "year", "month", "type"];
    check(
        &ran.stdout,
        &brute::numbers(&rows(extracted.stdout.as_bytes()), |_| true, &tables, None),
    );
}

#[test]
fn what_is_not_wanted_is_not_counted_but_others_stand_within_it() {
    let rows = made::rows(600);
    let flags = ["--speaker", "Kim", "--type", "direct,indirect", "--by", "outlet"];
    let csv = audited(&rows, &flags);
    let is_kim = |row: &Row| row["speaker"].split(' ').any(|word| word == "Kim");
    let is_wanted = |row: &Row| {
        is_kim(row) && (row["quote_type"] == "direct" || row["quote_type"] == "indirect")
    };
    check(&csv, &brute::numbers(&rows, is_wanted, &["outlet"], None));
    let nested = written(&csv).into_iter().find(|(what, _)| what.3 == "nested").unwrap();
    assert_ne!(nested.1["count"], "0", "the filter leaves some");
}

#[test]
fn the_order_of_articles_does_not_matter() {
    let rows = made::rows(400);
    let flags = [&by(&TABLES)[..], &["--compare-outlets", "--least", "5"]].concat();
    let straight = audited(&rows, &flags);
    let mut articles: Vec<&[Row]> =
        rows.chunk_by(|a, b| a["article_id"] == b["article_id"]).collect();
    articles.reverse();
    assert_eq!(straight, audited(&articles.concat(), &flags));
}

#[test]
fn json_lines_have_the_numbers_of_the_table() {
    let rows = made::rows(300);
    let flags = ["--by", "speaker,outlet", "--compare-outlets", "--least", "5"];
    let csv = shared::rows(audited(&rows, &flags).as_bytes());
    let lines = audited_as("jsonl", &rows, &flags);
    let text = |value: &serde_json::Value| match value {
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Null => String::new(),
        number => number.to_string(),
    };
    assert_eq!(lines.lines().count(), csv.len());
    for (line, row) in lines.lines().zip(csv) {
        let object: serde_json::Map<String, serde_json::Value> =
            serde_json::from_str(line).unwrap();
        for (name, value) in row {
            let mine = object.get(&name).map(text).unwrap_or_default();
            let is_same = mine == value || mine.parse::<f64>().ok() == value.parse::<f64>().ok();
            assert!(is_same, "{name}: {mine}, {value} in the table");
        }
    }
}

#[test]
fn groups_stand_in_their_order_and_the_first_are_shown() {
    let rows = made::rows(400);
    let groups = |flags: &[&str]| -> Vec<(Vec<String>, u64)> {
        let lines = written(&audited(&rows, flags));
        let is_group = |what: &What| what.0 != "all" && what.3 == "statements";
        let lines = lines.into_iter().filter(|(what, _)| is_group(what));
        let values = |what: What| what.1.into_iter().map(|(_, value)| value).collect();
        lines.map(|(what, n)| (values(what), n["count"].parse().unwrap())).collect()
    };
    let speakers = groups(&["--by", "speaker"]);
    assert!(speakers.is_sorted_by(|a, b| (b.1, &a.0) <= (a.1, &b.0) || a.1 > b.1));
    assert_eq!(groups(&["--by", "speaker", "--top", "3"]), speakers[..3]);
    let months = groups(&["--by", "month"]);
    let names: Vec<&str> = months.iter().map(|(values, _)| &*values[0]).collect();
    assert_eq!(names, ["2025-12", "2026-01", "2026-02", ""], "what is not known last");
    let crossed = groups(&["--by", "outlet,month", "--top", "2"]);
    let outlets: Vec<String> = groups(&["--by", "outlet", "--top", "2"])
        .into_iter()
        .map(|(mut values, _)| values.remove(0))
        .collect();
    let mut first: Vec<String> =
        crossed.into_iter().map(|(mut values, _)| values.remove(0)).collect();
    first.dedup();
    assert_eq!(first, outlets, "an outlet's months stand together");
}
