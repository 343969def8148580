//! One speaker's statements on one topic, as they are shown.

use super::changes::{Change, Content, change};
use super::mentions::against;
use super::persons::Person;
use crate::compare::{Group, Member, Relation, Statement, group_id};
use crate::link::{Likeness, SpeakerName};
use crate::rows::Field;
use crate::speakers::Vocabulary;
use std::cmp::Ordering;

/// A statement is held against so many before it.
// 200: in a line of ten thousand that is two million looks, which took nine seconds.
const BEFORE: usize = 200;

/// Statements in the order of dates.
pub(super) struct Line {
    /// The speaker's own, each with how often it is printed.
    own: Vec<(Statement, u32)>,
    said_of: Vec<Statement>,
}

impl Line {
    /// Puts statements in order, each wording once; `None` where too little is left for a line:
    /// two statements of two dates or articles.
    pub(super) fn of(
        mut own: Vec<(Statement, u32)>,
        mut said_of: Vec<Statement>,
        speaker: &SpeakerName,
        words: &Vocabulary<'_>,
    ) -> Option<Self> {
        own.sort_by(|a, b| order(&a.0, &b.0));
        said_of.sort_by(order);
        said_of.retain(|s| s.speaker.likeness(speaker, words) != Likeness::Same);
        let mut once: Vec<(Statement, u32)> = Vec::new();
        let mut places = rustc_hash::FxHashMap::default();
        for (statement, times) in own {
            match places.get(&forms(&statement)) {
                Some(&at) => once[at as usize].1 += times,
                None => {
                    places.insert(forms(&statement), once.len() as u32);
                    once.push((statement, times));
                }
            }
        }
        let mut seen = rustc_hash::FxHashSet::default();
        said_of.retain(|s| seen.insert(forms(s)));
        let (first, _) = once.first()?;
        let differs = |s: &Statement| {
            let article = |s: &Statement| s.row.get(Field::ArticleId).to_owned();
            s.date != first.date || article(s) != article(first)
        };
        once.iter().any(|(s, _)| differs(s)).then_some(Self { own: once, said_of })
    }

    /// The line as a group.
    pub(super) fn group(
        self,
        topic: &str,
        person: &Person,
        words: &Vocabulary<'_>,
    ) -> Option<Group> {
        let contents: Vec<Content> = self.own.iter().map(|(s, _)| Content::of(s)).collect();
        let own: Vec<_> = self.own.iter().map(|(s, _)| s).zip(&contents).collect();
        let against = against(&self.said_of, &own);
        let changes: Vec<_> = (0..own.len()).map(|at| strongest(&own, at, words)).collect();
        let ids: Vec<String> =
            own.iter().map(|(s, _)| s.row.get(Field::QuoteId).to_owned()).collect();
        let (first, _) = own.first()?;
        let whose = format!("{topic}\0{}\0{}", person.id, person.name);
        let id = group_id(Relation::Position, &whose, &first.row);
        let mut members = Vec::with_capacity(own.len());
        for ((statement, times), change) in self.own.into_iter().zip(changes) {
            members.push((sort_key(&statement), member(statement, times, change, &ids)));
        }
        for (statement, against) in self.said_of.into_iter().zip(against) {
            let Some((at, overlap)) = against else { continue };
            let key = sort_key(&statement);
            let alone = Member::alone(statement.row);
            let (differs, against) = (vec!["said-of"], ids[at].clone());
            members.push((key, Member { differs, against, similarity: Some(overlap), ..alone }));
        }
        members.sort_by(|a, b| a.0.cmp(&b.0));
        Some(Group {
            id,
            relation: Relation::Position,
            topic: topic.to_owned(),
            score: person.sure,
            members: members.into_iter().map(|(_, member)| member).collect(),
        })
    }
}

/// The change against an earlier statement that shares most with it, and its place.
fn strongest(
    own: &[(&Statement, &Content)],
    at: usize,
    words: &Vocabulary<'_>,
) -> Option<(usize, Change)> {
    let before = own[..at].iter().enumerate().rev().take(BEFORE);
    let changes = before.filter_map(|(i, earlier)| Some((i, change(*earlier, own[at], words)?)));
    changes.max_by(|a, b| a.1.overlap.total_cmp(&b.1.overlap).then(a.0.cmp(&b.0)))
}

fn member(
    statement: Statement,
    times: u32,
    change: Option<(usize, Change)>,
    ids: &[String],
) -> Member {
    let mut member = Member::alone(statement.row);
    if let Some((at, change)) = change {
        member.differs.push("stance-changed");
        member.against.clone_from(&ids[at]);
        member.similarity = Some(change.overlap);
        member.diff = change.diff;
    }
    if times > 1 {
        member.differs.push("repeated");
        let lead = if member.diff.is_empty() { "" } else { "; " };
        member.diff.push_str(&format!("{lead}{times} times"));
    }
    member
}

/// The words of a statement in their compared forms, and what is done with them: a denial of
/// the same words is another statement.
fn forms(statement: &Statement) -> (String, Vec<u32>) {
    let forms = statement.wording.words.iter().map(|w| w.form).collect();
    (statement.row.get(Field::Stance).to_owned(), forms)
}

/// The place of a statement in its line: its date, those without one last, then its place in
/// print.
type Key = ((bool, i32, i32), [String; 2], u64, String);

fn sort_key(statement: &Statement) -> Key {
    let date = statement.date.map_or((true, 0, 0), |days| (false, days.first, days.last));
    let get = |field| statement.row.get(field).to_owned();
    let start = statement.row.get(Field::Start).parse().unwrap_or(u64::MAX);
    (date, [get(Field::Outlet), get(Field::ArticleId)], start, get(Field::QuoteId))
}

fn order(one: &Statement, other: &Statement) -> Ordering {
    sort_key(one).cmp(&sort_key(other))
}
