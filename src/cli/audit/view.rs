//! A report as people read it: tables with small bars.
//!
//! Shares are shown with the range of their 95 % interval, `31 % (29–33)`. A measure that holds
//! of no row at all is left out of the tables; the first list has it with a 0.

use super::super::terminal::grouped;
use super::layout::{Sheet, bar};
use crate::audit::{COMPARED, Report, Share};
use crate::audit::{Comparison, Counts, Differs, Dimension, Group, Groups, Measure, Number};
use anstyle::Style;
use std::fmt::Write as _;

/// How to show a report.
pub(super) struct View<'r> {
    pub(super) report: &'r Report,
    /// How many values of a dimension, how many lines of a comparison.
    pub(super) top: usize,
    /// How many statements are compared at the least; `None`: nothing is compared.
    pub(super) least: Option<u64>,
    /// Whether the tables were asked for; else months stand for years where they are few.
    pub(super) is_chosen: bool,
    /// The terminal's columns.
    pub(super) width: Option<usize>,
}

/// Without a terminal: what most have room for.
const WIDTH: usize = 100;
/// Bars of the tables.
const BAR: usize = 12;
/// Bars of the list of all measures.
const LONG_BAR: usize = 24;
/// Months are shown up to two years; else years.
const MONTHS: usize = 24;

const TITLE: Style = Style::new().bold();

impl View<'_> {
    /// All of it.
    pub(super) fn text(&self) -> String {
        let mut out = String::new();
        self.overview(&mut out);
        let tables: Vec<Groups<'_>> = self.report.tables(Some(self.top)).collect();
        let months = tables.iter().find(|t| t.by() == [Dimension::Month]).map_or(0, |t| t.all);
        let left_out = if months <= MONTHS { [Dimension::Year] } else { [Dimension::Month] };
        for groups in &tables {
            if self.is_chosen || groups.by() != left_out {
                self.table(groups, &mut out);
            }
        }
        if let Some(least) = self.least {
            self.outlets(least, &mut out);
            self.cues(least, &mut out);
        }
        out
    }

    fn width(&self) -> usize {
        self.width.unwrap_or(WIDTH)
    }

    fn section(&self, title: &str, sheet: &Sheet, out: &mut String) {
        let gap = if out.is_empty() { "" } else { "\n" };
        let text = sheet.text(self.width());
        write!(out, "{gap}{TITLE}{title}{TITLE:#}\n{text}").expect("memory takes all");
    }

    fn overview(&self, out: &mut String) {
        let all = self.report.all();
        let number = |count: u64| grouped(usize::try_from(count).unwrap_or(usize::MAX));
        let title = format!(
            "{} statements, {} words quoted, {} of them in quotation marks",
            number(all.statements.into()),
            number(all.words),
            number(all.words_in_marks),
        );
        let column = |of: &dyn Fn(Measure) -> String| Measure::ALL.into_iter().map(of).collect();
        let mut sheet = Sheet::default();
        sheet.names("", column(&|measure| measure.label().to_owned()));
        sheet.cells("statements", column(&|measure| number(all.count(measure))));
        sheet.cells("of", column(&|measure| number(all.share(measure).of)));
        sheet.cells("share (95 %)", column(&|measure| share(all.share(measure))));
        let long = |measure| bar(all.share(measure).value().unwrap_or(0.0), 1.0, LONG_BAR);
        sheet.cells("", column(&long));
        self.section(&title, &sheet, out);
    }

    fn table(&self, groups: &Groups<'_>, out: &mut String) {
        let shown: Vec<Group<'_>> = groups.iter().collect();
        let mut sheet = Sheet::default();
        for (level, dimension) in groups.by().iter().enumerate() {
            let name = |group: &Group<'_>| group.values().nth(level).map(named).unwrap_or_default();
            sheet.names(dimension.name(), shown.iter().map(name).collect());
        }
        let all = self.report.all();
        let most = shown.iter().map(|g| g.counts.statements).max().unwrap_or_default();
        let cells = |of: &dyn Fn(&Counts) -> String| shown.iter().map(|g| of(g.counts)).collect();
        sheet.cells("statements", cells(&|counts| grouped(counts.statements as usize)));
        let long = |counts: &Counts| bar(counts.statements.into(), most.into(), BAR);
        sheet.cells("", cells(&long));
        let of_all = |n: u32| Share { count: n.into(), of: all.statements.into() };
        sheet.cells("of all", cells(&|counts| share(of_all(counts.statements))));
        sheet.cells("words", cells(&|counts| grouped(counts.words as usize)));
        let words = |counts: &Counts| Share { count: counts.words, of: all.words };
        sheet.cells("of all", cells(&|counts| words(counts).value().map_or_else(none, percent)));
        for measure in columns(groups.by()).filter(|measure| all.count(*measure) > 0) {
            sheet.cells(measure.label(), cells(&|counts| share(counts.share(measure))));
        }
        self.section(&self.title(groups, shown.len()), &sheet, out);
    }

    fn title(&self, groups: &Groups<'_>, shown: usize) -> String {
        let names: Vec<&str> = groups.by().iter().map(|d| d.name()).collect();
        let by = names.join(" and ");
        if shown == groups.all {
            return format!("By {by}");
        }
        let first = format!("By {by}: the first {} of {}", grouped(shown), grouped(groups.all));
        // Of several dimensions some groups of each value are shown: their sum says little.
        if groups.by().len() > 1 {
            return first;
        }
        let mut sum = Counts::default();
        groups.iter().for_each(|group| sum.merge(group.counts));
        let all = self.report.all();
        let part = |count, of| Share { count, of }.value().map_or_else(none, percent);
        let statements = part(sum.statements.into(), all.statements.into());
        let words = part(sum.words, all.words);
        format!("{first}, with {statements} of the statements and {words} of the words")
    }

    fn outlets(&self, least: u64, out: &mut String) {
        let all = self.report.outlets(least);
        if all.is_empty() {
            return nothing("Outlets", least, "statements", out);
        }
        for measure in COMPARED {
            let lines: Vec<_> = all.iter().filter(|c| c.measure == measure).collect();
            if lines.iter().all(|c| c.share.count + c.rest.count == 0) {
                continue;
            }
            let title = format!("Outlets compared: {}", measure.label());
            let shown = self.most_apart(lines.clone());
            let title = titled(&title, shown.len(), &lines);
            self.section(&title, &comparisons(&shown, &[]), out);
        }
    }

    /// What differs beyond chance first, then by how much; so many of them.
    fn most_apart<'c, 'r>(&self, mut lines: Vec<&'c Comparison<'r>>) -> Vec<&'c Comparison<'r>> {
        lines.sort_by(|a, b| {
            let is_flat = |c: &Comparison<'_>| c.differs == Differs::No;
            let by_size = || b.difference.abs().total_cmp(&a.difference.abs());
            is_flat(a).cmp(&is_flat(b)).then_with(by_size)
        });
        lines.truncate(self.top);
        lines
    }

    fn cues(&self, least: u64, out: &mut String) {
        let all = self.report.cues(least);
        if all.is_empty() {
            return nothing("How outlets have the same people speak", least, "cues", out);
        }
        let mut speakers: Vec<&[Comparison<'_>]> =
            all.chunk_by(|a, b| a.speaker == b.speaker).collect();
        speakers.sort_by_key(|theirs| theirs.iter().all(|c| c.differs == Differs::No));
        speakers.truncate(self.top);
        let shown = speakers.into_iter().flat_map(|c| self.most_apart(c.iter().collect()));
        let lines: Vec<&Comparison<'_>> = shown.collect();
        let name = |c: &&Comparison<'_>| c.speaker.map_or("", |speaker| speaker.name).to_owned();
        let names: Vec<String> = lines.iter().map(name).collect();
        let title = "How outlets have the same people speak: loaded among neutral and loaded cues";
        let title = titled(title, lines.len(), &all.iter().collect::<Vec<_>>());
        self.section(&title, &comparisons(&lines, &names), out);
    }
}

/// A title of comparisons, with how many there are and differ where some are not shown.
fn titled(title: &str, shown: usize, all: &[&Comparison<'_>]) -> String {
    if shown == all.len() {
        return title.to_owned();
    }
    let differ = all.iter().filter(|c| c.differs != Differs::No).count();
    let [shown, all, differ] = [shown, all.len(), differ].map(grouped);
    format!("{title}: the first {shown} of {all}, {differ} differ beyond chance")
}

/// What a table shows; not what it is grouped by.
fn columns(by: &[Dimension]) -> impl Iterator<Item = Measure> {
    use Measure as M;
    let types = (!by.contains(&Dimension::Type)).then_some([M::Direct, M::Mixed, M::Indirect]);
    let kinds =
        (!by.contains(&Dimension::SpeakerKind)).then_some([M::Named, M::Group, M::Anonymous]);
    let sources = [M::NoSpeaker, M::WithSource, M::OneAnonymous, M::SecondHand];
    let cue = (!by.contains(&Dimension::Cue)).then_some(M::LoadedCue);
    types.into_iter().flatten().chain(kinds.into_iter().flatten()).chain(sources).chain(cue)
}

fn comparisons(lines: &[&Comparison<'_>], speakers: &[String]) -> Sheet {
    let mut sheet = Sheet::default();
    if !speakers.is_empty() {
        sheet.names("speaker", speakers.to_vec());
    }
    let cells =
        |of: &dyn Fn(&Comparison<'_>) -> String| lines.iter().map(|line| of(line)).collect();
    sheet.names("outlet", cells(&|line| named((Dimension::Outlet, line.outlet))));
    sheet.cells("of", cells(&|line| grouped(line.share.of as usize)));
    sheet.cells("share (95 %)", cells(&|line| share(line.share)));
    sheet.cells("", cells(&|line| bar(line.share.value().unwrap_or(0.0), 1.0, BAR)));
    sheet.cells("others", cells(&|line| share(line.rest)));
    sheet.cells("difference", cells(&|line| points(line)));
    sheet.cells("beyond chance", cells(&|line| differs(line.differs)));
    sheet
}

fn differs(differs: Differs) -> String {
    match differs {
        Differs::No => String::new(),
        Differs::More => "▲ more".into(),
        Differs::Less => "▼ less".into(),
    }
}

fn nothing(what: &str, least: u64, of: &str, out: &mut String) {
    let text = format!("{what}: no two outlets with {least} {of} or more to compare");
    writeln!(out, "\n{TITLE}{text}{TITLE:#}").expect("memory takes all");
}

/// A value as it is shown; what is not known is said.
fn named((dimension, value): (Dimension, &str)) -> String {
    match (dimension, value) {
        (Dimension::Speaker, "") => "(no speaker)".into(),
        (Dimension::Source, "") => "(no source)".into(),
        (_, "") => "(not known)".into(),
        (_, value) => value.to_owned(),
    }
}

fn none() -> String {
    "–".into()
}

/// `31 % (29–33)`
fn share(share: Share) -> String {
    let number = Number::of(share);
    let Some((value, interval)) = share.value().zip(number.interval) else { return none() };
    let end = |number: f64| percent(number).replace(" %", "");
    format!("{} ({}–{})", percent(value), end(interval.low), end(interval.high))
}

/// `31 %`, `3.1 %`; what is neither none nor all never looks so.
fn percent(share: f64) -> String {
    let hundredths = share * 100.0;
    match hundredths {
        0.0 => "0 %".into(),
        x if x < 0.05 => "<0.1 %".into(),
        x if x < 9.95 => format!("{x:.1} %"),
        x if (99.5..100.0).contains(&x) => ">99 %".into(),
        x => format!("{x:.0} %"),
    }
}

/// `+12 (+3 to +20)`, in percentage points; with tenths where the interval is narrow.
fn points(line: &Comparison<'_>) -> String {
    let (low, high) = (line.interval.low, line.interval.high);
    let places = usize::from(high - low < 0.05);
    let signed = |share: f64| {
        let text = format!("{:+.places$}", share * 100.0);
        let is_zero = text.chars().all(|c| !c.is_ascii_digit() || c == '0');
        if is_zero { "0".to_owned() } else { text.replace('-', "−") }
    };
    format!("{} ({} to {})", signed(line.difference), signed(low), signed(high))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_none_and_all_look_so() {
        let shares = [0.0, 0.0002, 0.0312, 0.0994, 0.314, 0.9949, 0.9951, 1.0];
        let shown = ["0 %", "<0.1 %", "3.1 %", "9.9 %", "31 %", "99 %", ">99 %", "100 %"];
        assert_eq!(shares.map(percent), shown);
    }
}
