"""Writing a file completely or not at all."""

from __future__ import annotations

import errno
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

# A name that nobody can guess, made anew and never through a link: in a shared folder, others may have put links in its way.
_ANEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL
_ANEW |= sum(getattr(os, flag, 0) for flag in ("O_NOFOLLOW", "O_CLOEXEC", "O_BINARY"))


@contextmanager
def whole(path: Path, *, follow: bool = True) -> Iterator[IO[bytes]]:
    """Give a stream whose bytes become the file at `path` when the block ends; if it fails, the file is as it was before.

    The file keeps its mode and, if the system allows it, its owner. If `path` is a link, the file that it leads to is replaced if `follow`,
    and the link itself if not. A pipe or a device is written to directly if `follow`. Raises `OSError`.
    """
    status = _status(path, follow)
    if status is not None and stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if follow and (path.parent == Path("/dev") or (status is not None and not stat.S_ISREG(status.st_mode))):
        with path.open("wb") as to:
            yield to
        return
    place = Path(os.path.realpath(path)) if follow else path
    if status is not None and stat.S_ISREG(status.st_mode) and not os.access(place, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    part = place.with_name(f".{secrets.token_hex(8)}.part")
    with os.fdopen(os.open(part, _ANEW, 0o666), "wb") as to:
        try:
            if status is not None and stat.S_ISREG(status.st_mode):
                _liken(to.fileno(), status)
            yield to
            to.flush()
            os.fsync(to.fileno())
            to.close()  # some systems replace no file that is open
            part.replace(place)
        except BaseException:
            with suppress(OSError):
                to.close()
            part.unlink(missing_ok=True)
            raise


def _status(path: Path, follow: bool) -> os.stat_result | None:
    try:
        return path.stat(follow_symlinks=follow)
    except FileNotFoundError:
        return None


def _liken(handle: int, status: os.stat_result) -> None:
    """Give the open file the owner and the mode of another."""
    if not hasattr(os, "fchmod"):
        return
    with suppress(OSError):  # only root may give files to others
        os.fchown(handle, status.st_uid, status.st_gid)
    os.fchmod(handle, stat.S_IMODE(status.st_mode))
