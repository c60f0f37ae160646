"""The labels of words: which part of an attribution, and which piece of a claim, a word begins, continues or ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

PARTS = ("source", "cue", "content")
SOURCE, CUE, CONTENT = range(len(PARTS))


@dataclass(frozen=True)
class Labels:
    """A set of labels: their names, which may follow which (from, to), and which may be the first and the last of a paragraph."""

    names: tuple[str, ...]
    follows: NDArray[np.bool_] = field(repr=False)
    begins: NDArray[np.bool_] = field(repr=False)
    ends: NDArray[np.bool_] = field(repr=False)

    def __len__(self) -> int:
        return len(self.names)


def _bioes(parts: Sequence[str]) -> Labels:
    """Labels by which a word begins, is inside, ends, or is alone a piece of one of the parts, or outside (O)."""
    names = ("O", *(f"{place}-{part}" for part in parts for place in "BIES"))

    def may_follow(one: str, other: str) -> bool:
        if one[0] in "BI":
            return other[0] in "IE" and other[2:] == one[2:]
        return other[0] in "OBS"

    return Labels(
        names,
        np.array([[may_follow(a, b) for b in names] for a in names]),
        np.array([name[0] in "OBS" for name in names]),
        np.array([name[0] in "OES" for name in names]),
    )


ATTRIBUTIONS = _bioes(PARTS)
"""Parts of the outermost attributions, as the corpus of attributions has them."""
ACTS = _bioes(PARTS[:2])
"""Sources and cues of attributions at any depth, as the standard has them."""
CONTENTS = [number for number, name in enumerate(ATTRIBUTIONS.names) if name.endswith("-content")]

OUTSIDE, BEGINS, INSIDE, GOES_ON, RETURNS, INTERRUPTS, WITHIN = range(7)
_FOLLOWS = {
    OUTSIDE: {OUTSIDE, BEGINS, GOES_ON, RETURNS, INTERRUPTS},
    BEGINS: {OUTSIDE, BEGINS, INSIDE, GOES_ON, INTERRUPTS},
    INSIDE: {OUTSIDE, BEGINS, INSIDE, GOES_ON, INTERRUPTS},
    GOES_ON: {OUTSIDE, BEGINS, INSIDE, GOES_ON, RETURNS, INTERRUPTS, WITHIN},
    RETURNS: {OUTSIDE, BEGINS, INSIDE, GOES_ON, INTERRUPTS},
    INTERRUPTS: {OUTSIDE, BEGINS, GOES_ON, RETURNS, WITHIN},
    WITHIN: {OUTSIDE, BEGINS, GOES_ON, RETURNS, WITHIN},
}
CLAIMS = Labels(
    ("outside", "begins", "inside", "goes on", "returns", "interrupts", "within"),
    np.array([[b in _FOLLOWS[a] for b in range(7)] for a in range(7)]),
    np.array([label not in (INSIDE, WITHIN) for label in range(7)]),
    np.ones(7, np.bool_),
)
"""Pieces of claims: a word is in none, begins one, or is inside one; or it begins a further piece of the claim that the last piece
belongs to (goes on). A clause that is a claim of its own and interrupts another has labels of its own (interrupts, within), after which its
host returns: so the two are decided together.
"""
