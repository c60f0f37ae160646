"""The lines of a text as a reader sees them: their words, their indentation, and whether a blank line precedes them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from claimsdb.model.document import Passage
from claimsdb.model.spans import LINE_END, Span, strip

# A bullet or a number that begins a list item.
BULLET = re.compile(r"(?:[•‣◦▪▫●○■□·∙*–—-]|\(?\d{1,3}[.)]|\(?[a-z]\))[ \t\u00a0]+(?=\S)")

# NUL counts as white space, too.
WHITE = "".join(chr(c) for c in range(0x3001) if chr(c).isspace()) + "\0"
_NULS = re.compile(r"\0+")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank, without the white space at its ends; `indent` is the width of that before it."""

    span: Span
    indent: int
    loose: bool


def lines(text: str) -> list[Line]:
    """The lines that are not blank, in order."""
    found: list[Line] = []
    start, loose = 0, True
    for end, after in [*((m.start(), m.end()) for m in LINE_END.finditer(text)), (len(text), len(text))]:
        span = strip(text, Span(start, end), WHITE)
        if span.length:
            found.append(Line(span, len(text[start : span.start].expandtabs(8)), loose))
        loose = span.length == 0
        start = after
    return found


def without_nuls(text: str, passages: list[Passage]) -> tuple[Passage, ...]:
    """The passages, each cut at the NULs inside it."""
    if "\0" not in text:
        return tuple(passages)
    return tuple(piece for passage in passages for piece in _pieces(text, passage))


def _pieces(text: str, passage: Passage) -> list[Passage]:
    pieces: list[Passage] = []
    start, end = passage.span.start, passage.span.end
    for match in [*_NULS.finditer(text, start, end), None]:
        span = strip(text, Span(start, match.start() if match else end), WHITE)
        if span.length:
            pieces.append(Passage(span, passage.role, passage.loose and not pieces))
        start = match.end() if match else end
    return pieces
