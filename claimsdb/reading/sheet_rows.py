"""The rows of the first sheet of an XLSX file, as the words that a person would write for their values."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time

LARGEST = 200_000_000
"""Maximum size of the file's parts in bytes, unpacked."""
WIDEST = 1_000
"""Maximum number of columns."""


def is_sheet(raw: bytes) -> bool:
    """Whether these are the bytes of a ZIP file, which an XLSX file is, and no table in text."""
    return raw.startswith(b"PK\3\4")


def sheet_rows(raw: bytes) -> Iterator[tuple[int, list[str] | str]]:
    """The rows that are not empty, each with its number, from 1, and as wide as the first.

    If the file cannot be read (further), the last one has the words for what is wrong instead of fields.
    """
    at, wide = 1, 0
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            if sum(part.file_size for part in packed.infolist()) > LARGEST:
                yield at, f"It has more than {LARGEST // 1_000_000} MB when it is unpacked."
                return
        import openpyxl

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions, which do not matter here
            book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
            for at, row in enumerate(book.worksheets[0].iter_rows(max_col=WIDEST, values_only=True), 1):
                fields = [_written(value) for value in row]
                while fields and not fields[-1]:
                    fields.pop()
                if fields:
                    wide = wide or len(fields)
                    yield at, fields + [""] * (wide - len(fields))
    except Exception as error:
        yield at, f"It is not a readable XLSX file ({type(error).__name__})."


def _written(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(timespec="seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
