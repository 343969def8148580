//! Part-of-speech tags of the Penn Treebank, and sets of them.

use serde::{Deserialize, Serialize};

/// A Penn Treebank tag. All punctuation marks share [`Tag::Punct`] but for
/// those that rules tell apart by their words anyway.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[repr(u8)]
#[expect(missing_docs, reason = "the names are the Penn Treebank's own")]
pub enum Tag {
    CC,
    CD,
    DT,
    EX,
    FW,
    IN,
    JJ,
    JJR,
    JJS,
    LS,
    MD,
    NN,
    NNS,
    NNP,
    NNPS,
    PDT,
    POS,
    PRP,
    PRPS,
    RB,
    RBR,
    RBS,
    RP,
    SYM,
    TO,
    UH,
    VB,
    VBD,
    VBG,
    VBN,
    VBP,
    VBZ,
    WDT,
    WP,
    WPS,
    WRB,
    Punct,
}

impl Tag {
    /// Every tag with the name that files use.
    pub const ALL: [(Tag, &'static str); 37] = [
        (Tag::CC, "CC"),
        (Tag::CD, "CD"),
        (Tag::DT, "DT"),
        (Tag::EX, "EX"),
        (Tag::FW, "FW"),
        (Tag::IN, "IN"),
        (Tag::JJ, "JJ"),
        (Tag::JJR, "JJR"),
        (Tag::JJS, "JJS"),
        (Tag::LS, "LS"),
        (Tag::MD, "MD"),
        (Tag::NN, "NN"),
        (Tag::NNS, "NNS"),
        (Tag::NNP, "NNP"),
        (Tag::NNPS, "NNPS"),
        (Tag::PDT, "PDT"),
        (Tag::POS, "POS"),
        (Tag::PRP, "PRP"),
        (Tag::PRPS, "PRP$"),
        (Tag::RB, "RB"),
        (Tag::RBR, "RBR"),
        (Tag::RBS, "RBS"),
        (Tag::RP, "RP"),
        (Tag::SYM, "SYM"),
        (Tag::TO, "TO"),
        (Tag::UH, "UH"),
        (Tag::VB, "VB"),
        (Tag::VBD, "VBD"),
        (Tag::VBG, "VBG"),
        (Tag::VBN, "VBN"),
        (Tag::VBP, "VBP"),
        (Tag::VBZ, "VBZ"),
        (Tag::WDT, "WDT"),
        (Tag::WP, "WP"),
        (Tag::WPS, "WP$"),
        (Tag::WRB, "WRB"),
        (Tag::Punct, "PUNCT"),
    ];

    /// The tag that a file calls `name`.
    pub fn parse(name: &str) -> Option<Tag> {
        Self::ALL.iter().find(|(_, n)| *n == name).map(|(t, _)| *t)
    }

    /// Its name in files.
    pub fn name(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// Verb forms, modals apart.
    #[inline]
    pub fn is_verb(self) -> bool {
        TagSet::VERB.has(self)
    }

    /// Common and proper nouns.
    #[inline]
    pub fn is_noun(self) -> bool {
        TagSet::NOUN.has(self)
    }

    /// Proper nouns.
    #[inline]
    pub fn is_proper(self) -> bool {
        matches!(self, Tag::NNP | Tag::NNPS)
    }
}

/// A set of tags in one word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TagSet(u64);

impl TagSet {
    /// Verb forms, modals apart.
    pub const VERB: TagSet =
        TagSet::of(&[Tag::VB, Tag::VBD, Tag::VBG, Tag::VBN, Tag::VBP, Tag::VBZ]);
    /// Verb forms that carry tense, and modals.
    pub const FINITE: TagSet = TagSet::of(&[Tag::VBD, Tag::VBZ, Tag::VBP, Tag::MD]);
    /// Common and proper nouns.
    pub const NOUN: TagSet = TagSet::of(&[Tag::NN, Tag::NNS, Tag::NNP, Tag::NNPS]);
    /// Every tag.
    pub const ALL: TagSet = TagSet((1 << Tag::ALL.len()) - 1);
    /// What can end a noun phrase.
    pub const NOMINAL: TagSet = TagSet::of(&[
        Tag::NN,
        Tag::NNS,
        Tag::NNP,
        Tag::NNPS,
        Tag::PRP,
        Tag::CD,
        Tag::EX,
        Tag::WP,
        Tag::WDT,
    ]);

    /// The set of these tags.
    pub const fn of(tags: &[Tag]) -> TagSet {
        let mut bits = 0;
        let mut i = 0;
        while i < tags.len() {
            bits |= 1 << tags[i] as u64;
            i += 1;
        }
        TagSet(bits)
    }

    /// Whether `tag` is in the set.
    #[inline]
    pub const fn has(self, tag: Tag) -> bool {
        self.0 & (1 << tag as u64) != 0
    }

    /// Both sets together.
    pub const fn union(self, other: TagSet) -> TagSet {
        TagSet(self.0 | other.0)
    }

    /// Its tag when it has one alone.
    pub(crate) fn only(self) -> Option<Tag> {
        if !self.0.is_power_of_two() {
            return None;
        }
        Tag::ALL.get(self.0.trailing_zeros() as usize).map(|(tag, _)| *tag)
    }

    /// Its tags, in the order of [`Tag::ALL`].
    pub(crate) fn iter(self) -> impl Iterator<Item = Tag> {
        let mut bits = self.0;
        std::iter::from_fn(move || {
            let (tag, _) = Tag::ALL.get(bits.trailing_zeros() as usize)?;
            bits &= bits - 1;
            Some(*tag)
        })
    }

    /// One bit a tag.
    pub(crate) fn bits(self) -> u64 {
        self.0
    }

    /// The set with these bits; `None` when one of them is no tag.
    pub(crate) fn from_bits(bits: u64) -> Option<TagSet> {
        (bits >> Tag::ALL.len() == 0).then_some(TagSet(bits))
    }

    /// Whether no tag is in it.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}
