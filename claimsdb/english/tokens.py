"""A text as wordings are compared: its words, figures and marks, without what only its typesetting decides.

White space, the form of quotation marks, dashes and ellipses, soft hyphens and composed accents make no difference. Case does: "us" is
not "US". So does every other mark: "1.5" is not "15", and "$5" is not "5".
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from unicodedata import normalize

from claimsdb.english.quotations import DOUBLE, SINGLE
from claimsdb.model.spans import Span

_UNSEEN = "\u00ad\u200b-\u200d\u2060\ufeff"
_TOKEN = re.compile(rf"[\w\u0300-\u036f{_UNSEEN}]+|\.\.+|--+|``|''|[^\w\s]")
_NOTHING = re.compile(f"[{_UNSEEN}]")
_FORMS = dict.fromkeys((*DOUBLE, "``", "''"), '"') | dict.fromkeys(SINGLE, "'") | dict.fromkeys("‐‑‒–—―−", "-")


class Tokens:
    """The tokens of a text, in order: `keys` compares them, `starts` and `ends` are in code points of the text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.keys: list[str] = []
        self.starts, self.ends = array("q"), array("q")
        known: dict[str, str] = {}
        for match in _TOKEN.finditer(text):
            written = match.group()
            key = known.get(written)
            if key is None:
                key = known[written] = _key(written)
            if key:
                self.keys.append(key)
                self.starts.append(match.start())
                self.ends.append(match.end())

    def __len__(self) -> int:
        return len(self.keys)

    def inside(self, span: Span) -> range:
        """The numbers of the tokens that the span, which is in code points, has a part of."""
        return range(bisect_right(self.ends, span.start), bisect_left(self.starts, span.end))

    def span(self, numbers: Sequence[int]) -> Span:
        """The span from the first of these tokens to the last, in code points."""
        return Span(self.starts[numbers[0]], self.ends[numbers[-1]])


def is_word(key: str) -> bool:
    """Whether the token has a letter or a figure."""
    return any(c.isalnum() for c in key)


def _key(written: str) -> str:
    key = normalize("NFC", _NOTHING.sub("", written))
    if key.startswith(".."):
        return "…"
    return "-" if key.startswith("--") else _FORMS.get(key, key)
