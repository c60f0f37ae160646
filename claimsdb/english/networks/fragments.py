"""From the encoder's scores to fragments: the pieces of sources, cues and contents, and the clauses that are claims of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from claimsdb.english.networks.crf import Floats, Ints
from claimsdb.english.networks.labels import NAMES, PARTS
from claimsdb.english.networks.links import Fragment
from claimsdb.english.networks.windows import Paragraph
from claimsdb.model.document import Sentence
from claimsdb.model.spans import Span

START, END = range(2)
LIKELY = 0.3
"""Minimum chance that a clause begins with a word: the best on the development part of EWT, as the head gives low chances."""
HINTED = 0.05
"""The same if a conjunction, followed by a subject and a verb, suggests a clause too (`subjects.own_subjects`)."""
FADING = 0.02
"""How much less likely each further word is to end a clause; from the same data."""


def fragments(paragraph: int, labels: Ints, chances: Floats) -> list[Fragment]:
    """The fragments of one paragraph, in order; a fragment's confidence is the lower one of its two ends."""
    found, low = [], 0
    for at, label in enumerate(labels.tolist()):
        place, _, part = NAMES[label].partition("-")
        if place in "BS":
            low = at
        if place in "ES":
            chance = min(chances[low, labels[low]], chances[at, label])
            found.append(Fragment(PARTS.index(part), paragraph, low, at + 1, float(chance)))
    return found


def starts(paragraph: Paragraph, scores: Floats, hinted: Mapping[int, float]) -> list[tuple[Span, float]]:
    """The words that may begin a clause, with their chances; words at `hinted` need only a lower chance."""
    chances = (1 / (1 + np.exp(-scores[:, START]))).astype(np.float32)
    likely = np.flatnonzero(_enough(paragraph, chances, hinted)).tolist()
    return [(Span(paragraph.starts[k], paragraph.ends[k]), float(chances[k])) for k in likely]


def clauses(
    paragraph: Paragraph, scores: Floats, sentences: Sequence[Sentence], hinted: Mapping[int, float]
) -> list[Span]:
    """The clauses of one paragraph's sentences, nested or disjoint: each likely start with an end after it."""
    chances = (1 / (1 + np.exp(-scores))).astype(np.float32)
    starts = np.array(paragraph.starts)
    enough = _enough(paragraph, chances[:, START], hinted)
    found: list[Span] = []
    for sentence in sentences:
        low, high = (int(k) for k in np.searchsorted(starts, sentence.span))
        begins = np.flatnonzero(enough[low:high]).tolist()
        for at, end in _paired(begins, chances[low:high, END]):
            found.append(Span(paragraph.starts[low + at], paragraph.ends[low + end]))
    return sorted(found)


def _enough(paragraph: Paragraph, chances: Floats, hinted: Mapping[int, float]) -> NDArray[np.bool_]:
    """Which words begin a clause: the likely ones, and those at `hinted` with at least the chance given there."""
    return chances >= np.array([hinted.get(start, LIKELY) for start in paragraph.starts], np.float32)


def _paired(begins: list[int], chances: Floats) -> list[tuple[int, int]]:
    """Starts with their ends, from the last start to the first: the likeliest end outside inner clauses, with preference for near ones."""
    made: list[tuple[int, int]] = []
    free = np.ones(len(chances), np.bool_)
    fading = np.exp(-FADING * np.arange(len(chances))).astype(np.float32)
    for at in reversed(begins):
        ends = at + 1 + np.flatnonzero(free[at + 1 :])
        if len(ends):
            end = int(ends[np.argmax(chances[ends] * fading[ends - at])])
            made.append((at, end))
            free[at:end] = False
    return made
