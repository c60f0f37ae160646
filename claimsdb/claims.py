"""Sentences and attributions become claims and the coverage ledger (sections 2 to 5 of the standard).

Each sentence is cut where a content, a source, a cue or a clause begins or ends. Each of these pieces has one owner: the innermost
statement or belief whose content holds it, or nobody, which is the document's own voice. What has the same owner and lies in
the same clause is one claim.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from claimsdb.attributions import chain
from claimsdb.hedges import hedged
from claimsdb.ids import claim_id
from claimsdb.model import Attribution, AttributionKind, Block, BlockKind, Claim, CueType, Reason, Sentence, Spans
from claimsdb.quotations import Quotation
from claimsdb.segments import Segmenter
from claimsdb.spans import Span
from claimsdb.verbs import has_finite_verb, may_have_finite_verb, words

DOCUMENT = -1
"""The owner of what the document says in its own voice."""

ASSERTED_CONFIDENCE = 0.85
"""Of the words outside every content that the plain tagger finds, this share lies outside the annotators' contents too."""

_RELATIVE = re.compile(
    r"\W*(?:(?:(?:all|many|most|some|both|none|one|two|several) )?(?:of|in|to|for|on|by|with|from) )?(?:which|who|whose|whom|where)\b",
    re.I,
)
_SUBORDINATE = re.compile(
    r"\W*(?:when|while|as|after|before|if|because|since|although|though|who|which|whose|where|once|until)\b", re.I
)
_BACK_SHIFTED = re.compile(r"\b(?:would|had)\b")
_CONNECTIVE_END = re.compile(
    r"(?:[,;:–—]|\b(?:and|but|or|as|that|because|if|so|yet|when|while|although|though))\W*$", re.I
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a sentence with one owner, in one clause (-1: the main one); `frame` says that it is source or cue of one."""

    span: Span
    owner: int
    clause: int
    frame: int | None


@dataclass(slots=True)
class Unit:
    """What may become a claim: spans of one owner in one clause. `scrap`: it is left over beside an attribution's own pieces."""

    owner: int
    clause: int
    spans: list[Span]
    scrap: bool = False


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
    ) -> None:
        self.text, self.sha256, self.blocks, self.found = text, sha256, blocks, found
        self.segmenter = Segmenter(text, quotes)
        self.speech = [k for k, a in enumerate(found) if a.content and a.cue_type is not CueType.INTENTION]
        self.sizes = {k: sum(s.length for s in found[k].content) for k in self.speech}
        self.contents = _Index([(s, k) for k in self.speech for s in found[k].content])
        self.frames = _Index([(s, k) for k in self.speech for s in (*found[k].source, *found[k].cue)])
        self.clauses = _Index([(s, k) for k, s in enumerate(clauses)])
        self.intentions = _Index(
            [(a.cue[0], k) for k, a in enumerate(found) if a.cue and a.cue_type is CueType.INTENTION]
        )

    def make(self, sentences: Sequence[Sentence]) -> tuple[list[Claim], list[Sentence]]:
        """The claims in text order, and the sentences with how many claims each gives or why it gives none."""
        claims: list[Claim] = []
        ledger: list[Sentence] = []
        for sentence in sentences:
            made, reason = self.of_sentence(sentence)
            claims += made
            ledger.append(replace(sentence, claims=len(made), reason=None if made else reason))
        unique = {c.id: c for c in reversed(claims)}
        return sorted(unique.values(), key=lambda c: (c.segments[0], c.segments)), ledger

    def of_sentence(self, sentence: Sentence) -> tuple[list[Claim], Reason | None]:
        """The claims of one sentence, or the reason why there are none."""
        pieces = self.pieces(sentence.span)
        framed = any(p.frame is not None for p in pieces)
        units = list(self.units(pieces, framed))
        made, reason = [], Reason.ACT_ONLY if framed else None
        for unit in units:
            segments = self.segmenter.segments(unit.spans, self.blocks[sentence.block].kind is BlockKind.LIST_ITEM)
            why_not = self.refuse(sentence, unit, segments, framed)
            if why_not is None:
                made.append(self.claim(sentence, unit, segments))
            elif reason is None:
                reason = why_not
        return made, reason or Reason.NO_WORDS

    def pieces(self, span: Span) -> list[Piece]:
        """The sentence cut at every boundary in it."""
        contents, frames, clauses = self.contents.over(span), self.frames.over(span), self.clauses.over(span)
        cuts = {span.start, span.end}
        for part, _ in (*contents, *frames, *clauses):
            cuts.update(at for at in part if span.start < at < span.end)
        edges = sorted(cuts)
        return [self._piece(Span(a, b), contents, frames, clauses) for a, b in pairwise(edges)]

    def _piece(self, span: Span, contents: list[_Entry], frames: list[_Entry], clauses: list[_Entry]) -> Piece:
        holders = [k for s, k in contents if s.contains(span)]
        owner = min(holders, key=lambda k: (self.sizes[k], k), default=DOCUMENT)
        around = sorted(((s.length, k, s) for s, k in clauses if s.contains(span)), key=lambda c: c[0])
        clause = around[0][1] if around else -1
        for _, _, inside in around:  # the document's own remark inside somebody's words
            if owner != DOCUMENT and self._remark(inside, owner):
                owner = DOCUMENT
        frame = next((k for s, k in frames if s.contains(span)), None)
        return Piece(span, owner, clause, frame)

    def _remark(self, clause: Span, owner: int) -> bool:
        words_of = clause.of(self.text)
        return (
            any(c.contains(clause) and c != clause for c in self.found[owner].content)
            and bool(_RELATIVE.match(words_of))
            and not _BACK_SHIFTED.search(words_of)
            and not self.segmenter.quoted(clause)
        )

    def units(self, pieces: list[Piece], framed: bool) -> Iterator[Unit]:
        """Pieces gathered by owner and clause; the document's own words also by the attributions that stand between them."""
        pieces = self._hosts(pieces)
        nested = {self.found[p.frame].via for p in pieces if p.frame is not None}
        grouped: dict[tuple[int, int, int], Unit] = {}
        stretch: dict[tuple[int, int], int] = defaultdict(int)
        for piece in pieces:
            if piece.frame is not None or piece.owner != DOCUMENT:
                for key in list(stretch):
                    if key[0] == DOCUMENT and (piece.frame is not None or key[1] == piece.clause):
                        stretch[key] += 1
            if piece.frame is not None:
                continue
            key2 = (piece.owner, piece.clause)
            part = stretch[key2] if piece.owner == DOCUMENT else 0
            scrap = framed if piece.owner == DOCUMENT else piece.owner in nested
            unit = grouped.setdefault((*key2, part), Unit(*key2, [], scrap))
            unit.spans.append(piece.span)
        yield from sorted(grouped.values(), key=lambda u: u.spans[0])

    def _hosts(self, pieces: list[Piece]) -> list[Piece]:
        """Give sources and cues to the host claims that need them: what ends one, and the subject that one shares."""
        made, k = list(pieces), 0
        while k < len(made):
            if made[k].frame is None:
                k += 1
                continue
            last = self._last_of_frame(made, k)
            if k and self._ends_a_host(made, k, last):
                for j in range(k, last + 1):
                    made[j] = replace(made[j], owner=made[k - 1].owner, clause=made[k - 1].clause, frame=None)
            elif (subject := self._shared_subject(made, k)) is not None:
                for j in range(k, subject):
                    made[j] = replace(made[j], frame=None)
                last = subject
            k = last + 1
        return made

    def _last_of_frame(self, pieces: list[Piece], first: int) -> int:
        """The last piece of the source and cue that begin at `first`, before content or another attribution."""
        last, of = first, pieces[first].frame
        for j in range(first, len(pieces)):
            if pieces[j].frame == of:
                last = j
            elif pieces[j].frame is not None or pieces[j].owner == of:
                break
        return last

    def _ends_a_host(self, pieces: list[Piece], first: int, last: int) -> bool:
        """Whether a clause runs into this source and cue, and the content follows: "…, amplifying warnings by the U.S." about X."""
        before, of = pieces[first - 1], pieces[first].frame
        said = before.span.of(self.text)
        if before.frame is not None or before.owner == of or not said.strip() or _CONNECTIVE_END.search(said):
            return False
        host = "".join(
            p.span.of(self.text) for p in pieces[:first] if (p.owner, p.clause) == (before.owner, before.clause)
        )
        return any(p.owner == of for p in pieces[last + 1 :]) and has_finite_verb(host)

    def _shared_subject(self, pieces: list[Piece], first: int) -> int | None:
        """The piece with a verb before the cue whose subject the source at `first` is too ("Wang met Lavrov and promised X")."""
        of = pieces[first].frame
        assert of is not None
        j = first
        while j < len(pieces) and pieces[j].frame == of:
            if any(c.contains(pieces[j].span) for c in self.found[of].cue):
                return None
            j += 1
        if j + 1 >= len(pieces) or pieces[j + 1].frame != of or pieces[j].clause != pieces[first].clause:
            return None
        said = pieces[j].span.of(self.text)
        return None if _SUBORDINATE.match(said) or not has_finite_verb(said) else j

    def refuse(self, sentence: Sentence, unit: Unit, segments: Spans, framed: bool) -> Reason | None:
        """Why the unit is no claim; None where it is one."""
        said = " ".join(s.of(self.text) for s in segments)
        count = len(words(said))
        kind = self.blocks[sentence.block].kind
        if not count:
            return Reason.NO_WORDS
        if unit.owner != DOCUMENT:
            return Reason.ACT_ONLY if unit.scrap and not has_finite_verb(said) else None
        if unit.scrap:
            return None if has_finite_verb(said) and count > 2 else Reason.ACT_ONLY
        if said.rstrip("\"'”’» )").endswith("?"):
            return Reason.QUESTION
        if count > 1 and (has_finite_verb(said) or (may_have_finite_verb(said) and count > 2)):
            return None
        if unit.clause != -1:
            return None if count > 2 else Reason.FRAGMENT
        if count < 4 or said.endswith(":"):
            return Reason.LABEL
        return (
            None if kind in (BlockKind.TITLE, BlockKind.STANDFIRST, BlockKind.CAPTION) or count > 5 else Reason.FRAGMENT
        )

    def claim(self, sentence: Sentence, unit: Unit, segments: Spans) -> Claim:
        """The claim that the unit makes."""
        distance = hedged(" ".join(s.of(self.text) for s in segments))
        identity = claim_id(self.sha256, segments)
        if unit.owner == DOCUMENT:
            kind, by, confidence = AttributionKind.ASSERTED, self._intention(segments), ASSERTED_CONFIDENCE
            quotes: Spans = ()
        else:
            quoted = all(self.segmenter.quoted(s) for s in segments)
            kind, by = AttributionKind.QUOTED if quoted else AttributionKind.REPORTED, unit.owner
            quotes, confidence = self.segmenter.quotes(segments), self.found[by].confidence
            outer = chain(self.found, by)
            distance = distance or any(not self.found[k].source for k in outer)
        return Claim(identity, sentence.block, segments, kind, by, distance, quotes, confidence)

    def _intention(self, segments: Spans) -> int | None:
        return next((k for s in segments for cue, k in self.intentions.over(s) if s.contains(cue)), None)


_Entry = tuple[Span, int]


class _Index:
    """Spans with a number each, asked for those that overlap a span: sorted by start, with the longest length as the margin."""

    def __init__(self, entries: list[_Entry]) -> None:
        self.entries = sorted(entries)
        self.starts = [s.start for s, _ in self.entries]
        self.reach: list[int] = []  # the furthest end so far: sorted, so bisection finds where to begin
        for span, _ in self.entries:
            self.reach.append(max(span.end, self.reach[-1] if self.reach else 0))

    def over(self, span: Span) -> list[_Entry]:
        """The entries that overlap the span."""
        first, last = bisect_right(self.reach, span.start), bisect_left(self.starts, span.end)
        return [e for e in self.entries[first:last] if e[0].overlaps(span)]
