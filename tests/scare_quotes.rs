//! Words in marks that nobody says are no rows of the first seed.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::process::Command;

const SCARE_QUOTES: [&str; 7] = [
    "Fire and Fury",
    "Singapore Summit",
    "saber-rattling",
    "rogue state",
    "quasi-alliance",
    "risk management",
    "allowed",
];

fn quotes_of_the_first_seed() -> Vec<String> {
    let seed = concat!(env!("CARGO_MANIFEST_DIR"), "/seeds/000_4f94cd46978140d0.txt");
    let output = Command::new(env!("CARGO_BIN_EXE_whosaid"))
        .args(["extract", seed, "-q", "--format", "csv"])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut reader = csv::Reader::from_reader(&*output.stdout);
    let column = reader.headers().unwrap().iter().position(|name| name == "quote").unwrap();
    reader.records().map(|record| record.unwrap()[column].to_owned()).collect()
}

#[test]
fn scare_quotes_are_not_speech() {
    let quotes = quotes_of_the_first_seed();
    assert!(quotes.iter().any(|quote| quote.contains("gangster-like")), "{quotes:#?}");
    for words in SCARE_QUOTES {
        let said = quotes.iter().find(|quote| quote.contains(&format!("\"{words}")));
        assert_eq!(said, None, "{words}");
    }
}
