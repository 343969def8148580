use super::*;
use crate::output::row::tests::{article, row};
use tempfile::TempDir;

/// A database of these articles.
fn database(layout: &Layout, articles: Vec<ArticleRows>) -> (TempDir, Connection) {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("quotes.sqlite");
    write(&path, layout, articles.into_iter().map(Ok)).unwrap();
    let connection = Connection::open(path).unwrap();
    (directory, connection)
}

fn text(connection: &Connection, sql: &str) -> Vec<String> {
    let mut statement = connection.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| {
        Ok(match row.get_ref(0)? {
            ValueRef::Null => "NULL".into(),
            ValueRef::Integer(n) => n.to_string(),
            ValueRef::Real(n) => n.to_string(),
            ValueRef::Text(text) | ValueRef::Blob(text) => {
                String::from_utf8_lossy(text).into_owned()
            }
        })
    });
    rows.unwrap().map(Result::unwrap).collect()
}

/// An article whose speakers are these: name, id, kind.
fn of(id: &str, speakers: &[(&str, &str, &'static str)]) -> ArticleRows {
    let rows = speakers.iter().enumerate().map(|(i, (name, speaker_id, kind))| Row {
        quote_id: format!("{id}-{i}"),
        article_id: id.into(),
        speaker: (*name).into(),
        speaker_id: (*speaker_id).into(),
        speaker_kind: kind,
        ..row()
    });
    let rows = rows.collect();
    ArticleRows { article: Article { id: id.into(), ..Article::default() }, rows }
}

#[test]
fn every_row_comes_back_through_the_view() {
    let layout = Layout::new(None, &["section".into()], false).unwrap();
    let mut one = article();
    one.article.kept = vec!["politics".into()];
    one.article.url = "https://example.org/17".into();
    let (_kept, connection) = database(&layout, vec![one]);
    let columns = connection.prepare("SELECT * FROM quotes").unwrap();
    let names: Vec<String> = columns.column_names().iter().map(ToString::to_string).collect();
    let wanted: Vec<&str> = layout.columns().iter().map(|c| c.name()).collect();
    assert_eq!(names, wanted);
    drop(columns);
    let one = |column: &str| text(&connection, &format!("SELECT \"{column}\" FROM quotes"));
    assert_eq!(one("speaker"), ["Kim, \"the Leader\""]);
    assert_eq!(one("start"), ["12"]);
    assert_eq!(one("confidence"), ["0.873"]);
    assert_eq!(one("section"), ["politics"]);
    assert_eq!(one("source"), ["NULL"]);
    assert_eq!(one("spans"), ["quote=12-80;100-120 speaker=81-85 cue=86-90"]);
    assert_eq!(text(&connection, "SELECT url FROM articles"), ["https://example.org/17"]);
}

#[test]
fn keys_hold_and_the_file_is_sound() {
    let articles = vec![
        of("a", &[("Kim", "", "person"), ("", "", ""), ("Moon", "", "person")]),
        of("b", &[]),
        of("c", &[("Kim", "", "person"), ("Kim", "", "group")]),
    ];
    let (_kept, connection) = database(&Layout::default(), articles);
    assert_eq!(text(&connection, "PRAGMA integrity_check"), ["ok"]);
    assert_eq!(text(&connection, "PRAGMA foreign_key_check"), [""; 0]);
    assert_eq!(text(&connection, "PRAGMA application_id"), [0x7773_6169.to_string()]);
    assert_eq!(text(&connection, "PRAGMA user_version"), ["1"]);
    assert_eq!(text(&connection, "SELECT count(*) FROM articles"), ["3"]);
    let keys = text(&connection, "SELECT speaker_key FROM statements ORDER BY statement_key");
    assert_eq!(keys, ["1", "NULL", "2", "1", "3"]);
}

#[test]
fn a_speaker_with_an_id_is_one_by_it_and_has_the_name_given_most_often() {
    let articles = vec![
        of("a", &[("Kim", "k1", ""), ("Kim Jong Un", "k1", "person")]),
        of("b", &[("Kim Jong Un", "k1", "person"), ("Kim", "", "person")]),
    ];
    let (_kept, connection) = database(&Layout::default(), articles);
    let sql = "SELECT speaker_id || '|' || name || '|' || kind FROM speakers \
        WHERE speaker_id IS NOT NULL";
    assert_eq!(text(&connection, sql), ["k1|Kim Jong Un|person"]);
    assert_eq!(text(&connection, "SELECT count(*) FROM speakers"), ["2"]);
    let names = "SELECT speaker FROM statements ORDER BY statement_key";
    assert_eq!(text(&connection, names), ["Kim", "Kim Jong Un", "Kim Jong Un", "Kim"]);
}

#[test]
fn what_people_look_up_has_an_index() {
    let (_kept, connection) = database(&Layout::default(), vec![article()]);
    for what in [
        "statements WHERE speaker = 'Kim'",
        "statements WHERE speaker_key = 1",
        "statements WHERE source = 'KCNA'",
        "statements WHERE quote_id = 'x'",
        "statements WHERE article_key = 1",
        "articles WHERE article_id = 'x'",
        "articles WHERE published >= '2026'",
        "speakers WHERE name = 'Kim'",
        "speakers WHERE speaker_id = 'x'",
        "quotes WHERE speaker = 'Kim'",
    ] {
        let mut plan =
            connection.prepare(&format!("EXPLAIN QUERY PLAN SELECT * FROM {what}")).unwrap();
        let steps = plan.query_map([], |row| row.get::<_, String>(3)).unwrap();
        let plan: Vec<String> = steps.map(Result::unwrap).collect();
        assert!(plan.iter().any(|s| s.contains("USING INDEX")), "{what}: {plan:?}");
        assert!(!plan.iter().any(|s| s.starts_with("SCAN")), "{what}: {plan:?}");
    }
}

#[test]
fn kept_names_that_sql_cannot_tell_apart_get_numbers() {
    let kept = ["Title", "TITLE", "a \"b\"", "article_key", "ü; DROP TABLE x"].map(String::from);
    let layout = Layout::new(None, &kept, false).unwrap();
    let mut one = article();
    one.article.kept = ["1", "2", "3", "4", "5"].map(String::from).to_vec();
    let (_kept, connection) = database(&layout, vec![one]);
    let mut statement = connection.prepare("SELECT * FROM quotes").unwrap();
    let names: Vec<String> =
        statement.column_names()[27..].iter().map(ToString::to_string).collect();
    assert_eq!(names, ["Title_2", "TITLE_3", "a \"b\"", "article_key_2", "ü; DROP TABLE x"]);
    let values: Vec<String> =
        statement.query_row([], |row| (27..32).map(|i| row.get(i)).collect()).unwrap();
    assert_eq!(values, ["1", "2", "3", "4", "5"]);
}

#[test]
fn two_writings_are_the_same_bytes() {
    let bytes = || {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("x.db");
        let names: Vec<String> = (0..500).map(|n| format!("Kim {}", n * 7919 % 83)).collect();
        let speakers: Vec<(&str, &str, &str)> =
            names.iter().map(|n| (&**n, "", "person")).collect();
        write(&path, &Layout::default(), std::iter::once(Ok(of("a", &speakers)))).unwrap();
        std::fs::read(path).unwrap()
    };
    assert!(bytes() == bytes());
}

#[test]
fn an_error_among_the_articles_ends_it() {
    let directory = tempfile::tempdir().unwrap();
    let articles = [Ok(article()), Err(io::ErrorKind::InvalidData.into())];
    let path = directory.path().join("x.db");
    let error = write(&path, &Layout::default(), articles.into_iter()).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::InvalidData);
}

#[test]
fn a_place_that_cannot_be_written_is_told() {
    let path = Path::new("/nowhere/x.db");
    assert!(write(path, &Layout::default(), std::iter::empty()).is_err());
}
