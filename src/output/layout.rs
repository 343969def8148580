//! Which columns are written, in which order, and for whom.
//!
//! Takes the flags `--columns`, `--keep` and `--excel` as typed; gives the columns
//! with what every format needs to know of each. The order never changes by
//! itself: the fixed columns, then the kept ones as asked for.

use super::columns::{Column, EXTRA, FIXED_COLUMNS, Type, Value};
use super::{Error, Row};
use crate::input::Article;
use crate::rules::suggest::nearest;
use std::borrow::Cow;

/// The columns of an output.
#[derive(Clone, Debug)]
pub struct Layout {
    columns: Vec<Written>,
    excel: bool,
}

/// A column as written.
#[derive(Clone, Debug)]
pub struct Written {
    name: Cow<'static, str>,
    place: Place,
    /// `"name":`, for JSON.
    pub(super) key: Vec<u8>,
}

/// Where a column's values come from.
#[derive(Clone, Copy, Debug)]
pub(super) enum Place {
    Known(&'static Column),
    /// The place in [`Article::kept`].
    Kept(usize),
}

impl Written {
    /// Its name in the header.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What is known of it; `None`: a kept field of the input.
    pub fn column(&self) -> Option<&'static Column> {
        match self.place {
            Place::Known(column) => Some(column),
            Place::Kept(_) => None,
        }
    }

    /// What it holds.
    pub fn holds(&self) -> Type {
        self.column().map_or(Type::Text, |column| column.holds)
    }

    /// Whether it is never empty.
    pub fn is_required(&self) -> bool {
        self.column().is_some_and(|column| column.required)
    }

    /// Its value in a row.
    pub fn value<'a>(&self, article: &'a Article, row: &'a Row) -> Value<'a> {
        match self.place {
            Place::Known(column) => (column.get)(article, row),
            Place::Kept(i) => Value::Text(article.kept.get(i).map_or("", String::as_str)),
        }
    }

    fn new(name: Cow<'static, str>, place: Place) -> Self {
        let mut key = serde_json::to_vec(&name).expect("a string is JSON");
        key.push(b':');
        Self { name, place, key }
    }

    fn known(column: &'static Column) -> Self {
        Self::new(column.name.into(), Place::Known(column))
    }
}

impl Default for Layout {
    /// The fixed columns.
    fn default() -> Self {
        Self { columns: FIXED_COLUMNS.iter().map(Written::known).collect(), excel: false }
    }
}

impl Layout {
    /// The columns named in `columns`, in that order; without it the fixed ones and then
    /// those `kept` from the input, whose names stand in the order of [`Article::kept`].
    /// `excel`: CSV and TSV are for a spreadsheet.
    ///
    /// # Errors
    /// When a name is unknown or stands twice, or a kept one is a column's already.
    pub fn new(columns: Option<&[String]>, kept: &[String], excel: bool) -> Result<Self, Error> {
        for (i, name) in kept.iter().enumerate() {
            if known(name).is_some() {
                return Err(Error::KeptIsFixed(name.clone()));
            }
            if kept[..i].contains(name) {
                return Err(Error::RepeatedColumn(name.clone()));
            }
        }
        let columns = match columns {
            None => {
                let kept = kept.iter().enumerate();
                let kept = kept.map(|(i, n)| Written::new(n.clone().into(), Place::Kept(i)));
                FIXED_COLUMNS.iter().map(Written::known).chain(kept).collect()
            }
            Some(names) => picked(names, kept)?,
        };
        Ok(Self { columns, excel })
    }

    /// The columns in their order.
    pub fn columns(&self) -> &[Written] {
        &self.columns
    }

    /// Whether CSV and TSV are for a spreadsheet.
    pub fn is_for_excel(&self) -> bool {
        self.excel
    }

    /// Whether it has a column of that name.
    pub fn has(&self, name: &str) -> bool {
        self.columns.iter().any(|c| c.name == name)
    }
}

/// The fixed or extra column of that name.
fn known(name: &str) -> Option<&'static Column> {
    FIXED_COLUMNS.iter().chain(&EXTRA).find(|c| c.name == name)
}

fn picked(names: &[String], kept: &[String]) -> Result<Vec<Written>, Error> {
    if names.is_empty() {
        return Err(Error::NoColumns);
    }
    let mut columns: Vec<Written> = Vec::new();
    for name in names.iter().map(|n| n.trim()) {
        if columns.iter().any(|c| c.name == name) {
            return Err(Error::RepeatedColumn(name.into()));
        }
        let column = known(name).map(Written::known).or_else(|| {
            let i = kept.iter().position(|k| k == name)?;
            Some(Written::new(kept[i].clone().into(), Place::Kept(i)))
        });
        columns.push(column.ok_or_else(|| unknown(name, kept))?);
    }
    Ok(columns)
}

fn unknown(name: &str, kept: &[String]) -> Error {
    let all = FIXED_COLUMNS.iter().chain(&EXTRA).map(|c| c.name);
    let all = all.chain(kept.iter().map(String::as_str));
    let near = nearest(&name.to_lowercase(), all).map(String::from);
    Error::UnknownColumn { name: name.into(), near, kept: kept.to_vec() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::COLUMNS;

    fn strings(names: &[&str]) -> Vec<String> {
        names.iter().map(ToString::to_string).collect()
    }

    fn names(columns: Option<&[&str]>, kept: &[&str]) -> Result<Vec<String>, Error> {
        let columns = columns.map(strings);
        let layout = Layout::new(columns.as_deref(), &strings(kept), false)?;
        Ok(layout.columns().iter().map(|c| c.name().to_string()).collect())
    }

    #[test]
    fn kept_fields_stand_after_the_fixed_columns() {
        let got = names(None, &["section", "lang"]).unwrap();
        assert_eq!(got[..27], COLUMNS);
        assert_eq!(got[27..], ["section", "lang"]);
    }

    #[test]
    fn columns_are_picked_and_ordered_among_all() {
        let wanted = ["url", "quote", "lang", "speaker"];
        assert_eq!(names(Some(&wanted), &["section", "lang"]).unwrap(), wanted);
        let columns = strings(&wanted);
        let layout = Layout::new(Some(&columns), &strings(&["section", "lang"]), false).unwrap();
        let article =
            Article { url: "u".into(), kept: strings(&["politics", "ko"]), ..Article::default() };
        let row = Row { quote: "q".into(), speaker: "Kim".into(), ..Row::default() };
        let values: Vec<_> = layout.columns().iter().map(|c| c.value(&article, &row)).collect();
        assert_eq!(values, ["u", "q", "ko", "Kim"].map(Value::Text));
    }

    #[test]
    fn a_misspelt_column_is_told_with_what_was_meant() {
        let error = names(Some(&["quote", "Speker"]), &[]).unwrap_err();
        assert_eq!(error.to_string(), "unknown column `Speker`");
        assert_eq!(error.help(), "did you mean `speaker`?");
        let error = names(Some(&["zebra"]), &["section"]).unwrap_err();
        assert!(error.help().contains("confidence, author, url, section; --keep zebra"));
    }

    #[test]
    fn a_kept_field_does_not_hide_a_column() {
        for name in ["speaker", "url"] {
            let error = names(None, &[name]).unwrap_err();
            assert_eq!(error, Error::KeptIsFixed(name.into()));
            assert!(error.help().contains(&format!("--keep input_{name}={name}")));
        }
    }

    #[test]
    fn a_name_stands_once() {
        assert_eq!(names(None, &["a", "a"]).unwrap_err(), Error::RepeatedColumn("a".into()));
        let error = names(Some(&["cue", "cue"]), &[]).unwrap_err();
        assert_eq!(error, Error::RepeatedColumn("cue".into()));
        assert_eq!(names(Some(&[]), &[]).unwrap_err(), Error::NoColumns);
    }
}
