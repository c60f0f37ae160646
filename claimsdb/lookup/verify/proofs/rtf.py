"""The proof of an RTF document: its characters as they are, and what its escapes and control words stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from types import MappingProxyType

from claimsdb.lookup.verify.proofs.proof import Proof
from claimsdb.model.document import Part

_ESCAPE = re.compile(rb"\\'([0-9A-Fa-f]{2})|\\u(-?\d+) ?|\\([A-Za-z]+)(?:-?\d+)? ?|\\(.)|[{}\r\n\0]", re.DOTALL)
_WORDS = MappingProxyType(
    {
        b"emdash": 0x2014,
        b"endash": 0x2013,
        b"bullet": 0x2022,
        b"lquote": 0x2018,
        b"rquote": 0x2019,
        b"ldblquote": 0x201C,
        b"rdblquote": 0x201D,
        b"emspace": 0x2003,
        b"enspace": 0x2002,
        b"qmspace": 0x2005,
        b"~": 0xA0,
        b"_": 0x2D,
        b"\\": 0x5C,
        b"{": 0x7B,
        b"}": 0x7D,
    }
)
_PAGES = re.compile(rb"\\(ansicpg|cpg|fcharset)(\d{1,5})")
_OF_CHARSETS = MappingProxyType(
    {
        b"77": "mac_roman",
        b"128": "cp932",
        b"129": "cp949",
        b"134": "gbk",
        b"136": "cp950",
        b"161": "cp1253",
        b"162": "cp1254",
    }
    | {
        b"163": "cp1258",
        b"177": "cp1255",
        b"178": "cp1256",
        b"186": "cp1257",
        b"204": "cp1251",
        b"222": "cp874",
        b"238": "cp1250",
    }
    | {b"254": "cp437", b"255": "cp850"}
)


class Rtf(Proof):
    """What the bytes of an RTF file say."""

    def __init__(self, raw: bytes, encoding: str, parts: Sequence[Part] = ()) -> None:
        """Take the file's bytes; its encodings are those that it declares, and it has no parts."""
        self._raw = raw
        self._encodings = tuple(dict.fromkeys((*_declared(raw), "cp1252", "mac_roman", "cp437", "cp850")))

    def readings(self, start: int, end: int) -> Iterator[str]:
        """The characters of these bytes, in each of the encodings that the file declares."""
        cut = self._raw[start:end]
        if b"\\u" in cut and (units := [int(m[2]) & 0xFFFF for m in _ESCAPE.finditer(cut) if m[2]]):
            yield b"".join(unit.to_bytes(2, "little") for unit in units).decode("utf-16-le", "replace")
            return
        words = [_WORDS[m[3] or m[4]] for m in _ESCAPE.finditer(cut) if (m[3] or m[4]) in _WORDS]
        plain = _ESCAPE.sub(lambda m: bytes([int(m[1], 16)]) if m[1] else b"", cut)
        if words:
            yield "".join(map(chr, words)) if not plain else ""
            return
        for encoding in self._encodings:
            yield plain.decode(encoding, "replace")


def _declared(raw: bytes) -> Iterator[str]:
    """The encodings that a file declares, for itself and for its fonts."""
    for word, number in _PAGES.findall(raw):
        name = (
            _OF_CHARSETS.get(number) if word == b"fcharset" else "utf-8" if number == b"65001" else f"cp{int(number)}"
        )
        try:
            b"".decode(name or "")
        except LookupError:
            continue
        if name:
            yield name
