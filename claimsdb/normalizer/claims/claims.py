"""Sentences and attributions become claims and the coverage ledger (sections 2 to 5 of the standard).

Cuts of a sentence with the same owner and in the same clause are one claim. What is left over next to an attribution is a claim
only if it says something by itself.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from claimsdb.english.analysis import Analysis
from claimsdb.english.hedges import hedge, hedged_act
from claimsdb.model.attribution import Attribution, AttributionKind, CueType, Spans, chain, frame
from claimsdb.model.claim import Claim
from claimsdb.model.document import BlockKind, Reason, Sentence
from claimsdb.model.ids import claim_id
from claimsdb.model.intervals import Intervals
from claimsdb.model.spans import Span, strip, subtract, together
from claimsdb.normalizer.attribution.edges import addressee, complementizer, preposition
from claimsdb.normalizer.attribution.tagger import Tags
from claimsdb.normalizer.claims.cutting import Cut, Cutter, Owner
from claimsdb.normalizer.claims.leftovers import left_over, why_none
from claimsdb.normalizer.claims.segments import Segmenter

_JOINT = re.compile(r"[\s,;]*(?:and|but)\s+(?=that\s)", re.IGNORECASE)
_SUBJECT = r"(?=\s+(?:the|an?|he|she|it|they|we|i|you|this|that|these|those|his|her|its|their|there)\b)"
_CONNECTIVE = re.compile(
    rf"""(?:(?:but|and)(?:,|(?!\s+(?:for|so|yet|the\ like)\b))|(?:yet|so)(?:,|{_SUBJECT})
        |(?:however|therefore|also|moreover|furthermore|additionally|besides|meanwhile|still|nevertheless|nonetheless|thus|hence|indeed
        |similarly|likewise|in\ addition|for\ (?:example|instance)|of\ course|to\ be\ sure|that\ said),)\s+(?=\S)""",
    re.IGNORECASE | re.VERBOSE,
)  # joins a sentence to the one before, and says nothing itself
_COORDINATED = re.compile(r"[\s,;]*(?:and|but|or)\s+", re.IGNORECASE)
_QUESTION = re.compile(
    r"""(?:(?:and|but|or|so|then|yet|well|now),?\s+)?
        (?:is|are|was|were|am|do|does|did|has|have|had|can|could|will|would|shall|should|may|might|must|who|whom|whose|what|which|when|where|why|how)
        (?:n[’']t)?\b(?:[^“”"«»]*\w)?[^\w“”"«»?]*\?\W*""",
    re.IGNORECASE | re.VERBOSE,
)  # in the document's own voice: without quotation marks
_POSSESSIVE = re.compile(r"(?:[’']s?|\b(?:his|her|its|their|my|our|your|whose|which|who))$", re.IGNORECASE)


@dataclass(slots=True)
class Unit:
    """A possible claim: spans of one owner (None: the document) in one clause (None: the main one).

    `attributed`: by a cue, and not only by the layout around it. `scrap`: it is left over next to the pieces of an attribution.
    `whole`: it is all of its clause, which is not the main one.
    """

    owner: Owner | None
    clause: int | None
    spans: list[Span]
    attributed: bool
    scrap: bool = False
    whole: bool = False


def claims(
    analysis: Analysis, found: Sequence[Attribution], tags: Tags, sha256: str
) -> tuple[list[Claim], list[Sentence]]:
    """The claims of one document in text order, and its sentences, each with its number of claims or the reason why it has none.

    `found` are its attributions; `sha256` is the hash of its bytes, from which ids are made.
    """
    maker = _Claims(analysis, found, tags, sha256)
    made: list[Claim] = []
    ledger: list[Sentence] = []
    for sentence in analysis.sentences:
        here, reason = maker.of(sentence)
        made += here
        ledger.append(replace(sentence, claims=len(here), reason=None if here else reason))
    ledger += _labels(analysis)
    return sorted(made, key=lambda c: (c.segments[0], c.segments)), sorted(ledger, key=lambda s: s.span)


def _labels(analysis: Analysis) -> Iterator[Sentence]:
    """The layout's labels in claim-bearing blocks, as sentences of the ledger."""
    labels = Intervals.of(analysis.labels)
    for index, block in enumerate(analysis.blocks):
        if block.kind.bears_claims:
            for label, _ in labels.starting(block.span):
                yield Sentence(index, label, 0, Reason.LABEL)


class _Claims:
    def __init__(self, analysis: Analysis, found: Sequence[Attribution], tags: Tags, sha256: str) -> None:
        self.analysis, self.text, self.found, self.said, self.sha256 = analysis, analysis.text, found, tags.said, sha256
        self.segmenter = Segmenter(analysis.text, analysis.quotations)
        self.cutter = Cutter(analysis, found, tags.clauses, self.segmenter)
        self.intentions = Intervals((a.cue[0], k) for k, a in enumerate(found) if _intends(analysis, a))

    def of(self, sentence: Sentence) -> tuple[list[Claim], Reason | None]:
        """The claims of one sentence, or the reason why there are none."""
        cuts = self.cutter.cuts(sentence.span)
        block_kind = self.analysis.blocks[sentence.block].kind
        framed = any(p.frame is not None for p in cuts)
        made: list[Claim] = []
        reason = Reason.ACT_ONLY if framed else None
        asks = _QUESTION.fullmatch(sentence.span.of(self.text)) is not None
        nesting = {(self.found[p.frame].via, p.clause) for p in cuts if p.frame is not None}
        for unit in self._units(cuts, framed, nesting):
            spans = self._opened(unit) if unit.attributed else [*self._subject(unit, cuts), *unit.spans]
            segments = self._bare(self.segmenter.segments(spans, block_kind is BlockKind.LIST_ITEM), sentence.span)
            segments = self._apart(segments, unit.owner)
            asked = asks and not self._asked_by(unit.owner, sentence.span)
            why_not = Reason.QUESTION if asked else self._refuse(unit, segments, block_kind)
            if why_not is None:
                made.append(self._claim(sentence.block, unit.owner, segments))
            elif reason is None:
                reason = why_not
        return made, reason or Reason.NO_WORDS

    def _bare(self, segments: Spans, sentence: Span) -> Spans:
        """The segments without an opening connective ("*However*, X", "*But* Y"), unless it is quoted."""
        if not segments or any(c.isalnum() for c in self.text[sentence.start : segments[0].start]):
            return segments
        first, *others = segments
        opening = _CONNECTIVE.match(self.text, *first)
        if opening is None or self.segmenter.quoted(Span(*opening.span())):
            return segments
        return (Span(opening.end(), first.end), *others)

    def _apart(self, segments: Spans, owner: Owner | None) -> Spans:
        """The segments without what the source or the cue has of them, such as a closing mark."""
        if owner is None:
            return segments
        frame = (*self.found[owner].source, *self.found[owner].cue)
        if not any(s.overlaps(f) for s in segments for f in frame):
            return segments
        left = (strip(self.text, rest) for s in segments for rest in subtract(s, frame))
        return tuple(s for s in left if s.length)

    def _asked_by(self, owner: Owner | None, sentence: Span) -> bool:
        """Whether the whole sentence is what somebody says, not the document's own question."""
        return owner is not None and self.cutter.gives(owner, sentence.start)

    def _subject(self, unit: Unit, cuts: Sequence[Cut]) -> Spans:
        """The subject of a verb coordinated with a cue, which is the cue's source: "*He* proposes X, *and plans to do Y*"."""
        first = min(unit.spans)
        opening = _COORDINATED.match(self.text, *first)
        if not unit.scrap or opening is None:
            return ()
        verb = Span(opening.end(), first.end)
        if not self.analysis.words(verb).begins_with_verb() and not any(
            c.start == verb.start for c, _ in self.intentions.over(verb)
        ):
            return ()
        frames = [
            p.frame for p in cuts if p.frame is not None and p.clause == unit.clause and p.span.end <= first.start
        ]
        if not frames:
            return ()
        of = self.found[frames[-1]]
        begins = cuts[0].span.start
        subject = [s for s in of.source if begins <= s.start and s.end <= of.cue[0].start]
        return () if any(_POSSESSIVE.search(s.of(self.text)) for s in subject) else tuple(subject)

    def _opened(self, unit: Unit) -> list[Span]:
        """The spans of attributed words without opening words that belong to the cue, or neither to it nor to the content.

        These are *that* before a clause, with a conjunction ("and that"); a preposition after a noun that is the cue ("warnings |
        about X"); and an addressee ("warned | Japan against X").
        """
        assert unit.owner is not None
        first, of = min(unit.spans), self.found[unit.owner]
        if joint := _JOINT.match(self.text, *first):
            that = complementizer(self.analysis, Span(joint.end(), first.end))
            skipped = joint.end() - first.start + that if that else 0
        elif any(c.start == first.start for c in of.content):
            skipped = complementizer(self.analysis, first)
            if not skipped and of.cue and of.cue[0].end <= first.start and not self.segmenter.quoted(first):
                skipped = addressee(self.analysis, of.cue[-1], first) or preposition(self.text, first)
        else:
            return unit.spans
        return [Span(first.start + skipped, first.end), *(s for s in unit.spans if s != first)]

    def _refuse(self, unit: Unit, segments: Spans, block_kind: BlockKind) -> Reason | None:
        """Why the unit is not a claim; None if it is one."""
        said = self.analysis.words(*segments)
        if not said.count():
            return Reason.NO_WORDS
        inner = unit.clause is not None
        if unit.attributed:
            return Reason.ACT_ONLY if unit.scrap and not said.has_finite_verb() else None
        if unit.scrap:
            intends = any(self.intentions.over(s) for s in segments)
            return None if intends or left_over(said, inner=inner, whole=unit.whole) else Reason.ACT_ONLY
        return why_none(said, block_kind, inner=inner, spoken=unit.owner is not None)

    def _claim(self, block: int, owner: Owner | None, segments: Spans) -> Claim:
        """The claim made of the segments of one owner."""
        identity = claim_id(self.sha256, segments)
        hedging = hedge(together(self.text, segments))
        why = [f"hedged by “{hedging}”"] if hedging else []
        if owner is None:
            intention = next((k for s in segments for cue, k in self.intentions.over(s) if s.contains(cue)), None)
            attribution, around = AttributionKind.ASSERTED, self.cutter.holder(segments[0])
            sure = self.said.own(segments) if around is None else self.found[around].confidence  # a remark in it
            told = ["in the content of no statement or belief"]
            told += [] if intention is None else ["the intention in it is its own main verb"]
            return Claim(
                identity, block, segments, attribution, intention, bool(why), (), round(sure, 4), why=(*told, *why)
            )
        by = self.found[owner]
        cue = together(self.text, by.cue)
        if not why and hedged_act(cue, bool(by.source)):
            why = [f"hedged by its cue, “{cue}”"]
        elif not why and any(self.found[k].cue and not self.found[k].source for k in chain(self.found, owner)):
            why = ["hedged by a cue around it that names no source"]
        given = frame(self.found, owner)
        if given is not None and self.found[given].layout is AttributionKind.QUOTED:
            attribution, told = AttributionKind.QUOTED, ["attributed, in a layout that gives it word for word"]
        elif all(self.segmenter.quoted(s) for s in segments):
            attribution, told = AttributionKind.QUOTED, ["attributed, and every segment is within quotation marks"]
        else:
            attribution, told = AttributionKind.REPORTED, ["attributed, and not, or not wholly, within quotation marks"]
        quotes = self.segmenter.quotes(segments)
        return Claim(identity, block, segments, attribution, owner, bool(why), quotes, by.confidence, why=(*told, *why))

    def _units(self, cuts: list[Cut], framed: bool, nesting: set[tuple[Owner | None, int | None]]) -> Iterator[Unit]:
        """Group the cuts by owner and clause; the words of a voice (the document's, a turn's) also by the attributions between them."""
        grouped: dict[tuple[Owner | None, int | None, int], Unit] = {}
        broken = {p.clause for p in cuts if p.frame is not None} | {None}
        stretch: dict[int | None, int] = defaultdict(
            int
        )  # how often attributions have interrupted the voice in each clause
        for cut in cuts:
            if cut.frame is not None:
                stretch[cut.clause] += 1
                continue
            attributed = not self.cutter.is_voice(cut.owner)
            if attributed:
                stretch[cut.clause] += 1
            part = 0 if attributed else stretch[cut.clause]
            scrap = (cut.owner, cut.clause) in nesting if attributed else framed
            unit = grouped.setdefault(
                (cut.owner, cut.clause, part),
                Unit(cut.owner, cut.clause, [], attributed, scrap, cut.clause not in broken),
            )
            unit.spans.append(cut.span)
        yield from sorted(grouped.values(), key=lambda u: u.spans[0])


def _intends(analysis: Analysis, found: Attribution) -> bool:
    """Whether an intention is the main verb of its own clause: "Tokyo plans to", not "talks aimed at", "aiming to"."""
    return found.cue_type is CueType.INTENTION and bool(found.source) and analysis.words(*found.cue).is_finite()
