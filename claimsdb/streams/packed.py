"""Compressed files of one stream: gzip, bzip2 and xz, as files that are read forwards, and that give no more than their limits allow."""

from __future__ import annotations

import bz2
import io
import lzma
import zlib
from collections.abc import Callable
from types import MappingProxyType
from typing import Any, BinaryIO, NamedTuple

from claimsdb.streams.faults import BombError
from claimsdb.streams.member import Limits

_CHUNK = 1 << 14
_FAR = 1 << 62


class Packing(NamedTuple):
    """A way to compress: the command that unpacks it by hand, what makes a decompressor, and the bytes with which each stream begins."""

    command: str
    begin: Callable[[], Any]
    magic: bytes


PACKED = MappingProxyType(
    {
        "application/gzip": Packing("gzip -dc", lambda: zlib.decompressobj(31), b"\x1f\x8b\x08"),
        "application/x-bzip2": Packing("bzip2 -dc", bz2.BZ2Decompressor, b"BZh"),
        "application/x-xz": Packing("xz -dc", lambda: lzma.LZMADecompressor(memlimit=1 << 28), b"\xfd7zXZ\0"),
    }
)


class Unpacked(io.RawIOBase):
    """What a compressed file contains: all of its streams. Seeking backwards begins again from its beginning.

    Reading raises `BombError`, `EOFError` if the file ends too early, and the errors of the standard library for damaged bytes.
    """

    def __init__(self, file: BinaryIO, media_type: str, limits: Limits) -> None:
        self._file, self._packing, self._limits = file, PACKED[media_type], limits
        self._given = b""
        self._begin()

    def readable(self) -> bool:
        """Yes."""
        return True

    def seekable(self) -> bool:
        """Yes, at a cost."""
        return True

    def tell(self) -> int:
        """The number of bytes that have been read."""
        return self._made

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place in what the file contains."""
        target = _FAR if whence == io.SEEK_END else offset + (self._made if whence == io.SEEK_CUR else 0)
        if target < self._made:
            self._begin()
        while self._made < target and self.read(min(_CHUNK, target - self._made)):
            pass
        return self._made

    def readinto(self, buffer: Any) -> int:
        """Read as much as is there, at most as the buffer takes."""
        made = self._next(len(buffer))
        buffer[: len(made)] = made
        self._made += len(made)
        if self._limits.is_bomb(self._made, self._taken):
            raise BombError
        return len(made)

    def resume(self) -> bool:
        """After an error or the end, go on with the next stream that seems to begin in the file. Returns whether there is one."""
        rest, magic = self._given[1:], self._packing.magic
        while (at := rest.find(magic)) < 0:
            more = self._file.read(_CHUNK)
            if not more:
                return False
            self._taken += len(more)
            rest = rest[-len(magic) :] + more
        self._stream, self._given, self._is_full, self._ended = self._packing.begin(), rest[at:], False, False
        return True

    def _begin(self) -> None:
        self._file.seek(0)
        self._made = self._taken = 0
        self._stream, self._given, self._is_full, self._ended = self._packing.begin(), b"", False, False

    def _next(self, size: int) -> bytes:
        while not self._ended:
            if self._stream.eof:
                self._given, self._is_full = self._given.lstrip(b"\0"), False
                self._stream = self._packing.begin()
                if not self._more() or not self._given.startswith(self._packing.magic[: len(self._given)]):
                    self._ended = True  # what follows the last stream is no part of it
                    break
            elif not self._more():
                raise EOFError("it ends too early")
            made = self._stream.decompress(self._given, size)
            self._given, self._is_full = getattr(self._stream, "unconsumed_tail", b""), len(made) == size
            if self._stream.eof:
                self._given = self._stream.unused_data
            if made:
                return bytes(made)
        return b""

    def _more(self) -> bool:
        """Whether there is something to give to the decompressor, or it may have something left."""
        if self._given or self._is_full:
            return True
        self._given = self._file.read(_CHUNK)
        self._taken += len(self._given)
        return bool(self._given)
