//! The rules in the binary, as they were read when it was built.
//!
//! The build script compiles this crate's `text` and `rules`, reads `rules/en` as any directory
//! of rules is read, and packs what came of it, so that the program need not parse and check
//! anything when it starts. Tables of numbers stay where they are ([`Flat`]); the rest, which
//! is small, is unpacked.
//!
//! [`Flat`]: crate::text::flat::Flat

#[cfg(packed)]
use super::Aside;
use super::{CueLexicon, Rule, RuleSet};
use crate::text::Lexicon;
#[cfg(not(packed))]
use crate::text::flat::Packing;

/// What is always asked for of a rule set, but its words and its learned tables.
type Others = (CueLexicon, Vec<Rule>);

#[cfg(not(packed))]
impl RuleSet {
    /// The files that [`all`] and [`written`] take from the binary.
    pub fn pack(&self) -> Packing {
        let Self { lexicon, cues, rules, models, .. } = self;
        let [words, others, aside, tables] = [
            postcard::to_allocvec(lexicon),
            postcard::to_allocvec(&(cues, rules)),
            postcard::to_allocvec(self.aside()),
            postcard::to_allocvec(models),
        ]
        .map(|packed| packed.expect("rules hold plain data"));
        let mut packing = Packing::default();
        packing.bytes("words.packed", &words);
        packing.bytes("rules.packed", &others);
        packing.bytes("aside.packed", &aside);
        packing.bytes("models.packed", &tables);
        lexicon.pack(&mut packing);
        cues.pack(&mut packing);
        models.clone().unwrap_or_default().pack(&mut packing);
        packing
    }
}

/// The rules that were packed, with their learned tables; `None` where the tables were not
/// to be read, and in the build script, which packs them.
pub(super) fn all() -> Option<RuleSet> {
    #[cfg(packed)]
    {
        let models: Option<super::Models> =
            unpack(include_bytes!(concat!(env!("OUT_DIR"), "/models.packed")));
        super::load::with_embedded_tables(written()?, models?.with_packed_tables())
    }
    #[cfg(not(packed))]
    None
}

/// The same without learned tables.
pub(super) fn written() -> Option<RuleSet> {
    #[cfg(packed)]
    {
        let lexicon: Lexicon = unpack(include_bytes!(concat!(env!("OUT_DIR"), "/words.packed")));
        let (cues, rules): Others =
            unpack(include_bytes!(concat!(env!("OUT_DIR"), "/rules.packed")));
        let read_aside: fn() -> Aside =
            || unpack(include_bytes!(concat!(env!("OUT_DIR"), "/aside.packed")));
        let read_aside = Some(read_aside);
        Some(RuleSet { lexicon, cues, rules, read_aside, ..RuleSet::default() })
    }
    #[cfg(not(packed))]
    None
}

#[cfg(packed)]
fn unpack<T: serde::de::DeserializeOwned>(packed: &'static [u8]) -> T {
    postcard::from_bytes(packed).expect("the same types packed them")
}

#[cfg(test)]
mod tests {
    use super::super::{Examples, Options, RuleId, RuleSet};
    use crate::extract::Extractor;
    use crate::input::Article;
    use crate::text::{ListId, WordId};

    fn both() -> [RuleSet; 2] {
        [true, false].map(|is_trusted| {
            let options = Options { is_trusted, ..Options::default() };
            RuleSet::read_with(None, options).unwrap()
        })
    }

    #[test]
    fn packed_rules_are_those_that_are_parsed() {
        let [packed, parsed] = both();
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
        let others = |rules: &RuleSet| format!("{:?} {:?}", rules.rules, rules.aside());
        assert_eq!(others(&packed), others(&parsed));
    }

    #[test]
    fn packed_tables_make_the_rows_that_parsed_ones_make() {
        let [packed, parsed] = both();
        let extractors = [&packed, &parsed].map(Extractor::new);
        for id in (0..parsed.rules.len()).map(|id| RuleId(id as u16)) {
            let Examples { hits, misses } = parsed.examples(id);
            let texts =
                hits.iter().map(|hit| &hit.text).chain(misses.iter().map(|miss| &miss.text));
            for text in texts {
                let article = Article { text: String::from(&**text), ..Article::default() };
                let [a, b] = extractors.each_ref().map(|e| format!("{:?}", e.rows(&article)));
                assert_eq!(a, b, "{text}");
            }
        }
    }
}
