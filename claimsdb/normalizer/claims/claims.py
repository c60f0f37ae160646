"""Sentences and attributions become claims and the coverage ledger (sections 2 to 5 of the standard).

Pieces of a sentence that have the same owner and lie in the same clause are one claim; what is left over beside an attribution is one
only where it says something by itself.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from claimsdb.english.clauses import begins_with_verb, has_finite_verb, is_finite, words
from claimsdb.english.hedges import hedged, hedged_act
from claimsdb.english.networks.calibration import Said
from claimsdb.english.quotations import Quotation
from claimsdb.model.attribution import Attribution, AttributionKind, CueType, Spans, chain
from claimsdb.model.claim import Claim
from claimsdb.model.document import Block, BlockKind, Reason, Sentence
from claimsdb.model.ids import claim_id
from claimsdb.model.spans import Span, together
from claimsdb.normalizer.attribution.edges import addressee, complementizer, preposition
from claimsdb.normalizer.claims.cutting import DOCUMENT, Cutter, Index, Piece
from claimsdb.normalizer.claims.leftovers import left_over, why_none
from claimsdb.normalizer.claims.segments import Segmenter

_JOINT = re.compile(r"[\s,;]*(?:and|but)\s+(?=that\s)", re.IGNORECASE)
_SUBJECT = r"(?=\s+(?:the|an?|he|she|it|they|we|i|you|this|that|these|those|his|her|its|their|there)\b)"
_CONNECTIVE = re.compile(
    rf"""(?:(?:but|and)(?:,|(?!\s+(?:for|so|yet|the\ like)\b))|(?:yet|so)(?:,|{_SUBJECT})
        |(?:however|therefore|also|moreover|furthermore|additionally|besides|meanwhile|still|nevertheless|nonetheless|thus|hence|indeed
        |similarly|likewise|in\ addition|for\ (?:example|instance)|of\ course|to\ be\ sure|that\ said),)\s+(?=\S)""",
    re.IGNORECASE | re.VERBOSE,
)  # joins a sentence to the one before, and says nothing of its own
_PICTURE = re.compile(r"(?:photo|photograph|picture|image|caption)(?: caption)?:\s+(?=\S)", re.IGNORECASE)
_COORDINATED = re.compile(r"[\s,;]*(?:and|but|or)\s+", re.IGNORECASE)
_QUESTION = re.compile(
    r"""(?:(?:and|but|or|so|then|yet|well|now),?\s+)?
        (?:is|are|was|were|am|do|does|did|has|have|had|can|could|will|would|shall|should|may|might|must|who|whom|whose|what|which|when|where|why|how)
        (?:n[’']t)?\b[^“”"«»]*\?\W*""",
    re.IGNORECASE | re.VERBOSE,
)  # in the document's own voice: no marks of quotation
_POSSESSIVE = re.compile(r"(?:[’']s?|\b(?:his|her|its|their|my|our|your|whose|which|who))$", re.IGNORECASE)


@dataclass(slots=True)
class Unit:
    """What may become a claim: spans of one owner in one clause.

    `scrap`: it is left over beside an attribution's own pieces. `whole`: it is all of its clause, which is not the main one.
    """

    owner: int
    clause: int
    spans: list[Span]
    scrap: bool = False
    whole: bool = False


class Claims:
    """Makes the claims of one document. All spans are code points of its text."""

    def __init__(
        self,
        text: str,
        sha256: str,
        blocks: Sequence[Block],
        found: Sequence[Attribution],
        clauses: Spans,
        quotes: Sequence[Quotation],
        said: Said,
    ) -> None:
        self.text, self.sha256, self.blocks, self.found, self.said = text, sha256, blocks, found, said
        self.segmenter = Segmenter(text, quotes)
        self.cutter = Cutter(text, found, clauses, self.segmenter)
        self.intentions = Index([(a.cue[0], k) for k, a in enumerate(found) if _intends(text, a)])

    def make(self, sentences: Sequence[Sentence]) -> tuple[list[Claim], list[Sentence]]:
        """The claims in text order, and the sentences with how many claims each gives or why it gives none."""
        claims: list[Claim] = []
        ledger: list[Sentence] = []
        for sentence in sentences:
            made, reason = self._of(sentence)
            claims += made
            ledger.append(replace(sentence, claims=len(made), reason=None if made else reason))
        return sorted(claims, key=lambda c: (c.segments[0], c.segments)), ledger

    def _of(self, sentence: Sentence) -> tuple[list[Claim], Reason | None]:
        """The claims of one sentence, or the reason why there are none."""
        pieces = self.cutter.pieces(sentence.span)
        kind = self.blocks[sentence.block].kind
        framed = any(p.frame is not None for p in pieces)
        made: list[Claim] = []
        reason = Reason.ACT_ONLY if framed else None
        asks = _QUESTION.fullmatch(sentence.span.of(self.text)) is not None
        nesting = {(self.found[p.frame].via, p.clause) for p in pieces if p.frame is not None}
        for unit in _units(pieces, framed, nesting):
            spans = [*self._subject(unit, pieces), *unit.spans] if unit.owner == DOCUMENT else self._opened(unit)
            segments = self._bare(self.segmenter.segments(spans, kind is BlockKind.LIST_ITEM), sentence.span, kind)
            asked = asks and not self._asked_by(unit.owner, sentence.span)
            why_not = Reason.QUESTION if asked else self._refuse(unit, segments, kind)
            if why_not is None:
                made.append(self._claim(sentence.block, unit, segments))
            elif reason is None:
                reason = why_not
        return made, reason or Reason.NO_WORDS

    def _bare(self, segments: Spans, sentence: Span, kind: BlockKind) -> Spans:
        """The segments without a connective that begins the sentence outside quotation marks ("*However*, X", "*But* Y"), or the label of
        a picture ("*Photo*: X").
        """
        if not segments or any(c.isalnum() for c in self.text[sentence.start : segments[0].start]):
            return segments
        first, *others = segments
        opening = (_PICTURE if kind is BlockKind.CAPTION else _CONNECTIVE).match(self.text, *first)
        if opening is None or self.segmenter.quoted(Span(*opening.span())):
            return segments
        return (Span(opening.end(), first.end), *others)

    def _asked_by(self, owner: int, sentence: Span) -> bool:
        """Whether the whole sentence is what somebody says, not the document's own question."""
        return owner != DOCUMENT and any(c.start <= sentence.start < c.end for c in self.found[owner].content)

    def _subject(self, unit: Unit, pieces: Sequence[Piece]) -> Spans:
        """The subject of a verb that is coordinated with a cue, which is the cue's source: "*He* proposes X, *and plans to do Y*"."""
        first = min(unit.spans)
        opening = _COORDINATED.match(self.text, *first)
        if not unit.scrap or opening is None:
            return ()
        verb = Span(opening.end(), first.end)
        if not begins_with_verb(verb.of(self.text)) and not any(
            c.start == verb.start for c, _ in self.intentions.over(verb)
        ):
            return ()
        frames = [
            p.frame for p in pieces if p.frame is not None and p.clause == unit.clause and p.span.end <= first.start
        ]
        if not frames:
            return ()
        of = self.found[frames[-1]]
        begins = pieces[0].span.start
        subject = [s for s in of.source if begins <= s.start and s.end <= of.cue[0].start]
        return () if any(_POSSESSIVE.search(s.of(self.text)) for s in subject) else tuple(subject)

    def _opened(self, unit: Unit) -> list[Span]:
        """The spans of attributed words without what opens the content but belongs to its cue or to neither.

        That is *that* before a clause, with what joins it to another ("and that"), a preposition behind a noun that is the cue ("warnings |
        about X"), and who is addressed ("warned | Japan against X").
        """
        first, of = min(unit.spans), self.found[unit.owner]
        words = first.of(self.text)
        if joint := _JOINT.match(words):
            that = complementizer(words[joint.end() :])
            skipped = joint.end() + that if that else 0
        elif any(c.start == first.start for c in of.content):
            skipped = complementizer(words)
            if not skipped and of.cue and of.cue[0].end <= first.start and not self.segmenter.quoted(first):
                skipped = addressee(of.cue[-1].of(self.text), words) or preposition(words)
        else:
            return unit.spans
        return [Span(first.start + skipped, first.end), *(s for s in unit.spans if s != first)]

    def _refuse(self, unit: Unit, segments: Spans, kind: BlockKind) -> Reason | None:
        """Why the unit is no claim; None where it is one."""
        said = together(self.text, segments)
        if not words(said):
            return Reason.NO_WORDS
        if unit.owner != DOCUMENT:
            return Reason.ACT_ONLY if unit.scrap and not has_finite_verb(said) else None
        if unit.scrap:
            intends = any(self.intentions.over(s) for s in segments)
            return None if intends or left_over(said, inner=unit.clause != -1, whole=unit.whole) else Reason.ACT_ONLY
        return why_none(said, kind, inner=unit.clause != -1)

    def _claim(self, block: int, unit: Unit, segments: Spans) -> Claim:
        """The claim that the unit makes."""
        distance = hedged(together(self.text, segments))
        identity = claim_id(self.sha256, segments)
        if unit.owner == DOCUMENT:
            intention = next((k for s in segments for cue, k in self.intentions.over(s) if s.contains(cue)), None)
            asserted, around = AttributionKind.ASSERTED, self.cutter.holder(segments[0])
            sure = self.said.own(segments) if around == DOCUMENT else self.found[around].confidence  # a remark in it
            return Claim(identity, block, segments, asserted, intention, distance, (), round(sure, 4))
        by, outer = self.found[unit.owner], chain(self.found, unit.owner)
        cue = together(self.text, by.cue)
        distance = distance or hedged_act(cue, bool(by.source)) or any(not self.found[k].source for k in outer)
        quoted = all(self.segmenter.quoted(s) for s in segments)
        kind = AttributionKind.QUOTED if quoted else AttributionKind.REPORTED
        quotes = self.segmenter.quotes(segments)
        return Claim(identity, block, segments, kind, unit.owner, distance, quotes, by.confidence)


def _intends(text: str, found: Attribution) -> bool:
    """Whether an intention is the main verb of its own clause: "Tokyo plans to", not "talks aimed at", "aiming to"."""
    cue = together(text, found.cue)
    return found.cue_type is CueType.INTENTION and bool(found.source) and is_finite(cue)


def _units(pieces: list[Piece], framed: bool, nesting: set[tuple[int | None, int]]) -> Iterator[Unit]:
    """Pieces gathered by owner and clause; the document's own words also by the attributions that stand between them."""
    grouped: dict[tuple[int, int, int], Unit] = {}
    broken = {p.clause for p in pieces if p.frame is not None} | {-1}
    stretch: dict[int, int] = defaultdict(int)  # how often attributions have interrupted the document in each clause
    for piece in pieces:
        if piece.frame is not None:
            stretch[piece.clause] += 1
            continue
        if piece.owner != DOCUMENT:
            stretch[piece.clause] += 1
        part = stretch[piece.clause] if piece.owner == DOCUMENT else 0
        scrap = framed if piece.owner == DOCUMENT else (piece.owner, piece.clause) in nesting
        unit = grouped.setdefault(
            (piece.owner, piece.clause, part), Unit(piece.owner, piece.clause, [], scrap, piece.clause not in broken)
        )
        unit.spans.append(piece.span)
    yield from sorted(grouped.values(), key=lambda u: u.spans[0])
