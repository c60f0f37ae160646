"""The text of the pages as a person reads it, with its map to their glyphs, its passages, its places, and where it is drawn."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Sequence
from itertools import pairwise
from unicodedata import normalize

from claimsdb.model.document import Drawn, Passage, Place
from claimsdb.model.source_map import How, Run, SourceMap
from claimsdb.model.spans import Span, strip
from claimsdb.reading.pdf.flow import AROUND, NOTE
from claimsdb.reading.pdf.frame import MIRRORED
from claimsdb.reading.pdf.hyphens import HYPHENS, Hyphens
from claimsdb.reading.pdf.layout import Page
from claimsdb.reading.pdf.lines import CELL, NOWHERE, Line, Paragraph

_CLOSE = "-\u2010\u2011\u2012\u2013\u2014/"  # no space is behind these at a line's end, if none is before them
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef]")
_BEFORE = re.compile(r"(?<![^\W\d_])[^\W\d_]++$")
_MARK = re.compile(r"\d{1,3}(?:[,–-]\d{1,3})*|[*†‡§¶]{1,3}|[a-z]")


class Writer:
    """Text that grows with the runs of its map, its passages, places and lines.

    `starts` gives the first byte of each page's stream in the document's, `names` what each page is called, and `pages` their sizes.
    """

    def __init__(
        self, stream: bytes, starts: Sequence[int], names: Callable[[int], str], sizes: Sequence[Page], hyphens: Hyphens
    ) -> None:
        """Take the document's stream, where each page begins in it, what a page is called, the pages, and how words are broken."""
        self._hyphens = hyphens
        self._stream, self._starts, self._names, self._pages = stream, starts, names, sizes
        self._parts: list[str] = []
        self._runs: list[Run] = []
        self._length = 0
        self.passages: list[Passage] = []
        self.pages: list[tuple[int, int]] = []  # of each passage: its start, and the page that it begins on
        self.places: list[Place] = []
        self.drawn: list[Drawn] = []

    def add(self, paragraph: Paragraph) -> None:
        """Write a paragraph: its lines run on, except for those of what is around a page's text."""
        if self._length:
            self._nowhere("\n\n")
        start, first = self._length, len(self._parts)
        gaps: list[Span] = []
        if paragraph.mark:
            gaps.append(Span(start, start + paragraph.mark))
        lines = paragraph.lines
        for k, line in enumerate(lines):
            after = lines[k + 1] if k + 1 < len(lines) else None
            stop = len(line.text)
            join = ""
            if line.ends_cell:
                join = CELL
            elif after is not None:
                stop, join = (stop, "\n") if paragraph.role == AROUND else _joined(line.text, after.text, self._hyphens)
            begun = self._length
            self._line(line, 0, stop, gaps, marks=paragraph.role != NOTE or k > 0)
            if self._length > begun:
                span = Span(begun, self._length)
                unit = "line" if line.label else ""
                self.places.append(Place(span, self._names(line.page), unit, line.label))
            if join == " " and line.after is not None and after is not None:
                self._characters(" ", [line.after[0] + self._starts[line.page]], [line.after[1]])
            elif join:
                self._nowhere(join)
        words = "".join(self._parts[first:])
        span = strip(words, Span(0, len(words))).shift(start)
        if span.length:
            self.pages.append((span.start, paragraph.page))
            role = None if paragraph.role == NOTE else paragraph.role
            self.passages.append(Passage(span, role, True, tuple(gap for gap in gaps if span.contains(gap))))

    def finished(self) -> tuple[str, SourceMap]:
        """What was written, and its map to the stream of the pages."""
        return "".join(self._parts), SourceMap(self._length, len(self._stream), self._runs)

    def _nowhere(self, text: str) -> None:
        self._parts.append(text)
        self._runs.append(Run(self._length, len(text), 0, 0, How.NONE))
        self._length += len(text)

    def _line(self, line: Line, start: int, stop: int, gaps: list[Span], *, marks: bool) -> None:
        """Write the characters `[start, stop)` of a line."""
        first = self._starts[line.page]
        text, edges = line.text[start:stop], line.edges[start : stop + 1]
        at = line.at[start:stop]
        begun = self._length
        noted = {a: b for a, b in line.raised if marks and b <= stop and _is_mark(text, a, b)}
        if text.isascii() and text.isprintable():
            gaps += [Span(begun + a, begun + b) for a, b in noted.items()]
            if at[0] >= 0 and at == array("q", range(at[0], at[0] + len(text))):
                self._run(text, first + at[0], len(text), How.LITERAL)
            else:
                self._characters(text, _from(at, first), line.sizes[start:stop])
            drawn: Sequence[float] = edges
        else:
            drawn = self._spelt(line, text, _from(at, first), edges, noted, gaps)
        if drawn:
            self._draw(line, Span(begun, self._length), drawn)

    def _spelt(
        self, line: Line, text: str, at: Sequence[int], edges: Sequence[float], raised: dict[int, int], gaps: list[Span]
    ) -> list[float]:
        """Write characters one by one: ligatures as their letters, and without soft hyphens; the edges of what was written."""
        drawn: list[float] = []
        begun = 0
        flat = all(c not in _LIGATURES and c != "\u00ad" and (c.isprintable() or c == CELL) for c in text)
        if flat:
            gaps += [Span(self._length + a, self._length + b) for a, b in raised.items()]
            self._characters(text, at, line.sizes)
            return list(edges)
        k = 0
        while k < len(text):
            if k in raised:
                begun = self._length
                gaps.append(Span(begun, begun + raised[k] - k))
            c = text[k]
            spelt = _LIGATURES.get(c, "" if c == "\u00ad" else c if c.isprintable() or c == CELL else " ")
            left, right = edges[k], edges[k + 1]
            drawn += [left + (right - left) * j / len(spelt) for j in range(len(spelt))]
            if len(spelt) == 1 and spelt == c:
                self._characters(c, at[k : k + 1], line.sizes[k : k + 1])
            elif spelt:
                self._run(spelt, at[k], line.sizes[k], How.ESCAPE)
            k += 1
        return [*drawn, edges[len(text)]] if drawn else []

    def _characters(self, text: str, at: Sequence[int], sizes: Sequence[int]) -> None:
        """Write characters, each from its bytes or from nowhere; those that follow one another in the stream are one run."""
        k, count = 0, len(text)
        while k < count:
            start, width = at[k], sizes[k]
            end = k + 1
            if start == NOWHERE:
                self._nowhere(text[k:end])
                k = end
                continue
            last = start + width
            while end < count and sizes[end] == width and at[end] == last:
                last += width
                end += 1
            words = text[k:end]
            if self._stream[start:last] == words.encode():
                self._run(words, start, last - start, How.LITERAL)
            else:
                for j in range(k, end):
                    same = self._stream[at[j] : at[j] + width] == text[j].encode()
                    self._run(text[j], at[j], width, How.LITERAL if same else How.ESCAPE)
            k = end

    def _run(self, text: str, start: int, size: int, how: How) -> None:
        self._parts.append(text)
        self._runs.append(Run(self._length, len(text), start, size, how))
        self._length += len(text)

    def _draw(self, line: Line, span: Span, edges: Sequence[float]) -> None:
        page = line.page + 1
        if line.turned == 0:
            self.drawn.append(Drawn(span, page, round(line.bottom, 2), round(line.top, 2), tuple(edges)))
            return
        size = self._pages[line.page]
        across, up = (size.width, size.height) if line.turned % 2 == 0 else (size.height, size.width)
        for k, (a, b) in enumerate(pairwise(edges)):
            left, bottom, right, top = _turned(min(a, b), line.bottom, max(a, b), line.top, line.turned % 4, across, up)
            if line.turned >= MIRRORED:
                left, right = size.width - right, size.width - left
            one = Span(span.start + k, span.start + k + 1)
            self.drawn.append(Drawn(one, page, round(bottom, 2), round(top, 2), (round(left, 2), round(right, 2))))


_LIGATURES = {
    c: normalize("NFKC", c)
    for c in map(chr, (*range(0xFB00, 0xFB07), 0x132, 0x133, 0x1C4, 0x1C5, 0x1C6, 0x1C7, 0x1C8, 0x1C9))
}
"""Letters that are drawn as one, and what they are read as."""


def _from(at: Sequence[int], first: int) -> Sequence[int]:
    """Bytes of a page's stream as those of the document's, in which its first one is `first`."""
    return [NOWHERE if a == NOWHERE else a + first for a in at]


def _is_mark(text: str, start: int, end: int) -> bool:
    """Whether raised characters are the mark of a note, and no exponent: they follow a word or what ends it."""
    if start == 0 or _MARK.fullmatch(text, start, end) is None or text[start - 1].isdigit():
        return False
    word = _BEFORE.search(text, 0, start)
    return (word is None or len(word.group()) > 3) and not text[end : end + 1].isalnum()


def _joined(before: str, after: str, hyphens: Hyphens) -> tuple[int, str]:
    """How many characters of a line are read, and what is between them and the next line."""
    last, stop = before[-1], len(before)
    letters = len(before) > 1 and before[-2].isalpha()
    if last in HYPHENS and letters and after[0].islower():
        return (stop if hyphens.keeps(before, after) else stop - 1), ""
    if last in _CLOSE and len(before) > 1 and not before[-2].isspace():
        return stop, ""
    if _WIDE.match(last) and _WIDE.match(after[0]):
        return stop, ""
    return stop, " "


def _turned(
    left: float, bottom: float, right: float, top: float, quarters: int, across: float, up: float
) -> tuple[float, float, float, float]:
    """A box on a page of this size, turned clockwise by quarters."""
    if quarters == 0:
        return left, bottom, right, top
    if quarters == 1:
        return bottom, across - right, top, across - left
    if quarters == 2:
        return across - right, up - top, across - left, up - bottom
    return up - top, left, up - bottom, right
