"""Words of a file with their position."""

from __future__ import annotations

from dataclasses import dataclass

from claimsdb.model.spans import Span


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of a file: their span in code points of the decoded file, and in bytes of the file."""

    span: Span
    bytes: Span
    text: str

    def part(self, inner: Span, encoding: str) -> Stretch:
        """A part of these words, `inner` in code points from their start, in the encoding of the file."""
        mark = len("".encode(encoding))  # of byte order, before any text
        before, words = (len(t.encode(encoding)) - mark for t in (self.text[: inner.start], inner.of(self.text)))
        start = self.bytes.start + before
        return Stretch(inner.shift(self.span.start), Span(start, start + words), inner.of(self.text))
