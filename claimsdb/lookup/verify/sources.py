"""Check the database against its source files: every file is read again, and every stretch of it in the database is compared."""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from claimsdb.lookup.originals import kept
from claimsdb.lookup.verify.turns import Turns
from claimsdb.model.errors import UnreadableError
from claimsdb.model.fault import Fault, differing
from claimsdb.model.spans import LineIndex
from claimsdb.store.contents import LARGEST, contents
from claimsdb.store.engine import Connection
from claimsdb.store.folders import Folders
from claimsdb.store.read.files import IngestedFile, current_files, positions_of, stretches_of
from claimsdb.store.walking import walk


@dataclass(frozen=True, slots=True)
class Checked:
    """A file and its status: "same", "moved" (same bytes at another path in its folder), "changed" (other bytes), "missing", or "kept"
    (missing, but the database has its bytes).
    """

    folder: str
    path: str
    status: str
    note: str = ""


@dataclass(slots=True)
class Sources:
    """What checking the files found; `broken` says which stretches are not where they should be."""

    files: list[Checked] = field(default_factory=list)
    segments: int = 0
    broken: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def check_sources(connection: Connection, database: Path, places: Mapping[str, Path], turns: Turns) -> Sources:
    """Check every current path, and every stretch of its document. `places` says where folders are, and overrides the note."""
    folders, found = Folders(database), Sources()
    hashes: dict[str, dict[str, str]] = {}
    current = list(current_files(connection))
    most = max([LARGEST, *(file["size_bytes"] for file in current)])  # larger ones may have been allowed
    for done, file in enumerate(current):
        turns.pause("Reading files", done, len(current))
        folder, path = file["folder"], file["path"]
        root = places.get(folder) or folders.place(folder)
        if root is None:
            if folder not in found.unknown:
                found.unknown.append(folder)
            _missing(connection, file, found, "its folder is not found")
            continue
        raw = _bytes(root, path, most, follow=True)  # it may have been ingested through a link
        if raw is not None and sha256(raw).hexdigest() == file["sha256"]:
            found.files.append(Checked(folder, path, "same"))
        else:
            if folder not in hashes:
                hashes[folder] = {h: p for p, h in sorted(_hashes(root.resolve(), most))}
            now = hashes[folder].get(file["sha256"])
            if now is not None:
                found.files.append(Checked(folder, path, "moved", f"now {now}"))
                raw = _bytes(root, now, most, follow=False)
            elif raw is None:
                _missing(connection, file, found, "the file is not found")
            else:
                note = "other bytes than were ingested; ingest it again for its new version"
                found.files.append(Checked(folder, path, "changed", note))
                raw = None
        if raw is not None:
            _compare(connection, file, raw, found)
    return found


def _missing(connection: Connection, file: IngestedFile, found: Sources, why: str) -> None:
    """Note that a file is missing; if the database has its bytes, these are checked in its place."""
    raw = kept(connection, file["sha256"])
    status, note = ("missing", why) if raw is None else ("kept", f"{why}; its bytes in the database are checked")
    found.files.append(Checked(file["folder"], file["path"], status, note))
    if raw is not None:
        _compare(connection, file, raw, found)


def _compare(connection: Connection, file: IngestedFile, raw: bytes, found: Sources) -> None:
    """Compare everything that has words in the file's document with its bytes."""
    found.faults += differing("sources", "documents", file["path"], {"size_bytes": (file["size_bytes"], len(raw))})
    try:
        text, codec = raw.decode(file["encoding"]), slice_codec(file["encoding"], raw)
    except (LookupError, ValueError) as error:
        stored, note = file["encoding"], f"the file cannot be decoded: {error}"
        found.faults.append(Fault("sources", "documents", file["path"], "encoding", stored, note=note))
        return
    for said in stretches_of(connection, file["document"]):
        found.segments += 1
        of_points = text[said["start"] : said["end"]]
        of_bytes = raw[said["byte_start"] : said["byte_end"]].decode(codec, errors="replace")
        if not of_points == of_bytes == said["text"]:
            where = f"{file['path']}, {said['name']}, characters {said['start']}–{said['end']}"
            found.broken.append(
                f"{where}: the database has {said['text'][:60]!r}, the file {of_points[:60]!r}, its bytes {of_bytes[:60]!r}"
            )
    lines = LineIndex(text)
    for claim in positions_of(connection, file["document"]):
        line, column = lines.position(min(claim.start, len(text)))
        pairs: dict[str, tuple[object, object]] = {"line": (claim.line, line), "line_column": (claim.column, column)}
        found.faults += differing("sources", "claims", claim.name, pairs)


def slice_codec(encoding: str, raw: bytes) -> str:
    """The codec for a slice of the file `raw`: the file's own, without the byte-order mark that only its beginning has."""
    if encoding == "utf-8-sig":
        return "utf-8"
    if encoding in ("utf-16", "utf-32"):
        little = raw.startswith(codecs.BOM_UTF16_LE)  # also the first half of the mark of UTF-32
        return f"{encoding}-{'le' if little else 'be'}"
    return encoding


def _bytes(root: Path, path: str, most: int, *, follow: bool) -> bytes | None:
    try:
        return contents(root, path, follow=follow, most=most)
    except UnreadableError:
        return None


def _hashes(root: Path, most: int) -> Iterator[tuple[str, str]]:
    """The paths of the files in the folder, with their hashes."""
    for file, problem in walk(root, root, follow=False):
        path = file.relative_to(root).as_posix()
        if problem is None and (raw := _bytes(root, path, most, follow=False)) is not None:
            yield path, sha256(raw).hexdigest()
