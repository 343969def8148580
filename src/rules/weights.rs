//! Sparse linear models as readable tables: features by name, weights, counts.
//!
//! A feature is a template and its values, written `template=value|value`. The
//! same code that names features while learning finds their weights while
//! extracting: there a feature is a 64-bit hash of its name's parts, so nothing
//! is allocated. A table is TSV: `feature<TAB>weight<TAB>count`, the bias as
//! `(bias)`, the least probability that is believed as `(floor)`.

use super::features::{Sink, Spelled, Template, Value, hash, mix};
use super::precision::CueCounts;
use crate::text::{Lexicon, Tag, WordId};

/// A problem in a table: the line, from 1, and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct TableError {
    /// The line.
    pub line: usize,
    /// What is wrong.
    pub what: &'static str,
}

/// The weights of one model, by feature.
#[derive(Clone, Debug, Default)]
pub struct Weights {
    table: Table,
    bias: f32,
    floor: Option<f32>,
    /// Every value that a feature names, sorted: what no feature names has no weight.
    mentioned: Vec<Box<str>>,
}

/// Weights by the keys of their features, in open addressing: most look-ups are of
/// features without a weight and end at the first slot.
#[derive(Clone, Debug, Default)]
struct Table {
    /// One bit for the highest bits of each key: whether it is worth a look.
    filter: Vec<u64>,
    /// A power of two of slots.
    slots: Vec<Slot>,
}

/// A feature's key, 0 in an empty slot, and its weight, also in units of a [`PartSum`].
#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    key: u64,
    weight: f32,
    units: i32,
}

/// How many of a key's highest bits the filter knows: 8 KB of them, of which a table
/// of 1,100 features sets one in sixty.
const FILTER_BITS: u32 = 16;

impl Table {
    fn new(weights: &[(u64, f32)]) -> Self {
        let size = (4 * weights.len()).next_power_of_two();
        let filter = vec![0; (1 << FILTER_BITS) / u64::BITS as usize];
        let mut table = Self { filter, slots: vec![Slot::default(); size] };
        for &(key, weight) in weights {
            let bit = key >> (u64::BITS - FILTER_BITS);
            table.filter[(bit / 64) as usize] |= 1 << (bit % 64);
            let slot = table.slot(key);
            let units = (f64::from(weight) * UNITS).round() as i32;
            table.slots[slot] = Slot { key, weight, units };
        }
        table
    }

    /// The slot of that key, or the empty one where it would stand.
    fn slot(&self, key: u64) -> usize {
        let mask = self.slots.len() - 1;
        // The upper half, which multiplication mixes best; its highest bits are the filter's.
        let mut at = (key >> 24) as usize & mask;
        while self.slots[at].key != key && self.slots[at].key != 0 {
            at = (at + 1) & mask;
        }
        at
    }

    #[inline]
    fn get(&self, key: u64) -> Option<&Slot> {
        let bit = key >> (u64::BITS - FILTER_BITS);
        let known = self.filter.get((bit / 64) as usize).is_some_and(|w| w >> (bit % 64) & 1 == 1);
        known.then(|| &self.slots[self.slot(key)])
    }
}

impl Weights {
    /// Reads a table.
    ///
    /// # Errors
    /// A line that is not `feature<TAB>weight<TAB>count`.
    pub fn parse(table: &str) -> Result<Self, TableError> {
        let mut weights = Self::default();
        let mut by_key = Vec::new();
        let mut mentioned = Vec::new();
        for (i, line) in table.lines().enumerate() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let wrong = |what| TableError { line: i + 1, what };
            let mut fields = line.split('\t');
            let (Some(feature), Some(weight)) = (fields.next(), fields.next()) else {
                return Err(wrong("needs a feature and a weight, parted by a tab"));
            };
            let weight: f32 = weight.parse().map_err(|_| wrong("the weight is no number"))?;
            match feature {
                "(bias)" => {
                    weights.bias = weight;
                    continue;
                }
                "(floor)" => {
                    weights.floor = Some(weight);
                    continue;
                }
                _ => {}
            }
            let (template, values) = feature.split_once('=').unwrap_or((feature, ""));
            let parts = values.split('|').filter(|_| feature.contains('='));
            let key = mix(0, hash(template));
            let key = parts.clone().fold(key, |key, part| mix(key, hash(part)));
            by_key.push((key, weight));
            mentioned.extend(parts);
        }
        mentioned.sort_unstable();
        mentioned.dedup();
        weights.mentioned = mentioned.into_iter().map(Box::from).collect();
        weights.table = Table::new(&by_key);
        Ok(weights)
    }

    /// The least probability that is believed, if the table says so.
    pub fn floor(&self) -> Option<f32> {
        self.floor
    }

    /// The weight that every case has.
    pub fn bias(&self) -> f32 {
        self.bias
    }

    /// The sum of a case's weights, the bias included; `features` gives them.
    pub fn sum(&self, names: &Names, features: impl FnOnce(&mut Sum<'_>)) -> f32 {
        let mut sum = Sum { weights: self, names, total: self.bias };
        features(&mut sum);
        sum.total
    }

    /// Whether any feature has a value of that name.
    pub(crate) fn mentions(&self, name: &str) -> bool {
        self.mentioned.binary_search_by(|own| (**own).cmp(name)).is_ok()
    }

    /// The sum of the weights of some of a case's features, the bias not included.
    pub(crate) fn part(&self, names: &Names, features: impl FnOnce(&mut PartSum<'_>)) -> i32 {
        let mut sum = PartSum { weights: self, names, total: 0 };
        features(&mut sum);
        sum.total
    }

    /// The sum that parts make, the bias included.
    pub(crate) fn whole(&self, parts: i32) -> f32 {
        self.bias + (f64::from(parts) / UNITS) as f32
    }

    /// What that sum is made of, the bias apart: the features that have a weight.
    pub fn parts(
        &self,
        names: &Names,
        lexicon: &Lexicon,
        features: impl FnOnce(&mut Parts<'_>),
    ) -> Vec<Part> {
        let spelled = Spelled::new(lexicon);
        let mut parts = Parts { weights: self, names, spelled, parts: Vec::new() };
        features(&mut parts);
        parts.parts
    }

    /// The slot of the feature of that template with these parts.
    #[inline(always)]
    fn of<const N: usize>(&self, template: Template, parts: [u64; N]) -> Option<&Slot> {
        if parts.contains(&NOT_NAMED) {
            return None;
        }
        self.table.get(parts.into_iter().fold(template.key, mix))
    }
}

/// The part of a feature's key that a value is which no table names.
const NOT_NAMED: u64 = 0;

/// The hashes of what values are called, computed once. A word that no table names
/// has none.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// The place of each word's hash in `hashes`; 0: no table names it.
    words: Vec<u32>,
    hashes: Vec<u64>,
    tags: Vec<u64>,
    numbers: Vec<u64>,
}

/// Numbers up to here have their hash at hand.
const NUMBERS: i32 = 64;

impl Names {
    /// The names that these tables need of a language.
    pub fn new<'w>(lexicon: &Lexicon, tables: impl IntoIterator<Item = &'w Weights>) -> Self {
        let mut words = vec![0; lexicon.spellings().count()];
        // The second is that of no word, which is spelt like a feature's empty value.
        let mut hashes = vec![NOT_NAMED, hash("")];
        words[WordId::UNKNOWN.0 as usize] = 1;
        for name in tables.into_iter().flat_map(|table| &table.mentioned) {
            let id = lexicon.id(name);
            let place = hashes.len() as u32;
            if id != WordId::UNKNOWN && words[id.0 as usize] == 0 {
                words[id.0 as usize] = place;
                hashes.push(hash(name));
            }
        }
        Self {
            words,
            hashes,
            tags: Tag::ALL.iter().map(|(_, name)| hash(name)).collect(),
            numbers: (0..NUMBERS).map(|n| hash(&n.to_string())).collect(),
        }
    }

    #[inline(always)]
    fn of(&self, value: Value<'_>) -> u64 {
        match value {
            Value::Word(word) => self.hashes[self.words[word.0 as usize] as usize],
            Value::Tag(tag) => self.tags[tag as usize],
            Value::Number(n) if (0..NUMBERS).contains(&n) => self.numbers[n as usize],
            Value::Number(n) => hash(&n.to_string()),
            Value::Rule(rule) => rule.key,
            Value::Name(name) => name.hash,
        }
    }
}

/// How many units of a [`PartSum`] are one: tables give weights in thousandths.
const UNITS: f64 = 100_000.0;

/// Adds up weights in whole hundred-thousandths, so that the order in which they come
/// is nothing to the sum.
#[derive(Debug)]
pub(crate) struct PartSum<'w> {
    weights: &'w Weights,
    names: &'w Names,
    total: i32,
}

impl Sink for PartSum<'_> {
    type Value = u64;

    #[inline(always)]
    fn value(&self, value: Value<'_>) -> u64 {
        self.names.of(value)
    }

    #[inline(always)]
    fn add<const N: usize>(&mut self, template: Template, values: [u64; N]) {
        let units = self.weights.of(template, values).map_or(0, |slot| slot.units);
        self.total = self.total.saturating_add(units);
    }
}

/// Adds up weights.
#[derive(Debug)]
pub struct Sum<'w> {
    weights: &'w Weights,
    names: &'w Names,
    total: f32,
}

impl Sum<'_> {
    /// The sum so far; what comes next begins with the bias anew.
    #[cfg(test)]
    pub(crate) fn take(&mut self) -> f32 {
        std::mem::replace(&mut self.total, self.weights.bias)
    }
}

impl Sink for Sum<'_> {
    type Value = u64;

    #[inline(always)]
    fn value(&self, value: Value<'_>) -> u64 {
        self.names.of(value)
    }

    #[inline(always)]
    fn add<const N: usize>(&mut self, template: Template, values: [u64; N]) {
        self.total += self.weights.of(template, values).map_or(0.0, |slot| slot.weight);
    }
}

/// One feature of a case and what it adds to the sum.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Its name in tables: "lemma-rule=say|cue-that".
    pub feature: String,
    /// Its weight.
    pub weight: f32,
}

/// Keeps what is added up, by name.
#[derive(Debug)]
pub struct Parts<'w> {
    weights: &'w Weights,
    names: &'w Names,
    spelled: Spelled<'w>,
    parts: Vec<Part>,
}

impl Sink for Parts<'_> {
    /// The part of the feature's key, and the number of the value as it is spelt.
    type Value = (u64, usize);

    fn value(&self, value: Value<'_>) -> (u64, usize) {
        (self.names.of(value), self.spelled.spell(value))
    }

    fn add<const N: usize>(&mut self, template: Template, values: [(u64, usize); N]) {
        let slot = self.weights.of(template, values.map(|(part, _)| part));
        let weight = slot.map_or(0.0, |slot| slot.weight);
        if weight != 0.0 {
            let mut feature = String::new();
            self.spelled.name(template, &values.map(|(_, spelled)| spelled), &mut feature);
            self.parts.push(Part { feature, weight });
        }
    }
}

/// The logistic function: a score's probability.
pub fn probability(score: f32) -> f32 {
    1.0 / (1.0 + (-score).exp())
}

/// The learned tables of a language, made ready.
#[derive(Clone, Debug, Default)]
pub struct Models {
    /// Hashes of words and tags.
    pub names: Names,
    /// Where a quote without marks ends: the hazard of a boundary.
    pub ends: Option<Weights>,
    /// Whether a reading is an attribution.
    pub readings: Option<Weights>,
    /// The cues' precision.
    pub cues: CueCounts,
    /// Whether the tables are being learned: every reading is wanted.
    pub learning: bool,
    /// What each cue is called in tables, by its id: "make clear/V".
    pub cue_names: Vec<Box<str>>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::LexiconBuilder;

    #[test]
    fn a_table_gives_its_weights_back() {
        let mut builder = LexiconBuilder::default();
        let said = builder.intern("said");
        let weights =
            Weights::parse("(bias)\t-1\t\nlemma=said|VBD\t2.5\t7\nlength=3\t1\t2\n").unwrap();
        let names = Names::new(&builder.build(), [&weights]);
        let sum = weights.sum(&names, |sink| {
            let values = [sink.value(Value::Word(said)), sink.value(Value::Tag(Tag::VBD))];
            sink.add(Template::new("lemma"), values);
            sink.add(Template::new("length"), [sink.value(Value::Number(3))]);
            sink.add(Template::new("length"), [sink.value(Value::Number(4))]);
        });
        assert_eq!(sum, 2.5);
    }

    #[test]
    fn weights_out_of_all_measure_add_up_to_the_most_there_is() {
        let weights = Weights::parse("a=1\t1e9\t1\n").unwrap();
        let names = Names::new(&LexiconBuilder::default().build(), [&weights]);
        let parts = weights.part(&names, |sum| {
            let one = sum.value(Value::Number(1));
            sum.add(Template::new("a"), [one]);
            sum.add(Template::new("a"), [one]);
        });
        assert_eq!(parts, i32::MAX);
    }

    #[test]
    fn a_bad_line_is_named() {
        assert_eq!(Weights::parse("a=b\t1\t1\nx\n").unwrap_err().line, 2);
    }
}
