//! The templates of the features that tables name, by table: each with the number of its
//! values, and with the number of its features that a case can have if that is not one.

use super::features::templates;

/// Of the table of content ends.
pub(crate) mod ends {
    super::templates! {
        WORD = "word", 1;
        TAG = "tag", 1;
        WORD_SHAPE = "word-shape", 2;
        TAG_SHAPE = "tag-shape", 2;
        WORD_NEXT = "word-next", 2;
        WORD_NEXT_TAG = "word-next-tag", 2;
        WORD_NEXT_TAG_SHAPE = "word-next-tag-shape", 3;
        NEXT_TAGS = "tag-next-tags", 3;
        LENGTH = "length-shape", 2;
        BEFORE = "before", 1;
        BEFORE_TAG = "before-tag-shape", 3;
        SHAPE = "shape", 1;
        CUE_TAG = "cue-tag", 2;
        CUE_WORD = "cue-word", 3;
        MARKS = "marks-shape", 3;
        VERBED = "verbed-tag-shape", 3;
        COMMAS = "commas-tag", 2;
        LEFT = "left-shape", 2;
        MARKED = "marked-start", 3;
        READ_BY = "rule-tag", 2;
        NEXT_VERB = "next-verb", 3;
        NEXT_CUE = "next-cue", 3;
        PARTICIPLE = "participle-cue", 2;
        TIME = "time-shape", 2;
        FRONTED = "fronted-next-verb", 3;
        END_RULE = "end-rule", 1;
        END_RULE_SHAPE = "end-rule-shape", 2;
    }
}

/// Of the table of readings, in the order in which weights are added up.
pub(crate) mod readings {
    super::templates! {
        LEMMA = "lemma", 1;
        RULE = "rule", 1;
        LEMMA_RULE = "lemma-rule", 2;
        HEAD_TAG = "head-tag", 1;
        HEAD_TAG_LEMMA = "head-tag-lemma", 2;
        FORM_RULE = "form-rule", 2;
        AUXILIARY = "auxiliary", 1, 8;
        AUXILIARIES = "auxiliaries-tag", 2;
        PRECISION = "precision", 1;
        PRECISION_RULE = "precision-rule", 2;
        PRECISION_ALL = "precision-all-frames", 1;
        PRECISION_BOTH = "precisions", 2;
        PRECISION_SEEN = "precision-seen", 2;
        NEGATED = "negated-precision", 2;
        CLASS = "class", 1;
        CLASS_FRAME = "class-frame", 2;
        KIND = "kind-rule", 2;
        NAMED = "named-rule", 2;
        INSIDE = "inside", 1;
        INSIDE_PRECISION = "inside-precision", 2;
        RIVAL = "rival-rule", 2;
        RIVAL_MARGIN = "rival-margin", 1;
        RIVAL_LENGTH = "rival-length-rule", 2;
        SPEAKER = "speaker", 1;
        SPEAKER_RULE = "speaker-rule", 2;
        SPEAKER_LEMMA = "speaker-lemma", 2;
        SPEAKER_HEAD = "speaker-head", 1;
        SUBJECT_GAP = "speaker-gap-rule", 2;
        ADDRESSEE = "addressee-rule", 2;
        LENGTH = "length", 1;
        LENGTH_RULE = "length-rule", 2;
        FIRST = "first-word", 1;
        FIRST_TAG = "first-tag-rule", 2;
        FIRST_LEMMA = "lemma-first-word", 2;
        QUOTE_WORD = "quote-word", 1, 3;
        MARKS = "marks-rule", 2;
        END_ALL = "end-probability", 1;
        END = "end-rule-probability", 2;
        PIECES = "pieces-rule", 2;
        SPEAKS = "speaks-elsewhere", 2;
        SPEAKS_PRECISION = "speaks-elsewhere-precision", 2;
        CLAUSE_BEFORE = "before-speaker", 1;
        CLAUSE_BEFORE_TAG = "before-speaker-tag-rule", 2;
        AFTER_QUOTE = "after-quote", 1;
        AFTER_QUOTE_TAG = "after-quote-tag-rule", 2;
        ENDED_BY = "ended-by-rule", 2;
        VERBED = "quote-verb-rule", 2;
        MODAL = "quote-modal-rule", 2;
        OBJECT = "object", 1;
        OBJECT_RULE = "object-class-rule", 2;
        OBJECT_CLASS = "object-class-lemma", 2;
        FROM_END = "from-end", 1;
        SENTENCE = "sentence", 1;
        BEFORE = "before-cue", 1;
        BEFORE_TAG = "before-cue-tag-rule", 2;
        NEXT = "after-head", 1;
        NEXT_LEMMA = "lemma-after-head", 2;
        NEXT_TAG = "after-head-tag", 1;
        HEADLINE = "first-paragraph-tag", 2;
    }
}
