"""Pieces of text, each with its map to the bytes of the file, cut and put together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from claimsdb.model.source_map import How, Run, SourceMap
from claimsdb.model.spans import Span


class Mapped(NamedTuple):
    """A text, and its map."""

    text: str
    map: SourceMap

    def cut(self, spans: Sequence[Span]) -> Mapped:
        """What these spans of the text are together, in their order; what is left out leaves a hole in the map."""
        if list(spans) == [Span(0, len(self.text))]:
            return self
        parts: list[str] = []
        runs: list[Run] = []
        length = 0
        for span in spans:
            if span.length:
                parts.append(span.of(self.text))
                runs.append(Run(length, span.length, span.start, span.length))
                length += span.length
        return Mapped("".join(parts), SourceMap(length, len(self.text), runs).through(self.map))

    def fitting(self, encoding: str, to: str) -> Mapped:
        """The same with a map that says literal only of what the encoding `to` decodes from the bytes as `encoding` does."""
        if encoding == to:
            return self
        runs: list[Run] = []
        narrow = "a".encode(to) == b"a"
        for run in self.map.runs():
            words = self.text[run.start : run.end]
            if run.how is not How.LITERAL or (narrow and words.isascii() and run.byte_length == run.length):
                runs.append(run)
            else:
                runs += (run.part(k, k + 1)._replace(how=How.ESCAPE) for k in range(run.start, run.end))
        return Mapped(self.text, SourceMap(len(self.text), self.map.size, runs))


def joined(pieces: Iterable[Mapped | str], size: int) -> Mapped:
    """The pieces, one after the other, in a file of `size` bytes; what is a string comes from nowhere in it."""
    texts: list[str] = []
    runs: list[Run] = []
    length = 0
    for piece in pieces:
        text = piece if isinstance(piece, str) else piece.text
        if isinstance(piece, Mapped):
            runs += (run._replace(start=run.start + length) for run in piece.map.runs())
        elif piece:
            runs.append(Run(length, len(piece), 0, 0, How.NONE))
        texts.append(text)
        length += len(text)
    return Mapped("".join(texts), SourceMap(length, size, runs))
