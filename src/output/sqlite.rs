//! Rows as a SQLite database: articles, speakers and statements.
//!
//! Takes articles' rows in order, from an iterator, and a path at which nothing of
//! worth stands. What is unknown is null. Nothing is held in memory but SQLite's own
//! cache: which speakers there are already, the database is asked.
//!
//! # Why there is no journal
//!
//! The file is written where nobody reads it yet and is put in its place when it is
//! whole, so that there is nothing to go back to. Indexes are made at the end, by
//! sorting: ids come in no order, and an index kept up by each row would be read and
//! written all over the file.

mod schema;

use super::columns::{Value, rounded};
use super::{ArticleRows, Layout, Row};
use crate::input::Article;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, Statement};
use std::io;
use std::path::Path;

/// Writes the rows of all articles to a new database at `path`, where an empty file or
/// none is. `--columns` chooses what the view `quotes` shows; the tables hold all.
///
/// # Errors
/// The first of `articles`, or when writing fails; what stands at `path` is of no use then.
pub fn write(
    path: &Path,
    layout: &Layout,
    articles: impl Iterator<Item = io::Result<ArticleRows>>,
) -> io::Result<()> {
    let connection = Connection::open(path).map_err(plain)?;
    let schema = schema::Schema::of(layout);
    connection.execute_batch(schema::BEFORE).map_err(plain)?;
    connection.execute_batch(&schema.tables).map_err(plain)?;
    fill(&connection, layout, &schema, articles)?;
    connection.execute_batch(schema::AFTER).map_err(plain)?;
    connection.execute_batch(&schema.view).map_err(plain)?;
    connection.execute_batch("COMMIT").map_err(plain)?;
    connection.close().map_err(|(_, error)| plain(error))
}

fn fill(
    connection: &Connection,
    layout: &Layout,
    schema: &schema::Schema,
    articles: impl Iterator<Item = io::Result<ArticleRows>>,
) -> io::Result<()> {
    let mut tables = Tables::new(connection, schema).map_err(plain)?;
    for article in articles {
        tables.add(layout, &article?).map_err(plain)?;
    }
    Ok(())
}

/// Writes into the tables.
struct Tables<'c> {
    article: Statement<'c>,
    statement: Statement<'c>,
    speakers: Speakers<'c>,
    articles: i64,
    statements: i64,
}

impl<'c> Tables<'c> {
    fn new(connection: &'c Connection, schema: &schema::Schema) -> rusqlite::Result<Self> {
        Ok(Self {
            article: connection.prepare(&schema.insert_article)?,
            statement: connection.prepare(&schema.insert_statement)?,
            speakers: Speakers::new(connection)?,
            articles: 0,
            statements: 0,
        })
    }

    fn add(&mut self, layout: &Layout, rows: &ArticleRows) -> rusqlite::Result<()> {
        self.articles += 1;
        self.article.raw_bind_parameter(1, self.articles)?;
        let nobody = Row { article_id: rows.article.id.as_str().into(), ..Row::default() };
        for (i, value) in article_values(layout, &rows.article, &nobody).enumerate() {
            self.article.raw_bind_parameter(i + 2, value)?;
        }
        self.article.raw_execute()?;
        rows.rows.iter().try_for_each(|row| self.statement(&rows.article, row))
    }

    fn statement(&mut self, article: &Article, row: &Row) -> rusqlite::Result<()> {
        self.statements += 1;
        let speaker = self.speakers.key(row)?;
        self.statement.raw_bind_parameter(1, self.statements)?;
        self.statement.raw_bind_parameter(2, self.articles)?;
        self.statement.raw_bind_parameter(3, speaker)?;
        for (i, column) in schema::statement_columns().enumerate() {
            let value = stored((column.get)(article, row), column.required);
            self.statement.raw_bind_parameter(i + 4, value)?;
        }
        self.statement.raw_execute().map(drop)
    }
}

/// What the article's table holds of one: its own columns and the kept ones.
fn article_values<'a>(
    layout: &'a Layout,
    article: &'a Article,
    nobody: &'a Row,
) -> impl Iterator<Item = ToSqlOutput<'a>> {
    let own = [&article.id, &article.outlet, &article.published, &article.title];
    let own = own.into_iter().chain([&article.author, &article.url]).enumerate();
    let own = own.map(|(i, text)| stored(Value::Text(text), i == 0));
    let kept = layout.columns().iter().filter(|column| column.column().is_none());
    own.chain(kept.map(|column| stored(column.value(article, nobody), false)))
}

/// A value as a database has it: unknown is null.
fn stored(value: Value<'_>, required: bool) -> ToSqlOutput<'_> {
    match value {
        Value::Text("") if !required => ToSqlOutput::Borrowed(ValueRef::Null),
        Value::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
        Value::Integer(n) => ToSqlOutput::Borrowed(ValueRef::Integer(n as i64)),
        Value::Number(n) => ToSqlOutput::Borrowed(ValueRef::Real(rounded(n))),
        Value::Spans(spans) => spans.to_string().into(),
    }
}

/// Finds speakers, or adds them.
struct Speakers<'c> {
    by_id: Statement<'c>,
    by_name: Statement<'c>,
    add: Statement<'c>,
    spelt: Statement<'c>,
    count: i64,
}

impl<'c> Speakers<'c> {
    fn new(connection: &'c Connection) -> rusqlite::Result<Self> {
        Ok(Self {
            by_id: connection.prepare(schema::SPEAKER_BY_ID)?,
            by_name: connection.prepare(schema::SPEAKER_BY_NAME)?,
            add: connection.prepare(schema::ADD_SPEAKER)?,
            spelt: connection.prepare(schema::SPELT)?,
            count: 0,
        })
    }

    /// The key of a row's speaker; `None`: nobody is named.
    fn key(&mut self, row: &Row) -> rusqlite::Result<Option<i64>> {
        let (id, name, kind) = (&*row.speaker_id, &*row.speaker, row.speaker_kind);
        if id.is_empty() && name.is_empty() {
            return Ok(None);
        }
        let found = match id {
            "" => found(&mut self.by_name, &[name, kind])?,
            id => found(&mut self.by_id, &[id])?,
        };
        let key = match found {
            Some(key) => key,
            None => {
                self.count += 1;
                self.add.raw_bind_parameter(1, self.count)?;
                for (i, text) in [id, name, kind].into_iter().enumerate() {
                    self.add.raw_bind_parameter(i + 2, stored(Value::Text(text), i == 1))?;
                }
                self.add.raw_execute()?;
                self.count
            }
        };
        if !id.is_empty() {
            self.spelt.execute((key, name, kind))?;
        }
        Ok(Some(key))
    }
}

fn found(statement: &mut Statement<'_>, texts: &[&str]) -> rusqlite::Result<Option<i64>> {
    let mut rows = statement.query(rusqlite::params_from_iter(texts))?;
    rows.next()?.map(|row| row.get(0)).transpose()
}

/// The system's error, where there is one to tell.
fn plain(error: rusqlite::Error) -> io::Error {
    use io::ErrorKind as K;
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => io::Error::new(K::StorageFull, error),
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => {
            io::Error::new(K::PermissionDenied, error)
        }
        _ => io::Error::other(error),
    }
}

#[cfg(test)]
mod tests;
