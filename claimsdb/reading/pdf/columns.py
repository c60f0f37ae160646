"""Columns of a page: rows divided at gutters, which are gaps that many rows share, and put in the order in which they are read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from statistics import median
from typing import NamedTuple

from claimsdb.reading.pdf.words import Row

_NARROWEST = 0.85  # of a size: a gap that may be a gutter
_HEAD = 1.15  # of a size: rows of headings
_SURE = 1.6  # of a size: a gap that is one if fewer rows share it
_ROWS, _FEW = 4, 2  # rows on either side of a gutter, and of a sure one
_LETTERS = 18  # in a row of a column; cells of tables have fewer
_LABEL = 4  # letters: a column of bullets, numbers or initials is a margin
_FILLED = 0.55  # of the width of a column
_DEEPEST = 12
_MOST = 1000  # rows of a page that is divided: no page that people read has more
_WIDEST, _ALIKE = 1.5, 0.75  # of a size: between words; between cells if it is so in the row above
_ALIGNED = 0.45  # of the rows on the right begin at the gutter

_MARGIN = 0.34  # of the rows of the text: a column with fewer, on a tall page, is its margin
_TALL = 8  # rows
_BESIDE = 0.8  # of a size: a gap beside a margin

_NUMBER = re.compile(r"\(?\w{1,4}[.)]|[^\w\s]")

Region = list[Row]


class Column(NamedTuple):
    """Rows that are read one after the other; `is_margin`: they are beside the text."""

    rows: Region
    is_margin: bool = False


@dataclass(slots=True)
class _Gutter:
    left: float
    right: float
    first: int
    last: int
    margin: bool = False

    @property
    def area(self) -> float:
        return (self.last - self.first + 1) * sqrt(min(self.right - self.left, 60))


def columns(rows: Sequence[Row], depth: int = 0) -> Iterator[Column]:
    """The columns of the rows of a page, which come from top to bottom, each with its rows. A margin comes behind what it is beside."""
    if 2 * _FEW < len(rows) <= _MOST and depth < _DEEPEST:
        found = max(_gutters(rows), key=lambda g: g.area, default=None)
        if found is not None:
            middle = rows[found.first : found.last + 1]
            at = (found.left + found.right) / 2
            left, right = _side(middle, at, left=True), _side(middle, at, left=False)
            yield from columns(rows[: found.first], depth + 1)
            if found.margin:
                text, margin = (right, left) if len(left) < len(right) else (left, right)
                yield from columns(text, depth + 1)
                yield Column(margin, is_margin=True)
            else:
                yield from columns(left, depth + 1)
                yield from columns(right, depth + 1)
            yield from columns(rows[found.last + 1 :], depth + 1)
            return
    if rows:
        yield Column(list(rows))


def _side(rows: Sequence[Row], at: float, *, left: bool) -> Region:
    sides = ([p for p in row.pieces if (p.left < at) == left] for row in rows)
    return [Row(pieces) for pieces in sides if pieces]


def _gutters(rows: Sequence[Row]) -> Iterator[_Gutter]:
    """The gutters in which no row has words, each as tall as it can be."""
    size = median(row.size for row in rows)
    least = _NARROWEST * size
    active: list[_Gutter] = []
    edges = min(row.left for row in rows), max(row.right for row in rows)
    for k, row in enumerate(rows):
        filled = _filled(row)
        kept: list[_Gutter] = []
        for one in active:
            pieces = list(_blank(one.left, one.right, filled))
            if [(one.left, one.right)] != pieces:
                yield from _accepted(rows, _Gutter(one.left, one.right, one.first, k - 1), size)
            kept += [_Gutter(a, b, one.first, k) for a, b in pieces if b - a >= least]
        blank = _blank(*edges, filled)
        kept += [_Gutter(a, b, k, k) for a, b in blank if b - a >= least]
        active = _distinct(kept)
    for one in active:
        yield from _accepted(rows, _Gutter(one.left, one.right, one.first, len(rows) - 1), size)


def _distinct(gutters: Sequence[_Gutter]) -> list[_Gutter]:
    """The gutters without those that are inside a taller one."""
    made: list[_Gutter] = []
    for one in sorted(gutters, key=lambda g: g.first):
        if not any(o.left <= one.left + 0.1 and one.right <= o.right + 0.1 for o in made):
            made.append(one)
    return made[:40]


def _filled(row: Row) -> list[tuple[float, float]]:
    """The stretches of a row that have words, from left to right."""
    made: list[tuple[float, float]] = []
    for left, right in sorted([(p.left, p.right) for p in row.pieces]):
        if made and left - made[-1][1] < 0.5 * row.size:
            made[-1] = made[-1][0], max(made[-1][1], right)
        else:
            made.append((left, right))
    return made


def _blank(left: float, right: float, filled: Sequence[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    for a, b in filled:
        if b <= left:
            continue
        if a >= right:
            break
        if a > left:
            yield left, a
        left = max(left, b)
    if left < right:
        yield left, right


def _accepted(rows: Sequence[Row], gutter: _Gutter, size: float) -> Iterator[_Gutter]:
    """The gutter, without rows at its ends that have words on one side alone and do not belong to it; nothing if it is none."""
    at = (gutter.left + gutter.right) / 2
    rows = rows[gutter.first : gutter.last + 1]
    if len(rows) < 2 * _FEW - 1 or not (any(row.left < at for row in rows) and any(row.right > at for row in rows)):
        return
    left = [(k, _edges(row, at, left=True)) for k, row in enumerate(rows)]
    right = [(k, _edges(row, at, left=False)) for k, row in enumerate(rows)]
    lefts = [(k, e) for k, e in left if e is not None]
    rights = [(k, e) for k, e in right if e is not None]
    sure = gutter.right - gutter.left >= _SURE * size
    if not lefts or not rights:
        return
    first = max(min(lefts[0][0], rights[0][0]), 0)
    last = max(lefts[-1][0], rights[-1][0])
    sides = [{k for k, _ in lefts}, {k for k, _ in rights}]
    while first < last and rows[first].size > _HEAD * size and not all(first in side for side in sides):
        first += 1  # the end of a heading that is above both columns
    few, many = sorted((len(lefts), len(rights)))
    if few <= _MARGIN * many and last - first + 1 >= _TALL and gutter.right - gutter.left >= _BESIDE * size:
        beside = lefts if len(lefts) < len(rights) else rights
        wide = [max(e[1] for _, e in side) - min(e[0] for _, e in side) for side in (lefts, rights)]
        short = sum(e[2] <= _LABEL for _, e in beside) > 0.5 * len(beside)
        labels = short and (few > 2 or _numbers(rows, at, left=len(lefts) < len(rights)))
        if labels:
            return
        if (wide[0] < 0.4 * wide[1] and len(lefts) < len(rights)) or (
            wide[1] < 0.4 * wide[0] and len(rights) < len(lefts)
        ):
            yield _Gutter(gutter.left, gutter.right, gutter.first + first, gutter.first + last, margin=True)
            return
    if few < (_FEW if sure else _ROWS):
        return
    both = len({k for k, _ in lefts} & {k for k, _ in rights})
    shared = both / min(len(lefts), len(rights))
    words = [sum(e[2] for _, e in side) / sum(e[3] for _, e in side) for side in (lefts, rights)]
    if min(words) < _LABEL:
        return
    begun = min(e[0] for _, e in rights)
    aligned = sum(e[0] - begun < 0.6 * size for _, e in rights) / len(rights)
    if shared > 0.6:
        flows = min(words) >= 0.5 * _LETTERS and all(_flows(rows, at, left=side) for side in (True, False))
        if (min(words) < _LETTERS and not flows) or aligned < _ALIGNED or (not sure and aligned < 0.6):
            return
        widths = [[e[1] - e[0] for _, e in side] for side in (lefts, rights)]
        if any(sum(w) / len(w) < _FILLED * max(w) for w in widths):
            return
    elif aligned < _ALIGNED or (not sure and min(words) < 0.5 * _LETTERS):
        return
    yield _Gutter(gutter.left, gutter.right, gutter.first + first, gutter.first + last)


def _numbers(rows: Sequence[Row], at: float, *, left: bool) -> bool:
    """Whether the rows on one side are numbers of items, such as "A." or "(iv)"."""
    pieces = [p for row in rows for p in row.pieces if (p.left < at) == left]
    return all(_NUMBER.fullmatch(p.text) for p in pieces)


def _flows(rows: Sequence[Row], at: float, *, left: bool) -> bool:
    """Whether the rows on one side go on with what is above them: many begin with a small letter."""
    firsts = [
        min(side, key=lambda p: p.left) for row in rows if (side := [p for p in row.pieces if (p.left < at) == left])
    ]
    return sum(p.text[0].islower() for p in firsts) >= 0.3 * len(firsts)


def _edges(row: Row, at: float, *, left: bool) -> tuple[float, float, int, int] | None:
    """Left and right edge, letters, and stretches set apart, of what a row has on one side."""
    pieces = [p for p in row.pieces if (p.left < at) == left]
    if not pieces:
        return None
    wide = _SURE * row.size
    apart = sum(b.left - a.right > wide for a, b in pairwise(pieces))
    return min(p.left for p in pieces), max(p.right for p in pieces), sum(len(p.text) for p in pieces), apart + 1


def cells(
    row: Row, spaced: Sequence[bool], edges: tuple[float, float], above: Sequence[tuple[float, float]]
) -> list[bool]:
    """Whether a new cell begins behind each piece of a row: the gap there is wider than any between words, or as in the row above.

    `edges` are those of the column: a row that is stretched to both of them has no cells. `above` are the gaps of the row above.
    """
    size = row.size
    gaps = [b.left - a.right for a, b in pairwise(row.pieces)]
    between = sorted(g for g, is_space in zip(gaps, spaced, strict=True) if is_space)
    if not between or between[-1] < _ALIKE * size:
        return [False] * len(gaps)
    stretched = row.left < edges[0] + 2.5 * size and row.right > edges[1] - 0.5 * size and len(between) > 1
    if stretched and between[-1] < 1.35 * between[0] and any(p.text.islower() for p in row.pieces):
        return [False] * len(gaps)
    usual = between[len(between) // 3] if len(between) > 3 else 0.35 * size
    least = max(_WIDEST * size, 3 * usual)
    return [
        gap > least or (gap > _ALIKE * size and any(min(b.left, y) - max(a.right, x) > 0.6 * size for x, y in above))
        for gap, (a, b) in zip(gaps, pairwise(row.pieces), strict=True)
    ]
