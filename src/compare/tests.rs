//! Facts of two or a few rows: what differs, which keys they share, what is put together.

use super::candidates::Candidates;
use super::keys::{self, Sort};
use super::{Change, Comparison, Difference, Settings, Statement, apart, changes, marked, same};
use crate::rows::{Days, Field, Row};
use crate::rules::RuleSet;
use crate::speakers::Vocabulary;
use std::collections::BTreeSet;
use std::sync::LazyLock;

static RULES: LazyLock<RuleSet> = LazyLock::new(|| RuleSet::embedded().expect("sound rules"));
static WORDS: LazyLock<Vocabulary<'static>> = LazyLock::new(|| Vocabulary::of(&RULES.lexicon));
static ALL: LazyLock<Comparison<'static>> =
    LazyLock::new(|| Comparison::new(&RULES, Settings::default()));

const BERTHS: &str = "“We will not sell 12 berths in the old harbour unless the council agrees.”";
const FERRY: &str = "“The winter ferry to the northern islands must be painted green again.”";

/// A row of one speaker and day with these fields besides.
fn statement(quote: &str, more: &[(Field, &str)]) -> Statement {
    let kind = if quote.starts_with('“') && quote.ends_with('”') { "direct" } else { "mixed" };
    let given = |field| more.iter().find(|(f, _)| *f == field).map(|(_, value)| *value);
    let usual = [
        (Field::Speaker, "Elena Brandt"),
        (Field::Published, "2026-02-03"),
        (Field::Quote, quote),
        (Field::QuoteType, kind),
    ];
    let usual = usual.map(|(field, value)| (field, given(field).unwrap_or(value)));
    ALL.statement(Row::of(&[more, &usual].concat()))
}

fn difference(full: &Statement, variant: &Statement) -> Difference {
    Difference::between(full, variant, &ALL.evidence(full, variant))
}

/// What is at risk in the second of two quotes.
fn risks(full: &str, variant: &str) -> Vec<String> {
    difference(&statement(full, &[]), &statement(variant, &[])).at_risk
}

#[test]
fn what_is_lost_new_or_changed_is_at_risk() {
    let cases = [
        (
            "“We will sell 12 berths in the old harbour unless the council agrees.”",
            "negation: not lost",
        ),
        ("“We will not sell 12 berths in the old harbour.”", "condition: unless lost"),
        (
            "“We will not sell 20 berths in the old harbour unless the council agrees.”",
            "number: 12 → 20",
        ),
        (
            "“We will not sell berths in the old harbour unless the council agrees.”",
            "number: 12 lost",
        ),
        (
            "“We should not sell 12 berths in the old harbour unless the council agrees.”",
            "modality: should new",
        ),
        (
            "“We will perhaps not sell 12 berths in the old harbour unless the council agrees.”",
            "hedge: perhaps new",
        ),
        (
            "“We will not sell 12 berths in the old harbour unless the bishop agrees.”",
            "word: council → bishop",
        ),
    ];
    for (variant, risk) in cases {
        assert_eq!(risks(BERTHS, variant), [risk], "{variant}");
    }
    let (here, there) =
        ("“Nobody in Tavria wants the ferry.”", "“Nobody in Seoul wants the ferry.”");
    assert_eq!(risks(here, there), ["name: Tavria → Seoul"]);
}

#[test]
fn marks_capitals_and_contractions_are_no_risk() {
    let variant = "‘We won’t sell twelve berths in the Old Harbour, unless the Council agrees’";
    assert_eq!(risks(BERTHS, variant), [""; 0]);
    let same = "We will not sell 12 berths in the old harbour — unless the council agrees";
    let difference = difference(&statement(BERTHS, &[]), &statement(same, &[]));
    assert_eq!(difference.labels, ["identical"]);
}

#[test]
fn a_stance_is_as_good_as_a_negation() {
    let claim = statement("the harbour was sold to the navy", &[]);
    let denial = statement(
        "the harbour was sold to the navy",
        &[(Field::Stance, "denies"), (Field::Cue, "denied")],
    );
    assert_eq!(difference(&claim, &denial).at_risk, ["negation: denied new"]);
    let negated = statement("the harbour was not sold to the navy", &[]);
    assert_eq!(difference(&denial, &negated).at_risk, [""; 0]);
}

#[test]
fn each_label_says_what_it_says() {
    let full = statement(BERTHS, &[(Field::Source, "a letter")]);
    let labels = |variant: &Statement| difference(&full, variant).labels;
    assert_eq!(labels(&statement(BERTHS, &[(Field::Source, "KCNA")])), ["identical"]);
    assert_eq!(labels(&statement(BERTHS, &[])), ["identical", "source-dropped"]);
    let other = [(Field::Speaker, "Tomas Reyes"), (Field::Source, "a letter")];
    assert_eq!(labels(&statement(BERTHS, &other)), ["identical", "other-speaker"]);
    let cut = statement("she would sell nothing “unless the council agrees”", &other[1..]);
    assert!(labels(&cut).contains(&"shortened"), "{:?}", labels(&cut));
}

#[test]
fn words_of_a_difference_add_up_to_both_texts() {
    let (was, is) = ("“There is no reason, none, to wait.”", "he saw no “reason” to wait now");
    let of = |out: Change| {
        let parts = changes(was, is).into_iter().filter(|(change, _)| *change != out);
        parts.map(|(_, words)| words).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(of(Change::Lost), is);
    assert_eq!(of(Change::New).split(' ').count(), was.split(' ').count());
    assert_eq!(marked("No deal!", "no deal"), "no deal");
    assert_eq!(marked("", "new words"), "{+new words+}");
    assert_eq!(marked("old words", ""), "[-old words-]");
}

/// The keys that both have.
fn shared(one: &Statement, two: &Statement) -> BTreeSet<(u64, Sort)> {
    let of = |statement: &Statement| {
        let mut all = BTreeSet::new();
        keys::each(statement, |key, sort| all.extend([(key, sort)]));
        all
    };
    of(one).intersection(&of(two)).copied().collect()
}

#[test]
fn six_words_in_both_give_a_key_whoever_speaks() {
    let one = statement(BERTHS, &[]);
    let by = [(Field::Speaker, "Tomas Reyes")];
    let two =
        statement("a rival would “sell 12 berths in the old harbour” tomorrow, he added", &by);
    assert!(shared(&one, &two).iter().any(|(_, sort)| *sort == Sort::Stretch));
    assert!(shared(&one, &statement(FERRY, &by)).is_empty());
}

#[test]
fn a_fragment_gives_a_key_of_its_speaker_alone() {
    let one = statement("“If they open the harbour, there is no reason to strike.”", &[]);
    let cut = |speaker| statement("they saw “no reason” at all", &[(Field::Speaker, speaker)]);
    let near = |two: &Statement| shared(&one, two).iter().filter(|k| k.1 == Sort::Pair).count();
    assert!(near(&cut("Elena Brandt")) > 0);
    assert!(near(&cut("Brandt")) > 0, "by surname");
    assert_eq!(near(&cut("Tomas Reyes")), 0);
}

#[test]
fn any_fragment_of_a_long_quote_gives_a_key() {
    let names = ["ferry", "harbour", "strike", "council", "berth", "vote", "bridge", "sailor"];
    let twos = names.iter().flat_map(|one| names.iter().map(move |two| format!("{one} {two}")));
    let quote = format!("“{}”", twos.clone().collect::<Vec<_>>().join(" and "));
    let long = statement(&quote, &[]);
    for two in twos.filter(|two| two.split(' ').next() != two.split(' ').nth(1)) {
        let cut = statement(&format!("they spoke of the “{two}”"), &[]);
        assert!(shared(&long, &cut).iter().any(|(_, sort)| *sort == Sort::Pair), "{two}");
    }
}

/// The pairs of statements that have one key, by their dates.
fn pairs(dates: &[&str], key: u64, sort: Sort) -> Vec<(u32, u32)> {
    let mut candidates = Candidates::new(1 << 20);
    for (number, date) in dates.iter().enumerate() {
        candidates.add(number as u32, Days::parse(date), key, sort).unwrap();
    }
    candidates.pairs().unwrap().map(Result::unwrap).collect()
}

#[test]
fn pairs_come_once_and_in_order_and_near_keys_ask_for_near_dates() {
    let dates = ["2026-05-01", "2026-02-01", "2026-02-08", ""];
    let all = [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)];
    assert_eq!(pairs(&dates, 8, Sort::Stretch), all);
    assert_eq!(pairs(&dates, 8, Sort::Pair), [(0, 3), (1, 2), (1, 3), (2, 3)]);
    assert_eq!(pairs(&["2026-02-01", "2026-02-09"], 8, Sort::Pair), []);
    assert_eq!(pairs(&["2026-02", "2026-03-09"], 8, Sort::Pair), [(0, 1)], "a month's end");
    let mut twice = Candidates::new(1 << 20);
    for key in [8, 4, 8] {
        twice.add(3, None, key, Sort::Stretch).unwrap();
        twice.add(1, None, key, Sort::Stretch).unwrap();
    }
    assert_eq!(twice.pairs().unwrap().map(Result::unwrap).collect::<Vec<_>>(), [(1, 3)]);
}

#[test]
fn a_key_that_all_have_gives_each_its_neighbours_alone() {
    let count = |rows: usize| pairs(&vec!["2026-02-01"; rows], 8, Sort::Stretch).len();
    assert_eq!(count(5), 10);
    assert_eq!(count(200) - count(100), 100 * Sort::Stretch.neighbours());
}

/// Rows of outlets a, b, c ….
fn printings(quotes: &[&str]) -> Vec<Statement> {
    let names: Vec<String> = (0..quotes.len()).map(|i| format!("outlet {i}")).collect();
    let of = |(quote, name): (&&str, &String)| {
        statement(quote, &[(Field::Outlet, name), (Field::QuoteId, name)])
    };
    quotes.iter().zip(&names).map(of).collect()
}

#[test]
fn two_statements_that_one_row_prints_as_one_are_two_groups() {
    let both = format!("{BERTHS} … {FERRY}");
    let statements = printings(&[BERTHS, BERTHS, &both, FERRY, FERRY]);
    assert_eq!(apart::parts(&statements, &WORDS), [vec![0, 1, 2], vec![2, 3, 4]]);
    let linked = printings(&[BERTHS, BERTHS, &both, &both, FERRY]);
    assert_eq!(apart::parts(&linked, &WORDS), [vec![0, 1, 2, 3, 4]]);
    let few = printings(&[BERTHS, &both, FERRY]);
    assert_eq!(apart::parts(&few, &WORDS), [vec![0, 1, 2]]);
}

#[test]
fn a_group_holds_each_row_against_the_fullest() {
    let both = format!("{BERTHS} … {FERRY}");
    let groups = same::groups(printings(&[BERTHS, &both, FERRY]), &WORDS);
    let [group] = &*groups else { panic!("{} groups", groups.len()) };
    let differs: Vec<_> = group.members.iter().map(|member| member.differs.join(";")).collect();
    assert_eq!(differs, ["shortened", "fullest", "shortened"]);
    let against: Vec<_> = group.members.iter().map(|member| &*member.against).collect();
    assert_eq!(against, ["outlet 1", "", "outlet 1"]);
    assert_eq!(group.outlets(), 3);
}

#[test]
fn one_row_read_twice_is_no_group() {
    let row = || statement(BERTHS, &[(Field::Outlet, "Northern Daily")]);
    assert!(same::groups(vec![row(), row()], &WORDS).is_empty());
}

#[test]
fn the_same_sentence_with_another_figure_days_later_is_another() {
    let day = |quote, day| statement(quote, &[(Field::Published, day)]);
    let later = BERTHS.replace("12", "20");
    let is_same = |one: &Statement, two: &Statement| ALL.evidence(one, two).is_same();
    assert!(is_same(&day(BERTHS, "2026-02-03"), &day(&later, "2026-02-04")));
    assert!(!is_same(&day(BERTHS, "2026-02-03"), &day(&later, "2026-02-09")));
    assert!(is_same(&day(BERTHS, "2026-02-03"), &day(BERTHS, "2026-02-09")));
}
