"""Excel workbooks: each row of a sheet, below the row that names the columns, as a line of JSON."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import BinaryIO

from claimsdb.model.errors import Problem
from claimsdb.streams.faults import BombError
from claimsdb.streams.member import Limits, Member
from claimsdb.streams.tables.cells import as_line
from claimsdb.streams.tables.columns import distinct
from claimsdb.streams.tables.records import Record, members_of_json


def members(file: BinaryIO, path: str, limits: Limits) -> Iterator[Member | Problem]:
    """The rows of each sheet that has a header; if there are several sheets, their names are part of the path."""
    from openpyxl import load_workbook

    with zipfile.ZipFile(file) as archive:
        if any(limits.is_bomb(info.file_size, info.compress_size) for info in archive.infolist()):
            raise BombError
    file.seek(0)
    book = load_workbook(file, read_only=True, data_only=True)
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    missing = []
    any_found = False
    for sheet in sheets:
        within = f"{sheet.title.replace('/', '-')}/" if len(sheets) > 1 else ""
        for one in members_of_json(_records(sheet.iter_rows(values_only=True)), path, limits, within):
            if isinstance(one, Problem) and one.path == path:
                missing.append(one)
            else:
                any_found = True
                yield one
    if not any_found and missing:
        yield missing[0]


def _records(rows: Iterator[tuple[object, ...]]) -> Iterator[Record | Problem]:
    names: list[str] | None = None
    for number, row in enumerate(rows, 1):
        if all(cell is None for cell in row):
            continue
        if names is None:
            last = max(k for k, cell in enumerate(row) if cell is not None)
            names = distinct("" if cell is None else str(cell) for cell in row[: last + 1])
        else:
            yield as_line(number, dict(zip(names, row, strict=False)))
