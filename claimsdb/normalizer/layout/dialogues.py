"""Dialogue behind dashes: "―It did, Patsy answered. My father saw it."."""

from __future__ import annotations

import re

from claimsdb.english.analysis import Analysis
from claimsdb.english.cues import cue_type, knows
from claimsdb.english.letters import latin
from claimsdb.model.attribution import CueType, Spans
from claimsdb.model.document import BlockKind
from claimsdb.model.spans import Span, strip, subtract
from claimsdb.normalizer.layout.frames import Found, Frame

FEWEST = 2  # minimum number of lines behind dashes, of which half tell who speaks
_DASH = re.compile(r"[―—–]\s?(?=\S)")
_WHO = latin(
    r"(?:(?:the|an?|my|his|her|old|young) ){0,2}(?:[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,3}|[a-z][\w-]+(?: [a-z][\w-]+)?)"
)
_BEFORE = r"(?:(?<=[,?!…])|(?<=, )|(?<=\w) —) ?"
_TAGS = (
    re.compile(rf"{_BEFORE}(?P<cue>[a-z]+) (?P<source>{_WHO})(?:[.,]|$)"),
    re.compile(rf"{_BEFORE}(?P<source>{_WHO}) (?P<cue>[a-z]+)(?:[.,]|$)"),
)
_WHY = "a line behind a dash is speech"


def dialogue(analysis: Analysis) -> Found:
    """The speech behind dashes, without what tells who speaks."""
    text = analysis.text
    frames, tagged = [], 0
    for block in analysis.blocks:
        dash = _DASH.match(text, *block.span)
        if dash is None or block.kind not in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.HEADING):
            continue
        labels = [strip(text, Span(*dash.span()))]
        source: Spans = ()
        cue: Spans = ()
        for found in (m for tag in _TAGS for m in tag.finditer(text, dash.end(), block.span.end)):
            if knows(found["cue"]) and cue_type(found["cue"]) is CueType.STATEMENT:
                source, cue = (Span(*found.span("source")),), (Span(*found.span("cue")),)
                labels.append(strip(text, Span(*found.span())))
                break
        tagged += bool(source)
        spoken = (strip(text, rest) for rest in subtract(block.span, labels))
        frames.append(Frame(source, tuple(s for s in spoken if s.length), _WHY, tuple(labels), cue))
    return Found(frames) if len(frames) >= FEWEST and 2 * tagged >= len(frames) else Found()
