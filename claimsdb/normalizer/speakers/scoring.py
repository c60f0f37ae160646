"""How likely each candidate is: a log-linear model over the words of `features`, with learnt weights."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from math import exp
from typing import Protocol

from claimsdb.normalizer.speakers.candidates import Candidate
from claimsdb.normalizer.speakers.features import Question


class Scorer(Protocol):
    """Gives each candidate its probability, and that of none last."""

    def chances(
        self, asked: Question, candidates: Sequence[Candidate], features: Sequence[Sequence[str]]
    ) -> Sequence[float]:
        """The probabilities of the candidates, whose features are given, and of none of them, whose features are the last."""


class Weights:
    """The learnt scorer."""

    def __init__(self, weights: Mapping[str, Mapping[str, float]]) -> None:
        self._weights = weights

    def chances(
        self, asked: Question, candidates: Sequence[Candidate], features: Sequence[Sequence[str]]
    ) -> Sequence[float]:
        """As in `Scorer`."""
        weights = self._weights.get(asked.kind, {})
        return softmax([sum(weights.get(f, 0.0) for f in of) for of in features])


def softmax(scores: Iterable[float]) -> list[float]:
    """Probabilities in proportion to the exponentials of the scores."""
    scores = list(scores)
    top = max(scores)
    powers = [exp(s - top) for s in scores]
    total = sum(powers)
    return [p / total for p in powers]


@cache
def learnt() -> Scorer:
    """The scorer with the weights of the package."""
    made = json.loads(files("claimsdb.normalizer.speakers").joinpath("weights.json").read_text("utf-8"))
    return Weights(made["weights"])
