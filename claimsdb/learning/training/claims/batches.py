"""Windows of lessons as tensors: expected labels and ties, which are certain if people annotated them, and likely if a network judged.

What the layers that do not learn make of a window is computed once and kept with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from claimsdb.english.networks.labels import ACTS, ATTRIBUTIONS, CLAIMS, Labels
from claimsdb.english.networks.ties import SOURCE, Stretch, buckets
from claimsdb.english.networks.windows import Ints, Window, WordRange, pack, window
from claimsdb.learning.training.claims.acts import Tie
from claimsdb.learning.training.claims.lessons import Lesson
from claimsdb.learning.training.tagger.batches import by_stretch, stretches, within
from claimsdb.learning.training.tagger.corpus import Labelled
from claimsdb.learning.training.tagger.crf import Expected, certain
from claimsdb.learning.training.tagger.network import Network, batched

TOGETHER = 8
"""Number of windows of which states are computed at once."""


class Pointer(NamedTuple):
    """A tie in a window: its kind, first and last word of what points, those of each target, their buckets.

    `wanted` (1 + targets) are the chances of none and of each target.
    """

    kind: int
    pointing: tuple[int, int]
    targets: list[tuple[int, int]]
    buckets: Ints
    wanted: Tensor


@dataclass
class Example:
    """One window to learn from; of `claims`, `acts` and `attributions` what is None is not known.

    The words of each are one after the other, in `Expected.words` (words, labels). `states` (pieces, hidden) are those after the lower
    layers.
    """

    window: Window
    claims: Expected | None = None
    acts: Expected | None = None
    attributions: Expected | None = None
    pointers: Sequence[Pointer] = ()
    states: Tensor | None = None


def examples(lesson: Lesson, size: int, first: int | None) -> Iterator[Example]:
    """The windows of a lesson; the first has at most `first` pieces."""
    for inside in pack(lesson.read, size, first_size=first):
        cut = window(lesson.read, inside)
        acts = None if lesson.acts is None else sure(cut, within(lesson.acts, inside), ACTS)
        claims = sure(cut, within(lesson.claims, inside), CLAIMS)
        yield Example(cut, claims, acts, pointers=_pointers(lesson, inside))


def outermost(document: Labelled, size: int) -> Iterator[Example]:
    """The windows of a document of which only the outermost attributions are known."""
    for inside in pack(document.read, size):
        cut = window(document.read, inside)
        yield Example(cut, attributions=sure(cut, within(document.labels, inside), ATTRIBUTIONS))


def sure(cut: Window, labels: Ints, of: Labels) -> Expected:
    """Labels of a window's words, one after the other, as what is expected for certain."""
    rows = by_stretch(cut, labels)
    lengths = torch.tensor([len(row) for row in rows])
    return joined_rows(certain(batched(rows), lengths, len(of)), lengths)


def joined_rows(of: Expected, lengths: Tensor) -> Expected:
    """What is expected of stretches of these lengths, with their words one after the other, (words, labels)."""
    return Expected(torch.cat([row[:n] for row, n in zip(of.words, lengths.tolist(), strict=True)]), of.moves)


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
    made = (_tied(tie, at, sources if tie.kind == SOURCE else cues) for tie, at in found if at is not None)
    return [one for one in made if one is not None]


def _tied(tie: Tie, at: tuple[int, int], targets: Sequence[tuple[Stretch, tuple[int, int]]]) -> Pointer | None:
    """The tie among these targets; None if what it is tied to is not one of them, or begins where it does, which is not to be learnt."""
    wanted = 0 if tie.to is None else next((k for k, (s, _) in enumerate(targets, 1) if s == tie.to), None)
    same = [s.paragraph == tie.pointing.paragraph for s, _ in targets]
    made = pointer(tie.kind, at, [place for _, place in targets], same)
    if wanted is None or (wanted and made.buckets[wanted - 1] == 0):
        return None
    made.wanted[wanted] = 1.0
    return made


def pointer(kind: int, at: tuple[int, int], targets: list[tuple[int, int]], same: Sequence[bool]) -> Pointer:
    """A tie of which no target is wanted yet; `same` tells which targets are in the same paragraph."""
    apart = np.array([low - at[0] for low, _ in targets], np.int64)
    return Pointer(kind, at, targets, buckets(apart, np.array(same, np.bool_)), torch.zeros(1 + len(targets)))


class Pointers(NamedTuple):
    """Ties as tensors: (p) kinds, (p, 2) words that point, (p, t, 2) targets, (p, t) buckets, (p, t) which of them may be meant.

    `wanted` (p, 1 + t) are the chances of none and of each target. Words are counted through all windows.
    """

    kinds: Tensor
    pointing: Tensor
    targets: Tensor
    buckets: Tensor
    there: Tensor
    wanted: Tensor


@dataclass
class Batch:
    """Windows as the network takes them: `states` (n, t, hidden), `features`, `mask` (n, t), `first` (n, w) each word's first piece.

    `rows` (r, k) are the stretches, as numbers of words counted through all windows, `lengths` (r) their lengths. Of `claims`, `acts` and
    `attributions`, whose words are (r, k, labels), what is None is not known.
    """

    states: Tensor
    features: Tensor
    mask: Tensor
    first: Tensor
    rows: Tensor
    lengths: Tensor
    claims: Expected | None
    acts: Expected | None
    attributions: Expected | None
    pointers: Pointers | None


def batch(of: Sequence[Example]) -> Batch:
    """Windows padded to the longest; what is known of one of them is known of all."""
    states = [e.states.float() for e in of if e.states is not None]
    size = max(len(e.window.words) for e in of)
    rows = stretches([e.window for e in of], size)
    return Batch(
        batched(states),
        batched([torch.from_numpy(e.window.features) for e in of]),
        batched([torch.ones(len(s), dtype=torch.bool) for s in states]),
        batched([torch.from_numpy(e.window.words) for e in of]),
        batched(rows),
        torch.tensor([len(row) for row in rows]),
        _expected([(e.window, e.claims) for e in of]),
        _expected([(e.window, e.acts) for e in of]),
        _expected([(e.window, e.attributions) for e in of]),
        _joined([(p, k * size) for k, e in enumerate(of) for p in e.pointers]),
    )


def _expected(of: Sequence[tuple[Window, Expected | None]]) -> Expected | None:
    """What is expected of windows together, stretch by stretch."""
    known = [(cut, one) for cut, one in of if one is not None]
    if not known:
        return None
    words = [row for cut, one in known for row in one.words.float().split([s.high - s.low for s in cut.stretches])]
    return Expected(batched(words), torch.stack([one.moves for _, one in known]).sum(0))


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
        batched([p.wanted for p, _ in of]),
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
