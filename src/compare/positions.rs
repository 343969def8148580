//! Positions over time: what one speaker said on one topic, in the order of dates.
//!
//! Takes statements in any order as they pass by ([`Lines::read`], [`Lines::add`]), with the numbers under
//! which their rows are stored; gives a group for each speaker and topic with at least two
//! statements on it, of two dates or two articles, ordered by topic and then by surname.
//! Marks where a statement seems to go against an earlier one ([`changes`]), and shows what
//! others say of the speaker ([`mentions`]). It never says who is right.
//!
//! # How many rows it can hold
//!
//! In memory are the names of speakers, and one batch of lines; what is said when, on what,
//! and by whom is sorted on disk, three numbers a statement and topic.

mod changes;
mod line;
mod mentions;
mod persons;

use super::sort::Sorter;
use super::store::Store;
use super::topics::Topics;
use super::{Class, Group, Reader, Statement, Topic};
use crate::link::SpeakerName;
use crate::rows::{Days, Field};
use crate::speakers::Vocabulary;
use line::Line;
use persons::{Names, Persons};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::io;
use xxhash_rust::xxh3::xxh3_64;

/// The most own statements of a line, and the most that others say of the speaker.
// 10,000: more than anybody reads; longer ones would be held in memory whole.
const MOST_ROWS: usize = 10_000;

/// Lines of so many rows are made ready at once, on all threads.
const BATCH: usize = 20_000;

/// Gathers statements by speaker and topic.
pub(crate) struct Lines<'r> {
    reader: &'r Reader<'r>,
    words: &'r Vocabulary<'r>,
    topics: Topics,
    shows_said_of: bool,
    names: Names,
    /// A topic and a name, a date, a row.
    records: Sorter<3>,
    budget: usize,
}

/// What the lines need of a statement.
#[derive(Debug, Default)]
pub(crate) struct Told {
    topics: Vec<u32>,
    /// Names and identifiers.
    speaking: Vec<(Box<str>, Box<str>)>,
    spoken_of: Vec<Box<str>>,
    date: u64,
    /// A hash of it.
    stance: u64,
}

/// The names of those who speak; an identifier is of one speaker alone.
fn speakers(statement: &Statement) -> Vec<(Box<str>, Box<str>)> {
    let (speaker, id) = (statement.row.get(Field::Speaker), statement.row.get(Field::SpeakerId));
    let names = speaker.split(';').map(str::trim).filter(|name| !name.is_empty());
    let id = if names.clone().count() == 1 { id } else { "" };
    names.map(|name| (name.into(), id.into())).collect()
}

/// What was left out of lines that are too long.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// How many lines.
    pub lines: usize,
    /// How many of their rows, the latest ones.
    pub rows: u64,
    /// How many rows were left out as read before: equal in all columns.
    pub repeated: usize,
}

/// A row in a record: its number, its stance in fifteen bits (a denial of a statement is
/// another one, though most words are the same), and whether it speaks of the line's speaker.
fn packed(number: u32, stance: u64, is_said_of: bool) -> u64 {
    (stance & 0x7FFF) << 33 | u64::from(number) << 1 | u64::from(is_said_of)
}

/// A date as a number that sorts as dates do, none last.
fn ordered(date: Option<Days>) -> u64 {
    let day = |day: i32| u64::from(day.cast_unsigned() ^ 1 << 31);
    date.map_or(u64::MAX, |days| day(days.first) << 32 | day(days.last))
}

fn pair(high: u32, low: u32) -> u64 {
    u64::from(high) << 32 | u64::from(low)
}

fn parts(pair: u64) -> (u32, u32) {
    ((pair >> 32) as u32, pair as u32)
}

impl<'r> Lines<'r> {
    /// Lines on these topics. `shows_said_of`: with what others say of the speaker, which is
    /// for speakers or topics that somebody asked for. Sorting takes twice `budget` bytes of
    /// memory at the most.
    pub(crate) fn new(
        topics: Vec<Topic>,
        shows_said_of: bool,
        reader: &'r Reader<'r>,
        words: &'r Vocabulary<'r>,
        budget: usize,
    ) -> Self {
        Self {
            reader,
            words,
            topics: Topics::of(topics),
            shows_said_of,
            names: Names::default(),
            records: Sorter::new(budget),
            budget,
        }
    }

    /// What the lines need of a statement; nothing for most. Where it is not `wanted`, it makes
    /// no line, and is only shown for what it says of others.
    pub(crate) fn read(&self, statement: &Statement, is_wanted: bool) -> Told {
        let mut told = Told::default();
        if !is_wanted && !self.shows_said_of {
            return told;
        }
        told.topics = self.topics.on(statement);
        if told.topics.is_empty() {
            return told;
        }
        if is_wanted && !statement.speaker.is_nameless() {
            told.speaking = speakers(statement);
        }
        if self.shows_said_of && !statement.row.get(Field::Speaker).is_empty() {
            let names = mentions::mentioned(statement, self.words);
            told.spoken_of = names.into_iter().map(Box::from).collect();
        }
        told.date = ordered(statement.date);
        let negations =
            statement.wording.words.iter().filter(|w| w.class == Class::Negation).count();
        // A negation more or less is another position, though the printing may be one.
        told.stance = xxh3_64(statement.row.get(Field::Stance).as_bytes()) ^ (negations % 2) as u64;
        told
    }

    /// Takes in a statement whose row is stored under this number.
    pub(crate) fn add(&mut self, number: u32, told: Told) -> io::Result<()> {
        let speaking = told.speaking.iter().map(|(name, id)| self.names.speaking(name, id));
        let mut names: Vec<(u32, bool)> = speaking.map(|name| (name, false)).collect();
        let spoken_of = told.spoken_of.iter().map(|name| self.names.spoken_of(name));
        names.extend(spoken_of.map(|name| (name, true)));
        for topic in told.topics {
            for &(name, is_said_of) in &names {
                let row = packed(number, told.stance, is_said_of);
                self.records.push([pair(topic, name), told.date, row])?;
            }
        }
        Ok(())
    }

    /// Gives the lines, one after another. `same` tells for a row's number the number of the
    /// statement that it prints, so that a statement printed often is shown once.
    pub(crate) fn finish(
        self,
        store: &Store,
        same: Option<&mut dyn FnMut(u32) -> u32>,
        emit: &mut dyn FnMut(Group) -> io::Result<()>,
    ) -> io::Result<LeftOut> {
        let persons = self.names.settle(self.words);
        let mut by_person = Sorter::<3>::new(self.budget);
        for record in self.records.finish()? {
            let [of, date, row] = record?;
            let (topic, name) = parts(of);
            if let Some(person) = persons.of(name) {
                by_person.push([pair(topic, person), date, row])?;
            }
        }
        let making = Making {
            reader: self.reader,
            words: self.words,
            topics: &self.topics,
            persons: &persons,
            store,
        };
        let mut gathering = Gathering::new(same);
        let mut waiting = Waiting::default();
        for record in by_person.finish()? {
            let [of, _, row] = record?;
            if let Some(draft) = gathering.add(of, row) {
                waiting.push(draft);
            }
            if waiting.rows >= BATCH {
                making.emit(waiting.take(), emit)?;
            }
        }
        gathering.finish().into_iter().for_each(|draft| waiting.push(draft));
        making.emit(waiting.take(), emit)?;
        Ok(waiting.left_out)
    }
}

/// Lines that wait to be made.
#[derive(Default)]
struct Waiting {
    drafts: Vec<Draft>,
    rows: usize,
    left_out: LeftOut,
}

impl Waiting {
    fn push(&mut self, draft: Draft) {
        self.rows += draft.own.len() + draft.said_of.len();
        self.left_out.count(&draft);
        self.drafts.push(draft);
    }

    fn take(&mut self) -> Vec<Draft> {
        self.rows = 0;
        std::mem::take(&mut self.drafts)
    }
}

impl LeftOut {
    fn count(&mut self, draft: &Draft) {
        self.lines += usize::from(draft.left_out > 0);
        self.rows += draft.left_out;
    }
}

/// A line by the numbers of its rows, in the order of dates.
#[derive(Debug, Default)]
struct Draft {
    /// The topic and the person.
    of: u64,
    /// Own statements, each with how often it is printed.
    own: Vec<(u32, u32)>,
    said_of: Vec<u32>,
    left_out: u64,
}

/// Puts records that come in order together to drafts.
struct Gathering<'f> {
    same: Option<&'f mut dyn FnMut(u32) -> u32>,
    draft: Draft,
    /// The places in the draft of statements by their stances and numbers, own ones and others'.
    seen: FxHashMap<u64, usize>,
    before: Option<(u64, u64)>,
}

impl<'f> Gathering<'f> {
    fn new(same: Option<&'f mut dyn FnMut(u32) -> u32>) -> Self {
        Self { same, draft: Draft::default(), seen: FxHashMap::default(), before: None }
    }

    /// Takes in a record; gives the line before it, if it begins another.
    fn add(&mut self, of: u64, row: u64) -> Option<Draft> {
        // One person under two names ("Kim; Kim Jong Un") speaks once.
        if self.before.replace((of, row)) == Some((of, row)) {
            return None;
        }
        let before = if of == self.draft.of { None } else { self.take(of) };
        let (number, is_said_of) = ((row >> 1) as u32, row & 1 == 1);
        let same = self.same.as_mut().map_or(number, |same| same(number));
        let statement = row >> 33 << 33 | u64::from(same) << 1 | u64::from(is_said_of);
        let draft = &mut self.draft;
        let known = self.seen.get(&statement).copied();
        let place = if is_said_of { draft.said_of.len() } else { draft.own.len() };
        match (known, is_said_of) {
            (Some(at), false) => draft.own[at].1 += 1,
            (Some(_), true) => {}
            (None, _) if place == MOST_ROWS => draft.left_out += 1,
            (None, false) => draft.own.push((number, 1)),
            (None, true) => draft.said_of.push(number),
        }
        if known.is_none() && place < MOST_ROWS {
            self.seen.insert(statement, place);
        }
        before
    }

    fn take(&mut self, next: u64) -> Option<Draft> {
        self.seen.clear();
        let before = std::mem::replace(&mut self.draft, Draft { of: next, ..Draft::default() });
        (before.own.len() > 1).then_some(before)
    }

    fn finish(mut self) -> Option<Draft> {
        self.take(0)
    }
}

/// What lines are made with.
struct Making<'m> {
    reader: &'m Reader<'m>,
    words: &'m Vocabulary<'m>,
    topics: &'m Topics,
    persons: &'m Persons,
    store: &'m Store,
}

impl Making<'_> {
    fn emit(
        &self,
        drafts: Vec<Draft>,
        emit: &mut dyn FnMut(Group) -> io::Result<()>,
    ) -> io::Result<()> {
        let groups: Vec<io::Result<Option<Group>>> =
            drafts.into_par_iter().map(|draft| self.group(&draft)).collect();
        groups.into_iter().try_for_each(|group| group?.map_or(Ok(()), &mut *emit))
    }

    fn group(&self, draft: &Draft) -> io::Result<Option<Group>> {
        let (topic, person) = parts(draft.of);
        let person = self.persons.person(person);
        let name = SpeakerName::of(&person.name, &person.id, self.words);
        let own = draft.own.iter().map(|&(row, times)| Ok((self.statement(row)?, times)));
        let said_of = draft.said_of.iter().map(|&row| self.statement(row));
        let line = Line::of(
            own.collect::<io::Result<_>>()?,
            said_of.collect::<io::Result<_>>()?,
            &name,
            self.words,
        );
        Ok(line.and_then(|line| line.group(self.topics.name(topic), person, self.words)))
    }

    fn statement(&self, row: u32) -> io::Result<Statement> {
        let mut bytes = Vec::new();
        self.store.get(row, &mut bytes)?;
        Ok(Statement::of(crate::rows::Row::decode(&bytes), self.reader, self.words))
    }
}

#[cfg(test)]
mod tests;
