"""Cut a sentence wherever a content, a source, a cue or a clause begins or ends, and find the owner of each cut.

The owner of a cut is the innermost statement or belief whose content contains it; a cut without an owner is in the document's own voice. A
layout (a turn, an answer) is a voice too: inside it, what no cue attributes is its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from claimsdb.english.analysis import Analysis
from claimsdb.model.attribution import Attribution, CueType, Spans, chain, frame
from claimsdb.model.intervals import Intervals
from claimsdb.model.spans import Span, merge, strip
from claimsdb.normalizer.claims.segments import Segmenter

Owner = int
"""An attribution, by its index."""

_RELATIVE = re.compile(
    r"\W*(?:(?:(?:all|many|most|some|both|none|one|two|several) )?(?:of|in|to|for|on|by|with|from) )?(?:which|who|whose|whom|where)\b",
    re.IGNORECASE,
)
_TOLD = re.compile(r",\s+((?:who|which|whose|whom|where)\s+[^\s,]+\s[^,]*[^\s,])")
_SET_OFF = tuple(",–—-(")
_BACK_SHIFTED = frozenset(["would", "had"])
_CONNECTIVE_END = re.compile(
    r"(?:(?<!\W)(?>\W*?[,;:–—])|\b(?:and|but|or|as|that|because|if|so|yet|when|while|although|though|after|before)(?:\s(?:on|in|at|by)(?:\s[\w’'-]++){1,4})?)\W*+$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Cut:
    """A stretch of a sentence with one owner, in one clause.

    `owner` is None for the document, `clause` is None for the main one; `frame` is the attribution whose source or cue it is.
    """

    span: Span
    owner: Owner | None
    clause: int | None
    frame: Owner | None


def _told_of_sources(text: str, found: Sequence[Attribution], known: set[int]) -> Iterator[Span]:
    """The relative clauses between commas inside sources that are not among the `known` clauses: "Mr. Ito, *who leads the party*, said"."""
    for source in sorted({s for a in found for s in a.source}):
        for m in _TOLD.finditer(text, *source):
            if m.start(1) not in known:
                yield Span(*m.span(1))


class Cutter:
    """Cuts the sentences of one document."""

    def __init__(self, analysis: Analysis, found: Sequence[Attribution], clauses: Spans, segmenter: Segmenter) -> None:
        self.analysis, self.found, self.segmenter = analysis, found, segmenter
        self.text = analysis.text
        speech = [k for k, a in enumerate(found) if a.cue_type is not CueType.INTENTION and a.empty is None]
        self._sizes = {k: sum(s.length for s in found[k].content) for k in speech}
        self._contents = Intervals((s, k) for k in speech for s in found[k].content)
        by_cue = [k for k in speech if found[k].layout is None]
        self._frames = Intervals((s, k) for k in by_cue for s in (*found[k].source, *found[k].cue))
        told = _told_of_sources(self.text, found, {s.start for s in clauses})
        self._clauses = Intervals((s, k) for k, s in enumerate((*clauses, *told)))

    def cuts(self, span: Span) -> list[Cut]:
        """The cuts of the sentence at `span`, in order, with no gap between them."""
        contents, frames, clauses = self._contents.over(span), self._frames.over(span), self._clauses.over(span)
        edges = {span.start, span.end}
        for part, _ in (*contents, *frames, *clauses):
            edges.update(at for at in part if span.start < at < span.end)
        made = [self._cut(Span(a, b)) for a, b in pairwise(sorted(edges))]
        return self._hosts(self._tails(self._verbs(made)))

    def holder(self, span: Span) -> Owner | None:
        """The innermost statement or belief whose content contains the span."""
        holders = (k for _, k in self._contents.around(span))
        return min(holders, key=lambda k: (self._sizes[k], k), default=None)

    def gives(self, owner: Owner, at: int) -> bool:
        """Whether what is at an offset is in the content of an attribution."""
        return any(k == owner for _, k in self._contents.around(Span(at, at)))

    def is_voice(self, owner: Owner | None) -> bool:
        """Whether the owner is the document, or somebody to whom its layout gives all that no cue attributes."""
        return owner is None or self.found[owner].layout is not None

    def _cut(self, span: Span) -> Cut:
        owner = self.holder(span)
        around = sorted(self._clauses.around(span), key=lambda c: c[0].length)
        clause = around[0][1] if around else None
        if owner is not None and not self.is_voice(owner) and any(self._remark(inside, owner) for inside, _ in around):
            owner = frame(self.found, owner)
        part = next((k for _, k in self._frames.around(span)), None)
        if part is not None and any(self._aside(inside, part) for inside, _ in around):
            return Cut(span, frame(self.found, part), clause, None)
        return Cut(span, owner, clause, part)

    def _aside(self, clause: Span, frame: Owner) -> bool:
        """Whether the clause is about a source next to it: "Mr. Ito, *who leads the party*, said"."""
        words = clause.of(self.text)
        before = self.text[max(clause.start - 2, 0) : clause.start].rstrip()
        return (
            any(s.contains(clause) and s != clause for s in self.found[frame].source)
            and before[-1:] in _SET_OFF
            and bool(_RELATIVE.match(words))
            and words.count(" ") > 1
        )

    def _remark(self, clause: Span, owner: Owner) -> bool:
        """Whether the clause is the document's own remark inside somebody's words."""
        words = clause.of(self.text)
        return (
            any(c.contains(clause) and c != clause for c in self.found[owner].content)
            and bool(_RELATIVE.match(words))
            and _BACK_SHIFTED.isdisjoint(words.lower().split())
            and not self.segmenter.quoted(clause)
        )

    def _verbs(self, cuts: list[Cut]) -> list[Cut]:
        """Give a content without a verb the verb after its relative clause ("the party, which leads, *is wavering*")."""
        made = list(cuts)
        latest: dict[int | None, int] = {}  # the last cut of each clause so far
        for k, cut in enumerate(made):
            at = latest.get(cut.clause, k)
            latest[cut.clause] = k
            before = made[at]
            if at >= k - 1 or self.is_voice(before.owner) or before.frame is not None:
                continue
            free = self.is_voice(cut.owner) and cut.frame is None
            if (
                free
                and self.analysis.words(strip(self.text, cut.span, ", ")).begins_with_verb()
                and not self.analysis.words(before.span).may_have_finite_verb()
            ):
                made[k] = replace(cut, owner=before.owner)
        return made

    def _tails(self, cuts: list[Cut]) -> list[Cut]:
        """Give a content its continuation that has no verb of its own ("…, easing the limits", "as well as X")."""
        made = list(cuts)
        for k, (before, cut) in enumerate(pairwise(made)):
            if cut.frame is not None or before.frame is not None or before.owner is None or self.is_voice(before.owner):
                continue
            outside = cut.owner is None or cut.owner in chain(self.found, before.owner)
            if outside and cut.clause == before.clause and self.analysis.words(cut.span).goes_on():
                made[k + 1] = replace(cut, owner=before.owner)
        return made

    def _hosts(self, cuts: list[Cut]) -> list[Cut]:
        """Give sources and cues to the host claims that need them: as the end of a claim, or as a subject that it shares."""
        made, k = list(cuts), 0
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

    def _last_of_frame(self, cuts: list[Cut], first: int) -> int:
        """The last cut of the source and cue that begin at `first`, before content or another attribution."""
        last, of = first, cuts[first].frame
        for j in range(first, len(cuts)):
            if cuts[j].frame == of:
                last = j
            elif cuts[j].frame is not None or cuts[j].owner == of:
                break
        return last

    def _relative(self, cuts: list[Cut], first: int, last: int) -> int:
        """The index of a source's relative pronoun ("met X, *who* said"), which ends the host's part; else the one after `last`."""
        return next((j for j in range(first, last + 1) if _RELATIVE.fullmatch(cuts[j].span.of(self.text))), last + 1)

    def _ends_a_host(self, cuts: list[Cut], first: int, last: int) -> bool:
        """Whether a clause runs into this source and cue, and the content follows: "…, amplifying warnings by the U.S." about X."""
        before, of = cuts[first - 1], cuts[first].frame
        said = before.span.of(self.text)
        if before.frame is not None or before.owner == of or not said.strip():
            return False
        if _CONNECTIVE_END.search(said) and not (
            said.rstrip().endswith(",") and self.analysis.words(cuts[first].span).is_phrase()
        ):
            return False
        host = merge(p.span for p in cuts[:first] if (p.owner, p.clause) == (before.owner, before.clause))
        return any(p.owner == of for p in cuts[last + 1 :]) and self.analysis.words(*host).has_finite_verb()

    def _shared_subject(self, cuts: list[Cut], first: int) -> int | None:
        """The index of the cut with a verb before the cue, if its subject is the source at `first` ("Wang met Lavrov and promised X")."""
        of = cuts[first].frame
        assert of is not None
        j = first
        while j < len(cuts) and cuts[j].frame == of:
            if any(c.contains(cuts[j].span) for c in self.found[of].cue):
                return None
            j += 1
        while j < len(cuts) and cuts[j].frame is None and self._beside(cuts[j], cuts[first]):
            j += 1
        if j + 1 >= len(cuts) or cuts[j + 1].frame != of or cuts[j].clause != cuts[first].clause:
            return None
        return j if self.analysis.words(cuts[j].span).begins_with_verb() else None

    def _beside(self, cut: Cut, subject: Cut) -> bool:
        """Whether a cut is only about the subject next to it, or is the comma after that."""
        return cut.clause != subject.clause or not any(c.isalnum() for c in cut.span.of(self.text))
