//! The tags of the words of annotated articles, as CoreNLP gives them.

use super::Error;
use super::lines::{bytes_of_points, each};
use crate::eval::GoldArticle;
use crate::text::{Span, Tag, Token};
use rustc_hash::FxHashMap;
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::path::Path;

const FORM: &str = "one article: {\"id\", \"sentences\": [[[begin, end, word, lemma, tag, entity, \
                    head, relation], …], …]}, begin and end in code points";

/// Tags by article and place.
#[derive(Clone, Debug, Default)]
pub struct TagLayer {
    /// By id: (begin, end, tag) in code points, in text order.
    articles: FxHashMap<String, Vec<(u32, u32, Tag)>>,
}

type Word = (u32, u32, IgnoredAny, IgnoredAny, String, IgnoredAny, IgnoredAny, IgnoredAny);

#[derive(Deserialize)]
pub(super) struct Line {
    id: String,
    sentences: Vec<Vec<Word>>,
}

impl TagLayer {
    /// Adds the tags of a file, plain or compressed with gzip.
    ///
    /// # Errors
    /// When it cannot be read, or a line is no tagged article.
    pub fn read(&mut self, path: &Path) -> Result<(), Error> {
        each(path, FORM, |line: Line| self.add(line))
    }

    pub(super) fn add(&mut self, line: Line) {
        let words = line.sentences.into_iter().flatten();
        let tags = words.map(|(begin, end, _, _, tag, ..)| (begin, end, ours(&tag)));
        self.articles.insert(line.id, tags.collect());
    }

    /// Whether there are no tags at all.
    pub fn is_empty(&self) -> bool {
        self.articles.is_empty()
    }

    /// The tag of each token that the layer cuts out alike.
    pub fn tags(&self, gold: &GoldArticle, tokens: &[Token]) -> Vec<Option<Tag>> {
        let words = self.articles.get(&gold.id).map_or(&[][..], Vec::as_slice);
        let bytes = bytes_of_points(&gold.text);
        let byte = |point: u32| bytes.get(point as usize).copied().unwrap_or(u32::MAX);
        let span =
            |(begin, end, _): &(u32, u32, Tag)| Span { start: byte(*begin), end: byte(*end) };
        let mut words = words.iter().peekable();
        let tag_of = |token: &Token| {
            while words.next_if(|word| span(word) < token.span).is_some() {}
            let (.., tag) = words.next_if(|word| span(word) == token.span)?;
            Some(if token.tag == Tag::Punct { Tag::Punct } else { *tag })
        };
        tokens.iter().map(tag_of).collect()
    }
}

/// The tag as our tokens have it: all marks share one.
fn ours(tag: &str) -> Tag {
    match tag {
        "$" => Tag::SYM,
        _ => Tag::parse(tag).unwrap_or(Tag::Punct),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Document, LexiconBuilder};

    #[test]
    fn words_cut_otherwise_have_no_tag() {
        let text = "“Kim pays $5 o'clock.";
        let line = r#"{"id": "a", "sentences": [[[0, 1, "``", "``", "``", "O", 0, ""],
            [1, 4, "Kim", "Kim", "NNP", "O", 0, ""], [5, 9, "pays", "pay", "VBZ", "O", 0, ""],
            [10, 11, "$", "$", "$", "O", 0, ""], [11, 12, "5", "5", "CD", "O", 0, ""],
            [13, 14, "o", "o", "NN", "O", 0, ""], [20, 21, ".", ".", ".", "O", 0, ""]]]}"#;
        let mut layer = TagLayer::default();
        layer.add(serde_json::from_str(line).unwrap());
        let gold = GoldArticle { id: "a".into(), text: text.into(), ..GoldArticle::default() };
        let document = Document::untagged(text, 0, &LexiconBuilder::default().build());
        let expected = [Tag::Punct, Tag::NNP, Tag::VBZ, Tag::SYM, Tag::CD]
            .map(Some)
            .into_iter()
            .chain([None, Some(Tag::Punct)]);
        assert_eq!(layer.tags(&gold, &document.tokens), expected.collect::<Vec<_>>());
    }
}
