//! The rules in the binary, as they were read when it was built.
//!
//! The build script compiles this crate's `text` and `rules`, reads `rules/en` as any directory
//! of rules is read, and packs what came of it, so that the program need not parse and check
//! anything when it starts. Learned tables are packed no further than their files are.

#[cfg(not(packed))]
use super::RuleSet;
use super::{CueLexicon, Rule, Variants};
use crate::text::Lexicon;

/// All of a rule set but its words, which are read beside it.
pub(super) type Others = (CueLexicon, Vec<Rule>, Variants);

#[cfg(not(packed))]
impl RuleSet {
    /// What [`words`] and [`others`] read.
    pub fn pack(&self) -> [Vec<u8>; 2] {
        let Self { lexicon, cues, rules, variants, .. } = self;
        [postcard::to_allocvec(lexicon), postcard::to_allocvec(&(cues, rules, variants))]
            .map(|packed| packed.expect("rules hold plain data"))
    }
}

/// The words that were packed; `None` in the build script, which packs them.
pub(super) fn words() -> Option<Lexicon> {
    #[cfg(packed)]
    return Some(unpack(include_bytes!(concat!(env!("OUT_DIR"), "/words.packed"))));
    #[cfg(not(packed))]
    None
}

/// The rules that were packed, and what they rest on but words; `None` as in [`words`].
pub(super) fn others() -> Option<Others> {
    #[cfg(packed)]
    return Some(unpack(include_bytes!(concat!(env!("OUT_DIR"), "/rules.packed"))));
    #[cfg(not(packed))]
    None
}

#[cfg(packed)]
fn unpack<T: serde::de::DeserializeOwned>(packed: &'static [u8]) -> T {
    postcard::from_bytes(packed).expect("the same types packed them")
}

#[cfg(test)]
mod tests {
    use super::super::{Options, RuleSet};
    use crate::text::{ListId, WordId};

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
            assert_eq!(a.id(a.spelling(id)), id);
            assert_eq!(format!("{:?}", a.word(id)), format!("{:?}", b.word(id)));
            assert_eq!(format!("{:?}", a.phrases(id)), format!("{:?}", b.phrases(id)));
            for list in (0..a.list_names().count()).map(|list| ListId(list as u8)) {
                assert_eq!(a.is_in(id, list), b.is_in(id, list));
            }
        }
        assert!(packed.cues.frame_names().eq(parsed.cues.frame_names()), "frames");
        assert!(packed.cues.iter().eq(parsed.cues.iter()), "cues");
        let others = |rules: &RuleSet| format!("{:?} {:?}", rules.rules, rules.variants);
        assert_eq!(others(&packed), others(&parsed));
    }
}
