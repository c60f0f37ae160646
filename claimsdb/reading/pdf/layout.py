"""The layout of pages: each is divided into paragraphs in the order of reading, and what is around them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from claimsdb.reading.formats.pages import FOLIO
from claimsdb.reading.pdf.columns import columns
from claimsdb.reading.pdf.frame import MIRRORED
from claimsdb.reading.pdf.glyphs import Piece, Sheet
from claimsdb.reading.pdf.lines import Line, Paragraph, lines, paragraphs, pitch
from claimsdb.reading.pdf.margins import Edges, beside, edges, furniture, numbered, recurs
from claimsdb.reading.pdf.tables import by_row
from claimsdb.reading.pdf.words import Row, rows

_AROUND = 2  # pages before and behind a page with which its edges are compared
_BESIDE_WORDS = 25  # text with another turn that has more is no mark in the margin


@dataclass(slots=True)
class Page:
    """A page as it is laid out: its paragraphs in the order of reading, and the lines that are no part of its text."""

    number: int
    width: float
    height: float
    paragraphs: list[Paragraph] = field(default_factory=list)
    around: list[Line] = field(default_factory=list)
    margin: list[Paragraph] = field(default_factory=list)


@dataclass(slots=True)
class _Rows:
    """A page before its edges are known."""

    sheet: Sheet
    turn: int | None
    rows: list[Row]
    numbers: list[Piece]
    others: list[tuple[int | None, list[Row]]]
    edges: Edges
    uneven: bool = False


def pages(sheets: Iterable[Sheet]) -> Iterator[Page]:
    """The pages, one after the other. What recurs at their edges is found among the pages near by, so that few are kept at a time."""
    before: deque[Edges] = deque(maxlen=_AROUND)
    ahead: deque[_Rows] = deque()
    for sheet in sheets:
        ahead.append(_read(sheet))
        if len(ahead) > _AROUND:
            yield _next(before, ahead)
    while ahead:
        yield _next(before, ahead)


def _next(before: deque[Edges], ahead: deque[_Rows]) -> Page:
    page = ahead.popleft()
    made = _laid(page, [*before, *(other.edges for other in ahead)])
    before.append(page.edges)
    return made


def _read(sheet: Sheet) -> _Rows:
    turns = sheet.pieces
    sheet.pieces = {}
    counts = {turn: sum(len(p.text) for p in of) for turn, of in turns.items() if turn is not None}
    main = max(counts, key=lambda turn: counts[turn]) if counts else sheet.turned
    found, numbers = numbered(rows(turns.pop(main, ())))
    others = [(turn, rows(of)) for turn, of in turns.items()]
    uneven = 2 * sheet.invisible > sheet.count
    return _Rows(sheet, main, found, numbers, others, edges(found, _height(sheet, main)), uneven)


def _height(sheet: Sheet, turn: int | None) -> float:
    return sheet.height if turn is None or (turn - sheet.turned) % 2 == 0 else sheet.width


def _laid(page: _Rows, others: Sequence[Edges]) -> Page:
    sheet = page.sheet
    made = Page(sheet.number, sheet.width, sheet.height)
    turned = _turned(sheet, page.turn)
    out = furniture(page.rows, _height(sheet, page.turn), page.edges, others)
    kept = [row for k, row in enumerate(page.rows) if k not in out]
    usual = pitch(kept) if kept else 1.2
    counted = 0
    for number, column in enumerate(columns(kept)):
        found = lines(column.rows, sheet.number, turned)
        for one in found:
            counted += 1
            one.label = beside(one.base, page.numbers) if page.numbers else str(counted)
        if column.is_margin:
            _margin(made, found, usual, number, others)
        else:
            made.paragraphs += paragraphs(by_row(found), usual, number, page.uneven)
    made.paragraphs += made.margin
    for turn, of in page.others:
        found = lines(of, sheet.number, _turned(sheet, turn))
        if turn is not None and sum(one.text.count(" ") + 1 for one in found) >= _BESIDE_WORDS:
            made.paragraphs += paragraphs(found, pitch(of), -1)
        else:
            made.around += found
    made.around += lines([row for k, row in enumerate(page.rows) if k in out], sheet.number, turned)
    made.around += lines([Row([number]) for number in page.numbers], sheet.number, turned)
    return made


def _margin(page: Page, found: Sequence[Line], usual: float, number: int, others: Sequence[Edges]) -> None:
    """Divide what is beside the text: what recurs on pages near by, and page numbers, are around the text."""
    seen = [spot for other in others for spot in other.spots]
    rest: list[Line] = []
    for one in found:
        if FOLIO.fullmatch(one.text) or any(recurs(spot, one.text, one.left, one.base) for spot in seen):
            page.around.append(one)
        else:
            rest.append(one)
    page.margin += paragraphs(rest, usual, number)


def _turned(sheet: Sheet, turn: int | None) -> int:
    """By how many quarters the boxes of lines with a turn are turned to be as displayed, and whether they are mirrored then."""
    if turn is None:
        return 0
    return (sheet.turned - turn) % 4 if turn < MIRRORED else MIRRORED + (-sheet.turned - turn) % 4
