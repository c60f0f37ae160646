"""Claims' texts as the index takes them: whole, for the encoder; and their words, for which a misspelt one may stand."""

from __future__ import annotations

import re
import unicodedata

from claimsdb.english.quotations import MARKS

INDEXED = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")
"""A word as SQLite's full-text index cuts them, and so as look-up does."""
_KNOWN = range(4, 41)  # letters of a word that is recognised when it is misspelt


def bare(text: str) -> str:
    """The text in lower case and without accents."""
    parted = unicodedata.normalize("NFKD", text.casefold())
    return parted if parted.isascii() else "".join(c for c in parted if not unicodedata.combining(c))


def known_by(text: str) -> set[str]:
    """The words of a text, bare, that are long enough to be recognised when they are misspelt."""
    return {word for word in INDEXED.findall(bare(text)) if word.isalpha() and len(word) in _KNOWN}


def plain(text: str) -> str:
    """The text as the encoder reads it: in one line, and without the marks that enclose it."""
    return " ".join(text.split()).strip(MARKS + " ")
