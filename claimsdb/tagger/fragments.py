"""From the encoder's scores to fragments: the pieces of sources, cues and contents, and the clauses that are claims of their own."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from claimsdb.model import Sentence
from claimsdb.spans import Span
from claimsdb.tagger.crf import Floats, Ints
from claimsdb.tagger.encoding import Paragraph
from claimsdb.tagger.labels import NAMES, PARTS
from claimsdb.tagger.links import Fragment

START, END = range(2)
LIKELY = 0.3
"""The chance from which a clause begins or ends with a word: the best on the development part of EWT, as the head is sparing."""


def fragments(paragraph: int, labels: Ints, chances: Floats) -> list[Fragment]:
    """The fragments of one paragraph, in order; a fragment is as sure as the less sure of its ends."""
    found, low = [], 0
    for at, label in enumerate(labels.tolist()):
        place, _, part = NAMES[label].partition("-")
        if place in "BS":
            low = at
        if place in "ES":
            chance = min(chances[low, labels[low]], chances[at, label])
            found.append(Fragment(PARTS.index(part), paragraph, low, at + 1, float(chance)))
    return found


def starts(paragraph: Paragraph, scores: Floats) -> list[tuple[Span, float]]:
    """The words that may begin a clause, with how likely that is."""
    chances = 1 / (1 + np.exp(-scores[:, START]))
    likely = np.flatnonzero(chances >= LIKELY).tolist()
    return [(Span(paragraph.starts[k], paragraph.ends[k]), float(chances[k])) for k in likely]


def clauses(paragraph: Paragraph, scores: Floats, sentences: Sequence[Sentence]) -> list[Span]:
    """The clauses of one paragraph's sentences, nested or apart: each likely start with an end behind it."""
    chances = (1 / (1 + np.exp(-scores))).astype(np.float32)
    starts = np.array(paragraph.starts)
    found: list[Span] = []
    for sentence in sentences:
        low, high = (int(k) for k in np.searchsorted(starts, sentence.span))
        begins = (low + np.flatnonzero(chances[low:high, START] >= LIKELY)).tolist()
        ends = (low + np.flatnonzero(chances[low:high, END] >= LIKELY)).tolist()
        for at, end in _paired(begins, ends, chances[:high, END]):
            found.append(Span(paragraph.starts[at], paragraph.ends[end]))
    return sorted(found)


def _paired(begins: list[int], ends: list[int], chances: Floats) -> list[tuple[int, int]]:
    """Starts with their ends, from the last start to the first.

    An end is the nearest that no clause inside has, else the nearest, else the likeliest word.
    """
    made: list[tuple[int, int]] = []
    for at in reversed(begins):
        apart = [e for e in ends if e > at and not any(s < e < t for s, t in made)]
        free = [e for e in apart if all(e != t for _, t in made)]
        if not apart and at + 1 < len(chances):
            apart = [at + 1 + int(chances[at + 1 :].argmax())]
            apart = [max([apart[0], *(t for s, t in made if s <= apart[0] <= t)])]
        if apart:
            made.append((at, (free or apart)[0]))
    return made
