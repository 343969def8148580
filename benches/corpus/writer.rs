//! Fills the slots of one article: its people and places are its own.

use super::draw::Draw;
use super::styles::Style;
use super::words::SLOTS;
use std::collections::HashMap;
use std::sync::LazyLock;

static TABLE: LazyLock<HashMap<&str, &[&str]>> = LazyLock::new(|| SLOTS.iter().copied().collect());

const ONSETS: [&str; 20] = [
    "B", "D", "F", "G", "H", "J", "K", "L", "M", "N", "P", "R", "S", "T", "V", "W", "Br", "Gr",
    "Sh", "Tr",
];
const VOWELS: [&str; 10] = ["a", "e", "i", "o", "u", "ai", "e", "o", "a", "au"];
const MIDDLES: [&str; 16] =
    ["b", "d", "l", "m", "n", "r", "v", "ld", "mm", "nd", "rk", "rs", "st", "tt", "ck", "z"];
const ENDS: [&str; 16] = [
    "a", "o", "en", "er", "in", "on", "is", "an", "ley", "man", "ov", "ski", "son", "ton", "well",
    "é",
];
const TOWN_ENDS: [&str; 10] =
    ["bridge", "burg", "field", "ford", "ham", "haven", "mouth", "stad", "ville", " Bay"];
/// Places that lists of places know.
const KNOWN: [&str; 24] = [
    "Washington",
    "London",
    "Paris",
    "Berlin",
    "Tokyo",
    "Moscow",
    "Beijing",
    "Cairo",
    "Ohio",
    "Texas",
    "Canada",
    "France",
    "Germany",
    "Japan",
    "Kenya",
    "Brazil",
    "Chicago",
    "Boston",
    "Vienna",
    "Delhi",
    "Ottawa",
    "Florida",
    "Poland",
    "Spain",
];
const BODIES: [&str; 16] = [
    "Ministry of Transport",
    "Water Board",
    "Institute",
    "University",
    "Bank",
    "Union of Nurses",
    "Herald",
    "Council",
    "Party",
    "Steel Corp.",
    "Airlines",
    "Group",
    "Committee",
    "Police Department",
    "News",
    "Research Center",
];

struct Person {
    first: String,
    last: String,
    is_woman: bool,
    is_known: bool,
}

/// Writes one article.
pub(super) struct Writer<'s> {
    style: &'s Style,
    people: Vec<Person>,
    places: Vec<String>,
    bodies: Vec<String>,
    current: usize,
}

impl<'s> Writer<'s> {
    /// One with people, places and organisations enough for a text of `length` bytes.
    pub(super) fn new(style: &'s Style, length: usize, draw: &mut Draw) -> Self {
        // 500, 900, 1,200: about what real news have a name of each sort in.
        let people = (0..2 + length / 500).map(|_| person(draw)).collect();
        let places: Vec<String> = (0..3 + length / 900).map(|_| place(draw)).collect();
        let body = |draw: &mut Draw| format!("the {} {}", draw.one(&places), draw.one(&BODIES));
        let bodies = (0..3 + length / 1200).map(|_| body(draw)).collect();
        Self { style, people, places, bodies, current: 0 }
    }

    /// Adds one of these templates, filled.
    pub(super) fn write(&mut self, templates: &[&str], draw: &mut Draw, out: &mut String) {
        let template = draw.one(templates);
        self.fill(template, draw, out, 0);
    }

    fn fill(&mut self, template: &str, draw: &mut Draw, out: &mut String, depth: usize) {
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            let (slot, after) = after.split_once('}').expect("templates are balanced");
            let begin = out.len();
            self.slot(&slot.to_lowercase(), draw, out, depth);
            let is_small = |c: char| c.is_lowercase();
            if !slot.contains(is_small) && slot.len() > 1 {
                let upper = out[begin..].to_uppercase();
                out.replace_range(begin.., &upper);
            } else if !slot.starts_with(is_small)
                && let Some(first) = out[begin..].chars().next()
            {
                let upper = first.to_uppercase().to_string();
                out.replace_range(begin..begin + first.len_utf8(), &upper);
            }
            rest = after;
        }
        out.push_str(rest);
    }

    fn slot(&mut self, slot: &str, draw: &mut Draw, out: &mut String, depth: usize) {
        match slot {
            "a" => {
                // Those brought in first are met most.
                let (one, other) = (draw.below(self.people.len()), draw.below(self.people.len()));
                self.current = one.min(other);
                self.mention(draw, out);
            }
            "b" => self.mention(draw, out),
            "last" => out.push_str(&self.people[self.current].last),
            "he" => out.push_str(if self.people[self.current].is_woman { "she" } else { "he" }),
            "his" => out.push_str(if self.people[self.current].is_woman { "her" } else { "his" }),
            "place" => out.push_str(draw.one(&self.places)),
            "org" => out.push_str(draw.one(&self.bodies)),
            "count" => out.push_str(&(2 + draw.below(8)).to_string()),
            "number" => out.push_str(&thousands(draw.size(1_000.0, 2.0, 12, 900_000))),
            "amount" => {
                let sign = draw.one(&["$", "$", "£", "€"]);
                let unit = draw.one(&[" million", " billion", "00", ",000"]);
                out.push_str(&format!("{sign}{}{unit}", 1 + draw.below(900)));
            }
            "percent" => out.push_str(&format!("{}.{} percent", draw.below(40), draw.below(10))),
            "year" => out.push_str(&(1960 + draw.below(66)).to_string()),
            _ => {
                let choices = TABLE.get(slot).unwrap_or_else(|| panic!("no slot `{slot}`"));
                // Past four within one another, what is simplest ends it.
                let choice = if depth < 4 { draw.one(choices) } else { simplest(choices) };
                self.fill(choice, draw, out, depth + 1);
            }
        }
    }

    fn mention(&mut self, draw: &mut Draw, out: &mut String) {
        let person = &mut self.people[self.current];
        if std::mem::replace(&mut person.is_known, true) {
            if self.style.is_polite {
                out.push_str(if person.is_woman { "Ms. " } else { "Mr. " });
            }
            out.push_str(&person.last);
            return;
        }
        let name = format!("{} {}", person.first, person.last);
        match draw.below(3) {
            0 => out.push_str(&name),
            1 => {
                out.push_str(draw.one(TABLE["title"]));
                out.push_str(&format!(" {name}"));
            }
            _ => {
                out.push_str(&format!("{name}, "));
                self.fill("{role},", draw, out, 2);
            }
        }
    }
}

/// The choice with the fewest slots, so that filling ends.
fn simplest(choices: &[&'static str]) -> &'static str {
    choices.iter().min_by_key(|choice| choice.matches('{').count()).expect("no slot is empty")
}

fn person(draw: &mut Draw) -> Person {
    Person { first: name(draw), last: name(draw), is_woman: draw.below(2) == 0, is_known: false }
}

fn name(draw: &mut Draw) -> String {
    let (onset, vowel) = (draw.one(&ONSETS), draw.one(&VOWELS));
    format!("{onset}{vowel}{}{}", draw.one(&MIDDLES), draw.one(&ENDS))
}

fn place(draw: &mut Draw) -> String {
    if draw.below(2) == 0 {
        return draw.one(&KNOWN).to_string();
    }
    format!(
        "{}{}{}{}",
        draw.one(&ONSETS),
        draw.one(&VOWELS),
        draw.one(&MIDDLES),
        draw.one(&TOWN_ENDS)
    )
}

fn thousands(number: usize) -> String {
    match number {
        0..1_000 => number.to_string(),
        _ => format!("{},{:03}", number / 1_000, number % 1_000),
    }
}
