//! Whole sentences tagged, by one way and by the other.

use super::*;
use crate::text::{Document, LexiconBuilder};

/// A text with what features see differently: marks known and rare, words known,
/// unknown and in no dictionary, ways to write them, sentences of one word.
const TEXT: &str = "“The plan,” Kim said, “is to plan.” McCAIN’s COVID-19 votes * vote • vote? \
    No. Plan! The 8,700 US spokeswomen Vote: É (a/b) --- the U.S. talks... KIM plans éa éb \
    THE voting iPhone is * to • plan the • * ~ vote ~ @kim #vote $5 % \n\n Vote the plan \n to";

fn lexicon() -> Lexicon {
    let mut builder = LexiconBuilder::default();
    for word in ["the", "plan", "vote", "to", "is", "kim", "spokeswomen", "*", "said"] {
        builder.intern(word);
    }
    builder.build()
}

fn dictionary(seed: u64) -> Dictionary {
    let all = |bits: u64| TagSet::from_bits(bits & ((1 << Tag::ALL.len()) - 1)).unwrap();
    let words = ["plan", "vote", "to", "is", "talks", "no", "—", ".", "8,700", "the", "u.s"];
    let entry = |(i, word): (usize, &&str)| {
        let bits = hash(word).rotate_left(seed as u32) & hash("mask").rotate_left(i as u32);
        // Odd ones have one tag.
        let tags = if (i as u64 + seed) % 4 == 3 { bits & bits.wrapping_neg() } else { bits };
        (hash(word), Entry { tags: all(tags), is_frequent: i.is_multiple_of(2) })
    };
    Dictionary::new(all(hash("open")), words.iter().enumerate().map(entry))
}

#[test]
fn summed_weights_choose_as_features_one_by_one() {
    let lexicon = lexicon();
    for seed in 0..40 {
        let dictionary = dictionary(seed);
        let forms = Forms::new(dictionary.clone(), &lexicon);
        let mut expected = Document::untagged(TEXT, 0, &lexicon);
        // All features that are met have weights but one in four; tags that are
        // chosen change what is met next, so the rows grow till nothing is new.
        let mut rows: Vec<Row> = Vec::new();
        loop {
            let weights = Weights::new(&rows);
            let mut met: Vec<u32> = Vec::new();
            for sentence in &expected.sentences {
                let range = sentence.tokens.iter();
                let mut tokens = Document::untagged(TEXT, 0, &lexicon).tokens;
                walk(&forms, TEXT, &mut tokens[range.clone()], |_, candidates, features| {
                    met.extend(features.iter().filter(|key| **key % 4 != 0));
                    weights.best(candidates, features)
                });
                expected.tokens[range.clone()].copy_from_slice(&tokens[range]);
            }
            let before = rows.len();
            for key in met {
                if rows.iter().all(|(known, _)| *known != key) {
                    rows.push((key, row(key, seed)));
                }
            }
            if rows.len() == before {
                break;
            }
        }
        let model = TagModel { dictionary, weights: Weights::new(&rows) };
        for written in [false, true] {
            let mut document = Document::untagged(TEXT, 0, &lexicon);
            let tagger = Tagger::new(model.clone(), &lexicon, written);
            tagger.tag(TEXT, &mut document.tokens, &document.sentences, |_, _| {});
            assert_eq!(document.tokens, expected.tokens, "seed {seed}, written: {written}");
        }
    }
}

#[test]
fn words_of_the_binary_weigh_the_same_in_any_lexicon() {
    let file = include_bytes!("../../../rules/en/tables/tags.bin");
    let packed = TagModel::packed(file).unwrap();
    assert!(packed.is_packed() && !TagModel::read(&file[..]).unwrap().is_packed());
    // Some are in the binary, with other numbers; others are not.
    let mut builder = LexiconBuilder::default();
    for word in ["éb", "that", "plans", "plan", "said", "kim", "zmqq", "*", "voting", "the"] {
        builder.intern(word);
    }
    let lexicon = builder.build();
    let read = Tagger::new(TagModel::read(&file[..]).unwrap(), &lexicon, false);
    let packed = Tagger::new(packed, &lexicon, false);
    let text = format!("{TEXT}. She said that the plans that Kim said zmqq plan voting. Éb plans.");
    let tags = |tagger: &Tagger| {
        let mut document = Document::untagged(&text, 0, &lexicon);
        tagger.tag(&text, &mut document.tokens, &document.sentences, |_, _| {});
        document.tokens
    };
    assert_eq!(tags(&packed), tags(&read));
    for id in lexicon.ids() {
        let [read, packed] = [&read, &packed].map(|tagger| tagger.tables.known(id));
        let told = |word: Met<'_>| {
            let few = [false, true].map(|printed| word.few(printed).map(|few| few.sums));
            (word.hash(), word.beside(), word.lemmas(), word.class(), word.mark(), few)
        };
        assert_eq!(told(packed), told(read), "{}", lexicon.spelling(id));
    }
}

/// Some weights that look like chance.
fn row(key: u32, seed: u64) -> Vec<(Tag, i8)> {
    let weight = |tag: Tag| hash(&format!("{key} {seed} {}", tag.name())) as u8;
    let tags = Tag::ALL.iter().map(|(tag, _)| (*tag, weight(*tag) as i8));
    tags.filter(|(tag, _)| !weight(*tag).is_multiple_of(3)).collect()
}
