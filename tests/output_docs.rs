//! `docs/output.md` tells of each column what the program knows of it, and its
//! made-up article gives the examples.

#![expect(clippy::unwrap_used, reason = "a test ends by panicking")]

use std::fs;
use std::path::PathBuf;
use whosaid::extract::Extractor;
use whosaid::input::Article;
use whosaid::output::{ArticleRows, Column, EXTRA, FIXED_COLUMNS, Format, Layout, Type, brat};
use whosaid::rules::RuleSet;

fn path() -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "docs", "output.md"].iter().collect()
}

/// The page without the lines between two marks, which are `table`.
fn with_table(page: &str, mark: &str, table: &str) -> String {
    let begin = page.find(&format!("<!-- {mark}: ")).unwrap();
    let begin = begin + page[begin..].find("-->\n").unwrap() + 4;
    let end = page.find(&format!("<!-- end of {mark} -->")).unwrap();
    format!("{}\n{table}\n{}", &page[..begin], &page[end..])
}

fn table(columns: &[Column]) -> String {
    let mut table = String::from("| column | holds | meaning | example |\n|---|---|---|---|\n");
    for column in columns {
        let holds = match column.holds {
            Type::Text => "text",
            Type::Date => "date",
            Type::Integer => "whole number",
            Type::Number => "number",
            Type::Spans => "places",
        };
        let unit =
            if column.unit.is_empty() { String::new() } else { format!(", {}", column.unit) };
        let never = if column.required { ", never empty" } else { "" };
        let (name, meaning, example) = (column.name, column.meaning, column.example);
        table.push_str(&format!("| `{name}` | {holds}{unit}{never} | {meaning} | {example} |\n"));
    }
    table
}

#[test]
fn the_page_has_each_columns_meaning_unit_and_example() {
    let page = fs::read_to_string(path()).unwrap();
    let wanted = with_table(&page, "columns", &table(&FIXED_COLUMNS));
    let wanted = with_table(&wanted, "extra", &table(&EXTRA));
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(path(), &wanted).unwrap();
    }
    assert!(page == wanted, "docs/output.md is not of these columns: UPDATE_GOLDEN=1 rewrites it");
}

/// The made-up article of the page, with its rows.
fn talks() -> ArticleRows {
    let page = fs::read_to_string(path()).unwrap();
    let begin = page.find("```\n“We are ready").unwrap() + 4;
    let text = &page[begin..begin + page[begin..].find("```").unwrap()];
    let article = Article {
        id: "talks".into(),
        outlet: "The Seoul Daily".into(),
        published: "2026-02-27".into(),
        title: "Talks to resume".into(),
        text: text.into(),
        ..Article::default()
    };
    let rules = RuleSet::embedded().unwrap();
    let rows = Extractor::new(&rules).rows(&article);
    ArticleRows { article, rows }
}

#[test]
fn the_examples_are_of_the_pages_article() {
    let talks = talks();
    let layout = Layout::default();
    let bytes = [Format::Csv.header(&layout), Format::Csv.encode(&layout, &talks)].concat();
    let mut reader = csv::Reader::from_reader(&*bytes);
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 2);
    for (i, column) in FIXED_COLUMNS.iter().enumerate() {
        match column.name {
            // Not of this run, not in this article, or another with each table learned.
            "speaker_id" | "speaker_affiliation" | "confidence" => {}
            "addressee" => assert_eq!(&rows[1][i], column.example),
            _ => assert_eq!(&rows[0][i], column.example, "{}", column.name),
        }
    }
}

#[test]
fn the_examples_of_annotations_are_as_written() {
    let talks = talks();
    let page = fs::read_to_string(path()).unwrap();
    let ann = brat::files(&talks).ann;
    let first: Vec<&str> = ann.lines().take(8).collect();
    assert!(page.contains(&first.join("\n")), "{ann}");
    let json = Format::Annotations.encode(&Layout::default(), &talks);
    let written: serde_json::Value =
        serde_json::from_slice(&json[..json.windows(3).position(|w| w == b"},\n").unwrap() + 1])
            .unwrap();
    let begin = page.find("```json\n{").unwrap() + 8;
    let shown = &page[begin..begin + page[begin..].find("```").unwrap()];
    let mut shown: serde_json::Value = serde_json::from_str(shown).unwrap();
    // The data set is cut short on the page.
    shown["body"][4] = written["body"][4].clone();
    assert_eq!(shown, written);
}
