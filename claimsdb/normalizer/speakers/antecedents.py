"""Resolve pronouns and nouns that refer back, by a learnt score of who may be meant, or say why that cannot be done.

The nearest name is not taken just to have one: if nobody is likely enough, the source stays unresolved.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from operator import itemgetter

from claimsdb.english.analysis import Analysis
from claimsdb.english.countries import Atlas, mentions
from claimsdb.english.letters import latin
from claimsdb.model.attribution import Attribution, SpeakerKind
from claimsdb.model.ids import fold
from claimsdb.model.spans import Span
from claimsdb.normalizer.speakers.candidates import Candidate, Candidates
from claimsdb.normalizer.speakers.cast import USUAL, Cast
from claimsdb.normalizer.speakers.features import PERSONS, VAGUE, Question, Standing, features, match, nobody
from claimsdb.normalizer.speakers.institutions import Answer, Identity, joint
from claimsdb.normalizer.speakers.names import own
from claimsdb.normalizer.speakers.nouns import noun_class
from claimsdb.normalizer.speakers.scoring import Scorer

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
PLURAL = frozenset("they them their theirs themselves".split())
NEUTER = frozenset("it its itself".split())
OWN = frozenset("i me my mine myself we us our ours ourselves".split())
SURE = 0.4
"""Minimum probability of a candidate to be the answer: four in five of such answers are right on new documents."""
CLEARLY, LIKELIER = 3, 1.25
"""How many times as likely as the next candidate one must be whom a noun names, there must be no other choice, and whom a pronoun means."""
POSSIBLE = 0.15
"""Minimum probability of a candidate to be named as possible."""
_DEFINITE = re.compile(r"(?:the|this|that|these|those)\b", re.IGNORECASE)
_NAMED = re.compile(latin(r"\b[A-Z]"))
_PROPER = re.compile(latin(r"(?<=\s)[A-Z][\w-]*"))
_BETWEEN = re.compile(r"(?: and |, and | or |/|-|–)(?:the )?")

_STILL = 3  # sentences
_SPEAKING_BODIES = (SpeakerKind.ORGANISATION, SpeakerKind.GOVERNMENT, SpeakerKind.DOCUMENT)
_AMBIGUOUS = "ambiguous:"
SPEAKING = "a pronoun in somebody's own words: who speaks there"


class Antecedents:
    """Resolves pronouns and nouns in one document. `identify` returns who is behind the attribution with an index."""

    def __init__(
        self,
        analysis: Analysis,
        found: Sequence[Attribution],
        cast: Cast,
        atlas: Atlas,
        identify: Callable[[int], Identity | None],
        candidates: Candidates,
        scorer: Scorer,
    ) -> None:
        self._analysis, self._text, self._found = analysis, analysis.text, found
        self._cast, self._atlas, self._identify = cast, atlas, identify
        self._candidates, self._scorer = candidates, scorer

    def of(self, index: int, source: Span) -> Answer:
        """Who the pronoun at `source` refers to, which is the source of the attribution at `index`."""
        word = self._text[source.start : source.end].lower().strip(" ,")
        outer = self._outer(index)
        if word in OWN:
            return (outer, SPEAKING) if outer else (None, f"pronoun: {word}, and who speaks is not told")
        kind = "they" if word in PLURAL else "it" if word in NEUTER else "he" if word in SINGULAR else ""
        if not kind:
            return None, f"pronoun: {word}"
        if kind == "it" and outer is not None and outer.kind is not SpeakerKind.PERSON:
            return outer, SPEAKING
        if kind == "it" and outer is None and (last := self._spoke(source.start)) is not None:
            return last, "it goes on speaking"
        who, told = self.ask(kind, source, (word,), outer)
        return who, told if told.startswith(_AMBIGUOUS) else f"pronoun: {word}, {told}"

    def noun(self, index: int, source: Span, words: tuple[str, ...]) -> Answer | None:
        """Whom a noun refers back to ("the ministry"), or why that is not clear; None if it is a speaker by its own words."""
        who, told = self.ask("noun", source, words, self._outer(index))
        return None if who is None and not told.startswith(_AMBIGUOUS) else (who, told)

    def ask(self, kind: str, source: Span, words: tuple[str, ...], outer: Identity | None) -> Answer:
        """The most likely candidate, if it is likely enough."""
        asked = self._question(kind, source, words, outer)
        before = self._candidates.before(source.start)
        if outer is not None and not any(c.who.name == outer.name for c in before):
            before.append(Candidate(outer, source, 0, 0, None, True, False, False))
        fits = [c for c in before if self._fits(asked, c)]
        chances = self._scorer.chances(asked, fits, [list(row) for row in self._rows(asked, fits)])
        ranked = sorted(zip(chances, fits, strict=False), key=lambda c: -c[0])
        rival = ranked[1][0] if len(ranked) > 1 else 0.0
        if ranked and ranked[0][0] >= max(SURE, (CLEARLY if kind == "noun" else LIKELIER) * rival):
            chance, best = ranked[0]
            return best.who, f"{_told(best, asked)}: the likeliest of {len(fits)} ({chance:.2f})"
        likely = [c.who.name for chance, c in ranked if chance >= POSSIBLE]
        if len(likely) > 1 and (kind != "noun" or ranked[0][0] > chances[-1]):
            said = " ".join(source.of(self._text).split())
            return None, f"{_AMBIGUOUS} {said} may be {' or '.join(sorted(likely))}"
        if likely:
            return None, f"not sure: may be {likely[0]} ({ranked[0][0]:.2f})"
        return None, "and nobody near before it is likely to be meant"

    def _question(self, kind: str, source: Span, words: tuple[str, ...], outer: Identity | None) -> Question:
        sentence = self._analysis.sentence(source.start)
        opens = sentence is not None and source.start - sentence.span.start < 2
        gender = SINGULAR.get(words[0]) if kind == "he" else None
        quoted = self._candidates.quoted(source)
        if kind != "noun":
            return Question(kind, source, words, gender, quoted, opens, outer)
        definite = _DEFINITE.match(self._text, *source) is not None
        named = _NAMED.search(self._text, source.start + 1, source.end) is not None
        said = source.of(self._text)
        more = own(said.lower().split()[-1].strip(" ,.")) != words[-1]
        beyond = {w.lower() for w in _PROPER.findall(said) if w.lower() not in words} if more else set()
        return Question(kind, source, words, gender, quoted, opens, outer, definite, named, more, frozenset(beyond))

    def _outer(self, index: int) -> Identity | None:
        """Who is behind the innermost attribution around it that names a source."""
        via = self._found[index].via
        while via is not None and not self._found[via].source:
            via = self._found[via].via
        return self._identify(via) if via is not None else None

    def _spoke(self, at: int) -> Identity | None:
        """The body or document that spoke last, if it did so in one of the last sentences."""
        near = self._analysis.sentences_before(at, _STILL)
        last = self._candidates.last(at, near[-1].span.start) if near else None
        return last if last is not None and last.kind in _SPEAKING_BODIES else None

    def _fits(self, asked: Question, one: Candidate) -> bool:
        kind, words = one.who.kind, one.who.name.split()
        if not words:
            return False
        if asked.kind == "he":
            if self._cast.gender.get(one.who.name, asked.gender) != asked.gender:
                return False
            if kind is SpeakerKind.PERSON:
                return True
            if kind is not SpeakerKind.UNKNOWN or self._atlas.somewhere(one.who.name):
                return False
            proper = not one.who.local
            return one.source or words[0] in USUAL if proper else noun_class(words[-1].lower()) == "person"
        if asked.kind == "it":
            return kind not in (SpeakerKind.PERSON, SpeakerKind.GROUP)
        return asked.kind != "noun" or self._may_name(asked, one)

    def _may_name(self, asked: Question, one: Candidate) -> bool:
        """Whether nothing in the noun is against the candidate: "the governor *of Ohio*", "the *trade* ministry" of two ministries."""
        what, name = noun_class(asked.head), {own(w.lower()) for w in one.who.name.split()}
        if (
            what == "person"
            and one.who.local
            and noun_class(own(one.who.name.lower().split()[-1])) in ("body", "document")
        ):
            return False  # "the mayor" is not "the council"
        if not asked.beyond <= name | set(self._candidates.roles(one.who)):
            return False
        if what not in ("body", "document") or one.who.kind is SpeakerKind.PERSON:
            return what != "body"
        told = set(asked.words[:-1]) - VAGUE
        return asked.head not in name or not told or not name - {asked.head} or bool(told & name)

    def _rows(self, asked: Question, fits: Sequence[Candidate]) -> Iterable[Iterable[str]]:
        seen: Counter[bool] = Counter()
        often = self._candidates.often
        most = max((often[fold(c.who.name)] for c in fits), default=0)
        nearest = min((c.sentences for c in fits), default=99)
        near = Counter((c.who.kind in PERSONS, c.sentences) for c in fits)
        matches = dict.fromkeys(map(id, fits), "")
        if asked.kind == "noun":
            matches = {id(c): match(asked, c, self._candidates.roles(c.who)) for c in fits}
        matching = Counter(matches.values())
        spoke = {id(c): k for k, c in enumerate(sorted((c for c in fits if c.heard), key=lambda c: c.heard), 1)}
        for one in fits:
            person = one.who.kind in PERSONS
            key = fold(one.who.name)
            told = Standing(
                seen[person],
                spoke.get(id(one), 0),
                near[person, one.sentences] == 1,
                often[key],
                1 < often[key] == most,
                key in self._candidates.titled,
                one.who.name in self._cast.gender,
                self._usual(one, asked.gender),
                matches[id(one)],
                matching[matches[id(one)]],
            )
            yield features(asked, one, told)
            seen[person] += 1
        matched = any(m.startswith(("name", "role ")) and "class" not in m for m in matching)
        yield nobody(asked, len(fits), nearest, matched)

    def _usual(self, one: Candidate, gender: str | None) -> bool | None:
        """Whether the given name is usually of the gender."""
        known = USUAL.get(one.who.name.split()[0]) if not one.who.local else None
        return known == gender if known and gender else None

    def both(self, words: str, at: int) -> Answer:
        """The two countries that are most often named together before `at`; the last such pair if several are."""
        before = bisect_left(self._pairs, at, key=itemgetter(0))
        if not before:
            return None, f"no two countries are named together before it: {words}"
        return self._pairs[before - 1][1], "the two countries that are most often named together before it"

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


def _told(one: Candidate, asked: Question) -> str:
    """What a reader would say for the candidate."""
    if asked.outer is not None and asked.outer.name == one.who.name:
        return "who speaks around it"
    if one.heard == 1:
        return "who spoke last before it"
    where = "in its sentence" if not one.sentences else f"{one.sentences} sentence{'s' * (one.sentences > 1)} before it"
    return f"named {where}"
