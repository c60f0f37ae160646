"""The sheets of OpenDocument spreadsheets, in a ZIP file (ODS) or in one XML file (FODS)."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from typing import BinaryIO, NamedTuple, cast
from xml.etree.ElementTree import Element, XMLPullParser

from claimsdb.model.errors import UnreadableError
from claimsdb.streams import faults
from claimsdb.streams.tables.sheets import Cells, Sheet

_OFFICE, _TABLE, _TEXT, _STYLE = (
    f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}" for name in ("office", "table", "text", "style")
)
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_ROW, _STYLED, _SHAPES = f"{_TABLE}table-row", f"{_STYLE}style", f"{_TABLE}shapes"
_ASIDE = (f"{_OFFICE}annotation", f"{_TEXT}note", f"{_TEXT}ruby-text")
_WHITE = re.compile(r"[ \t\r\n]++")
_DAY = re.compile(r"T00:00(?::00(?:\.0+)?)?Z?$")
"""The time of a date that is a day."""
_CHUNK = 1 << 16
_WIDEST, _LONGEST = 1 << 14, 1 << 20
"""Numbers of columns and of rows that a sheet may have."""


class _Table(NamedTuple):
    """A sheet: its number in the file, its name, and that of its style."""

    number: int
    name: str
    style: str


_Event = tuple[_Table, tuple[int, Cells] | None]


def sheets(file: BinaryIO, path: str) -> tuple[int, Iterator[Sheet]]:
    """The number of sheets that are not hidden, and these. Raises `UnreadableError` if there is a password, and whatever a damaged file
    makes a library meet.
    """
    hidden, found = set[str](), dict[_Table, None]()
    for event in _events(file, path):
        if isinstance(event, str):
            hidden.add(event)
        else:
            found[event[0]] = None
    shown = {table for table in found if table.style not in hidden}
    rows = (event for event in _events(file, path) if not isinstance(event, str) and event[0] in shown)
    grouped = groupby(rows, key=lambda event: event[0])
    return len(shown), (Sheet(table.name, (row for _, row in of if row)) for table, of in grouped)


def _events(file: BinaryIO, path: str) -> Iterator[str | _Event]:
    """The names of the styles of sheets that are hidden; each sheet, first without and then with each of its rows that is not empty."""
    above: list[Element] = []
    table: _Table | None = None
    tables = rows = cells = kept = 0  # `kept` elements are open that are needed whole
    for event, element in _parsed(file, path):
        if event == "start":
            if element.tag == f"{_TABLE}table" and above and above[-1].tag == f"{_OFFICE}spreadsheet":
                tables, rows = tables + 1, 0
                table = _Table(tables, element.get(f"{_TABLE}name", ""), element.get(f"{_TABLE}style-name", ""))
                yield table, None
            cells = 0 if element.tag == _ROW else cells + (element.tag in _CELLS)
            if cells > _WIDEST:
                raise ValueError("a row has more cells than a sheet has columns")
            kept += element.tag in (_ROW, _STYLED)
            above.append(element)
            continue
        above.pop()
        kept -= element.tag in (_ROW, _STYLED)
        if element.tag == _ROW and table and not kept and not any(one.tag == _SHAPES for one in above):
            row, times = _row(element), _times(element, "rows", _LONGEST)
            if row and rows + times > _LONGEST:
                raise ValueError("a sheet has more rows than it may have")
            for number in range(rows + 1, rows + times + 1) if row else ():
                yield table, (number, row)
            rows += times
        elif element.tag == _STYLED:
            for properties in element.iter(f"{_STYLE}table-properties"):
                if properties.get(f"{_TABLE}display") == "false":
                    yield element.get(f"{_STYLE}name", "")
        if above and not kept:
            above[-1].remove(element)


def _parsed(file: BinaryIO, path: str) -> Iterator[tuple[str, Element]]:
    """The starts and ends of the elements of the file's content."""
    parser: XMLPullParser[Element] = XMLPullParser(("start", "end"))
    with _content(file, path) as content:
        while chunk := content.read(_CHUNK):
            parser.feed(chunk)
            yield from cast(Iterator[tuple[str, Element]], parser.read_events())
        parser.close()
        yield from cast(Iterator[tuple[str, Element]], parser.read_events())


@contextmanager
def _content(file: BinaryIO, path: str) -> Iterator[BinaryIO]:
    file.seek(0)
    if file.read(2) != b"PK":
        file.seek(0)
        yield file
        return
    with zipfile.ZipFile(file) as archive:
        if "META-INF/manifest.xml" in archive.namelist() and b"encryption-data" in archive.read(
            "META-INF/manifest.xml"
        ):
            raise UnreadableError(faults.encrypted(path))
        with archive.open("content.xml") as content:
            yield cast(BinaryIO, content)


def _row(row: Element) -> Cells:
    """The cells of a row up to the last that is not empty."""
    made: list[object] = []
    for cell in row:
        if cell.tag in _CELLS:
            times = _times(cell, "columns", _WIDEST - len(made))
            made += [_value(cell)] * times
    while made and made[-1] is None:
        made.pop()
    return made


def _times(element: Element, what: str, most: int) -> int:
    said = element.get(f"{_TABLE}number-{what}-repeated", "1")
    return min(int(said), most) if said.isdecimal() else 1


def _value(cell: Element) -> object:
    """The value of a cell: a number, whether something is, a date in ISO form, or its words."""
    kind = cell.get(f"{_OFFICE}value-type")
    said = cell.get(f"{_OFFICE}{'string' if kind in (None, 'string') else kind}-value")
    if kind in ("float", "currency", "percentage"):
        number = float(cell.get(f"{_OFFICE}value", "nan"))
        return int(number) if number.is_integer() else number
    if kind == "boolean":
        return said == "true"
    if kind == "date" and said:
        return _DAY.sub("", said)
    words = "\n".join("".join(_words(line)).strip() for line in cell if line.tag in (f"{_TEXT}p", f"{_TEXT}h"))
    return words or said or None


def _words(element: Element) -> Iterator[str]:
    """The words of a line, with one space for white space."""
    yield _WHITE.sub(" ", element.text or "")
    for inner in element:
        if inner.tag == f"{_TEXT}s":
            yield " " * min(int(inner.get(f"{_TEXT}c", "1") or 1), _WIDEST)
        elif inner.tag == f"{_TEXT}tab":
            yield "\t"
        elif inner.tag == f"{_TEXT}line-break":
            yield "\n"
        elif inner.tag not in _ASIDE:
            yield from _words(inner)
        yield _WHITE.sub(" ", inner.tail or "")
