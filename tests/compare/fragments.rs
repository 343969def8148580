//! Fragments in quotation marks, which several outlets cut from one statement.

use crate::{RULES, groups_of};
use whosaid::compare::{Comparison, Settings};
use whosaid::rows::{Field, Row};

const FULL: [&str; 3] = [
    "full",
    "direct",
    "“If the council opens the old harbour again, there is no reason why we cannot trade well.”",
];
const CUT: [&str; 2] = ["mixed", "she saw “no reason” to stay away"];

fn row([id, kind, quote]: [&str; 3]) -> Row {
    Row::of(&[
        (Field::QuoteId, id),
        (Field::ArticleId, id),
        (Field::Speaker, "Elena Brandt"),
        (Field::Outlet, id),
        (Field::Published, "2026-02-03"),
        (Field::QuoteType, kind),
        (Field::Quote, quote),
    ])
}

/// The groups' rows, by their ids.
fn groups(rows: &[[&str; 3]]) -> Vec<Vec<String>> {
    let settings = Settings { conflicts: false, ..Settings::default() };
    let groups =
        groups_of(&Comparison::new(&RULES, settings), rows.iter().copied().map(row).collect());
    let id = |m: &whosaid::compare::Member| m.row.get(Field::QuoteId).to_owned();
    let ids = |group: &whosaid::compare::Group| {
        let mut ids: Vec<String> = group.members.iter().map(id).collect();
        ids.sort();
        ids
    };
    groups.iter().map(ids).collect()
}

#[test]
fn a_fragment_is_with_what_it_is_cut_from() {
    let cut = ["a", CUT[0], CUT[1]];
    assert_eq!(groups(&[FULL, cut]), [["a", "full"]]);
    assert_eq!(groups(&[cut, FULL]), [["a", "full"]]);
}

#[test]
fn a_fragment_that_several_outlets_print_is_with_what_it_is_cut_from() {
    let cuts = ["a", "b", "c"].map(|id| [id, CUT[0], CUT[1]]);
    assert_eq!(groups(&[FULL, cuts[0], cuts[1]]), [["a", "b", "full"]]);
    assert_eq!(groups(&[cuts[0], cuts[1], FULL, cuts[2]]), [["a", "b", "c", "full"]]);
}

#[test]
fn fragments_of_other_words_are_each_with_what_they_are_cut_from() {
    let one = ["a", CUT[0], CUT[1]];
    let two = ["b", "mixed", "Brandt, asked about boycotts, said there was “no reason” for any"];
    assert_eq!(groups(&[FULL, one, two]), [["a", "b", "full"]]);
}
