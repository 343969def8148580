//! Tags and lemmas: tags by the learned model where there is one.
//!
//! Else from word lists: the word's most frequent tag or its ending's, then
//! contextual corrections in the order of the rule files. Method: Brill, "A simple rule-based part of speech tagger", ANLP 1992.

use super::perceptron::Met;
use super::scanner::Lower;
use super::{Lexicon, Mark, Sentence, Tag, TagRule, TagSet, Token, WordId};

/// Tags all tokens and gives them their lemmas.
pub(super) fn tag(text: &str, lexicon: &Lexicon, tokens: &mut [Token], sentences: &[Sentence]) {
    if let Some(tagger) = &lexicon.tagger {
        tagger.tag(text, tokens, sentences, |tokens, words| {
            names(text, tokens, words);
            possessives(text, tokens);
            for (token, word) in tokens.iter_mut().zip(words) {
                token.lemma = lemma(text, lexicon, token, word.lemmas());
            }
        });
        return;
    }
    for sentence in sentences {
        let range = sentence.tokens;
        let tokens = &mut tokens[range.start as usize..range.end as usize];
        correct(text, lexicon, tokens);
        possessives(text, tokens);
        for token in tokens {
            token.lemma = lemma(text, lexicon, token, lexicon.own_lemmas(token.word));
        }
    }
}

/// A capitalised word within a sentence that no list knows is a name, whatever
/// its ending looks like; compounds are not ("Seoul-based"). Nor is a capitalised
/// word after a name an adjective, where nothing follows that it could describe.
fn names(text: &str, tokens: &mut [Token], words: &[Met<'_>]) {
    let first = tokens.iter().position(|t| t.tag != Tag::Punct).unwrap_or(0);
    for i in first + 1..tokens.len() {
        let token = &tokens[i];
        if !token.capital || token.tag.is_noun() {
            continue;
        }
        let unknown = !words[i].is_tagged();
        let compound = || token.span.of(text).contains('-');
        let misled = token.tag.is_verb() || matches!(token.tag, Tag::JJ | Tag::RB | Tag::IN);
        let describes = |t: &Token| t.tag.is_noun() || matches!(t.tag, Tag::JJ | Tag::CD);
        let alone = token.tag == Tag::JJ
            && tokens[i - 1].tag.is_proper()
            && !tokens.get(i + 1).is_some_and(describes);
        if (unknown && misled || alone) && !compound() {
            tokens[i].tag = Tag::NNP;
        }
    }
}

/// Tags the bare apostrophes that are possessives: "the leaders’ talks".
fn possessives(text: &str, tokens: &mut [Token]) {
    for i in 1..tokens.len().saturating_sub(1) {
        let (before, at, after) = (&tokens[i - 1], &tokens[i], &tokens[i + 1]);
        let plural = || matches!(before.tag, Tag::NNS | Tag::NNP | Tag::NNPS);
        let owned = || after.tag.is_noun() || matches!(after.tag, Tag::JJ | Tag::JJS | Tag::CD);
        if at.tag == Tag::Punct
            && at.mark == Mark::Outside
            && matches!(at.span.of(text), "'" | "’")
            && before.span.end == at.span.start
            && after.span.start > at.span.end
            && plural()
            && owned()
        {
            tokens[i].tag = Tag::POS;
        }
    }
}

/// Tags a sentence by word lists and corrections.
fn correct(text: &str, lexicon: &Lexicon, tokens: &mut [Token]) {
    let mut seen = TagSet::default();
    let mut first = true;
    for token in tokens.iter_mut() {
        if token.tag != Tag::Punct {
            token.tag = initial(text, lexicon, token, first);
            first = false;
        }
        seen = seen.union(TagSet::of(&[token.tag]));
    }
    for rule in &lexicon.tag_rules {
        let (Some(from), Some(to)) = (rule.from, rule.to) else { continue };
        if !seen.has(from) {
            continue;
        }
        for i in 0..tokens.len() {
            if tokens[i].tag == from && may_be(lexicon, &tokens[i], to) && fits(rule, tokens, i) {
                tokens[i].tag = to;
                seen = seen.union(TagSet::of(&[to]));
            }
        }
    }
}

fn initial(text: &str, lexicon: &Lexicon, token: &Token, first: bool) -> Tag {
    let printed = token.span.of(text);
    if token.tag != Tag::NN {
        return token.tag;
    }
    if printed.starts_with(|c: char| c.is_ascii_digit()) {
        let word = lexicon.word(token.word);
        let hyphened = printed.contains('-') && printed.ends_with(char::is_alphabetic);
        return word.tags.first().copied().unwrap_or(if hyphened { Tag::JJ } else { Tag::CD });
    }
    let word = lexicon.word(token.word);
    if token.capital && !first {
        let shout = printed.len() > 1 && printed.chars().all(|c| !c.is_lowercase());
        if let Some(&tag) = word.capitalised.first() {
            return tag;
        }
        return match word.tags.first() {
            Some(&tag) if shout && !tag.is_noun() => tag,
            _ => Tag::NNP,
        };
    }
    if let Some(&tag) = word.tags.first() {
        return tag;
    }
    if token.capital {
        return Tag::NNP;
    }
    // An unknown compound takes after its last part: "vice-chairs".
    if let Some((_, last)) = printed.rsplit_once('-')
        && let Some(&tag) = lexicon.word(lexicon.id(last)).tags.first()
    {
        return if tag == Tag::NN { Tag::JJ } else { tag };
    }
    lexicon
        .endings
        .iter()
        .find(|(ending, capital, _)| !*capital && printed.ends_with(&**ending))
        .map_or(Tag::NN, |&(_, _, tag)| tag)
}

/// Whether the word may carry the tag; an unknown one may carry any, a
/// capitalised one may always be a name.
fn may_be(lexicon: &Lexicon, token: &Token, tag: Tag) -> bool {
    let word = lexicon.word(token.word);
    let listed = word.tags.contains(&tag);
    if word.tags.is_empty() && word.capitalised.is_empty() {
        return true;
    }
    if token.capital {
        return listed || tag == Tag::NNP || word.capitalised.contains(&tag);
    }
    listed && (!tag.is_proper() || word.tags[0].is_proper())
}

fn fits(rule: &TagRule, tokens: &[Token], i: usize) -> bool {
    rule.context.iter().all(|(distance, tags, words)| {
        let place = i as isize + isize::from(*distance);
        let Some(token) = usize::try_from(place).ok().and_then(|p| tokens.get(p)) else {
            return false;
        };
        (tags.is_empty() || tags.has(token.tag))
            && (words.is_empty() || words.contains(&token.word))
    })
}

/// The lemma of a tagged token, whose word has these [own lemmas](Lexicon::own_lemmas).
#[inline]
fn lemma(text: &str, lexicon: &Lexicon, token: &Token, [as_verb, as_noun]: [WordId; 2]) -> WordId {
    const VERBS: TagSet = TagSet::VERB.union(TagSet::of(&[Tag::MD]));
    // By number and not by branches: what comes next is too even for the processor to guess.
    let (is_noun, is_verb) = (token.tag.is_noun(), VERBS.has(token.tag));
    let way = usize::from(is_noun) | usize::from(is_verb) << 1;
    let lemma = [token.word, as_noun, as_verb, as_verb][way];
    if (lemma == WordId::UNKNOWN) & (way != 0) {
        return inflected(lexicon, token.span.of(text), token.tag);
    }
    lemma
}

/// The lemma of a word that the lexicon has not.
#[inline(never)]
fn inflected(lexicon: &Lexicon, printed: &str, tag: Tag) -> WordId {
    match Lower::new(printed).filter(|_| printed.is_ascii()) {
        Some(lower) => lexicon.inflected(lower.as_bytes(), tag),
        None => lexicon.inflected(printed.to_lowercase().as_bytes(), tag),
    }
}

impl Lexicon {
    /// The known base form of an inflected one, else [`WordId::UNKNOWN`].
    fn inflected(&self, lower: &[u8], tag: Tag) -> WordId {
        let ways = self.inflections_of.get(tag as usize).cloned().unwrap_or_default();
        let mut bases = self.inflections[ways].iter().filter_map(|(_, ending, replacement)| {
            let ending = ending.as_bytes();
            // The last letter alone tells most apart.
            if ending.last().is_some_and(|last| lower.last() != Some(last)) {
                return None;
            }
            let stem = lower.strip_suffix(ending)?;
            Some(self.joined(stem, replacement.as_bytes()))
        });
        bases.find(|base| *base != WordId::UNKNOWN).unwrap_or_default()
    }

    /// The word whose letters are these.
    fn joined(&self, stem: &[u8], ending: &[u8]) -> WordId {
        // 64: longer words are rare enough to be allocated.
        let mut buffer = [0; 64];
        let len = stem.len() + ending.len();
        match buffer.get_mut(..len) {
            Some(letters) => {
                letters[..stem.len()].copy_from_slice(stem);
                letters[stem.len()..].copy_from_slice(ending);
                self.spellings.find(letters)
            }
            None => self.spellings.find(&[stem, ending].concat()),
        }
    }

    /// A word's lemmas as a verb and as a noun: those that files give, else by its
    /// inflection; [`WordId::UNKNOWN`] where it is neither.
    pub(crate) fn lemmas(&self, id: WordId) -> [WordId; 2] {
        let word = self.word(id);
        let lemma_as = |given: WordId, is_kind: fn(Tag) -> bool| {
            let mut tags = word.tags.iter().chain(word.capitalised).filter(|t| is_kind(**t));
            // Of several tags the first settles it.
            match tags.next() {
                Some(tag) if given == WordId::UNKNOWN => {
                    let base = self.inflected(self.spelling(id).as_bytes(), *tag);
                    if base == WordId::UNKNOWN { id } else { base }
                }
                _ => given,
            }
        };
        [lemma_as(word.verb_lemma, Tag::is_verb), lemma_as(word.noun_lemma, Tag::is_noun)]
    }

    /// The same where what is neither is its own lemma.
    pub(super) fn own_lemmas(&self, id: WordId) -> [WordId; 2] {
        self.lemmas(id).map(|lemma| if lemma == WordId::UNKNOWN { id } else { lemma })
    }

    /// Sorts the ways to a lemma by tag, in the order given for each.
    pub(super) fn sort_inflections(&mut self) {
        self.inflections.sort_by_key(|(tag, _, _)| *tag);
        let all = &self.inflections;
        let of = |tag: Tag| {
            all.partition_point(|(t, _, _)| *t < tag)..all.partition_point(|(t, _, _)| *t <= tag)
        };
        self.inflections_of = Tag::ALL.iter().map(|(tag, _)| of(*tag)).collect();
    }
}
