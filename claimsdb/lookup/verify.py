"""Whether what the database says still holds: every source file read again, every segment held against it."""

from __future__ import annotations

import codecs
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from claimsdb.store.folders import Folders


@dataclass(frozen=True, slots=True)
class Checked:
    """A file: "same", "moved" (same bytes at another path of its folder), "changed" (other bytes there) or "missing"."""

    folder: str
    path: str
    status: str
    note: str = ""


@dataclass(slots=True)
class Report:
    """What was found: files, how many segments were checked, those that do not hold, folders whose place is not known."""

    files: list[Checked] = field(default_factory=list)
    segments: int = 0
    broken: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether every file is there with its bytes, and every segment stands in them."""
        return not self.broken and all(f.status in ("same", "moved") for f in self.files)

    def counts(self) -> dict[str, int]:
        """How many files have each status."""
        counted = Counter(f.status for f in self.files)
        return {status: counted[status] for status in ("same", "moved", "changed", "missing")}

    def as_record(self) -> dict[str, Any]:
        """The report for programs."""
        files = [{"folder": f.folder, "path": f.path, "status": f.status, "note": f.note} for f in self.files]
        counts = {
            "counts": self.counts(),
            "segments": self.segments,
            "broken": self.broken,
            "unknown_folders": self.unknown,
        }
        return {"holds": self.holds, **counts, "files": files}


def verify(connection: sa.Connection, database: Path, places: Mapping[str, Path]) -> Report:
    """Check every current path, and every segment of its document's claims. `places` says where folders lie, over what is noted."""
    folders, report = Folders(database), Report()
    query = """SELECT f.name AS folder, p.path, d.id, d.sha256, d.encoding FROM paths p JOIN folders f ON f.id = p.folder
        JOIN documents d ON d.id = p.document WHERE p.retired_by IS NULL ORDER BY f.name, p.path"""
    hashes: dict[str, dict[str, str]] = {}
    for row in connection.execute(sa.text(query)).mappings():
        root = places.get(row["folder"]) or folders.place(row["folder"])
        if root is None:
            if row["folder"] not in report.unknown:
                report.unknown.append(row["folder"])
            report.files.append(Checked(row["folder"], row["path"], "missing", "its folder is not found"))
            continue
        file = root / row["path"]
        raw = _bytes(file)
        if raw is not None and sha256(raw).hexdigest() == row["sha256"]:
            report.files.append(Checked(row["folder"], row["path"], "same"))
        else:
            if row["folder"] not in hashes:
                hashes[row["folder"]] = {h: p for p, h in _hashes(root)}
            now = hashes[row["folder"]].get(row["sha256"])
            if now is not None:
                report.files.append(Checked(row["folder"], row["path"], "moved", f"now {now}"))
                raw = _bytes(root / now)
            elif raw is None:
                report.files.append(Checked(row["folder"], row["path"], "missing"))
            else:
                note = "other bytes than were ingested; ingest it again for its new version"
                report.files.append(Checked(row["folder"], row["path"], "changed", note))
                raw = None
        if raw is not None:
            _segments(connection, row, raw, report)
    return report


def _segments(connection: sa.Connection, document: Any, raw: bytes, report: Report) -> None:
    """Hold the segments, quotes and blocks of the document against its bytes."""
    text = raw.decode(document["encoding"])
    codec = slice_codec(document["encoding"], raw)
    query = """SELECT c.claim_id AS name, s.* FROM segments s JOIN claims c ON c.id = s.claim WHERE c.document = :document
        UNION ALL SELECT c.claim_id, q.* FROM quotes q JOIN claims c ON c.id = q.claim WHERE c.document = :document
        UNION ALL SELECT 'block ' || position, id, position, start, "end", byte_start, byte_end, text
        FROM blocks WHERE document = :document"""
    for row in connection.execute(sa.text(query), {"document": document["id"]}).mappings():
        report.segments += 1
        of_points = text[row["start"] : row["end"]]
        of_bytes = raw[row["byte_start"] : row["byte_end"]].decode(codec, errors="replace")
        if not of_points == of_bytes == row["text"]:
            where = f"{document['path']}, {row['name']}, characters {row['start']}–{row['end']}"
            report.broken.append(
                f"{where}: the database has {row['text'][:60]!r}, the file {of_points[:60]!r}, its bytes {of_bytes[:60]!r}"
            )


def slice_codec(encoding: str, raw: bytes) -> str:
    """The codec for a slice of the file `raw`: the file's own, without the byte-order mark that only its beginning has."""
    if encoding == "utf-8-sig":
        return "utf-8"
    if encoding in ("utf-16", "utf-32"):
        little = raw.startswith(codecs.BOM_UTF16_LE)  # of UTF-32's mark it is the first half
        return f"{encoding}-{'le' if little else 'be'}"
    return encoding


def _bytes(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except OSError:
        return None


def _hashes(root: Path) -> Iterator[tuple[str, str]]:
    for file in sorted(root.rglob("*")):
        if file.is_file() and (raw := _bytes(file)) is not None:
            yield file.relative_to(root).as_posix(), sha256(raw).hexdigest()
