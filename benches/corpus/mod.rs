//! A corpus of the project's own making: as large as asked for, the same for the same seed.
//!
//! `Source::Styles` writes news of seven outlets' styles from templates, of 300 bytes to 60 KB,
//! half of them above 3.4 KB. Their people are made of syllables. `Source::Seeds` shuffles the
//! seeds' paragraphs anew for each article: real prose, but the same all over again.

mod draw;
mod styles;
mod words;
mod writer;

use draw::Draw;
use std::path::Path;
use styles::{STYLES, Style};
use writer::Writer;

/// What articles are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// Templates.
    Styles,
    /// The seeds' paragraphs.
    Seeds,
}

/// Articles without end, one JSON object each.
pub(crate) fn lines(source: Source, seed: u64) -> impl Iterator<Item = String> {
    let paragraphs = if source == Source::Seeds { seed_paragraphs() } else { Vec::new() };
    (0_u64..).map(move |number| {
        // Each article has a seed of its own, so that it does not depend on those before it.
        let mut draw = Draw::new(seed.wrapping_mul(0x2545_F491_4F6C_DD1D) ^ (number << 20));
        let (outlet, title, text) = match source {
            Source::Styles => article(&mut draw),
            Source::Seeds => shuffled(number, &paragraphs, &mut draw),
        };
        let date = format!("20{}-{:02}-{:02}", 10 + number % 16, 1 + number % 12, 1 + number % 28);
        serde_json::json!({
            "id": format!("article-{number}"),
            "outlet": outlet,
            "date": date,
            "url": format!("https://example.org/{number}"),
            "title": title,
            "text": text,
        })
        .to_string()
    })
}

/// Outlet, headline and text.
fn article(draw: &mut Draw) -> (String, String, String) {
    let style = style(draw);
    let length = draw.size(3_400.0, 0.8, 300, 60_000);
    let mut writer = Writer::new(style, length, draw);
    let (mut title, mut text) = (String::new(), String::new());
    writer.write(&["{Head}"], draw, &mut title);
    writer.write(style.top, draw, &mut text);
    while text.len() < length {
        text.push_str("\n\n");
        writer.write(style.paragraphs, draw, &mut text);
    }
    // A mention with its role ends in a comma, and the template may have one too.
    for vowel in ["a", "e", "i", "o", "u"] {
        text = text.replace(&format!(" a {vowel}"), &format!(" an {vowel}"));
    }
    text = text.replace(",,", ",").replace(",.", ".").replace(",:", ":").replace(", .", ".");
    if draw.below(100) < style.straight as usize {
        text = text.replace(['“', '”'], "\"").replace(['‘', '’'], "'");
    }
    (format!("{} {}", style.name, draw.below(6)), title, text)
}

fn style(draw: &mut Draw) -> &'static Style {
    let mut left = draw.below(STYLES.iter().map(|style| style.share as usize).sum());
    for style in STYLES {
        match left.checked_sub(style.share as usize) {
            Some(rest) => left = rest,
            None => return style,
        }
    }
    unreachable!("less than all shares was drawn")
}

fn seed_paragraphs() -> Vec<String> {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let mut paths: Vec<_> =
        seeds.read_dir().expect("seeds").map(|entry| entry.expect("a seed").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    paths.sort();
    let texts = paths.iter().map(|path| std::fs::read_to_string(path).expect("a seed"));
    let lines = texts.flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>());
    lines.filter(|line| !line.trim().is_empty()).collect()
}

fn shuffled(number: u64, paragraphs: &[String], draw: &mut Draw) -> (String, String, String) {
    let count = [2, 4, 6, 8, 8, 10, 12, 30][draw.below(8)];
    // A number in the first line makes every text another.
    let mut text = format!("Report {number}.");
    for _ in 0..count {
        text.push_str("\n\n");
        text.push_str(draw.one(paragraphs));
    }
    (format!("Outlet {}", number * 7 % 40), format!("Headline {number}"), text)
}
