"""The members of a ZIP archive whose directory is missing or damaged, as of one that was cut off: each is found by its own header.

The file is read once, from its beginning to its end. A member counts if its checksum, which its header or what follows it says, is right.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from claimsdb.model.errors import Problem
from claimsdb.streams import faults
from claimsdb.streams.member import Limits, Member, Step
from claimsdb.streams.names import Names, is_hidden
from claimsdb.streams.shell import INFLATE
from claimsdb.streams.types import too_large

_HEADER = struct.Struct("<4sHHHHHIIIHH")
_LOCAL, _DESCRIPTOR = b"PK\3\4", b"PK\7\x08"
_DIRECTORY = (b"PK\1\2", b"PK\5\6", b"PK\6\6", b"PK\6\7")
"""How records begin that come after all members."""
_CHUNK, _NEAR = 1 << 16, 1 << 12
_MOST = 100_000
"""Maximum number of headers."""
_BEHIND = 8  # bytes of the record behind a member up to its checksum
_STORED, _DEFLATED = 0, 8
_ENCRYPTED, _LATER, _UTF8 = 1, 8, 0x800


class _Found(NamedTuple):
    """A member by its header: its name, where its bytes begin, and its sizes and checksum, which are None if they come after it."""

    name: str
    start: int
    flags: int
    method: int
    packed: int | None
    size: int | None
    crc: int | None


class _Broken(NamedTuple):
    """A member that is not whole, and where to look for the next one; None if the file ends in it."""

    why: str
    after: int | None
    is_bomb: bool = False


class _Whole(NamedTuple):
    """The bytes of a member, its size in the file, and where to look for the next one; None if nobody knows."""

    raw: bytes
    packed: int
    after: int | None


def members(file: BinaryIO, path: str, limits: Limits, why: object) -> Iterator[Member | Problem]:
    """The members that are whole, in the order of the file; of each other one a problem, and at last how many there are.

    `why` is what is wrong with the directory.
    """
    end, names = file.seek(0, io.SEEK_END), Names(path)
    read = lost = made = 0
    at = _next(file, 0, end)
    for _ in range(_MOST):
        if at is None:
            break
        found = _header(file, at, end)
        if found is None:  # it is no header, or it is cut off
            at = _next(file, at + len(_LOCAL), end)
            continue
        got = _member(file, found, end, limits)
        at = None if got.after is None else _next(file, got.after, end)
        if isinstance(got, _Whole):
            made += len(got.raw)
            if limits.is_bomb(made, end):
                yield faults.bomb(path)
                return
        if found.name.endswith("/") or is_hidden(found.name) or not limits.wants(found.name.removeprefix("./")):
            continue
        name = names.taken(found.name)
        if isinstance(name, Problem):
            yield name
        elif found.flags & _ENCRYPTED:
            yield faults.encrypted(f"{path}/{name}")
        elif isinstance(got, _Broken):
            lost += 1
            yield faults.bomb(f"{path}/{name}") if got.is_bomb else faults.damaged(f"{path}/{name}", got.why)
        elif limits.exceeds(len(got.raw)):
            yield too_large(f"{path}/{name}", got.raw, limits)
        else:
            read += 1
            cut = Step(found.start, got.packed)
            steps = (cut,) if found.method == _STORED else (cut, Step(piped=INFLATE))
            yield Member(name, got.raw, steps=steps)
    if not read and not lost:
        yield faults.damaged(path, why)
        return
    counted = f"{read:,} member{' was' if read == 1 else 's were'} found whole, and {lost:,} that {'is' if lost == 1 else 'are'} not"
    what = f"It is damaged, as if it had been cut off: its directory cannot be read. By their own headers, {counted}."
    yield Problem("damaged", path, what, "Copy or download it again: what came after them is lost.")


def _next(file: BinaryIO, at: int, end: int) -> int | None:
    """Where the next header of a member begins; None if there is none before the directory or the end."""
    size, before = _NEAR, b""
    file.seek(at)
    while at < end:
        chunk = before + file.read(size)
        if not before and chunk.startswith(_DIRECTORY):
            return None
        if (found := chunk.find(_LOCAL)) >= 0:
            return at - len(before) + found
        at, before, size = at + len(chunk) - len(before), chunk[-3:], min(2 * size, _CHUNK)
    return None


def _header(file: BinaryIO, at: int, end: int) -> _Found | None:
    file.seek(at)
    raw = file.read(_HEADER.size)
    if len(raw) < _HEADER.size:
        return None
    _, _, flags, method, _, _, crc, packed, size, of_name, of_more = _HEADER.unpack(raw)
    name, more = file.read(of_name), file.read(of_more)
    start = at + _HEADER.size + of_name + of_more
    if start > end or not name:
        return None
    packed, size = _wide(more, packed, size)
    said = name.decode("utf-8" if flags & _UTF8 else "cp437", "surrogateescape")
    if flags & _LATER and not crc:
        return _Found(said, start, flags, method, None, None, None)
    return _Found(said, start, flags, method, packed, size, crc)


def _wide(more: bytes, packed: int, size: int) -> tuple[int, int]:
    """The sizes, which may be in the extra field of ZIP64."""
    if 0xFFFFFFFF not in (packed, size):
        return packed, size
    at = 0
    while at + 4 <= len(more):
        kind, length = struct.unpack_from("<HH", more, at)
        if kind == 1 and length >= 16 and at + 20 <= len(more):
            size, packed = struct.unpack_from("<QQ", more, at + 4)
            break
        at += 4 + length
    return packed, size


def _member(file: BinaryIO, found: _Found, end: int, limits: Limits) -> _Whole | _Broken:
    """The bytes of a member, no more than are allowed and one."""
    after = None if found.packed is None else found.start + found.packed
    if after is not None and after > end:
        return _Broken("the file ends in it", None)
    file.seek(found.start)
    if found.method == _STORED:
        return _stored(file, found, after, limits)
    if found.method == _DEFLATED:
        return _inflated(file, found, end if after is None else after, end, limits)
    return _Broken("it is compressed in a way that is not known", after)


def _stored(file: BinaryIO, found: _Found, after: int | None, limits: Limits) -> _Whole | _Broken:
    if after is None or found.packed is None:
        if file.read(4) in (_LOCAL, _DESCRIPTOR):
            return _Whole(b"", 0, found.start)
        return _Broken("only the directory says where it ends", None)
    raw = file.read(found.packed if limits.largest is None else min(found.packed, limits.enough))
    is_right = limits.exceeds(len(raw)) or zlib.crc32(raw) == found.crc
    return _Whole(raw, found.packed, after) if is_right else _Broken("its checksum is wrong", after)


def _inflated(file: BinaryIO, found: _Found, last: int, end: int, limits: Limits) -> _Whole | _Broken:
    """What is compressed in the file up to `last`; if its sizes come after it, it ends where its stream ends."""
    stream, made, at = zlib.decompressobj(-15), bytearray(), found.start
    after = None if found.packed is None else last
    try:
        while not stream.eof and at < last:
            chunk = file.read(min(_CHUNK, last - at))
            more = True
            while more and not stream.eof:
                piece = stream.decompress(chunk, _CHUNK)
                at += len(chunk) - len(stream.unused_data if stream.eof else stream.unconsumed_tail)
                chunk = stream.unconsumed_tail
                more = bool(chunk) or len(piece) == _CHUNK
                made += piece
                if limits.exceeds(len(made)):
                    return _Whole(bytes(made), last - found.start, after)
                if limits.is_bomb(len(made), at - found.start):
                    return _Broken("", after, is_bomb=True)
    except zlib.error as error:
        return _Broken(str(error), max(at, found.start + 1) if after is None else after)
    if not stream.eof:
        return _Broken(
            "the file ends in it" if last == end else "its stream does not end", None if last == end else last
        )
    crc = zlib.crc32(made)
    if found.crc is None:
        file.seek(at)
        return _judged(made, found, at, file.read(_BEHIND).removeprefix(_DESCRIPTOR)[:4] == crc.to_bytes(4, "little"))
    return _judged(made, found, last, crc == found.crc)


def _judged(made: bytearray, found: _Found, after: int, is_right: bool) -> _Whole | _Broken:
    return _Whole(bytes(made), after - found.start, after) if is_right else _Broken("its checksum is wrong", after)
