//! Puts plain text together out of marked-up pieces.
//!
//! Takes words and the gaps between them in the order of the page. Gives lines without doubled
//! spaces, paragraphs apart by an empty line. Of several gaps in a row the widest holds, so that
//! markup within markup leaves one empty line and not five.

/// What stands between two pieces, the narrow first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    #[default]
    None,
    Space,
    /// Between the cells of a table's row: a tab.
    Cell,
    Line,
    Paragraph,
}

/// A text in the making.
#[derive(Debug, Default)]
pub(super) struct Prose {
    out: String,
    gap: Gap,
}

impl Prose {
    /// Words; spaces and line ends in them are one space each.
    pub(super) fn words(&mut self, text: &str) {
        for (i, word) in text.split(is_space).enumerate() {
            if i > 0 {
                self.gap(Gap::Space);
            }
            if !word.is_empty() {
                self.put(word);
            }
        }
    }

    /// Text whose lines and spaces count: code, verse.
    pub(super) fn lines(&mut self, text: &str) {
        for (i, line) in text.split('\n').enumerate() {
            if i > 0 {
                self.gap(Gap::Line);
            }
            if !line.trim().is_empty() {
                self.put(line.trim_end());
            }
        }
    }

    /// At least this gap before what comes next.
    pub(super) fn gap(&mut self, gap: Gap) {
        self.gap = self.gap.max(gap);
    }

    fn put(&mut self, piece: &str) {
        if !self.out.is_empty() {
            self.out.push_str(match self.gap {
                Gap::None => "",
                Gap::Space => " ",
                Gap::Cell => "\t",
                Gap::Line => "\n",
                Gap::Paragraph => "\n\n",
            });
        }
        self.gap = Gap::None;
        self.out.push_str(piece);
    }

    /// The text, with a line end after its last line.
    pub(super) fn finish(mut self) -> String {
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        self.out
    }
}

/// The white space of markup; a no-break space is a character like others.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{C}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_widest_gap_holds_and_none_stands_at_the_ends() {
        let mut prose = Prose::default();
        prose.gap(Gap::Paragraph);
        prose.words(" Kim  said\n");
        prose.words("no");
        prose.words(".");
        prose.gap(Gap::Paragraph);
        prose.gap(Gap::Line);
        prose.words("\n ");
        prose.lines("a  b\n\n  c \n");
        prose.gap(Gap::Paragraph);
        assert_eq!(prose.finish(), "Kim said no.\n\na  b\n  c\n");
        assert_eq!(Prose::default().finish(), "");
    }
}
