//! Which rows are wanted.

use super::{BadPattern, Days, Field, Patterns, Row};

/// Names to look for; a name matches where all words of one of them stand in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names(Vec<Patterns>);

impl Names {
    /// Adds a name: words that stand one after another (`Kim Jong Un`, `Kim*`).
    ///
    /// # Errors
    /// When it has no words.
    pub fn add(&mut self, name: &str) -> Result<(), BadPattern> {
        self.0.push(Patterns::parse(name)?);
        Ok(())
    }

    /// Whether there are none: then every name will do.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn allow(&self, name: &str) -> bool {
        self.is_empty() || self.0.iter().any(|patterns| patterns.matches(name))
    }
}

/// Keeps the rows that are wanted; what is not set keeps all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Speakers by name; a `speaker_id` in full does as well.
    pub speakers: Names,
    /// Outlets by name.
    pub outlets: Names,
    /// Words in the quote: each of them has to be found.
    pub texts: Vec<Patterns>,
    /// The first day wanted, by [`Row::date`]; a row without a date is not kept.
    pub from: Option<Days>,
    /// The last day wanted.
    pub to: Option<Days>,
    /// Quote types (`direct`, `mixed`, `indirect`).
    pub types: Vec<String>,
    /// Kinds (`statement`, `attitude`, `decree`).
    pub kinds: Vec<String>,
    /// The least confidence, from 0 to 1; a row without one is kept.
    pub min_confidence: Option<f32>,
}

impl Filter {
    /// The columns without which it would keep too many rows, or too few.
    ///
    /// ```
    /// use whosaid::rows::{Field, Filter};
    ///
    /// let sure = Filter { min_confidence: Some(0.5), ..Filter::default() };
    /// assert_eq!(sure.needed(), [Field::Confidence]);
    /// ```
    pub fn needed(&self) -> Vec<Field> {
        let has_time = self.from.is_some() || self.to.is_some();
        let asked = [
            (!self.outlets.is_empty(), Field::Outlet),
            (has_time, Field::Published),
            (!self.speakers.is_empty(), Field::Speaker),
            (!self.kinds.is_empty(), Field::Kind),
            (!self.texts.is_empty(), Field::Quote),
            (!self.types.is_empty(), Field::QuoteType),
            (has_time, Field::SaidOn),
            (self.min_confidence.is_some(), Field::Confidence),
        ];
        asked.into_iter().filter(|(is_needed, _)| *is_needed).map(|(_, field)| field).collect()
    }

    /// Whether the row is wanted.
    pub fn keeps(&self, row: &Row) -> bool {
        let among = |list: &[String], field| {
            list.is_empty() || list.iter().any(|value| value == row.get(field))
        };
        among(&self.types, Field::QuoteType)
            && among(&self.kinds, Field::Kind)
            && self.is_sure(row)
            && self.is_in_time(row)
            && self.outlets.allow(row.get(Field::Outlet))
            && (self.speakers.allow(row.get(Field::Speaker)) || self.has_id(row))
            && self.texts.iter().all(|text| text.matches(row.get(Field::Quote)))
    }

    fn has_id(&self, row: &Row) -> bool {
        let id = row.get(Field::SpeakerId);
        !id.is_empty() && self.speakers.0.iter().any(|p| p.is_word(id))
    }

    fn is_sure(&self, row: &Row) -> bool {
        let Some(least) = self.min_confidence else { return true };
        row.get(Field::Confidence).parse().map_or(true, |confidence: f32| confidence >= least)
    }

    fn is_in_time(&self, row: &Row) -> bool {
        if self.from.is_none() && self.to.is_none() {
            return true;
        }
        row.date().is_some_and(|days| {
            self.from.is_none_or(|from| days.last >= from.first)
                && self.to.is_none_or(|to| days.first <= to.last)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row() -> Row {
        Row::of(&[
            (Field::Speaker, "Kim Jong Un"),
            (Field::SpeakerId, "Q56226"),
            (Field::Outlet, "The Seoul Daily"),
            (Field::Published, "2026-02"),
            (Field::Quote, "“We are ready.”"),
            (Field::QuoteType, "direct"),
            (Field::Confidence, "0.700"),
        ])
    }

    fn speakers(name: &str) -> Filter {
        let mut filter = Filter::default();
        filter.speakers.add(name).unwrap();
        filter
    }

    #[test]
    fn speakers_are_found_by_words_of_their_names_and_by_id() {
        let keeps = |name| speakers(name).keeps(&row());
        assert!(keeps("kim") && keeps("Jong Un") && keeps("q56226"));
        assert!(!keeps("Un Kim") && !keeps("Q5622"));
    }

    #[test]
    fn a_coarse_date_is_in_time_where_it_may_be() {
        let keeps = |from, to| {
            let (from, to) = (Days::parse(from), Days::parse(to));
            Filter { from, to, ..Filter::default() }.keeps(&row())
        };
        assert!(keeps("2026-02-20", "2027"));
        assert!(keeps("", "2026-02-01"));
        assert!(!keeps("2026-03", "") && !keeps("", "2025"));
        let dateless = Row::of(&[]);
        assert!(!Filter { to: Days::parse("2026"), ..Filter::default() }.keeps(&dateless));
    }

    #[test]
    fn types_words_and_confidence_are_all_asked() {
        let texts = vec![Patterns::parse("ready").unwrap()];
        let wanted = Filter { texts, types: vec!["direct".into()], ..Filter::default() };
        assert!(wanted.keeps(&row()));
        assert!(!Filter { types: vec!["mixed".into()], ..wanted.clone() }.keeps(&row()));
        assert!(!Filter { min_confidence: Some(0.8), ..wanted }.keeps(&row()));
    }
}
