"""Check the database against its source files: every file is read again, and every segment is compared with it."""

from __future__ import annotations

import codecs
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TypedDict

from claimsdb.model.errors import UnreadableError
from claimsdb.store.contents import contents
from claimsdb.store.engine import Connection
from claimsdb.store.folders import Folders
from claimsdb.store.read.files import IngestedFile, current_files, stretches_of
from claimsdb.store.walking import walk


class CheckedRecord(TypedDict):
    """A file and its status."""

    folder: str
    path: str
    status: str
    note: str


class ReportRecord(TypedDict):
    """A report for programs."""

    holds: bool
    counts: dict[str, int]
    segments: int
    broken: list[str]
    unknown_folders: list[str]
    files: list[CheckedRecord]


@dataclass(frozen=True, slots=True)
class Checked:
    """A file and its status: "same", "moved" (same bytes at another path in its folder), "changed" (other bytes) or "missing"."""

    folder: str
    path: str
    status: str
    note: str = ""


@dataclass(slots=True)
class Report:
    """What was found: files, how many segments were checked, `broken` ones, and folders whose location is `unknown`."""

    files: list[Checked] = field(default_factory=list)
    segments: int = 0
    broken: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether every file is there with its bytes, and every segment matches them."""
        return not self.broken and all(f.status in ("same", "moved") for f in self.files)

    def counts(self) -> dict[str, int]:
        """How many files have each status."""
        counted = Counter(f.status for f in self.files)
        return {status: counted[status] for status in ("same", "moved", "changed", "missing")}

    def as_record(self) -> ReportRecord:
        """The report for programs."""
        return {
            "holds": self.holds,
            "counts": self.counts(),
            "segments": self.segments,
            "broken": self.broken,
            "unknown_folders": self.unknown,
            "files": [{"folder": f.folder, "path": f.path, "status": f.status, "note": f.note} for f in self.files],
        }


def verify(connection: Connection, database: Path, places: Mapping[str, Path]) -> Report:
    """Check every current path, and every segment of its document's claims. `places` says where folders are, and overrides the note."""
    folders, report = Folders(database), Report()
    hashes: dict[str, dict[str, str]] = {}
    for file in current_files(connection):
        folder, path = file["folder"], file["path"]
        root = places.get(folder) or folders.place(folder)
        if root is None:
            if folder not in report.unknown:
                report.unknown.append(folder)
            report.files.append(Checked(folder, path, "missing", "its folder is not found"))
            continue
        raw = _bytes(root, path, follow=True)  # it may have been ingested through a link
        if raw is not None and sha256(raw).hexdigest() == file["sha256"]:
            report.files.append(Checked(folder, path, "same"))
        else:
            if folder not in hashes:
                hashes[folder] = {h: p for p, h in sorted(_hashes(root.resolve()))}
            now = hashes[folder].get(file["sha256"])
            if now is not None:
                report.files.append(Checked(folder, path, "moved", f"now {now}"))
                raw = _bytes(root, now, follow=False)
            elif raw is None:
                report.files.append(Checked(folder, path, "missing"))
            else:
                note = "other bytes than were ingested; ingest it again for its new version"
                report.files.append(Checked(folder, path, "changed", note))
                raw = None
        if raw is not None:
            _hold(connection, file, raw, report)
    return report


def _hold(connection: Connection, file: IngestedFile, raw: bytes, report: Report) -> None:
    """Compare the segments, quotes and blocks of the file's document with its bytes."""
    text = raw.decode(file["encoding"])
    codec = slice_codec(file["encoding"], raw)
    for said in stretches_of(connection, file["document"]):
        report.segments += 1
        of_points = text[said["start"] : said["end"]]
        of_bytes = raw[said["byte_start"] : said["byte_end"]].decode(codec, errors="replace")
        if not of_points == of_bytes == said["text"]:
            where = f"{file['path']}, {said['name']}, characters {said['start']}–{said['end']}"
            report.broken.append(
                f"{where}: the database has {said['text'][:60]!r}, the file {of_points[:60]!r}, its bytes {of_bytes[:60]!r}"
            )


def slice_codec(encoding: str, raw: bytes) -> str:
    """The codec for a slice of the file `raw`: the file's own, without the byte-order mark that only its beginning has."""
    if encoding == "utf-8-sig":
        return "utf-8"
    if encoding in ("utf-16", "utf-32"):
        little = raw.startswith(codecs.BOM_UTF16_LE)  # also the first half of the mark of UTF-32
        return f"{encoding}-{'le' if little else 'be'}"
    return encoding


def _bytes(root: Path, path: str, *, follow: bool) -> bytes | None:
    try:
        return contents(root, path, follow=follow)
    except UnreadableError:
        return None


def _hashes(root: Path) -> Iterator[tuple[str, str]]:
    """The paths of the files in the folder, with their hashes."""
    for file, problem in walk(root, root, follow=False):
        path = file.relative_to(root).as_posix()
        if problem is None and (raw := _bytes(root, path, follow=False)) is not None:
            yield path, sha256(raw).hexdigest()
