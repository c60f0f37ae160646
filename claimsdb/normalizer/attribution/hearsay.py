"""Cues that name no source: *reportedly*, *is said to*, *it is believed*. Their content is the clause around them.

The corpus marks few of them, as its attributions have sources; the standard asks for them if there is no other source. An act of speech
that is itself hearsay ("he reportedly warned") is nested in an attribution of the hearsay.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from claimsdb.english.analysis import Analysis
from claimsdb.english.listed import either, listed
from claimsdb.model.intervals import Intervals
from claimsdb.model.spans import Span, strip, subtract
from claimsdb.normalizer.attribution.tagger import Tagged

SCORE = 0.8  # of a rule, for which no model has a score
_BE = r"(?:is|are|was|were|(?:has|have|had) been)(?: (?:also|now|still|widely|generally|commonly))?"
_KNOWN = rf"(?:{either(listed('hedges', 'hearsay'))})"
CUE = re.compile(rf"\breportedly\b|\bit {_BE} {_KNOWN}(?= that\b)|\b{_BE} {_KNOWN}(?= to\b)", re.IGNORECASE)
NEAR = 20  # maximum number of code points that a cue of hearsay has before the part that the model marked
_ADVERB = re.compile(r"\breportedly\b", re.IGNORECASE)
_PAUSES = ",;: \t\r\n"


def hearsay(analysis: Analysis, clauses: Sequence[Span], found: Sequence[Tagged]) -> list[Tagged]:
    """The attributions of hearsay in the document's own words, outside every attribution in `found`."""
    taken = Intervals.of(s for a in found for s in (*a.source, *a.cue, *a.content))
    among = Intervals.of(clauses)
    text, made = analysis.text, []
    for sentence in analysis.sentences:
        for match in CUE.finditer(text, *sentence.span):
            cue = Span(*match.span())
            around = min((c for c, _ in among.around(cue)), key=lambda c: c.length, default=sentence.span)
            if taken.over(around):
                continue
            inside = (c for c, _ in among.starting(around))
            inner = [c for c in inside if around.contains(c) and c != around and not c.contains(cue)]
            pieces = (_tidy(text, piece) for piece in subtract(around, [cue, *inner]))
            content = tuple(p for p in pieces if p.length and any(c.isalnum() for c in p.of(text)))
            if content:
                made.append(
                    Tagged((), (cue,), content, SCORE, why=("hearsay: a cue that names no source, for its clause",))
                )
    return made


def apart(analysis: Analysis, found: Sequence[Tagged]) -> list[Tagged]:
    """The attributions with *reportedly* removed from their cues, in order, followed by new ones around them with it as their cue."""
    text = analysis.text
    made: list[Tagged] = []
    outer: list[Tagged] = []
    for one in (_whole(text, each) for each in found):
        pieces = [*one.source, *one.cue, *one.content]
        match = next((m for piece in one.cue for m in _ADVERB.finditer(text, *piece)), None)
        whole = Span(min(pieces).start, max(p.end for p in pieces))
        here = analysis.sentence(whole.start)
        if match is None or not one.source or here is None or not here.span.contains(whole):
            made.append(one)
            continue
        adverb = Span(*match.span())
        rest = tuple(
            s for piece in one.cue for s in (strip(text, left) for left in subtract(piece, [adverb])) if s.length
        )
        if not rest:
            made.append(one)
            continue
        around = (strip(text, s) for s in subtract(whole, [adverb]))
        made.append(replace(one, cue=rest))
        why = ("hearsay: *reportedly* is a cue around the act of speech that it qualifies",)
        outer.append(Tagged((), (adverb,), tuple(s for s in around if s.length), one.score, why=why))
    return [*made, *outer]


def _whole(text: str, one: Tagged) -> Tagged:
    """The attribution with all words of a cue without a source ("*It* is believed")."""
    if one.source or len(one.cue) != 1:
        return one
    cue = one.cue[0]
    match = next((m for m in CUE.finditer(text, max(cue.start - NEAR, 0), cue.end + NEAR) if m.end() == cue.end), None)
    return replace(one, cue=(Span(match.start(), cue.end),)) if match is not None else one


def _tidy(text: str, span: Span) -> Span:
    """The span without pauses at its ends and without a final full stop."""
    span = strip(text, span, _PAUSES)
    return Span(span.start, span.end - 1) if span.length and text[span.end - 1] == "." else span
