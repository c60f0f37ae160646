"""What the measures have in common: words of a text, precision and recall, one-to-one pairing."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from claimsdb.learning.jsonl import Json

WORD = re.compile(r"\w+|[^\w\s]")
MARKS = " \t\r\n\u00a0\"'“”‘’«»"
_OPEN, _CLOSE = "“«", "”»"

Pair = tuple[int, int]


class Words:
    """The words and punctuation marks of a text, counted from 0, and which of them are within double quotation marks."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.spans = [m.span() for m in WORD.finditer(text)]
        self._starts = [s for s, _ in self.spans]
        self.quoted = self._quoted()

    def _quoted(self) -> list[bool]:
        flags, curly, straight = [], False, False
        for start, end in self.spans:
            mark = self.text[start:end]
            curly = curly or mark in _OPEN
            flags.append(curly or straight or mark in _CLOSE or mark == '"')
            if mark in _CLOSE:
                curly = False
            elif mark == '"':
                straight = not straight
        return flags

    def touched(self, spans: Iterable[Pair]) -> set[int]:
        """The words that begin inside one of the spans."""
        return {
            k for start, end in spans for k in range(bisect_left(self._starts, start), bisect_left(self._starts, end))
        }

    def inside(self, spans: Iterable[Pair]) -> set[int]:
        """The words that lie wholly inside one of the spans."""
        return {k for start, end in spans for k in self.touched([(start, end)]) if self.spans[k][1] <= end}

    def trimmed(self, span: Pair, marks: str = MARKS) -> Pair:
        """The span without white space and quotation marks (or `marks`) at its ends."""
        start, end = span
        while start < end and self.text[start] in marks:
            start += 1
        while end > start and self.text[end - 1] in marks:
            end -= 1
        return start, end


@dataclass(slots=True)
class Tally:
    """Counts of hits, of findings and of gold items."""

    hits: int = 0
    found: int = 0
    gold: int = 0

    def add(self, hits: int, found: int, gold: int) -> None:
        """Add these counts."""
        self.hits, self.found, self.gold = self.hits + hits, self.found + found, self.gold + gold

    def scores(self) -> Json:
        """Precision, recall and F1, with the counts that they are made of."""
        p = self.hits / self.found if self.found else 0.0
        r = self.hits / self.gold if self.gold else 0.0
        f1 = 2 * p * r / (p + r) if p + r else 0.0
        return {"p": round(p, 4), "r": round(r, 4), "f1": round(f1, 4), "found": self.found, "gold": self.gold}


@dataclass(slots=True)
class Share:
    """How many of a number of things are right."""

    hits: int = 0
    of: int = 0

    def add(self, hits: int, of: int = 1) -> None:
        """Add these counts."""
        self.hits, self.of = self.hits + hits, self.of + of

    @property
    def value(self) -> float:
        """The share; 0 if nothing was counted."""
        return round(self.hits / self.of, 4) if self.of else 0.0


@dataclass(slots=True)
class Report:
    """The scores of a corpus, and those of each document with one figure to sort by."""

    scores: Json
    documents: list[Json] = field(default_factory=list)


def paired(candidates: Sequence[tuple[float, int, int]]) -> list[Pair]:
    """Pairs of gold and found items, each item used once, the heaviest pairs first; `candidates` are (weight, gold, found)."""
    gold: set[int] = set()
    found: set[int] = set()
    pairs = []
    for _, g, f in sorted(candidates, key=lambda c: (-c[0], c[1], c[2])):
        if g not in gold and f not in found:
            gold.add(g)
            found.add(f)
            pairs.append((g, f))
    return pairs


def jaccard(one: set[int], other: set[int]) -> float:
    """The Jaccard index of two sets of words: the share of words in common among all words of both."""
    return len(one & other) / len(one | other) if one or other else 0.0
