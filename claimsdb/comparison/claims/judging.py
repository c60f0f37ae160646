"""Whether two claims say the same: nearness of meaning and shared words, unless a number, a date, a name, a denial or
who acts on whom differs.
"""

from __future__ import annotations

from dataclasses import dataclass

from claimsdb.comparison.claims.comparability import one_matter
from claimsdb.comparison.claims.conflicts import Conflict, conflicts, turned_round
from claimsdb.comparison.claims.likeness import LEAST, NEARLY, TELLING, likeness
from claimsdb.comparison.claims.statements import Statement


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


def unlike(a: Statement, b: Statement) -> bool:
    """Whether a rule decides that two claims do not say the same: they have too little in common, one of them asks, one speaks of its
    speaker and the other to somebody ("I pay my taxes", "you pay your taxes"), or two people each say "I".
    """
    if a.shared(b) < TELLING or a.asks != b.asks or {a.persons, b.persons} == {(True, False), (False, True)}:
        return True
    return a.speaks_of_self and b.speaks_of_self and None not in (a.speaker, b.speaker) and a.speaker != b.speaker


def other_subject(a: Statement, b: Statement) -> bool:
    """Whether two claims begin with different names, neither of which the other has: they are never the same. They may be in conflict ("Lee
    won the election in Kent", "Ortega won the election in Kent") if they have another name in common.
    """
    if not a.begins or not b.begins:
        return False
    return a.begins.isdisjoint(b.weights) and b.begins.isdisjoint(a.weights)


def _share_a_name(a: Statement, b: Statement) -> bool:
    return any(term.form in b.weights for run in a.names for term in run)


def judge(a: Statement, b: Statement, meaning: float) -> Judgement | None:
    """The judgement of a pair; None if it is not about the same thing."""
    if unlike(a, b):
        return None
    alike = likeness(a, b, meaning)
    score, less, more = alike.score, alike.less, alike.more
    if score < NEARLY or turned_round(a, b):
        return None
    differ = conflicts(a, b, less)
    if other_subject(a, b) and not (differ and _share_a_name(a, b)):
        return None
    if differ and (
        score < LEAST or (a.document == b.document and a.speaker == b.speaker) or not one_matter(a, b, differ)
    ):
        return None  # two things, or one voice that speaks of two
    words = sorted((f for f in a.weights if f in b.weights), key=lambda f: (-a.weights[f], f))[:6]
    shown = ", ".join(w.lstrip("@#") for w in words)
    reasons = f"meaning {meaning:.2f}; words {less:.2f} and {more:.2f}" + (f" ({shown})" if shown else "")
    return Judgement(score, score >= LEAST, reasons, tuple(differ))
