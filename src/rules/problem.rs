//! What can be wrong with rule files: [`ProblemKind`] holds the data, and the
//! wording is in its `Display` and [`help`](ProblemKind::help) alone.

use super::suggest::nearest;
use super::weights::TableError;
use crate::text::Damage;
use std::fmt;

/// How much a problem matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The rules cannot be used.
    Error,
    /// They can be used, but a rule is not held by its tests.
    Warning,
    /// Only `rules check` tells: something is untidy.
    Lint,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[expect(missing_docs, reason = "each says in its message what it means")]
pub enum ProblemKind {
    // Files
    Missing,
    Unreadable { reason: String },
    NotUtf8,
    NoRules,
    NoTables,
    BadTable { damage: Damage },
    BadLine { wrong: TableError },
    // TOML
    Syntax { message: String },
    UnknownKey { key: String, keys: Vec<String> },
    WrongType { key: String, wanted: &'static str },
    MissingKey { key: &'static str },
    BadId { id: String },
    RepeatedRule { first: String },
    RepeatedFragment { first: String },
    BadPrior,
    BadValue { key: String, value: String, values: Vec<String> },
    TwoRoles,
    InWithoutEnds,
    TooMany { what: &'static str, most: usize },
    // Patterns
    UnknownSlot { name: String },
    UnknownShape { slot: &'static str, shape: String, shapes: Vec<String> },
    ShapeMissing { slot: &'static str, shapes: Vec<String> },
    UnknownFrame { name: String, frames: Vec<String> },
    UnknownForm { name: String },
    UnknownList { name: String, lists: Vec<String> },
    UnknownFragment { name: String, fragments: Vec<String> },
    FragmentCycle { name: String, path: Vec<String> },
    UnknownTag { name: String },
    NameMissing { mark: char },
    Unclosed { open: char },
    Unopened { close: char },
    NothingToRepeat { mark: char },
    NothingToDeny,
    Empty,
    BadGap { written: String },
    BadEscape { mark: Option<char> },
    NoAnchor,
    NoQuote,
    NoSpeaker,
    AttachedSlotMissing { slot: &'static str },
    // Tables
    Fields { found: usize, columns: &'static str },
    BadHeader { columns: &'static str },
    BadNumber { value: String },
    BadContext { value: String },
    BadDistance { value: String },
    BadFrame { value: String },
    RepeatedFrame { name: String },
    RepeatedWord { word: String, first: usize },
    RepeatedCue { lemma: String, pos: String, first: usize },
    // Warnings
    NoHit,
    NoMiss,
    HitLacks { slot: &'static str },
    // Lints
    Unsorted { entry: String, before: String },
    RepeatedEntry { entry: String },
    UpperCase { entry: String },
    UnusedList { name: String },
    UnusedFragment { name: String },
}

/// The marks that stand for something in patterns and can be escaped.
pub(super) const MARKS: &str = "(){}<>?*!|@&^$¶\\";
const SLOTS: [&str; 6] = ["quote", "cue", "speaker", "source", "addressee", "when"];

fn form_names() -> Vec<&'static str> {
    super::CueForm::ALL.iter().map(|(_, name)| *name).collect()
}

impl ProblemKind {
    /// How much it matters.
    pub fn severity(&self) -> Severity {
        match self {
            Self::NoHit | Self::NoMiss | Self::HitLacks { .. } => Severity::Warning,
            Self::Unsorted { .. }
            | Self::RepeatedEntry { .. }
            | Self::UpperCase { .. }
            | Self::UnusedList { .. }
            | Self::UnusedFragment { .. } => Severity::Lint,
            _ => Severity::Error,
        }
    }

    /// What to do about it.
    pub fn help(&self) -> Option<String> {
        self.help_with_choices()
            .or_else(|| self.help_in_patterns())
            .or_else(|| self.help_in_files())
    }

    /// Help where one of several names was meant.
    fn help_with_choices(&self) -> Option<String> {
        Some(match self {
            Self::UnknownKey { key, keys } => choose("Keys are", key, keys),
            Self::BadValue { value, values, .. } => choose("Values are", value, values),
            Self::UnknownSlot { name } => choose("Slots are", name, &SLOTS),
            Self::UnknownShape { slot, shapes, .. } if shapes.is_empty() => {
                format!("write `{{{slot}}}` or `{{{slot}=…}}`")
            }
            Self::UnknownShape { shape, shapes, .. } => choose("Shapes are", shape, shapes),
            Self::ShapeMissing { slot, shapes } => {
                format!("write {}", listed_as(shapes, |s| format!("`{{{slot}:{s}}}`")))
            }
            Self::UnknownFrame { name, frames } => choose("Frames are", name, frames),
            Self::UnknownForm { name } => choose("Forms are", name, &form_names()),
            Self::UnknownList { name, lists } if lists.is_empty() => {
                format!("write its entries into `words/{name}.txt`, one a line")
            }
            Self::UnknownList { name, lists } => choose("Lists are", name, lists),
            Self::UnknownFragment { name, fragments } if fragments.is_empty() => {
                format!("define it: `{name} = \"…\"` under `[fragments]`")
            }
            Self::UnknownFragment { name, fragments } => choose("Fragments are", name, fragments),
            Self::UnknownTag { name } => {
                let tags = crate::text::Tag::ALL.iter().map(|(_, tag)| *tag);
                let meant = nearest(&name.to_uppercase(), tags.chain(["NP"]));
                let meant = meant.map(|tag| format!("did you mean `{tag}`? ")).unwrap_or_default();
                format!("{meant}Tags are the Penn Treebank's and PUNCT; `<NP>` is a noun phrase.")
            }
            _ => return None,
        })
    }

    fn help_in_patterns(&self) -> Option<String> {
        Some(match self {
            Self::FragmentCycle { path, .. } => {
                format!("the way round: {}", path.join(" → "))
            }
            Self::NameMissing { mark: '@' } => "write `@list`, or `\\@` for the mark".into(),
            Self::NameMissing { mark } => format!("write `{mark}name`, or `\\{mark}` for the mark"),
            Self::Unclosed { open } => {
                format!("close it with `{}`, or write `\\{open}` for the mark", closing(*open))
            }
            Self::Unopened { close } => format!("write `\\{close}` for the mark itself"),
            Self::NothingToRepeat { mark } => {
                format!("put a word, slot or group before it, or write `\\{mark}` for the mark")
            }
            Self::NothingToDeny => {
                "put a word, slot or group after it, or write `\\!` for the mark".into()
            }
            Self::Empty => "write at least one element; `( a )?` makes one optional".into(),
            Self::BadGap { .. } => "gaps are `..1` to `..20`".into(),
            Self::BadEscape { .. } => {
                let marks: Vec<_> = MARKS.chars().map(|c| format!("`\\{c}`")).collect();
                format!("escapes are {}", marks.join(" "))
            }
            Self::NoAnchor => "add a word, an `@list` or a `{cue:…}`".into(),
            Self::NoQuote => "add `{quote:…}`; or say `attaches = …` or `ends = \"quote\"`".into(),
            Self::NoSpeaker => "add `{cue:…}` or `{speaker}`".into(),
            Self::AttachedSlotMissing { slot } => format!("add `{{{slot}}}`"),
            _ => return None,
        })
    }

    fn help_in_files(&self) -> Option<String> {
        Some(match self {
            Self::Missing => "`whosaid rules export DIR` writes the built-in rules there".into(),
            Self::NoRules => "a directory of rules holds `en/*.toml` or `*.toml`".into(),
            Self::NoTables => {
                "`whosaid learn` writes them; without `--tables` the built-in ones are used".into()
            }
            Self::BadTable { .. } | Self::BadLine { .. } => {
                "write it anew with `whosaid learn`, or pass `--tables none`".into()
            }
            Self::NotUtf8 => "save it as UTF-8".into(),
            Self::BadId { .. } => "ids are lower-case words joined by `-`".into(),
            Self::BadPrior => "0.5 leaves the cue's weight as it is".into(),
            Self::TwoRoles => "make two rules of it".into(),
            Self::InWithoutEnds => "add `ends = \"quote\"`, or drop `in`".into(),
            Self::Fields { columns, .. } | Self::BadHeader { columns } => {
                format!("columns are {columns}")
            }
            Self::BadContext { .. } => "write `-1:NN|DT` for tags or `+1=to|the` for words".into(),
            Self::BadDistance { .. } => "distances are -3 to +3".into(),
            Self::BadFrame { .. } => "write `that:0.97` or `that:0.97:statement`".into(),
            Self::NoHit => "add `[[rule.hit]]` with a text and its slots".into(),
            Self::NoMiss => "add `[[rule.miss]]` with a text and why".into(),
            Self::HitLacks { slot } => format!("add `{slot} = \"…\"`"),
            Self::Unsorted { .. } | Self::RepeatedEntry { .. } | Self::UpperCase { .. } => {
                "lists are lower-case, sorted and without repeats".into()
            }
            Self::UnusedList { name } => format!("use it as `@{name}`, or delete it"),
            Self::UnusedFragment { name } => format!("use it as `&{name}`, or delete it"),
            _ => return None,
        })
    }
}

impl fmt::Display for ProblemKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => write!(f, "no such directory"),
            Self::Unreadable { reason } => write!(f, "cannot be read: {reason}"),
            Self::NotUtf8 => write!(f, "not UTF-8"),
            Self::NoRules => write!(f, "no rule files"),
            Self::NoTables => write!(f, "no tables"),
            Self::BadTable { damage } => write!(f, "{damage}"),
            Self::BadLine { wrong } => write!(f, "{wrong}"),
            Self::Syntax { message } => write!(f, "not TOML: {message}"),
            Self::UnknownKey { key, .. } => write!(f, "no key `{key}`"),
            Self::WrongType { key, wanted } => write!(f, "`{key}` is not {wanted}"),
            Self::MissingKey { key } => write!(f, "`{key}` is missing"),
            Self::BadId { id } => write!(f, "`{id}` is not kebab-case"),
            Self::RepeatedRule { first } => write!(f, "the id is taken by {first}"),
            Self::RepeatedFragment { first } => write!(f, "the name is taken by {first}"),
            Self::BadPrior => write!(f, "`prior` is not between 0 and 1"),
            Self::BadValue { key, value, .. } => write!(f, "`{key}` cannot be `{value}`"),
            Self::TwoRoles => write!(f, "`attaches` and `ends` in one rule"),
            Self::InWithoutEnds => write!(f, "`in` without `ends`"),
            Self::TooMany { what, most } => write!(f, "more than {most} {what}"),
            Self::NoHit => write!(f, "no `hit`"),
            Self::NoMiss => write!(f, "no `miss`"),
            Self::HitLacks { slot } => write!(f, "the hit does not name its `{slot}`"),
            _ => self.fmt_pattern(f),
        }
    }
}

impl ProblemKind {
    fn fmt_pattern(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownSlot { name } => write!(f, "no slot `{{{name}}}`"),
            Self::UnknownShape { slot, shape, .. } => write!(f, "no shape `{{{slot}:{shape}}}`"),
            Self::ShapeMissing { slot, .. } => write!(f, "`{{{slot}}}` without a shape"),
            Self::UnknownFrame { name, .. } => write!(f, "no cue has the frame `{name}`"),
            Self::UnknownForm { name } => write!(f, "no cue form `/{name}`"),
            Self::UnknownList { name, .. } => write!(f, "no list `@{name}`"),
            Self::UnknownFragment { name, .. } => write!(f, "no fragment `&{name}`"),
            Self::FragmentCycle { name, .. } => write!(f, "`&{name}` contains itself"),
            Self::UnknownTag { name } => write!(f, "no tag `<{name}>`"),
            Self::NameMissing { mark } => write!(f, "`{mark}` without a name"),
            Self::Unclosed { open } => write!(f, "`{open}` is never closed"),
            Self::Unopened { close } => write!(f, "`{close}` was never opened"),
            Self::NothingToRepeat { mark } => write!(f, "`{mark}` follows nothing it could repeat"),
            Self::NothingToDeny => write!(f, "`!` stands before nothing"),
            Self::Empty => write!(f, "an empty sequence"),
            Self::BadGap { written } => write!(f, "`{written}` is no gap"),
            Self::BadEscape { mark: Some(mark) } => write!(f, "`\\{mark}` is no escape"),
            Self::BadEscape { mark: None } => write!(f, "`\\` at the end"),
            Self::NoAnchor => write!(f, "the pattern names no word, list or cue"),
            Self::NoQuote => write!(f, "the pattern has no quote"),
            Self::NoSpeaker => write!(f, "the pattern has neither cue nor speaker"),
            Self::AttachedSlotMissing { slot } => {
                write!(f, "attaches `{slot}` but the pattern has no `{{{slot}}}`")
            }
            _ => self.fmt_table(f),
        }
    }

    fn fmt_table(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fields { found: 1, .. } => write!(f, "1 field"),
            Self::Fields { found, .. } => write!(f, "{found} fields"),
            Self::BadHeader { .. } => write!(f, "not the header of this table"),
            Self::BadNumber { value } => write!(f, "`{value}` is not between 0 and 1"),
            Self::BadContext { value } => write!(f, "`{value}` is no context"),
            Self::BadDistance { value } => write!(f, "`{value}` is no distance"),
            Self::BadFrame { value } => write!(f, "`{value}` is no frame with its weight"),
            Self::RepeatedFrame { name } => write!(f, "the frame `{name}` twice"),
            Self::RepeatedWord { word, first } => write!(f, "`{word}` is on line {first} already"),
            Self::RepeatedCue { lemma, pos, first } => {
                write!(f, "`{lemma},{pos}` is on line {first} already")
            }
            Self::Unsorted { entry, before } => write!(f, "`{entry}` sorts before `{before}`"),
            Self::RepeatedEntry { entry } => write!(f, "`{entry}` twice"),
            Self::UpperCase { entry } => write!(f, "`{entry}` is not lower-case"),
            Self::UnusedList { name } => write!(f, "no pattern uses `@{name}`"),
            Self::UnusedFragment { name } => write!(f, "no pattern uses `&{name}`"),
            // The three functions share the kinds out among them.
            _ => Ok(()),
        }
    }
}

/// "did you mean `speaker`? Slots are quote, cue, … ."
fn choose<S: AsRef<str>>(title: &str, written: &str, names: &[S]) -> String {
    let all = names.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(", ");
    match nearest(written, names.iter().map(AsRef::as_ref)) {
        Some(name) => format!("did you mean `{name}`? {title} {all}."),
        None => format!("{title} {all}.").replacen(title, &title.to_lowercase(), 1),
    }
}

fn listed_as(names: &[String], show: impl Fn(&str) -> String) -> String {
    let shown: Vec<_> = names.iter().map(|n| show(n)).collect();
    match shown.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
        None => String::new(),
    }
}

fn closing(open: char) -> char {
    match open {
        '(' => ')',
        '{' => '}',
        _ => '>',
    }
}
