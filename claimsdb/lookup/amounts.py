"""Amounts of a phrase and of claims, as look-up compares them: "$320 billion" is "320 billion dollars", "two percent" is "2 %".

`claimsdb.english.quantities` finds the amounts of a text. Dates are not amounts: they are compared as words.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from math import isclose

from claimsdb.english.quantities.numbers import ONES, TENS
from claimsdb.english.quantities.quantities import quantities
from claimsdb.model.claim import Quantity, QuantityKind
from claimsdb.model.spans import Span

ROUNDED = 0.7
"""How much an amount counts that equals the amount asked for only after rounding to as many figures."""
_SCALES = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12}


@dataclass(frozen=True, slots=True)
class Amount:
    """A value, or the two ends of a range, of a kind; `unit` is None if the kind is a bare number."""

    ends: tuple[float, ...]
    kind: QuantityKind
    unit: str | None

    def same(self, other: Amount) -> float:
        """How well another amount matches this one, 0 to 1: in value, and in kind and unit if neither is a bare number."""
        bare = QuantityKind.NUMBER in (self.kind, other.kind)
        if not bare and (self.kind, self.unit) != (other.kind, other.unit):
            return 0.0
        if any(isclose(a, b, rel_tol=1e-9) for a in self.ends for b in other.ends):
            return 1.0
        return ROUNDED if any(_rounds_to(b, a) for a in self.ends for b in other.ends) else 0.0


def amount(kind: str, low: float | None, high: float | None, unit: str | None) -> Amount:
    """The amount that the columns of a quantity describe."""
    ends = tuple(dict.fromkeys(end for end in (low, high) if end is not None))
    return Amount(ends, QuantityKind(kind), None if kind == QuantityKind.NUMBER else unit)


def amounts(text: str) -> list[tuple[Span, Amount]]:
    """The amounts of a text in order, each with its span in code points."""
    found = quantities(text, Span(0, len(text)), None)
    return [(q.span, _of(q)) for q in found if q.kind is not QuantityKind.DATE]


def _of(quantity: Quantity) -> Amount:
    return amount(quantity.kind, quantity.low, quantity.high, quantity.unit)


def _rounds_to(exact: float, rough: float) -> bool:
    """Whether `exact`, rounded to as many figures as `rough` has (at least two), equals it: 78,284 and 78,000."""
    figures = len(Decimal(f"{rough:.12g}").normalize().as_tuple().digits)
    return figures > 1 and f"{exact:.{figures - 1}e}" == f"{rough:.{figures - 1}e}"


def forms(value: float) -> list[str]:
    """Spellings of the value by which full-text search may find a claim that has it."""
    exact = Decimal(f"{value:.12g}").normalize()
    made = [f"{exact:f}", f"{exact:,f}"]
    for scale, power in _SCALES.items():
        shown = exact.scaleb(-power)
        if Decimal("0.1") <= shown < 10000 and exact >= 1000:
            made.append(f"{shown.normalize():f} {scale}")
    if exact == int(exact) and 0 <= exact < len(ONES):
        made.append(ONES[int(exact)])
    elif 20 <= exact < 100 and exact % 10 == 0:
        made.append(TENS[int(exact) // 10 - 2])
    return list(dict.fromkeys(made))
