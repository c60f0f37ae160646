"""Web archives in one file with their index: WACZ, a ZIP archive of WARC files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import BinaryIO, cast

from claimsdb.model.errors import Problem
from claimsdb.streams import faults
from claimsdb.streams.member import Limits, Member
from claimsdb.streams.warc import Source, captures, source_of
from claimsdb.streams.zipped import step_to


class _Window(io.RawIOBase):
    """The `size` bytes of a file from `offset`, as a file."""

    def __init__(self, file: BinaryIO, offset: int, size: int) -> None:
        self._file, self._offset, self._size, self._at = file, offset, size, 0

    def readable(self) -> bool:
        """Yes."""
        return True

    def seekable(self) -> bool:
        """Yes."""
        return True

    def tell(self) -> int:
        """The number of bytes before the place."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place."""
        self._at = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Read as much as is there, at most as the buffer takes."""
        self._file.seek(self._offset + self._at)
        made = self._file.read(max(0, min(len(buffer), self._size - self._at)))
        buffer[: len(made)] = made
        self._at += len(made)
        return len(made)


def members(file: BinaryIO, path: str, limits: Limits) -> Iterator[Member | Problem]:
    """What the servers answered that can be a document, in all WARC files of the archive; their paths are their addresses."""
    archive = zipfile.ZipFile(file)
    sources: list[Source] = []
    for info in archive.infolist():
        if not info.filename.startswith("archive/") or info.is_dir():
            continue
        at = f"{path}/{info.filename}"
        step = step_to(file, info, info.file_size)
        if info.flag_bits & 1:
            yield faults.encrypted(at)
        elif step.offset is None:
            yield faults.damaged(at, "it is compressed, which it must not be in this format")
        else:
            window = cast(BinaryIO, io.BufferedReader(_Window(file, step.offset, step.size), 1 << 16))
            sources.append(source_of(window, limits, (step,)))
    yield from captures(sources, path, limits)
