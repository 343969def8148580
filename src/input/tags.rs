//! The tags of a page, one after another, before anything is built of them.
//!
//! Takes HTML. Tells whether a parser would nest it deeper than any page of news is, and gives the
//! text without tags where that is so. Everything here is one walk over the bytes.
//!
//! # Why a page is looked at before it is parsed
//!
//! HTML forgives everything, and forgiving is costly: with each tag a parser looks through all
//! elements that are open, and it opens anew each bold or italic that was left open, in every
//! paragraph that follows. A hundred thousand of them in half a megabyte take hours, or all memory.

/// The deepest nesting that is parsed; browsers stop at 512, pages of news at 60.
pub(super) const DEPTH: usize = 400;

/// The most attributes that a tag may have: a parser compares each with each.
const ATTRIBUTES: usize = 2_000;

/// A tag, as written.
#[derive(Clone, Copy, Debug)]
struct Tag<'h> {
    name: &'h str,
    /// Everything behind the name.
    attributes: &'h str,
    closes: bool,
}

/// What a page is made of.
#[derive(Clone, Copy, Debug)]
enum Piece<'h> {
    Text(&'h str),
    Tag(Tag<'h>),
}

struct Pieces<'h> {
    rest: &'h str,
}

impl<'h> Iterator for Pieces<'h> {
    type Item = Piece<'h>;

    fn next(&mut self) -> Option<Piece<'h>> {
        loop {
            if self.rest.is_empty() {
                return None;
            }
            let Some(markup) = self.rest.strip_prefix('<') else {
                return Some(self.text(0));
            };
            let (closes, name) = markup.strip_prefix('/').map_or((false, markup), |m| (true, m));
            if name.starts_with(|c: char| c.is_ascii_alphabetic()) {
                return Some(self.tag(name, closes));
            }
            if !name.starts_with(['!', '?']) && !closes {
                return Some(self.text(1));
            }
            self.rest = after_comment(markup);
        }
    }
}

impl<'h> Pieces<'h> {
    /// Text up to the next `<` from the byte `from` on.
    fn text(&mut self, from: usize) -> Piece<'h> {
        let end = memchr::memchr(b'<', &self.rest.as_bytes()[from..]);
        let (text, rest) = self.rest.split_at(end.map_or(self.rest.len(), |e| e + from));
        self.rest = rest;
        Piece::Text(text)
    }

    fn tag(&mut self, from_name: &'h str, closes: bool) -> Piece<'h> {
        let is_end = |c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>');
        let (name, rest) = from_name.split_at(from_name.find(is_end).unwrap_or(from_name.len()));
        let (attributes, rest) = rest.split_at(tag_end(rest));
        self.rest = rest.strip_prefix('>').unwrap_or(rest);
        if !closes && RAW.iter().any(|r| name.eq_ignore_ascii_case(r)) {
            self.rest = after_raw(self.rest, name);
        }
        Piece::Tag(Tag { name, attributes, closes })
    }
}

/// Where the tag's `>` stands, outside its values.
fn tag_end(attributes: &str) -> usize {
    let (mut quote, mut is_value) = (None, false);
    for (i, byte) in attributes.bytes().enumerate() {
        match (quote, byte) {
            (Some(q), b) if q == b => quote = None,
            (Some(_), _) => {}
            (None, b'>') => return i,
            (None, b'"' | b'\'') if is_value => quote = Some(byte),
            _ => {}
        }
        is_value = byte == b'=' || (is_value && byte.is_ascii_whitespace());
    }
    attributes.len()
}

fn after_comment(markup: &str) -> &str {
    let (end, skip) = match markup.strip_prefix("!--") {
        Some(_) => (markup.find("-->"), 3),
        None => (markup.find('>'), 1),
    };
    end.map_or("", |e| &markup[e + skip..])
}

/// Elements whose content is no markup.
const RAW: [&str; 8] =
    ["iframe", "noembed", "noframes", "script", "style", "textarea", "title", "xmp"];

fn after_raw<'h>(html: &'h str, name: &str) -> &'h str {
    let ends = memchr::memmem::find_iter(html.as_bytes(), b"</").find(|at| {
        html.as_bytes()[at + 2..]
            .get(..name.len())
            .is_some_and(|n| n.eq_ignore_ascii_case(name.as_bytes()))
    });
    ends.map_or("", |at| &html[at..])
}

/// Elements without content, and those that hold nothing but others of their kind.
const FLAT: [&str; 28] = [
    "area", "base", "basefont", "bgsound", "body", "br", "col", "colgroup", "embed", "frame",
    "head", "hr", "html", "image", "img", "input", "keygen", "link", "meta", "optgroup", "option",
    "param", "source", "tbody", "tfoot", "thead", "tr", "wbr",
];

/// Elements that a parser opens anew where another's end has closed them.
const RENEWED: [&str; 12] =
    ["b", "big", "code", "em", "font", "i", "s", "small", "strike", "strong", "tt", "u"];

/// Tags that stand within a line, and are no [`RENEWED`].
const INLINE: [&str; 9] = ["a", "abbr", "cite", "label", "mark", "q", "span", "sub", "sup"];

/// Elements that end a paragraph that was left open.
const BLOCKS: [&str; 33] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h",
    "header",
    "hgroup",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "ul",
    "listing",
];

/// Elements whose inside is a page of its own: no end tag within ends what is open around them.
const WALLS: [&str; 9] =
    ["applet", "button", "caption", "marquee", "object", "table", "td", "template", "th"];

/// Cells: what is to be renewed within is forgotten behind them.
const CELLS: [&str; 3] = ["caption", "td", "th"];

/// What a page would be to a parser.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Look {
    /// Why it should not be parsed.
    pub(super) fault: Option<String>,
    /// The depths of all its elements together: what a walk from each to the root costs.
    pub(super) weight: usize,
}

/// Looks through a page, or up to its fault.
pub(super) fn look(html: &str) -> Look {
    let (mut open, mut weight) = (Open::default(), 0);
    let mut fault = None;
    for piece in (Pieces { rest: html }) {
        let Piece::Tag(tag) = piece else { continue };
        if tag.attributes.len() > ATTRIBUTES && many_attributes(tag.attributes) {
            fault = Some(format!("a tag of more than {ATTRIBUTES} attributes"));
            break;
        }
        open.take(tag);
        weight += open.elements.len();
        if open.elements.len() + open.renewed.len() > DEPTH {
            fault = Some(format!("tags nested more than {DEPTH} deep"));
            break;
        }
    }
    Look { fault, weight }
}

fn many_attributes(attributes: &str) -> bool {
    let (mut quote, mut count) = (None, 0);
    for byte in attributes.bytes() {
        match (quote, byte) {
            (Some(q), b) if q == b => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') => {
                quote = Some(byte);
                count += 1;
            }
            (None, b'/' | b'=') => count += 1,
            (None, b) => count += usize::from(b.is_ascii_whitespace()),
        }
    }
    count > ATTRIBUTES
}

/// The elements that are open, as a parser would have them.
#[derive(Default)]
struct Open<'h> {
    /// Names, and how many elements were to be renewed when it opened.
    elements: Vec<(String, usize)>,
    /// Name and attributes.
    renewed: Vec<(String, &'h str)>,
}

impl<'h> Open<'h> {
    fn take(&mut self, tag: Tag<'h>) {
        let mut name = tag.name.to_ascii_lowercase();
        if matches!(name.as_bytes(), [b'h', b'1'..=b'6']) {
            // The end of one heading ends any other.
            name.truncate(1);
        }
        if FLAT.contains(&&*name) {
            return;
        }
        if CELLS.contains(&&*name) {
            self.close_cell();
        } else if tag.closes {
            self.close(&name);
        } else {
            self.make_room(&name);
        }
        if !tag.closes {
            if RENEWED.contains(&&*name) {
                self.renew(&name, tag.attributes);
            }
            self.elements.push((name, self.renewed.len()));
        }
    }

    /// Closes what the opening of an element closes.
    fn make_room(&mut self, name: &str) {
        if BLOCKS.contains(&name) {
            self.close("p");
        }
        match name {
            "a" | "button" | "nobr" => self.close(name),
            "h" if self.elements.last().is_some_and(|(n, _)| n == "h") => self.close("h"),
            "li" => self.close_item(&["li"]),
            "dd" | "dt" => self.close_item(&["dd", "dt"]),
            _ => {}
        }
    }

    fn close_item(&mut self, names: &[&str]) {
        let is_passed = |n: &str| n == "div" || INLINE.contains(&n) || RENEWED.contains(&n);
        let found = self.elements.iter().rposition(|(n, _)| !is_passed(n));
        if let Some(at) = found.filter(|at| names.contains(&&*self.elements[*at].0)) {
            self.close_to(at);
        }
    }

    /// Three that are alike are renewed, and not a fourth.
    fn renew(&mut self, name: &str, attributes: &'h str) {
        let alike = self.renewed.iter().filter(|(n, a)| n == name && *a == attributes);
        if alike.count() < 3 {
            self.renewed.push((name.into(), attributes));
        }
    }

    fn close(&mut self, name: &str) {
        if let Some(at) = self.renewed.iter().rposition(|(n, _)| n == name) {
            self.renewed.remove(at);
        }
        let is_wall = |n: &str| WALLS.contains(&n) && name != "table";
        let found = self.elements.iter().rposition(|(n, _)| n == name || is_wall(n));
        if let Some(at) = found.filter(|at| self.elements[*at].0 == name) {
            self.close_to(at);
        }
    }

    /// Closes the cell that is open in the innermost table.
    fn close_cell(&mut self) {
        let found = self.elements.iter().rposition(|(n, _)| n == "table" || CELLS.contains(&&**n));
        if let Some(at) = found.filter(|at| self.elements[*at].0 != "table") {
            self.close_to(at);
        }
    }

    fn close_to(&mut self, at: usize) {
        for (name, renewed) in self.elements.drain(at..) {
            if CELLS.contains(&&*name) {
                self.renewed.truncate(renewed);
            }
        }
    }
}

/// The text without its tags, a line for each piece of it; entities stay as written.
pub(super) fn without(html: &str) -> String {
    let mut out = String::new();
    for piece in (Pieces { rest: html }) {
        match piece {
            Piece::Text(text) => out.push_str(text),
            Piece::Tag(tag) if is_inline(tag.name) => {}
            Piece::Tag(_) if out.ends_with('\n') => {}
            Piece::Tag(_) => out.push('\n'),
        }
    }
    out
}

fn is_inline(name: &str) -> bool {
    INLINE.iter().chain(&RENEWED).any(|i| name.eq_ignore_ascii_case(i))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_go_and_lines_stay() {
        let html = "<p title='a > b'>Kim <b>said</b> 1 < 2<!-- <i> --><br/>No.</p><script>if (a<b) x</script><p>End</P>";
        assert_eq!(without(html), "\nKim said 1 < 2\nNo.\nEnd\n");
        for odd in ["<", "</", "<a", "<a href='", "<!--", "<script>", "</>", "< b >", "<?x"] {
            without(odd);
        }
    }

    #[test]
    fn a_page_that_forgets_end_tags_is_no_deep_one() {
        for row in [
            "<p>Words.",
            "<li>Words",
            "<tr><td><font color=red><b>Words",
            "<div><span>Words</div>",
            "<h2>Words</h2></b></div>",
            "<a href=x>Words",
            "<p><b>Words",
            "<li><b id=x>Words",
            "<dt><i>Words<dd><div>Words",
            "<br><img src=x><input>",
        ] {
            let table = format!("<table>{}</table>", row.repeat(5_000));
            assert_eq!(look(&table).fault, None, "{row}");
        }
    }

    #[test]
    fn a_page_that_would_cost_hours_is_told() {
        let numbered = |row: fn(usize) -> String| (0..5_000).map(row).collect::<String>();
        for html in [
            "<div>".repeat(100_000),
            "<div></b></i>".repeat(5_000),
            "<ruby><rt>".repeat(5_000),
            "<table><tr><td>".repeat(5_000),
            numbered(|i| format!("<div><b id={i}>x</div>")),
            numbered(|i| format!("<p><font size={i}>x")),
            format!("<div {}>", numbered(|i| format!("a{i} "))),
            format!("<div {}>", numbered(|i| format!("a{i}='>'"))),
        ] {
            assert!(look(&html).fault.is_some(), "{}", &html[..60]);
        }
    }
}
