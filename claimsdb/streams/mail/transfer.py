"""What a part of a message holds without its transfer encoding, with the map of these bytes to those of the message."""

from __future__ import annotations

import re
from binascii import a2b_base64
from collections.abc import Iterator
from typing import NamedTuple

from claimsdb.model.source_map import How, Range, Run, SourceMap

_ESCAPED = re.compile(rb"=(?:(?P<hex>[0-9A-Fa-f]{2})|[ \t]*+(?:\r?\n|\Z)|(?P<equals>=))")
_LETTER, _OTHER = rb"[A-Za-z0-9+/]", rb"[^A-Za-z0-9+/=]*+"
_GROUP = re.compile(
    rb"(?:%(a)s%(o)s){3}%(a)s\s*+|(?P<end>(?:%(a)s%(o)s){2,3}=(?:%(o)s=)?)|(?P<rest>(?:%(a)s%(o)s){2,3}\Z)"
    % {b"a": _LETTER, b"o": _OTHER}
)
_NO_LETTER = re.compile(_OTHER)
_LETTERS = re.compile(_LETTER)
_NOT_LETTERS = bytes(b for b in range(256) if not _LETTERS.match(bytes([b])))
_PLAIN = re.compile(rb"[A-Za-z0-9+/=\s]*+")
_NOT_CANONICAL = re.compile(rb"[^A-Za-z0-9+/]")
KNOWN = frozenset({"", "7bit", "8bit", "binary", "quoted-printable", "base64"})
"""The transfer encodings of MIME; a part with any other is taken as it is."""


class Fault(NamedTuple):
    """What is wrong with an encoded part, and the first byte of the message at fault."""

    byte: int
    what: str


class Transferred(NamedTuple):
    """The bytes that were encoded, the map of these to the bytes of the message, and what is wrong with the encoding."""

    raw: bytes
    map: SourceMap
    fault: Fault | None = None


def transferred(message: bytes, part: Range, encoding: str) -> Transferred:
    """Decode the half-open range of a message.

    An escape of quoted-printable is one byte, and a soft line break none. A group of base64 is up to three bytes, and has the white space
    inside and behind it.
    """
    start, end = part
    if encoding == "quoted-printable":
        return _quoted(message, start, end)
    if encoding == "base64":
        return _base64(message, start, end)
    runs = [Run(0, end - start, start, end - start)] if start < end else []
    return Transferred(message[start:end], SourceMap(end - start, len(message), runs))


def payload(message: bytes, part: Range, encoding: str) -> bytes:
    """What `transferred` decodes, without the map: for large attachments."""
    if encoding == "base64":
        letters = message[slice(*part)].translate(None, b" \t\r\n").rstrip(b"=")
        if len(letters) % 4 != 1 and not _NOT_CANONICAL.search(letters):
            return a2b_base64(letters + b"=" * (-len(letters) % 4))
    return transferred(message, part, encoding).raw


def _quoted(message: bytes, start: int, end: int) -> Transferred:
    made: list[bytes] = []
    runs: list[Run] = []
    length, at = 0, start
    for match in _ESCAPED.finditer(message, start, end):
        if at < match.start():
            made.append(message[at : match.start()])
            runs.append(Run(length, match.start() - at, at, match.start() - at))
            length += match.start() - at
        at = match.end()
        if match["hex"] is not None:
            made.append(bytes.fromhex(match["hex"].decode("ascii")))
        elif match["equals"] is not None:
            made.append(b"=")
        else:
            continue
        runs.append(Run(length, 1, match.start(), at - match.start(), How.ESCAPE))
        length += 1
    if at < end:
        made.append(message[at:end])
        runs.append(Run(length, end - at, at, end - at))
        length += end - at
    return Transferred(b"".join(made), SourceMap(length, len(message), runs))


def _base64(message: bytes, start: int, end: int) -> Transferred:
    groups = list(_groups(message, start, end))
    made: list[bytes] = []
    runs: list[Run] = []
    length = 0
    for first, after in groups:
        letters = message[first:after].translate(None, _NOT_LETTERS)
        made.append(a2b_base64(letters + b"=" * (-len(letters) % 4)))
        runs.append(Run(length, len(made[-1]), first, after - first, How.ESCAPE))
        length += len(made[-1])
    return Transferred(b"".join(made), SourceMap(length, len(message), runs), _fault(message, start, end, groups))


def _groups(message: bytes, start: int, end: int) -> Iterator[Range]:
    """The groups, as far as they can be read: to the padding, or to a letter that is left over."""
    at = _NO_LETTER.match(message, start, end).end()  # type: ignore[union-attr]  # it matches the empty string
    while match := _GROUP.match(message, at, end):
        yield match.span()
        if match["end"] or match["rest"]:
            return
        at = _NO_LETTER.match(message, match.end(), end).end()  # type: ignore[union-attr]


def _fault(message: bytes, start: int, end: int, groups: list[Range]) -> Fault | None:
    read = groups[-1][1] if groups else start
    plain = _PLAIN.match(message, start, read).end()  # type: ignore[union-attr]  # it matches the empty string
    if plain < read:
        return Fault(plain, f"Byte 0x{message[plain]:02X} is not base64, and was passed over")
    if message[read:end].strip():
        return Fault(read, f"{len(message[read:end].strip()):,} bytes behind the end of its base64 were not read")
    return None
