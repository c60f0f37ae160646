"""RTF as Outlook keeps it, compressed ([MS-OXRTFCP])."""

from __future__ import annotations

import struct
import zlib

from claimsdb.streams.shell import quoted

BY_HAND = "python3 -c " + quoted(
    "import sys,compressed_rtf as c;sys.stdout.buffer.write(c.decompress(sys.stdin.buffer.read()))"
)
"""What unpacks it by hand; it needs the library compressed-rtf."""
_HEADER = struct.Struct("<II4sI")
_KNOWN = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans SerifSymbolArial"
    rb"Times New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
"""The words that all such texts may refer to, before those of their own."""
_WINDOW = 4096
_ALL = 0xFFFFFFFF
_LARGEST = 1 << 24


def unpacked(raw: bytes) -> bytes:
    """The RTF in the bytes of the property. Raises `ValueError` if they are damaged, or more than are read."""
    if len(raw) < _HEADER.size or len(raw) > _LARGEST:
        raise ValueError("its compressed RTF is too short or too long")
    size, length, kind, checksum = _HEADER.unpack_from(raw)
    packed = raw[_HEADER.size : size + 4]
    if kind == b"MELA":
        return packed[:length]
    if kind != b"LZFu" or zlib.crc32(packed, _ALL) ^ _ALL != checksum:
        raise ValueError("its compressed RTF is damaged")
    return _expanded(packed)[:length]


def _expanded(packed: bytes) -> bytes:
    """What the tokens stand for: eight after each byte that says which of them refer to what was written, up to 4,096 bytes before."""
    window, at, made = bytearray(_KNOWN.ljust(_WINDOW)), len(_KNOWN), bytearray()
    k = 0
    while k < len(packed):
        which, k = packed[k], k + 1
        for bit in range(8):
            is_reference = which >> bit & 1
            token, k = packed[k : k + 1 + is_reference], k + 1 + is_reference
            if len(token) <= is_reference:
                return bytes(made)
            if not is_reference:
                made += token
                window[at] = token[0]
                at = (at + 1) % _WINDOW
                continue
            start, count = token[0] << 4 | token[1] >> 4, (token[1] & 15) + 2
            if start == at:  # the end
                return bytes(made)
            for step in range(count):
                window[at] = window[(start + step) % _WINDOW]
                made.append(window[at])
                at = (at + 1) % _WINDOW
    return bytes(made)
