//! What an explanation says, in words.

use crate::attribution::{Clash, Fate};
use crate::explain::{Considered, Explanation, Loss, Place, Unread};
use crate::matcher::Candidate;
use crate::output::{Row, join_pieces};
use crate::rules::{Kind, RuleSet};
use crate::speakers::Identity;
use crate::text::{Document, Mark};

/// A line's label and its text.
type Field = (&'static str, String);

/// Who speaks, through whom and when.
pub(super) fn identity(row: &Row, identity: &Identity) -> Vec<Field> {
    let known = [identity.speaker_kind, &identity.speaker_role, &identity.speaker_affiliation];
    let known: Vec<&str> = known.into_iter().filter(|k| !k.is_empty()).collect();
    let known = if known.is_empty() { String::new() } else { format!(" ({})", known.join("; ")) };
    let speaker = match (&*row.speaker_mention, &*identity.speaker) {
        ("", "") => "none is named".into(),
        ("", name) => format!("none is named → {name}{known}"),
        (mention, "") => format!("{mention} → unknown{known}"),
        (mention, name) => format!("{mention} → {name}{known}"),
    };
    let mut fields = vec![("speaker", speaker)];
    fields.extend(identity.why.iter().map(|reason| ("because", reason.clone())));
    if !identity.source.is_empty() {
        let kind = identity.source_kind;
        let kind = if kind.is_empty() { String::new() } else { format!(" ({kind})") };
        fields.push(("source", format!("{}{kind}", identity.source)));
    }
    if !identity.addressee.is_empty() {
        fields.push(("addressee", identity.addressee.clone()));
    }
    if !identity.said_on.is_empty() {
        fields.push(("said on", identity.said_on.clone()));
    }
    if identity.sureness < 1.0 {
        let doubt = "the score below, less for doubt about the speaker";
        fields.push(("believed", format!("{:.3}: {doubt}", row.confidence)));
    }
    fields
}

/// The rules that had a hand in a candidate beside its own.
pub(super) fn rules(rules: &RuleSet, considered: &Considered) -> Vec<Field> {
    let mut fields = Vec::new();
    if let Some(id) = considered.candidate.ended_by {
        let rule = rules.rule(id);
        fields.push(("ended by", format!("{} ({}): {}", rule.id, rule.place, rule.about)));
    }
    if !considered.alike.is_empty() {
        let ids: Vec<&str> = considered.alike.iter().map(|&id| &*rules.rule(id).id).collect();
        fields.push(("", format!("read alike, no surer, by {}", ids.join(", "))));
    }
    fields
}

/// How sure a candidate is, and how the rules come to that.
pub(super) fn score(rules: &RuleSet, considered: &Considered) -> String {
    let candidate = &considered.candidate;
    let prior = rules.rule(candidate.rule).prior;
    let cue = candidate.cue_id.map(|id| rules.cues.cue(id));
    let by = match (candidate.frame, cue) {
        (Some(frame), Some(cue)) => {
            let name = cue.name(&rules.lexicon);
            let weight = match cue.frame(frame) {
                Some(frame) => format!("{:.2}", frame.weight),
                None => "not in cues.csv".into(),
            };
            format!("{name} {}: {weight}; rule's prior {prior:.2}", rules.cues.frame_name(frame))
        }
        _ => format!("rule's prior {prior:.2}"),
    };
    let by_rules = considered.by_rules;
    if rules.models.as_ref().is_some_and(|m| m.readings.is_some()) {
        format!("{:.3} by the tables, {by_rules:.3} by the rules ({by})", candidate.score)
    } else {
        format!("{:.3} ({by})", candidate.score)
    }
}

/// Why a candidate is no row; with `beside`, beside that row. `name` says what a
/// row is called.
pub(super) fn fate(
    explanation: &Explanation<'_>,
    candidate: usize,
    beside: Option<usize>,
    name: impl Fn(usize) -> String,
) -> String {
    let losses = explanation.losses(candidate);
    let others: Vec<String> =
        losses.iter().filter_map(|&(row, loss)| clash(loss, &name(row))).collect();
    match &explanation.candidates[candidate].fate {
        Fate::Stands { .. } => "it is a row".into(),
        Fate::Unbelieved => {
            let loss = losses.iter().position(|&(row, _)| Some(row) == beside);
            let beside = loss.map_or_else(String::new, |i| format!("; {}", others[i]));
            format!("below {:.3}, the least believed{beside}", explanation.floor)
        }
        Fate::Carrier { .. } => match losses.first() {
            Some(&(row, _)) => format!("it only names through whom {} is known", name(row)),
            None => "it only names through whom another candidate is known".into(),
        },
        Fate::Beaten { .. } if others.is_empty() => "it adds nothing to the rows that stand".into(),
        Fate::Beaten { worth, by } => {
            let against: f32 = by.iter().map(|winner| winner.worth).sum();
            format!("{}; worth {worth:.2} against {against:.2}", others.join(", "))
        }
    }
}

/// Why a candidate cannot stand beside a row of that name.
fn clash(loss: Loss, row: &str) -> Option<String> {
    let (Loss::Beaten { clash, .. } | Loss::Unbelieved(clash)) = loss else { return None };
    Some(match clash {
        Clash::SameCue => format!("{row} reads the same cue"),
        Clash::Nested => format!("its cue stands in the quote of {row}"),
        Clash::Holds => format!("the cue of {row} stands in its quote"),
        Clash::Overlap => format!("its quote overlaps that of {row}"),
    })
}

/// The words of a candidate's quote.
pub(super) fn quote(document: &Document<'_>, candidate: &Candidate) -> String {
    let spans: Vec<_> = candidate.quote.iter().map(|&range| document.span(range)).collect();
    join_pieces(document.text, &spans)
}

/// A candidate in one line: speaker, cue and the edges of its quote.
pub(super) fn short(document: &Document<'_>, candidate: &Candidate) -> String {
    let words = |range| document.words(range);
    let speaker = candidate.speaker.map_or("no speaker", words);
    let cue = if candidate.cue.is_empty() { "no cue" } else { words(candidate.cue) };
    format!("{} | {cue} | {}", clipped(speaker), clipped(&quote(document, candidate)))
}

/// The first and the last words of a long text.
fn clipped(text: &str) -> String {
    // 8 and 4: enough to find the place.
    const FIRST: usize = 8;
    const LAST: usize = 4;
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.len() <= FIRST + LAST {
        return words.join(" ");
    }
    format!("{} […] {}", words[..FIRST].join(" "), words[words.len() - LAST..].join(" "))
}

/// What there is to say of a place before its rows and candidates.
pub(super) fn place(
    rules: &RuleSet,
    explanation: &Explanation<'_>,
    place: &Place,
    name: impl Fn(usize) -> String,
) -> Vec<Field> {
    if place.is_noise {
        let text = "the line is taken for a scraping fault (words/noise-openers.txt); no rule \
                    reads it";
        return vec![("read", text.into())];
    }
    let holds = |row: &&usize| explanation.holds(explanation.candidate_of(**row), place);
    let holding: Vec<String> = place.rows.iter().filter(holds).map(|&row| name(row)).collect();
    let read = match (&holding[..], &place.rows[..], &place.candidates[..]) {
        ([], [], []) if place.unread.is_empty() => {
            "no row, no candidate: no rule fits, and no word is a cue of cues.csv".into()
        }
        ([], [], []) => "no row, no candidate: no rule fits the words around its cues".into(),
        ([], [], _) => "no row".into(),
        ([], ..) => "these words stand in no row".into(),
        (holding, ..) => format!("these words stand in {}", holding.join(", ")),
    };
    let mut fields = vec![("read", read)];
    if !place.unread.is_empty() {
        let cues = place.unread.iter().map(|unread| cue(rules, explanation, *unread));
        fields.push(("unread", cues.collect::<Vec<_>>().join("; ")));
    }
    fields
}

/// A cue that heads no candidate, with the frames that it is known in.
fn cue(rules: &RuleSet, explanation: &Explanation<'_>, unread: Unread) -> String {
    let token = &explanation.document.tokens[unread.token];
    let cue = rules.cues.cue(unread.cue);
    let frames: Vec<&str> = cue.frames().map(|f| rules.cues.frame_name(f.id)).collect();
    let quoted = match token.mark {
        Mark::Inside => "; in quotation marks, where no rule reads",
        _ => "",
    };
    let (word, name) = (token.span.of(explanation.document.text), cue.name(&rules.lexicon));
    format!("{word} ({name}: {}{quoted})", frames.join(" "))
}

/// "4 attitude, 1 decree": the rows that `is_counted`, by kind.
pub(super) fn kinds(explanation: &Explanation<'_>, is_counted: impl Fn(usize) -> bool) -> String {
    let count = |name: &str| {
        let rows = explanation.rows.iter().enumerate();
        rows.filter(|(i, row)| row.kind == name && is_counted(*i)).count()
    };
    let counts = Kind::ALL.iter().map(|&(_, name)| (count(name), name));
    let counts: Vec<String> =
        counts.filter(|(n, _)| *n > 0).map(|(n, name)| format!("{n} {name}")).collect();
    counts.join(", ")
}

/// What became of all candidates, counted.
pub(super) fn tally(explanation: &Explanation<'_>) -> String {
    let count = |is: fn(&Fate) -> bool| {
        explanation.candidates.iter().filter(|considered| is(&considered.fate)).count()
    };
    format!(
        "{} candidates: {} became rows, {} were beaten, {} only name a carrier, {} are below {:.3}; \
         --near \"words\" tells what was read at a place, row or not; -v shows more",
        explanation.candidates.len(),
        count(|fate| matches!(fate, Fate::Stands { .. })),
        count(|fate| matches!(fate, Fate::Beaten { .. })),
        count(|fate| matches!(fate, Fate::Carrier { .. })),
        count(|fate| matches!(fate, Fate::Unbelieved)),
        explanation.floor,
    )
}
