//! Which of the articles that come are to be read, in input order.

use super::extraction::Extraction;
use super::journal::Note;
use super::{Error, Tally};
use crate::input::{Article, Notice, Prepared, Trouble};
use rustc_hash::FxHashSet;
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

/// Sees all that comes, in order: what an earlier run has done with, texts that come again, and
/// where there is enough.
pub(super) struct Gate {
    /// Hashes of the texts seen: eight bytes an article.
    texts: FxHashSet<u64>,
    drops_same_text: bool,
    limit: usize,
    /// Articles let through, also by the run before.
    admitted: usize,
    /// Items seen, and a hash of them all.
    read: u64,
    digest: u64,
    /// What the run before had seen.
    before: (u64, u64),
}

impl Gate {
    pub(super) fn new(extraction: &Extraction<'_>, before: &Note) -> Self {
        Self {
            texts: FxHashSet::default(),
            drops_same_text: extraction.drops_same_text,
            limit: extraction.limit.unwrap_or(usize::MAX),
            admitted: 0,
            read: 0,
            digest: 0,
            before: (before.read, before.digest),
        }
    }

    /// Items seen so far, and a hash of them.
    pub(super) fn place(&self) -> (u64, u64) {
        if self.read < self.before.0 { self.before } else { (self.read, self.digest) }
    }

    /// Whether no more articles are wanted.
    pub(super) fn is_full(&self) -> bool {
        self.admitted >= self.limit
    }

    /// The articles of a batch that are to be read, and in between what there is to tell.
    pub(super) fn admit(
        &mut self,
        batch: Vec<Prepared>,
        tally: &mut Tally,
    ) -> Result<Vec<Result<Article, Notice>>, Error> {
        let mut out = Vec::with_capacity(batch.len());
        for Prepared { notices, article } in batch {
            if self.is_full() {
                break;
            }
            let is_done = self.read < self.before.0;
            let mut told: Vec<_> = notices.into_iter().map(Err).collect();
            match article {
                Ok(article) => self.article(article, &mut told, (!is_done).then_some(&mut *tally)),
                Err(notice) => {
                    self.count(0);
                    if let (Trouble::DroppedId(_), false) = (&notice.trouble, is_done) {
                        tally.repeated += 1;
                        tally.dropped += 1;
                    }
                    told.push(Err(notice));
                }
            }
            if is_done {
                self.compare()?;
            } else {
                out.append(&mut told);
            }
        }
        Ok(out)
    }

    fn article(
        &mut self,
        article: Article,
        told: &mut Vec<Result<Article, Notice>>,
        tally: Option<&mut Tally>,
    ) {
        let text = hash(&article.text[article.body..]);
        let known = [&article.id, &article.outlet, &article.published, &article.title];
        let known = known.map(|value| xxh3_64(value.as_bytes()).to_le_bytes());
        self.count(text ^ xxh3_64(&known.concat()));
        let is_new = self.texts.insert(text);
        if let (false, Some(tally)) = (is_new, tally) {
            tally.repeated += 1;
            tally.dropped += usize::from(self.drops_same_text);
        }
        if !is_new {
            let trouble = Trouble::SameText { is_dropped: self.drops_same_text };
            let notice = Notice::file(&article.path, trouble).of_article(&article.id);
            told.push(Err(notice));
        }
        if is_new || !self.drops_same_text {
            self.admitted += 1;
            told.push(Ok(article));
        }
    }

    fn count(&mut self, hash: u64) {
        self.read += 1;
        self.digest = xxh3_64(&[self.digest.to_le_bytes(), hash.to_le_bytes()].concat());
    }

    /// Whether the run before saw the same.
    fn compare(&self) -> Result<(), Error> {
        match self.read == self.before.0 && self.digest != self.before.1 {
            true => Err(Error::OtherInput),
            false => Ok(()),
        }
    }

    /// All has come: whether it was as much as the run before saw.
    pub(super) fn finish(&self) -> Result<(), Error> {
        if self.read < self.before.0 { Err(Error::OtherInput) } else { Ok(()) }
    }
}

/// The same for texts that differ in white space alone.
fn hash(text: &str) -> u64 {
    let mut hash = Xxh3::new();
    for word in text.split_whitespace() {
        hash.update(word.as_bytes());
        hash.update(b" ");
    }
    hash.digest()
}
