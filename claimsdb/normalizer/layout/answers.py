"""Question pages: somebody asks in the title, and perhaps in the paragraph under it; each paragraph after that is an answer of somebody."""

from __future__ import annotations

import re
from collections.abc import Sequence

from claimsdb.english.analysis import Analysis
from claimsdb.english.quotations import SPEECH
from claimsdb.model.document import BlockKind
from claimsdb.normalizer.layout.frames import Found, Frame

_WHY = "a question page: an answer that nobody signs"
_AFTER = " \t\r\n?!.:;()*~-"  # what may follow the question mark of a title
_READ = frozenset({BlockKind.TITLE, BlockKind.STANDFIRST, BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.HEADING})
_NEWS = frozenset({BlockKind.CAPTION, BlockKind.CREDIT, BlockKind.BYLINE})  # what a question page does not have
_FIRST = re.compile(r"\b(?:I|i|im|ive|[Mm]y|me|[Ww]e)\b")
_SECOND = re.compile(r"\b(?:you|u|your|ur|yours|yourself)\b", re.IGNORECASE)
_HELP = re.compile(
    r"\?|\b(?:any(?:one|body)|please|thanks|thank you|help|advice|suggestions?|wondering)\b", re.IGNORECASE
)
_TOPIC = re.compile(r"\b(?:said|says|according to|told|announced|reported)\b")
_MOST = 30  # paragraphs of a question page
_SHARE = 0.5  # minimum share of the answers that speak of *I* or to *you*


def answers(analysis: Analysis) -> Found:
    """The answers of a question page, none of which has a source."""
    text = analysis.text
    blocks = [b for b in analysis.blocks if b.kind in _READ]
    said = [b.span.of(text) for b in blocks]
    if len(blocks) < 2 or len(blocks) > _MOST or any(b.kind in _NEWS for b in analysis.blocks):
        return Found()
    if "?" not in said[0][len(said[0].rstrip(_AFTER)) :]:
        return Found()
    first = 2 if _is_details(said[0], said[1]) else 1
    while first < len(said) and len(said[first]) < 20 and _HELP.search(said[first]):
        first += 1
    given = said[first:]
    if not given or not _is_page(said[:first], given):
        return Found()
    return Found([Frame((), (b.span,), _WHY) for b in blocks[first:]])


def _is_details(title: str, said: str) -> bool:
    """Whether the paragraph under the title is the asker's: it asks too, or tells of itself without a word to *you*."""
    if _HELP.search(said):
        return True
    return bool(_FIRST.search(said)) and not _SECOND.search(said) and not _SECOND.search(title)


def _is_page(asked: Sequence[str], given: Sequence[str]) -> bool:
    """Whether somebody asks for themselves or asks *you*, and others answer in the same way, without quoting or reporting of others."""
    personal = any(_FIRST.search(a) or _SECOND.search(a) for a in asked) or any("?" in a for a in asked[1:])
    talks = sum(map(_talks, given))
    told = sum((bool(_TOPIC.search(g)) and not _talks(g)) or g[0] in SPEECH for g in given)
    alone = len(asked) == len(given) == 1
    return personal and not alone and talks >= _SHARE * len(given) and told <= len(given) // 4


def _talks(said: str) -> bool:
    """Whether somebody speaks of themselves or to *you*."""
    return bool(_FIRST.search(said) or _SECOND.search(said))
