"""Tables whose cells have several lines: the lines of a row, cell by cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from claimsdb.reading.pdf.lines import CELL, Line

_TIGHT = 1.5  # of a size: lines of a cell are not farther apart
_WIDER = 1.25  # a step from row to row is wider than one within a row by at least so much
_SHORTEST = 8  # letters of a line of a cell that goes on
_SAME = 1.1  # the greatest step within rows, of the least one
_NEAR = 0.6  # of a size: edges that are one


def by_row(lines: Sequence[Line]) -> list[Line]:
    """The lines of a column; those of one row of a table are one, which has them as its `row`.

    Lines are one row if they are closer than rows of the table are, and what each cell of the lower one begins with had no room above.
    """
    made: list[Line] = []
    at = 0
    while at < len(lines):
        end = _table_end(lines, at)
        made += _rows(lines[at:end]) if end - at > 2 else lines[at:end]
        at = end
    return made


def _table_end(lines: Sequence[Line], at: int) -> int:
    """The end of a table that begins with a line; the next line if none begins with it."""
    end = at + 1
    if CELL not in lines[at].text:
        return end
    lefts = [cell.left for cell in _cells(lines[at])]
    while end < len(lines):
        line = lines[end]
        found = [cell.left for cell in _cells(line)]
        near = _NEAR * line.size
        alike = abs(line.size - lines[at].size) < 0.1 * line.size and line.base < lines[end - 1].base
        if not alike or (len(found) < 2 and all(abs(found[0] - left) > near for left in lefts)):
            break
        lefts += [left for left in found if all(abs(left - other) > near for other in lefts)]
        end += 1
    return end


def _rows(lines: Sequence[Line]) -> Iterator[Line]:
    """The rows of a table."""
    steps = [(above.base - line.base) / line.size for above, line in pairwise(lines)]
    least = min(steps)
    if not 0.8 < least < _TIGHT or max(steps) < _WIDER * least:
        yield from lines
        return
    limits = _limits(lines)
    first, begun = lines[0], [_cells(lines[0])]
    for line, step in zip(lines[1:], steps, strict=True):
        more = _cells(line)
        if step < _SAME * least and _goes_on(begun, more, limits):
            begun.append(more)
        else:
            yield _row(first, begun)
            first, begun = line, [more]
    yield _row(first, begun)


def _limits(lines: Sequence[Line]) -> list[tuple[float, float]]:
    """The left edge of each column of cells that begin at one edge, and the rightmost edge in it."""
    found: list[tuple[float, float]] = []
    for cell in sorted((cell for line in lines for cell in _cells(line)), key=lambda cell: cell.left):
        if found and cell.left - found[-1][0] < _NEAR * cell.size:
            found[-1] = found[-1][0], max(found[-1][1], cell.right)
        else:
            found.append((cell.left, cell.right))
    return found


def _goes_on(begun: Sequence[Sequence[Line]], more: Sequence[Line], limits: Sequence[tuple[float, float]]) -> bool:
    """Whether some cells go on, each with the last line of one above, in which its first word had no room."""
    if len(more) >= len(begun[0]):  # rows have all of their cells more often than all cells go on
        return False
    for cell in more:
        above = _over(begun, cell)
        if above is None or len(above.text) < _SHORTEST or not any(c.isalpha() for c in cell.text):
            return False
        word = cell.text.split(" ", 1)[0]
        right = max((right for left, right in limits if abs(left - cell.left) < _NEAR * cell.size), default=cell.right)
        if above.right + abs(cell.edges[len(word)] - cell.edges[0]) + 0.2 * cell.size < right:
            return False
    return True


def _over(begun: Sequence[Sequence[Line]], cell: Line) -> Line | None:
    """The cell of the last line of a row with which a cell begins at one edge."""
    return next((other for other in begun[-1] if abs(other.left - cell.left) < _NEAR * cell.size), None)


def _row(first: Line, begun: Sequence[Sequence[Line]]) -> Line:
    """The first line of a row, with all of its lines, cell by cell."""
    if len(begun) == 1:
        return first
    made: list[Line] = []
    for cell in begun[0]:
        column = [c for line in begun for c in line if abs(c.left - cell.left) < _NEAR * c.size]
        column[-1].ends_cell = True
        made += column
    made[-1].ends_cell = False
    return replace(first, row=made)


def _cells(line: Line) -> list[Line]:
    """The cells of a line."""
    ends = [k for k, c in enumerate(line.text) if c == CELL]
    return [line.part(a, b) for a, b in zip([0, *(k + 1 for k in ends)], [*ends, len(line.text)], strict=True)]
