"""Windows of labelled documents as tensors."""

from __future__ import annotations

import random
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor

from claimsdb.tagger.encoding import MASK, SEP, Ints, Stretch, Window, pack, window
from claimsdb.tagger.labels import CUE
from claimsdb.tagger.links import bucket
from claimsdb.training.corpus import Labelled
from claimsdb.training.network import batched
from claimsdb.training.treebank import Parsed


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
    """One window to learn from: its words' labels and links, or what a treebank says of them."""

    window: Window
    labels: Ints | None = None
    links: Links | None = None
    syntax: tuple[Ints, ...] | None = None


def examples(document: Labelled, size: int, first: int | None) -> Iterator[Example]:
    """The windows of an attributed document."""
    for stretches in pack(document.read, size, first_size=first):
        yield Example(
            window(document.read, stretches), _within(document.labels, stretches), _links(document, stretches)
        )


def _within(columns: Sequence[Ints], stretches: Sequence[Stretch]) -> Ints:
    """What the columns, one a paragraph, hold of the stretches' words."""
    return np.concatenate([columns[s.paragraph][s.low : s.high] for s in stretches])


def _links(document: Labelled, stretches: Sequence[Stretch]) -> Links:
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
        yield Example(window(parsed.read, stretches), syntax=tuple(_within(c, stretches) for c in columns))


@dataclass
class Batch:
    """Windows as the network takes them."""

    pieces: Tensor
    features: Tensor
    mask: Tensor
    first: Tensor
    examples: list[Example]


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
    return Batch(joined, features, mask, first, list(of))


def grouped(of: Sequence[Example], pieces: int, chance: random.Random) -> list[list[Example]]:
    """Windows in random groups of similar length with about so many pieces each."""
    noisy = sorted(of, key=lambda e: len(e.window.pieces) + chance.uniform(0, 24))
    groups: list[list[Example]] = [[]]
    for example in noisy:
        longest = max([len(example.window.pieces), *(len(e.window.pieces) for e in groups[-1])])
        if groups[-1] and longest * (len(groups[-1]) + 1) > pieces:
            groups.append([])
        groups[-1].append(example)
    chance.shuffle(groups)
    return groups
