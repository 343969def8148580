//! A claim and its denial, as a candidate for people to judge.

use super::diff::marked;
use super::group::{Group, Member, Relation, group_id};
use super::statement::Statement;
use crate::rows::{Field, Row};

/// The two statements, the earlier first; `score` is how much they speak of the same, 0 to 1.
pub(super) fn group(one: Statement, two: Statement, score: f32) -> Group {
    let (first, second) = if place(&one.row) <= place(&two.row) { (one, two) } else { (two, one) };
    let id = group_id(Relation::Conflict, second.row.get(Field::QuoteId), &first.row);
    let mut later = Member::alone(second.row);
    later.differs.push("opposed");
    later.similarity = Some(score);
    later.diff = marked(first.row.get(Field::Quote), later.row.get(Field::Quote));
    later.against = first.row.get(Field::QuoteId).to_owned();
    Group {
        id,
        relation: Relation::Conflict,
        topic: String::new(),
        score,
        members: vec![Member::alone(first.row), later],
    }
}

/// Which of several conflicts comes first: that of the earliest rows.
pub(super) fn order(group: &Group) -> impl Ord + use<'_> {
    group.members.iter().map(|member| place(&member.row)).collect::<Vec<_>>()
}

/// By date, those without one last; then by place in print.
fn place(row: &Row) -> impl Ord + use<'_> {
    let date = row.date();
    let start: usize = row.get(Field::Start).parse().unwrap_or_default();
    let [outlet, article, id] =
        [Field::Outlet, Field::ArticleId, Field::QuoteId].map(|field| row.get(field));
    (date.is_none(), date, outlet, article, start, id)
}
