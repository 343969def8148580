//! Topics proposed: phrases that recur in what is said, over dates, articles and speakers.
//!
//! Takes statements as they pass by, keeps a sample of them, and gives the phrases of one to
//! three words that tell most and are taken up most widely. Left out are numbers and dates,
//! the speaker's own name, and outlets. A phrase has to make a line for somebody: one speaker
//! with two statements on it on two dates.
//!
//! # Why the sample is by hash
//!
//! Of more statements than are kept, those with the least hashes stay: the same ones in
//! whatever order they come.

use super::Topic;
use crate::compare::{Class, Reader, Statement, Word};
use crate::rows::Field;
use crate::speakers::Vocabulary;
use crate::text::Tag;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use xxhash_rust::xxh3::xxh3_64;

/// The most statements that are kept.
// 100,000: some hundred megabytes with all that is counted of them.
const MOST_KEPT: usize = 100_000;

/// The most words of a phrase.
const MOST_WORDS: usize = 3;

/// What a word has to tell to be a topic by itself, in bits.
// 10.5: "status" has 10.4, "Medicare" 12.
const LEAST_BITS: f32 = 10.5;

/// Two phrases are one topic where this share of the rarer one's statements has both.
const SHARED: f32 = 0.6;

/// Two statements are no more than one where this share of what the shorter tells is in both.
const REPEATED: f32 = 0.75;

/// Statements in which phrases that recur are looked for.
#[derive(Debug, Default)]
pub struct Proposals {
    kept: BinaryHeap<Kept>,
}

/// What is kept of a statement.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Kept {
    hash: u64,
    quote: Box<str>,
    speaker: Box<str>,
    /// A hash of the speaker's id or key; `None`: nobody by name.
    who: Option<u64>,
    date: Option<i32>,
    article: u64,
    outlet: Box<str>,
}

/// A phrase in a statement.
struct Found {
    forms: u64,
    statement: u32,
    /// Its first word in the statement's wording, and how many it has.
    place: (u16, u8),
}

/// A phrase that recurs.
struct Phrase {
    score: f32,
    /// The statements it stands in, in order.
    statements: Vec<u32>,
    /// Where it stands, by statement.
    places: Vec<(u16, u8)>,
}

impl Proposals {
    /// Takes in a statement.
    pub fn add(&mut self, statement: &Statement) {
        let get = |field| statement.row.get(field);
        let hash = xxh3_64(get(Field::Quote).as_bytes()) ^ xxh3_64(get(Field::QuoteId).as_bytes());
        if self.kept.len() == MOST_KEPT && self.kept.peek().is_some_and(|k| k.hash <= hash) {
            return;
        }
        let id = get(Field::SpeakerId);
        let key = if id.is_empty() { statement.speaker.keys().pop().unwrap_or("") } else { id };
        let is_named = !statement.speaker.is_nameless();
        self.kept.push(Kept {
            hash,
            quote: get(Field::Quote).into(),
            speaker: get(Field::Speaker).into(),
            who: is_named.then(|| xxh3_64(key.as_bytes())),
            date: statement.date.map(|days| days.first),
            article: xxh3_64(get(Field::ArticleId).as_bytes()),
            outlet: get(Field::Outlet).into(),
        });
        if self.kept.len() > MOST_KEPT {
            self.kept.pop();
        }
    }

    /// At most so many topics, the best first.
    pub(crate) fn topics(
        self,
        reader: &Reader<'_>,
        words: &Vocabulary<'_>,
        most: usize,
    ) -> Vec<Topic> {
        let kept = self.kept.into_sorted_vec();
        let texts: Vec<Vec<Piece>> =
            kept.par_iter().map(|kept| pieces(kept, reader, words)).collect();
        let phrases = recurring(&kept, &texts);
        let mut chosen: Vec<(Phrase, Topic)> = Vec::new();
        for phrase in phrases {
            if chosen.len() == most {
                break;
            }
            if !chosen.iter().any(|(other, _)| is_one(&phrase, other)) {
                let topic = topic(&phrase, &kept, &texts);
                if !chosen.iter().any(|(_, other)| other.name == topic.name) {
                    chosen.push((phrase, topic));
                }
            }
        }
        chosen.into_iter().map(|(_, topic)| topic).collect()
    }
}

/// A word of a statement, as far as phrases go.
#[derive(Clone, Copy)]
struct Piece {
    word: Word,
    /// Whether it may stand in a phrase.
    is_fit: bool,
    /// Whether a phrase may end with it.
    is_noun: bool,
    is_name: bool,
    /// Whether it follows the word before it with a space or a hyphen between.
    follows: bool,
}

fn pieces(kept: &Kept, reader: &Reader<'_>, words: &Vocabulary<'_>) -> Vec<Piece> {
    let wording = reader.read(&kept.quote, false);
    let lower = |text: &str| text.to_lowercase();
    let (speaker, outlet) = (lower(&kept.speaker), lower(&kept.outlet));
    let piece = |word: &Word| {
        let text = lower(written(&kept.quote, &[*word]));
        let id = words.lexicon.id(&text);
        let is_own = speaker.split_whitespace().chain(outlet.split_whitespace()).any(|w| w == text);
        let times = [
            words.weekdays,
            words.month_names,
            words.time_words,
            words.time_day,
            words.time_week,
            words.time_month,
            words.time_year,
            words.time_today,
            words.time_yesterday,
            words.time_tomorrow,
            words.outlets,
        ];
        let is_time = times.into_iter().any(|list| words.has(list, id));
        let is_name = word.class == Class::Name;
        let tag = words.lexicon.word(id).tags.first();
        let is_noun = is_name || tag.is_none_or(|tag| tag.is_noun());
        let is_fit = matches!(word.class, Class::Name | Class::Content)
            && (is_noun || matches!(tag, Some(Tag::JJ)))
            && !is_own
            && !is_time
            && text.chars().filter(|c| c.is_alphabetic()).count() > 1;
        Piece { word: *word, is_fit, is_noun, is_name, follows: false }
    };
    let mut pieces: Vec<Piece> = wording.words.iter().map(piece).collect();
    let mut before: Option<Word> = None;
    for piece in &mut pieces {
        // Two words may be written as one: "U.S."
        piece.follows = before.is_some_and(|before| {
            let between = kept.quote.get(before.place.1 as usize..piece.word.place.0 as usize);
            before.place == piece.word.place || matches!(between, Some(" " | "-"))
        });
        before = Some(piece.word);
    }
    pieces
}

/// Whether a phrase may begin with the second piece, or end with the first: not within a name.
fn may_part(before: Option<&Piece>, after: Option<&Piece>) -> bool {
    let is_inside = |(a, b): (&Piece, &Piece)| b.follows && a.is_name && b.is_name;
    !before.zip(after).is_some_and(is_inside)
}

/// The phrases that make a line for somebody, the best first.
fn recurring(kept: &[Kept], texts: &[Vec<Piece>]) -> Vec<Phrase> {
    let mut counts: FxHashMap<u32, u32> = FxHashMap::default();
    for text in texts {
        let forms: FxHashSet<u32> = text.iter().filter(|p| p.is_fit).map(|p| p.word.form).collect();
        #[expect(clippy::iter_over_hash_type, reason = "sums do not depend on the order")]
        for form in forms {
            *counts.entry(form).or_default() += 1;
        }
    }
    let mut found: Vec<Found> = Vec::new();
    for (statement, text) in (0..).zip(texts) {
        let recurs = |p: &&Piece| p.is_fit && counts[&p.word.form] > 1;
        for start in 0..text.len() {
            if start > 0 && !may_part(text.get(start - 1), text.get(start)) {
                continue;
            }
            let fit = text[start..].iter().take_while(recurs).take(MOST_WORDS);
            let mut forms = Vec::new();
            for (length, piece) in (1..).zip(fit) {
                if length > 1 && !piece.follows {
                    break;
                }
                forms.extend_from_slice(&piece.word.form.to_le_bytes());
                let is_telling = length > 1 || piece.word.bits >= LEAST_BITS;
                let next = text.get(start + usize::from(length));
                if piece.is_noun && is_telling && may_part(Some(piece), next) {
                    let place = (start as u16, length);
                    found.push(Found { forms: xxh3_64(&forms), statement, place });
                }
            }
        }
    }
    found.par_sort_unstable_by_key(|f| (f.forms, f.statement, f.place));
    found.dedup_by_key(|f| (f.forms, f.statement));
    let groups: Vec<&[Found]> = found.chunk_by(|a, b| a.forms == b.forms).collect();
    let mut phrases: Vec<Phrase> =
        groups.par_iter().filter_map(|group| phrase(group, kept, texts)).collect();
    phrases.par_sort_unstable_by(|a, b| {
        b.score
            .total_cmp(&a.score)
            .then_with(|| a.statements.cmp(&b.statements))
            .then_with(|| a.places.cmp(&b.places))
    });
    phrases
}

fn phrase(found: &[Found], kept: &[Kept], texts: &[Vec<Piece>]) -> Option<Phrase> {
    if found.len() < 2 {
        return None;
    }
    let of = |f: &Found| &kept[f.statement as usize];
    let mut by_speaker: BTreeMap<u64, Vec<u32>> = BTreeMap::new();
    for found in found {
        if let (Some(who), Some(_)) = (of(found).who, of(found).date) {
            by_speaker.entry(who).or_default().push(found.statement);
        }
    }
    let is_line = |statements: &&Vec<u32>| {
        let first = statements[0] as usize;
        statements.iter().map(|&s| s as usize).any(|other| {
            kept[other].date != kept[first].date && !is_repeated(&texts[first], &texts[other])
        })
    };
    let lines = by_speaker.values().filter(is_line).count();
    if lines == 0 {
        return None;
    }
    let articles = found.iter().map(|f| of(f).article).collect::<FxHashSet<_>>().len();
    let quotes = found.iter().map(|f| &of(f).quote).collect::<FxHashSet<_>>().len();
    let outlets = found.iter().map(|f| &of(f).outlet).collect::<FxHashSet<_>>().len();
    let (start, length) = found[0].place;
    // A single word is chance more often.
    if length == 1 && articles < 3 {
        return None;
    }
    let words = &texts[found[0].statement as usize][start as usize..][..length as usize];
    let bits: f32 = words.iter().map(|p| p.word.bits).sum();
    let spread = (articles.min(quotes) as f32).ln_1p() * (lines as f32).ln_1p();
    let score = bits * spread * if outlets > 1 { 1.5 } else { 1.0 };
    Some(Phrase {
        score,
        statements: found.iter().map(|f| f.statement).collect(),
        places: found.iter().map(|f| f.place).collect(),
    })
}

/// Whether one says little that the other does not.
fn is_repeated(one: &[Piece], other: &[Piece]) -> bool {
    let forms: FxHashSet<u32> = other.iter().map(|p| p.word.form).collect();
    let sum = |pieces: &[Piece], of: &dyn Fn(&Word) -> bool| {
        let telling = pieces.iter().map(|p| &p.word).filter(|w| w.is_telling() && of(w));
        telling.fold(0.0, |sum, w| sum + w.bits)
    };
    let least = sum(one, &|_| true).min(sum(other, &|_| true));
    sum(one, &|w| forms.contains(&w.form)) >= REPEATED * least
}

/// Whether most statements with one phrase have the other as well.
fn is_one(one: &Phrase, other: &Phrase) -> bool {
    let both = one.statements.iter().filter(|s| other.statements.binary_search(s).is_ok()).count();
    both as f32 >= SHARED * one.statements.len().min(other.statements.len()) as f32
}

fn topic(phrase: &Phrase, kept: &[Kept], texts: &[Vec<Piece>]) -> Topic {
    let mut names: BTreeMap<&str, usize> = BTreeMap::new();
    let mut forms = Vec::new();
    for (&statement, &(start, length)) in phrase.statements.iter().zip(&phrase.places) {
        let pieces = &texts[statement as usize][start as usize..][..length as usize];
        let words: Vec<Word> = pieces.iter().map(|p| p.word).collect();
        *names.entry(written(&kept[statement as usize].quote, &words)).or_default() += 1;
        forms = words.iter().map(|w| w.form).collect();
    }
    let name = names.into_iter().max_by_key(|(name, count)| (*count, Reverse(*name)));
    Topic::phrase(name.map_or("", |(name, _)| name).to_owned(), &forms)
}

/// Words as they stand in the quote.
fn written<'q>(quote: &'q str, words: &[Word]) -> &'q str {
    let place =
        words.first().zip(words.last()).map(|(a, b)| a.place.0 as usize..b.place.1 as usize);
    place.and_then(|place| quote.get(place)).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rows::Row;
    use crate::rules::RuleSet;

    /// Topics proposed from (date, speaker, quote), each of an article and outlet of its own.
    fn proposed(statements: &[(&str, &str, &str)]) -> Vec<String> {
        let rules = RuleSet::embedded().unwrap();
        let (reader, words) = (Reader::new(&rules), Vocabulary::of(&rules.lexicon));
        let mut proposals = Proposals::default();
        for (i, (date, speaker, quote)) in statements.iter().enumerate() {
            let id = i.to_string();
            let row = Row::of(&[
                (Field::QuoteId, &*id),
                (Field::ArticleId, &id),
                (Field::Outlet, &id),
                (Field::Published, date),
                (Field::Speaker, speaker),
                (Field::Quote, quote),
            ]);
            proposals.add(&Statement::of(row, &reader, &words));
        }
        let topics = proposals.topics(&reader, &words, 5);
        topics.into_iter().map(|topic| topic.name).collect()
    }

    #[test]
    fn a_phrase_that_recurs_is_a_topic_once() {
        let mut statements = [
            ("2026-01-01", "Kim Jong Un", "we will build the rail tunnel before the election"),
            (
                "2026-02-01",
                "Kim Jong Un",
                "no engineer of ours ever doubted Kim and the rail tunnels",
            ),
            ("2026-02-01", "Moon Jae-in", "the rail tunnel is a dream"),
        ];
        assert_eq!(proposed(&statements), ["rail tunnel"]);
        statements.reverse();
        assert_eq!(proposed(&statements), ["rail tunnel"]);
    }

    #[test]
    fn a_phrase_of_one_date_or_of_many_speakers_makes_no_line() {
        let day = "2026-01-01";
        let (one, two) = ("we want the rail tunnel", "the rail tunnel is late");
        assert_eq!(proposed(&[(day, "Kim Jong Un", one), (day, "Kim Jong Un", two)]), [""; 0]);
        let later = ("2026-02-01", "Moon Jae-in", two);
        assert_eq!(proposed(&[(day, "Kim Jong Un", one), later]), [""; 0]);
        assert_eq!(proposed(&[(day, "officials", one), ("2026-02-01", "officials", two)]), [""; 0]);
    }
}
