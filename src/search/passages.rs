//! The passages of many rows, out of the articles' own files.
//!
//! Takes rows some thousands at a time; goes through the articles until each has its own.
//! Articles come in the order of their files, and rows mostly in the same one, so the
//! search goes on where the last one stopped: rows and articles in one order are one pass.
//! Where they are not, each call passes over the articles once.

use super::Passage;
use crate::input::{Article, Notice};
use crate::rows::{Field, Row};
use rustc_hash::FxHashMap;

type Reading = Box<dyn Iterator<Item = Result<Article, Notice>>>;

/// Why a row has no passage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lost {
    /// No article has its id.
    NoArticle,
    /// The quote is not where the row says.
    OtherText,
}

/// Articles that are read as often as they are needed.
pub struct Passages<E> {
    open: Box<dyn FnMut() -> Result<Reading, E>>,
    reading: Option<Reading>,
    /// The article read last: the next rows may be of it too.
    last: Option<Article>,
    /// How many articles of this pass are read.
    read: usize,
    passes: usize,
}

impl<E> Passages<E> {
    /// `open` begins to read the articles.
    pub fn new(open: impl FnMut() -> Result<Reading, E> + 'static) -> Self {
        Self { open: Box::new(open), reading: None, last: None, read: 0, passes: 0 }
    }

    /// The passages of these rows, or why there is none; `tell` hears what is wrong with
    /// articles, once.
    ///
    /// # Errors
    /// When `open` fails.
    pub fn of(
        &mut self,
        rows: &[Row],
        mut tell: impl FnMut(&Notice),
    ) -> Result<Vec<Result<Passage, Lost>>, E> {
        let mut found = vec![Err(Lost::NoArticle); rows.len()];
        let mut wanted: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
        for (i, row) in rows.iter().enumerate() {
            wanted.entry(row.get(Field::ArticleId)).or_default().push(i);
        }
        let mut see = |article: &Article| {
            for i in wanted.remove(article.id.as_str()).into_iter().flatten() {
                found[i] = Passage::of(article, &rows[i]).ok_or(Lost::OtherText);
            }
            wanted.is_empty()
        };
        if rows.is_empty() || self.last.as_ref().is_some_and(&mut see) {
            return Ok(found);
        }
        // What this pass has read already is looked at in the next one, and no more than that.
        let (begun, mut is_second) = (self.read, false);
        loop {
            match self.next(&mut tell)? {
                Some(article) => {
                    let is_done = see(&article) || (is_second && self.read >= begun);
                    self.last = Some(article);
                    if is_done {
                        break;
                    }
                }
                None if is_second || begun == 0 => break,
                None => is_second = true,
            }
        }
        Ok(found)
    }

    /// The next article of this pass; `None` at its end, after which the next pass begins.
    fn next(&mut self, tell: &mut impl FnMut(&Notice)) -> Result<Option<Article>, E> {
        let reading = match &mut self.reading {
            Some(reading) => reading,
            none => {
                self.passes += 1;
                none.insert((self.open)()?)
            }
        };
        for item in reading {
            match item {
                Ok(article) => {
                    self.read += 1;
                    return Ok(Some(article));
                }
                Err(notice) if self.passes == 1 => tell(&notice),
                Err(_) => {}
            }
        }
        self.reading = None;
        self.read = 0;
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;
    use std::convert::Infallible;
    use std::rc::Rc;

    /// Asks for rows of these articles, a call each; gives what was found and how many
    /// articles were read. There are articles a to e.
    fn ask(calls: &[&str]) -> (Vec<String>, usize) {
        let read = Rc::new(Cell::new(0));
        let counter = Rc::clone(&read);
        let mut passages = Passages::new(move || {
            let counter = Rc::clone(&counter);
            let articles = ["a", "b", "c", "d", "e"].map(|id| Article {
                id: id.into(),
                text: format!("it is {id}"),
                ..Article::default()
            });
            let reading = articles.into_iter().inspect(move |_| counter.set(counter.get() + 1));
            Ok::<_, Infallible>(Box::new(reading.map(Ok)) as Reading)
        });
        let found = calls.iter().map(|ids| {
            let row = |id: char| {
                let id = id.to_string();
                let spans = (Field::Spans, "quote=6-7");
                Row::of(&[(Field::ArticleId, &id), (Field::Quote, &id.replace('B', "b")), spans])
            };
            let rows: Vec<Row> = ids.chars().map(row).collect();
            let Ok(found) = passages.of(&rows, |_| unreachable!("nothing is wrong"));
            found.iter().map(|f| f.as_ref().map_or("-", |p| &p.text[6..])).collect()
        });
        let found = found.collect();
        (found, read.get())
    }

    #[test]
    fn rows_in_the_order_of_the_articles_are_one_pass() {
        let (found, read) = ask(&["aab", "bc", "ce"]);
        assert_eq!((found, read), (["aab", "bc", "ce"].map(String::from).to_vec(), 5));
    }

    #[test]
    fn rows_in_another_order_are_found_all_the_same() {
        let (found, read) = ask(&["d", "ba", "e", "c"]);
        assert_eq!(found, ["d", "ba", "e", "c"]);
        // d: four; b and a: e, a, b; e: c, d, e; c: three.
        assert_eq!(read, 4 + 3 + 3 + 3);
    }

    #[test]
    fn what_is_nowhere_costs_one_pass_a_call() {
        let (found, read) = ask(&["x", "bx", "x"]);
        assert_eq!((found, read), (["-", "b-", "-"].map(String::from).to_vec(), 15));
    }
}
