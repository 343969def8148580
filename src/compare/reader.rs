//! Quotes to [`Wording`]s, by the words of a rule set.
//!
//! Spellings that mean the same become one (`variants.tsv`), pronouns become one, verbs and
//! nouns their lemma where the lexicon has it, and of what is left the stem (M. F. Porter's
//! Snowball stemmer for English): "We will withdraw our troops" and "it would withdraw its
//! troops" differ in nothing but the verb's mood.

use super::brief::SIXTEENTHS;
use super::wording::{Class, Word, Wording};
use crate::rules::RuleSet;
use crate::text::{Lexicon, ListId, Tag, TagSet, Token, WordId, scan};
use rust_stemmers::{Algorithm, Stemmer};
use std::borrow::Cow;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// Words of these classes say nothing by themselves.
const FUNCTION: TagSet = TagSet::of(&[
    Tag::CC,
    Tag::DT,
    Tag::EX,
    Tag::IN,
    Tag::MD,
    Tag::PDT,
    Tag::POS,
    Tag::RP,
    Tag::TO,
    Tag::WDT,
    Tag::WP,
    Tag::WPS,
    Tag::WRB,
]);

/// The most words of a quote that are compared.
// 400: the longest quote of the development articles has 171; laying two side by side takes
// as many steps as one has words times the other's.
const MOST_WORDS: usize = 400;

/// The form that all pronouns share.
const PRONOUN: &str = "I";

/// Reads quotes. Shared by all threads.
pub struct Reader<'r> {
    rules: &'r RuleSet,
    stemmer: Stemmer,
    lists: [(Option<ListId>, Class); 5],
    auxiliaries: Option<ListId>,
    titles: [Option<ListId>; 2],
    opening: Option<WordId>,
    closing: Option<WordId>,
    /// Form and bits of each word of the lexicon, once it was met; 0: not yet.
    known: Box<[AtomicU64]>,
}

impl std::fmt::Debug for Reader<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reader").finish_non_exhaustive()
    }
}

/// A word as it stands in the quote.
struct Piece<'t> {
    written: &'t str,
    lower: Cow<'t, str>,
    id: WordId,
    sentence: u16,
    is_first: bool,
    is_marked: bool,
    place: (u32, u32),
}

impl<'r> Reader<'r> {
    /// A reader with the word lists of these rules.
    pub fn new(rules: &'r RuleSet) -> Self {
        let list = |name| rules.lexicon.list(name);
        let lists = [
            (list("negative-words"), Class::Negation),
            (list("conditions"), Class::Condition),
            (list("hedges"), Class::Hedge),
            (list("quantities"), Class::Number),
            (list("modals"), Class::Modal),
        ];
        let mark = |mark| Some(rules.lexicon.id(mark)).filter(|id| *id != WordId::UNKNOWN);
        Self {
            rules,
            stemmer: Stemmer::create(Algorithm::English),
            lists,
            auxiliaries: list("auxiliaries"),
            titles: [list("titles"), list("courtesy-titles")],
            opening: mark("“"),
            closing: mark("”"),
            known: rules.lexicon.spellings().map(|_| AtomicU64::new(0)).collect(),
        }
    }

    /// The words of a quote. `is_marked`: all of it was said in these words, whether or not
    /// there are quotation marks in it.
    pub fn read(&self, quote: &str, is_marked: bool) -> Wording {
        let pieces = self.pieces(quote, is_marked);
        let mut wording = Wording { words: Vec::with_capacity(pieces.len()) };
        let classes = self.classes(&pieces);
        let mut at = 0;
        while at < pieces.len() && wording.words.len() < MOST_WORDS {
            let (piece, class) = (&pieces[at], classes[at]);
            let next = |i: usize| pieces.get(at + i).map(|p| &*p.lower);
            let variants = self.rules.variants();
            let found =
                variants.of(piece.written, next).or_else(|| variants.of(&piece.lower, next));
            if let Some((normal, more)) = found {
                let last = &pieces[at + more];
                for form in normal {
                    let id = self.rules.lexicon.id(form);
                    let class = class.unwrap_or_else(|| self.class_of(id, form, piece));
                    wording.words.push(self.word(form, id, class, piece, last.place.1));
                }
                at += 1 + more;
            } else {
                let class = class.unwrap_or_else(|| self.class_of(piece.id, &piece.lower, piece));
                wording.words.push(self.word(&piece.lower, piece.id, class, piece, piece.place.1));
                at += 1;
            }
        }
        wording
    }

    /// The forms of a text's words, for counting in how many texts each stands.
    pub fn forms(&self, text: &str, mut take: impl FnMut(Cow<'_, str>)) {
        for piece in self.pieces(text, false) {
            match self.rules.variants().of(&piece.lower, |_| None) {
                Some((normal, _)) => normal
                    .iter()
                    .for_each(|form| take(self.form(form, self.rules.lexicon.id(form)))),
                None => take(self.form(&piece.lower, piece.id)),
            }
        }
    }

    fn pieces<'t>(&self, quote: &'t str, is_marked: bool) -> Vec<Piece<'t>> {
        let mut tokens = Vec::with_capacity(quote.len() / 4);
        scan(quote, &self.rules.lexicon, &mut tokens);
        let mut pieces: Vec<Piece<'t>> = Vec::with_capacity(tokens.len());
        let (mut sentence, mut is_first, mut inside) = (0, true, false);
        for token in &tokens {
            let written = token.span.of(quote);
            if !written.contains(char::is_alphanumeric) && written != "%" && written != "&" {
                self.turn(quote, token, &mut inside);
                if ends_sentence(written) && !is_first {
                    (sentence, is_first) = (sentence + 1, true);
                }
                continue;
            }
            let mut from = token.span.start;
            for part in written.split(['-', '–', '/']) {
                let place = (from, from + part.len() as u32);
                from = place.1 + 1;
                if !part.is_empty() {
                    let is_whole = part.len() == written.len();
                    let piece = Piece {
                        is_first,
                        sentence,
                        is_marked: is_marked || inside,
                        ..self.piece(part, place, is_whole.then_some(token.word))
                    };
                    pieces.push(piece);
                    is_first = false;
                }
            }
        }
        pieces
    }

    fn piece<'t>(&self, written: &'t str, place: (u32, u32), id: Option<WordId>) -> Piece<'t> {
        let lower = lowered(written);
        let id = id.unwrap_or_else(|| self.rules.lexicon.id(&lower));
        Piece { written, lower, id, sentence: 0, is_first: false, is_marked: false, place }
    }

    /// Goes into or out of quotation marks.
    fn turn(&self, quote: &str, token: &Token, inside: &mut bool) {
        if token.span.of(quote) == "\"" {
            // A straight mark opens before a word and closes behind it; apart they take turns.
            let (before, after) =
                (&quote[..token.span.start as usize], &quote[token.span.end as usize..]);
            let has_word = |part: &str| part.contains(char::is_alphanumeric);
            let is_behind = before.rsplit(char::is_whitespace).next().is_some_and(has_word);
            let is_apart = !after.split(char::is_whitespace).next().is_some_and(has_word);
            *inside = !is_behind && (!is_apart || !*inside);
        } else if Some(token.word) == self.opening {
            *inside = true;
        } else if Some(token.word) == self.closing {
            *inside = false;
        }
    }

    /// What the words do that a list names; the longest entry of a list counts.
    fn classes(&self, pieces: &[Piece<'_>]) -> Vec<Option<Class>> {
        let mut classes = vec![None; pieces.len()];
        let lexicon = &self.rules.lexicon;
        for at in 0..pieces.len() {
            if classes[at].is_some() || pieces[at].id == WordId::UNKNOWN {
                continue;
            }
            for (list, class) in self.lists {
                let Some(list) = list else { continue };
                let length = entry(lexicon, list, &pieces[at..]);
                if length > 0 {
                    classes[at..at + length].fill(Some(class));
                    break;
                }
            }
        }
        classes
    }

    fn class_of(&self, id: WordId, form: &str, piece: &Piece<'_>) -> Class {
        let lexicon = &self.rules.lexicon;
        for (list, class) in self.lists {
            if id != WordId::UNKNOWN && list.is_some_and(|list| lexicon.is_in(id, list)) {
                return class;
            }
        }
        if form.starts_with(|c: char| c.is_ascii_digit()) {
            return Class::Number;
        }
        let word = lexicon.word(id);
        let tag = word.tags.first().copied();
        match tag {
            Some(Tag::PRP | Tag::PRPS) => Class::Pronoun,
            Some(Tag::CD) => Class::Number,
            Some(tag) if FUNCTION.has(tag) => Class::Function,
            _ if self.auxiliaries.is_some_and(|list| lexicon.is_in(id, list)) => Class::Function,
            _ if self.is_title(id) => Class::Content,
            _ if is_name(piece, word.tags, word.capitalised) => Class::Name,
            _ => Class::Content,
        }
    }

    /// "President", "Mr.": who is meant says the name behind it.
    fn is_title(&self, id: WordId) -> bool {
        self.titles.into_iter().flatten().any(|list| self.rules.lexicon.is_in(id, list))
    }

    fn word(&self, lower: &str, id: WordId, class: Class, piece: &Piece<'_>, end: u32) -> Word {
        let (form, bits) = match class {
            Class::Pronoun => (hash(PRONOUN), 1.0),
            Class::Function => (self.told(lower, id).0, 1.0),
            _ => self.told(lower, id),
        };
        let Piece { sentence, is_marked, place: (start, _), .. } = *piece;
        Word { form, bits, class, is_marked, sentence, place: (start, end) }
    }

    /// A word's form, as a hash, and what it tells; of a word of the lexicon found once.
    fn told(&self, lower: &str, id: WordId) -> (u32, f32) {
        let place = (id != WordId::UNKNOWN).then(|| &self.known[id.0 as usize]);
        if let Some(known) = place.map(|p| p.load(Relaxed)).filter(|known| *known != 0) {
            return ((known >> 32) as u32, f32::from_bits(known as u32));
        }
        let form = self.form(lower, id);
        // As fine as it is kept on disk.
        let bits = self.rules.information().bits(&form).min(15.0);
        let bits = (bits * SIXTEENTHS).round() / SIXTEENTHS;
        let form = hash(&form);
        if let Some(place) = place {
            place.store(u64::from(form) << 32 | u64::from(bits.to_bits()), Relaxed);
        }
        (form, bits)
    }

    /// The form of a word in lower case.
    fn form<'w>(&'w self, lower: &'w str, id: WordId) -> Cow<'w, str> {
        let lexicon = &self.rules.lexicon;
        if lower.starts_with(|c: char| c.is_ascii_digit()) {
            return if lower.contains(',') { lower.replace(',', "").into() } else { lower.into() };
        }
        // "F.B.I." is "FBI".
        if lower.contains('.') && lower.split('.').all(|letter| letter.chars().count() < 2) {
            return self.stemmer.stem(&lower.replace('.', "")).into_owned().into();
        }
        let lemma = lexicon.lemmas(id).into_iter().find(|l| *l != WordId::UNKNOWN);
        let bare = lemma.map_or(lower, |lemma| lexicon.spelling(lemma));
        self.stemmer.stem(bare)
    }
}

/// How many words from the first on are an entry of the list; 0: none.
fn entry(lexicon: &Lexicon, list: ListId, pieces: &[Piece<'_>]) -> usize {
    let fits = |rest: &[WordId]| {
        rest.len() < pieces.len() && rest.iter().zip(&pieces[1..]).all(|(id, p)| *id == p.id)
    };
    let phrases = lexicon.phrases(pieces[0].id).iter();
    let longest =
        phrases.filter(|(l, rest)| *l == list && fits(rest)).map(|(_, r)| r.len() + 1).max();
    longest.unwrap_or(usize::from(lexicon.is_in(pieces[0].id, list)))
}

/// Whether a capital stands for a name: the word is not known but as a name, or is none that
/// merely begins a sentence.
fn is_name(piece: &Piece<'_>, tags: &[Tag], capitalised: &[Tag]) -> bool {
    let is_proper = |tag: &Tag| matches!(tag, Tag::NNP | Tag::NNPS);
    let is_capital = piece.written.starts_with(char::is_uppercase);
    let is_known = tags.first().is_some_and(|tag| !is_proper(tag));
    is_capital && (!piece.is_first || !is_known && capitalised.first().is_none_or(is_proper))
}

fn ends_sentence(mark: &str) -> bool {
    matches!(mark, "." | "?" | "!" | "…" | ";") || mark.starts_with("..")
}

/// In lower case, with straight apostrophes and letters without marks.
fn lowered(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()) {
        return Cow::Borrowed(word);
    }
    let plain = crate::link::plain(word);
    Cow::Owned(plain.to_lowercase().replace('’', "'").trim_end_matches('.').to_owned())
}

fn hash(form: &str) -> u32 {
    xxhash_rust::xxh3::xxh3_64(form.as_bytes()) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn straight_marks_open_before_words_and_close_behind_them() {
        let rules = RuleSet::embedded().unwrap();
        let reader = Reader::new(&rules);
        let marked = |quote: &str| -> Vec<bool> {
            reader.read(quote, false).words.iter().map(|word| word.is_marked).collect()
        };
        assert_eq!(marked("talk,\" Kim left, \"now"), [false, false, false, true]);
        assert_eq!(marked("Kim \" now \" left"), [false, true, false]);
    }
}
