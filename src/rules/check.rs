//! Turns the tables of TOML files into checked [`Rule`]s.

use super::notation::{self, names};
use super::pattern::{Node, QuoteShape, Slot, SlotName};
use super::problem::ProblemKind;
use super::toml_text::{Table, Text};
use super::vocabulary::Vocabulary;
use super::{Examples, Hit, Kind, Miss, Role, Rule};
use std::ops::Range;

const RULE_KEYS: [&str; 13] = [
    "id", "about", "pattern", "prior", "attaches", "ends", "in", "kind", "unreal", "stance",
    "status", "hit", "miss",
];
const HIT_KEYS: [&str; 7] = ["text", "speaker", "cue", "quote", "source", "addressee", "when"];
const MISS_KEYS: [&str; 2] = ["text", "why"];

/// A rule whose id is known and nothing else yet.
pub(super) struct Draft<'t, 'a> {
    pub(super) id: Text<'a>,
    pub(super) table: Table<'t, 'a>,
}

/// A checked rule and whether it is on trial.
pub(super) struct Checked {
    pub(super) rule: Rule,
    pub(super) examples: Examples,
    pub(super) is_trial: bool,
}

/// Takes the id out of a rule's table.
pub(super) fn draft<'t, 'a>(
    mut table: Table<'t, 'a>,
    vocabulary: &mut Vocabulary<'_>,
) -> Option<Draft<'t, 'a>> {
    let id = table.required("id", &mut vocabulary.problems)?;
    table.subject = Some(format!("rule `{}`", id.value));
    if !is_kebab_case(&id.value) {
        let kind = ProblemKind::BadId { id: id.value.to_string() };
        table.report(&mut vocabulary.problems, id.span.clone(), kind);
    }
    Some(Draft { id, table })
}

fn is_kebab_case(id: &str) -> bool {
    let fits = |word: &str| {
        !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    };
    id.split('-').all(fits)
}

/// Reads the rest of a rule. What is faulty is reported and left out.
pub(super) fn rule(draft: &Draft<'_, '_>, vocabulary: &mut Vocabulary<'_>) -> Option<Checked> {
    let Draft { id, table } = draft;
    table.check_keys(&RULE_KEYS, &mut vocabulary.problems);
    let problems = &mut vocabulary.problems;
    let about = table.required("about", problems);
    let written = table.required("pattern", problems);
    let role = role(table, vocabulary);
    let ends_in = ends_in(table, vocabulary, role);
    let kinds = names(&Kind::ALL);
    let kind = one_of(table, "kind", &kinds, vocabulary).and_then(|k| Kind::parse(&k.value));
    let unreal = one_of(table, "unreal", &kinds, vocabulary).and_then(|k| Kind::parse(&k.value));
    let is_trial = one_of(table, "status", &["trial".into()], vocabulary).is_some();
    let prior = prior(table, vocabulary);
    let problems = &mut vocabulary.problems;
    let stance = table.text("stance", problems).map(|s| (&*s.value).into());
    let hits = hits(table, vocabulary);
    let misses = misses(table, vocabulary);
    let written = written?;
    let pattern = pattern(table, &written, role, vocabulary);
    check_hits(draft, &pattern, role, &hits, vocabulary);
    if misses.is_empty() {
        table.report(&mut vocabulary.problems, id.span.clone(), ProblemKind::NoMiss);
    }
    let rule = Rule {
        key: super::features::hash(&draft.id.value),
        id: (&*id.value).into(),
        about: about.map(|a| (&*a.value).into()).unwrap_or_default(),
        role,
        pattern,
        prior,
        kind,
        unreal,
        stance,
        ends_in,
        place: table.source.place(id.span.start).into(),
    };
    let examples = Examples { hits: hits.into_iter().map(|(hit, _)| hit).collect(), misses };
    Some(Checked { rule, examples, is_trial })
}

/// The string under a key, if it is one of these.
fn one_of<'a>(
    table: &Table<'_, 'a>,
    key: &str,
    values: &[String],
    vocabulary: &mut Vocabulary<'_>,
) -> Option<Text<'a>> {
    let text = table.text(key, &mut vocabulary.problems)?;
    if values.iter().any(|v| *v == text.value) {
        return Some(text);
    }
    let (key, value, values) = (key.into(), text.value.to_string(), values.to_vec());
    let kind = ProblemKind::BadValue { key, value, values };
    table.report(&mut vocabulary.problems, text.span, kind);
    None
}

fn role(table: &Table<'_, '_>, vocabulary: &mut Vocabulary<'_>) -> Role {
    let attachable = [SlotName::Source, SlotName::Addressee, SlotName::When];
    let attachable_names = attachable.map(|s| s.name().to_string());
    let attaches = one_of(table, "attaches", &attachable_names, vocabulary);
    let ends = one_of(table, "ends", &["quote".into()], vocabulary);
    match (attaches, ends) {
        (Some(_), Some(_)) => {
            let span = table.key_span("ends");
            table.report(&mut vocabulary.problems, span, ProblemKind::TwoRoles);
            Role::End
        }
        (None, Some(_)) => Role::End,
        (Some(slot), None) => {
            let found = attachable.into_iter().find(|s| s.name() == slot.value);
            found.map_or(Role::Attribution, Role::Attach)
        }
        (None, None) => Role::Attribution,
    }
}

fn ends_in(table: &Table<'_, '_>, vocabulary: &mut Vocabulary<'_>, role: Role) -> Vec<QuoteShape> {
    let written = table.texts("in", &mut vocabulary.problems);
    if !written.is_empty() && role != Role::End {
        let span = table.key_span("in");
        table.report(&mut vocabulary.problems, span, ProblemKind::InWithoutEnds);
    }
    let mut shapes = Vec::new();
    for text in written {
        match QuoteShape::ALL.iter().find(|(_, name)| *name == text.value) {
            Some(&(shape, _)) => shapes.push(shape),
            None => {
                let (key, value) = ("in".into(), text.value.to_string());
                let values = names(&QuoteShape::ALL);
                let kind = ProblemKind::BadValue { key, value, values };
                table.report(&mut vocabulary.problems, text.span, kind);
            }
        }
    }
    shapes
}

fn prior(table: &Table<'_, '_>, vocabulary: &mut Vocabulary<'_>) -> f32 {
    match table.number("prior", &mut vocabulary.problems) {
        Some((prior, _)) if (0.0..=1.0).contains(&prior) => prior as f32,
        Some((_, span)) => {
            table.report(&mut vocabulary.problems, span, ProblemKind::BadPrior);
            0.5
        }
        None => 0.5,
    }
}

fn hits(table: &Table<'_, '_>, vocabulary: &mut Vocabulary<'_>) -> Vec<(Hit, Range<usize>)> {
    let problems = &mut vocabulary.problems;
    let mut hits = Vec::new();
    for hit in table.tables("hit", problems) {
        hit.check_keys(&HIT_KEYS, problems);
        let Some(text) = hit.required("text", problems) else { continue };
        let slots = SlotName::ALL.iter().filter_map(|&(slot, name)| {
            hit.text(name, problems).map(|t| (slot, (&*t.value).into()))
        });
        let slots = slots.collect();
        hits.push((Hit { text: (&*text.value).into(), slots }, text.span));
    }
    hits
}

fn misses(table: &Table<'_, '_>, vocabulary: &mut Vocabulary<'_>) -> Vec<Miss> {
    let problems = &mut vocabulary.problems;
    let mut misses = Vec::new();
    for miss in table.tables("miss", problems) {
        miss.check_keys(&MISS_KEYS, problems);
        let (text, why) = (miss.required("text", problems), miss.required("why", problems));
        if let (Some(text), Some(why)) = (text, why) {
            misses.push(Miss { text: (&*text.value).into(), why: (&*why.value).into() });
        }
    }
    misses
}

fn pattern(
    table: &Table<'_, '_>,
    written: &Text<'_>,
    role: Role,
    vocabulary: &mut Vocabulary<'_>,
) -> Vec<Node> {
    let (nodes, faults) = notation::parse(&written.value, vocabulary);
    let is_faulty = !faults.is_empty();
    for (span, kind) in faults {
        let span = written.locate(table.source.text, span);
        table.report(&mut vocabulary.problems, span, kind);
    }
    let missing = if is_faulty { None } else { what_is_missing(&nodes, role) };
    if let Some(kind) = missing {
        table.report(&mut vocabulary.problems, written.span.clone(), kind);
    }
    nodes
}

/// What a pattern of that role must hold and does not.
fn what_is_missing(nodes: &[Node], role: Role) -> Option<ProblemKind> {
    let has = |slot| any(nodes, &|n| matches!(n, Node::Slot(s) if s.name == slot));
    let is_anchor = |n: &Node| match n {
        Node::Word(_) | Node::List(_) => true,
        Node::Slot(Slot { name: SlotName::Cue, inner, .. }) => inner.is_empty(),
        _ => false,
    };
    match role {
        _ if !any(nodes, &is_anchor) => Some(ProblemKind::NoAnchor),
        Role::Attribution if !has(SlotName::Quote) => Some(ProblemKind::NoQuote),
        Role::Attribution if !has(SlotName::Cue) && !has(SlotName::Speaker) => {
            Some(ProblemKind::NoSpeaker)
        }
        Role::Attach(slot) if !has(slot) => {
            Some(ProblemKind::AttachedSlotMissing { slot: slot.name() })
        }
        _ => None,
    }
}

/// Whether a node that must or may match fits; not what `!` denies.
fn any(nodes: &[Node], fits: &dyn Fn(&Node) -> bool) -> bool {
    nodes.iter().any(|node| {
        fits(node)
            || match node {
                Node::Slot(slot) => any(&slot.inner, fits),
                Node::Choice(sequences) => sequences.iter().any(|s| any(s, fits)),
                Node::Repeat(inner, _) => any(inner, fits),
                _ => false,
            }
    })
}

/// The slots that every match of the pattern fills, each once.
fn filled_always(nodes: &[Node]) -> Vec<SlotName> {
    let mut slots = Vec::new();
    for node in nodes {
        match node {
            Node::Slot(slot) => {
                slots.push(slot.name);
                slots.extend(filled_always(&slot.inner));
            }
            Node::Choice(sequences) => {
                let each: Vec<_> = sequences.iter().map(|s| filled_always(s)).collect();
                let mut first = each.first().cloned().unwrap_or_default();
                first.retain(|slot| each.iter().all(|other| other.contains(slot)));
                slots.extend(first);
            }
            _ => {}
        }
    }
    slots.sort();
    slots.dedup();
    slots
}

/// Every rule has a hit, and every hit names what the rule fills.
fn check_hits(
    draft: &Draft<'_, '_>,
    pattern: &[Node],
    role: Role,
    hits: &[(Hit, Range<usize>)],
    vocabulary: &mut Vocabulary<'_>,
) {
    let problems = &mut vocabulary.problems;
    if hits.is_empty() {
        draft.table.report(problems, draft.id.span.clone(), ProblemKind::NoHit);
    }
    let wanted = match role {
        Role::End => vec![SlotName::Quote],
        Role::Attach(slot) => vec![slot],
        Role::Attribution => filled_always(pattern),
    };
    for (hit, span) in hits {
        for slot in wanted.iter().filter(|slot| hit.slots.iter().all(|(s, _)| s != *slot)) {
            let kind = ProblemKind::HitLacks { slot: slot.name() };
            draft.table.report(problems, span.clone(), kind);
        }
    }
}
