"""From sources to speakers: one record for each, by whatever names, and none if the document does not say who it is.

Each source is parsed (`names`) and resolved by the first step that applies: two at once, a government or ministry (`institutions`), a
person's full name or surname (`cast`), an acronym. A pronoun, or a noun that may rename somebody ("the ministry"), is given the likeliest
of its `candidates` by learnt weights (`antecedents`). If none or several fit, the attribution stays unresolved, with the reason.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from operator import itemgetter

from claimsdb.english.analysis import Analysis
from claimsdb.english.countries import Atlas, mentions
from claimsdb.english.letters import latin
from claimsdb.english.listed import listed
from claimsdb.english.words import LONGEST
from claimsdb.model.attribution import Attribution, Speaker, SpeakerKind
from claimsdb.model.ids import fold
from claimsdb.model.spans import Span
from claimsdb.normalizer.speakers.acronyms import ACRONYM, spelt_out
from claimsdb.normalizer.speakers.antecedents import RELATIVE, Answer, Antecedents
from claimsdb.normalizer.speakers.candidates import Candidates
from claimsdb.normalizer.speakers.cast import Cast
from claimsdb.normalizer.speakers.institutions import Identity, government, institution, joint, pair
from claimsdb.normalizer.speakers.names import Name, own, parse, speaker_kind
from claimsdb.normalizer.speakers.scoring import Scorer, learnt

_APPOSED = ("the ", "a ", "an ", "its ", "his ", "her ")
_NEW = re.compile(
    r"(?:an?|another|some|many|several|most|few|one|two|three|no|any|every|each|all|both)\b|\W*\d", re.IGNORECASE
)
_NOBODY = re.compile(
    r"(?:some|any|every|no)(?:one|body)|no one|(?:the )?(?:\S+ )?media(?: reports)?|(?:news |media )?reports|a candidate|rumou?rs?",
    re.IGNORECASE,
)
_CORE = re.compile(r"[\w’'-]+")
_ENDS = frozenset(listed("function", "behind"))
_DETERMINERS = frozenset("the this that these those".split())
_CAPITAL = re.compile(latin(r"\b[A-Z]"))
_NAME_BEFORE = re.compile(
    latin(rf"((?:(?:[A-Z][\w.’'-]{{0,{LONGEST}}}|of|the|and)\s){{0,5}}[A-Z][\w.’'-]{{0,{LONGEST}}}), $")
)
_GOVERNMENT_OF = re.compile(r"(?:the )?(?:government|administration|cabinet) of (?P<person>.+)", re.IGNORECASE)
_PLAIN = "a noun phrase, unchanged"
_LISTED = 12  # maximum number of names in a reason
_MOST = 8  # a longer list of names is one name
_REACH = 80  # maximum number of code points from the start of a name to a source in apposition to it


@dataclass(slots=True)
class _Record:
    who: Identity
    titled: bool = False
    mentions: list[Span] = field(default_factory=list)
    roles: list[Span] = field(default_factory=list)


def resolve(
    analysis: Analysis, found: Sequence[Attribution], scorer: Scorer | None = None
) -> tuple[list[Speaker], list[Attribution], tuple[str, ...]]:
    """The document's speakers, by first mention, the attributions, each with its speaker or the reason why it has none, and the full
    names of the persons in its text.
    """
    told = Resolver(analysis, found, scorer or learnt())
    told.read()
    records: dict[str, _Record] = {}
    keys: list[str | None] = []
    reasons: list[str] = []
    for k, attribution in enumerate(found):
        who, reason = told.answer(k)
        keys.append(fold(who.name) if who else None)
        reasons.append(reason)
        if who is None:
            continue
        record = records.setdefault(fold(who.name), _Record(who))
        for span in attribution.source:
            name = told.parsed[span]
            if name is not None:
                record.titled |= name.titled
                record.mentions.append(span)
                record.roles += name.role
    order = {key: k for k, key in enumerate(records)}
    speakers = [
        Speaker(r.who.name, _kind(r), tuple(r.mentions), tuple(sorted(set(r.roles))), r.who.local)
        for r in records.values()
    ]
    linked = [
        replace(
            a,
            speaker=order[key] if key else None,
            unresolved=None if key else reason or None,
            why=(*a.why, f"speaker: {reason}") if reason else a.why,
        )
        for a, key, reason in zip(found, keys, reasons, strict=True)
    ]
    return speakers, linked, told.persons


def _kind(record: _Record) -> SpeakerKind:
    unsure = record.who.kind is SpeakerKind.UNKNOWN
    return SpeakerKind.PERSON if unsure and record.titled and not record.who.local else record.who.kind


def _either(names: Sequence[str]) -> str:
    """The names with *or* between them; only the number of the rest if they are many."""
    rest = len(names) - _LISTED
    return " or ".join(names) if rest <= 1 else f"{' or '.join(names[:_LISTED])} or one of {rest} others"


class Resolver:
    """Resolves who is behind the attributions of one document, each once, in the order of the text."""

    def __init__(self, analysis: Analysis, found: Sequence[Attribution], scorer: Scorer) -> None:
        self._text, self._found = analysis.text, found
        self.parsed = {s: parse(self._text, s) for a in found for s in a.source}
        self._atlas = Atlas(self._text)
        self._cast = Cast(analysis, [p for p in self.parsed.values() if p is not None], self._atlas)
        self._answers: dict[int, Answer] = {}
        self._order = sorted(((a.source[0].start, k) for k, a in enumerate(found) if a.source), reverse=True)
        self._candidates = Candidates(analysis, found, self._cast, self._atlas, self.answered)
        self.antecedents = Antecedents(analysis, found, self._cast, self._atlas, self._who, self._candidates, scorer)

    @property
    def persons(self) -> tuple[str, ...]:
        """The persons whom the text names in full."""
        return self._cast.named

    def read(self, until: int | None = None) -> None:
        """Resolve all sources, or those before an offset, in the order of the text, so that each can refer to those before it."""
        while self._order and (until is None or self._order[-1][0] < until):
            at, k = self._order.pop()
            self._candidates.reached = at
            if (who := self._who(k)) is not None and self._outermost(k):
                self._candidates.heard(at, who)

    def answer(self, index: int) -> Answer:
        """Who is behind the attribution and how that was found, or None and why not; `(None, "")` if it has no source."""
        if index not in self._answers:
            self._answers[index] = (None, "it points back to itself")  # while it is being resolved
            answer: Answer = (None, "the layout names nobody" if self._nobody(index) else "")
            for span in self._found[index].source:
                answer = self._source(index, span)
                if answer[0] is not None:
                    break
            self._answers[index] = answer
        return self._answers[index]

    def _nobody(self, index: int) -> bool:
        """Whether the attribution is a layout's that names nobody."""
        return self._found[index].layout is not None and not self._found[index].source

    def answered(self, index: int) -> Identity | None:
        """Who is behind the attribution, if that is known already."""
        return self._answers.get(index, (None, ""))[0]

    def _outermost(self, index: int) -> bool:
        via = self._found[index].via
        return via is None or not self._found[via].source

    def _who(self, index: int) -> Identity | None:
        return self.answer(index)[0]

    def _source(self, index: int, span: Span) -> Answer:
        words = span.of(self._text)
        name = self.parsed[span]
        if pair(words):
            return self.antecedents.both(words, span.start)
        if name is None:
            word = words.lower().strip(" ,")
            if word in RELATIVE:
                before = self.antecedents.relative(span)
                named = parse(self._text, before) if before else None
                if before is None or named is None:
                    return None, f"pronoun: {word}, and nothing before it that it can be"
                return self._named(before, named)
            return self.antecedents.of(index, span)
        if _NOBODY.fullmatch(words):
            return None, f"nobody in particular: {words}"
        answer = self._named(span, name)
        if answer[1] == _PLAIN and not _NEW.match(words) and (core := core_of(words)):
            back = self.antecedents.noun(index, span, core)
            if back is not None:
                return back[0], back[1] if back[0] is None else f"a noun: {back[1]}"
        return answer

    def _named(self, span: Span, name: Name, most: int = _MOST) -> Answer:
        """Resolve a source with a noun of its own, which may name up to `most` speakers more."""
        words = " ".join(span.of(self._text).split()).strip(" ,")
        if known := institution(words, self._atlas):
            return known, "a country's government or ministry"
        if (m := _GOVERNMENT_OF.fullmatch(words)) and (country := self._country(m["person"], span.start)):
            return government(country), "the government of the country whose office the person holds"
        if name.both is not None and most:
            return self._both(*name.both, most - 1), "two names at once"
        if not name.proper and words.lower().startswith(_APPOSED) and (apposed := self._beside(span)) is not None:
            return apposed, "an apposition to the name before it"
        return self._proper(name, span.start)

    def _proper(self, name: Name, at: int) -> Answer:
        words = " ".join(name.name.of(self._text).split()).strip(" ,")
        bare = own(words)
        if not name.proper:
            return Identity(bare, speaker_kind(bare, False, name.titled), local=not _CAPITAL.search(bare)), _PLAIN
        if known := institution(bare, self._atlas):
            return known, "a country's government or ministry"
        if " " in bare:
            what = speaker_kind(bare, True, name.titled)
            person = what is SpeakerKind.UNKNOWN and self._cast.is_person(self._cast.fullest(bare))
            return Identity(self._cast.fullest(bare), SpeakerKind.PERSON if person else what), "a full name"
        fits = self._cast.fits(bare, at, name.gender(self._text))
        if len(fits) == 1:
            return Identity(fits[0], SpeakerKind.PERSON), "the one full name in the document that it fits"
        if len(fits) > 1:
            return None, f"ambiguous: {bare} may be {_either(fits)}"
        full = self._spelt_out(bare)
        told = "an acronym that the document spells out" if full else "a name alone, unchanged"
        return Identity(full or bare, speaker_kind(full or bare, True, name.titled)), told

    def _country(self, person: str, at: int) -> str | None:
        """The country of a head of government: by what the document says of the person, else the only one named in the passage so far."""
        name = self._cast.fullest(" ".join(person.split()[-2:]))
        fits = [name] if self._cast.country(name) else self._cast.fits(person.split()[-1], at)
        if len(fits) == 1 and (told := self._cast.country(fits[0])):
            return told
        passage = self._text.rfind("\n", 0, at) + 1
        last = bisect_left(self._countries, at, key=itemgetter(0)) - 1
        if last < 0 or self._countries[last][0] < passage:
            return None
        _, country, other = self._countries[last]
        return country if other < passage else None

    @cached_property
    def _countries(self) -> list[tuple[int, str, int]]:
        """The places at which a country is named: where, which one, and the last place before at which another one is (-1 if none)."""
        made: list[tuple[int, str, int]] = []
        for m in mentions(self._text, 0, len(self._text)):
            if country := self._atlas.of(m.group()):
                at, before, other = made[-1] if made else (-1, country, -1)
                made.append((m.start(), country, other if before == country else at))
        return made

    def _spelt_out(self, acronym: str) -> str | None:
        """The long form of an acronym: as the document gives it ("Free Bridge Union (FBU)"), or the only name with these initials."""
        if not ACRONYM.fullmatch(acronym):
            return None
        names = self._names.get(acronym, ())
        return next(iter(names)) if len(names) == 1 else None

    @cached_property
    def _names(self) -> Mapping[str, set[str]]:
        return spelt_out(self._text)

    def _beside(self, span: Span) -> Identity | None:
        """The name to which the words are in apposition ("Japan, a key ally, said")."""
        before = _NAME_BEFORE.search(self._text, max(span.start - _REACH, 0), span.start)
        behind = self._text[span.end - 1 : span.end + 1]
        if before is None or "," not in behind:
            return None
        place = Span(*before.span(1))
        name = parse(self._text, place)
        return self._named(place, name)[0] if name is not None and name.proper else None

    def _both(self, first: Span, second: Span, most: int) -> Identity:
        """Two speakers together, in whichever order; each may be two again ("X and Y and Z")."""
        countries = [self._atlas.place(s.of(self._text)) for s in (first, second)]
        if countries[0] and countries[1] and countries[0] != countries[1]:
            return joint(countries[0], countries[1])
        named = ((s, parse(self._text, s)) for s in (first, second))
        each = [self._named(s, n, most)[0] if n else None for s, n in named]
        names = [
            w.name if w else " ".join(s.of(self._text).split()) for w, s in zip(each, (first, second), strict=True)
        ]
        return Identity(" and ".join(names), SpeakerKind.GROUP)


def core_of(words: str) -> tuple[str, ...]:
    """The words of a noun phrase up to its head, without an article."""
    found = []
    for m in _CORE.finditer(words.lower()):
        if m.group() in _ENDS and m.group() not in _DETERMINERS:
            break
        if m.group() not in _DETERMINERS:
            found.append(own(m.group()))
    return tuple(found[-_MOST:])
