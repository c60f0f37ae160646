"""Sentences in quotation marks that their own attribution interrupts (“The talks,” he said, “went well.”): one claim (section 2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from claimsdb.english.quotations import CLOSING, OPENING
from claimsdb.model.spans import Span, subtract
from claimsdb.normalizer.attribution.tagger import Read, Tagged

NEAR = 40
"""Maximum number of code points between, besides those of the words that attribute ("on Monday")."""
_MARKS = frozenset(OPENING + CLOSING)


def resumed(text: str, read: Sequence[Read], found: Sequence[Tagged]) -> tuple[list[Read], list[Tagged]]:
    """The claims, of which one that goes on behind the words that attribute it is joined, and the attributions with its number."""
    heads = list(range(len(read)))  # the claim that each one continues, or itself
    for one in found:
        for before, after in zip(one.owns, one.owns[1:], strict=False):
            if _goes_on(text, read[before], read[after], one):
                heads[after] = heads[before]
    kept = [k for k, head in enumerate(heads) if head == k]
    number = {k: n for n, k in enumerate(kept)}
    pieces = {k: read[k].pieces for k in kept}
    for k, head in enumerate(heads):
        if head != k:
            pieces[head] = (*pieces[head], *read[k].pieces)
    owns = ((one, tuple(dict.fromkeys(number[heads[k]] for k in one.owns))) for one in found)
    return [replace(read[k], pieces=pieces[k]) for k in kept], [replace(one, owns=own) for one, own in owns]


def _goes_on(text: str, one: Read, other: Read, by: Tagged) -> bool:
    """Whether little but the words that attribute stands between, a quotation ends and begins there, and the sentence goes on."""
    gap = Span(one.pieces[-1].end, other.pieces[0].start)
    said = (*by.source, *by.cue)
    if gap.length < 1 or not any(gap.contains(s) for s in by.cue):
        return False
    between = [left.of(text) for left in subtract(gap, said)]
    if sum(map(len, between)) > NEAR or any(c in ".!?" for left in between for c in left):
        return False
    last = text[one.pieces[-1].start : one.pieces[-1].end] + between[0] if between else ""
    begins = (between[-1] if between else "") + other.pieces[0].of(text)
    closed = any(c in _MARKS for c in last[-4:]) and not any(c in ".!?" for c in last.rstrip()[-3:])
    word = next((c for c in begins if c.isalnum()), "")
    return closed and any(c in _MARKS for c in begins[:8]) and word.islower()
