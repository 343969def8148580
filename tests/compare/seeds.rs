//! The five seed articles: extracted, then compared.

use crate::shared::{rows, run};
use std::collections::BTreeMap;
use std::path::Path;

type Cells = BTreeMap<String, String>;

/// The rows of the seeds, and the table of their groups.
fn compared() -> (Vec<Cells>, Vec<Cells>) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let extracted = run(root, &["extract", "seeds", "-q", "--format", "csv"], b"");
    assert_eq!((extracted.code, &*extracted.stderr), (0, ""));
    let place = tempfile::tempdir().unwrap();
    let args = ["compare", "-", "-q", "--format", "csv"];
    let groups = run(place.path(), &args, extracted.stdout.as_bytes());
    assert_eq!((groups.code, &*groups.stderr), (0, ""));
    (rows(extracted.stdout.as_bytes()), rows(groups.stdout.as_bytes()))
}

/// The one group that has both a row with all of these words, and one with the others.
fn group_of<'g>(groups: &'g [Cells], full: &str, cut: &str) -> [&'g Cells; 2] {
    let find = |words: &str, id: &str| {
        let fits =
            |row: &&Cells| row["relation"] == "same" && (id.is_empty() || row["group_id"] == id);
        let mut rows = groups.iter().filter(fits);
        rows.find(|row| row["quote"].contains(words))
    };
    let full = find(full, "").unwrap_or_else(|| panic!("no group has “{full}”"));
    let cut = find(cut, &full["group_id"]).unwrap_or_else(|| panic!("“{cut}” is not with it"));
    [full, cut]
}

#[test]
fn no_reason_is_there_is_no_reason_why_we_cannot_get_along_well() {
    let (_, groups) = compared();
    let [full, cut] = group_of(&groups, "get along well", "“no reason”");
    assert_eq!(full["differs"], "fullest");
    assert_eq!(full["published"], "2026-02-26");
    assert_eq!((&*cut["outlet"], &*cut["published"]), ("The Wall Street Journal", "2026-02-26"));
    assert!(cut["differs"].split(';').any(|d| d == "shortened"), "{}", cut["differs"]);
    assert_ne!(full["article_id"], cut["article_id"]);
    assert_eq!(cut["against"], full["quote_id"]);
}

#[test]
fn peaceful_coexistence_is_one_statement_in_both_articles() {
    let (extracted, groups) = compared();
    let with: Vec<&Cells> =
        extracted.iter().filter(|row| row["quote"].contains("peaceful coexistence")).collect();
    assert_eq!(with.len(), 2, "each article has a row of it");
    let [one, two] = group_of(&groups, "a “peaceful coexistence.”", "or confrontation");
    assert_eq!(one["group_id"], two["group_id"]);
    assert_ne!(one["article_id"], two["article_id"]);
    assert!(two["differs"].split(';').any(|d| d == "shortened"), "{}", two["differs"]);
}
