//! Made-up rows in which everything that is counted happens, and its opposite.

use std::collections::BTreeMap;
use whosaid::output::COLUMNS;

pub(crate) type Row = BTreeMap<String, String>;

/// Numbers that look drawn by lot, the same on every run.
struct Lot(u64);

impl Lot {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963);
        (self.0 >> 33) as usize % most
    }

    fn of<'t>(&mut self, all: &[&'t str]) -> &'t str {
        all[self.below(all.len())]
    }
}

const OUTLETS: [&str; 6] = ["The Seoul Daily", "NYT", "Fox News", "Post", "post", ""];
const DATES: [&str; 9] = [
    "2025-12-31",
    "2026-01-02",
    "2026-01",
    "2026-02-25T10:00:00+09:00",
    "2026",
    "2026-W09",
    "",
    "2026-02-26",
    "soon",
];
/// Name, id and kind.
const SPEAKERS: [[&str; 3]; 14] = [
    ["Kim Jong Un", "Q1", "person"],
    ["Kim", "Q1", "person"],
    ["Chairman Kim", "Q1", "person"],
    ["Moon", "", "person"],
    ["Park, “the envoy”", "", "person"],
    ["Q1", "", "person"],
    ["Seoul Institute", "", "organisation"],
    ["Seoul Institute", "Q7", "organisation"],
    ["lawmakers", "", "group"],
    ["a senior official", "", "anonymous"],
    ["two people familiar with it", "", "anonymous"],
    ["a letter", "", "document"],
    ["", "", ""],
    ["the sea", "", "thing"],
];
const QUOTES: [&str; 12] = [
    "“We are ready,” … “but not now.”",
    "there is no reason to talk",
    "the U.S. \"gangster-like,\" – 3 times",
    "that Moon had said “no” to it",
    "what he told, “he said,” and more",
    "“Moon said no.”",
    "—",
    "Seoul’s «most hostile» entity",
    "that, Said one, it\nends",
    "to talk,\" Moon said, \"if not now",
    "\"We are \" ready (\"now,\") said \"one\".",
    "‘Moon said no’",
];
const SOURCES: [[&str; 2]; 15] = [
    ["", ""],
    ["", "outlet"],
    ["Seoul Daily", "outlet"],
    ["the New York Times", "outlet"],
    ["FoxNews", "outlet"],
    ["KCNA", "outlet"],
    ["HuffPost", "outlet"],
    ["a statement", "document"],
    ["a rally", "venue"],
    ["Twitter", "platform"],
    ["a senior official", ""],
    ["Moon’s aide", ""],
    ["a discussion", ""],
    ["someone familiar with it", ""],
    ["whoever wasn’t authorized", ""],
];
const CUES: [[&str; 2]; 9] = [
    ["said", "asserts"],
    ["Said", "asserts"],
    ["has also told", "asserts"],
    ["claimed", "asserts"],
    ["has repeatedly insisted", "asserts"],
    ["did not admit", "not-admits"],
    ["asked", "asks"],
    ["according to", "asserts"],
    ["", ""],
];

/// So many rows, articles one after another.
pub(crate) fn rows(number: usize) -> Vec<Row> {
    let mut lot = Lot(42);
    let mut rows: Vec<Row> = Vec::new();
    while rows.len() < number {
        let article = if lot.below(30) == 0 { String::new() } else { format!("a{}", rows.len()) };
        let (outlet, date) = (lot.of(&OUTLETS), lot.of(&DATES));
        for _ in 0..=lot.below(8) {
            let mut row = one(&mut lot, outlet);
            row.insert("article_id".into(), article.clone());
            row.insert("outlet".into(), outlet.into());
            row.insert("published".into(), date.into());
            row.insert("quote_id".into(), format!("{:016x}", rows.len()));
            rows.push(row);
        }
    }
    rows
}

fn one(lot: &mut Lot, outlet: &str) -> Row {
    // Few make most of the rows.
    let speaker = lot.below(SPEAKERS.len()).min(lot.below(SPEAKERS.len()));
    let [name, id, kind] = SPEAKERS[speaker];
    let source = lot.below(SOURCES.len()) * lot.below(2);
    let [source, source_kind] = SOURCES[source];
    // One outlet has people claim and insist.
    let cue = if outlet == "Fox News" { 3 + lot.below(2) } else { lot.below(CUES.len()) };
    let [cue, stance] = CUES[cue];
    let spans = spans(lot);
    let values = [
        ("speaker", name),
        ("speaker_id", id),
        ("speaker_kind", kind),
        ("kind", lot.of(&["statement", "statement", "attitude", "decree"])),
        ("quote", lot.of(&QUOTES)),
        ("quote_type", lot.of(&["direct", "mixed", "indirect", "indirect", ""])),
        ("source", source),
        ("source_kind", source_kind),
        ("cue", cue),
        ("stance", stance),
        ("confidence", lot.of(&["0.5", "0.9", ""])),
        ("start", "0"),
        ("end", lot.of(&["9", "0", ""])),
        ("spans", &spans),
    ];
    let mut row: Row = COLUMNS.iter().map(|name| ((*name).to_owned(), String::new())).collect();
    row.extend(values.map(|(name, value)| (name.to_owned(), value.to_owned())));
    row
}

/// Places in few code points, so that many stand within others or are the same.
fn spans(lot: &mut Lot) -> String {
    let mut piece = |from: usize| {
        let begin = from + lot.below(30);
        (begin, begin + 1 + lot.below(20))
    };
    let (first, second) = (piece(0), piece(60));
    match lot.below(6) {
        0 => String::new(),
        1 => "quote=7-x".into(),
        2 => format!("quote={}-{};{}-{} cue=1-2", first.0, first.1, second.0, second.1),
        _ => format!("speaker=1-2 quote={}-{}", first.0, first.1),
    }
}

/// The rows as `extract` writes them.
pub(crate) fn csv(rows: &[Row]) -> Vec<u8> {
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record(COLUMNS).unwrap();
    for row in rows {
        table.write_record(COLUMNS.map(|name| &row[name])).unwrap();
    }
    table.into_inner().unwrap()
}
