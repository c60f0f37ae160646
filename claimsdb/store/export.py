"""Writing records: JSON lines, CSV and TSV with lists as JSON text, Parquet."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import IO, Any, cast

from claimsdb.model.errors import ParquetMissingError


class Format(StrEnum):
    """The file formats of an export."""

    JSONL = "jsonl"
    CSV = "csv"
    TSV = "tsv"
    PARQUET = "parquet"


SEPARATORS = {Format.CSV: ",", Format.TSV: "\t"}
"""What is between the cells of tables that are texts."""
_FORMULA = tuple("=+-@\t\r\n＝＋－＠'")
"""What a cell begins with that a spreadsheet takes for a formula, and the mark that it takes for text."""


def write(
    columns: Sequence[str], records: Iterable[Any], form: Format, to: IO[bytes], for_spreadsheets: bool = False
) -> int:
    """Write records with these keys. Returns how many there were.

    `for_spreadsheets`: in CSV and TSV, texts that a spreadsheet would take for formulas begin with `'`, and so do those that began with it;
    without the first `'` of each, all are as they were.

    Raises `ParquetMissingError` if Parquet is asked for and pyarrow is not installed.
    """
    if form is Format.PARQUET:
        return _parquet(columns, list(records), to)
    separated = form in SEPARATORS
    lines = _table(columns, records, SEPARATORS[form], for_spreadsheets) if separated else _jsonl(records)
    count = 0
    for line in lines:
        to.write(line)
        count += 1
    return count - separated


def _jsonl(records: Iterable[object]) -> Iterator[bytes]:
    for record in records:
        yield json.dumps(record, ensure_ascii=False).encode() + b"\n"


def _table(
    columns: Sequence[str], records: Iterable[object], separator: str, for_spreadsheets: bool
) -> Iterator[bytes]:
    held = io.StringIO(newline="")
    writer = csv.writer(held, delimiter=separator)  # with its line ending, \r\n, so that a lone \r in a text is quoted
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


def _parquet(columns: Sequence[str], records: list[Any], to: IO[bytes]) -> int:
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError:
        raise ParquetMissingError from None
    rows = cast(list[Mapping[str, object]], records)
    parquet.write_table(pa.table({c: [row[c] for row in rows] for c in columns}), to)
    return len(records)
