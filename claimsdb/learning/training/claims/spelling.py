"""Claims as labels of words: the opposite of `claimsdb.english.networks.claims`, which reads claims from labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from claimsdb.english.networks.labels import BEGINS, GOES_ON, INSIDE, INTERRUPTS, RETURNS, WITHIN
from claimsdb.english.networks.ties import Stretch

Ints = NDArray[np.int64]
Piece = tuple[Stretch, int]
"""A piece of a claim, and the number of the claim."""


@dataclass(frozen=True, slots=True)
class Told:
    """A claim that labels tell: its pieces in order, and its number."""

    pieces: list[Stretch]
    number: int


def spelled(pieces: Sequence[Piece], sizes: Sequence[int]) -> tuple[list[Ints], list[Told]]:
    """The labels of the words of paragraphs of these sizes, and the claims that they tell, in order of their first pieces.

    They are those of the pieces, but for what labels cannot tell: a word is in one claim, the one whose piece begins first; and a claim
    goes on only if it is one of the last two, so that otherwise the rest of it is a claim of its own, with the same number.
    """
    labels = [np.zeros(size, np.int64) for size in sizes]
    told: list[Told] = []
    known: dict[int, int] = {}  # the claim that is told of each claim
    latest: list[int] = []  # the last two that are told, the last one first
    for piece, number in sorted(pieces, key=lambda one: (one[0].paragraph, one[0].low, one[0].high, one[1])):
        free = _free(labels[piece.paragraph], piece)
        if free is None:
            continue
        claim = known.get(number)
        back = claim in latest[1:] and _interrupted(labels, told[latest[1]].pieces, told[latest[0]].pieces)
        if claim is None or not (back or claim == latest[0]):
            claim = known[number] = len(told)
            told.append(Told([], number))
            label = BEGINS
        else:
            label = RETURNS if back else GOES_ON
        row = labels[free.paragraph]
        row[free.low], row[free.low + 1 : free.high] = label, INSIDE
        told[claim].pieces.append(free)
        latest = [claim, *(k for k in latest if k != claim)][:2]
    return labels, told


def _free(row: Ints, piece: Stretch) -> Stretch | None:
    """The first words of a piece that are in no claim yet."""
    outside = row[piece.low : piece.high] == 0
    if not outside.any():
        return None
    low = piece.low + int(outside.argmax())
    taken = ~outside[low - piece.low :]
    return Stretch(piece.paragraph, low, low + int(taken.argmax()) if taken.any() else piece.high)


def _interrupted(labels: list[Ints], host: Sequence[Stretch], other: Sequence[Stretch]) -> bool:
    """Label the pieces of the other claim as interrupting the host, which returns; False if labels cannot tell that it does."""
    since = [piece for piece in other if (piece.paragraph, piece.low) > (host[-1].paragraph, host[-1].low)]
    firsts = [int(labels[piece.paragraph][piece.low]) for piece in since]
    if RETURNS in firsts:
        return False
    for piece, first in zip(since, firsts, strict=True):
        row = labels[piece.paragraph]
        row[piece.low], row[piece.low + 1 : piece.high] = (INTERRUPTS if first == BEGINS else first), WITHIN
    return True
