"""HTML in a field of something else: no page, so that all of it is the text."""

from __future__ import annotations

import re

from claimsdb.model.document import Passage
from claimsdb.model.source_map import SourceMap
from claimsdb.reading.html.composing import composed, parts
from claimsdb.reading.html.outline import Outline
from claimsdb.reading.html.scanner import scan

_BLOCK = re.compile(
    r"</?(?:p|div|br|h[1-6]|li|ul|ol|blockquote|article|section|html|body)\b[^<>]{0,2000}>", re.IGNORECASE
)
_INLINE = re.compile(r"<(?P<name>a|b|i|em|strong|span)\b[^<>]{0,2000}>[^<>]*</(?P=name)>", re.IGNORECASE)


def is_html(text: str) -> bool:
    """Whether tags are in the text as in HTML."""
    return _BLOCK.search(text) is not None or _INLINE.search(text) is not None


def fragment(text: str, to_bytes: SourceMap) -> tuple[str, SourceMap, tuple[Passage, ...]]:
    """What a person reads of the HTML in `text`, with its map by way of `to_bytes`, and its passages."""
    outline = Outline(text)
    outline.walk(scan(text))
    every = range(len(outline.pieces))
    kept = [part for part in parts(text, outline.pieces, every) if part.chosen]
    return composed(text, to_bytes, kept)
