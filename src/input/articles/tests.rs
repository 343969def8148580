//! What comes out of a run's inputs, in order.

use super::super::streams::tests::packed;
use super::super::tarred::tests::tarred;
use super::super::zipped::tests::zipped;
use super::super::{FieldMap, Form, Keep};
use super::*;
use std::fs;
use tempfile::TempDir;

fn directory(files: &[(&str, &[u8])]) -> TempDir {
    let directory = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = directory.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    directory
}

/// All that comes, a line each: `ID: text`, or what a notice says.
fn read(directory: &TempDir, names: &[&str], options: Options) -> Vec<String> {
    let root = directory.path();
    let paths: Vec<_> = names.iter().map(|name| root.join(name)).collect();
    let shown = |item: Result<Article, Notice>| match item {
        Ok(article) => format!("{}: {}", article.id, &article.text[article.body..]),
        Err(notice) => notice.to_string().replace(&format!("{}/", root.display()), ""),
    };
    open(&paths, options).unwrap().prepared().map(shown).collect()
}

fn one(directory: &TempDir, name: &str, options: Options) -> Article {
    let all = open(&[directory.path().join(name)], options).unwrap().prepared();
    all.filter_map(Result::ok).next().unwrap()
}

#[test]
fn an_article_without_words_is_skipped() {
    let directory = directory(&[("a.txt", b" \r\n "), ("b.txt", b"Title: x\nDate: 2024\n\n")]);
    let told = ["a.txt: skipped: no words in it", "b.txt: skipped: no words after its header"];
    assert_eq!(read(&directory, &["a.txt", "b.txt"], Options::default()), told);
}

#[test]
fn a_repeated_id_is_told_and_made_unique() {
    let directory =
        directory(&[("a.jsonl", b"{\"id\": 1, \"text\": \"x\"}\n{\"id\": 1, \"text\": \"y\"}")]);
    let told = "a.jsonl:2: id `1` is repeated; it becomes `1-2`";
    assert_eq!(read(&directory, &["a.jsonl"], Options::default()), ["1: x", told, "1-2: y"]);
}

#[test]
fn the_same_guess_is_told_once_in_a_run() {
    let record = |text: &str, field: &str| format!("{{\"{field}\": \"{text}\"}}");
    let files = [("1.json", record("x", "body")), ("2.json", record("y", "body"))];
    let last = record("z", "story");
    let directory = directory(&[
        (files[0].0, files[0].1.as_bytes()),
        (files[1].0, files[1].1.as_bytes()),
        ("3.json", last.as_bytes()),
    ]);
    let told = |name, field| format!("{name}: text from `{field}` (guessed)");
    let want = [
        told("1.json", "body"),
        "1: x".into(),
        "2: y".into(),
        told("3.json", "story"),
        "3: z".into(),
    ];
    assert_eq!(read(&directory, &[""], Options::default()), want);
}

#[test]
fn names_in_archives_are_parted_as_anywhere() {
    let files: [(&str, &[u8]); 2] = [("Artikel\\a.txt", b"x"), ("Artikel\\b\\a.txt", b"y")];
    let zip = zipped(&files, zip::CompressionMethod::Stored);
    let directory = directory(&[("z.zip", &zip)]);
    assert_eq!(read(&directory, &["z.zip"], Options::default()), ["a: x", "Artikel/b/a: y"]);
}

#[test]
fn an_office_document_is_told_and_no_archive() {
    let files: [(&str, &[u8]); 2] = [("xl/a.xml", b"x"), ("[Content_Types].xml", b"y")];
    let zip = zipped(&files, zip::CompressionMethod::Stored);
    let directory = directory(&[("book.xlsx", &zip)]);
    let told = "book.xlsx: skipped: an office document, which is not read";
    assert_eq!(read(&directory, &["book.xlsx"], Options::default()), [told]);
}

#[test]
fn a_post_is_dated_by_its_name_where_it_says_no_other() {
    let directory = directory(&[
        ("2025-03-01-talks.md", b"---\ntitle: T\n---\nWords."),
        ("2025-03-02-talks.md", b"---\ndate: 2025-04-05\n---\nWords."),
    ]);
    let date = |name| one(&directory, name, Options::default()).published;
    assert_eq!(date("2025-03-01-talks.md"), "2025-03-01");
    assert_eq!(date("2025-03-02-talks.md"), "2025-04-05");
}

#[test]
fn what_a_record_says_goes_before_its_header() {
    let line = br#"{"text": " date 2026-02-26 Words.", "date": "2026-02-27", "title": "T"}"#;
    let article = one(&directory(&[("a.jsonl", line)]), "a.jsonl", Options::default());
    assert_eq!((&*article.published, &*article.title), ("2026-02-27", "T"));
    assert_eq!(&article.text[article.body..], "Words.", "the header stays in the text");
}

#[test]
fn what_is_over_the_limit_is_skipped() {
    let directory = directory(&[("1.txt", b"words and words"), ("2.txt", b"no")]);
    let options = Options { max_article: 5, ..Options::default() };
    let told = ["1.txt: skipped: more than 5 bytes for one article", "2: no"];
    assert_eq!(read(&directory, &[""], options), told);
}

#[test]
fn a_sidecar_goes_before_all_and_fills_what_is_kept() {
    let directory = directory(&[
        ("1.txt", b"Outlet: A\nDate: 2024-05\n\nWords."),
        ("metadata.csv", b"file,outlet,published,desk\n1.txt,B,,Asia\n"),
        ("more.csv", b"id,title,desk\n1,T,\n"),
    ]);
    let keep = ["desk", "outlet", "author"].map(|field| Keep::parse(field).unwrap()).to_vec();
    let metadata = Some(directory.path().join("more.csv"));
    let article = one(&directory, "1.txt", Options { keep, metadata, ..Options::default() });
    assert_eq!((&*article.outlet, &*article.published, &*article.title), ("B", "2024-05", "T"));
    assert_eq!(article.kept, ["Asia", "B", ""]);
}

#[test]
fn archives_are_read_as_directories_are() {
    let inner = zipped(&[("deep.txt", b"Deep.")], zip::CompressionMethod::Deflated);
    let inmost = tarred(&[("more.zip", &inner)]);
    let gz = packed(b"{\"text\": \"Packed.\"}").remove(0).1;
    let files: [(&str, &[u8]); 11] = [
        ("n/1/a.txt", b"One."),
        ("n/2/a.txt", b"Two."),
        ("n/b.jsonl.gz", &gz),
        ("../../up.txt", b"Up."),
        ("n/.hidden.txt", b"no"),
        ("__MACOSX/a.txt", b"no"),
        ("n/README.md", b"no"),
        ("n/pic.png", b"no"),
        ("n/c.zip", &inner),
        ("n/d.tar", &inmost),
        ("n/a.html", b"<p>Page.</p>"),
    ];
    let want = |name: &str| {
        [
            "a: One.".to_owned(),
            "n/2/a: Two.".into(),
            "b-1: Packed.".into(),
            "up: Up.".into(),
            "deep: Deep.".into(),
            format!(
                "{name}/n/d.tar/more.zip: skipped: archives or compression in one another too deep"
            ),
            "n/a: Page.\n".into(),
            format!("{name}: 1 member without an article passed over"),
        ]
    };
    let (tar, zip) = (tarred(&files), zipped(&files, zip::CompressionMethod::Deflated));
    let tgz = packed(&tar).remove(0).1;
    for (name, bytes) in [("a.zip", zip), ("a.tar", tar), ("a.tgz", tgz)] {
        let directory = directory(&[(name, &bytes)]);
        assert_eq!(read(&directory, &[name], Options::default()), want(name), "{name}");
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1, "nothing is written");
    }
}

#[test]
fn globs_choose_in_directories_and_archives() {
    let files: [(&str, &[u8]); 4] =
        [("x/a.txt", b"A."), ("x/b.txt", b"B."), ("y/c", b"C."), ("y/d.txt", b"D.")];
    let files_on_disk = files.map(|(name, bytes)| (name, bytes));
    let tar = tarred(&files);
    let options = |include: &[&str], exclude: &[&str]| Options {
        include: include.iter().map(ToString::to_string).collect(),
        exclude: exclude.iter().map(ToString::to_string).collect(),
        ..Options::default()
    };
    let (archive, disk) = (directory(&[("a.tar", &tar)]), directory(&files_on_disk));
    for (include, exclude, want) in [
        (&["x/*"][..], &["**/b.txt"][..], &["a: A."][..]),
        (&["y/*"], &[], &["c: C.", "d: D."]),
        (&[], &["*.txt", "x"], &[]),
        (&[], &["x/**"], &["d: D."]),
    ] {
        let mut got = read(&archive, &["a.tar"], options(include, exclude));
        got.retain(|line| !line.ends_with("passed over"));
        assert_eq!(got, want, "{include:?} {exclude:?}");
        if !want.is_empty() {
            assert_eq!(read(&disk, &[""], options(include, exclude)), want);
        }
    }
    assert!(matches!(Globs::new(&["a[".into()], &[]), Err(Error::Glob(..))));
}

#[test]
fn what_archives_say_of_their_members_is_read() {
    let sidecar = b"file,outlet\na.txt,The Post\n";
    let tar = tarred(&[("n/metadata.csv", sidecar), ("n/a.txt", b"One.")]);
    let article = one(&directory(&[("a.tar", &tar)]), "a.tar", Options::default());
    assert_eq!(article.outlet, "The Post");
}

#[test]
fn a_cut_off_archive_gives_what_came_before() {
    let lines: String = (0..20_000).map(|n| format!("{{\"text\": \"Number {n}.\"}}\n")).collect();
    let (name, gz) = packed(lines.as_bytes()).remove(0);
    let directory = directory(&[("a.jsonl.gz", &gz[..gz.len() / 2])]);
    let got = read(&directory, &["a.jsonl.gz"], Options::default());
    assert!(got.len() > 1000 && got[0] == "a-1: Number 0.", "{name}: {}", got.len());
    let last = got.last().unwrap();
    assert!(last.contains("skipped: gzip data: ends too soon"), "{last}");
    assert!(got[got.len() - 2].starts_with("a-"), "told once");
}

#[test]
fn shards_are_a_partition_with_the_ids_of_the_whole() {
    let lines = |n: usize| format!("{{\"id\": \"{}\", \"text\": \"Number {n}.\"}}\n", n % 90);
    let lines: String = (0..100).map(lines).collect();
    let directory = directory(&[("a.jsonl", lines.as_bytes())]);
    let articles = |options| {
        let mut got = read(&directory, &["a.jsonl"], options);
        got.retain(|line| !line.starts_with("a.jsonl"));
        got
    };
    let whole = articles(Options::default());
    let shard = |k| articles(Options { shard: Some((k, 3)), ..Options::default() });
    let shards: Vec<Vec<String>> = (1..=3).map(shard).collect();
    assert!(shards.iter().all(|shard| shard.len() > 10));
    let mut together = shards.concat();
    together.sort_by_key(|line| whole.iter().position(|w| w == line));
    assert_eq!(together, whole);
    let sample = articles(Options { sample: Some(0.3), ..Options::default() });
    assert!((10..60).contains(&sample.len()), "{}", sample.len());
    let both = articles(Options { sample: Some(0.3), shard: Some((1, 3)), ..Options::default() });
    let want: Vec<_> = sample.iter().filter(|line| shards[0].contains(line)).cloned().collect();
    assert_eq!(both, want);
}

#[test]
fn a_form_that_is_said_goes_before_names() {
    let tar = tarred(&[("x", b"{\"body\": \"Inside.\"}"), ("y.txt", b"{\"body\": \"Too.\"}")]);
    let directory = directory(&[("a.txt", b"{\"body\": \"Words.\"}"), ("b.tar", &tar)]);
    let options = || Options { format: Some(Form::JsonLines), ..Options::default() };
    let got = read(&directory, &["a.txt"], options());
    assert_eq!(got, ["a.txt: text from `body` (guessed)", "a-1: Words."]);
    let mut fields = FieldMap::default();
    fields.add("text=body").unwrap();
    let got = read(&directory, &["b.tar"], Options { fields, ..options() });
    assert_eq!(got, ["y-1: Too.", "b.tar: 1 member without an article passed over"]);
}

#[test]
fn wide_encodings_are_read_in_every_form() {
    let wide = |text: &str| -> Vec<u8> {
        [&[0xFF, 0xFE][..], &text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>()]
            .concat()
    };
    let lines = wide("{\"text\": \"Łódź.\"}\n{\"text\": \"Two.\"}\n");
    let table = wide("id,text\n1,Łódź.\n2,Two.\n");
    let directory = directory(&[("a.jsonl", &lines), ("b.csv", &table), ("c.txt", &wide("Łódź."))]);
    let told = |name| format!("{name}: decoded as UTF-16LE");
    assert_eq!(
        read(&directory, &[""], Options::default()),
        [
            &told("a.jsonl"),
            "a-1: Łódź.",
            "a-2: Two.",
            &told("b.csv"),
            "1: Łódź.",
            "2: Two.",
            &told("c.txt"),
            "c: Łódź."
        ]
    );
}

#[test]
fn a_bomb_is_told_with_its_flag() {
    let bomb = packed(&vec![b' '; 3_000_000]).remove(0).1;
    let directory = directory(&[("a.txt.gz", &bomb)]);
    let options = Options { max_decompressed: Some(1 << 20), ..Options::default() };
    let notice = open(&[directory.path().join("a.txt.gz")], options).unwrap().next();
    let notice = notice.unwrap().unwrap_err();
    assert!(notice.is_skip() && notice.what() == "more than 1 MB decompressed");
    assert!(notice.help().unwrap().contains("--max-decompressed"));
}
