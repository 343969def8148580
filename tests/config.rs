//! Settings in `whosaid.toml`: each flag can stand there, what is typed goes before it, and what
//! `--print-config` writes is read back as it was.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod shared;

use shared::{column, directory, run, whosaid, words};
use std::path::Path;

/// Flags of one run, not of the data.
const NOT_KEPT: [&str; 4] = ["config", "print-config", "resume", "restart"];

/// The long flags of `extract`, by its own help; whether they take a value.
fn flags(place: &Path) -> Vec<(String, bool)> {
    let help = whosaid(place, "extract --help", b"").stdout;
    let flags = help.lines().filter_map(|line| {
        // Six columns before: a flag's own line, not an example's.
        let at = line.find("--").filter(|at| *at <= 6 && line[..*at].len() <= 6)?;
        let flag = &line[at + 2..];
        let end = flag.find(|c: char| !c.is_ascii_lowercase() && c != '-').unwrap_or(flag.len());
        let takes = flag[end..].starts_with([' ', '[']) && flag.contains('<');
        let takes = takes && !flag.contains("<true|false>");
        Some((flag[..end].to_owned(), takes))
    });
    flags.filter(|(name, _)| !["help", "version"].contains(&&**name)).collect()
}

/// A value of each flag that is not its default, as TOML; `true` where it takes none.
fn value(flag: &str) -> &'static str {
    match flag {
        "files-from" => "\"list.txt\"",
        "input-format" => "\"text\"",
        "include" | "exclude" => "[\"*.txt\", \"a/**\"]",
        "field" => "{ text = \"body\", date = \"when\" }",
        "metadata" | "aliases" => "\"known.csv\"",
        "encoding" => "\"windows-1252\"",
        "date-order" => "\"dmy\"",
        "timezone" => "\"Asia/Seoul\"",
        "max-article-size" | "batch-size" => "\"3MB\"",
        "max-decompressed" => "5000000",
        "limit" => "7",
        "sample" => "0.5",
        "shard" => "\"1/2\"",
        "drop-duplicates" => "\"text\"",
        "output" => "[\"q.csv\", \"q.jsonl\"]",
        "format" => "\"tsv\"",
        "columns" => "[\"speaker\", \"quote\"]",
        "keep" => "[\"section\", \"desk=meta.desk\"]",
        "write-text" => "\"texts\"",
        "errors" => "\"errors.csv\"",
        "kinds" => "[\"statement\", \"decree\"]",
        "min-confidence" => "0.7",
        "checkpoint" | "progress" => "9",
        "threads" => "2",
        "rules" | "tables" => "\"mine\"",
        "color" => "\"never\"",
        "excel" | "describe" | "verbatim" | "link" | "strict" | "quiet" | "verbose" => "true",
        other => panic!("no value is known for --{other}: add one"),
    }
}

#[test]
fn every_flag_can_stand_in_the_file() {
    let place = directory(&[("a.txt", words("a").as_bytes())]);
    let flags = flags(place.path());
    assert!(flags.len() > 35, "{flags:?}");
    for (flag, takes) in flags {
        if NOT_KEPT.contains(&&*flag) {
            continue;
        }
        let setting = format!("{flag} = {}\n", value(&flag));
        assert_eq!(takes, value(&flag) != "true", "--{flag}");
        std::fs::write(place.path().join("whosaid.toml"), &setting).unwrap();
        let ran = whosaid(place.path(), "extract a.txt --print-config", b"");
        assert_eq!(ran.code, 0, "{setting}: {}", ran.stderr);
        let begin = format!("\n{flag} = ");
        assert!(ran.stdout.contains(&begin), "{setting} is not in:\n{}", ran.stdout);
    }
    for flag in NOT_KEPT {
        std::fs::write(place.path().join("whosaid.toml"), format!("{flag} = true\n")).unwrap();
        let ran = whosaid(place.path(), "extract a.txt --print-config", b"");
        assert_eq!(ran.code, 2, "{flag}");
        assert!(ran.stderr.contains(&format!("whosaid.toml:1:1: unknown key `{flag}`")));
    }
}

#[test]
fn what_is_printed_is_read_back_as_it_was() {
    let place = directory(&[("a.txt", words("a").as_bytes())]);
    for args in [
        "extract a.txt",
        "extract a.txt --field text=body --field date=when.at --keep desk=meta.desk -o q.csv \
         -o q.parquet --drop-duplicates --shard 3/16 --sample 1% --limit 5 --kinds attitude,decree",
        "extract a.txt - --max-article-size 3MB --timezone Asia/Seoul --date-order mdy --excel \
         --describe -o q.tsv --columns speaker,quote --include *.txt --exclude x/** --strict",
        "extract a.txt -v --threads 2 --tables none --min-confidence 0.5 --progress 0 --link \
         --write-text texts --errors e.csv --encoding iso-8859-2 --batch-size 500000",
    ] {
        let printed = whosaid(place.path(), &format!("{args} --print-config"), b"");
        assert_eq!(printed.code, 0, "{args}: {}", printed.stderr);
        std::fs::write(place.path().join("s.toml"), &printed.stdout).unwrap();
        let again = whosaid(place.path(), "extract --config s.toml --print-config", b"");
        assert_eq!(again.code, 0, "{args}: {}", again.stderr);
        let settings = |text: &str| -> Vec<String> {
            let lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
            lines.map(str::to_owned).collect()
        };
        assert_eq!(settings(&again.stdout), settings(&printed.stdout), "{args}");
        assert!(!settings(&printed.stdout).is_empty());
    }
}

#[test]
fn the_file_beside_the_data_is_read_and_its_paths_are_seen_from_there() {
    let place = directory(&[
        ("data/in/a.csv", format!("k,words\na,\"{}\"\n", words("a")).as_bytes()),
        (
            "data/in/whosaid.toml",
            b"field = { id = \"k\", text = \"words\" }\noutput = [\"../q.csv\"]\n\
              columns = [\"article_id\", \"quote\"]\n",
        ),
    ]);
    let ran = whosaid(place.path(), "extract data/in", b"");
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stderr.contains("note: settings from `data/in/whosaid.toml`"), "{}", ran.stderr);
    let csv = std::fs::read_to_string(place.path().join("data/q.csv")).unwrap();
    assert_eq!(csv, "article_id,quote\na,\"“We are ready for a,”\"\n");
    // A file among the data finds it as well.
    let ran = whosaid(place.path(), "extract data/in/a.csv -q", b"");
    assert_eq!((ran.code, &*ran.stderr), (0, ""));
}

#[test]
fn the_file_here_is_read_where_none_is_beside_the_data() {
    let place = directory(&[("data/a.txt", words("a").as_bytes()), ("whosaid.toml", b"limit = 1")]);
    let ran = whosaid(place.path(), "extract data", b"");
    assert!(ran.stderr.contains("settings from `whosaid.toml`"), "{}", ran.stderr);
    let text = words("a");
    let ran = whosaid(place.path(), "extract - --input-format text", text.as_bytes());
    assert!(ran.stderr.contains("settings from `whosaid.toml`"), "{}", ran.stderr);
    assert_eq!(shared::rows(ran.stdout.as_bytes()).len(), 1);
}

#[test]
fn what_is_typed_goes_before_the_file() {
    let place = directory(&[
        ("a.txt", words("a").as_bytes()),
        ("b.txt", words("b").as_bytes()),
        (
            "whosaid.toml",
            b"paths = [\"a.txt\", \"b.txt\"]\noutput = [\"file.csv\"]\nlimit = 1\ncolumns = [\"quote\"]\nverbose = true\n",
        ),
    ]);
    let ran = whosaid(place.path(), "extract", b"");
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_eq!(column(place.path(), "file.csv", "quote").len(), 1);
    assert!(ran.stderr.contains("articles/s"), "verbose: {}", ran.stderr);
    let args = ["extract", "-o", "typed.csv", "--limit", "2", "--columns", "article_id", "-q"];
    let ran = run(place.path(), &args, b"");
    assert_eq!((ran.code, &*ran.stderr), (0, ""));
    assert_eq!(column(place.path(), "typed.csv", "article_id"), ["a", "b"]);
    let ran = whosaid(place.path(), "extract b.txt -o typed.csv --columns article_id", b"");
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_eq!(column(place.path(), "typed.csv", "article_id"), ["b"]);
}

#[test]
fn faults_of_the_file_are_told_by_line_and_column() {
    let place = directory(&[("a.txt", words("a").as_bytes())]);
    for (settings, told, help) in [
        (
            "limit = 3\ncolums = [\"quote\"]\n",
            "2:1: unknown key `colums`",
            "did you mean `columns`?",
        ),
        ("# é\n  zzz = 1\n", "2:3: unknown key `zzz`", "keys are "),
        ("limit = {}\n", "1:9: not a value for `limit`", "a string, a number"),
        ("excel = \"yes\"\n", "1:9: not a value for `excel`", "a string, a number"),
        ("keep = [[\"a\"]]\n", "1:8: not a value for `keep`", "a string, a number"),
        ("limit = \n", "1:9: ", "it is TOML"),
        ("limit = 1\nlimit = 2\n", "2:1: ", "it is TOML"),
        ("columns = [\"quote\"\n", "1:19: unclosed array", "it is TOML"),
        ("limit = \"many\"\n", " invalid value 'many' for '--limit <N>'", "its keys are"),
        ("shard = \"17/16\"\n", " invalid value '17/16' for '--shard", "its keys are"),
        ("resume = true\n", "1:1: unknown key `resume`", ""),
    ] {
        std::fs::write(place.path().join("whosaid.toml"), settings).unwrap();
        let ran = whosaid(place.path(), "extract a.txt -o q.csv", b"");
        assert_eq!(ran.code, 2, "{settings}: {}", ran.stderr);
        let told = format!("error: whosaid.toml:{told}");
        assert!(ran.stderr.contains(&told), "{settings}: {}", ran.stderr);
        assert!(ran.stderr.contains(&format!("help: {help}")), "{settings}: {}", ran.stderr);
        assert!(!place.path().join("q.csv").exists());
    }
    let ran = whosaid(place.path(), "extract a.txt --config no.toml", b"");
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("error: cannot read `no.toml`: no such file"), "{}", ran.stderr);
    assert!(ran.stderr.contains("help: `whosaid extract --print-config` writes one"));
}

#[test]
fn a_flag_undoes_what_the_file_switches_on() {
    let place = directory(&[
        ("a.txt", "“No,” Kim said.".as_bytes()),
        ("whosaid.toml", b"excel = true\noutput = \"q.csv\"\n"),
    ]);
    for (flag, mark) in [("", true), ("--excel=false", false), ("--excel", true)] {
        let ran = whosaid(place.path(), &format!("extract a.txt {flag}"), b"");
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        let bytes = std::fs::read(place.path().join("q.csv")).unwrap();
        assert_eq!(bytes.starts_with(b"\xEF\xBB\xBF"), mark, "{flag}");
    }
}
