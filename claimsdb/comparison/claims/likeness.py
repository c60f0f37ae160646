"""How likely two claims say the same: a logistic regression over what they have in common and in what they differ."""

from __future__ import annotations

import json
from importlib.resources import files
from math import exp, log1p
from operator import mul
from typing import NamedTuple

from claimsdb.comparison.claims.statements import Statement

_MODEL = json.loads(files("claimsdb.comparison.claims").joinpath("same_claim.json").read_text("utf-8"))
LEAST: float = _MODEL["least"]
"""Minimum score of two claims about the same thing."""
NEARLY: float = _MODEL["nearly"]
"""Minimum score of a claim with a group's centre to join that group, if it says the same as another of its claims."""
TELLING: float = _MODEL["telling"]
"""Minimum weight of the words in common: with less ("the policy", "to comment") nothing shows that it is one event."""


class Likeness(NamedTuple):
    """The features of a pair of claims.

    `meaning` is the cosine of their vectors. `less` and `more` are the shares of each claim's words that the other has, by weight, the
    lower first; `weight` is the logarithm of the weight of these words, and `phrases` the share of neighbouring words of the shorter
    claim that are neighbours in the other. `days` is the logarithm of the days between the dates of their documents, 0 if these are not
    known. The rest are 1 or 0: a number in common; another person (*I*, *you*) without one
    voice.
    """

    meaning: float
    less: float
    more: float
    weight: float
    phrases: float
    days: float
    number: float
    person: float

    @property
    def score(self) -> float:
        """How likely it is that the claims say the same, 0 to 1."""
        return 1 / (1 + exp(-_BIAS - sum(map(mul, _WEIGHTS, self))))


def likeness(a: Statement, b: Statement, meaning: float) -> Likeness:
    """The features of a pair of claims; `meaning` is the cosine of their vectors."""
    both = a.shared(b)
    less, more = sorted(both / max(s.total, 1e-9) for s in (a, b))
    fewest = min(len(a.phrases), len(b.phrases))
    one_voice = a.speaker is not None and a.speaker == b.speaker
    return Likeness(
        meaning,
        less,
        more,
        log1p(both),
        len(a.phrases & b.phrases) / fewest if fewest else 0.0,
        log1p(abs((a.day - b.day).days)) if a.day and b.day else 0.0,
        float(not a.numbers.isdisjoint(b.numbers)),
        float(a.persons != b.persons and not one_voice),
    )


_BIAS: float = _MODEL["bias"]
_WEIGHTS: list[float] = [_MODEL["weights"][name] for name in Likeness._fields]
