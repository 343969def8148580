//! Small articles, each with the trap it holds.

use super::{Found, Identity, resolve};
use crate::attribution::Attribution;
use crate::input::Article;
use crate::rules::{Kind, RuleId, RuleSet};
use crate::text::{Document, TokenRange};
use std::sync::LazyLock;

static RULES: LazyLock<RuleSet> = LazyLock::new(|| RuleSet::embedded().expect("sound rules"));

/// The tokens of `words` at or after byte `from`.
fn tokens(document: &Document<'_>, words: &str, from: usize) -> TokenRange {
    let start =
        document.text[from..].find(words).map(|i| i + from).expect("the words stand in the text");
    let end = start + words.len();
    let first = document.tokens.partition_point(|t| (t.span.end as usize) <= start);
    let last = document.tokens.partition_point(|t| (t.span.start as usize) < end);
    TokenRange::new(first, last)
}

/// The tokens of `words` up to its bar: "Kim| said" is "Kim" where "said" follows.
fn mention(document: &Document<'_>, words: &str, from: usize) -> TokenRange {
    let all = tokens(document, &words.replace('|', ""), from);
    let after = words.split_once('|').map_or(0, |(_, rest)| rest.split_whitespace().count());
    TokenRange::new(all.start as usize, all.end as usize - after)
}

pub(super) struct Said<'a> {
    pub(super) speaker: &'a str,
    pub(super) source: &'a str,
    pub(super) addressee: &'a str,
    pub(super) when: &'a str,
}

/// The identities of speaker mentions, each looked for after the one before.
pub(super) fn identities(text: &str, published: &str, said: &[Said<'_>]) -> Vec<Identity> {
    let article = Article { text: text.into(), published: published.into(), ..Article::default() };
    let document = Document::read(text, 0, &RULES.lexicon);
    let mut from = 0;
    let attributions: Vec<_> = said
        .iter()
        .map(|s| {
            let range =
                |words: &str, from| (!words.is_empty()).then(|| tokens(&document, words, from));
            let speaker = mention(&document, s.speaker, from);
            from = document.span(speaker).end as usize;
            let sentence = document.span(document.sentence_of(speaker.start as usize)).start;
            let quote = document.sentence_of(speaker.start as usize);
            Attribution {
                rule: RuleId(0),
                cue_id: None,
                head: speaker.start,
                quote: vec![document.span(quote)],
                quote_tokens: vec![quote],
                cue: TokenRange::default(),
                speaker: Some(speaker),
                source: range(s.source, sentence as usize),
                addressee: range(s.addressee, sentence as usize),
                when: range(s.when, sentence as usize),
                kind: Kind::Statement,
                negated: false,
                confidence: 1.0,
                ended_by: None,
            }
        })
        .collect();
    resolve(&document, &article, &RULES, Found { attributions: &attributions, sources: &[] })
}

pub(super) fn said(speaker: &str) -> Said<'_> {
    Said { speaker, source: "", addressee: "", when: "" }
}

/// The speakers of mentions, joined by " | ".
pub(super) fn who(text: &str, mentions: &[&str]) -> String {
    let said: Vec<_> = mentions.iter().map(|m| said(m)).collect();
    let found = identities(text, "", &said);
    found.iter().map(|i| i.speaker.as_str()).collect::<Vec<_>>().join(" | ")
}

#[test]
fn a_surname_becomes_the_full_name_wherever_it_stands() {
    let text = "Kim said so. North Korean leader Kim Jong Un spoke in Pyongyang. Kim left.";
    assert_eq!(
        who(text, &["Kim", "Kim Jong Un", "Kim"]),
        "Kim Jong Un | Kim Jong Un | Kim Jong Un"
    );
}

#[test]
fn spellings_with_hyphens_are_one_person() {
    let text = "Kim Jong-un spoke on Monday. The army heard Kim Jong Un. Kim said no.";
    assert_eq!(who(text, &["Kim Jong-un", "Kim| said"]), "Kim Jong Un | Kim Jong Un");
}

#[test]
fn namesakes_are_told_apart_by_who_spoke_last() {
    let text = "North Korean leader Kim Jong Un gave a speech on Monday.\n\
        Duyeon Kim from the Center for a New American Security suggested patience. Kim said more.\n\
        Analysts in Seoul disagreed. The speech by the leader was long.\n\
        Pyongyang then heard Kim Jong Un again. Kim said little.";
    assert_eq!(
        who(
            text,
            &["Duyeon Kim from the Center for a New American Security", "Kim| said", "Kim| said"]
        ),
        "Duyeon Kim | Duyeon Kim | Kim Jong Un"
    );
}

#[test]
fn family_first_names_go_by_their_first_word() {
    let text = "South Korean Foreign Minister Cho Tae-yul met Xi Jinping in Beijing. \
        Cho said it went well. Xi said the same.";
    assert_eq!(who(text, &["Cho| said", "Xi| said"]), "Cho Tae-yul | Xi Jinping");
}

#[test]
fn a_title_of_several_words_is_no_name() {
    let text = "On Monday Secretary of State John Kerry said so. Kerry left.";
    let mentions = ["Secretary of State John Kerry", "Kerry| left"];
    assert_eq!(who(text, &mentions), "John Kerry | John Kerry");
}

#[test]
fn an_organisation_may_have_and_in_its_name() {
    let text = "The Health and Safety Committee met. Then Oversight and Reform Committee \
        spokesman Ali Ahmad left.";
    let mentions =
        ["The Health and Safety Committee", "Oversight and Reform Committee spokesman Ali Ahmad"];
    assert_eq!(who(text, &mentions), "Health and Safety Committee | Ali Ahmad");
    let text = "Donald Trump came late. Trump and Peace Committee aides left.";
    assert_eq!(
        who(text, &["Trump and Peace Committee aides"]),
        "Donald Trump; Peace Committee aides"
    );
}

#[test]
fn a_junior_is_not_his_father() {
    let text = "Donald Trump spoke in Ohio. Donald Trump Jr. spoke in Iowa.";
    assert_eq!(who(text, &["Donald Trump", "Donald Trump Jr."]), "Donald Trump | Donald Trump Jr.");
}

#[test]
fn couples_are_told_apart_by_their_titles() {
    let text = "Michelle Obama spoke in Virginia on Friday. Mr. Obama said he was proud. \
        Mrs. Obama said she was tired.";
    assert_eq!(who(text, &["Mr. Obama", "Mrs. Obama"]), "Barack Obama | Michelle Obama");
}

#[test]
fn nicknames_and_initials_stand_for_the_name() {
    let text = "Loretta E. Lynch came to Ohio. Loretta Lynch said nothing. \
        William Kristol wrote a letter. Bill Kristol said more.";
    assert_eq!(who(text, &["Loretta Lynch", "Bill Kristol"]), "Loretta E. Lynch | William Kristol");
}

#[test]
fn acronyms_stand_for_the_name_they_were_introduced_with() {
    let text = "The Alliance to Reclaim Our Schools (AROS) met in Ohio. AROS said it would march.";
    assert_eq!(who(text, &["AROS| said"]), "Alliance to Reclaim Our Schools");
}

#[test]
fn pronouns_follow_gender() {
    let text = "Mary Smith met John Brown in Ohio. She said it rained. He said it snowed.";
    assert_eq!(who(text, &["She", "He"]), "Mary Smith | John Brown");
}

#[test]
fn of_two_men_the_subject_is_he() {
    let text = "While he left the door open to U.S. President Donald Trump, who is expected in \
        China, Kim Jong Un rejected talks. He described them as deceptive.";
    assert_eq!(who(text, &["He| described"]), "Kim Jong Un");
}

#[test]
fn a_pronoun_is_not_whom_its_sentence_names_later() {
    let text = "John Brown criticised Mike Smith on Monday. He said Brown was wrong.";
    assert_eq!(who(text, &["He| said"]), "Mike Smith");
}

#[test]
fn they_are_those_who_spoke_and_it_is_the_organisation() {
    let text = "Republican senators met on Monday. Republican senators said no. They said it again. \
        The Justice Department issued a report. It said nothing new.";
    assert_eq!(
        who(text, &["Republican senators| said", "They", "It"]),
        "Republican senators | Republican senators | Justice Department"
    );
}

#[test]
fn two_speakers_together_are_they() {
    let text = "Hillary Clinton and Donald Trump came to Ohio. Clinton and Trump said it was late. \
        They said no more.";
    assert_eq!(
        who(text, &["Clinton and Trump", "They"]),
        "Hillary Clinton; Donald Trump | Hillary Clinton; Donald Trump"
    );
}

#[test]
fn who_is_the_one_named_right_before() {
    let text = "The moderator was Hugh Hewitt, who said he would ask.";
    assert_eq!(who(text, &["who"]), "Hugh Hewitt");
}

#[test]
fn a_description_goes_to_whom_the_article_gave_that_role() {
    let text = "North Korean leader Kim Jong Un met Vladimir Putin, the Russian president. \
        The North Korean leader said yes. The Russian president said no.";
    assert_eq!(
        who(text, &["The North Korean leader", "The Russian president"]),
        "Kim Jong Un | Vladimir Putin"
    );
}

#[test]
fn descriptions_of_nobody_in_particular_keep_their_words() {
    let text = "Kim Jong Un spoke. A senior official said it was late. Most analysts said it was \
        early. Some said both.";
    let said = [said("A senior official"), said("Most analysts"), said("Some")];
    let found = identities(text, "", &said);
    let shown: Vec<_> = found.iter().map(|i| (i.speaker.as_str(), i.speaker_kind)).collect();
    assert_eq!(
        shown,
        [("senior official", "anonymous"), ("most analysts", "group"), ("some", "group")]
    );
}

#[test]
fn roles_and_affiliations_are_parted_from_the_name() {
    let text = "Hwang Ji-hwan, a professor of international relations at the University of Seoul, \
        agreed. Ramon Pacheco Pardo of King’s College London did not. Experts like Dr. Edward \
        Howell from Chatham House did.";
    let said = [
        said("Hwang Ji-hwan, a professor of international relations at the University of Seoul"),
        said("Ramon Pacheco Pardo of King’s College London"),
        said("Experts like Dr. Edward Howell from Chatham House"),
    ];
    let found = identities(text, "", &said);
    let shown: Vec<_> = found
        .iter()
        .map(|i| (i.speaker.as_str(), i.speaker_role.as_str(), i.speaker_affiliation.as_str()))
        .collect();
    assert_eq!(
        shown,
        [
            (
                "Hwang Ji-hwan",
                "professor of international relations at the University of Seoul",
                "University of Seoul"
            ),
            ("Ramon Pacheco Pardo", "", "King’s College London"),
            ("Edward Howell", "", "Chatham House"),
        ]
    );
}

#[test]
fn a_name_after_its_role_is_the_speaker() {
    let text = "A spokesman for the Democratic National Committee, Brad Woodhouse, said so.";
    let mention = "A spokesman for the Democratic National Committee, Brad Woodhouse";
    let found = identities(text, "", &[said(mention)]);
    assert_eq!(found[0].speaker, "Brad Woodhouse");
    assert_eq!(found[0].speaker_role, "spokesman for the Democratic National Committee");
    assert_eq!(found[0].speaker_affiliation, "Democratic National Committee");
}

#[test]
fn an_appositive_alone_is_its_name() {
    let text = "Jorge Castañeda, a former Mexican foreign minister, said so.";
    assert_eq!(who(text, &["a former Mexican foreign minister"]), "Jorge Castañeda");
}

#[test]
fn remarks_are_their_owners() {
    let text = "Kim Jong Un spoke. Kim’s remarks said that it was late.";
    assert_eq!(who(text, &["Kim’s remarks"]), "Kim Jong Un");
}

#[test]
fn an_owner_within_a_relative_clause_is_not_the_speakers() {
    let text = "Ann Brown spoke. But the union, who had refused to finish the city’s grain exports \
        treaty before April, argued that the compromise will pay.";
    let rows = crate::extract::rows(&Article { text: text.into(), ..Article::default() }, &RULES);
    let speakers: Vec<_> = rows.iter().map(|row| row.speaker.as_str()).collect();
    // What it refused is a row too, so that the union is known when it argues.
    assert_eq!(speakers, ["union", "union"]);
}

#[test]
fn outlets_told_something_are_the_source() {
    let text = "John Brown told The Wall Street Journal that it rained.";
    let told = Said { addressee: "The Wall Street Journal", ..said("John Brown") };
    let found = identities(text, "", &[told]);
    assert_eq!((&*found[0].source, found[0].source_kind), ("The Wall Street Journal", "outlet"));
}

#[test]
fn whom_else_it_is_told_to_is_no_source() {
    let told = Said { addressee: "his parliament", ..said("John Brown") };
    let found = identities("John Brown told his parliament that it rained.", "", &[told]);
    assert_eq!((&*found[0].source, &*found[0].addressee), ("", "his parliament"));
}

#[test]
fn a_news_agency_that_speaks_is_its_own_source() {
    let found =
        identities("It rained, a state news agency said.", "", &[said("a state news agency")]);
    assert_eq!((&*found[0].source, found[0].speaker_kind), ("a state news agency", "organisation"));
}

#[test]
fn sources_are_told_apart_by_kind() {
    let kind = |source: &str| {
        let text = format!("John Brown said through {source} that it rained.");
        let found = identities(&text, "", &[Said { source, ..said("John Brown") }]);
        found[0].source_kind
    };
    assert_eq!(kind("the Korean Central News Agency (KCNA)"), "outlet");
    assert_eq!(kind("Twitter"), "platform");
    assert_eq!(kind("a statement"), "document");
    assert_eq!(kind("a rally"), "venue");
}

#[test]
fn a_source_carries_over_to_the_next_quote_of_the_same_speaker_alone() {
    let text = "“It rains,” Donald Trump said on Fox News. He continued, “It snows.” \
        Kim Jong Un said, “It hails.”";
    let on_fox = Said { source: "Fox News", ..said("Donald Trump") };
    let found = identities(text, "", &[on_fox, said("He"), said("Kim Jong Un")]);
    let sources: Vec<_> = found.iter().map(|i| i.source.as_str()).collect();
    assert_eq!(sources, ["Fox News", "Fox News", ""]);
}

#[test]
fn a_source_does_not_carry_over_to_another_day() {
    let text =
        "“It rains,” Donald Trump said on Fox News on Monday. On Tuesday he said, “It snows.”";
    let on_fox = Said { source: "Fox News", when: "on Monday", ..said("Donald Trump") };
    let found =
        identities(text, "2026-02-26", &[on_fox, Said { when: "On Tuesday", ..said("he") }]);
    let sources: Vec<_> = found.iter().map(|i| i.source.as_str()).collect();
    assert_eq!(sources, ["Fox News", ""]);
}

#[test]
fn who_only_passed_it_on_is_no_source_of_the_next_quote() {
    let text = "“It rains,” Kim Jong Un said in remarks reported by Reuters. “It snows,” Kim said.";
    let by_agency = Said { source: "Reuters", ..said("Kim Jong Un") };
    let found = identities(text, "", &[by_agency, said("Kim")]);
    let sources: Vec<_> = found.iter().map(|i| i.source.as_str()).collect();
    assert_eq!(sources, ["Reuters", ""]);
}

#[test]
fn dates_are_resolved_against_publication() {
    let date = |when: &str, published: &str| {
        let text = format!("John Brown said {when} that it rained.");
        let found = identities(&text, published, &[Said { when, ..said("John Brown") }]);
        found[0].said_on.clone()
    };
    assert_eq!(date("on Wednesday", "2026-02-26"), "2026-02-25");
    assert_eq!(date("yesterday", "2026-01-01"), "2025-12-31");
    assert_eq!(date("last month", "2026-01-15"), "2025-12");
    assert_eq!(date("on Jan. 3", "2026-02-26"), "2026-01-03");
    assert_eq!(date("last September", "2026-02-26"), "2025-09");
    assert_eq!(date("in late 2023", "2026-02-26"), "2023");
    assert_eq!(date("on Wednesday", ""), "");
}

#[test]
fn a_mention_may_end_before_and() {
    let text = "John Brown came to Ohio. The chairman and his aides left.";
    assert_eq!(who(text, &["The chairman| and"]), "John Brown");
}
