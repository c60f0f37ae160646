"""A claim as it is compared: its terms with their weights, its names, its quantities, what it denies."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise

from claimsdb.comparison.claims.negation import Denial, denied, negators
from claimsdb.comparison.claims.values import numbers
from claimsdb.english.terms import Term, terms, weight
from claimsdb.english.words import WORD
from claimsdb.model.claim import Quantity
from claimsdb.model.spans import Span

QUANTITY = 6.0
"""The weight of a quantity, compared with words: that of a name that one sentence in four hundred has."""
HEAVIEST = 9.0
_FIRST = re.compile(r"\b(?:I|[Mm]y|[Mm]e|[Mm]ine|[Ww]e|[Oo]ur|[Uu]s)\b")
_SINGULAR = re.compile(r"\b(?:I|[Mm]y|[Mm]e|[Mm]ine)\b")
_BEFORE = re.compile(r"[\s“”\"‘’']*+(?:(?:The|Mr|Mrs|Ms|Dr|Sen|Rep|Gov)\.?\s)?")
_SECOND = re.compile(r"\b(?:you|your|yours)\b", re.I)


@dataclass(frozen=True)
class Statement:
    """A claim's words and what is known of them.

    The spans of `quantities` are in `text`; `document` and `speaker` are keys; `day` is the document's date, if it has one.
    """

    id: str
    text: str
    quantities: tuple[Quantity, ...]
    document: int
    speaker: int | None
    day: date | None = None

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """The content words in order."""
        return terms(self.text)

    @cached_property
    def _edges(self) -> tuple[list[int], list[int]]:
        return [t.start for t in self.terms], [t.end for t in self.terms]

    def beside(self, span: Span) -> set[str]:
        """The two content words on either side of a span."""
        starts, ends = self._edges
        before, after = bisect_right(ends, span.start), bisect_left(starts, span.end)
        return {t.form for t in (*self.terms[max(before - 2, 0) : before], *self.terms[after : after + 2])}

    @cached_property
    def weights(self) -> dict[str, float]:
        """Its distinct terms and quantities with their weights."""
        found = {t.form: min(weight(t.form), HEAVIEST) for t in self.terms}
        return found | {f"#{number}": QUANTITY for number in self.numbers}

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The values of its quantities except dates, without how exact they are."""
        return frozenset(q.normal.lstrip("≥>≤<≈") for q in numbers(self.quantities))

    @cached_property
    def phrases(self) -> frozenset[tuple[str, str]]:
        """Its pairs of neighbouring words, in lower case."""
        words = WORD.findall(self.text.lower())
        return frozenset(pairwise(words))

    @cached_property
    def persons(self) -> tuple[bool, bool]:
        """Whether it speaks of its speaker ("I", "we"), and whether of whom it is said to ("you")."""
        return _FIRST.search(self.text) is not None, _SECOND.search(self.text) is not None

    @cached_property
    def speaks_of_self(self) -> bool:
        """Whether it speaks of its one speaker ("I", "my")."""
        return _SINGULAR.search(self.text) is not None

    @cached_property
    def begins(self) -> frozenset[str]:
        """The words of the name with which it begins, mostly its subject; none of an acronym, which may stand for any name."""
        before = _BEFORE.match(self.text)
        at = before.end() if before else 0
        found = [run for run in self.names if run[0].start == at]
        return frozenset(t.form for run in found for t in run if not self.text[run[0].start : run[-1].end].isupper())

    @property
    def asks(self) -> bool:
        """Whether it is a question."""
        return "?" in self.text

    @cached_property
    def total(self) -> float:
        """The total weight of its terms and quantities."""
        return sum(self.weights.values())

    @cached_property
    def denies(self) -> bool:
        """Whether it denies something: two denials cancel each other out."""
        return len(negators(self.text)) % 2 == 1

    @cached_property
    def denied(self) -> tuple[Denial, ...]:
        """What it denies."""
        return tuple(denied(self.text, self.terms))

    @cached_property
    def names(self) -> tuple[tuple[Term, ...], ...]:
        """The names in it, each as its consecutive words."""
        runs: list[list[Term]] = []
        for term in self.terms:
            if not term.name:
                continue
            country = term.form.startswith("@")
            if (
                runs
                and not country
                and not runs[-1][-1].form.startswith("@")
                and self.text[runs[-1][-1].end : term.start] == " "
            ):
                runs[-1].append(term)
            else:
                runs.append([term])
        return tuple(tuple(run) for run in runs)

    def shared(self, other: Statement) -> float:
        """The weight of the terms in common."""
        return sum(w for form, w in self.weights.items() if form in other.weights)


def heaviest(statement: Statement, count: int, least: float) -> Sequence[str]:
    """The heaviest terms, at most `count`, each with at least the weight `least`."""
    told = sorted(((w, form) for form, w in statement.weights.items() if w >= least), key=lambda x: (-x[0], x[1]))
    return [form for _, form in told[:count]]
