"""What a claim denies.

A word that only looks like a denial does not count ("not just a liar", "no longer", "nothing but"), nor does
one in a question, a supposition or a concession.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from claimsdb.english.listed import either, listed
from claimsdb.english.terms import Term, stem
from claimsdb.model.spans import Span

REACH = 40
"""Maximum number of code points between a word that denies and the beginning of what it denies."""
AUXILIARY = rf"(?:{either(listed('function', 'denied'))})"
_GAP = r"(?:(?:(?!only\b)[a-z]+ly|also|still|even|just)\s+)?"
_NEGATORS = re.compile(
    rf"(?:\b{AUXILIARY}|[’'](?:s|re|m|ve|ll|d))\s+[\"“‘'(]*+{_GAP}(?P<not>not)\b|(?<=\w)n[’']t(?:\s+(?P<twice>not))?\b|\bcannot\b|\bnever\b|\bhardly\b|\bnor\b"
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
SUPPOSED = re.compile(r"\b(?:if|unless|whether|until|lest|before|may|might)\b", re.I)


@dataclass(frozen=True, slots=True)
class Denial:
    """A word that denies and what it denies: in code points of the claim's text, from the word to the end of what is denied."""

    span: Span
    what: Term
    between: str
    noun: str | None
    """If it denies a noun ("found no cargo"), the word before it, or "" if it begins the claim; None if it denies a verb."""
    to: bool | None
    """Whether what is denied has a "to" before it ("decided not to close"); None if it may have one ("refused to sign")."""


def negators(text: str) -> list[re.Match[str]]:
    """The words that deny, if they deny in their context."""
    idioms = [m.span() for m in _IDIOMS.finditer(text)]
    return [
        m
        for m in _NEGATORS.finditer(text)
        if not m["twice"] and not any(m.start() < e and s < m.end() for s, e in idioms)
    ]


def denied(text: str, terms: Sequence[Term]) -> Iterator[Denial]:
    """What a claim denies, in order."""
    supposed = SUPPOSED.search(text)
    for m in negators(text):
        if supposed and supposed.end() <= m.end():
            return
        inverted = m[0].lower() == "nor"
        what = next(
            (
                t
                for t in terms[bisect_left(terms, m.end(), key=_start) :]
                if not (inverted and t.name) and not _adverb(text, t)
            ),
            None,
        )
        if what is not None and what.start - m.end() <= REACH:
            start = m.start("not") if m["not"] else m.start()
            between = text[m.end() : what.start]
            to = None if m["may"] else bool(m["to"]) or between.rstrip().endswith("to")
            yield Denial(
                Span(start, what.end), what, text[m.end() : what.start], _lead(text[:start]) if m["noun"] else None, to
            )


def _lead(text: str) -> str:
    return next((like(w) for w in re.findall(r"\w+", text)[-1:]), "")


def _start(term: Term) -> int:
    return term.start


def _adverb(text: str, term: Term) -> bool:
    return text[term.start : term.end].endswith("ly") or term.form == "quit"


def like(word: str) -> str:
    """The form by which a word is compared: one for all forms of "have", and one for all of "be"."""
    word = word.lower()
    return (
        "have" if word in ("has", "have", "had") else "be" if word in ("is", "are", "was", "were", "be") else stem(word)
    )
