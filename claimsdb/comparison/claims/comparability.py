"""Whether two claims that differ in a value speak of one thing, so that both cannot be true, or of two.

Two polls have two margins of error, two states two results, one candidate a new lead every week. The words around two values
show that they are of one thing: the same names, nearly the same words, and the values in the same part.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain
from math import log10

from claimsdb.comparison.claims.conflicts import Conflict
from claimsdb.comparison.claims.statements import Statement
from claimsdb.english.terms import Term
from claimsdb.model.claim import Quantity, QuantityKind
from claimsdb.model.relation import ConflictKind
from claimsdb.model.spans import Span

COVERED = 0.4
"""Minimum share of either claim's words, values excepted, that the other must have."""
HALF = 0.5
"""The same for two dates: each event of a long story has its own."""
SURELY = 0.8
"""The same if either begins with a pronoun ("he") or with a verb without its subject."""
NEARLY_ALL = 0.95
"""The same if no name is in both ("the margin of error" differs from poll to poll), or if two numbers differ."""
CONTAINED, GREATER, BESIDE = 20.0, 0.5, 6
"""For a claim that a longer one contains among other things: minimum weight of the words in common, their minimum share of the shorter
claim, and the number of words that count as next to a value.
"""
TELLING = 12.0
"""Minimum weight of the words in common, values excepted: "Smith got" does not say what."""
_SUBJECT = re.compile(
    r"\W*(?:(?:and|but|while|that|as)\s+)?(?:(?P<who>who|whom|which|whose|where|when)|(?P<he>he|him|his)|(?P<she>she|her)"
    r"|(?P<it>it|its|this|that)|(?P<they>they|them|their|these|those)|(?P<i>i|my|we|our|you|your)|(?P<none>to|(?!during|according|spring|\w*thing|morning|evening)[a-z]{2,}ing))\b"
)
_MYSELF = re.compile(r"\b(?:I|[Mm]y|[Mm]e|[Ww]e|[Oo]ur|[Uu]s)\b")
_MOMENT = re.compile(
    r"\b(?:now|still|so far|to date|current(?:ly)?|already|as of|at (?:present|this point|the moment)|until now|for now|yet|remaining)\b",
    re.I,
)
_STANDS = re.compile(
    r"(?:\b(?:is|are|has|have|leads?|leading|trails?|trailing|stands?)|[’'](?:s|re|ve))(?:\s+(?:at|by|with|a|an|the)){0,2}\s+$",
    re.I,
)
_PERIOD = re.compile(
    r"\b(?:since|between\s+\d|until|per|every|each|annual(?:ly)?|yearly|monthly|weekly|daily|an? (?:year|month|week|day)|that year"
    r"|in the (?:state|country|county|city|region|district|world)|nationally|nation-?wide|state-?wide|world-?wide|overall|on average)\b",
    re.I,
)
_RANK = re.compile(
    r"\b(?:top|bottom|first|last|next|past|previous|upper|lower|number|no\.?|section|article|chapter|page|part|phase|day|week|age|aged)\s+$",
    re.I,
)
_WHOSE = re.compile(r"(?:\b(?:the|an?|his|her|their|its|our|my|your|this|that)|\w[’']s?)\s+(?:\w+\s+)?$", re.I)
_LINK = re.compile(
    r"\b(?P<link>by|until|till|through|since|from|after|before|between|of|for)\s+(?:the\s+|early\s+|late\s+|end\s+of\s+|start\s+of\s+){0,4}$",
    re.I,
)


def one_matter(a: Statement, b: Statement, differ: Sequence[Conflict]) -> bool:
    """Whether all that differs is said of one thing. Two kinds of difference are two things, as are mostly two numbers."""
    return len({c.kind for c in differ}) == 1 and all(
        _one(a, b, c.kind, c.here, c.there, NEARLY_ALL if len(differ) > 1 else COVERED) for c in differ
    )


def _one(a: Statement, b: Statement, kind: ConflictKind, here: Span, there: Span, least: float) -> bool:
    both, less, more = _covered(a, b, here, there)
    begin = [_subject(a), _subject(b)]
    alike = less >= NEARLY_ALL and begin[0] == begin[1] and kind is not ConflictKind.POLARITY
    if not alike and (_estranged(a, b, here, there) or _other_subject(a, b)):
        return False
    if kind is ConflictKind.POLARITY:
        return True
    named = bool(_names(a, here) & _names(b, there))
    if kind is ConflictKind.DATE:
        least = max(least, HALF)
    if not named:
        least = NEARLY_ALL
    elif any(begin) or kind is ConflictKind.NAME:
        least = max(least, SURELY)
    if both < TELLING or (less < least and not (both >= CONTAINED and _told_within(a, b, here, there, more))):
        return False
    if kind is ConflictKind.NAME:
        return True
    x, y = (next(q for q in s.quantities if q.span == span) for s, span in ((a, here), (b, there)))
    return _one_date(a, x, b, y) if kind is ConflictKind.DATE else _one_number(a, x, b, y)


def _told_within(a: Statement, b: Statement, here: Span, there: Span, more: float) -> bool:
    """Whether a longer claim contains what the shorter one says: nearly all of it, with a name in common, or the greater part,
    with two names in common and two of the words next to the values.
    """
    names = _names(a, here) & _names(b, there)
    if not names or more >= NEARLY_ALL:
        return bool(names)
    return more >= GREATER and len(names) > 1 and len(_beside(a, here) & _beside(b, there)) > 1


def _beside(statement: Statement, value: Span) -> set[str]:
    """The content words nearest to a value."""
    terms = [t for t in statement.terms if not _within(t, [value])]
    terms.sort(key=lambda t: min(abs(t.start - value.end), abs(value.start - t.end)))
    return set(list(dict.fromkeys(t.form for t in terms))[:BESIDE])


def _subject(statement: Statement) -> str | None:
    """The kind of pronoun, or of verb without a subject, with which the claim begins; None if it names its subject."""
    found = _SUBJECT.match(statement.text[:1].lower() + statement.text[1:])
    return found and found.lastgroup


def _covered(a: Statement, b: Statement, here: Span, there: Span) -> tuple[float, float, float]:
    """The weight of the words in common, and their shares of the weight of either claim, the lower first.

    Quantities and the differing spans are left out.
    """
    ours, theirs = _rest(a, here), _rest(b, there)
    both = sum(w for form, w in ours.items() if form in theirs)
    less, more = sorted(both / max(sum(w.values()), 1e-9) for w in (ours, theirs))
    return both, less, more


def _rest(statement: Statement, value: Span) -> dict[str, float]:
    spans = [*(q.span for q in statement.quantities), value]
    return {t.form: statement.weights[t.form] for t in statement.terms if not _within(t, spans)}


def _within(term: Term, spans: list[Span]) -> bool:
    return any(s.start <= term.start < s.end for s in spans)


def _named(statement: Statement) -> list[Term]:
    """The words of names, in order, except days and months."""
    dates = [q.span for q in statement.quantities if q.kind is QuantityKind.DATE]
    return [t for t in chain.from_iterable(statement.names) if not _within(t, dates)]


def _names(statement: Statement, value: Span) -> set[str]:
    return {t.form for t in _named(statement) if not _within(t, [value])}


def _estranged(a: Statement, b: Statement, here: Span, there: Span) -> bool:
    """Whether each has names that the other lacks, or one has names of which the other has none."""
    ours, theirs = _names(a, here), _names(b, there)
    both = (ours & b.weights.keys()) | (theirs & a.weights.keys())
    only = [bool(ours - b.weights.keys()), bool(theirs - a.weights.keys())]
    person = any(_subject(s) in ("he", "she") for s in (a, b))
    return all(only) or (any(only) and not both and not person)


def _other_subject(a: Statement, b: Statement) -> bool:
    """Whether the claims may have different subjects: one begins with a word without a referent ("who"), both begin with words for
    different people ("he", "she"), or two voices each speak of themselves.
    """
    kinds = {_subject(a), _subject(b)} - {None}
    one_voice = a.speaker is not None and a.speaker == b.speaker
    if "who" in kinds or (len(kinds) == 2 and "none" not in kinds and not (one_voice and "i" in kinds)):
        return True
    voices = {a.speaker, b.speaker} - {None}
    return len(voices) == 2 and all(_MYSELF.search(s.text) for s in (a, b))


def _one_number(a: Statement, x: Quantity, b: Statement, y: Quantity) -> bool:
    """Whether two numbers are of one thing and time.

    They must be of one moment and of the same periods, not ranks ("the top 1 percent"), each absent from the other claim, and of one
    owner if a claim has several such numbers ("Smith has 370, Jones 163").
    """
    texts = a.text, b.text
    if not _one_moment(a, x, b, y) or not _one_size(x, y):
        return False
    if len({frozenset(m.lower() for m in _PERIOD.findall(t)) for t in texts}) > 1:
        return False
    if any(_RANK.search(s.text[: q.span.start]) for s, q in ((a, x), (b, y))):
        return False
    if any(_value(q) == _value(x) for q in b.quantities) or any(_value(q) == _value(y) for q in a.quantities):
        return False
    ours, theirs = _owner(a, x), _owner(b, y)
    several = any(sum(q.kind is x.kind and q.unit == x.unit for q in s.quantities) > 1 for s in (a, b))
    if ours is None or theirs is None:
        return not several
    return ours.form == theirs.form or (not several and (ours.form in b.weights or theirs.form in a.weights))


def _one_moment(a: Statement, x: Quantity, b: Statement, y: Quantity) -> bool:
    """Whether two numbers may be of one moment: of one day, or neither of the time of speaking ("503 so far", "has 503")."""
    if a.day is not None and a.day == b.day:
        return True
    if any(_MOMENT.search(s.text) for s in (a, b)):
        return False
    return not (a.day and b.day and any(_STANDS.search(s.text[: q.span.start]) for s, q in ((a, x), (b, y))))


def _one_size(x: Quantity, y: Quantity) -> bool:
    """Whether two numbers can be versions of one: within a factor of ten, or equal but for a power of ten ("40 million", "40 billion")."""
    one, other = (abs(q.low if q.low is not None else q.high or 0) for q in (x, y))
    if not one or not other:
        return True
    apart = abs(log10(one) - log10(other))  # their ratio may exceed the range of a float
    return apart <= 1 or abs(apart - round(apart)) < 1e-9


def _value(q: Quantity) -> tuple[float | None, float | None]:
    return (q.low, q.high) if q.kind is not QuantityKind.DATE else (None, None)


def _owner(statement: Statement, q: Quantity) -> Term | None:
    """The last name before a quantity."""
    return next((t for t in reversed(_named(statement)) if t.end <= q.span.start), None)


def _one_date(a: Statement, x: Quantity, b: Statement, y: Quantity) -> bool:
    """Whether two dates are of one event: after the same preposition, and neither part of the name of a thing ("her 2000 campaign")."""
    if any(
        _WHOSE.search(s.text[: q.span.start]) and re.match(r"\s+\w", s.text[q.span.end :]) for s, q in ((a, x), (b, y))
    ):
        return False
    links = [m["link"].lower() if (m := _LINK.search(s.text[: q.span.start])) else "" for s, q in ((a, x), (b, y))]
    return links[0] == links[1]
