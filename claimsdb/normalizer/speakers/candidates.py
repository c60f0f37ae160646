"""Who may be meant: the persons, speakers and things that a document names before a pronoun or noun, nearest first.

They are bounded however long the document is: those of the sentences just before, and those who spoke last or most.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from claimsdb.english.analysis import Analysis
from claimsdb.english.countries import Atlas
from claimsdb.model.attribution import Attribution, SpeakerKind
from claimsdb.model.document import BlockKind
from claimsdb.model.ids import fold
from claimsdb.model.intervals import Intervals
from claimsdb.model.spans import Span
from claimsdb.normalizer.speakers.cast import Cast
from claimsdb.normalizer.speakers.institutions import Identity, institution
from claimsdb.normalizer.speakers.names import own, parse, speaker_kind
from claimsdb.normalizer.speakers.nouns import noun_class
from claimsdb.normalizer.speakers.phrases import Phrase, phrases

REACH = 12  # sentences to look back
BLOCKS = 6  # blocks to look back
FAR = 1_500  # maximum number of code points of a sentence to look at
MANY = 20  # maximum number of sources, persons and phrases of a sentence to look at
SPOKE = 8  # maximum number of further speakers, last ones first
MOST = 60  # maximum number of candidates


_APPOSED = re.compile(r", |,? who is |,? (?:is|was|are|were) ")
_ARTICLE = re.compile(r"^(?:the|an?|this|that|these|those)\s+", re.IGNORECASE)


@dataclass(slots=True)
class Candidate:
    """One who may be meant, by the nearest mention: how many sentences and blocks before, and its place in the sentence.

    `heard` is 1 for who spoke last, 2 for who spoke last before that, and so on; 0 for who has not spoken.
    """

    who: Identity
    nearest: Span
    sentences: int
    blocks: int
    phrase: Phrase | None
    source: bool
    spoken: bool
    opens: bool
    acts: bool = False
    heard: int = 0
    mentions: int = 1


@dataclass(frozen=True, slots=True)
class _Mention:
    span: Span
    who: Identity
    phrase: Phrase | None
    source: bool
    key: str

    @property
    def acts(self) -> bool:
        """Whether a verb follows."""
        return self.phrase is not None and self.phrase.acts


class Candidates:
    """Finds who may be meant in one document. `answered` gives who is behind the source of an attribution, if that is known already.

    `reached` is the offset up to which all sources are resolved.
    """

    def __init__(
        self,
        analysis: Analysis,
        found: Sequence[Attribution],
        cast: Cast,
        atlas: Atlas,
        answered: Callable[[int], Identity | None],
    ) -> None:
        self._analysis, self._found, self._cast, self._atlas = analysis, found, cast, atlas
        self._answered = answered
        self._sources = Intervals((s, k) for k, a in enumerate(found) for s in a.source)
        self._quoted = Intervals.of(q.span for q in analysis.quotations)
        self._heard: list[tuple[int, Identity]] = []
        self._kept: dict[Span, Sequence[_Mention]] = {}
        self.reached = 0
        self.often: Counter[str] = Counter()
        title = next((b.span for b in analysis.blocks if b.kind is BlockKind.TITLE), None)
        self.titled = {fold(m.name) for m in cast.within(title)} if title else set()

    def heard(self, at: int, who: Identity) -> None:
        """Note who is behind the source at an offset; sources come in order."""
        self._heard.append((at, who))
        self.often[fold(who.name)] += 1

    def last(self, at: int, since: int) -> Identity | None:
        """Who spoke last before an offset, if it was after another."""
        k = bisect_left(self._heard, at, key=lambda h: h[0]) - 1
        return self._heard[k][1] if k >= 0 and self._heard[k][0] >= since else None

    def quoted(self, span: Span) -> bool:
        """Whether the span is inside quotation marks."""
        return bool(self._quoted.around(span))

    def before(self, at: int) -> list[Candidate]:
        """Who is named before an offset, nearest first."""
        made: dict[str, Candidate] = {}
        back = self._analysis.sentences_before(at, REACH)
        for distance, sentence in enumerate(back):
            blocks = back[0].block - sentence.block
            if blocks > BLOCKS:
                break
            end = min(sentence.span.end, at)
            stretch = Span(max(sentence.span.start, end - FAR), end)
            for mention in self._mentions(stretch):
                key = mention.key
                if (known := made.get(key)) is not None:
                    known.mentions += 1
                    if known.sentences == distance:
                        known.acts |= mention.acts
                        known.source |= mention.source
                        known.opens |= mention.span.start - sentence.span.start < 2
                elif len(made) < MOST:
                    made[key] = self._candidate(mention, distance, blocks, sentence.span.start)
        self._add_speakers(made, at)
        return list(made.values())

    def _candidate(self, mention: _Mention, sentences: int, blocks: int, start: int) -> Candidate:
        return Candidate(
            mention.who,
            mention.span,
            sentences,
            blocks,
            mention.phrase,
            mention.source,
            self.quoted(mention.span),
            mention.span.start - start < 2,
            mention.acts,
        )

    def _add_speakers(self, made: dict[str, Candidate], at: int) -> None:
        """Rank who spoke before, and add those who are not mentioned near."""
        rank = 0
        last = bisect_left(self._heard, at, key=lambda h: h[0])
        for start, who in reversed(self._heard[max(last - 4 * SPOKE, 0) : last]):
            key = fold(who.name)
            if key not in made:
                span = Span(start, start + 1)
                made[key] = Candidate(who, span, REACH, BLOCKS, None, True, False, False)
            if not made[key].heard:
                rank += 1
                made[key].heard = rank
            if rank == SPOKE:
                break

    def _mentions(self, stretch: Span) -> Sequence[_Mention]:
        """The mentions in a stretch, the last first; kept once all sources in it are resolved."""
        if stretch not in self._kept:
            found = self._read(stretch)
            if stretch.end > self.reached:
                return found
            self._kept[stretch] = found
        return self._kept[stretch]

    def _read(self, stretch: Span) -> Sequence[_Mention]:
        """The mentions in a stretch, the last first; of overlapping ones the source, then the person."""
        named = {p.span.end: (p, who) for p, who in self._phrases(stretch)}
        opening = {p.span.start: p for p, _ in named.values()}
        taken: list[_Mention] = []
        for span, k in self._sources.starting(stretch)[-MANY:]:
            if span.end <= stretch.end and (who := self._answered(k)) is not None:
                taken.append(_Mention(span, who, opening.get(span.start), True, fold(who.name)))
        for mention in self._cast.within(stretch)[-MANY:]:
            phrase, _ = named.get(mention.span.end, (None, None))
            who = Identity(mention.name, SpeakerKind.PERSON)
            taken.append(_Mention(mention.span, who, phrase, False, fold(who.name)))
        over = Intervals.of(m.span for m in taken)
        rest = [_Mention(p.span, w, p, False, fold(w.name)) for p, w in named.values() if not over.over(p.span)]
        return sorted([*taken, *rest], key=lambda m: m.span, reverse=True)

    def _phrases(self, stretch: Span) -> list[tuple[Phrase, Identity]]:
        (named, _), starts = self._named, self._starts
        last = bisect_left(starts, stretch.end)
        return named[max(bisect_left(starts, stretch.start), last - MANY) : last]

    @cached_property
    def _starts(self) -> list[int]:
        return [p.span.start for p, _ in self._named[0]]

    @cached_property
    def _named(self) -> tuple[list[tuple[Phrase, Identity]], Mapping[str, Collection[str]]]:
        """The noun phrases of the document that name somebody who may speak, and the words that say what each is, by folded name.

        *The report* is the last report named before.
        """
        made: list[tuple[Phrase, Identity]] = []
        roles: defaultdict[str, set[str]] = defaultdict(set)
        latest: dict[str, Identity] = {}
        for sentence in self._analysis.sentences:
            last: tuple[Phrase, Identity] | None = None
            persons = {m.span.end: m.name for m in self._cast.within(sentence.span)}
            for phrase in phrases(self._analysis.words(sentence.span).tokens):
                if (name := persons.get(phrase.span.end)) is not None:
                    who: Identity | None = Identity(name, SpeakerKind.PERSON)
                    roles[fold(name)].update(phrase.forms[: -len(name.split())])
                else:
                    who = self._identity(phrase, latest)
                    if who is not None and phrase.proper:  # "Vice President Lee"
                        roles[fold(who.name)].update(phrase.forms[: -len(who.name.split())])
                if last is not None and not phrase.proper and self._renames(last[0], phrase):
                    who = last[1]
                    roles[fold(who.name)].update(phrase.forms)
                if who is not None:
                    made.append((phrase, who))
                    if phrase.proper:
                        last = phrase, who
        return made, roles

    def _renames(self, name: Phrase, phrase: Phrase) -> bool:
        """Whether a phrase says what a name is that stands right before it ("Ann Lee, a *buyer*", "Ann Lee is a *buyer*")."""
        between = self._analysis.text[name.span.end : phrase.span.start]
        return _APPOSED.fullmatch(between) is not None and noun_class(phrase.head) != "other"

    def roles(self, who: Identity) -> Collection[str]:
        """The words by which the document says what somebody is."""
        return self._named[1].get(fold(who.name), ())

    def _identity(self, phrase: Phrase, latest: dict[str, Identity]) -> Identity | None:
        """Whom a phrase without a person's name means, if anybody."""
        if not phrase.proper and noun_class(phrase.head) == "other":
            return None
        words = " ".join(phrase.span.of(self._analysis.text).split())
        bare = _ARTICLE.sub("", words)
        if known := institution(bare, self._atlas):
            return known
        if phrase.proper:
            name = parse(self._analysis.text, phrase.span)
            titled = name is not None and name.proper and name.titled
            bare = own(" ".join(name.name.of(self._analysis.text).split())) if name and titled else bare
            return Identity(bare, speaker_kind(bare, True, titled))
        if not phrase.indefinite and len(phrase.forms) <= 2 and (before := latest.get(phrase.head)) is not None:
            return before
        who = Identity(bare, speaker_kind(bare, False, False), local=True)
        latest[phrase.head] = who
        return who
