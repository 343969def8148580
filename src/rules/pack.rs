//! Packs the words, lists and cues of the rules in the binary, for [`super::packed`].

use super::cues::CueLexicon;
use super::packed::{PACKED, SOURCES};
use super::vocabulary::Vocabulary;
use crate::text::{Lexicon, ListId, Tag, WordId};
use rustc_hash::FxHashMap;

/// Packs what was read of the files, and nothing else yet.
pub(super) fn pack(vocabulary: Vocabulary<'_>) -> Vec<u8> {
    let Vocabulary { words, cues, .. } = vocabulary;
    let mut out = Packer(SOURCES.to_le_bytes().to_vec());
    let lexicon = words.lexicon();
    let count = lexicon.spellings().count();
    // The first is the word that no file names.
    out.number(count - 1);
    lexicon.spellings().skip(1).for_each(|word| out.text(word));
    out.records(lexicon, count);
    let lexicon = words.build();
    let lists: Vec<&str> = lexicon.list_names().collect();
    out.number(lists.len());
    for (i, name) in lists.into_iter().enumerate() {
        out.list(name, ListId(i as u8), &lexicon, count);
    }
    out.cues(&cues);
    out.0
}

struct Packer(Vec<u8>);

impl Packer {
    fn number(&mut self, mut number: usize) {
        while number >= 128 {
            self.0.push(number as u8 | 128);
            number >>= 7;
        }
        self.0.push(number as u8);
    }

    fn word(&mut self, word: WordId) {
        self.number(word.0 as usize);
    }

    fn text(&mut self, text: &str) {
        self.number(text.len());
        self.0.extend(text.as_bytes());
    }

    fn records(&mut self, lexicon: &Lexicon, count: usize) {
        let (mut tag_lists, mut places) = (Vec::new(), FxHashMap::default());
        let mut place = |tags: &[Tag]| {
            *places.entry(tags.to_vec()).or_insert_with(|| {
                tag_lists.push(tags.to_vec());
                tag_lists.len() - 1
            })
        };
        let (mut records, mut before) = (Vec::new(), 0);
        for id in 0..count {
            let word = lexicon.word(WordId(id as u32));
            let lemmas = [word.verb_lemma, word.noun_lemma];
            let is_empty = word.tags.is_empty() && word.capitalised.is_empty();
            if !is_empty || lemmas != [WordId::UNKNOWN; 2] {
                let [verb, noun] = lemmas.map(|lemma| lemma.0 as usize);
                let (tags, capitalised) = (place(&word.tags), place(&word.capitalised));
                records.push([id - before, tags, capitalised, verb, noun]);
                before = id;
            }
        }
        self.number(tag_lists.len());
        for tags in &tag_lists {
            self.number(tags.len());
            self.0.extend(tags.iter().map(|tag| *tag as u8));
        }
        self.number(records.len());
        records.iter().flatten().for_each(|number| self.number(*number));
    }

    fn list(&mut self, name: &str, list: ListId, lexicon: &Lexicon, count: usize) {
        let ids = || (0..count).map(|id| WordId(id as u32));
        self.text(name);
        let alone: Vec<WordId> = ids().filter(|id| lexicon.is_in(*id, list)).collect();
        self.number(alone.len());
        let before = std::iter::once(WordId::UNKNOWN).chain(alone.iter().copied());
        for (before, id) in before.zip(&alone) {
            self.number((id.0 - before.0) as usize);
        }
        let of_first = |first| lexicon.phrases(first).iter().map(move |phrase| (first, phrase));
        let phrases = ids().flat_map(of_first).filter(|(_, (of, _))| *of == list);
        let phrases: Vec<_> = phrases.collect();
        self.number(phrases.len());
        for (first, (_, rest)) in phrases {
            self.number(rest.len() + 1);
            self.word(first);
            rest.iter().for_each(|word| self.word(*word));
        }
    }

    fn cues(&mut self, cues: &CueLexicon) {
        self.number(cues.frame_names().count());
        cues.frame_names().for_each(|name| self.text(name));
        let mut stances: Vec<&str> = cues.iter().map(|cue| &*cue.stance).collect();
        stances.sort_unstable();
        stances.dedup();
        self.number(stances.len());
        stances.iter().for_each(|stance| self.text(stance));
        self.number(cues.len());
        for cue in cues.iter() {
            self.word(cue.lemma);
            self.number(cue.rest.len());
            cue.rest.iter().for_each(|word| self.word(*word));
            self.0.extend([cue.class as u8, cue.kind as u8]);
            let stance = stances.binary_search(&&*cue.stance);
            self.number(stance.expect("all stances are there"));
            self.number(cue.frames.len());
            for frame in &cue.frames {
                self.0.push(frame.id.0);
                self.0.extend(frame.weight.to_le_bytes());
                self.0.push(frame.kind as u8);
            }
        }
    }
}

mod tests {
    use super::super::{Options, RuleSet};
    use super::*;

    #[test]
    fn the_packed_words_are_those_of_the_files() {
        let now = super::super::load::packed_now();
        if std::env::var_os("UPDATE_PACKED").is_some() {
            let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/rules/words.packed");
            std::fs::write(path, &now).unwrap();
            return;
        }
        assert!(now == PACKED, "rules have changed: UPDATE_PACKED=1 cargo test packed");
    }

    #[test]
    fn packed_rules_are_those_that_are_parsed() {
        let [packed, parsed] = [true, false].map(|is_trusted| {
            let options = Options { is_trusted, ..Options::default() };
            RuleSet::read_with(None, options).unwrap()
        });
        let (a, b) = (&packed.lexicon, &parsed.lexicon);
        assert!(a.spellings().eq(b.spellings()), "words");
        assert!(a.list_names().eq(b.list_names()), "lists");
        for id in (0..a.spellings().count()).map(|id| WordId(id as u32)) {
            assert_eq!(format!("{:?}", a.word(id)), format!("{:?}", b.word(id)));
            assert_eq!(format!("{:?}", a.phrases(id)), format!("{:?}", b.phrases(id)));
            for list in (0..a.list_names().count()).map(|list| ListId(list as u8)) {
                assert_eq!(a.is_in(id, list), b.is_in(id, list));
            }
        }
        assert!(packed.cues.frame_names().eq(parsed.cues.frame_names()), "frames");
        assert!(packed.cues.iter().eq(parsed.cues.iter()), "cues");
        let rules = |rules: &RuleSet| format!("{:?}", rules.rules);
        assert_eq!(rules(&packed), rules(&parsed));
    }
}
