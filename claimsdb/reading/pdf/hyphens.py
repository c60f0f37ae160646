"""Words broken at the ends of lines: whether the hyphen there is the word's own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from claimsdb.english.lexicon import default
from claimsdb.english.terms import news
from claimsdb.reading.pdf.lines import Paragraph

HYPHENS = "-\u00ad\u2010"
_TYPESET = "\u2010"
_LAST = re.compile(
    r"(?<![^\W\d_])(?<![^\W\d_][-\u2010])((?:[^\W\d_]++[-\u2010](?=[^\W\d_]))*+)([^\W\d_]++)[-\u00ad\u2010]$"
)
_FIRST = re.compile(r"([^\W\d_]+)((?:[-\u2010][^\W\d_]+)*)")
_WHOLE = re.compile(
    r"(?<![^\W\d_])(?<![^\W\d_][-\u2010\u2011])[^\W\d_]++(?:[-\u2010\u2011][^\W\d_]++)*+(?![-\u00ad\u2010]?$|[\w-])"
)  # the last word of a line may be a half
_PREFIXES = frozenset({"anti", "co", "ex", "mid", "multi", "non", "post", "pre", "pro", "re", "self", "semi"})
_ENDINGS = ("s", "ed", "d", "ing", "er", "ly")


class Hyphens:
    """What a document says of its hyphens: the words in it that no line's end breaks, and whether it breaks words at all."""

    def __init__(self, paragraphs: Iterable[Paragraph]) -> None:
        """Take the paragraphs of the document."""
        self._whole: set[str] = set()
        self._terms = news().terms
        self._typeset = True  # hyphens that are not those of the keyboard: only ends of lines have them
        broken: list[tuple[str, str]] = []
        for paragraph in paragraphs:
            half = False  # whether the line begins with one
            for line in paragraph.lines:
                self._whole.update(word.lower() for word in _WHOLE.findall(line.text)[half:])
                half = line.text[-1] in HYPHENS
                self._typeset = self._typeset and _TYPESET not in line.text[:-1]
            broken += [pair for a, b in pairwise(paragraph.lines) if (pair := _halves(a.text, b.text)) is not None]
        self._breaks = any(self._is_broken(first, rest) for first, rest in broken)

    def keeps(self, before: str, after: str) -> bool:
        """Whether the hyphen between two lines is read: it is the word's own, or no word is broken there."""
        halves = _halves(before, after)
        if halves is None:
            return True
        if before[-1] == "\u00ad":
            return False
        first, rest = halves
        if "-" in first or f"{first}-{rest}" in self._whole:
            return True
        if (before[-1] == _TYPESET and self._typeset) or self._is_broken(first, rest):
            return False
        return first in _PREFIXES or (self._is_word(rest) and (not self._breaks or self._is_word(first)))

    def _is_broken(self, first: str, rest: str) -> bool:
        """Whether the halves are surely one word: it is known, or neither of them is."""
        joined = first + rest.split("-")[0]
        if joined in self._whole or self._is_known(joined):
            return True
        return first not in _PREFIXES and not self._is_word(first) and not self._is_word(rest)

    def _is_word(self, form: str) -> bool:
        word = form.split("-")[0]
        forms = [word, *(word[: -len(end)] for end in _ENDINGS if word.endswith(end) and len(word) > len(end) + 2)]
        return any(one in self._whole or self._is_known(one) for one in forms)

    def _is_known(self, word: str) -> bool:
        return word in self._terms or not default().classes.is_name(word)


def _halves(before: str, after: str) -> tuple[str, str] | None:
    """The two halves of a word, in small letters and with one kind of hyphen; None if none is broken between these lines."""
    if before[-1] not in HYPHENS or not after[0].islower():
        return None
    last, first = _LAST.search(before), _FIRST.match(after)
    if last is None or first is None:
        return None
    return ((last[1] + last[2]).lower().replace("\u2010", "-"), first.group().lower().replace("\u2010", "-"))
