//! Texts by number: each is kept once.

use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Texts, numbered in the order of their coming.
#[derive(Debug, Default)]
pub(super) struct Values {
    numbers: FxHashMap<Arc<str>, u32>,
    texts: Vec<Arc<str>>,
}

impl Values {
    /// The text's number, new or known.
    pub(super) fn number(&mut self, text: &str) -> u32 {
        if let Some(&number) = self.numbers.get(text) {
            return number;
        }
        let number = u32::try_from(self.texts.len()).expect("memory ends before numbers do");
        let text: Arc<str> = text.into();
        self.numbers.insert(Arc::clone(&text), number);
        self.texts.push(text);
        number
    }

    /// The text of that number.
    pub(super) fn text(&self, number: u32) -> &str {
        &self.texts[number as usize]
    }
}

/// The names that things, given by numbers, go by.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// Thing and name, and how often.
    uses: FxHashMap<(u32, u32), u32>,
    /// The most used name of each, once all are counted.
    best: FxHashMap<u32, u32>,
}

impl Names {
    /// Counts one use of a name, given by its number.
    pub(super) fn add(&mut self, thing: u32, name: u32) {
        *self.uses.entry((thing, name)).or_default() += 1;
    }

    /// Settles which name is used most; of names used alike the first by its letters.
    pub(super) fn settle(&mut self, values: &Values) {
        let mut uses: Vec<_> = self.uses.drain().map(|((t, name), n)| (t, n, name)).collect();
        uses.sort_by(|a, b| {
            let by_name = || values.text(a.2).cmp(values.text(b.2));
            a.0.cmp(&b.0).then(b.1.cmp(&a.1)).then_with(by_name)
        });
        uses.dedup_by_key(|(thing, _, _)| *thing);
        self.best = uses.into_iter().map(|(thing, _, name)| (thing, name)).collect();
    }

    /// The most used name; empty where there is none.
    pub(super) fn of<'v>(&self, values: &'v Values, thing: u32) -> &'v str {
        self.best.get(&thing).map_or("", |&name| values.text(name))
    }
}

/// Speakers by number: by their id where they have one, else by their name.
#[derive(Debug, Default)]
pub(super) struct Speakers {
    /// The names that a speaker with an id goes by.
    names: Names,
}

impl Speakers {
    /// The speaker's number.
    pub(super) fn number(&mut self, values: &mut Values, id: &str, name: &str) -> u32 {
        let by_id = u32::from(!id.is_empty());
        let number = values.number(if id.is_empty() { name } else { id });
        assert!(number < 1 << 31, "memory ends before");
        number << 1 | by_id
    }

    /// Counts one use of a name by a speaker.
    pub(super) fn named(&mut self, values: &mut Values, speaker: u32, name: &str) {
        if speaker & 1 == 1 && !name.is_empty() {
            self.names.add(speaker, values.number(name));
        }
    }

    /// Settles which name is used most; of names used alike the first by its letters.
    pub(super) fn settle(&mut self, values: &Values) {
        self.names.settle(values);
    }

    /// The speaker's name.
    pub(super) fn name<'v>(&self, values: &'v Values, speaker: u32) -> &'v str {
        if speaker & 1 == 0 {
            return values.text(speaker >> 1);
        }
        self.names.of(values, speaker)
    }

    /// The speaker's id; empty where there is none.
    pub(super) fn id<'v>(&self, values: &'v Values, speaker: u32) -> &'v str {
        if speaker & 1 == 1 { values.text(speaker >> 1) } else { "" }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_speaker_with_an_id_has_the_most_used_name() {
        let (mut values, mut speakers) = (Values::default(), Speakers::default());
        let mut add = |id, name| {
            let number = speakers.number(&mut values, id, name);
            speakers.named(&mut values, number, name);
            number
        };
        let kim = add("Q1", "Kim Jong Un");
        assert_eq!([add("Q1", "Kim"), add("Q1", "Kim"), add("Q1", "Kim Jong Un")], [kim; 3]);
        let name = add("", "Q1");
        assert_ne!(name, kim, "a name that looks like an id is no id");
        speakers.settle(&values);
        assert_eq!((speakers.name(&values, kim), speakers.id(&values, kim)), ("Kim", "Q1"));
        assert_eq!((speakers.name(&values, name), speakers.id(&values, name)), ("Q1", ""));
    }
}
