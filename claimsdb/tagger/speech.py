"""Quotations given to attributions: a content that touches one takes all of it, and one without a cue carries on the speech before.

Only outermost quotations count; they are disjoint and sorted, so that those at a place are found by bisection.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from claimsdb.quotations import Quotation
from claimsdb.spans import Span
from claimsdb.tagger.drafts import Draft
from claimsdb.tagger.words import Word

SPEECH = 5  # from so many words on a quotation is speech; a shorter one is, where a sentence's mark ends it
_REACH = 16  # words between speech and the verb of its attribution
_ENDS = (".", ",", "?", "!", "…", "—")
_MARKS = "“”„‟\"«»‹›'‘’` "


def is_speech(text: str, quotation: Quotation) -> bool:
    """Whether the quotation is somebody's speech rather than a word or a name between marks."""
    inner = quotation.span.of(text).strip(_MARKS)
    return quotation.depth == 0 and (inner.endswith(_ENDS) or len(inner.split(maxsplit=SPEECH)) >= SPEECH)


class Places:
    """Disjoint, sorted spans that can be asked for those at a place."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self.spans = spans
        self._starts = [s.start for s in spans]

    def touching(self, span: Span) -> Sequence[Span]:
        """Those that share a code point with the span."""
        first = max(bisect_right(self._starts, span.start) - 1, 0)
        last = bisect_left(self._starts, span.end)
        return [s for s in self.spans[first:last] if s.overlaps(span)]

    def limits(self, words: Sequence[Word]) -> list[int]:
        """For each word the index of the word where the span around it ends; one more than there are words where there is none."""
        limits = [len(words) + 1] * len(words)
        if not words:
            return limits
        starts = [w.start for w in words]
        for span in self.touching(Span(words[0].start, words[-1].end)):
            first, last = bisect_left(starts, span.start), bisect_left(starts, span.end)
            limits[first:last] = [last] * (last - first)
        return limits


def after_speech(words: Sequence[Word], at: int, limits: Sequence[int]) -> bool:
    """Whether the verb at `at` is the first one after speech that ends in a comma, so that its clause tells who spoke."""
    k = at
    while k > max(0, at - _REACH) and limits[k - 1] > len(words):
        if words[k - 1].tag in "VAMS":
            return False
        k -= 1
    return k >= 2 and limits[k - 1] == k and words[k - 2].form in (",", "?", "!", "—", "–")


def widen(draft: Draft, speeches: Places) -> None:
    """Let the contents take the whole of every quotation that they touch, unless the draft's own source or cue lies in it."""
    parts = [draft.cue, *draft.source]
    for k, piece in enumerate(draft.content):
        for speech in speeches.touching(piece):
            if not any(speech.overlaps(p) for p in parts):
                piece = Span(min(piece.start, speech.start), max(piece.end, speech.end))
        draft.content[k] = piece


def carry_on(text: str, blocks: Sequence[Span], made: Sequence[Draft], speeches: Places) -> None:
    """Give each quotation without an attribution to the draft whose speech it carries on. `blocks` bear claims, in order.

    A quotation carries on the speech before it in its block where a sentence begins with it, that of the block before where
    it is all of its block, and any draft that announces it ("He said:").
    """
    starts = [b.start for b in blocks]
    contents = sorted(((c, k) for k, d in enumerate(made) for c in d.content), key=lambda c: c[0].start)
    taken = at = 0
    around: list[tuple[Span, int]] = []
    announced: Draft | None = None
    speaker: Draft | None = None
    spoke = -2
    for span in speeches.spans:
        block = bisect_right(starts, span.start) - 1
        while at < len(made) and made[at].cue.start < span.start:
            announced = made[at] if made[at].expects else None
            at += 1
        while taken < len(contents) and contents[taken][0].start < span.end:
            around.append(contents[taken])
            taken += 1
        around = [c for c in around if c[0].end > span.start]
        before = text[blocks[block].start : span.start].rstrip(_MARKS + "\t*•-")
        if around:
            speaker, spoke = made[around[0][1]], block
        elif announced is not None:
            speaker, spoke = announced, block
            announced.content.append(span)
            announced.expects = False
        elif speaker is not None and (
            before.endswith((".", "?", "!", "…", ":"))
            if spoke == block
            else spoke == block - 1 and not before and not text[span.end : blocks[block].end].strip()
        ):
            speaker.content.append(span)
            spoke = block
