"""Two claims of which one says what the other denies, or the opposite.

A denial of something else than what is said does not count ("right for fights, but not for debates").
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from claimsdb.comparison.claims.negation import AUXILIARY, SUPPOSED, Denial, like
from claimsdb.comparison.claims.statements import Statement
from claimsdb.english.listed import meanings
from claimsdb.english.terms import Term, stem
from claimsdb.model.spans import Span

WHOLLY = 0.8
"""Minimum share of either claim's words in common if a noun is denied ("no cargo"): it may belong to another verb."""
_NO_STATEMENT = re.compile(r"\W*(?:and\s+|but\s+)?(?:what|how|why|whether|if|when|where|let[’']s|let us)\b", re.I)
_OUGHT = re.compile(r"\b(?:should|must|ought)\b", re.I)
_FINITE = re.compile(rf"\b{AUXILIARY}\b|\w[’'](?:s|re|m|ve|ll|d)\b", re.I)
_NOUN = re.compile(
    r"(?:\b(?P<word>to|of|in|for|from|by|on|at|with|into|than|a|an|the|his|her|their|its|our|my|your)|\w[’'](?:s)?)\s+$",
    re.I,
)
_OPPOSITES: dict[str, set[str]] = defaultdict(set)
for _one, _other in meanings("opposites", "opposite").items():
    _OPPOSITES[stem(_one)].add(stem(_other))
    _OPPOSITES[stem(_other)].add(stem(_one))


def denials(a: Statement, b: Statement, alike: float) -> Iterator[tuple[Span, Span]]:
    """The spans in both claims at which one says what the other denies, or the opposite: at most one pair.

    `alike` is the share of the words in common, in the claim where it is lower.
    """
    if "?" in a.text + b.text or _NO_STATEMENT.match(a.text) or _NO_STATEMENT.match(b.text):
        return
    if a.denies != b.denies:
        for no, yes in ((a, b), (b, a)):
            for denial in no.denied:
                if there := _said(yes, no, denial, alike):
                    yield (denial.span, there) if no is a else (there, denial.span)
                    return
        return
    for t in a.terms:
        if t.form in b.weights:
            continue
        opposed = _OPPOSITES.get(t.form, set()) - a.weights.keys()
        if opposed and (u := next((u for u in b.terms if u.form in opposed), None)) is not None:
            yield Span(t.start, t.end), Span(u.start, u.end)
            return


def _said(yes: Statement, no: Statement, denial: Denial, alike: float) -> Span | None:
    """The span at which a claim states what the other denies; a mere noun phrase ("his involvement") or a supposition does not count."""
    form = denial.what.form
    there = next((t for t in yes.terms if t.form == form), None)
    if there is None or any(d.what.form == form for d in yes.denied):
        return None
    before = yes.text[: there.start]
    if SUPPOSED.search(before) or bool(_OUGHT.search(yes.text)) != bool(_OUGHT.search(no.text)):
        return None
    if denial.noun is not None:
        said = alike >= WHOLLY and (not denial.noun or denial.noun in {like(w) for w in re.findall(r"\w+", before)})
    else:
        noun = _NOUN.search(before)
        to = noun is not None and (noun["word"] or "").lower() == "to"
        inflected = yes.text[there.start : there.end].lower() != form and bool(before.strip())
        said = (
            denial.to in (None, to)
            and (noun is None or to or _NOUN.search(denial.between) is not None)
            and (to or inflected or _FINITE.search(before) is not None)
        )
    return Span(there.start, there.end) if said and not _moved(yes, there, no, denial.what) else None


def _moved(yes: Statement, there: Term, no: Statement, what: Term) -> bool:
    """Whether a name is before the word in one claim and after it in the other, without a passive."""
    if re.search(r"\bby\b", yes.text + no.text):
        return False
    ours = {t.form: t.start < there.start for t in yes.terms if t.name}
    theirs = {t.form: t.start < what.start for t in no.terms if t.name}
    return any(ours[form] != theirs[form] for form in ours.keys() & theirs.keys())
