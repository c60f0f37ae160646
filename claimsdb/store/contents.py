"""The bytes of source files: of regular files only, up to a size, and through links only as far as these stay in their folder."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from claimsdb.model.errors import Problem, UnreadableError

LARGEST = 64_000_000
"""The size in bytes of the largest file that is read, if nothing else is said."""
ARCHIVE, EARLIER = ".archive", "earlier"
"""In a folder of captures: the folder of what came, hidden so that it is not ingested, and in that the folder of earlier versions."""

# Opening a pipe must not wait for somebody to write to it. Not every system has these flags.
_FLAGS = os.O_RDONLY | sum(getattr(os, f, 0) for f in ("O_NONBLOCK", "O_NOCTTY", "O_NOFOLLOW", "O_CLOEXEC", "O_BINARY"))
_KINDS = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}
_REMEDIES = {
    errno.EACCES: "Give yourself the right to read it.",
    errno.EPERM: "Give yourself the right to read it.",
    errno.ENOENT: "Put it back, or remove the link to it.",
    errno.ELOOP: "Remove the links that lead to each other.",
    errno.ENAMETOOLONG: "Move it to a folder with a shorter path.",
}


@contextmanager
def opened(root: Path, path: str, *, follow: bool = False) -> Iterator[BinaryIO]:
    """Open the file at `path`, relative to the folder `root`. A link out of the folder is followed only if `follow`.

    Raises `UnreadableError` if it is not a regular file, cannot be read, or, in the end, has changed in the meantime.
    """
    try:
        place = resolved(root / path)
        if not follow and not place.is_relative_to(root.resolve()):
            raise UnreadableError(leads_out(path))
        _check(path, place.lstat().st_mode)  # since opening a device can have effects
        with os.fdopen(os.open(place, _FLAGS), "rb") as file:
            before = os.fstat(file.fileno())
            _check(path, before.st_mode)  # it may have been replaced in between
            yield file
            after = os.fstat(file.fileno())
    except OSError as error:
        raise UnreadableError(cannot_be_read(path, error)) from None
    if (after.st_size, after.st_mtime_ns) != (before.st_size, before.st_mtime_ns):
        raise UnreadableError(_changing(path))


def contents(root: Path, path: str, *, follow: bool = False, most: int | None = LARGEST) -> bytes:
    """The bytes of the file at `path`, relative to the folder `root`. A link out of the folder is read only if `follow`.

    Raises `UnreadableError` if it is not a regular file, has more than `most` bytes, changes while it is read, or cannot be read.
    """
    with opened(root, path, follow=follow) as file:
        return whole(file, path, most)


def whole(file: BinaryIO, path: str, most: int | None) -> bytes:
    """All bytes of an open file on the disk. Raises `UnreadableError` if they are more than `most`, or not as many as it should have."""
    size = os.fstat(file.fileno()).st_size
    if most is not None and size > most:
        raise UnreadableError(_too_large(path, most))
    file.seek(0)
    raw = file.read(size + 1) or b""
    if len(raw) != size:
        raise UnreadableError(_changing(path))
    return raw


def resolved(path: Path) -> Path:
    """The path without links. Raises `OSError` if it leads to no file."""
    return Path(os.path.realpath(path, strict=True))


def kind(mode: int) -> str | None:
    """The kind of a file with this mode, in words; None for a regular file."""
    return None if stat.S_ISREG(mode) else _KINDS.get(stat.S_IFMT(mode), "a special file")


def cannot_be_read(path: str, error: OSError) -> Problem:
    """The problem with a file or a folder that the system does not let us read."""
    remedy = _REMEDIES.get(error.errno or 0, "Check the disk, and read it again.")
    return Problem("unreadable", path, f"It cannot be read: {error.strerror or error}.", remedy)


def leads_out(path: str) -> Problem:
    """The problem with a link out of its folder."""
    what = "It is a link that leads out of the ingested folder."
    return Problem("unreadable", path, what, "Read it with --follow if you trust the link, or put a copy in its place.")


def not_a_file(path: str, what: str) -> Problem:
    """The problem with something that is not a regular file."""
    return Problem("unreadable", path, f"It is {what}, not a file.", "Save what it gives as a file, or remove it.")


def _changing(path: str) -> Problem:
    what = "It changes while it is read, or is not stored on a disk."
    return Problem("unreadable", path, what, "Read it again when it is complete, or read a copy.")


def _too_large(path: str, most: int) -> Problem:
    what = f"It has more than {most:,} bytes."
    return Problem("unreadable", path, what, "Divide it into smaller files, or allow more with --largest.")


def _check(path: str, mode: int) -> None:
    if (what := kind(mode)) is not None:
        raise UnreadableError(not_a_file(path, what))
