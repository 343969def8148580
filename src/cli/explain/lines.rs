//! Labels at the left, text at the right, wrapped where there is a width.

use anstyle::Style;
use std::fmt::Write as _;

/// Where text begins: two spaces, a label of nine letters, a space.
const INDENT: usize = 12;
/// Narrower columns than this are unreadable; the terminal may break them.
const NARROWEST: usize = 30;

pub(super) const HEAD: Style = Style::new().bold();
pub(super) const PLAIN: Style = Style::new();
pub(super) const LABEL: Style = Style::new().dimmed();

/// A text in the making.
pub(super) struct Lines {
    text: String,
    /// The columns there are; `None`: no wrapping.
    width: Option<usize>,
}

impl Lines {
    /// Nothing yet.
    pub(super) fn new(width: Option<usize>) -> Self {
        Self { text: String::new(), width }
    }

    /// A line over others, with an empty one before it.
    pub(super) fn heading(&mut self, style: Style, text: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.put(0, style, "", text);
    }

    /// `  label     text`; without a label it goes on with the one before.
    pub(super) fn field(&mut self, label: &str, text: &str) {
        self.styled(label, PLAIN, text);
    }

    /// The same with its text in a style.
    pub(super) fn styled(&mut self, label: &str, style: Style, text: &str) {
        let label = match label {
            "" => " ".repeat(INDENT),
            label => format!("  {LABEL}{label:<9}{LABEL:#} "),
        };
        self.put(INDENT, style, &label, text);
    }

    /// A line or several, all but the first after `indent` spaces.
    fn put(&mut self, indent: usize, style: Style, label: &str, text: &str) {
        let width = self.width.map(|w| w.saturating_sub(indent).max(NARROWEST));
        self.text.push_str(label);
        for (i, line) in wrapped(text, width).into_iter().enumerate() {
            if i > 0 {
                self.text.push_str(&" ".repeat(indent));
            }
            writeln!(self.text, "{style}{line}{style:#}").expect("a string takes all");
        }
    }

    /// All of it.
    pub(super) fn done(self) -> String {
        self.text
    }
}

/// The lines of a text, each of at most `width` characters if its words allow it;
/// space and line breaks in it count as one space.
fn wrapped(text: &str, width: Option<usize>) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut long = 0;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        let last = lines.len() - 1;
        if long > 0 && width.is_some_and(|width| long + 1 + length > width) {
            lines.push(word.to_owned());
            long = length;
            continue;
        }
        if long > 0 {
            lines[last].push(' ');
            long += 1;
        }
        lines[last].push_str(word);
        long += length;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_as_long_as_the_width_allows() {
        assert_eq!(wrapped("aa bb cc d", Some(5)), ["aa bb", "cc d"]);
        assert_eq!(wrapped("a longest b", Some(3)), ["a", "longest", "b"], "no word is cut");
        assert_eq!(wrapped("é é  é\né", Some(3)), ["é é", "é é"], "characters, not bytes");
        assert_eq!(wrapped("aa bb\ncc", None), ["aa bb cc"]);
        assert_eq!(wrapped("", Some(5)), [""]);
    }

    #[test]
    fn wrapped_text_stands_under_itself() {
        let mut lines = Lines::new(Some(INDENT + NARROWEST));
        lines.field("quote", "thirty columns are left for a text to stand in");
        let text = anstream::adapter::strip_str(&lines.done()).to_string();
        assert_eq!(
            text,
            "  quote     thirty columns are left for a\n            text to stand in\n"
        );
    }
}
