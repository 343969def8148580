//! The word lists that tell names, roles and sources apart, looked up once
//! a run.

use crate::text::{Choice, Class, Document, Lexicon, ListId, WordId};

/// A word list, by its place in the [`Vocabulary`]; empty where the rules have no list of
/// that name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct List(u8);

/// Several word lists.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct AnyOf(Choice);

impl AnyOf {
    fn lists<const N: usize>(lists: [List; N]) -> Self {
        Self(lists.iter().fold(Choice::default(), |all, list| all.or(Choice::one(list.0))))
    }
}

/// The lists that a word is in.
#[derive(Clone, Copy, Debug)]
pub(super) struct In<'v>(&'v Class);

impl In<'_> {
    /// Whether the word alone is an entry of the list.
    #[inline]
    pub(super) fn has(self, list: List) -> bool {
        self.0.alone.has(list.0)
    }

    /// Whether the word alone is an entry of one of the lists.
    #[inline]
    fn has_any(self, lists: AnyOf) -> bool {
        self.0.alone.meets(lists.0)
    }

    /// Whether an entry of the list is the word or begins with it.
    #[inline]
    pub(super) fn opens(self, list: List) -> bool {
        self.0.opens.has(list.0)
    }
}

macro_rules! vocabulary {
    ($($field:ident = $file:literal),+ $(,)?) => {
        /// The lists of `words/` that this module reads.
        #[derive(Debug)]
        pub(crate) struct Vocabulary<'l> {
            pub(crate) lexicon: &'l Lexicon,
            $(pub(crate) $field: List,)+
            /// By list.
            ids: Vec<Option<ListId>>,
            /// By kind of word.
            classes: Vec<Class>,
            /// First names.
            given_names: AnyOf,
            /// Titles, and heads of roles.
            all_roles: AnyOf,
            /// What begins a title or a role.
            title_beginnings: AnyOf,
            /// Pronouns of any kind.
            pronouns: AnyOf,
            /// Titles and roles of men or of women.
            gendered: AnyOf,
        }

        impl<'l> Vocabulary<'l> {
            /// Looks the lists up by name.
            pub(crate) fn of(lexicon: &'l Lexicon) -> Self {
                let ids = vec![$(lexicon.list($file)),+];
                let classes = lexicon.classes(&ids);
                let mut places = 0..;
                let mut vocabulary = Self {
                    lexicon,
                    $($field: List(places.next().expect("there is no end")),)+
                    ids,
                    classes,
                    given_names: AnyOf::default(),
                    all_roles: AnyOf::default(),
                    title_beginnings: AnyOf::default(),
                    pronouns: AnyOf::default(),
                    gendered: AnyOf::default(),
                };
                vocabulary.choose();
                vocabulary
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
    /// Puts together the lists that are asked for together.
    fn choose(&mut self) {
        let roles = [self.titles, self.roles, self.roles_male, self.roles_female];
        let pronouns = [
            self.pronouns_male,
            self.pronouns_female,
            self.pronouns_plural,
            self.pronouns_thing,
            self.pronouns_first,
            self.pronouns_relative,
        ];
        self.given_names = AnyOf::lists([self.male_names, self.female_names]);
        self.all_roles = AnyOf::lists(roles);
        self.title_beginnings = AnyOf::lists([self.titles, self.roles, self.title_openers]);
        self.pronouns = AnyOf::lists(pronouns);
        let gendered = [self.titles_male, self.roles_male, self.titles_female, self.roles_female];
        self.gendered = AnyOf::lists(gendered);
    }

    #[inline]
    fn class(&self, word: WordId) -> &Class {
        &self.classes[self.lexicon.kind_of(word)]
    }

    fn id(&self, list: List) -> Option<ListId> {
        self.ids[usize::from(list.0)]
    }

    /// Whether the word alone is an entry of the list.
    #[inline]
    pub(crate) fn has(&self, list: List, word: WordId) -> bool {
        self.class(word).alone.has(list.0)
    }

    /// Whether the word alone is an entry of one of the lists.
    #[inline]
    fn has_any(&self, lists: AnyOf, word: WordId) -> bool {
        self.class(word).alone.meets(lists.0)
    }

    /// Whether the word is a pronoun.
    #[inline]
    pub(super) fn is_pronoun(&self, word: WordId) -> bool {
        self.has_any(self.pronouns, word)
    }

    /// Whether the word begins a title or a role of a man or a woman.
    #[inline]
    pub(super) fn tells_gender(&self, word: WordId) -> bool {
        self.class(word).opens.meets(self.gendered.0)
    }

    /// Whether the word, in these lists, is a first name.
    #[inline]
    pub(super) fn is_given_name(&self, lists: In<'_>) -> bool {
        lists.has_any(self.given_names)
    }

    /// Whether the word, in these lists, is a title or the head of a role.
    #[inline]
    pub(super) fn is_role_word(&self, lists: In<'_>) -> bool {
        lists.has_any(self.all_roles)
    }

    /// Whether the word begins a title, a role, or what opens one.
    #[inline]
    pub(super) fn begins_title(&self, word: WordId) -> bool {
        self.class(word).opens.meets(self.title_beginnings.0)
    }

    /// Whether token `i` alone is an entry of the list.
    #[inline]
    pub(crate) fn at(&self, list: List, document: &Document<'_>, i: usize) -> bool {
        document.tokens.get(i).is_some_and(|t| self.has(list, t.word))
    }

    /// The end of the longest entry of the list that starts at token `i`.
    #[inline]
    pub(crate) fn entry(&self, list: List, document: &Document<'_>, i: usize) -> Option<usize> {
        let opens = self.class(document.tokens.get(i)?.word).opens.has(list.0);
        if opens { self.longest(list, document, i) } else { None }
    }

    #[inline(never)]
    fn longest(&self, list: List, document: &Document<'_>, i: usize) -> Option<usize> {
        document.list_match(self.lexicon, self.id(list)?, i)
    }

    /// The lists that the word is in, for who asks for many.
    #[inline]
    pub(super) fn lists(&self, word: WordId) -> In<'_> {
        In(self.class(word))
    }

    /// Whether token `i` is a first name.
    #[inline]
    pub(super) fn is_first_name(&self, document: &Document<'_>, i: usize) -> bool {
        document.tokens.get(i).is_some_and(|t| self.has_any(self.given_names, t.word))
    }

    /// Whether token `i` is a title or the head of a role.
    #[inline]
    pub(super) fn is_role(&self, document: &Document<'_>, i: usize) -> bool {
        document.tokens.get(i).is_some_and(|t| self.has_any(self.all_roles, t.word))
    }

    /// The words of the public figure whom a surname alone means in the news.
    pub(crate) fn public_figure(&self, surname: WordId) -> Option<&[WordId]> {
        let list = self.id(self.public_figures)?;
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
        let list = self.id(list);
        let entries = entries.filter(move |(of, _)| Some(*of) == list);
        entries.filter_map(|(_, rest)| match **rest {
            [second] => Some(second),
            _ => None,
        })
    }

    /// The word that stands after `first` in the longest entry of several.
    pub(super) fn second(&self, list: List, first: WordId) -> Option<WordId> {
        let mut entries = self.lexicon.phrases(first).iter();
        let (_, rest) = entries.find(|(of, _)| Some(*of) == self.id(list))?;
        rest.first().copied()
    }

    /// Whether the list has the two words as one entry: "bill william".
    pub(crate) fn has_pair(&self, list: List, first: WordId, second: WordId) -> bool {
        let Some(list) = self.id(list) else { return false };
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
                entries.iter().any(|(of, words)| Some(*of) == self.id(list) && **words == *rest)
            }
        }
    }

    /// Whether both are short for the same first name: "Bob" and "Bobby".
    pub(crate) fn is_short_for_same(&self, one: WordId, other: WordId) -> bool {
        let Some(list) = self.id(self.nicknames).filter(|_| one != WordId::UNKNOWN) else {
            return false;
        };
        let mut entries = self.lexicon.phrases(one).iter().filter(|(of, _)| *of == list);
        entries.any(|(_, long)| long.len() == 1 && self.has_pair(self.nicknames, other, long[0]))
    }
}
