"""Claims' texts as the index has them: whole, for the encoder; and their words, to correct misspellings against."""

from __future__ import annotations

import re
import unicodedata

from claimsdb.english.quotations import MARKS

INDEXED = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")
"""A word as SQLite's full-text index cuts it, which look-up follows."""
_KNOWN = range(4, 41)  # number of letters of a word that is recognised if misspelt


def bare(text: str) -> str:
    """The text in lower case and without accents."""
    parted = unicodedata.normalize("NFKD", text.casefold())
    return parted if parted.isascii() else "".join(c for c in parted if not unicodedata.combining(c))


def known_by(text: str) -> set[str]:
    """The words of a text, bare, that are long enough to be recognised if misspelt."""
    return {word for word in INDEXED.findall(bare(text)) if word.isalpha() and len(word) in _KNOWN}


def plain(text: str) -> str:
    """The text as the encoder reads it: in one line, without enclosing quotation marks."""
    return " ".join(text.split()).strip(MARKS + " ")
