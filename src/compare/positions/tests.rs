//! Lines of made-up rows.

use super::*;
use crate::compare::Relation;
use crate::compare::store::Writer;
use crate::rows::Row;
use crate::rules::RuleSet;

/// Fields of a row, parted by `|`: date, outlet, article, speaker, stance, quote.
type Text = &'static str;

fn row(number: usize, text: &str) -> Row {
    let cells: Vec<&str> = text.split('|').map(str::trim).collect();
    let (id, start) = (format!("q{number}"), (number * 100).to_string());
    Row::of(&[
        (Field::QuoteId, &*id),
        (Field::Published, cells[0]),
        (Field::Outlet, cells[1]),
        (Field::ArticleId, cells[2]),
        (Field::Speaker, cells[3]),
        (Field::Stance, cells[4]),
        (Field::Quote, cells[5]),
        (Field::Start, &start),
    ])
}

/// The lines on a topic, a row a member: who, what differs, what it is held against; and the
/// lines' ids.
fn shown(
    texts: &[(usize, Text)],
    topic: &str,
    wanted: Option<&str>,
    same: Option<&mut dyn FnMut(u32) -> u32>,
) -> (Vec<String>, Vec<String>) {
    let rules = RuleSet::embedded().unwrap();
    let (reader, words) = (Reader::new(&rules), Vocabulary::of(&rules.lexicon));
    let topics = vec![Topic::typed(topic).unwrap()];
    let mut lines = Lines::new(topics, wanted.is_some(), &reader, &words, 64);
    let (mut writer, mut bytes) = (Writer::create().unwrap(), Vec::new());
    for (number, text) in texts {
        let row = row(*number, text);
        bytes.clear();
        row.encode(&mut bytes);
        let number = writer.push(&bytes).unwrap();
        let is_wanted = wanted.is_none_or(|name| row.get(Field::Speaker).contains(name));
        let told = lines.read(&Statement::of(row, &reader, &words), is_wanted);
        lines.add(number, told).unwrap();
    }
    let store = writer.close().unwrap();
    let (mut shown, mut ids) = (Vec::new(), Vec::new());
    let mut emit = |group: Group| {
        assert_eq!(group.relation, Relation::Position);
        assert_eq!((group.id.len(), &*group.topic), (16, topic));
        for member in &group.members {
            let mut text = format!(
                "{} {}",
                member.row.get(Field::QuoteId),
                member.row.get(Field::Speaker).split(' ').next().unwrap_or("")
            );
            if !member.differs.is_empty() {
                text +=
                    &format!(" [{}] {} {}", member.differs.join(","), member.diff, member.against);
            }
            shown.push(text.trim_end().to_owned());
        }
        shown.push("--".to_owned());
        ids.push(group.id);
        Ok(())
    };
    assert_eq!(lines.finish(&store, same, &mut emit).unwrap(), LeftOut::default());
    (shown, ids)
}

fn lines_in(
    texts: &[(usize, Text)],
    topic: &str,
    wanted: Option<&str>,
    same: Option<&mut dyn FnMut(u32) -> u32>,
) -> Vec<String> {
    shown(texts, topic, wanted, same).0
}

fn lines(texts: &[Text], topic: &str) -> Vec<String> {
    let numbered: Vec<_> = texts.iter().copied().enumerate().collect();
    let (lines, ids) = shown(&numbered, topic, None, None);
    let turned: Vec<_> = numbered.into_iter().rev().collect();
    let again = shown(&turned, topic, None, None);
    assert_eq!(again, (lines.clone(), ids), "in whatever order rows come");
    lines
}

#[test]
fn a_speakers_statements_are_in_the_order_of_dates() {
    let got = lines(
        &[
            "2026-03-01 | B | b | Moon Jae-in | asserts | the bridge will cost more",
            "| A | a | Kim Jong Un | asserts | we want a bridge of our own",
            "2026-03-01 | B | b | Kim Jong Un | asserts | no bridge is long enough",
            "2025 | A | c | Kim | asserts | the bridge is open",
            "2026-03-01 | A | d | Kim Jong-un | asserts | the bridge has a name",
            "2026-03-01 | A | d | officials | asserts | the bridge is late",
            "2026-03-02 | A | e | officials | asserts | the bridge is too late",
        ],
        "bridge*",
    );
    assert_eq!(got, ["q3 Kim", "q4 Kim", "q2 Kim", "q1 Kim", "--"]);
}

#[test]
fn a_line_needs_two_statements_of_two_dates_or_articles() {
    let one = "2026-03-01 | A | a | Kim Jong Un | asserts | the bridge is open";
    let again = "2026-03-02 | B | b | Kim Jong Un | asserts | “The bridge is open.”";
    let beside = "2026-03-01 | A | a | Kim Jong Un | asserts | the bridge has a name";
    let elsewhere = "2026-03-01 | B | b | Kim Jong Un | asserts | the bridge has a name";
    assert_eq!(lines(&[one, again], "bridge"), [""; 0]);
    assert_eq!(lines(&[one, beside], "bridge"), [""; 0]);
    assert_eq!(lines(&[one, elsewhere], "bridge").len(), 3);
    assert_eq!(lines(&[one, elsewhere], "tunnel"), [""; 0]);
    assert_eq!(
        lines(&[one, beside, again], "bridge"),
        [""; 0],
        "a repetition is no second statement"
    );
}

#[test]
fn a_statement_printed_often_is_shown_once() {
    let texts = [
        "2026-03-01 | A | a | Kim Jong Un | asserts | the bridge is open to everyone",
        "2026-03-02 | B | b | Kim Jong Un | asserts | “open to everyone,” as a bridge is",
        "2026-03-09 | C | c | Kim Jong Un | asserts | no bridge is long enough",
    ];
    let numbered: Vec<_> = texts.into_iter().enumerate().collect();
    let mut same = |row: u32| if row == 1 { 0 } else { row };
    let got = lines_in(&numbered, "bridge", None, Some(&mut same));
    assert_eq!(got, ["q0 Kim [repeated] 2 times", "q2 Kim", "--"]);
}

#[test]
fn what_goes_against_an_earlier_statement_is_marked() {
    let changed = |one: Text, two: Text| {
        let got = lines(&[one, two], "bridge,harbour");
        got.get(1).map(|line| line.split_once(" [").map_or("", |(_, rest)| rest).to_owned())
    };
    let marked = |diff: &str| Some(format!("stance-changed] {diff} q0"));
    let asserts =
        "2026-03-01 | A | a | Kim | asserts | the harbour bridge was sold to a foreign bank";
    let denies =
        "2026-04-01 | A | b | Kim | denies | the harbour bridge was sold to any foreign bank";
    assert_eq!(changed(asserts, denies), marked("asserts → denies"));
    let negated =
        "2026-04-01 | A | b | Kim | asserts | the harbour bridge was not sold to a foreign bank";
    assert_eq!(changed(asserts, negated), marked("{+not+}"));
    let agrees =
        "2026-04-01 | A | b | Kim | denies | the harbour bridge was not sold to a foreign bank";
    assert_eq!(changed(asserts, agrees), Some(String::new()), "denying the denial");
    let dear = "2026-03-01 | A | a | Kim | asserts | the harbour bridge will carry 20 trains a day";
    let dearer =
        "2026-04-01 | A | b | Kim | asserts | the harbour bridge will carry 35 trains a day";
    assert_eq!(changed(dear, dearer), marked("[-20-] {+35+} trains"));
    let same_day =
        "2026-03-01 | B | b | Kim | denies | the harbour bridge was sold to a foreign bank";
    assert_eq!(changed(asserts, same_day), Some(String::new()), "which came first is not known");
    let other = "2026-04-01 | A | b | Kim | denies | the bridge is a danger to ships in winter";
    assert_eq!(changed(asserts, other), Some(String::new()), "they speak of two things");
}

#[test]
fn what_others_say_of_a_speaker_is_held_against_the_nearest_statement() {
    let texts = [
        "2026-03-01 | A | a | Kim Jong Un | asserts | the bridge is not needed",
        "2026-03-01 | A | a | Moon Jae-in | asserts | Kim Jong Un “loves” the bridge",
        "2026-03-01 | A | a | Moon Jae-in | asserts | we sent the plans of the bridge to Kim",
        "2026-05-01 | B | b | Kim Jong Un | asserts | every bridge can fall",
        "2026-05-11 | C | c | Park Soo-jin | describes | Kim as “the bridge builder”",
        "2026-09-11 | C | d | Park Soo-jin | asserts | Kim will build no bridge",
    ];
    let numbered: Vec<_> = texts.into_iter().enumerate().collect();
    let got = lines_in(&numbered, "bridge*", Some("Kim"), None);
    assert_eq!(got, ["q0 Kim", "q1 Moon [said-of]  q0", "q3 Kim", "q4 Park [said-of]  q3", "--"]);
    assert_eq!(lines_in(&numbered, "bridge*", None, None)[0..2], ["q0 Kim", "q3 Kim"]);
}

#[test]
fn a_denial_is_no_repetition() {
    let texts = [
        "2026-03-01 | A | a | Kim Jong Un | asserts | the bridge is open to everyone",
        "2026-03-02 | B | b | Kim Jong Un; Kim | denies | the bridge is open to everyone",
    ];
    let numbered: Vec<_> = texts.into_iter().enumerate().collect();
    assert_eq!(lines_in(&numbered, "bridge", None, Some(&mut |_| 0)), ["q0 Kim", "q1 Kim", "--"]);
}

#[test]
fn what_is_negated_is_no_repetition() {
    let texts = [
        "2026-03-01 | A | a | Kim Jong Un | asserts | we will sell the harbour bridge to a bank",
        "2026-03-04 | B | b | Kim Jong Un | asserts | we will not sell the harbour bridge to a bank",
    ];
    let numbered: Vec<_> = texts.into_iter().enumerate().collect();
    let got = lines_in(&numbered, "bridge", None, Some(&mut |_| 0));
    assert_eq!(got, ["q0 Kim", "q1 Kim [stance-changed] {+not+} q0", "--"]);
}

#[test]
fn what_is_left_out_of_a_long_line_is_counted() {
    let mut gathering = Gathering::new(None);
    let rows = (0..).map(|number| packed(number, 7, false)).take(MOST_ROWS + 2);
    rows.for_each(|row| assert!(gathering.add(7, row).is_none()));
    let draft = gathering.add(8, packed(1, 7, false)).unwrap();
    assert_eq!((draft.of, draft.own.len(), draft.left_out), (7, MOST_ROWS, 2));
    let mut left_out = LeftOut::default();
    left_out.count(&draft);
    assert_eq!(left_out, LeftOut { lines: 1, rows: 2, repeated: 0 });
    assert!(gathering.finish().is_none(), "one row is no line");
}

#[test]
fn rows_of_one_date_sort_together_and_those_without_a_date_last() {
    let date = |text| ordered(Days::parse(text));
    assert!(date("1969") < date("1970-01-01"));
    assert!(date("2026-02-25") < date("2026-02-26"));
    assert!(date("2026-02-26") < date("2026-03"));
    assert!(date("2026-03") < date(""));
}
