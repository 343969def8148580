//! Which articles are read, and how: shares, lists, globs, metadata, dates, encodings.

use super::*;

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
