"""The text of a page as a person reads it, written piece by piece together with its map to the page."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from claimsdb.model.source_map import How, Run, SourceMap
from claimsdb.model.spans import Span
from claimsdb.reading.html.references import references

WHITE = "\t\n\f\r "
"""What the layout of a page collapses to one space."""
_UNSEEN = "\0\u00ad\u200b\u2060\ufeff"
"""What nobody sees: NUL, soft hyphens, spaces without width."""
_PLAIN = re.compile(rf"[^{WHITE}{_UNSEEN}&]+(?: [^{WHITE}{_UNSEEN}&]+)*+")

_InPage = tuple[int, int, int, int, How]
"""A run with code points of the page for bytes."""


class Writer:
    """Text that grows, and the runs of its map. White space is one space, and none is at the ends of lines."""

    def __init__(self, page: str) -> None:
        """Take the page that is read."""
        self._page = page
        self._parts: list[str] = []
        self._runs: list[_InPage] = []
        self._length = 0
        self._first: int | None = None  # where the passage begins, once it has words
        self._space: tuple[int, int] | None = None  # white space to write before the next words
        self._separator = ""
        self._apart = False  # whether a space is between the last words and the next ones, though the page has none

    def begin(self, separator: str) -> None:
        """Begin a passage; the separator, which comes from nowhere in the page, is between it and what precedes it."""
        self._first, self._space, self._separator = None, None, separator if self._length else ""
        self._apart = False

    def line(self) -> None:
        """Begin a line of the passage."""
        if self._first is not None:
            self._space, self._separator = None, "\n"

    def cell(self) -> None:
        """Begin a cell of a row."""
        if self._first is not None:
            self._space, self._separator = None, "\t"

    def word(self) -> None:
        """End a word: white space follows it, from nowhere in the page unless there is some."""
        self._apart = True

    @property
    def length(self) -> int:
        """The number of code points that are written."""
        return self._length

    def end(self) -> Span | None:
        """The span of the passage; None if it has no words."""
        return None if self._first is None else Span(self._first, self._length)

    def add(self, start: int, end: int, *, literal: bool = False, attribute: bool = False) -> None:
        """Write a range of the page. `literal`: references in it are not resolved; `attribute`: they are those of a value."""
        page = self._page
        if not literal and page.find("&", start, end) >= 0:
            for reference in references(page, start, end, attribute):
                self._stretch(start, reference.start)
                start = reference.end
                if reference.text in _UNSEEN:
                    continue
                if reference.text.strip(WHITE):
                    self._words(reference.text, reference.start, start, How.REFERENCE)
                else:
                    self._white(reference.start, start)
        self._stretch(start, end)

    def put(self, text: str, start: int, end: int, how: How) -> None:
        """Write what a range of the page stands for by another rule."""
        if text in _UNSEEN:
            return
        if text.strip(WHITE):
            self._words(text, start, end, how)
        else:
            self._white(start, end)

    def keep(self, start: int, end: int, *, literal: bool = False) -> None:
        """Write a range of the page with its white space."""
        if not literal:
            for reference in references(self._page, start, end):
                if start < reference.start:
                    self._words(self._page[start : reference.start], start, reference.start, How.LITERAL)
                start = reference.end
                self._words(reference.text, reference.start, start, How.REFERENCE)
        if start < end:
            self._words(self._page[start:end], start, end, How.LITERAL)

    def finished(self, to_bytes: SourceMap) -> tuple[str, SourceMap]:
        """What was written, and its map to the bytes of the file, from the page's own map to them."""
        return "".join(self._parts), SourceMap(self._length, to_bytes.size, list(_placed(self._runs, to_bytes)))

    def _stretch(self, start: int, end: int) -> None:
        """Write text that stands in the page as it is, except for its white space."""
        page = self._page
        while start < end:
            if match := _PLAIN.match(page, start, end):
                self._words(match.group(), start, match.end(), How.LITERAL)
                start = match.end()
                continue
            at = start
            if page[start] in _UNSEEN:
                start += 1
                continue
            while start < end and page[start] in WHITE:
                start += 1
            if at < start:
                self._white(at, start)
            else:  # an ampersand that begins no reference
                self._words(page[at], at, at + 1, How.LITERAL)
                start += 1

    def _white(self, start: int, end: int) -> None:
        """White space: one space, if words precede it on the line and words follow."""
        if self._first is None or self._separator:
            return
        if self._space is None:
            self._space = start, end
        elif self._space[1] == start:
            self._space = self._space[0], end

    def _words(self, text: str, start: int, end: int, how: How) -> None:
        if self._separator:
            self._append(self._separator, 0, 0, How.NONE)
            self._separator, self._apart = "", False
        if self._first is None:
            self._first = self._length
        elif self._space is not None:
            begin, after = self._space
            self._append(" ", begin, after, How.LITERAL if self._page[begin:after] == " " else How.ESCAPE)
        elif self._apart:
            self._append(" ", 0, 0, How.NONE)
        self._space, self._apart = None, False
        self._append(text, start, end, how)

    def _append(self, text: str, start: int, end: int, how: How) -> None:
        self._parts.append(text)
        length = len(text)
        runs = self._runs
        if how is How.LITERAL and runs:
            first, before, begin, size, last = runs[-1]
            if last is How.LITERAL and begin + size == start:
                runs[-1] = (first, before + length, begin, size + length, how)
                self._length += length
                return
        runs.append((self._length, length, start, end - start, how))
        self._length += length


def _placed(runs: Iterable[_InPage], to_bytes: SourceMap) -> Iterator[Run]:
    """The runs, whose positions are code points of the page, with their bytes. As `SourceMap.through`, but in one pass."""
    inner = list(to_bytes.runs())
    starts = [run.start for run in inner]
    for start, length, begin, size, how in runs:
        if how is How.NONE:
            yield Run(start, length, begin, size, how)
            continue
        end = begin + size
        k = bisect_right(starts, begin) - 1
        if how is not How.LITERAL:
            first = inner[k].part(begin, begin + 1)
            last = inner[bisect_right(starts, end - 1) - 1].part(end - 1, end)
            yield Run(start, length, first.byte_start, last.byte_end - first.byte_start, how)
            continue
        while begin < end:
            point, count, byte, bytes_, made = inner[k]
            width = bytes_ // count
            length = min(end, point + count) - begin
            yield Run(start, length, byte + (begin - point) * width, length * width, made)
            start, begin, k = start + length, begin + length, k + 1
