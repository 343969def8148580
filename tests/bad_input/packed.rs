//! Compressed files and archives that are cut off, damaged, bombs, or lead elsewhere by their names.

use super::*;

/// Lines with an article each, and ballast that no compression makes small.
fn ballast(lines: usize) -> String {
    let mut state = 7u32;
    let mut letter = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        char::from(b'a' + (state >> 27) as u8 % 26)
    };
    let mut line = |n: usize| {
        let ballast: String = (0..15_000).map(|_| letter()).collect();
        format!(
            "{{\"id\": \"n{n}\", \"text\": \"{}\", \"x\": \"{ballast}\"}}\n",
            words(&n.to_string())
        )
    };
    (0..lines).map(&mut line).collect()
}

#[test]
fn a_compressed_file_that_is_cut_off_gives_what_came_before() {
    let lines = ballast(40);
    for way in WAYS {
        let bytes = packed(way, lines.as_bytes());
        let file = format!("a.jsonl.{way}");
        let cut = &bytes[..bytes.len() * 4 / 5];
        let place = directory(&[(&file, cut), ("z.txt", words("z").as_bytes())]);
        let done = extract(place.path(), ".", b"");
        let all: Vec<String> = (0..40).map(|n| format!("n{n}")).collect();
        let (last, before) = done.ids.split_last().unwrap();
        assert!(before.len() > 15 && all.starts_with(before), "{way}: {before:?}");
        assert_eq!((done.code, &**last), (1, "z"), "{way}");
        for told in [" data: ends too soon", "help: what came before is read; fetch the file again"]
        {
            assert!(done.stderr.contains(told), "{way}: {}", done.stderr);
        }
        assert!(done.stderr.contains(&format!("./{file}:")), "{way}: {}", done.stderr);
    }
}

#[test]
fn a_compressed_file_that_is_damaged_costs_no_other_file() {
    let lines = ballast(20);
    for way in WAYS {
        let mut bytes = packed(way, lines.as_bytes());
        let middle = bytes.len() / 2;
        bytes[middle..middle + 64].fill(0x55);
        let file = format!("a.jsonl.{way}");
        let place = directory(&[(&file, &bytes), ("z.txt", words("z").as_bytes())]);
        let done = extract(place.path(), ".", b"");
        assert_eq!(done.code, 1, "{way}: {}", done.stderr);
        assert!(done.stderr.contains(" data: "), "{way}: {}", done.stderr);
        assert_eq!(done.ids.last().map(String::as_str), Some("z"), "{way}");
    }
}

#[test]
fn an_archive_that_is_cut_off_gives_its_whole_members() {
    let (a, b) = (words("a"), "x".repeat(4000));
    let members = [Member::File("a.txt", a.as_bytes()), Member::File("b.txt", b.as_bytes())];
    let (tar, zip) = (tarred(&members), zipped(&members));
    let z = words("z");
    let place = directory(&[("n.tar", &tar[..3000]), ("z.txt", z.as_bytes())]);
    let told = ["warning: ./n.tar/b.txt: skipped: tar data: ends too soon", "help: "];
    extract(place.path(), ".", b"").is(1, &told, &["a", "z"]);
    let place = directory(&[("n.zip", &zip[..zip.len() - 30]), ("z.txt", z.as_bytes())]);
    let told = ["warning: ./n.zip: skipped: not a whole zip archive", "help: "];
    extract(place.path(), ".", b"").is(1, &told, &["z"]);
}

#[test]
fn a_bomb_ends_at_the_limits_that_were_given() {
    let zeros = vec![0; 12_000_000];
    let (a, z) = (words("a"), words("z"));
    let (a, z) = (Member::File("a.txt", a.as_bytes()), Member::File("z.txt", z.as_bytes()));
    let bomb = zipped(&[a, Member::File("b.txt", &zeros), z]);
    assert!(bomb.len() < 200_000);
    let place = directory(&[("n.zip", &bomb)]);
    let limits = ". --max-article-size 1MB --max-decompressed 10MB";
    let told = [
        "./n.zip/b.txt: skipped: more than 1 MB for one article",
        "help: split it, or pass a higher --max-article-size",
    ];
    extract(place.path(), limits, b"").is(1, &told, &["a", "z"]);

    let a = words("a");
    let a = Member::File("a.txt", a.as_bytes());
    let bomb = zipped(&[a, Member::File("b.jsonl", &zeros)]);
    let place = directory(&[("n.zip", &bomb), ("z.jsonl", line("z").as_bytes())]);
    let told = ["skipped: more than 10 MB decompressed", "pass a higher --max-decompressed"];
    extract(place.path(), limits, b"").is(1, &told, &["a", "z"]);
}

#[test]
fn lines_compressed_beyond_the_limit_are_read_up_to_it() {
    let lines = ballast(30);
    for way in WAYS {
        let file = format!("a.jsonl.{way}");
        let place = directory(&[(&file, &packed(way, lines.as_bytes()))]);
        let done = extract(place.path(), ". --max-decompressed 250KB", b"");
        assert!((5..20).contains(&done.ids.len()), "{way}: {}", done.ids.len());
        assert_eq!(done.code, 1, "{way}");
        assert!(done.stderr.contains("more than 250 KB decompressed"), "{way}: {}", done.stderr);
    }
}

#[test]
fn names_that_lead_out_of_an_archive_are_names_and_no_more() {
    let (one, two, three) = (words("one"), words("two"), words("three"));
    let outside = directory(&[("secret.txt", words("secret").as_bytes())]);
    let secret = outside.path().join("secret.txt");
    let members = [
        Member::File("../../evil.txt", one.as_bytes()),
        Member::File("/etc/whosaid-evil.txt", two.as_bytes()),
        Member::Link("link.txt", secret.to_str().unwrap()),
        Member::File("three.txt", three.as_bytes()),
    ];
    for (name, bytes) in [("n.zip", zipped(&members)), ("n.tar", tarred(&members))] {
        let place = directory(&[(&format!("in/deep/{name}"), &bytes)]);
        let args = ["extract", "in", "--write-text", "in/deep/texts", "-o", "out.csv"];
        let ran = run(place.path(), &args, b"");
        assert!(ran.code < 2, "{name}: {}", ran.stderr);
        let ids = column(place.path(), "out.csv", "article_id");
        assert_eq!(ids, ["evil", "whosaid-evil", "three"], "{name}: {}", ran.stderr);
        let mut left = names(place.path());
        left.retain(|n| !n.ends_with(name));
        let wanted = ["in", "in/deep", "in/deep/texts", "in/deep/texts/evil.txt"];
        let texts = ["in/deep/texts/three.txt", "in/deep/texts/whosaid-evil.txt", "out.csv"];
        assert_eq!(left, [&wanted[..], &texts].concat(), "{name}");
        assert!(!Path::new("/etc/whosaid-evil.txt").exists());
    }
}

#[test]
fn ids_that_lead_out_of_the_directory_of_texts_do_not() {
    let lines = line("../../evil") + &line("/etc/whosaid-evil") + &line("..") + &line("a/b");
    let place = directory(&[("deep/in/a.jsonl", lines.as_bytes())]);
    let args = "extract deep/in --write-text deep/in/texts -o deep/in/brat --format brat";
    let ran = shared::whosaid(place.path(), args, b"");
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let all = names(place.path());
    let texts = all.iter().filter(|name| name.starts_with("deep/in/texts/"));
    assert_eq!(texts.count(), 4, "{all:?}");
    assert!(all.iter().all(|n| ["deep", "deep/in"].contains(&&**n) || n.starts_with("deep/in/")));
}
