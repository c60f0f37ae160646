"""The writer's lock of a database."""

from __future__ import annotations

from pathlib import Path

from filelock import FileLock, Timeout

from claimsdb.model.errors import DatabaseBusyError, UnwritableError

BUSY_SECONDS = 30.0


def lock(path: Path, seconds: float = 0) -> FileLock:
    """The writer's lock of the database at the path; the system releases it if the process dies."""
    return FileLock(f"{path}.lock", timeout=seconds)


def acquire(path: Path, seconds: float = 0) -> FileLock:
    """Take the writer's lock, waiting `seconds` at most.

    Raises `DatabaseBusyError` if another process holds it, `UnwritableError` if the lock file cannot be made.
    """
    if not path.parent.is_dir():
        raise UnwritableError(path, f"there is no folder {path.parent}")
    held = lock(path, seconds)
    try:
        held.acquire()
    except Timeout:
        raise DatabaseBusyError(path) from None
    except OSError as error:
        raise UnwritableError(path, error.strerror or str(error)) from None
    return held
