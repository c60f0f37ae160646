"""The rows of the first sheet of a workbook, as the words that a person would write for their values."""

from __future__ import annotations

import io
from collections.abc import Iterator

from claimsdb.streams.kinds import FODS, ODS, XLSX
from claimsdb.streams.member import Limits
from claimsdb.streams.tables.cells import value_of
from claimsdb.streams.tables.sheets import sheets
from claimsdb.streams.types import type_of

WIDEST = 1_000
"""Maximum number of columns."""


def is_sheet(raw: bytes) -> bool:
    """Whether these are the bytes of a workbook, or of another ZIP file, and no table in text."""
    return raw.startswith(b"PK\3\4") or type_of(raw, "") == FODS


def sheet_rows(raw: bytes) -> Iterator[tuple[int, list[str] | str]]:
    """The rows that are not empty, each with its number, from 1, and as wide as the first.

    If the file cannot be read (further), the last one has the words for what is wrong instead of fields.
    """
    at, wide = 1, 0
    if type_of(raw, "") not in (XLSX, ODS, FODS):
        yield at, "It is not a readable XLSX or ODS file."
        return
    try:
        _, found = sheets(io.BytesIO(raw), "", Limits())
        for at, row in next(found).rows:
            fields = [_written(cell) for cell in row[:WIDEST]]
            while fields and not fields[-1]:
                fields.pop()
            if fields:
                wide = wide or len(fields)
                yield at, fields + [""] * (wide - len(fields))
    except Exception as error:  # a damaged file makes a library meet anything
        yield at, f"It is not a readable XLSX or ODS file ({type(error).__name__})."


def _written(cell: object) -> str:
    value = value_of(cell)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()
