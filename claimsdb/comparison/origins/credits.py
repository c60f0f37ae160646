"""The agencies that a document credits for its text: in its byline, its dateline, a line at its end, or a list of its sources.

A picture's credit says nothing about the text, and a mention in running text ("Reuters reported …") is an attribution, not a credit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from claimsdb.english.agencies import agencies, pattern
from claimsdb.model.document import BlockKind
from claimsdb.model.spans import Span

_PICTURE = re.compile(
    r"\b(?:photo(?:s|graph|graphs|graphy|grapher)?|images?|pictures?|illustration|graphic|video|footage|screenshot|getty|handout)\b",
    re.I,
)
_SOURCES = re.compile(r"\s*(?:[•*–-]\s*)?(?:main\s+)?sources?\s*(?::|\bused\b:?)\s*", re.I)
_BETWEEN = re.compile(r"(?:(?<!\s)\s+)?(?:[,;/|·]|\band\b|&)\s*")
_THE = re.compile(r"(?:the|news)\s+", re.I)


@dataclass(frozen=True, slots=True)
class PrintedBlock:
    """A block of the document: its kind, its span and its words."""

    kind: str
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Credit:
    """Whom a document credits, and where. `among` says that it is in a list: the document draws on several reports."""

    name: str
    span: Span
    among: bool = False


def credited(blocks: Sequence[PrintedBlock]) -> list[Credit]:
    """The credits of a document, one for each name, in order; `blocks` are its blocks in order."""
    found: dict[str, Credit] = {}
    for before, block in zip([None, *blocks], blocks, strict=False):
        for credit in _of_block(block, before):
            found.setdefault(credit.name, credit)
    several = len(found) > 1
    return [Credit(c.name, c.span, several) for c in found.values()]


def _of_block(block: PrintedBlock, before: PrintedBlock | None) -> Iterator[Credit]:
    if block.kind not in (BlockKind.BYLINE, BlockKind.DATELINE, BlockKind.CREDIT):
        return
    if block.kind == BlockKind.CREDIT:
        if (before is not None and before.kind == BlockKind.CAPTION) or _PICTURE.search(block.text):
            return
        if listed := _SOURCES.match(block.text):
            yield from _listed(block, listed.end())
            return
    for m in pattern().finditer(block.text):
        yield Credit(agencies()[m.group()], Span(*m.span()).shift(block.span.start))


def _listed(block: PrintedBlock, at: int) -> Iterator[Credit]:
    """The names in a list of sources, agencies or not."""
    end = len(block.text.rstrip(" .\n"))
    while at < end:
        following = _BETWEEN.search(block.text, at, end)
        stop = following.start() if following else end
        if name := block.text[at:stop].strip():
            start = block.text.index(name, at)
            plain = _THE.sub("", name) if name not in agencies() else name
            yield Credit(agencies().get(name, plain), Span(start, start + len(name)).shift(block.span.start))
        at = following.end() if following else end
