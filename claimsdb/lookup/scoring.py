"""How well a claim says a phrase, from 0 to 1: by the words that it has of it, by its numbers, and by how near it comes in meaning.

The weights of these were fitted on queries over the dev part of PolNeAR (`benchmarks/lookup.py`), so that about half of the claims that
score 0.5 are what was asked for.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from claimsdb.lookup.numbers import Number
from claimsdb.lookup.vocabulary import Word

NUMBER = 0.6
"""What a number weighs, as a share of what the rarest word would."""
BESIDE = 0.7
"""What a word is worth that stands in the claim's source, its cue or its speaker's name, not in its own words."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for: its words, its numbers, what a number weighs."""

    words: list[Word]
    numbers: list[Number]
    number_weight: float

    @property
    def weight(self) -> float:
        """The weight of all words and numbers."""
        return sum(w.weight for w in self.words) + self.number_weight * len(self.numbers)


@dataclass(frozen=True, slots=True)
class Likeness:
    """What a claim has of a query: the share of its words' and numbers' weight, its numbers, the cosine of their vectors.

    `at_odds` where the claim has numbers of the same unit and none of them is the one asked for; `cosine` is None without vectors.
    """

    words: float
    at_odds: bool
    cosine: float | None


def likeness(
    query: Query, stems: Collection[str], beside: Collection[str], numbers: Sequence[Number], cosine: float | None
) -> Likeness:
    """Compare a claim with a query: the stems of its own words and of those beside it, and its numbers."""
    there = 0.0
    for word in query.words:
        own = max((near for form, near in word.forms if form in stems), default=0.0)
        other = max((near for form, near in word.forms if form in beside), default=0.0)
        there += word.weight * max(own, BESIDE * other)
    at_odds = False
    for number in query.numbers:
        if any(number.same(n) for n in numbers):
            there += query.number_weight
        elif any(n.unit == number.unit for n in numbers):
            at_odds = True
    return Likeness(there / query.weight if query.weight else 0.0, at_odds, cosine)


def score(like: Likeness) -> float:
    """The score of a claim that does not hold the phrase word for word."""
    if like.cosine is None:
        return round(0.99 * like.words, 4)
    made = 1 / (1 + math.exp(-(6.0 * like.words + 9.0 * like.cosine - 7.0)))
    return round(min(made * (0.8 if like.at_odds else 1), 0.99), 4)
