"""The persons in a document: their full names, what it says of them, and where it names them.

A person is named by a source, has a title in the text, or is introduced like a person. A surname or given name alone refers to
the one full name that fits.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from claimsdb.english.analysis import Analysis
from claimsdb.english.countries import Atlas
from claimsdb.english.letters import latin
from claimsdb.english.listed import listed
from claimsdb.model.ids import straight
from claimsdb.model.intervals import Intervals
from claimsdb.model.spans import Span
from claimsdb.normalizer.speakers.full_names import MANY, full_names, same_persons
from claimsdb.normalizer.speakers.introductions import bare
from claimsdb.normalizer.speakers.names import FEMALE, MALE, PERSONAL, TITLES, Name

_FIRST, _MORE = re.compile(r"\w+"), re.compile(r"[\w-]")
_GOES_ON = re.compile(latin(r" [A-Z]"))
_BEFORE = re.compile(r"(?<![\w’'.-])(?:[\w’'.-]++ ){1,7}$")
_BEHIND = re.compile(r",? (?:who is )?(?:the |an? |its |his |her )?([^,.;:()“”\"]{3,70})[,.]")
_PRONOUN = re.compile(r"\b(?:(?P<he>he|him|his|himself)|(?P<she>she|her|hers|herself))\b", re.IGNORECASE)
_CLEARLY = 3  # how many times as frequent as the other one name or pronoun must be
_SEEN = 2  # minimum number of pronouns that decide a person's gender
USUAL = dict.fromkeys(listed("given", "male"), "he") | dict.fromkeys(listed("given", "female"), "she")
"""The pronouns that given names usually have."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A mention of a person in the text."""

    span: Span
    name: str


class Cast:
    """The persons of one document. `names` are its parsed sources.

    `gender` is the pronoun of a person, by titles ("Ms.") and by the pronouns in sentences that name nobody else, outside quotation
    marks.
    """

    def __init__(self, analysis: Analysis, names: Sequence[Name], atlas: Atlas) -> None:
        self._analysis, self._text, self._atlas = analysis, analysis.text, atlas
        self._fullest = same_persons(full_names(analysis, names, atlas))
        self._fits = self._short_names()
        self._firsts: dict[str, int] = {}
        self._often: Counter[str] = Counter()
        self._words: dict[str, set[str]] = defaultdict(set)
        self._country: dict[str, str] = {}
        self.gender: dict[str, str] = {}
        self.mentions = self._mentions()
        self._places = Intervals((m.span, m) for m in self.mentions)
        self._shortened = {m.name for m in self.mentions if m.span.length < len(m.name)}
        self._described()
        self._pronouns()

    def fullest(self, name: str) -> str:
        """The fullest form of a person's full name in the document; another name unchanged."""
        return self._fullest.get(name, name)

    def is_person(self, name: str) -> bool:
        """Whether the document shows that the name is a person's: by a title, by a pronoun, or by part of it alone."""
        return name in self.gender or bool(self._words.get(name)) or name in self._shortened

    @property
    def named(self) -> tuple[str, ...]:
        """The full names of persons in the text."""
        return tuple(sorted(self._firsts))

    def fits(self, word: str, at: int, gender: str | None = None) -> list[str]:
        """The full names that a surname or given name may refer to; with the gender of a title before it only those that may have it.

        If any of them occurs before `at`, only these; of these only the one that the document names clearly more often than all others.
        """
        known = sorted(self._fits.get(straight(word), ()))
        if gender:
            known = [n for n in known if self.gender.get(n, USUAL.get(n.split()[0], gender)) == gender]
        if len(known) > MANY:
            return known
        known = [n for n in known if self._firsts.get(n, at) < at] or known
        first, *others = sorted(known, key=lambda n: -self._often[n]) or [""]
        clear = others and self._often[first] >= _CLEARLY * self._often[others[0]]
        return [first] if clear and self._often[first] >= _CLEARLY else known

    def within(self, span: Span) -> list[Mention]:
        """The mentions of persons that begin inside the span."""
        return [mention for _, mention in self._places.starting(span)]

    def country(self, name: str) -> str | None:
        """The country in which the person holds an office, according to the document."""
        return self._country.get(name)

    def _short_names(self) -> dict[str, set[str]]:
        """A map from short names (surname, given name) to the full names in the document that they may refer to."""
        fits: dict[str, set[str]] = defaultdict(set)
        for full in self._fullest.values():
            words = full.split()
            fits[straight(words[-1])].add(full)
            fits[straight(words[0])].add(full)
        return fits

    def _mentions(self) -> list[Mention]:
        """The mentions of persons by full or short name, in order, without short names that fit several persons."""
        full = {straight(name): fullest for name, fullest in self._fullest.items()}
        full |= {straight(fullest): fullest for fullest in self._fullest.values()}
        found = list(_places_of({*full, *self._fits}, straight(self._text)))
        made = []
        for name, span in found:
            if whole := full.get(name):
                self._firsts.setdefault(whole, span.start)
                self._often[whole] += 1
        for name, span in found:
            whole = full.get(name)
            names = [whole] if whole else self.fits(name, span.start)
            if len(names) == 1 and not _GOES_ON.match(self._text, span.end):
                made.append(Mention(span, names[0]))
        return made

    def _described(self) -> None:
        """Read the office, country and gender of persons from titles before and appositions after their names."""
        for mention in self.mentions:
            before = _BEFORE.search(self._text, max(mention.span.start - 90, 0), mention.span.start)
            words = before.group().split() if before else []
            title: list[str] = []
            while words and (bare(words[-1]) in TITLES or (title and self._atlas.of(words[-1]))):
                title.insert(0, words.pop())
            behind = _BEHIND.match(self._text, mention.span.end)
            if behind and any(bare(w) in TITLES for w in behind[1].split()):
                title += [w for w in behind[1].split() if bare(w) not in PERSONAL]  # "an adviser to Mr. Lee"
            self._words[mention.name] |= {w for w in map(bare, title) if w in TITLES}
            for word in title:
                if country := self._atlas.of(word):
                    self._country.setdefault(mention.name, country)
                if bare(word) in MALE | FEMALE:
                    self.gender.setdefault(mention.name, "she" if bare(word) in FEMALE else "he")

    def _pronouns(self) -> None:
        """Read the gender of persons from pronouns in sentences that name only one person before them."""
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        quoted = Intervals.of(q.span for q in self._analysis.quotations)
        for sentence in self._analysis.sentences:
            here = self.within(sentence.span)
            if len({m.name for m in here}) == 1:
                said = _PRONOUN.finditer(self._text, here[0].span.end, sentence.span.end)
                counts[here[0].name].update(m.lastgroup or "" for m in said if not quoted.around(Span(*m.span())))
        for name, seen in counts.items():
            (most, often), *_ = [*seen.most_common(), ("", 0)]
            if often >= _SEEN and often >= _CLEARLY * (seen.total() - often):
                self.gender.setdefault(name, most)


def _places_of(names: Collection[str], text: str) -> Iterator[tuple[str, Span]]:
    """The names wherever they are whole words of the text, the longest at each place. Apostrophes are straight in both."""
    lengths: dict[str, set[int]] = defaultdict(set)  # of the names, by their first word
    for name in names:
        lengths[_FIRST.findall(name)[0]].add(len(name))
    longest_first = {word: sorted(of, reverse=True) for word, of in lengths.items()}
    reached = 0
    for m in _FIRST.finditer(text):
        for length in longest_first.get(m.group(), ()) if m.start() >= reached else ():
            end = m.start() + length
            name = text[m.start() : end]
            if name in names and not _MORE.match(text, end):
                yield name, Span(m.start(), end)
                reached = end
                break
