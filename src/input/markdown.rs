//! Markdown to plain text.
//!
//! Takes a Markdown file as text. Gives its words without marks, a paragraph, heading, list item or
//! table row a line, what its front matter knows of the article, and the front matter's other
//! values. Pictures and comments are left out; quotation marks and dashes stay as written.

use super::Trouble;
use super::front_matter;
use super::header::Header;
use super::prose::{Gap, Prose};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use regex::Regex;
use std::sync::LazyLock;

/// A Markdown file read.
#[derive(Debug)]
pub(super) struct Marked {
    /// Its words.
    pub(super) text: String,
    /// What its front matter knows of the article.
    pub(super) known: Header,
    /// The front matter's other values by their paths.
    pub(super) fields: Vec<(String, String)>,
}

/// What generators of sites replace: `{{< figure … >}}`, `{% include … %}`.
static CODES: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"\{\{[<%][^\n]*?[>%]\}\}|\{%[^\n]*?%\}";
    Regex::new(pattern).expect("the pattern is tested")
});

/// Reads a Markdown file.
///
/// # Errors
/// [`Trouble::FrontMatter`] when its front matter cannot be read.
pub(super) fn read(text: &str) -> Result<Marked, Trouble> {
    let front = front_matter::read(text)?;
    let text = plain(&CODES.replace_all(&text[front.body..], ""));
    Ok(Marked { text, known: front.known, fields: front.fields })
}

fn plain(markdown: &str) -> String {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_TASKLISTS;
    let mut page = Page::default();
    for event in Parser::new_ext(markdown, options) {
        page.take(event);
    }
    page.prose.finish()
}

#[derive(Default)]
struct Page {
    prose: Prose,
    /// Pictures open: their words are no words of the article.
    pictures: usize,
    is_code: bool,
    /// The block of HTML that is open.
    html: Option<String>,
}

impl Page {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            _ if self.pictures > 0 => {}
            Event::Text(text) if self.is_code => self.prose.lines(&text),
            Event::Text(text) | Event::Code(text) => self.prose.words(&text),
            Event::SoftBreak => self.prose.gap(Gap::Space),
            Event::HardBreak => self.prose.gap(Gap::Line),
            Event::Rule => self.prose.gap(Gap::Paragraph),
            Event::Html(text) => self.html.get_or_insert_default().push_str(&text),
            Event::InlineHtml(tag) if is_break(&tag) => self.prose.gap(Gap::Line),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Image { .. } => self.pictures += 1,
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } => {}
            Tag::TableCell | Tag::TableRow => {}
            tag => {
                self.is_code = matches!(tag, Tag::CodeBlock(_));
                self.prose.gap(Gap::Paragraph);
            }
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Image => self.pictures -= 1,
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link => {}
            TagEnd::TableCell => self.prose.gap(Gap::Cell),
            TagEnd::TableRow | TagEnd::TableHead => self.prose.gap(Gap::Line),
            TagEnd::HtmlBlock => {
                self.html();
                self.prose.gap(Gap::Paragraph);
            }
            _ => {
                self.is_code = false;
                self.prose.gap(Gap::Paragraph);
            }
        }
    }

    fn html(&mut self) {
        let Some(html) = self.html.take() else { return };
        #[cfg(feature = "html")]
        let text = super::html::fragment(&html);
        #[cfg(not(feature = "html"))]
        let text = super::tags::without(&html);
        self.prose.lines(&text);
    }
}

/// `<br>`, `<br/>`, `<BR />`.
fn is_break(tag: &str) -> bool {
    let name = tag.trim_start_matches('<').trim_end_matches(['>', '/', ' ']);
    name.eq_ignore_ascii_case("br")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_site_generators_are_no_words() {
        let text = "{% include a.html %}\n\nKim {{% b %}}said{{% /b %}} {no}.\n\n{{< figure title=\"x\" >}}\n";
        assert_eq!(read(text).unwrap().text, "Kim said {no}.\n");
    }

    #[test]
    fn marks_go_and_words_stay() {
        let markdown = "# Talks *again*\n\nKim said\nthat “we have `time`” -- and\\\nleft [the bridge](http://x.example \"t\"), ~~soon~~ **now**.\n\n> Nobody\n> is in a hurry.\n>\n> No.\n\n1. one\n2. two\n   - three\n\n![A *bridge*](a.jpg)\n<!-- hidden -->\n\n---\nEnd[^1] <i>here</i>,<br>and there.\n\n[^1]: A note.\n";
        assert_eq!(
            plain(markdown),
            "Talks again\n\nKim said that “we have time” -- and\nleft the bridge, soon now.\n\nNobody is in a hurry.\n\nNo.\n\none\n\ntwo\n\nthree\n\nEnd here,\nand there.\n\nA note.\n"
        );
    }

    #[test]
    fn code_keeps_its_lines_and_a_table_has_one_a_row() {
        let markdown =
            "```\na  b\n\n  c\n```\nAfter.\n\n| x | y |\n|---|---|\n| 1 | *2* |\n| 3 | 4 |\n";
        assert_eq!(plain(markdown), "a  b\n  c\n\nAfter.\n\nx\ty\n1\t2\n3\t4\n");
    }

    #[cfg(feature = "html")]
    #[test]
    fn html_within_gives_its_words() {
        assert_eq!(
            plain("<div class='x'>\nKim &amp; <b>Moon</b>\n</div>\n\nEnd."),
            "Kim & Moon\n\nEnd.\n"
        );
    }

    #[test]
    fn a_file_gives_what_its_front_matter_knows() {
        let marked = read("---\ntitle: Talks\nweight: 3\n---\n\nKim said no.\n").unwrap();
        assert_eq!((&*marked.text, &*marked.known.title), ("Kim said no.\n", "Talks"));
        assert_eq!(marked.fields, [("weight".to_owned(), "3".to_owned())]);
    }

    #[test]
    fn deep_marks_end_soon() {
        for mark in ["> ", "[", "*a ", "- ", "<b>", "![", "`", "\\[", "| "] {
            assert!(plain(&mark.repeat(20_000)).len() < 200_000);
        }
    }
}
