"""Cues that name no source: *reportedly*, *is said to*, *it is believed* (section 3 of the standard).

Annotated texts have few of them. If no other source stands, they make what they are in a reported claim; an act of speech that is
itself hearsay ("he reportedly warned") is nested in an attribution of the hearsay.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from claimsdb.english.analysis import Analysis
from claimsdb.english.listed import either, listed
from claimsdb.model.attribution import Spans
from claimsdb.model.intervals import Intervals
from claimsdb.model.spans import Span, without
from claimsdb.normalizer.attribution.tagger import Read, Tagged

SCORE = 0.8
"""The score of an attribution by this rule, for which no model has one."""
NEAR = 40
"""Maximum number of code points between two pieces of a claim that a cue stands between."""
_BE = r"(?:is|are|was|were|(?:has|have|had) been)(?: (?:also|now|still|widely|generally|commonly))?"
_KNOWN = rf"(?:{either(listed('hedges', 'hearsay'))})"
_ADVERB = re.compile(r"\breportedly\b", re.IGNORECASE)
_CUE = re.compile(rf"{_ADVERB.pattern}|\bit {_BE} {_KNOWN}(?= that\b)|\b{_BE} {_KNOWN}(?= to\b)", re.IGNORECASE)


def hearsay(text: str, read: Sequence[Read], found: Sequence[Tagged]) -> tuple[list[Read], list[Tagged]]:
    """The claims without the cues of hearsay in those that belong to nobody, and the attributions with one for each of these."""
    claims, made = list(read), list(found)
    owners = {claim: k for k, one in enumerate(found) for claim in one.owns}
    cues = Intervals((cue, k) for k, one in enumerate(found) for cue in one.cue)
    for number, one in enumerate(read):
        cue, owner = _cue(text, one.pieces), owners.get(number)
        if cue is None:
            continue
        pieces = without(text, one.pieces, [cue])
        known = {k for _, k in cues.over(cue)}
        if not pieces or known - {owner} or (owner is not None and (owner not in known or found[owner].source)):
            continue
        claims[number] = replace(one, pieces=pieces)
        if owner is not None:
            made[owner] = replace(found[owner], cue=(cue,), content=pieces)
        else:
            why = ("hearsay: a cue that names no source, in a claim of nobody",)
            made.append(Tagged((), (cue,), pieces, SCORE, owns=(number,), why=why))
    return claims, made


def apart(analysis: Analysis, found: Sequence[Tagged]) -> list[Tagged]:
    """The attributions with *reportedly* removed from their cues, in order, followed by new ones around them with it as their cue."""
    text = analysis.text
    made: list[Tagged] = []
    outer: list[Tagged] = []
    for one in found:
        pieces = [*one.source, *one.cue, *one.content]
        match = next((m for piece in one.cue for m in _ADVERB.finditer(text, *piece)), None)
        whole = Span(min(pieces).start, max(p.end for p in pieces))
        here = analysis.sentence(whole.start)
        adverb = Span(0, 0) if match is None else Span(*match.span())
        rest = without(text, one.cue, [adverb])
        if match is None or not one.source or not rest or here is None or not here.span.contains(whole):
            made.append(one)
            continue
        made.append(replace(one, cue=rest))
        why = ("hearsay: *reportedly* is a cue around the act of speech that it qualifies",)
        outer.append(Tagged((), (adverb,), without(text, [whole], [adverb]), one.score, why=why))
    return [*made, *outer]


def _cue(text: str, pieces: Spans) -> Span | None:
    """The first cue of hearsay in the pieces, or between two that are near each other."""
    gaps = (Span(a.end, b.start) for a, b in pairwise(pieces))
    for span in sorted([*pieces, *(gap for gap in gaps if gap.length <= NEAR)]):
        if match := _CUE.search(text, *span):
            return Span(*match.span())
    return None
