//! Places in rows, and the texts that they count in.

use super::*;

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
