//! How outlets of seven styles write: for each the paragraphs that it picks from, what stands at
//! an article's top, and its marks. `{a}` brings in a person, whom `{b}` names again, as `{he}`,
//! `{his}` do; a paragraph is written for whom it last brought in.

/// A way of writing.
pub(super) struct Style {
    pub(super) name: &'static str,
    /// Of a hundred articles.
    pub(super) share: u64,
    /// Of a hundred articles, those with straight marks.
    pub(super) straight: u64,
    /// Whether surnames stand with "Mr." and "Ms.".
    pub(super) is_polite: bool,
    pub(super) top: &'static [&'static str],
    pub(super) paragraphs: &'static [&'static str],
}

pub(super) const STYLES: &[Style] = &[
    Style {
        name: "Wire",
        share: 32,
        straight: 50,
        is_polite: false,
        top: &[
            "{PLACE} (NW) — {Event}, {officials} said on {day}.", "{PLACE}, {month} {count} - {Event}{joint}{event}, {officials} said.",
            "{PLACE} — {A} {saidthat} {claim}.",
        ],
        paragraphs: &[
            "{Event}. {Event}{joint}{event}.", "{Event}{joint}{event}.", "{Event}. {Event}.", "{Event}{joint}{event}.", "{Event}. {Event}.",
            "{Event}{joint}{event}. {Event}.", "{Event}{joint}{event}. {Event}{joint}{event}.", "{Event}{joint}{event}.", "{Event}.",
            "“{Talk},” {a} said on {day}.", "“{Talk},” {a} {said}. “{Talk}.”", "“{Talk}. {Talk},” said {a}.",
            "{A} {saidthat} {claim}.", "{A} {saidthat} {claim}. {Event}.", "{Officials} said {claim}.", "{Officials} {saidthat} {claim}, {adding} {claim}.",
            "According to {officials}, {claim}.", "{Claim}, according to {officials}.", "{Claim}, {a} said.", "{Event}, {officials} said.",
            "{A} {quoting} “{bit}.”", "{He} {saidthat} {claim}.", "{He} did not say when {thing} {would} {act}.",
            "Asked about {thing}, {a} said: “{Talk}.”", "{A} told {org} the {plan} was “{bit}” and that {claim}.",
            "{Event} in {year}. {Event}, {officials} said, and {claim}.",
        ],
    },
    Style {
        name: "Broadsheet",
        share: 26,
        straight: 10,
        is_polite: true,
        top: &[
            "{PLACE} — {Event}{joint}{event}, in what {a} {quoting} “{bit}.”", "{Event}{joint}{event}. {Event}.",
            "By the time {a} reached the {building}, {event}, and {people} {had} {done}.",
        ],
        paragraphs: &[
            "{Event}{joint}{event}. {Event}, and {event}. {Event}{joint}{event}.", "{Event}. {Event}{joint}{event}. {Event}.", "{Event}{joint}{event}{joint}{event}.", "{Event}. {Event}. {Event}{joint}{event}.",
            "“{Talk},” {a} said in an interview {where}, where {event}. “{Talk}, and {talk}.”",
            "{A} {saidthat} {claim}, and that {claim}. But {officials}, who {had} {done} {when}, {saidthat} {claim}.",
            "“{Talk},” {b} {said}, “and {talk}.” {Event}{joint}{event}.",
            "{A}, in a speech {where}, said {claim}. {He} {quoting} “{bit}” and added, “{Talk}.”",
            "“When I asked, they told me, ‘{Talk},’ ” {a} {said}. “{Talk}.”",
            "At the center of {thing} is a {noun}: whether {claim}. {A} believes {claim}; {officials} say {claim}.",
            "For {people}, {event}. For {people}, {event}{joint}{event}. “{Talk},” {a} said.",
            "In a {paper} to {people}, {a} wrote that {claim}. “{Talk},” the {paper} said.",
            "{B}, {adding} {claim}, {had} {done} {when}. {Event}.", "{Event}{joint}{event}, though {officials} say {claim}.",
            "{He} {saidthat} {claim}. “{Talk},” {he} said. “{Talk}.”", "Critics, among them {a}, have argued that {claim}.",
        ],
    },
    Style {
        name: "Tabloid",
        share: 14,
        straight: 85,
        is_polite: false,
        top: &["{HEAD}\n\n{Event}!", "{HEAD}\n\n{A} has slammed {thing} as ‘{bit}’.", "{HEAD}\n\n{Event}."],
        paragraphs: &[
            "{Event}.", "{Event}{joint}{event}.", "{Event}. {Event}.", "{Event}.", "{Event}.", "{A} said: “{Talk}.”", "{He} added: “{Talk}. {Talk}.”", "“{Talk}!” {a} {said}.",
            "A source said: “{Talk}.”", "{A} blasted: “{Talk}.”", "{HEAD}", "{A} {quoting} “{bit}”.", "{Event}{joint}{event}.",
            "One reader tweeted: “{Talk}!” Another wrote: “{Talk}.”", "But {a} hit back, {adding} {claim}.", "It comes after {event}.",
            "“{Talk},” the {count}4-year-old {said}.", "{A} revealed {he} {would} {act}.", "A spokesman for {org} said: “{Talk}.”",
        ],
    },
    Style {
        name: "Interview",
        share: 6,
        straight: 40,
        is_polite: false,
        top: &["{A} talks to us about {thing}. {Event}.", "This transcript has been edited.\n\n{A} spoke {where}. {He} {saidthat} {claim}."],
        paragraphs: &[
            "{LAST}: {Talk}. {Talk}, and {talk}. {Talk}.", "{LAST}: Well, {talk}. {Event}{joint}{event}. {Talk}.", "Q: {Ask}", "Q: {Ask}",
            "A: {Talk}. {Talk}. {Claim}.", "{LAST}: {Someone} told me that {claim}. I said, “{Talk}.”", "REPORTER: {Ask} {Ask}",
            "{LAST}: {Talk}. (Laughs.) {Talk}, because {claim}.", "{LAST}: As {a} says, {claim}.",
        ],
    },
    Style {
        name: "Column",
        share: 7,
        straight: 20,
        is_polite: true,
        top: &["{Event}. So what?", "{Head}\n\nThere was a time when {event}."],
        paragraphs: &[
            "{Event}{joint}{event}. {Event}. {Event}{joint}{event}.", "I think {claim}. {Event}.", "Some say {claim}. They are wrong, because {event}.",
            "{Talk}. {Event}{joint}{event}. {Talk}.", "Consider {thing}. {Event}{joint}{event}, and {event}.", "{A} thinks {claim}. {Event}.",
            "The truth is that {claim}. {Event}. {Event}{joint}{event}.", "{A} knows this. {He} {had} {done}, and {he} {had} {done} again {when}.",
        ],
    },
    Style {
        name: "Bulletin",
        share: 7,
        straight: 60,
        is_polite: false,
        top: &["{Head}: figures for {month} {year}", "{Org}, {month} {count}, {year}"],
        paragraphs: &[
            "{row}\n{row}\n{row}\n{row}", "{row}\n{row}\n{row}", "{Event}. {Event}.", "{Event}.", "{Officials} {saidthat} {claim}.",
            "“{Talk},” {a} {said}.", "{Claim}, the {paper} said.", "{A} {saidthat} {claim}.",
        ],
    },
    Style {
        name: "Site",
        share: 8,
        straight: 60,
        is_polite: false,
        top: &["{noise}\n{noise}\n{Head}\nBy {a}\n{noise}\n{Event}{joint}{event}.", "{Head}\n\n{noise}\n\n{Event}. {A} {saidthat} {claim}."],
        paragraphs: &[
            "{noise}", "{noise}", "{Event}. {Event}{joint}{event}.", "“{Talk},” {a} {said}. “{Talk}.”", "{A} {saidthat} {claim}. {Event}.",
            "{Head}\n{Event}. {Event}.", "Experts like {a} have pointed out that {claim}.", "{Officials} {saidthat} {claim}. {noise}",
            "{A} {quoting} “{bit}”.", "{He} {said}: “{Talk}.”", "{Event}, {officials} say, and {claim}.",
        ],
    },
];
