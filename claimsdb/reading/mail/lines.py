"""The lines of a plain text as a mail program shows them: paragraphs that are flowed are whole, and what a mailbox escapes is not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from claimsdb.model.spans import LINE_END, Span

_MARKS = re.compile(">*+")
_NOTHING = re.compile("[> \t]*+")
_ESCAPED = ">From "
_SIGNATURE = "-- "


class _Line(NamedTuple):
    """A line: where it begins and ends, its depth of quotation, and where its words begin, behind marks and stuffing."""

    start: int
    end: int
    depth: int
    words: int


def shown(text: str, *, flowed: bool, delsp: bool) -> list[Span]:
    """The spans of a text that are shown, in order (RFC 3676 if it is `flowed`, with `delsp` if spaces at line ends are only for that).

    A line ">From " among lines that are not quoted is one that a mailbox has escaped.
    """
    made: list[Span] = []
    before: _Line | None = None
    open_ = False  # whether the line before goes on
    for line in _lines(text, flowed):
        stuffed = flowed and line.depth == 0
        start = line.words if stuffed or (line.start < line.words and line.depth == 0) else line.start
        end = line.end
        said = text[line.words : line.end]
        if line.depth and _NOTHING.fullmatch(said):
            start = end  # an empty line that is quoted is an empty line
        if before is not None and open_ and before.depth == line.depth and said != _SIGNATURE:
            start = line.words
        elif before is not None:
            made.append(Span(before.end, line.start))
        open_ = flowed and said.endswith(" ") and said != _SIGNATURE
        if open_ and delsp:
            end -= 1
        made.append(Span(start, end))
        before = line
    return list(_merged(made))


def _lines(text: str, flowed: bool) -> Iterator[_Line]:
    bounds = []
    at = 0
    for match in LINE_END.finditer(text):
        bounds.append((at, match.start()))
        at = match.end()
    bounds.append((at, len(text)))
    quoted = [text.startswith(">", start) for start, _ in bounds]
    for k, (start, end) in enumerate(bounds):
        if text.startswith(_ESCAPED, start) and not (any(quoted[max(k - 1, 0) : k]) or any(quoted[k + 1 : k + 2])):
            yield _Line(start, end, 0, start + 1)
            continue
        marks = _MARKS.match(text, start, end).end()  # type: ignore[union-attr]  # it matches the empty string
        yield _Line(start, end, marks - start, marks + (flowed and text[marks:end].startswith(" ")))


def _merged(spans: list[Span]) -> Iterator[Span]:
    last: Span | None = None
    for span in spans:
        if not span.length:
            continue
        if last is not None and last.end == span.start:
            last = Span(last.start, span.end)
            continue
        if last is not None:
            yield last
        last = span
    if last is not None:
        yield last
