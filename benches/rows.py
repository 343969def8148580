#!/usr/bin/env python3
"""Writes made-up rows as CSV, with the header that `whosaid extract` writes.

usage: benches/rows.py ROWS [SEED] [--truth] > rows.csv

Sixty outlets, articles of four to twelve rows, ten years of dates (some coarse, some with a
time), a million possible speakers by Zipf's law: people in full and by surname, organisations,
groups, documents, anonymous ones and none. Quotes have four to forty words: one of 20,000
patterns of function words, numbers and negations, filled with 4,000 made-up words, Zipf again.
About 15 % of the rows print a statement of another outlet again, up to three days later:
identical, with other punctuation, shortened, with a word or a number changed, a negation
dropped, or under another speaker. Articles come in no order of dates.

`--truth` adds two columns: `statement`, the same number for all prints of one statement, and
`change`, what was done to this print. The same arguments give the same bytes.
"""
import csv
import itertools
import random
import re
import sys

HEADER = (
    "quote_id,article_id,outlet,published,title,speaker,speaker_id,speaker_kind,speaker_role,"
    "speaker_affiliation,kind,quote,quote_type,source,source_kind,addressee,cue,stance,said_on,"
    "speaker_mention,sentence,paragraph,start,end,spans,rule,confidence"
).split(",")

SPEAKERS = 1_000_000  # a million rows have about 157,000 of them
PATTERNS = 20_000
WORDS = 4_000
FILL = 1_000_003  # words drawn beforehand; a quote takes every so-manieth of them
KEPT = 32  # statements of a day that may be printed again

SYLLABLES = [a + b + c for a in "b d f g k l m n p r s t v".split() for b in "aeiou"
             for c in ["", "l", "n", "r", "s"]]
FIRST = [a + b for a in "Al An Be Ca Da El Fe Ha Ir Jo Ka Le Mi No Ol Pa Ri Sa Te Vi".split()
         for b in "na ra lin to vin ko sa min dor mas bel rik la".split()][:250]
ANONYMOUS = ["a senior official", "an official", "two people familiar with the matter",
             "a government source", "a person briefed on the talks", "an aide", "a diplomat",
             "sources close to the ministry", "a former official", "a resident"]
GROUPS = ["residents", "analysts", "lawmakers", "critics", "experts", "officials", "protesters",
          "doctors", "investors", "neighbours", "parents", "workers"]
DOCUMENTS = ["the report", "a letter", "the indictment", "a survey", "court documents", "a memo"]
SOURCES = [("a statement", "document"), ("an interview", "venue"), ("state media", "outlet"),
           ("a news conference", "venue"), ("Twitter", "platform"), ("a letter", "document"),
           ("a report", "document"), ("a senior official", ""), ("an aide", "")]
ROLES = ["", "", "", "President", "Foreign Minister", "spokesman", "professor", "mayor"]
CUES = [("said", "asserts", 60), ("told", "asserts", 8), ("added", "asserts", 5),
        ("has said", "asserts", 3), ("wrote", "asserts", 3), ("according to", "asserts", 3),
        ("claimed", "asserts", 3), ("insisted", "asserts", 2), ("admitted", "admits", 1),
        ("acknowledged", "admits", 1), ("denied", "denies", 2), ("warned", "warns", 3),
        ("accused", "accuses", 2), ("did not say", "not-asserts", 1), ("boasted", "asserts", 1),
        ("asked", "asks", 1), ("also noted", "asserts", 1)]
CHANGES = (["identical"] * 30 + ["punctuation"] * 15 + ["shortened"] * 25 + ["word"] * 10
           + ["number"] * 8 + ["negation"] * 7 + ["speaker"] * 5)
NEGATION = re.compile(r"(?<= )(not|never) |(?<=\bcan)not\b")
NUMBER = re.compile(r"\d+")


def main():
    arguments = [a for a in sys.argv[1:] if a != "--truth"]
    rows, seed = int(arguments[0]), int(arguments[1]) if len(arguments) > 1 else 2026
    truth = "--truth" in sys.argv
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(HEADER + ["statement", "change"] if truth else HEADER)
    made = itertools.islice(Archive(seed, rows).rows(truth), rows)
    while batch := list(itertools.islice(made, 5_000)):
        out.writerows(batch)


def words(draw):
    """Made-up words, no two alike."""
    found = {}
    while len(found) < WORDS:
        found["".join(draw.choices(SYLLABLES, k=draw.choice([1, 2, 2, 2, 3])))] = None
    return [word for word in found if len(word) > 2] + ["state", "talks", "offer", "peace"]


def pattern(draw):
    """A sentence with places for words, and how many these are."""
    noun = ["the %s", "the %s", "the %s %s", "a %s", "our %s", "the %s of the %s", "its %s",
            "every %s", "Seoul", "Washington", "Park", "the %s of Paris", "%s"]
    verb = ["will %s", "must %s", "must not %s", "would never %s", "is ready to %s", "may %s",
            "did not %s", "cannot %s", "has to %s", "wants to %s", "could %s", "shall %s"]
    tail = ["", "", "", "before %d", "by %d percent", "in the %%s of %%s", "if the %%s does not %%s",
            "because %%s is %%s", "until %%s ends", "with %d %%s", "for %d years", "at %%s"]
    link = [", and", ", but", " because", " although", ", which means that", " so that", " when"]
    clauses = []
    for _ in range(draw.choice([1, 1, 1, 2, 2, 2, 3, 3, 4])):
        end = draw.choice(tail)
        end = end % draw.randint(2, 2030) if "%d" in end else end.replace("%%", "%")
        clauses.append(f"{draw.choice(noun)} {draw.choice(verb)} {draw.choice(noun)} {end}".strip())
    text = clauses[0] + "".join(draw.choice(link) + " " + clause for clause in clauses[1:])
    length = len(text.split())
    return (text, text.count("%s")) if 4 <= length <= 40 else pattern(draw)


def dates(rows):
    """The days that have articles: ten years, or for few rows some weeks of them."""
    import datetime
    clusters = max(4, min(456, rows // 400))
    first = datetime.date(2013, 1, 1)
    days = [first + datetime.timedelta(3650 * c // clusters + d) for c in range(clusters) for d in range(8)]
    return [day.isoformat() for day in days]


class Archive:
    """Articles one after another, and what was said on each day so far."""

    def __init__(self, seed, rows):
        self.draw = draw = random.Random(seed)
        vocabulary = words(draw)
        size = len(vocabulary) / 10
        chance = draw.random
        self.fill = [vocabulary[int(10 * size ** chance()) - 10] for _ in range(FILL)]
        self.patterns = [pattern(draw) for _ in range(PATTERNS)]
        self.surnames = ["".join(draw.choices(SYLLABLES, k=2)).capitalize() + end
                         for end in ["", "berg", "son", "ova", "ez"] for _ in range(800)]
        self.outlets = [f"{a} {b}" for a in "Northern Southern Eastern Western Daily Evening".split()
                        for b in "Herald Post Times Courier Star Mirror Press Globe Sun Tribune".split()]
        self.cues = [self.habit(number) for number in range(len(self.outlets))]
        self.days = dates(rows)
        self.said = [[] for _ in self.days]

    def habit(self, outlet):
        """An outlet's cues; every fourth outlet likes loaded ones."""
        factor = 4 if outlet % 4 == 0 else 1
        weights = [w * (factor if cue in ("claimed", "insisted", "admitted", "boasted") else 1)
                   for cue, _, w in CUES]
        return self.draw.choices([c[:2] for c in CUES], weights, k=1024)

    def speaker(self):
        """Name, id, kind, and the name in full."""
        chance = self.draw.random
        rank = int(SPEAKERS ** chance())
        which = chance()
        if which < 0.74:
            place = rank * 387_421 % SPEAKERS
            surname = self.surnames[place % 4000]
            full = f"{FIRST[place // 4000]} {surname}"
            number = f"Q{rank + 5000}" if rank < 200 else ""
            return (surname if which < 0.07 else full), number, "person", full
        if which < 0.84:
            name = f"{self.surnames[rank % 4000]} {('Institute', 'Party', 'Group', 'Ministry')[rank % 4]}"
            return name, "", "organisation", name
        for limit, names, kind in ((0.90, GROUPS, "group"), (0.96, ANONYMOUS, "anonymous"),
                                   (0.98, DOCUMENTS, "document")):
            if which < limit:
                name = names[rank % len(names)]
                return name, "", kind, name
        if which < 0.99:
            return "", "", "", ""
        name = self.surnames[rank % 4000]
        return name, "", "", name

    def wording(self):
        """A new statement's words."""
        chance = self.draw.random
        text, places = self.patterns[int(chance() * PATTERNS)]
        stride = 1 + int(chance() * 997)
        start = int(chance() * (FILL - places * stride))
        text = text % tuple(self.fill[start:start + places * stride:stride])
        return text[0].upper() + text[1:]

    def changed(self, text, change):
        """Another print's words, and what was done to them."""
        if change == "punctuation":
            if "," in text:
                return text.replace(",", ""), change
            return ", ".join(text.split(" ", 1)), change
        if change == "number" and (found := NUMBER.search(text)):
            return f"{text[:found.start()]}{int(found[0]) + self.draw.randint(1, 90)}{text[found.end():]}", change
        if change == "negation" and (found := NEGATION.search(text)):
            return text[:found.start()] + text[found.end():], change
        parts = text.split(" ")
        if change == "shortened" and len(parts) > 5:
            length = max(4, int(len(parts) * self.draw.uniform(0.4, 0.75)))
            start = self.draw.randint(0, len(parts) - length)
            return " ".join(parts[start:start + length]), change
        if change in ("word", "shortened", "number", "negation"):
            parts[self.draw.randrange(1, len(parts))] = self.fill[int(self.draw.random() * FILL)]
            return " ".join(parts), "word"
        return text, change

    def rows(self, truth):
        """Rows without end."""
        chance, outlets, roles = self.draw.random, self.outlets, ROLES
        article = number = statement = 0
        while True:
            article += 1
            outlet_number = int(chance() * len(outlets))
            outlet, cues = outlets[outlet_number], self.cues[outlet_number]
            day = int(chance() * len(self.days))
            date = published = self.days[day]
            coarse = chance()
            if coarse < 0.05:
                published = date[:7] if coarse < 0.04 else date[:4]
            elif coarse < 0.12:
                published = date + "T10:30:00Z"
            identity = f"{outlet_number:02}-{article:08}"
            title = f"Headline {article}"
            place, sentence = 120, 1
            within = None
            for _ in range(4 + int(chance() * 9)):
                number += 1
                earlier = None
                if chance() < 0.17:
                    kept = self.said[day - int(chance() * 4)] if day >= 4 else self.said[day]
                    if kept:
                        earlier = kept[int(chance() * len(kept))]
                        earlier = None if earlier[0] == outlet_number else earlier
                which, change = chance(), ""
                if earlier:
                    _, ours, text, form, speaker = earlier
                    text, change = self.changed(text, CHANGES[int(chance() * 100)])
                    if change == "speaker":
                        speaker = self.speaker()
                    if chance() < 0.7:
                        which = form
                else:
                    statement += 1
                    ours, text, speaker = statement, self.wording(), self.speaker()
                    kept = self.said[day]
                    if len(kept) < KEPT:
                        kept.append((outlet_number, ours, text, which, speaker))
                    else:
                        kept[int(chance() * KEPT)] = (outlet_number, ours, text, which, speaker)
                name, speaker_id, kind, full = speaker
                if which < 0.4:
                    quote, form, rule = f"“{text},”", "direct", "quote-speaker-cue"
                elif which < 0.6:
                    cut = text.find(" ", len(text) // 2) + 1
                    quote, form, rule = f"{text[:cut]}“{text[cut:]}”", "mixed", "cue-that"
                else:
                    quote, form, rule = text, "indirect", "cue-that"
                cue, stance = cues[int(chance() * 1024)]
                source = source_kind = spans = ""
                other = chance()
                if other < 0.12:
                    source, source_kind = SOURCES[int(other * 75)]
                elif other < 0.16:
                    source, source_kind = outlets[int(chance() * len(outlets))], "outlet"
                # Now and then a row stands within the quote before it.
                if within and other > 0.985 and within[1] - within[0] > len(quote) + 60:
                    place = within[0]
                who = place + 2
                said = who + len(full) + 1
                begin = said + len(cue) + 1
                end = begin + len(quote)
                spans = f"quote={begin}-{end} speaker={who}-{said - 1} cue={said}-{begin - 1}"
                if source:
                    spans += f" source={end + 1}-{end + 1 + len(source)}"
                within = (begin, end)
                place = end + 40
                sentence += 1 + int(other * 3)
                row = [
                    f"{number * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF:016x}", identity, outlet,
                    published, title, name, speaker_id, kind, roles[len(full) % 8], "",
                    "statement" if other < 0.93 else "attitude" if other < 0.98 else "decree",
                    quote, form, source, source_kind, "parliament" if other > 0.97 else "", cue,
                    stance, date if other < 0.2 else "", full, sentence, sentence // 3 + 1, begin,
                    end, spans, rule, f"{0.6 + 0.399 * which:.3f}",
                ]
                if truth:
                    row += [ours, change]
                yield row


if __name__ == "__main__":
    try:
        main()
    except BrokenPipeError:
        sys.stderr.close()
