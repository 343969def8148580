//! Which field of a record is which, and which are carried along.

use super::Error;

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
