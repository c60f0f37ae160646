"""The persons in a document: their full names, what it says of them, and where it names them.

A person is named by a source, has a title in the text, or is introduced like a person. A surname or given name alone refers to
the one full name that fits.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from claimsdb.english.analysis import Analysis
from claimsdb.english.countries import Atlas
from claimsdb.english.letters import latin
from claimsdb.english.lexicon import default
from claimsdb.english.words import LONGEST
from claimsdb.model.attribution import SpeakerKind
from claimsdb.model.ids import straight
from claimsdb.model.intervals import Intervals
from claimsdb.model.spans import Span
from claimsdb.normalizer.speakers.introductions import bare, given, introduced, spelt
from claimsdb.normalizer.speakers.names import FEMALE, MALE, TITLES, Name, own, speaker_kind

_WORD = latin(r"[A-Z][\w’'-]*\w")
# If it is not part of a longer name ("the East China Sea").
_CAPITALISED = rf"[A-Z][\w’'-]{{1,{LONGEST}}}"
_GIVEN_BEFORE = latin(
    rf"(?<![Tt]he )(?:(?<=[a-z,’'] )|(?<![\w’'] )\b(?=(?P<first>{_CAPITALISED})))"
    rf"(?:{_CAPITALISED}\.? ){{0,8}}?(?P<given>{_CAPITALISED})(?: [A-Z]\.)? (?P<short>SHORT)\b(?! [A-Z])"
)
_GIVEN_AFTER = latin(rf"(?P<title>\b[A-Za-z][\w-]{{1,{LONGEST}}}\.?) (?P<short>SHORT) (?P<given>[A-Z][a-z][\w’'-]*)\b")
_TITLED = re.compile(
    latin(rf"\b(?P<title>[A-Za-z][\w-]{{0,{LONGEST}}}\.?) (?P<name>{_WORD}(?: [A-Z]\.)? {_WORD})\b(?! [A-Z])")
)
_FIRST, _MORE = re.compile(r"\w+"), re.compile(r"[\w-]")
_GOES_ON = re.compile(latin(r" [A-Z]"))
_BEFORE = re.compile(r"(?<![\w’'.-])(?:[\w’'.-]++ ){1,7}$")
_BEHIND = re.compile(r",? (?:who is )?(?:the |an? |its |his |her )?([^,.;:()“”\"]{3,70})[,.]")
_PRONOUN = re.compile(r"\b(?:(?P<he>he|him|his|himself)|(?P<she>she|her|hers|herself))\b", re.IGNORECASE)
_CLEARLY = 3  # how many times as frequent as the other one name or pronoun must be
_SEEN = 2  # minimum number of pronouns that decide a person's gender
MANY = 50
"""Maximum number of full names for a short one to refer to; if more share it, nobody can tell which is meant."""
_PERSONS = (SpeakerKind.PERSON, SpeakerKind.UNKNOWN)


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
        self._fits = self._full_names(names)
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

    def is_person(self, name: str) -> bool:
        """Whether the document shows that the name is a person's: by a title, by a pronoun, or by part of it alone."""
        return name in self.gender or bool(self._words.get(name)) or name in self._shortened

    @property
    def named(self) -> tuple[str, ...]:
        """The full names of persons in the text."""
        return tuple(sorted(self._firsts))

    def fits(self, word: str, at: int) -> list[str]:
        """The full names that a surname or given name may refer to.

        If any of them occurs before `at`, only these; of these only the one that the document names clearly more often than all others.
        """
        known = sorted(self._fits.get(straight(word), ()))
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

    def _full_names(self, names: Sequence[Name]) -> dict[str, set[str]]:
        """A map from short names (surname, given name) to the full names in the document that they may refer to."""
        text = self._text
        sources = {
            " ".join(n.name.of(text).split())
            for n in names
            if n.proper
            and speaker_kind(n.name.of(text), True, n.titled) in _PERSONS
            and not self._atlas.somewhere(n.name.of(text))
        }
        sources = {own(s) for s in sources}
        short = {s for s in sources if " " not in s}
        candidates = {s for s in sources if " " in s}
        if short:
            before, after = with_given(short)
            for m in before.finditer(text):
                opening = m["first"] is not None and not default().classes.is_name(m["first"].lower())
                if given(m["given"]) and not (opening and m["first"] == m["given"]):  # the capital is the sentence's
                    candidates.add(f"{m['given']} {m['short']}")
            for m in after.finditer(text):
                if bare(m["title"]) in TITLES and given(m["given"]):
                    candidates.add(f"{m['short']} {m['given']}")
        for m in _TITLED.finditer(text):
            if bare(m["title"]) in TITLES and all(given(w) for w in m["name"].split() if not w.endswith(".")):
                candidates.add(own(m["name"]))
        candidates |= set(introduced(self._analysis, {c.split()[-1] for c in candidates}))
        fits: dict[str, set[str]] = defaultdict(set)
        for full in candidates:
            words = full.split()
            if (
                speaker_kind(full, True, False) in _PERSONS
                and not self._atlas.somewhere(full)
                and self._atlas.of(words[0]) is None  # "China Daily"
                and not any(bare(w) in TITLES for w in words)
            ):
                fits[straight(words[-1])].add(full)
                fits[straight(words[0])].add(full)
        return {k: _distinct(v) for k, v in fits.items()}

    def _mentions(self) -> list[Mention]:
        """The mentions of persons by full or short name, in order, without short names that fit several persons."""
        full = {straight(n): n for names in self._fits.values() for n in names}
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
                title += behind[1].split()
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


def with_given(short: Iterable[str]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Patterns for the short names with a given name before ("Ann Lee") and behind them ("Comrade Li Wei")."""
    listed = _either(short)
    return re.compile(_GIVEN_BEFORE.replace("SHORT", listed)), re.compile(_GIVEN_AFTER.replace("SHORT", listed))


def _distinct(names: Iterable[str]) -> set[str]:
    """The distinct names; those that differ only before given name and surname are one ("Rival Ann Lee", "Democrat Ann Lee")."""
    cores = [" ".join(n.split()[-2:]) for n in names]
    often = Counter(cores)
    return {n if often[core] == 1 else core for n, core in zip(names, cores, strict=True)}


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


def _either(words: Iterable[str]) -> str:
    """A pattern for one of the words, longer ones first; they are grouped by their first two letters, which rule out most of them."""
    groups: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for word in sorted(words, key=len, reverse=True):
        groups[word[:1]][word[1:2]].append(word[2:])
    return "|".join(
        spelt(first)
        + "(?:"
        + "|".join(f"{spelt(second)}(?:{'|'.join(map(spelt, rest))})" for second, rest in of.items())
        + ")"
        for first, of in groups.items()
    )
