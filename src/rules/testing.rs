//! Runs the hits and misses of rules: in `cargo test`, in `rules test`.

use super::{Hit, Miss, Role, RuleId, RuleSet, SlotName};
use crate::extract::{Reading, attributions};
use std::fmt::Write as _;

/// One hit or miss of one rule.
#[derive(Clone, Debug)]
pub struct Case<'r> {
    /// `RULE/hit-1`, `RULE/miss-2`.
    pub name: String,
    /// Whose it is.
    pub rule: RuleId,
    example: Example<'r>,
}

#[derive(Clone, Copy, Debug)]
enum Example<'r> {
    Hit(&'r Hit),
    Miss(&'r Miss),
}

/// All hits and misses, by rule.
pub fn cases(rules: &RuleSet) -> Vec<Case<'_>> {
    let mut cases = Vec::new();
    for (i, rule) in rules.rules.iter().enumerate() {
        let id = RuleId(i as u16);
        let name = |what, i| format!("{}/{what}-{}", rule.id, i + 1);
        let examples = rules.examples(id);
        for (i, hit) in examples.hits.iter().enumerate() {
            cases.push(Case { name: name("hit", i), rule: id, example: Example::Hit(hit) });
        }
        for (i, miss) in examples.misses.iter().enumerate() {
            cases.push(Case { name: name("miss", i), rule: id, example: Example::Miss(miss) });
        }
    }
    cases
}

impl Case<'_> {
    /// Reads the text as the rule's role asks.
    ///
    /// # Errors
    /// If the outcome is not the one that the rule file promises; the message
    /// tells text, rule and difference.
    pub fn run(&self, rules: &RuleSet) -> Result<(), String> {
        let role = rules.rule(self.rule).role;
        let only = (role == Role::Attribution).then_some(self.rule);
        let text = match self.example {
            Example::Hit(hit) => &hit.text,
            Example::Miss(miss) => &miss.text,
        };
        let readings = attributions(text, rules, only);
        let outcome = match (self.example, role) {
            (Example::Hit(hit), Role::Attribution) => one_reading(hit, &readings),
            (Example::Hit(hit), Role::Attach(slot)) => {
                first(hit, &readings, slot.name(), |r| !value(r, slot).is_empty())
            }
            (Example::Hit(hit), Role::End) => {
                any_of(hit, readings.iter().filter(|r| r.ended_by == Some(self.rule)))
            }
            (Example::Miss(miss), role) => {
                let is_hit = |r: &Reading| match role {
                    Role::Attribution => true,
                    Role::Attach(slot) => !value(r, slot).is_empty(),
                    Role::End => r.ended_by == Some(self.rule),
                };
                none_of(miss, readings.iter().filter(|r| is_hit(r)))
            }
        };
        outcome
            .map_err(|difference| format!("{}: {text}\n{difference}", rules.rule(self.rule).place))
    }
}

fn one_reading(hit: &Hit, readings: &[Reading]) -> Result<(), String> {
    match readings {
        [] => Err("no match".into()),
        [one] => compare(hit, one),
        several => Err(format!("{} matches:\n{}", several.len(), show_all(several.iter()))),
    }
}

fn first(
    hit: &Hit,
    readings: &[Reading],
    slot: &str,
    fits: impl Fn(&Reading) -> bool,
) -> Result<(), String> {
    match readings.iter().find(|r| fits(r)) {
        Some(reading) => compare(hit, reading),
        None if readings.is_empty() => Err("no match".into()),
        None => Err(format!("no match with `{slot}`:\n{}", show_all(readings.iter()))),
    }
}

fn any_of<'a>(hit: &Hit, readings: impl Iterator<Item = &'a Reading>) -> Result<(), String> {
    let mut outcome = Err("it ends no quote".into());
    for reading in readings {
        outcome = compare(hit, reading);
        if outcome.is_ok() {
            break;
        }
    }
    outcome
}

fn none_of<'a>(miss: &Miss, readings: impl Iterator<Item = &'a Reading>) -> Result<(), String> {
    let shown = show_all(readings);
    if shown.is_empty() {
        return Ok(());
    }
    Err(format!("should not match ({}):\n{shown}", miss.why))
}

/// Every slot that the hit names, outer white space apart.
fn compare(hit: &Hit, reading: &Reading) -> Result<(), String> {
    let mut difference = String::new();
    for (slot, expected) in &hit.slots {
        let found = value(reading, *slot).trim();
        if found != expected.trim() {
            let slot = slot.name();
            let _ = writeln!(difference, "  {slot}: expected `{expected}`, found `{found}`");
        }
    }
    if difference.is_empty() { Ok(()) } else { Err(difference.trim_end().into()) }
}

fn value(reading: &Reading, slot: SlotName) -> &str {
    match slot {
        SlotName::Quote => &reading.quote,
        SlotName::Cue => &reading.cue,
        SlotName::Speaker => &reading.speaker,
        SlotName::Source => &reading.source,
        SlotName::Addressee => &reading.addressee,
        SlotName::When => &reading.when,
    }
}

/// Readings, one a line, with the slots that they fill.
fn show_all<'a>(readings: impl Iterator<Item = &'a Reading>) -> String {
    let show = |reading: &Reading| {
        let filled = SlotName::ALL.iter().filter_map(|&(slot, name)| {
            let value = value(reading, slot);
            (!value.is_empty()).then(|| format!("{name}: `{value}`"))
        });
        format!("  {}", filled.collect::<Vec<_>>().join(", "))
    };
    readings.map(show).collect::<Vec<_>>().join("\n")
}
