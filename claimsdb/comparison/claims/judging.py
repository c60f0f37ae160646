"""Whether two claims say the same: nearness of meaning and shared words, unless a number, a date, a name, a denial or
who acts on whom differs.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.resources import files
from math import exp

from claimsdb.comparison.claims.comparability import one_matter
from claimsdb.comparison.claims.conflicts import Conflict, conflicts, turned_round
from claimsdb.comparison.claims.statements import Statement

_MODEL = json.loads(files("claimsdb.comparison.claims").joinpath("same_claim.json").read_text("utf-8"))
LEAST: float = _MODEL["least"]
"""Minimum score of two claims about the same thing."""
NEARLY: float = _MODEL["nearly"]
"""Minimum score of a claim with a group's centre to join that group, if it says the same as another of its claims."""
TELLING: float = _MODEL["telling"]
"""Minimum weight of the words in common: with less ("the policy", "to comment") nothing shows that it is one event."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """The judgement of a pair: how likely it is about the same thing (0 to 1), why, and the conflicts.

    `sure` says that the score reaches `LEAST`, not only `NEARLY`.
    """

    score: float
    sure: bool
    reasons: str
    conflicts: tuple[Conflict, ...] = ()

    @property
    def same(self) -> bool:
        """Whether they say the same, or nearly: a claim does not say the same as one that it conflicts with."""
        return not self.conflicts


def likeness(meaning: float, one: float, other: float) -> float:
    """How alike two claims are, 0 to 1. `meaning` is the cosine of their vectors; `one` and `other` are the shares of each claim's words in
    common, the lower first.
    """
    logit = _MODEL["bias"] + _MODEL["meaning"] * meaning + _MODEL["words_less"] * one + _MODEL["words_more"] * other
    return float(1 / (1 + exp(-logit)))


def judge(a: Statement, b: Statement, meaning: float) -> Judgement | None:
    """The judgement of a pair; None if it is not about the same thing."""
    if not a.total or not b.total:
        return None
    both = a.shared(b)
    if both < TELLING:
        return None
    less, more = sorted((both / a.total, both / b.total))
    score = likeness(meaning, less, more)
    if score < NEARLY or turned_round(a, b):
        return None
    differ = conflicts(a, b, less)
    if differ and (
        score < LEAST or (a.document == b.document and a.speaker == b.speaker) or not one_matter(a, b, differ)
    ):
        return None  # two things, or one voice that speaks of two
    words = sorted((f for f in a.weights if f in b.weights), key=lambda f: (-a.weights[f], f))[:6]
    shown = ", ".join(w.lstrip("@#") for w in words)
    reasons = f"meaning {meaning:.2f}; words {less:.2f} and {more:.2f}" + (f" ({shown})" if shown else "")
    return Judgement(score, score >= LEAST, reasons, tuple(differ))
