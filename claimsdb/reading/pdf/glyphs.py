"""The glyphs of one page, in pdfium's order, as pieces of words with where they are drawn. White space that pdfium makes up is left out."""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass, field
from typing import Any
from unicodedata import bidirectional

import numpy as np

from claimsdb.reading.pdf.calls import UNMAPPED, Calls
from claimsdb.reading.pdf.edges import Turned, sizes, words
from claimsdb.reading.pdf.faces import Face, Faces
from claimsdb.reading.pdf.frame import Frame
from claimsdb.reading.pdf.pdfium import library

WORD = 0.098
"""Of a size: a greater gap parts words."""
LEVEL = 0.2
"""Of a size: base lines that differ by less are one."""
FEW = 400
"""Glyphs of a page: one with fewer may be a scan, with a stamp."""
_PRIVATE = re.compile(
    "[\ue000-\uf8ff\U000f0000-\U0010fffd]{3,}"
)  # no characters: signs, or words of a font that names none
_LETTERS = 3  # that differ, of a word; signs, such as leaders, repeat
_OVERLAP = 0.5  # of a size: letters that overlap more are drawn again, or run to the left


@dataclass(slots=True)
class Piece:
    """Glyphs that follow one another without a gap: their text, the first byte and the left edge of each character, and how they are set.

    `edges` has one more, where the last one ends; they fall in a script that runs to the left. `sizes` are the bytes of each character.
    `spaced`: white space follows in the file, as (byte, size). `raised` says that it is above or below its line, as the mark of a note.
    """

    text: str
    at: array[int]
    sizes: array[int]
    edges: array[float]
    base: float
    bottom: float
    top: float
    size: float
    weight: int
    artifact: bool
    spaced: tuple[int, int] | None = None
    raised: bool = False
    left: float = field(init=False)
    right: float = field(init=False)

    def __post_init__(self) -> None:
        first, last = self.edges[0], self.edges[-1]
        self.left, self.right = (first, last) if first < last else (last, first)


@dataclass(slots=True)
class Sheet:
    """A page: its stream, its pieces by the turn of their lines, its width and height as displayed, the number of its glyphs, and how many
    have no character, are invisible, or are hidden and so in no piece. `pictures` is the part of it that they cover.
    """

    number: int
    width: float = 0
    height: float = 0
    turned: int = 0
    stream: bytes = b""
    pieces: dict[int | None, list[Piece]] = field(default_factory=dict)
    count: int = 0
    unmapped: int = 0
    invisible: int = 0
    hidden: int = 0
    pictures: float = 0


def sheet(frame: Frame, text: Any, number: int, tagged: bool) -> Sheet:
    """A page, whose glyphs are `text`; `tagged`: the file marks what does not belong to its text."""
    made = Sheet(number, frame.width, frame.height, frame.turned)
    count = max(library().FPDFText_CountChars(text), 0)
    if count:
        _Page(made, frame, Faces(text, frame, tagged), Calls(text), count).read()
    if made.count < FEW:
        made.pictures = frame.covered()
    return made


class _Page:
    """The glyphs of a page while they are read: in columns, since there are thousands of them."""

    def __init__(self, made: Sheet, frame: Frame, faces: Faces, calls: Calls, count: int) -> None:
        self._made, self._frame, self._faces, self._calls = made, frame, faces, calls
        codes = calls.characters(count)
        self._letters = codes.tobytes().decode("utf-32-le")
        self._words = words(codes)
        self._boxes = calls.boxes(count, self._words)
        self._turns: dict[int | None, Turned] = {}
        size = sizes(codes)
        self._at, self._sizes = (array("q", of.tobytes()) for of in (np.cumsum(size) - size, size))
        made.stream = self._letters.replace("\0", "").encode()
        made.count = int(np.count_nonzero(codes))
        private = _PRIVATE.findall(self._letters)
        made.unmapped = sum(len(word) for word in private if len(set(word)) >= _LETTERS)

    def read(self) -> None:
        """Divide the glyphs into pieces."""
        at, sizes = self._at, self._sizes
        is_mapped = UNMAPPED not in self._letters
        firsts = self._words[:, 0].tolist()
        owner: int | None = -1
        for n, (a, b, of) in enumerate(
            zip(firsts, self._words[:, 1].tolist(), self._calls.objects(firsts), strict=True)
        ):
            if of != owner or not of:
                owner, face = of, self._faces.of(a)
                turned, size = self._turned(face.turn), face.size
                is_plain = is_mapped and face.is_plain
            least, most, level, on, rising, bottom, top = turned.words[n]
            spaced = (at[b], sizes[b]) if b < len(at) and sizes[b] else None
            if b - a > 1 and not (level and least > -_OVERLAP * size and most < WORD * size):
                self._divided(a, b, face, spaced)
                owner = -1
            elif on and rising and is_plain:
                edges = turned.left[a:b]
                edges.append(turned.right[b - 1])
                self._keep(a, b, face, spaced, edges, bottom, top)
            else:
                self._piece(a, b, face, spaced)

    def _turned(self, turn: int | None) -> Turned:
        if (made := self._turns.get(turn)) is None:
            left, top, right, bottom = (self._boxes[k::4] for k in range(4))
            placed = self._frame.placed(left, right, bottom, top, turn)
            made = self._turns[turn] = Turned(placed, self._words, self._frame.extent(turn))
        return made

    def _divided(self, a: int, b: int, face: Face, spaced: tuple[int, int] | None) -> None:
        """Keep the glyphs of a word, divided at each that is set in another way, or apart from the one before it."""
        first, of = a, face
        turned = self._turned(face.turn)
        for k in range(a + 1, b):
            found = self._faces.of(k) if turned.top[k] != turned.top[k - 1] else face
            alike = found is face or _alike(face, found)
            if found is not face:
                face, turned = found, self._turned(found.turn)
            if not (alike and self._follows(k, turned, face.size)):
                self._piece(first, k, of, None)
                first, of = k, face
        self._piece(first, b, of, spaced)

    def _follows(self, k: int, turned: Turned, size: float) -> bool:
        """Whether a glyph stands close behind the one before it."""
        left, right = turned.left, turned.right
        gap = left[k] - right[k - 1]
        if gap > -_OVERLAP * size:
            return gap < WORD * size
        if left[k - 1] == left[k]:  # parts of a ligature
            return True
        return abs(left[k - 1] - right[k]) < LEVEL * size and bidirectional(self._letters[k]) in ("R", "AL", "NSM")

    def _piece(self, a: int, b: int, face: Face, spaced: tuple[int, int] | None) -> None:
        """Keep the glyphs from `a` to before `b`, if they are seen, without those at their ends that are not drawn or not on the page."""
        made, turned = self._made, self._turned(face.turn)
        made.unmapped += b - a if face.unmapped else self._letters.count(UNMAPPED, a, b)
        made.invisible += (b - a) * face.invisible
        if face.hidden:
            made.hidden += b - a
            return
        on = [k for k in range(a, b) if turned.on[k] and self._is_drawn(k, face)]
        made.hidden += b - a - len(on)
        if not on or on[-1] - on[0] + 1 > len(on):
            return
        if len(on) < b - a:
            a, b, spaced = on[0], on[-1] + 1, None
        backwards = turned.left[a] > turned.left[b - 1]  # a script that runs to the left
        edges = (turned.right if backwards else turned.left)[a:b]
        edges.append((turned.left if backwards else turned.right)[b - 1])
        self._keep(a, b, face, spaced, _spread(edges), min(turned.bottom[a:b]), max(turned.top[a:b]))

    def _is_drawn(self, k: int, face: Face) -> bool:
        """Whether a glyph is where its object is drawn at all."""
        left, top, right, bottom = box = self._boxes[4 * k : 4 * k + 4]
        return face.clip is None or not any(box) or face.clip.shows(left, bottom, right, top)

    def _keep(
        self,
        a: int,
        b: int,
        face: Face,
        spaced: tuple[int, int] | None,
        edges: array[float],
        bottom: float,
        top: float,
    ) -> None:
        size, weight, turn, base, _, artifact, *_ = face
        at, sizes = self._at[a:b], self._sizes[a:b]
        piece = Piece(self._letters[a:b], at, sizes, edges, base, bottom, top, size, weight, artifact, spaced)
        self._made.pieces.setdefault(turn, []).append(piece)


def _alike(face: Face, other: Face) -> bool:
    """Whether letters of the two may be one word."""
    return (
        0.9 * face.size <= other.size <= 1.1 * face.size
        and face.turn == other.turn
        and abs(face.base - other.base) <= LEVEL * face.size
        and face[1] == other[1]
        and face[4:8] == other[4:8]
    )


def _spread(edges: array[float]) -> array[float]:
    """The edges; letters that are drawn as one, and so begin at the same one, have equal parts of it."""
    if len(set(edges)) == len(edges):
        return edges
    for k in range(1, len(edges) - 1):
        if edges[k] == edges[k - 1]:
            end = next((j for j in range(k + 1, len(edges)) if edges[j] != edges[k]), len(edges) - 1)
            for j in range(k, end):
                edges[j] = edges[k - 1] + (edges[end] - edges[k - 1]) * (j - k + 1) / (end - k + 1)
    return edges
