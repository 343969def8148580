//! By which tokens a pattern can begin or end: so that most patterns are passed over
//! by a look at one token.
//!
//! An [`Edge`] may let through what then does not match, never the other way round.

use super::program::Step;
use crate::rules::{QuoteShape, RuleSet, Shape, Slot, SlotName, SpeakerShape};
use crate::text::{Grammar, Lexicon, ListId, Mark, Tag, TagSet, Token, WordId, phrases};
use std::collections::{BTreeMap, BTreeSet};

/// The tokens by which a sequence can begin, or end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edge {
    /// Any token, or none at all.
    pub(super) any: bool,
    /// Tokens with these tags.
    tags: TagSet,
    /// An opening or closing quotation mark, if one.
    mark: Option<Mark>,
    /// Whether the sentence may be over.
    pub(super) end: bool,
    /// Words, by the number of their set.
    words: Option<u8>,
}

impl Edge {
    /// Whether the token can be the first, or last, of a match.
    #[inline]
    pub(super) fn takes(&self, words: &WordSets, token: &Token) -> bool {
        self.any
            || self.tags.has(token.tag)
            || self.mark == Some(token.mark)
            || self.words.is_some_and(|set| words.has(set, token))
    }
}

/// Which of up to 64 edges take a token, asked of all at once.
#[derive(Debug, Default)]
pub(super) struct EdgeMasks {
    any: u64,
    by_tag: Vec<u64>,
    by_mark: [u64; 4],
    by_class: Vec<u64>,
}

impl EdgeMasks {
    /// The first 64 of `edges`, each by its bit.
    pub(super) fn new<'e>(words: &WordSets, edges: impl Iterator<Item = &'e Edge>) -> Self {
        let mut masks = Self {
            any: 0,
            by_tag: vec![0; Tag::ALL.len()],
            by_mark: [0; 4],
            by_class: vec![0; words.sets.len()],
        };
        for (i, edge) in edges.take(u64::BITS as usize).enumerate() {
            let bit = 1 << i;
            masks.any |= if edge.any { bit } else { 0 };
            for (tag, _) in Tag::ALL.iter().filter(|(tag, _)| edge.tags.has(*tag)) {
                masks.by_tag[*tag as usize] |= bit;
            }
            if let Some(mark) = edge.mark {
                masks.by_mark[mark as usize] |= bit;
            }
            if let Some(set) = edge.words {
                let (at, shift) = (usize::from(set >> 6), set & 63);
                let classes = words.sets.iter().zip(&mut masks.by_class);
                classes.for_each(|(sets, mask)| *mask |= (sets[at] >> shift & 1) << i);
            }
        }
        masks
    }

    /// The edges that take the token.
    #[inline]
    pub(super) fn taking(&self, words: &WordSets, token: &Token) -> u64 {
        self.any
            | self.by_tag[token.tag as usize]
            | self.by_mark[token.mark as usize]
            | self.by_class[words.class(token.word)]
            | self.by_class[words.class(token.lemma)]
    }
}

/// The words of an edge while it is gathered.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Words {
    words: BTreeSet<WordId>,
    /// Lists of which an entry begins with the word, or has it alone; also by its lemma.
    begin: BTreeSet<u8>,
    /// Lists of which an entry ends with the word.
    end: BTreeSet<u8>,
}

/// An edge while it is gathered.
#[derive(Default)]
struct Draft {
    any: bool,
    tags: TagSet,
    mark: Option<Mark>,
    end: bool,
    words: Words,
}

impl Draft {
    fn tags(&mut self, tags: TagSet) {
        self.tags = self.tags.union(tags);
    }

    fn begin(&mut self, list: Option<ListId>) {
        self.words.begin.extend(list.map(|list| list.0));
    }
}

/// How many sets of words edges can tell apart; edges past them take any token.
const SETS: usize = 256;

/// A set of sets, one bit each.
pub(super) type SetBits = [u64; SETS / 64];

/// Which words stand in the sets of words of edges.
#[derive(Debug, Default)]
pub(super) struct WordSets {
    /// By word, its class: the words of one class stand in the same sets.
    classes: Vec<u16>,
    /// By class, its sets.
    sets: Vec<SetBits>,
    /// By class, which of the sets that patterns need it is in.
    held: Vec<u64>,
}

impl WordSets {
    /// What these tokens hold of what patterns need.
    pub(super) fn held(&self, tokens: &[Token]) -> Needs {
        let of = |token: &Token| {
            let mark = matches!(token.mark, Mark::Open | Mark::Close);
            let words = self.held[self.class(token.word)] | self.held[self.class(token.lemma)];
            words | if mark { MARKS } else { 0 }
        };
        Needs(tokens.iter().fold(0, |held, token| held | of(token)))
    }

    #[inline]
    fn class(&self, word: WordId) -> usize {
        usize::from(self.classes[word.0 as usize])
    }

    #[inline]
    fn bits(&self, word: WordId) -> &SetBits {
        &self.sets[self.class(word)]
    }

    /// Whether the token's word or lemma is in the set.
    #[inline]
    pub(super) fn has(&self, set: u8, token: &Token) -> bool {
        let (at, bit) = (usize::from(set >> 6), set & 63);
        (self.bits(token.word)[at] | self.bits(token.lemma)[at]) >> bit & 1 == 1
    }

    /// Whether the token's word or lemma is in any of these sets.
    #[inline]
    pub(super) fn meets(&self, sets: &SetBits, token: &Token) -> bool {
        let (word, lemma) = (self.bits(token.word), self.bits(token.lemma));
        (0..sets.len()).any(|i| (word[i] | lemma[i]) & sets[i] != 0)
    }
}

/// What a sentence must hold for a pattern to match in it: sets of words, one word of
/// each, by their bits among those that any pattern needs, and a quotation mark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Needs(u64);

/// The bit for a mark that opens or closes a quotation.
const MARKS: u64 = 1 << 63;

impl Needs {
    /// With what another part of the pattern needs.
    pub(super) fn join(&mut self, other: Needs) {
        self.0 |= other.0;
    }

    /// Whether a sentence that holds this holds all that is needed.
    #[inline]
    pub(super) fn met_by(self, held: Needs) -> bool {
        self.0 & !held.0 == 0
    }
}

/// The words of which a step must take one, if it must.
fn needed(step: &Step<'_>) -> Option<Words> {
    let mut words = Words::default();
    match step {
        Step::Word(word) => _ = words.words.insert(*word),
        Step::List(list) => _ = words.begin.insert(list.0),
        Step::Choice(ways) => {
            for way in ways {
                let Words { words: more, begin, end } = way.steps.iter().find_map(needed)?;
                words.words.extend(more);
                words.begin.extend(begin);
                words.end.extend(end);
            }
        }
        _ => return None,
    }
    Some(words)
}

/// Finds the edges of patterns.
pub(super) struct Edges<'r> {
    lexicon: &'r Lexicon,
    grammar: &'r Grammar,
    numbers: BTreeMap<Words, u8>,
    /// The sets that patterns need, by their bits.
    needed: Vec<u8>,
}

impl<'r> Edges<'r> {
    pub(super) fn new(rules: &'r RuleSet, grammar: &'r Grammar) -> Self {
        Self { lexicon: &rules.lexicon, grammar, numbers: BTreeMap::new(), needed: Vec::new() }
    }

    /// By what the sequence can begin.
    pub(super) fn first(&mut self, steps: &[Step<'_>]) -> Edge {
        let mut draft = Draft::default();
        draft.any |= self.begins(steps, &mut draft);
        self.edge(draft)
    }

    /// By what the sequence can end.
    pub(super) fn last(&mut self, steps: &[Step<'_>]) -> Edge {
        let mut draft = Draft::default();
        draft.any |= ends(steps, &mut draft);
        self.edge(draft)
    }

    /// What a sentence must hold for the sequence to match in it, before any step to
    /// another paragraph.
    pub(super) fn needs(&mut self, steps: &[Step<'_>]) -> Needs {
        let mut needs = Needs::default();
        for step in steps {
            match step {
                Step::Paragraph => break,
                Step::Slot(_, inner) if !inner.is_empty() => needs.join(self.needs(inner)),
                Step::Slot(slot, _) => {
                    let marked = Shape::Quote(QuoteShape::Marked);
                    let is_marked = slot.shape == marked || slot.shape == Shape::Title;
                    needs.0 |= if is_marked { MARKS } else { 0 };
                }
                // What must not be missing must be there.
                Step::Not(way) => {
                    if let [Step::Not(way)] = &way.steps[..] {
                        needs.join(self.needs(&way.steps));
                    }
                }
                _ => {
                    let words = needed(step);
                    let draft = words.map(|words| Draft { words, ..Draft::default() });
                    let set = draft.and_then(|draft| self.edge(draft).words);
                    let bit = set.and_then(|set| self.needed(set));
                    needs.0 |= bit.map_or(0, |bit| 1 << bit);
                }
            }
        }
        needs
    }

    /// The bit of a set of words that a pattern needs; none past the 63rd.
    fn needed(&mut self, set: u8) -> Option<usize> {
        let known = self.needed.iter().position(|own| *own == set);
        known.or_else(|| {
            let bit = self.needed.len();
            (bit < MARKS.trailing_zeros() as usize).then(|| self.needed.push(set)).map(|()| bit)
        })
    }

    /// The number of the set of words that begin an entry of the list.
    pub(super) fn list(&mut self, list: ListId) -> Option<u8> {
        let mut draft = Draft::default();
        draft.begin(Some(list));
        self.edge(draft).words
    }

    /// The number of the set that the word alone is.
    pub(super) fn word(&mut self, word: WordId) -> Option<u8> {
        let words = Words { words: BTreeSet::from([word]), ..Words::default() };
        self.edge(Draft { words, ..Draft::default() }).words
    }

    fn edge(&mut self, draft: Draft) -> Edge {
        let Draft { any, tags, mark, end, words } = draft;
        let none = words == Words::default();
        let next = self.numbers.len();
        let number = match self.numbers.get(&words) {
            _ if none || any => None,
            Some(&number) => Some(number),
            None if next < SETS => {
                self.numbers.insert(words, next as u8);
                Some(next as u8)
            }
            None => None,
        };
        Edge { any: any || !none && number.is_none(), tags, mark, end, words: number }
    }

    /// Adds by what the sequence can begin; whether it can be empty.
    fn begins(&self, steps: &[Step<'_>], draft: &mut Draft) -> bool {
        for step in steps {
            let goes_on = match step {
                Step::Word(word) => {
                    draft.words.words.insert(*word);
                    false
                }
                Step::List(list) => {
                    draft.begin(Some(*list));
                    false
                }
                Step::Tags(tags) => {
                    draft.tags(*tags);
                    false
                }
                Step::NounPhrase => {
                    draft.tags(phrases::OPENING);
                    false
                }
                Step::Slot(_, inner) if !inner.is_empty() => self.begins(inner, draft),
                Step::Slot(slot, _) => {
                    draft.any |= self.slot_begins(slot, draft);
                    false
                }
                Step::Choice(ways) => {
                    ways.iter().fold(false, |empty, way| self.begins(&way.steps, draft) || empty)
                }
                Step::Repeat(way, _) => {
                    self.begins(&way.steps, draft);
                    true
                }
                Step::Not(_) | Step::SentenceStart => true,
                Step::SentenceEnd => {
                    draft.end = true;
                    draft.tags(TagSet::of(&[Tag::Punct]));
                    false
                }
                Step::Gap(..) | Step::Paragraph => {
                    draft.any = true;
                    false
                }
            };
            if !goes_on {
                return false;
            }
        }
        true
    }

    /// Adds by what fills the slot can begin; whether it can be any.
    fn slot_begins(&self, slot: &Slot, draft: &mut Draft) -> bool {
        const QUESTION: TagSet = TagSet::of(&[Tag::WP, Tag::WRB, Tag::WDT, Tag::WPS]);
        const QUALITY: TagSet = TagSet::of(&[Tag::JJ, Tag::JJR, Tag::JJS, Tag::VBN, Tag::RB]);
        const BEFORE_VERB: TagSet = TagSet::of(&[Tag::RB, Tag::RBR, Tag::MD, Tag::TO]);
        match slot.shape {
            Shape::Quote(QuoteShape::Marked) | Shape::Title => draft.mark = Some(Mark::Open),
            Shape::Quote(QuoteShape::Claim | QuoteShape::Paragraph) => return true,
            Shape::Quote(QuoteShape::Clause) => draft.tags(phrases::OPENING),
            Shape::Quote(QuoteShape::NounPhrase) => {
                draft.mark = Some(Mark::Open);
                draft.tags(phrases::OPENING);
            }
            Shape::Quote(QuoteShape::Infinitive) => {
                draft.words.words.insert(self.grammar.infinitive_marker());
            }
            Shape::Quote(QuoteShape::Wh) => {
                draft.mark = Some(Mark::Open);
                draft.tags(QUESTION);
                draft.begin(self.lexicon.list("question-words"));
            }
            Shape::Quote(QuoteShape::Gerund) => {
                draft.mark = Some(Mark::Open);
                draft.tags(TagSet::of(&[Tag::VBG]));
            }
            Shape::Quote(QuoteShape::Adjective) => {
                draft.mark = Some(Mark::Open);
                draft.tags(QUALITY);
            }
            Shape::Cue(_) => {
                draft.tags(TagSet::VERB.union(BEFORE_VERB));
                draft.begin(self.lexicon.list("auxiliaries"));
            }
            Shape::Speaker(SpeakerShape::Line) => draft.tags(TagSet::of(&[Tag::NNP, Tag::NNPS])),
            // Other speakers are found to the left alone.
            Shape::Speaker(_) => {}
            Shape::Plain if slot.name == SlotName::When => {
                draft.tags(phrases::TIME_OPENING);
                self.grammar.time_lists().into_iter().for_each(|list| draft.begin(list));
            }
            Shape::Outlet | Shape::Plain => draft.tags(phrases::OPENING),
        }
        false
    }

    /// Which words stand in which of the sets found so far.
    pub(super) fn words(&self) -> WordSets {
        let mut by_list: BTreeMap<(bool, u8), SetBits> = BTreeMap::new();
        let mut by_word: BTreeMap<WordId, SetBits> = BTreeMap::new();
        for (words, &number) in &self.numbers {
            let begin = words.begin.iter().map(|&list| (false, list));
            let end = words.end.iter().map(|&list| (true, list));
            for key in begin.chain(end) {
                add(by_list.entry(key).or_default(), number);
            }
            for &word in &words.words {
                add(by_word.entry(word).or_default(), number);
            }
        }
        let none = SetBits::default();
        let of = |end, list: ListId| by_list.get(&(end, list.0)).unwrap_or(&none);
        for word in self.lexicon.ids() {
            let mut bits = SetBits::default();
            for list in self.lexicon.lists_of(word) {
                join(&mut bits, of(false, list));
                join(&mut bits, of(true, list));
            }
            for (list, rest) in self.lexicon.phrases(word) {
                join(&mut bits, of(false, *list));
                let ends = of(true, *list);
                if let Some(&last) = rest.last()
                    && *ends != none
                {
                    join(by_word.entry(last).or_default(), ends);
                }
            }
            if bits != none {
                join(by_word.entry(word).or_default(), &bits);
            }
        }
        let mut sets = vec![none];
        let mut classes = vec![0; self.lexicon.ids().count()];
        let mut known: BTreeMap<SetBits, u16> = BTreeMap::new();
        for (word, bits) in by_word {
            let class = *known.entry(bits).or_insert_with(|| {
                sets.push(bits);
                sets.len() as u16 - 1
            });
            classes[word.0 as usize] = class;
        }
        // What no list names is in no set, whatever rules write.
        classes[WordId::UNKNOWN.0 as usize] = 0;
        let held = |bits: &SetBits| {
            let has = |set: u8| bits[usize::from(set >> 6)] >> (set & 63) & 1;
            self.needed.iter().enumerate().map(|(bit, &set)| has(set) << bit).sum()
        };
        let held = sets.iter().map(held).collect();
        WordSets { classes, sets, held }
    }
}

fn add(bits: &mut SetBits, set: u8) {
    bits[usize::from(set >> 6)] |= 1 << (set & 63);
}

fn join(bits: &mut SetBits, more: &SetBits) {
    bits.iter_mut().zip(more).for_each(|(bits, more)| *bits |= more);
}

/// The set of these sets.
pub(super) fn union(sets: impl Iterator<Item = u8>) -> SetBits {
    let mut bits = SetBits::default();
    sets.for_each(|set| add(&mut bits, set));
    bits
}

/// Adds by what the sequence can end; whether it can be empty.
fn ends(steps: &[Step<'_>], draft: &mut Draft) -> bool {
    for step in steps.iter().rev() {
        let goes_on = match step {
            Step::Word(word) => {
                draft.words.words.insert(*word);
                false
            }
            Step::List(list) => {
                draft.words.end.insert(list.0);
                false
            }
            Step::Tags(tags) => {
                draft.tags(*tags);
                false
            }
            Step::Slot(_, inner) if !inner.is_empty() => ends(inner, draft),
            Step::Slot(slot, _) => match slot.shape {
                Shape::Speaker(SpeakerShape::Possessive) => {
                    draft.tags(TagSet::of(&[Tag::PRPS, Tag::POS]));
                    false
                }
                Shape::Quote(QuoteShape::Marked) => {
                    draft.mark = Some(Mark::Close);
                    false
                }
                _ => {
                    draft.any = true;
                    false
                }
            },
            Step::Choice(ways) => {
                ways.iter().fold(false, |empty, way| ends(&way.steps, draft) || empty)
            }
            Step::Repeat(way, _) => {
                ends(&way.steps, draft);
                true
            }
            Step::Not(_) => true,
            _ => {
                draft.any = true;
                false
            }
        };
        if !goes_on {
            return false;
        }
    }
    true
}
