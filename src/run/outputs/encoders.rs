//! What makes bytes of rows, on all threads.

use super::plan::{Content, Plan};
use crate::input::Notice;
use crate::link::{Linker, Told};
use crate::output::{ArticleRows, Format, Layout, Shape, brat, safe_name};
use crate::run::spool;
use serde::Serialize;

pub(super) const ERRORS_HEADER: &[u8] = b"file,article,line,byte,kind,what,remedy\n";

/// What is wrong with an article, as a line of CSV.
pub(super) fn error_line(notice: &Notice) -> Vec<u8> {
    let number = |n: Option<u64>| n.map_or_else(String::new, |n| n.to_string());
    let mut writer = csv::Writer::from_writer(Vec::new());
    let fields = [
        notice.path.display().to_string(),
        notice.article.clone().unwrap_or_default(),
        number(notice.line.map(|line| line as u64)),
        number(notice.byte),
        if notice.is_skip() { "skipped".into() } else { "note".into() },
        notice.trouble.to_string(),
        notice.help().unwrap_or_default(),
    ];
    writer.write_record(&fields).expect("writing to memory does not fail");
    writer.into_inner().expect("writing to memory does not fail")
}

/// What one output does with an article's rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoder {
    /// Bytes of this format.
    Stream(Format),
    /// Nothing: its rows wait.
    Table(Format),
    /// Two files an article.
    Brat,
    /// The text as a line of JSON.
    TextLine,
    /// The text as a file.
    TextFile,
}

/// What is to be written of an article.
#[derive(Debug)]
pub(in crate::run) enum Encoded {
    Bytes(Vec<u8>),
    /// Names and contents.
    Files(Vec<(String, String)>),
}

/// What became of an article.
pub(in crate::run) enum Made {
    /// What each output writes of it.
    Encoded(Vec<Encoded>),
    /// A line of the spool, and who spoke.
    Waiting(Vec<u8>, Told),
}

/// The encoders of a run's outputs, in their order.
pub(in crate::run) struct Encoders {
    list: Vec<Encoder>,
    layout: Layout,
    waits: bool,
    annotation_conf: String,
}

impl Encoders {
    pub(super) fn of(plan: &Plan) -> Self {
        let list: Vec<Encoder> = plan.wanted.iter().map(Encoder::of).collect();
        let tables = list.iter().any(|encoder| matches!(encoder, Encoder::Table(_)));
        let waits = plan.is_linked || tables;
        let annotation_conf = plan.annotation_conf.clone();
        Self { list, layout: plan.layout.clone(), waits, annotation_conf }
    }

    /// Whether rows wait until all are read.
    pub(super) fn waits(&self) -> bool {
        self.waits
    }

    pub(super) fn annotation_conf(&self) -> &str {
        &self.annotation_conf
    }

    pub(super) fn layout(&self) -> &Layout {
        &self.layout
    }

    pub(super) fn list(&self) -> &[Encoder] {
        &self.list
    }

    /// What is to be written of an article, or to wait.
    pub(in crate::run) fn make(&self, mut rows: ArticleRows, linker: Option<&Linker<'_>>) -> Made {
        if !self.waits {
            return Made::Encoded(self.encode(&rows));
        }
        let told = linker.map(|linker| linker.read(&rows.rows)).unwrap_or_default();
        if !self.list.iter().any(Encoder::needs_text) {
            rows.article.text.clear();
        }
        Made::Waiting(spool::line(&rows), told)
    }

    pub(super) fn encode(&self, rows: &ArticleRows) -> Vec<Encoded> {
        self.list.iter().map(|encoder| encoder.encode(&self.layout, rows)).collect()
    }
}

#[derive(Serialize)]
struct TextLine<'a> {
    id: &'a str,
    text: &'a str,
}

impl Encoder {
    pub(super) fn of(wanted: &super::Wanted) -> Self {
        let is_lines = |path: &std::path::Path| Format::of_path(path) == Some(Format::Jsonl);
        match wanted.content {
            Content::Texts if wanted.path.as_deref().is_none_or(is_lines) => Self::TextLine,
            Content::Texts => Self::TextFile,
            Content::Rows(Format::Brat) => Self::Brat,
            Content::Rows(format) if format.shape() == Shape::Table => Self::Table(format),
            Content::Rows(format) => Self::Stream(format),
        }
    }

    fn needs_text(&self) -> bool {
        match self {
            Self::Stream(format) => format.needs_text(),
            Self::Table(_) => false,
            Self::Brat | Self::TextLine | Self::TextFile => true,
        }
    }

    fn encode(self, layout: &Layout, rows: &ArticleRows) -> Encoded {
        let article = &rows.article;
        match self {
            Self::Stream(format) => Encoded::Bytes(format.encode(layout, rows)),
            Self::Table(_) => Encoded::Bytes(Vec::new()),
            Self::Brat => {
                let files = brat::files(rows);
                let name = safe_name(&article.id);
                let text = (format!("{name}.txt"), files.txt.to_owned());
                Encoded::Files(vec![text, (format!("{name}.ann"), files.ann)])
            }
            Self::TextLine => {
                let line = TextLine { id: &article.id, text: &article.text };
                let mut bytes = serde_json::to_vec(&line).expect("strings alone");
                bytes.push(b'\n');
                Encoded::Bytes(bytes)
            }
            Self::TextFile => {
                let name = format!("{}.txt", safe_name(&article.id));
                Encoded::Files(vec![(name, article.text.clone())])
            }
        }
    }
}
