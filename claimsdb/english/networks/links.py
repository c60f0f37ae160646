"""The linker: it gives each source and content its cue, by the encoder's states of their words and by their nearness."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from claimsdb.english.networks.labels import CONTENT, CUE, SOURCE

Floats = NDArray[np.float32]

WIDTH = 64
"""Length of each of the four vectors of a word: as first and as last word of a fragment that points, and of a cue that is pointed to."""
UNLIKELY = 0.02
"""Minimum chance to give a source to a cue, even to one that has none."""
REACH = 3
"""Maximum number of paragraphs between a fragment and its cue."""

_DISTANCES = (0, 1, 3, 8, 20, 50)  # words between
BUCKETS = 2 * len(_DISTANCES) * 3 * 2


def bucket(apart: int, after: bool, cues_between: int, same_paragraph: bool) -> int:
    """The number of the bucket of nearness: `apart` words, whether the cue comes `after`, and the number of cues between."""
    step = sum(apart > d for d in _DISTANCES[1:])
    return ((after * len(_DISTANCES) + step) * 3 + min(cues_between, 2)) * 2 + same_paragraph


class States(Protocol):
    """The link states that the linker needs from the encoder's reading."""

    def window(self, paragraph: int, word: int) -> int:
        """The window in which the word was judged."""

    def link(self, window: int, paragraph: int, word: int) -> Floats | None:
        """The word's link state in that window; None if it is not in the window."""

    def words(self, window: int, paragraph: int) -> range:
        """The words of the paragraph that are in that window."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of an attribution: its part, its paragraph with the words `[low, high)` in it, and the confidence of its label (0 to 1)."""

    part: int
    paragraph: int
    low: int
    high: int
    chance: float


@dataclass(frozen=True, slots=True)
class Linked:
    """A cue with its sources and contents; `chances` are the confidences of their links, in their order."""

    cue: Fragment
    source: tuple[Fragment, ...]
    content: tuple[Fragment, ...]
    chances: tuple[float, ...]


def link(
    fragments: Sequence[Fragment], reading: States, lengths: Sequence[int], near: Floats
) -> tuple[list[Linked], list[Fragment]]:
    """The cues with the fragments that point to them, in order, and the fragments without a cue near enough.

    `lengths` are the words of each paragraph, `near` (parts, buckets) the learnt weights of nearness. A fragment sees only the cues of the
    window in which it was judged. A cue has one source: if several point to it, it keeps the most confident one, and the others
    take the best cue that has none.
    """
    offsets = np.concatenate([[0], np.cumsum(lengths)]).tolist()
    cues = [f for f in fragments if f.part == CUE]
    places = [(c.paragraph, c.low) for c in cues]
    starts = [offsets[c.paragraph] + c.low for c in cues]
    ends = [offsets[c.paragraph] + c.high for c in cues]
    contents: list[list[tuple[Fragment, float]]] = [[] for _ in cues]
    wishes: list[tuple[float, int, int]] = []  # chance, cue, source
    sources: list[Fragment] = []
    astray: list[Fragment] = []
    keys_of = cache(lambda window, k: _key(reading, window, cues[k]))
    for fragment in fragments:
        if fragment.part == CUE:
            continue
        seen, query = _query(reading, fragment)
        near_by = range(fragment.paragraph - REACH, fragment.paragraph + REACH + 1)
        inside = ((p, w) for p in near_by if (w := reading.words(seen, p)))
        within = (range(bisect_left(places, (p, w.start)), bisect_left(places, (p, w.stop))) for p, w in inside)
        keys = [(k, key) for ks in within for k in ks if (key := keys_of(seen, k)) is not None]
        if not keys:
            astray.append(fragment)
            continue
        first, last = offsets[fragment.paragraph] + fragment.low, offsets[fragment.paragraph] + fragment.high
        here = bisect_left(starts, first)
        scores = np.array([query @ key for _, key in keys]) / math.sqrt(WIDTH)
        for n, (k, _) in enumerate(keys):
            after = starts[k] > first
            between = max(k - here, 0) if after else max(here - 1 - k, 0)
            apart = starts[k] - last if after else first - ends[k]
            scores[n] += near[fragment.part, bucket(max(apart, 0), after, between, places[k][0] == fragment.paragraph)]
        chances = np.exp(scores - scores.max())
        chances /= chances.sum()
        if fragment.part == CONTENT:
            best = int(chances.argmax())
            contents[keys[best][0]].append((fragment, float(chances[best])))
        else:
            assert fragment.part == SOURCE
            wishes += [(float(c), k, len(sources)) for c, (k, _) in zip(chances, keys, strict=True) if c > UNLIKELY]
            sources.append(fragment)
    given: dict[int, tuple[int, float]] = {}
    taken: set[int] = set()
    for chance, cue, source in sorted(wishes, reverse=True):
        if cue not in given and source not in taken:
            given[cue] = (source, chance)
            taken.add(source)
    astray += [s for k, s in enumerate(sources) if k not in taken]
    made = []
    for k, one in enumerate(cues):
        own = [(sources[given[k][0]], given[k][1])] if k in given else []
        chances_of = tuple(c for _, c in (*own, *contents[k]))
        made.append(Linked(one, tuple(s for s, _ in own), tuple(c for c, _ in contents[k]), chances_of))
    return made, astray


def _query(reading: States, f: Fragment) -> tuple[int, Floats]:
    """The window in which the fragment's start was judged, and the fragment's vector there."""
    window = reading.window(f.paragraph, f.low)
    first, last = reading.link(window, f.paragraph, f.low), reading.link(window, f.paragraph, f.high - 1)
    assert first is not None
    return window, first[:WIDTH] + (first if last is None else last)[WIDTH : 2 * WIDTH]


def _key(reading: States, window: int, f: Fragment) -> Floats | None:
    """The cue's vector in the window; None if it is not wholly inside."""
    first, last = reading.link(window, f.paragraph, f.low), reading.link(window, f.paragraph, f.high - 1)
    if first is None or last is None:
        return None
    return first[2 * WIDTH : 3 * WIDTH] + last[3 * WIDTH :]
