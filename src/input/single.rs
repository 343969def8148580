//! Files that are one article.

use super::header::Header;
use super::raw::Body;
use super::source::{Origin, Place, Record, Records};
use super::streams::Input;
use super::{Form, Notice, Trouble};
use std::io::Read as _;

/// The one article of a file.
pub(super) struct Single {
    input: Option<Input>,
    form: Form,
    origin: Origin,
}

impl Single {
    pub(super) fn new(input: Input, form: Form, origin: Origin) -> Self {
        Self { input: Some(input), form, origin }
    }

    fn record(&self, input: Input) -> Result<Record, Notice> {
        let max = self.origin.options.max_article as u64;
        let (mut bytes, mut input) = (Vec::new(), input.take(max.saturating_add(1)));
        input
            .read_to_end(&mut bytes)
            .map_err(|error| self.origin.failed(Place::default(), &error))?;
        if bytes.len() as u64 > max {
            return Err(self.origin.notice(Trouble::TooLong(max)));
        }
        let body = match self.form {
            Form::Html => Body::Page(bytes, None),
            Form::Markdown => Body::Markdown(bytes),
            _ => Body::Text(bytes),
        };
        let (place, known) = (Place::default(), Header::default());
        Ok(Record { id: None, number: None, place, body, known, kept: Vec::new() })
    }
}

impl Records for Single {
    fn next(&mut self, _: &mut Vec<Notice>) -> Option<Result<Record, Notice>> {
        let input = self.input.take()?;
        Some(self.record(input))
    }
}
