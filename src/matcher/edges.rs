//! By which tokens a pattern can begin or end: so that most patterns are passed over
//! by a look at one token.
//!
//! An [`Edge`] may let through what then does not match, never the other way round.

use super::program::{Parts, Step};
use super::words::{CLOSES, Needs, OPENS, SETS, SetBits, WordSets, has};
use crate::rules::{CueLexicon, QuoteShape, RuleSet, Shape, Slot, SlotName, SpeakerShape};
use crate::text::{Grammar, Lexicon, ListId, Mark, Tag, TagSet, Token, WordId, phrases};
use rustc_hash::FxHashMap;

/// The tokens by which a sequence can begin, or end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edge {
    /// Any token, or none at all.
    pub(super) any: bool,
    /// Tokens with these tags; all of them where any token will do.
    pub(super) tags: TagSet,
    /// An opening or closing quotation mark, if one.
    pub(super) mark: Option<Mark>,
    /// Whether the sentence may be over.
    pub(super) end: bool,
    /// Words, by the number of their set.
    pub(super) words: Option<u8>,
}

impl Edge {
    /// Whether the token can be the first, or last, of a match.
    #[inline]
    pub(super) fn takes(&self, words: &WordSets, token: &Token) -> bool {
        self.tags.has(token.tag)
            || self.mark == Some(token.mark)
            || self.words.is_some_and(|set| words.has(set, token))
    }
}

/// The next token and the sets that it is in; `None`: the sentence is over.
pub(super) type Next<'t> = Option<(&'t Token, SetBits)>;

impl Edge {
    /// The same of a token whose sets are known, as many edges are asked about it.
    #[inline]
    pub(super) fn takes_next(&self, next: &Next<'_>) -> bool {
        let Some((token, row)) = next else { return self.any || self.end };
        self.tags.has(token.tag)
            || self.mark == Some(token.mark)
            || self.words.is_some_and(|set| has(row, set))
    }
}

/// The words of an edge, in order once they are gathered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Words {
    pub(super) words: Vec<WordId>,
    /// Lists of which an entry begins with the word, or has it alone; also by its lemma.
    pub(super) begin: Vec<u8>,
    /// Lists of which an entry ends with the word.
    pub(super) end: Vec<u8>,
}

impl Words {
    pub(super) fn sort(&mut self) {
        self.words.sort_unstable();
        self.words.dedup();
        for lists in [&mut self.begin, &mut self.end] {
            lists.sort_unstable();
            lists.dedup();
        }
    }

    fn is_empty(&self) -> bool {
        self.words.is_empty() && self.begin.is_empty() && self.end.is_empty()
    }
}

/// The sentence's side of an anchor on which a pattern asks for something.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Before,
    After,
}

/// An edge while it is gathered.
#[derive(Default)]
pub(super) struct Draft {
    pub(super) any: bool,
    pub(super) tags: TagSet,
    pub(super) mark: Option<Mark>,
    pub(super) end: bool,
    pub(super) words: Words,
}

impl Draft {
    fn tags(&mut self, tags: TagSet) {
        self.tags = self.tags.union(tags);
    }

    fn begin(&mut self, list: Option<ListId>) {
        self.words.begin.extend(list.map(|list| list.0));
    }
}

/// The words of which a step must take one, if it must.
fn needed(step: &Step<'_>) -> Option<Words> {
    let mut words = Words::default();
    match step {
        Step::One(one) if one.tags.is_empty() => words.words.extend(one.words()),
        Step::List(list) => words.begin.push(list.0),
        Step::Choice(ways) => {
            for way in ways.iter() {
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
    pub(super) lexicon: &'r Lexicon,
    grammar: &'r Grammar,
    numbers: FxHashMap<Words, u8>,
    /// The sets by their numbers.
    sets: Vec<Words>,
    /// The sets that patterns need, by their bits.
    needed: Vec<u8>,
    /// Whether all edges take any token and nothing is needed, to compare with.
    blind: bool,
    /// What is ready.
    pub(super) parts: Parts<'r>,
}

impl<'r> Edges<'r> {
    pub(super) fn new(rules: &'r RuleSet, grammar: &'r Grammar) -> Self {
        Self {
            lexicon: &rules.lexicon,
            grammar,
            numbers: FxHashMap::default(),
            sets: Vec::new(),
            needed: Vec::new(),
            blind: false,
            parts: Parts::default(),
        }
    }

    /// Edges that take any token.
    #[cfg(test)]
    pub(super) fn blind(mut self) -> Self {
        self.blind = true;
        self
    }

    /// Whether nothing is to be passed over.
    pub(super) fn is_blind(&self) -> bool {
        self.blind
    }

    /// By what the sequence can begin.
    pub(super) fn first(&mut self, steps: &[Step<'_>]) -> Edge {
        let mut draft = Draft { any: self.blind, ..Draft::default() };
        draft.any |= self.begins(steps, &mut draft);
        self.edge(draft)
    }

    /// By what the sequence can end.
    pub(super) fn last(&mut self, steps: &[Step<'_>]) -> Edge {
        let mut draft = Draft { any: self.blind, ..Draft::default() };
        draft.any |= ends(steps, &mut draft);
        self.edge(draft)
    }

    /// What a sentence must hold on one side of an anchor for the sequence to match there,
    /// before any step to another paragraph.
    pub(super) fn needs(&mut self, steps: &[Step<'_>], side: Side) -> Needs {
        let mut needs = Needs::default();
        let steps = if self.blind { &[] } else { steps };
        for step in steps {
            match step {
                Step::Paragraph => break,
                Step::Slot(_, inner) if !inner.is_empty() => needs.join(self.needs(inner, side)),
                Step::Slot(slot, _) => {
                    let marked = Shape::Quote(QuoteShape::Marked);
                    let is_marked = slot.shape == marked || slot.shape == Shape::Title;
                    let mark = if side == Side::Before { CLOSES } else { OPENS };
                    needs.0 |= if is_marked { mark } else { 0 };
                }
                // What must not be missing must be there.
                Step::Not(way) => {
                    if let [Step::Not(way)] = &way.steps[..] {
                        needs.join(self.needs(&way.steps, side));
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

    /// The bit of a set of words that a pattern needs; none past the 62nd.
    fn needed(&mut self, set: u8) -> Option<usize> {
        let known = self.needed.iter().position(|own| *own == set);
        known.or_else(|| {
            let bit = self.needed.len();
            (bit < CLOSES.trailing_zeros() as usize).then(|| self.needed.push(set)).map(|()| bit)
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
        let words = Words { words: vec![word], ..Words::default() };
        self.edge(Draft { words, ..Draft::default() }).words
    }

    pub(super) fn edge(&mut self, draft: Draft) -> Edge {
        let Draft { any, tags, mark, end, mut words } = draft;
        if any || words.is_empty() {
            let tags = if any { TagSet::ALL } else { tags };
            return Edge { any, tags, mark, end, words: None };
        }
        words.sort();
        let next = self.sets.len();
        let number = self.numbers.get(&words).copied().or_else(|| {
            (next < SETS).then(|| {
                self.sets.push(words.clone());
                self.numbers.insert(words, next as u8);
                next as u8
            })
        });
        let tags = if number.is_none() { TagSet::ALL } else { tags };
        Edge { any: number.is_none(), tags, mark, end, words: number }
    }

    /// Adds by what the sequence can begin; whether it can be empty.
    pub(super) fn begins(&self, steps: &[Step<'_>], draft: &mut Draft) -> bool {
        for step in steps {
            let goes_on = match step {
                Step::One(one) => {
                    draft.words.words.extend(one.words());
                    draft.tags(one.tags);
                    false
                }
                Step::List(list) => {
                    draft.begin(Some(*list));
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
                    ways.iter().filter(|way| self.begins(&way.steps, draft)).count() > 0
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
                draft.words.words.push(self.grammar.infinitive_marker());
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
    pub(super) fn words(&self, cues: &CueLexicon) -> WordSets {
        WordSets::new(self.lexicon, cues, &self.sets, &self.needed)
    }
}

/// Adds by what the sequence can end; whether it can be empty.
fn ends(steps: &[Step<'_>], draft: &mut Draft) -> bool {
    for step in steps.iter().rev() {
        let goes_on = match step {
            Step::One(one) => {
                draft.words.words.extend(one.words());
                draft.tags(one.tags);
                false
            }
            Step::List(list) => {
                draft.words.end.push(list.0);
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
            Step::Choice(ways) => ways.iter().filter(|way| ends(&way.steps, draft)).count() > 0,
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

#[cfg(test)]
mod tests {
    use crate::matcher::Matcher;
    use crate::matcher::words::EdgeMasks;
    use crate::rules::RuleSet;
    use crate::text::Document;
    use std::fs;
    use std::path::Path;

    /// The seeds, and texts that begin and end patterns where no newsroom would.
    fn texts() -> Vec<String> {
        let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
        let mut paths: Vec<_> = fs::read_dir(seeds).unwrap().map(|e| e.unwrap().path()).collect();
        paths.retain(|path| path.extension().is_some_and(|e| e == "txt"));
        paths.sort();
        let odd = [
            "",
            "“”",
            "said",
            "According to",
            "Kim said:\n“We are ready.”",
            "that that, “that” — that; that: he said that that",
            "“No,” Kim said. ‘Yes’, he added, “and no.”\nFROM KIM:\nKIM: No.",
            "what he called, and which she describes as, a “lie”, according to plan, to Kim",
        ];
        let seeds = paths.iter().map(|path| fs::read_to_string(path).unwrap());
        seeds.chain(odd.map(str::to_owned)).collect()
    }

    #[test]
    fn edges_asked_one_by_one_and_many_at_once_agree() {
        let rules = RuleSet::embedded().unwrap();
        let matcher = Matcher::new(&rules, None);
        let words = &matcher.words;
        let edges = || matcher.entries.iter().map(|entry| &entry.right.first).take(64);
        let masks = EdgeMasks::new(words, edges());
        for text in texts() {
            let document = Document::read(&text, 0, &rules.lexicon);
            for token in &document.tokens {
                let (next, taking) = (Some((token, words.row(token))), masks.taking(words, token));
                for (edge, i) in edges().zip(0..) {
                    let takes = edge.takes(words, token);
                    assert_eq!(takes, edge.takes_next(&next), "{token:?} {edge:?}");
                    assert_eq!(takes, taking >> i & 1 == 1, "{token:?} {edge:?}");
                }
            }
        }
    }

    #[test]
    fn edges_and_needs_pass_over_nothing_that_matches() {
        let rules = RuleSet::embedded().unwrap();
        let (quick, thorough) = (Matcher::new(&rules, None), Matcher::thorough(&rules));
        for text in texts() {
            let document = Document::read(&text, 0, &rules.lexicon);
            let (found, all) = (quick.find_all(&document), thorough.find_all(&document));
            assert_eq!(found, all, "{text}");
        }
    }
}
