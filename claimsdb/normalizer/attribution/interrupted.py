"""Sentences that their own attribution interrupts (“The talks,” he said, “went well.”): one claim of several pieces (section 2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from claimsdb.english.analysis import Analysis
from claimsdb.english.quotations import CLOSING, OPENING
from claimsdb.model.attribution import Spans
from claimsdb.model.intervals import Intervals
from claimsdb.model.spans import Span, subtract, without
from claimsdb.normalizer.attribution.tagger import Read, Tagged

NEAR = 40
"""Maximum number of code points between, besides those of the words that attribute ("on Monday")."""
_MARKS = frozenset(OPENING + CLOSING)
_PAUSES = " \t\r\n,;:"
_ENDS = ".!?"


def resumed(analysis: Analysis, read: Sequence[Read], found: Sequence[Tagged]) -> tuple[list[Read], list[Tagged]]:
    """The claims, of which one that goes on behind the words that attribute it is joined, and the attributions with its number.

    A claim that was read over words that attribute, from one quotation to the next, leaves them out.
    """
    read = _parted(analysis, read, found)
    heads = list(range(len(read)))  # the claim that each one continues, or itself
    blocks = Intervals.of(analysis.bearing)
    for one in found:
        for before, after in pairwise(one.owns):
            both = Span(read[before].pieces[-1].start, read[after].pieces[0].end)
            if blocks.around(both) and _goes_on(analysis, read[before], read[after], one):
                heads[after] = heads[before]
    kept = [k for k, head in enumerate(heads) if head == k]
    number = {k: n for n, k in enumerate(kept)}
    pieces = {k: read[k].pieces for k in kept}
    for k, head in enumerate(heads):
        if head != k:
            pieces[head] = (*pieces[head], *read[k].pieces)
    owns = ((one, tuple(dict.fromkeys(number[heads[k]] for k in one.owns))) for one in found)
    return [replace(read[k], pieces=pieces[k]) for k in kept], [replace(one, owns=own) for one, own in owns]


def _parted(analysis: Analysis, read: Sequence[Read], found: Sequence[Tagged]) -> list[Read]:
    """The claims without what stands in them between two quotations, if it is little more than the words that attribute one of them."""
    cues = Intervals((one.cue[0], one) for one in found if one.cue)
    quoted = [q.span for q in analysis.quotations if not q.depth]
    gaps = []
    for before, after in pairwise(quoted):
        gap = Span(before.end, max(after.start, before.end))
        if gap.length and any(_is_tag(analysis.text, gap, one) for _, one in cues.over(gap)):
            gaps.append(gap)
    inside = Intervals.of(gaps)
    made = []
    for one in read:
        over = [gap for piece in one.pieces for gap, _ in inside.over(piece) if piece.contains(gap)]
        made.append(replace(one, pieces=without(analysis.text, one.pieces, over)) if over else one)
    return made


def _is_tag(text: str, gap: Span, by: Tagged) -> bool:
    """Whether the gap is one sentence's, begins with the words that attribute, and contains little else."""
    said, between = (*by.source, *by.cue), _between(text, gap, by)
    if not by.source or between is None or not all(gap.contains(s) for s in said):
        return False
    return not text[gap.start : min(s.start for s in said)].strip(_PAUSES)


def _between(text: str, gap: Span, by: Tagged) -> Spans | None:
    """What is in a gap besides the words that attribute; None if it is long or ends a sentence."""
    left = subtract(gap, sorted((*by.source, *by.cue)))
    if sum(s.length for s in left) > NEAR or any(c in _ENDS for s in left for c in s.of(text)):
        return None
    return tuple(left)


def _goes_on(analysis: Analysis, one: Read, other: Read, by: Tagged) -> bool:
    """Whether little but the words that attribute is between two claims, and the second goes on with the first one's clause."""
    text = analysis.text
    before, after = one.pieces[-1], other.pieces[0]
    gap = Span(before.end, after.start)
    if gap.length < 1 or not any(gap.contains(s) for s in by.cue):
        return False
    between = _between(text, gap, by)
    if between is None:
        return False
    if not any(s.of(text).strip(_PAUSES) for s in between) and _lacks_verb(analysis, one, other):
        return True
    last = before.of(text) + (between[0].of(text) if between and between[0].start == gap.start else "")
    first = (between[-1].of(text) if between and between[-1].end == gap.end else "")[-4:] + after.of(text)
    closed = any(c in _MARKS for c in last[-4:]) and not any(c in _ENDS for c in last.rstrip()[-3:])
    word = next((c for c in after.of(text) if c.isalnum()), "")
    return closed and any(c in _MARKS for c in first[:8]) and word.islower()


def _lacks_verb(analysis: Analysis, one: Read, other: Read) -> bool:
    """Whether the first claim is less than a clause, and the second is not another one that is joined with it ("and …")."""
    joins = any(word.tag == "C" for word in analysis.words(other.pieces[0]).tokens[:1])
    return not joins and not analysis.words(*one.pieces).has_finite_verb()
