"""Files of text with records in them, read piece by piece: the encoding of the whole file, and UTF-16 as if it were UTF-8."""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO

from claimsdb.streams.encodings.detection import detect

_CHUNK = 1 << 20
_SAMPLE = 4 << 20  # bytes from which an old encoding is told
_WIDE = {"\ufeff".encode(name): name for name in ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")}
"""Byte-order marks; that of UTF-32 may begin like that of UTF-16, and is before it."""

_FULL = {name: name for name in _WIDE.values()} | {"utf-16": "utf-16-le", "utf-32": "utf-32-le"}
"""Encodings of two or four bytes, by the names that people give them; without a mark, they are little-endian."""


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file behind its byte-order mark, in an encoding in which quotation marks, delimiters and line ends are single bytes.

    `start` is the offset of its first byte in the real file, `encoding` that of the real file (None if nothing fits), and `real` gives the
    bytes there from those here.
    """

    file: BinaryIO
    start: int
    encoding: str | None
    real: Callable[[bytes], bytes]


def text_file(file: BinaryIO, encoding: str | None = None) -> TextFile:
    """The file as text, in this encoding if somebody says so. One in UTF-16 or UTF-32 is read at once.

    Raises `UnicodeDecodeError` if that is damaged, `LookupError` for an unknown encoding.
    """
    file.seek(0)
    head = file.read(4)
    for mark, name in _WIDE.items():
        if head.startswith(mark):
            file.seek(len(mark))
            text = file.read().decode(name)
            return TextFile(io.BytesIO(text.encode()), len(mark), name, partial(_encoded, encoding=name))
    wide = _FULL.get(codecs.lookup(encoding).name) if encoding else None
    if wide is not None:
        file.seek(0)
        return TextFile(io.BytesIO(file.read().decode(wide).encode()), 0, wide, partial(_encoded, encoding=wide))
    start = len(codecs.BOM_UTF8) if head.startswith(codecs.BOM_UTF8) else 0
    encoding = codecs.lookup(encoding).name if encoding else "utf-8" if _is_utf8(file) else _detected(file)
    file.seek(start)
    return TextFile(file, start, encoding, lambda raw: raw)


def _is_utf8(file: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    file.seek(0)
    try:
        while chunk := file.read(_CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _detected(file: BinaryIO) -> str | None:
    file.seek(0)
    sample = file.read(_SAMPLE)
    return detect(sample[: sample.rfind(b"\n") + 1] or sample)


def _encoded(raw: bytes, encoding: str) -> bytes:
    return raw.decode().encode(encoding)
