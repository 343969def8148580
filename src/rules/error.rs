//! Problems with their places, and how they are shown.

use super::problem::{ProblemKind, Severity};
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use std::fmt;
use std::ops::Range;

/// One thing wrong with one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong.
    pub kind: ProblemKind,
    /// The file or directory, as a reader would open it.
    pub file: Box<str>,
    /// The line, from 1; 0 when the whole file is meant.
    pub line: usize,
    /// The column in characters, from 1; 0 when the whole file is meant.
    pub column: usize,
    /// The rule or fragment it belongs to: "rule `x`".
    pub subject: Option<Box<str>>,
    /// The line as it stands in the file.
    excerpt: Box<str>,
    /// The bytes of `excerpt` to be underlined.
    carets: Range<usize>,
}

/// All problems of all files, in the order of files and lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problems(Vec<Problem>);

/// Rules that cannot be used: every reason, with its place.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{problems}")]
pub struct Error {
    /// The errors, and the warnings that came with them.
    pub problems: Problems,
}

/// A file's name and text, for pointing into it.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    /// The file as a reader would open it.
    pub(super) file: &'a str,
    /// Its text.
    pub(super) text: &'a str,
}

impl Source<'_> {
    /// `FILE:LINE` of a byte.
    pub(super) fn place(self, byte: usize) -> String {
        let before = &self.text[..floor(self.text, byte)];
        let line = 1 + memchr::memchr_iter(b'\n', before.as_bytes()).count();
        format!("{}:{line}", self.file)
    }
}

impl Problem {
    /// A problem with a file or directory as a whole.
    pub(super) fn of_file(file: &str, kind: ProblemKind) -> Self {
        let (excerpt, carets) = ("".into(), 0..0);
        Self { kind, file: file.into(), line: 0, column: 0, subject: None, excerpt, carets }
    }

    /// A problem with these bytes of a file.
    pub(super) fn at(source: Source<'_>, span: Range<usize>, kind: ProblemKind) -> Self {
        let text = source.text;
        let start = floor(text, span.start);
        let begin = text[..start].rfind('\n').map_or(0, |i| i + 1);
        let end = text[start..].find('\n').map_or(text.len(), |i| start + i);
        let excerpt = text[begin..end].trim_end_matches('\r');
        let last = floor(text, span.end).clamp(start, begin + excerpt.len().max(start - begin));
        Self {
            kind,
            file: source.file.into(),
            line: 1 + text[..begin].matches('\n').count(),
            column: 1 + text[begin..start].chars().count(),
            subject: None,
            excerpt: excerpt.into(),
            carets: start - begin..last - begin,
        }
    }

    /// The same, of a rule or fragment.
    pub(super) fn of(mut self, subject: &str) -> Self {
        self.subject = Some(subject.into());
        self
    }

    /// How much it matters.
    pub fn severity(&self) -> Severity {
        self.kind.severity()
    }

    /// `FILE:LINE:COLUMN: rule: what is wrong`.
    fn title(&self) -> String {
        let mut title = self.file.to_string();
        if self.line > 0 {
            title.push_str(&format!(":{}:{}", self.line, self.column));
        }
        if let Some(subject) = &self.subject {
            title.push_str(&format!(": {subject}"));
        }
        format!("{title}: {}", self.kind)
    }

    /// The whole message with source line and help, without a line end.
    pub fn render(&self, renderer: &Renderer) -> String {
        let level = match self.severity() {
            Severity::Error => Level::ERROR,
            Severity::Warning | Severity::Lint => Level::WARNING,
        };
        let title = level.primary_title(self.title());
        let group = if self.line == 0 {
            Group::with_title(title)
        } else {
            let carets = AnnotationKind::Primary.span(self.carets.clone());
            let snippet = Snippet::source(&*self.excerpt).line_start(self.line).annotation(carets);
            title.element(snippet)
        };
        let mut shown = renderer.render(&[group]);
        if let Some(help) = self.kind.help() {
            let help = Group::with_title(Level::HELP.primary_title(help));
            shown.push('\n');
            shown.push_str(&renderer.render(&[help]));
        }
        shown
    }
}

/// The character boundary at or before byte `i`.
fn floor(text: &str, i: usize) -> usize {
    (0..=i.min(text.len())).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0)
}

impl Problems {
    /// Each problem, in the order of files and lines.
    pub fn iter(&self) -> impl Iterator<Item = &Problem> {
        self.0.iter()
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether all is well.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the rules cannot be used.
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|p| p.severity() == Severity::Error)
    }

    /// Those that matter at least that much.
    pub fn at_least(&self, severity: Severity) -> Problems {
        Problems(self.0.iter().filter(|p| p.severity() <= severity).cloned().collect())
    }

    /// Adds one.
    pub(super) fn push(&mut self, problem: Problem) {
        self.0.push(problem);
    }

    /// Puts them in order and drops what is said twice.
    pub(super) fn sort(&mut self) {
        let place = |p: &Problem| (p.file.clone(), p.line, p.column, p.severity());
        self.0.sort_by_key(place);
        self.0.dedup();
    }

    /// All messages, an empty line between them.
    pub fn render(&self, renderer: &Renderer) -> String {
        self.0.iter().map(|p| p.render(renderer)).collect::<Vec<_>>().join("\n\n")
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(&Renderer::plain()))
    }
}
