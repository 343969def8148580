//! `docs/compare.md` shows what the program says: of the seeds, and of each column.

#![expect(clippy::unwrap_used, reason = "a test ends by panicking")]

mod shared;

use std::fs;
use std::path::{Path, PathBuf};
use whosaid::compare::{GroupColumn, TABLE};

fn path() -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "docs", "compare.md"].iter().collect()
}

/// The page with these lines between two marks.
fn with(page: &str, mark: &str, lines: &str) -> String {
    let begin = page.find(&format!("<!-- {mark}: ")).unwrap();
    let begin = begin + page[begin..].find("-->\n").unwrap() + 4;
    let end = page.find(&format!("<!-- end of {mark} -->")).unwrap();
    format!("{}{lines}{}", &page[..begin], &page[end..])
}

/// What `compare` shows of the seeds' rows.
fn seeds() -> String {
    let place = tempfile::tempdir().unwrap();
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let seeds = seeds.to_str().unwrap();
    let done = shared::run(place.path(), &["extract", seeds, "-q", "-o", "quotes.csv"], b"");
    assert_eq!((done.code, &*done.stderr), (0, ""));
    let done = shared::run(place.path(), &["compare", "quotes.csv", "-q"], b"");
    assert_eq!((done.code, &*done.stderr), (0, ""));
    format!("```\n{}\n```\n", done.stdout.trim_end())
}

fn columns() -> String {
    let mut table = String::from("| column | means |\n|---|---|\n");
    for column in TABLE {
        if let GroupColumn::Own(name, meaning) = column {
            table.push_str(&format!("| `{name}` | {meaning} |\n"));
        }
    }
    table
}

#[test]
fn the_page_shows_the_seeds_and_each_columns_meaning() {
    let page = fs::read_to_string(path()).unwrap();
    let wanted = with(&with(&page, "seeds", &seeds()), "columns", &columns());
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(path(), &wanted).unwrap();
    }
    assert!(page == wanted, "docs/compare.md is not as it is: UPDATE_GOLDEN=1 rewrites it");
}
