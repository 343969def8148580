//! Which field of a record is which, and which are carried along.

use super::Error;
use serde_json::{Map, Value};

/// What a field can be to an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Its id.
    Id,
    /// Its words.
    Text,
    /// Its headline.
    Title,
    /// Who wrote it.
    Author,
    /// When it was published.
    Date,
    /// Where it ran.
    Outlet,
    /// Its address.
    Url,
}

impl Role {
    /// All roles with their names.
    pub const ALL: [(Self, &'static str); 7] = [
        (Self::Id, "id"),
        (Self::Text, "text"),
        (Self::Title, "title"),
        (Self::Author, "author"),
        (Self::Date, "date"),
        (Self::Outlet, "outlet"),
        (Self::Url, "url"),
    ];

    /// The role of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, n)| *n == name).map(|(role, _)| *role)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        Self::ALL[self as usize].1
    }
}

/// The fields that were named for roles; the others are guessed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldMap([Option<String>; Role::ALL.len()]);

impl FieldMap {
    /// Takes `ROLE=PATH`.
    ///
    /// # Errors
    /// [`Error::Field`] when it has another form or the role is not one.
    pub fn add(&mut self, said: &str) -> Result<(), Error> {
        let named = said.split_once('=').map(|(role, path)| (Role::named(role.trim()), path));
        match named {
            Some((Some(role), path)) if !path.trim().is_empty() => {
                self.0[role as usize] = Some(path.trim().into());
                Ok(())
            }
            _ => Err(Error::Field(said.into())),
        }
    }

    /// The field named for that role.
    pub fn get(&self, role: Role) -> Option<&str> {
        self.0[role as usize].as_deref()
    }
}

/// A field of the input that is carried into a column of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keep {
    /// The column's name.
    pub name: String,
    /// The field's path.
    pub field: String,
}

impl Keep {
    /// Takes `FIELD` or `NAME=FIELD`.
    ///
    /// # Errors
    /// [`Error::Keep`] when either is empty.
    pub fn parse(said: &str) -> Result<Self, Error> {
        let (name, field) = said.split_once('=').unwrap_or((said, said));
        let (name, field) = (name.trim(), field.trim());
        if name.is_empty() || field.is_empty() {
            return Err(Error::Keep(said.into()));
        }
        Ok(Self { name: name.into(), field: field.into() })
    }
}

/// The value at a path: `a.b`, where `a.b` may be a key too and goes first; `a.0.b` and
/// `a.b`, which is the first of a list `a`. Case matters only between keys.
pub(super) fn at<'r>(record: &'r Map<String, Value>, path: &str) -> Option<&'r Value> {
    let key = |name: &str| {
        let any_case = || record.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        record.get(name).or_else(|| any_case().map(|(_, value)| value))
    };
    key(path).or_else(|| {
        path.match_indices('.').find_map(|(dot, _)| within(key(&path[..dot])?, &path[dot + 1..]))
    })
}

fn within<'r>(value: &'r Value, path: &str) -> Option<&'r Value> {
    match value {
        Value::Object(object) => at(object, path),
        Value::Array(values) => {
            let (first, rest) = path.split_once('.').map_or((path, None), |(a, b)| (a, Some(b)));
            match (first.parse::<usize>(), rest) {
                (Ok(index), None) => values.get(index),
                (Ok(index), Some(rest)) => within(values.get(index)?, rest),
                (Err(_), _) => within(values.first()?, path),
            }
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_goes_into_objects_and_lists() {
        let record = r#"{"a": {"b": [{"c": 1}, {"c": 2}]}, "x.y": {"z": 3}, "x": {"y": {"z": 4}}}"#;
        let record: Map<String, Value> = serde_json::from_str(record).unwrap();
        for (path, value) in [
            ("a.b.1.c", Some(2)),
            ("a.b.c", Some(1)),
            ("A.B.c", Some(1)),
            ("x.y.z", Some(4)),
            ("a.b.7.c", None),
            ("a.b.c.d", None),
            ("", None),
            ("..", None),
        ] {
            assert_eq!(at(&record, path).and_then(Value::as_i64), value, "{path}");
        }
        assert_eq!(at(&record, "x.y"), record.get("x.y"));
    }

    #[test]
    fn what_names_no_role_or_field_is_an_error() {
        let mut map = FieldMap::default();
        for wrong in ["text", "text=", "colour=red", "=body", ""] {
            assert_eq!(map.add(wrong), Err(Error::Field(wrong.into())));
        }
        map.add("date = published_at").unwrap();
        assert_eq!(map.get(Role::Date), Some("published_at"));
        assert_eq!(Keep::parse("a="), Err(Error::Keep("a=".into())));
        let keep = Keep { name: "section".into(), field: "meta.section".into() };
        assert_eq!(Keep::parse("section=meta.section"), Ok(keep));
    }

    #[test]
    fn every_role_has_its_name() {
        for (role, name) in Role::ALL {
            assert_eq!((Role::named(name), role.name()), (Some(role), name));
        }
    }
}
