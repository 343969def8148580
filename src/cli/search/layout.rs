//! Text in styles, wrapped behind a margin.

use anstyle::Style;
use std::fmt::Write as _;
use std::ops::Range;

/// Places of a text, in bytes, and their styles; of those that overlap the first holds.
pub(super) type Styles = [(Range<usize>, Style)];

/// The lines of a text, each behind the margin. Those longer than `width` characters are
/// wrapped; what space there is between words becomes one space, and so does a control
/// character, which would upset a terminal.
pub(super) fn laid_out(text: &str, styles: &Styles, margin: &str, width: Option<usize>) -> String {
    let place = |part: &str| part.as_ptr() as usize - text.as_ptr() as usize;
    let style = |byte: usize| {
        let here = styles.iter().find(|(range, _)| range.contains(&byte));
        here.map_or(Style::new(), |(_, style)| *style)
    };
    let mut brush = Brush::default();
    for line in text.lines() {
        let mut long = 0;
        brush.out.push_str(margin);
        for word in line.split_whitespace() {
            let (begin, length) = (place(word), word.chars().count());
            if long > 0 && width.is_some_and(|width| long + 1 + length > width) {
                brush.line_break(margin);
                long = length;
            } else {
                // The space before a word looks like the word only if the one before it does.
                brush.space(long > 0, style(begin));
                long += length + usize::from(long > 0);
            }
            word.char_indices().for_each(|(i, c)| brush.paint(c, style(begin + i)));
        }
        brush.line_break("");
    }
    brush.out
}

/// A text in the making, and the style that it is in.
#[derive(Default)]
struct Brush {
    out: String,
    style: Style,
}

impl Brush {
    fn paint(&mut self, c: char, style: Style) {
        self.turn(style);
        self.out.push(if c.is_control() { ' ' } else { c });
    }

    fn turn(&mut self, style: Style) {
        if style != self.style {
            write!(self.out, "{:#}{style}", self.style).expect("a string takes all");
            self.style = style;
        }
    }

    fn space(&mut self, is_needed: bool, next: Style) {
        if is_needed {
            if next != self.style {
                self.turn(Style::new());
            }
            self.out.push(' ');
        }
    }

    fn line_break(&mut self, margin: &str) {
        self.turn(Style::new());
        self.out.push('\n');
        self.out.push_str(margin);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOLD: Style = Style::new().bold();

    #[test]
    fn long_lines_are_wrapped_behind_the_margin() {
        let text = "aa bb  cc\nd";
        assert_eq!(laid_out(text, &[], "| ", Some(5)), "| aa bb\n| cc\n| d\n");
        assert_eq!(laid_out(text, &[], "| ", None), "| aa bb cc\n| d\n");
        assert_eq!(laid_out("éé é longest", &[], "", Some(4)), "éé é\nlongest\n", "characters");
    }

    #[test]
    fn a_control_character_becomes_a_space() {
        assert_eq!(laid_out("a\u{1b}[31mb\u{7f}\u{9b}c", &[], "", None), "a [31mb  c\n");
    }

    #[test]
    fn a_style_ends_before_the_margin_and_goes_on_after_it() {
        let text = "a bb cc d";
        let (on, off) = (BOLD.render().to_string(), BOLD.render_reset().to_string());
        let got = laid_out(text, &[(2..7, BOLD)], "| ", Some(4));
        assert_eq!(got, format!("| a {on}bb{off}\n| {on}cc{off} d\n"));
    }

    #[test]
    fn of_two_styles_the_first_holds() {
        let dim = Style::new().dimmed();
        let got = laid_out("ab c", &[(1..2, BOLD), (0..4, dim)], "", None);
        let plain = anstream::adapter::strip_str(&got).to_string();
        assert_eq!(plain, "ab c\n");
        assert_eq!(got, format!("{dim}a{dim:#}{BOLD}b{BOLD:#} {dim}c{dim:#}\n"));
    }
}
