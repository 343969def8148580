//! When it was said: the words of time that belong to the saying, resolved
//! against the publication date.

use whosaid::extract::Extractor;
use whosaid::input::Article;
use whosaid::rules::RuleSet;

/// Publication, text, and what each row's speaker mention and date are to be.
type Case = (&'static str, &'static str, &'static [(&'static str, &'static str)], &'static str);

// 2026-02-26 is a Thursday.
const CASES: &[Case] = &[
    // Where the time stands.
    (
        "2026-02-26",
        "In December, Kim said the North was ready.",
        &[("Kim", "2025-12")],
        "before the speaker; the year is last year's",
    ),
    (
        "2026-02-26",
        "On Monday morning in Seoul, Kim said that the North was ready.",
        &[("Kim", "2026-02-23")],
        "before a place and the speaker",
    ),
    (
        "2026-02-26",
        "Earlier this week, Kim said the North was ready.",
        &[("Kim", "2026-W09")],
        "a week, before the speaker",
    ),
    (
        "2026-02-26",
        "Last year, Kim told Moon that the North was ready.",
        &[("Kim", "2025")],
        "a year, before the speaker",
    ),
    (
        "2026-02-26",
        "On Monday, after Moon had left, Kim said the North was ready.",
        &[("Kim", "2026-02-23")],
        "a clause between the time and the speaker",
    ),
    (
        "2026-02-26",
        "Kim, on Tuesday, said the North was ready.",
        &[("Kim", "2026-02-24")],
        "between commas",
    ),
    (
        "2026-02-26",
        "Kim told reporters in Seoul on Tuesday that the North was ready.",
        &[("Kim", "2026-02-24")],
        "after the addressee and a place",
    ),
    (
        "2026-02-26",
        "“We are ready,” Kim said in Seoul on Tuesday.",
        &[("Kim", "2026-02-24")],
        "after the quote, the cue and a place",
    ),
    (
        "2026-02-26",
        "“We are ready,” he said in a written statement Friday.",
        &[("he", "2026-02-20")],
        "“written” is no verb",
    ),
    (
        "2026-02-26",
        "“Talks are dead,” Kim said, adding on Monday that Moon had left.",
        &[("Kim", ""), ("Kim", "2026-02-23")],
        "the time is the second cue's",
    ),
    (
        "2026-02-26",
        "Kim told reporters on Monday that talks were dead and accused Moon of lying.",
        &[("Kim", "2026-02-23")],
        "a second cue after the first one's words",
    ),
    (
        "2026-02-26",
        "Kim left the court on Tuesday, saying that the North was ready.",
        &[("Kim", "2026-02-24")],
        "a participle shares the subject and the time",
    ),
    (
        "2026-02-26",
        "Speaking in Seoul on Tuesday, Kim said the North was ready.",
        &[("Kim", "2026-02-24")],
        "a participle of speaking before the speaker",
    ),
    (
        "2026-02-26",
        "The row began on Tuesday, when Kim said the North was ready.",
        &[("Kim", "2026-02-24")],
        "told in the clause on what happened then",
    ),
    (
        "2026-02-26",
        "The North was ready, according to a report released on Tuesday.",
        &[("a report released on Tuesday", "2026-02-24")],
        "within the speaker mention, of a document",
    ),
    (
        "2026-02-26",
        "The North was ready, according to a report Kim released on Tuesday",
        &[],
        "the text ends with the time, without a full stop",
    ),
    (
        "2026-02-26",
        "“We are ready,” Kim said on Tuesday",
        &[("Kim", "2026-02-24")],
        "the same, of a cue",
    ),
    (
        "2026-02-26",
        "Who released on Tuesday what Kim said?",
        &[],
        "a question word before the verb",
    ),
    // What is no time of saying.
    (
        "2026-02-26",
        "Kim said that the bill would pass on Tuesday.",
        &[("Kim", "")],
        "inside the quote",
    ),
    (
        "2026-02-26",
        "Kim said the talks that failed on Tuesday were dead.",
        &[("Kim", "")],
        "inside the quote, in a clause of its own",
    ),
    (
        "2026-02-26",
        "Kim, who left Seoul on Tuesday, said the North was ready.",
        &[("Kim", "")],
        "the relative clause's",
    ),
    (
        "2026-02-26",
        "Kim, the winner of the vote on Tuesday, said the North was ready.",
        &[("Kim, the winner of the vote on Tuesday", "")],
        "of the vote",
    ),
    (
        "2026-02-26",
        "Moon resigned on Tuesday after Kim said the North was ready.",
        &[("Kim", "")],
        "the main clause's; Kim said so before",
    ),
    (
        "2026-02-26",
        "“We are ready,” Kim said of the Sept. 3 attacks.",
        &[("Kim", "")],
        "tells which attacks",
    ),
    (
        "2026-02-26",
        "“We are ready,” Kim said in the 2012 campaign.",
        &[("Kim", "")],
        "a campaign, no date",
    ),
    ("2026-02-26", "Since Monday, Kim has said the North was ready.", &[("Kim", "")], "no one day"),
    (
        "2026-02-26",
        "In recent weeks, Kim has said the North was ready.",
        &[("Kim", "")],
        "no one week",
    ),
    ("2026-02-26", "“We are ready,” Kim told May.", &[("Kim", "")], "a name, no month"),
    ("2026-02-26", "“We are ready,” Kim told the Sunday Times.", &[("Kim", "")], "a paper, no day"),
    (
        "2026-02-26",
        "Kim said on Wednesday that talks on Friday would fail.",
        &[("Kim", "2026-02-25")],
        "two times; the second is of the talks",
    ),
    (
        "2026-02-26",
        "On Tuesday, Kim said the talks would end on Friday, and Moon said on Wednesday that he would leave.",
        &[("Kim", "2026-02-24"), ("Moon", "2026-02-25")],
        "two cues, two days, and one of what is said",
    ),
    // The calendar.
    (
        "2026-02-23",
        "Kim said Monday that the North was ready.",
        &[("Kim", "2026-02-23")],
        "in an article of a Monday it is that day",
    ),
    (
        "2026-02-23",
        "Kim said last Monday that the North was ready.",
        &[("Kim", "2026-02-16")],
        "the last Monday is not today",
    ),
    (
        "2026-01-02",
        "Kim said on Tuesday that the North was ready.",
        &[("Kim", "2025-12-30")],
        "a weekday over the year's end",
    ),
    (
        "2026-01-02",
        "Kim said on Dec. 30 that the North was ready.",
        &[("Kim", "2025-12-30")],
        "a day of the old year",
    ),
    (
        "2025-12-30",
        "In January, Kim said the North was ready.",
        &[("Kim", "2025-01")],
        "said in the past, not in the coming month",
    ),
    (
        "2026-02-26",
        "Last September, Kim said the North was ready.",
        &[("Kim", "2025-09")],
        "a month of last year",
    ),
    (
        "2026-11-10",
        "In March last year, Kim said the North was ready.",
        &[("Kim", "2025-03")],
        "not the last such month",
    ),
    (
        "2026-02-26",
        "Two weeks ago, Kim said the North was ready.",
        &[("Kim", "2026-W07")],
        "a number in words",
    ),
    (
        "2026-02-23",
        "Kim said over the weekend that the North was ready.",
        &[("Kim", "2026-W08")],
        "a weekend is the week it ends",
    ),
    (
        "2026-01-01",
        "Last week, Kim said the North was ready.",
        &[("Kim", "2025-W52")],
        "ISO weeks over the year's end",
    ),
    (
        "2026-02-26",
        "Kim will tell ministers on Monday that the North is ready.",
        &[("Kim", "2026-03-02")],
        "still to be said",
    ),
    // The anchor.
    (
        "",
        "Kim said on Wednesday that the North was ready.",
        &[("Kim", "")],
        "nothing to reckon from",
    ),
    (
        "",
        "Kim said on Dec. 12, 2015, that the North was ready.",
        &[("Kim", "2015-12-12")],
        "a whole date",
    ),
    (
        "",
        "On 3 January 2005, Kim said the North was ready.",
        &[("Kim", "2005-01-03")],
        "a whole date, day first",
    ),
    ("", "Kim said in late 2023 that the North was ready.", &[("Kim", "2023")], "a year"),
    (
        "2026",
        "Last year, Kim said the North was ready.",
        &[("Kim", "2025")],
        "a year is enough for a year",
    ),
    (
        "2026",
        "Kim said on Wednesday that the North was ready.",
        &[("Kim", "")],
        "a year is too coarse for a day",
    ),
    (
        "2026-02",
        "Last month, Kim said the North was ready.",
        &[("Kim", "2026-01")],
        "a month is enough for a month",
    ),
    // Told from another day.
    (
        "2026-02-26",
        "Moon left on Monday. The next day, Kim said the North was ready.",
        &[("Kim", "2026-02-24")],
        "the day after the one told, not after publication",
    ),
    (
        "2026-02-26",
        "Moon left on Dec. 30. Two days later, Kim said the North was ready.",
        &[("Kim", "2026-01-01")],
        "counted over the year's end",
    ),
    (
        "2026-02-26",
        "Moon left on Monday. A day earlier, Kim had said the North was ready.",
        &[("Kim", "2026-02-22")],
        "counted back from the day told",
    ),
    (
        "2026-02-26",
        "Moon left on Monday. The same day, Kim said the North was ready.",
        &[("Kim", "2026-02-23")],
        "the day told",
    ),
    (
        "",
        "Moon left on Dec. 12, 2015. The following day, Kim said the North was ready.",
        &[("Kim", "2015-12-13")],
        "needs no publication date",
    ),
    ("2026-02-26", "The next day, Kim said the North was ready.", &[("Kim", "")], "no day is told"),
    (
        "2026-02-26",
        "Moon left in March. The next day, Kim said the North was ready.",
        &[("Kim", "")],
        "the day after a month is unknown",
    ),
    (
        "2026-02-26",
        "Next week, Kim will say that the North is ready.",
        &[("Kim", "2026-W10")],
        "“next week” is told from publication",
    ),
    // Words that go on.
    (
        "2026-02-26",
        "Kim said on Monday that the North was ready. “We are strong,” he added.",
        &[("Kim", "2026-02-23"), ("he", "2026-02-23")],
        "the same occasion, the next sentence",
    ),
    (
        "2026-02-26",
        "Kim said on Monday that the North was ready. “We are strong,” he had said earlier.",
        &[("Kim", "2026-02-23"), ("he", "")],
        "another occasion",
    ),
    (
        "2026-02-26",
        "Kim said on Monday that the North was ready.\n\n“We are strong,” Moon said.",
        &[("Kim", "2026-02-23"), ("Moon", "")],
        "another speaker",
    ),
];

#[test]
fn the_time_of_saying_is_found_and_reckoned() {
    let rules = RuleSet::embedded().unwrap();
    let extractor = Extractor::new(&rules);
    let mut wrong = Vec::new();
    for (published, text, expected, why) in CASES {
        let article = Article {
            text: (*text).to_owned(),
            published: (*published).to_owned(),
            ..Article::default()
        };
        let rows = extractor.rows(&article);
        let found: Vec<_> =
            rows.iter().map(|row| (row.speaker_mention.as_str(), row.said_on.as_str())).collect();
        let missing = expected.iter().any(|pair| !found.contains(pair));
        if missing {
            wrong.push(format!(
                "{text} ({published}; {why})\n  wanted {expected:?}\n  found  {found:?}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
