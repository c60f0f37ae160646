"""Signed quotations: "“It is safe.” — Ann Lee", with the signature in the quotation's block or in the one after it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from claimsdb.english.analysis import Analysis
from claimsdb.english.quotations import SPEECH
from claimsdb.model.spans import Span, strip
from claimsdb.normalizer.layout.frames import Found, Frame

_SIGNATURE = re.compile(r"(―|—|–|--?)\s*([A-Z][^\W\d_]*\.?(?:[ ’'-][^\W\d_]+\.?){0,5}(?:, [^.!?“”\"]{1,60})?)$")
_FINAL = ".?!…,"
_WHY = "a signature follows the quotation"


def signed(analysis: Analysis) -> Found:
    """Signed quotations."""
    return Found(list(_frames(analysis)))


def _frames(analysis: Analysis) -> Iterator[Frame]:
    text = analysis.text
    for before, block in pairwise([Span(0, 0), *analysis.bearing]):
        signature = _SIGNATURE.match(text, *block)
        if signature is not None and signature.end() == block.end and before.length and _spoken(text, before):
            yield Frame((Span(*signature.span(2)),), (before,), _WHY, (block,))
        elif (frame := _signed(text, block)) is not None:
            yield frame


def _spoken(text: str, block: Span) -> bool:
    """Whether the block is one quotation and nothing else, even if its marks are the wrong way round."""
    words = block.of(text)
    return words[0] in SPEECH and words[-1] in SPEECH and words.rstrip(SPEECH)[-1:] in tuple(_FINAL)


def _signed(text: str, block: Span) -> Frame | None:
    """The frame of a quotation with its signature after it in one block ("“It is safe.” — Ann Lee")."""
    words = block.of(text)
    if words[0] not in SPEECH:
        return None
    last = max(words.rfind(mark) for mark in SPEECH)
    rest = strip(text, Span(block.start + last + 1, block.end))
    signature = _SIGNATURE.match(text, *rest) if last > 0 and rest.length else None
    quotation = Span(block.start, block.start + last + 1)
    if signature is None or signature.end() != rest.end or not _spoken(text, quotation):
        return None
    return Frame((Span(*signature.span(2)),), (quotation,), _WHY, (rest,))
