//! The same rows give the same bytes, whatever the threads, the memory, the order and the files.

use crate::made::{csv, rows, shuffled};
use crate::shared::{directory, rows as read, run};
use std::collections::BTreeMap;
use std::path::Path;

const STATEMENTS: usize = 250;

/// Standard output of `compare … --format csv`.
fn compare(place: &Path, args: &[&str]) -> String {
    let ran = run(place, &[&["compare", "-q", "--format", "csv"], args].concat(), b"");
    assert_eq!((ran.code, &*ran.stderr), (0, ""), "{args:?}");
    ran.stdout
}

/// The groups by their ids: their lines, without the place in the output.
fn groups(csv: &str) -> BTreeMap<String, Vec<BTreeMap<String, String>>> {
    let mut groups: BTreeMap<String, Vec<_>> = BTreeMap::new();
    for row in read(csv.as_bytes()) {
        groups.entry(row["group_id"].clone()).or_default().push(row);
    }
    groups
}

#[test]
fn threads_and_memory_do_not_matter() {
    let rows = rows(STATEMENTS, 1);
    assert!(rows.len() > 500, "{}", rows.len());
    let place = directory(&[("rows.csv", &csv(&rows))]);
    let expected = compare(place.path(), &["rows.csv", "--threads", "1"]);
    assert!(groups(&expected).len() > 50, "{}", groups(&expected).len());
    for threads in ["2", "3", "8"] {
        let found = compare(place.path(), &["rows.csv", "--threads", threads]);
        assert!(found == expected, "{threads} threads");
    }
    for memory in ["1MB", "10kB"] {
        let found = compare(place.path(), &["rows.csv", "--memory", memory]);
        assert!(found == expected, "{memory}");
    }
}

/// The first difference, for people.
fn assert_same(found: &str, expected: &str, what: &str) {
    let (found, expected) = (groups(found), groups(expected));
    for (id, group) in &expected {
        assert_eq!(found.get(id), Some(group), "{what}: {id}");
    }
    let more = found.keys().find(|id| !expected.contains_key(*id));
    assert_eq!(more, None, "{what}");
}

/// The groups of one relation, in whatever order the rows come.
fn the_order_does_not_matter(relation: &str) {
    let rows = rows(150, 2);
    let place = directory(&[("rows.csv", &csv(&rows))]);
    let expected = compare(place.path(), &["rows.csv", "--relations", relation]);
    assert!(groups(&expected).len() > 5, "{}", groups(&expected).len());
    for seed in 1..3 {
        std::fs::write(place.path().join("other.csv"), csv(&shuffled(&rows, seed))).unwrap();
        let found = compare(place.path(), &["other.csv", "--relations", relation]);
        assert_same(&found, &expected, "shuffled");
    }
}

#[test]
fn the_order_of_rows_does_not_matter_to_what_is_the_same() {
    the_order_does_not_matter("same");
}

#[test]
fn the_order_of_rows_does_not_matter_to_conflicts() {
    the_order_does_not_matter("conflict");
}

#[test]
fn the_order_of_rows_does_not_matter_to_positions() {
    the_order_does_not_matter("position");
}

#[test]
fn several_files_are_one() {
    let rows = rows(100, 3);
    let (head, tail) = rows.split_at(rows.len() / 3);
    let files = [("rows.csv", csv(&rows)), ("in/1.csv", csv(head)), ("in/2.csv", csv(tail))];
    let place = directory(&files.each_ref().map(|(name, bytes)| (*name, &**bytes)));
    let expected = compare(place.path(), &["rows.csv"]);
    assert!(compare(place.path(), &["in/1.csv", "in/2.csv"]) == expected);
    assert!(compare(place.path(), &["in"]) == expected);
    assert_same(&compare(place.path(), &["in/2.csv", "in/1.csv"]), &expected, "the last first");
}

/// The groups of one relation, however often a file is read.
fn twice_is_once(relation: &str) {
    let rows = rows(150, 4);
    let place = directory(&[("rows.csv", &csv(&rows))]);
    let of = |files: &[&str]| compare(place.path(), &[&["--relations", relation], files].concat());
    let once = of(&["rows.csv"]);
    assert!(groups(&once).len() > 5, "{}", groups(&once).len());
    assert_same(&of(&["rows.csv"; 2]), &once, "twice");
    assert_same(&of(&["rows.csv"; 3]), &once, "three times");
}

#[test]
fn a_row_that_is_read_twice_is_one_printing() {
    twice_is_once("same");
}

#[test]
fn a_row_that_is_read_twice_is_in_one_conflict() {
    twice_is_once("conflict");
}

#[test]
fn a_row_that_is_read_twice_is_one_step_of_a_position() {
    twice_is_once("position");
}
