"""From cues to a text: sentences run over several cues, and a pause or another voice begins a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from claimsdb.english.letters import latin
from claimsdb.english.quotations import ENDING
from claimsdb.model.document import Passage, Place
from claimsdb.model.source_map import How, SourceMap
from claimsdb.model.spans import Span, strip
from claimsdb.reading.html.writing import Writer
from claimsdb.reading.subtitles.cues import Cue, Line, Piece, Scan, clock
from claimsdb.reading.subtitles.rolling import once

SPEECH, TURN, BOILERPLATE = "speech", "turn", "boilerplate"
_ENDED = re.compile(rf"[.!?][{ENDING})\]]*$|…[{ENDING}]+$")
_TRAILING = re.compile(r"(?:(?<!\.)\.\.+|…)$")
_MARKS = re.compile(r"[.!?](?=\s|$)")
_PROSE = 60  # words for each sentence mark, at most, in a text that has them
_PAUSE, _LONG_PAUSE, _SILENCE = 1.5, 1.0, 4.0  # seconds: after a sentence; in a text without marks; within a sentence
_PARAGRAPH = 80  # words after which a sentence's end ends the paragraph, too
_UNMARKED = 120  # words, in a text without marks

_DASH = re.compile(r"\s*(?P<dash>[-–—‐])(?P<space>\s*)(?=\S)")
_CHEVRONS = re.compile(r"(?<!\S)>>+(?=\s*\S)")
_CAPITAL = r"[A-Z][\w.'’-]*"
_LABEL = re.compile(
    latin(
        rf"\s*(?:\[[^\[\]]{{1,40}}\] ?)?{_CAPITAL}(?: (?:{_CAPITAL}|of|the|de|van|von)){{0,5}}(?: ?\([^()]{{1,40}}\))?:(?=\s|$)"
    )
)
# What is heard and not said: in brackets, or sung between notes.
_SOUND = re.compile(
    r"\[[^\[\]]{1,80}\]|[♪♫♬][^♪♫♬]*+[♪♫♬]*|^\s*+#\s[^#]*+#?\s*+$|^\s*\((?:[^()]{1,80}\)\s*$|(?=[^()]{0,80}[A-Z]{2})[^a-z()]{2,80}\))"
)


@dataclass(slots=True)
class Joined:
    """The text of all cues, its map, its passages and the places of its cues."""

    text: str
    map: SourceMap
    passages: tuple[Passage, ...]
    places: tuple[Place, ...]


def joined(text: str, to_bytes: SourceMap, scan: Scan) -> Joined:
    """The text of what was scanned in the decoded file `text`, whose map to the bytes is `to_bytes`."""
    cues = list(once(scan.cues))
    said = " ".join(line.plain for cue in cues for line in cue.lines)
    marked = said.count(" ") < _PROSE * len(_MARKS.findall(said))
    joiner = _Joiner(Writer(text), marked, any(line.voice for cue in cues for line in cue.lines))
    stray = iter([*scan.stray, (len(cues), None)])
    before, line = next(stray)
    for number, cue in enumerate(cues):
        while line is not None and before <= number:
            joiner.stray(line)
            before, line = next(stray)
        joiner.add(cue)
    joiner.close()
    while line is not None:
        joiner.stray(line)
        before, line = next(stray)
    made, to_file = joiner.writer.finished(to_bytes)
    passages = (_stripped(made, p) for p in joiner.passages)
    return Joined(made, to_file, tuple(p for p in passages if p.span.length), tuple(_places(made, joiner.places)))


def _stripped(text: str, passage: Passage) -> Passage:
    gaps = tuple(strip(text, gap) for gap in passage.gaps)
    return replace(passage, span=strip(text, passage.span), gaps=tuple(gap for gap in gaps if gap.length))


def _places(text: str, cues: Sequence[tuple[Span, Cue]]) -> Iterator[Place]:
    for written, cue in cues:
        span = strip(text, written)
        if span.length:
            yield Place(span, "", "cue", cue.label, "" if cue.start is None else clock(cue.start), cue.start)


@dataclass(slots=True)
class _Joiner:
    """The text as it grows: the passage that is open, the last cue's end, and what was said last."""

    writer: Writer
    marked: bool  # whether there are marks at the ends of sentences
    voiced: bool  # whether the format names who speaks
    passages: list[Passage] = field(default_factory=list)
    gaps: list[Span] = field(default_factory=list)
    places: list[tuple[Span, Cue]] = field(default_factory=list)
    role: str | None = None  # of the passage that is open
    voice: str | None = None
    said: str = ""
    words: int = 0
    ended_at: float | None = None

    def add(self, cue: Cue) -> None:
        """Write a cue."""
        dashes = sum(_DASH.match(line.plain) is not None for line in cue.lines)
        start = self.writer.length
        for number, line in enumerate(cue.lines):
            dash = _DASH.match(line.plain)
            skipped = dash.end() if dash and (dashes > 1 or dash["space"]) else 0
            turns = [m.start() for m in _CHEVRONS.finditer(line.plain, skipped)]
            name = line.voice.name if line.voice else None
            for at, until in pairwise([skipped, *(turn for turn in turns if turn > skipped), len(line.plain)]):
                if not line.plain[at:until].strip():
                    continue
                turn = at in turns or skipped or _LABEL.match(line.plain, at)
                if turn or name != self.voice or (number == 0 and self._pauses(cue, line)):
                    self.close()
                unnamed = at == skipped > 0 or (self.voiced and not (line.voice and line.voice.pieces))
                self._line(line, at, until, TURN if unnamed else SPEECH)
        if start < self.writer.length:
            self.places.append((Span(start, self.writer.length), cue))
            self.ended_at = cue.end

    def _pauses(self, cue: Cue, line: Line) -> bool:
        """Whether a paragraph ends before a cue."""
        known = self.ended_at is not None and cue.start is not None
        gap = (cue.start or 0) - (self.ended_at or 0) if known else 0
        if not self.marked:
            return gap >= _LONG_PAUSE or self.words >= _UNMARKED
        if self._ended(line):
            return gap >= _PAUSE or self.words >= _PARAGRAPH
        return gap >= _SILENCE and line.plain.lstrip()[:1].isupper()

    def _ended(self, after: Line | None = None) -> bool:
        """Whether what was said last ends a sentence; dots at its end do so only before a capital."""
        said = self.said.rstrip()
        if _TRAILING.search(said):
            return after is not None and after.plain.lstrip()[:1].isupper()
        return _ENDED.search(said) is not None

    def _line(self, line: Line, start: int, end: int, role: str) -> None:
        for sound in _SOUND.finditer(line.plain, start, end):
            self._words(line, start, sound.start(), role)
            self._sound(line, sound.start(), sound.end())
            start = sound.end()
        self._words(line, start, end, role)
        self.writer.word()

    def _words(self, line: Line, start: int, end: int, role: str) -> None:
        said = line.plain[start:end]
        if not said.strip():
            return
        if self.role is None:
            self.writer.begin("\n\n")
            self.role, self.voice = role, line.voice.name if line.voice else None
            if line.voice and line.voice.pieces:
                self._write(line.voice.pieces)
                self.writer.put(":", line.voice.colon.start, line.voice.colon.end, How.ESCAPE)
                self.writer.word()
        self._write(line.part(start, end))
        self.said = said
        self.words += len(said.split())

    def _sound(self, line: Line, start: int, end: int) -> None:
        """Write what is heard: inside a sentence as a gap of it, elsewhere as a passage of its own."""
        if self.role and not self._ended():
            before = self.writer.length
            self.writer.word()
            self._write(line.part(start, end))
            self.gaps.append(Span(before, self.writer.length))
            self.writer.word()
            return
        self.close()
        self.writer.begin("\n\n")
        self._write(line.part(start, end))
        if (span := self.writer.end()) is not None:
            self.passages.append(Passage(span, BOILERPLATE))

    def stray(self, line: Line) -> None:
        """Write words that belong to no cue, as a passage of their own."""
        self.close()
        self.writer.begin("\n\n")
        self._write(line.pieces)
        if (span := self.writer.end()) is not None:
            self.passages.append(Passage(span, BOILERPLATE))

    def close(self) -> None:
        """End the passage."""
        if self.role and (span := self.writer.end()) is not None:
            after = list[Span]()
            while self.gaps and self.gaps[-1].end == span.end:
                after.append(self.gaps.pop())
                span = Span(span.start, after[-1].start)
            self.passages.append(Passage(span, self.role, gaps=tuple(self.gaps)))
            self.passages += (Passage(gap, BOILERPLATE, loose=False) for gap in reversed(after))
        self.role, self.voice, self.said, self.words, self.gaps = None, None, "", 0, []

    def _write(self, pieces: Iterator[Piece] | Sequence[Piece]) -> None:
        for piece in pieces:
            if piece.text is None:
                self.writer.add(piece.start, piece.end, literal=True)
            else:
                self.writer.put(piece.text, piece.start, piece.end, piece.how)
