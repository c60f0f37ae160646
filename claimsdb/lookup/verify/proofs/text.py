"""The proof of a text file: its bytes, decoded."""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Sequence

from claimsdb.lookup.verify.proofs.proof import Proof
from claimsdb.model.document import Part


class Text(Proof):
    """What the bytes of a text say in its encoding."""

    def __init__(self, raw: bytes, encoding: str, parts: Sequence[Part] = ()) -> None:
        """Take the file's bytes and the name of its encoding; it has no parts. Raises `LookupError` for an unknown encoding."""
        self.raw = raw
        self._codec = slice_codec(codecs.lookup(encoding).name, raw)

    def readings(self, start: int, end: int) -> Iterator[str]:
        """The words that the encoding decodes from these bytes."""
        yield self.decoded(start, end)

    def decoded(self, start: int, end: int) -> str:
        """These bytes as text; bytes that are not any are U+FFFD."""
        return self.raw[start:end].decode(self._codec, errors="replace")


def slice_codec(encoding: str, raw: bytes) -> str:
    """The codec for a slice of the file `raw`: the file's own, without the byte-order mark that only its beginning has."""
    if encoding == "utf-8-sig":
        return "utf-8"
    if encoding in ("utf-16", "utf-32"):
        little = raw.startswith(codecs.BOM_UTF16_LE)  # also the first half of the mark of UTF-32
        return f"{encoding}-{'le' if little else 'be'}"
    return encoding
