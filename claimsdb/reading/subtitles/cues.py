"""Cues as their file has them: lines of pieces of the decoded file, with their times and voices."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from claimsdb.model.source_map import How
from claimsdb.model.spans import Span

_WORD = re.compile(r"\S+")


class Piece(NamedTuple):
    """A range of the decoded file that is read: as it is, or as the `text` that it stands for."""

    start: int
    end: int
    text: str | None = None
    how: How = How.LITERAL


class Voice(NamedTuple):
    """Who speaks, as a tag or a field names them, and the character of the file after the name, which is read as a colon.

    It has no `pieces` to read if the name says nobody, and only tells voices apart.
    """

    name: str
    pieces: tuple[Piece, ...]
    colon: Span


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a cue: its pieces, what they say, and its voice, None if the format names nobody."""

    pieces: tuple[Piece, ...]
    plain: str
    voice: Voice | None = None

    @classmethod
    def of(cls, text: str, pieces: Iterable[Piece], voice: Voice | None = None) -> Line:
        """The line of these pieces of the decoded file `text`."""
        kept = tuple(pieces)
        return cls(kept, "".join(text[p.start : p.end] if p.text is None else p.text for p in kept), voice)

    @property
    def words(self) -> list[str]:
        """Its words."""
        return _WORD.findall(self.plain)

    def part(self, start: int, end: int) -> Iterator[Piece]:
        """The pieces of a part of what it says; one that stands for something is taken whole, if it begins there."""
        at = 0
        for piece in self.pieces:
            length = piece.end - piece.start if piece.text is None else len(piece.text)
            if piece.text is not None:
                if start <= at < end:
                    yield piece
            elif at < end and start < at + length:
                yield Piece(piece.start + max(start - at, 0), piece.start + min(end - at, length))
            at += length

    def after(self, words: int) -> Line:
        """The line without that many words at its beginning."""
        if words == 0:
            return self
        ends = [match.end() for match in _WORD.finditer(self.plain)]
        at = ends[words - 1] if words <= len(ends) else len(self.plain)
        return Line(tuple(self.part(at, len(self.plain))), self.plain[at:], self.voice)


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue: its number for people, its lines, and its time in seconds, None if the file does not say it readably."""

    label: str
    lines: tuple[Line, ...] = ()
    start: float | None = None
    end: float | None = None


class Row(NamedTuple):
    """A line of the file: what is on it from `start` to `end`, in code points, and where the next one begins."""

    start: int
    end: int
    after: int
    words: str


@dataclass(slots=True)
class Scan:
    """What a scanner finds: the cues, the lines that are in none, each with the number of cues before it, and the language that is stated.

    `bad_times` and `strays` are the lines of the file with unreadable times and outside of cues.
    """

    cues: list[Cue] = field(default_factory=list)
    stray: list[tuple[int, Line]] = field(default_factory=list)
    language: str | None = None
    bad_times: list[Row] = field(default_factory=list)
    strays: list[Row] = field(default_factory=list)


def clock(seconds: float) -> str:
    """A time as players show it: 0:03, 12:40, 1:02:03."""
    minutes, left = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"
