"""What became of the claims of files that have changed on the disk since they were read: by their text, without reading claims anew."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from claimsdb.comparison.versions.succession import successions
from claimsdb.lookup.verify.verify import ChangedFile, Report
from claimsdb.lookup.versions.changes import records
from claimsdb.model.errors import UnreadableError
from claimsdb.model.succession import SuccessionStatus, Version
from claimsdb.reading.read import read
from claimsdb.store.engine import Connection
from claimsdb.store.folders import Folders
from claimsdb.store.read.files import current_files, read_files
from claimsdb.store.read.versions import version
from claimsdb.streams.opening import opened


def add_changes(connection: Connection, database: Path, places: Mapping[str, Path], report: Report) -> None:
    """Add to the report what became of the claims of each file that it says has changed. `places` says where folders are now."""
    changed = {(f.folder, f.path) for f in report.files if f.status == "changed"}
    if not changed:
        return
    folders = Folders(database)
    encodings = {(f["folder"], f["path"]): json.loads(f["settings"])["encoding"] for f in read_files(connection)}
    for file in current_files(connection):
        at = file["folder"], file["path"]
        root = places.get(file["folder"]) or folders.place(file["folder"])
        if at in changed and root is not None:
            report.changes.append(_changed(connection, root, *at, file["document"], encodings[at]))


def _changed(
    connection: Connection, root: Path, folder: str, path: str, document: int, encoding: str | None
) -> ChangedFile:
    made: ChangedFile = {"folder": folder, "path": path, "counts": {}, "changes": [], "problem": None}
    try:
        text = read(opened(root, path, follow=True).raw, path, encoding=encoding).text
    except UnreadableError as error:
        made["problem"] = str(error)
        return made
    made["changes"] = records(connection, successions(version(connection, document), Version(text)), text)
    counts = Counter(change["status"] for change in made["changes"])
    made["counts"] = {status.value: counts[status] for status in SuccessionStatus if status is not SuccessionStatus.NEW}
    return made
