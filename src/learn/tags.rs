//! The tagger: annotated words to `tags.bin`.
//!
//! Our own tokens are tagged, those that the layer cuts otherwise without
//! being learned from, so that the tagger sees in training what it will see.

use super::perceptron::{Learner, pack};
use super::{Error, TagLayer, Watch};
use crate::eval::GoldArticle;
use crate::text::perceptron::{Dictionary, Entry, Forms, Weights, hash, walk};
use crate::text::{Document, Lexicon, Tag, TagModel, TagSet, Token, WordId};
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;

/// How the tagger is learned.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Times that all sentences are gone through.
    pub epochs: usize,
    /// A word is in the dictionary when it is seen this often.
    pub in_dictionary: usize,
    /// A word may have a tag that it has in this share of its places.
    pub tag_share: f64,
    /// Features name this many words as neighbours.
    pub frequent: usize,
}

impl Default for Options {
    fn default() -> Self {
        // Settled on an eighth of the training articles, held out.
        Self { epochs: 8, in_dictionary: 5, tag_share: 0.005, frequent: 64 }
    }
}

/// How many tags are as annotated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Agreement {
    /// Tokens with an annotated tag.
    pub tokens: usize,
    /// Those whose tag is the same.
    pub same: usize,
}

impl Agreement {
    /// The share of tags that are the same.
    pub fn share(&self) -> f64 {
        self.same as f64 / self.tokens.max(1) as f64
    }
}

/// Learns a tagger in the usual way.
///
/// # Errors
/// If the layer has no tag for any token of the articles.
pub fn learn(
    gold: &[GoldArticle],
    layer: &TagLayer,
    lexicon: &Lexicon,
    watch: Watch<'_>,
) -> Result<TagModel, Error> {
    learn_with(gold, layer, lexicon, &Options::default(), watch)
}

/// Learns a tagger in a given way.
///
/// # Errors
/// As [`learn`].
pub fn learn_with(
    gold: &[GoldArticle],
    layer: &TagLayer,
    lexicon: &Lexicon,
    options: &Options,
    watch: Watch<'_>,
) -> Result<TagModel, Error> {
    let articles: Vec<Tagged<'_>> = gold.iter().map(|g| Tagged::new(g, layer, lexicon)).collect();
    let dictionary = dictionary(&articles, lexicon, options).ok_or(Error::NoTags)?;
    let forms = Forms::new(dictionary.clone(), lexicon);
    let mut done = 0;
    let mut epochs = |mut learner: Learner| {
        for epoch in 0..options.epochs {
            go_through(&articles, &forms, epoch as u64, &mut learner);
            done += 1;
            watch("tagger", done, 2 * options.epochs);
        }
        learner.averages()
    };
    // Twice: the second time with those features alone that weigh something,
    // which then make up for the others.
    let all = epochs(Learner::default());
    let kept: FxHashSet<u32> = pack(&all).into_iter().map(|(key, _)| key).collect();
    let rows = pack(&epochs(Learner::only(kept)));
    Ok(TagModel { dictionary, weights: Weights::new(&rows) })
}

/// The articles read, each with tags by a tagger that never saw it: so others
/// can learn from tags as they will be on articles unseen.
pub(super) fn crossed<'t>(
    gold: &'t [GoldArticle],
    layer: &TagLayer,
    lexicon: &mut Lexicon,
    watch: Watch<'_>,
) -> Vec<Document<'t>> {
    // Four: with three quarters of the articles a tagger is as good to 0.1 %.
    let parts = 4.min(gold.len());
    let mut documents: Vec<Document<'t>> = gold.iter().map(|_| Document::default()).collect();
    for part in 0..parts {
        let others = gold.iter().enumerate().filter(|(i, _)| i % parts != part);
        let others: Vec<GoldArticle> = others.map(|(_, article)| article.clone()).collect();
        let name = "taggers for other tables";
        let model = learn(&others, layer, lexicon, &mut |_, done, all| {
            watch(name, part * all + done, parts * all);
        });
        // Where few articles have tags the others may have none: then the tagger stays.
        if let Ok(model) = model {
            lexicon.set_tag_model(model);
        }
        for i in (part..gold.len()).step_by(parts) {
            documents[i] = Document::read(&gold[i].text, 0, lexicon);
        }
    }
    documents
}

/// How far the tags that `lexicon` gives agree with the layer's.
pub fn agreement(gold: &[GoldArticle], layer: &TagLayer, lexicon: &Lexicon) -> Agreement {
    let mut agreement = Agreement::default();
    for article in gold {
        let document = Document::read(&article.text, 0, lexicon);
        for (token, tag) in document.tokens.iter().zip(layer.tags(article, &document.tokens)) {
            agreement.tokens += usize::from(tag.is_some());
            agreement.same += usize::from(tag == Some(token.tag));
        }
    }
    agreement
}

/// An article with the tags to be learned.
struct Tagged<'t> {
    document: Document<'t>,
    tags: Vec<Option<Tag>>,
}

impl<'t> Tagged<'t> {
    fn new(gold: &'t GoldArticle, layer: &TagLayer, lexicon: &Lexicon) -> Self {
        let document = Document::untagged(&gold.text, 0, lexicon);
        let tags = layer.tags(gold, &document.tokens);
        Self { document, tags }
    }

    /// Each token to be learned from: its lower-cased form and its tag.
    fn words<'a>(&'a self, lexicon: &'a Lexicon) -> impl Iterator<Item = (String, Tag)> + 'a {
        self.document.tokens.iter().zip(&self.tags).filter_map(|(token, tag)| {
            let known = lexicon.spelling(token.word);
            let lower = || token.span.of(self.document.text).to_lowercase().replace('’', "'");
            let word = if token.word == WordId::UNKNOWN { lower() } else { known.to_owned() };
            Some((word, (*tag)?))
        })
    }
}

/// The words that are seen often, and the tags of the others; `None` where no
/// word has a tag.
fn dictionary(articles: &[Tagged<'_>], lexicon: &Lexicon, options: &Options) -> Option<Dictionary> {
    let mut counts: BTreeMap<String, [usize; Tag::ALL.len()]> = BTreeMap::new();
    for (word, tag) in articles.iter().flat_map(|a| a.words(lexicon)) {
        counts.entry(word).or_insert([0; Tag::ALL.len()])[tag as usize] += 1;
    }
    let total = |counts: &[usize]| counts.iter().sum::<usize>();
    let mut by_count: Vec<usize> = counts.values().map(|c| total(c)).collect();
    by_count.sort_unstable_by(|a, b| b.cmp(a));
    let frequent = by_count.get(options.frequent).copied().unwrap_or(0);
    let (mut words, mut rare) = (Vec::new(), [0; Tag::ALL.len()]);
    for (word, counts) in &counts {
        let all = total(counts);
        if all < options.in_dictionary {
            rare.iter_mut().zip(counts).for_each(|(sum, n)| *sum += n);
            continue;
        }
        let least = (all as f64 * options.tag_share).max(1.0);
        let tags = at_least(counts, least);
        words.push((hash(word), Entry { tags, is_frequent: all > frequent }));
    }
    // A thousandth: what fewer rare words have is not worth weighing for all.
    let open = at_least(&rare, (total(&rare) as f64 / 1000.0).max(1.0));
    let all = words.iter().map(|(_, entry)| entry.tags).fold(TagSet::default(), TagSet::union);
    let open = if open.is_empty() { all } else { open };
    (!open.is_empty()).then(|| Dictionary::new(open, words))
}

fn at_least(counts: &[usize; Tag::ALL.len()], least: f64) -> TagSet {
    let tags = Tag::ALL.iter().filter(|(tag, _)| counts[*tag as usize] as f64 >= least);
    tags.fold(TagSet::default(), |set, (tag, _)| set.union(TagSet::of(&[*tag])))
}

/// Learns from all sentences once, in an order that `seed` settles.
fn go_through(articles: &[Tagged<'_>], forms: &Forms, seed: u64, learner: &mut Learner) {
    let sentences = |(a, article): (usize, &Tagged<'_>)| {
        (0..article.document.sentences.len()).map(move |s| (a, s)).collect::<Vec<_>>()
    };
    let mut order: Vec<_> = articles.iter().enumerate().flat_map(sentences).collect();
    shuffle(&mut order, seed);
    let mut tokens: Vec<Token> = Vec::new();
    for (a, s) in order {
        let Tagged { document, tags } = &articles[a];
        let range = document.sentences[s].tokens.iter();
        tokens.clear();
        tokens.extend_from_slice(&document.tokens[range.clone()]);
        let tags = &tags[range];
        walk(forms, document.text, &mut tokens, |i, candidates, features| {
            learner.learn(candidates, features, tags[i])
        });
    }
}

/// Fisher and Yates's shuffle with numbers by splitmix64.
fn shuffle<T>(items: &mut [T], seed: u64) {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    for i in (1..items.len()).rev() {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        items.swap(i, ((z ^ (z >> 31)) % (i as u64 + 1)) as usize);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::LexiconBuilder;

    /// Words that are nouns after "the" and verbs after "to".
    const BOTH: [&str; 4] = ["plan", "vote", "talk", "report"];

    fn gold() -> (Vec<GoldArticle>, TagLayer) {
        let (mut gold, mut layer) = (Vec::new(), TagLayer::default());
        for (n, word) in BOTH.iter().enumerate() {
            let mut words = [("the", "DT"), (word, "NN"), ("to", "TO"), (word, "VB"), (".", ".")];
            // Both orders, so that only the word before tells.
            words[..4].rotate_left(n % 2 * 2);
            let (mut text, mut tagged) = (String::new(), Vec::new());
            for (word, tag) in words {
                let begin = text.len();
                text.push_str(word);
                tagged.push(serde_json::json!([begin, text.len(), word, word, tag, "O", 0, ""]));
                text.push(' ');
            }
            let line = serde_json::json!({"id": n.to_string(), "sentences": [tagged]});
            layer.add(serde_json::from_value(line).unwrap());
            gold.push(GoldArticle { id: n.to_string(), text, ..GoldArticle::default() });
        }
        (gold, layer)
    }

    fn learned(gold: &[GoldArticle], layer: &TagLayer) -> TagModel {
        let options = Options { in_dictionary: 2, ..Options::default() };
        let lexicon = LexiconBuilder::default().build();
        learn_with(gold, layer, &lexicon, &options, &mut |_, _, _| {}).unwrap()
    }

    #[test]
    fn the_tag_before_tells_nouns_from_verbs() {
        let (gold, layer) = gold();
        let mut lexicon = LexiconBuilder::default().build();
        lexicon.set_tag_model(learned(&gold, &layer));
        assert_eq!(agreement(&gold, &layer, &lexicon), Agreement { tokens: 20, same: 20 });
        let unseen = Document::read("to plan the vote .", 0, &lexicon);
        let tags: Vec<Tag> = unseen.tokens.iter().map(|t| t.tag).collect();
        assert_eq!(tags, [Tag::TO, Tag::VB, Tag::DT, Tag::NN, Tag::Punct]);
    }

    #[test]
    fn the_same_articles_give_the_same_bytes() {
        let (gold, layer) = gold();
        assert_eq!(learned(&gold, &layer).to_bytes(), learned(&gold, &layer).to_bytes());
    }

    #[test]
    fn tags_of_other_articles_teach_nothing() {
        let (mut gold, layer) = gold();
        gold.iter_mut().for_each(|g| g.id.push('x'));
        let lexicon = LexiconBuilder::default().build();
        let result = learn(&gold, &layer, &lexicon, &mut |_, _, _| {});
        assert_eq!(result, Err(Error::NoTags));
    }
}
