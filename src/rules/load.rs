//! Files of a language → [`RuleSet`], or every problem they have.

use super::check::{self, Draft};
use super::cues::CueNames;
use super::error::{Error, Problem, Problems, Source};
use super::files::{EMBEDDED, Files, TableFile, embedded_table};
use super::names::Names;
use super::packed;
use super::precision::CueCounts;
use super::problem::ProblemKind;
use super::tables::TOKENISER_LISTS;
use super::toml_text::{Table, Text};
use super::variants::Information;
use super::vocabulary::Vocabulary;
use super::weights::{Models, TableError, Weights};
use super::{Aside, RuleSet};
use crate::text::{ListId, TagModel};
use std::borrow::Cow;
use std::cmp::Reverse;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use toml::Spanned;
use toml::de::DeTable;

/// As many as [`RuleId`](super::RuleId) can tell apart.
const MOST_RULES: usize = u16::MAX as usize;

/// The file of the learned tagger in a directory of tables.
pub const TAGS: &str = "tags.bin";
/// The table of content ends.
pub const ENDS: &str = "ends.tsv";
/// The table of the extraction model.
pub const READINGS: &str = "readings.tsv";
/// The table of the cues' precision.
pub const CUES: &str = "cues.tsv";
/// The table of how much each word tells.
pub const WORDS: &str = "words.tsv";

/// How rules are loaded.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Keep rules with `status = "trial"`.
    pub trial: bool,
    /// The learned tables to go with them.
    pub tables: Tables,
    /// Take the rules in the binary as they were packed when it was built, without reading their
    /// files again: they have no errors. For rules of a directory it says nothing.
    pub is_trusted: bool,
}

/// Which learned tables are used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Tables {
    /// Those that come with the rules: in the binary, or in the subdirectory
    /// `tables` of the rules' directory if it has one.
    #[default]
    Default,
    /// None: rules alone.
    None,
    /// Those of a directory, as `whosaid learn` writes it.
    Dir(PathBuf),
}

impl RuleSet {
    /// The rules in the binary.
    ///
    /// # Errors
    /// If they have an error, which the tests rule out.
    pub fn embedded() -> Result<RuleSet, Error> {
        Self::read_with(None, Options { is_trusted: true, ..Options::default() })
    }

    /// The rules of a directory: of its subdirectory `en`, or its own where it
    /// holds `*.toml` itself.
    ///
    /// # Errors
    /// If a file cannot be read or has an error; the error tells them all.
    pub fn read(dir: &Path) -> Result<RuleSet, Error> {
        Self::read_with(Some(dir), Options::default())
    }

    /// The rules of a directory, or those in the binary.
    ///
    /// # Errors
    /// As [`read`](Self::read) and [`embedded`](Self::embedded).
    pub fn read_with(dir: Option<&Path>, options: Options) -> Result<RuleSet, Error> {
        let mut problems = Problems::default();
        let is_packed = dir.is_none() && options.is_trusted && !options.trial;
        if is_packed
            && options.tables == Tables::Default
            && let Some(rules) = packed::all()
        {
            return Ok(rules);
        }
        let files = match dir {
            Some(dir) => Files::read(dir, &mut problems),
            None => Files::embedded(),
        };
        let files = files.with_tables(&options.tables, &mut problems);
        let is_trusted = options.is_trusted && dir.is_none();
        load(&files, &Options { is_trusted, ..options }, problems)
    }
}

fn load(files: &Files, options: &Options, problems: Problems) -> Result<RuleSet, Error> {
    let packed = (options.is_trusted && !options.trial).then(packed::written).flatten();
    if let Some(rules) = packed {
        // Of the tables that were asked for.
        if problems.has_errors() {
            return Err(Error { problems });
        }
        return together(files, Ok(RuleSet { problems, ..rules }), tables(files));
    }
    // What needs no word known takes as long as the words.
    std::thread::scope(|scope| {
        let aside = scope.spawn(|| tables(files));
        let rules = written(files, options, problems);
        let tables = aside.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        together(files, rules, tables)
    })
}

type ReadTables = (Tagger, Result<Learned, Box<Problem>>);

fn tables(files: &Files) -> ReadTables {
    (tagger(files), Learned::read(files))
}

/// The tables of the attribution models.
struct Learned {
    ends: Option<Weights>,
    readings: Option<Weights>,
    cues: Option<CueCounts>,
}

impl Learned {
    fn read(files: &Files) -> Result<Self, Box<Problem>> {
        let ends = files.table(ENDS).map(|t| read_table(t, Weights::of_ends)).transpose()?;
        let cues = files.table(CUES).map(|t| read_table(t, CueCounts::parse)).transpose()?;
        let readings = files.table(READINGS);
        let readings = readings.map(|t| read_table(t, Weights::of_readings)).transpose()?;
        Ok(Self { ends, readings, cues })
    }
}

type Tagger = Option<Result<TagModel, Problem>>;

/// The rules with their learned tables.
fn together(
    files: &Files,
    rules: Result<RuleSet, Error>,
    (tagger, learned): ReadTables,
) -> Result<RuleSet, Error> {
    let (tagger, problem) = match tagger.transpose() {
        Ok(tagger) => (tagger, None),
        Err(problem) => (None, Some(problem)),
    };
    let failed = |mut problems: Problems, problem: Option<Problem>| {
        problem.into_iter().for_each(|problem| problems.push(problem));
        problems.sort();
        Error { problems }
    };
    let mut rules = match (rules, problem) {
        (Ok(rules), None) => rules,
        (Ok(rules), problem) => return Err(failed(rules.problems, problem)),
        (Err(error), problem) => return Err(failed(error.problems, problem)),
    };
    if let Some(model) = tagger {
        rules.lexicon.set_tag_model(model);
    }
    read_learned(files, learned, &mut rules)
        .map_err(|problem| failed(Problems::default(), Some(*problem)))?;
    Ok(rules)
}

/// The rules as they are written, without learned tables.
fn written(files: &Files, options: &Options, problems: Problems) -> Result<RuleSet, Error> {
    let mut vocabulary = Vocabulary::new(problems);
    number_frequent_words(files, &mut vocabulary);
    let lists = read_tables(files, &mut vocabulary);
    let documents: Vec<Document<'_>> =
        files.within("", ".toml").map(|(_, source)| parse(source)).collect();
    for problem in documents.iter().flat_map(|document| &document.problems) {
        vocabulary.problems.push(problem.clone());
    }
    let drafts = read_documents(&documents, &mut vocabulary);
    let (mut rules, mut examples) = (Vec::new(), Vec::new());
    for draft in &drafts {
        if let Some(checked) = check::rule(draft, &mut vocabulary)
            && (options.trial || !checked.is_trial)
        {
            rules.push(checked.rule);
            examples.push(checked.examples);
        }
    }
    let has_errors = vocabulary.finish_fragments();
    if !has_errors {
        vocabulary.report_unused_fragments();
        report_unused_lists(&lists, &mut vocabulary);
    }
    if rules.len() > MOST_RULES {
        let kind = ProblemKind::TooMany { what: "rules", most: MOST_RULES };
        vocabulary.problems.push(Problem::of_file("rules", kind));
    }
    let Vocabulary { words, mut cues, variants, mut problems, .. } = vocabulary;
    problems.sort();
    if problems.has_errors() {
        return Err(Error { problems });
    }
    let lexicon = words.build();
    cues.sort(lexicon.spellings().count());
    let aside = OnceLock::from(Aside { examples, variants });
    Ok(RuleSet { lexicon, cues, rules, aside, problems, ..RuleSet::default() })
}

/// The learned tables that are read once the words are known.
fn read_learned(
    files: &Files,
    tables: Result<Learned, Box<Problem>>,
    rules: &mut RuleSet,
) -> Result<(), Box<Problem>> {
    // Comparing alone needs it: that in the binary, which the tests check, waits until then.
    let is_own = |table: &TableFile| matches!(table.bytes, Cow::Borrowed(_));
    match files.table(WORDS) {
        Some(table) if is_own(table) => rules.read_information = Some(embedded_information),
        Some(table) => rules.information = read_table(table, Information::parse)?.into(),
        None => {}
    }
    rules.models = models(tables?, rules);
    Ok(())
}

/// The learned tables in the binary, put to its rules; `None` where they were not packed.
#[cfg(packed)]
pub(super) fn with_embedded_tables(mut rules: RuleSet, models: Models) -> Option<RuleSet> {
    rules.lexicon.set_packed_tag_model(embedded_table(TAGS)?)?;
    rules.models = Some(models);
    rules.read_information = embedded_table(WORDS).map(|_| embedded_information as fn() -> _);
    Some(rules)
}

/// What the table in the binary says of how much each word tells.
fn embedded_information() -> Information {
    let text = embedded_table(WORDS).and_then(|table| std::str::from_utf8(table).ok());
    Information::parse(text.unwrap_or_default()).expect("the tests read it")
}

/// The models of the attribution tables that are there; the extraction model
/// needs the cues' precision.
fn models(learned: Learned, rules: &RuleSet) -> Option<Models> {
    let Learned { mut ends, readings, cues } = learned;
    let mut readings = readings.filter(|_| cues.is_some());
    if ends.is_none() && readings.is_none() {
        return None;
    }
    Some(Models {
        names: Names::new(
            &rules.lexicon,
            &rules.rules,
            [&mut ends, &mut readings].into_iter().flatten(),
        ),
        ends,
        readings,
        cues: cues.unwrap_or_default(),
        cue_names: CueNames::new(&rules.cues, &rules.lexicon),
        learning: false,
    })
}

/// One readable table.
fn read_table<T>(
    table: &TableFile,
    parse: fn(&str) -> Result<T, TableError>,
) -> Result<T, Box<Problem>> {
    let text =
        std::str::from_utf8(&table.bytes).map_err(|_| TableError { line: 1, what: "is not UTF-8" });
    text.and_then(parse)
        .map_err(|wrong| Problem::of_file(&table.shown, ProblemKind::BadLine { wrong }).into())
}

/// Gives the words that stand in most sentences the lowest numbers, so that what is kept by word
/// stands close together for those that come again and again.
fn number_frequent_words(files: &Files, vocabulary: &mut Vocabulary<'_>) {
    let counts = files.table(WORDS).and_then(|table| std::str::from_utf8(&table.bytes).ok());
    // What is wrong with it is told when it is read for what it says.
    let counts = counts.and_then(|text| Information::parse(text).ok());
    let (Some(counts), Some(words)) = (counts, files.get(TAGGED)) else { return };
    // A form is as frequent as its lemma, which the table counts.
    let mut frequent: Vec<(Reverse<u32>, &str)> = words
        .text
        .lines()
        .filter_map(|line| {
            let count = line.split('\t').filter_map(|field| counts.count(field)).max()?;
            Some((Reverse(count), line.split('\t').next()?))
        })
        .collect();
    frequent.sort_unstable();
    for (_, word) in frequent {
        vocabulary.word(word);
    }
}

/// The words with their tags.
const TAGGED: &str = "tags/words.tsv";

/// Reads one file of tag data or cues.
type ReadTable<'v> = fn(&mut Vocabulary<'v>, Source<'_>);

/// Word lists, tag data and cues: what patterns can name.
fn read_tables<'f, 'v>(
    files: &'f Files,
    vocabulary: &mut Vocabulary<'v>,
) -> Vec<(&'f str, Source<'f>, ListId)> {
    let mut sources: Vec<_> = files.within("words/", ".txt").collect();
    sources.sort_by_key(|(name, _)| !TOKENISER_LISTS.contains(name));
    let read = |(name, source)| Some((name, source, vocabulary.read_list(name, source)?));
    let lists = sources.into_iter().filter_map(read).collect();
    let tables: [(&str, ReadTable<'v>); 6] = [
        (TAGGED, Vocabulary::read_words),
        ("tags/endings.tsv", Vocabulary::read_endings),
        ("tags/inflections.tsv", Vocabulary::read_inflections),
        ("tags/corrections.tsv", Vocabulary::read_corrections),
        ("cues.csv", Vocabulary::read_cues),
        ("variants.tsv", Vocabulary::read_variants),
    ];
    for (name, read) in tables {
        if let Some(source) = files.get(name) {
            read(vocabulary, source);
        }
    }
    lists
}

fn tagger(files: &Files) -> Tagger {
    let table = files.table(TAGS)?;
    // Copied out with the rules it is mostly the same as in the binary, where it is made ready.
    let own = embedded_table(TAGS).filter(|&own| cfg!(packed) && *own == *table.bytes);
    if let Some(model) = own.and_then(TagModel::packed) {
        return Some(Ok(model));
    }
    Some(TagModel::read(table.bytes.clone()).map_err(|damage| {
        let kind = ProblemKind::BadTable { damage };
        Problem::of_file(&table.shown, kind)
    }))
}

/// A list that no pattern uses is of no use, unless the program asks for it
/// itself, as it may for any that comes with it.
fn report_unused_lists(lists: &[(&str, Source<'_>, ListId)], vocabulary: &mut Vocabulary<'_>) {
    for (name, source, list) in lists {
        let embedded = format!("en/words/{name}.txt");
        let is_ours = EMBEDDED.iter().any(|(path, _)| *path == embedded);
        if !is_ours && !vocabulary.is_list_used(*list) {
            let kind = ProblemKind::UnusedList { name: (*name).into() };
            vocabulary.problems.push(Problem::of_file(source.file, kind));
        }
    }
}

/// A TOML file, parsed.
struct Document<'f> {
    source: Source<'f>,
    table: Spanned<DeTable<'f>>,
    /// What is wrong with it; where anything is, its rules may not be what was written.
    problems: Vec<Problem>,
}

fn parse(source: Source<'_>) -> Document<'_> {
    let (table, errors) = DeTable::parse_recoverable(source.text);
    let problem = |error: &toml::de::Error| {
        let kind = ProblemKind::Syntax { message: error.message().into() };
        Problem::at(source, error.span().unwrap_or_default(), kind)
    };
    Document { source, table, problems: errors.iter().map(problem).collect() }
}

/// Defines the fragments and gives the rules, by id.
fn read_documents<'t, 'f>(
    documents: &'t [Document<'f>],
    vocabulary: &mut Vocabulary<'f>,
) -> Vec<Draft<'t, 'f>> {
    let mut drafts = Vec::new();
    for document in documents {
        let table = Table::new(document.source, document.table.span(), document.table.get_ref());
        read_fragments(&table, vocabulary);
        if !document.problems.is_empty() {
            continue;
        }
        table.check_keys(&["rule", "fragments"], &mut vocabulary.problems);
        for table in table.tables("rule", &mut vocabulary.problems) {
            drafts.extend(check::draft(table, vocabulary));
        }
    }
    drop_repeated(drafts, vocabulary)
}

fn read_fragments<'f>(table: &Table<'_, 'f>, vocabulary: &mut Vocabulary<'f>) {
    let Some(fragments) = table.table("fragments", &mut vocabulary.problems) else { return };
    for (name, key) in fragments.keys() {
        let text: Option<Text<'f>> = fragments.text(name, &mut vocabulary.problems);
        if let Some(text) = text {
            vocabulary.define(table.source, name, key, text);
        }
    }
}

/// Sorts the rules by id and keeps the first of each.
fn drop_repeated<'t, 'f>(
    mut drafts: Vec<Draft<'t, 'f>>,
    vocabulary: &mut Vocabulary<'f>,
) -> Vec<Draft<'t, 'f>> {
    drafts.sort_by(|a, b| a.id.value.cmp(&b.id.value));
    let mut kept: Vec<Draft<'t, 'f>> = Vec::new();
    for draft in drafts {
        match kept.last() {
            Some(first) if first.id.value == draft.id.value => {
                let first = first.table.source.place(first.id.span.start);
                let kind = ProblemKind::RepeatedRule { first };
                draft.table.report(&mut vocabulary.problems, draft.id.span.clone(), kind);
            }
            _ => kept.push(draft),
        }
    }
    kept
}
