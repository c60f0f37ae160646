"""From a claim to the bytes of the file that it was found in."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import sqlalchemy as sa

from claimsdb.model.errors import OriginalMissingError
from claimsdb.model.spans import Span
from claimsdb.store.folders import Folders


@dataclass(frozen=True, slots=True)
class Original:
    """A claim's file as it was ingested, with where the claim's segments begin and end."""

    path: str
    raw: bytes
    encoding: str
    span: Span


def original(connection: sa.Connection, database: Path, claim: str) -> Original:
    """The file of the claim with this id. Raises `OriginalMissingError` where none with its bytes lies where it was ingested."""
    query = """SELECT f.name AS folder, p.path, d.sha256, d.encoding, c.start, c."end" FROM claims c
        JOIN documents d ON d.id = c.document JOIN paths p ON p.document = d.id JOIN folders f ON f.id = p.folder
        WHERE c.claim_id = :claim ORDER BY p.retired_by IS NOT NULL, p.id"""
    folders = Folders(database)
    tried = []
    for row in connection.execute(sa.text(query), {"claim": claim}).mappings():
        root = folders.place(row["folder"])
        file = (root or Path(row["folder"])) / row["path"]
        raw = file.read_bytes() if root is not None and file.is_file() else b""
        if sha256(raw).hexdigest() == row["sha256"]:
            return Original(row["path"], raw, row["encoding"], Span(row["start"], row["end"]))
        tried.append(f"{row['folder']}/{row['path']}")
    raise OriginalMissingError(claim, tried)
