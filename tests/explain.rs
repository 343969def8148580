//! `whosaid explain` as a user meets it: it must not contradict `extract`.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod shared;

use shared::{Ran, run};
use std::path::Path;
use whosaid::extract::Extractor;
use whosaid::input::{self, Options};
use whosaid::rules::RuleSet;

const SEEDS: [&str; 5] = [
    "000_4f94cd46978140d0",
    "001_7647971e2fd9a36b",
    "002_fe106a773d0097c9",
    "003_25f1d11775e04d29",
    "004_31e7181d36dfbe40",
];

/// Runs `whosaid` where the seeds are.
fn whosaid(args: &[&str], stdin: &str) -> Ran {
    run(Path::new(env!("CARGO_MANIFEST_DIR")), args, stdin.as_bytes())
}

fn done(args: &[&str], stdin: &str) -> String {
    let ran = whosaid(args, stdin);
    assert_eq!((ran.code, &*ran.stderr), (0, ""), "{args:?}");
    ran.stdout
}

/// A row as both commands tell it: id, rule, confidence, quote.
type Told = [String; 4];

/// The rows of all articles, with their article's id.
fn extracted(path: &str, flags: &[&str]) -> Vec<(String, Told)> {
    let csv = done(&[&["extract", path, "-q", "--format", "csv"], flags].concat(), "");
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let header = reader.headers().unwrap().clone();
    let at = |name: &str| header.iter().position(|column| column == name).unwrap();
    let columns = ["quote_id", "rule", "confidence", "quote"].map(at);
    let spaced = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let row = |record: csv::StringRecord| {
        (record[at("article_id")].to_owned(), columns.map(|i| spaced(&record[i])))
    };
    reader.records().map(|record| row(record.unwrap())).collect()
}

/// The text after a label of a row's block.
fn field<'a>(block: &'a str, label: &str) -> &'a str {
    let label = format!("\n  {label:<9} ");
    let (_, rest) = block.split_once(&label).unwrap_or_else(|| panic!("no {label} in {block}"));
    rest.lines().next().unwrap()
}

/// What stands under each row's heading, that included.
fn blocks(text: &str) -> Vec<&str> {
    text.split("\n\n").filter(|block| block.starts_with("row ")).collect()
}

fn told(text: &str) -> Vec<Told> {
    let row = |block: &&str| {
        let id = block.lines().next().unwrap().rsplit(" · ").next().unwrap();
        let first = |label| field(block, label).split(' ').next().unwrap();
        let quote = field(block, "quote").rsplit_once(" (").unwrap().0;
        // Less than the score where the speaker is in doubt.
        let believed = block.contains("\n  believed ").then(|| first("believed"));
        let confidence = believed.map_or(first("score"), |b| b.trim_end_matches(':'));
        [id, first("rule"), confidence, quote].map(str::to_owned)
    };
    blocks(text).iter().map(row).collect()
}

#[test]
fn the_rows_explained_are_the_rows_extracted() {
    let all = "statement,attitude,decree";
    for flags in [
        &[][..],
        &["--kinds", all],
        &["--tables", "none"],
        &["--kinds", "attitude", "--min-confidence", "0.7"],
    ] {
        let rows = extracted("seeds", flags);
        // One seed is enough to see that a flag is heeded.
        let seeds = if flags.is_empty() || flags[1] == all { &SEEDS[..] } else { &SEEDS[2..3] };
        for &seed in seeds {
            let text = done(&[&["explain", "seeds", "--article", seed], flags].concat(), "");
            let of_seed = rows.iter().filter(|(id, _)| id == seed).map(|(_, row)| row);
            assert!(told(&text).iter().eq(of_seed), "{seed} {flags:?}: {text}");
            let rows = match told(&text).len() {
                1 => "1 row".into(),
                n => format!("{n} rows"),
            };
            assert!(text.starts_with(&format!("{seed}: {rows}")), "{text}");
        }
        assert!(rows.len() > 4, "there is something to compare");
    }
}

#[test]
fn the_library_explains_the_rows_that_it_extracts() {
    let rules = RuleSet::embedded().unwrap();
    let extractor = Extractor::new(&rules);
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    for article in input::open(&[seeds], Options::default()).unwrap().prepared() {
        let article = article.unwrap();
        let explanation = extractor.explain(&article);
        assert_eq!(explanation.rows, extractor.rows(&article), "{}", article.id);
        let beaten = |row| explanation.beaten_by(row).len();
        let all: usize = (0..explanation.rows.len()).map(beaten).sum();
        assert!(all > 0, "{}: no row beat anything", article.id);
    }
}

#[test]
fn one_row_is_explained_by_number_or_id_as_among_all() {
    let path = "seeds/002_fe106a773d0097c9.txt";
    let all = done(&["explain", path], "");
    let blocks = blocks(&all);
    let rows = extracted(path, &[]);
    let last = (rows.len() - 1, &*rows.len().to_string());
    for (i, number) in [(0, "1"), last] {
        assert_eq!(done(&["explain", path, "--row", number], "").trim_end(), blocks[i]);
        let id = &rows[i].1[0];
        assert_eq!(done(&["explain", path, "--row", id], "").trim_end(), blocks[i]);
    }
    let (_, hidden) = extracted(path, &["--kinds", "attitude"]).remove(0);
    let text = done(&["explain", path, "--row", &hidden[0]], "");
    assert!(text.contains("not written: --kinds"), "{text}");
}

#[test]
fn a_place_without_a_row_is_explained() {
    let text = "It rained in Seoul.\nThe warning came late.\n“Yes,” Kim said on Monday.\n";
    let near = |words: &str, flags: &[&str]| {
        done(&[&["explain", "-", "--near", words], flags].concat(), text)
    };
    let nothing = near("rained", &[]);
    assert!(nothing.contains("no word is a cue of cues.csv"), "{nothing}");
    let cue = near("WARNING", &[]);
    assert!(cue.contains("no rule fits the words around its cues"), "{cue}");
    assert!(field(&cue, "unread").starts_with("warning (warning/N: "), "{cue}");
    let row = near("\"yes", &[]);
    assert!(row.contains("these words stand in row 1\n") && row.contains("\nrow 1 · "), "{row}");
    let strict = near("\"yes", &["--min-confidence", "1"]);
    assert!(strict.contains("\nno row: below 1.000, the least believed\n"), "{strict}");
    assert_eq!(field(&strict, "quote"), "“Yes,”");
    assert!(!strict.contains("\nrow "), "{strict}");
}

#[test]
fn what_cannot_be_explained_says_why() {
    let lines =
        "{\"id\": \"a\", \"text\": \"Kim said no.\"}\n{\"id\": \"b\", \"text\": \"It rained.\"}\n";
    let cases: [(&[&str], &str, &str); 8] = [
        (&["nowhere.txt"], "", "error: no such file or directory: `nowhere.txt`\nhelp: "),
        (
            &["-"],
            lines,
            "error: `-` holds more than one article\nhelp: choose one: --article a, --article b …\n",
        ),
        (
            &["-", "--article", "c"],
            lines,
            "error: no article `c` in `-`\nhelp: ids there: `a`, `b`\n",
        ),
        (
            &["-", "--article", "a", "--row", "2"],
            lines,
            "error: no row `2`: article `a` has 1 row of these kinds\nhelp: --row takes a number",
        ),
        (&["-", "--row", "0"], "Kim said no.", "error: no row `0`: article `stdin` has 1 row"),
        (&["-", "--row", "x"], "Kim said no.", "error: no row `x`: article `stdin` has 1 row"),
        (
            &["-", "--near", "snow"],
            "Kim said no.",
            "error: `snow` does not stand in article `stdin`\nhelp: copy some words",
        ),
        (&["-", "--near", "a", "--row", "1"], "", "error: the argument '--near <WORDS>' cannot"),
    ];
    for (args, stdin, message) in cases {
        let ran = whosaid(&[&["explain"], args].concat(), stdin);
        assert_eq!((ran.code, &*ran.stdout), (2, ""), "{args:?}");
        assert!(ran.stderr.contains(message), "{args:?}: {}", ran.stderr);
    }
    let ran = whosaid(&["explain", "-"], " \n");
    assert_eq!((ran.code, &*ran.stdout), (1, ""));
    assert!(ran.stderr.starts_with("warning: <stdin>: skipped: no words in it"), "{}", ran.stderr);
}

#[test]
fn one_article_of_many_is_found_by_its_id() {
    let lines = "{\"id\": \"a\", \"text\": \"It rained.\"}\n{\"id\": oops}\n\
                 {\"id\": \"b\", \"text\": \"“Yes,” Kim said on Monday.\"}\n";
    let text = done(&["explain", "-", "--article", "b"], lines);
    assert!(text.starts_with("b: 1 row\n\nrow 1 · sentence 1, paragraph 1 · "), "{text}");
}

#[test]
fn colours_are_for_those_who_ask() {
    let path = "seeds/002_fe106a773d0097c9.txt";
    let plain = done(&["explain", path], "");
    assert!(!plain.contains('\u{1b}'));
    assert_eq!(done(&["explain", path, "--color", "never"], ""), plain);
    let coloured = done(&["explain", path, "--color", "always"], "");
    assert!(coloured.contains("\u{1b}[1mrow 1 ·"), "{}", &coloured[..200]);
    assert_eq!(anstream::adapter::strip_str(&coloured).to_string(), plain);
}

#[test]
fn all_is_shown_to_those_who_ask() {
    let path = "seeds/002_fe106a773d0097c9.txt";
    let (few, all) = (done(&["explain", path], ""), done(&["explain", path, "-v"], ""));
    assert!(few.contains("more; -v shows all") && !all.contains("-v shows all"));
    assert!(all.lines().count() > few.lines().count());
    assert_eq!(told(&all), told(&few));
}
