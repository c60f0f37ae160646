"""What became of the claims of files that have changed on the disk since they were read: by their text, without reading claims anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path

from claimsdb.lookup.verify.verify import ChangedFile, Report
from claimsdb.lookup.versions.changes import records
from claimsdb.lookup.versions.succession import successions
from claimsdb.model.document import Transport
from claimsdb.model.errors import RecognitionMissingError, SourcesError, UnreadableError
from claimsdb.model.succession import SuccessionStatus, Version
from claimsdb.pictures.tesseract import found
from claimsdb.reading.read import read
from claimsdb.store.engine import Connection
from claimsdb.store.folders import Folders
from claimsdb.store.read.files import columns_of, current_files, encoding_of, ocr_of, read_files
from claimsdb.store.read.versions import version
from claimsdb.streams.opening import Opened, opened

Brought = Callable[[Path, str, str], Transport]
"""What brought a file, by its folder on this machine, its path there, and the SHA-256 of its bytes."""


def add_changes(
    connection: Connection, database: Path, places: Mapping[str, Path], report: Report, brought: Brought
) -> None:
    """Add to the report what became of the claims of each file that it says has changed. `places` says where folders are now."""
    changed = {(f.folder, f.path) for f in report.files if f.status == "changed"}
    if not changed:
        return
    folders = Folders(database)
    settings = {(f["folder"], f["path"]): f["settings"] for f in read_files(connection)}
    for file in current_files(connection):
        at = file["folder"], file["path"]
        root = places.get(file["folder"]) or folders.place(file["folder"])
        if at in changed and root is not None:
            report.changes.append(_changed(connection, root, *at, file["document"], settings[at], brought))


def _changed(
    connection: Connection,
    root: Path,
    folder: str,
    path: str,
    document: int,
    settings: str,
    brought: Brought,
) -> ChangedFile:
    made: ChangedFile = {"folder": folder, "path": path, "counts": {}, "changes": [], "problem": None}
    try:
        text = _text(
            opened(root, path, follow=True, columns=columns_of(settings), encoding=encoding_of(settings)),
            root, path, settings, brought,
        )  # fmt: skip
    except (UnreadableError, SourcesError, RecognitionMissingError) as error:
        made["problem"] = str(error)
        return made
    made["changes"] = records(connection, successions(version(connection, document), Version(text)), text)
    counts = Counter(change["status"] for change in made["changes"])
    made["counts"] = {status.value: counts[status] for status in SuccessionStatus if status is not SuccessionStatus.NEW}
    return made


def _text(there: Opened, root: Path, path: str, settings: str, brought: Brought) -> str:
    """The text of a file as ingestion would read it, with these settings. Raises `UnreadableError`, `RecognitionMissingError`."""
    member, encoding = there.member, encoding_of(settings)
    ocr = found(language) if (language := ocr_of(settings)) else None
    if member is None:
        transport = brought(root, path, sha256(there.raw).hexdigest())
        return read(there.raw, path, encoding=encoding, transport=transport, ocr=ocr).text
    media = member.media_type
    made = read(
        there.raw, path, encoding=encoding, transport=member.transport, fields=member.fields, media_type=media, ocr=ocr
    )
    return made.text
