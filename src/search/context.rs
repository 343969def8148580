//! Rows before and after those that were found, as `grep -C` shows lines.
//!
//! Takes all rows in their order; gives the found ones and their neighbours in the same
//! article. The rows of an article follow one another, so another id ends it; a row without an
//! id is an article of its own.

use crate::rows::{Field, Row};
use std::collections::VecDeque;

/// A row to be shown.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The row.
    pub row: Row,
    /// Whether it was found; else it stands near one that was.
    pub is_found: bool,
    /// Whether it does not follow the row that was shown before it.
    pub is_apart: bool,
}

/// The rows that may yet be shown, and how many are still to come.
#[derive(Clone, Debug)]
pub struct Context {
    before: usize,
    after: usize,
    held: VecDeque<Row>,
    to_come: usize,
    article: String,
    /// Whether the first row held follows the last one shown.
    follows: bool,
}

impl Context {
    /// So many rows of the same article before and after each found one.
    pub fn new(before: usize, after: usize) -> Self {
        let (held, article) = (VecDeque::new(), String::new());
        Self { before, after, held, to_come: 0, article, follows: false }
    }

    /// Takes the next row; gives what is to be shown, in order.
    ///
    /// ```
    /// use whosaid::rows::{Field, Row};
    /// use whosaid::search::Context;
    ///
    /// let mut context = Context::new(1, 1);
    /// let found = [false, false, true, false, false];
    /// let row = Row::of(&[(Field::ArticleId, "a")]);
    /// let shown: Vec<_> = found.iter().flat_map(|&f| context.take(row.clone(), f)).collect();
    /// assert_eq!(shown.iter().map(|s| s.is_found).collect::<Vec<_>>(), [false, true, false]);
    /// ```
    pub fn take(&mut self, row: Row, is_found: bool) -> Vec<Shown> {
        self.enter(&row);
        if is_found {
            self.to_come = self.after;
            let mut follows = std::mem::replace(&mut self.follows, true);
            let near = self.held.drain(..).map(|row| (row, false));
            return near
                .chain([(row, true)])
                .map(|(row, is_found)| {
                    let is_apart = !std::mem::replace(&mut follows, true);
                    Shown { row, is_found, is_apart }
                })
                .collect();
        }
        if self.to_come > 0 {
            self.to_come -= 1;
            return vec![Shown { row, is_found, is_apart: false }];
        }
        self.held.push_back(row);
        if self.held.len() > self.before {
            self.held.pop_front();
            self.follows = false;
        }
        Vec::new()
    }

    /// Whether the next row is shown if it is of the same article.
    pub fn is_open(&self) -> bool {
        self.to_come > 0
    }

    fn enter(&mut self, row: &Row) {
        let article = row.get(Field::ArticleId);
        if article != self.article || article.is_empty() {
            self.article.clear();
            self.article.push_str(article);
            self.held.clear();
            self.to_come = 0;
            self.follows = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `a`: a row of article a, `A`: one that was found; `x` has no id. Gives the rows shown by their
    /// numbers, found ones in brackets, `|` where some are left out.
    fn show(before: usize, after: usize, rows: &str) -> String {
        let mut context = Context::new(before, after);
        let mut out = String::new();
        for (n, c) in rows.chars().enumerate() {
            let (article, n) = (c.to_lowercase().to_string(), n.to_string());
            let article = article.trim_matches('x').to_owned();
            let row = Row::of(&[(Field::ArticleId, &article), (Field::Quote, &n)]);
            for shown in context.take(row, c.is_uppercase()) {
                out.push_str(if shown.is_apart { "|" } else { " " });
                let n = shown.row.get(Field::Quote);
                out += &if shown.is_found { format!("[{n}]") } else { n.to_owned() };
            }
        }
        out
    }

    #[test]
    fn neighbours_are_shown_once_and_in_order() {
        assert_eq!(show(1, 1, "aaAaAaaa"), "|1 [2] 3 [4] 5");
        assert_eq!(show(2, 0, "aaaaAaaaaA"), "|2 3 [4]|7 8 [9]");
        assert_eq!(show(0, 2, "AaAaaaA"), "|[0] 1 [2] 3 4|[6]");
        assert_eq!(show(2, 0, "AaaA"), "|[0] 1 2 [3]");
    }

    #[test]
    fn without_neighbours_a_gap_is_where_rows_are_left_out() {
        assert_eq!(show(0, 0, "AAaA"), "|[0] [1]|[3]");
    }

    #[test]
    fn another_article_is_no_neighbour() {
        assert_eq!(show(2, 2, "abBcaA"), "|1 [2]|4 [5]");
        assert_eq!(show(1, 1, "AB"), "|[0]|[1]");
        assert_eq!(show(1, 1, "xXxX"), "|[1]|[3]", "nobody knows what x is of");
    }
}
