"""Mailboxes (MBOX): the messages in a file, one after the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from claimsdb.model.errors import Problem
from claimsdb.streams.mail.contents import MESSAGE
from claimsdb.streams.member import Limits, Member, Step
from claimsdb.streams.types import HEAD, too_large

_CHUNK = 1 << 20
_AHEAD = 1 << 11  # bytes of a line that begins a message, and of the line behind it
_SEPARATOR = 2  # bytes of an empty line
_FIELD = rb">?[!-9;-~]{1,70}:"
_BEGIN = re.compile(
    # With a date, the header may be missing; without one, two fields must follow.
    rb"(?:(?<=\n\n)|(?<=\n\r\n)|\A)From (?:[^\r\n]{0,200}\d\d:\d\d[^\r\n]{0,200}\r?\n(?=%(f)s|\r?\n)"
    rb"|[^\r\n]{0,400}\r?\n(?=%(f)s[^\r\n]{0,900}\r?\n(?:[ \t][^\r\n]{0,900}\r?\n){0,3}%(f)s))" % {b"f": _FIELD}
)


def members(file: BinaryIO, path: str, limits: Limits) -> Iterator[Member | Problem]:
    """The messages of a mailbox, each with its number, which counts from 1; the line "From " before it is not part of it."""
    starts = list(_starts(file))
    size = file.seek(0, 2)
    ends = [*(start for start, _ in starts[1:]), size]
    for number, ((_, start), end) in enumerate(zip(starts, ends, strict=True), 1):
        if not limits.wants(str(number)):
            continue
        if limits.exceeds(end - start - _SEPARATOR):
            file.seek(start)
            yield too_large(f"{path}/{number}", file.read(HEAD), limits, MESSAGE)
            continue
        file.seek(start)
        raw = _without_separator(file.read(end - start))
        place = f"message {number} of {len(starts)}"
        yield Member(str(number), raw, MESSAGE, steps=(Step(start, len(raw)),), place=place)


def _starts(file: BinaryIO) -> Iterator[tuple[int, int]]:
    """For each message, where its line "From " begins, and where it begins itself."""
    file.seek(0)
    buffer, at = b"", 0  # `at` is where the buffer begins in the file
    seen = 0  # all up to here has been looked at
    while True:
        chunk = file.read(_CHUNK)
        buffer += chunk
        last = at + len(buffer) - (_AHEAD if chunk else 0)
        for match in _BEGIN.finditer(buffer, max(seen - at, 0)):
            if at + match.start() >= last:
                break
            if at == 0 or match.start() > 0:  # the beginning of a buffer is not that of the file
                yield at + match.start(), at + match.end()
        if not chunk:
            return
        seen = max(last, seen)
        cut = max(seen - at - 8, 0)
        buffer, at = buffer[cut:], at + cut


def _without_separator(raw: bytes) -> bytes:
    """The message without the empty line before the next one."""
    if raw.endswith(b"\r\n\r\n"):
        return raw[:-2]
    return raw[:-1] if raw.endswith(b"\n\n") else raw
