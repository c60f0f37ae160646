"""Run the encoder: a document's paragraphs go through the ONNX model, window by window.

Windows overlap, and each word is judged in the window in which it is furthest from an edge. Each window is run alone: otherwise the
scales of eight-bit activations, and with them the result, would depend on the other windows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from claimsdb.english.networks.labels import ACTS, ATTRIBUTIONS, CLAIMS
from claimsdb.english.networks.links import WIDTH
from claimsdb.english.networks.session import session
from claimsdb.english.networks.ties import TIES
from claimsdb.english.networks.windows import Paragraph, Window, WordRange, pack, window

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

KINDS = (ATTRIBUTIONS, CLAIMS, ACTS)
"""The sets of labels that words are judged by, the first of each being that of a word outside."""
OUTPUTS = ["labels", "claims", "acts", "links", "ties"]
_NONE = np.zeros((0, 0), np.float32)
_SURELY = 30.0  # a score that no other label reaches

WINDOW = 256
"""Number of pieces in a window, as in training."""
MARGIN = 64
"""Number of pieces that the next window repeats: of 32, 48, 64 and 96 the best on PolNeAR dev and on the annotated seeds."""

DENSEST = 2
"""Minimum number of code points to a piece in a full window. English has four or five, its densest tables and addresses in news 2.5. Below
are marks, digits and letters of other scripts, which the network has not learnt: nothing is found there.
"""
REPEATED = 64
"""Number of windows whose results are kept for the same window: a text that repeats itself is read once."""


@dataclass(frozen=True, slots=True)
class Scores:
    """The encoder's scores of the words of one paragraph, (words, labels of each kind).

    `window` is the window in which each word was judged.
    """

    attributions: Floats
    claims: Floats
    acts: Floats
    window: Ints

    @staticmethod
    def empty(words: int) -> Scores:
        """Scores of words that are not judged yet."""
        attributions, claims, acts = (np.zeros((words, len(kind)), np.float32) for kind in KINDS)
        return Scores(attributions, claims, acts, np.zeros(words, np.int64))


@dataclass(frozen=True, slots=True)
class Judged:
    """What the encoder gives for the words of one window: scores of labels of each of `KINDS`, link states and tie states."""

    labels: tuple[Floats, ...]
    links: Floats
    ties: Floats


class Reading:
    """All scores of a document. States of different windows cannot be compared, and are kept apart."""

    def __init__(self, sizes: Sequence[int]) -> None:
        self.scores = [Scores.empty(n) for n in sizes]
        self._room = [np.full(n, -1, np.int64) for n in sizes]
        self._states: list[dict[int, tuple[int, Floats, Floats]]] = []

    def add(self, read: Window, judged: Judged) -> None:
        """Add the results of one window, for the words that are further from its edges than in earlier windows."""
        number, at = len(self._states), 0
        room = np.minimum(read.words, len(read.pieces) - read.words)
        self._states.append({})
        for stretch in read.stretches:
            width = stretch.high - stretch.low
            here = slice(at, at + width)
            there = slice(stretch.low, stretch.high)
            scores, best = self.scores[stretch.paragraph], self._room[stretch.paragraph]
            better = room[here] > best[there]
            best[there][better] = room[here][better]
            for own, new in zip((scores.attributions, scores.claims, scores.acts), judged.labels, strict=True):
                own[there][better] = new[here][better]
            scores.window[there][better] = number
            self._states[number][stretch.paragraph] = (stretch.low, judged.links[here], judged.ties[here])
            at += width

    def window(self, paragraph: int, word: int) -> int:
        """The window in which the word was judged."""
        return int(self.scores[paragraph].window[word])

    def link(self, window: int, paragraph: int, word: int) -> Floats | None:
        """The link state (4 × 64) of a word in the window; None if it is not in the window."""
        return self._state(window, paragraph, word, 1)

    def tie(self, window: int, paragraph: int, word: int) -> Floats | None:
        """The tie state (3 × 4 × 64 and 3 × 2) of a word in the window; None if it is not in the window."""
        return self._state(window, paragraph, word, 2)

    def _state(self, window: int, paragraph: int, word: int, which: int) -> Floats | None:
        low, *states = self._states[window].get(paragraph, (0, _NONE, _NONE))
        held = states[which - 1]
        return held[word - low] if 0 <= word - low < len(held) else None

    def paragraphs(self, window: int) -> tuple[int, int]:
        """The first and the last paragraph of a window."""
        held = self._states[window]
        return min(held), max(held)

    def words(self, window: int, paragraph: int) -> range:
        """The words of the paragraph that are in the window."""
        low, states, _ = self._states[window].get(paragraph, (0, _NONE, _NONE))
        return range(low, low + len(states))


class Encoder:
    """A model in memory, on one thread."""

    def __init__(self, model: bytes) -> None:
        self._session = session(model)

    def read(self, paragraphs: Sequence[Paragraph]) -> Reading:
        """The scores of the paragraphs' words."""
        reading = Reading([len(p) for p in paragraphs])
        seen: dict[tuple[bytes, ...], Judged] = {}
        for stretches in pack(paragraphs, WINDOW, MARGIN):
            made = window(paragraphs, stretches)
            if len(made.pieces) >= WINDOW - MARGIN and _length(paragraphs, stretches) < DENSEST * len(made.pieces):
                reading.add(made, _nothing(len(made.words)))
                continue
            key = (made.pieces.tobytes(), made.features.tobytes(), made.words.tobytes())
            if key not in seen:
                while len(seen) >= REPEATED:
                    seen.pop(next(iter(seen)))
                feed = {"pieces": made.pieces[None], "features": made.features[None], "words": made.words}
                *labels, links, ties = self._session.run(OUTPUTS, feed)
                seen[key] = Judged(tuple(labels), links, ties)
            reading.add(made, seen[key])
        return reading


def _length(paragraphs: Sequence[Paragraph], stretches: Sequence[WordRange]) -> int:
    """The number of code points from the first to the last word of each stretch."""
    read = ((paragraphs[s.paragraph], s) for s in stretches)
    return sum(paragraph.ends[s.high - 1] - paragraph.starts[s.low] for paragraph, s in read)


@cache
def _nothing(words: int) -> Judged:
    """The scores of words outside every attribution and every claim."""
    labels = tuple(np.zeros((words, len(kind)), np.float32) for kind in KINDS)
    for scores in labels:
        scores[:, 0] = _SURELY
    return Judged(labels, np.zeros((words, 4 * WIDTH), np.float32), np.zeros((words, TIES), np.float32))
