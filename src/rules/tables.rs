//! Reads the line-based files: word lists, tag data, the cue lexicon.

use super::cues::{Cue, CueClass, Frame, Kind};
use super::error::{Problem, Source};
use super::notation::names;
use super::problem::ProblemKind;
use super::vocabulary::Vocabulary;
use crate::text::{ListId, ListSet, Tag, TagRule, TagSet, WordId};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// The lists that say what a word is, and so cannot be read as text themselves.
pub(super) const TOKENISER_LISTS: [&str; 2] = ["abbreviations", "clitics"];

/// A piece of a line and its bytes in the file.
#[derive(Clone, Copy)]
struct Field<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Field<'a> {
    fn span(self) -> Range<usize> {
        self.at..self.at + self.text.len()
    }

    /// Its parts between separators.
    fn split(self, by: char) -> impl Iterator<Item = Field<'a>> {
        let mut at = self.at;
        self.text.split(by).map(move |text| {
            let field = Field { text, at };
            at += text.len() + by.len_utf8();
            field
        })
    }

    /// Its parts between spaces.
    fn words(self) -> impl Iterator<Item = Field<'a>> {
        self.split(' ').filter(|f| !f.text.is_empty())
    }
}

/// The lines of a file that are neither empty nor comments: (line number, line).
fn lines(source: Source<'_>) -> impl Iterator<Item = (usize, Field<'_>)> {
    let whole = Field { text: source.text, at: 0 };
    let lines = whole
        .split('\n')
        .enumerate()
        .map(|(i, line)| (i + 1, Field { text: line.text.trim_end_matches('\r'), at: line.at }));
    lines.filter(|(_, line)| !line.text.trim().is_empty() && !line.text.starts_with('#'))
}

impl Vocabulary<'_> {
    fn report(&mut self, source: Source<'_>, field: Field<'_>, kind: ProblemKind) {
        self.problems.push(Problem::at(source, field.span(), kind));
    }

    fn tag(&mut self, source: Source<'_>, field: Field<'_>) -> Option<Tag> {
        let tag = Tag::parse(field.text);
        if tag.is_none() {
            self.report(source, field, ProblemKind::UnknownTag { name: field.text.into() });
        }
        tag
    }

    /// The fields of a line; `None` and a problem where their number is wrong.
    fn fields<'a, const N: usize>(
        &mut self,
        source: Source<'_>,
        line: Field<'a>,
        by: char,
        columns: &'static str,
    ) -> Option<[Field<'a>; N]> {
        let mut fields = [line; N];
        let mut found = 0;
        for field in line.split(by) {
            if let Some(slot) = fields.get_mut(found) {
                *slot = field;
            }
            found += 1;
        }
        if found != N {
            self.report(source, line, ProblemKind::Fields { found, columns });
            return None;
        }
        Some(fields)
    }

    /// `words/NAME.txt`.
    pub(super) fn read_list(&mut self, name: &str, source: Source<'_>) -> Option<ListId> {
        let Some(list) = self.words.list(name) else {
            let kind = ProblemKind::TooMany { what: "lists", most: ListSet::MOST };
            self.problems.push(Problem::of_file(source.file, kind));
            return None;
        };
        let mut before: Option<Field<'_>> = None;
        for (_, line) in lines(source) {
            self.check_order(source, line, before);
            let words = self.entry_words(line.text, TOKENISER_LISTS.contains(&name));
            self.words.entry(list, &words);
            before = Some(line);
        }
        Some(list)
    }

    fn entry_words(&mut self, entry: &str, is_raw: bool) -> Vec<WordId> {
        if is_raw {
            return entry.split_whitespace().map(|word| self.word(word)).collect();
        }
        self.spell(entry).iter().map(|word| self.word(word)).collect()
    }

    fn check_order(&mut self, source: Source<'_>, line: Field<'_>, before: Option<Field<'_>>) {
        let entry = line.text.to_string();
        if entry.chars().any(char::is_uppercase) {
            self.report(source, line, ProblemKind::UpperCase { entry });
            return;
        }
        match before {
            Some(b) if b.text == entry => {
                self.report(source, line, ProblemKind::RepeatedEntry { entry });
            }
            Some(b) if b.text > line.text => {
                let before = b.text.into();
                self.report(source, line, ProblemKind::Unsorted { entry, before });
            }
            _ => {}
        }
    }

    /// `tags/words.tsv`.
    pub(super) fn read_words(&mut self, source: Source<'_>) {
        const COLUMNS: &str = "word, tags, capitalised tags, verb lemma, noun lemma";
        let mut first_lines: FxHashMap<WordId, usize> = FxHashMap::default();
        for (number, line) in lines(source) {
            let Some([word, tags, capitalised, verb, noun]) =
                self.fields(source, line, '\t', COLUMNS)
            else {
                continue;
            };
            let id = self.word(word.text);
            if let Some(&first) = first_lines.get(&id) {
                let kind = ProblemKind::RepeatedWord { word: word.text.into(), first };
                self.report(source, word, kind);
                continue;
            }
            first_lines.insert(id, number);
            let tags = self.tag_list(source, tags);
            let capitalised = self.tag_list(source, capitalised);
            let (verb_lemma, noun_lemma) = (self.lemma(verb), self.lemma(noun));
            let record = self.words.word_mut(id);
            record.tags = tags;
            record.capitalised = capitalised;
            record.verb_lemma = verb_lemma;
            record.noun_lemma = noun_lemma;
        }
    }

    /// Tags between `|` or spaces, or `-` for none.
    fn tag_list(&mut self, source: Source<'_>, field: Field<'_>) -> Vec<Tag> {
        if field.text == "-" {
            return Vec::new();
        }
        field.words().flat_map(|f| f.split('|')).filter_map(|f| self.tag(source, f)).collect()
    }

    fn lemma(&mut self, field: Field<'_>) -> WordId {
        if field.text == "-" { WordId::UNKNOWN } else { self.word(field.text) }
    }

    /// `tags/endings.tsv`.
    pub(super) fn read_endings(&mut self, source: Source<'_>) {
        for (_, line) in lines(source) {
            let columns = "ending, case, tag";
            let Some([ending, letter, tag]) = self.fields(source, line, '\t', columns) else {
                continue;
            };
            let values = ["lower", "capital"];
            let Some(is_capital) = values.iter().position(|v| *v == letter.text) else {
                self.bad_value(source, letter, "case", &values.map(String::from));
                continue;
            };
            if let Some(tag) = self.tag(source, tag) {
                self.words.ending(ending.text, is_capital == 1, tag);
            }
        }
    }

    fn bad_value(&mut self, source: Source<'_>, field: Field<'_>, key: &str, values: &[String]) {
        let (key, value, values) = (key.into(), field.text.into(), values.to_vec());
        self.report(source, field, ProblemKind::BadValue { key, value, values });
    }

    /// `tags/inflections.tsv`.
    pub(super) fn read_inflections(&mut self, source: Source<'_>) {
        for (_, line) in lines(source) {
            let columns = "tag, ending, replacement";
            if let Some([tag, ending, new]) = self.fields(source, line, '\t', columns)
                && let Some(tag) = self.tag(source, tag)
            {
                self.words.inflection(tag, ending.text, new.text);
            }
        }
    }

    /// `variants.tsv`.
    pub(super) fn read_variants(&mut self, source: Source<'_>) {
        for (_, line) in lines(source) {
            if let Some([written, normal]) = self.fields(source, line, '\t', "written, compared as")
            {
                self.variants.add(written.text, normal.text);
            }
        }
    }

    /// `tags/corrections.tsv`.
    pub(super) fn read_corrections(&mut self, source: Source<'_>) {
        for (_, line) in lines(source) {
            let fields: Vec<_> = line.split('\t').filter(|f| !f.text.is_empty()).collect();
            let [from, to, contexts @ ..] = &fields[..] else {
                let kind =
                    ProblemKind::Fields { found: fields.len(), columns: "from, to, context…" };
                self.report(source, line, kind);
                continue;
            };
            let (from, to) = (self.tag(source, *from), self.tag(source, *to));
            let context: Vec<_> =
                contexts.iter().filter_map(|f| self.context(source, *f)).collect();
            if from.is_some() && to.is_some() && context.len() == contexts.len() {
                self.words.tag_rule(TagRule { from, to, context });
            }
        }
    }

    /// `-1:NN|DT` or `+1=to|the`.
    fn context(
        &mut self,
        source: Source<'_>,
        field: Field<'_>,
    ) -> Option<(i8, TagSet, Vec<WordId>)> {
        let Some(sign) = field.text.find([':', '=']) else {
            self.report(source, field, ProblemKind::BadContext { value: field.text.into() });
            return None;
        };
        let distance = Field { text: &field.text[..sign], at: field.at };
        let values = Field { text: &field.text[sign + 1..], at: field.at + sign + 1 };
        let Some(steps) = distance.text.parse().ok().filter(|d| (-3..=3).contains(d)) else {
            self.report(source, distance, ProblemKind::BadDistance { value: distance.text.into() });
            return None;
        };
        if field.text[sign..].starts_with('=') {
            let words = values.split('|').map(|f| self.word(f.text)).collect();
            return Some((steps, TagSet::default(), words));
        }
        let tags: Vec<_> = values.split('|').map(|f| self.tag(source, f)).collect();
        let tags: Option<Vec<_>> = tags.into_iter().collect();
        Some((steps, TagSet::of(&tags?), Vec::new()))
    }

    /// `cues.csv`.
    pub(super) fn read_cues(&mut self, source: Source<'_>) {
        const COLUMNS: &str = "lemma,pos,kind,stance,frames";
        let mut lines = lines(source);
        match lines.next() {
            Some((_, header)) if header.text != COLUMNS => {
                self.report(source, header, ProblemKind::BadHeader { columns: COLUMNS });
                return;
            }
            _ => {}
        }
        let mut first_lines: FxHashMap<(&str, &str), usize> = FxHashMap::default();
        for (number, line) in lines {
            let Some(fields) = self.fields(source, line, ',', COLUMNS) else { continue };
            let fields: [Field<'_>; 5] = fields;
            let key = (fields[0].text, fields[1].text);
            if let Some(&first) = first_lines.get(&key) {
                let (lemma, pos) = (key.0.into(), key.1.into());
                self.report(source, fields[0], ProblemKind::RepeatedCue { lemma, pos, first });
                continue;
            }
            first_lines.insert(key, number);
            self.read_cue(source, fields);
        }
    }

    fn read_cue(&mut self, source: Source<'_>, fields: [Field<'_>; 5]) {
        let [lemma, pos, kind, stance, frames] = fields;
        let class = match pos.text {
            "V" => Some(CueClass::Verb),
            "N" => Some(CueClass::Noun),
            "J" => Some(CueClass::Adjective),
            _ => {
                self.bad_value(source, pos, "pos", &["V", "N", "J"].map(String::from));
                None
            }
        };
        let kind = self.kind(source, kind);
        let default = kind.unwrap_or_default();
        let frames: Vec<_> =
            frames.words().filter_map(|f| self.frame_of(source, f, default)).collect();
        let frames = self.distinct(source, fields[4], frames);
        let words = self.entry_words(lemma.text, false);
        let Some((&head, rest)) = words.split_first() else {
            self.report(source, lemma, ProblemKind::MissingKey { key: "lemma" });
            return;
        };
        if let (Some(class), Some(kind)) = (class, kind) {
            let (rest, stance) = (rest.to_vec(), stance.text.into());
            self.cues.add(Cue { lemma: head, rest, class, kind, stance, frames });
        }
    }

    fn kind(&mut self, source: Source<'_>, field: Field<'_>) -> Option<Kind> {
        let kind = Kind::parse(field.text);
        if kind.is_none() {
            self.bad_value(source, field, "kind", &names(&Kind::ALL));
        }
        kind
    }

    /// `name:weight` or `name:weight:kind`.
    fn frame_of(&mut self, source: Source<'_>, field: Field<'_>, kind: Kind) -> Option<Frame> {
        let parts: Vec<_> = field.split(':').collect();
        let (name, weight, kind) = match parts[..] {
            [name, weight] if !name.text.is_empty() => (name, weight, kind),
            [name, weight, own] if !name.text.is_empty() => (name, weight, self.kind(source, own)?),
            _ => {
                self.report(source, field, ProblemKind::BadFrame { value: field.text.into() });
                return None;
            }
        };
        let Some(number) = weight.text.parse().ok().filter(|w| (0.0..=1.0).contains(w)) else {
            self.report(source, weight, ProblemKind::BadNumber { value: weight.text.into() });
            return None;
        };
        let Some(id) = self.cues.intern_frame(name.text) else {
            self.report(source, name, ProblemKind::TooMany { what: "frames", most: 255 });
            return None;
        };
        Some(Frame { id, weight: number, kind })
    }

    /// The frames by id, a repeated one reported.
    fn distinct(
        &mut self,
        source: Source<'_>,
        field: Field<'_>,
        mut frames: Vec<Frame>,
    ) -> Vec<Frame> {
        frames.sort_by_key(|f| f.id);
        let twice = frames.windows(2).find(|w| w[0].id == w[1].id).map(|w| w[0].id);
        if let Some(id) = twice {
            let name = self.cues.frame_names().nth(id.0 as usize).unwrap_or_default().into();
            self.report(source, field, ProblemKind::RepeatedFrame { name });
        }
        frames
    }
}
