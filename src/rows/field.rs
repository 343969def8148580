//! The columns by name.

use crate::output::COLUMNS;

/// A column of a row, in the order of [`COLUMNS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the columns' meaning is in `output::FIXED_COLUMNS`")]
pub enum Field {
    QuoteId,
    ArticleId,
    Outlet,
    Published,
    Title,
    Speaker,
    SpeakerId,
    SpeakerKind,
    SpeakerRole,
    SpeakerAffiliation,
    Kind,
    Quote,
    QuoteType,
    Source,
    SourceKind,
    Addressee,
    Cue,
    Stance,
    SaidOn,
    SpeakerMention,
    Sentence,
    Paragraph,
    Start,
    End,
    Spans,
    Rule,
    Confidence,
}

impl Field {
    /// All of them, in order.
    pub const ALL: [Self; COLUMNS.len()] = [
        Self::QuoteId,
        Self::ArticleId,
        Self::Outlet,
        Self::Published,
        Self::Title,
        Self::Speaker,
        Self::SpeakerId,
        Self::SpeakerKind,
        Self::SpeakerRole,
        Self::SpeakerAffiliation,
        Self::Kind,
        Self::Quote,
        Self::QuoteType,
        Self::Source,
        Self::SourceKind,
        Self::Addressee,
        Self::Cue,
        Self::Stance,
        Self::SaidOn,
        Self::SpeakerMention,
        Self::Sentence,
        Self::Paragraph,
        Self::Start,
        Self::End,
        Self::Spans,
        Self::Rule,
        Self::Confidence,
    ];

    /// Its name in the header.
    pub fn name(self) -> &'static str {
        COLUMNS[self as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_named_as_its_column() {
        for field in Field::ALL {
            let plain = |name: &str| name.replace('_', "").to_lowercase();
            assert_eq!(plain(&format!("{field:?}")), plain(field.name()));
        }
    }
}
