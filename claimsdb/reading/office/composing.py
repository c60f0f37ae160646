"""From the blocks of several parts to one text, with its map into the stream of these parts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from claimsdb.model.document import Metadata, Part, Passage, Place
from claimsdb.model.errors import Problem, UnreadableError
from claimsdb.model.source_map import How, Run, SourceMap
from claimsdb.model.spans import Span
from claimsdb.reading.office.pieces import Block, Where, divided
from claimsdb.reading.reading import Reading

_MOST = 2_000_000
"""The runs that a document may have: memory is in proportion to them."""


class Composer:
    """The text of a document as it grows, part by part."""

    def __init__(self, path: str, problems: list[Problem]) -> None:
        """Take the path of the document, and its problems, to which more may come."""
        self._path, self._problems = path, problems
        self.stream = bytearray()
        self.parts: list[Part] = []
        self.passages: list[Passage] = []
        self._encodings: list[str] = []
        self._texts: list[str] = []
        self._runs: list[tuple[int, Run]] = []  # with the number of its part, -1 for none
        self._places: list[Place] = []
        self._length = 0

    def part(self, name: str, raw: bytes, encoding: str) -> int:
        """Begin a part; return its number."""
        self.parts.append(Part.of(name, len(self.stream), raw))
        self._encodings.append(encoding)
        self.stream += raw
        return len(self.parts) - 1

    def blocks(self, number: int, blocks: Iterable[Block]) -> None:
        """Write blocks of a part."""
        begin = self.parts[number].start
        for block in (made for whole in blocks for made in divided(whole)):
            self._separate()
            start = self._length
            for text, at, size, how in block.pieces:
                self._append(number if size else -1, text, begin + at if size else 0, size, how)
            self._end(Span(start, self._length), block.role, True, block.where)

    def text(
        self, number: int, text: str, to_part: SourceMap, passages: Iterable[Passage], wheres: Iterable[Where]
    ) -> None:
        """Write a text that has a map into a part, with its passages, and where each of these is."""
        if not text:
            return
        self._separate()
        begin, first = self.parts[number].start, self._length
        for run in to_part.runs():
            words = text[run.start : run.end]
            self._append(
                number if run.byte_length else -1, words, begin + run.byte_start if run.byte_length else 0, *run[3:]
            )
        for passage, where in zip(passages, wheres, strict=True):
            self._end(passage.span.shift(first), passage.role, passage.loose, where)

    def _separate(self) -> None:
        if self._length:
            self._append(-1, "\n\n", 0, 0, How.NONE)

    def _append(self, number: int, text: str, start: int, size: int, how: How) -> None:
        length = len(text)
        if self._runs and how is How.LITERAL:
            last = self._runs[-1][1]
            if last.how is how and last.byte_end == start and last.byte_length * length == size * last.length:
                self._texts.append(text)
                self._length += length
                self._runs[-1] = number, Run(last.start, last.length + length, last.byte_start, last.byte_length + size)
                return
        self._texts.append(text)
        self._runs.append((number, Run(self._length, length, start, size, how)))
        self._length += length

    def _end(self, span: Span, role: str | None, loose: bool, where: Where) -> None:
        if len(self._runs) > _MOST:
            what = f"Its text is in more than {_MOST:,} pieces."
            raise UnreadableError(Problem("too_large", self._path, what, "Save its text as a text file."))
        self.passages.append(Passage(span, role, loose))
        self._places.append(Place(span, *where))

    def finished(self, stated: Metadata) -> Reading:
        """The reading of the whole document. Raises `UnreadableError` if it has no text."""
        text = "".join(self._texts)
        if not text.strip():
            raise UnreadableError(_no_text(self._path, self._problems))
        encoding = max(
            self._encodings,
            key=lambda e: sum(p.size for p, f in zip(self.parts, self._encodings, strict=True) if e == f),
        )
        runs = [made for number, run in self._runs for made in self._as_in(encoding, number, run)]
        return Reading(
            text=text,
            map=SourceMap(len(text), len(self.stream), runs),
            encoding=encoding,
            passages=tuple(self.passages),
            stated=stated,
            problems=tuple(self._problems),
            stream=bytes(self.stream),
            parts=tuple(self.parts),
            places=tuple(self._places),
        )

    def _as_in(self, encoding: str, number: int, run: Run) -> Sequence[Run]:
        """The run; code point by code point if its part is not in the encoding of the document."""
        if run.how is not How.LITERAL or self._encodings[number] == encoding:
            return (run,)
        return [run.part(at, at + 1)._replace(how=How.ESCAPE) for at in range(run.start, run.end)]


def _no_text(path: str, problems: Sequence[Problem]) -> Problem:
    """Why a document has no text: the first of its faults, or that there is none in it."""
    return problems[0] if problems else Problem("empty", path, "It contains no text.", "Leave it out, or add its text.")
