//! The words of a language: ids, tags, lemmas and word lists.
//!
//! Built once from the rule files, then shared by all threads. Every word is
//! known by its lower-cased form; a word that no file names is
//! [`WordId::UNKNOWN`] and gets its tag from its ending.

#[cfg(not(packed))]
use super::flat::Packing;
use super::flat::{Flat, packed, plain};
use super::lists::{Class, Gathered, Lists, Phrase};
use super::perceptron::Tagger;
use super::spellings::Spellings;
use super::{Tag, TagModel, TagSet};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// A lower-cased word form that some rule file names.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct WordId(pub u32);

impl WordId {
    /// A word that no file names.
    pub const UNKNOWN: WordId = WordId(0);
}

/// The text layer looks these up by name: they exist in every language, as its first words.
pub(super) const MARKS: [&str; 17] =
    [".", ",", ":", ";", "?", "!", "—", "...", "“", "”", "\"", "‘", "'", "(", ")", "[", "]"];

/// A word list of the rules (`words/NAME.txt`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ListId(pub u8);

/// What is known of one word form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Word<'l> {
    /// Its tags when it is written in lower case, most frequent first.
    pub tags: &'l [Tag],
    /// Its tags when it is capitalised inside a sentence; empty: a proper noun.
    pub capitalised: &'l [Tag],
    /// Its lemma as a verb, as files give it; [`WordId::UNKNOWN`] where its inflection is to tell.
    pub verb_lemma: WordId,
    /// The same as a noun.
    pub noun_lemma: WordId,
}

/// A [`Word`] as the lexicon keeps it: where its tags begin among [`Lexicon::tag_lists`],
/// and how many they are; those of the capitalised word follow.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Record {
    start: u32,
    tags: u16,
    capitalised: u16,
    verb_lemma: WordId,
    noun_lemma: WordId,
}

plain! {
    Record: [u32; 4],
    |[start, lists, verb, noun]| Self {
        start,
        tags: lists as u16,
        capitalised: (lists >> 16) as u16,
        verb_lemma: WordId(verb),
        noun_lemma: WordId(noun),
    },
    |Self { start, tags, capitalised, verb_lemma, noun_lemma }| {
        [start, u32::from(tags) | u32::from(capitalised) << 16, verb_lemma.0, noun_lemma.0]
    }
}

/// One contextual correction of a tag: `from` becomes `to` where the
/// neighbours fit. A field that is `None` fits anything.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct TagRule {
    /// The tag to be corrected.
    pub from: Option<Tag>,
    /// What it becomes; only where the word may carry it.
    pub to: Option<Tag>,
    /// What must stand where: (distance −3..=3, tags or words, any of them).
    pub context: Vec<(i8, TagSet, Vec<WordId>)>,
}

/// The words of a language, read-only.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Lexicon {
    #[serde(skip, default = "Spellings::packed")]
    pub(super) spellings: Spellings,
    #[serde(skip, default = "packed_words")]
    pub(super) words: Flat<Record>,
    /// The tags of all words: those of many are the same, and stand here once.
    tag_lists: Vec<Tag>,
    list_names: Vec<Box<str>>,
    list_ids: FxHashMap<Box<str>, ListId>,
    pub(super) lists: Lists,
    /// Longest ending first: (ending, capitalised, tag).
    pub(super) endings: Vec<(Box<str>, bool, Tag)>,
    pub(super) tag_rules: Vec<TagRule>,
    /// How inflected forms become lemmas: (tag, ending, what replaces it).
    pub(super) inflections: Vec<(Tag, Box<str>, Box<str>)>,
    /// By tag: where its own begin and end in these.
    pub(super) inflections_of: Vec<Range<usize>>,
    /// The learned tagger; without it endings and corrections do.
    #[serde(skip)]
    pub(super) tagger: Option<Tagger>,
}

fn packed_words() -> Flat<Record> {
    Flat::packed(packed!("words.records"))
}

impl Lexicon {
    /// Writes what unpacking takes from the binary.
    #[cfg(not(packed))]
    pub(crate) fn pack(&self, packing: &mut Packing) {
        self.spellings.pack(packing);
        packing.table("words.records", &self.words);
        self.lists.pack(packing);
        Tagger::pack(self.tagger.as_ref(), packing);
    }

    /// The id of a lower-cased form.
    #[inline]
    pub fn id(&self, lower: &str) -> WordId {
        self.spellings.find(lower.as_bytes())
    }

    /// What is known of a word.
    #[inline]
    pub fn word(&self, id: WordId) -> Word<'_> {
        let Record { start, tags, capitalised, verb_lemma, noun_lemma } =
            self.words.at(id.0 as usize);
        let all = &self.tag_lists[start as usize..];
        let (tags, after) = all.split_at(tags.into());
        Word { tags, capitalised: &after[..capitalised.into()], verb_lemma, noun_lemma }
    }

    /// All words.
    pub fn ids(&self) -> impl Iterator<Item = WordId> + use<> {
        (0..self.words.len() as u32).map(WordId)
    }

    /// How it is spelt; empty for [`WordId::UNKNOWN`].
    pub fn spelling(&self, id: WordId) -> &str {
        self.spellings.get(id)
    }

    /// How all words are spelt, in the order of their ids.
    pub fn spellings(&self) -> impl Iterator<Item = &str> {
        self.spellings.iter()
    }

    /// The list of that name.
    pub fn list(&self, name: &str) -> Option<ListId> {
        self.list_ids.get(name).copied()
    }

    /// The names of all lists, in the order of their ids.
    pub fn list_names(&self) -> impl Iterator<Item = &str> {
        self.list_names.iter().map(|n| &**n)
    }

    /// By kind of word: which of these lists have it alone as an entry, one bit each, in
    /// their order; at most 32.
    pub(super) fn list_masks(&self, lists: &[Option<ListId>]) -> Vec<u32> {
        self.lists.masks(lists)
    }

    /// By kind of word: which of these lists, at most 128 different ones, it is in.
    pub(crate) fn classes(&self, lists: &[Option<ListId>]) -> Vec<Class> {
        self.lists.classes(lists)
    }

    /// The number of the word's kind: words of one kind are in the same lists.
    #[inline]
    pub(crate) fn kind_of(&self, word: WordId) -> usize {
        self.lists.kind_of(word)
    }

    /// By word, the number of its kind.
    pub(crate) fn kinds_of(&self) -> &Flat<u32> {
        self.lists.kinds_of()
    }

    /// By kind of word: the lists that have such words alone as an entry, and those with
    /// entries of several words that begin with one.
    pub(crate) fn lists_by_kind(
        &self,
    ) -> impl Iterator<Item = [impl Iterator<Item = ListId> + use<>; 2]> {
        self.lists.by_kind().map(|lists| lists.map(|lists| lists.iter()))
    }

    /// All entries of several words: (list, the words after the first).
    pub(crate) fn all_phrases(&self) -> &[Phrase] {
        self.lists.all_phrases()
    }

    /// Whether the word alone is an entry of the list.
    #[inline]
    pub fn is_in(&self, word: WordId, list: ListId) -> bool {
        self.lists.is_in(word, list)
    }

    /// Has words tagged by this model from here on.
    pub fn set_tag_model(&mut self, model: TagModel) {
        self.tagger = Some(Tagger::new(model, self, cfg!(not(packed))));
    }

    /// The same with the model whose file is in the binary; `None` if it is none.
    #[cfg(packed)]
    pub(crate) fn set_packed_tag_model(&mut self, file: &'static [u8]) -> Option<()> {
        self.tagger = Some(Tagger::packed(TagModel::packed(file)?));
        Some(())
    }

    /// Entries of several words that begin with `first`: (list, the other words).
    #[inline]
    pub fn phrases(&self, first: WordId) -> &[Phrase] {
        self.lists.phrases(first)
    }
}

/// Gathers words and lists into a [`Lexicon`].
#[derive(Debug)]
pub struct LexiconBuilder {
    lexicon: Lexicon,
    lists: Gathered,
    /// Where lists of tags begin that are known: those of a word and of the capitalised one.
    tag_lists: FxHashMap<[Box<[Tag]>; 2], u32>,
}

impl Default for LexiconBuilder {
    fn default() -> Self {
        let lexicon = Lexicon { words: Flat::filled(1, Record::default()), ..Lexicon::default() };
        let (lists, tag_lists) = (Gathered::default(), FxHashMap::default());
        let mut builder = Self { lexicon, lists, tag_lists };
        for mark in MARKS {
            builder.intern(mark);
        }
        builder
    }
}

impl LexiconBuilder {
    /// The id of a lower-cased form, new or known.
    pub fn intern(&mut self, lower: &str) -> WordId {
        let id = self.lexicon.spellings.insert(lower);
        if id.0 as usize == self.lexicon.words.len() {
            self.lexicon.words.push(Record::default());
            self.lists.extend(&mut self.lexicon.lists, self.lexicon.words.len());
        }
        id
    }

    /// Says what is known of a word.
    pub fn describe(&mut self, id: WordId, word: Word<'_>) {
        let Word { tags, capitalised, verb_lemma, noun_lemma } = word;
        let all = &mut self.lexicon.tag_lists;
        let start = *self.tag_lists.entry([tags.into(), capitalised.into()]).or_insert_with(|| {
            let start = all.len() as u32;
            all.extend(tags.iter().chain(capitalised));
            start
        });
        let [tags, capitalised] = [tags, capitalised].map(|tags| tags.len() as u16);
        let record = Record { start, tags, capitalised, verb_lemma, noun_lemma };
        self.lexicon.words.set(id.0 as usize, record);
    }

    /// The id of a lower-cased form that has one already.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// Adds a list; `None` when there are [`ListSet::MOST`](super::ListSet::MOST) already.
    pub fn list(&mut self, name: &str) -> Option<ListId> {
        if let Some(id) = self.lexicon.list(name) {
            return Some(id);
        }
        let id = ListId(u8::try_from(self.lexicon.list_names.len()).ok()?);
        self.lexicon.list_names.push(name.into());
        self.lexicon.list_ids.insert(name.into(), id);
        Some(id)
    }

    /// Adds an entry of one or more tokens to a list.
    pub fn entry(&mut self, list: ListId, words: &[WordId]) {
        self.lists.entry(&mut self.lexicon.lists, list, words);
    }

    /// Adds a tag for unknown words with this ending.
    pub fn ending(&mut self, ending: &str, capitalised: bool, tag: Tag) {
        self.lexicon.endings.push((ending.into(), capitalised, tag));
    }

    /// Adds a contextual correction; they apply in the order given.
    pub fn tag_rule(&mut self, rule: TagRule) {
        self.lexicon.tag_rules.push(rule);
    }

    /// Adds a way from an inflected form to its lemma, tried in the order given.
    pub fn inflection(&mut self, tag: Tag, ending: &str, replacement: &str) {
        self.lexicon.inflections.push((tag, ending.into(), replacement.into()));
    }

    /// The lexicon, with endings longest first.
    pub fn build(mut self) -> Lexicon {
        self.lexicon.endings.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then(a.cmp(b)));
        self.lists.sort(&mut self.lexicon.lists);
        self.lexicon.sort_inflections();
        self.lexicon
    }
}
