"""The glyphs of one page, in pdfium's order, as pieces of words with where they are drawn. White space that pdfium makes up is left out."""

from __future__ import annotations

import ctypes
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from typing import Any
from unicodedata import bidirectional

from claimsdb.reading.pdf.faces import Face, Faces
from claimsdb.reading.pdf.frame import Frame, has_pictures
from claimsdb.reading.pdf.pdfium import library, plain

UNMAPPED = "\ufffd"
"""A glyph of which the file does not say what character it is."""
WORD = 0.098
"""Of a size: a greater gap parts words."""
LEVEL = 0.2
"""Of a size: base lines that differ by less are one."""
_BLANK = frozenset((9, 10, 13, 32, 0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000))  # codes of white space
_PLAIN = 0xD800  # codes below are characters, if they are above those of control
_HYPHEN = 2  # the code of a hyphen at the end of a line
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
    have no character, are invisible, or are hidden and so in no piece. `pictures`: they cover much of it.
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
    pictures: bool = False


def sheet(loaded: Any, text: Any, number: int, tagged: bool) -> Sheet:
    """The page `loaded`, whose glyphs are `text`; `tagged`: the file marks what does not belong to its text."""
    frame = Frame(loaded)
    made = Sheet(number, frame.width, frame.height, frame.turned)
    count = max(library().FPDFText_CountChars(text), 0)
    if count:
        _Page(made, frame, Faces(loaded, text, frame, tagged), _Calls(text), count).read()
    if made.invisible or made.unmapped or not made.count:
        made.pictures = has_pictures(loaded, frame)
    return made


class _Page:
    """The glyphs of a page while they are read: in lists, since there are thousands of them."""

    def __init__(self, made: Sheet, frame: Frame, faces: Faces, calls: _Calls, count: int) -> None:
        self._made, self._frame, self._faces, self._calls = made, frame, faces, calls
        self._codes = calls.codes(count)
        boxes = calls.boxes(self._codes)
        self._left, self._top, self._right, self._bottom = (boxes[k::4] for k in range(4))
        self._letters = [chr(c) if 32 < c < _PLAIN else self._letter(k, c) for k, c in enumerate(self._codes)]
        joined = "".join(self._letters)
        made.stream = joined.encode()
        if joined.isascii():
            self._sizes = array("l", map(len, self._letters))
        else:
            self._sizes = array("l", [len(letter.encode()) for letter in self._letters])
        self._at = array("l", accumulate(self._sizes, initial=0))

    def _letter(self, k: int, code: int) -> str:
        if (code <= 32 or code == 0xFFFE) and self._calls.is_generated(k):
            return ""
        return "-" if code == _HYPHEN and self._calls.is_hyphen(k) else character(code)

    def read(self) -> None:
        """Divide the glyphs into pieces."""
        codes, letters, left, right, top = self._codes, self._letters, self._left, self._right, self._top
        faces, made = self._faces, self._made
        first, size, flat, above = -1, 0.0, True, 0.0
        face = of = faces.of(0)
        for k, code in enumerate(codes):
            if code in _BLANK or not letters[k]:
                if first >= 0:
                    self._piece(first, k, of, (self._at[k], self._sizes[k]) if letters[k] else None)
                    first = -1
                made.count += bool(letters[k])
                continue
            made.count += 1
            if first < 0 or top[k] != above:
                above = top[k]
                found = faces.of(k)
                if found is not face:
                    if first >= 0 and not (_alike(face, found) and self._follows(k, found)):
                        self._piece(first, k, of, None)
                        first = -1
                    face = found
            if first < 0:
                first, of, size, flat = k, face, face.size, face.turn == 0
                continue
            gap = left[k] - right[k - 1]
            if not (flat and -0.4 * size < gap < WORD * size) and not self._follows(k, face):
                self._piece(first, k, of, None)
                first, of, size, flat = k, face, face.size, face.turn == 0
        if first >= 0:
            self._piece(first, len(codes), of, None)

    def _follows(self, k: int, face: Face) -> bool:
        """Whether a glyph stands close behind the one before it."""
        a, b = k - 1, k + 1
        left, right, _, _ = self._frame.placed(
            self._left[a:b], self._right[a:b], self._bottom[a:b], self._top[a:b], face.turn
        )
        gap, size = left[1] - right[0], face.size
        if gap > -_OVERLAP * size:
            return gap < WORD * size
        if left[0] == left[1]:  # parts of a ligature
            return True
        return abs(left[0] - right[1]) < LEVEL * size and bidirectional(self._letters[k][0]) in ("R", "AL", "NSM")

    def _piece(self, a: int, b: int, face: Face, spaced: tuple[int, int] | None) -> None:
        """Keep the glyphs from `a` to before `b`, if they are seen."""
        made = self._made
        letters = "".join(self._letters[a:b])
        if face.unmapped:
            made.unmapped += b - a
        elif UNMAPPED in letters:
            made.unmapped += letters.count(UNMAPPED)
        if face.invisible:
            made.invisible += b - a
        if face.hidden:
            made.hidden += b - a
            return
        place = self._frame.placed(self._left[a:b], self._right[a:b], self._bottom[a:b], self._top[a:b], face.turn)
        left, right, bottom, top = place
        width, height = self._frame.extent(face.turn)
        lowest, highest = min(bottom), max(top)
        if not (min(right) > -1 and max(left) < width + 1 and highest > -1 and lowest < height + 1):  # or is none
            seen = [
                k
                for k in range(b - a)
                if right[k] > -1 and left[k] < width + 1 and top[k] > -1 and bottom[k] < height + 1
            ]
            if seen and seen[-1] - seen[0] + 1 < b - a:
                self._piece(a + seen[0], a + seen[-1] + 1, face, None)
            return  # outside of the page
        backwards = left[0] > left[-1]  # a script that runs to the left
        edges = right if backwards else left
        edges.append(left[-1] if backwards else right[-1])
        at, sizes = self._at[a:b], self._sizes[a:b]
        made.pieces.setdefault(face.turn, []).append(
            Piece(
                letters,
                at,
                sizes,
                _spread(edges),
                face.base,
                lowest,
                highest,
                face.size,
                face.weight,
                face.artifact,
                spaced,
            )
        )


def _alike(face: Face, other: Face) -> bool:
    """Whether letters of the two may be one word."""
    return (
        0.9 * face.size <= other.size <= 1.1 * face.size
        and face.turn == other.turn
        and abs(face.base - other.base) <= LEVEL * face.size
        and face[1] == other[1]
        and face[4:] == other[4:]
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


class _Calls:
    """Calls for each glyph of a page, without conversions."""

    def __init__(self, text: Any) -> None:
        pdfium = library()
        self._text = ctypes.cast(text, ctypes.c_void_p).value
        self._unicode = plain(pdfium.FPDFText_GetUnicode, ctypes.c_uint)
        self._box = plain(pdfium.FPDFText_GetLooseCharBox, ctypes.c_int, ctypes.c_void_p)
        self._generated = plain(pdfium.FPDFText_IsGenerated, ctypes.c_int)
        self._hyphen = plain(pdfium.FPDFText_IsHyphen, ctypes.c_int)

    def codes(self, count: int) -> list[int]:
        """The code of each glyph."""
        call, text = self._unicode, self._text
        return [call(text, k) for k in range(count)]

    def boxes(self, codes: Sequence[int]) -> array[float]:
        """Left, top, right and bottom edge of each glyph; zeros if it is white space or has no box."""
        call, text = self._box, self._text
        sides = (ctypes.c_float * (4 * len(codes)))()
        at = ctypes.addressof(sides)
        for k, code in enumerate(codes):
            if code not in _BLANK:
                call(text, k, at + 16 * k)
        return array("f", bytes(sides))

    def is_generated(self, k: int) -> bool:
        """Whether pdfium has made the glyph up."""
        return bool(self._generated(self._text, k) == 1)

    def is_hyphen(self, k: int) -> bool:
        """Whether the glyph is a hyphen at the end of a line."""
        return bool(self._hyphen(self._text, k) == 1)


@lru_cache(1 << 16)
def character(code: int) -> str:
    """The character of a code of pdfium; one that no text has stands for a glyph of which the file does not say what it is."""
    if code in (9, 10, 13) or (32 <= code < 0x110000 and not 0xD800 <= code < 0xE000 and code & 0xFFFE != 0xFFFE):
        return chr(code)
    return UNMAPPED
