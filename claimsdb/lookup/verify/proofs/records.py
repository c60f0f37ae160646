"""The proof of records of tables: their bytes, decoded, as the standard library reads them in a string of JSON or a field of CSV.

What is HTML in a field is read as a page is.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator

from claimsdb.lookup.verify.proofs.page import Page
from claimsdb.lookup.verify.proofs.text import Text

_NEAR = 4_096  # bytes in which the beginning of a name is looked for
_SPEAKER = re.compile(r'"speaker"\s*:\s*"(?:[^"\\]|\\.)*"$')
_HALF = re.compile("[\ud800-\udfff]")


class Json(Text):
    """What the bytes of a JSON text say, inside its strings. The quotation mark behind the name of a speaker is a colon."""

    def readings(self, start: int, end: int) -> Iterator[str]:
        """The words of these bytes as a part of a string."""
        cut = self.decoded(start, end)
        if cut == '"' and _SPEAKER.search(self.decoded(max(start - _NEAR, 0), end)):
            yield ":"
            return
        try:
            said = json.loads(f'"{cut}"', strict=False)
        except ValueError:
            return
        yield from _as_text_or_page(_HALF.sub("\ufffd", said))


class Row(Text):
    """What the bytes of a row of CSV say, inside its fields."""

    def readings(self, start: int, end: int) -> Iterator[str]:
        """The words of these bytes in a field with quotation marks, and in one without."""
        cut = self.decoded(start, end)
        if '"' in cut:
            for row in _rows(f'"{cut}"'):
                yield from _as_text_or_page("".join(row))
        yield from _as_text_or_page(cut)


def _rows(text: str) -> list[list[str]]:
    """The rows of a text, however long their fields are."""
    usual = csv.field_size_limit(len(text) + 1)
    try:
        return list(csv.reader(io.StringIO(text, newline="")))
    finally:
        csv.field_size_limit(usual)


def _as_text_or_page(words: str) -> Iterator[str]:
    yield words
    raw = words.encode("utf-8", "replace")
    yield from Page(raw, "utf-8").readings(0, len(raw))
