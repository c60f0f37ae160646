"""Writing the interchange format: JSON lines, CSV with lists as JSON text, Parquet."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import IO, TYPE_CHECKING

from claimsdb.model.errors import ParquetMissingError

if TYPE_CHECKING:
    from claimsdb.store.pieces import Record

COLUMNS: dict[str, tuple[str, ...]] = {
    "claims": (
        "id", "document", "block", "segments", "text", "attribution", "attribution_id", "source", "cue", "cue_type", "speaker",
        "speaker_id", "via", "hedged", "quotes", "confidence", "group",
    ),
    "attributions": ("id", "document", "source", "cue", "content", "cue_type", "speaker", "confidence"),
    "blocks": ("document", "kind", "start", "end", "byte_start", "byte_end"),
    "sentences": ("document", "block", "start", "end", "byte_start", "byte_end", "claims", "reason"),
    "documents": (
        "id", "path", "sha256", "size_bytes", "media_type", "encoding", "title", "publisher", "author", "published", "language",
        "ingested_at", "run",
    ),
    "speakers": ("id", "name", "kind", "roles", "mentions", "claims"),
    "groups": ("id", "claims", "documents", "speakers", "origins", "statement"),
    "conflicts": ("id", "claims", "kind", "values", "score"),
    "origins": ("id", "documents", "reason", "evidence"),
}  # fmt: skip
"""The columns of each kind of record, in order: also of a CSV file without rows."""


class Format(StrEnum):
    """The file formats of an export."""

    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"


def write(what: str, records: Iterable[Record], form: Format, to: IO[bytes]) -> int:
    """Write the records of the kind `what`; how many there were.

    Raises `ParquetMissingError` where Parquet is asked for and its library is not installed.
    """
    if form is Format.PARQUET:
        return _parquet(what, list(records), to)
    lines = _csv(what, records) if form is Format.CSV else _jsonl(records)
    count = 0
    for line in lines:
        to.write(line)
        count += 1
    return count - (form is Format.CSV)


def _jsonl(records: Iterable[Record]) -> Iterator[bytes]:
    for record in records:
        yield json.dumps(record, ensure_ascii=False).encode() + b"\n"


def _csv(what: str, records: Iterable[Record]) -> Iterator[bytes]:
    held = io.StringIO(newline="")
    writer = csv.writer(held)  # its line ends, \r\n, so that a lone \r in a text is quoted
    writer.writerow(COLUMNS[what])
    yield held.getvalue().encode()
    for record in records:
        held.seek(0)
        held.truncate()
        writer.writerow([_cell(record[column]) for column in COLUMNS[what]])
        yield held.getvalue().encode()


def _cell(value: object) -> object:
    """A cell's text: lists as JSON, truth values as JSON has them, nothing for None."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | bool) else value


def _parquet(what: str, records: list[Record], to: IO[bytes]) -> int:
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError:
        raise ParquetMissingError from None
    columns = {c: [r[c] for r in records] for c in COLUMNS[what]}
    parquet.write_table(pa.table(columns), to)
    return len(records)
