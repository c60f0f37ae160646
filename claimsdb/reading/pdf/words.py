"""From glyphs to rows: pieces of words that stand together, on the base lines that they share."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from unicodedata import bidirectional

from claimsdb.reading.pdf.glyphs import Glyph, is_blank

_WORD = 0.098  # of a size: a greater gap parts words
_UNSPACED = "\u2e80"  # the first of the scripts whose letters stand apart
_TRACKED = 0.45  # of a size: letters of one word are not set farther apart
_NEAR = 0.3  # of a size: glyphs of one piece are not farther apart
_LEVEL = 0.2  # of a size: base lines that differ by less are one
_RAISED = 0.88  # of a line's size: what is smaller may be raised or lowered
_SAME = 0.3  # of a glyph's width: one drawn again within it makes it bold


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
        self.left, self.right = min(self.edges[0], self.edges[-1]), max(self.edges[0], self.edges[-1])


@dataclass(slots=True)
class Row:
    """Pieces on one base line, from left to right (or from right to left if that is how they are read), and the box around them.

    `main` is the piece that has most letters, of those that are not raised: `base` and `size` are its.
    """

    pieces: list[Piece]
    main: Piece = field(init=False)
    base: float = field(init=False)
    size: float = field(init=False)
    left: float = field(init=False)
    right: float = field(init=False)

    def __post_init__(self) -> None:
        self.settle()

    def settle(self) -> None:
        """Work out what follows from the pieces, which have changed."""
        self.main = max(self.pieces, key=_weightiest)
        self.base, self.size = self.main.base, self.main.size
        self.left, self.right = min(p.left for p in self.pieces), max(p.right for p in self.pieces)

    @property
    def text(self) -> str:
        """Its words, with one space between pieces."""
        return " ".join(p.text for p in self.pieces)


def _weightiest(piece: Piece) -> tuple[bool, int]:
    return not piece.raised, len(piece.text)


def rows(glyphs: Iterable[Glyph]) -> list[Row]:
    """The rows of glyphs that have one turn, from the top of the page to its bottom."""
    return _joined([Row(_once(row)) for row in _level(list(_pieces(glyphs)))])


def _pieces(glyphs: Iterable[Glyph]) -> Iterator[Piece]:
    begun: list[Glyph] = []
    made: Piece | None = None
    for glyph in glyphs:
        if is_blank(glyph.text):
            if begun:
                made = _piece(begun)
                begun = []
                made.spaced = (glyph.byte, glyph.size)
                yield made
            continue
        if begun and not _follows(begun[-1], glyph):
            yield _piece(begun)
            begun = []
        begun.append(glyph)
    if begun:
        yield _piece(begun)


def _follows(before: Glyph, glyph: Glyph) -> bool:
    size = before.face.size
    if before.face is not glyph.face:
        other = glyph.face.size
        if not 0.9 * size <= other <= 1.1 * size or before.face.weight != glyph.face.weight:
            return False
        if before.face.artifact != glyph.face.artifact:
            return False
    if abs(before.base - glyph.base) > _LEVEL * size:
        return False
    if glyph.text == before.text and abs(glyph.left - before.left) < _SAME * (glyph.right - glyph.left):
        return False  # drawn again
    gap = glyph.left - before.right
    if gap < -0.5 * size:  # a script that runs to the left
        return abs(before.left - glyph.right) < _LEVEL * size and bidirectional(glyph.text[0]) in ("R", "AL", "NSM")
    return gap < _gap(size)


def _gap(size: float) -> float:
    return _WORD * size


def _piece(of: Sequence[Glyph]) -> Piece:
    first = of[0]
    text, at, sizes = "".join(g.text for g in of), array("l", [g.byte for g in of]), array("l", [g.size for g in of])
    backwards = of[0].left > of[-1].left  # a script that runs to the left
    ends = [g.right for g in of] if backwards else [g.left for g in of]
    edges = array("f", _spread([*ends, of[-1].left if backwards else of[-1].right]))
    bottom, top = min(g.bottom for g in of), max(g.top for g in of)
    return Piece(
        text, at, sizes, edges, first.base, bottom, top, first.face.size, first.face.weight, first.face.artifact
    )


def _spread(edges: list[float]) -> list[float]:
    """The edges; letters that are drawn as one, and so begin at the same one, have equal parts of it."""
    for k in range(1, len(edges) - 1):
        if edges[k] == edges[k - 1]:
            end = next((j for j in range(k + 1, len(edges)) if edges[j] != edges[k]), len(edges) - 1)
            for j in range(k, end):
                edges[j] = edges[k - 1] + (edges[end] - edges[k - 1]) * (j - k + 1) / (end - k + 1)
    return edges


def _level(pieces: list[Piece]) -> Iterator[list[Piece]]:
    """The pieces by base line, from the top to the bottom."""
    row: list[Piece] = []
    level = 0.0
    for piece in sorted(pieces, key=lambda p: -p.base):
        if row and level - piece.base > _LEVEL * min(row[-1].size, piece.size):
            yield row
            row = []
        if not row:
            level = piece.base
        row.append(piece)
    if row:
        yield row


def _once(row: list[Piece]) -> list[Piece]:
    """The pieces from left to right, without those that are drawn again over themselves."""
    made: list[Piece] = []
    for piece in sorted(row, key=lambda p: p.left):
        drawn = next(
            (m for m in made[-3:] if m.text == piece.text and abs(m.left - piece.left) < 0.2 * piece.size), None
        )
        if drawn is None:
            made.append(piece)
        elif drawn.spaced is None:
            drawn.spaced = piece.spaced
    right = sum(bidirectional(p.text[0]) in ("R", "AL") for p in made)
    return made[::-1] if right > len(made) / 2 else made


def _joined(found: list[Row]) -> list[Row]:
    """The rows; what is raised or lowered is in the row that it belongs to."""
    set_in = [(row.base, row.size) for row in found]
    for k, row in enumerate(found):
        base, size = set_in[k]
        near = [
            (found[j], set_in[j][1])
            for j in range(max(k - 3, 0), min(k + 4, len(found)))
            if size < _RAISED * set_in[j][1] and -0.4 * set_in[j][1] < base - set_in[j][0] < 0.75 * set_in[j][1]
        ]
        for piece in list(row.pieces) if near else ():
            host = next((host for host, size in near if _touches(piece, host, _NEAR * size)), None)
            if host is not None:
                piece.raised = True
                host.pieces.append(piece)
                host.pieces.sort(key=lambda p: p.left)
                row.pieces.remove(piece)
                host.settle()
        if near and row.pieces:
            row.settle()
    return [row for row in found if row.pieces]


def _touches(piece: Piece, host: Row, near: float) -> bool:
    return any(
        abs(piece.left - p.right) < near or abs(p.left - piece.right) < near
        for p in host.pieces
        if not p.raised or p.size == piece.size
    )


def spaces(pieces: Sequence[Piece]) -> list[bool]:
    """Whether white space is between each piece and the next: by the gap, and by what the file has there."""
    gaps = [max(b.left - a.right, a.left - b.right) / max(min(a.size, b.size), 0.1) for a, b in pairwise(pieces)]
    least = _WORD
    if len(pieces) > 3 and 5 * sum(
        len(p.text) == 1 and p.text < _UNSPACED and p.text.isalpha() for p in pieces
    ) >= 2 * len(pieces):
        least = max(_tracked(gaps), _WORD)
    return [piece.spaced is not None or gap > least for piece, gap in zip(pieces, gaps, strict=False)]


def _tracked(gaps: Sequence[float]) -> float:
    """The least gap between words whose letters are set apart: the greatest step from gap to wider gap parts the two kinds."""
    ordered = sorted(gap for gap in gaps if gap < 2 * _TRACKED)
    if not ordered:
        return _WORD
    upper = [(b - a, (a + b) / 2) for a, b in pairwise(ordered[len(ordered) // 2 :])]
    step, at = max(upper, default=(0.0, 0.0))
    if ordered[len(ordered) // 2] > _TRACKED or ordered[len(ordered) // 3] < _WORD:
        return _WORD  # words of one letter, such as figures
    return at if step >= 0.1 else ordered[-1]
