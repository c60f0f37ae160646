"""Transcripts as text with a time before each line, as players and programs write them: "0:03 The bridge", "[00:03 --> 00:07] The"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from claimsdb.english.quotations import ENDING
from claimsdb.model.document import Passage, Place
from claimsdb.model.spans import Span, lines, strip
from claimsdb.reading.subtitles.cues import clock

_TIME = r"(?:(\d{1,3}):)?([0-5]?\d):([0-5]\d)(?:[.,]\d{1,3})?"
_STAMP = re.compile(
    rf"(?P<open>[\[(])?{_TIME}(?: *(?:-->|[-–—]) *(?:\d{{1,3}}:)?\d{{1,2}}:\d\d(?:[.,]\d{{1,3}})?)?(?(open)[\])])(?=\s|$)"
)
_FEWEST = 3
_FIRST = 60  # seconds: a list of times of day hardly begins before
_PARAGRAPH = 120  # words
_ENDED = re.compile(rf"[.!?…][{ENDING})\]]*$")
_LABEL = re.compile(r">>|[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,4}(?: ?\([^()]{1,40}\))?:(?=\s|$)")


def stamped(text: str) -> tuple[tuple[Passage, ...], tuple[Place, ...]] | None:
    """The passages of a text whose lines have times, and the places of its cues; None if it is no such text.

    At least three times (or one with an arrow), the first within a minute, do not go back, and are on half of the lines.
    """
    found = [(line, _STAMP.match(text, *line)) for line in lines(text, Span(0, len(text)))]
    times = [_seconds(match) for _, match in found if match]
    fewest = 1 if all("-->" in match.group() for _, match in found if match) else _FEWEST
    if len(times) < fewest or times[0] > _FIRST or times != sorted(times) or 2 * len(times) < len(found) - 1:
        return None
    passages: list[Passage] = []
    places: list[Place] = []
    cue = 0
    for line, match in found:
        if match:
            cue += 1
            stamp = Span(*match.span())
            passages.append(Passage(stamp, "markup"))
            line = strip(text, Span(match.end(), line.end))
        if not line.length:
            continue
        if not cue:
            passages.append(Passage(line))
            continue
        passages.append(Passage(line, "speech"))
        places.append(Place(line, "", "cue", str(cue), clock(times[cue - 1]), times[cue - 1]))
    return tuple(_joined(text, passages)), tuple(places)


def _joined(text: str, passages: Sequence[Passage]) -> Iterator[Passage]:
    """The passages; a sentence that goes on in the next line is in one, in which the time between is a gap."""
    open_: Passage | None = None
    waiting: list[Passage] = []  # times that may be inside it
    for passage in passages:
        if open_ is not None and passage.role == "markup":
            waiting.append(passage)
        elif open_ is not None and passage.role == "speech" and _goes_on(text, open_.span, passage.span):
            gaps = (*open_.gaps, *(time.span for time in waiting))
            open_, waiting = Passage(Span(open_.span.start, passage.span.end), "speech", True, gaps), []
        else:
            if open_ is not None:
                yield open_
            yield from waiting
            open_, waiting = None, []
            if passage.role == "speech":
                open_ = passage
            else:
                yield passage
    if open_ is not None:
        yield open_
    yield from waiting


def _goes_on(text: str, before: Span, after: Span) -> bool:
    said = before.of(text)
    return not _ENDED.search(said) and not _LABEL.match(text, *after) and said.count(" ") < _PARAGRAPH


def _seconds(match: re.Match[str]) -> float:
    hours, minutes, seconds = match.group(2, 3, 4)
    return 3600.0 * int(hours or 0) + 60 * int(minutes) + int(seconds)
