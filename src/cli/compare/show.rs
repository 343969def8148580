//! A group as people read it: each row with its date and outlet, the words that differ in
//! colour.

use super::super::terminal::plain;
use crate::compare::{Change, Group, Member, Relation, changes};
use crate::rows::Field;
use anstyle::{AnsiColor, Style};
use std::io::{self, Write};

const HEAD: Style = Style::new().bold();
const LOST: Style = AnsiColor::Red.on_default().strikethrough();
const NEW: Style = AnsiColor::Green.on_default();
const RISK: Style = AnsiColor::Yellow.on_default().bold();
const DIM: Style = Style::new().dimmed();

/// What stands before each line of a quote.
const INDENT: usize = 6;

/// Writes a group in lines of at most so many columns.
pub(super) fn group(out: &mut impl Write, group: &Group, width: usize) -> io::Result<()> {
    let what = match group.relation {
        Relation::Same => "Same statement".to_owned(),
        Relation::Conflict => "Conflict?".to_owned(),
        Relation::Position => format!("Position on {}", plain(&group.topic)),
    };
    let rows = super::super::terminal::counted(group.members.len(), "row");
    let outlets = super::super::terminal::counted(group.outlets(), "outlet");
    let own = group.members.iter().find(|m| !m.differs.contains(&"said-of"));
    let speaker = own.map_or("", |m| m.row.get(Field::Speaker));
    let shown = plain(speaker);
    writeln!(out, "{HEAD}{what}: {shown}{HEAD:#} {DIM}{rows}, {outlets}, {}{DIM:#}", group.id)?;
    for row in &group.members {
        member(out, group, row, speaker, width)?;
    }
    writeln!(out)
}

fn member(
    out: &mut impl Write,
    group: &Group,
    member: &Member,
    speaker: &str,
    width: usize,
) -> io::Result<()> {
    let row = &member.row;
    write!(out, "  {} {}", date_of(member), unknown(row.get(Field::Outlet)))?;
    if row.get(Field::Speaker) != speaker {
        write!(out, ", {}", unknown(row.get(Field::Speaker)))?;
    }
    write!(out, " {DIM}{}{DIM:#}", plain(row.get(Field::Cue)))?;
    if !member.differs.is_empty() {
        write!(out, " {HEAD}{}{HEAD:#}", member.differs.join(", "))?;
    }
    // What is held against the fullest, or the only other one, is what a reader expects.
    let against = group.members.iter().find(|m| m.row.get(Field::QuoteId) == member.against);
    if let Some(against) = against.filter(|m| !m.differs.contains(&"fullest"))
        && group.relation == Relation::Same
    {
        let (date, outlet) = (date_of(against), unknown(against.row.get(Field::Outlet)));
        write!(out, " {DIM}against {date} {outlet}{DIM:#}")?;
    }
    writeln!(out)?;
    quote(out, group, member, width)?;
    for risk in &member.at_risk {
        writeln!(out, "      {RISK}{}{RISK:#}", plain(risk))?;
    }
    Ok(())
}

/// When it was said or else published.
fn date_of(member: &Member) -> String {
    let said = member.row.get(Field::SaidOn);
    unknown(if said.is_empty() { member.row.get(Field::Published) } else { said })
}

/// As it is shown; `?` where there is nothing.
fn unknown(text: &str) -> String {
    if text.is_empty() { "?".into() } else { plain(text) }
}

/// The quote; where it is compared with another, with the words that differ.
fn quote(out: &mut impl Write, group: &Group, member: &Member, width: usize) -> io::Result<()> {
    let own = member.row.get(Field::Quote);
    let against = group.members.iter().find(|m| m.row.get(Field::QuoteId) == member.against);
    let is_compared = !member.against.is_empty() && group.relation != Relation::Position;
    let parts = match against.filter(|_| is_compared) {
        Some(against) => changes(against.row.get(Field::Quote), own),
        None => vec![(Change::Both, own.split_whitespace().collect::<Vec<_>>().join(" "))],
    };
    let mut column = 0;
    for (change, words) in parts {
        let (style, open, close) = match change {
            Change::Lost => (LOST, "[-", "-]"),
            Change::New => (NEW, "{+", "+}"),
            Change::Both => (Style::new(), "", ""),
        };
        let words = format!("{open}{}{close}", plain(&words));
        for word in words.split(' ') {
            let length = word.chars().count() + 1;
            if column == 0 || column + length > width {
                let end = if column == 0 { "" } else { "\n" };
                write!(out, "{end}{:INDENT$}", "")?;
                column = INDENT;
            } else {
                write!(out, " ")?;
            }
            write!(out, "{style}{word}{style:#}")?;
            column += length;
        }
    }
    writeln!(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rows::Row;

    const QUOTE: &str = "“We will not sell a berth unless the council agrees to it.”";

    fn group() -> Group {
        let row = |id: &str, outlet: &str, speaker: &str, quote: &str| {
            Member::alone(Row::of(&[
                (Field::QuoteId, id),
                (Field::Outlet, outlet),
                (Field::Published, "2026-02-03"),
                (Field::Speaker, speaker),
                (Field::Cue, "said"),
                (Field::Quote, quote),
            ]))
        };
        let mut full = row("a", "Northern Daily", "Elena Brandt", QUOTE);
        full.differs.push("fullest");
        let mut cut = row("b", "", "Reyes", "“We will sell a berth.”");
        cut.differs.extend(["shortened", "meaning-at-risk"]);
        cut.at_risk.push("negation: not lost".into());
        cut.against = "a".into();
        Group {
            id: "0123456789abcdef".into(),
            relation: Relation::Same,
            topic: String::new(),
            score: 0.5,
            members: vec![full, cut],
        }
    }

    fn shown(width: usize) -> String {
        let mut out = Vec::new();
        super::group(&mut out, &group(), width).unwrap();
        anstream::adapter::strip_bytes(&out).into_vec().try_into().unwrap()
    }

    #[test]
    fn a_group_shows_rows_and_the_words_that_differ() {
        let want = format!(
            "Same statement: Elena Brandt 2 rows, 2 outlets, 0123456789abcdef
  2026-02-03 Northern Daily said fullest
      {QUOTE}
  2026-02-03 ?, Reyes said shortened, meaning-at-risk
      “We will [-not-] sell a berth.” [-unless the council agrees to it.”-]
      negation: not lost

"
        );
        assert_eq!(shown(100), want);
    }

    #[test]
    fn no_line_of_a_quote_is_wider_than_the_terminal() {
        let text = shown(30);
        let quote = |line: &&str| line.starts_with("      ");
        assert!(text.lines().filter(quote).count() > 4, "{text}");
        assert!(text.lines().filter(quote).all(|line| line.chars().count() <= 30), "{text}");
    }

    #[test]
    fn nothing_in_a_row_upsets_a_terminal() {
        let bad = "a\u{1b}[31mb\u{7}";
        let row = Row::of(&Field::ALL.map(|field| (field, bad)));
        let alone = Member { at_risk: vec![bad.into()], ..Member::alone(row) };
        let other = Member::alone(Row::of(&[]));
        let shown = Group {
            id: "0".into(),
            relation: Relation::Position,
            topic: bad.into(),
            score: 1.0,
            members: vec![other, alone],
        };
        let mut out = Vec::new();
        super::group(&mut out, &shown, 80).unwrap();
        let text = anstream::adapter::strip_str(std::str::from_utf8(&out).unwrap()).to_string();
        assert_eq!(text.matches("a [31mb ").count(), 7, "topic, date, outlet … {text}");
    }
}
