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
"""From which score on two claims are about the same thing."""
NEARLY: float = _MODEL["nearly"]
"""From which score on a claim may join a group whose centre it is nearly the same as, if it is the same as another of its claims."""
TELLING: float = _MODEL["telling"]
"""What the words that both have must tell together: below it ("the policy", "to comment") nothing says that it is one event."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A pair judged: how surely they are about the same thing (0 to 1), why, and in what they conflict. `sure` that it is
    the same thing.
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
    """How alike two claims are, 0 to 1: `meaning` is the product of their vectors, `one` and `other` how much of each
    claim's words both have, the lesser first.
    """
    logit = _MODEL["bias"] + _MODEL["meaning"] * meaning + _MODEL["words_less"] * one + _MODEL["words_more"] * other
    return float(1 / (1 + exp(-logit)))


def judge(a: Statement, b: Statement, meaning: float) -> Judgement | None:
    """The judgement of a pair; None where they are not about the same thing."""
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
        return None  # two things, or one voice that tells of two
    words = sorted((f for f in a.weights if f in b.weights), key=lambda f: (-a.weights[f], f))[:6]
    shown = ", ".join(w.lstrip("@#") for w in words)
    reasons = f"meaning {meaning:.2f}; words {less:.2f} and {more:.2f}" + (f" ({shown})" if shown else "")
    return Judgement(score, score >= LEAST, reasons, tuple(differ))
