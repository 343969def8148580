//! Pages.

use super::Trouble;
use super::header::Header;
use encoding_rs::Encoding;

pub(super) struct Page {
    pub(super) text: String,
    pub(super) known: Header,
    pub(super) fields: Vec<(String, String)>,
}

pub(super) fn page(bytes: &[u8], encoding: Option<&'static Encoding>) -> Result<Page, Trouble> {
    let (text, _) = super::decode::decode(bytes.to_vec(), encoding)?;
    Ok(Page { text: fragment(&text), known: Header::default(), fields: Vec::new() })
}

pub(super) fn fragment(html: &str) -> String {
    let (mut out, mut inside) = (String::new(), false);
    for c in html.replace("</p>", "\n\n").chars() {
        match c {
            '<' => inside = true,
            '>' if inside => inside = false,
            c if !inside => out.push(c),
            _ => {}
        }
    }
    out.trim().to_owned()
}
