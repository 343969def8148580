//! Who the speaker is, of what kind, in what role and of what organisation: short
//! made-up articles, each with the trap it holds.

use whosaid::extract::Extractor;
use whosaid::input::Article;
use whosaid::rules::RuleSet;

/// An article, what its last row must tell, and why that is not plain.
struct Case {
    text: &'static str,
    speaker: &'static str,
    kind: &'static str,
    role: &'static str,
    affiliation: &'static str,
    why: &'static str,
}

const fn case(
    text: &'static str,
    [speaker, kind, role, affiliation]: [&'static str; 4],
    why: &'static str,
) -> Case {
    Case { text, speaker, kind, role, affiliation, why }
}

const CASES: [Case; 40] = [
    // Organisations as speakers.
    case(
        "The carmaker Hanbit has cut jobs. Shares in Hanbit fell. Hanbit said the plant would close.",
        ["Hanbit", "organisation", "", ""],
        "a word alone, in no list, is a firm by what the article says of it",
    ),
    case(
        "Hanbit's profits fell last year. Hanbit said it would close the plant.",
        ["Hanbit", "organisation", "", ""],
        "a possessor of profits that speaks of itself as it",
    ),
    case(
        "Park & Lee closed two shops. Park & Lee said the shops would open again.",
        ["Park & Lee", "organisation", "", ""],
        "two surnames with & are a firm",
    ),
    case(
        "Daesan Moru, a software firm, was sold. Daesan Moru said the price was right.",
        ["Daesan Moru", "organisation", "", ""],
        "two unknown words look like a person's name until the apposition",
    ),
    case(
        "Hanbit Energy cut jobs. On Monday Hanbit said the plant would close.",
        ["Hanbit Energy", "organisation", "", ""],
        "the first word of an organisation's name is its short form",
    ),
    case(
        "The Music Managers' Forum (MMF) met in Seoul. The MMF said the fees were too high.",
        ["Music Managers' Forum", "organisation", "", ""],
        "an apostrophe inside a name, and the acronym that follows in brackets",
    ),
    case(
        "General Electric said the plant would close.",
        ["General Electric", "organisation", "", ""],
        "a rank that opens a firm's name is no title",
    ),
    case(
        "Labour said the tax would rise.",
        ["Labour", "organisation", "", ""],
        "a party that has the form of an adjective",
    ),
    case(
        "The Office of Management and Budget said the cost would rise.",
        ["Office of Management and Budget", "organisation", "", ""],
        "and within an organisation's name does not make two speakers",
    ),
    // Persons that look like something else.
    case(
        "Gregory Pavlidis came to Seoul. Pavlidis said the charge would fall.",
        ["Gregory Pavlidis", "person", "", ""],
        "a surname in -s is no plural",
    ),
    case(
        "Chelsea Park said the plant would close.",
        ["Chelsea Park", "person", "", ""],
        "a first name that is a place too",
    ),
    case(
        "Mr. Hanbit was there. Hanbit said the plant would close.",
        ["Hanbit", "person", "", ""],
        "an unknown word with a courtesy title elsewhere is a person",
    ),
    // Titles.
    case(
        "Secretary for Border Security Carol Kim said the post was safe.",
        ["Carol Kim", "person", "Secretary for Border Security", ""],
        "what a title is in charge of is no part of the name",
    ),
    case(
        "The minister for Children, Young People and Families Margaret Kim said fees would fall.",
        ["Margaret Kim", "person", "minister for Children, Young People and Families", ""],
        "commas and and within a title",
    ),
    case(
        "Media and Sport Secretary Ann Moon said the games would go on.",
        ["Ann Moon", "person", "Media and Sport Secretary", ""],
        "and within a title before its name does not make two speakers",
    ),
    case(
        "Chief Executive Martin Lee said sales rose.",
        ["Martin Lee", "person", "Chief Executive", ""],
        "a title of two words leaves nothing in the name",
    ),
    case(
        "The ministry's director, the Reverend Peter Kim, said the church would open.",
        ["Peter Kim", "person", "ministry's director", ""],
        "a style between a role and the name",
    ),
    case(
        "Poland's President, Piotr Kim, said the debt was paid.",
        ["Piotr Kim", "person", "Poland's President", ""],
        "a title alone is no name",
    ),
    case(
        "Douglas Park MP said the bill would fall.",
        ["Douglas Park", "person", "", ""],
        "letters after a name are no part of it",
    ),
    case(
        "Labour MP Caroline May said the bill would fall.",
        ["Caroline May", "person", "Labour MP", ""],
        "letters that are the title here",
    ),
    case(
        "Frenchman Henri Lee said the match was hard.",
        ["Henri Lee", "person", "Frenchman", ""],
        "whence somebody comes is no first name",
    ),
    case(
        "Hanbit's head of research Peter Kim said the drug was safe.",
        ["Peter Kim", "person", "head of research", "Hanbit"],
        "of within a role before the name, and who owns the role",
    ),
    case(
        "The chairman and chief executive Bill Moon said sales rose.",
        ["Bill Moon", "person", "chairman and chief executive", ""],
        "two roles joined by and are one man's",
    ),
    case(
        "Sen. Bob Moon, D-N.J., came to Seoul. He said the vote was close.",
        ["Bob Moon", "person", "Sen.", ""],
        "party and state are no speaker",
    ),
    case(
        "During a May interview Moon said the vote was close.",
        ["Moon", "person", "", ""],
        "a month that is a name elsewhere",
    ),
    // Peers and knights.
    case(
        "Lord Hale said the law was clear.",
        ["Lord Hale", "person", "", ""],
        "a peer is called by title and surname",
    ),
    case(
        "Aubrey Park was freed. Lord Park of Busan said the law was clear.",
        ["Lord Park of Busan", "person", "", ""],
        "a peer of a place is not the commoner of that surname",
    ),
    case(
        "Betty Hale came to Seoul. Lady Hale said the law was clear.",
        ["Betty Hale", "person", "", ""],
        "a peer may be named in full too",
    ),
    case(
        "Nigel Hale came to Seoul. Sir Nigel said the law was clear.",
        ["Nigel Hale", "person", "", ""],
        "Sir stands before a first name",
    ),
    // Namesakes, couples, forms of a name.
    case(
        "Ann Kim met Bob Kim in Seoul. Mr. Kim said the talks went well.",
        ["Bob Kim", "person", "", ""],
        "a title tells a couple of one surname apart",
    ),
    case(
        "George Moon Sr. met George Moon Jr. in Seoul. George Moon Jr. said the talks went well.",
        ["George Moon Jr.", "person", "", ""],
        "father and son have one name but for the suffix",
    ),
    case(
        "Kim Jong Un left Pyongyang. Kim Jong-un said the talks went well.",
        ["Kim Jong Un", "person", "", ""],
        "a hyphen is no other name, and the family's name comes first",
    ),
    case(
        "Robert Parry Lee left the party. Mr Parry-Lee said the talks went well.",
        ["Robert Parry Lee", "person", "", ""],
        "a double surname with and without a hyphen",
    ),
    case(
        "Terry O'Hara left the party. Ms. O’Hara said the talks went well.",
        ["Terry O'Hara", "person", "", ""],
        "a first name of men and women, and two forms of the apostrophe",
    ),
    case(
        "Robin Page left the party. Mr Page said the talks went well.",
        ["Robin Page", "person", "", ""],
        "a first name of men and women, a surname that is a word",
    ),
    // Affiliations.
    case(
        "Jack Lee, director of the Office of Management and Budget, said the cost would rise.",
        [
            "Jack Lee",
            "person",
            "director of the Office of Management and Budget",
            "Office of Management and Budget",
        ],
        "an organisation's name goes on after and",
    ),
    case(
        "Ivan Lee, the son of Cuban immigrants, said the cost would rise.",
        ["Ivan Lee", "person", "son of Cuban immigrants", ""],
        "an adjective of origin is no organisation",
    ),
    case(
        "Liz Smith, a spokeswoman for Mr. Moon, said the cost would rise.",
        ["Liz Smith", "person", "spokeswoman for Mr. Moon", ""],
        "whom one speaks for is no organisation",
    ),
    case(
        "Jon Lee, the No. 2 Republican in the Senate, said the cost would rise.",
        ["Jon Lee", "person", "No. 2 Republican in the Senate", ""],
        "a number is no organisation",
    ),
    case(
        "Ann Lee, a candidate for United States Senate, said the cost would rise.",
        ["Ann Lee", "person", "candidate for United States Senate", ""],
        "an office sought is none held",
    ),
];

#[test]
fn speakers_are_told_as_a_reader_knows_them() {
    let rules = RuleSet::embedded().unwrap();
    let extractor = Extractor::new(&rules).with_min_confidence(Some(0.0));
    let mut wrong = Vec::new();
    for case in CASES {
        let article = Article { text: case.text.to_owned(), ..Article::default() };
        let rows = extractor.rows(&article);
        let found = rows.last().map_or(["", "", "", ""], |row| {
            [&row.speaker, row.speaker_kind, &row.speaker_role, &row.speaker_affiliation]
        });
        let wanted = [case.speaker, case.kind, case.role, case.affiliation];
        if found != wanted {
            wrong.push(format!(
                "{}\n  {}\n  wanted {wanted:?}\n  found  {found:?}",
                case.why, case.text
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
