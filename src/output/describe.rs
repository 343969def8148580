//! `datapackage.json`: what the files beside it hold, for programs and people.
//!
//! A Frictionless Data Package of version 1, profile `tabular-data-package`: of
//! the two versions it is the one that every reader knows, and what version 2
//! adds is not needed here. CSV and TSV are tabular resources with a Table
//! Schema; files of other formats are named without one.

use super::columns::Type;
use super::{Format, Layout, Written};
use serde_json::{Map, Value, json};

/// A file of rows, once written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Described {
    /// Its path as seen from the description's directory, with `/`.
    pub path: String,
    /// How it is written.
    pub format: Format,
    /// Its bytes.
    pub bytes: u64,
    /// Its rows.
    pub rows: u64,
}

/// The description of these files, as JSON.
pub fn datapackage(files: &[Described], layout: &Layout) -> String {
    let tabular = |file: &&Described| is_tabular(file.format);
    let all = !files.is_empty() && files.iter().all(|file| tabular(&file));
    let mut names = Vec::new();
    let resources: Vec<Value> =
        files.iter().map(|file| resource(file, name(&file.path, &mut names), layout)).collect();
    let package = json!({
        "profile": if all { "tabular-data-package" } else { "data-package" },
        "name": "quotes",
        "title": "Who said what, and through whom it is known",
        "description": "One row per attributed statement in news articles.",
        "keywords": ["news", "quotes", "attribution"],
        "whosaid_version": env!("CARGO_PKG_VERSION"),
        "resources": resources,
    });
    let mut text = serde_json::to_string_pretty(&package).expect("strings and numbers are JSON");
    text.push('\n');
    text
}

fn is_tabular(format: Format) -> bool {
    matches!(format, Format::Csv | Format::Tsv)
}

fn resource(file: &Described, name: String, layout: &Layout) -> Value {
    let mut of = Map::new();
    let mut put = |key: &str, value: Value| of.insert(key.into(), value);
    put("name", name.into());
    put("path", file.path.as_str().into());
    let tabular = is_tabular(file.format);
    if tabular {
        put("profile", "tabular-data-resource".into());
    }
    put("format", file.format.name().into());
    put("mediatype", mediatype(file.format).into());
    put("encoding", "utf-8".into());
    put("bytes", file.bytes.into());
    put("rows", file.rows.into());
    if tabular {
        put("dialect", dialect(file.format));
        put("schema", table_schema(layout));
    }
    Value::Object(of)
}

fn mediatype(format: Format) -> &'static str {
    match format {
        Format::Csv => "text/csv",
        Format::Tsv => "text/tab-separated-values",
        Format::Jsonl | Format::Attributions => "application/x-ndjson",
        Format::Annotations => "application/ld+json",
        Format::Brat => "text/plain",
        Format::Parquet => "application/vnd.apache.parquet",
        Format::Sqlite => "application/vnd.sqlite3",
    }
}

fn dialect(format: Format) -> Value {
    json!({
        "delimiter": if format == Format::Tsv { "\t" } else { "," },
        "lineTerminator": "\n",
        "quoteChar": "\"",
        "doubleQuote": true,
        "header": true,
    })
}

/// The columns as a Frictionless Table Schema.
pub(super) fn table_schema(layout: &Layout) -> Value {
    let fields: Vec<Value> = layout.columns().iter().map(field).collect();
    let mut schema = Map::new();
    schema.insert("fields".into(), fields.into());
    schema.insert("missingValues".into(), json!([""]));
    if layout.has("quote_id") {
        schema.insert("primaryKey".into(), "quote_id".into());
    }
    Value::Object(schema)
}

fn field(written: &Written) -> Value {
    let mut field = Map::new();
    field.insert("name".into(), written.name().into());
    let kind = match written.holds() {
        Type::Text | Type::Date | Type::Spans => "string",
        Type::Integer => "integer",
        Type::Number => "number",
    };
    field.insert("type".into(), kind.into());
    let Some(column) = written.column() else {
        field.insert("description".into(), "A field of the input, as it was there".into());
        return Value::Object(field);
    };
    field.insert("description".into(), column.meaning.into());
    field.insert("example".into(), column.example.into());
    if !column.unit.is_empty() {
        field.insert("unit".into(), column.unit.into());
    }
    let constraints = constraints(column);
    if !constraints.is_empty() {
        field.insert("constraints".into(), constraints.into());
    }
    Value::Object(field)
}

fn constraints(column: &super::Column) -> Map<String, Value> {
    let mut constraints = Map::new();
    if column.required {
        constraints.insert("required".into(), true.into());
    }
    if !column.values.is_empty() {
        constraints.insert("enum".into(), column.values.into());
    }
    match column.holds {
        Type::Integer => {
            constraints.insert("minimum".into(), 0.into());
        }
        Type::Number => {
            constraints.insert("minimum".into(), 0.into());
            constraints.insert("maximum".into(), 1.into());
        }
        Type::Text | Type::Date | Type::Spans => {}
    }
    constraints
}

/// A resource's name: lower case, digits, `-`, `_` and `.`, once in a package.
fn name(path: &str, taken: &mut Vec<String>) -> String {
    let file = path.rsplit('/').next().unwrap_or(path).to_lowercase();
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let base: String = file.chars().map(|c| if plain(c) { c } else { '-' }).collect();
    let mut name = base.clone();
    let mut n = 1;
    while taken.contains(&name) {
        n += 1;
        name = format!("{base}-{n}");
    }
    taken.push(name.clone());
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(files: &[(&str, Format)], layout: &Layout) -> Value {
        let described = |(path, format): &(&str, Format)| Described {
            path: path.to_string(),
            format: *format,
            bytes: 1000,
            rows: 7,
        };
        let files: Vec<Described> = files.iter().map(described).collect();
        serde_json::from_str(&datapackage(&files, layout)).unwrap()
    }

    #[test]
    fn the_schema_has_every_column_with_type_and_meaning() {
        let layout = Layout::new(None, &["section".into()], false).unwrap();
        let package = package(&[("quotes.csv", Format::Csv)], &layout);
        assert_eq!(package["profile"], "tabular-data-package");
        let schema = &package["resources"][0]["schema"];
        let fields = schema["fields"].as_array().unwrap();
        assert_eq!(fields.len(), 28);
        assert!(fields.iter().all(|f| f["description"].as_str().is_some_and(|d| d.len() > 10)));
        assert_eq!(fields[22]["type"], "integer");
        assert_eq!(fields[26]["constraints"]["maximum"], 1);
        assert_eq!(fields[10]["constraints"]["enum"][1], "attitude");
        assert_eq!(schema["primaryKey"], "quote_id");
        assert_eq!(schema["missingValues"][0], "");
    }

    #[test]
    fn a_key_that_is_not_written_is_none() {
        let layout = Layout::new(Some(&["quote".into()]), &[], false).unwrap();
        assert!(table_schema(&layout).get("primaryKey").is_none());
    }

    #[test]
    fn files_that_are_no_tables_are_named_without_a_schema() {
        let files = [
            ("out/Q 1.tsv", Format::Tsv),
            ("q.parquet", Format::Parquet),
            ("b/q 1.tsv", Format::Tsv),
        ];
        let package = package(&files, &Layout::default());
        assert_eq!(package["profile"], "data-package");
        let resources = package["resources"].as_array().unwrap();
        assert_eq!(resources[0]["dialect"]["delimiter"], "\t");
        assert_eq!(resources[0]["name"], "q-1.tsv");
        assert_eq!(resources[2]["name"], "q-1.tsv-2");
        assert!(resources[1].get("schema").is_none());
    }
}
