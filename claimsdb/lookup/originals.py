"""From a claim to the bytes of the file that it was found in."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from claimsdb.model.errors import OriginalMissingError, UnreadableError
from claimsdb.model.spans import Span
from claimsdb.store.contents import contents
from claimsdb.store.engine import Connection
from claimsdb.store.folders import Folders
from claimsdb.store.read.files import files_of_claim
from claimsdb.store.read.originals import original as stored


@dataclass(frozen=True, slots=True)
class Original:
    """A claim's file as it was ingested; `span` runs from the start of the claim's first segment to the end of its last, in code points.

    `path` is relative to its folder, `file` where it is on this machine, None if its bytes are those that the database keeps.
    """

    path: str
    file: Path | None
    raw: bytes
    encoding: str
    media_type: str
    span: Span


def original(connection: Connection, database: Path, claim: str) -> Original:
    """The file of the claim with this id, as it was ingested: where it was, or else as it is kept in the database.

    Raises `OriginalMissingError` if it is in neither.
    """
    folders = Folders(database)
    tried = []
    for found in files_of_claim(connection, claim):
        root = folders.place(found["folder"])
        raw = _bytes(root, found["path"], found["size_bytes"]) if root is not None else b""
        file = None if root is None else root / found["path"]
        if sha256(raw).hexdigest() != found["sha256"]:
            raw, file = kept(connection, found["sha256"]) or b"", None
        if raw:
            span = Span(found["start"], found["end"])
            return Original(found["path"], file, raw, found["encoding"], found["media_type"], span)
        tried.append(f"{found['folder']}/{found['path']}")
    raise OriginalMissingError(claim, tried)


def kept(connection: Connection, hashed: str) -> bytes | None:
    """The bytes with this SHA-256 that are kept in the database; None if there are none, or if they were changed."""
    raw = stored(connection, hashed)
    return raw if raw is not None and sha256(raw).hexdigest() == hashed else None


def _bytes(root: Path, path: str, size: int) -> bytes:
    try:
        return contents(root, path, follow=True, most=size)  # it is what was ingested, or is not used
    except UnreadableError:
        return b""
