"""The letters and digits on the pages of a document: what its words are known by if their bytes depend on the library that reads the page.

Accents, ligatures, spaces, hyphens and all other marks are left out, since libraries differ in them.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from functools import cache, cached_property
from urllib.parse import quote

from claimsdb.model.errors import PlacelessError
from claimsdb.model.parts import InPart, Parts
from claimsdb.model.spans import Span
from claimsdb.model.stretch import Stretch


def letters(text: str) -> str:
    """The letters and digits of a text, without accents, in compatibility form (NFKD): "ﬁ-né" is "fine"."""
    return text if text.isascii() and text.isalnum() else "".join(map(_letters, text))


@cache
def _letters(character: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", character) if c.isalnum())


class Letters:
    """The letters and digits on each page of a document, in the order of its text."""

    def __init__(self, parts: Parts, stretches: Iterable[Stretch]) -> None:
        """Take the pages, and stretches in order that have all words of the text."""
        self._parts = parts
        self._pages: dict[str, _Page] = defaultdict(_Page)
        for stretch in stretches:
            for one in parts.of(stretch):
                for span in _spans(stretch, one):
                    self._pages[one.part.name].add(span.start, span.shift(-stretch.span.start).of(stretch.text))

    def place(self, stretch: Stretch) -> str:
        """The pages of these words with their letters there, and which occurrence of them on the page it is, from 0.

        Raises `PlacelessError` if they are on no page.
        """
        found = self._parts.of(stretch)
        if not found:
            raise PlacelessError(*stretch.span)
        return "+".join(self._place(stretch, one) for one in found)

    def _place(self, stretch: Stretch, one: InPart) -> str:
        spans = _spans(stretch, one)
        words = "".join(letters(span.shift(-stretch.span.start).of(stretch.text)) for span in spans)
        return f"{quote(one.part.name)}:{words}:{self._pages[one.part.name].occurrence(words, spans[0].start)}"


class _Page:
    """The letters on one page: pieces of text, each with its offset in the document, and the number of letters before each."""

    def __init__(self) -> None:
        self.starts, self.texts, self.before, self.made = list[int](), list[str](), [0], list[str]()

    def add(self, start: int, text: str) -> None:
        made = letters(text)
        self.starts.append(start)
        self.texts.append(text)
        self.made.append(made)
        self.before.append(self.before[-1] + len(made))

    def occurrence(self, words: str, start: int) -> int:
        """How often the words are on the page before the code point `start`; if they have no letters, how many letters are."""
        k = bisect_right(self.starts, start) - 1
        end = self.before[k] + len(letters(self.texts[k][: start - self.starts[k]]))
        if not words:
            return end
        count, at = 0, self.text.find(words)
        while 0 <= at < end:
            count, at = count + 1, self.text.find(words, at + 1)
        return count

    @cached_property
    def text(self) -> str:
        return "".join(self.made)


def _spans(stretch: Stretch, one: InPart) -> list[Span]:
    """Where the portions that a part has of these words are in the text, without what lies outside of the words."""
    common = (portion.span.common(stretch.span) for portion in one.portions)
    return [span for span in common if span is not None]
