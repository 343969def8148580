//! The words that differ between two quotes, as people read them.

use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::fmt::Write as _;

/// `was` and `is` in one text: `[-lost-]`, `{+new+}`, and what both have. Case and marks are
/// not compared; what both have is printed as `is` has it.
///
/// ```
/// use whosaid::compare::marked;
///
/// let diff = marked("“There is no reason to wait.”", "he saw “no reason”");
/// assert_eq!(diff, "[-“There is-] {+he saw+} “no reason” [-to wait.”-]");
/// ```
pub fn marked(was: &str, is: &str) -> String {
    let mut out = String::new();
    for (change, words) in changes(was, is) {
        let (open, close) = match change {
            Change::Lost => ("[-", "-]"),
            Change::New => ("{+", "+}"),
            Change::Both => ("", ""),
        };
        let space = if out.is_empty() { "" } else { " " };
        write!(out, "{space}{open}{words}{close}").expect("writing to memory does not fail");
    }
    out
}

/// Whether words are in one of two texts or in both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// In the first alone.
    Lost,
    /// In the second alone.
    New,
    /// In both.
    Both,
}

/// The stretches of words that two texts do or do not share, in order.
pub fn changes(was: &str, is: &str) -> Vec<(Change, String)> {
    let (a, b): (Vec<&str>, Vec<&str>) =
        (was.split_whitespace().collect(), is.split_whitespace().collect());
    let bare = |words: &[&str]| -> Vec<String> { words.iter().map(|w| letters(w)).collect() };
    let ops = capture_diff_slices(Algorithm::Patience, &bare(&a), &bare(&b));
    let mut out = Vec::new();
    for op in ops {
        let (lost, new) = (&a[op.old_range()], &b[op.new_range()]);
        if let DiffOp::Equal { .. } = op {
            out.push((Change::Both, new.join(" ")));
            continue;
        }
        for (change, words) in [(Change::Lost, lost), (Change::New, new)] {
            if !words.is_empty() {
                out.push((change, words.join(" ")));
            }
        }
    }
    out
}

/// A word in lower case without marks; marks alone as they are.
fn letters(word: &str) -> String {
    let letters: String = word.chars().filter(|c| c.is_alphanumeric()).collect();
    if letters.is_empty() { word.to_owned() } else { letters.to_lowercase() }
}
