"""Text folded for comparison: letters and digits, in one case and without accents; and a map back to the original positions.

White space, quotation marks, dashes and other marks make no difference. Between two digits they do: 1.5 is not 15, though 1,500 is 1500.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from claimsdb.model.spans import Span

_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_AMONG_DIGITS = re.compile(r"(?<=\d)[\W_]+(?=\d)")
_MARKS = re.compile(r"[\W_]+")
_DIGIT = re.compile(r"\d")
_MARK = "\ua78f"  # stands for marks between digits: a letter that texts do not have


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text, and for each of its characters the position in the original text of the character that it stands for."""

    text: str
    origins: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """The span in the original text of the folded characters `[start, end)`."""
        return Span(self.origins[start], self.origins[end - 1] + 1)


def fold(text: str, between: str = "") -> str:
    """The text for comparison, with `between` (nothing or a space) between its words."""
    folded = _letters(text)
    for pattern, instead in _steps(between) if _DIGIT.search(folded) else _steps(between)[-1:]:
        folded = pattern.sub(instead, folded)
    return folded.strip()


def traced(text: str, between: str = "") -> Folded:
    """The same with the map back to the original."""
    made = [(one, at) for at, character in enumerate(text) for one in _letters(character)]
    folded, origins = "".join(one for one, _ in made), [at for _, at in made]
    for pattern, instead in _steps(between):
        parts: list[str] = []
        kept: list[int] = []
        done = 0
        for gap in pattern.finditer(folded):
            parts += (folded[done : gap.start()], instead)
            kept += [*origins[done : gap.start()], *origins[gap.start() : gap.start() + len(instead)]]
            done = gap.end()
        folded, origins = "".join((*parts, folded[done:])), kept + origins[done:]
    low, high = len(folded) - len(folded.lstrip()), len(folded.rstrip())
    return Folded(folded[low:high], tuple(origins[low:high]))


def _letters(text: str) -> str:
    lower = text.casefold()
    return lower if lower.isascii() else unicodedata.normalize("NFKD", lower)


def _steps(between: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    return (_THOUSANDS, ""), (_AMONG_DIGITS, _MARK), (_MARKS, between)
