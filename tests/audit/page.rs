//! `docs/audit.md` shows what the command says, and tells of all that it counts.

use super::brute::MEASURES;
use super::shared::run;
use std::fs;
use std::path::Path;

const BEGIN: &str = "<!-- seeds: written by `UPDATE_GOLDEN=1 cargo test --test audit` -->\n";
const END: &str = "<!-- end of seeds -->";

#[test]
fn the_page_shows_the_seeds_as_they_are_counted() {
    let place = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = place.join("docs/audit.md");
    let page = fs::read_to_string(&path).unwrap();
    let rows = run(place, &["extract", "seeds", "-q"], b"").stdout;
    let shown = run(place, &["audit", "-", "-q"], rows.as_bytes()).stdout;
    let (head, rest) = page.split_once(BEGIN).unwrap();
    let (_, tail) = rest.split_once(END).unwrap();
    let wanted = format!("{head}{BEGIN}```\n{shown}```\n{END}{tail}");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, &wanted).unwrap();
    }
    assert!(page == wanted, "docs/audit.md is not of these rows: UPDATE_GOLDEN=1 rewrites it");
}

#[test]
fn the_page_tells_what_each_measure_is() {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/audit.md"));
    let page = page.unwrap();
    let table: Vec<&str> = page.lines().filter(|line| line.starts_with("| `")).collect();
    for measure in MEASURES.iter().chain(&["statements", "words", "words_in_marks"]) {
        let is_told = table.iter().any(|line| line.contains(&format!("`{measure}`")));
        assert!(is_told, "{measure}");
    }
}
