//! What the features of a reading are, in words.

/// Each kind of feature of the table of readings, and what its values are.
const PHRASES: [(&str, &str); 59] = [
    ("lemma", "the cue"),
    ("rule", "the rule"),
    ("lemma-rule", "the cue, by the rule"),
    ("speaker", "the sort of speaker mention"),
    ("speaker-rule", "the sort of speaker mention, by the rule"),
    ("speaker-lemma", "the sort of speaker mention, and the cue"),
    ("speaker-head", "the speaker mention's last noun"),
    ("head-tag", "the cue's tag"),
    ("head-tag-lemma", "the cue's tag, and the cue"),
    ("form-rule", "the cue's form, by the rule"),
    ("length", "the quote's length, in steps"),
    ("length-rule", "the quote's length, in steps, by the rule"),
    ("first-word", "the quote's first word"),
    ("first-tag-rule", "the tag of the quote's first word, by the rule"),
    ("lemma-first-word", "the cue, and the quote's first word"),
    ("quote-word", "one of the quote's first three words"),
    ("from-end", "words from the cue to the sentence's end, in threes"),
    ("sentence", "the sentence, from 0; 3: any later one"),
    ("before-cue", "the word before the cue; ^: none"),
    ("before-cue-tag-rule", "the tag before the cue, by the rule"),
    ("after-head", "the word after the cue"),
    ("lemma-after-head", "the cue, and the word after it"),
    ("after-head-tag", "the tag after the cue"),
    ("marks-rule", "whether the quote has quotation marks, by the rule"),
    ("auxiliary", "an auxiliary or adverb of the cue"),
    ("auxiliaries-tag", "the cue's first auxiliary, and its tag"),
    ("end-rule-probability", "how sure the quote's end is, in eighths, by the rule"),
    ("end-probability", "how sure the quote's end is, in eighths"),
    ("first-paragraph-tag", "whether in the first paragraph, and the cue's tag"),
    ("pieces-rule", "the quote's pieces, by the rule"),
    ("speaker-gap-rule", "words between speaker and cue, by the rule; 0: the cue is first"),
    ("addressee-rule", "whether there is an addressee, by the rule"),
    ("precision", "how often the cue is right in its frame, in twentieths"),
    ("precision-rule", "how often the cue is right in its frame, in tenths, by the rule"),
    ("precision-all-frames", "how often the cue is right in any frame, in tenths"),
    ("precisions", "how often the cue is right in its frame and in any, in fifths"),
    ("precision-seen", "how often the cue is right in its frame, in tenths, and how often seen"),
    ("class", "the cue's stance"),
    ("class-frame", "the cue's stance, and its frame"),
    ("kind-rule", "the kind, by the rule"),
    ("named-rule", "whether cues.csv names the frame for the cue, by the rule"),
    ("negated-precision", "whether negated, and how often the cue is right, in fifths"),
    ("inside", "the best score of a reading that quotes this cue, in tenths"),
    ("inside-precision", "the same in fifths, and how often the cue is right, in fifths"),
    ("rival-rule", "the rule of the cue's best other reading, by the rule"),
    ("rival-margin", "by how much the rules hold it surer than that, in tenths"),
    ("rival-length-rule", "shorter (0), as long (1) or longer (2) than that, by the rule"),
    ("object", "the noun that the quote begins with"),
    ("object-class-rule", "the stance of the noun that the quote begins with, by the rule"),
    ("object-class-lemma", "the stance of the noun that the quote begins with, and the cue"),
    ("before-speaker", "the word before the attribution; ^: none"),
    ("before-speaker-tag-rule", "the tag before the attribution, by the rule"),
    ("after-quote", "the word after the quote; $: none"),
    ("after-quote-tag-rule", "the tag after the quote, by the rule"),
    ("ended-by-rule", "the end rule, by the rule"),
    ("quote-verb-rule", "whether the quote has a finite verb, by the rule"),
    ("quote-modal-rule", "the quote's modal verb, by the rule"),
    ("speaks-elsewhere", "how often the name speaks elsewhere, by the rule; 4: no name"),
    ("speaks-elsewhere-precision", "the same, and how often the cue is right, in fifths"),
];

/// A feature as its table has it, and what it is.
pub(super) fn phrase(feature: &str) -> String {
    let name = feature.split_once('=').map_or(feature, |(name, _)| name);
    match PHRASES.iter().find(|(known, _)| *known == name) {
        Some((_, what)) => format!("{feature} ({what})"),
        None => feature.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_feature_has_its_words_and_no_other_has() {
        let used = crate::rules::templates::readings::ALL;
        let mut used: Vec<&str> = used.iter().map(|(name, ..)| *name).collect();
        let mut known: Vec<&str> = PHRASES.iter().map(|(name, _)| *name).collect();
        used.sort_unstable();
        known.sort_unstable();
        assert_eq!(known, used);
    }

    #[test]
    fn a_feature_is_named_as_in_its_table() {
        assert_eq!(phrase("lemma=say"), "lemma=say (the cue)");
        assert_eq!(phrase("new=1"), "new=1");
    }
}
