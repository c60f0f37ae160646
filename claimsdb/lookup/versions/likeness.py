"""How much units of an older and of a newer text have in common."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from math import sqrt

from claimsdb.english.tokens import Tokens, is_word
from claimsdb.lookup.versions.chains import Pair
from claimsdb.lookup.versions.units import Unit

ALIKE = 0.4
"""Minimum share of the tokens, by weight, that two units in the same place have in common if one became the other."""
PART = 0.75
"""The same share of the shorter unit, if the other became longer or shorter."""
HALF = 0.5
"""The same share of the words, each counting the same, of what is left of two units without words that both have."""
ALONE = 0.25
"""`ALIKE` for two units that are the only ones between units that stayed."""
_FEW = 2500
"""Number of pairs of units between two that stayed that are all compared; if there are more, only those that share a rare token are."""
_RARE = 20
_MARK = 0.1
"""The weight of a mark, of which words have up to 1."""


class Likeness:
    """How much two units have in common: the weights of their common tokens. A token weighs less the more often it is in the texts."""

    def __init__(self, tokens: tuple[Tokens, Tokens], units: tuple[Sequence[Unit], Sequence[Unit]]) -> None:
        """Take the tokens and the units of both texts, the older first."""
        seen = Counter(tokens[0].keys)
        seen.update(tokens[1].keys)
        self._weights = {key: (1.0 if is_word(key) else _MARK) / sqrt(n) for key, n in seen.items()}
        self._seen = seen
        self._tokens, self._units = tokens, units
        self._counted: dict[tuple[int, int], tuple[Counter[str], float]] = {}

    def common(self, i: int, j: int) -> float:
        """The weight of the tokens that both have."""
        (one, _), (other, _) = self._bag(0, i), self._bag(1, j)
        if len(other) < len(one):
            one, other = other, one
        return sum(min(n, other[key]) * self._weights[key] for key, n in one.items() if key in other)

    def are(self, i: int, j: int, *, alone: bool = False) -> bool:
        """Whether one may have become the other."""
        common, one, other = self.common(i, j), self._bag(0, i)[1], self._bag(1, j)[1]
        if not common:
            return False
        longer = common >= PART * min(one, other) and common >= 0.5 * ALIKE * max(one, other)
        return longer or 2 * common >= (ALONE if alone else ALIKE) * (one + other)

    def around(self, i: int, j: int, words: Sequence[str]) -> bool:
        """Whether two units that both have the words are alike without them."""
        own = Counter(words)
        one, other = self._bag(0, i)[0] - own, self._bag(1, j)[0] - own
        common, whole = (sum(n * self._weights[key] for key, n in bag.items()) for bag in (one & other, one + other))
        if common > 0 and 2 * common >= ALIKE * whole:
            return True
        # Of "Lee said Friday", a name that the text often has weighs little, but is most of what there is.
        common, whole = (sum(n for key, n in bag.items() if is_word(key)) for bag in (one & other, one + other))
        return common > 0 and 2 * common > HALF * whole

    def rest(self, side: int, number: int, beside: int, partner: int) -> bool:
        """Whether a unit is, for the most part, what its neighbour `beside` lacks of the neighbour's partner on the other side."""
        (one, weight), (neighbour, _), (whole, _) = (
            self._bag(side, number),
            self._bag(side, beside),
            self._bag(1 - side, partner),
        )
        left = whole - neighbour
        common = sum(min(n, left[key]) * self._weights[key] for key, n in one.items())
        return common > 0 and common >= PART * weight

    def candidates(self, here: Sequence[int], there: Sequence[int]) -> list[Pair]:
        """The pairs of these units that are worth comparing, in order."""
        if len(here) * len(there) <= _FEW:
            return [(i, j) for i in here for j in there]
        holding: dict[str, list[int]] = defaultdict(list)
        for j in there:
            for key in self._bag(1, j)[0]:
                if self._seen[key] <= _RARE:
                    holding[key].append(j)
        return sorted({(i, j) for i in here for key in self._bag(0, i)[0] for j in holding.get(key, ())})

    def _bag(self, side: int, number: int) -> tuple[Counter[str], float]:
        """The tokens of a unit with their numbers, and their weight in all."""
        if (side, number) not in self._counted:
            unit = self._units[side][number]
            bag = Counter(self._tokens[side].keys[unit.start : unit.end])
            self._counted[side, number] = bag, sum(n * self._weights[key] for key, n in bag.items())
        return self._counted[side, number]
