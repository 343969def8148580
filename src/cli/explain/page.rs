//! An explanation as people read it: a row and what it beat, or a place and what
//! was read there.

use super::lines::{HEAD, LABEL, Lines};
use super::{features, words};
use crate::attribution::Fate;
use crate::cli::problem::Problem;
use crate::cli::terminal::{NOTE, WARNING, counted};
use crate::explain::{Considered, Explanation, Place};
use crate::rules::{Kind, Part, RuleSet, Weights};

/// What is to be explained.
#[derive(Clone, Copy)]
pub(super) enum Wanted<'a> {
    /// All rows of the kinds wanted.
    All,
    /// One row: its number, or its id.
    Row(&'a str),
    /// The sentences that hold these words.
    Near(&'a str),
}

/// What a page is made from.
pub(super) struct Page<'a> {
    pub(super) explanation: &'a Explanation<'a>,
    pub(super) rules: &'a RuleSet,
    pub(super) kinds: &'a [Kind],
    pub(super) width: Option<usize>,
}

/// How much is shown of what is many, if not all.
struct Most {
    /// Features that weighed.
    parts: usize,
    /// Candidates that a row beat.
    beaten: usize,
    /// Candidates that are no row, at one place.
    candidates: usize,
    /// Places that hold the words.
    places: usize,
}

impl Most {
    const FEW: Self = Self { parts: 4, beaten: 3, candidates: 4, places: 5 };
    const ALL: Self =
        Self { parts: usize::MAX, beaten: usize::MAX, candidates: usize::MAX, places: usize::MAX };
}

impl Page<'_> {
    /// The page, or what is wrong with what is wanted.
    pub(super) fn text(&self, id: &str, wanted: Wanted<'_>, all: bool) -> Result<String, Problem> {
        let most = if all { Most::ALL } else { Most::FEW };
        let mut lines = Lines::new(self.width);
        match wanted {
            Wanted::All => self.all(id, &mut lines, &most),
            Wanted::Row(row) => {
                let row = self.find(id, row)?;
                self.row(&mut lines, row, &most);
            }
            Wanted::Near(words) => self.near(id, words, &mut lines, &most)?,
        }
        Ok(lines.done())
    }

    fn is_listed(&self, row: usize) -> bool {
        let kind = self.explanation.rows[row].kind;
        self.kinds.iter().any(|k| k.name() == kind)
    }

    fn listed(&self) -> impl Iterator<Item = usize> {
        (0..self.explanation.rows.len()).filter(|&row| self.is_listed(row))
    }

    /// The row of that number or id.
    fn find(&self, id: &str, wanted: &str) -> Result<usize, Problem> {
        let rows = &self.explanation.rows;
        if let Some(row) = rows.iter().position(|row| row.quote_id == wanted) {
            return Ok(row);
        }
        let number = wanted.parse().ok().and_then(|n: usize| n.checked_sub(1));
        number.and_then(|n| self.listed().nth(n)).ok_or_else(|| {
            let there = counted(self.listed().count(), "row");
            let text = format!("no row `{wanted}`: article `{id}` has {there} of these kinds");
            let help = "--row takes a number from 1 on, or a quote_id; --kinds says what counts; \
                        --near \"words\" tells why there is none";
            Problem::new(text, help)
        })
    }

    /// "row 3"; if it is not listed, its kind and its id.
    fn name(&self, row: usize) -> String {
        match self.listed().position(|listed| listed == row) {
            Some(place) => format!("row {}", place + 1),
            None => {
                let row = &self.explanation.rows[row];
                format!("the {} row {}", row.kind, row.quote_id)
            }
        }
    }

    fn all(&self, id: &str, lines: &mut Lines, most: &Most) {
        let rows = self.explanation.rows.len();
        let listed: Vec<usize> = self.listed().collect();
        let others = words::kinds(self.explanation, |row| !self.is_listed(row));
        let others = match &others[..] {
            "" => String::new(),
            others => format!("; {} of other kinds ({others}): --kinds", rows - listed.len()),
        };
        lines.heading(HEAD, &format!("{id}: {}{others}", counted(listed.len(), "row")));
        for &row in &listed {
            self.row(lines, row, most);
        }
        lines.heading(LABEL, &words::tally(self.explanation));
    }

    fn near(&self, id: &str, words: &str, lines: &mut Lines, most: &Most) -> Result<(), Problem> {
        let places = self.explanation.near(words);
        if places.is_empty() {
            let text = format!("`{words}` does not stand in article `{id}`");
            let help = "copy some words of one sentence; capitals and the sort of marks do not \
                        matter, a header is not searched";
            return Err(Problem::new(text, help));
        }
        for place in places.iter().take(most.places) {
            self.place(lines, place, most);
        }
        if let Some(more @ 1..) = places.len().checked_sub(most.places) {
            let text = format!("{} more with these words; -v shows all", counted(more, "sentence"));
            lines.heading(LABEL, &text);
        }
        Ok(())
    }

    fn place(&self, lines: &mut Lines, place: &Place, most: &Most) {
        let document = &self.explanation.document;
        let range = document.sentences[place.sentence].tokens;
        let paragraph = document.tokens[range.start as usize].paragraph + 1;
        let title = format!("sentence {}, paragraph {paragraph}", place.sentence + 1);
        lines.heading(HEAD, &title);
        lines.field("text", document.words(range));
        let name = |row| self.name(row);
        for (label, text) in words::place(self.rules, self.explanation, place, name) {
            lines.field(label, &text);
        }
        for &row in &place.rows {
            self.row(lines, row, most);
        }
        let rest = self.rest(place);
        for &i in rest.iter().take(most.candidates) {
            self.candidate(lines, i, most);
        }
        if let Some(more @ 1..) = rest.len().checked_sub(most.candidates) {
            let text = format!("{} less sure; -v shows all", counted(more, "candidate"));
            lines.heading(LABEL, &text);
        }
    }

    /// The candidates of a place that its rows do not tell of, the surest first;
    /// before them, where the words stand in no row, those that have them.
    fn rest(&self, place: &Place) -> Vec<usize> {
        let explanation = self.explanation;
        let is_beside = |i: usize| place.rows.iter().any(|&row| explanation.loss(i, row).is_some());
        let holds = |i: usize| explanation.holds(i, place);
        let in_row = place.rows.iter().any(|&row| holds(explanation.candidate_of(row)));
        let mut rest = place.candidates.clone();
        rest.retain(|&i| !is_beside(i) || (!in_row && holds(i)));
        self.by_score(&mut rest);
        rest.sort_by_key(|&i| in_row || !holds(i));
        rest
    }

    /// The surest first, and those of equal score in text order.
    fn by_score(&self, candidates: &mut [usize]) {
        let score = |i: usize| self.explanation.candidates[i].candidate.score;
        candidates.sort_by(|&a, &b| score(b).total_cmp(&score(a)).then(a.cmp(&b)));
    }

    /// What a row is called, and where it stands.
    fn title(&self, index: usize) -> String {
        let row = &self.explanation.rows[index];
        let name = self.name(index);
        let place = format!("sentence {}, paragraph {}", row.sentence, row.paragraph);
        if self.is_listed(index) {
            format!("{name} · {place} · {}", row.quote_id)
        } else {
            format!("{name} · {place} · not written: --kinds")
        }
    }

    fn row(&self, lines: &mut Lines, index: usize, most: &Most) {
        let row = &self.explanation.rows[index];
        let considered = self.explanation.of_row(index);
        lines.heading(NOTE, &self.title(index));
        lines.field("quote", &format!("{} ({})", row.quote, row.quote_type));
        for (label, text) in words::identity(row, &self.explanation.identities[index]) {
            lines.field(label, &text);
        }
        let cue = if row.cue.is_empty() { "none" } else { &row.cue };
        lines.field("cue", &format!("{cue}: {}, {}", row.stance, row.kind));
        if row.kind != considered.candidate.kind.name() {
            let text = "a statement by the rule; but no person, group or document speaks, and \
                        none of the quote is in marks";
            lines.field("", text);
        }
        self.decided(lines, considered, most);
        self.beaten(lines, index, most);
    }

    /// A candidate that is no row.
    fn candidate(&self, lines: &mut Lines, index: usize, most: &Most) {
        let document = &self.explanation.document;
        let considered = &self.explanation.candidates[index];
        let candidate = &considered.candidate;
        let why = words::fate(self.explanation, index, None, |row| self.name(row));
        lines.heading(WARNING, &format!("no row: {why}"));
        lines.field("quote", &words::quote(document, candidate));
        lines.field("speaker", candidate.speaker.map_or("none", |r| document.words(r)));
        for (label, range) in [("source", candidate.source), ("addressee", candidate.addressee)] {
            if let Some(range) = range {
                lines.field(label, document.words(range));
            }
        }
        let cue = if candidate.cue.is_empty() { "none" } else { document.words(candidate.cue) };
        lines.field("cue", &format!("{cue}: {}", candidate.kind.name()));
        self.decided(lines, considered, most);
    }

    /// The rule of a candidate, its score, and what weighed.
    fn decided(&self, lines: &mut Lines, considered: &Considered, most: &Most) {
        let rule = self.rules.rule(considered.candidate.rule);
        lines.field("rule", &format!("{} ({}): {}", rule.id, rule.place, rule.about));
        for (label, text) in words::rules(self.rules, considered) {
            lines.field(label, &text);
        }
        lines.field("score", &words::score(self.rules, considered));
        let weights = self.rules.models.as_ref().and_then(|m| m.readings.as_ref());
        if let Some(bias) = weights.map(Weights::bias) {
            weighed(lines, &considered.parts, bias, most.parts);
        }
    }

    /// What a row beat.
    fn beaten(&self, lines: &mut Lines, row: usize, most: &Most) {
        let beaten = self.explanation.beaten_by(row);
        let mut candidates: Vec<usize> = beaten.iter().map(|&(i, _)| i).collect();
        self.by_score(&mut candidates);
        let believed = |i: &usize| self.explanation.candidates[*i].fate != Fate::Unbelieved;
        candidates.sort_by_key(|i| !believed(i));
        let document = &self.explanation.document;
        let mut label = "beat";
        for &i in candidates.iter().take(most.beaten) {
            let considered = &self.explanation.candidates[i];
            let rule = &self.rules.rule(considered.candidate.rule).id;
            let name = |other| if other == row { "this row".into() } else { self.name(other) };
            let why = words::fate(self.explanation, i, Some(row), name);
            lines.field(label, &format!("{rule}, {:.3}: {why}", considered.candidate.score));
            lines.styled("", LABEL, &words::short(document, &considered.candidate));
            label = "";
        }
        if let Some(more @ 1..) = candidates.len().checked_sub(most.beaten) {
            let text = format!("{} more; -v shows all", counted(more, "candidate"));
            lines.styled(label, LABEL, &text);
        }
    }
}

/// What a score by the tables is the sum of: the heaviest parts, the others
/// together, the bias.
fn weighed(lines: &mut Lines, parts: &[Part], bias: f32, most: usize) {
    let mut label = "weighed";
    for Part { feature, weight } in parts.iter().take(most) {
        lines.field(label, &format!("{weight:+.2} {}", features::phrase(feature)));
        label = "";
    }
    let weights = |parts: &[Part]| parts.iter().map(|part| part.weight).sum::<f32>();
    let others = match parts.get(most..).unwrap_or_default() {
        [] => String::new(),
        others => format!("{:+.2} by {} more, ", weights(others), others.len()),
    };
    let sum = weights(parts) + bias;
    lines.field(label, &format!("{others}{bias:+.2} always: {sum:+.2} in all"));
}
