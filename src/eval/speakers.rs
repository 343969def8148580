//! How good the names are: of the quotes found, by what the mention looks like.

use super::alignment::Alignment;
use super::names::same_name;
use super::tally::Share;
use super::words::MentionType;
use serde::Serialize;
use serde::ser::{SerializeMap as _, Serializer};

/// Figures about speakers that the gold names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Speakers {
    /// Right names, by [`MentionType`] of the gold's mention.
    pub names: [Share; 4],
    /// Right kinds of speaker.
    pub kinds: Share,
}

impl Speakers {
    /// Counts the quotes found whose speaker, or kind of speaker, the gold tells.
    pub fn of(articles: &[Alignment<'_>]) -> Self {
        let mut speakers = Self::default();
        for (article, &(i, j)) in articles.iter().flat_map(|a| a.pairs.iter().map(move |p| (a, p)))
        {
            let (gold, given) = (article.gold[i].annotation, article.given[j].annotation);
            if let Some(name) = &gold.speaker {
                let mention = article.words.mention_type(&gold.mention);
                let given = given.speaker.as_deref().unwrap_or_default();
                speakers.names[mention as usize].add(same_name(name, given));
            }
            if gold.speaker_kind.is_some() {
                speakers.kinds.add(gold.kind_of_speaker() == given.kind_of_speaker());
            }
        }
        speakers
    }

    /// Whether the gold tells anything of speakers.
    pub fn is_empty(&self) -> bool {
        self.kinds.of == 0 && self.names.iter().all(|share| share.of == 0)
    }

    /// The shares that there are, by name.
    pub fn shares(&self) -> Vec<(String, Share)> {
        let names = MentionType::ALL.iter().zip(self.names);
        let names = names.map(|(m, share)| (format!("speaker name|content, {}", m.name()), share));
        let kinds = ("speaker kind|content".to_owned(), self.kinds);
        names.chain([kinds]).filter(|(_, share)| share.of > 0).collect()
    }
}

impl Serialize for Speakers {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let shares = self.shares();
        let mut map = to.serialize_map(Some(shares.len()))?;
        for (name, share) in shares {
            map.serialize_entry(&name, &share.value())?;
        }
        map.end()
    }
}
