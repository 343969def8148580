//! The user's own names and ids of speakers: a CSV file with the columns
//! `alias`, `name` and, if they like, `id`.
//!
//! Each line says that a speaker written `alias` is called `name`. The name is an
//! alias of itself. All faults of a file are told at once, and none is mended:
//! a wrong id in a data set is worse than a run that does not start.

use super::fold::fold;
use super::sightings::JOINT;
use crate::output::Row;
use crate::rules::RuleSet;
use crate::speakers::Vocabulary;
use rustc_hash::FxHashMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

/// Why a file of aliases cannot be used: every fault in it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Error {
    /// The file.
    pub path: PathBuf,
    /// Its faults with their lines, from 1.
    pub faults: Vec<(Option<usize>, Fault)>,
}

/// What is wrong with a line of aliases.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// The system does not give the file.
    Unreadable(String),
    /// A byte that is not UTF-8.
    NotUtf8(u8),
    /// The header lacks a column.
    NoColumn(&'static str),
    /// The header has a column that means nothing here.
    UnknownColumn(String),
    /// The line is no CSV of the header's columns.
    Csv(String),
    /// A line without an alias or a name.
    Empty(&'static str),
    /// A name or id with what separates joint speakers.
    Joint(String),
    /// An alias with two names: it, this one, the other and its line.
    TwoNames(String, String, String, usize),
    /// A name with two ids: it, this one, the other and its line.
    TwoIds(String, String, String, usize),
    /// An id with two names: it, this one, the other and its line.
    SharedId(String, String, String, usize),
}

impl Error {
    /// What to do about the first fault.
    pub fn help(&self) -> String {
        let help = match self.faults.first().map(|(_, fault)| fault) {
            None | Some(Fault::Unreadable(_)) => "check the name, and that you may read it",
            Some(Fault::NotUtf8(_)) => "save the file as UTF-8",
            Some(Fault::NoColumn(_) | Fault::UnknownColumn(_)) => {
                "the first line names the columns, with commas: alias,name or alias,name,id"
            }
            Some(Fault::Csv(_)) => {
                "put values that hold a comma into double quotes: \"Kim, Jr.\",Kim,Q1"
            }
            Some(Fault::Empty(_)) => "fill it in, or remove the line",
            Some(Fault::Joint(_)) => "give each speaker a line of their own",
            Some(Fault::TwoNames(..)) => "keep one of the two lines",
            Some(Fault::TwoIds(..)) => {
                "give each name one id, or leave it empty in all lines but one"
            }
            Some(Fault::SharedId(..)) => "give all aliases of one id the same name",
        };
        help.into()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.display();
        for (i, (line, fault)) in self.faults.iter().enumerate() {
            write!(f, "{}{path}", if i > 0 { "\n" } else { "" })?;
            if let Some(line) = line {
                write!(f, ":{line}")?;
            }
            write!(f, ": {fault}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(why) => write!(f, "cannot be read: {why}"),
            Self::NotUtf8(byte) => write!(f, "not UTF-8 (byte {byte:#04X})"),
            Self::NoColumn(name) => write!(f, "no column `{name}`"),
            Self::UnknownColumn(name) => write!(f, "unknown column `{name}`"),
            Self::Csv(why) => write!(f, "{why}"),
            Self::Empty(column) => write!(f, "no {column}"),
            Self::Joint(value) => write!(f, "`{value}` holds `; `, which stands between speakers"),
            Self::TwoNames(alias, this, other, line) => {
                write!(f, "`{alias}` stands for `{this}`, but for `{other}` in line {line}")
            }
            Self::TwoIds(name, this, other, line) => {
                write!(f, "`{name}` has the id `{this}`, but `{other}` in line {line}")
            }
            Self::SharedId(id, this, other, line) => {
                write!(f, "`{id}` is the id of `{this}`, but of `{other}` in line {line}")
            }
        }
    }
}

/// A speaker as the user's file has them.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub(super) name: String,
    /// The user's id, or the hash of the name.
    pub(super) id: String,
}

impl Known {
    /// The new name, and the id.
    pub(super) fn both(&self) -> (Option<&str>, &str) {
        (Some(&self.name), &self.id)
    }
}

/// Gives a row's speakers, one after another, the name (if there is a new one) and id
/// that `settle` has for them, by their place in the row and their name.
pub(super) fn assign<'a>(
    row: &mut Row,
    settle: impl Fn(usize, &str) -> Option<(Option<&'a str>, &'a str)>,
) {
    let (mut names, mut ids): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    for (i, name) in row.speaker.split(JOINT).enumerate() {
        let (new, id) = settle(i, name).unwrap_or((None, ""));
        names.push(new.unwrap_or(name));
        ids.extend(Some(id).filter(|id| !id.is_empty()));
    }
    let (speaker, ids) = (names.join(JOINT), ids.join(JOINT));
    row.speaker = speaker;
    row.speaker_id = ids;
}

/// The user's names and ids of speakers. Shared by all threads.
#[derive(Debug)]
pub struct Aliases {
    known: Vec<Known>,
    /// By letters: the speaker, and the alias's place in `written`.
    of: FxHashMap<String, (usize, Option<usize>)>,
    written: Vec<(String, AtomicBool)>,
}

impl Aliases {
    /// Reads a file of aliases; names are folded as `rules`' language wants it.
    ///
    /// # Errors
    /// When the file cannot be read or any line of it is faulty.
    pub fn read(path: &Path, rules: &RuleSet) -> Result<Self, Error> {
        let words = Vocabulary::of(&rules.lexicon);
        let fail = |line, fault| Error { path: path.into(), faults: vec![(line, fault)] };
        let bytes =
            std::fs::read(path).map_err(|e| fail(None, Fault::Unreadable(e.to_string())))?;
        let text = std::str::from_utf8(&bytes).map_err(|e| {
            let at = e.valid_up_to();
            let line = bytes[..at].iter().filter(|&&b| b == b'\n').count() + 1;
            fail(Some(line), Fault::NotUtf8(bytes[at]))
        })?;
        let mut reader = Reader::new(&words);
        reader.read(text.trim_start_matches('\u{feff}'));
        reader.finish().map_err(|faults| Error { path: path.into(), faults })
    }

    /// Gives the speakers of an article's rows the user's names and ids.
    ///
    /// Of joint speakers those that the file names; their ids in their order.
    pub fn assign(&self, rows: &mut [Row], rules: &RuleSet) {
        let words = Vocabulary::of(&rules.lexicon);
        for row in rows {
            assign(row, |_, name| self.find(name, &words).map(|known| known.both()));
        }
    }

    /// The speaker that a name stands for; the alias counts as used.
    pub(super) fn find(&self, name: &str, words: &Vocabulary<'_>) -> Option<&Known> {
        let (known, alias) = *self.of.get(&fold(name, words))?;
        if let Some(alias) = alias {
            self.written[alias].1.store(true, Ordering::Relaxed);
        }
        Some(&self.known[known])
    }

    /// The speaker whose alias has these letters.
    pub(super) fn of_letters(&self, letters: &str) -> Option<usize> {
        self.of.get(letters).map(|(known, _)| *known)
    }

    /// A speaker by place.
    pub(super) fn known(&self, i: usize) -> &Known {
        &self.known[i]
    }

    /// How many aliases the file has.
    pub fn count(&self) -> usize {
        self.written.len()
    }

    /// The aliases that no row had so far, as written, in the file's order.
    pub fn unused(&self) -> Vec<&str> {
        let unused = self.written.iter().filter(|(_, used)| !used.load(Ordering::Relaxed));
        unused.map(|(alias, _)| alias.as_str()).collect()
    }
}

/// A name, its id and where they were first read.
struct Named {
    name: String,
    line: usize,
    id: Option<(String, usize)>,
}

/// Reads lines and keeps what is needed to find faults.
struct Reader<'a> {
    words: &'a Vocabulary<'a>,
    faults: Vec<(Option<usize>, Fault)>,
    known: Vec<Named>,
    by_name: FxHashMap<String, usize>,
    by_id: FxHashMap<String, usize>,
    /// By letters: speaker, line.
    aliases: FxHashMap<String, (usize, usize)>,
    written: Vec<(String, AtomicBool)>,
}

impl<'a> Reader<'a> {
    fn new(words: &'a Vocabulary<'a>) -> Self {
        Self {
            words,
            faults: Vec::new(),
            known: Vec::new(),
            by_name: FxHashMap::default(),
            by_id: FxHashMap::default(),
            aliases: FxHashMap::default(),
            written: Vec::new(),
        }
    }

    fn read(&mut self, text: &str) {
        let mut reader =
            csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
        let columns = reader.headers().cloned().unwrap_or_default();
        let Some([alias, name, id]) = self.columns(&columns) else { return };
        for record in reader.records() {
            match record {
                Ok(record) => {
                    let line = record.position().map_or(0, |p| p.line() as usize);
                    let value = |c: Option<usize>| c.and_then(|c| record.get(c)).unwrap_or("");
                    if let Err(fault) = self.line(line, value(alias), value(name), value(id)) {
                        self.faults.push((Some(line), fault));
                    }
                }
                Err(error) => {
                    let line = error.position().map(|p| p.line() as usize);
                    self.faults.push((line, bad_record(&error)));
                }
            }
        }
    }

    /// The places of the three columns.
    fn columns(&mut self, columns: &csv::StringRecord) -> Option<[Option<usize>; 3]> {
        const NAMES: [&str; 3] = ["alias", "name", "id"];
        let place = |n: &str| columns.iter().position(|c| c.eq_ignore_ascii_case(n));
        for name in &NAMES[..2] {
            if place(name).is_none() {
                self.faults.push((Some(1), Fault::NoColumn(name)));
            }
        }
        for column in columns.iter().filter(|c| !NAMES.iter().any(|n| c.eq_ignore_ascii_case(n))) {
            self.faults.push((Some(1), Fault::UnknownColumn(column.to_owned())));
        }
        self.faults.is_empty().then(|| NAMES.map(place))
    }

    fn line(&mut self, line: usize, alias: &str, name: &str, id: &str) -> Result<(), Fault> {
        let (letters, name_letters) = (fold(alias, self.words), fold(name, self.words));
        for (what, value) in [("alias", &letters), ("name", &name_letters)] {
            if value.is_empty() {
                return Err(Fault::Empty(what));
            }
        }
        if let Some(value) = [alias, name, id].iter().find(|v| v.contains(JOINT.trim_end())) {
            return Err(Fault::Joint((*value).to_owned()));
        }
        let known = *self.by_name.entry(name_letters).or_insert_with(|| {
            self.known.push(Named { name: name.to_owned(), line, id: None });
            self.known.len() - 1
        });
        self.identify(line, known, id)?;
        match self.aliases.get(&letters) {
            None => {
                self.aliases.insert(letters, (known, line));
                self.written.push((alias.to_owned(), AtomicBool::new(false)));
                Ok(())
            }
            Some(&(other, _)) if other == known => Ok(()),
            Some(&(other, before)) => Err(self.two_names(alias, known, other, before)),
        }
    }

    fn two_names(&self, alias: &str, this: usize, other: usize, line: usize) -> Fault {
        let name = |i: usize| self.known[i].name.clone();
        Fault::TwoNames(alias.to_owned(), name(this), name(other), line)
    }

    /// Takes note of the id of a speaker.
    fn identify(&mut self, line: usize, known: usize, id: &str) -> Result<(), Fault> {
        if id.is_empty() {
            return Ok(());
        }
        let holder = *self.by_id.entry(id.to_owned()).or_insert(known);
        let Named { name, id: own, .. } = &mut self.known[known];
        match own {
            Some((other, before)) if other != id => {
                return Err(Fault::TwoIds(name.clone(), id.into(), other.clone(), *before));
            }
            Some(_) => {}
            None => *own = Some((id.to_owned(), line)),
        }
        if holder == known {
            return Ok(());
        }
        let before = self.known[holder].id.as_ref().map_or(0, |(_, line)| *line);
        let name = |i: usize| self.known[i].name.clone();
        Err(Fault::SharedId(id.into(), name(known), name(holder), before))
    }

    fn finish(mut self) -> Result<Aliases, Vec<(Option<usize>, Fault)>> {
        let places: FxHashMap<String, usize> =
            self.written.iter().enumerate().map(|(i, (a, _))| (fold(a, self.words), i)).collect();
        let mut of: FxHashMap<String, (usize, Option<usize>)> = FxHashMap::default();
        for (i, Named { name, line, .. }) in self.known.iter().enumerate() {
            let letters = fold(name, self.words);
            if let Some(&(other, before)) = self.aliases.get(&letters).filter(|(k, _)| *k != i) {
                let other = self.known[other].name.clone();
                let fault = Fault::TwoNames(name.clone(), other, name.clone(), *line);
                self.faults.push((Some(before), fault));
            }
            of.insert(letters, (i, None));
        }
        if !self.faults.is_empty() {
            self.faults.sort_by_key(|(line, _)| *line);
            return Err(self.faults);
        }
        of.extend(self.aliases.drain().map(|(l, (k, _))| {
            let place = places.get(&l).copied();
            (l, (k, place))
        }));
        let known = self.known.into_iter().map(|Named { name, id, .. }| {
            let id =
                id.map_or_else(|| super::identity::hashed(&name, "", self.words), |(id, _)| id);
            Known { name, id }
        });
        Ok(Aliases { known: known.collect(), of, written: self.written })
    }
}

fn bad_record(error: &csv::Error) -> Fault {
    match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            Fault::Csv(format!("{len} columns where the header has {expected_len}"))
        }
        _ => Fault::Csv(error.to_string()),
    }
}
