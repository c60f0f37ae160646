"""Lines of text: rows of a column with their words set apart, and paragraphs made of them."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from claimsdb.english.quotations import ENDING
from claimsdb.reading.formats.lines import BULLET
from claimsdb.reading.pdf.columns import cells
from claimsdb.reading.pdf.words import Row, spaces

NOWHERE = -1
"""The byte of a character that is not in the file, such as a space that is drawn by distance."""
CELL = "\t"
_ENDED = re.compile(rf"[.!?:;…。！？][{ENDING})\]]*\d{{0,3}}$")
_ITEM = re.compile(r"(?:[•‣▪●○◦∙■□–—*·»\ue000-\uf8ff]|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,5})[.)])\s+\S")
_TURN = re.compile(r"(?:[A-Z][A-Z.’']*(?: [A-Z][A-Z.’']*){0,5}:|[QA][.:]?) {1,8}\S")  # of a transcript
_APART = 1.32  # of the usual distance of lines: a greater one parts paragraphs
_INDENT = 0.8  # of a size
_OTHER_SIZE, _GUESSED = 0.07, 0.35  # of a size
_BOLD = 1.3


@dataclass(slots=True)
class Line:
    """A line on a page: each character with its first byte in the page's stream (or nowhere), its size in bytes, and its left edge.

    `edges` has one more, the right edge of the last. `raised` are stretches above or below the line. `label` is what a person counts it
    by. `turned`: its box is not as the page is displayed, but turned by that many quarters, and mirrored if they are 4 or more. `after` is
    white space behind it in the file. `item`: it begins with a bullet or a number. `row`: the lines of the row of a table that begins with
    it, cell by cell; a cell of several lines ends with the one that `ends_cell`.
    """

    page: int
    text: str
    at: array[int]
    sizes: array[int]
    edges: array[float]
    base: float
    bottom: float
    top: float
    size: float
    weight: int
    raised: list[tuple[int, int]] = field(default_factory=list)
    label: str = ""
    turned: int = 0
    after: tuple[int, int] | None = None
    item: bool = False
    row: Sequence[Line] = ()
    ends_cell: bool = False

    left: float = field(init=False)
    right: float = field(init=False)

    def __post_init__(self) -> None:
        self.left, self.right = min(self.edges[0], self.edges[-1]), max(self.edges[0], self.edges[-1])

    @property
    def ends(self) -> bool:
        """Whether a sentence ends with it."""
        return _ENDED.search(self.text) is not None

    @property
    def has_cells(self) -> bool:
        """Whether it is of a row of a table."""
        return self.ends_cell or CELL in self.text

    def part(self, start: int, end: int) -> Line:
        """The characters from `start` to before `end`."""
        raised = [(a - start, b - start) for a, b in self.raised if start <= a and b <= end]
        at, sizes, edges = self.at[start:end], self.sizes[start:end], self.edges[start : end + 1]
        text, label, turned = self.text[start:end], self.label, self.turned
        bottom, top = self.bottom, self.top
        return Line(
            self.page, text, at, sizes, edges, self.base, bottom, top, self.size, self.weight, raised, label, turned
        )


@dataclass(slots=True)
class Paragraph:
    """Lines that follow one another in a column; `full`: the last one is as wide as the column, so that words may go on elsewhere.

    `mark`: how many characters at its beginning are the mark of a note, by which the text refers to it.
    """

    lines: list[Line]
    role: str | None = None
    full: bool = False
    column: int = 0
    mark: int = 0

    @property
    def text(self) -> str:
        """Its words, with a space between lines, and a tab between cells."""
        return "".join(line.text + (CELL if line.ends_cell else " ") for line in self.lines)[:-1]

    @property
    def size(self) -> float:
        """The size in which it is set."""
        return max(self.lines, key=lambda line: len(line.text)).size

    @property
    def weight(self) -> int:
        """The least weight of its lines."""
        return min(line.weight for line in self.lines)

    @property
    def page(self) -> int:
        """The page that it begins on."""
        return self.lines[0].page


def lines(rows: Sequence[Row], page: int, turned: int = 0) -> list[Line]:
    """The rows of one column as lines."""
    edges = min((row.left for row in rows), default=0.0), max((row.right for row in rows), default=0.0)
    made: list[Line] = []
    above: list[tuple[float, float]] = []
    for row in rows:
        pieces = [p for p in row.pieces if p.text.isprintable() or any(map(str.isprintable, p.text))]
        item = pieces[:1] != row.pieces[:1]  # a sign that is no character: a bullet
        if not pieces:
            continue
        if len(pieces) < len(row.pieces):
            row = Row(pieces)
        spaced = spaces(row.pieces)
        celled = cells(row, spaced, edges, above)
        above = [(a.right, b.left) for (a, b), cell in zip(pairwise(row.pieces), celled, strict=True) if cell]
        made.append(_line(row, page, turned, spaced, celled))
        made[-1].item = item or _is_item(made[-1].text)
    return made


def _line(row: Row, page: int, turned: int, spaced: Sequence[bool], celled: Sequence[bool]) -> Line:
    pieces = row.pieces
    text: list[str] = []
    at, sizes, edges = array("q"), array("q"), array("f")
    raised: list[tuple[int, int]] = []
    length = 0
    for piece, is_spaced, is_cell in zip(pieces, [*spaced, False], [*celled, False], strict=True):
        if piece.raised:
            raised.append((length, length + len(piece.text)))
        text.append(piece.text)
        at.extend(piece.at)
        sizes.extend(piece.sizes)
        length += len(piece.text)
        if is_spaced or is_cell:
            text.append(CELL if is_cell else " ")
            byte, size = (NOWHERE, 0) if is_cell or piece.spaced is None else piece.spaced
            at.append(byte)
            sizes.append(size)
            edges.extend(piece.edges)
            length += 1
        else:
            edges.extend(piece.edges[:-1])
    edges.append(pieces[-1].edges[-1])
    main = row.main
    weight = main.weight
    if any(p.weight != weight for p in pieces):
        weights = [(len(p.text), p.weight) for p in pieces]
        bold = sum(n for n, w in weights if w > weight) > 0.5 * length
        weight = max(w for _, w in weights) if bold else min((w for n, w in weights if n > 1), default=weight)
    return Line(
        page,
        "".join(text),
        at,
        sizes,
        edges,
        main.base,
        min(p.bottom for p in pieces),
        max(p.top for p in pieces),
        main.size,
        weight,
        raised,
        "",
        turned,
        pieces[-1].spaced,
    )


def pitch(lines: Sequence[Line | Row]) -> float:
    """The usual distance between the base lines of lines that follow one another, as a multiple of their size."""
    steps = [
        (a.base - b.base) / max(a.size, b.size)
        for a, b in pairwise(lines)
        if 0.5 * a.size < a.base - b.base < 3 * a.size
    ]
    return median(steps) if steps else 1.2


def paragraphs(lines: Sequence[Line], usual: float, column: int, uneven: bool = False) -> Iterator[Paragraph]:
    """The paragraphs of the lines of one column. `usual` is the distance of lines on the page, as a multiple of their size.

    `uneven`: sizes are only guessed, as by a program that reads pictures.
    """
    if not lines:
        return
    left, right = _edges(lines)
    own = pitch(lines) if len(lines) > 3 else usual
    step = min(own, usual * 1.6) if own > usual else own
    hangs = _hanging(lines, right)
    begun: list[Line] = []
    for one in lines:
        if begun and _parts(begun, one, step, left, right, hangs, _GUESSED if uneven else _OTHER_SIZE):
            yield _paragraph(begun, right, column)
            begun = []
        begun.append(one)
    yield _paragraph(begun, right, column)


def _paragraph(lines: list[Line], right: float, column: int) -> Paragraph:
    last = lines[-1]
    role = "list_item" if lines[0].item or CELL in lines[0].text else None
    full = last.right > right - 4 * last.size and CELL not in last.text
    return Paragraph([part for line in lines for part in line.row or (line,)], role, full, column)


def _edges(lines: Sequence[Line]) -> tuple[float, float]:
    """The left and the right edge of a column: that of most lines, and that which few stick out of."""
    lefts, rights = sorted(one.left for one in lines), sorted(one.right for one in lines)
    size = lines[0].size
    near = 0.3 * size
    left = max(lefts, key=lambda x: bisect_left(lefts, x + near) - bisect_right(lefts, x - near))
    return left, rights[-1 - len(rights) // 20]


def _parts(
    begun: Sequence[Line], one: Line, step: float, left: float, right: float, hangs: float, other: float
) -> bool:
    """Whether a paragraph begins with a line."""
    before, size = begun[-1], max(begun[-1].size, one.size)
    if CELL in one.text or CELL in before.text:
        return True
    if abs(before.size - one.size) > other * size:
        return True
    gap = before.base - one.base
    if gap > _APART * step * size or gap < -0.5 * size:
        return True
    if one.item and (begun[0].item or one.left < begun[0].left + _INDENT * size or before.ends):
        return True
    if _TURN.match(one.text):
        return True
    if (before.weight > _BOLD * one.weight or one.weight > _BOLD * before.weight) and max(
        before.weight, one.weight
    ) >= 550:
        return not (before.right > right - 3 * size and not before.ends and one.text[0].islower())
    runs_on = one.text[0].islower() and not before.ends
    hyphen = before.text[-1] in "-\u00ad\u2010" and before.text[-2:-1].isalpha()
    if runs_on and (hyphen or before.right > left + 0.5 * (right - left)):
        return False
    if hangs and one.left > hangs - 0.3 * size:
        return one.left < hangs + 0.3 * size
    if one.left > before.left + _INDENT * size:
        under = len(begun) == 1 and (before.item or before.left < left - _INDENT * size)
        return not (under or (len(begun) == 1 and not before.ends and before.right > right - 4 * size))
    if one.left < before.left - _INDENT * size and len(begun) > 1:
        return True
    first = one.text.split(" ", 1)[0]
    width = (one.edges[len(first)] - one.edges[0]) + 0.3 * size
    return before.right + abs(width) < right - 0.8 * size and (before.ends or not runs_on)


def _hanging(lines: Sequence[Line], right: float) -> float:
    """The left edge of lines under which the next lines hang, as in a list of references; 0 if the column is set otherwise."""
    edge = min(one.left for one in lines)
    size = lines[0].size
    first = [(a, b) for a, b in pairwise(lines) if abs(a.left - edge) < 0.3 * size]
    hung = sum(b.left > a.left + _INDENT * size and a.right > right - 5 * size for a, b in first)
    return edge if hung >= 3 and hung > 0.5 * len(first) else 0


def _is_item(text: str) -> bool:
    return _ITEM.match(text) is not None or BULLET.match(text) is not None
