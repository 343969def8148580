//! Reads the line-based files: word lists, tag data, the cue lexicon.

use super::cues::{CueClass, Frame, Kind, NewCue};
use super::error::{Problem, Source};
use super::notation::names;
use super::problem::ProblemKind;
use super::vocabulary::Vocabulary;
use crate::text::{ListId, ListSet, Tag, TagRule, TagSet, Word, WordId};
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

    /// Its first part, and what follows the separator after it.
    fn cut(self, by: u8) -> (Field<'a>, Option<Field<'a>>) {
        let len = self.text.as_bytes().iter().position(|b| *b == by);
        let Some(len) = len else { return (self, None) };
        let first = Field { text: &self.text[..len], at: self.at };
        let rest = Field { text: &self.text[len + 1..], at: self.at + len + 1 };
        (first, Some(rest))
    }

    /// Its parts between separators, which are ASCII.
    fn split(self, by: u8) -> impl Iterator<Item = Field<'a>> {
        let mut rest = Some(self);
        std::iter::from_fn(move || {
            let (first, after) = rest?.cut(by);
            rest = after;
            Some(first)
        })
    }

    /// Its parts between spaces.
    fn words(self) -> impl Iterator<Item = Field<'a>> {
        self.split(b' ').filter(|f| !f.text.is_empty())
    }

    fn is_blank(self) -> bool {
        // What begins with a letter needs no look at the rest.
        !self.text.as_bytes().first().is_some_and(u8::is_ascii_graphic)
            && self.text.trim().is_empty()
    }
}

/// The lines of a file that are neither empty nor comments: (line number, line).
fn lines(source: Source<'_>) -> impl Iterator<Item = (usize, Field<'_>)> {
    let text = source.text;
    let ends = memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]);
    let mut at = 0;
    let lines = ends.enumerate().map(move |(i, end)| {
        let start = std::mem::replace(&mut at, end + 1);
        let text = &text[start..end];
        let text = if text.ends_with('\r') { text.trim_end_matches('\r') } else { text };
        (i + 1, Field { text, at: start })
    });
    lines.filter(|(_, line)| !line.is_blank() && !line.text.starts_with('#'))
}

/// Whether an entry is small letters and spaces alone: the words that the tokeniser
/// would find are those between the spaces.
pub(super) fn is_plain(entry: &str) -> bool {
    entry.bytes().all(|b| b.is_ascii_lowercase() || b == b' ')
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
        by: u8,
        columns: &'static str,
    ) -> Option<[Field<'a>; N]> {
        let mut fields = [line; N];
        let (mut found, mut start) = (0, 0);
        let mut end_field = |end: usize| {
            if let Some(slot) = fields.get_mut(found) {
                *slot = Field { text: &line.text[start..end], at: line.at + start };
            }
            (found, start) = (found + 1, end + 1);
        };
        // By bytes: a field has some four, too few for a search to gain anything.
        for (i, &byte) in line.text.as_bytes().iter().enumerate() {
            if byte == by {
                end_field(i);
            }
        }
        end_field(line.text.len());
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
        if is_plain(entry) {
            return entry.split_ascii_whitespace().map(|word| self.word(word)).collect();
        }
        if is_raw {
            return entry.split_whitespace().map(|word| self.word(word)).collect();
        }
        self.spell(entry).iter().map(|word| self.word(word)).collect()
    }

    fn check_order(&mut self, source: Source<'_>, line: Field<'_>, before: Option<Field<'_>>) {
        let entry = || line.text.to_string();
        if !is_plain(line.text) && line.text.chars().any(char::is_uppercase) {
            self.report(source, line, ProblemKind::UpperCase { entry: entry() });
            return;
        }
        match before {
            Some(b) if b.text == line.text => {
                self.report(source, line, ProblemKind::RepeatedEntry { entry: entry() });
            }
            Some(b) if b.text > line.text => {
                let before = b.text.into();
                self.report(source, line, ProblemKind::Unsorted { entry: entry(), before });
            }
            _ => {}
        }
    }

    /// `tags/words.tsv`.
    pub(super) fn read_words(&mut self, source: Source<'_>) {
        const COLUMNS: &str = "word, tags, capitalised tags, verb lemma, noun lemma";
        // By word: where it was first, from 1.
        let mut first_lines: Vec<usize> = Vec::new();
        // The file has some 200 different lists of tags for its 19,000 words.
        let mut tag_lists: FxHashMap<&str, Vec<Tag>> = FxHashMap::default();
        for (number, line) in lines(source) {
            let Some([word, tags, capitalised, verb, noun]) =
                self.fields(source, line, b'\t', COLUMNS)
            else {
                continue;
            };
            let id = self.word(word.text);
            let place = id.0 as usize;
            first_lines.resize(first_lines.len().max(place + 1), 0);
            let first = std::mem::replace(&mut first_lines[place], number);
            if first > 0 {
                first_lines[place] = first;
                let kind = ProblemKind::RepeatedWord { word: word.text.into(), first };
                self.report(source, word, kind);
                continue;
            }
            let [tags, capitalised] =
                [tags, capitalised].map(|field| match tag_lists.get(field.text) {
                    _ if field.text == "-" => Vec::new(),
                    Some(known) => known.clone(),
                    None => self.new_tag_list(source, field, &mut tag_lists),
                });
            let (verb_lemma, noun_lemma) = (self.lemma(verb), self.lemma(noun));
            let (tags, capitalised) = (&tags[..], &capitalised[..]);
            self.words.describe(id, Word { tags, capitalised, verb_lemma, noun_lemma });
        }
    }

    /// Tags between `|` or spaces, or `-` for none. Only what has no fault becomes `known`, so that
    /// a fault is told wherever it stands.
    fn new_tag_list<'a>(
        &mut self,
        source: Source<'_>,
        field: Field<'a>,
        known: &mut FxHashMap<&'a str, Vec<Tag>>,
    ) -> Vec<Tag> {
        let named: Vec<_> =
            field.words().flat_map(|f| f.split(b'|')).map(|f| self.tag(source, f)).collect();
        let tags: Vec<Tag> = named.iter().flatten().copied().collect();
        if tags.len() == named.len() {
            known.insert(field.text, tags.clone());
        }
        tags
    }

    fn lemma(&mut self, field: Field<'_>) -> WordId {
        if field.text == "-" { WordId::UNKNOWN } else { self.word(field.text) }
    }

    /// `tags/endings.tsv`.
    pub(super) fn read_endings(&mut self, source: Source<'_>) {
        for (_, line) in lines(source) {
            let columns = "ending, case, tag";
            let Some([ending, letter, tag]) = self.fields(source, line, b'\t', columns) else {
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
            if let Some([tag, ending, new]) = self.fields(source, line, b'\t', columns)
                && let Some(tag) = self.tag(source, tag)
            {
                self.words.inflection(tag, ending.text, new.text);
            }
        }
    }

    /// `variants.tsv`.
    pub(super) fn read_variants(&mut self, source: Source<'_>) {
        for (_, line) in lines(source) {
            if let Some([written, normal]) =
                self.fields(source, line, b'\t', "written, compared as")
            {
                self.variants.add(written.text, normal.text);
            }
        }
    }

    /// `tags/corrections.tsv`.
    pub(super) fn read_corrections(&mut self, source: Source<'_>) {
        for (_, line) in lines(source) {
            let fields: Vec<_> = line.split(b'\t').filter(|f| !f.text.is_empty()).collect();
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
            let words = values.split(b'|').map(|f| self.word(f.text)).collect();
            return Some((steps, TagSet::default(), words));
        }
        let tags: Vec<_> = values.split(b'|').map(|f| self.tag(source, f)).collect();
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
            let Some(fields) = self.fields(source, line, b',', COLUMNS) else { continue };
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
            let (text, frames) = (stance.text, &frames[..]);
            let cue = NewCue { lemma: head, rest, class, kind, stance: text, frames };
            if self.cues.add(cue).is_none() {
                self.report(source, stance, ProblemKind::TooMany { what: "stances", most: 65_536 });
            }
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
        let (name, rest) = field.cut(b':');
        let (weight, own) = rest.map_or((name, None), |rest| rest.cut(b':'));
        let is_whole = rest.is_some() && !name.text.is_empty();
        let (name, weight, kind) = match own {
            None if is_whole => (name, weight, kind),
            Some(own) if is_whole && !own.text.contains(':') => {
                (name, weight, self.kind(source, own)?)
            }
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
