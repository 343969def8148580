//! Whether a source is the outlet itself.
//!
//! Takes an outlet's name, or the code that a corpus has for it, and a source as an article
//! prints it. They are the same where their words are the same, the words of one stand in the
//! other in a row (`fox` in “Fox News”), they are written together or apart (“FoxNews”), or the
//! one is the other's initials (`nyt`). Other names (`hpo` for “HuffPost”) have to be told.

use rustc_hash::FxHashSet;

/// Knows outlets by their names.
#[derive(Clone, Debug, Default)]
pub struct Outlets {
    /// Words that are no part of a name: “the”.
    pub articles: FxHashSet<String>,
    /// Other names of outlets, in lower case: (outlet, name).
    pub names: Vec<(String, String)>,
}

impl Outlets {
    /// Whether the source is the outlet; an outlet that is not known is nobody's.
    pub fn is_own(&self, outlet: &str, source: &str) -> bool {
        let (mine, theirs) = (self.words(outlet), self.words(source));
        let told = |(own, name): &(String, String)| {
            self.words(own) == mine && is_within(&self.words(name), &theirs)
        };
        is_same(&mine, &theirs) || (!mine.is_empty() && self.names.iter().any(told))
    }

    fn words(&self, name: &str) -> Vec<String> {
        let lower = apart(name).to_lowercase();
        let words = lower.split(|c: char| !c.is_alphanumeric());
        words.filter(|w| !w.is_empty() && !self.articles.contains(*w)).map(str::to_owned).collect()
    }
}

/// “FoxNews” as “Fox News”.
fn apart(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 2);
    let mut was_small = false;
    for c in name.chars() {
        if was_small && c.is_uppercase() {
            out.push(' ');
        }
        was_small = c.is_lowercase();
        out.push(c);
    }
    out
}

fn is_same(one: &[String], other: &[String]) -> bool {
    if one.is_empty() || other.is_empty() {
        return false;
    }
    let initials = |words: &[String]| -> String {
        words.iter().filter_map(|word| word.chars().next()).collect()
    };
    let is_short = |short: &[String], long: &[String]| {
        long.len() > 1 && short.len() == 1 && short[0] == initials(long)
    };
    is_within(one, other)
        || is_within(other, one)
        || one.concat() == other.concat()
        || is_short(one, other)
        || is_short(other, one)
}

/// Whether these words stand in the other name, one after another.
fn is_within(part: &[String], name: &[String]) -> bool {
    !part.is_empty() && name.windows(part.len()).any(|window| window == part)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outlets() -> Outlets {
        Outlets {
            articles: ["the", "a"].map(str::to_owned).into_iter().collect(),
            names: vec![("hpo".into(), "HuffPost".into())],
        }
    }

    #[test]
    fn an_outlet_is_known_by_its_words_and_initials() {
        let is_own = |outlet, source| outlets().is_own(outlet, source);
        assert!(is_own("The Seoul Daily", "Seoul Daily"));
        assert!(is_own("fox", "Fox News") && is_own("fox", "FoxNews Sunday"));
        assert!(is_own("Fox News", "FoxNews"));
        assert!(is_own("nyt", "The New York Times") && is_own("The New York Times", "NYT"));
        assert!(is_own("The New York Times", "the Times"));
        assert!(!is_own("nyt", "Fox News") && !is_own("fox", "Foxborough Star"));
        assert!(!is_own("The Post", "The Times"), "articles are no name");
    }

    #[test]
    fn other_names_are_told() {
        assert!(outlets().is_own("HPO", "the Huff Post Pollster"));
        assert!(!outlets().is_own("nyt", "HuffPost"));
    }

    #[test]
    fn an_unknown_outlet_is_nobodys() {
        assert!(!outlets().is_own("", "Fox News") && !outlets().is_own("fox", "the"));
        assert!(!Outlets::default().is_own("", ""));
    }
}
