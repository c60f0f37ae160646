"""Pages that a program has read in their picture: whether the picture is the one that was read, and what the program reads in it now."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from claimsdb.model.boxes import Box
from claimsdb.model.document import Part
from claimsdb.model.errors import RecognitionMissingError
from claimsdb.model.recognition import Recognition
from claimsdb.pictures.hocr import Line, Word
from claimsdb.pictures.picture import POINTS, Picture
from claimsdb.pictures.tesseract import UnrecognizedError, found, recognized

_KEPT = 8  # pages whose letters are kept; the lines of all are, since they take long to read
_EDGE = 1.0  # points: a box may leave the page by less


class Glyph(NamedTuple):
    """A letter on a page: its text, its byte in the page's stream, and its box in points."""

    text: str
    byte: int
    left: float
    bottom: float
    right: float
    top: float


class Scanned:
    """Pages of a file that were read from their pictures, by their numbers from 0."""

    def __init__(self, parts: Sequence[Part], drawn: Callable[[int, float | None], Picture | None]) -> None:
        """Take the pages, and what draws one at a resolution."""
        self._parts, self._drawn = parts, drawn
        self._size = cache(self._checked)
        self._read = cache(self._recognized)
        self.glyphs = lru_cache(_KEPT)(self._glyphs)

    def has(self, number: int) -> bool:
        """Whether the page was read from its picture."""
        return self._parts[number].picture is not None

    def is_same(self, number: int, boxes: Sequence[Box] = ()) -> bool:
        """Whether the picture is the one that was read, and the boxes lie on it."""
        size = self._size(number)
        return size is not None and all(_is_on(box, *size) for box in boxes if box.page == number + 1)

    def is_other(self, number: int) -> bool:
        """Whether the program that is there is another than the one that has read the page."""
        by = _program(self._parts[number].read_by)
        return by is not None and by.name != self._parts[number].read_by

    def _checked(self, number: int) -> tuple[float, float] | None:
        """The size of the page, in points; None if its picture is not the one that was read."""
        part = self._parts[number]
        picture = self._drawn(number, part.resolution)
        return picture.size if picture is not None and picture.sha256 == part.picture else None

    def _glyphs(self, number: int) -> tuple[Glyph, ...] | None:
        """The letters that the program reads on the page now; None if it is not there, or cannot read it."""
        if (read := self._read(number)) is None:
            return None
        lines, scale, up = read
        words = ((word, line.turned) for line in lines for word in line.words)
        return tuple(glyph for word, turned in words for glyph in _letters(word, turned, scale, up))

    def _recognized(self, number: int) -> tuple[list[Line], float, float] | None:
        """The lines that the program reads, how many points a pixel is, and the height of the page."""
        part = self._parts[number]
        by, picture = _program(part.read_by), self._drawn(number, part.resolution)
        if by is None or picture is None:
            return None
        try:
            return recognized(picture, by), POINTS / picture.resolution, picture.size[1]
        except UnrecognizedError:
            return None


def _program(name: str | None) -> Recognition | None:
    """The program that is there, for the languages in which the one with this name has read."""
    named = Recognition.named(name or "")
    try:
        return found(named.language) if named else None
    except RecognitionMissingError:
        return None


def _is_on(box: Box, width: float, height: float) -> bool:
    return box.left > -_EDGE and box.bottom > -_EDGE and box.right < width + _EDGE and box.top < height + _EDGE


def _letters(word: Word, turned: int, scale: float, up: float) -> Iterator[Glyph]:
    """The letters of a word, which share its box evenly, in the direction in which it runs."""
    left, right = word.left * scale, word.right * scale
    bottom, top = up - word.bottom * scale, up - word.top * scale
    count = len(word.text)
    for k, letter in enumerate(word.text):
        a, b = k / count, (k + 1) / count
        if turned >= 2:  # from right to left, and downwards
            a, b = 1 - b, 1 - a
        if turned % 2:
            yield Glyph(letter, -1, left, bottom + (top - bottom) * a, right, bottom + (top - bottom) * b)
        else:
            yield Glyph(letter, -1, left + (right - left) * a, bottom, left + (right - left) * b, top)
