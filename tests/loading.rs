//! What a directory of rules becomes once it is loaded.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;
use whosaid::rules::{
    CueForm, CueShape, Error, Node, QuoteShape, Role, RuleSet, Shape, Slot, SlotName, Tables,
};
use whosaid::text::{Tag, TagSet};

fn write(dir: &Path, files: &[(&str, &str)]) {
    for (name, text) in files {
        let path = dir.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

fn load(files: &[(&str, &str)]) -> Result<RuleSet, Error> {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), files);
    RuleSet::read(dir.path())
}

const CUES: &str = "lemma,pos,kind,stance,frames\n\
    make it clear,V,statement,asserts,that:0.9 clause:0.8\n\
    say,V,statement,asserts,that:0.97 quote:0.99:attitude\n";

fn rule(id: &str, pattern: &str) -> String {
    format!(
        "[[rule]]\nid = '{id}'\nabout = 'x'\npattern = '{pattern}'\n\
         [[rule.hit]]\ntext = 'x'\nquote = 'x'\ncue = 'x'\nspeaker = 'x'\n\
         [[rule.miss]]\ntext = 'x'\nwhy = 'x'\n"
    )
}

#[test]
fn a_pattern_becomes_its_nodes() {
    let toml = rule(
        "all",
        "^ {speaker} &adverb? didn\\'t ( @say | <VB|MD> )* !not ..3 {cue:that/finite} {quote:claim} {source=a b} - ¶ $",
    )
    .replace("\\'", "’");
    let fragments = "[fragments]\nadverb = '<RB> very'\n";
    let set = load(&[
        ("a.toml", &toml),
        ("b.toml", fragments),
        ("words/say.txt", "say\nspeak up\n"),
        ("words/clitics.txt", "'s\nn't\n"),
        ("cues.csv", CUES),
    ])
    .unwrap();
    let word = |w: &str| Node::Word(set.lexicon.id(w));
    let slot = |name, shape, inner| Node::Slot(Slot { name, shape, inner });
    let frame = set.cues.frame("that");
    let form = CueForm::Finite;
    let expected = vec![
        Node::SentenceStart,
        slot(SlotName::Speaker, Shape::Plain, vec![]),
        Node::Repeat(vec![Node::Tags(TagSet::of(&[Tag::RB])), word("very")], 1),
        word("did"),
        word("n't"),
        Node::Repeat(
            vec![Node::Choice(vec![
                vec![Node::List(set.lexicon.list("say").unwrap())],
                vec![Node::Tags(TagSet::of(&[Tag::VB, Tag::MD]))],
            ])],
            4,
        ),
        Node::Not(vec![word("not")]),
        Node::Gap(3),
        slot(SlotName::Cue, Shape::Cue(CueShape { frame, form }), vec![]),
        slot(SlotName::Quote, Shape::Quote(QuoteShape::Claim), vec![]),
        slot(SlotName::Source, Shape::Plain, vec![word("a"), word("b")]),
        word("—"),
        Node::Paragraph,
        Node::SentenceEnd,
    ];
    assert_eq!(set.rules[0].pattern, expected);
    assert!(frame.is_some());
}

#[test]
fn marks_are_literal_when_escaped_and_commas_are_words() {
    let set = load(&[("a.toml", &rule("m", "said, \\( \\? {speaker} {quote:marked}"))]).unwrap();
    let words: Vec<_> = set.rules[0]
        .pattern
        .iter()
        .filter_map(|n| match n {
            Node::Word(id) => Some(set.lexicon.spelling(*id)),
            _ => None,
        })
        .collect();
    assert_eq!(words, ["said", ",", "(", "?"]);
}

#[test]
fn rules_do_not_depend_on_file_names() {
    let (a, b) = (rule("a", "x {speaker} {quote:np}"), rule("b", "y {speaker} {quote:to}"));
    let one = load(&[("1.toml", &a), ("2.toml", &b)]).unwrap();
    let two = load(&[("1.toml", &b), ("2.toml", &a)]).unwrap();
    let shape = |set: &RuleSet| {
        set.rules.iter().map(|r| (r.id.clone(), r.pattern.clone())).collect::<Vec<_>>()
    };
    assert_eq!(shape(&one), shape(&two));
}

#[test]
fn cues_have_frames_with_kinds_and_words_after_the_head() {
    let set = load(&[("a.toml", ""), ("cues.csv", CUES)]).unwrap();
    let make = set.cues.cue(set.cues.of_lemma(set.lexicon.id("make"))[0]);
    let rest: Vec<_> = make.rest.iter().map(|&w| set.lexicon.spelling(w)).collect();
    assert_eq!(rest, ["it", "clear"]);
    let say = set.cues.cue(set.cues.of_lemma(set.lexicon.id("say"))[0]);
    let quote = say.frame(set.cues.frame("quote").unwrap()).unwrap();
    assert_eq!((quote.weight, quote.kind.name()), (0.99, "attitude"));
}

#[test]
fn tag_data_reaches_the_lexicon() {
    let set = load(&[
        ("a.toml", ""),
        ("tags/words.tsv", "# words\nsaid\tVBD VBN\t-\tsay\t-\nmay\tMD\tNNP MD\t-\t-\n"),
        ("tags/endings.tsv", "ing\tlower\tVBG\n"),
        ("tags/inflections.tsv", "VBD\ted\t\nVBD\tied\ty\n"),
        ("tags/corrections.tsv", "VBN\tVBD\t-1:NN|PRP\t+1=to|the\n"),
    ])
    .unwrap();
    let said = set.lexicon.word(set.lexicon.id("said"));
    assert_eq!(said.tags, [Tag::VBD, Tag::VBN]);
    assert_eq!(said.verb_lemma, set.lexicon.id("say"));
    let may = set.lexicon.word(set.lexicon.id("may"));
    assert_eq!(may.capitalised, [Tag::NNP, Tag::MD]);
}

#[test]
fn list_entries_of_several_words_have_clitics_split() {
    let set = load(&[
        ("a.toml", ""),
        ("words/clitics.txt", "'s\nn't\n"),
        ("words/papers.txt", "moody's\nthe new york times\n"),
    ])
    .unwrap();
    let list = set.lexicon.list("papers").unwrap();
    let moody = set.lexicon.phrases(set.lexicon.id("moody"));
    assert_eq!(moody, [(list, [set.lexicon.id("'s")].into())]);
    assert_eq!(set.lexicon.phrases(set.lexicon.id("the"))[0].1.len(), 3);
}

#[test]
fn roles_come_from_attaches_and_ends() {
    let base = |id: &str, more: &str| {
        rule(id, "x {source} {quote:np} {speaker}").replace("about", &format!("{more}\nabout"))
    };
    let toml = base("a", "attaches = 'source'") + &base("b", "ends = 'quote'\nin = ['claim']");
    let set = load(&[("en/a.toml", &toml)]).unwrap();
    assert_eq!(set.rules[0].role, Role::Attach(SlotName::Source));
    assert_eq!(set.rules[1].role, Role::End);
    assert_eq!(set.rules[1].ends_in, [QuoteShape::Claim]);
    assert!(set.rules[0].place.ends_with("en/a.toml:2"), "{}", set.rules[0].place);
}

#[test]
fn a_rule_on_trial_is_left_out_unless_asked_for() {
    let toml = rule("t", "x {speaker} {quote:np}").replace("about", "status = 'trial'\nabout");
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), &[("a.toml", &toml)]);
    let load = |trial| {
        let options = whosaid::rules::Options { trial, ..Default::default() };
        RuleSet::read_with(Some(dir.path()), options).unwrap().rules.len()
    };
    assert_eq!((load(false), load(true)), (0, 1));
}

#[test]
fn tables_come_with_their_rules_unless_others_are_wanted() {
    let tables = |tables| whosaid::rules::Options { tables, ..Default::default() };
    let read = |dir: &Path, wanted| RuleSet::read_with(Some(dir), tables(wanted));
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), &[("a.toml", ""), ("tables/tags.bin", "cut short"), ("b.toml", "")]);
    let error = read(dir.path(), Tables::Default).unwrap_err().to_string();
    assert!(error.contains("tables/tags.bin: not a tagger of whosaid"), "{error}");
    assert!(error.contains("`whosaid learn`"), "{error}");
    assert!(read(dir.path(), Tables::None).is_ok());
    assert!(read(dir.path(), Tables::Dir(dir.path().join("nowhere"))).is_err());
}

#[test]
fn a_table_may_be_left_out() {
    let dir = tempfile::tempdir().unwrap();
    let load = |files: &[(&str, &str)]| {
        let _ = fs::remove_dir_all(dir.path().join("tables"));
        write(dir.path(), &[("a.toml", "")]);
        write(dir.path(), files);
        RuleSet::read(dir.path()).map(|rules| rules.models)
    };
    let weights = "(bias)\t-1\t\n(floor)\t0.3\t\n";
    let ends = load(&[("tables/ends.tsv", weights)]).unwrap().unwrap();
    assert!(ends.ends.is_some() && ends.readings.is_none());
    let counts = "say/V\tasserts\tthat\t1\t2\n";
    let both = load(&[("tables/readings.tsv", weights), ("tables/cues.tsv", counts)]);
    assert_eq!(both.unwrap().unwrap().readings.unwrap().floor(), Some(0.3));
    assert!(load(&[("tables/readings.tsv", weights)]).unwrap().is_none(), "no cues");
    let error = load(&[("tables/ends.tsv", weights), ("tables/cues.tsv", "say\t1")]);
    assert!(error.unwrap_err().to_string().contains("tables/cues.tsv: line 1: needs cue"));
}

#[test]
fn the_embedded_rules_load() {
    if let Err(error) = RuleSet::embedded() {
        panic!("{error}");
    }
}
