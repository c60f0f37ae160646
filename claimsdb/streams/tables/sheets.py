"""Workbooks: each row of a sheet, below the row that names the columns, is a line of JSON."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module
from types import MappingProxyType
from typing import BinaryIO, NamedTuple

from claimsdb.model.errors import Problem
from claimsdb.streams.faults import BombError
from claimsdb.streams.kinds import FODS, ODS, XLSX
from claimsdb.streams.member import Limits, Member, Step
from claimsdb.streams.tables.cells import as_line, by_hand
from claimsdb.streams.tables.columns import distinct
from claimsdb.streams.tables.records import Record, members_of_json
from claimsdb.streams.types import type_of

Cells = Sequence[object]
_READERS = MappingProxyType({XLSX: "excel", ODS: "opendocument", FODS: "opendocument"})
"""The module for each media type, whose function `sheets` gives the number of sheets in an open file, and these."""


class Sheet(NamedTuple):
    """A sheet that is not hidden: its name, and its rows, each with its number, from 1, and its cells, of which empty ones are None.

    Rows must be read before those of the next sheet; rows that are empty may be missing. `program` prints a row by hand (`cells.by_hand`),
    given the name of the sheet, the number of the row, and the names of the columns as JSON; empty if there is none.
    """

    name: str
    rows: Iterable[tuple[int, Cells]]
    program: str = ""


def sheets(file: BinaryIO, path: str, limits: Limits) -> tuple[int, Iterator[Sheet]]:
    """The number of sheets in a workbook, and these. Raises `BombError`, and whatever a damaged file makes a library meet."""
    media = type_of(file, path)
    if media != FODS:
        with zipfile.ZipFile(file) as archive:
            if any(limits.is_bomb(info.file_size, info.compress_size) for info in archive.infolist()):
                raise BombError
    file.seek(0)
    module = import_module(f"claimsdb.streams.tables.{_READERS[media or '']}")
    read: Callable[[BinaryIO, str], tuple[int, Iterator[Sheet]]] = module.sheets
    return read(file, path)


def members(file: BinaryIO, path: str, limits: Limits) -> Iterator[Member | Problem]:
    """The rows of each sheet that has a header; if there are several sheets, their names are part of the path."""
    several, found = sheets(file, path, limits)
    missing = []
    any_found = False
    for sheet in found:
        within = f"{sheet.name.replace('/', '-')}/" if several > 1 else ""
        for one in members_of_json(_records(sheet), path, limits, within):
            if isinstance(one, Problem) and one.path == path:
                missing.append(one)
            else:
                any_found = True
                yield one
    if not any_found and missing:
        yield missing[0]


def _records(sheet: Sheet) -> Iterator[Record | Problem]:
    names: list[str] | None = None
    columns = ""
    for number, row in sheet.rows:
        if all(cell is None for cell in row):
            continue
        if names is None:
            last = max(k for k, cell in enumerate(row) if cell is not None)
            names = distinct("" if cell is None else str(cell) for cell in row[: last + 1])
            columns = json.dumps(names, ensure_ascii=False)
        else:
            cells = (*row, *(None for _ in names[len(row) :]))
            step = by_hand(sheet.program, sheet.name, str(number), columns) if sheet.program else Step()
            yield as_line(number, dict(zip(names, cells, strict=False)), step)
