"""The rows of a CSV file that a person writes, with their lines."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator


class CsvError(Exception):
    """A fault after which a CSV file cannot be read further: its line, what is wrong, and what to do."""

    def __init__(self, line: int, what: str, remedy: str) -> None:
        super().__init__(what)
        self.line, self.what, self.remedy = line, what, remedy


def csv_rows(raw: bytes) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not empty, each with the number of its last line; fields without white space around them. Raises `CsvError`."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise CsvError(line, "It is not UTF-8.", "Save it as UTF-8.") from None
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for row in rows:
            fields = [field.strip() for field in row]
            if any(fields):
                yield rows.line_num, fields
    except csv.Error as error:
        raise CsvError(rows.line_num, f"It is not valid CSV: {error}.", "Check the quotation marks.") from None
