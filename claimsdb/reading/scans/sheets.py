"""From lines that a program has read in a picture to a page of pieces, such as its glyphs would give.

The page's stream is the words in the program's order, with a space behind each. The letters of a word share its box evenly.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import accumulate, groupby
from statistics import median
from typing import NamedTuple
from unicodedata import bidirectional

from claimsdb.model.source_map import Range
from claimsdb.pictures.hocr import Line, Word
from claimsdb.pictures.picture import POINTS, Picture
from claimsdb.reading.pdf.glyphs import Piece, Sheet

_LEGIBLE = 60  # confidence: of less sure words, less than half are right
_LEGIBLE_PART = 0.5  # of the letters of a page: with fewer in legible paragraphs, nothing on it can be trusted
_ALIKE = 0.18  # of the usual size: sizes that differ by less are guessed from other letters
_WORDS = 3  # of a line that tells how a page slopes
_WEIGHT = 400


class Recognized(NamedTuple):
    """A page as a program has read it: where in its stream are words that it doubts, as half-open ranges of bytes, how many words of
    paragraphs that it could not read are left out, and whether it could read most of the page.
    """

    sheet: Sheet
    doubtful: tuple[Range, ...]
    left_out: int
    is_legible: bool


def recognized_sheet(number: int, picture: Picture, found: Sequence[Line]) -> Recognized:
    """The page with these lines. Nothing is left out of a paragraph, since a sentence without some of its words says something else."""
    paragraphs = [list(lines) for _, lines in groupby(found, key=lambda line: line.paragraph)]
    kept = [line for lines in paragraphs if _confidence(_words(lines)) >= _LEGIBLE for line in lines]
    every, legible = (sum(len(word.text) for word in _words(lines)) for lines in (found, kept))
    width, height = picture.size
    made = Sheet(number, width, height)
    stream = bytearray()
    doubtful: list[Range] = []
    slopes = [line.slope for line in kept if line.slope is not None and not line.turned and len(line.words) >= _WORDS]
    slope, usual = median(slopes or [0.0]), _usual(kept)
    for line in kept:
        place = _Placed(picture, line.turned)
        size = usual if abs(line.size - usual) < _ALIKE * usual else line.size
        for word in line.words:
            piece = _piece(word, len(stream), place, line, slope, size * place.scale)
            made.pieces.setdefault(line.turned, []).append(piece)
            start = len(stream)
            stream += f"{word.text} ".encode()
            if word.confidence < _LEGIBLE:
                doubtful.append((start, len(stream) - 1))
    made.stream = bytes(stream)
    made.count = made.invisible = legible
    left_out = len(_words(found)) - len(_words(kept))
    return Recognized(made, tuple(doubtful), left_out, legible >= _LEGIBLE_PART * every)


def _words(lines: Sequence[Line]) -> list[Word]:
    return [word for line in lines for word in line.words]


def _confidence(words: Sequence[Word]) -> float:
    """How sure the program is of words, by their letters."""
    letters = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / letters


def _usual(lines: Sequence[Line]) -> float:
    """The size of most letters, in pixels."""
    sizes = sorted((line.size, sum(len(w.text) for w in line.words)) for line in lines)
    half = sum(count for _, count in sizes) / 2
    below = accumulate(count for _, count in sizes)
    return next((size for (size, _), count in zip(sizes, below, strict=True) if count >= half), 1.0)


class _Placed:
    """Boxes in pixels as boxes in points, on the page turned so that its lines run from left to right."""

    def __init__(self, picture: Picture, turn: int) -> None:
        self.scale = POINTS / picture.resolution
        self._across, self._up = picture.size
        self._turn = turn

    def box(self, word: Word) -> tuple[float, float, float, float]:
        """Left, bottom, right and top."""
        left, right = word.left * self.scale, word.right * self.scale
        bottom, top = self._up - word.bottom * self.scale, self._up - word.top * self.scale
        if self._turn == 0:
            return left, bottom, right, top
        if self._turn == 1:
            return bottom, self._across - right, top, self._across - left
        if self._turn == 2:
            return self._across - right, self._up - top, self._across - left, self._up - bottom
        return self._up - top, left, self._up - bottom, right

    def base(self, line: Line, slope: float, bottom: float) -> float:
        """The height of the base line of a line; where the left edge of the page is, if the page slopes."""
        if line.slope is None:
            return bottom + line.depth * self.scale
        return self._up - (line.bottom + line.offset - slope * line.left) * self.scale


def _piece(word: Word, at: int, place: _Placed, line: Line, slope: float, size: float) -> Piece:
    left, bottom, right, top = place.box(word)
    if bidirectional(word.text[0]) in ("R", "AL"):
        left, right = right, left
    sizes = array("q", [len(c.encode()) for c in word.text])
    starts = array("q", accumulate(sizes, initial=at))
    end = starts.pop()
    count = len(word.text)
    edges = array("f", [left + (right - left) * k / count for k in range(count + 1)])
    lowest = min(place.box(w)[1] for w in line.words) if line.slope is None else bottom
    base = place.base(line, slope, lowest)
    return Piece(word.text, starts, sizes, edges, base, bottom, top, size, _WEIGHT, artifact=False, spaced=(end, 1))
