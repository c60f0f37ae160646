"""From the encoder's scores to claims: the pieces of each, and the acts of speech or thought to which they are tied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from claimsdb.english.networks.crf import Crf, Floats, Ints
from claimsdb.english.networks.fragments import stretches
from claimsdb.english.networks.labels import ACTS, BEGINS, GOES_ON, INSIDE, INTERRUPTS, OUTSIDE, RETURNS, WITHIN
from claimsdb.english.networks.ties import KINDS, States, Stretch, Targets
from claimsdb.english.networks.windows import Paragraph

_NEVER = np.float32(-1e4)
LEAST = 0.01
"""Minimum chance of an act to be kept as a possible owner of a claim."""


@dataclass(frozen=True, slots=True)
class Act:
    """A cue with its source, if it has one, and the chance of its label and of the tie to its source."""

    cue: Stretch
    source: Stretch | None
    chance: float
    outer: int | None = None


@dataclass(frozen=True, slots=True)
class Piecewise:
    """A claim: its pieces in order, the chance of their labels, and the chance of each act (by index) as its owner, `none` of none."""

    pieces: tuple[Stretch, ...]
    chance: float
    owners: tuple[tuple[int, float], ...]
    none: float


@dataclass(frozen=True, slots=True)
class Said:
    """The claims and acts of a document, each in text order."""

    claims: tuple[Piecewise, ...]
    acts: tuple[Act, ...]


def said(
    read: Sequence[Paragraph],
    sentences: Sequence[Sequence[int]],
    scores: Sequence[tuple[Floats, Floats]],
    crfs: tuple[Crf, Crf],
    states: States,
    near: Floats,
) -> Said:
    """The claims and acts in the paragraphs.

    `sentences` are the first words of each paragraph's sentences, `scores` the scores of claims and acts, `near` the weights of nearness.
    """
    claims, chances = crfs[0].best([_cut(s, starts) for (s, _), starts in zip(scores, sentences, strict=True)])
    acts, sure = crfs[1].best([s for _, s in scores])
    found = [
        (part, Stretch(k, low, high), chance)
        for k in range(len(read))
        for part, low, high, chance in stretches(ACTS, acts[k], sure[k])
    ]
    cues = [(stretch, chance) for part, stretch, chance in found if part == "cue"]
    of = {"owner": [c for c, _ in cues], "source": [s for part, s, _ in found if part == "source"]}
    of["outer"] = of["owner"]
    offsets = np.concatenate([[0], np.cumsum([len(p) for p in read])]).tolist()
    owner, source, outer = (Targets(states, k, of[name], near[k], offsets) for k, name in enumerate(KINDS))
    made = []
    for cue, chance in cues:
        named, sure_of = _best(source.tie(cue))
        around, _ = _best(outer.tie(cue))
        made.append(Act(cue, None if named is None else source.of[named], min(chance, sure_of), around))
    held = []
    for pieces, chance in joined(claims, chances):
        tied, none = owner.tie(pieces[0])
        held.append(Piecewise(pieces, chance, tuple((k, c) for k, c in tied if c > LEAST), none))
    return Said(tuple(held), tuple(made))


def _best(tied: tuple[list[tuple[int, float]], float]) -> tuple[int | None, float]:
    """The likeliest target, or None, with its chance."""
    each, none = tied
    best = max(each, key=lambda one: one[1], default=(None, 0.0))
    return best if best[1] > none else (None, none)


def _cut(scores: Floats, starts: Sequence[int]) -> Floats:
    """The scores of claims' labels, by which no piece goes on over the start of a sentence."""
    cut = scores.copy()
    cut[np.ix_(list(starts), [INSIDE, WITHIN])] = _NEVER
    return cut


def joined(labels: Sequence[Ints], chances: Sequence[Floats]) -> list[tuple[tuple[Stretch, ...], float]]:
    """The claims in order of their first pieces, each with the lowest chance that a piece of it begins where it does."""
    pieces: list[list[Stretch]] = []
    sure: list[float] = []
    latest: list[int] = []  # the claims of the last two pieces that belong to different ones, the last one first
    for paragraph, (of, likely) in enumerate(zip(labels, chances, strict=True)):
        low, owner = 0, -1
        for at, label in enumerate([*of.tolist(), OUTSIDE]):
            if owner >= 0 and label not in (INSIDE, WITHIN):
                pieces[owner].append(Stretch(paragraph, low, at))
                owner = -1
            if label in (BEGINS, INTERRUPTS, GOES_ON, RETURNS):
                known = latest[: 1 if label == GOES_ON else 2] if label in (GOES_ON, RETURNS) else []
                if not known:
                    pieces.append([])
                    sure.append(1.0)
                owner = known[-1] if known else len(pieces) - 1
                sure[owner] = min(sure[owner], float(likely[at, label]))
                latest = [owner, *(k for k in latest if k != owner)][:2]
                low = at
    return [(tuple(p), s) for p, s in zip(pieces, sure, strict=True)]
