//! The numbers of `audit`, counted anew: for each number all rows are gone through, with
//! nothing shared with the program but the word lists' files. What holds of a row is in
//! `judge`.

use super::judge::{Judged, Lists, judge};
use super::made::Row;
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// Which number: table, values of its columns, speaker_id, measure.
pub(crate) type What = (String, Vec<(String, String)>, String, String);

/// The number's columns by name.
pub(crate) type Numbers = BTreeMap<&'static str, String>;

pub(crate) const MEASURES: [&str; 22] = [
    "direct",
    "mixed",
    "indirect",
    "other_type",
    "named",
    "person",
    "organisation",
    "group",
    "anonymous",
    "document",
    "unknown_kind",
    "no_speaker",
    "with_source",
    "without_source",
    "one_anonymous",
    "from_document",
    "other_outlet",
    "nested",
    "told_in_quote",
    "second_hand",
    "neutral_cue",
    "loaded_cue",
];

const COMPARED: [&str; 11] = [
    "direct",
    "mixed",
    "indirect",
    "named",
    "group",
    "anonymous",
    "no_speaker",
    "with_source",
    "one_anonymous",
    "second_hand",
    "loaded_cue",
];

/// All numbers: of these tables, of the rows that are wanted, and with `least` compared.
pub(crate) fn numbers(
    rows: &[Row],
    is_wanted: impl Fn(&Row) -> bool,
    tables: &[&str],
    least: Option<u64>,
) -> BTreeMap<What, Numbers> {
    let lists = Lists::read();
    let judged: Vec<Judged<'_>> =
        rows.iter().filter(|r| is_wanted(r)).map(|row| judge(row, rows, &lists)).collect();
    let mut all = BTreeMap::new();
    group(&judged, &judged, ("all".into(), vec![], String::new()), &mut all);
    for table in tables {
        let dimensions: Vec<&str> = table.split(',').collect();
        let keys: BTreeSet<Vec<String>> =
            judged.iter().map(|j| dimensions.iter().map(|d| value(d, j.row)).collect()).collect();
        for key in keys {
            let is_in =
                |j: &Judged<'_>| dimensions.iter().zip(&key).all(|(d, v)| value(d, j.row) == *v);
            let part: Vec<&Judged<'_>> = judged.iter().filter(|j| is_in(j)).collect();
            let shown = dimensions.iter().zip(&key).map(|(dimension, value)| {
                let name = match *dimension {
                    "speaker" => shown(value, &judged),
                    "outlet" => spelled(value, &judged),
                    _ => value.clone(),
                };
                (dimension.replace('-', "_"), name)
            });
            let id = dimensions.iter().zip(&key).find_map(|(_, v)| v.strip_prefix(ID));
            let what = ((*table).to_owned(), shown.collect(), id.unwrap_or_default().to_owned());
            group(&part.iter().map(|j| j.copy()).collect::<Vec<_>>(), &judged, what, &mut all);
        }
    }
    if let Some(least) = least {
        compare_outlets(&judged, least, &mut all);
        compare_cues(&judged, least, &mut all);
    }
    all
}

static YEAR: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^(\d{4})(-.*)?$").unwrap());
static MONTH: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^(\d{4}-\d{2})(-\d{2})?$").unwrap());

/// Before what stands for a speaker with an id.
const ID: &str = "\u{1}";

fn value(dimension: &str, row: &Row) -> String {
    let published = row["published"].split('T').next().unwrap();
    match dimension {
        "speaker" if row["speaker_id"].is_empty() => row["speaker"].clone(),
        "speaker" => format!("{ID}{}", row["speaker_id"]),
        "year" => YEAR.captures(published).map_or(String::new(), |c| c[1].to_owned()),
        "month" => MONTH.captures(published).map_or(String::new(), |c| c[1].to_owned()),
        "type" => row["quote_type"].clone(),
        "cue" | "outlet" => row[dimension].to_lowercase(),
        other => row[&other.replace('-', "_")].clone(),
    }
}

/// The name that the speaker has most often.
fn shown(speaker: &str, judged: &[Judged<'_>]) -> String {
    if !speaker.starts_with(ID) {
        return speaker.to_owned();
    }
    let of = |j: &&Judged<'_>| value("speaker", j.row) == speaker;
    let names: BTreeSet<&String> = judged.iter().filter(of).map(|j| &j.row["speaker"]).collect();
    let uses =
        |name: &String| judged.iter().filter(of).filter(|j| j.row["speaker"] == *name).count();
    let most = names.iter().map(|name| uses(name)).max().unwrap();
    (*names.iter().find(|name| uses(name) == most).unwrap()).clone()
}

/// The spelling that the outlet has most often.
fn spelled(outlet: &str, judged: &[Judged<'_>]) -> String {
    let all = judged.iter().map(|j| &j.row["outlet"]).filter(|o| o.to_lowercase() == outlet);
    let mut uses: BTreeMap<&String, u64> = BTreeMap::new();
    all.for_each(|spelling| *uses.entry(spelling).or_default() += 1);
    let most = uses.values().max().unwrap();
    (*uses.iter().find(|(_, n)| *n == most).unwrap().0).clone()
}

fn group(
    part: &[Judged<'_>],
    all: &[Judged<'_>],
    of: (String, Vec<(String, String)>, String),
    out: &mut BTreeMap<What, Numbers>,
) {
    let mut put = |measure: &str, numbers: Numbers| {
        let what = (of.0.clone(), of.1.clone(), of.2.clone(), measure.to_owned());
        assert!(out.insert(what, numbers).is_none(), "{measure} of {of:?} twice");
    };
    let words = |of: &[Judged<'_>]| of.iter().map(|j| j.words.0).sum::<u64>();
    let in_marks = part.iter().map(|j| j.words.1).sum();
    put("statements", share(part.len() as u64, all.len() as u64, true));
    put("words", share(words(part), words(all), false));
    put("words_in_marks", share(in_marks, words(part), false));
    for measure in MEASURES {
        let (count, of) = count(part, measure);
        put(measure, share(count, of, true));
    }
}

fn count(part: &[Judged<'_>], measure: &str) -> (u64, u64) {
    let of =
        |wanted: &dyn Fn(&Judged<'_>) -> bool| part.iter().filter(|j| wanted(j)).count() as u64;
    let has = |j: &Judged<'_>, measure| j.holds.contains(measure);
    let all = match measure {
        "neutral_cue" | "loaded_cue" => of(&|j| has(j, "neutral_cue") || has(j, "loaded_cue")),
        _ => part.len() as u64,
    };
    (of(&|j| has(j, measure)), all)
}

const Z: f64 = 1.959963984540054;

/// Wilson's interval as the sum of successes with z²/2 more and as many failures.
fn wilson(count: u64, of: u64, z: f64) -> (f64, f64) {
    let (k, n) = (count as f64, of as f64);
    let middle = (k + z * z / 2.0) / (n + z * z);
    let half = z / (n + z * z) * (k * (n - k) / n + z * z / 4.0).sqrt();
    (middle - half, middle + half)
}

fn share(count: u64, of: u64, has_interval: bool) -> Numbers {
    let mut numbers = Numbers::from([("count", count.to_string()), ("of", of.to_string())]);
    if of > 0 {
        numbers.insert("share", (count as f64 / of as f64).to_string());
        let (low, high) = wilson(count, of, Z);
        if has_interval {
            numbers.extend([("low", low.to_string()), ("high", high.to_string())]);
        }
    }
    numbers
}

fn newcombe(one: (u64, u64), other: (u64, u64), z: f64) -> (f64, f64, f64) {
    let (p, q) = (one.0 as f64 / one.1 as f64, other.0 as f64 / other.1 as f64);
    let ((l1, u1), (l2, u2)) = (wilson(one.0, one.1, z), wilson(other.0, other.1, z));
    let low = p - q - ((p - l1).powi(2) + (u2 - q).powi(2)).sqrt();
    (p - q, low, p - q + ((u1 - p).powi(2) + (q - l2).powi(2)).sqrt())
}

/// What lies beyond `z` under the normal curve, by Simpson's rule.
fn tail(z: f64) -> f64 {
    let (steps, width) = (4000, 12.0 / 4000.0);
    let height = |i: i32| {
        let x = z + f64::from(i) * width;
        let weight = if i == 0 || i == steps { 1.0 } else { f64::from(2 + 2 * (i % 2)) };
        weight * (-x * x / 2.0).exp()
    };
    (0..=steps).map(height).sum::<f64>() * width / 3.0 / (2.0 * std::f64::consts::PI).sqrt()
}

fn z_of(comparisons: usize) -> f64 {
    let (mut low, mut high) = (0.0, 9.0);
    for _ in 0..60 {
        let middle = (low + high) / 2.0;
        if tail(middle) > 0.025 / comparisons as f64 { low = middle } else { high = middle }
    }
    low
}

type Side = (What, (u64, u64), (u64, u64));

fn compare(mut sides: Vec<Side>, least: u64, out: &mut BTreeMap<What, Numbers>) {
    sides.retain(|(_, one, other)| one.1 >= least && other.1 >= least);
    let z = z_of(sides.len());
    for (what, one, other) in sides {
        let mut numbers = share(one.0, one.1, true);
        let (difference, low, high) = newcombe(one, other, Z);
        let (_, strict_low, strict_high) = newcombe(one, other, z);
        let differs = match () {
            () if strict_low > 0.0 => "more",
            () if strict_high < 0.0 => "less",
            () => "",
        };
        numbers.extend([
            ("rest_count", other.0.to_string()),
            ("rest_of", other.1.to_string()),
            ("rest_share", (other.0 as f64 / other.1 as f64).to_string()),
            ("difference", difference.to_string()),
            ("difference_low", low.to_string()),
            ("difference_high", high.to_string()),
            ("differs", differs.to_owned()),
        ]);
        numbers.retain(|_, value| !value.is_empty());
        assert!(out.insert(what, numbers).is_none());
    }
}

fn outlets(judged: &[Judged<'_>]) -> BTreeSet<String> {
    judged.iter().map(|j| value("outlet", j.row)).filter(|o| !o.is_empty()).collect()
}

fn sides(judged: &[Judged<'_>], outlet: &str, measure: &str) -> ((u64, u64), (u64, u64)) {
    let part = |is_it: bool| -> Vec<Judged<'_>> {
        let known = judged.iter().filter(|j| !j.row["outlet"].is_empty());
        known.filter(|j| (value("outlet", j.row) == outlet) == is_it).map(Judged::copy).collect()
    };
    (count(&part(true), measure), count(&part(false), measure))
}

fn compare_outlets(judged: &[Judged<'_>], least: u64, out: &mut BTreeMap<What, Numbers>) {
    let mut all = Vec::new();
    for outlet in outlets(judged) {
        for measure in COMPARED {
            let (one, other) = sides(judged, &outlet, measure);
            let values = vec![("outlet".to_owned(), spelled(&outlet, judged))];
            let what = ("compare-outlets".to_owned(), values, String::new(), measure.to_owned());
            all.push((what, one, other));
        }
    }
    compare(all, least, out);
}

fn compare_cues(judged: &[Judged<'_>], least: u64, out: &mut BTreeMap<What, Numbers>) {
    let named = |j: &&Judged<'_>| j.holds.contains("named") && !j.row["speaker"].is_empty();
    let speakers: BTreeSet<String> =
        judged.iter().filter(named).map(|j| value("speaker", j.row)).collect();
    let mut all = Vec::new();
    for speaker in speakers {
        let theirs: Vec<Judged<'_>> = judged
            .iter()
            .filter(named)
            .filter(|j| value("speaker", j.row) == speaker)
            .map(Judged::copy)
            .collect();
        for outlet in outlets(&theirs) {
            let (one, other) = sides(&theirs, &outlet, "loaded_cue");
            let name = ("speaker".to_owned(), shown(&speaker, judged));
            let id = speaker.strip_prefix(ID).unwrap_or_default().to_owned();
            let values = vec![name, ("outlet".to_owned(), spelled(&outlet, judged))];
            all.push((("compare-cues".into(), values, id, "loaded_cue".into()), one, other));
        }
    }
    compare(all, least, out);
}
