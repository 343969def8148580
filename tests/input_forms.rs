//! The same five articles through every form and compression give the same articles.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod shared;

use shared::packs::packed;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use whosaid::extract::Extractor;
use whosaid::input::{self, Article, FieldMap, Form, Keep, Options};
use whosaid::output::Row;
use whosaid::rules::RuleSet;

/// An article as every form can hold it.
struct Sample {
    id: &'static str,
    title: &'static str,
    date: &'static str,
    outlet: &'static str,
    paragraphs: [&'static str; 3],
}

const SAMPLES: [Sample; 5] = [
    Sample {
        id: "harbour",
        title: "Harbour to close",
        date: "2026-02-26",
        outlet: "The Example Post",
        paragraphs: [
            "SEOUL — The harbour will close for three weeks, the minister said on Thursday.",
            "“We have no other choice,” Kim said, adding that ships would wait outside.",
            "Nobody asked the fishermen, according to the Harbour Union, which met on Friday.",
        ],
    },
    Sample {
        id: "budget",
        title: "A budget, at last",
        date: "2025-12-01",
        outlet: "The Example Post",
        paragraphs: [
            "Parliament agreed on a budget after a night of talks, state television said.",
            "“It is not a good one; it is one,” Moon told reporters, and left without more words.",
            "The opposition said that it had not been heard, and that it would go to court.",
        ],
    },
    Sample {
        id: "cafe",
        title: "Café to reopen",
        date: "2024-07-14",
        outlet: "Łódź Weekly",
        paragraphs: [
            "The café by the bridge will open again, its owner said, “if the roof allows it.”",
            "Müller, who has baked there since 1998, said that she had missed the mornings.",
            "The council promised help; the letter, dated Monday, names no sum at all.",
        ],
    },
    Sample {
        id: "match",
        title: "A draw",
        date: "2026-01-09",
        outlet: "Sports Example",
        paragraphs: [
            "The match ended in a draw, which both coaches called a success on Friday night.",
            "“We could have lost,” Kim said; “we could have won,” said Park, his opponent.",
            "The referee, asked about the penalty, said: “I saw what I saw, and no more.”",
        ],
    },
    Sample {
        id: "storm",
        title: "Storm; \"worst, ever\"",
        date: "2026-03-02",
        outlet: "The Example Post",
        paragraphs: [
            "The storm, \"the worst ever\", cut power to 4,000 homes, the grid operator said.",
            "“Stay at home,” the mayor wrote, and the schools did as he had asked them to.",
            "A spokesman for the weather office said that the next one was on its way.",
        ],
    },
];

impl Sample {
    fn text(&self) -> String {
        self.paragraphs.join("\n\n")
    }

    fn json(&self) -> String {
        let Self { id, title, date, outlet, .. } = self;
        serde_json::json!({"id": id, "headline": title, "published_at": date, "source": {"name": outlet}, "body": self.text()})
            .to_string()
    }

    fn html(&self) -> String {
        let Self { title, date, outlet, paragraphs, .. } = self;
        let title = title.replace('"', "&quot;");
        let body: String =
            paragraphs.iter().map(|p| format!("<p>{}</p>\n", p.replace('"', "&quot;"))).collect();
        format!(
            "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title}</title>\
             <meta property=\"og:title\" content=\"{title}\"><meta property=\"og:site_name\" content=\"{outlet}\">\
             <meta property=\"article:published_time\" content=\"{date}\"></head>\
             <body><article><h1>{title}</h1>\n{body}</article></body></html>"
        )
    }

    fn markdown(&self) -> String {
        let Self { title, date, outlet, .. } = self;
        let title = title.replace('"', "\\\"");
        format!("---\ntitle: \"{title}\"\ndate: {date}\noutlet: {outlet}\n---\n\n{}\n", self.text())
    }

    fn plain(&self) -> String {
        let Self { title, date, outlet, .. } = self;
        format!("Title: {title}\nDate: {date}\nOutlet: {outlet}\n\n{}\n", self.text())
    }
}

fn samples(write: impl Fn(&Sample) -> String) -> String {
    SAMPLES.iter().map(write).collect::<Vec<_>>().join("\n")
}

fn table(delimiter: u8) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
    writer.write_record(["id", "headline", "published_at", "source.name", "body"]).unwrap();
    for s in &SAMPLES {
        writer.write_record([s.id, s.title, s.date, s.outlet, &s.text()]).unwrap();
    }
    writer.into_inner().unwrap()
}

fn warc() -> Vec<u8> {
    let record = |sample: &Sample| {
        let http = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{}",
            sample.html()
        );
        format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {}\r\n\
             Content-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n{http}\r\n\r\n",
            sample.id,
            http.len()
        )
    };
    SAMPLES.iter().map(record).collect::<String>().into_bytes()
}

#[cfg(feature = "parquet")]
fn parquet() -> Vec<u8> {
    use arrow_array::{ArrayRef, RecordBatch, StringArray};
    let column = |value: fn(&Sample) -> String| -> ArrayRef {
        std::sync::Arc::new(StringArray::from(SAMPLES.iter().map(value).collect::<Vec<_>>()))
    };
    let batch = RecordBatch::try_from_iter([
        ("id", column(|s| s.id.into())),
        ("headline", column(|s| s.title.into())),
        ("published_at", column(|s| s.date.into())),
        ("source.name", column(|s| s.outlet.into())),
        ("body", column(Sample::text)),
    ]);
    let batch = batch.unwrap();
    let writer = parquet::arrow::ArrowWriter::try_new(Vec::new(), batch.schema(), None);
    let mut writer = writer.unwrap();
    writer.write(&batch).unwrap();
    writer.into_inner().unwrap()
}

/// Files of one form: one file of all articles, or one of each.
fn forms() -> Vec<(&'static str, Files)> {
    let all = |name: &str, bytes: Vec<u8>| vec![(name.to_owned(), bytes)];
    let each = |extension: &str, write: fn(&Sample) -> String| {
        SAMPLES.iter().map(|s| (format!("{}.{extension}", s.id), write(s).into_bytes())).collect()
    };
    let array = format!("[{}]", SAMPLES.iter().map(Sample::json).collect::<Vec<_>>().join(","));
    let wrapped = format!("{{\"status\": \"ok\", \"articles\": {array}}}");
    vec![
        ("text", each("txt", Sample::plain)),
        ("markdown", each("md", Sample::markdown)),
        #[cfg(feature = "html")]
        ("html", each("html", Sample::html)),
        ("jsonl", all("all.jsonl", samples(Sample::json).into_bytes())),
        ("json lines", all("all.json", samples(Sample::json).into_bytes())),
        ("json", all("all.json", array.into_bytes())),
        ("json around", all("all.json", wrapped.into_bytes())),
        ("csv", all("all.csv", table(b','))),
        ("tsv", all("all.tsv", table(b'\t'))),
        ("semicolons", all("all.csv", table(b';'))),
        #[cfg(feature = "parquet")]
        ("parquet", all("all.parquet", parquet())),
        #[cfg(feature = "html")]
        ("warc", all("all.warc", warc())),
    ]
}

type Files = Vec<(String, Vec<u8>)>;

fn tarred(files: &Files) -> Vec<u8> {
    let mut tar = tar::Builder::new(Vec::new());
    for (name, bytes) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        tar.append_data(&mut header, name, &bytes[..]).unwrap();
    }
    tar.into_inner().unwrap()
}

fn zipped(files: &Files) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The ways in which files may come: as they are, compressed, in archives.
fn ways(files: &Files) -> Vec<(&'static str, Files)> {
    let mut ways = vec![("as they are", files.clone())];
    for kind in ["gz", "bz2", "xz", "zst"] {
        let pack =
            |(name, bytes): &(String, Vec<u8>)| (format!("{name}.{kind}"), packed(kind, bytes));
        ways.push((kind, files.iter().map(pack).collect()));
    }
    let inside = ways[1].1.clone();
    let tar = tarred(files);
    ways.push(("tar", vec![("all.tar".into(), tar.clone())]));
    ways.push(("tar.zst", vec![("all.tar.zst".into(), packed("zst", &tar))]));
    ways.push(("tar of gz", vec![("all.tar".into(), tarred(&inside))]));
    ways.push(("zip", vec![("all.zip".into(), zipped(files))]));
    ways.push(("zip.gz", vec![("all.zip.gz".into(), packed("gz", &zipped(files)))]));
    ways.push((
        "zip in tar",
        vec![("all.tar".into(), tarred(&vec![("in.zip".into(), zipped(files))]))],
    ));
    ways
}

/// The articles by id; every notice that loses one fails the test.
fn read(paths: &[PathBuf], options: Options) -> Vec<Article> {
    let mut articles = Vec::new();
    for item in input::open(paths, options).unwrap().prepared() {
        match item {
            Ok(article) => articles.push(article),
            Err(notice) => assert!(!notice.is_skip(), "{notice}"),
        }
    }
    articles.sort_by(|a, b| a.id.cmp(&b.id));
    articles
}

/// What of an article every form can hold.
fn essence(article: &Article) -> [String; 5] {
    let text = article.text[article.body..].trim().to_owned();
    let Article { id, title, published, outlet, .. } = article.clone();
    [id, title, published, outlet, text]
}

/// The rows of articles, without their ids and places: a text may begin or end otherwise.
fn rows(extractor: &Extractor<'_>, articles: &[Article]) -> Vec<[String; 7]> {
    let row = |row: Row| {
        let Row { title, published, speaker, quote, source, cue, said_on, .. } = row;
        let [title, published] = [title, published].map(|known| known.to_string());
        [title, published, speaker, quote, source, cue, said_on]
    };
    articles.iter().flat_map(|article| extractor.rows(article)).map(row).collect()
}

fn put(directory: &Path, files: &Files) {
    for (name, bytes) in files {
        std::fs::write(directory.join(name), bytes).unwrap();
    }
}

#[test]
fn five_articles_come_alike_through_every_form_and_compression() {
    let mut want: Vec<[String; 5]> = SAMPLES
        .iter()
        .map(|s| [s.id.into(), s.title.into(), s.date.into(), s.outlet.into(), s.text()])
        .collect();
    want.sort();
    let rules = RuleSet::embedded().unwrap();
    let extractor = Extractor::new(&rules);
    let mut first: Option<Vec<[String; 7]>> = None;
    for (form, files) in forms() {
        for (nth, (way, files)) in ways(&files).into_iter().enumerate() {
            let directory = tempfile::tempdir().unwrap();
            put(directory.path(), &files);
            let articles = read(&[directory.path().into()], Options::default());
            let got: Vec<_> = articles.iter().map(essence).collect();
            assert_eq!(got, want, "{form}, {way}");
            // Where articles are alike their rows are; one way of each form is enough.
            if nth == 0 {
                let rows = rows(&extractor, &articles);
                assert!(rows.len() >= 10, "{} rows", rows.len());
                let first = first.get_or_insert_with(|| rows.clone());
                assert_eq!(&rows, first, "{form}, {way}");
            }
        }
    }
}

#[test]
fn a_form_is_seen_where_no_name_tells_it() {
    for (form, files) in forms() {
        // Nothing shows a table or Markdown; those have to be named.
        if ["markdown", "csv", "tsv", "semicolons"].contains(&form) {
            continue;
        }
        for (way, files) in ways(&files) {
            let directory = tempfile::tempdir().unwrap();
            let plain =
                |(n, (_, bytes)): (usize, &(String, Vec<u8>))| (format!("file{n}"), bytes.clone());
            let files: Files = files.iter().enumerate().map(plain).collect();
            put(directory.path(), &files);
            let paths: Vec<_> = files.iter().map(|(name, _)| directory.path().join(name)).collect();
            let articles = read(&paths, Options::default());
            let mut texts: Vec<_> = articles.iter().map(|a| essence(a)[4].clone()).collect();
            texts.sort();
            let mut want: Vec<_> = SAMPLES.iter().map(Sample::text).collect();
            want.sort();
            assert_eq!(texts, want, "{form}, {way}");
        }
    }
}

#[test]
fn fields_are_mapped_and_kept_alike_in_every_form_of_records() {
    let mut fields = FieldMap::default();
    for field in ["title=id", "outlet=published_at"] {
        fields.add(field).unwrap();
    }
    let keep = ["id", "where=source.name"].map(|keep| Keep::parse(keep).unwrap()).to_vec();
    for (form, files) in forms() {
        if ["text", "markdown", "html", "warc"].contains(&form) {
            continue;
        }
        let directory = tempfile::tempdir().unwrap();
        put(directory.path(), &files);
        let options = Options { fields: fields.clone(), keep: keep.clone(), ..Options::default() };
        for article in read(&[directory.path().into()], options) {
            let sample = SAMPLES.iter().find(|s| s.id == article.id).unwrap();
            assert_eq!((&*article.title, &*article.outlet), (sample.id, sample.date), "{form}");
            assert_eq!(article.kept, [sample.id, sample.outlet], "{form}");
        }
    }
}

#[test]
fn a_form_that_is_said_is_read_whatever_the_name() {
    let directory = tempfile::tempdir().unwrap();
    put(directory.path(), &vec![("export.dat".into(), table(b';'))]);
    let options = Options { format: Some(Form::Csv), ..Options::default() };
    let articles = read(&[directory.path().join("export.dat")], options);
    assert_eq!(articles.len(), SAMPLES.len());
}
