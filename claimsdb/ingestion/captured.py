"""What folders of captures say of their files, and of the addresses that could not be captured."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from claimsdb.capture.table import CAPTURES, Row, Table, read_table
from claimsdb.ingestion.files import Found
from claimsdb.model.document import Metadata, Transport
from claimsdb.model.errors import Problem

if TYPE_CHECKING:
    from claimsdb.ingestion.runs import Captured

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([^\s;\"']+)", re.IGNORECASE)


def with_captures(found: Found) -> tuple[Found, Captured]:
    """The files with the problems of addresses, and what is known of their bytes. Raises `SourcesError` if a table is faulty."""
    tables: dict[Path, Table] = {}
    known: dict[tuple[str, str, str], tuple[Metadata, Transport]] = {}

    def table_at(folder: Path) -> Table:
        if folder not in tables:
            tables[folder] = read_table(folder)
        return tables[folder]

    for place in {(f.folder, f.root, (f.root / f.path).parent) for f in found.files}:
        folder, root, parent = place
        at = next((p for p in (parent, parent.parent) if os.path.exists(p / CAPTURES)), None)  # noqa: PTH110 (false if it may not be entered)
        if at is None:
            continue
        for (path, hashed), row in table_at(at).versions.items():
            if (at / path).parent == parent and parent.is_relative_to(root):
                known[folder, (at / path).relative_to(root).as_posix(), hashed] = _of(row)
    problems = [
        (name, Problem("capture", row.address, row.problem, row.remedy))
        for name, at in found.captures
        for row in table_at(at).problems.values()
    ]
    return replace(found, problems=(*found.problems, *problems)), known


def brought(root: Path, path: str, hashed: str) -> Transport:
    """What brought the file at this path in a folder, by the hash of its bytes, or else what brought its last version there.

    Raises `SourcesError` if the table of captures is faulty.
    """
    parent = (root / path).parent
    at = next((p for p in (parent, parent.parent) if os.path.exists(p / CAPTURES)), None)  # noqa: PTH110 (false if it may not be entered)
    rows = [row for row in read_table(at).versions.values() if at / row.path == root / path] if at is not None else []
    row = next((row for row in rows if row.sha256 == hashed), rows[-1] if rows else None)
    return Transport() if row is None else _of(row)[1]


def _of(row: Row) -> tuple[Metadata, Transport]:
    stated = Metadata(
        title=row.title or None,
        publisher=row.publisher or None,
        author=row.author or None,
        published=row.published or None,
        modified=row.modified or None,
        language=row.language or None,
    )
    charset = _CHARSET.search(row.content_type)
    return stated, Transport(row.final or None, charset[1] if charset else None, row.captured or None)
