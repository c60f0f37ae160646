"""Which claims may be in a group together: those that agree, whatever the links between them say.

Claims that conflict never share a group, nor do claims whose values exclude each other ("rose by 1.2 percent", "fell by 0.4 percent"),
even if each says the same as a third. A claim without a number never stands for one with a number. And it says the same as none of them
if these are a series: "the index moved" may be about any movement of the index.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from claimsdb.comparison.claims.values import exclude, numbers
from claimsdb.model.claim import Quantity

SERIES = 3
"""Number of claims with values that exclude each other, all linked to a claim without a number, that make a series: of two, both may tell
of its event, and one be wrong.
"""

Values = Sequence[Quantity]


class Agreement:
    """What claims state and are linked to, by their ids: their values, the claims that each is in conflict with, and their links.

    All three may lack claims that have none.
    """

    def __init__(
        self,
        values: Mapping[str, Values],
        conflicting: Mapping[str, AbstractSet[str]],
        links: Mapping[str, Collection[str]],
    ) -> None:
        self._values, self._conflicting = values, conflicting
        self._vague = {one for one, others in links.items() if self._silent(one) and self._series(sorted(others))}

    def together(self, centre: str, claims: Iterable[str]) -> list[str]:
        """Those of the claims that may be in a group that `centre` stands for: each that agrees with all before it."""
        chosen: list[str] = []
        taken = {centre}
        met: dict[tuple[object, ...], Values] = {}
        self._meet(met, centre)
        silent = self._silent(centre)
        for claim in claims:
            if not self._silent(claim) if silent else claim in self._vague:
                continue
            if not taken.isdisjoint(self._conflicting.get(claim, ())):
                continue
            values = self._values.get(claim, ())
            if _written(values) not in met and any(exclude(values, others) for others in met.values()):
                continue
            chosen.append(claim)
            taken.add(claim)
            self._meet(met, claim)
        return chosen

    def _series(self, claims: Iterable[str]) -> bool:
        """Whether some of the claims are a series."""
        different: list[Values] = []
        for claim in claims:
            values = self._values.get(claim, ())
            if numbers(values) and all(exclude(values, others) for others in different):
                different.append(values)
                if len(different) == SERIES:
                    return True
        return False

    def _silent(self, claim: str) -> bool:
        """Whether a claim states no number."""
        return not numbers(self._values.get(claim, ()))

    def _meet(self, met: dict[tuple[object, ...], Values], claim: str) -> None:
        """Add the values of a claim, once for all claims with the same."""
        if values := self._values.get(claim):
            met.setdefault(_written(values), values)


def _written(values: Values) -> tuple[object, ...]:
    return tuple((q.kind, q.normal, q.unit, q.earliest, q.latest) for q in values)
