//! The figures as text for people and as JSON for programs.
//!
//! The JSON has `score.py`'s keys; what else was asked for follows under keys
//! of its own. The text has its lines, under headings.

use super::{
    Calibration, Change, Comparison, Difference, Errors, Figures, Found, Groups, Point, QuoteType,
    Sample, Speakers, Tally, Verdict,
};
use serde::ser::{Serialize, SerializeMap as _, Serializer};
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt::{self, Display, Formatter};

/// What was asked for.
#[derive(Clone, Debug, Default, PartialEq)]
#[expect(missing_docs, reason = "the fields are what they hold")]
pub struct Report {
    pub figures: Figures,
    pub groups: Groups,
    pub speakers: Option<Speakers>,
    pub curve: Option<Vec<Point>>,
    pub calibration: Option<Calibration>,
    pub errors: Option<Errors>,
}

impl Serialize for Report {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(None)?;
        self.figures.write_to(&mut map)?;
        self.groups.write_to(&mut map)?;
        if let Some(speakers) = &self.speakers {
            map.serialize_entry("speakers", speakers)?;
        }
        if let Some(curve) = &self.curve {
            map.serialize_entry("curve", curve)?;
        }
        if let Some(calibration) = &self.calibration {
            map.serialize_entry("calibration", calibration)?;
        }
        if let Some(errors) = &self.errors {
            map.serialize_entry("errors", errors)?;
        }
        map.end()
    }
}

impl Display for Report {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.figures)?;
        write!(f, "{}", self.groups)?;
        if let Some(speakers) = self.speakers.filter(|speakers| !speakers.is_empty()) {
            write!(f, "{speakers}")?;
        }
        if let Some(curve) = &self.curve {
            write_curve(f, curve)?;
        }
        if let Some(calibration) = &self.calibration {
            write!(f, "{calibration}")?;
        }
        if let Some(errors) = &self.errors {
            write!(f, "{errors}")?;
        }
        Ok(())
    }
}

impl Display for Figures {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "Quotes (content), speaker mentions (source), cues; a triple is quote and speaker"
        )?;
        for (name, tally) in self.tallies() {
            write_tally(f, name, tally)?;
        }
        writeln!(f, "\nSpeakers and sources (reported_by) of the quotes found")?;
        for (name, share) in self.shares() {
            writeln!(f, "{name:24} {:5.1}", 100.0 * share)?;
        }
        if let Some(tally) = self.sources() {
            write_tally(f, "reported_by", tally)?;
        }
        writeln!(f, "\nF1 by quote type")?;
        for (kind, found) in QuoteType::ALL.iter().zip(&self.types) {
            let f1 = found.f1();
            let (content, triple) = (100.0 * f1.content, 100.0 * f1.triple);
            let name = kind.name();
            writeln!(f, "  {name:9} F1  content@0.5 {content:5.1}  triple@0.5 {triple:5.1}")?;
        }
        Ok(())
    }
}

fn write_tally(f: &mut Formatter<'_>, name: &str, tally: Tally) -> fmt::Result {
    let [p, r, f1] = [tally.precision(), tally.recall(), tally.f1()].map(|share| 100.0 * share);
    let Tally { right, spurious, missed } = tally;
    writeln!(
        f,
        "{name:16} P {p:5.1}  R {r:5.1}  F1 {f1:5.1}   \
         ({right} right, {spurious} spurious, {missed} missed)"
    )
}

impl Display for Groups {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.write_side(f, ["Recall", "recall", "gold"], &self.gold)?;
        self.write_side(f, ["Precision", "precision", "rows"], &self.given)
    }
}

impl Groups {
    fn write_side(
        &self,
        f: &mut Formatter<'_>,
        [title, what, noun]: [&str; 3],
        groups: &BTreeMap<String, Found>,
    ) -> fmt::Result {
        if groups.is_empty() {
            return Ok(());
        }
        let by = format!("by {}", self.by.name());
        // 10: as `score.py` has it, where no name is longer.
        let width = groups.keys().map(|name| name.chars().count()).max().unwrap_or(0).max(10);
        writeln!(f, "\n{title} {by}")?;
        for (name, found) in groups {
            let (all, content, triple) =
                (found.all, 100.0 * found.content(), 100.0 * found.triple());
            writeln!(
                f,
                "  {by:>9} {name:width$} {all:5} {noun}  content@0.5 {what} {content:5.1}  \
                 triple@0.5 {what} {triple:5.1}"
            )?;
        }
        Ok(())
    }
}

impl Display for Speakers {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        writeln!(f, "\nSpeakers by what the mention looks like, and their kinds")?;
        for (name, share) in self.shares() {
            let value = 100.0 * share.value();
            writeln!(f, "{name:32} {value:5.1}   ({} of {})", share.right, share.of)?;
        }
        Ok(())
    }
}

fn write_curve(f: &mut Formatter<'_>, curve: &[Point]) -> fmt::Result {
    writeln!(f, "\nRows at least this sure")?;
    writeln!(f, "                  content@0.5             triple@0.5")?;
    writeln!(f, "   least  rows        P     R    F1        P     R    F1")?;
    for point in curve {
        write!(f, "   {:5.2} {:5}", point.threshold, point.rows)?;
        for tally in [point.quote, point.triple] {
            let [p, r, f1] =
                [tally.precision(), tally.recall(), tally.f1()].map(|share| 100.0 * share);
            write!(f, "    {p:5.1} {r:5.1} {f1:5.1}")?;
        }
        writeln!(f)?;
    }
    Ok(())
}

impl Display for Calibration {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        writeln!(f, "\nConfidence against the share right (content@0.5)")?;
        writeln!(f, "   confidence   rows   mean  right")?;
        for bin in self.bins.iter().filter(|bin| bin.rows > 0) {
            let (mean, right) = (100.0 * bin.confidence, 100.0 * bin.right);
            let to = bin.from + 0.1;
            writeln!(f, "   {:.1} – {to:.1}  {:6}  {mean:5.1}  {right:5.1}", bin.from, bin.rows)?;
        }
        writeln!(f, "   expected calibration error {:.4}", self.error)
    }
}

impl Display for Errors {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write_sample(f, "missed", &self.missed)?;
        write_sample(f, "spurious", &self.spurious)?;
        write_sample(f, "wrong speaker", &self.wrong_speaker)
    }
}

fn write_sample(f: &mut Formatter<'_>, name: &str, sample: &Sample) -> fmt::Result {
    writeln!(f, "\n== {name} ({})", sample.all)?;
    for case in &sample.cases {
        writeln!(f, "  {}", case.article)?;
        for (side, line) in [("gold", &case.gold), ("row ", &case.given)] {
            if let Some(line) = line {
                writeln!(f, "    {side} {line}")?;
            }
        }
        if case.gold.is_some() && case.given.is_some() {
            writeln!(f, "    they share {:.2} of the quote's words", case.share)?;
        }
        writeln!(f, "    text {}", case.context)?;
    }
    Ok(())
}

impl Serialize for Comparison {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        struct Of<'f>(&'f Figures);
        impl Serialize for Of<'_> {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                let mut map = to.serialize_map(None)?;
                self.0.write_to(&mut map)?;
                map.end()
            }
        }
        let mut map = to.serialize_map(Some(3))?;
        map.serialize_entry("old", &Of(&self.old))?;
        map.serialize_entry("new", &Of(&self.new))?;
        map.serialize_entry("differences", &self.differences)?;
        map.end()
    }
}

impl Display for Comparison {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for difference in &self.differences {
            write!(f, "{difference}")?;
        }
        let rows = (self.rows.0, self.rows.1);
        writeln!(f, "\n{} rows → {}", rows.0, rows.1)?;
        self.write_counts(f, "gained", |d| d.old.is_none().then_some(d.new).flatten())?;
        self.write_counts(f, "lost", |d| d.new.is_none().then_some(d.old).flatten())?;
        let changed = || self.differences.iter().filter(|d| d.old.is_some() && d.new.is_some());
        let so = |is: Ordering| changed().filter(|d| d.is == is).count();
        let [better, worse] = [Ordering::Greater, Ordering::Less].map(so);
        writeln!(f, "  {:4} changed: {better} better, {worse} worse", changed().count())?;
        writeln!(f)?;
        for ((name, old), (_, new)) in self.old.tallies().iter().zip(self.new.tallies()) {
            let [p, r, f1] = [
                (old.precision(), new.precision()),
                (old.recall(), new.recall()),
                (old.f1(), new.f1()),
            ]
            .map(|(old, new)| moved(old, new));
            writeln!(f, "{name:16} P {p}   R {r}   F1 {f1}")?;
        }
        for (name, new) in self.new.shares() {
            let old = self.old.shares().into_iter().find(|(n, _)| *n == name);
            writeln!(f, "{name:24} {}", moved(old.map_or(0.0, |(_, share)| share), new))?;
        }
        Ok(())
    }
}

fn moved(old: f64, new: f64) -> String {
    format!("{:5.1} → {:5.1} ({:+.1})", 100.0 * old, 100.0 * new, 100.0 * (new - old))
}

impl Comparison {
    fn write_counts(
        &self,
        f: &mut Formatter<'_>,
        name: &str,
        of: impl Fn(&Difference) -> Option<Verdict>,
    ) -> fmt::Result {
        let verdicts: Vec<Verdict> = self.differences.iter().filter_map(of).collect();
        let mut parts = Vec::new();
        for verdict in [Verdict::Right, Verdict::WrongSpeaker, Verdict::Spurious, Verdict::Optional]
        {
            let count = verdicts.iter().filter(|&&v| v == verdict).count();
            parts.push(format!("{count} {}", verdict.name()));
        }
        writeln!(f, "  {:4} {name}: {}", verdicts.len(), parts.join(", "))
    }
}

impl Display for Difference {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let marked = match (self.old, self.new) {
            (None, Some(new)) => format!("+ {}", new.name()),
            (Some(old), None) => format!("- {}", old.name()),
            (Some(old), Some(new)) if old != new => format!("~ {} → {}", old.name(), new.name()),
            (_, new) => {
                let is = ["worse", "as good", "better"][(self.is as i8 + 1) as usize];
                format!("~ {}, {is}", new.map_or("", Verdict::name))
            }
        };
        writeln!(f, "{marked} | {}: {}", self.article, self.row)?;
        for Change { part, old, new } in &self.changes {
            writeln!(f, "    {part}: {old:?} → {new:?}")?;
        }
        Ok(())
    }
}
