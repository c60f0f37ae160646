"""How well a claim says a phrase, from 0 to 1: by the words that it has of it, by its numbers, and by how near it comes in meaning.

The weights of these were fitted on queries over the dev part of PolNeAR (`benchmarks/lookup.py`), together with
sentences about other things, for which nothing is to be found: what scores less than 0.5 is more likely chance than not.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from claimsdb.lookup.numbers import Number
from claimsdb.lookup.vocabulary import FAINT, Word

NUMBER = 0.6
"""What a number weighs, as a share of what the rarest word would."""
SHARE, COSINE, MATCHED, SAID, AT_ODDS, THRESHOLD = 1.0, 15.0, 2.0, 2.0, 1.0, 7.7
PLENTY = 2.5
"""Words matched of this weight are as good as any more."""
NEARLY_ALL = 0.8
"""A claim with this share of the phrase's weight, and more than one telling word of it, is found whatever its vector says."""
BESIDE = 0.7
"""What a word is worth that stands in the claim's source, its cue or its speaker's name, not in its own words."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for: its words, its numbers, and what a word weighs that no claim has."""

    words: list[Word]
    numbers: list[Number]
    rarest: float

    @property
    def number_weight(self) -> float:
        """What a number weighs."""
        return NUMBER * self.rarest

    @property
    def weight(self) -> float:
        """The weight of all words and numbers."""
        return sum(w.weight for w in self.words) + self.number_weight * len(self.numbers)


@dataclass(frozen=True, slots=True)
class Likeness:
    """What a claim has of a query: the share of its words' and numbers' weight, that weight itself, the cosine of their vectors.

    `matched` is in units of what a word weighs that no claim has; `telling` counts its words that are not common. `at_odds` where the
    claim has numbers of the same unit and none of them is the one asked for; `cosine` is None without vectors; `said` where the
    claim is by whom the query names as its source.
    """

    words: float
    matched: float
    telling: int
    at_odds: bool
    cosine: float | None
    said: bool = False


def likeness(
    query: Query,
    stems: Collection[str],
    beside: Collection[str],
    numbers: Sequence[Number],
    cosine: float | None,
    said: bool = False,
) -> Likeness:
    """Compare a claim with a query: the stems of its own words and of those beside it, and its numbers."""
    there, telling = 0.0, 0
    for word in query.words:
        own = max((near for form, near in word.forms if form in stems), default=0.0)
        other = max((near for form, near in word.forms if form in beside), default=0.0)
        there += word.weight * max(own, BESIDE * other)
        telling += word.weight > FAINT and (own or other) > 0
    at_odds = False
    for number in query.numbers:
        if any(number.same(n) for n in numbers):
            there += query.number_weight
            telling += 1
        elif any(n.unit == number.unit for n in numbers):
            at_odds = True
    return Likeness(there / query.weight if query.weight else 0.0, there / query.rarest, telling, at_odds, cosine, said)


def score(like: Likeness) -> float:
    """The score of a claim that does not hold the phrase word for word."""
    if like.cosine is None:
        return 0.99 * like.words
    logit = SHARE * like.words + COSINE * like.cosine + MATCHED * min(like.matched / PLENTY, 1) - THRESHOLD
    logit += SAID * like.said - AT_ODDS * like.at_odds
    made = 0.99 / (1 + math.exp(-logit))
    if like.words >= NEARLY_ALL and like.telling > 1:
        made = max(made, 0.5 + like.words - NEARLY_ALL)
    return made
