"""From sources to speakers: one record for each, by whatever names, and none if the document does not say who it is.

Each source is parsed (`names`) and resolved by the first step that applies: the author of a text (`texts`), several at once
(`coordination`), a name or noun of its own (`named`). A pronoun, or a noun that may rename somebody ("the ministry"), is given the
likeliest of its `candidates` by learnt weights (`antecedents`). If none or several fit, the attribution stays unresolved, with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from claimsdb.english.analysis import Analysis
from claimsdb.english.countries import Atlas
from claimsdb.english.listed import listed
from claimsdb.model.attribution import Attribution, Speaker, SpeakerKind
from claimsdb.model.ids import fold
from claimsdb.model.spans import Span
from claimsdb.normalizer.speakers.antecedents import Antecedents
from claimsdb.normalizer.speakers.candidates import Candidates
from claimsdb.normalizer.speakers.cast import Cast
from claimsdb.normalizer.speakers.coordination import several
from claimsdb.normalizer.speakers.institutions import Answer, Identity, pair
from claimsdb.normalizer.speakers.named import PLAIN, Named
from claimsdb.normalizer.speakers.names import Name, own, parse, speaker_kind
from claimsdb.normalizer.speakers.relatives import RELATIVE, relative
from claimsdb.normalizer.speakers.scoring import Scorer, learnt
from claimsdb.normalizer.speakers.texts import text_of

_NEW = re.compile(
    r"(?:an?|another|some|many|several|most|few|one|two|three|no|any|every|each|all|both)\b|\W*\d", re.IGNORECASE
)
_NOBODY = re.compile(
    r"(?:some|any|every|no)(?:one|body)|no one|(?:the )?(?:\S+ )?media(?: reports)?|a candidate|rumou?rs?"
    r"|(?:(?:news|media|recent|exclusive) )?reports(?: from .+)?|(?:one|another)(?: (?:person|user|official|source))?",
    re.IGNORECASE,
)
_CORE = re.compile(r"[\w’'-]+")
_ENDS = frozenset(listed("function", "behind"))
_LONGEST = 8  # words of the core of a noun phrase
_DETERMINERS = frozenset("the this that these those".split())
_DEFINITE = re.compile(r"(?:the|this|that|these|those)\b", re.IGNORECASE)
_POSSESSED = re.compile(
    r"(?P<whose>his|her|its|their|my|our|your)\s(?P<what>[\w’'-]+(?:\s(?!and\b|the\b)[\w’'-]+)*)", re.IGNORECASE
)
_THIRD = frozenset(["his", "her", "its", "their"])
_BODIES = (SpeakerKind.ORGANISATION, SpeakerKind.GOVERNMENT)


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


class Resolver:
    """Resolves who is behind the attributions of one document, each once, in the order of the text."""

    def __init__(self, analysis: Analysis, found: Sequence[Attribution], scorer: Scorer) -> None:
        self._analysis, self._text, self._found = analysis, analysis.text, found
        self.parsed = {s: parse(self._text, s) for a in found for s in a.source}
        self._texts = {s: made for s in self.parsed if (made := text_of(self._text, s))}
        self._several = {s: parts for s in self.parsed if (parts := several(self._text, s))}
        inside = (
            *(made.owner for made in self._texts.values()),
            *(p for parts in self._several.values() for p in parts),
        )
        names = [name for name in (*self.parsed.values(), *(parse(self._text, s) for s in inside)) if name]
        self._atlas = Atlas(self._text)
        self._cast = Cast(analysis, names, self._atlas)
        self._named = Named(self._text, self._cast, self._atlas)
        self._answers: dict[int, Answer] = {}
        self._authors: dict[str, Identity] = {}  # of the last text so far, by its noun
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
            self._answers[index] = self._turned(index) or self._first(index)
        return self._answers[index]

    def _first(self, index: int) -> Answer:
        """Who is behind the first part of the source of which that is known."""
        answer: Answer = (None, "the layout names nobody" if self._nobody(index) else "")
        for span in self._found[index].source:
            answer = self._source(index, span, self.parsed[span])
            if answer[0] is not None:
                break
        return answer

    def _turned(self, index: int) -> Answer | None:
        """The person whom a header names with the surname first ("Lee, Ann"); None for other sources."""
        of = self._found[index]
        if of.layout is None or len(of.source) != 2 or self._text[of.source[0].end : of.source[1].start] != ", ":
            return None
        last, given = (" ".join(span.of(self._text).split()) for span in of.source)
        return Identity(self._cast.fullest(f"{given} {last}"), SpeakerKind.PERSON), "a name with the surname first"

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

    def _source(self, index: int, span: Span, name: Name | None) -> Answer:
        words = span.of(self._text)
        if pair(words):
            return self.antecedents.both(words, span.start)
        if name is None:
            word = words.lower().strip(" ,")
            if word in RELATIVE:
                before = relative(self._analysis, self._cast, span)
                named = parse(self._text, before) if before else None
                if before is None or named is None:
                    return None, f"pronoun: {word}, and nothing before it that it can be"
                return self._named.of(before, named)
            return self.antecedents.of(index, span)
        if _NOBODY.fullmatch(words):
            return None, f"nobody in particular: {words}"
        if (author := self._author(index, span)) is not None:
            return author
        if parts := self._several.get(span, ()) or self._named.listed(span):
            return self._together(index, parts), "several at once"
        answer = self._named.of(span, name)
        if answer[1] == PLAIN and not _NEW.match(words) and (core := core_of(words)):
            back = self.antecedents.noun(index, span, core)
            if back is not None:
                return back[0], back[1] if back[0] is None else f"a noun: {back[1]}"
        if answer[1] == PLAIN and (m := _POSSESSED.fullmatch(words)):
            return self._possessed(index, Span(span.start, span.start + m.end("whose")), m["what"]), PLAIN
        return answer

    def _together(self, index: int, parts: Sequence[Span]) -> Identity:
        """Several speakers at once."""
        names = []
        for part in parts:
            name = parse(self._text, part)
            who = self._named.of(part, name)[0] if name and name.proper else None
            if name is None:
                who = self.antecedents.of(index, part)[0]
            words = name.name.of(self._text) if name else part.of(self._text)
            names.append(who.name if who else " ".join(words.split()))
        return Identity(f"{', '.join(names[:-1])} and {names[-1]}", SpeakerKind.GROUP)

    def _possessed(self, index: int, whose: Span, what: str) -> Identity:
        """Somebody who is named by a pronoun ("his lawyer" is "Bo Day’s lawyer"); "my" and "your" tell nothing."""
        third = whose.of(self._text).lower() in _THIRD
        who = self.antecedents.of(index, whose)[0] if third else None
        name = own(" ".join(what.split()))
        owner = f"{who.name}{'’' if who.name.endswith('s') else '’s'} " if who else ""
        return Identity(owner + name, speaker_kind(name, False, False), local=True)

    def _author(self, index: int, span: Span) -> Answer | None:
        """Who speaks in the text that a source names ("its tweet", "the letter" after "the mayor’s letter"); None if it is not one."""
        if (made := self._texts.get(span)) is None:
            core = core_of(span.of(self._text))
            known = self._authors.get(core[0]) if len(core) == 1 and _DEFINITE.match(self._text, *span) else None
            return (known, "the author of the text named before") if known else None
        name = parse(self._text, made.owner)
        if name is None:
            who = self.antecedents.of(index, made.owner)[0]
        elif name.proper or not any(map(_NEW.match, (name.name.of(self._text), made.owner.of(self._text)))):
            who = self._source(index, made.owner, name)[0]
        else:
            who = None
        if who is None or (made.named and who.kind not in _BODIES):
            return None
        self._authors[made.head] = who
        return who, "the author of the text"


def core_of(words: str) -> tuple[str, ...]:
    """The words of a noun phrase up to its head, without an article."""
    found = []
    for m in _CORE.finditer(words.lower()):
        if m.group() in _ENDS and m.group() not in _DETERMINERS:
            break
        if m.group() not in _DETERMINERS:
            found.append(own(m.group()))
    return tuple(found[-_LONGEST:])
