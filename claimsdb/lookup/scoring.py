"""How well a claim says a phrase, from 0 to 1: by the share of its words and amounts that the claim, its sentence or its title has, and by
how near the claim and its sentence are in meaning.

The model is logistic. Its weights were fitted on queries over the dev part of PolNeAR, so that the right one of all claims and "nothing"
comes first (`claimsdb/learning/training/lookup.py`): a claim that scores less than 0.5 is probably not the right one.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files

from claimsdb.lookup.amounts import Amount
from claimsdb.lookup.vocabulary import FAINT, QueryWord

AMOUNT = 0.6
"""The weight of an amount, as a share of the weight of the rarest word."""
_MODEL = json.loads(files("claimsdb.lookup").joinpath("weights.json").read_text("utf-8"))
WEIGHTS: tuple[float, ...] = tuple(
    _MODEL[name] for name in ("cosine", "around", "words", "passage", "nearly_all", "said", "bias")
)
"""In the order of `Likeness.features`."""
LEARNT_AMONG: int = _MODEL["learnt_among"]
"""Number of claims in the database that the weights were learnt with."""
FEWEST = 3.0
"""Maximum that a small database adds to the logit: the value for 200 claims. Smaller ones were not measured."""
NEARLY_ALL = 0.8
"""A claim with this share of the phrase's weight, and at least two of its uncommon words, is found whatever its vector says."""
BESIDE = 0.7
"""How much a word counts that is in the claim's source, cue or speaker's name, but not in its own words."""


@dataclass(frozen=True)
class Query:
    """What is looked for: words, amounts, and `rarest`, the weight of a word that no claim has."""

    words: list[QueryWord]
    amounts: list[Amount]
    rarest: float

    @cached_property
    def _places(self) -> dict[str, list[tuple[int, float]]]:
        """The words by the stems to search for, as positions with similarities: a claim has few words, a query may have hundreds."""
        places: dict[str, list[tuple[int, float]]] = {}
        for place, word in enumerate(self.words):
            for form, near in word.forms:
                places.setdefault(form, []).append((place, near))
        return places

    @property
    def prior(self) -> float:
        """What the size of the database adds to the logit: the fewer claims there are, the likelier each is the right one.

        It is the logarithm of the ratio between the number of claims that the weights were learnt with and the number here, between 0
        and `FEWEST`. A larger database subtracts nothing, though more is found there by chance.
        """
        # A word that no claim has weighs the logarithm of twice their number.
        few = math.log(2 * LEARNT_AMONG + 2) - self.rarest
        return min(max(few, 0.0), FEWEST)

    @property
    def amount_weight(self) -> float:
        """The weight of an amount."""
        return AMOUNT * self.rarest

    @cached_property
    def weight(self) -> float:
        """The weight of all words and amounts."""
        return sum(w.weight for w in self.words) + self.amount_weight * len(self.amounts)

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
    the uncommon words; `said` is whether the query names the claim's source; `prior` is the query's.
    """

    words: float
    telling: int
    cosine: float | None
    said: bool
    passage: float = 0.0
    around: float | None = None
    prior: float = 0.0

    @property
    def features(self) -> tuple[float, ...]:
        """The inputs of the model, in the order of `WEIGHTS`. If its sentence is not known, the claim stands for it."""
        cosine = self.cosine or 0.0
        around = cosine if self.around is None else self.around
        passage = max(self.passage, self.words)
        return (cosine, around, self.words, passage, self.nearly_all, self.said, 1.0)

    @property
    def nearly_all(self) -> bool:
        """Whether it has nearly all of the query's words."""
        return self.words >= NEARLY_ALL and self.telling > 1

    @property
    def score(self) -> float:
        """The score of a claim that does not contain the phrase word for word; it depends on words alone if there are no vectors."""
        if self.cosine is None:
            return 0.99 * self.words
        logit = self.prior + sum(w * f for w, f in zip(WEIGHTS, self.features, strict=True))
        made = 0.99 / (1 + math.exp(-logit))
        return max(made, 0.5 + self.words - NEARLY_ALL) if self.nearly_all else made
