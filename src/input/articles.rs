//! The articles of a run, one after another.
//!
//! Files, archives in them and records in those are a stack: what is on top is read, and when
//! it ends, what is under it goes on. Here ids are settled, metadata beside articles is found,
//! and it is decided which articles are of this shard, so all of that is the same however many
//! threads prepare what comes out.

use super::find::{Finds, Found, Globs, find, is_about, is_hidden, plain};
use super::form::Name;
use super::ids::Ids;
use super::metadata::{self, Entry, Sidecar};
use super::open::{Content, Source, form};
use super::source::{Origin, Record};
use super::streams::Budget;
use super::tarred::Member;
use super::{Article, Error, Notice, Options, Prepared, Raw, Trouble};
use rustc_hash::FxHashSet;
use std::collections::VecDeque;
use std::io::Read as _;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

/// Lists what `paths` stand for and reads it as it is asked for.
///
/// # Errors
/// When a path is missing, a directory holds no article, or an option cannot be meant.
pub fn open(paths: &[PathBuf], options: Options) -> Result<Articles, Error> {
    let globs = Globs::new(&options.include, &options.exclude)?;
    let finds = find(paths, &options, &globs)?;
    let mut articles = Articles::new(finds, globs, options);
    articles.read_metadata()?;
    Ok(articles)
}

/// The records that are to become articles, in order, and in their place what is wrong with
/// the others.
pub struct Articles {
    files: std::vec::IntoIter<Found>,
    stack: Vec<Level>,
    ready: VecDeque<Result<Raw, Notice>>,
    sidecar: Sidecar,
    /// The table named by hand, and the directory that its paths begin in.
    by_hand: Option<(metadata::Table, PathBuf)>,
    ids: Ids,
    globs: Globs,
    options: Arc<Options>,
    bytes: u64,
    left_alone: usize,
    consumed: Arc<AtomicU64>,
    /// What was guessed and told.
    guesses: FxHashSet<String>,
}

/// What is read, and what is known of it.
struct Level {
    content: Content,
    /// For messages.
    path: PathBuf,
    /// What ids are made of.
    stem: String,
    /// The same with the directories in its archive, for when the stem is taken.
    long_stem: Option<String>,
    /// What a sidecar says of it, if it is one article.
    beside: Entry,
    /// Of an archive: the sidecars seen in it, its members that hold no article.
    tables: Vec<(PathBuf, metadata::Table)>,
    passed: usize,
    is_empty: bool,
    depth: usize,
    budget: Arc<Budget>,
}

impl Articles {
    fn new(finds: Finds, globs: Globs, options: Options) -> Self {
        Self {
            files: finds.files.into_iter(),
            stack: Vec::new(),
            ready: finds.notices.into_iter().map(Err).collect(),
            sidecar: Sidecar::default(),
            by_hand: None,
            ids: Ids::default(),
            globs,
            options: Arc::new(options),
            bytes: finds.bytes,
            left_alone: finds.left_alone,
            consumed: Arc::default(),
            guesses: FxHashSet::default(),
        }
    }

    fn read_metadata(&mut self) -> Result<(), Error> {
        let Some(path) = self.options.metadata.clone() else { return Ok(()) };
        let bytes = std::fs::read(&path)
            .map_err(|error| Error::Metadata { path: path.clone(), why: plain(&error) })?;
        let mut notices = Vec::new();
        let table = metadata::Table::read(bytes, &path, &self.options, &mut notices);
        self.ready.extend(notices.into_iter().map(Err));
        self.by_hand = Some((table, path.parent().map(Path::to_owned).unwrap_or_default()));
        Ok(())
    }

    /// Bytes in all files; zero when only standard input is read.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Bytes read so far, as they lie on the disk, for those who watch.
    pub fn consumed(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.consumed)
    }

    /// Files in the directories given that are no articles.
    pub fn left_alone(&self) -> usize {
        self.left_alone
    }

    /// The articles, each prepared where it is read: for those who need no threads.
    pub fn prepared(self) -> impl Iterator<Item = Result<Article, Notice>> + Send {
        let options = Arc::clone(&self.options);
        self.flat_map(move |item| match item {
            Err(notice) => vec![Err(notice)],
            Ok(raw) => {
                let Prepared { notices, article } = raw.prepare(&options);
                notices.into_iter().map(Err).chain([article]).collect()
            }
        })
    }

    fn tell(&mut self, notices: impl IntoIterator<Item = Notice>) {
        for notice in notices {
            // A directory of records, a file each, is guessed alike a million times.
            let is_news = match &notice.trouble {
                Trouble::Guessed(what) => self.guesses.insert(what.clone()),
                _ => true,
            };
            self.ready.extend(is_news.then_some(Err(notice)));
        }
    }

    fn file(&mut self, found: Found) {
        let is_stdin = found.path == Path::new("-");
        let path = if is_stdin { "<stdin>".into() } else { found.path.clone() };
        let origin = Origin { path: path.clone(), options: Arc::clone(&self.options) };
        let source = match Source::file(&found.path, origin, &self.consumed) {
            Ok(source) => source,
            Err(error) => {
                return self.tell([Notice::file(&path, Trouble::Unreadable(plain(&error)))]);
            }
        };
        let mut notices = Vec::new();
        let beside = self.sidecar.of(&path, &self.options, &mut notices).cloned();
        self.tell(notices);
        self.push(source, (found.id, None), beside.unwrap_or_default());
    }

    /// Puts a file on the stack, or tells why it cannot be read.
    fn push(&mut self, source: Source, (stem, long_stem): (String, Option<String>), beside: Entry) {
        let path = source.origin.path.clone();
        let (depth, budget) = (source.depth, Arc::clone(&source.budget));
        let mut notes = Vec::new();
        let opened = source.open(&mut notes);
        self.tell(notes);
        match opened {
            Err(notice) => self.tell([notice]),
            Ok(content) => {
                let (tables, passed) = (Vec::new(), 0);
                self.stack.push(Level {
                    content,
                    path,
                    stem,
                    long_stem,
                    beside,
                    tables,
                    passed,
                    is_empty: true,
                    depth,
                    budget,
                });
            }
        }
    }

    /// Takes the next thing from the level that was on top.
    fn step(&mut self, mut level: Level) {
        let mut notes = Vec::new();
        match &mut level.content {
            Content::Records(records) => {
                let item = records.next(&mut notes);
                level.passed = records.passed();
                self.tell(notes);
                level.is_empty &= item.is_none() && level.passed == 0;
                match item {
                    None => return self.end(&level),
                    Some(Ok(record)) => self.admit(record, &level),
                    Some(Err(notice)) => self.tell([notice]),
                }
                self.stack.push(level);
            }
            Content::Members(members) => {
                let member = members.next();
                level.is_empty &= member.is_none();
                match member {
                    None => self.end(&level),
                    Some(Err(notice)) => {
                        self.tell([notice]);
                        self.stack.push(level);
                    }
                    Some(Ok(member)) => self.member(member, level),
                }
            }
        }
    }

    fn end(&mut self, level: &Level) {
        if level.passed > 0 {
            self.tell([Notice::file(&level.path, Trouble::Passed(level.passed))]);
        }
        if level.is_empty {
            self.tell([Notice::file(&level.path, Trouble::NoArticles)]);
        }
    }

    /// A member of the archive `level`: it is read next, if it is to be read.
    fn member(&mut self, member: Member, mut level: Level) {
        let Member { name, input } = member;
        // Without the `./` that tar puts before names.
        let inside: PathBuf =
            Path::new(&name).components().filter(|c| *c != Component::CurDir).collect();
        let path = level.path.join(inside.strip_prefix("/").unwrap_or(&inside));
        let named = Name::of_path(&inside);
        let is_hidden = inside.iter().any(|part| is_hidden(Path::new(part)) || part == "__MACOSX");
        let is_sidecar = inside.file_name().is_some_and(|name| name == metadata::FILE);
        let is_article =
            !is_hidden && !is_about(&inside) && self.globs.admit(&inside, named.form.is_some());
        match input {
            Ok(mut input) if is_sidecar && !is_hidden => {
                let mut bytes = Vec::new();
                // 64 MB: a million files.
                let read = (&mut input).take(64 << 20).read_to_end(&mut bytes);
                let mut notices = Vec::new();
                if read.is_ok() {
                    let table = metadata::Table::read(bytes, &path, &self.options, &mut notices);
                    level.tables.push((inside, table));
                }
                self.tell(notices);
                self.stack.push(level);
            }
            Ok(input) if is_article => {
                let beside = level.beside(&inside);
                let source = Source {
                    input,
                    origin: Origin { path, options: Arc::clone(&self.options) },
                    form: form(&inside, &self.options),
                    file: None,
                    depth: level.depth + 1,
                    budget: Arc::clone(&level.budget),
                    watched: Arc::clone(&self.consumed),
                };
                let long = inside.with_file_name(&named.stem).to_string_lossy().into_owned();
                let long = Some(long).filter(|long| *long != named.stem);
                self.stack.push(level);
                self.push(source, (named.stem, long), beside);
            }
            Err(Some(why)) if is_article => {
                self.tell([Notice::file(&path, Trouble::Member(why))]);
                self.stack.push(level);
            }
            Err(None) => self.stack.push(level),
            Ok(_) | Err(Some(_)) => {
                level.passed += usize::from(!is_hidden && !is_about(&inside));
                self.stack.push(level);
            }
        }
    }

    /// Gives the record its id and what is known beside it, if it is one of this run.
    fn admit(&mut self, record: Record, level: &Level) {
        let Record { id, number, place, body, known, kept } = record;
        let own = id.unwrap_or_else(|| match number {
            Some(number) => format!("{}-{number}", level.stem),
            None => level.stem.clone(),
        });
        let long = level.long_stem.as_deref().filter(|_| number.is_none());
        // It takes no id from others.
        let is_dropped = self.options.drop_repeated_ids
            && self.ids.is_taken(&own)
            && long.is_none_or(|long| self.ids.is_taken(long));
        if is_dropped {
            if self.is_selected(&own) {
                let notice = Notice::file(&level.path, Trouble::DroppedId(own.clone()));
                let place = Notice { line: place.line, byte: place.byte, ..notice };
                self.tell([place.of_article(&own)]);
            }
            return;
        }
        let unique = match long {
            Some(long) if self.ids.is_taken(&own) => self.ids.take(long.to_owned()),
            _ => self.ids.take(own.clone()),
        };
        if !self.is_selected(&own) {
            return;
        }
        if unique != own && long != Some(&unique) {
            let trouble = Trouble::RepeatedId(own.clone(), unique.clone());
            let notice = Notice { line: place.line, ..Notice::file(&level.path, trouble) };
            self.tell([Notice { article: Some(unique.clone()), byte: place.byte, ..notice }]);
        }
        let mut beside = if number.is_none() { level.beside.clone() } else { Entry::default() };
        if let Some(entry) = self.by_hand(&own, &level.path) {
            beside.overrule(entry);
        }
        let kept = combined(kept, beside.kept);
        self.ready.push_back(Ok(Raw {
            id: unique,
            path: level.path.clone(),
            line: place.line,
            byte: place.byte,
            body,
            known,
            beside: beside.known,
            kept,
        }));
    }

    fn by_hand(&self, id: &str, path: &Path) -> Option<&Entry> {
        let (table, directory) = self.by_hand.as_ref()?;
        let near = path.strip_prefix(directory).unwrap_or(path).to_str();
        let name = path.file_name().and_then(|name| name.to_str());
        table.get([Some(id), near, path.to_str(), name].into_iter().flatten())
    }

    /// Whether an article is of the shard and the sample that are read, by its own id.
    fn is_selected(&self, id: &str) -> bool {
        let of_shard = self.options.shard.is_none_or(|(part, of)| {
            xxh3_64(id.as_bytes()) % u64::from(of.max(1)) == u64::from(part.saturating_sub(1))
        });
        of_shard
            && self.options.sample.is_none_or(|share| {
                // Another seed than the shard's: a sample of a shard is one of it alone.
                let hash = xxh3_64_with_seed(id.as_bytes(), 1);
                share > (hash >> 11) as f64 / (1u64 << 53) as f64
            })
    }
}

/// What is kept, by what goes first.
fn combined(own: Vec<Option<String>>, beside: Vec<Option<String>>) -> Vec<Option<String>> {
    let length = own.len().max(beside.len());
    let mut beside = beside.into_iter().chain(std::iter::repeat(None));
    let own = own.into_iter().chain(std::iter::repeat(None)).take(length);
    own.map(|own| beside.next().flatten().or(own)).collect()
}

impl Level {
    /// What the archive's sidecars seen so far say of a member.
    fn beside(&self, inside: &Path) -> Entry {
        let mut beside = Entry::default();
        for (sidecar, table) in &self.tables {
            let directory = sidecar.parent().unwrap_or(Path::new(""));
            let Ok(near) = inside.strip_prefix(directory) else { continue };
            let name = inside.file_name().and_then(|name| name.to_str());
            if let Some(entry) = table.get([near.to_str(), name].into_iter().flatten()) {
                beside.overrule(entry);
            }
        }
        beside
    }
}

impl Iterator for Articles {
    type Item = Result<Raw, Notice>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(item) = self.ready.pop_front() {
                return Some(item);
            }
            match self.stack.pop() {
                Some(level) => self.step(level),
                None => {
                    let found = self.files.next()?;
                    self.file(found);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
