"""Noun phrases: who or what a sentence names, by the classes of its words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from claimsdb.english.words import FINITE, Word
from claimsdb.model.spans import Span

_INSIDE = frozenset("DJQNEPXG")
_HEADS = frozenset("NE")
_LONGEST = 8  # words
_INDEFINITE = frozenset("a an another some many most several few other".split())


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase without what follows its head. `forms` are its words in lower case, `proper` whether the head is a name's."""

    span: Span
    forms: tuple[str, ...]
    proper: bool
    indefinite: bool
    acts: bool
    governed: bool

    @property
    def head(self) -> str:
        """The last word."""
        return self.forms[-1]


def phrases(words: Sequence[Word]) -> Iterator[Phrase]:
    """The noun phrases of a sentence in order. The possessor in a phrase ("*the mayor*’s lawyer") is one of its own."""
    first = 0
    for k, word in enumerate([*words, None]):
        if word is not None and word.tag in _INSIDE and k - first < _LONGEST * 2:
            continue
        yield from _within(words, first, k)
        first = k + 1


def _within(words: Sequence[Word], first: int, last: int) -> Iterator[Phrase]:
    """The phrases of a run of words that may belong to one; a name may go on after *of* ("Bank of England")."""
    while first < last and words[first].tag in "PX":
        first += 1
    while last > first and words[last - 1].tag not in _HEADS:
        last -= 1
    for k in range(first, last):
        if words[k].tag == "P" and words[k - 1].tag in _HEADS:
            yield _phrase(words, first, k, last)
    if first < last:
        yield _phrase(words, first, last, last)


def _phrase(words: Sequence[Word], first: int, last: int, behind: int) -> Phrase:
    first = max(first, last - _LONGEST)
    opening = words[first].form
    after = next((w for w in words[behind : behind + 3] if w.tag != "R"), None)
    return Phrase(
        Span(words[first].start, words[last - 1].end),
        tuple(w.form for w in words[first:last]),
        words[last - 1].tag == "E",
        opening in _INDEFINITE or words[first].tag == "Q",
        last == behind and after is not None and (after.tag in FINITE or after.tag == "X"),
        first > 0 and words[first - 1].tag == "I",
    )
