"""Windows of labelled documents as tensors."""

from __future__ import annotations

import random
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol, TypeVar

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import Dataset

from claimsdb.english.networks.labels import CUE
from claimsdb.english.networks.links import bucket
from claimsdb.english.networks.windows import MASK, SEP, Ints, Window, WordRange, pack, window
from claimsdb.learning.training.tagger.corpus import Labelled
from claimsdb.learning.training.tagger.network import batched
from claimsdb.learning.training.tagger.treebank import IGNORED, Parsed


@dataclass
class Links:
    """The fragments of one window that have their cue in it; words are counted in the window."""

    froms: list[tuple[int, int]] = field(default_factory=list)
    parts: list[int] = field(default_factory=list)
    cues: list[tuple[int, int]] = field(default_factory=list)
    buckets: list[list[int]] = field(default_factory=list)
    wanted: list[int] = field(default_factory=list)


@dataclass
class Example:
    """One window to learn from: its words' labels and links, or a treebank's; `fold` is the teacher that has not seen it."""

    window: Window
    labels: Ints | None = None
    links: Links | None = None
    syntax: tuple[Ints, ...] | None = None
    fold: int = 0


def examples(document: Labelled, size: int, first: int | None, fold: int = 0) -> Iterator[Example]:
    """The windows of an attributed document."""
    for stretches in pack(document.read, size, first_size=first):
        labels, links = within(document.labels, stretches), _links(document, stretches)
        yield Example(window(document.read, stretches), labels, links, fold=fold)


def within(columns: Sequence[Ints], stretches: Sequence[WordRange]) -> Ints:
    """The values of the stretches' words from columns of which each paragraph has one."""
    return np.concatenate([columns[s.paragraph][s.low : s.high] for s in stretches])


def _links(document: Labelled, stretches: Sequence[WordRange]) -> Links:
    places: dict[int, list[tuple[int, int, int]]] = {}  # paragraph: low, high and the place of low in the window
    at = 0
    for s in stretches:
        places.setdefault(s.paragraph, []).append((s.low, s.high, at))
        at += s.high - s.low
    inside = []
    for f in document.fragments:
        for low, high, start in places.get(f.paragraph, ()):
            if low <= f.low and f.high <= high:
                inside.append((start + f.low - low, start + f.high - low - 1, f))
    cues = sorted((a, b, f) for a, b, f in inside if f.part == CUE)
    starts = [a for a, _, _ in cues]
    by_number = {f.attribution: k for k, (_, _, f) in reversed(list(enumerate(cues)))}
    links = Links(cues=[(a, b) for a, b, _ in cues])
    for a, b, f in inside:
        if f.part == CUE or f.attribution not in by_number:
            continue
        links.froms.append((a, b))
        links.parts.append(f.part)
        links.wanted.append(by_number[f.attribution])
        here = bisect_left(starts, a)
        row = []
        for k, (low, high, other) in enumerate(cues):
            after = low > a
            between = max(k - here, 0) if after else max(here - 1 - k, 0)
            apart = low - b - 1 if after else a - high - 1
            row.append(bucket(max(apart, 0), after, between, other.paragraph == f.paragraph))
        links.buckets.append(row)
    return links


def treebank_examples(parsed: Parsed, size: int) -> Iterator[Example]:
    """The windows of a treebank's paragraph."""
    columns = (parsed.classes, parsed.relations, parsed.starts, parsed.ends)
    for stretches in pack(parsed.read, size):
        yield Example(window(parsed.read, stretches), syntax=tuple(within(c, stretches) for c in columns))


@dataclass
class Batch:
    """Windows as the network takes them, `n` of them with up to `w` words; what is to be learnt is None if it is not known.

    `pieces`, `features`, `mask` (n, t); `first` (n, w) each word's first piece, `words` (n, w) whether there is one. `rows` (r, k) are the
    stretches, as numbers of words counted through all windows, `lengths` (r) their lengths, `labels` (r, k) their labels. `cued`: the
    fragments whose cue is to be found, (f) parts, (f, 2) first and last words, (f, c) or (f, c, 2) for its cues. `syntax`: classes and
    relations (n, w), starts and ends (n, w, 2).
    """

    pieces: Tensor
    features: Tensor
    mask: Tensor
    first: Tensor
    words: Tensor
    rows: Tensor
    lengths: Tensor
    labels: Tensor | None
    cued: Cued | None
    syntax: tuple[Tensor, Tensor, Tensor] | None
    fold: int

    def to(self, device: torch.device) -> Batch:
        """The batch on a device."""

        def moved(part: Tensor) -> Tensor:
            return part.to(device, non_blocking=True)

        return Batch(
            moved(self.pieces),
            moved(self.features),
            moved(self.mask),
            moved(self.first),
            moved(self.words),
            moved(self.rows),
            moved(self.lengths),
            None if self.labels is None else moved(self.labels),
            None if self.cued is None else Cued(*map(moved, self.cued)),
            None if self.syntax is None else (moved(self.syntax[0]), moved(self.syntax[1]), moved(self.syntax[2])),
            self.fold,
        )


class Cued(NamedTuple):
    """Fragments and the cues that they may belong to; words are counted through all windows."""

    froms: Tensor
    parts: Tensor
    cues: Tensor
    buckets: Tensor
    there: Tensor
    wanted: Tensor


def batch(of: Sequence[Example], hide: float = 0.0, chance: random.Random | None = None) -> Batch:
    """Windows padded to the longest; a share `hide` of the pieces is masked."""
    pieces = [torch.from_numpy(e.window.pieces) for e in of]
    mask = batched([torch.ones(len(p), dtype=torch.bool) for p in pieces])
    joined = batched(pieces)
    if hide and chance is not None:
        generator = torch.Generator().manual_seed(chance.getrandbits(62))
        hidden = (torch.rand(joined.shape, generator=generator) < hide) & (joined != SEP)
        hidden[:, 0] = False
        joined = torch.where(hidden, MASK, joined)
    features = batched([torch.from_numpy(e.window.features) for e in of])
    first = batched([torch.from_numpy(e.window.words) for e in of])
    words = batched([torch.ones(len(e.window.words), dtype=torch.bool) for e in of])
    rows = stretches([e.window for e in of], words.shape[1])
    labels = [row for e in of if e.labels is not None for row in by_stretch(e.window, e.labels)]
    return Batch(
        joined,
        features,
        mask,
        first,
        words,
        batched(rows),
        torch.tensor([len(r) for r in rows]),
        batched(labels) if labels else None,
        _cued(of, words.shape[1]),
        _syntax(of),
        of[0].fold,
    )


def stretches(windows: Sequence[Window], size: int) -> list[Tensor]:
    """The numbers of each stretch's words, counted through all windows of `size` words each."""
    numbers = (np.arange(len(w.words)) + k * size for k, w in enumerate(windows))
    return [row for w, counted in zip(windows, numbers, strict=True) for row in by_stretch(w, counted)]


def by_stretch(window: Window, values: Ints) -> list[Tensor]:
    """The values of a window's words, stretch by stretch."""
    ends = np.cumsum([s.high - s.low for s in window.stretches])[:-1]
    return [torch.from_numpy(part) for part in np.split(values, ends)]


def _cued(of: Sequence[Example], size: int) -> Cued | None:
    froms, parts, cues, buckets, wanted = [], [], [], [], []
    for k, example in enumerate(of):
        if example.links is not None:
            for at, row in zip(example.links.froms, example.links.buckets, strict=True):
                froms.append(torch.tensor(at) + k * size)
                cues.append(torch.tensor(example.links.cues) + k * size)
                buckets.append(torch.tensor(row))
            parts += example.links.parts
            wanted += example.links.wanted
    if not parts:
        return None
    there = [torch.ones(len(row), dtype=torch.bool) for row in buckets]
    return Cued(
        torch.stack(froms), torch.tensor(parts), batched(cues), batched(buckets), batched(there), torch.tensor(wanted)
    )


def _syntax(of: Sequence[Example]) -> tuple[Tensor, Tensor, Tensor] | None:
    known = [e.syntax for e in of if e.syntax is not None]
    if not known:
        return None
    fills = (IGNORED, IGNORED, 0, 0)
    classes, relations, *edges = (
        batched([torch.from_numpy(s[k]) for s in known], fill) for k, fill in enumerate(fills)
    )
    return classes, relations, torch.stack(edges, -1).float()


@dataclass
class Groups(Dataset[Batch]):
    """A data set that turns groups of windows into batches."""

    groups: Sequence[Sequence[Example]]
    hide: float
    seed: int

    def __len__(self) -> int:
        return len(self.groups)

    def __getitem__(self, k: int) -> Batch:
        return batch(self.groups[k], self.hide, random.Random(self.seed * 100_003 + k))


class Windowed(Protocol):
    """An example of any kind to learn from."""

    window: Window


E = TypeVar("E", bound=Windowed)


def grouped(of: Sequence[E], pieces: int, chance: random.Random) -> list[list[E]]:
    """Groups of windows of similar length, with about `pieces` pieces each."""
    noisy = sorted(of, key=lambda e: len(e.window.pieces) + chance.uniform(0, 24))
    groups: list[list[E]] = []
    for example in noisy:
        longest = max([len(example.window.pieces), *(len(e.window.pieces) for e in groups[-1])] if groups else [0])
        if not groups or longest * (len(groups[-1]) + 1) > pieces:
            groups.append([])
        groups[-1].append(example)
    return groups
