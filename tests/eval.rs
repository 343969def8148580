//! `whosaid eval` as a user meets it, and against the corpora's own scorer.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output};

fn made_up() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/eval"))
}

/// Runs `whosaid eval` in `place` with `args`, split at spaces.
fn eval(place: &Path, args: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_whosaid"));
    command.arg("eval").args(args.split_whitespace()).current_dir(place);
    command.output().unwrap()
}

/// Standard output of a run that must go well.
fn figures(place: &Path, args: &str) -> String {
    let output = eval(place, args);
    assert!(output.status.success(), "{args}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn message(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn the_figures_are_the_scorers_to_the_last_digit() {
    for by in ["type", "source", "outlet"] {
        let expected = fs::read_to_string(made_up().join(format!("by-{by}.json"))).unwrap();
        let got = figures(made_up(), &format!("gold.jsonl rows.jsonl --json --by {by}"));
        assert_eq!(got, expected, "--by {by}");
    }
}

#[test]
fn compressed_gold_is_read_as_plain_gold() {
    let place = tempfile::tempdir().unwrap();
    let plain = fs::read(made_up().join("gold.jsonl")).unwrap();
    let file = fs::File::create(place.path().join("gold.jsonl.gz")).unwrap();
    let mut gzip = flate2::write::GzEncoder::new(file, flate2::Compression::default());
    gzip.write_all(&plain).unwrap();
    gzip.finish().unwrap();
    fs::copy(made_up().join("rows.jsonl"), place.path().join("rows.jsonl")).unwrap();
    let expected = fs::read_to_string(made_up().join("by-type.json")).unwrap();
    assert_eq!(figures(place.path(), "gold.jsonl.gz rows.jsonl --json"), expected);
}

#[test]
fn rows_of_today_and_rows_from_a_file_score_the_same() {
    let place = tempfile::tempdir().unwrap();
    let gold = made_up().join("gold.jsonl");
    for (kinds, format, name) in [
        ("statement", "attributions", "rows.jsonl"),
        ("statement,attitude,decree", "attributions", "rows.jsonl"),
        ("statement,attitude,decree", "csv", "rows.csv"),
        ("attitude", "tsv", "rows.tsv"),
    ] {
        let rows = place.path().join(name);
        let mut extract = Command::new(env!("CARGO_BIN_EXE_whosaid"));
        extract.args(["extract", "-q", "--format", format, "--kinds", kinds, "-o"]);
        assert!(extract.arg(&rows).arg(&gold).status().unwrap().success());
        let more = format!("--json --curve --calibration --speakers --errors 9 --kinds {kinds}");
        let today = figures(made_up(), &format!("gold.jsonl {more}"));
        let filed = figures(made_up(), &format!("gold.jsonl {} {more}", rows.display()));
        assert_eq!(today, filed, "{name}, {kinds}");
        assert!(today.contains("\"curve\"") && today.contains("\"calibration\""), "{today}");
    }
}

#[test]
fn errors_are_shown_with_rule_and_confidence() {
    let text = figures(made_up(), "gold.jsonl rows.jsonl --errors 9 --color never");
    let wanted = "\n== wrong speaker (3)\n  harbour\n    \
                  gold [Lindqvist] [had asked] for naïve optimism\n    \
                  row  [the engineer] [according to] had asked for naïve optimism  {according-to 0.62}\n    \
                  they share 0.60 of the quote's words\n";
    assert!(text.contains(wanted), "{text}");
    let sample = figures(made_up(), "gold.jsonl rows.jsonl --errors 1");
    let cases = |text: &str| text.lines().filter(|line| line.starts_with("    text ")).count();
    assert_eq!((cases(&text), cases(&sample)), (12, 3), "{sample}");
    assert_eq!(sample, figures(made_up(), "gold.jsonl rows.jsonl --errors 1"));
}

#[test]
fn fewer_rows_are_scored_by_kind_and_confidence() {
    let all = figures(made_up(), "gold.jsonl rows.jsonl --by rule --json");
    let few = figures(made_up(), "gold.jsonl rows.jsonl --by rule --json --min-confidence 0.8");
    let decrees = figures(made_up(), "gold.jsonl rows.jsonl --by rule --json --kinds decree");
    assert!(all.contains("\"according-to\"") && !few.contains("\"according-to\""), "{few}");
    assert!(few.contains("\"cue-that\"") && !decrees.contains("\"cue-that\""), "{decrees}");
}

#[test]
fn a_comparison_shows_what_the_gold_says_of_each_difference() {
    let place = tempfile::tempdir().unwrap();
    let gold = r#"{"id": "a", "text": "Kim said no. Xi said yes. Lee said rain fell again.",
        "attributions": [
        {"source": [[0, 3]], "cue": [[4, 8]], "content": [[9, 11]]},
        {"source": [[13, 15]], "cue": [[16, 20]], "content": [[21, 24]]},
        {"source": [[26, 29]], "cue": [[30, 34]], "content": [[35, 50]]}]}"#;
    let old = r#"{"id": "a", "attributions": [
        {"source": [[0, 3]], "cue": [[4, 8]], "content": [[9, 11]], "rule": "x"},
        {"source": [], "cue": [[4, 8]], "content": [[13, 20]], "rule": "x"},
        {"source": [[0, 3]], "cue": [[30, 34]], "content": [[35, 44]], "rule": "x"}]}"#;
    let new = r#"{"id": "a", "attributions": [
        {"source": [[13, 15]], "cue": [[16, 20]], "content": [[21, 24]], "rule": "y"},
        {"source": [[26, 29]], "cue": [[30, 34]], "content": [[35, 50]], "rule": "x"}]}"#;
    for (name, json) in [("gold", gold), ("old", old), ("new", new)] {
        fs::write(place.path().join(name), json.replace('\n', " ")).unwrap();
    }
    let text = figures(place.path(), "gold --compare old new");
    let expected = "\
- right | a: [Kim] [said] no  {x}
- spurious | a: [] [said] Xi said  {x}
+ right | a: [Xi] [said] yes  {y}
~ wrong speaker → right | a: [Lee] [said] rain fell again  {x}
    quote: \"rain fell\" → \"rain fell again\"
    speaker mention: \"Kim\" → \"Lee\"

3 rows → 2
     1 gained: 1 right, 0 wrong speaker, 0 spurious, 0 optional
     2 lost: 1 right, 0 wrong speaker, 1 spurious, 0 optional
     1 changed: 1 better, 0 worse
";
    assert!(text.starts_with(expected), "{text}");
    assert!(text.contains("triple strict    P  33.3 → 100.0 (+66.7)"), "{text}");
    let json = figures(place.path(), "gold --compare old new --json");
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(value["differences"].as_array().unwrap().len(), 4);
    assert_eq!(value["new"]["triple strict"]["p"], 1.0);
}

#[test]
fn what_cannot_be_scored_says_why() {
    let place = tempfile::tempdir().unwrap();
    let article =
        |id: &str| format!(r#"{{"id": "{id}", "text": "Kim said no.", "attributions": ["#);
    let one = r#"{"source": [[0, 3]], "cue": [], "content": [[9, 11]]}"#;
    let files = [
        ("gold", format!("{}{one}]}}\n", article("a"))),
        ("broken", format!("{}{one}]}}\n\n{{\"id\": oops}}\n", article("a"))),
        ("backwards", format!("{}{{\"content\": [[9, -1]]}}]}}\n", article("a"))),
        ("bare", format!("{}]}}\n", article("a"))),
        ("twice", format!("{0}{one}]}}\n{0}{one}]}}\n", article("a"))),
        ("text", "{\"id\": \"a\", \"text\": \"Kim said no.\"}\n".into()),
        ("others", "{\"id\": \"b\", \"attributions\": []}\n".into()),
        ("unsure", format!("{{\"id\": \"a\", \"attributions\": [{one}]}}\n")),
    ];
    for (name, content) in files {
        fs::write(place.path().join(name), content).unwrap();
    }
    let cases = [
        ("gone", "error: cannot read `gone`: no such file or directory\nhelp: check the spelling"),
        ("gold gone", "error: cannot read `gone`: no such file or directory\n"),
        (
            "broken",
            "error: broken:3: invalid JSON: expected value (byte 8)\nhelp: each line of gold",
        ),
        ("backwards", "error: backwards:1: not an annotated article: invalid value: integer `-1`"),
        ("text", "error: text:1: not an annotated article: missing field `attributions`"),
        ("gold text", "error: text:1: not an article's rows: missing field `attributions`"),
        ("bare", "error: no attributions in `bare`\nhelp: annotated articles carry"),
        ("twice", "error: id `a` is repeated in `twice`\nhelp: "),
        ("gold others", "error: no article of `others` is in the gold\nhelp: ids must be"),
        ("gold unsure --curve", "error: no confidence in `unsure`\nhelp: write the rows with"),
        ("gold unsure --compare unsure", "error: the argument '[ROWS]' cannot be used with"),
        ("gold --tables t", "error: no such directory: `t`\n"),
        ("gold --rules no", "error: no such directory: `no`\n"),
        ("gold --by colour", "error: invalid value 'colour'"),
    ];
    for (args, wanted) in cases {
        let output = eval(place.path(), args);
        assert_eq!(output.status.code(), Some(2), "{args}: {}", message(&output));
        assert!(message(&output).contains(wanted), "{args}: {}", message(&output));
        assert!(output.stdout.is_empty(), "{args}");
    }
}

#[test]
fn rows_that_do_not_fit_the_gold_are_told() {
    let output = eval(made_up(), "gold.jsonl rows.jsonl");
    assert_eq!(output.status.code(), Some(0));
    for wanted in [
        "warning: rows.jsonl: 1 article not in the gold, left out: `another article`\nhelp: ",
        "warning: rows.jsonl: places past the end of the text\nhelp: ",
        "6 articles, 20 attributions asked for; 24 rows (statement, attitude, decree)\n",
    ] {
        assert!(message(&output).contains(wanted), "{wanted}\nin:\n{}", message(&output));
    }
}

#[test]
fn help_has_examples() {
    let output = eval(made_up(), "--help");
    let help = String::from_utf8(output.stdout).unwrap();
    assert!(help.contains("Examples:\n  whosaid eval gold.jsonl\n"), "{help}");
}

/// The real corpora with the rules of today: where `WHOSAID_CORPORA` names their
/// directory, with `score.py` in it.
#[test]
#[ignore = "needs the corpora and python3: WHOSAID_CORPORA=DIR"]
fn the_figures_of_the_corpora_are_the_scorers() {
    let corpora = std::path::PathBuf::from(std::env::var_os("WHOSAID_CORPORA").unwrap());
    let place = tempfile::tempdir().unwrap();
    let rows = place.path().join("rows.jsonl");
    for name in ["polnear-dev", "polnear-dev-speakers", "basil-dev-gold", "seeds-gold"] {
        let gold = corpora.join(name).with_extension("jsonl");
        let mut extract = Command::new(env!("CARGO_BIN_EXE_whosaid"));
        extract.args(["extract", "-q", "--format", "attributions", "--kinds"]);
        extract.arg("statement,attitude,decree").arg("-o").args([&rows, &gold]);
        assert!(extract.status().unwrap().success());
        for by in ["type", "source", "outlet"] {
            let mut score = Command::new("python3");
            score.arg(corpora.join("score.py")).args([&gold, &rows]);
            let expected = score.args(["--json", "--by", by]).output().unwrap().stdout;
            let expected = String::from_utf8(expected).unwrap();
            let args = format!("{} {} --json --by {by}", gold.display(), rows.display());
            assert_eq!(figures(place.path(), &args), expected, "{name} by {by}");
            let args = format!("{} --json --by {by}", gold.display());
            assert_eq!(figures(place.path(), &args), expected, "{name} by {by}, rows of today");
        }
    }
}
