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
    begun = [[cell] for cell in _cells(lines[0])]
    first = last = lines[0]
    for line, step in zip(lines[1:], steps, strict=True):
        more = _goes_on(begun, last, line, limits) if step < _SAME * least else None
        if more is None:
            yield _row(first, begun)
            first, more = line, [[cell] for cell in _cells(line)]
        begun, last = more, line
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


def _goes_on(
    begun: Sequence[list[Line]], last: Line, line: Line, limits: Sequence[tuple[float, float]]
) -> list[list[Line]] | None:
    """The cells of a row, each as its lines, with those of one line more; None if that begins another row.

    Each of its cells must go on with one of the `last` line, in which its first word had no room, and begin at the edge of the first line
    of that cell: edges that drift from line to line are those of a list, or of nothing.
    """
    cells = _cells(line)
    if len(cells) >= len(begun):  # rows have all of their cells more often than all cells go on
        return None
    made = [list(column) for column in begun]
    for cell in cells:
        column = next((c for c in made if _is_under(c, cell) and c[-1].base == last.base), None)
        if column is None or len(column[-1].text) < _SHORTEST or not any(c.isalpha() for c in cell.text):
            return None
        word = cell.text.split(" ", 1)[0]
        right = max((right for left, right in limits if abs(left - cell.left) < _NEAR * cell.size), default=cell.right)
        if column[-1].right + abs(cell.edges[len(word)] - cell.edges[0]) + 0.2 * cell.size < right:
            return None
        column.append(cell)
    return made


def _is_under(column: Sequence[Line], cell: Line) -> bool:
    """Whether a cell begins at the edge at which the lines of another begin."""
    return all(abs(other.left - cell.left) < _NEAR * cell.size for other in (column[0], column[-1]))


def _row(first: Line, begun: Sequence[list[Line]]) -> Line:
    """The first line of a row, with all of its lines, cell by cell."""
    if all(len(column) == 1 for column in begun):
        return first
    for column in begun[:-1]:
        column[-1].ends_cell = True
    return replace(first, row=[line for column in begun for line in column])


def _cells(line: Line) -> list[Line]:
    """The cells of a line."""
    ends = [k for k, c in enumerate(line.text) if c == CELL]
    return [line.part(a, b) for a, b in zip([0, *(k + 1 for k in ends)], [*ends, len(line.text)], strict=True)]
