//! The database's tables, in SQL.
//!
//! Columns come from the table of columns, with what they mean as comments, which
//! SQLite keeps: `.schema` shows them.

use super::super::Layout;
use super::super::columns::{Column, EXTRA, FIXED_COLUMNS, Type};

/// `wsai`, by which a program knows such a file, and the version of the tables.
const APPLICATION: &str = "PRAGMA application_id = 0x77736169; PRAGMA user_version = 1;";

/// Before the tables are made. 32 MB: what a sort for an index may hold.
pub(super) const BEFORE: &str = "
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA locking_mode = EXCLUSIVE;
PRAGMA cache_size = -32000;
PRAGMA temp_store = FILE;
CREATE TEMP TABLE spelt (
  speaker_key INTEGER, name TEXT, kind TEXT, times INTEGER,
  PRIMARY KEY (speaker_key, name, kind)
) WITHOUT ROWID;
BEGIN;
";

/// What a speaker is found by: the id, else name and kind.
pub(super) const SPEAKER_BY_ID: &str = "SELECT speaker_key FROM speakers WHERE speaker_id = ?1";
pub(super) const SPEAKER_BY_NAME: &str = "SELECT speaker_key FROM speakers \
    WHERE speaker_id IS NULL AND name = ?1 AND coalesce(kind, '') = ?2";
pub(super) const ADD_SPEAKER: &str = "INSERT INTO speakers VALUES (?1, ?2, ?3, ?4)";
pub(super) const SPELT: &str = "INSERT INTO spelt VALUES (?1, ?2, ?3, 1) \
    ON CONFLICT DO UPDATE SET times = times + 1";

/// After the last row: of a speaker with an id, the name and kind given most often; then
/// the indexes.
pub(super) const AFTER: &str = "
UPDATE speakers SET
  name = (SELECT name FROM spelt WHERE spelt.speaker_key = speakers.speaker_key
    GROUP BY name ORDER BY sum(times) DESC, name LIMIT 1),
  kind = (SELECT kind FROM spelt WHERE spelt.speaker_key = speakers.speaker_key AND kind <> ''
    GROUP BY kind ORDER BY sum(times) DESC, kind LIMIT 1)
WHERE speaker_id IS NOT NULL;
CREATE UNIQUE INDEX articles_article_id ON articles (article_id);
CREATE INDEX articles_published ON articles (published);
CREATE INDEX articles_outlet ON articles (outlet);
CREATE INDEX speakers_name_alone ON speakers (name);
CREATE UNIQUE INDEX statements_quote_id ON statements (quote_id);
CREATE INDEX statements_article_key ON statements (article_key);
CREATE INDEX statements_speaker_key ON statements (speaker_key);
CREATE INDEX statements_speaker ON statements (speaker);
CREATE INDEX statements_source ON statements (source);
CREATE INDEX statements_said_on ON statements (said_on);
";

const SPEAKERS: &str = "
CREATE TABLE speakers (
  speaker_key INTEGER PRIMARY KEY,
  speaker_id TEXT, -- One for each speaker over all articles, with --link or --aliases
  name TEXT NOT NULL, -- The speaker's name; with an id, the one given most often
  kind TEXT -- What the speaker is: person, organisation, group, anonymous, document
);
CREATE UNIQUE INDEX speakers_speaker_id ON speakers (speaker_id) WHERE speaker_id IS NOT NULL;
CREATE UNIQUE INDEX speakers_name ON speakers (name, coalesce(kind, '')) WHERE speaker_id IS NULL;
";

/// The SQL for one layout.
pub(super) struct Schema {
    pub(super) tables: String,
    pub(super) view: String,
    pub(super) insert_article: String,
    pub(super) insert_statement: String,
}

impl Schema {
    pub(super) fn of(layout: &Layout) -> Self {
        let kept = kept(layout);
        let article: Vec<String> = article_columns()
            .map(|column| line(column, column.name))
            .chain(kept.iter().map(|(_, name)| format!("  {} TEXT", quoted(name))))
            .collect();
        let statement: Vec<String> =
            statement_columns().map(|column| line(column, column.name)).collect();
        let tables = format!(
            "{APPLICATION}\nCREATE TABLE articles (\n  article_key INTEGER PRIMARY KEY,\n{}\n);\
             {SPEAKERS}\
             CREATE TABLE statements (\n  statement_key INTEGER PRIMARY KEY,\n  \
             article_key INTEGER NOT NULL REFERENCES articles,\n  \
             speaker_key INTEGER REFERENCES speakers,\n{}\n);",
            comma_separated(&article),
            comma_separated(&statement),
        );
        Self {
            tables,
            view: view(layout, &kept),
            insert_article: insert("articles", article.len() + 1),
            insert_statement: insert("statements", statement.len() + 3),
        }
    }
}

/// The columns that say something of the article.
pub(super) fn article_columns() -> impl Iterator<Item = &'static Column> {
    FIXED_COLUMNS.iter().filter(|column| is_of_article(column)).chain(&EXTRA)
}

/// The others.
pub(super) fn statement_columns() -> impl Iterator<Item = &'static Column> {
    FIXED_COLUMNS.iter().filter(|column| !is_of_article(column))
}

fn is_of_article(column: &Column) -> bool {
    matches!(column.name, "article_id" | "outlet" | "published" | "title")
}

/// The kept columns: their names as written, and in the database, where case tells no
/// two names apart.
fn kept(layout: &Layout) -> Vec<(&str, String)> {
    let mut taken: Vec<String> = vec!["article_key".into()];
    taken.extend(FIXED_COLUMNS.iter().chain(&EXTRA).map(|column| column.name.to_string()));
    let kept = layout.columns().iter().filter(|column| column.column().is_none());
    kept.map(|column| {
        let mut name = column.name().replace('\0', "");
        let mut n = 1;
        while name.is_empty() || taken.contains(&name.to_lowercase()) {
            n += 1;
            name = format!("{}_{n}", column.name().replace('\0', ""));
        }
        taken.push(name.to_lowercase());
        (column.name(), name)
    })
    .collect()
}

/// One column of a table, with its meaning.
fn line(column: &Column, name: &str) -> String {
    let holds = match column.holds {
        Type::Text | Type::Date | Type::Spans => "TEXT",
        Type::Integer => "INTEGER",
        Type::Number => "REAL",
    };
    let required = if column.required { " NOT NULL" } else { "" };
    format!("  \"{name}\" {holds}{required} -- {}", column.meaning)
}

/// Lines of columns; the comma stands before the comment.
fn comma_separated(lines: &[String]) -> String {
    let last = lines.len().saturating_sub(1);
    let with_comma = |(i, line): (usize, &String)| match (i == last, line.split_once(" -- ")) {
        (true, _) => line.clone(),
        (false, Some((column, meaning))) => format!("{column}, -- {meaning}"),
        (false, None) => format!("{line},"),
    };
    lines.iter().enumerate().map(with_comma).collect::<Vec<_>>().join("\n")
}

fn insert(table: &str, columns: usize) -> String {
    format!("INSERT INTO {table} VALUES (?{})", ", ?".repeat(columns - 1))
}

/// The layout's columns in their order, as the CSV has them.
fn view(layout: &Layout, kept: &[(&str, String)]) -> String {
    let columns = layout.columns().iter().map(|column| match column.column() {
        Some(known) => quoted(known.name),
        None => {
            let kept = kept.iter().find(|(name, _)| *name == column.name());
            quoted(&kept.expect("every kept column has a name").1)
        }
    });
    let columns = columns.collect::<Vec<_>>().join(", ");
    format!(
        "CREATE VIEW quotes AS SELECT {columns}\n\
         FROM statements JOIN articles USING (article_key) ORDER BY statement_key;"
    )
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
