"""What a claim denies, and two claims of which one says what the other denies, or the opposite.

A word that only looks like a denial is none ("not just a liar", "no longer", "nothing but"), nor is one that stands at
something else than what is said ("right for fights, but not for debates"). Who asks, supposes or allows does not deny.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from claimsdb.groups.terms import Term, stem
from claimsdb.spans import Span

if TYPE_CHECKING:
    from claimsdb.groups.statements import Statement

WHOLLY = 0.8
"""How much of either claim's words both must have where a noun is denied ("no cargo"): it may be another verb's."""
REACH = 40
"""Code points from the word that denies within which what it denies begins."""
_AUXILIARY = (
    "(?:am|is|are|was|were|be|been|being|has|have|had|do|does|did"
    "|will|would|shall|should|can|could|may|might|must|ought|need)"
)
_GAP = r"(?:(?:[\"“‘'(]*(?!only\b)[a-z]+ly|also|still|even|just)\s+)?"
_NEGATORS = re.compile(
    rf"(?:\b{_AUXILIARY}|[’'](?:s|re|m|ve|ll|d))\s+[\"“‘'(]*{_GAP}(?P<not>not)\b|(?<=\w)n[’']t(?:\s+(?P<twice>not))?\b|\bcannot\b|\bnever\b|\bhardly\b|\bnor\b"
    r"|\b(?P<to>not\s+to)\b|(?P<may>\b(?:refus(?:e|es|ed|ing)|fail(?:s|ed|ing)?|declin(?:e|es|ed|ing))\s+to\b)"
    r"|\b(?:den(?:y|ies|ied|ying)|rul(?:e|es|ed|ing)\s+out)(?=\s+(?:ever\s+)?\w+ing\b)"
    r"|(?P<noun>\bno\b|\bnone\b|\bnobody\b|\bnothing\b|\bneither\b|\bwithout\b|\bnon-(?=\w))",
    re.I,
)
_IDIOMS = re.compile(
    r"(?:not|n[’']t|never|cannot)\s+(?:just|only|merely|simply|solely|least|necessarily|to mention|so much|until|exactly)\b"
    r"|\bno(?:thing|ne|body)?\s+(?:but|less|more|fewer|other|later|sooner|better|longer|doubt|matter|wonder|to)\b"
    r"|\b(?:nobody|no one|none|nothing)\s+(?:is|are|was|has been)\s+(?:more|better)\b|\bno\.? ?\d|\bno,|\bthan\s+not\b"
    r"|\bcan(?:not|[’']t|\s+not)\s+(?:but|wait|help)\b",
    re.I,
)
_SUPPOSED = re.compile(r"\b(?:if|unless|whether|until|lest|before|may|might)\b", re.I)
_NO_STATEMENT = re.compile(r"\W*(?:and\s+|but\s+)?(?:what|how|why|whether|if|when|where|let[’']s|let us)\b", re.I)
_OUGHT = re.compile(r"\b(?:should|must|ought)\b", re.I)
_FINITE = re.compile(rf"\b{_AUXILIARY}\b|\w[’'](?:s|re|m|ve|ll|d)\b", re.I)
_NOUN = re.compile(
    r"(?:\b(?P<word>to|of|in|for|from|by|on|at|with|into|than|a|an|the|his|her|their|its|our|my|your)|\w[’'](?:s)?)\s+$",
    re.I,
)
_OPPOSITES = {
    frozenset((stem(a), stem(b)))
    for a, b in (
        pair.split("/")
        for pair in """rise/fall rose/fell increase/decrease increased/decreased grow/shrink gain/lose win/lose won/lost accept/reject
            approve/reject support/oppose supported/opposed open/close opened/closed allow/ban allowed/banned
            permit/forbid raise/cut raised/cut raise/lower begin/end began/ended start/stop arrive/leave
            guilty/innocent legal/illegal true/false safe/unsafe alive/dead strengthen/weaken confirm/deny
            confirmed/denied pass/fail passed/failed include/exclude succeed/fail agree/disagree agreed/disagreed
            up/down higher/lower more/fewer acquitted/convicted""".split()
    )
}


@dataclass(frozen=True, slots=True)
class Denial:
    """A word that denies and what it denies: in code points of the claim's text, from the word to the end of what is denied."""

    span: Span
    what: Term
    between: str
    noun: str | None
    """The word before it, where it denies a noun ("found no cargo"): nothing where it begins the claim; None where it denies a verb."""
    to: bool | None
    """Whether what is denied has a "to" before it ("decided not to close"); None where it may ("refused to sign")."""


def negators(text: str) -> list[re.Match[str]]:
    """The words that deny, where they do."""
    idioms = [m.span() for m in _IDIOMS.finditer(text)]
    return [
        m
        for m in _NEGATORS.finditer(text)
        if not m["twice"] and not any(m.start() < e and s < m.end() for s, e in idioms)
    ]


def denied(text: str, terms: Sequence[Term]) -> Iterator[Denial]:
    """What a claim denies, in order."""
    for m in negators(text):
        inverted = m[0].lower() == "nor"
        what = next(
            (t for t in terms if t.start >= m.end() and not (inverted and t.name) and not _adverb(text, t)), None
        )
        if what is not None and what.start - m.end() <= REACH and not _SUPPOSED.search(text[: m.end()]):
            start = m.start("not") if m["not"] else m.start()
            between = text[m.end() : what.start]
            to = None if m["may"] else bool(m["to"]) or between.rstrip().endswith("to")
            yield Denial(
                Span(start, what.end), what, text[m.end() : what.start], _lead(text[:start]) if m["noun"] else None, to
            )


def denials(a: Statement, b: Statement, alike: float) -> Iterator[tuple[Span, Span]]:
    """Where one claim says what the other denies, or one the opposite of the other: at most one pair of places. `alike` is
    how much of the words of the less covered claim both have.
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
        for u in b.terms:
            if frozenset((t.form, u.form)) in _OPPOSITES and u.form not in a.weights and t.form not in b.weights:
                yield Span(t.start, t.end), Span(u.start, u.end)
                return


def _lead(text: str) -> str:
    return next((_like(w) for w in re.findall(r"\w+", text)[-1:]), "")


def _adverb(text: str, term: Term) -> bool:
    return text[term.start : term.end].endswith("ly") or term.form == "quit"


def _said(yes: Statement, no: Statement, denial: Denial, alike: float) -> Span | None:
    """Where a claim says what the other denies: as a statement, neither in a mere noun phrase ("his involvement") nor supposed."""
    form = denial.what.form
    there = next((t for t in yes.terms if t.form == form), None)
    if there is None or any(d.what.form == form for d in yes.denied):
        return None
    before = yes.text[: there.start]
    if _SUPPOSED.search(before) or bool(_OUGHT.search(yes.text)) != bool(_OUGHT.search(no.text)):
        return None
    if denial.noun is not None:
        said = alike >= WHOLLY and (not denial.noun or denial.noun in {_like(w) for w in re.findall(r"\w+", before)})
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


def _like(word: str) -> str:
    """What stands for a word: one for all forms of "have", and of "be"."""
    word = word.lower()
    return (
        "have" if word in ("has", "have", "had") else "be" if word in ("is", "are", "was", "were", "be") else stem(word)
    )


def _moved(yes: Statement, there: Term, no: Statement, what: Term) -> bool:
    """Whether a name stands before the word in one claim and after it in the other, without a passive."""
    if re.search(r"\bby\b", yes.text + no.text):
        return False
    ours = {t.form: t.start < there.start for t in yes.terms if t.name}
    theirs = {t.form: t.start < what.start for t in no.terms if t.name}
    return any(ours[form] != theirs[form] for form in ours.keys() & theirs.keys())
