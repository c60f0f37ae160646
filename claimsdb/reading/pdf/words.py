"""From pieces of words to rows: those that share a base line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import attrgetter
from unicodedata import bidirectional

from claimsdb.reading.pdf.glyphs import LEVEL, WORD, Piece

_UNSPACED = "\u2e80"  # the first of the scripts whose letters stand apart
_LEFTWARD = "\u0590"  # the first of the scripts that run to the left
_MOST = 100  # pieces of a row that may be raised
_TRACKED = 0.45  # of a size: letters of one word are not set farther apart
_WORDS = "aAIO"
_SHORT = 2.2  # letters of a piece, on the average
_NEAR = 0.3  # of a size: glyphs of one piece are not farther apart
_RAISED = 0.88  # of a line's size: what is smaller may be raised or lowered


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
        seen = [p for p in self.pieces if not p.raised] or self.pieces
        letters = [len(p.text) for p in seen]
        self.main = seen[letters.index(max(letters))]
        self.base, self.size = self.main.base, self.main.size
        self.left, self.right = min(p.left for p in self.pieces), max(p.right for p in self.pieces)

    @property
    def text(self) -> str:
        """Its words, with one space between pieces."""
        return " ".join(p.text for p in self.pieces)


def rows(pieces: Sequence[Piece]) -> list[Row]:
    """The rows of pieces that have one turn, from the top of the page to its bottom."""
    return _joined([Row(_once(row)) for row in _level(pieces)])


def _level(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """The pieces by base line, from the top to the bottom."""
    row: list[Piece] = []
    level = 0.0
    for piece in sorted(pieces, key=attrgetter("base"), reverse=True):
        if row and level - piece.base > LEVEL * min(row[-1].size, piece.size):
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
    for piece in sorted(row, key=attrgetter("left")):
        near = piece.left - 0.2 * piece.size
        drawn = None
        if made and made[-1].left > near:
            drawn = next((m for m in made[-3:] if m.text == piece.text and m.left > near), None)
        if drawn is None:
            made.append(piece)
        elif drawn.spaced is None:
            drawn.spaced = piece.spaced
    right = sum(p.text[0] >= _LEFTWARD and bidirectional(p.text[0]) in ("R", "AL") for p in made)
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
        for piece in list(row.pieces) if near and len(row.pieces) <= _MOST else ():
            host = next((host for host, size in near if _touches(piece, host, _NEAR * size)), None)
            if host is not None:
                piece.raised = True
                host.pieces.append(piece)
                host.pieces.sort(key=attrgetter("left"))
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
    gaps = [_gap(a, b) for a, b in pairwise(pieces)]
    least = _least(pieces, gaps)
    return [piece.spaced is not None or gap > least for piece, gap in zip(pieces, gaps, strict=False)]


def _gap(piece: Piece, other: Piece) -> float:
    """What is between two pieces, of the size of the smaller one."""
    gap = other.left - piece.right
    if gap < 0:
        gap = max(gap, piece.left - other.right)
    size = piece.size if piece.size < other.size else other.size
    return gap / (size if size > 0.1 else 0.1)


def _least(pieces: Sequence[Piece], gaps: Sequence[float]) -> float:
    """The least gap between words: a greater one if their letters are set apart.

    If many pieces are single letters, they are one word or more; if fewer are, but all are short, they are words if there are two kinds of
    gaps. Letters that are words, such as "a", do not count then.
    """
    single = [p.text for p in pieces if len(p.text) == 1 and p.text < _UNSPACED and p.text.isalpha()]
    if len(pieces) > 3 and 5 * len(single) >= 2 * len(pieces):
        return max(_tracked(gaps) or WORD, WORD)
    split = sum(letter not in _WORDS for letter in single)
    if split > 1 and 6 * split >= len(pieces) and sum(len(p.text) for p in pieces) <= _SHORT * len(pieces):
        return max(_tracked(gaps, two=True) or WORD, WORD)
    return WORD


def _tracked(gaps: Sequence[float], *, two: bool = False) -> float | None:
    """The least gap between words whose letters are set apart; None if they are not. The first wide step from gap to wider gap parts
    letters from words; if there is none, all are letters of one word, unless there must be `two` kinds.
    """
    ordered = sorted(gap for gap in gaps if gap < 2 * _TRACKED)
    if not ordered or ordered[len(ordered) // 2] > _TRACKED or ordered[len(ordered) // 3] < WORD:
        return None  # words of one letter, such as figures
    steps = [(b - a, (a + b) / 2) for a, b in pairwise(ordered[len(ordered) // 2 :])]
    wide = max(0.1, 0.5 * max((step for step, _ in steps), default=0))
    return next((at for step, at in steps if step >= wide), None if two else ordered[-1])
