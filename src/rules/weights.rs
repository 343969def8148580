//! Sparse linear models as readable tables: features by name, weights, counts.
//!
//! A feature is a template and its values, written `template=value|value`. The
//! same code that names features while learning finds their weights while
//! extracting: there a value is the number of its name, so nothing is
//! allocated. A table is TSV: `feature<TAB>weight<TAB>count`, the bias as
//! `(bias)`, the least probability that is believed as `(floor)`.

use super::cues::CueNames;
use super::dense::{AtHand, Dense, Feature, MOST_VALUES, Row, UNITS};
use super::features::{Listed, PLACES, Sink, Spelled, Template, Value, to_tab};
use super::names::{Names, Symbol, Symbols};
use super::precision::CueCounts;
use crate::text::Lexicon;
#[cfg(not(packed))]
use crate::text::flat::Packing;
use crate::text::flat::{Plain, packed};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

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
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Weights {
    #[serde(skip)]
    table: Dense,
    bias: f32,
    floor: Option<f32>,
    /// What features name, until their values are numbered: what no feature names has no
    /// weight.
    #[serde(skip)]
    symbols: Symbols,
}

impl Weights {
    /// Reads a table of content ends.
    ///
    /// # Errors
    /// A line that is not `feature<TAB>weight<TAB>count`, or more different values than
    /// there is room for.
    pub fn of_ends(table: &str) -> Result<Self, TableError> {
        Self::parse(table, super::templates::ends::ALL)
    }

    /// Reads a table of the extraction model.
    ///
    /// # Errors
    /// As [`of_ends`](Self::of_ends).
    pub fn of_readings(table: &str) -> Result<Self, TableError> {
        Self::parse(table, super::templates::readings::ALL)
    }

    /// Reads a table of features of these templates; those of others have no weight.
    fn parse(table: &str, templates: &[Listed]) -> Result<Self, TableError> {
        let by_name = templates.iter().zip(0..).map(|(&(name, count, _), at)| (name, (at, count)));
        let by_name: FxHashMap<&str, (usize, usize)> = by_name.collect();
        let mut weights = Self::default();
        let mut features = Vec::new();
        let mut lines = 0;
        for (i, line) in table.lines().enumerate() {
            lines = i + 1;
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let wrong = |what| TableError { line: i + 1, what };
            let (feature, rest) = to_tab(line)
                .ok_or_else(|| wrong("needs a feature and a weight, parted by a tab"))?;
            let (weight, _) = to_tab(rest).unwrap_or((rest, ""));
            let weight: f32 = weight.parse().map_err(|_| wrong("the weight is no number"))?;
            match feature {
                "(bias)" => weights.bias = weight,
                "(floor)" => weights.floor = Some(weight),
                _ => {
                    let equals = feature.bytes().position(|byte| byte == b'=');
                    let (name, listed) = feature.split_at(equals.unwrap_or(feature.len()));
                    let Some(&(template, count)) = by_name.get(name) else { continue };
                    let mut values = [0; MOST_VALUES];
                    let mut given = 0;
                    for value in listed.get(1..).into_iter().flat_map(|listed| listed.split('|')) {
                        let symbol = weights.symbols.intern(value);
                        let symbol = symbol.ok_or_else(|| wrong(TOO_MANY))?;
                        if let Some(place) = values.get_mut(given) {
                            *place = symbol;
                        }
                        given += 1;
                    }
                    // A value too many or too few is no feature's.
                    if given == count {
                        features.push(Feature { template, values, weight });
                    }
                }
            }
        }
        let dense = Dense::new(templates, &mut features, weights.symbols.texts.len());
        weights.table = dense.ok_or(TableError { line: lines, what: TOO_MANY })?;
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
        let mut sum = self.start(names);
        features(&mut sum);
        sum.total()
    }

    /// A sum of no weights but the bias.
    pub(crate) fn start<'w>(&'w self, names: &'w Names) -> Sum<'w> {
        let (table, words) = (self.table.at_hand(), names.words());
        Sum { bias: self.bias, table, names, words, places: [0.0; PLACES] }
    }

    /// Gives the values that features name other numbers.
    pub(super) fn renumber(&mut self, mut number: impl FnMut(&str) -> Symbol) {
        let own = self.symbols.texts.iter().map(|text| number(text));
        let numbers: Vec<Symbol> = std::iter::once(0).chain(own).collect();
        self.table.renumber(&numbers);
    }

    /// A sum of some of a case's weights in units, of none so far.
    pub(crate) fn part<'w>(&'w self, names: &'w Names) -> PartSum<'w> {
        PartSum { weights: self, names, total: 0 }
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
}

const TOO_MANY: &str = "features name more different values than there is room for";

/// Adds up weights in whole units, so that the order in which they come is nothing to
/// the sum.
#[derive(Clone, Debug)]
pub(crate) struct PartSum<'w> {
    weights: &'w Weights,
    names: &'w Names,
    total: i64,
}

impl<'w> PartSum<'w> {
    /// What the value of that number is to the features of a template.
    #[inline(always)]
    pub(crate) fn part(&self, template: Template<2>, value: usize, row: &'w Row) -> u32 {
        Dense::part(template, value, row)
    }

    /// The weight of the feature whose values are that.
    #[inline(always)]
    pub(crate) fn of_parts(&self, parts: [u32; 2]) -> i32 {
        self.weights.table.units_of(parts)
    }

    /// The sum, as far as there are numbers.
    pub(crate) fn total(&self) -> i32 {
        self.total.clamp(i32::MIN.into(), i32::MAX.into()) as i32
    }
}

impl<'w> Sink for PartSum<'w> {
    type Value = &'w Row;

    #[inline(always)]
    fn value(&self, value: Value<'_>) -> &'w Row {
        self.weights.table.row(self.names.of(value))
    }

    #[inline(always)]
    fn add<const N: usize>(&mut self, template: Template<N>, values: [&'w Row; N]) {
        let table = &self.weights.table;
        self.total += i64::from(table.units(template, values));
    }
}

/// Adds up weights in the order of their templates. What is given replaces what was
/// given of the same template before.
#[derive(Debug)]
pub struct Sum<'w> {
    bias: f32,
    table: AtHand<'w>,
    names: &'w Names,
    /// By word, the number of its name.
    words: &'w [[u8; 2]],
    places: [f32; PLACES],
}

impl Sum<'_> {
    /// The sum, the bias included.
    pub(crate) fn total(&self) -> f32 {
        self.places.iter().fold(self.bias, |sum, weight| sum + weight)
    }

    /// The sum so far; what comes next begins with the bias anew.
    #[cfg(test)]
    pub(crate) fn take(&mut self) -> f32 {
        let total = self.total();
        self.places = [0.0; PLACES];
        total
    }
}

impl<'w> Sink for Sum<'w> {
    type Value = &'w Row;

    #[inline(always)]
    fn value(&self, value: Value<'_>) -> &'w Row {
        let symbol = match value {
            Value::Word(word) => Symbol::of(&self.words[word.0 as usize]),
            other => self.names.of(other),
        };
        self.table.row(symbol)
    }

    #[inline(always)]
    fn add<const N: usize>(&mut self, template: Template<N>, values: [&'w Row; N]) {
        self.places[template.places.0] = self.table.weight(template, values);
    }

    #[inline(always)]
    fn add_nth<const N: usize>(&mut self, template: Template<N>, nth: usize, values: [&'w Row; N]) {
        let weight = self.table.weight(template, values);
        // More than have a place share the last.
        let (first, count) = template.places;
        self.places[first + nth.min(count - 1)] += weight;
    }

    #[inline(always)]
    fn none<const N: usize>(&mut self, template: Template<N>) {
        let (first, count) = template.places;
        self.places[first..first + count].fill(0.0);
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

impl<'w> Sink for Parts<'w> {
    /// The value as the table has it, and its number as it is spelt.
    type Value = (&'w Row, usize);

    fn value(&self, value: Value<'_>) -> (&'w Row, usize) {
        (self.weights.table.row(self.names.of(value)), self.spelled.spell(value))
    }

    fn add<const N: usize>(&mut self, template: Template<N>, values: [(&'w Row, usize); N]) {
        let table = &self.weights.table;
        let weight = table.weight(template, values.map(|(row, _)| row));
        if weight != 0.0 {
            let mut feature = String::new();
            self.spelled.name(template.name, &values.map(|(_, spelled)| spelled), &mut feature);
            self.parts.push(Part { feature, weight });
        }
    }
}

/// The logistic function: a score's probability.
pub fn probability(score: f32) -> f32 {
    1.0 / (1.0 + (-score).exp())
}

/// The learned tables of a language, made ready.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Models {
    /// Hashes of words and tags.
    pub names: Names,
    /// Where a quote without marks ends: the hazard of a boundary.
    pub ends: Option<Weights>,
    /// Whether a reading is an attribution.
    pub readings: Option<Weights>,
    /// The cues' precision.
    #[serde(skip, default = "CueCounts::packed")]
    pub cues: CueCounts,
    /// Whether the tables are being learned: every reading is wanted.
    pub learning: bool,
    /// What each cue is called in tables.
    #[serde(skip, default = "CueNames::packed")]
    pub cue_names: CueNames,
}

impl Models {
    /// Puts to what was unpacked the tables that stand in the binary.
    #[cfg(packed)]
    pub(super) fn with_packed_tables(mut self) -> Self {
        if let Some(ends) = &mut self.ends {
            ends.table = Dense::packed([
                packed!("ends.rows"),
                packed!("ends.pairs"),
                packed!("ends.units"),
                packed!("ends.weights"),
            ]);
        }
        if let Some(readings) = &mut self.readings {
            readings.table = Dense::packed([
                packed!("readings.rows"),
                packed!("readings.pairs"),
                packed!("readings.units"),
                packed!("readings.weights"),
            ]);
        }
        self
    }

    /// Writes what unpacking takes from the binary.
    #[cfg(not(packed))]
    pub(super) fn pack(&self, packing: &mut Packing) {
        let (ends, readings) = (self.ends.clone(), self.readings.clone());
        let ends_files = ["ends.rows", "ends.pairs", "ends.units", "ends.weights"];
        ends.unwrap_or_default().table.pack(ends_files, packing);
        let files = ["readings.rows", "readings.pairs", "readings.units", "readings.weights"];
        readings.unwrap_or_default().table.pack(files, packing);
        self.cues.pack(packing);
        self.cue_names.pack(packing);
        self.names.pack(packing);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{LexiconBuilder, Tag};

    mod own {
        super::super::super::features::templates! {
            LEMMA = "lemma", 2;
            LENGTH = "length", 1, 2;
        }
    }

    #[test]
    fn a_table_gives_its_weights_back() {
        let mut builder = LexiconBuilder::default();
        let said = builder.intern("said");
        let table = "(bias)\t-1\t\nlemma=said|VBD\t2.5\t7\nlength=3\t1\t2\nlength=\t4\t2\n\
                     length\t8\t2\nlemma=said\t16\t2\nlength=3|3\t32\t2\nother=3\t64\t2\n";
        let mut weights = Weights::parse(table, own::ALL).unwrap();
        let names = Names::new(&builder.build(), &[], [&mut weights]);
        let sum = weights.sum(&names, |sink| {
            let values = [sink.value(Value::Word(said)), sink.value(Value::Tag(Tag::VBD))];
            sink.add(own::LEMMA, values);
            for (nth, number) in [3, 4, -400].into_iter().enumerate() {
                sink.add_nth(own::LENGTH, nth, [sink.value(Value::Number(number))]);
            }
        });
        assert_eq!(sum, 2.5);
    }

    #[test]
    fn weights_out_of_all_measure_add_up_to_the_most_there_is() {
        let mut weights = Weights::parse("length=1\t1e9\t1\n", own::ALL).unwrap();
        let names = Names::new(&LexiconBuilder::default().build(), &[], [&mut weights]);
        let mut sum = weights.part(&names);
        let one = sum.value(Value::Number(1));
        sum.add(own::LENGTH, [one]);
        sum.add(own::LENGTH, [one]);
        assert_eq!(sum.total(), i32::MAX);
    }

    #[test]
    fn a_bad_line_is_named() {
        assert_eq!(Weights::parse("a=b\t1\t1\nx\n", own::ALL).unwrap_err().line, 2);
    }
}
