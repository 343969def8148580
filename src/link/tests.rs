//! Who is linked and who is kept apart: one line an article or a speaker of it.

use super::*;
use std::sync::LazyLock;

static RULES: LazyLock<RuleSet> = LazyLock::new(|| RuleSet::embedded().expect("sound rules"));

/// `name | role | affiliation | mention | kind`, as many as are needed.
fn row(line: &str) -> Row {
    let mut fields = line.split('|').map(str::trim);
    let mut next = || fields.next().unwrap_or("").to_owned();
    let (speaker, speaker_role, speaker_affiliation) = (next(), next(), next());
    let (speaker_mention, kind) = (next(), next());
    let kinds = ["organisation", "group", "anonymous", "document"];
    let speaker_kind = kinds.into_iter().find(|k| *k == kind).unwrap_or("person");
    Row {
        speaker,
        speaker_role,
        speaker_affiliation,
        speaker_mention,
        speaker_kind,
        ..Row::default()
    }
}

/// The ids of one row an article; several rows of one are joined by " + ".
fn ids_with(articles: &[&str], aliases: Option<&Aliases>) -> Vec<Vec<Row>> {
    let mut all: Vec<Vec<Row>> =
        articles.iter().map(|a| a.split(" + ").map(row).collect()).collect();
    let linker = Linker::new(&RULES, aliases);
    let settle = |order: &mut dyn Iterator<Item = &Vec<Row>>| {
        let mut census = Census::default();
        order.for_each(|rows| census.add(linker.read(rows)));
        linker.settle(census)
    };
    let backwards = settle(&mut all.iter().rev());
    let identities = settle(&mut all.iter());
    for rows in &mut all {
        let mut other = rows.clone();
        backwards.assign(&mut other);
        identities.assign(rows);
        assert_eq!(*rows, other, "the order of articles does not matter");
    }
    all
}

/// The articles' speakers as numbers in order of first coming; 0: no id.
fn groups(articles: &[&str]) -> Vec<usize> {
    let mut known: Vec<String> = Vec::new();
    let rows = ids_with(articles, None);
    let ids = rows.into_iter().flatten().map(|row| row.speaker_id);
    ids.map(|id| {
        if id.is_empty() {
            return 0;
        }
        let at = known.iter().position(|k| *k == id).unwrap_or_else(|| {
            known.push(id);
            known.len() - 1
        });
        at + 1
    })
    .collect()
}

#[track_caller]
fn one(articles: &[&str]) {
    let got = groups(articles);
    assert_eq!(got, vec![1; got.len()], "{articles:?}");
}

#[track_caller]
fn apart(articles: &[&str]) {
    let got = groups(articles);
    let each: Vec<usize> = (1..=got.len()).collect();
    assert_eq!(got, each, "{articles:?}");
}

#[test]
fn spellings_and_short_forms_of_one_name_are_one() {
    one(&["Kim Jong Un", "Kim Jong-un", "KIM JONG UN"]);
    one(&["Raúl Moreno", "Raul Moreno", "Raúl R. Moreno"]);
    one(&["Terry O’Neill", "Terry O'Neill"]);
    one(&["Donald Trump", "Donald J. Trump"]);
    one(&["Liz Hadley", "Elizabeth Hadley", "Elizabeth M. Hadley"]);
    one(&["Bob Hadley", "Bobby Hadley", "Robert Hadley"]);
    one(&["Michele Hadley", "Michelle Hadley"]);
    one(&["W. Douglas Hadley", "Doug Hadley", "Douglas Hadley"]);
    one(&["Hillary Clinton", "Hillary Rodham Clinton"]);
    one(&["Robert H.W. Hadley", "Robert H. W. Hadley"]);
}

#[test]
fn other_given_names_are_other_persons() {
    apart(&["Bill Clinton", "Hillary Clinton"]);
    apart(&["Kim Jong Un", "Kim Jong Il", "Kim Yo Jong", "Duyeon Kim"]);
    apart(&["George W. Bush", "George H.W. Bush"]);
    apart(&["Ron Hadley", "Rand Hadley"]);
    apart(&["John Paul Hadley", "Paul Hadley"]);
    apart(&["Pat Hadley |||she", "Patrick Hadley"]);
    apart(&["Peter Hutchinson", "Peter Hutchison"]);
}

#[test]
fn an_initial_alone_needs_a_common_role() {
    apart(&["J. Hadley", "James Hadley"]);
    one(&["J. Hadley | senator", "James Hadley | Senator"]);
}

#[test]
fn a_name_between_two_joins_neither_unless_something_tells() {
    apart(&["John A. Hadley", "John B. Hadley", "John Hadley"]);
    let told =
        ["John A. Hadley | mayor of Seoul", "John B. Hadley | chemist", "John Hadley | Mayor"];
    assert_eq!(groups(&told), [1, 2, 1]);
    // A slip of the pen in one row of many.
    let mut many = vec!["John A. Hadley"; 12];
    many.extend(["John B. Hadley", "John Hadley"]);
    assert_eq!(groups(&many)[11..], [1, 2, 1]);
}

#[test]
fn father_and_son_are_two_unless_their_office_is_one() {
    apart(&["Donald Trump | president", "Donald Trump Jr. | executive vice president"]);
    apart(&["Donald Trump", "Donald Trump Jr."]);
    one(&["Eric Holder | Attorney General", "Eric H. Holder Jr. | attorney general"]);
    // One article has both: they are not one, whatever they do.
    apart(&["Jesse Hadley | Rep. + Jesse Hadley Jr. | Rep."]);
}

#[test]
fn namesakes_of_a_common_name_are_told_apart_by_role_and_affiliation_alone() {
    let senator = "John Smith | senator from Ohio | Senate";
    apart(&[senator, "John Smith | economist | Bank of Korea"]);
    one(&[senator, "John Smith | economist", "John Smith"]);
    one(&[senator, "John Smith | former Senator | Hadley Institute"]);
    let long = "John Smith | director | University of New Seoul Survey Center";
    one(&[long, "John Smith | pollster | UNS"]);
    // Few share a rare name; many change their office.
    one(&["Josephine Hadley | aide | City Council", "Josephine Hadley | author | Seoul Press"]);
    // Who is not told apart is the one that is spoken of most.
    let rest = [senator, senator, "John Smith | economist | Bank of Korea", "John Smith"];
    assert_eq!(groups(&rest), [1, 1, 2, 1]);
}

#[test]
fn a_surname_goes_to_the_only_one_who_bears_it() {
    one(&["Chris Van Hollen", "Van Hollen", "Hollen"]);
    one(&["Kim Jong Un", "Kim"]);
    apart(&["Elton John", "John"]);
    one(&["Terence Hadley", "Hadley", "Hadley |||he"]);
    one(&["Interview Mark Hadley", "Mark Hadley"]);
}

#[test]
fn a_surname_that_could_be_anyones_stays_alone() {
    apart(&["Jane Hadley", "Peter Hadley", "Hadley"]);
    // The role or the pronoun tells.
    assert_eq!(groups(&["Jane Hadley | mayor", "Peter Hadley", "Hadley | Mayor"]), [1, 2, 1]);
    assert_eq!(groups(&["Jane Hadley", "Peter Hadley", "Hadley |||Mrs. Hadley"]), [1, 2, 1]);
    // The only one, but another gender, another role, or beside her in one article.
    apart(&["Jane Hadley", "Hadley |||he"]);
    apart(&["Jane Hadley | mayor", "Hadley | goalkeeper"]);
    apart(&["Jane Hadley + Hadley"]);
    // The last word of a thing's name is no surname.
    apart(&["Western Quark", "Quark"]);
}

#[test]
fn organisations_are_one_by_name_or_acronym() {
    let as_organisations = |names: &[&str]| -> Vec<usize> {
        let lines: Vec<String> = names.iter().map(|n| format!("{n} ||||organisation")).collect();
        groups(&lines.iter().map(String::as_str).collect::<Vec<_>>())
    };
    let agency = "Korean Central News Agency";
    assert_eq!(as_organisations(&[agency, "KCNA", "K.C.N.A."]), [1, 1, 1]);
    assert_eq!(as_organisations(&["Seoul Data House (SDI)", "SDI", "SDH"]), [1, 1, 1]);
    assert_eq!(as_organisations(&["White House", "the White House"]), [1, 1]);
    assert_eq!(as_organisations(&["Seoul News Guild", "Star Network Group", "SNG"]), [1, 2, 3]);
    assert_eq!(as_organisations(&["Huffington Post", "HP"]), [1, 2]);
    assert_eq!(as_organisations(&["European Union", "EU"]), [1, 1]);
    assert_eq!(
        as_organisations(&["Hadley campaign", "Hadley’s campaign", "Mrs. Hadley's campaign"]),
        [1, 1, 1]
    );
}

#[test]
fn only_real_names_have_ids() {
    let nobody = [
        "her doctor",
        "Secretary",
        "Grimm's lawyer",
        "officials ||||group",
        "officials ||||anonymous",
        "Annual Report ||||document",
        "agency ||||organisation",
        "Arizona group ||||organisation",
        "",
    ];
    assert_eq!(groups(&nobody), vec![0; nobody.len()]);
    assert_eq!(groups(&["Peter King", "Ludwig van Hadley", "Omar al-Hadley"]), [1, 2, 3]);
    assert_eq!(groups(&["Obama administration ||||organisation"]), [1]);
}

#[test]
fn a_name_of_two_kinds_is_what_it_mostly_is_unless_it_is_a_surname() {
    one(&["Mediaite ||||organisation", "Mediaite ||||organisation", "Mediaite"]);
    assert_eq!(groups(&["Ford ||||organisation", "Harrison Ford", "Ford |||he"]), [1, 2, 2]);
}

#[test]
fn joint_speakers_have_both_ids() {
    let rows = ids_with(
        &[
            "Barack Obama",
            "Jane Hadley",
            "Obama; Jane B. Hadley",
            "Barack Obama; other Democrats ||||group",
        ],
        None,
    );
    let id = |i: usize| rows[i][0].speaker_id.clone();
    assert_eq!(id(2), format!("{}; {}", id(0), id(1)));
    assert_eq!(id(3), id(0));
}

#[test]
fn an_id_is_of_the_name_and_not_of_the_run() {
    let id = |articles: &[&str]| ids_with(articles, None)[0][0].speaker_id.clone();
    let alone = id(&["Donald Trump"]);
    assert_eq!(alone, "3959910c0c67d204", "the same between releases");
    assert_eq!(id(&["Donald J. Trump", "Donald J. Trump", "Donald Trump"]), alone);
    assert_eq!(id(&["DONALD TRUMP", "Bill Clinton"]), alone);
}

fn aliases(csv: &str) -> Result<Aliases, Error> {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("aliases.csv");
    std::fs::write(&path, csv).unwrap();
    Aliases::read(&path, &RULES).map_err(|e| Error { path: "a.csv".into(), ..e })
}

/// `speaker = id` of each row, by aliases of these lines.
fn named(lines: &str, articles: &[&str]) -> Vec<String> {
    let aliases = aliases(&format!("alias,name,id\n{lines}")).unwrap();
    let rows = ids_with(articles, Some(&aliases)).into_iter().flatten();
    rows.map(|row| format!("{} = {}", row.speaker, row.speaker_id)).collect()
}

#[test]
fn an_alias_of_one_name_is_one_of_all_the_speakers_names() {
    let got = named("donald j trump,Donald Trump,Q1\n", &["Donald J. TRUMP", "Don Trump", "Trump"]);
    assert_eq!(got, ["Donald Trump = Q1", "Donald Trump = Q1", "Donald Trump = Q1"]);
    let got = named("Bibi,Benjamin Netanyahu,Q2\n", &["Bibi", "Benjamin Netanyahu"]);
    assert_eq!(got, ["Benjamin Netanyahu = Q2", "Benjamin Netanyahu = Q2"]);
}

#[test]
fn aliases_that_conflict_split_a_speaker() {
    let lines = "John Hadley,John Hadley,Q1\nJohn A. Hadley,John A. Hadley,Q2\n";
    let got = named(lines, &["John Hadley", "John A. Hadley", "Johnny Hadley"]);
    assert_eq!(got[..2], ["John Hadley = Q1", "John A. Hadley = Q2"]);
    assert!(got[2].starts_with("Johnny Hadley = ") && !got[2].contains('Q'), "{}", got[2]);
}

#[test]
fn an_alias_of_a_surname_is_not_another_person_of_that_surname() {
    let got = named("Clinton,Hillary Clinton,Q1\n", &["Clinton", "Bill Clinton"]);
    assert_eq!(got[0], "Hillary Clinton = Q1");
    assert!(got[1].starts_with("Bill Clinton = ") && !got[1].ends_with("Q1"), "{}", got[1]);
}

#[test]
fn an_alias_without_id_has_the_id_of_its_name() {
    let got = named("The Donald,Donald Trump,\n", &["Donald", "Donald Trump"]);
    assert_eq!(got, ["Donald Trump = 3959910c0c67d204"; 2]);
}

#[test]
fn aliases_go_without_linking_and_tell_what_is_unused() {
    let aliases = aliases("name,alias\nKim Jong Un,Kim\nMoon Jae-in,Moon\n").unwrap();
    let mut rows = ["kim; Jane Hadley", "Jane Hadley", "senior officials"].map(row);
    aliases.assign(&mut rows, &RULES);
    assert_eq!(rows[0].speaker, "Kim Jong Un; Jane Hadley");
    assert_eq!(rows[0].speaker_id.len(), 16, "only Kim is in the file");
    assert_eq!((&*rows[1].speaker_id, &*rows[2].speaker_id), ("", ""));
    assert_eq!((aliases.count(), aliases.unused()), (2, vec!["Moon"]));
}

#[test]
fn faults_of_aliases_are_told_by_line_all_at_once() {
    let fault = |csv: &str| aliases(csv).unwrap_err().to_string();
    assert_eq!(fault("alias,id\nKim,Q1\n"), "a.csv:1: no column `name`");
    assert_eq!(fault("alias,name,qid\nKim,Kim,Q1\n"), "a.csv:1: unknown column `qid`");
    assert_eq!(fault(""), "a.csv:1: no column `alias`\na.csv:1: no column `name`");
    let csv = "alias,name,id\n\
        ,Kim Jong Un,\n\
        …,Kim Jong Un,\n\
        Kim,,\n\
        Kim,Kim Jong Un,Q1\n\
        KIM,Kim Jong-un,Q1\n\
        Kim,Kim Jong Il,\n\
        Un,Kim Jong Un,Q2\n\
        Il,Kim Jong Il,Q1\n\
        Moon,Moon; Kim,\n\
        Kim Jong Il,Moon Jae-in,\n\
        one,two\n";
    let lines = fault(csv);
    let lines: Vec<&str> = lines.lines().collect();
    assert_eq!(
        lines,
        [
            "a.csv:2: no alias",
            "a.csv:3: no alias",
            "a.csv:4: no name",
            "a.csv:7: `Kim` stands for `Kim Jong Il`, but for `Kim Jong Un` in line 5",
            "a.csv:8: `Kim Jong Un` has the id `Q2`, but `Q1` in line 5",
            "a.csv:9: `Q1` is the id of `Kim Jong Il`, but of `Kim Jong Un` in line 5",
            "a.csv:10: `Moon; Kim` holds `; `, which stands between speakers",
            "a.csv:11: `Kim Jong Il` stands for `Moon Jae-in`, but for `Kim Jong Il` in line 7",
            "a.csv:12: 2 columns where the header has 3",
        ]
    );
}
