"""Backups before migrations: complete, checked, and one for each state of a database, however often a migration was tried."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from hashlib import file_digest
from itertools import count
from pathlib import Path

from claimsdb.model.errors import DamagedError, UnwritableError
from claimsdb.store.engine import CORRUPT, uri


def back_up(path: Path, at: str) -> Path:
    """Copy the database, whose schema is `at`, to a file next to it, and return the copy's path. The caller must hold the lock.

    The copy is checked before it gets its name, and never replaces another. If an earlier try, which was killed or failed, left a copy of
    the same state, that copy is returned. Raises `DamagedError` if the database is damaged, `UnwritableError` if there is no space.
    """
    begun = f".{path.name}.backup-"
    for left in path.parent.iterdir():
        if left.name.startswith(begun):
            left.unlink()
    try:
        handle, name = tempfile.mkstemp(prefix=begun, dir=path.parent)
    except OSError as error:
        raise UnwritableError(path, f"no backup can be made next to it: {error.strerror}") from None
    os.close(handle)
    part = Path(name)
    try:
        _copy(path, part)
        _check(path, part)
        part.chmod(path.stat().st_mode & 0o7777)
        return _kept(path, part, at)
    except OSError as error:
        raise UnwritableError(path, f"no backup can be made next to it: {error.strerror}") from None
    finally:
        part.unlink(missing_ok=True)


def _copy(path: Path, part: Path) -> None:
    """Copy page by page, through SQLite, which knows the pages that other processes have written."""
    try:
        with closing(sqlite3.connect(uri(path, "ro"), uri=True)) as source, closing(sqlite3.connect(part)) as target:
            source.backup(target)
    except sqlite3.Error as error:
        if error.sqlite_errorcode & 0xFF in CORRUPT:
            raise DamagedError(path, str(error)) from None
        raise UnwritableError(path, f"no backup can be made next to it: {error}") from None
    with part.open("rb") as written:
        os.fsync(written.fileno())


def _check(path: Path, part: Path) -> None:
    with closing(sqlite3.connect(uri(part, "ro"), uri=True)) as copy:
        try:
            ((found,),) = copy.execute("PRAGMA integrity_check(1)").fetchall()
        except sqlite3.Error as error:
            found = str(error)
    if found != "ok":
        raise DamagedError(path, " ".join(str(found).split()))


def _kept(path: Path, part: Path, at: str) -> Path:
    """The path of an earlier copy with the same bytes, or else of the part under a name of its own."""
    own = _hash(part)
    for earlier in sorted(path.parent.iterdir()):
        if (
            earlier.name.startswith(f"{path.name}.before-{at}")
            and earlier.suffix == ".bak"
            and earlier.is_file()
            and _hash(earlier) == own
        ):
            return earlier
    return part.rename(free_name(path, f"before-{at}"))


def free_name(path: Path, what: str) -> Path:
    """A path next to the database, with the time, that no file has. The lock keeps other processes of ours from taking it meanwhile."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    names = (path.with_name(f"{path.name}.{what}-{stamp}{f'-{n}' if n else ''}.bak") for n in count())
    return next(name for name in names if not name.exists())


def _hash(file: Path) -> str:
    with file.open("rb") as opened:
        return file_digest(opened, "sha256").hexdigest()
