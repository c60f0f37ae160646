"""Pieces that the model draws too long: a source over the end of a sentence, a content over a nickname that begins the source."""

from __future__ import annotations

import re

from claimsdb.english.analysis import Analysis
from claimsdb.english.quotations import CLOSING, OPENING
from claimsdb.model.spans import Span, strip

# “I am done,” | “Brick” Malone said.
_NICKNAME = re.compile(
    rf"(?P<before>.*?[{CLOSING}]\s+)?[{OPENING}][A-Z][\w’-]*(?:\s[A-Z][\w’-]*)?[{CLOSING}]", re.DOTALL
)

_NEAR = 60


def by_sentence(analysis: Analysis, cue: Span, piece: Span) -> tuple[Span, Span | None]:
    """A piece of a source cut to one sentence (that of the cue if it reaches there, else its first), and what follows in the next one."""
    first, last = analysis.sentence(piece.start), analysis.sentence(piece.end - 1)
    if first is None or last is None or first is last or first.block != last.block:
        return piece, None
    before = strip(analysis.text, Span(piece.start, first.span.end))
    after = strip(analysis.text, Span(last.span.start, piece.end))
    return (after, None) if last is analysis.sentence(cue.start) else (before, after)


def apart(text: str, source: list[Span], content: list[Span]) -> tuple[list[Span], list[Span]]:
    """Source and content; a nickname in quotation marks between a quotation and the name is the source's."""
    kept = []
    for piece in content:
        at = next(
            (k for k, s in enumerate(source) if s.start >= piece.end and text[piece.end : s.start].isspace()), None
        )
        nickname = _NICKNAME.fullmatch(text, max(piece.start, piece.end - _NEAR), piece.end) if at is not None else None
        if at is None or nickname is None:
            kept.append(piece)
            continue
        quoted = strip(text, Span(piece.start, max(nickname.end("before"), nickname.start())))
        source = [*source[:at], Span(max(nickname.end("before"), nickname.start()), source[at].end), *source[at + 1 :]]
        kept += [quoted] if quoted.length else []
    return source, kept
