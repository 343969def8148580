//! One statement and its printings: which is the fullest, and what differs in each.

use super::apart;
use super::decide::Evidence;
use super::diff::marked;
use super::difference::Difference;
use super::group::{Group, Member, Relation, group_id};
use super::statement::Statement;
use crate::rows::Field;
use crate::speakers::Vocabulary;

/// What a word tells that is not in quotation marks, against one that is: of a quote and its
/// paraphrase the quote is the fuller.
const PARAPHRASED: f32 = 0.6;
/// With how many others a printing is compared at most, to find what it is cut from.
const MOST_COMPARED: usize = 64;

/// The groups of statements that are linked, one or several: rows that hold two statements
/// which others print apart link what is two. None where all but one are one row read twice.
pub(super) fn groups(mut statements: Vec<Statement>, words: &Vocabulary<'_>) -> Vec<Group> {
    statements.sort_by(|a, b| order(a).cmp(&order(b)));
    statements.dedup_by(|a, b| {
        order(a) == order(b) && a.row.get(Field::Quote) == b.row.get(Field::Quote)
    });
    let parts = apart::parts(&statements, words);
    let of = |part: Vec<usize>| {
        let statements: Vec<&Statement> = part.into_iter().map(|i| &statements[i]).collect();
        (statements.len() > 1).then(|| group(&statements, words))
    };
    parts.into_iter().filter_map(of).collect()
}

/// The group of these statements, in order.
fn group(statements: &[&Statement], words: &Vocabulary<'_>) -> Group {
    let fullest = fullest(statements);
    let members: Vec<Member> =
        (0..statements.len()).map(|i| member(statements, i, fullest, words)).collect();
    let similar = members.iter().filter_map(|m| m.similarity);
    Group {
        id: group_id(Relation::Same, members[fullest].row.get(Field::QuoteId), &statements[0].row),
        relation: Relation::Same,
        topic: String::new(),
        score: similar.fold(1.0, f32::min),
        members,
    }
}

/// By date, those without one last; then by outlet, article and place.
fn order(statement: &Statement) -> (bool, i32, &str, &str, usize, &str) {
    let row = &statement.row;
    let first = statement.date.map_or(0, |days| days.first);
    let start = row.get(Field::Start).parse().unwrap_or_default();
    let (outlet, article) = (row.get(Field::Outlet), row.get(Field::ArticleId));
    (statement.date.is_none(), first, outlet, article, start, row.get(Field::QuoteId))
}

fn fullest(statements: &[&Statement]) -> usize {
    let mut best = (0, f32::MIN);
    for (i, statement) in statements.iter().enumerate() {
        let telling = statement.wording.words.iter().filter(|w| w.is_telling());
        let worth = telling.map(|w| if w.is_marked { w.bits } else { w.bits * PARAPHRASED }).sum();
        if worth > best.1 {
            best = (i, worth);
        }
    }
    best.0
}

fn member(statements: &[&Statement], i: usize, fullest: usize, words: &Vocabulary<'_>) -> Member {
    let own = statements[i];
    let mut member = Member::alone(own.row.clone());
    if i == fullest {
        member.differs.push("fullest");
        return member;
    }
    let (against, evidence) = nearest(statements, i, fullest, words);
    let full = statements[against];
    let difference = Difference::between(full, own, &evidence);
    member.differs = difference.labels;
    // Two others besides the fullest, and words of its own to hold them.
    let may_hold = statements.len() > 2 && !member.differs.contains(&"identical");
    if may_hold && is_merged(statements, i, words) {
        member.differs.push("merged");
    }
    member.at_risk = difference.at_risk;
    member.similarity = Some(evidence.cover.clamp(0.0, 1.0));
    member.diff = marked(full.row.get(Field::Quote), own.row.get(Field::Quote));
    member.against = full.row.get(Field::QuoteId).to_owned();
    member
}

/// What it is compared with: the fullest, unless it shares more with another that tells no
/// less than it does.
fn nearest(
    statements: &[&Statement],
    i: usize,
    fullest: usize,
    words: &Vocabulary<'_>,
) -> (usize, Evidence) {
    let own = statements[i];
    let mut best = (fullest, Evidence::of(statements[fullest], own, words));
    // What is whole in the fullest has no better.
    if best.1.shared >= 0.7 * own.wording.bits() {
        return best;
    }
    for (other, statement) in statements.iter().enumerate().take(MOST_COMPARED) {
        if other != i && other != fullest && statement.wording.bits() >= own.wording.bits() {
            let evidence = Evidence::of(statement, own, words);
            if evidence.shared > best.1.shared + 1.0 {
                best = (other, evidence);
            }
        }
    }
    best
}

/// Whether it holds two others that have nothing to do with each other: two utterances
/// printed as one.
fn is_merged(statements: &[&Statement], i: usize, words: &Vocabulary<'_>) -> bool {
    let own = statements[i];
    let others = statements.iter().enumerate().take(MOST_COMPARED).filter(|(o, _)| *o != i);
    let mut held: Vec<(usize, usize)> = Vec::new();
    for (_, other) in others {
        let evidence = Evidence::of(own, other, words);
        let pairs = &evidence.alignment.pairs;
        let Some((first, last)) = pairs.first().zip(pairs.last()) else { continue };
        if evidence.shared >= 0.6 * other.wording.bits() && evidence.is_same() {
            held.push((first.0, last.0));
        }
    }
    held.iter().any(|one| held.iter().any(|two| one.1 < two.0))
}
