//! A claim and its denial.

use crate::{RULES, groups_of};
use whosaid::compare::{Comparison, Relation, Settings};
use whosaid::rows::{Field, Row};

fn row([id, speaker, day, stance, quote]: [&str; 5]) -> Row {
    Row::of(&[
        (Field::QuoteId, id),
        (Field::ArticleId, id),
        (Field::Speaker, speaker),
        (Field::Outlet, id),
        (Field::Published, day),
        (Field::QuoteType, "indirect"),
        (Field::Quote, quote),
        (Field::Stance, stance),
    ])
}

const CLAIM: [&str; 5] = [
    "claim",
    "Elena Brandt",
    "2026-02-03",
    "asserts",
    "the harbour company poisoned the oyster beds with copper paint",
];
const DENIALS: [[&str; 5]; 2] = [
    [
        "denial",
        "Tomas Reyes",
        "2026-02-05",
        "asserts",
        "the harbour company never poisoned the oyster beds with copper paint",
    ],
    [
        "denial",
        "Tomas Reyes",
        "2026-02-05",
        "denies",
        "the harbour company poisoned the oyster beds with copper paint",
    ],
];

/// The conflicts of these rows, by their rows' ids.
fn conflicts(rows: &[[&str; 5]]) -> Vec<Vec<String>> {
    let comparison = Comparison::new(&RULES, Settings::default());
    let groups = groups_of(&comparison, rows.iter().copied().map(row).collect());
    let conflicts = groups.iter().filter(|group| group.relation == Relation::Conflict);
    let ids = |m: &whosaid::compare::Member| m.row.get(Field::QuoteId).to_owned();
    conflicts.map(|group| group.members.iter().map(ids).collect()).collect()
}

#[test]
fn a_claim_and_its_denial_are_found_whatever_the_order() {
    for denial in DENIALS {
        assert_eq!(conflicts(&[CLAIM, denial]), [["claim", "denial"]], "{denial:?}");
        assert_eq!(conflicts(&[denial, CLAIM]), [["claim", "denial"]], "{denial:?}");
        let mut before = denial;
        before[2] = "2026-02-01";
        assert_eq!(conflicts(&[CLAIM, before]), [["denial", "claim"]], "by date");
    }
}

#[test]
fn a_denial_of_a_denial_agrees() {
    let [never, denies] = DENIALS;
    let not_never = [denies[0], denies[1], denies[2], denies[3], never[4]];
    assert_eq!(conflicts(&[CLAIM, not_never]), [[""; 0]; 0]);
}

#[test]
fn a_speaker_s_own_denial_is_one_if_it_comes_later() {
    let own = |day| [DENIALS[0][0], CLAIM[1], day, DENIALS[0][3], DENIALS[0][4]];
    assert_eq!(conflicts(&[CLAIM, own("2026-04-05")]), [["claim", "denial"]]);
    assert_eq!(conflicts(&[CLAIM, own(CLAIM[2])]), [[""; 0]; 0]);
}

/// However often the claim is printed.
#[test]
fn two_statements_are_one_conflict() {
    let mut again = CLAIM;
    again[0] = "again";
    assert_eq!(conflicts(&[CLAIM, again, DENIALS[0]]).len(), 1);
}
