"""Archives of tar."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterator
from typing import Any, BinaryIO, cast

from claimsdb.model.errors import Problem
from claimsdb.streams import faults
from claimsdb.streams.member import MEGABYTE, Limits, Member, Step
from claimsdb.streams.names import Names, is_hidden
from claimsdb.streams.shell import quoted
from claimsdb.streams.types import HEAD, too_large

_KINDS = {
    tarfile.SYMTYPE: "a link",
    tarfile.LNKTYPE: "a link",
    tarfile.CHRTYPE: "a device",
    tarfile.BLKTYPE: "a device",
    tarfile.FIFOTYPE: "a pipe",
}


class _Guarded(io.BufferedReader):
    """A file of which no header can make the library read much at once."""

    def read(self, size: int | None = -1) -> bytes:
        """At most as many bytes. Raises `ValueError` if that is more than any header has."""
        if size is None or not 0 <= size <= MEGABYTE:
            raise ValueError("a header has a size that no header has")
        return super().read(size)


def members(file: BinaryIO, path: str, limits: Limits) -> Iterator[Member | Problem]:
    """The members of a tar archive, in their order, read forwards."""
    guarded: Any = _Guarded(cast(io.RawIOBase, file))
    try:
        yield from _members(guarded, path, limits)
    finally:
        guarded.detach()  # or it would close the file when it is forgotten


def _members(guarded: Any, path: str, limits: Limits) -> Iterator[Member | Problem]:
    names = Names(path)
    with tarfile.open(fileobj=guarded, mode="r:") as archive:
        while (info := archive.next()) is not None:
            archive.members = []  # type: ignore[attr-defined]  # the library would keep them all
            if info.isdir() or is_hidden(info.name) or not limits.wants(info.name.removeprefix("./")):
                continue
            name = names.taken(info.name)
            if isinstance(name, Problem):
                yield name
                continue
            at = f"{path}/{name}"
            if not info.isreg():
                yield faults.not_a_file(at, _KINDS.get(info.type, "a special file"))
            elif limits.exceeds(info.size):
                yield too_large(at, guarded.read(min(HEAD, info.size)), limits)
            else:
                yield Member(name, _read(archive, info), steps=(_step(info),))
        guarded.seek(archive.offset)
        if guarded.read(tarfile.BLOCKSIZE).strip(b"\0"):
            yield faults.damaged(path, f"the header at byte {archive.offset:,} is broken")


def _read(archive: tarfile.TarFile, info: tarfile.TarInfo) -> bytes:
    made = bytearray()
    opened = archive.extractfile(info)
    assert opened is not None  # it is a regular file
    while chunk := opened.read(MEGABYTE):
        made += chunk
    if len(made) != info.size:
        raise tarfile.ReadError("it ends too early")
    return bytes(made)


def _step(info: tarfile.TarInfo) -> Step:
    if not info.issparse():
        return Step(info.offset_data, info.size)
    return Step(command=f"tar -xOf {{}} -- {quoted(info.name)}", piped=f"tar -xO -- {quoted(info.name)}")
