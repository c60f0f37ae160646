"""From a claim to the bytes of the file that it was found in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from glob import escape
from hashlib import sha256
from pathlib import Path
from shlex import quote

from claimsdb.model.errors import OriginalMissingError, UnreadableError
from claimsdb.model.ids import document_id
from claimsdb.model.spans import Span
from claimsdb.store.contents import ARCHIVE, EARLIER, LARGEST, contents
from claimsdb.store.engine import Connection
from claimsdb.store.folders import Folders
from claimsdb.store.read.files import ClaimFile, columns_of, encoding_of, files_of_claim
from claimsdb.store.read.originals import original as stored
from claimsdb.streams.member import Member
from claimsdb.streams.opening import Opened, opened, place_of


@dataclass(frozen=True, slots=True)
class Original:
    """A claim's file as it was ingested; `span` runs from the start of the claim's first segment to the end of its last, in code points.

    `path` is relative to its folder, which is at `root`, `file` where it is on this machine, None if its bytes are those that the database
    keeps. They begin at `offset` in the file, or are what the `commands` print (see `claimsdb.streams.opening`), which may be our own.
    `member` is what its container knows of it, if it has one, and `columns` says which column of a record has which role, if somebody
    said so.
    """

    path: str
    file: Path | None
    raw: bytes
    encoding: str
    media_type: str
    proof: str
    span: Span
    offset: int | None = 0
    commands: tuple[str, ...] = ()
    member: Member | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    root: Path | None = None


def original(connection: Connection, database: Path, claim: str) -> Original:
    """The file of the claim with this id, as it was ingested: where it was, or else as it is kept in the database.

    Raises `OriginalMissingError` if it is in neither.
    """
    folders = Folders(database)
    tried, replaced = [], True
    for found in files_of_claim(connection, claim):
        root = folders.place(found["folder"])
        there = None if root is None else _opened(root, found)
        span = Span(found["start"], found["end"])
        about = found["encoding"], found["media_type"], found["proof"], span
        columns = columns_of(found["settings"])
        ours = f"claimsdb original {document_id(found['sha256'])} --db {quote(str(database))}"
        if there is not None:
            commands = there.commands if there.commands or there.offset is not None else (ours,)
            at = there.file, there.raw, *about, there.offset, commands, there.member
            return Original(found["path"], *at, columns, root)
        if raw := kept(connection, found["sha256"]):
            return Original(found["path"], None, raw, *about, None, (ours,), None, columns)
        tried.append(f"{found['folder']}/{found['path']}")
        gone = root is None or not (root / place_of(root, found["path"])[0]).exists()
        replaced = replaced and not (gone and found["is_latest"])
    raise OriginalMissingError(claim, tried, replaced)


def kept(connection: Connection, hashed: str) -> bytes | None:
    """The bytes with this SHA-256 that are kept in the database; None if there are none, or if they were changed."""
    raw = stored(connection, hashed)
    return raw if raw is not None and sha256(raw).hexdigest() == hashed else None


def _opened(root: Path, file: ClaimFile) -> Opened | None:
    """The document at the path, if it has the bytes that were ingested."""
    hashed, columns, encoding = file["sha256"], columns_of(file["settings"]), encoding_of(file["settings"])
    most = max(file["size_bytes"], LARGEST)  # what is larger was not ingested; but a container of it may be
    try:
        found = opened(root, file["path"], hashed=hashed, follow=True, most=most, columns=columns, encoding=encoding)
    except UnreadableError:
        found = None
    return found if found and sha256(found.raw).hexdigest() == hashed else _earlier(root, file)


def _earlier(root: Path, file: ClaimFile) -> Opened | None:
    """The file as it was, if a folder of captures keeps it."""
    now = root / file["path"]
    for captures in (now.parent, now.parent.parent):
        kept = captures / ARCHIVE / EARLIER / now.parent.relative_to(captures)
        if not captures.is_relative_to(root) or not kept.is_dir():
            continue
        for found in sorted(kept.glob(f"{escape(now.stem)}.*{escape(now.suffix)}")):
            try:
                raw = contents(root, found.relative_to(root).as_posix(), most=file["size_bytes"])
            except UnreadableError:
                continue
            if sha256(raw).hexdigest() == file["sha256"]:
                return Opened(raw, found)
    return None
