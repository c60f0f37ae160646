"""Resolve pronouns and "both countries" by the text before them, or say why that cannot be done.

The nearest name is not taken just to have one: if two persons compete, or nobody is near, the source stays unresolved.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from operator import itemgetter

from claimsdb.english.analysis import Analysis
from claimsdb.english.countries import Atlas, mentions
from claimsdb.english.letters import latin
from claimsdb.model.attribution import Attribution, SpeakerKind
from claimsdb.model.intervals import Intervals
from claimsdb.model.spans import Span
from claimsdb.normalizer.speakers.cast import Cast
from claimsdb.normalizer.speakers.institutions import Identity, joint
from claimsdb.normalizer.speakers.introductions import acts

SINGULAR = {
    "he": "he",
    "him": "he",
    "his": "he",
    "himself": "he",
    "she": "she",
    "her": "she",
    "hers": "she",
    "herself": "she",
}
PLURAL = frozenset("they them their themselves".split())
NEUTER = frozenset("it its itself".split())
OWN = frozenset("i me my mine myself we us our ours".split())
MANY = 50
"""Maximum number of earlier sources to look at in one sentence; a sentence as long as a document may have thousands."""
RELATIVE = frozenset("who whom whose which that".split())
REACH = 3  # sentences to look back
BLOCKS = 2  # blocks to look back
_NOMINAL = frozenset("DNEJQPXGOR")
_FAR = 1_000  # maximum number of code points to look back for an antecedent
_LONGEST = 8  # maximum number of words of an antecedent right before a relative pronoun
_ARTICLES = re.compile(r"(?:the|a|an|some|many|several|most|those|all|other|two|three)\b", re.IGNORECASE)
_BETWEEN = re.compile(r"(?: and |, and | or |/|-|–)(?:the )?")
_NAMES = re.compile(
    latin(r",\s++(?:[A-Z][\w’'.-]*\s+[A-Z]|.*\band\s+[A-Z])"), re.DOTALL
)  # not an apposition but a list

SPEAKING = "a pronoun in somebody's own words: who speaks there"

Answer = tuple[Identity | None, str]
"""The identity and how it was found, or None and why it was not found."""


class Antecedents:
    """Resolves pronouns in one document. `identify` returns who is behind the attribution with an index."""

    def __init__(
        self,
        analysis: Analysis,
        found: Sequence[Attribution],
        cast: Cast,
        atlas: Atlas,
        identify: Callable[[int], Identity | None],
    ) -> None:
        self._analysis, self._text, self._found = analysis, analysis.text, found
        self._cast, self._atlas, self._identify = cast, atlas, identify
        self._sources = Intervals((a.source[0], k) for k, a in enumerate(found) if a.source)
        self._spoken = Intervals.of(s for a in found if a.source for s in a.content)

    def of(self, index: int, source: Span) -> Answer:
        """Who the pronoun at `source` refers to, which is the source of the attribution at `index`."""
        word = self._text[source.start : source.end].lower().strip(" ,")
        via = self._found[index].via
        outer = self._identify(via) if via is not None else None
        if word in OWN:
            group = outer is not None and outer.kind is not SpeakerKind.PERSON
            known = outer is not None and (word in {"i", "me", "my", "mine", "myself"} or group)
            return (outer, SPEAKING) if known else (None, f"pronoun: {word}, and who speaks is not told")
        if word in SINGULAR:
            return self._person(word, SINGULAR[word], source, outer)
        if word in PLURAL or word in NEUTER:
            return self._thing(word, source, outer)
        return None, f"pronoun: {word}"

    def _person(self, word: str, gender: str, source: Span, outer: Identity | None) -> Answer:
        if outer is not None and outer.kind is SpeakerKind.PERSON and self._agrees(outer.name, gender):
            return outer, SPEAKING
        for stretch in self._before(source.start):
            here = [
                m
                for m in self._cast.within(stretch)
                if self._agrees(m.name, gender) and not self._spoken.around(m.span)
            ]
            speaking = [who.name for who in self._earlier(stretch) if who.kind is SpeakerKind.PERSON]
            speaking = [n for n in speaking if self._agrees(n, gender)]
            if speaking:
                return Identity(speaking[-1], SpeakerKind.PERSON), f"pronoun: {word}, who spoke last before it"
            names = {m.name for m in here}
            if len(names) > 1:
                names = {m.name for m in here if acts(self._analysis, m.span)} or names
            if len(names) == 1:
                return Identity(
                    names.pop(), SpeakerKind.PERSON
                ), f"pronoun: {word}, the one person that acts near before it"
            if names:
                return None, f"ambiguous: {word} may be {' or '.join(sorted(names))}"
        return None, f"pronoun: {word}, and no person stands near before it"

    def _thing(self, word: str, source: Span, outer: Identity | None) -> Answer:
        """Resolve *it* and *they*: to the speaker of the attribution around, else to the last source nearby that is not a person."""
        if outer is not None and outer.kind is not SpeakerKind.PERSON:
            return outer, SPEAKING
        several = word in PLURAL
        for stretch in self._before(source.start, 1):
            for who in reversed(list(self._earlier(stretch))):
                if who.kind is not SpeakerKind.PERSON and (several or who.kind is not SpeakerKind.GROUP):
                    return who, f"pronoun: {word}, the last source before it that is not a person"
        return None, f"pronoun: {word}, and no source near before it that it can be"

    def both(self, words: str, at: int) -> Answer:
        """The two countries that are most often named together before `at`; the last such pair if several are."""
        before = bisect_left(self._pairs, at, key=itemgetter(0))
        if not before:
            return None, f"no two countries are named together before it: {words}"
        return self._pairs[before - 1][1], "the two countries that are most often named together before it"

    def relative(self, source: Span) -> Span | None:
        """The antecedent right before a relative pronoun, preferably a person's name; None if it is not a noun phrase."""
        sentence = self._analysis.sentence(source.start)
        before = Span(max(sentence.span.start if sentence else 0, source.start - _FAR), source.start)
        person = [m.span for m in self._cast.within(before)][-1:]
        if person and self._apposed(person[0].end, source):
            return person[0]
        words = list(self._analysis.words(before).tokens)
        while words and words[-1].form in (",", "("):
            words.pop()
        last = len(words)
        first = last
        while first and last - first < _LONGEST and (words[first - 1].tag in _NOMINAL or words[first - 1].form == "of"):
            first -= 1
            if _ARTICLES.match(words[first].form) and not (first and words[first - 1].form == "of"):
                break
        while first < last and words[first].tag in "RXG":
            first += 1
        named = any(w.tag in "NE" for w in words[first:last])
        return Span(words[first].start, words[last - 1].end) if named else None

    def _apposed(self, end: int, source: Span) -> bool:
        """Whether only an apposition is between the person's name that ends at `end` and the pronoun ("Ann Lee, a buyer, *who*")."""
        between = self._text[end : source.start]
        if not between.strip(" ,"):
            return True
        if source.of(self._text).lower() not in ("who", "whom", "whose") or _NAMES.match(between):
            return False
        words = self._analysis.words(Span(end, source.start))
        return words.tokens[0].form == words.tokens[-1].form == "," and not words.has_finite_verb()

    @cached_property
    def _pairs(self) -> list[tuple[int, Identity]]:
        """The places at which two countries are named together ("China and Japan", but not "Sino-"), each with the pair that is named
        most often so far, the last one of several.
        """
        made: list[tuple[int, Identity]] = []
        often: Counter[str] = Counter()
        before: tuple[int, int, str] | None = None
        for m in mentions(self._text, 0, len(self._text)):
            country = self._atlas.of(m.group())
            if country is None:
                continue
            if before and before[2] != country and _BETWEEN.fullmatch(self._text, before[1], m.start()):
                two = joint(before[2], country)
                often[two.name] += 1
                most = two if not made or often[two.name] >= often[made[-1][1].name] else made[-1][1]
                made.append((before[0], most))
            before = (m.start(), m.end(), country)
        return made

    def _before(self, at: int, reach: int = REACH) -> Iterator[Span]:
        """The part of the sentence before `at`, then the sentences before it, nearest first."""
        back = self._analysis.sentences_before(at, reach + 1)
        for k, sentence in enumerate(back):
            if back[0].block - sentence.block > BLOCKS:
                return
            yield sentence.span if k else Span(sentence.span.start, at)

    def _earlier(self, stretch: Span) -> Iterator[Identity]:
        """Who is behind the resolved sources in the stretch, in order, without those inside others' words."""
        for _, k in self._sources.starting(stretch)[-MANY:]:
            via = self._found[k].via
            if (via is None or not self._found[via].source) and (who := self._identify(k)) is not None:
                yield who

    def _agrees(self, name: str, gender: str) -> bool:
        return self._cast.gender.get(name, gender) == gender
