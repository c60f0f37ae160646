"""What is on the edges of pages: running heads and feet, page numbers, and the numbers of lines of transcripts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from claimsdb.reading.formats.pages import FOLIO
from claimsdb.reading.pdf.glyphs import Piece
from claimsdb.reading.pdf.words import Row

_DIGITS = re.compile(r"\d+|\b[ivxlc]+\b", re.IGNORECASE)
_CLOSE = 4.0  # points
_MOST = 4  # rows of a running head
_EDGE = 0.2  # of a page's height
_FEWEST, _NUMBERS = 6, 300  # numbers of lines on a page
_APART = 8  # pieces of what is set apart
_LONGEST = 40  # words of a running head or foot


@dataclass(slots=True)
class Edges:
    """The first and the last rows of a page, as they can recur: what they say without numbers, and how far from the edge they are.

    `spots` are all words that end or begin a row: what they say, and where they are.
    """

    top: list[tuple[str, float]]
    bottom: list[tuple[str, float]]
    spots: list[tuple[str, float, float]]


def edges(rows: Sequence[Row], height: float) -> Edges:
    """The edges of a page with these rows."""
    return Edges(
        [(_shape(row.text), height - row.base) for row in rows[: _MOST + 1]],
        [(_shape(row.text), row.base) for row in rows[: -_MOST - 2 : -1]],
        [spot for row in rows for spot in _spots(row)],
    )


def furniture(rows: Sequence[Row], height: float, own: Edges, others: Sequence[Edges]) -> set[int]:
    """The numbers of the rows that recur on pages near by, or are page numbers, or are marked as no part of the text."""
    found = {k for k, row in enumerate(rows) if all(p.artifact for p in row.pieces)}
    for indices, shapes, side in (
        (range(min(_MOST, len(rows))), own.top, [o.top for o in others]),
        (range(len(rows) - 1, max(len(rows) - 1 - _MOST, -1), -1), own.bottom, [o.bottom for o in others]),
    ):
        if len(shapes) > _MOST and all(any(_same(*one, other) for other in side) for one in shapes):
            continue  # pages that repeat each other have no running heads
        for k, (shape, distance) in zip(indices, shapes, strict=False):
            if k in found:
                continue
            row = rows[k]
            recurs = any(_same(shape, distance, one) for one in side)
            near = distance < _EDGE * height
            folio = near and FOLIO.fullmatch(row.text.strip()) is not None and _is_number(row.text)
            if not (folio or (recurs and distance < 2 * _EDGE * height and len(row.text.split()) <= _LONGEST)):
                break
            found.add(k)
    if len(found) == len(rows) and rows and not others:
        return set()
    return found


def _is_number(text: str) -> bool:
    """Whether a page number is more than one letter that is a word."""
    return any(c.isdigit() for c in text) or text.strip().islower()


def _same(shape: str, distance: float, side: Sequence[tuple[str, float]]) -> bool:
    return any(shape == other and abs(distance - at) < _CLOSE for other, at in side)


def _shape(text: str) -> str:
    """What a row says, without what differs from page to page."""
    return _DIGITS.sub("0", text)


def _spots(row: Row) -> Iterator[tuple[str, float, float]]:
    """The short stretches of a row that are set apart."""
    begun: list[Piece] = []
    for piece in [*sorted(row.pieces, key=lambda p: p.left), None]:
        if begun and (piece is None or piece.left - begun[-1].right > 0.7 * row.size):
            if len(begun) <= _APART:
                yield _shape(" ".join(p.text for p in begun)), begun[0].left, row.base
            begun = []
        if piece is not None:
            begun.append(piece)


def recurs(spot: tuple[str, float, float], text: str, left: float, base: float) -> bool:
    """Whether words are the same, but for their numbers, as those of another page at the same place."""
    shape, x, y = spot
    return abs(y - base) < _CLOSE and abs(x - left) < _CLOSE and shape == _shape(text)


def numbered(rows: Sequence[Row]) -> tuple[list[Row], list[Piece]]:
    """The rows without a column of numbers of lines, and the numbers.

    Numbers of lines stand above each other at one edge, rise from the top, and count lines: 1, 2, 3, or 5, 10, 15.
    """
    for side in ("left", "right"):
        if found := _column(rows, side):
            rest = ([p for p in row.pieces if p is not found.get(k)] for k, row in enumerate(rows))
            return [Row(pieces) for pieces in rest if pieces], list(found.values())
    return list(rows), []


def beside(base: float, numbers: Sequence[Piece]) -> str:
    """The number of the line at this height; nothing if none is near."""
    near = min(numbers, key=lambda p: abs(p.base - base))
    return near.text if abs(near.base - base) < 0.9 * near.size else ""


def _column(rows: Sequence[Row], side: str) -> dict[int, Piece]:
    """The pieces at one edge that number lines, by the place of their row."""
    ends = {
        k: (min(row.pieces, key=lambda p: p.left) if side == "left" else max(row.pieces, key=lambda p: p.right))
        for k, row in enumerate(rows)
    }
    digits = {k: p for k, p in ends.items() if p.text.isdecimal() and len(p.text) < 4}
    if not _FEWEST <= len(digits) <= _NUMBERS:
        return {}
    edge = max(
        (p.right for p in digits.values()), key=lambda x: sum(abs(x - p.right) < p.size for p in digits.values())
    )
    aligned = {k: p for k, p in digits.items() if abs(p.right - edge) < p.size}
    values = [int(p.text) for p in aligned.values()]
    steps = [b - a for a, b in pairwise(values)]
    if len(values) < _FEWEST or not steps:
        return {}
    step = max(set(steps), key=steps.count)
    if step not in (1, 2, 5, 10) or steps.count(step) < 0.9 * len(steps):
        return {}
    beyond = sum(
        any((p.right < edge - 3 * p.size) if side == "left" else (p.left > edge) for p in row.pieces) for row in rows
    )
    beside = sum(len(rows[k].pieces) > 1 for k in aligned)
    by_words = any(any(c.isalpha() for p in rows[k].pieces for c in p.text) for k in aligned)
    return (
        aligned
        if beyond <= 0.1 * len(rows) and (by_words or beside == 0) and step * len(values) >= values[-1] - step
        else {}
    )
