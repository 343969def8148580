//! Articles as long as nobody writes them: what is looked up by place or by word there is
//! found as in a short one.

use super::tests::{Said, identities, said, who};

/// A name of two words, another for each number.
fn name(n: usize) -> String {
    let letter = |n: usize| char::from(b'a' + (n % 26) as u8);
    format!("Bo{}{}mar Tel{}{}os", letter(n), letter(n / 26), letter(n), letter(n / 26))
}

#[test]
fn a_role_is_known_after_hundreds_of_other_people() {
    let others: String = (0..400).map(|n| format!("{} spoke in Ohio. ", name(n))).collect();
    let text = format!("Chairman Ann Kim left. {others}The chairman said so. Telcaos said no.");
    assert_eq!(who(&text, &["The chairman"]), "Ann Kim");
    assert_eq!(who(&text, &["Telcaos| said"]), "Bocamar Telcaos");
}

#[test]
fn hundreds_of_one_surname_are_told_apart() {
    let given = |n: usize| name(n).split(' ').next().map(str::to_owned).unwrap_or_default();
    let others: String = (0..400).map(|n| format!("{} Kim spoke in Ohio. ", given(n))).collect();
    let text = format!("{others}{} Kim said so. Kim left.", given(7));
    let full = format!("{} Kim", given(7));
    assert_eq!(who(&text, &["Kim| left"]), full);
}

#[test]
fn hundreds_of_days_told_one_from_another_are_no_date() {
    let days = "It rained on the next day. ".repeat(300);
    let text = format!("{days}On the next day, John Brown said so.");
    let when = Said { when: "On the next day", ..said("John Brown") };
    assert_eq!(identities(&text, "", &[when])[0].said_on, "");
}
