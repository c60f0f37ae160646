"""What two claims about one thing differ in: a number, a date, a name, a denial, or who acts on whom.

A conflict is a link, never a verdict. Values that can be true together are not in conflict: "three" and "at least three", "about
50,000" and "50,132", "2023" and "22 February 2023", "February" of an open year and "22 February".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from claimsdb.comparison.claims.denials import denials
from claimsdb.comparison.claims.statements import Statement
from claimsdb.comparison.claims.values import MANY, compatible, dates, heads, may_be_one, numbers, one_measure
from claimsdb.english.listed import listed
from claimsdb.english.terms import Term, stem
from claimsdb.model.claim import Quantity, QuantityKind
from claimsdb.model.relation import ConflictKind
from claimsdb.model.spans import Span

ALIKE = 0.6
"""Minimum share of either claim's words in common for another name or a denial to be a conflict, and not another matter."""
_SHORT = re.compile(r"(?:[A-Z]\.?){2,6}|[A-Z][a-z]{0,5}\.")
_MUTUAL = frozenset(stem(word) for word in listed("mutual", "mutual"))


@dataclass(frozen=True, slots=True)
class Conflict:
    """What differs, with the spans of the two values in the claims' texts, in code points, half-open."""

    kind: ConflictKind
    here: Span
    there: Span


def conflicts(a: Statement, b: Statement, alike: float) -> list[Conflict]:
    """The conflicts between two claims. `alike` is the share of the words in common, in the claim where it is lower.

    Whether the claims speak of one thing is decided in `claimsdb.comparison.claims.comparability`.
    """
    found = [*_numbers(a, b), *_dates(a, b)]
    if alike >= ALIKE:
        found += (Conflict(ConflictKind.POLARITY, *spans) for spans in denials(a, b, alike))
        found += [] if found else _names(a, b)
    return found


def turned_round(a: Statement, b: Statement) -> bool:
    """Whether two names in both claims act on each other the other way round ("X sued Y", "Y sued X")."""
    first, second = _capitals(a), _capitals(b)
    both = sorted((f for f in first if f in second and (first[f].name or second[f].name)), key=lambda f: first[f].start)
    for k, one in enumerate(both):
        for other in both[k + 1 :]:
            if second[other].start >= second[one].start:
                continue
            acts = _between(a, first[one], first[other]) & _between(b, second[other], second[one])
            if acts and not acts & _MUTUAL and _passive(a, first[other]) == _passive(b, second[one]):
                return True
    return False


def _capitals(statement: Statement) -> dict[str, Term]:
    """The terms with a capital, each with its first position. A term that begins a claim need not be a name."""
    return {t.form: t for t in reversed(statement.terms) if statement.text[t.start].isupper()}


def _between(statement: Statement, left: Term, right: Term) -> set[str]:
    return {t.form for t in statement.terms if left.end <= t.start < right.start and not t.name}


def _passive(statement: Statement, name: Term) -> bool:
    return bool(re.search(r"\bby\s+(?:the\s+|an?\s+)?(?:\w+\s+){0,2}$", statement.text[: name.start]))


def _numbers(a: Statement, b: Statement) -> Iterator[Conflict]:
    ours, theirs = numbers(a.quantities), numbers(b.quantities)
    if max(len(ours), len(theirs)) > MANY:
        return
    for x in ours:
        rivals = [y for y in theirs if _same_measure(a, x, b, y)]
        peers = [y for y in ours if _same_measure(a, y, a, x)]
        if rivals and not any(compatible(p, y) for p in peers for y in rivals):
            yield Conflict(ConflictKind.NUMBER, x.span, rivals[0].span)
            theirs = [y for y in theirs if y not in rivals]


def _same_measure(a: Statement, x: Quantity, b: Statement, y: Quantity) -> bool:
    """Whether two quantities measure the same: of one measure, and if nothing names what is counted, next to the same words."""
    unnamed = x.kind is QuantityKind.PERCENTAGE or not heads(x)
    return one_measure(x, y) and (not unnamed or bool(a.beside(x.span) & b.beside(y.span)))


def _dates(a: Statement, b: Statement) -> Iterator[Conflict]:
    ours, theirs = dates(a.quantities), dates(b.quantities)
    if (
        not ours
        or not theirs
        or max(len(ours), len(theirs)) > MANY
        or any(may_be_one(x, y) for x in ours for y in theirs)
    ):
        return
    if {_words(a, x) for x in ours} & {_words(b, y) for y in theirs}:
        return  # both say "on Monday": in each, which Monday is a guess
    x, y = ours[0], theirs[0]
    yield Conflict(ConflictKind.DATE, x.span, y.span)


def _words(statement: Statement, q: Quantity) -> str:
    return q.span.of(statement.text).lower()


def _names(a: Statement, b: Statement) -> Iterator[Conflict]:
    """One name in place of another: all other names are the same, and the same word is next to both."""
    ours = [n for n in a.names if not any(t.form in b.weights for t in n)]
    theirs = [n for n in b.names if not any(t.form in a.weights for t in n)]
    if len(ours) != 1 or len(theirs) != 1 or len(a.names) != len(b.names):
        return
    x, y = ours[0], theirs[0]
    if x[0].form.startswith("@") != y[0].form.startswith("@"):
        return
    here, there = Span(x[0].start, x[-1].end), Span(y[0].start, y[-1].end)
    if _next(a, x) & _next(b, y) and not _one_name(here.of(a.text), there.of(b.text)):
        yield Conflict(ConflictKind.NAME, here, there)


def _one_name(x: str, y: str) -> bool:
    """Whether two names may be one: one contains the other, or is an abbreviation ("GOP")."""
    first, second = (re.sub(r"[\W_]+", "", name).lower() for name in (x, y))
    return first in second or second in first or _SHORT.fullmatch(x) is not None or _SHORT.fullmatch(y) is not None


def _next(statement: Statement, name: tuple[Term, ...]) -> set[tuple[int, str]]:
    """The content words right before (-1) and right after (1) a name, if they are not names themselves."""
    before = [t for t in statement.terms if t.end <= name[0].start][-1:]
    after = [t for t in statement.terms if t.start >= name[-1].end][:1]
    return {(-1, t.form) for t in before if not t.name} | {(1, t.form) for t in after if not t.name}
