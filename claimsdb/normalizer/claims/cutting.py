"""A sentence cut where a content, a source, a cue or a clause begins or ends, each piece with its owner.

The owner of a piece is the innermost statement or belief whose content holds it, or nobody (`DOCUMENT`), which is the document's own voice.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from claimsdb.english.clauses import begins_with_verb, goes_on, has_finite_verb, is_phrase, may_have_finite_verb
from claimsdb.model.attribution import Attribution, CueType, Spans, chain
from claimsdb.model.spans import Span
from claimsdb.normalizer.claims.contents import empty
from claimsdb.normalizer.claims.segments import Segmenter

DOCUMENT = -1
"""The owner of what the document says in its own voice."""

_RELATIVE = re.compile(
    r"\W*(?:(?:(?:all|many|most|some|both|none|one|two|several) )?(?:of|in|to|for|on|by|with|from) )?(?:which|who|whose|whom|where)\b",
    re.IGNORECASE,
)
_TOLD = re.compile(r",\s+((?:who|which|whose|whom|where)\s+[^\s,]+\s[^,]*[^\s,])")
_SET_OFF = tuple(",–—-(")
_BACK_SHIFTED = re.compile(r"\b(?:would|had)\b")
_CONNECTIVE_END = re.compile(
    r"(?:[,;:–—]|\b(?:and|but|or|as|that|because|if|so|yet|when|while|although|though|after|before)(?:\s(?:on|in|at|by)(?:\s[\w’'-]+){1,4})?)\W*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a sentence with one owner, in one clause (-1: the main one); `frame` says of which attribution it is source or cue."""

    span: Span
    owner: int
    clause: int
    frame: int | None


def _told_of_sources(text: str, found: Sequence[Attribution], known: set[int]) -> Iterator[Span]:
    """The relative clauses between commas inside sources that are no clauses yet: "Mr. Ito, *who leads the party*, said"."""
    for source in sorted({s for a in found for s in a.source}):
        for m in _TOLD.finditer(text, *source):
            if m.start(1) not in known:
                yield Span(*m.span(1))


class Cutter:
    """Cuts the sentences of one document."""

    def __init__(self, text: str, found: Sequence[Attribution], clauses: Spans, segmenter: Segmenter) -> None:
        self.text, self.found, self.segmenter = text, found, segmenter
        speech = [k for k, a in enumerate(found) if a.cue_type is not CueType.INTENTION and empty(text, a) is None]
        self._sizes = {k: sum(s.length for s in found[k].content) for k in speech}
        self._contents = Index([(s, k) for k in speech for s in found[k].content])
        self._frames = Index([(s, k) for k in speech for s in (*found[k].source, *found[k].cue)])
        told = _told_of_sources(text, found, {s.start for s in clauses})
        self._clauses = Index([(s, k) for k, s in enumerate((*clauses, *told))])

    def pieces(self, span: Span) -> list[Piece]:
        """The pieces of the sentence at `span`, in order, with no gap between them."""
        contents, frames, clauses = self._contents.over(span), self._frames.over(span), self._clauses.over(span)
        cuts = {span.start, span.end}
        for part, _ in (*contents, *frames, *clauses):
            cuts.update(at for at in part if span.start < at < span.end)
        made = [self._piece(Span(a, b)) for a, b in pairwise(sorted(cuts))]
        return self._hosts(self._tails(self._verbs(made)))

    def holder(self, span: Span) -> int:
        """The innermost statement or belief whose content holds the span, or `DOCUMENT`."""
        holders = [k for s, k in self._contents.over(span) if s.contains(span)]
        return min(holders, key=lambda k: (self._sizes[k], k), default=DOCUMENT)

    def _piece(self, span: Span) -> Piece:
        frames, clauses = self._frames.over(span), self._clauses.over(span)
        owner = self.holder(span)
        around = sorted(((s.length, k, s) for s, k in clauses if s.contains(span)), key=lambda c: c[0])
        if owner != DOCUMENT and any(self._remark(inside, owner) for _, _, inside in around):
            owner = DOCUMENT
        frame = next((k for s, k in frames if s.contains(span)), None)
        if frame is not None and any(self._aside(inside, frame) for _, _, inside in around):
            return Piece(span, DOCUMENT, around[0][1], None)
        return Piece(span, owner, around[0][1] if around else -1, frame)

    def _aside(self, clause: Span, frame: int) -> bool:
        """Whether the clause tells something of a source beside it: "Mr. Ito, *who leads the party*, said"."""
        words = clause.of(self.text)
        before = self.text[max(clause.start - 2, 0) : clause.start].rstrip()
        return (
            any(s.contains(clause) and s != clause for s in self.found[frame].source)
            and before[-1:] in _SET_OFF
            and bool(_RELATIVE.match(words))
            and words.count(" ") > 1
        )

    def _remark(self, clause: Span, owner: int) -> bool:
        """Whether the clause is the document's own remark inside somebody's words."""
        words = clause.of(self.text)
        return (
            any(c.contains(clause) and c != clause for c in self.found[owner].content)
            and bool(_RELATIVE.match(words))
            and not _BACK_SHIFTED.search(words)
            and not self.segmenter.quoted(clause)
        )

    def _verbs(self, pieces: list[Piece]) -> list[Piece]:
        """Give a content without a verb the one behind its relative clause ("the party, which leads, *is wavering*")."""
        made = list(pieces)
        latest: dict[int, int] = {}  # the last piece so far of each clause
        for k, piece in enumerate(made):
            at = latest.get(piece.clause, k)
            latest[piece.clause] = k
            before = made[at]
            if at >= k - 1 or before.owner == DOCUMENT or before.frame is not None:
                continue
            free = piece.owner == DOCUMENT and piece.frame is None
            if (
                free
                and begins_with_verb(piece.span.of(self.text).lstrip(", "))
                and not may_have_finite_verb(before.span.of(self.text))
            ):
                made[k] = replace(piece, owner=before.owner)
        return made

    def _tails(self, pieces: list[Piece]) -> list[Piece]:
        """Give a content what goes on from it without a verb of its own ("…, easing the limits", "as well as X")."""
        made = list(pieces)
        for k, (before, piece) in enumerate(pairwise(made)):
            if piece.frame is not None or before.frame is not None or before.owner == DOCUMENT:
                continue
            outside = piece.owner == DOCUMENT or piece.owner in chain(self.found, before.owner)
            if outside and piece.clause == before.clause and goes_on(piece.span.of(self.text)):
                made[k + 1] = replace(piece, owner=before.owner)
        return made

    def _hosts(self, pieces: list[Piece]) -> list[Piece]:
        """Give sources and cues to the host claims that need them: what ends one, and the subject that one shares."""
        made, k = list(pieces), 0
        while k < len(made):
            if made[k].frame is None:
                k += 1
                continue
            last = self._last_of_frame(made, k)
            if k and self._ends_a_host(made, k, last):
                for j in range(k, self._relative(made, k, last)):
                    made[j] = replace(made[j], owner=made[k - 1].owner, clause=made[k - 1].clause, frame=None)
            elif (verb := self._shared_subject(made, k)) is not None:
                for j in range(k, verb):
                    made[j] = replace(made[j], frame=None)
                last = verb
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

    def _relative(self, pieces: list[Piece], first: int, last: int) -> int:
        """Where the relative pronoun of a source stands ("met X, *who* said"), from which on nothing is the host's; else past `last`."""
        return next((j for j in range(first, last + 1) if _RELATIVE.fullmatch(pieces[j].span.of(self.text))), last + 1)

    def _ends_a_host(self, pieces: list[Piece], first: int, last: int) -> bool:
        """Whether a clause runs into this source and cue, and the content follows: "…, amplifying warnings by the U.S." about X."""
        before, of = pieces[first - 1], pieces[first].frame
        said = before.span.of(self.text)
        if before.frame is not None or before.owner == of or not said.strip():
            return False
        if _CONNECTIVE_END.search(said) and not (
            said.rstrip().endswith(",") and is_phrase(pieces[first].span.of(self.text))
        ):
            return False
        host = [p.span.of(self.text) for p in pieces[:first] if (p.owner, p.clause) == (before.owner, before.clause)]
        return any(p.owner == of for p in pieces[last + 1 :]) and has_finite_verb("".join(host))

    def _shared_subject(self, pieces: list[Piece], first: int) -> int | None:
        """The piece with a verb before the cue whose subject the source at `first` is too ("Wang met Lavrov and promised X")."""
        of = pieces[first].frame
        assert of is not None
        j = first
        while j < len(pieces) and pieces[j].frame == of:
            if any(c.contains(pieces[j].span) for c in self.found[of].cue):
                return None
            j += 1
        while j < len(pieces) and pieces[j].frame is None and self._beside(pieces[j], pieces[first]):
            j += 1
        if j + 1 >= len(pieces) or pieces[j + 1].frame != of or pieces[j].clause != pieces[first].clause:
            return None
        return j if begins_with_verb(pieces[j].span.of(self.text)) else None

    def _beside(self, piece: Piece, subject: Piece) -> bool:
        """Whether a piece only tells something of the subject beside it, or is the comma around that."""
        return piece.clause != subject.clause or not any(c.isalnum() for c in piece.span.of(self.text))


Entry = tuple[Span, int]


class Index:
    """Spans with a number each, asked for those that overlap a span."""

    def __init__(self, entries: list[Entry]) -> None:
        self._entries = sorted(entries)
        self._starts = [s.start for s, _ in self._entries]
        self._reach: list[int] = []  # the furthest end so far: sorted, so that bisection finds where to begin
        for span, _ in self._entries:
            self._reach.append(max(span.end, self._reach[-1] if self._reach else 0))

    def over(self, span: Span) -> list[Entry]:
        """The entries that overlap the span, in order."""
        first, last = bisect_right(self._reach, span.start), bisect_left(self._starts, span.end)
        return [e for e in self._entries[first:last] if e[0].overlaps(span)]
