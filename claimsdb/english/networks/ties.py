"""Ties: each claim to the cue that attributes it, each cue to its source and to the cue around it, or to none.

A pointer (Vinyals et al. 2015) by the encoder's states of the first and the last word of either side and by how far apart they are, with
"none" as a candidate.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

KINDS = ("owner", "source", "outer")
OWNER, SOURCE, OUTER = range(len(KINDS))
WIDTH = 64
"""Length of each of the four vectors of a word for each kind: as first and last word of what points, and of what is pointed to."""
TIES = len(KINDS) * (4 * WIDTH + 2)
"""Length of a word's tie state: its vectors, and its scores for pointing to nothing, as a first and as a last word."""
STEPS = 10
BUCKETS = 4 * STEPS
TEMPERATURE = 2
"""What scores are divided by (Guo et al. 2017): a reader that has learnt few documents for long is too sure of its ties."""
_NEVER = -1e4


@dataclass(frozen=True, slots=True)
class Stretch:
    """The words `[low, high)` of a paragraph: a cue, a source, or the first piece of a claim."""

    paragraph: int
    low: int
    high: int


class States(Protocol):
    """The states that ties need from the encoder's reading."""

    def window(self, paragraph: int, word: int) -> int:
        """The window in which the word was judged."""

    def tie(self, window: int, paragraph: int, word: int) -> Floats | None:
        """The word's tie state in that window; None if it is not in the window."""

    def paragraphs(self, window: int) -> tuple[int, int]:
        """The first and the last paragraph of that window."""


def buckets(apart: Ints, same: NDArray[np.bool_]) -> Ints:
    """The bucket of each distance in words, by its sign and logarithm, and by whether the paragraph is the `same`; the shapes are equal."""
    step = np.where(apart == 0, 0, np.minimum(np.log2(np.maximum(abs(apart), 1)).astype(np.int64) + 1, STEPS - 1))
    bucket: Ints = step + np.where(apart < 0, STEPS, 0) + np.where(same, 0, 2 * STEPS)
    return bucket


class Targets:
    """What can be pointed to by one kind of tie, in text order; `near` (`BUCKETS`) are the learnt weights of nearness.

    `offsets` are the numbers of words before each paragraph.
    """

    def __init__(self, states: States, kind: int, of: Sequence[Stretch], near: Floats, offsets: Sequence[int]) -> None:
        self.of = of
        self._states, self._kind, self._near, self._offsets = states, kind, near, offsets
        self._paragraphs = np.array([s.paragraph for s in of], np.int64)
        self._places = np.array([offsets[s.paragraph] + s.low for s in of], np.int64)
        self._held: dict[int, tuple[Ints, Floats]] = {}

    def tie(self, pointing: Stretch) -> tuple[list[tuple[int, float]], float]:
        """The chance of each target (by index) that is in the window in which `pointing` was judged, and the chance of none."""
        window = self._states.window(pointing.paragraph, pointing.low)
        first = self._parts(window, pointing.paragraph, pointing.low)
        assert first is not None
        last = self._parts(window, pointing.paragraph, pointing.high - 1) or first
        inside, keys = self._inside(window)
        place = self._offsets[pointing.paragraph] + pointing.low
        same = self._paragraphs[inside] == pointing.paragraph
        bucket = buckets(self._places[inside] - place, same)
        scores = keys @ (first[0][0] + last[0][1]) / math.sqrt(WIDTH) + self._near[bucket]
        scores[(bucket == 0) & same] = _NEVER  # itself
        scores = np.append(scores, first[1][0] + last[1][1])
        chances = np.exp((scores - scores.max()) / TEMPERATURE)
        *each, none = (chances / chances.sum()).tolist()
        return list(zip(inside.tolist(), each, strict=True)), none

    def _inside(self, window: int) -> tuple[Ints, Floats]:
        """The targets in a window, and their keys."""
        if window not in self._held:
            found, keys = [], []
            for k in self._near_window(window):
                one = self.of[k]
                first, last = (self._parts(window, one.paragraph, w) for w in (one.low, one.high - 1))
                if first is not None and last is not None:
                    found.append(k)
                    keys.append(first[0][2] + last[0][3])
            self._held[window] = np.array(found, np.int64), np.array(keys, np.float32).reshape(-1, WIDTH)
        return self._held[window]

    def _near_window(self, window: int) -> range:
        """The targets in the paragraphs of a window."""
        first, last = self._states.paragraphs(window)
        return range(*np.searchsorted(self._paragraphs, [first, last + 1]).tolist())

    def _parts(self, window: int, paragraph: int, word: int) -> tuple[Floats, Floats] | None:
        """The four vectors of a word in the window, and its two scores of none; None if it is not in the window."""
        state = self._states.tie(window, paragraph, word)
        if state is None:
            return None
        vectors = state[: -2 * len(KINDS)].reshape(len(KINDS), 4, WIDTH)[self._kind]
        return vectors, state[-2 * len(KINDS) :].reshape(len(KINDS), 2)[self._kind]
