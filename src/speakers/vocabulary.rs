//! The word lists that tell names, roles and sources apart, looked up once
//! an article.

use crate::text::{Document, Lexicon, ListId, WordId};

/// A word list; none where the rules have no list of that name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct List(Option<ListId>);

macro_rules! vocabulary {
    ($($field:ident = $file:literal),+ $(,)?) => {
        /// The lists of `words/` that this module reads.
        #[derive(Debug)]
        pub(crate) struct Vocabulary<'l> {
            pub(crate) lexicon: &'l Lexicon,
            $(pub(crate) $field: List,)+
        }

        impl<'l> Vocabulary<'l> {
            /// Looks the lists up by name.
            pub(crate) fn of(lexicon: &'l Lexicon) -> Self {
                Self { lexicon, $($field: List(lexicon.list($file)),)+ }
            }
        }
    };
}

vocabulary! {
    affiliation_links = "affiliation-links",
    anonymous_markers = "anonymous-markers",
    articles = "articles",
    anybody = "anybody",
    clitics = "clitics",
    common_surnames = "common-surnames",
    coordinators = "coordinators",
    courtesy_titles = "courtesy-titles",
    definite = "definite-articles",
    demonyms = "demonyms",
    demonym_plurals = "demonym-plurals",
    documents = "documents",
    earlier = "earlier-words",
    family_first = "family-first-names",
    female_names = "first-names-female",
    firm_nouns = "firm-nouns",
    firm_roles = "firm-roles",
    firm_things = "firm-things",
    given_titles = "given-titles",
    group_heads = "group-heads",
    indefinite = "indefinite-articles",
    interviews = "interview-nouns",
    issuing_verbs = "issuing-verbs",
    kinds = "organisation-kinds",
    institutions = "institutions",
    like_words = "like-words",
    male_names = "first-names-male",
    month_names = "month-names",
    name_links = "name-links",
    name_particles = "name-particles",
    name_suffixes = "name-suffixes",
    negations = "negations",
    nicknames = "nicknames",
    no_names = "no-names",
    no_organisations = "no-organisations",
    occasions = "speaking-occasions",
    opposed_stances = "opposed-stances",
    organisation_heads = "organisation-heads",
    outlet_heads = "outlet-heads",
    outlets = "outlets",
    party_letters = "party-letters",
    past_ranks = "past-ranks",
    parties = "parties",
    peer_titles = "peer-titles",
    places = "places-as-actors",
    platforms = "platforms",
    platform_verbs = "platform-verbs",
    plural_determiners = "plural-determiners",
    pointing = "pointing-determiners",
    posts = "posts",
    portfolio_titles = "portfolio-titles",
    post_nominals = "post-nominals",
    programmes = "programmes",
    pronouns_female = "pronouns-female",
    pronouns_first = "pronouns-first",
    pronouns_male = "pronouns-male",
    pronouns_plural = "pronouns-plural",
    pronouns_relative = "pronouns-relative",
    public_figures = "public-figures",
    pronouns_thing = "pronouns-thing",
    ranks = "ranks",
    reflexives = "reflexives",
    reporting_cues = "reporting-cues",
    roles = "roles",
    roles_female = "roles-female",
    roles_male = "roles-male",
    roles_without_employer = "roles-without-employer",
    shared_occasions = "shared-occasions",
    spoken_links = "spoken-links",
    time_ago = "time-ago",
    time_before = "time-before",
    time_day = "time-day",
    time_following = "time-following",
    time_last = "time-last",
    time_later = "time-later",
    time_month = "time-month",
    time_next = "time-next",
    time_numbers = "time-numbers",
    time_openers = "time-openers",
    time_previous = "time-previous",
    time_same = "time-same",
    time_seasons = "time-seasons",
    time_this = "time-this",
    time_today = "time-today",
    time_tomorrow = "time-tomorrow",
    time_week = "time-week",
    time_weekend = "time-weekend",
    time_will = "time-will",
    time_words = "time-words",
    time_year = "time-year",
    time_yesterday = "time-yesterday",
    title_forms = "title-forms",
    title_openers = "title-openers",
    titles = "titles",
    titles_female = "honorifics-female",
    titles_male = "honorifics-male",
    utterances = "utterances",
    venues = "venues",
    weekdays = "weekdays",
}

impl Vocabulary<'_> {
    /// Whether the word alone is an entry of the list.
    #[inline]
    pub(crate) fn has(&self, list: List, word: WordId) -> bool {
        list.0.is_some_and(|list| self.lexicon.is_in(word, list))
    }

    /// Whether token `i` alone is an entry of the list.
    #[inline]
    pub(crate) fn at(&self, list: List, document: &Document<'_>, i: usize) -> bool {
        document.tokens.get(i).is_some_and(|t| self.has(list, t.word))
    }

    /// The end of the longest entry of the list that starts at token `i`.
    #[inline]
    pub(crate) fn entry(&self, list: List, document: &Document<'_>, i: usize) -> Option<usize> {
        document.list_match(self.lexicon, list.0?, i)
    }

    /// Whether token `i` is a first name.
    #[inline]
    pub(super) fn is_first_name(&self, document: &Document<'_>, i: usize) -> bool {
        self.at(self.male_names, document, i) || self.at(self.female_names, document, i)
    }

    /// Whether token `i` is a title or the head of a role.
    pub(super) fn is_role(&self, document: &Document<'_>, i: usize) -> bool {
        [self.titles, self.roles, self.roles_male, self.roles_female]
            .into_iter()
            .any(|list| self.at(list, document, i))
    }

    /// The words of the public figure whom a surname alone means in the news.
    pub(crate) fn public_figure(&self, surname: WordId) -> Option<&[WordId]> {
        let list = self.public_figures.0?;
        let mut entries = self.lexicon.phrases(surname).iter().filter(|(of, _)| *of == list);
        entries.next().map(|(_, rest)| &**rest)
    }

    /// The word that stands after `first` in an entry of two.
    pub(super) fn partner(&self, list: List, first: WordId) -> Option<WordId> {
        self.partners(list, first).next()
    }

    /// The words that stand after `first` in entries of two.
    pub(super) fn partners(&self, list: List, first: WordId) -> impl Iterator<Item = WordId> {
        let entries = self.lexicon.phrases(first).iter();
        let entries = entries.filter(move |(of, _)| Some(*of) == list.0);
        entries.filter_map(|(_, rest)| match **rest {
            [second] => Some(second),
            _ => None,
        })
    }

    /// The word that stands after `first` in the longest entry of several.
    pub(super) fn second(&self, list: List, first: WordId) -> Option<WordId> {
        let mut entries = self.lexicon.phrases(first).iter();
        let (_, rest) = entries.find(|(of, _)| Some(*of) == list.0)?;
        rest.first().copied()
    }

    /// Whether the list has the two words as one entry: "bill william".
    pub(crate) fn has_pair(&self, list: List, first: WordId, second: WordId) -> bool {
        let Some(list) = list.0 else { return false };
        first != WordId::UNKNOWN
            && self
                .lexicon
                .phrases(first)
                .iter()
                .any(|(of, rest)| *of == list && **rest == [second])
    }

    /// Whether the words are an entry of the list.
    pub(crate) fn is_entry(&self, list: List, words: &[WordId]) -> bool {
        match words {
            [] | [WordId::UNKNOWN, ..] => false,
            [one] => self.has(list, *one),
            [first, rest @ ..] => {
                let entries = self.lexicon.phrases(*first);
                entries.iter().any(|(of, words)| Some(*of) == list.0 && **words == *rest)
            }
        }
    }

    /// Whether both are short for the same first name: "Bob" and "Bobby".
    pub(crate) fn is_short_for_same(&self, one: WordId, other: WordId) -> bool {
        let Some(list) = self.nicknames.0.filter(|_| one != WordId::UNKNOWN) else { return false };
        let mut entries = self.lexicon.phrases(one).iter().filter(|(of, _)| *of == list);
        entries.any(|(_, long)| long.len() == 1 && self.has_pair(self.nicknames, other, long[0]))
    }
}
