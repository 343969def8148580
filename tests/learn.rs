//! Learning from the made-up articles of `tests/eval`.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;
use whosaid::eval;
use whosaid::extract::default_floor;
use whosaid::learn::{self, Learned, TagLayer};
use whosaid::rules::{Options, RuleSet, Tables};

fn learned(articles: usize, threads: usize) -> Learned {
    let gold = eval::gold(Path::new("tests/eval/gold.jsonl")).unwrap();
    let mut rules = RuleSet::embedded().unwrap();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    let layer = TagLayer::default();
    let learn = || learn::learn(&gold[..articles], &layer, &mut rules, &mut |_, _, _| {});
    pool.install(learn).unwrap()
}

#[test]
fn the_same_articles_give_the_same_tables_at_any_number_of_threads() {
    let one = learned(6, 1);
    assert_eq!(one.tables, learned(6, 3).tables);
    let names: Vec<&str> = one.tables.iter().map(|t| t.name).collect();
    assert_eq!(names, ["tags.bin", "ends.tsv", "cues.tsv", "readings.tsv", "words.tsv"]);
    assert!(one.crossed.figures.quote.total() > 10, "they are tried on the articles");
}

#[test]
fn tables_learned_can_be_loaded_with_their_floor() {
    let dir = tempfile::tempdir().unwrap();
    // One article leaves four of the five parts empty.
    for articles in [1, 6] {
        let learned = learned(articles, 2);
        for table in &learned.tables {
            std::fs::write(dir.path().join(table.name), &table.bytes).unwrap();
        }
        let tables = Tables::Dir(dir.path().to_owned());
        let rules = RuleSet::read_with(None, Options { tables, ..Options::default() }).unwrap();
        let models = rules.models.as_ref().unwrap();
        assert!(models.ends.is_some() && models.readings.is_some());
        assert!((default_floor(&rules) - learned.crossed.floor).abs() < 0.001);
    }
}
