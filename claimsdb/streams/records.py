"""The records of WARC files (ISO 28500), found by their headers, one after the other.

Those of ARC, the format before, are given as if they were of WARC.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from claimsdb.streams.packed import Unpacked

_HEAD = 1 << 16
"""Maximum number of bytes of a record's header, and of a line in it."""
_VERSION = re.compile(rb"WARC/\d\.\d+\r?\n")
_LENGTH = re.compile(rb"^content-length[ \t]*:[ \t]*(\d{1,15})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_OLD = re.compile(rb"(\S++) \S++ (\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)? [^ \r\n]++(?: [^ \r\n]++)*? (\d{1,15})\r?\n")
"""The header of a record of ARC: address, IP address, time, content type, length."""
_MOST = 100
"""Maximum number of breaks after which reading goes on."""
BROKEN = (zlib.error, EOFError, OSError)
"""What reading broken bytes raises."""


@dataclass(frozen=True, slots=True)
class Record:
    """A record: its header with the empty line after it, and where its `size` bytes begin in the stream of records."""

    head: bytes
    offset: int
    size: int


@dataclass(frozen=True, slots=True)
class Break:
    """A place in the stream from which bytes are no records."""

    offset: int


def records(file: BinaryIO, packed: Unpacked | None) -> Iterator[Record | Break]:
    """The records of a stream from its beginning, and the breaks between them. Before the next is asked for, the stream may be read on from
    where it is: from the first byte of the record. `packed` is what the stream unpacks, if it does.
    """
    file.seek(0)
    breaks, lost, rest, is_old = 0, False, None, False
    while breaks < _MOST:
        try:
            if rest is not None:
                file.seek(rest)
            at, rest = file.tell(), None
            line = file.readline(_HEAD)
            if not line and not (packed and packed.resume()):
                return
            if line and not line.strip():
                continue
            is_old = is_old or (at == 0 and line.startswith(b"filedesc://"))
            found = _old(file, line) if is_old else _record(file, line) if _VERSION.fullmatch(line) else None
            if found is not None:
                lost, rest = False, found.offset + found.size
                yield found
                continue
        except BROKEN:
            if packed is None or not packed.resume():
                yield Break(at)
                return
        if not lost:
            lost, breaks = True, breaks + 1
            yield Break(at)


def _record(file: BinaryIO, line: bytes) -> Record | None:
    """The record that begins with this line; None if its header is broken."""
    head = line
    while (line := file.readline(_HEAD)).strip():
        head += line
        if len(head) > _HEAD:
            return None
    length = _LENGTH.search(head)
    return Record(head + line, file.tell(), int(length[1])) if length else None


def _old(file: BinaryIO, line: bytes) -> Record | None:
    """The record of ARC that begins with this line; None if it is not one. Only the answers of servers are of a type that is read."""
    match = _OLD.fullmatch(line)
    if match is None:
        return None
    address, *at, size = match.groups()
    year, month, day, hour, minute, second = (part or b"00" for part in at)
    kind = b"response" if address.startswith((b"http://", b"https://")) else b"metadata"
    head = b"WARC/1.0\r\nWARC-Type: %b\r\nWARC-Target-URI: %b\r\nWARC-Date: %b-%b-%bT%b:%b:%bZ\r\n" % (
        *(kind, address),
        *(year, month, day, hour, minute, second),
    )
    return Record(
        head + b"Content-Type: application/http; msgtype=response\r\nContent-Length: %b\r\n\r\n" % size,
        file.tell(),
        int(size),
    )
