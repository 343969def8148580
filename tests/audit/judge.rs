//! What holds of a row, told in the plainest way.

use super::made::Row;
use regex::Regex;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;

/// A row, and what holds of it.
pub(crate) struct Judged<'r> {
    pub(crate) row: &'r Row,
    pub(crate) holds: BTreeSet<&'static str>,
    /// All, and those in marks.
    pub(crate) words: (u64, u64),
}

static WORD: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"[\p{Alphabetic}\p{N}]+").unwrap());
static PIECE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\S*?([\p{Alphabetic}\p{N}])\S*").unwrap());
static CAPITAL: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(\p{Ll})(\p{Lu})").unwrap());

impl Judged<'_> {
    pub(crate) fn copy(&self) -> Self {
        Self { row: self.row, holds: self.holds.clone(), words: self.words }
    }
}

pub(crate) fn judge<'r>(row: &'r Row, rows: &[Row], lists: &Lists) -> Judged<'r> {
    let is = |column: &str, value: &str| row[column] == value;
    let kinds = ["person", "organisation", "group", "anonymous", "document"];
    let types = ["direct", "mixed", "indirect"];
    let has_source = !is("source", "");
    let from_outlet = has_source && is("source_kind", "outlet");
    let is_own = from_outlet && lists.is_own(&row["outlet"], &row["source"]);
    let adds_none =
        !has_source || is_own || is("source_kind", "venue") || is("source_kind", "platform");
    let is_plain = row["source"].to_lowercase() == row["source"];
    let source_words = format!(" {} ", split(&row["source"]).join(" "));
    let is_unnamed = has_source
        && is("source_kind", "")
        && is_plain
        && lists.unnamed.iter().any(|entry| source_words.contains(&format!(" {entry} ")));
    let nested = is_nested(row, rows);
    let (words, in_marks, told) = words(&row["quote"], &lists.retelling);
    let (in_marks, told) =
        if is("quote_type", "direct") { (words, false) } else { (in_marks, told) };
    let cue = split(&row["cue"].to_lowercase())
        .into_iter()
        .find(|word| lists.neutral.contains(word) || lists.loaded.contains(word))
        .filter(|_| !row["stance"].starts_with("not-"));
    let facts = [
        ("other_type", !types.contains(&&*row["quote_type"])),
        ("named", is("speaker_kind", "person") || is("speaker_kind", "organisation")),
        ("unknown_kind", !kinds.contains(&&*row["speaker_kind"])),
        ("no_speaker", is("speaker", "")),
        ("with_source", has_source),
        ("without_source", !has_source),
        ("one_anonymous", (is("speaker_kind", "anonymous") && adds_none) || is_unnamed),
        ("from_document", has_source && is("source_kind", "document")),
        ("other_outlet", from_outlet && !is_own),
        ("nested", nested),
        ("told_in_quote", told),
        ("second_hand", nested || told || (from_outlet && !is_own)),
        ("neutral_cue", cue.as_ref().is_some_and(|word| lists.neutral.contains(word))),
        ("loaded_cue", cue.as_ref().is_some_and(|word| lists.loaded.contains(word))),
    ];
    let of_kind = kinds.into_iter().map(|kind| (kind, is("speaker_kind", kind)));
    let of_type = types.into_iter().map(|kind| (kind, is("quote_type", kind)));
    let holds = facts.into_iter().chain(of_kind).chain(of_type).filter(|(_, is_so)| *is_so);
    Judged { row, holds: holds.map(|(name, _)| name).collect(), words: (words, in_marks) }
}

fn split(text: &str) -> Vec<String> {
    WORD.find_iter(text).map(|word| word.as_str().to_owned()).collect()
}

static BEHIND: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"([\p{Alphabetic}\p{N}][^\s"]*)""#).unwrap());
static BEFORE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#""(\S*[\p{Alphabetic}\p{N}])"#).unwrap());

/// The straight marks at words as the bent ones that they stand for.
fn bent(quote: &str) -> String {
    let mut text = quote.to_owned();
    for (mark, by) in [(&*BEHIND, "${1}”"), (&*BEFORE, "“${1}")] {
        while mark.is_match(&text) {
            text = mark.replace_all(&text, by).into_owned();
        }
    }
    text
}

/// Words, those in marks, and whether one of the others is in the list.
fn words(quote: &str, list: &BTreeSet<String>) -> (u64, u64, bool) {
    let quote = &*bent(quote);
    let is_inside = |before: &str| {
        before.chars().fold(false, |inside, c| match c {
            '“' | '«' => true,
            '”' | '»' => false,
            '"' => !inside,
            _ => inside,
        })
    };
    let (mut all, mut in_marks, mut told) = (0, 0, false);
    for piece in PIECE.captures_iter(quote) {
        all += 1;
        let inside = is_inside(&quote[..piece.get(1).unwrap().start()]);
        in_marks += u64::from(inside);
        let word = piece[0].to_lowercase();
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        told |= !inside && list.contains(bare);
    }
    (all, in_marks, told)
}

fn pieces(row: &Row) -> Vec<(u32, u32)> {
    let read = |text: &str| {
        let (begin, end) = text.split_once('-')?;
        let (begin, end): (u32, u32) = (begin.parse().ok()?, end.parse().ok()?);
        (begin < end).then_some((begin, end))
    };
    let quote = row["spans"].split(' ').find_map(|part| part.strip_prefix("quote="));
    let told: Option<Vec<_>> = quote.and_then(|quote| quote.split(';').map(read).collect());
    let whole = || read(&format!("{}-{}", row["start"], row["end"]));
    told.unwrap_or_else(|| whole().into_iter().collect())
}

/// Whether all pieces stand within pieces of other rows of the article, one with room left.
fn is_nested(row: &Row, rows: &[Row]) -> bool {
    let is_other = |other: &&Row| {
        other["article_id"] == row["article_id"]
            && !row["article_id"].is_empty()
            && other["quote_id"] != row["quote_id"]
    };
    let others: Vec<(u32, u32)> = rows.iter().filter(is_other).flat_map(pieces).collect();
    let mine = pieces(row);
    let within = |a: &(u32, u32), b: &(u32, u32)| b.0 <= a.0 && a.1 <= b.1;
    let all = mine.iter().all(|piece| others.iter().any(|other| within(piece, other)));
    let strictly = |piece| others.iter().any(|other| within(piece, other) && piece != other);
    all && mine.iter().any(strictly)
}

pub(crate) struct Lists {
    neutral: BTreeSet<String>,
    loaded: BTreeSet<String>,
    retelling: BTreeSet<String>,
    unnamed: BTreeSet<String>,
    articles: BTreeSet<String>,
}

impl Lists {
    pub(crate) fn read() -> Self {
        let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/en/words");
        let list = |name: &str| -> BTreeSet<String> {
            let text = std::fs::read_to_string(directory.join(format!("{name}.txt"))).unwrap();
            let entries = text.lines().filter(|line| !line.starts_with('#'));
            entries.map(|entry| split(entry).join(" ")).collect()
        };
        Self {
            neutral: list("neutral-cues"),
            loaded: list("loaded-cues"),
            retelling: list("retelling-words"),
            unnamed: &list("anonymous-markers") | &list("roles"),
            articles: list("articles"),
        }
    }

    fn is_own(&self, outlet: &str, source: &str) -> bool {
        let words = |name: &str| -> Vec<String> {
            let words = split(&CAPITAL.replace_all(name, "$1 $2").to_lowercase());
            words.into_iter().filter(|word| !self.articles.contains(word)).collect()
        };
        let (one, other) = (words(outlet), words(source));
        if one.is_empty() || other.is_empty() {
            return false;
        }
        let spaced = |words: &[String]| format!(" {} ", words.join(" "));
        let initials = |words: &[String]| words.iter().map(|word| &word[..1]).collect::<String>();
        let is_short =
            |a: &[String], b: &[String]| b.len() > 1 && a.len() == 1 && a[0] == initials(b);
        spaced(&one).contains(&spaced(&other))
            || spaced(&other).contains(&spaced(&one))
            || one.concat() == other.concat()
            || is_short(&one, &other)
            || is_short(&other, &one)
    }
}
