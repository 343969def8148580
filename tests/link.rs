//! `--link` and `--aliases` as a user meets them.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;
use std::process::Command;

const ARTICLES: &str = r#"{"id": "a", "text": "“We are ready,” Kim Jong Un said on Monday. Jane Hadley, mayor of Seoul, said she was not."}
{"id": "b", "text": "Nothing is said in this article."}
{"id": "c", "text": "“We are ready,” Kim Jong-un said again. “So am I,” said Jane B. Hadley."}
{"id": "d", "text": 17}
{"id": "e", "text": "“Nobody is ready,” Hadley said. Senior officials said they were."}
"#;

fn directory(files: &[(&str, &str)]) -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(directory.path().join(name), text).unwrap();
    }
    directory
}

/// Exit code, standard output and standard error.
fn whosaid(place: &Path, args: &str) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_whosaid"))
        .args(args.split_whitespace())
        .current_dir(place)
        .env("TMPDIR", place)
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// The columns of CSV that tell who speaks.
fn speakers(csv: &str) -> Vec<[String; 3]> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let records = reader.records().map(Result::unwrap);
    records.map(|r| [&r[1], &r[5], &r[6]].map(str::to_owned)).collect()
}

fn names(place: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(place).unwrap();
    let mut names: Vec<_> =
        entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn one_speaker_has_one_id_in_all_articles() {
    let place = directory(&[("news.jsonl", ARTICLES)]);
    let (code, csv, stderr) = whosaid(place.path(), "extract news.jsonl --link -v");
    assert_eq!(code, 1, "an article was skipped: {stderr}");
    assert!(stderr.contains("news.jsonl:4"), "{stderr}");
    assert!(stderr.contains("2 speakers with an id"), "{stderr}");
    assert!(stderr.contains("4 articles, 1 skipped, 6 attributions → stdout"), "{stderr}");
    let rows = speakers(&csv);
    let id = |name: &str| &rows.iter().find(|r| r[1] == name).unwrap()[2];
    assert_eq!((id("Kim Jong Un").len(), id("Jane Hadley").len()), (16, 16));
    assert_ne!(id("Kim Jong Un"), id("Jane Hadley"));
    assert_eq!(id("Kim Jong-un"), id("Kim Jong Un"));
    assert_eq!([id("Jane B. Hadley"), id("Hadley")], [id("Jane Hadley"); 2]);
    assert_eq!(id("senior officials"), "");
}

/// All but the column `speaker_id`.
fn without_ids(csv: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(csv.as_bytes());
    let fields = |r: csv::StringRecord| {
        r.iter().enumerate().filter(|(i, _)| *i != 6).map(|(_, f)| f.to_owned()).collect()
    };
    reader.records().map(|r| fields(r.unwrap())).collect()
}

#[test]
fn linking_changes_ids_and_nothing_else_at_any_number_of_threads() {
    let place = directory(&[("news.jsonl", ARTICLES)]);
    let seeds = concat!(env!("CARGO_MANIFEST_DIR"), "/seeds");
    for format in ["csv", "attributions"] {
        let run = |more: &str| {
            let args = format!("extract {seeds} news.jsonl -q --format {format} {more}");
            whosaid(place.path(), &format!("{args} --kinds statement,attitude,decree")).1
        };
        let (plain, one) = (run(""), run("--link --threads 1"));
        if format == "csv" {
            assert_eq!(without_ids(&plain), without_ids(&one));
            assert!(speakers(&one).iter().filter(|r| !r[2].is_empty()).count() > 20);
        } else {
            assert_eq!(plain, one, "ids are not in this format, articles without rows are");
        }
        for threads in [2, 4] {
            assert!(run(&format!("--link --threads {threads}")) == one, "{threads} threads");
        }
    }
}

#[test]
fn nothing_but_the_output_stays() {
    let place = directory(&[("news.jsonl", ARTICLES)]);
    let (code, stdout, stderr) = whosaid(place.path(), "extract news.jsonl --link -o out.csv");
    assert_eq!((code, &*stdout), (1, ""), "{stderr}");
    assert_eq!(names(place.path()), ["news.jsonl", "out.csv"]);
    assert_eq!(whosaid(place.path(), "extract news.jsonl --link").0, 1);
    assert_eq!(names(place.path()), ["news.jsonl", "out.csv"]);
}

const ALIASES: &str = "\u{feff}Alias,Name,ID\r\n\
    KIM JONG UN,\"Kim, Jong Un\",Q56226\r\n\
    Hadley,Jane Hadley,\r\n\
    Moon,Moon Jae-in,Q20001\r\n\
    senior officials,the government,gov-1\r\n";

#[test]
fn aliases_alone_name_whom_they_list() {
    let place = directory(&[("news.jsonl", ARTICLES), ("my.csv", ALIASES)]);
    let (_, csv, stderr) = whosaid(place.path(), "extract news.jsonl --aliases my.csv -v");
    assert!(stderr.contains("3 of 4 aliases used; in no row: `Moon`\n"), "{stderr}");
    let rows = speakers(&csv);
    let show: Vec<String> = rows.iter().map(|[a, s, i]| format!("{a} {s} {}", i.len())).collect();
    assert_eq!(
        show,
        [
            "a Kim, Jong Un 6",
            "a Jane Hadley 16",
            "c Kim, Jong Un 6",
            "c Jane B. Hadley 0",
            "e Jane Hadley 16",
            "e the government 5"
        ]
    );
}

#[test]
fn aliases_go_before_links_and_spread_over_them() {
    let place = directory(&[
        ("news.jsonl", ARTICLES),
        ("my.csv", "alias,name,id\nHadley,Jane Hadley,Q7\n"),
    ]);
    let (_, csv, _) = whosaid(place.path(), "extract news.jsonl --link --aliases my.csv");
    let rows = speakers(&csv);
    let hadley = |r: &&[String; 3]| r[2] == "Q7";
    let found: Vec<&str> = rows.iter().filter(hadley).map(|r| &*r[1]).collect();
    assert_eq!(found, ["Jane Hadley"; 3], "also where the article has Jane B. Hadley");
}

#[test]
fn faulty_aliases_stop_the_run_before_anything_is_written() {
    let place = directory(&[
        ("news.jsonl", ARTICLES),
        ("column.csv", "alias,qid\nKim,Q1\n"),
        ("empty.csv", "alias,name\nKim,Kim Jong Un\n,Moon Jae-in\n"),
        ("two.csv", "alias,name,id\nKim,Kim Jong Un,Q1\nkim,Kim Jong Il,Q2\n"),
        ("id.csv", "alias,name,id\nKim,Kim Jong Un,Q1\nMoon,Moon Jae-in,Q1\n"),
        ("short.csv", "alias,name,id\nKim\n"),
    ]);
    std::fs::write(place.path().join("latin.csv"), b"alias,name\nKim,Kim\nRa\xFAl,Raul\n").unwrap();
    let cases = [
        ("no.csv", "error: no.csv: cannot be read: ", "help: check the name"),
        ("column.csv", "error: column.csv:1: no column `name`\n", "help: the first line names"),
        ("empty.csv", "error: empty.csv:3: no alias\n", "help: fill it in"),
        (
            "two.csv",
            "error: two.csv:3: `kim` stands for `Kim Jong Il`, but for `Kim Jong Un` in line 2\n",
            "help: keep one",
        ),
        (
            "id.csv",
            "error: id.csv:3: `Q1` is the id of `Moon Jae-in`, but of `Kim Jong Un` in line 2\n",
            "help: give all aliases of one id the same name",
        ),
        ("short.csv", "error: short.csv:2: 1 columns where the header has 3\n", "help: "),
        ("latin.csv", "error: latin.csv:3: not UTF-8 (byte 0xFA)\n", "help: save the file"),
    ];
    let before = names(place.path());
    let args = "extract news.jsonl --aliases id.csv -o id.csv";
    let (code, _, stderr) = whosaid(place.path(), args);
    assert_eq!(code, 2);
    assert!(stderr.contains("error: `id.csv` is both input and output\n"), "{stderr}");
    for link in ["", "--link "] {
        for (file, error, help) in cases {
            let args = format!("extract news.jsonl {link}--aliases {file} -o out.csv");
            let (code, stdout, stderr) = whosaid(place.path(), &args);
            assert_eq!((code, &*stdout), (2, ""), "{args}: {stderr}");
            assert!(stderr.contains(error) && stderr.contains(help), "{args}: {stderr}");
            assert_eq!(names(place.path()), before, "{args} left a file behind");
        }
    }
}
