//! Tags against annotated text.
//!
//! The corpora are not ours to ship: the test runs where `WHOSAID_CORPORA`
//! names their directory and is ignored otherwise.

use std::path::PathBuf;
use std::time::Instant;
use whosaid::eval;
use whosaid::learn::{TagLayer, tags};
use whosaid::rules::{Options, RuleSet, Tables};
use whosaid::text::{Document, TagModel};

#[test]
#[ignore = "needs the corpora: WHOSAID_CORPORA=DIR"]
#[expect(clippy::print_stdout, reason = "the report is what it is run for")]
fn tags_are_as_annotated() {
    let corpora = PathBuf::from(std::env::var_os("WHOSAID_CORPORA").unwrap());
    let gold = eval::gold(&corpora.join("polnear-dev.jsonl")).unwrap();
    let mut layer = TagLayer::default();
    layer.read(&corpora.join("polnear-dev-corenlp.jsonl.gz")).unwrap();
    let mut shares = Vec::new();
    for tables in [Tables::None, Tables::Default] {
        let rules = RuleSet::read_with(None, Options { tables, ..Options::default() }).unwrap();
        let share = tags::agreement(&gold, &layer, &rules.lexicon).share();
        let begin = Instant::now();
        let read = |text| Document::read(text, 0, &rules.lexicon).tokens.len();
        let tokens: usize = gold.iter().map(|g| read(&g.text)).sum();
        let nanoseconds = begin.elapsed().as_nanos() as f64 / tokens as f64;
        println!("{:.2} % of the tags as annotated; {nanoseconds:.0} ns a token", 100.0 * share);
        shares.push(share);
    }
    assert!(shares[1] > 0.98 && shares[1] > shares[0], "{shares:?}");
}

#[test]
#[ignore = "of use in a release build alone"]
#[expect(clippy::print_stdout, reason = "the report is what it is run for")]
fn the_tagger_is_read_in_milliseconds() {
    let table = whosaid::rules::EMBEDDED_TABLES.iter().find(|(p, _)| p.ends_with("tags.bin"));
    let &(_, bytes) = table.unwrap();
    let time = |_| {
        let begin = Instant::now();
        assert!(TagModel::read(bytes).is_ok());
        begin.elapsed()
    };
    let best = (0..20).map(time).min().unwrap();
    println!("{} kB in {best:?}", bytes.len() / 1000);
    assert!(best.as_millis() < 10, "{best:?}");
}
