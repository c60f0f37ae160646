"""The rows of a table that a person writes, with their lines: CSV with commas, semicolons or tabs, or the first sheet of a workbook."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from claimsdb.reading.sheet_rows import is_sheet, sheet_rows

SEPARATORS = (",", ";", "\t")
_NOT_DECODED = re.compile("[\udc80-\udcff]")


class Row(NamedTuple):
    """A row that is not empty: the line on which it begins, from 1, and its fields without white space around them."""

    line: int
    fields: list[str]


class CsvError(Exception):
    """A fault in a table: its line, what is wrong, and what to do."""

    def __init__(self, line: int, what: str, remedy: str) -> None:
        super().__init__(what)
        self.line, self.what, self.remedy = line, what, remedy


def csv_rows(raw: bytes) -> Iterator[Row]:
    """The rows of a table. Raises `CsvError` at the first fault."""
    for row in rows_and_faults(raw):
        if isinstance(row, CsvError):
            raise row
        if any(map(is_undecoded, row.fields)):
            raise CsvError(row.line, "It is not UTF-8.", "Save it as UTF-8.")
        yield row


def rows_and_faults(raw: bytes) -> Iterator[Row | CsvError]:
    """The rows of a table and the faults between them. After a fault, reading goes on with the line after it.

    Bytes that are not UTF-8 are kept as surrogates (`is_undecoded`).
    """
    if is_sheet(raw):
        for number, fields in sheet_rows(raw):
            yield Row(number, fields) if isinstance(fields, list) else CsvError(number, fields, "Save it as CSV.")
        return
    wide = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = raw.decode("utf-16", "replace") if wide else raw.decode("utf-8-sig", "surrogateescape")
    lines = list(io.StringIO(text, newline=""))
    begin, separator = 0, _separator(lines)
    while begin < len(lines):
        rows = csv.reader(islice(lines, begin, None), strict=True, delimiter=separator)
        first = begin
        try:
            for row in rows:
                fields = [field.strip() for field in row]
                if any(fields):
                    yield Row(first + 1, fields)
                first = begin + rows.line_num
        except csv.Error as error:
            yield CsvError(first + 1, f"It is not valid CSV: {error}.", "Check the quotation marks.")
            begin = first + 1
        else:
            return


def is_undecoded(field: str) -> bool:
    """Whether the field has bytes that are not UTF-8."""
    return _NOT_DECODED.search(field) is not None


def _separator(lines: list[str]) -> str:
    """What stands most often between the names of the header."""
    header = next((line for line in lines if line.strip()), "")
    outside = "".join(header.split('"')[::2])
    return max(SEPARATORS, key=outside.count)
