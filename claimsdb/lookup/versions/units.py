"""A text divided into units, about as long as sentences, in the same way wherever the same words are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from claimsdb.english.tokens import Tokens

LONG = 60
"""A unit with more tokens ends at the next end of a line, a much longer one anywhere."""
LONGEST = 400
_ENDS = frozenset(".!?…")
_CLOSES = frozenset("\"')]}»")
_BLANK = re.compile(r"(?:\r\n?|\n)[^\S\r\n]*[\r\n]")


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch of tokens, half-open; units with the same `words` have the same tokens."""

    start: int
    end: int
    words: str

    @property
    def numbers(self) -> range:
        """The numbers of its tokens."""
        return range(self.start, self.end)


def units(tokens: Tokens) -> list[Unit]:
    """The units of a text, in order; every token is in one of them."""
    return [Unit(start, end, " ".join(tokens.keys[start:end])) for start, end in _bounds(tokens)]


def _bounds(tokens: Tokens) -> Iterator[tuple[int, int]]:
    start, ended = 0, False
    for at in range(1, len(tokens)):
        key = tokens.keys[at - 1]
        ended = key in _ENDS or (ended and key in _CLOSES)
        gap = tokens.text[tokens.ends[at - 1] : tokens.starts[at]]
        if not gap:
            divides = at - start >= LONGEST
        elif ended and not tokens.text[tokens.starts[at]].islower():
            divides = tokens.keys[at] not in _ENDS  # ". . ." alone would say where its sentence has gone
        else:
            broken = "\n" in gap or "\r" in gap
            divides = at - start >= LONGEST or (broken and (at - start >= LONG or _BLANK.search(gap) is not None))
        if divides:
            yield start, at
            start, ended = at, False
    if len(tokens):
        yield start, len(tokens)
