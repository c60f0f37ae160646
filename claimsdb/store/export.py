"""Writing the interchange format: JSON lines, CSV with lists as JSON text, Parquet."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import IO, cast

from claimsdb.model.errors import ParquetMissingError
from claimsdb.store.read.records import SHAPES, Record, keys


class Format(StrEnum):
    """The file formats of an export."""

    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"


_FORMULA = tuple("=+-@\t\r\n＝＋－＠'")
"""What a cell begins with that a spreadsheet takes for a formula, and the mark that it takes for text."""


def write(what: str, records: Iterable[Record], form: Format, to: IO[bytes], for_spreadsheets: bool = False) -> int:
    """Write the records of the kind `what`. Returns how many there were.

    `for_spreadsheets`: in CSV, texts that a spreadsheet would take for formulas begin with `'`, and so do those that began with it; without
    the first `'` of each, all are as they were.

    Raises `ParquetMissingError` if Parquet is asked for and pyarrow is not installed.
    """
    if form is Format.PARQUET:
        return _parquet(what, list(records), to)
    lines = _csv(what, records, for_spreadsheets) if form is Format.CSV else _jsonl(records)
    count = 0
    for line in lines:
        to.write(line)
        count += 1
    return count - (form is Format.CSV)


def _jsonl(records: Iterable[Record]) -> Iterator[bytes]:
    for record in records:
        yield json.dumps(record, ensure_ascii=False).encode() + b"\n"


def _csv(what: str, records: Iterable[Record], for_spreadsheets: bool) -> Iterator[bytes]:
    held = io.StringIO(newline="")
    writer = csv.writer(held)  # with its default line ending, \r\n, so that a lone \r in a text is quoted
    columns = keys(SHAPES[what])
    writer.writerow(columns)
    yield held.getvalue().encode()
    for record in records:
        held.seek(0)
        held.truncate()
        values = cast(Mapping[str, object], record)
        cells = [_cell(values[column]) for column in columns]
        writer.writerow([as_text(cell) for cell in cells] if for_spreadsheets else cells)
        yield held.getvalue().encode()


def _cell(value: object) -> object:
    """The text of a cell: lists and booleans as JSON, None as the empty string."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | bool) else value


def as_text(cell: object) -> object:
    """The cell, after `'` if it is text that a spreadsheet would take for a formula, or that begins with `'`."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def _parquet(what: str, records: list[Record], to: IO[bytes]) -> int:
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError:
        raise ParquetMissingError from None
    rows = cast(list[Mapping[str, object]], records)
    columns = {c: [row[c] for row in rows] for c in keys(SHAPES[what])}
    parquet.write_table(pa.table(columns), to)
    return len(records)
