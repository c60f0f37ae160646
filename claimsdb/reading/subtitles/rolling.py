"""Rolling captions: lines that stay while the next one comes are in one cue after another, and are read once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from claimsdb.reading.subtitles.cues import Cue

_APART = 0.5  # seconds; cues that are further apart do not roll
_MOMENT = 0.1  # seconds
_FEWEST = 3  # pairs of cues in which a line is repeated, in a file that rolls
_SHARE = 0.3  # of the pairs
_WORDS = 2  # of a repeated line that is a sign of rolling


def once(cues: Sequence[Cue]) -> Iterator[Cue]:
    """The cues; if the file rolls, without the words at the beginning of each that the cue before it already showed."""
    pairs = [_repeated(a, b) for a, b in pairwise(cues)]
    rolling = sum(words >= _WORDS and _rolls(cue, words) for words, cue in zip(pairs, cues[1:], strict=True))
    if rolling < max(_FEWEST, _SHARE * len(pairs)):
        yield from cues
        return
    for cue, repeated in zip(cues, [0, *pairs], strict=True):
        yield _without(cue, repeated)


def _repeated(before: Cue, cue: Cue) -> int:
    """The number of words at the beginning of a cue that end the one before it, from the beginning of a line there."""
    if before.end is None or cue.start is None or cue.start - before.end > _APART:
        return 0
    lines = [line.words for line in before.lines]
    shown = [word for line in cue.lines for word in line.words]
    for first in range(len(lines)):
        words = [word for line in lines[first:] for word in line]
        if words and shown[: len(words)] == words:
            return len(words)
    return 0


def _rolls(cue: Cue, repeated: int) -> bool:
    """Whether a cue that repeats so many words is no chorus: it has others, too, or is there for a moment only."""
    brief = cue.start is not None and cue.end is not None and cue.end - cue.start < _MOMENT
    return brief or sum(len(line.words) for line in cue.lines) > repeated


def _without(cue: Cue, repeated: int) -> Cue:
    lines = []
    for line in cue.lines:
        gone = min(repeated, len(line.words))
        repeated -= gone
        lines.append(line.after(gone))
    return replace(cue, lines=tuple(lines))
