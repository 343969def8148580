//! What statements are on: topics that people type, or phrases that recur.
//!
//! A topic is a name and what to look for in a quote. Typed ones are word patterns
//! ([`Patterns`]); proposed ones ([`propose`]) are phrases in the forms that
//! [`Reader`](super::Reader) gives words, so that "nuclear test" is found in "nuclear tests".

mod propose;

pub use propose::Proposals;

use super::{Statement, Wording};
use crate::rows::{BadPattern, Patterns};
use rustc_hash::FxHashMap;
use std::fmt;
use std::path::{Path, PathBuf};

/// Something to speak about.
#[derive(Clone, Debug, PartialEq)]
pub struct Topic {
    /// As typed, or the phrase as it is written most often.
    pub name: String,
    sought: Sought,
}

#[derive(Clone, Debug, PartialEq)]
enum Sought {
    Patterns(Patterns),
    /// The forms of words that stand one after another.
    Phrase(Box<[u32]>),
}

impl Topic {
    /// A topic of these patterns, called as typed: `nuclear*, denucleari*`.
    ///
    /// # Errors
    /// When one of them has no letters or digits in it.
    pub fn typed(patterns: &str) -> Result<Self, BadPattern> {
        Self::named(patterns, patterns)
    }

    fn named(name: &str, patterns: &str) -> Result<Self, BadPattern> {
        let sought = Sought::Patterns(Patterns::parse(patterns)?);
        Ok(Self { name: name.trim().to_owned(), sought })
    }

    fn phrase(name: String, forms: &[u32]) -> Self {
        Self { name, sought: Sought::Phrase(forms.into()) }
    }
}

/// Reads a file of topics: one a line, `name: pattern, pattern`, or patterns alone; empty
/// lines and lines that begin with `#` say nothing.
///
/// # Errors
/// When it cannot be read or has no topic; and all its lines that are none.
pub fn read_topics(path: &Path) -> Result<Vec<Topic>, TopicsError> {
    let error = |faults| TopicsError { path: path.to_owned(), faults };
    let bytes = std::fs::read(path).map_err(|e| error(vec![(0, crate::input::plain(&e))]))?;
    let text = match std::str::from_utf8(&bytes) {
        Ok(text) => text.trim_start_matches('\u{FEFF}'),
        Err(at) => {
            let line = bytes[..at.valid_up_to()].iter().filter(|&&b| b == b'\n').count() + 1;
            return Err(error(vec![(line, "not UTF-8".to_owned())]));
        }
    };
    parse(text).map_err(error)
}

fn parse(text: &str) -> Result<Vec<Topic>, Vec<(usize, String)>> {
    let (mut topics, mut faults): (Vec<Topic>, Vec<(usize, String)>) = Default::default();
    let lines = text.lines().map(str::trim).enumerate().map(|(i, line)| (i + 1, line));
    for (number, line) in lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#')) {
        let (name, patterns) = line.split_once(':').unwrap_or((line, line));
        match Topic::named(name, patterns) {
            _ if name.trim().is_empty() => faults.push((number, "no name before `:`".to_owned())),
            Err(error) => faults.push((number, error.to_string())),
            Ok(topic) if topics.iter().any(|t| t.name == topic.name) => {
                faults.push((number, format!("a second topic `{}`", topic.name)));
            }
            Ok(topic) => topics.push(topic),
        }
    }
    match (topics.is_empty(), faults.is_empty()) {
        (_, false) => Err(faults),
        (true, true) => Err(vec![(0, "no topic in it".to_owned())]),
        (false, true) => Ok(topics),
    }
}

/// Why a file of topics is of no use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TopicsError {
    /// The file.
    pub path: PathBuf,
    /// Lines, from 1, and what is wrong with each; line 0 is the file as a whole.
    pub faults: Vec<(usize, String)>,
}

impl TopicsError {
    /// What to do about it.
    pub fn help(&self) -> String {
        "write one topic a line, its name and its patterns: `weapons: nuclear*, missile*`".into()
    }
}

impl std::error::Error for TopicsError {}

impl fmt::Display for TopicsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, (line, why)) in self.faults.iter().enumerate() {
            let path = self.path.display();
            let end = if i == 0 { "" } else { "\n" };
            match line {
                0 => write!(f, "{end}{path}: {why}")?,
                line => write!(f, "{end}{path}:{line}: {why}")?,
            }
        }
        Ok(())
    }
}

/// A phrase's topic, and its forms after the first.
type Rest = (u32, Box<[u32]>);

/// Topics, made ready to be found in many statements.
#[derive(Debug, Default)]
pub(super) struct Topics {
    names: Vec<String>,
    typed: Vec<(u32, Patterns)>,
    /// By their first forms.
    phrases: FxHashMap<u32, Vec<Rest>>,
}

impl Topics {
    /// These, by number in their order, each once.
    pub(super) fn of(mut topics: Vec<Topic>) -> Self {
        let mut found = Self::default();
        let mut before: Vec<Topic> = Vec::new();
        topics.retain(|topic| {
            let is_new = !before.contains(topic);
            before.push(topic.clone());
            is_new
        });
        for (number, topic) in (0..).zip(topics) {
            found.names.push(topic.name);
            match topic.sought {
                Sought::Patterns(patterns) => found.typed.push((number, patterns)),
                Sought::Phrase(forms) => {
                    if let [first, rest @ ..] = &*forms {
                        found.phrases.entry(*first).or_default().push((number, rest.into()));
                    }
                }
            }
        }
        found
    }

    /// A topic's name.
    pub(super) fn name(&self, number: u32) -> &str {
        &self.names[number as usize]
    }

    /// The topics that a statement is on, in their order.
    pub(super) fn on(&self, statement: &Statement) -> Vec<u32> {
        let quote = statement.row.get(crate::rows::Field::Quote);
        let typed = self.typed.iter().filter(|(_, patterns)| patterns.matches(quote));
        let mut on: Vec<u32> = typed.map(|(number, _)| *number).collect();
        if !self.phrases.is_empty() {
            self.phrases_in(&statement.wording, &mut on);
        }
        on.sort_unstable();
        on.dedup();
        on
    }

    fn phrases_in(&self, wording: &Wording, on: &mut Vec<u32>) {
        for (i, word) in wording.words.iter().enumerate() {
            let Some(phrases) = self.phrases.get(&word.form) else { continue };
            let after = wording.words[i + 1..].iter();
            let after = after.take_while(|w| w.sentence == word.sentence).map(|w| w.form);
            let stands = |rest: &[u32]| {
                let mut after = after.clone();
                rest.iter().all(|form| after.next() == Some(*form))
            };
            on.extend(phrases.iter().filter(|(_, rest)| stands(rest)).map(|(number, _)| *number));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn topics_are_read_by_line() {
        let topics = parse("# What we follow\nweapons: nuclear*, missile*\n\n hostile policy\n");
        let names: Vec<String> = topics.unwrap().into_iter().map(|t| t.name).collect();
        assert_eq!(names, ["weapons", "hostile policy"]);
    }

    #[test]
    fn all_lines_that_are_no_topic_are_told() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("topics.txt");
        let told = |text: &[u8]| {
            std::fs::write(&path, text).unwrap();
            let told = read_topics(&path).unwrap_err().to_string();
            told.replace(&*directory.path().to_string_lossy(), "DIR")
        };
        assert_eq!(
            told(b"a: b\n: x\nc: *\na: d\n"),
            "DIR/topics.txt:2: no name before `:`\nDIR/topics.txt:3: `*` has no words to look \
             for\nDIR/topics.txt:4: a second topic `a`"
        );
        assert_eq!(told(b"# none\n"), "DIR/topics.txt: no topic in it");
        assert_eq!(told(b"a: b\nc: \xFF\n"), "DIR/topics.txt:2: not UTF-8");
        std::fs::remove_file(&path).unwrap();
        assert!(read_topics(&path).unwrap_err().to_string().contains("topics.txt: "));
    }
}
