"""What is set around a letter, a mail or a comment: whom it addresses, how it closes, and who signs it. And lists of references."""

from __future__ import annotations

from claimsdb.model.document import BlockKind
from claimsdb.reading.blocks import patterns
from claimsdb.reading.blocks.chunks import LONG, SURELY_PROSE, Chunk

K = BlockKind
_SIGNED_WORDS = 6  # of a line under a closing formula: a name, an office, a number to call


def letters(found: list[Chunk]) -> None:
    """Give salutations, closing formulas and signatures their kinds."""
    prose = False
    for i, chunk in enumerate(found):
        if chunk.kind is not None:
            continue
        if patterns.ADDRESSED.fullmatch(chunk.text) and i + 1 < len(found) and not (prose and chunk.text[-1] == ":"):
            chunk.kind = K.BOILERPLATE
        elif patterns.STAMPED.fullmatch(chunk.text) or patterns.SIGNED_OFF.fullmatch(chunk.text):
            chunk.kind = K.BYLINE
        elif patterns.SIGN_OFF.fullmatch(chunk.text) and prose:
            chunk.kind = K.BOILERPLATE
            _signature(found, i + 1)
        prose = prose or chunk.is_prose(LONG)


def _signature(found: list[Chunk], at: int) -> None:
    """The lines under a closing formula, the first of them a name: they sign."""
    for chunk in found[at:]:
        if chunk.kind is not None or chunk.words > _SIGNED_WORDS or chunk.ends or not chunk.text[0].isupper():
            return
        chunk.kind = K.BYLINE


def references(found: list[Chunk]) -> None:
    """Give footnotes that only cite, and all that stands under a heading such as "References", their kind."""
    listed = False
    for chunk in found:
        if patterns.REFERENCES.fullmatch(chunk.text):
            listed = True
        elif chunk.role == "heading" or (chunk.is_prose(SURELY_PROSE) and not patterns.YEAR.search(chunk.text)):
            listed = False
        elif chunk.kind is None and (listed or patterns.CITING.match(chunk.text)):
            chunk.kind = K.CREDIT
