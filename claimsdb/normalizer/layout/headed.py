"""Passages under a label that names their source: "The council’s view, as told by Ann Lee. The bridge is safe. …"."""

from __future__ import annotations

import re

from claimsdb.english.analysis import Analysis
from claimsdb.english.cues import knows
from claimsdb.english.lexicon import default
from claimsdb.english.words import FINITE
from claimsdb.model.attribution import AttributionKind
from claimsdb.model.spans import Span, strip
from claimsdb.normalizer.layout.frames import Found, Frame

_PARTICIPLE = frozenset("X")
_HEADED = re.compile(
    r"[^.!?:;“\"]{0,100}?,? (?P<cue>(?P<as>as )?(?P<told>\w+) by|according to)"
    r" (?P<source>(?:the )?[A-Z][^.!?:;“\"]{1,60})[.:]\s+(?=[A-Z“\"])"
)


def headed(analysis: Analysis) -> Found:
    """Passages under a label in their own block."""
    return Found([frame for block in analysis.bearing if (frame := _headed(analysis, block)) is not None])


def _headed(analysis: Analysis, block: Span) -> Frame | None:
    """The frame of a block that begins with a label: a line without any verb except its participle."""
    found = _HEADED.match(analysis.text, *block)
    if found is None:
        return None
    cue, source = Span(*found.span("cue")), Span(*found.span("source"))
    words = analysis.words(Span(block.start, source.end)).tokens
    told = {w.start for w in words if w.start == found.start("told") and default().classes.may_be(w.form, _PARTICIPLE)}
    if found["told"] and not (told and (found["as"] or knows(found["told"]))):
        return None
    if any(w.tag in FINITE and w.start not in told for w in words):
        return None
    label = strip(analysis.text, Span(block.start, found.end()))
    return Frame(
        source=(source,),
        content=(Span(found.end(), block.end),),
        why="a label names the source of the passage",
        labels=(label,),
        cue=(cue,),
        kind=AttributionKind.REPORTED,
    )
