//! Made-up pages of the shapes that sites have, and what must come of them.

use super::super::Trouble;
use super::{Page, fragment, page};
use encoding_rs::{ISO_2022_JP, SHIFT_JIS, WINDOWS_1252};

/// Three paragraphs of a story, long enough to be one for readability.
const STORY: [&str; 3] = [
    "SEOUL — The talks on the border road will begin again next week, Moon said on Monday, after a pause of eleven months that neither side had wanted, and that neither knew how to end without losing face.",
    "Kim, who leads the delegation, asked for “a calm beginning” and for a well-prepared table. “We have time,” she told reporters at the bridge, where the buses had been waiting since the morning. “Nobody is in a hurry here.”",
    "The ministry did not say which of the two roads, the upper or the lower, would be opened first, nor when the gates would be painted, but officials said that both had been swept, measured and lit for the winter.",
];

fn paragraphs() -> String {
    STORY.map(|p| format!("<p>{p}</p>\n")).concat()
}

fn story() -> String {
    STORY.join("\n\n") + "\n"
}

fn read(html: &str) -> Page {
    page(html.as_bytes(), None).unwrap()
}

fn field<'p>(page: &'p Page, name: &str) -> Option<&'p str> {
    page.fields.iter().find(|(n, _)| n == name).map(|(_, v)| &**v)
}

#[test]
fn a_page_of_a_blog_engine_gives_its_article_and_all_that_is_known() {
    let html = format!(
        r#"<!DOCTYPE html><html lang="en-US"><head><meta charset="UTF-8">
<title>Talks to Begin Again - The Harbour Herald</title>
<link rel="canonical" href="https://herald.example/talks/">
<meta property="og:title" content="Talks to Begin Again"><meta property="og:site_name" content="The Harbour Herald">
<meta property="article:published_time" content="2026-02-23T21:05:00-05:00">
<meta property="article:section" content="World"><meta property="article:tag" content="roads"><meta property="article:tag" content="talks">
<script type="application/ld+json">{{"@context":"https://schema.org","@graph":[
{{"@type":"WebSite","@id":"https://herald.example/#site","name":"Herald"}},
{{"@type":["Article","NewsArticle"],"headline":"Talks to Begin Again &#8211; At Last","author":{{"@id":"https://herald.example/#ann"}},
"datePublished":"2026-02-23T21:05:00-05:00","publisher":{{"@id":"https://herald.example/#org"}}}},
{{"@type":"Organization","@id":"https://herald.example/#org","name":"Herald Media Ltd"}},
{{"@type":"Person","@id":"https://herald.example/#ann","name":"Ann Park"}}]}}</script></head>
<body class="post-template single"><header><nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav></header>
<main><article class="post"><header class="entry-header"><h1 class="entry-title">Talks to Begin Again – At Last</h1>
<div class="entry-meta">By <a rel="author" href="/ann">Ann Park</a> <time datetime="2026-02-23">February 23, 2026</time></div></header>
<div class="entry-content"><figure class="wp-caption"><img src="a.jpg" alt="Bridge"><figcaption class="wp-caption-text">The bridge on Sunday. (Photo)</figcaption></figure>
{}<div class="sharedaddy"><h3>Share this:</h3><ul><li><a href="x">Mail</a></li></ul></div></div></article></main>
<aside class="sidebar widget-area"><h2>Most read</h2><ul><li><a href="/x">Ten lamps</a></li></ul></aside>
<footer class="site-footer">© 2026 Herald Media Ltd. All rights reserved.</footer></body></html>"#,
        paragraphs()
    );
    let page = read(&html);
    assert_eq!(page.text, story());
    let known = &page.known;
    assert_eq!((&*known.title, &*known.author), ("Talks to Begin Again – At Last", "Ann Park"));
    assert_eq!(
        (&*known.outlet, &*known.url),
        ("The Harbour Herald", "https://herald.example/talks/")
    );
    assert_eq!(known.published, "2026-02-23T21:05:00-05:00");
    assert_eq!(
        (field(&page, "article:tag"), field(&page, "lang")),
        (Some("roads; talks"), Some("en-US"))
    );
}

#[test]
fn a_page_built_by_script_has_its_words_in_json_ld() {
    let body = STORY.join("\\n\\n");
    let html = format!(
        r#"<html><head><title>Talks | Herald</title><script type="application/ld+json">[{{"@type":"BreadcrumbList"}},
{{"@type":"http://schema.org/ReportageNewsArticle","headline":"Talks","author":[{{"@type":"Person","name":"Ann Park"}},{{"name":"Lee Moon"}}],
"datePublished":"Feb. 23, 2026","publisher":{{"name":"Herald"}},"mainEntityOfPage":{{"@id":"https://herald.example/t"}},"articleBody":"{body}"}}]</script></head>
<body><div id="app"></div><noscript>Please enable JavaScript to read this page.</noscript><p>Loading the page, please wait a moment.</p></body></html>"#
    );
    let page = read(&html);
    assert_eq!(page.text, story());
    let known = &page.known;
    assert_eq!((&*known.author, &*known.outlet), ("Ann Park; Lee Moon", "Herald"));
    assert_eq!((&*known.url, &*known.published), ("https://herald.example/t", "Feb. 23, 2026"));
}

#[test]
fn a_page_that_shows_a_teaser_gives_the_text_it_tells_machines() {
    let block = |body: &str| {
        format!(
            r#"<html><head><title>Talks</title><script type="application/ld+json">{{"@type":"NewsArticle","headline":"Talks","articleBody":"{body}"}}</script></head>
<body><article><h1>Talks</h1><p>{}</p></article></body></html>"#,
            STORY[0]
        )
    };
    assert_eq!(read(&block(&paragraphs().replace('\n', " "))).text, story());
    let shorter = read(&block("SEOUL — The talks will begin again."));
    assert_eq!(shorter.text, format!("{}\n", STORY[0]), "a summary is no text");
}

#[test]
fn an_old_page_of_tables_gives_its_article() {
    let html = format!(
        r#"<HTML><HEAD><TITLE>Harbour Herald: Talks to begin again</TITLE></HEAD><BODY BGCOLOR=white>
<TABLE WIDTH=760><TR><TD WIDTH=120 VALIGN=top><FONT SIZE=1><A HREF=/>Home</A><BR><A HREF=/w>World</A><BR><A HREF=/s>Sport</A></FONT></TD>
<TD><FONT SIZE=5><B>Talks to begin again</B></FONT><P><FONT FACE=Times>{}<BR><BR>{}<BR><BR>{}</FONT>
</TD></TR></TABLE></BODY></HTML>"#,
        STORY[0], STORY[1], STORY[2]
    );
    let text = read(&html).text;
    for paragraph in STORY {
        assert!(text.lines().any(|l| l == paragraph), "{text}");
    }
    assert!(!text.contains("Sport"), "{text}");
}

#[test]
fn an_accelerated_page_gives_its_article() {
    let html = format!(
        r#"<!doctype html><html amp lang="en"><head><meta charset="utf-8"><title>Talks – Herald</title>
<meta name="parsely-author" content="Ann Park"><meta name="parsely-pub-date" content="2026-02-23T02:05:00Z">
<style amp-custom>p{{margin:0}}</style></head><body><amp-sidebar id="s" hidden><ul><li>Home</li></ul></amp-sidebar>
<article class="amp-article"><h1>Talks</h1><amp-img src="a.jpg" width="1" height="1"></amp-img>
<p class="amp-caption">The bridge on Sunday</p>{}<amp-ad type="x"><p>Advertisement</p></amp-ad></article></body></html>"#,
        paragraphs()
    );
    let page = read(&html);
    assert_eq!(page.text, story());
    assert_eq!((&*page.known.title, &*page.known.author), ("Talks", "Ann Park"));
    assert_eq!(page.known.published, "2026-02-23T02:05:00Z");
}

#[test]
fn a_live_page_keeps_its_headings_and_all_its_entries() {
    let entry = |i: usize| {
        format!(
            "<section class=\"entry\"><h2>Entry {i}: the road</h2><time>10:{i}0</time><p>{}</p><p>{}</p></section>",
            STORY[0], STORY[1]
        )
    };
    let entries: String = (1..6).map(entry).collect();
    let html = format!(
        "<html><head><title>Live</title></head><body><main><article><h1>Live: the talks</h1>{entries}</article></main></body></html>"
    );
    let text = read(&html).text;
    assert_eq!(text.matches(STORY[1]).count(), 5);
    assert_eq!(text.lines().filter(|l| l.starts_with("Entry ")).count(), 5, "{text}");
}

#[test]
fn banners_and_related_links_are_no_article() {
    let links: String = (0..12)
        .map(|i| format!("<li><a href=/{i}>Another headline of the week, number {i}</a></li>"))
        .collect();
    let html = format!(
        r#"<html><body><div id="cookie-banner" class="consent"><p>We use cookies, and so do our 700 partners, to make this page better, to count you and to know you.</p><button>Accept all</button></div>
<div id="content"><h1>Talks</h1><div class="story-body">{}</div></div>
<div class="related-links"><h3>Related</h3><ul>{links}</ul></div><div class="newsletter-signup"><p>Sign up for our letter.</p><form><input><button>Go</button></form></div></body></html>"#,
        paragraphs()
    );
    assert_eq!(read(&html).text, story());
}

#[test]
fn what_sites_put_around_a_short_article_is_none_of_it() {
    let html = format!(
        r#"<html><head><title>Talks</title></head><body>
<div id="cookie-law-info-bar"><span>This website uses cookies to improve your experience. <a>Accept</a></span></div>
<div id="cookiePrompt"><h2>Let us know you agree to cookies</h2><p>We use cookies to give you the best experience.</p></div>
<main><article><header><h1>Talks</h1><div data-component="byline-block"><span>Ann Park</span><div>Reporter, Herald</div></div><time>24 February 2026</time></header>
<p>{}</p><figure><div><img src="a.jpg"><span class="x">Image source, Herald</span></div></figure>
<figure><blockquote>Nobody is in a hurry.</blockquote></figure>
<p>{}</p><section data-component="tag-list"><h2>Related Topics</h2><ul><li>Roads</li></ul></section>
<div class="newsletter"><p>Sign up for our letter to get the day's news.</p></div></article></main></body></html>"#,
        STORY[0], STORY[1]
    );
    let page = read(&html);
    assert_eq!(page.text, format!("{}\n\nNobody is in a hurry.\n\n{}\n", STORY[0], STORY[1]));
    assert_eq!(page.known.published, "24 February 2026");
}

#[test]
fn an_article_about_cookies_stays() {
    let html = format!(
        "<body class='cookies-off'><article class='cookie-story'><p>{}</p><p>{}</p></article></body>",
        STORY[0], STORY[1]
    );
    assert_eq!(read(&html).text, format!("{}\n\n{}\n", STORY[0], STORY[1]));
}

#[test]
fn a_quotation_keeps_its_foot_and_the_article_loses_advertisements() {
    let quote = "<blockquote><p>It will be a long winter.</p><footer>— Ann Kim, shopkeeper</footer></blockquote>";
    let html = format!(
        "<body><article><h1>Talks</h1><div class='article-byline'>By Ann Park</div>{}<div class='ad-slot x'><span>Advertisement</span></div>{quote}<p>{}</p></article></body>",
        paragraphs(),
        STORY[0]
    );
    let end = format!("It will be a long winter.\n\n— Ann Kim, shopkeeper\n\n{}\n", STORY[0]);
    assert_eq!(read(&html).text, format!("{}\n{end}", story()));
}

#[test]
fn a_brief_is_read_without_its_readers_comments() {
    let html = format!(
        "<body><div id='main'><article><h1>Talks</h1><div class='article-body'><p>{}</p></div></article><section class='comments'><h2>Comments</h2><div class='comment'><p>First! This ministry is useless, as I have said for years, and years, to anyone who would listen, and to those who would not.</p></div></section></div></body>",
        STORY[1]
    );
    assert_eq!(read(&html).text, format!("{}\n", STORY[1]));
}

#[test]
fn a_page_that_tells_nothing_gives_its_words() {
    let page = read("Kim said <b>no</b>.<p>Moon &amp; Lee said “yes”.<br>Then they left.");
    assert_eq!(page.text, "Kim said no.\n\nMoon & Lee said “yes”.\nThen they left.\n");
    assert_eq!(page.known, super::Header::default());
    assert_eq!(page.fields, []);
    assert_eq!(read("").text, "");
}

#[test]
fn the_encoding_is_what_the_page_says_unless_it_is_utf8() {
    let html = |charset: &str| {
        format!(
            "<html><head><meta charset={charset}><title>é</title></head><body>{}</body></html>",
            paragraphs()
        )
    };
    let western = html("windows-1252");
    let (bytes, ..) = WINDOWS_1252.encode(&western);
    let got = page(&bytes, None).unwrap();
    assert_eq!((&*got.text, &*got.known.title), (&*story(), "é"));
    assert_eq!(got.note, None);
    let silent = html("unknown");
    let (bytes, ..) = WINDOWS_1252.encode(&silent);
    let got = page(&bytes, None).unwrap();
    assert_eq!((got.text, got.note), (story(), Some(Trouble::Decoded("windows-1252", false))));
    assert_eq!(page(html("windows-1252").as_bytes(), None).unwrap().text, story());
    assert_eq!(page(html("utf-16").as_bytes(), None).unwrap().text, story());
    let utf16: Vec<u8> = [0xFF, 0xFE]
        .into_iter()
        .chain(html("x").encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    assert_eq!(page(&utf16, None).unwrap().text, story());
    assert_eq!(
        page(&html("utf-8").replace("calm", "ca\0lm").into_bytes(), None).unwrap().text,
        story()
    );
}

#[test]
fn japanese_pages_are_read_in_their_encodings() {
    let words = "文大統領は月曜日、来週から会談を再開すると述べた。".repeat(12);
    for (encoding, meta) in [
        (SHIFT_JIS, r#"<meta http-equiv="Content-Type" content="text/html; charset=Shift_JIS">"#),
        (ISO_2022_JP, r#"<META CHARSET="iso-2022-jp">"#),
        (SHIFT_JIS, ""),
    ] {
        let html = format!(
            "<html><head>{meta}<title>会談</title></head><body><p>{words}</p></body></html>"
        );
        let (bytes, ..) = encoding.encode(&html);
        let given = meta.is_empty().then_some(encoding);
        let page = page(&bytes, given).unwrap();
        assert_eq!((&*page.text, &*page.known.title), (&*format!("{words}\n"), "会談"));
    }
}

#[test]
fn a_block_of_broken_json_is_passed_over() {
    let html = format!(
        "<html><head><script type='application/ld+json'>{{\"@type\": oops</script><script type='application/ld+json'>//<![CDATA[\n{{\"@type\":\"NewsArticle\",\"headline\":\"A\nline\"}}\n//]]></script><script type='application/ld+json'>{}</script></head><body>{}</body></html>",
        "[".repeat(100_000),
        paragraphs()
    );
    assert_eq!(read(&html).known.title, "A line");
}

#[test]
fn the_site_s_name_is_no_part_of_the_title() {
    for (title, heading, outlet, bare) in [
        ("Talks | Herald", "", "Herald", "Talks"),
        ("Herald - Talks - again", "", "Herald", "Talks - again"),
        ("Talks - again | Herald", "Talks - again", "", "Talks - again"),
        ("Talks - again", "", "", "Talks - again"),
    ] {
        let html = format!(
            "<title>{title}</title><meta property=og:site_name content='{outlet}'><h1>{heading}</h1>"
        );
        assert_eq!(read(&html).known.title, bare, "{title}");
    }
}

#[test]
fn a_fragment_gives_all_its_words() {
    let html = "<h2>Talks</h2><p>Kim&nbsp;said <em>no</em>&hellip;</p><ul><li>one</li><li>two</li></ul><table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table><pre>x  y\nz</pre><script>var a;</script>";
    assert_eq!(fragment(html), "Talks\n\nKim\u{A0}said no…\n\none\n\ntwo\n\na\tb\nc\n\nx  y\nz\n");
    assert_eq!(fragment("no tags &amp; none"), "no tags & none\n");
    let deep = format!("{}Kim said no.{}", "<div>".repeat(100_000), "</div>".repeat(100_000));
    assert_eq!(fragment(&deep), "Kim said no.\n");
}

/// Pages made to hurt, on the small stack that a worker thread has.
#[test]
fn pages_made_to_hurt_end_soon() {
    let nested = "<div>".repeat(100_000);
    let closed = format!("{nested}Kim{}", "</div>".repeat(100_000));
    let list = (0..5_000).map(|i| format!("<b id={i}><p>x")).collect::<String>();
    let deep = std::thread::Builder::new().stack_size(2 << 20);
    let deep =
        deep.spawn(move || [nested, closed, list].map(|html| page(html.as_bytes(), None).err()));
    for trouble in deep.unwrap().join().unwrap() {
        assert_eq!(trouble, Some(Trouble::Html("tags nested more than 400 deep".into())));
    }
    let limit = format!("{}<p>{}</p>", "<div>".repeat(390), STORY[0]);
    let flat = "<p>Kim said no, and no again.".repeat(10_000);
    let entities = "&lt;&amp;&#x110000;&#0;&nosuch;&".repeat(10_000);
    let odd = "<table><b><a><p></b></table></a><svg><math></p><select><![CDATA[".repeat(50);
    let small = std::thread::Builder::new().stack_size(2 << 20);
    let pages = small.spawn(move || {
        [limit, flat, entities, odd].map(|html| page(html.as_bytes(), None).is_ok())
    });
    assert_eq!(pages.unwrap().join().unwrap()[..3], [true; 3]);
}

#[test]
fn a_fragment_without_paragraphs_keeps_its_lines() {
    let html = "“We are <em>ready</em>,” Kim\nsaid.\n\n<a href=\"x\">Moon</a> said no.";
    assert_eq!(super::fragment(html), "“We are ready,” Kim\nsaid.\n\nMoon said no.\n");
    let html = "<p>One\nline.</p>\n\n<p>Two.</p>";
    assert_eq!(super::fragment(html), "One line.\n\nTwo.\n");
}
