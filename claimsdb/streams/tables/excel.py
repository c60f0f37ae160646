"""The sheets of Excel workbooks (XLSX)."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any, BinaryIO

from claimsdb.streams.tables.sheets import Cells, Sheet

_MOST = 1 << 20
"""Number of rows that Excel has."""
_PROGRAM = (
    "import io,itertools as i,openpyxl as o;_,s,n,c=sys.argv;c=json.loads(c);"
    "w=o.load_workbook(io.BytesIO(sys.stdin.buffer.read()),read_only=True,data_only=True)[s];w.reset_dimensions();"
    "r=dict(zip(c,(*next(i.islice(w.values,int(n)-1,None)),*[None]*len(c))))"
)


def sheets(file: BinaryIO, path: str) -> tuple[int, Iterator[Sheet]]:
    """The number of sheets that are not hidden, and these. Raises whatever a damaged file makes the library meet."""
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and extensions, which do not matter here
        book = load_workbook(file, read_only=True, data_only=True)
    shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    return len(shown), (Sheet(sheet.title, _rows(sheet), _PROGRAM) for sheet in shown)


def _rows(sheet: Any) -> Iterator[tuple[int, Cells]]:
    sheet.reset_dimensions()  # or the library would believe what the sheet says of its own size
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
            if number > _MOST:
                raise ValueError("a sheet has more rows than Excel has")
            yield number, row
