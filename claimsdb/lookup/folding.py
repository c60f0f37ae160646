"""Text folded for comparison: one case, one form of each mark, single spaces; and a map back to the original positions."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from claimsdb.english.quotations import ANGLE, DOUBLE, SINGLE
from claimsdb.model.spans import Span

_MARKS = str.maketrans(
    dict.fromkeys(SINGLE + "ʼ", "'") | dict.fromkeys(DOUBLE + ANGLE, '"') | dict.fromkeys("–—−‐‑", "-")
)
_EDGES = " \"'.,;:"


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text, and for each of its characters the span of the original text that it replaces, in code points."""

    text: str
    origins: tuple[Span, ...]

    def span(self, start: int, end: int) -> Span:
        """The span in the original text of the folded characters `[start, end)`."""
        return Span(self.origins[start].start, self.origins[end - 1].end)


def fold(text: str) -> str:
    """The text for comparison, without enclosing quotation marks or a final stop."""
    composed = text if text.isascii() else unicodedata.normalize("NFC", text).translate(_MARKS)
    return " ".join(composed.casefold().split()).strip(_EDGES)


def traced(text: str) -> Folded:
    """The folded text with the map back to the original."""
    made: list[str] = []
    origins: list[Span] = []
    start = 0
    while start < len(text):
        end = start + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        one = unicodedata.normalize("NFC", text[start:end]).translate(_MARKS).casefold()
        if one.isspace():
            one = "" if not made or made[-1] == " " else " "
        made += one
        origins += [Span(start, end)] * len(one)
        start = end
    joined = "".join(made)
    low = len(joined) - len(joined.lstrip(_EDGES))
    high = max(len(joined.rstrip(_EDGES)), low)
    return Folded(joined[low:high], tuple(origins[low:high]))
