"""Windows of lessons as tensors. What the layers that do not learn make of a window is computed once and kept with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from claimsdb.english.networks.ties import SOURCE, Stretch, buckets
from claimsdb.english.networks.windows import Ints, Window, WordRange, pack, window
from claimsdb.learning.training.claims.acts import Tie
from claimsdb.learning.training.claims.lessons import Lesson
from claimsdb.learning.training.tagger.batches import by_stretch, stretches, within
from claimsdb.learning.training.tagger.network import Network, batched

TOGETHER = 8
"""Number of windows of which states are computed at once."""


class Pointer(NamedTuple):
    """A tie in a window: its kind, first and last word of what points, those of each target, their buckets, and the target (0 is none)."""

    kind: int
    pointing: tuple[int, int]
    targets: list[tuple[int, int]]
    buckets: Ints
    wanted: int


@dataclass
class Example:
    """One window to learn from; `acts` is None if only claims are known. `states` (pieces, hidden) are those after the lower layers."""

    window: Window
    claims: Ints
    acts: Ints | None
    pointers: list[Pointer]
    states: Tensor | None = None


def examples(lesson: Lesson, size: int, first: int | None) -> Iterator[Example]:
    """The windows of a lesson; the first has at most `first` pieces."""
    for inside in pack(lesson.read, size, first_size=first):
        acts = None if lesson.acts is None else within(lesson.acts, inside)
        yield Example(window(lesson.read, inside), within(lesson.claims, inside), acts, _pointers(lesson, inside))


def _pointers(lesson: Lesson, inside: Sequence[WordRange]) -> list[Pointer]:
    """The ties of which both ends are in the window."""
    starts = np.cumsum([0, *(s.high - s.low for s in inside)]).tolist()
    ranges: dict[int, list[tuple[WordRange, int]]] = {}
    for one, start in zip(inside, starts, strict=False):
        ranges.setdefault(one.paragraph, []).append((one, start))

    def place(of: Stretch) -> tuple[int, int] | None:
        """The first and the last word in the window."""
        for one, start in ranges.get(of.paragraph, ()):
            if one.low <= of.low and of.high <= one.high:
                return start + of.low - one.low, start + of.high - one.low - 1
        return None

    def seen(of: Sequence[Stretch]) -> list[tuple[Stretch, tuple[int, int]]]:
        return [(s, at) for s in of if (at := place(s)) is not None]

    cues, sources = seen(lesson.cues), seen(lesson.sources)
    found = ((tie, place(tie.pointing)) for tie in lesson.ties)
    made = (_pointer(tie, at, sources if tie.kind == SOURCE else cues) for tie, at in found if at is not None)
    return [one for one in made if one is not None]


def _pointer(tie: Tie, at: tuple[int, int], targets: Sequence[tuple[Stretch, tuple[int, int]]]) -> Pointer | None:
    """The tie among these targets; None if what it is tied to is not one of them, or begins where it does, which is not to be learnt."""
    places = [place for _, place in targets]
    wanted = 0 if tie.to is None else next((k for k, (s, _) in enumerate(targets, 1) if s == tie.to), None)
    apart = np.array([low - at[0] for low, _ in places], np.int64)
    same = np.array([s.paragraph == tie.pointing.paragraph for s, _ in targets], np.bool_)
    near = buckets(apart, same)
    if wanted is None or (wanted and near[wanted - 1] == 0):
        return None
    return Pointer(tie.kind, at, places, near, wanted)


class Pointers(NamedTuple):
    """Ties as tensors: (p) kinds, (p, 2) words that point, (p, t, 2) targets, (p, t) buckets, (p, t) which of them may be meant.

    `wanted` (p) is the target, counted from 1, or 0 for none. Words are counted through all windows.
    """

    kinds: Tensor
    pointing: Tensor
    targets: Tensor
    buckets: Tensor
    there: Tensor
    wanted: Tensor


@dataclass
class Batch:
    """Windows as the network takes them: `states` (n, t, hidden), `mask` (n, t), `first` (n, w) each word's first piece.

    `rows` (r, k) are the stretches, as numbers of words counted through all windows, `lengths` (r) their lengths, `claims` and `acts`
    (r, k) their labels.
    """

    states: Tensor
    mask: Tensor
    first: Tensor
    rows: Tensor
    lengths: Tensor
    claims: Tensor
    acts: Tensor | None
    pointers: Pointers | None


def batch(of: Sequence[Example]) -> Batch:
    """Windows padded to the longest; either all of them have acts, or none."""
    states = [e.states.float() for e in of if e.states is not None]
    size = max(len(e.window.words) for e in of)
    rows = stretches([e.window for e in of], size)
    acts = [row for e in of if e.acts is not None for row in by_stretch(e.window, e.acts)]
    return Batch(
        batched(states),
        batched([torch.ones(len(s), dtype=torch.bool) for s in states]),
        batched([torch.from_numpy(e.window.words) for e in of]),
        batched(rows),
        torch.tensor([len(row) for row in rows]),
        batched([row for e in of for row in by_stretch(e.window, e.claims)]),
        batched(acts) if acts else None,
        _joined([(p, k * size) for k, e in enumerate(of) for p in e.pointers]),
    )


def _joined(of: Sequence[tuple[Pointer, int]]) -> Pointers | None:
    """The ties of several windows, each with the number of words before its window."""
    if not of:
        return None
    near = [torch.from_numpy(p.buckets) for p, _ in of]
    return Pointers(
        torch.tensor([p.kind for p, _ in of]),
        torch.tensor([p.pointing for p, _ in of]) + torch.tensor([start for _, start in of])[:, None],
        batched([torch.tensor(p.targets, dtype=torch.long).view(-1, 2) + start for p, start in of]),
        batched(near),
        batched([n != 0 for n in near]),  # nothing points to what begins where it does
        torch.tensor([p.wanted for p, _ in of]),
    )


def with_states(network: Network, of: Sequence[Example], layers: int) -> list[Example]:
    """The windows with their states after the network's first layers."""
    made = []
    for start in range(0, len(of), TOGETHER):
        some = of[start : start + TOGETHER]
        pieces = [torch.from_numpy(e.window.pieces) for e in some]
        mask = batched([torch.ones(len(p), dtype=torch.bool) for p in pieces])
        features = batched([torch.from_numpy(e.window.features) for e in some])
        with torch.no_grad():
            states = network.lower(batched(pieces), features, mask, layers)
        made += [
            replace(e, states=x[: len(p)].to(torch.bfloat16).clone())
            for e, p, x in zip(some, pieces, states, strict=True)
        ]
    return made
