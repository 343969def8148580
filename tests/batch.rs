//! The flags of batch work, each by what it writes.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod shared;

use serde_json::Value;
use shared::packs::{Member, packed, tarred, zipped};
use shared::{column, command, directory, line, names, rows, run, whosaid, words};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;
use std::path::Path;

/// Runs `extract` and gives what it wrote to standard output as rows.
#[track_caller]
fn extracted(place: &Path, args: &str) -> Vec<BTreeMap<String, String>> {
    let ran = whosaid(place, &format!("extract {args}"), b"");
    assert!(ran.code < 2, "{args}: {}", ran.stderr);
    rows(ran.stdout.as_bytes())
}

/// The ids of all articles read, also of those without rows.
#[track_caller]
fn ids(place: &Path, args: &str, stdin: &[u8]) -> Vec<String> {
    let ran = whosaid(place, &format!("extract {args} --format attributions"), stdin);
    assert!(ran.code < 2, "{args}: {}", ran.stderr);
    let id = |line: &str| {
        let value: Value = serde_json::from_str(line).unwrap();
        value["id"].as_str().unwrap().to_owned()
    };
    ran.stdout.lines().map(id).collect()
}

/// Articles without rows, which take no time.
fn quiet_lines(count: usize) -> String {
    (0..count).map(|n| format!("{{\"id\": \"a{n}\", \"text\": \"Rain {n}.\"}}\n")).collect()
}

/// Every place in each row gives the row's words in the text that was written.
#[track_caller]
fn assert_places(rows: &[BTreeMap<String, String>], text_of: impl Fn(&str) -> String) {
    for row in rows {
        let text: Vec<char> = text_of(&row["article_id"]).chars().collect();
        let cut = |places: &str| -> Vec<String> {
            let piece = |place: &str| {
                let (start, end) = place.split_once('-').unwrap();
                text[start.parse().unwrap()..end.parse().unwrap()].iter().collect()
            };
            places.split(';').map(piece).collect()
        };
        let mut quotes = 0;
        for part in row["spans"].split(' ') {
            let (name, places) = part.split_once('=').unwrap();
            match name {
                "quote" => {
                    assert_eq!(cut(places).join(" … "), row["quote"]);
                    quotes += 1;
                }
                "speaker" => assert_eq!(cut(places).join(" "), row["speaker_mention"]),
                "cue" => assert_eq!(cut(places).join(" "), row["cue"]),
                _ => assert!(!cut(places).is_empty()),
            }
        }
        assert_eq!(quotes, 1, "{row:?}");
    }
}

const WRAPPED: &str = "\
The talks on the border road will begin again next week, the minister said
on Monday, after a pause of eleven months that neither side had wanted and
that neither knew how to end. “We have time, and nobody is in a hurry here
at the bridge,” Kim told reporters, who had been waiting in the rain since
the morning. Nobody asked the drivers, according to the Harbour Union, who
had swept the lanes, measured the gates and lit the lamps for the winter.
";

#[test]
fn places_give_the_words_back_in_the_text_that_is_written() {
    let page = format!(
        "<!DOCTYPE html><html><head><title>Talks</title></head><body><article><h1>Talks</h1>\
         <p>{}</p><p>The roads &amp; the gates — caf&eacute; included — were open, <b>Moon</b> said.</p></article></body></html>",
        words("page")
    );
    let odd = "Title: Caf\u{e9} 😀\n\nâ€œWe are re\u{ad}ady,â€\u{9d} Kim said on Mon\u{ad}day\u{200b} in the cafÃ©.\n";
    let place = directory(&[
        ("in/a.txt", format!(" date 2026-02-26 😀 {}\r\n\r\nMoon said no.", words("a")).as_bytes()),
        (
            "in/b.md",
            format!("---\ntitle: B\n---\n\n# Talks\n\n{} *He* said **no**.", words("b")).as_bytes(),
        ),
        #[cfg(feature = "html")]
        ("in/c.html", page.as_bytes()),
        ("in/d.txt", WRAPPED.as_bytes()),
        ("in/e.txt", odd.as_bytes()),
        ("in/f.txt", &encoding_rs::WINDOWS_1252.encode(&words("f")).0),
        ("in/g.jsonl", (line("g/1") + &line("g:2")).as_bytes()),
    ]);
    let _ = &page;
    let args = "extract in -o q.csv --write-text texts";
    let ran = whosaid(place.path(), args, b"");
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stderr.contains("in/d.txt: hard-wrapped lines joined"), "{}", ran.stderr);
    assert!(ran.stderr.contains("in/e.txt: mended 2 soft hyphens"), "{}", ran.stderr);
    let found = rows(&std::fs::read(place.path().join("q.csv")).unwrap());
    let articles: BTreeSet<&str> = found.iter().map(|row| &*row["article_id"]).collect();
    assert_eq!(articles.len(), if cfg!(feature = "html") { 8 } else { 7 }, "{articles:?}");
    assert_places(&found, |id| {
        let name = whosaid::output::safe_name(id);
        std::fs::read_to_string(place.path().join(format!("texts/{name}.txt"))).unwrap()
    });
    let quote =
        |id: &str| found.iter().find(|row| row["article_id"] == id).unwrap()["quote"].clone();
    assert_eq!(quote("e"), "“We are ready,”");
    assert!(
        found.iter().any(|r| r["quote"].contains("in a hurry here at the bridge")),
        "{found:?}"
    );

    let ran = whosaid(place.path(), "extract in -o q.csv --write-text texts.jsonl -q", b"");
    assert_eq!((ran.code, &*ran.stderr), (0, ""));
    let texts = std::fs::read_to_string(place.path().join("texts.jsonl")).unwrap();
    let texts: BTreeMap<String, String> = texts
        .lines()
        .map(|line| {
            let value: Value = serde_json::from_str(line).unwrap();
            let field = |name: &str| value[name].as_str().unwrap().to_owned();
            (field("id"), field("text"))
        })
        .collect();
    assert_eq!(rows(&std::fs::read(place.path().join("q.csv")).unwrap()), found);
    assert_places(&found, |id| texts[id].clone());
    // The texts are input as good as the files: the same rows come of them, but for what was
    // told beside the words.
    let again = extracted(place.path(), "texts.jsonl");
    let key = |row: &BTreeMap<String, String>| (row["quote_id"].clone(), row["spans"].clone());
    assert_eq!(
        again.iter().map(key).collect::<Vec<_>>(),
        found.iter().map(key).collect::<Vec<_>>()
    );
}

#[test]
fn verbatim_texts_are_as_they_were() {
    let odd = format!("â€œWe are re\u{ad}ady,â€\u{9d} Kim said.\n\n{WRAPPED}");
    let record = serde_json::json!({"id": "b", "text": odd}).to_string();
    let place = directory(&[("a.txt", odd.as_bytes()), ("b.jsonl", record.as_bytes())]);
    let ran =
        whosaid(place.path(), "extract a.txt b.jsonl --verbatim --write-text t -o q.csv", b"");
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(!ran.stderr.contains("mended") && !ran.stderr.contains("joined"), "{}", ran.stderr);
    for name in ["t/a.txt", "t/b.txt"] {
        assert_eq!(std::fs::read_to_string(place.path().join(name)).unwrap(), odd, "{name}");
    }
}

#[test]
fn columns_are_those_asked_for_in_that_order() {
    let record = format!(
        r#"{{"id": "a", "text": "{}", "author": "Park", "url": "u:1", "meta": {{"desk": ["Asia", "Sea"]}}}}"#,
        words("a")
    );
    let place = directory(&[("a.jsonl", record.as_bytes())]);
    let args = "extract a.jsonl --keep desk=meta.desk.1 --columns url,desk,quote,author -q";
    let ran = whosaid(place.path(), args, b"");
    assert_eq!(ran.stdout, "url,desk,quote,author\nu:1,Sea,\"“We are ready for a,”\",Park\n");
    for (args, told) in [
        ("--columns speeker", "speeker"),
        ("--columns quote,quote", "quote"),
        ("--keep quote", "quote"),
        ("--keep a=x --keep a=y", "`a`"),
    ] {
        let ran = whosaid(place.path(), &format!("extract a.jsonl {args}"), b"");
        assert_eq!((ran.code, &*ran.stdout), (2, ""), "{args}: {}", ran.stderr);
        assert!(ran.stderr.contains(told) && ran.stderr.contains("help: "), "{}", ran.stderr);
    }
}

#[test]
fn a_field_is_kept_from_every_form() {
    let page = format!(
        "<html><head><meta name=\"section\" content=\"World\"></head><body><p>{}</p></body></html>",
        words("page")
    );
    let place = directory(&[
        ("a.jsonl", line("json").replace("{", "{\"section\": \"J, 1\", ").as_bytes()),
        ("b.csv", format!("id,section,text\ncsv,C,\"{}\"\n", words("csv")).as_bytes()),
        #[cfg(feature = "html")]
        ("c.html", page.as_bytes()),
        ("d.md", format!("---\nsection: M\n---\n{}", words("d")).as_bytes()),
        ("e.txt", words("e").as_bytes()),
        ("f.txt", words("f").as_bytes()),
        ("metadata.csv", b"file,section\ne.txt,Beside\n"),
    ]);
    let _ = &page;
    let found = extracted(place.path(), ". --keep section");
    let found: Vec<_> = found.iter().map(|r| (&*r["article_id"], &*r["section"])).collect();
    let mut wanted = vec![("json", "J, 1"), ("csv", "C"), ("c", "World"), ("d", "M")];
    wanted.retain(|(id, _)| cfg!(feature = "html") || *id != "c");
    wanted.extend([("e", "Beside"), ("f", "")]);
    assert_eq!(found, wanted);
}

#[test]
fn what_a_spreadsheet_would_run_is_disarmed_only_when_asked() {
    let formulas = ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "=cmd|' /C calc'!A0"];
    let record = |(n, formula): (usize, &&str)| {
        let text = words(&n.to_string());
        serde_json::json!({"id": format!("n{n}"), "text": text, "f": formula}).to_string() + "\n"
    };
    let lines: String = formulas.iter().enumerate().map(record).collect();
    let place = directory(&[("a.jsonl", lines.as_bytes())]);
    for (flag, mark) in [("", ""), ("--excel", "'")] {
        let args = format!("extract a.jsonl --keep f -o q.csv -o q.tsv -q {flag}");
        assert_eq!(whosaid(place.path(), &args, b"").code, 0);
        for (file, between) in [("q.csv", b','), ("q.tsv", b'\t')] {
            let bytes = std::fs::read(place.path().join(file)).unwrap();
            assert_eq!(bytes.starts_with(b"\xEF\xBB\xBF"), !mark.is_empty(), "{file}");
            let mut reader = csv::ReaderBuilder::new().delimiter(between).from_reader(&bytes[..]);
            let cells = reader.records().map(|r| r.unwrap().iter().next_back().unwrap().to_owned());
            let wanted = formulas.iter().map(|formula| format!("{mark}{formula}"));
            assert_eq!(cells.collect::<Vec<_>>(), wanted.collect::<Vec<_>>(), "{file} {flag}");
        }
    }
}

#[test]
fn a_description_tells_of_the_files_beside_it() {
    let place = directory(&[("a.jsonl", (line("a") + &line("b")).as_bytes()), ("o/x", b"")]);
    let args = "extract a.jsonl --keep desk -o o/q.csv -o o/q.tsv -o o/q.jsonl --describe";
    let ran = whosaid(place.path(), args, b"");
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let package = std::fs::read(place.path().join("o/datapackage.json")).unwrap();
    let package: Value = serde_json::from_slice(&package).unwrap();
    let resources = package["resources"].as_array().unwrap();
    for (resource, file) in resources.iter().zip(["q.csv", "q.tsv"]) {
        assert_eq!(resource["path"], file);
        let bytes = std::fs::metadata(place.path().join("o").join(file)).unwrap().len();
        assert_eq!(resource["bytes"], bytes);
    }
    assert_eq!(resources.len(), 2);
    let fields = resources[0]["schema"]["fields"].as_array().unwrap();
    let fields: Vec<&str> = fields.iter().map(|f| f["name"].as_str().unwrap()).collect();
    let csv = std::fs::read_to_string(place.path().join("o/q.csv")).unwrap();
    assert_eq!(fields.join(","), csv.lines().next().unwrap());
    let ran = whosaid(place.path(), "extract a.jsonl -o q.jsonl --describe", b"");
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("--describe is for CSV and TSV files"), "{}", ran.stderr);
    assert_eq!(names(place.path()).len(), 7, "nothing more");
}

#[test]
fn several_outputs_hold_the_same_rows() {
    let lines: String = (0..12).map(|n| line(&format!("n{n}"))).collect();
    let place = directory(&[("a.jsonl", lines.as_bytes())]);
    let mut args = vec!["extract", "a.jsonl", "-q"];
    let outputs = [
        "q.csv",
        "q.tsv",
        "q.jsonl",
        "q.jsonld",
        #[cfg(feature = "parquet")]
        "q.parquet",
        #[cfg(feature = "sqlite")]
        "q.sqlite",
    ];
    args.extend(outputs.iter().flat_map(|output| ["-o", output]));
    let ran = run(place.path(), &args, b"");
    assert_eq!((ran.code, &*ran.stderr), (0, ""));
    let file = |name: &str| std::fs::read(place.path().join(name)).unwrap();
    let quote_ids = column(place.path(), "q.csv", "quote_id");
    assert_eq!(quote_ids.len(), 12);
    let text = String::from_utf8(file("q.tsv")).unwrap();
    let first = |line: &str| line.split('\t').next().unwrap().to_owned();
    assert_eq!(text.lines().skip(1).map(first).collect::<Vec<_>>(), quote_ids);
    let text = String::from_utf8(file("q.jsonl")).unwrap();
    let id = |line: &str| {
        let row: Value = serde_json::from_str(line).unwrap();
        row["quote_id"].as_str().unwrap().to_owned()
    };
    assert_eq!(text.lines().map(id).collect::<Vec<_>>(), quote_ids);
    let page: Value = serde_json::from_slice(&file("q.jsonld")).unwrap();
    let items = page["items"].as_array().unwrap();
    assert!(
        items.iter().zip(&quote_ids).all(|(item, id)| item["id"] == format!("urn:whosaid:{id}"))
    );
    assert_eq!(items.len(), 12);
    #[cfg(feature = "parquet")]
    {
        use parquet::file::reader::FileReader as _;
        let bytes = std::fs::File::open(place.path().join("q.parquet")).unwrap();
        let reader = parquet::file::reader::SerializedFileReader::new(bytes).unwrap();
        assert_eq!(reader.metadata().file_metadata().num_rows(), 12);
    }
    #[cfg(feature = "sqlite")]
    {
        let base = rusqlite::Connection::open(place.path().join("q.sqlite")).unwrap();
        let mut select = base.prepare("SELECT quote_id FROM quotes").unwrap();
        let ids = select.query_map([], |row| row.get::<_, String>(0)).unwrap();
        assert_eq!(ids.map(Result::unwrap).collect::<Vec<_>>(), quote_ids);
    }
}

#[test]
fn errors_are_listed_by_the_place_where_they_are() {
    let lines = [&line("a"), "\n", "{\"id\": oops}\n", &line("b"), "[1]\n"].concat();
    let table = format!(
        "\u{feff}id,text\r\n\"c\",\"{}\"\r\n\"d\nd\",\"x\"\r\nragged\r\n\"e\",\"{}\"\r\n",
        words("c"),
        words("e")
    );
    let place = directory(&[
        ("a.jsonl", lines.as_bytes()),
        ("b.csv", table.as_bytes()),
        ("c.jsonl.gz", &packed("gz", lines.replace("\"a\"", "\"ca\"").as_bytes())),
        ("d.txt", b"\0\0"),
        ("e.txt", format!("Date: soon\n\n{}", words("e.txt")).as_bytes()),
    ]);
    let ran = whosaid(place.path(), "extract . -o q.csv --errors e.csv", b"");
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    let header = "file,article,line,byte,kind,what,remedy\n";
    let errors = std::fs::read_to_string(place.path().join("e.csv")).unwrap();
    assert!(errors.starts_with(header), "{errors}");
    let errors = rows(errors.as_bytes());
    let of = |file: &str, kind: &str| -> Vec<&BTreeMap<String, String>> {
        errors.iter().filter(|e| e["file"] == file && e["kind"] == kind).collect()
    };
    for (file, text) in [("./a.jsonl", &lines), ("./c.jsonl.gz", &lines.replace("\"a\"", "\"ca\""))]
    {
        let told = of(file, "skipped");
        assert_eq!(told.len(), 2, "{errors:?}");
        for (error, begin) in told.iter().zip(["{\"id\": oops}", "[1]"]) {
            let byte: usize = error["byte"].parse().unwrap();
            let number: usize = error["line"].parse().unwrap();
            assert!(text[byte..].starts_with(begin), "{error:?}");
            assert!(text.lines().nth(number - 1).unwrap().starts_with(begin), "{error:?}");
            assert!(error["what"].starts_with("invalid JSON"), "{error:?}");
            assert!(error["remedy"].starts_with("each article is one object"), "{error:?}");
        }
    }
    let told = of("./b.csv", "skipped");
    assert_eq!(told.len(), 1, "{told:?}");
    let byte: usize = told[0]["byte"].parse().unwrap();
    assert!(table[byte..].starts_with("ragged"), "{:?}", &table[byte..]);
    assert_eq!(told[0]["line"], "5");
    assert_eq!(of("./d.txt", "skipped")[0]["article"], "d");
    let note = of("./e.txt", "note").into_iter().find(|e| e["what"].contains("`soon`")).unwrap();
    assert!(note["remedy"].contains("2026-02-26") && note["article"] == "e-2", "{note:?}");
    // Warnings on the terminal and lines in the list are the same.
    let warnings = ran.stderr.lines().filter(|line| line.starts_with("warning: ")).count();
    assert_eq!(warnings, errors.iter().filter(|e| e["kind"] == "skipped").count());
    assert!(ran.stderr.contains(&format!(", {warnings} skipped, ")), "{}", ran.stderr);
}

#[test]
fn a_limit_reads_the_first_articles() {
    let place = directory(&[("a.jsonl", quiet_lines(50).as_bytes())]);
    assert_eq!(ids(place.path(), "a.jsonl --limit 3", b""), ["a0", "a1", "a2"]);
    assert_eq!(ids(place.path(), "a.jsonl --limit 99", b"").len(), 50);
    let small = "a.jsonl --limit 3 --batch-size 1 --threads 1";
    assert_eq!(ids(place.path(), small, b""), ["a0", "a1", "a2"]);
}

#[test]
fn a_sample_is_the_same_each_time_and_about_its_share() {
    let place = directory(&[("a.jsonl", quiet_lines(1000).as_bytes())]);
    let quarter = ids(place.path(), "a.jsonl --sample 0.25", b"");
    assert!((190..310).contains(&quarter.len()), "{}", quarter.len());
    assert_eq!(ids(place.path(), "a.jsonl --sample 25% --threads 2", b""), quarter);
    let tenth = ids(place.path(), "a.jsonl --sample 10%", b"");
    assert!(tenth.iter().all(|id| quarter.contains(id)), "a smaller sample is part of a larger");
    assert_eq!(ids(place.path(), "a.jsonl --sample 1", b"").len(), 1000);
    for share in ["0", "1.5", "x", "-1"] {
        let ran = whosaid(place.path(), &format!("extract a.jsonl --sample={share}"), b"");
        assert_eq!(ran.code, 2);
        assert!(ran.stderr.contains("a share of more than 0"), "{}", ran.stderr);
    }
}

#[test]
fn sixteen_shards_are_the_whole_and_nothing_twice() {
    let texts: Vec<(String, String)> =
        (0..30).map(|n| (format!("in/t{n}.txt"), words(&format!("t{n}")))).collect();
    let mut files: Vec<(&str, &[u8])> =
        texts.iter().map(|(name, text)| (&**name, text.as_bytes())).collect();
    let lines = quiet_lines(300);
    files.push(("in/z.jsonl", lines.as_bytes()));
    let place = directory(&files);
    let whole = ids(place.path(), "in", b"");
    let mut parts = Vec::new();
    for part in 1..=16 {
        let ids = ids(place.path(), &format!("in --shard {part}/16"), b"");
        assert!((5..45).contains(&ids.len()), "{part}/16 has {}", ids.len());
        parts.extend(ids);
    }
    assert_eq!(parts.len(), whole.len());
    assert_eq!(parts.iter().collect::<BTreeSet<_>>(), whole.iter().collect());
    for shard in ["0/16", "17/16", "3", "a/b"] {
        let ran = whosaid(place.path(), &format!("extract in --shard {shard}"), b"");
        assert_eq!(ran.code, 2);
        assert!(ran.stderr.contains("the first is 1/16"), "{}", ran.stderr);
    }
}

#[test]
fn files_come_from_a_list() {
    let place = directory(&[
        ("a b.txt", words("a").as_bytes()),
        ("d/c.txt", words("c").as_bytes()),
        ("d/e.txt", words("e").as_bytes()),
        ("list", b"a b.txt\r\n\nd/gone.txt\nd\n"),
        ("nul", b"d/e.txt\0a b.txt\0"),
    ]);
    let ran = whosaid(place.path(), "extract --files-from list -o q.csv", b"");
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    let told = "warning: d/gone.txt: skipped: no such file or directory\nhelp: check the spelling";
    assert!(ran.stderr.contains(told), "{}", ran.stderr);
    assert_eq!(column(place.path(), "q.csv", "article_id"), ["a b", "c", "e"]);
    assert_eq!(ids(place.path(), "--files-from nul", b""), ["e", "a b"]);
    assert_eq!(ids(place.path(), "--files-from -", b"d/c.txt\n"), ["c"]);
    assert_eq!(ids(place.path(), "d/e.txt --files-from -", b"d/c.txt\n"), ["e", "c"]);
    let ran = whosaid(place.path(), "extract --files-from gone", b"");
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("error: cannot read the list `gone`: no such"), "{}", ran.stderr);
}

#[test]
fn globs_choose_in_directories_and_archives() {
    let (a, b, c) = (words("a"), words("b"), words("c"));
    let members = [
        Member::File("2026/a.txt", a.as_bytes()),
        Member::File("2026/drafts/b.txt", b.as_bytes()),
        Member::File("c.story", c.as_bytes()),
    ];
    let files = [
        ("in/2026/a.txt", a.as_bytes()),
        ("in/2026/drafts/b.txt", b.as_bytes()),
        ("in/c.story", c.as_bytes()),
    ];
    let place = directory(&files);
    std::fs::write(place.path().join("n.zip"), zipped(&members)).unwrap();
    std::fs::write(place.path().join("n.tar"), tarred(&members)).unwrap();
    for input in ["in", "n.zip", "n.tar"] {
        for (globs, wanted) in [
            ("", &["a", "b"][..]),
            ("--exclude **/drafts/**", &["a"]),
            ("--include *.story", &["c"]),
            ("--include 2026/** --exclude *b.txt", &["a"]),
            ("--include *.story --include 2026/*.txt", &["a", "b", "c"]),
        ] {
            let got: BTreeSet<String> =
                ids(place.path(), &format!("{input} {globs}"), b"").into_iter().collect();
            let wanted = wanted.iter().map(|id| (*id).to_owned()).collect();
            assert_eq!(got, wanted, "{input} {globs}");
        }
    }
    let ran = whosaid(place.path(), "extract in --include [", b"");
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("error: `[` is no glob: "), "{}", ran.stderr);
    // A file that is named is read, whatever its name.
    assert_eq!(ids(place.path(), "in/c.story --exclude *", b""), ["c"]);
}

#[test]
fn a_table_of_metadata_goes_by_id_path_or_name_and_before_all_else() {
    let place = directory(&[
        ("d/a.txt", format!("Title: Own\n\n{}", words("a")).as_bytes()),
        ("d/b.txt", words("b").as_bytes()),
        ("c.jsonl", line("c").as_bytes()),
        ("t/known.csv", "id,outlet,published,title\na,Paper A,26 Feb 2026,Told\nb.txt,Paper B,2024-07,\nc,Paper C,,\n".as_bytes()),
    ]);
    let found = extracted(place.path(), "d c.jsonl --metadata t/known.csv");
    let known = |r: &BTreeMap<String, String>| {
        [&*r["article_id"], &*r["outlet"], &*r["published"], &*r["title"]].join("|")
    };
    let known: Vec<String> = found.iter().map(known).collect();
    assert_eq!(known, ["a|Paper A|2026-02-26|Told", "b|Paper B|2024-07|", "c|Paper C||"]);
    let ran = whosaid(place.path(), "extract d --metadata gone.csv", b"");
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("error: cannot read `gone.csv`: no such"), "{}", ran.stderr);
}

#[test]
fn dates_go_by_zone_and_order_as_told() {
    let record = |id: &str, date: &str| line(id).replace('{', &format!("{{\"date\": \"{date}\", "));
    let lines = record("a", "2026-02-26T23:30:00-05:00") + &record("b", "02/03/2026");
    let place = directory(&[("a.jsonl", lines.as_bytes())]);
    for (flags, wanted) in [
        ("", ["2026-02-26", ""]),
        ("--timezone Asia/Seoul --date-order dmy", ["2026-02-27", "2026-03-02"]),
        ("--timezone America/New_York --date-order mdy", ["2026-02-26", "2026-02-03"]),
    ] {
        let found = extracted(place.path(), &format!("a.jsonl {flags}"));
        let dates: Vec<&str> = found.iter().map(|row| &*row["published"]).collect();
        assert_eq!(dates, wanted, "{flags}");
    }
    let ran = whosaid(place.path(), "extract a.jsonl", b"");
    assert!(ran.stderr.contains("note: a.jsonl:2: date `02/03/2026`"), "{}", ran.stderr);
    assert!(ran.stderr.contains("--date-order"), "{}", ran.stderr);
    let ran = whosaid(place.path(), "extract a.jsonl --timezone Mars/Olympus", b"");
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("error: unknown time zone `Mars/Olympus`"), "{}", ran.stderr);
}

#[test]
fn encodings_are_found_or_told() {
    let text = "“We are ready,” said Łucja Żółć of the café — at last, on Monday, in Łódź.";
    let utf16: Vec<u8> =
        [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let latin2 = "He said that Łódź was ready on Monday.";
    let japanese = "彼は言った。 “We are ready,” Kim said on Monday. 東京の天気は晴れです。";
    let place = directory(&[
        ("a.txt", &utf16),
        ("b.txt", &encoding_rs::ISO_8859_2.encode(latin2).0),
        ("c.txt", &encoding_rs::SHIFT_JIS.encode(japanese).0),
    ]);
    let texts = |args: &str| -> Vec<String> {
        let args = format!("extract {args} --write-text t.jsonl -o q.csv -q");
        let ran = whosaid(place.path(), &args, b"");
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        let lines = std::fs::read_to_string(place.path().join("t.jsonl")).unwrap();
        let text = |line: &str| {
            let value: Value = serde_json::from_str(line).unwrap();
            value["text"].as_str().unwrap().to_owned()
        };
        lines.lines().map(text).collect()
    };
    assert_eq!(texts("a.txt"), [text]);
    assert_eq!(texts("c.txt"), [japanese]);
    assert_eq!(texts("a.txt b.txt --encoding iso-8859-2"), [text, latin2]);
}

#[test]
fn standard_input_is_read_in_each_form() {
    let text = words("x");
    let page = format!("<!DOCTYPE html><html><body><p>{text}</p></body></html>");
    let json = format!("[{}]", line("x").trim());
    let csv = format!("id,text\nx,\"{text}\"\n");
    let warc = format!(
        "WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: x\r\nContent-Type: text/plain\r\nContent-Length: {}\r\n\r\n{text}\r\n\r\n",
        text.len()
    );
    let tar = tarred(&[Member::File("x.txt", text.as_bytes())]);
    let zip = zipped(&[Member::File("x.txt", text.as_bytes())]);
    let packed_lines = packed("zst", line("x").as_bytes());
    let cases: [(&str, &[u8], bool, &str); 12] = [
        ("text", text.as_bytes(), true, "stdin"),
        ("markdown", text.as_bytes(), true, "stdin"),
        ("json", json.as_bytes(), true, "x"),
        ("jsonl", line("x").leak().as_bytes(), true, "x"),
        ("jsonl", &packed_lines, true, "x"),
        ("csv", csv.as_bytes(), false, "x"),
        ("tsv", csv.replace(',', "\t").leak().as_bytes(), false, "x"),
        ("warc", warc.as_bytes(), true, "x"),
        ("tar", &tar, true, "x"),
        ("zip", &zip, true, "x"),
        ("tar", &packed("gz", &tar), true, "x"),
        ("html", page.as_bytes(), true, "stdin"),
    ];
    let place = directory(&[]);
    for (form, bytes, is_seen, id) in cases {
        if form == "html" && !cfg!(feature = "html") {
            continue;
        }
        assert_eq!(ids(place.path(), &format!("- --input-format {form}"), bytes), [id], "{form}");
        if is_seen {
            assert_eq!(ids(place.path(), "-", bytes), [id], "{form}");
        }
    }
}

#[test]
fn a_reader_that_closes_the_pipe_early_is_no_error() {
    let lines: String = (0..500).map(|n| line(&format!("n{n}"))).collect();
    let place = directory(&[("a.jsonl", lines.as_bytes())]);
    for format in ["csv", "jsonl", "jsonld"] {
        let args = ["extract", "a.jsonl", "--format", format, "--batch-size", "3KB"];
        let mut child = command(place.path(), &args).spawn().unwrap();
        let mut out = child.stdout.take().unwrap();
        let mut head = [0; 100];
        out.read_exact(&mut head).unwrap();
        drop(out);
        let output = child.wait_with_output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(0), "{format}: {stderr}");
        assert!(!stderr.contains("error") && !stderr.contains("panic"), "{format}: {stderr}");
    }
}

#[test]
fn a_log_tells_how_far_the_run_is() {
    let place = directory(&[("a.jsonl", quiet_lines(400).as_bytes())]);
    let args = "extract a.jsonl -o q.csv --batch-size 1KB --threads 1 --progress";
    let ran = whosaid(place.path(), &format!("{args} 0.000001"), b"");
    let told: Vec<&str> = ran.stderr.lines().filter(|l| l.starts_with("progress: ")).collect();
    assert!(!told.is_empty(), "{}", ran.stderr);
    for part in [" articles, 0 skipped, ", " MB of 0.0 MB, ", " articles/s, ", " MB/s, ", " left"] {
        assert!(told[0].contains(part), "{part} in {}", told[0]);
    }
    assert!(!ran.stderr.contains('\u{1b}') && !ran.stderr.contains('\r'), "{:?}", ran.stderr);
    for quiet in ["0", "0.000001 -q"] {
        let ran = whosaid(place.path(), &format!("{args} {quiet}"), b"");
        assert!(!ran.stderr.contains("progress"), "{}", ran.stderr);
    }
}

#[test]
fn shells_and_man_know_every_flag() {
    let place = directory(&[]);
    let help = whosaid(place.path(), "extract --help", b"").stdout;
    let flags: Vec<&str> = help
        .lines()
        .filter_map(|line| line.get(..8).filter(|b| b.contains("--")).and_then(|_| line.get(6..)))
        .filter_map(|flag| flag.split([' ', '[']).next()?.strip_prefix("--"))
        .collect();
    assert!(flags.len() > 35, "{flags:?}");
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let ran = whosaid(place.path(), &format!("completions {shell}"), b"");
        assert_eq!((ran.code, &*ran.stderr), (0, ""), "{shell}");
        for flag in &flags {
            assert!(ran.stdout.contains(flag), "{shell}: --{flag}");
        }
    }
    let ran = whosaid(place.path(), "man pages/man1", b"");
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let page = std::fs::read_to_string(place.path().join("pages/man1/whosaid-extract.1")).unwrap();
    for flag in &flags {
        assert!(page.contains(&flag.replace('-', "\\-")), "--{flag}");
    }
    assert!(page.contains("Examples:") && page.starts_with(".ie"), "{}", &page[..200]);
}
