//! A claim and its denial, as a candidate for people to judge.

use super::diff::marked;
use super::group::{Group, Member, Relation, group_id};
use super::statement::Statement;
use crate::rows::Field;

/// The two statements, the earlier first; `score` is how much they speak of the same, 0 to 1.
pub(super) fn group(one: Statement, two: Statement, score: f32) -> Group {
    let order = |s: &Statement| {
        let start: usize = s.row.get(Field::Start).parse().unwrap_or_default();
        let id = s.row.get(Field::QuoteId).to_owned();
        (s.date.is_none(), s.date, s.row.get(Field::ArticleId).to_owned(), start, id)
    };
    let (first, second) = if order(&one) <= order(&two) { (one, two) } else { (two, one) };
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
