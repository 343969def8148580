//! Rows as brat standoff: for each article its text and a file of annotations.
//!
//! A row is an event: its cue is the trigger, and arcs lead from there to the quote,
//! the speaker mention, the source and the addressee. Places are code points of the
//! text, which is written verbatim, as `Article::text` has it.
//!
//! # Why words are split at line breaks
//!
//! One annotation is one line, so that a quote over two paragraphs is written in
//! pieces (`5 20;22 40`). What counts as a line break is what Python's
//! `str.splitlines` takes for one, as brat reads lines with it; tabs part fields.
//!
//! # Why rows share annotations
//!
//! Two rows may have one speaker mention or one cue. The same words in the same part
//! are annotated once, so that brat draws one box with two events.

use super::codepoints::Places;
use super::columns::rounded;
use super::{ArticleRows, Row};
use crate::rules::{Kind, RuleSet};
use crate::text::Span;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// What brat needs of one article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Files<'a> {
    /// For `NAME.txt`: the article's text, verbatim.
    pub txt: &'a str,
    /// For `NAME.ann`.
    pub ann: String,
}

/// The files of one article, rows or none. A row whose places are not in the text has no part
/// in them.
pub fn files(article: &ArticleRows) -> Files<'_> {
    let mut writer = Writer::new(&article.article.text);
    for row in &article.rows {
        writer.row(row);
    }
    Files { txt: &article.article.text, ann: writer.ann }
}

/// `annotation.conf`, one for the whole directory: what rows under these rules can have.
pub fn conf(rules: &RuleSet) -> String {
    let cues = rules.cues.iter().map(|cue| cue.stance);
    let stances = cues.chain(rules.rules.iter().filter_map(|rule| rule.stance.as_deref()));
    let stances: BTreeSet<&str> = stances.filter(|stance| !stance.is_empty()).collect();
    let stances = stances.into_iter().map(word).collect::<Vec<_>>().join("|");
    let mut conf = String::from("[entities]\nQuote\nSpeaker\nSource\nAddressee\n");
    conf.push_str("\n[relations]\n<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>\n");
    conf.push_str("\n[events]\n");
    for (_, kind) in Kind::ALL {
        let _ = writeln!(
            conf,
            "{}\tContent?:Quote, Speaker?:Speaker, Source?:Source, Addressee?:Addressee",
            capital(kind)
        );
    }
    conf.push_str("\n[attributes]\nQuoteType\tArg:<EVENT>, Value:direct|mixed|indirect\n");
    let _ = writeln!(conf, "Stance\tArg:<EVENT>, Value:{stances}\nNegated\tArg:<EVENT>");
    conf
}

/// The annotations of one text.
struct Writer<'t> {
    places: Places<'t>,
    ann: String,
    /// The numbers of what is annotated: its type and places.
    texts: BTreeMap<(String, Vec<Span>), usize>,
    notes: BTreeSet<String>,
    events: usize,
    attributes: usize,
}

impl<'t> Writer<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            places: Places::new(text),
            ann: String::new(),
            texts: BTreeMap::new(),
            notes: BTreeSet::new(),
            events: 0,
            attributes: 0,
        }
    }

    fn row(&mut self, row: &Row) {
        let kind = if row.kind.is_empty() { "Statement".into() } else { capital(row.kind) };
        let quote = self.text("Quote", &row.spans.quote);
        // Where no word signals it, the quote does.
        let cue = self
            .text(&kind, row.spans.cue.as_slice())
            .or_else(|| self.text(&kind, &row.spans.quote));
        let speaker = self.text("Speaker", row.spans.speaker.as_slice());
        let source = self.text("Source", row.spans.source.as_slice());
        let addressee = self.text("Addressee", row.spans.addressee.as_slice());
        let Some(cue) = cue else { return };
        self.events += 1;
        let event = format!("E{}", self.events);
        self.line(format_args!("{event}\t{kind}:T{cue}"));
        let arcs = [quote, speaker, source, addressee];
        for (name, to) in ["Content", "Speaker", "Source", "Addressee"].iter().zip(arcs) {
            if let Some(to) = to {
                let _ = write!(self.ann, " {name}:T{to}");
            }
        }
        self.ann.push('\n');
        self.attributes(row, &event);
        self.note(&speaker.map_or_else(|| event.clone(), |t| format!("T{t}")), &who(row));
        self.note(&event, &about(row));
    }

    /// The number of an annotation of these words, written where it is new.
    fn text(&mut self, kind: &str, spans: &[Span]) -> Option<usize> {
        let pieces = pieces(&self.places, spans)?;
        let key = (kind.to_owned(), pieces.iter().map(|(span, _)| *span).collect());
        if let Some(&number) = self.texts.get(&key) {
            return Some(number);
        }
        let number = self.texts.len() + 1;
        self.line(format_args!("T{number}\t{kind}"));
        for (i, (span, _)) in pieces.iter().enumerate() {
            let joint = if i == 0 { ' ' } else { ';' };
            let _ = write!(self.ann, "{joint}{} {}", span.start, span.end);
        }
        let words: Vec<&str> = pieces.iter().map(|(_, words)| *words).collect();
        let _ = writeln!(self.ann, "\t{}", words.join(" "));
        self.texts.insert(key, number);
        Some(number)
    }

    fn attributes(&mut self, row: &Row, event: &str) {
        let stance = row.stance.strip_prefix("not-").unwrap_or(&row.stance);
        for (name, value) in [("QuoteType", row.quote_type), ("Stance", stance)] {
            if !value.is_empty() {
                self.attributes += 1;
                let number = self.attributes;
                self.line(format_args!("A{number}\t{name} {event} {}\n", word(value)));
            }
        }
        if stance.len() < row.stance.len() {
            self.attributes += 1;
            let number = self.attributes;
            self.line(format_args!("A{number}\tNegated {event}\n"));
        }
    }

    /// A note on an annotation; the same one is written once.
    fn note(&mut self, on: &str, text: &str) {
        let note = format!("AnnotatorNotes {on}\t{}", one_line(text));
        if !text.is_empty() && self.notes.insert(note.clone()) {
            let number = self.notes.len();
            self.line(format_args!("#{number}\t{note}\n"));
        }
    }

    fn line(&mut self, text: std::fmt::Arguments<'_>) {
        self.ann.write_fmt(text).expect("writing to memory does not fail");
    }
}

/// The pieces of `spans` without line breaks, in text order, each with its words; `None`: none
/// of them has words.
fn pieces<'t>(places: &Places<'t>, spans: &[Span]) -> Option<Vec<(Span, &'t str)>> {
    let mut spans = spans.to_vec();
    spans.sort_unstable();
    let mut pieces = Vec::new();
    for span in spans {
        let words = places.between(span.start as usize, span.end as usize)?;
        let mut at = span.start as usize;
        for line in words.split_inclusive(is_break) {
            let from = at + line.chars().take_while(|c| c.is_whitespace()).count();
            let words = line.trim();
            if !words.is_empty() {
                pieces.push((Span::new(from, from + words.chars().count()), words));
            }
            at += line.chars().count();
        }
    }
    (!pieces.is_empty()).then_some(pieces)
}

fn is_break(c: char) -> bool {
    matches!(
        c,
        '\t' | '\n' | '\x0B' | '\x0C' | '\r' | '\x1C'..='\x1E' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// Who the speaker is: `Moon Ji-won (person; Foreign Minister)`.
fn who(row: &Row) -> String {
    let more = [row.speaker_kind, &row.speaker_role, &row.speaker_affiliation, &row.speaker_id];
    with_more(&row.speaker, &more)
}

/// What else is known of the row.
fn about(row: &Row) -> String {
    let source = with_more(&row.source, &[row.source_kind]);
    let source = if source.is_empty() { source } else { format!("source: {source}; ") };
    let said_on = &row.said_on;
    let said_on = if said_on.is_empty() { String::new() } else { format!("said on {said_on}; ") };
    let (id, confidence) = (&row.quote_id, rounded(row.confidence));
    format!("{source}{said_on}confidence {confidence:.3}; {id}")
}

fn with_more(name: &str, more: &[&str]) -> String {
    let more: Vec<&str> = more.iter().copied().filter(|text| !text.is_empty()).collect();
    match (name, more.is_empty()) {
        ("", _) => String::new(),
        (name, true) => name.into(),
        (name, false) => format!("{name} ({})", more.join("; ")),
    }
}

fn one_line(text: &str) -> String {
    text.replace(is_break, " ")
}

/// A name as brat takes one: no spaces, nor what parts names in its files.
fn word(text: &str) -> String {
    text.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect()
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|c| c.to_ascii_uppercase());
    word(&first.into_iter().chain(chars).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::Article;
    use crate::output::Spans;

    const TEXT: &str =
        "Élan 👉\n“We are ready.\u{2028}\n\n\tFor talks,” Kim told parliament. He said no.";

    fn span(words: &str) -> Vec<Span> {
        let start = TEXT[..TEXT.find(words).unwrap()].chars().count();
        vec![Span::new(start, start + words.chars().count())]
    }

    fn article() -> ArticleRows {
        let first = Row {
            quote_id: "00ff".into(),
            speaker: "Kim Jong Un".into(),
            speaker_kind: "person",
            kind: "statement",
            quote_type: "direct",
            stance: "asserts".into(),
            spans: Spans {
                quote: span("“We are ready.\u{2028}\n\n\tFor talks,”"),
                speaker: span("Kim").pop(),
                cue: span("told").pop(),
                addressee: span("parliament").pop(),
                ..Spans::default()
            },
            ..Row::default()
        };
        let mut second = first.clone();
        second.kind = "attitude";
        second.stance = "not-asserts".into();
        second.spans.quote = span("no");
        let mut third = first.clone();
        third.spans.quote = span("He said no.");
        let article = Article { id: "17".into(), text: TEXT.into(), ..Article::default() };
        ArticleRows { article, rows: vec![first, second, third] }
    }

    /// Checks an annotation file as brat does, and gives its lines.
    fn checked(files: &Files<'_>) -> Vec<String> {
        let text: Vec<char> = files.txt.chars().collect();
        let mut seen = BTreeSet::new();
        for line in files.ann.lines() {
            let fields: Vec<&str> = line.split('\t').collect();
            assert!(seen.insert(fields[0].to_string()), "{line}");
            if !line.starts_with('T') {
                continue;
            }
            let (_, places) = fields[1].split_once(' ').unwrap();
            let pieces = places.split(';').map(|piece| {
                let (start, end) = piece.split_once(' ').unwrap();
                let (start, end): (usize, usize) = (start.parse().unwrap(), end.parse().unwrap());
                text[start..end].iter().collect::<String>()
            });
            assert_eq!(pieces.collect::<Vec<_>>().join(" "), fields[2], "{line}");
        }
        files.ann.lines().map(String::from).collect()
    }

    #[test]
    fn a_row_is_an_event_with_its_parts() {
        let article = article();
        let lines = checked(&files(&article));
        assert_eq!(
            lines[..9],
            [
                "T1\tQuote 7 21;25 36\t“We are ready. For talks,”",
                "T2\tStatement 41 45\ttold",
                "T3\tSpeaker 37 40\tKim",
                "T4\tAddressee 46 56\tparliament",
                "E1\tStatement:T2 Content:T1 Speaker:T3 Addressee:T4",
                "A1\tQuoteType E1 direct",
                "A2\tStance E1 asserts",
                "#1\tAnnotatorNotes T3\tKim Jong Un (person)",
                "#2\tAnnotatorNotes E1\tconfidence 0.000; 00ff",
            ]
        );
    }

    #[test]
    fn the_same_words_in_the_same_part_are_annotated_once() {
        let article = article();
        let lines = checked(&files(&article));
        let of = |what: &str| lines.iter().filter(|l| l.contains(what)).count();
        assert_eq!(of("\tSpeaker 37"), 1);
        assert_eq!(of("\tStatement 41"), 1);
        assert_eq!(of("\tAttitude 41"), 1);
        assert_eq!(of("Kim Jong Un (person)"), 1);
        assert_eq!(lines.iter().filter(|l| l.starts_with('E')).count(), 3);
        assert!(lines.contains(&"A5\tNegated E2".to_string()), "{lines:?}");
    }

    #[test]
    fn a_quote_without_a_cue_is_its_own_trigger() {
        let mut article = article();
        article.rows.truncate(1);
        article.rows[0].spans.cue = None;
        let lines = checked(&files(&article));
        assert_eq!(lines[1], "T2\tStatement 7 21;25 36\t“We are ready. For talks,”");
        assert!(lines.contains(&"E1\tStatement:T2 Content:T1 Speaker:T3 Addressee:T4".into()));
    }

    #[test]
    fn places_that_are_not_in_the_text_are_left_out() {
        let mut article = article();
        article.article.text.clear();
        assert_eq!(files(&article).ann, "");
    }

    #[test]
    fn the_configuration_names_all_that_rows_can_have() {
        let conf = conf(&RuleSet::embedded().unwrap());
        for line in ["Quote", "Statement\tContent?:Quote, Speaker?", "Attitude\t", "Decree\t"] {
            assert!(conf.lines().any(|l| l.starts_with(line)), "{line}");
        }
        let stances = conf.lines().find(|l| l.starts_with("Stance\t")).unwrap();
        assert!(stances.contains("asserts|") && stances.contains("|denies|"), "{stances}");
    }
}
