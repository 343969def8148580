//! What people read, and what they are told where something is wrong.

use super::made;
use super::shared::{command, directory, run, whosaid};
use std::io::{BufRead as _, BufReader};

const ROWS: &str = "\
article_id,outlet,published,speaker,speaker_kind,quote,quote_type,source,source_kind,cue,stance,start,end
a,The Seoul Daily,2026-02-25,Kim,person,“We are ready.”,direct,,,said,asserts,,
a,The Seoul Daily,2026-02-25,Kim,person,there is no reason to talk,indirect,KCNA,outlet,claimed,asserts,,
a,The Seoul Daily,2026-02-25,an aide,anonymous,it “was over” by noon,mixed,,,said,asserts,,
b,Post,2026-03,\u{1b}[31mMoon,person,that Kim had said so,indirect,,,told,asserts,,
";

const VIEW: &str = "\
4 statements, 19 words quoted, 5 of them in quotation marks
                 statements  of   share (95 %)
  direct                  1   4  25 % (4.6–70)  ██████
  mixed                   1   4  25 % (4.6–70)  ██████
  indirect                2   4   50 % (15–85)  ████████████
  no type                 0   4     0 % (0–49)
  named                   3   4   75 % (30–95)  ██████████████████
  person                  3   4   75 % (30–95)  ██████████████████
  organisation            0   4     0 % (0–49)
  group                   0   4     0 % (0–49)
  anonymous               1   4  25 % (4.6–70)  ██████
  document                0   4     0 % (0–49)
  no kind                 0   4     0 % (0–49)
  no speaker              0   4     0 % (0–49)
  with source             1   4  25 % (4.6–70)  ██████
  no source               3   4   75 % (30–95)  ██████████████████
  one anonymous           1   4  25 % (4.6–70)  ██████
  from document           0   4     0 % (0–49)
  other outlet            1   4  25 % (4.6–70)  ██████
  in a quote              0   4     0 % (0–49)
  told in quote           1   4  25 % (4.6–70)  ██████
  second-hand             2   4   50 % (15–85)  ████████████
  neutral cue             3   4   75 % (30–95)  ██████████████████
  loaded cue              1   4  25 % (4.6–70)  ██████

By speaker
  speaker    statements                       of all  words  of all         direct           mixed
  Kim                 2  ████████████   50 % (15–85)      9    47 %  50 % (9.5–91)      0 % (0–66)
   [31mMoon           1  ██████        25 % (4.6–70)      5    26 %     0 % (0–79)      0 % (0–79)
  an aide             1  ██████        25 % (4.6–70)      5    26 %     0 % (0–79)  100 % (21–100)

  speaker          indirect           named       anonymous    with source   one anonymous
  Kim         50 % (9.5–91)  100 % (34–100)      0 % (0–66)  50 % (9.5–91)      0 % (0–66)
   [31mMoon  100 % (21–100)  100 % (21–100)      0 % (0–79)     0 % (0–79)      0 % (0–79)
  an aide        0 % (0–79)      0 % (0–79)  100 % (21–100)     0 % (0–79)  100 % (21–100)

  speaker       second-hand     loaded cue
  Kim         50 % (9.5–91)  50 % (9.5–91)
   [31mMoon  100 % (21–100)     0 % (0–79)
  an aide        0 % (0–79)     0 % (0–79)
";

#[test]
fn the_view_is_laid_out_for_readers_and_no_name_upsets_a_terminal() {
    let place = directory(&[("rows.csv", ROWS.as_bytes())]);
    let ran = whosaid(place.path(), "audit rows.csv --by speaker", b"");
    assert_eq!((ran.code, &*ran.stderr), (0, "4 rows read, 0 skipped, 4 counted\n"));
    assert_eq!(ran.stdout, VIEW, "{}", ran.stdout);
    whosaid(place.path(), "audit rows.csv --by speaker -q --color always -o view.txt", b"");
    let file = std::fs::read_to_string(place.path().join("view.txt")).unwrap();
    assert_eq!(file, ran.stdout, "a file has no colours");
}

#[test]
fn comparisons_are_shown_with_what_differs_beyond_chance() {
    let header = ROWS.lines().next().unwrap();
    let row = |n: usize, outlet: &str, cue: &str| {
        format!("{outlet}{n},{outlet},2026,Kim,person,“No.”,direct,,,{cue},asserts,,\n")
    };
    let said =
        |n| row(n, "Post", "said") + &row(n, "Times", if n % 2 == 0 { "claimed" } else { "said" });
    let rows = format!("{header}\n{}", (0..40).map(said).collect::<String>());
    let place = directory(&[("rows.csv", rows.as_bytes())]);
    let ran = whosaid(place.path(), "audit rows.csv --by outlet --compare-outlets", b"");
    let after = |title: &str| ran.stdout.split_once(title).unwrap().1;
    let table = "
  outlet  of  share (95 %)                others       difference  beyond chance
  Post    40    0 % (0–8.8)            50 % (35–65)  −50 (−65 to −33)         ▼ less
  Times   40   50 % (35–65)  ██████    0 % (0–8.8)  +50 (+33 to +65)         ▲ more
";
    let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let loaded = squeezed(after("Outlets compared: loaded cue"));
    assert!(loaded.starts_with(&squeezed(table)), "{loaded}");
    assert!(after("the same people speak").contains("▲ more"));
    let first = whosaid(place.path(), "audit rows.csv --compare-outlets --top 1", b"").stdout;
    for title in ["Outlets compared: loaded cue", "loaded among neutral and loaded cues"] {
        let title = format!("{title}: the first 1 of 2, 2 differ beyond chance");
        assert!(first.contains(&title), "{title}: {first}");
    }
    let most = format!("audit rows.csv --compare-outlets --least {}", u64::MAX);
    assert_eq!(whosaid(place.path(), &most, b"").code, 0);
    let few = whosaid(place.path(), "audit rows.csv --compare-outlets --least 41", b"");
    assert!(few.stdout.contains("no two outlets with 41 statements or more to compare"));
}

#[test]
fn other_names_of_an_outlet_are_its_own() {
    let place = directory(&[("rows.csv", ROWS.as_bytes())]);
    let count = |flags: &str| {
        let ran = whosaid(place.path(), &format!("audit rows.csv --format csv -q {flags}"), b"");
        let line = ran.stdout.lines().find(|l| l.starts_with("all,") && l.contains("other_outlet"));
        line.unwrap().split(',').rev().nth(4).unwrap().to_owned()
    };
    assert_eq!(count(""), "1");
    assert_eq!(count("--own SeoulDaily=KCNA"), "0");
    assert_eq!(count("--own Post=KCNA"), "1");
}

#[test]
fn cues_are_those_of_the_rules() {
    let place = directory(&[("rows.csv", ROWS.as_bytes())]);
    assert_eq!(whosaid(place.path(), "rules export mine", b"").code, 0);
    std::fs::write(place.path().join("mine/en/words/neutral-cues.txt"), "claimed\n").unwrap();
    std::fs::write(place.path().join("mine/en/words/loaded-cues.txt"), "said\n").unwrap();
    let ran = whosaid(place.path(), "audit rows.csv --format csv -q --rules mine", b"");
    let line = ran.stdout.lines().find(|line| line.contains("loaded_cue,"));
    assert!(line.unwrap().contains("loaded_cue,2,3,"), "{line:?}");
}

#[test]
fn rules_without_a_list_are_told() {
    let place = directory(&[("rows.csv", ROWS.as_bytes())]);
    assert_eq!(whosaid(place.path(), "rules export mine", b"").code, 0);
    std::fs::remove_file(place.path().join("mine/en/words/neutral-cues.txt")).unwrap();
    let ran = whosaid(place.path(), "audit rows.csv --rules mine", b"");
    assert_eq!((ran.code, &*ran.stdout), (2, ""));
    assert!(ran.stderr.contains("no list `neutral-cues` in these rules"), "{}", ran.stderr);
    assert!(ran.stderr.contains("help: `whosaid rules export DIR` writes"), "{}", ran.stderr);
}

#[test]
fn the_cues_that_the_page_names_are_in_the_lists() {
    let is_counted = |cue: &str, measure: &str| {
        let header = ROWS.lines().next().unwrap();
        let rows = format!("{header}\na,Post,2026,Kim,person,“No.”,direct,,,{cue},asserts,,\n");
        let place = directory(&[("rows.csv", rows.as_bytes())]);
        let ran = whosaid(place.path(), "audit rows.csv --format csv -q --by type", b"");
        ran.stdout.lines().any(|line| line.starts_with(&format!("all,,{measure},1,1,")))
    };
    assert!(is_counted("said", "neutral_cue") && is_counted("told", "neutral_cue"));
    for cue in ["claimed", "admitted", "admitting", "bragged", "insisted", "conceded"] {
        assert!(is_counted(cue, "loaded_cue"), "{cue}");
    }
}

/// The exit code and what is told.
fn told(files: &[(&str, &[u8])], args: &str) -> (i32, String) {
    let place = directory(files);
    let ran = whosaid(place.path(), args, b"");
    (ran.code, ran.stderr)
}

#[test]
fn a_row_that_cannot_be_read_is_told_and_the_others_counted() {
    let rows = format!("{ROWS}a,too,short\n");
    let (code, told) = told(&[("rows.csv", rows.as_bytes())], "audit rows.csv");
    assert_eq!(code, 1);
    assert_eq!(
        told,
        "warning: rows.csv:6: skipped: 3 columns where the header has 13\n\
         4 rows read, 1 skipped, 4 counted\n"
    );
}

#[test]
fn where_there_is_nothing_to_count_the_reason_is_told() {
    let header = ROWS.lines().next().unwrap().as_bytes();
    let cases: [(&[u8], &str, &str); 6] = [
        (b"", "", "no column `article_id`, `outlet`"),
        (b"name,text\nKim,no\n", "", "rows are what `whosaid extract PATH -o quotes.csv` writes"),
        (b"speaker,quote\nKim,no\n", "", "do not leave these columns out with --columns"),
        (header, "", "no rows to count"),
        (ROWS.as_bytes(), "--speaker Park", "none of 4 rows is wanted"),
        (b"{]\n", "", "none of 1 row can be read"),
    ];
    for (bytes, flags, text) in cases {
        let args = format!("audit rows.csv {flags} -o out.csv");
        let (code, told) = told(&[("rows.csv", bytes)], &args);
        assert_eq!(code, 2, "{told}");
        assert!(told.contains(text), "{told}");
        assert!(told.contains("help:"), "{told}");
    }
}

#[test]
fn the_columns_that_flags_need_are_asked_for() {
    let cases = [
        ("--by kind", "rows.csv: no column `kind`\n"),
        ("--min-confidence 0.5", "rows.csv: no column `confidence`\n"),
        ("--kinds decree --from 2026", "rows.csv: no column `kind`, `said_on`\n"),
    ];
    for (flags, text) in cases {
        let files = [("rows.csv", ROWS.as_bytes())];
        let (code, told) = told(&files, &format!("audit rows.csv {flags}"));
        assert!(code == 2 && told.contains(text), "{flags}: {told}");
    }
    let places = ROWS.replace(",start,end", "").replace(",asserts,,", ",asserts");
    let (code, told) = told(&[("rows.csv", places.as_bytes())], "audit rows.csv");
    assert!(code == 2 && told.contains("no column `start`, `end`"), "{told}");
}

#[test]
fn what_cannot_be_asked_is_told_before_the_work() {
    let cases = [
        ("--by month,weekday", "no `weekday`: there are speaker, outlet"),
        ("--by month,month", "`month` twice"),
        ("--by speaker,outlet,month,type", "at most 3 together"),
        ("--own Post", "no `=` between the outlet and its names"),
        ("--own Post=", "a name has letters or digits"),
        ("--top 0", "0 is not in"),
        ("--least 5", "--compare-outlets"),
        ("-o numbers.xlsx", "name it .csv, .tsv, .jsonl or .txt, or say --format"),
        ("-o missing/numbers.csv", "no such directory: `missing`"),
        ("--speaker ,", "has no words to look for"),
        ("--rules missing", "no such directory: `missing`"),
    ];
    for (flags, text) in cases {
        let files = [("rows.csv", ROWS.as_bytes())];
        let (code, told) = told(&files, &format!("audit rows.csv {flags}"));
        assert_eq!(code, 2, "{flags}: {told}");
        assert!(told.contains(text), "{flags}: {told}");
    }
    let place = directory(&[("rows.csv", ROWS.as_bytes()), ("out/a.txt", b"")]);
    let ran = whosaid(place.path(), "audit rows.csv -o out --format csv", b"");
    assert!(ran.code == 2 && ran.stderr.contains("`out` is a directory"), "{}", ran.stderr);
}

#[test]
fn a_table_asked_for_twice_is_written_once() {
    let place = directory(&[("rows.csv", ROWS.as_bytes())]);
    let of = |by: &str| {
        whosaid(place.path(), &format!("audit rows.csv --format csv -q {by}"), b"").stdout
    };
    assert_eq!(of("--by speaker --by speaker"), of("--by speaker"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_with_what_to_do() {
    let place = directory(&[("rows.csv", ROWS.as_bytes())]);
    for format in ["csv", "text"] {
        let args = format!("audit rows.csv --format {format} -o /dev/full");
        let ran = whosaid(place.path(), &args, b"");
        assert_ne!(ran.code, 0);
        assert!(ran.stderr.contains("cannot write `/dev/full`"), "{}", ran.stderr);
        assert!(ran.stderr.contains("help: check the directory"), "{}", ran.stderr);
    }
}

#[test]
fn rows_are_never_written_over() {
    let place = directory(&[("all/rows.csv", ROWS.as_bytes())]);
    for args in ["all/rows.csv -o all/../all/rows.csv", "all -o all/rows.csv"] {
        let ran = whosaid(place.path(), &format!("audit {args}"), b"");
        assert_eq!(ran.code, 2, "{}", ran.stderr);
        assert!(ran.stderr.contains("is among the rows that are read"), "{}", ran.stderr);
    }
    assert_eq!(std::fs::read(place.path().join("all/rows.csv")).unwrap(), ROWS.as_bytes());
    let ran = whosaid(place.path(), "audit all/rows.csv -o all/numbers.csv", b"");
    assert_eq!(ran.code, 0, "{}", ran.stderr);
}

#[test]
fn a_file_is_as_standard_output_and_its_extension_says_what_it_holds() {
    let place = directory(&[("rows.csv", ROWS.as_bytes())]);
    for (name, format) in
        [("n.csv", "csv"), ("n.tsv", "tsv"), ("n.ndjson", "jsonl"), ("n.txt", "text")]
    {
        let ran = run(place.path(), &["audit", "rows.csv", "-o", name], b"");
        assert_eq!(ran.stderr, format!("4 rows read, 0 skipped, 4 counted → {name}\n"));
        assert_eq!(ran.stdout, "");
        let file = std::fs::read_to_string(place.path().join(name)).unwrap();
        let stdout = run(place.path(), &["audit", "rows.csv", "-o", "-", "--format", format], b"");
        assert_eq!(file, stdout.stdout);
    }
}

#[test]
fn several_files_are_one() {
    let header = ROWS.lines().next().unwrap();
    let tail = ROWS.lines().last().unwrap();
    let head = ROWS.strip_suffix(&format!("{tail}\n")).unwrap();
    let rest = format!("{header}\n{tail}\n");
    let files = [
        ("all/1.csv", head.as_bytes()),
        ("all/2.csv", rest.as_bytes()),
        ("rows.csv", ROWS.as_bytes()),
    ];
    let place = directory(&files);
    let of =
        |path: &str| whosaid(place.path(), &format!("audit {path} --format csv -q"), b"").stdout;
    assert_eq!(of("all"), of("rows.csv"));
}

#[test]
fn a_reader_who_has_seen_enough_is_no_error() {
    let place = directory(&[("rows.csv", &made::csv(&made::rows(800)))]);
    for format in ["csv", "jsonl"] {
        let by = ["--by", "speaker,outlet,month", "--by", "cue,source,month"];
        let args = [&["audit", "rows.csv", "-q", "--format", format][..], &by].concat();
        // More than the pipe takes: what is written after its end fails.
        assert!(run(place.path(), &args, b"").stdout.len() > 500_000);
        let mut child = command(place.path(), &args).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!((output.status.code(), &*output.stderr), (Some(0), &b""[..]));
    }
}
