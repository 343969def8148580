//! Which words are the speaker mention, and how far it reaches.

use whosaid::extract::Extractor;
use whosaid::input::Article;
use whosaid::rules::RuleSet;

/// A text and a mention that one of its rows has.
const MENTIONS: [(&str, &str); 33] = [
    // Whoever issues a document speaks in it.
    ("Moon issued a statement late Tuesday saying that the North was ready.", "Moon"),
    ("Moon sent out a letter to officials in Seoul saying that the North was ready.", "Moon"),
    ("Moon fired off to the minister a letter saying that the North was ready.", "Moon"),
    ("Moon was caught on camera saying that the North was ready.", "Moon"),
    ("The talks ended with polls showing that the North was ready.", "polls"),
    // Asides between a speaker and its verb.
    ("Moon, at a rally on Saturday, in Columbus, Ohio, said the North was ready.", "Moon"),
    ("Kim Lee, 42, of Busan, said the North was ready.", "Kim Lee, 42, of Busan"),
    (
        "Kim Lee, the sister of Ann Moon, a minister, said the North was ready.",
        "Kim Lee, the sister of Ann Moon, a minister",
    ),
    ("Kim Lee, citing those who had left, said the North was ready.", "Kim Lee"),
    ("Moon, who came to Seoul on Monday, said the North was ready.", "Moon"),
    (
        "Some ministers, including Kim Lee, said the North was ready.",
        "Some ministers, including Kim Lee",
    ),
    // Shared subjects.
    ("Moon said he never met Kim and repeatedly said the North was ready.", "Moon"),
    ("Even as talks were failing, Moon wrote to Kim, saying the North was ready.", "Moon"),
    ("Kim left Seoul and Moon went home, saying the North was ready.", "Moon"),
    ("When Moon came to Seoul, Kim began by saying that the North was ready.", "Kim"),
    ("When Lee came to Seoul, Moon wanted to warn that the North was ready.", "Moon"),
    // Whole phrases before the verb.
    (
        "Reps. John Kim, Andre Moon and Ann Lee said the North was ready.",
        "Reps. John Kim, Andre Moon and Ann Lee",
    ),
    ("Moon himself said the North was ready.", "Moon himself"),
    ("Two current and former aides said the North was ready.", "Two current and former aides"),
    ("A Times/Post poll found that the North was ready.", "A Times/Post poll"),
    ("The leaders’ aides said the North was ready.", "The leaders’ aides"),
    ("In Seoul, both sides said the North was ready.", "both sides"),
    ("About three in ten said the North was ready.", "About three in ten"),
    ("They and their aides said the North was ready.", "They and their aides"),
    ("Polls taken in Seoul showed that the North was ready.", "Polls taken in Seoul"),
    (
        "Officials familiar with the talks said the North was ready.",
        "Officials familiar with the talks",
    ),
    // After the cue.
    (
        "“We are ready,” said Kim Lee, a professor who teaches law in Seoul.",
        "Kim Lee, a professor who teaches law in Seoul",
    ),
    ("“We are ready,” said an official who knows Kim.", "an official who knows Kim"),
    ("“We are ready,” said Kim Lee, 42, of Busan.", "Kim Lee, 42, of Busan"),
    ("“We are ready,” said Kim Lee, now a minister.", "Kim Lee, now a minister"),
    ("“We are ready,” said Moon in a statement.", "Moon"),
    ("The North was ready, according to a poll released on Monday.", "a poll released on Monday"),
    ("According to the Times, Moon, who left, said the North was ready.", "the Times"),
];

#[test]
fn mentions_reach_as_far_as_they_name() {
    let rules = RuleSet::embedded().unwrap();
    let extractor = Extractor::new(&rules).with_min_confidence(Some(0.0));
    let mut wrong = Vec::new();
    for (text, mention) in MENTIONS {
        let article = Article { text: text.to_owned(), ..Article::default() };
        let rows = extractor.rows(&article);
        let found: Vec<String> = rows.iter().map(|row| row.speaker_mention.clone()).collect();
        if !found.iter().any(|f| f == mention) {
            wrong.push(format!("{text}\n  wanted {mention:?}, found {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
