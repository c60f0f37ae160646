"""How well a claim says a phrase, from 0 to 1: by the words and amounts that it has of it, it or its sentence or the title, and by how near
it and its sentence come in meaning.

A logistic model; its weights were fitted on queries over the dev part of PolNeAR, so that of all claims and "nothing" the right one
comes first (`claimsdb/learning/training/lookup.py`): what scores less than 0.5 is more likely chance than not.
"""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from importlib.resources import files

from claimsdb.lookup.amounts import Amount
from claimsdb.lookup.vocabulary import FAINT, QueryWord

AMOUNT = 0.6
"""What an amount weighs, as a share of what the rarest word would."""
_MODEL = json.loads(files("claimsdb.lookup").joinpath("weights.json").read_text("utf-8"))
WEIGHTS: tuple[float, ...] = tuple(
    _MODEL[name] for name in ("cosine", "around", "words", "passage", "nearly_all", "said", "bias")
)
"""In the order of `Likeness.features`."""
LEARNT_AMONG: int = _MODEL["learnt_among"]
"""Claims in the database that the weights were learnt with."""
FEWEST = 3.0
"""What a small database adds at most: that of 200 claims. Smaller ones were not measured."""
NEARLY_ALL = 0.8
"""A claim with this share of the phrase's weight, and more than one telling word of it, is found whatever its vector says."""
BESIDE = 0.7
"""What a word is worth that stands in the claim's source, its cue or its speaker's name, not in its own words."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for: its words, its amounts, and what a word weighs that no claim has."""

    words: list[QueryWord]
    amounts: list[Amount]
    rarest: float

    @property
    def prior(self) -> float:
        """How much likelier each claim is the one, before it is looked at, than in the database that the weights were learnt with: the
        logarithm of how many times as few there are. In a larger one it is held for as likely, though chance finds more there.
        """
        # A word that no claim has weighs the logarithm of twice their number.
        few = math.log(2 * LEARNT_AMONG + 2) - self.rarest
        return min(max(few, 0.0), FEWEST)

    @property
    def amount_weight(self) -> float:
        """What an amount weighs."""
        return AMOUNT * self.rarest

    @property
    def weight(self) -> float:
        """The weight of all words and amounts."""
        return sum(w.weight for w in self.words) + self.amount_weight * len(self.amounts)

    def share(self, stems: Collection[str], beside: Collection[str], amounts: Sequence[Amount]) -> float:
        """The share of that weight that is there: in the stems of a text, in those of what stands beside it, in its amounts."""
        there = 0.0
        for word in self.words:
            own = max((near for form, near in word.forms if form in stems), default=0.0)
            other = max((near for form, near in word.forms if form in beside), default=0.0)
            there += word.weight * max(own, BESIDE * other)
        for one in self.amounts:
            there += self.amount_weight * max((one.same(a) for a in amounts), default=0.0)
        return there / self.weight if self.weight else 0.0

    def telling(self, stems: Collection[str], amounts: Sequence[Amount]) -> int:
        """How many of its words that are not common, and of its amounts, are there."""
        words = sum(w.weight > FAINT and any(form in stems for form, _ in w.forms) for w in self.words)
        return words + sum(any(one.same(a) for a in amounts) for one in self.amounts)


@dataclass(slots=True)
class Likeness:
    """What a claim has of a query.

    `words` is its share of the weight of the query's words and amounts, `passage` that of its sentence and title with it; `cosine` and
    `around` are how near the vectors of the claim and of its sentence come, None without vectors; `telling` counts its words
    that are not common; `said` where the claim is by whom the query names as its source; `prior` is the query's.
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
        """What the model weighs, in the order of `WEIGHTS`. A claim stands for its sentence where that is not known."""
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
        """The score of a claim that does not hold the phrase word for word; by its words alone where there are no vectors."""
        if self.cosine is None:
            return 0.99 * self.words
        logit = self.prior + sum(w * f for w, f in zip(WEIGHTS, self.features, strict=True))
        made = 0.99 / (1 + math.exp(-logit))
        return max(made, 0.5 + self.words - NEARLY_ALL) if self.nearly_all else made
