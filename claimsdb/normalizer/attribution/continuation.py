"""Assign quotations to attributions: a quotation without a cue continues the speech before it.

Only outermost quotations count; they are disjoint and in order.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from claimsdb.english.quotations import MARKS, Quotation
from claimsdb.model.spans import Span
from claimsdb.normalizer.attribution.drafts import Draft

SPEECH = 5  # minimum number of words of speech; a shorter quotation is speech if it ends with a mark
_ENDS = (".", ",", "?", "!", "…", "—")
_STOPS = (".", "?", "!", "…", ":")
_MARKS = MARKS + " "
_PAUSES = _MARKS + "\t*•-"


def is_speech(text: str, quotation: Quotation) -> bool:
    """Whether the quotation is somebody's speech rather than a word or a name between marks."""
    if quotation.depth:
        return False
    inner = quotation.span.of(text).strip(_MARKS)
    return inner.endswith(_ENDS) or len(inner.split(maxsplit=SPEECH)) >= SPEECH


def carry_on(text: str, blocks: Sequence[Span], made: Sequence[Draft], speeches: Sequence[Span]) -> None:
    """Give each quotation without an attribution to the draft whose speech it continues. `blocks` are the claim-bearing blocks, in order.

    A quotation continues the speech before it in its block if it begins a sentence, the speech of the block before if
    it is all of its own block, and any draft that announces it ("He said:").
    """
    starts = [b.start for b in blocks]
    contents = sorted(((c, k) for k, d in enumerate(made) for c in d.content), key=lambda c: c[0].start)
    taken = at = 0
    around: list[tuple[Span, int]] = []
    announced: Draft | None = None
    speaker: Draft | None = None
    spoke = -2
    for span in speeches:
        block = bisect_right(starts, span.start) - 1
        while at < len(made) and made[at].cue.start < span.start:
            announced = made[at] if made[at].expects else None
            at += 1
        while taken < len(contents) and contents[taken][0].start < span.end:
            around.append(contents[taken])
            taken += 1
        around = [c for c in around if c[0].end > span.start]
        before = _last(text, blocks[block].start, span.start)
        if around:
            speaker, spoke = made[around[0][1]], block
        elif announced is not None:
            speaker, spoke = announced, block
            announced.content.append(span)
            announced.expects = False
            announced.why.append("it announces the quotation that follows")
        elif speaker is not None and (
            before in _STOPS
            if spoke == block
            else spoke == block - 1 and not before and not text[span.end : blocks[block].end].strip()
        ):
            speaker.content.append(span)
            speaker.why.append("a quotation without a cue of its own carries it on")
            spoke = block


def _last(text: str, start: int, end: int) -> str:
    """The last character in the range that is not a quotation mark, a bullet or white space; empty if there is none."""
    return next((text[k] for k in range(end - 1, start - 1, -1) if text[k] not in _PAUSES), "")
