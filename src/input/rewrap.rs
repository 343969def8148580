//! Joins lines that were broken at a fixed width.
//!
//! Takes a text in which a line is a paragraph, or in which an export broke every line at some 70
//! characters. Gives the second kind as the first; everything else is left alone: lists, verse,
//! transcripts, tables, files of one sentence a line.
//!
//! # How a wrapped text is told from short lines
//!
//! A program that wraps puts on a line every word that fits. So at each of its breaks the next
//! line's first word would not have fitted in the widest line; where people break lines, mostly
//! it would have. Counting the breaks tells the two apart without a word about their language.

/// Widths that texts are wrapped at, in code points.
const WIDTHS: std::ops::RangeInclusive<usize> = 40..=120;

/// The least number of breaks that is evidence.
const BREAKS: usize = 4;

/// `text` with the broken lines of `text[body..]` joined; `None` when they are not hard-wrapped.
pub(super) fn join(text: &str, body: usize) -> Option<String> {
    let lines = lines(&text[body..])?;
    let width = width(&lines)?;
    let breaks: Vec<bool> = lines.windows(2).map(|pair| is_inner(&pair[0], &pair[1])).collect();
    let inner = breaks.iter().filter(|b| **b).count();
    let wraps = lines.windows(2).zip(&breaks);
    let wraps = wraps.filter(|(pair, inner)| **inner && is_full(&pair[0], &pair[1], width));
    // Nine in ten: a paragraph's end without an empty line may look like an inner break.
    if inner < BREAKS || wraps.count() * 10 < inner * 9 {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    out.push_str(&text[..body]);
    for (i, line) in lines.iter().enumerate() {
        let (before, after) = (i > 0 && breaks[i - 1], breaks.get(i) == Some(&true));
        let words = if before { line.text.trim_start() } else { line.text };
        out.push_str(if after { words.trim_end() } else { words });
        match after {
            true if ends_in_hyphen(line.text) => {}
            true => out.push(' '),
            false => out.push_str(line.end),
        }
    }
    Some(out)
}

struct Line<'t> {
    text: &'t str,
    end: &'t str,
    /// Code points, without spaces at the end.
    width: usize,
    /// Code points of the first word.
    first: usize,
    is_indented: bool,
}

/// All lines; `None` as soon as one is wider than texts are wrapped at: most articles have a
/// paragraph as their first line, and it tells enough.
fn lines(text: &str) -> Option<Vec<Line<'_>>> {
    let is_within = |line: &Line<'_>| line.is_word() || line.width <= *WIDTHS.end();
    text.split_inclusive('\n').map(|whole| Some(line(whole)).filter(is_within)).collect()
}

impl Line<'_> {
    /// Whether it is one word, or none: such a line (an address) could not be wrapped, and its
    /// width tells nothing.
    fn is_word(&self) -> bool {
        self.first >= self.width
    }
}

fn line(whole: &str) -> Line<'_> {
    let text = whole.strip_suffix('\n').unwrap_or(whole);
    let text = text.strip_suffix('\r').unwrap_or(text);
    let first = text.split_whitespace().next().unwrap_or_default();
    Line {
        text,
        end: &whole[text.len()..],
        width: text.trim_end().chars().count(),
        first: first.chars().count(),
        is_indented: text.starts_with([' ', '\t']),
    }
}

/// The width of the widest line, when it is one that texts are wrapped at.
fn width(lines: &[Line<'_>]) -> Option<usize> {
    let width = lines.iter().filter(|l| !l.is_word()).map(|l| l.width).max()?;
    WIDTHS.contains(&width).then_some(width)
}

/// Whether the break between two lines lies inside a block: no empty line, no indented beginning.
fn is_inner(line: &Line<'_>, next: &Line<'_>) -> bool {
    line.width > 0 && next.width > 0 && (!next.is_indented || line.is_indented)
}

/// Whether the next line's first word would not have fitted.
fn is_full(line: &Line<'_>, next: &Line<'_>, width: usize) -> bool {
    line.width + usize::from(!ends_in_hyphen(line.text)) + next.first > width
}

/// `well-` at a line's end is half of `well-known`; a dash between spaces is a dash.
fn ends_in_hyphen(line: &str) -> bool {
    let before = line.trim_end().strip_suffix(['-', '\u{2010}']);
    before.is_some_and(|b| b.ends_with(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORY: &str = "SEOUL — The talks on the border road will begin again next week, Moon said on Monday, after a pause of eleven months that neither side had wanted and neither knew how to end.\n\nKim, who leads the delegation, asked for “a calm beginning” and for a well-prepared table. “We have time,” she told reporters at the bridge. “Nobody is in a hurry here.”\n";

    /// `text` wrapped greedily as a mail program would.
    fn wrapped(text: &str, width: usize, indent: &str) -> String {
        let paragraphs = text.split("\n\n").map(|paragraph| {
            let (mut out, mut column) = (indent.to_owned(), indent.chars().count());
            for (i, word) in paragraph.split_whitespace().enumerate() {
                let long = word.chars().count();
                if i > 0 && column + 1 + long > width {
                    out.push('\n');
                    column = 0;
                } else if i > 0 {
                    out.push(' ');
                    column += 1;
                }
                out.push_str(word);
                column += long;
            }
            out
        });
        let between = if indent.is_empty() { "\n\n" } else { "\n" };
        paragraphs.collect::<Vec<_>>().join(between) + "\n"
    }

    #[test]
    fn what_was_wrapped_at_any_width_is_joined() {
        for width in [45, 60, 72, 78, 80] {
            let text = wrapped(STORY, width, "");
            assert_ne!(text, STORY);
            assert_eq!(join(&text, 0).as_deref(), Some(STORY), "{width}");
            let windows = text.replace('\n', "\r\n");
            assert_eq!(join(&windows, 0), Some(STORY.replace('\n', "\r\n")), "{width}");
        }
    }

    #[test]
    fn an_indented_line_begins_a_paragraph() {
        let text = wrapped(STORY, 60, "   ");
        let joined = join(&text, 0).unwrap();
        assert_eq!(joined.lines().count(), 2);
        assert_eq!(joined.replace("   ", ""), STORY.replace("\n\n", "\n"));
    }

    #[test]
    fn a_hyphen_at_a_lines_end_stays_without_a_space() {
        let text = "Kim, who leads the delegation to the border\nroad, had come there to ask for a well-\nprepared table and a calm beginning, so she\ntold the reporters who stood at the bridge,\nas it began to rain on that Monday morning.\n";
        assert!(join(text, 0).unwrap().contains("a well-prepared table and"));
        assert!(ends_in_hyphen("a well-") && !ends_in_hyphen("he said -"));
    }

    #[test]
    fn the_header_is_left_alone() {
        let header = "Title: x\nDate: 2026\n\n";
        let text = format!("{header}{}", wrapped(STORY, 60, ""));
        assert_eq!(join(&text, header.len()).unwrap(), format!("{header}{STORY}"));
    }

    #[test]
    fn lines_that_people_broke_stay() {
        let sentences = "Kim said no to the offer.\nMoon asked for another week of talks, and for more.\nThe road is closed.\nNobody knows why it was closed on Monday.\nThe mayor did not say.\nIt rained.\n";
        let list = "- bread and butter for all who come\n- tea\n- a chair\n- one table for the whole delegation\n- two lamps\n- cups\n";
        let speech = "KIM: Thank you for coming here tonight.\nMOON: Good evening.\nKIM: Shall we begin with the road, then?\nMOON: Yes.\nKIM: It is closed.\nMOON: Since when?\n";
        let verse = "The road goes down beside the river wall\nand nobody has come to walk it yet\nthe morning waits\nthe lamps go out\nthe boats turn home along the shore\nand then it rains\n";
        let table = "Seoul   12   14   a long cell with several words in it\nBusan    9   11   short\nDaegu    8   10   short\nUlsan    7    9   short\nSuwon    7    9   short\n";
        for text in [sentences, list, speech, verse, table, STORY, "", "\n\n", "one line"] {
            assert_eq!(join(text, 0), None, "{text}");
        }
    }
}
