//! What a speaker mention stands for, and how that is known.

use super::entities::EntityIx;
use crate::text::TokenRange;

/// How it is known for whom a mention stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum How {
    /// Its own words: it names or describes nobody else.
    #[default]
    Words,
    /// A form of the name.
    Name,
    /// Beside a name: an appositive, "who".
    Beside,
    /// A pronoun: who is talked of.
    Pronoun,
    /// "I": who is quoted, or the author.
    First,
    /// The role that the article gives.
    Role(TokenRange),
    /// The party and state after the name.
    Seat,
    /// What the organisation's name says it is.
    Kind,
    /// Nobody else is talked of as much.
    Salient,
}

/// What a speaker mention stands for.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Speaker {
    /// The entities; several for "Obama and Clinton".
    pub(super) entities: Vec<EntityIx>,
    pub(super) name: String,
    pub(super) kind: &'static str,
    pub(super) role: String,
    pub(super) affiliation: String,
    /// Whether the speaker is itself an outlet.
    pub(super) is_outlet: bool,
    /// How all that is known.
    pub(super) how: How,
    /// Who else was thought of, with weights, heaviest first; only where reasons are asked for.
    pub(super) rivals: Vec<(EntityIx, f32)>,
    /// Why it is that speaker, if asked for.
    pub(super) why: Vec<String>,
    /// How sure it is, of one.
    pub(super) sureness: f32,
}

impl Default for Speaker {
    fn default() -> Self {
        Self {
            entities: Vec::new(),
            name: String::new(),
            kind: "",
            role: String::new(),
            affiliation: String::new(),
            is_outlet: false,
            how: How::Words,
            rivals: Vec::new(),
            why: Vec::new(),
            sureness: 1.0,
        }
    }
}
