//! Features by name and number while learning, and fitted weights as a table.

use super::logistic::{Cases, Fitted};
use crate::rules::{Sink, Spelled, Template, Value};
use crate::text::Lexicon;
use rustc_hash::FxHashMap;
use std::fmt::Write;

/// Numbers features in the order they are first seen.
#[derive(Debug)]
pub(super) struct Gather<'l> {
    spelled: Spelled<'l>,
    ids: FxHashMap<Box<str>, u32>,
    names: Vec<Box<str>>,
    current: Vec<u32>,
    buffer: String,
    pub(super) cases: Cases,
}

impl<'l> Gather<'l> {
    pub(super) fn new(lexicon: &'l Lexicon) -> Self {
        Self {
            spelled: Spelled::new(lexicon),
            ids: FxHashMap::default(),
            names: Vec::new(),
            current: Vec::new(),
            buffer: String::new(),
            cases: Cases::default(),
        }
    }

    /// Ends the case whose features came since the last one.
    pub(super) fn finish(&mut self, label: bool) {
        let features = std::mem::take(&mut self.current);
        self.cases.add(features, label);
        self.spelled.clear();
    }

    /// The weights as a table: what there is more to say, then the largest effect
    /// first, then by name.
    pub(super) fn table(&self, about: &str, fitted: &Fitted, more: &[(&str, f32)]) -> String {
        let mut rows: Vec<(f64, &str, f32, u32)> = fitted
            .weights
            .iter()
            .enumerate()
            // 0.005: smaller weights change no decision and make the table long.
            .filter(|(_, weight)| weight.abs() >= 0.005)
            .map(|(i, &weight)| {
                let count = fitted.counts[i];
                let effect = f64::from(weight.abs()) * f64::from(count.min(300)).sqrt();
                (effect, &*self.names[i], weight, count)
            })
            .collect();
        rows.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
        let mut table =
            format!("# {about}\n# feature, weight, cases\n(bias)\t{:.3}\t\n", fitted.bias);
        for (name, value) in more {
            writeln!(table, "{name}\t{value:.3}\t").expect("a string takes all");
        }
        for (_, name, weight, count) in rows {
            writeln!(table, "{name}\t{weight:.3}\t{count}").expect("a string takes all");
        }
        table
    }
}

impl Sink for Gather<'_> {
    type Value = usize;

    fn value(&self, value: Value<'_>) -> usize {
        self.spelled.spell(value)
    }

    fn add<const N: usize>(&mut self, template: Template<N>, values: [usize; N]) {
        self.buffer.clear();
        self.spelled.name(template.name, &values, &mut self.buffer);
        let id = match self.ids.get(&*self.buffer) {
            Some(&id) => id,
            None => {
                let id = self.names.len() as u32;
                self.ids.insert(self.buffer.as_str().into(), id);
                self.names.push(self.buffer.as_str().into());
                id
            }
        };
        self.current.push(id);
    }
}
