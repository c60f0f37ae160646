"""The words of the claims: what a misspelt word may stand for."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\W\d_]{4,40}")


def bare(text: str) -> str:
    """The text in lower case and without accents."""
    parted = unicodedata.normalize("NFKD", text.casefold())
    return parted if parted.isascii() else "".join(c for c in parted if not unicodedata.combining(c))


def known_by(text: str) -> set[str]:
    """The words of a text, bare, that are long enough to be recognised when they are misspelt."""
    return set(_WORD.findall(bare(text)))
