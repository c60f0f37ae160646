"""Parquet tables: each row as a line of JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from claimsdb.model.errors import Problem
from claimsdb.streams.member import Limits, Member
from claimsdb.streams.tables.cells import as_line, by_hand
from claimsdb.streams.tables.records import Record, members_of_json

_ROWS = 64
"""Number of rows that are read at once."""

_PROGRAM = (
    "import pyarrow as a,pyarrow.parquet as q;"
    "r=q.read_table(a.BufferReader(sys.stdin.buffer.read())).slice(int(sys.argv[1])-1,1).to_pylist()[0]"
)


def members(file: BinaryIO, path: str, limits: Limits) -> Iterator[Member | Problem]:
    """The rows of a table, counted from 1."""
    try:
        from pyarrow.parquet import ParquetFile
    except ImportError:
        remedy = "Install it with: pip install 'claimsdb[parquet]'"
        yield Problem("missing_extra", path, "Parquet needs pyarrow, which is not installed.", remedy)
        return
    yield from members_of_json(_records(ParquetFile(file)), path, limits)


def _records(table: object) -> Iterator[Record | Problem]:
    number = 0
    for batch in table.iter_batches(batch_size=_ROWS):  # type: ignore[attr-defined]
        for row in batch.to_pylist():
            number += 1
            yield as_line(number, row, by_hand(_PROGRAM, str(number)))
