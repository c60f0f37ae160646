"""Check the database against its source files: every file is read again, and every stretch of it in the database is compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from claimsdb.lookup.originals import kept
from claimsdb.lookup.verify.proof import BYTES, Proof
from claimsdb.lookup.verify.turns import Turns
from claimsdb.model.errors import PlacelessError, UnreadableError
from claimsdb.model.fault import Fault, differing
from claimsdb.model.file_lines import FileLines
from claimsdb.model.ids import BY_CODE_POINTS
from claimsdb.model.spans import LineIndex, Span
from claimsdb.model.stretch import Stretch
from claimsdb.store.contents import LARGEST
from claimsdb.store.engine import Connection, driver
from claimsdb.store.folders import Folders
from claimsdb.store.read.files import IngestedFile, current_files, positions_of, stretches_of
from claimsdb.store.read.files import Stretch as Said
from claimsdb.store.read.ranges import Ranges, ranges_of_document
from claimsdb.streams.opening import Opener, hashes


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
    """What checking the files found: how many stretches were checked, how many are proved, by class of proof, and which are `broken`."""

    files: list[Checked] = field(default_factory=list)
    segments: int = 0
    proofs: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def check_sources(connection: Connection, database: Path, places: Mapping[str, Path], turns: Turns) -> Sources:
    """Check every current path, and every stretch of its document. `places` says where folders are, and overrides the note."""
    folders, found = Folders(database), Sources()
    known: dict[str, dict[str, str]] = {}
    current = list(current_files(connection))
    most = max([LARGEST, *(file["size_bytes"] for file in current)])  # larger ones may have been allowed
    with_links, without = Opener(follow=True, most=most), Opener(most=most)
    for done, file in enumerate(current):
        turns.pause("Reading files", done, len(current))
        folder, path = file["folder"], file["path"]
        root = places.get(folder) or folders.place(folder)
        if root is None:
            if folder not in found.unknown:
                found.unknown.append(folder)
            _missing(connection, file, found, "its folder is not found")
            continue
        raw = _bytes(with_links, root, path)  # it may have been ingested through a link
        if raw is not None and sha256(raw).hexdigest() == file["sha256"]:
            found.files.append(Checked(folder, path, "same"))
        else:
            if folder not in known:
                known[folder] = {h: p for p, h in sorted(hashes(root.resolve(), most))}
            now = known[folder].get(file["sha256"])
            if now is not None:
                found.files.append(Checked(folder, path, "moved", f"now {now}"))
                raw = _bytes(without, root, now)
            elif raw is None:
                _missing(connection, file, found, "the file is not found")
            else:
                note = "other bytes than were ingested; ingest it again for its new version"
                found.files.append(Checked(folder, path, "changed", note))
                raw = None
        if raw is not None:
            _compare(connection, file, raw, found)
    found.files.sort(key=lambda checked: (checked.folder, checked.path))
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
    decoded = file["media_type"] in BY_CODE_POINTS
    try:
        text = raw.decode(file["encoding"]) if decoded else ""
        proof = Proof(raw, file["encoding"], file["media_type"])
    except (LookupError, ValueError) as error:
        stored, note = file["encoding"], f"the file cannot be decoded: {error}"
        found.faults.append(Fault("sources", "documents", file["path"], "encoding", stored, note=note))
        return
    ranges = ranges_of_document(driver(connection), file["document"])
    for one in stretches_of(connection, file["document"]):
        found.segments += 1
        of_bytes, problem = _proved(proof, ranges, one)
        of_points = text[one["start"] : one["end"]] if decoded else of_bytes
        if problem or not of_points == of_bytes == one["text"]:
            where = f"{file['path']}, {one['name']}, characters {one['start']}–{one['end']}"
            in_file = f"the file {of_points[:60]!r}, " if decoded else ""
            differs = f"the database has {one['text'][:60]!r}, {in_file}its bytes {of_bytes[:60]!r}"
            found.broken.append(f"{where}: {problem or differs}")
        else:
            found.proofs[BYTES] += 1
    lines = LineIndex(text).position if decoded else FileLines(raw, file["encoding"]).position
    for claim in positions_of(connection, file["document"]):
        line, column = lines(min(claim.start, len(text)) if decoded else claim.byte_start)
        pairs: dict[str, tuple[object, object]] = {"line": (claim.line, line), "line_column": (claim.column, column)}
        found.faults += differing("sources", "claims", claim.name, pairs)


def _proved(proof: Proof, ranges: Ranges, said: Said) -> tuple[str, str]:
    """What the bytes of a stretch say, and what is wrong with its bytes, if anything."""
    span, of = Span(said["start"], said["end"]), Span(said["byte_start"], said["byte_end"])
    try:
        within = None if said["block"] is None else ranges.stretch(said["block"], span)
    except PlacelessError as error:
        return "", str(error)
    stretch = Stretch(span, of, said["text"], () if within is None else within.portions)
    if within is not None and within.bytes != of:
        return (
            "",
            f"the database has bytes {of.start}–{of.end}, and its words are in {within.bytes.start}–{within.bytes.end}",
        )
    return proof.words(stretch), ""


def _bytes(opener: Opener, root: Path, path: str) -> bytes | None:
    try:
        return opener.opened(root, path).raw
    except UnreadableError:
        return None
