//! Articles no newsroom writes: time must grow with their length, not with its
//! square. `cargo bench --bench shapes` prints the time of each shape at a
//! length and at twice that; a ratio near 2 is linear. Arguments name shapes.

#![expect(clippy::print_stdout, reason = "a bench tells its figures")]
#![expect(clippy::unwrap_used, reason = "a bench ends by panicking")]

use std::time::Instant;
use whosaid::extract::Extractor;
use whosaid::input::Article;
use whosaid::rules::RuleSet;

const SENTENCE: &str = "“We are ready,” Kim said, and the North, he added, would wait. ";

/// Name, piece, how many pieces.
const SHAPES: [(&str, &str, usize); 17] = [
    ("opening-marks", "“", 50_000),
    ("straight-marks", "\" ", 50_000),
    ("single-marks", "' ", 50_000),
    ("doubled-marks", "'' ", 50_000),
    ("marks-and-words", "“no” ", 50_000),
    ("one-paragraph", SENTENCE, 8_000),
    ("paragraphs", "“We are ready,” Kim said.\n", 20_000),
    ("reopened-paragraphs", "“We are ready.\n", 20_000),
    ("one-sentence", "word ", 50_000),
    ("names", "Kim ", 50_000),
    ("commas", ", ", 50_000),
    ("lists", "Kim, ", 50_000),
    ("open-brackets", "(", 50_000),
    ("he-said", "he said ", 25_000),
    ("and-said-that", "and said that he ", 25_000),
    ("of-the", "of the word ", 25_000),
    ("stops", ". ", 50_000),
];

fn seconds(extractor: &Extractor<'_>, text: String) -> f64 {
    let article = Article { id: "shape".into(), text, ..Article::default() };
    let begin = Instant::now();
    std::hint::black_box(extractor.rows(&article));
    begin.elapsed().as_secs_f64()
}

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with('-')).collect();
    let rules = RuleSet::embedded().unwrap();
    let extractor = Extractor::new(&rules);
    println!(
        "{:20} {:>9} {:>9} {:>9} {:>6} {:>8}",
        "shape", "kB", "s", "s, twice", "ratio", "MB/s"
    );
    for (name, piece, count) in SHAPES {
        if !wanted.is_empty() && !wanted.iter().any(|w| w == name) {
            continue;
        }
        // Parts first, so that a shape of quadratic time shows before it is waited for.
        let slow = [100, 10].into_iter().find_map(|part| {
            let time = seconds(&extractor, piece.repeat(count / part));
            (time > 0.5).then_some((piece.len() * count / part / 1000, time))
        });
        if let Some((kb, time)) = slow {
            println!("{name:20} {kb:9} {time:9.3}  too slow to go on");
            continue;
        }
        let once = seconds(&extractor, piece.repeat(count));
        let twice = seconds(&extractor, piece.repeat(2 * count));
        let kb = piece.len() * count / 1000;
        let speed = 2.0 * kb as f64 / 1000.0 / twice;
        println!("{name:20} {kb:9} {once:9.3} {twice:9.3} {:6.1} {speed:8.1}", twice / once);
    }
}
