"""How likely it is that a claim is what was asked for, from 0 to 1: by the share of the query's words and amounts that the claim, its
sentence or its title has, by how near the claim and its sentence are in meaning, and by whether other claims are as near.

Two logistic models. The first ranks: its weights were fitted so that the right one of all claims and "nothing" comes first. The second
makes of the first a probability that holds in other kinds of text too (`claimsdb/learning/training/lookup.py`).
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files

from claimsdb.lookup.amounts import Amount
from claimsdb.lookup.nations import Nation
from claimsdb.lookup.vocabulary import FAINT, QueryWord
from claimsdb.lookup.wanted import Answers

AMOUNT = 0.6
"""The weight of an amount, as a share of the weight of the rarest word."""
_MODEL = json.loads(files("claimsdb.lookup").joinpath("weights.json").read_text("utf-8"))
WEIGHTS: tuple[float, ...] = tuple(
    _MODEL[name] for name in ("cosine", "around", "words", "passage", "nearly_all", "said", "answers", "bias")
)
"""In the order of `Likeness.features`."""
CALIBRATION: tuple[float, float, float] = tuple(_MODEL["calibration"][name] for name in ("logit", "likelihood", "bias"))
"""How a claim's logit, the logarithm of its likelihood among all claims and "nothing", and 1 make the logit of its probability."""
BY_WORDS_ALONE: tuple[float, float] = tuple(_MODEL["words_alone"][name] for name in ("words", "bias"))
"""How the share of words and 1 make that logit if meaning was not compared."""
SURE = 0.25
"""Minimum score of a claim that is given as an answer; one with a lower score is shown apart."""
NEARLY_ALL = 0.8
"""A claim with this share of the phrase's weight, and at least two of its uncommon words, is found whatever its vector says."""
BESIDE = 0.7
"""How much a word counts that is in the claim's source, cue or speaker's name, but not in its own words."""


@dataclass(frozen=True)
class Query:
    """What is looked for: words, amounts, and `rarest`, the weight of a word that no claim has.

    `nations` are the countries among the words, and `wanted` tells whether a text has the date or number that is asked for.
    """

    words: list[QueryWord]
    amounts: list[Amount]
    rarest: float
    nations: list[Nation]
    wanted: Answers | None

    @cached_property
    def _places(self) -> dict[str, list[tuple[int, float]]]:
        """The words by the stems to search for, as positions with similarities: a claim has few words, a query may have hundreds."""
        places: dict[str, list[tuple[int, float]]] = {}
        for place, word in enumerate(self.words):
            for form, near in word.forms:
                places.setdefault(form, []).append((place, near))
        return places

    @property
    def amount_weight(self) -> float:
        """The weight of an amount."""
        return AMOUNT * self.rarest

    @cached_property
    def weight(self) -> float:
        """The weight of all words and amounts."""
        return sum(w.weight for w in self.words) + self.amount_weight * len(self.amounts)

    def nations_in(self, text: str) -> frozenset[str]:
        """The stems of the query's countries that a text names."""
        return frozenset(nation.stem for nation in self.nations if nation.is_in(text))

    def share(self, stems: Set[str], beside: Set[str], amounts: Sequence[Amount]) -> float:
        """The share of the query's weight that a claim has: by `stems`, those of its source, cue and speaker (`beside`), and `amounts`."""
        has: dict[int, float] = {}
        for some, counts in ((stems, 1.0), (beside, BESIDE)):
            for form in some & self._places.keys():
                for place, near in self._places[form]:
                    has[place] = max(has.get(place, 0.0), counts * near)
        there = sum(self.words[place].weight * near for place, near in sorted(has.items()))
        for one in self.amounts:
            there += self.amount_weight * max((one.same(a) for a in amounts), default=0.0)
        return there / self.weight if self.weight else 0.0

    def telling(self, stems: Set[str], amounts: Sequence[Amount]) -> int:
        """How many of the query's uncommon words and amounts a claim has."""
        places = {place for form in stems & self._places.keys() for place, _ in self._places[form]}
        words = sum(self.words[place].weight > FAINT for place in places)
        return words + sum(any(one.same(a) for a in amounts) for one in self.amounts)


@dataclass(slots=True)
class Likeness:
    """How a claim matches a query.

    `words` is the claim's share of the weight of the query's words and amounts, `passage` the share with its sentence and title
    included; `cosine` and `around` are how near the vectors of the claim and of its sentence are, None without vectors; `telling` counts
    the uncommon words; `said` is whether the query names the claim's source; `answers` is whether the claim has
    the date or number that the query asks for, None if it asks for none.
    """

    words: float
    telling: int
    cosine: float | None
    said: bool
    passage: float = 0.0
    around: float | None = None
    answers: bool | None = None

    @property
    def features(self) -> tuple[float, ...]:
        """The inputs of the model, in the order of `WEIGHTS`. If its sentence is not known, the claim stands for it."""
        cosine = self.cosine or 0.0
        around = cosine if self.around is None else self.around
        passage = max(self.passage, self.words)
        answers = 0.0 if self.answers is None else self.answers - 0.5
        return (cosine, around, self.words, passage, self.nearly_all, self.said, answers, 1.0)

    @property
    def nearly_all(self) -> bool:
        """Whether it has nearly all of the query's words."""
        return self.words >= NEARLY_ALL and self.telling > 1

    @property
    def logit(self) -> float:
        """The logit by which claims are ranked, that of "nothing" being 0; it depends on words alone if there are no vectors."""
        if self.cosine is None:
            return BY_WORDS_ALONE[0] * self.words + BY_WORDS_ALONE[1]
        return sum(w * f for w, f in zip(WEIGHTS, self.features, strict=True))


def scores(likes: Sequence[Likeness]) -> list[float]:
    """The probability that each claim is what was asked for, given the others gathered; for claims without the exact words."""
    logits = [like.logit for like in likes if like.cosine is not None]
    highest = max([0.0, *logits])
    every = highest + math.log(sum(math.exp(logit - highest) for logit in (0.0, *logits)))
    return [_score(like, every) for like in likes]


def _score(like: Likeness, every: float) -> float:
    if like.cosine is None:
        return _probability(like.logit)
    logit, likelihood, bias = CALIBRATION
    made = _probability(logit * like.logit + likelihood * (like.logit - every) + bias)
    return max(made, round(SURE + like.words - NEARLY_ALL, 4)) if like.nearly_all else made


def _probability(logit: float) -> float:
    return round(0.99 / (1 + math.exp(-logit)), 4)
