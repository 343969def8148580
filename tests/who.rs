//! Who "he", "they" and "the former president" are, and through whom it is known: small
//! articles, each with the trap it holds.

use whosaid::extract::Extractor;
use whosaid::input::Article;
use whosaid::rules::{RuleSet, Tables};

/// A text, its rows' speaker mentions with their speakers and sources, and the trap.
type Case = (&'static str, &'static [(&'static str, &'static str, &'static str)], &'static str);

const CASES: &[Case] = &[
    // Pronouns.
    (
        "John Brown met Mary Smith in Seoul. He said it rained. She said it snowed.",
        &[("He", "John Brown", ""), ("She", "Mary Smith", "")],
        "a man and a woman: gender by first names",
    ),
    (
        "John Brown criticised Mike Smith on Monday. He said that Smith was wrong.",
        &[("He", "John Brown", "")],
        "two men: the subject, and who the sentence goes on to name is not he",
    ),
    (
        "John Brown and Mike Smith, both ministers, met on Monday. They said it rained.",
        &[("They", "John Brown; Mike Smith", "")],
        "two who act together are they, whatever stands between",
    ),
    (
        "Ministers and officials met in Seoul. They said that it rained.",
        &[("They", "ministers and officials", "")],
        "a subject of two plurals is taken whole",
    ),
    (
        "The Seoul Committee issued a report on Monday. It said that it rained.",
        &[("It", "Seoul Committee", "")],
        "an organisation is it, its report does not speak instead",
    ),
    (
        "John Brown spoke on Monday. “I am ready,” he said. “I have always been ready.”",
        &[("he", "John Brown", "")],
        "I inside the quote is nobody else",
    ),
    (
        "He said that it rained.",
        &[("He", "he", "")],
        "nobody is named: the pronoun stays, nobody is made up",
    ),
    // Descriptions.
    (
        "President John Brown met Vice President Mike Smith. The vice president said that it rained. \
         The president said that it snowed.",
        &[("The vice president", "Mike Smith", ""), ("The president", "John Brown", "")],
        "a rank makes another role of it",
    ),
    (
        "Foreign Minister John Brown left. The finance minister said that it rained.",
        &[("The finance minister", "finance minister", "")],
        "another field: better nobody than the wrong one",
    ),
    (
        "John Brown, the Kenyan president, met Mike Smith, the Russian president. The Russian \
         president said that it rained.",
        &[("The Russian president", "Mike Smith", "")],
        "two presidents told apart by their countries",
    ),
    (
        "Former President John Brown came to Seoul. The former president said that it rained.",
        &[("The former president", "John Brown", "")],
        "a role that is over",
    ),
    (
        "Sen. John Brown, R-Ariz., met Sen. Mike Smith, R-S.C., on Monday. The Arizona Republican \
         said that it rained.",
        &[("The Arizona Republican", "John Brown", "")],
        "by party and state after the name",
    ),
    (
        "John Brown came to Seoul on Monday. The man said that it rained.",
        &[("The man", "man", "")],
        "a man is anybody, not the last one named",
    ),
    (
        "John Brown came to Seoul. John Brown said that it rained. The 42-year-old general said that \
         it snowed.",
        &[("John Brown", "John Brown", ""), ("The 42-year-old general", "John Brown", "")],
        "an epithet of the one talked of",
    ),
    (
        "John Brown came to Seoul on Monday. His campaign said that it rained.",
        &[("His campaign", "John Brown’s campaign", "")],
        "whose campaign it is, is told",
    ),
    (
        "The Association of Flight Attendants met on Monday. The union said that it rained.",
        &[("The union", "Association of Flight Attendants", "")],
        "an association may be a union",
    ),
    (
        "“It rained,” a senior official said. The official said that it snowed.",
        &[("a senior official", "senior official", ""), ("The official", "senior official", "")],
        "the official told of before, whoever it is",
    ),
    // Sources.
    (
        "In an interview with Cosmopolitan magazine, John Brown said that it rained. “It pours,” he added. \
         \n\nMike Smith disagreed. “It snows,” Smith said.",
        &[
            ("John Brown", "John Brown", "Cosmopolitan magazine"),
            ("he", "John Brown", "Cosmopolitan magazine"),
            ("Smith", "Mike Smith", ""),
        ],
        "an outlet goes on with its guest, not with the next speaker",
    ),
    (
        "“It rained,” John Brown said.\n\n“It pours,” Brown told The Wall Street Journal.",
        &[
            ("John Brown", "John Brown", "The Wall Street Journal"),
            ("Brown", "John Brown", "The Wall Street Journal"),
        ],
        "told after the first quote of the same talk",
    ),
    (
        "Speaking on ABC’s “This Week,” John Brown said that it rained.",
        &[("John Brown", "John Brown", "ABC’s “This Week”")],
        "a programme with its station, without the comma before the mark",
    ),
    (
        "Mike Smith issued a statement before “It rained,” John Brown said.",
        &[("John Brown", "John Brown", "")],
        "another’s statement",
    ),
    (
        "John Brown took to Twitter on Monday. “It rained,” he wrote.",
        &[("he", "John Brown", "Twitter")],
        "the platform is told a sentence before",
    ),
    (
        "John Brown said on CNN that it rained. He had said that it snowed.",
        &[("John Brown", "John Brown", "CNN"), ("He", "John Brown", "")],
        "what he had said, he said elsewhere",
    ),
    (
        "John Brown said in an interview with Mike Smith that it rained.",
        &[("John Brown", "John Brown", "an interview")],
        "who asks is no outlet",
    ),
    (
        "John Brown told Fox News host Mike Smith that it rained.",
        &[("John Brown", "John Brown", "Fox News")],
        "where the host asks",
    ),
    (
        "The talks ended in the past speech debate, John Brown said.",
        &[("John Brown", "John Brown", "")],
        "a speech that only says what kind of debate it was",
    ),
    (
        "The Wall Street Journal has reported a loss, John Brown said.",
        &[("John Brown", "John Brown", "")],
        "“reported” is no report",
    ),
];

#[test]
fn speakers_and_sources_are_told() {
    let rules = RuleSet::embedded().unwrap();
    check(&rules);
}

/// The same without the tables: who it was does not rest on what is learned.
#[test]
fn speakers_and_sources_do_not_rest_on_the_tables() {
    let options = whosaid::rules::Options { tables: Tables::None, ..Default::default() };
    check(&RuleSet::read_with(None, options).unwrap());
}

fn check(rules: &RuleSet) {
    let extractor = Extractor::new(rules);
    let mut faults = String::new();
    for (text, wanted, why) in CASES {
        let article = Article { text: (*text).into(), ..Article::default() };
        let rows = extractor.rows(&article);
        for (mention, speaker, source) in *wanted {
            let found = rows.iter().filter(|row| row.speaker_mention == *mention);
            let told: Vec<_> = found.map(|row| (&*row.speaker, &*row.source)).collect();
            if told.is_empty() || told.iter().any(|t| *t != (*speaker, *source)) {
                faults +=
                    &format!("{text}\n  {why}\n  {mention}: {told:?}, not {speaker}, {source}\n");
            }
        }
    }
    assert!(faults.is_empty(), "{faults}");
}
