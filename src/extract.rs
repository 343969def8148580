//! One article to its rows: the pipeline in one place.

use crate::attribution::{Attribution, Weigher, assemble};
use crate::input::Article;
use crate::matcher::{Attachment, Candidate, Matcher};
use crate::output::{self, CodePoints, Row, Spans};
use crate::rules::{Kind, Role, RuleId, RuleSet, SlotName};
use crate::speakers::{self, Asked, Found, Identity, Vocabulary};
use crate::text::{Document, Tag, TokenRange};
use std::slice;
use std::sync::Arc;

/// Candidates below this score are not believed, unless learned tables say
/// otherwise.
// 0.6: on the training part rules alone have content@0.5 precision 79.2 at F1 68.8;
// 0.5 gives 76.8 at 69.3, 0.7 gives 82.1 at 67.5.
pub const FLOOR: f32 = 0.6;

// 256 KB: with as much text between one stage and the next, 3.4 MB of news took 29 % fewer
// mispredicted branches and half as many misses of the second-level cache as article by article,
// and 22 % fewer cycles; twice as much gave little more.
const TOGETHER: usize = 256 << 10;

/// The least score that is believed when nothing else is asked for.
pub fn default_floor(rules: &RuleSet) -> f32 {
    let learned = rules.models.as_ref().and_then(|m| m.readings.as_ref()?.floor());
    learned.unwrap_or(FLOOR)
}

/// A rule set made ready for extracting. Shared by all threads.
pub struct Extractor<'r> {
    pub(crate) rules: &'r RuleSet,
    pub(crate) matcher: Matcher<'r>,
    pub(crate) floor: f32,
    kinds: Option<Vec<Kind>>,
    words: Vocabulary<'r>,
}

impl<'r> Extractor<'r> {
    /// Makes `rules` ready.
    pub fn new(rules: &'r RuleSet) -> Self {
        let floor = default_floor(rules);
        let words = Vocabulary::of(&rules.lexicon);
        Self { rules, matcher: Matcher::new(rules, None), floor, kinds: None, words }
    }

    /// This extractor with another least confidence, if there is one: what is
    /// less sure is not believed.
    pub fn with_min_confidence(mut self, least: Option<f32>) -> Self {
        self.floor = least.unwrap_or(self.floor);
        self
    }

    /// This extractor with rows of these kinds alone.
    pub fn with_kinds(mut self, kinds: &[Kind]) -> Self {
        self.kinds = Some(kinds.to_vec());
        self
    }

    /// The rows of one article, in text order: of all kinds, unless some are asked for.
    pub fn rows(&self, article: &Article) -> Vec<Row> {
        self.rows_of_each(slice::from_ref(article)).pop().unwrap_or_default()
    }

    /// The rows of each of these articles, as [`Extractor::rows`] gives them, and faster: each
    /// stage is done with many short articles before the next begins, so that its code and
    /// tables are in the processor's caches for all but the first.
    pub fn rows_of_each(&self, articles: &[Article]) -> Vec<Vec<Row>> {
        let mut rows = Vec::with_capacity(articles.len());
        let mut rest = articles;
        while !rest.is_empty() {
            let (together, others) = rest.split_at(together(rest));
            self.staged(together, &mut rows);
            rest = others;
        }
        rows
    }

    /// Appends the rows of each of `articles`, stage by stage.
    fn staged(&self, articles: &[Article], rows: &mut Vec<Vec<Row>>) {
        let lexicon = &self.rules.lexicon;
        let mut documents: Vec<_> =
            articles.iter().map(|a| Document::untagged(&a.text, a.body, lexicon)).collect();
        for document in &mut documents {
            document.tag(lexicon);
        }
        let mut read: Vec<_> = documents.iter().map(|document| self.find(document)).collect();
        if let Some(mut weigher) = self.weigher() {
            for (document, (candidates, _)) in documents.iter().zip(&mut read) {
                weigher.weigh(document, candidates);
            }
        }
        let decided: Vec<_> = documents
            .iter()
            .zip(read)
            .map(|(document, (candidates, attachments))| {
                self.assemble(document, candidates, &attachments)
            })
            .collect();
        let of_each = articles.iter().zip(&documents).zip(&decided);
        let asked: Vec<_> = of_each
            .map(|((article, document), (attributions, sources))| Asked {
                article,
                document,
                found: Found { attributions, sources },
            })
            .collect();
        let identities = speakers::identities(&asked, &self.words, false);
        rows.extend(asked.iter().zip(identities).map(|(asked, identities)| {
            self.rows_of(asked.article, asked.document, asked.found.attributions, identities)
        }));
    }

    /// The rows of these attributions of an article, by these speakers.
    pub(crate) fn rows_of(
        &self,
        article: &Article,
        document: &Document<'_>,
        attributions: &[Attribution],
        identities: Vec<Identity>,
    ) -> Vec<Row> {
        let points = CodePoints::new(&article.text);
        let known = Known::of(article);
        let mut rows = Vec::with_capacity(attributions.len());
        rows.extend(attributions.iter().zip(identities).filter_map(|(attribution, identity)| {
            self.row(&known, document, &points, attribution, identity)
        }));
        rows
    }

    fn row(
        &self,
        article: &Known,
        document: &Document<'_>,
        points: &CodePoints<'_>,
        attribution: &Attribution,
        identity: Identity,
    ) -> Option<Row> {
        let is_wanted = |kind: Kind| self.kinds.as_ref().is_none_or(|kinds| kinds.contains(&kind));
        // A statement may turn out to be an attitude.
        if attribution.kind != Kind::Statement && !is_wanted(attribution.kind) {
            return None;
        }
        let text = document.text;
        let quote_type = output::quote_type(text, &attribution.quote);
        // What no person, group or document says is a sign of something, no
        // statement, unless it gives words.
        let described = attribution.speaker.is_some_and(|r| ends_in_noun(document, r));
        let nobody = described && identity.speaker_kind.is_empty();
        let kind = match attribution.kind {
            Kind::Statement if nobody && quote_type == "indirect" => Kind::Attitude,
            kind => kind,
        };
        if !is_wanted(kind) {
            return None;
        }
        let head = &document.tokens[attribution.head as usize];
        let place = |range: Option<TokenRange>| {
            let range = range.filter(|r| !r.is_empty())?;
            Some(points.span(document.span(range)))
        };
        let quote = points.spans(&attribution.quote);
        let negation = if attribution.negated { "not-" } else { "" };
        let stance = [negation, attribution.stance(self.rules)].concat();
        Some(Row {
            quote_id: output::quote_id(&article.id, &quote),
            article_id: article.id.clone(),
            outlet: article.outlet.clone(),
            published: article.published.clone(),
            title: article.title.clone(),
            speaker: identity.speaker,
            speaker_id: String::new(),
            speaker_kind: identity.speaker_kind,
            speaker_role: identity.speaker_role,
            speaker_affiliation: identity.speaker_affiliation,
            kind: kind.name(),
            quote: output::join_pieces(text, &attribution.quote),
            quote_type,
            source: identity.source,
            source_kind: identity.source_kind,
            addressee: identity.addressee,
            cue: document.words(attribution.cue).to_owned(),
            stance,
            said_on: identity.said_on,
            speaker_mention: attribution.speaker.map_or("", |r| document.words(r)).to_owned(),
            sentence: head.sentence as usize + 1,
            paragraph: head.paragraph as usize + 1,
            start: quote.first().map_or(0, |s| s.start as usize),
            end: quote.last().map_or(0, |s| s.end as usize),
            spans: Spans {
                quote,
                speaker: place(attribution.speaker),
                cue: place(Some(attribution.cue)),
                source: place(attribution.source),
                addressee: place(attribution.addressee),
            },
            rule: String::from(&*self.rules.rule(attribution.rule).id),
            confidence: self.confidence(attribution, identity.sureness),
        })
    }

    /// How probable the row is, its speaker with it; doubt about the speaker alone does
    /// not bring it below the least that is believed.
    fn confidence(&self, attribution: &Attribution, sureness: f32) -> f32 {
        let least = self.floor.min(attribution.confidence);
        (attribution.confidence * sureness).max(least)
    }

    /// Every reading before any is chosen, with the document's attachments.
    pub fn candidates(&self, document: &Document<'_>) -> Vec<Candidate> {
        self.matcher.find(document).0
    }

    /// The attributions of one document, in text order.
    pub fn attributions(&self, document: &Document<'_>) -> Vec<Attribution> {
        self.found(document).0
    }

    /// The attributions, and the words anywhere that name a source.
    fn found(&self, document: &Document<'_>) -> (Vec<Attribution>, Vec<TokenRange>) {
        let (candidates, attachments) = self.find(document);
        self.decide(document, candidates, &attachments)
    }

    /// A stage of [`Extractor::rows`]: every reading of every rule.
    pub fn find(&self, document: &Document<'_>) -> (Vec<Candidate>, Vec<Attachment>) {
        self.matcher.find(document)
    }

    /// The stage after it: the attributions that stand, and the words anywhere that name a
    /// source.
    pub fn decide(
        &self,
        document: &Document<'_>,
        mut candidates: Vec<Candidate>,
        attachments: &[Attachment],
    ) -> (Vec<Attribution>, Vec<TokenRange>) {
        self.weigh(document, &mut candidates);
        self.assemble(document, candidates, attachments)
    }

    /// The second half of [`Extractor::decide`], of candidates that are weighed.
    fn assemble(
        &self,
        document: &Document<'_>,
        candidates: Vec<Candidate>,
        attachments: &[Attachment],
    ) -> (Vec<Attribution>, Vec<TokenRange>) {
        let attributions = assemble(document, self.rules, candidates, attachments, self.floor);
        (attributions, self.sources(attachments))
    }

    /// The last stage: who speaks, and the rows.
    pub fn resolve(
        &self,
        article: &Article,
        document: &Document<'_>,
        attributions: &[Attribution],
        sources: &[TokenRange],
    ) -> Vec<Row> {
        let found = Found { attributions, sources };
        let asked = Asked { article, document, found };
        let identities = speakers::identities(&[asked], &self.words, false).pop();
        self.rows_of(article, document, attributions, identities.unwrap_or_default())
    }

    /// The words that attaching rules found to name a source.
    pub(crate) fn sources(&self, attachments: &[Attachment]) -> Vec<TokenRange> {
        let adds = |a: &&Attachment| self.rules.rule(a.rule).role == Role::Attach(SlotName::Source);
        attachments.iter().filter(adds).map(|a| a.filler).collect()
    }

    /// Gives each candidate its probability as its score, if there are tables.
    pub(crate) fn weigh(&self, document: &Document<'_>, candidates: &mut [Candidate]) {
        if let Some(mut weigher) = self.weigher() {
            weigher.weigh(document, candidates);
        }
    }

    /// What weighs candidates, if there are tables.
    fn weigher(&self) -> Option<Weigher<'_>> {
        Weigher::new(self.rules, self.rules.models.as_ref()?)
    }
}

/// What all rows of an article tell of it.
struct Known {
    id: Arc<str>,
    outlet: Arc<str>,
    published: Arc<str>,
    title: Arc<str>,
}

impl Known {
    fn of(article: &Article) -> Self {
        let Article { id, outlet, published, title, .. } = article;
        let [id, outlet, published, title] =
            [id, outlet, published, title].map(|value| value.as_str().into());
        Self { id, outlet, published, title }
    }
}

/// How many of these articles, of which there are some, go through the stages together: those
/// that begin in the first [`TOGETHER`] bytes of text.
fn together(articles: &[Article]) -> usize {
    let mut bytes = 0;
    let count = articles.iter().take_while(|article| {
        let is_near = bytes < TOGETHER;
        bytes += article.text.len();
        is_near
    });
    count.count()
}

/// Whether the mention is a description: the last noun before any comma is a
/// common one.
fn ends_in_noun(document: &Document<'_>, mention: TokenRange) -> bool {
    let tags = mention.iter().map(|i| document.tokens[i].tag).take_while(|tag| *tag != Tag::Punct);
    let last = tags.filter(|tag| tag.is_noun()).last();
    matches!(last, Some(Tag::NN | Tag::NNS))
}

/// The rows of one article with `rules`.
pub fn rows(article: &Article, rules: &RuleSet) -> Vec<Row> {
    Extractor::new(rules).rows(article)
}

/// What a rule read in a text, in words: for testing rules.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are the slots, verbatim; empty if not filled")]
pub struct Reading {
    pub rule: RuleId,
    pub ended_by: Option<RuleId>,
    pub speaker: String,
    pub cue: String,
    pub quote: String,
    pub source: String,
    pub addressee: String,
    pub when: String,
}

/// The readings of `text`. With `only`, of the rules that make attributions
/// just that one is used, and every match of it counts; end and attaching rules
/// always are. Learned tables are left out: what a rule reads is the rule's own.
pub fn attributions(text: &str, rules: &RuleSet, only: Option<RuleId>) -> Vec<Reading> {
    let document = Document::read(text, 0, &rules.lexicon);
    let (candidates, attachments) = Matcher::new(rules, only).with_models(None).find(&document);
    let floor = if only.is_some() { 0.0 } else { FLOOR };
    let words = |range: Option<TokenRange>| range.map_or("", |r| document.words(r)).to_owned();
    assemble(&document, rules, candidates, &attachments, floor)
        .into_iter()
        .map(|a| Reading {
            rule: a.rule,
            ended_by: a.ended_by,
            speaker: words(a.speaker),
            cue: words(Some(a.cue)),
            quote: a.quote.iter().map(|s| s.of(text)).collect::<Vec<_>>().join(" … "),
            source: words(a.source),
            addressee: words(a.addressee),
            when: words(a.when),
        })
        .collect()
}
