"""Words that are withheld from a published database: each code point of them is replaced by a mark, so that all offsets stay."""

from __future__ import annotations

import re
from collections.abc import Iterable

from claimsdb.model.spans import Span

MASK = "█"
"""What stands for a code point that is withheld."""
_MASKED = re.compile(rf"{MASK}[{MASK}\s]*+")


def withheld(text: str, at: int, shown: Iterable[Span]) -> str:
    """The text, which begins at code point `at` of its document, with everything but the spans `shown` withheld; as long as before."""
    made, end = [], at
    for span in sorted(shown):
        start, stop = max(span.start, end), min(span.end, at + len(text))
        if start < stop:
            made += [MASK * (start - end), text[start - at : stop - at]]
            end = stop
    return "".join((*made, MASK * (at + len(text) - end)))


def elided(text: str) -> str:
    """The text with "…" for each stretch that is withheld."""
    return _MASKED.sub(" … ", text).strip()


def before(text: str) -> str:
    """The end of the text that follows everything withheld in it."""
    return text.rpartition(MASK)[2]


def after(text: str) -> str:
    """The beginning of the text that precedes everything withheld in it."""
    return text.partition(MASK)[0]
