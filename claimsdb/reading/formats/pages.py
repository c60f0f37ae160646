"""Page furniture in the middle of a sentence: headers, footers and page numbers that stand between its two halves."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from claimsdb.english.quotations import MARKS
from claimsdb.model.document import Passage
from claimsdb.model.spans import Span

FOLIO = re.compile(
    r"[-–—|\[(\s]*(?:(?:page|p\.|pg\.?)\s*)?(?:\d{1,4}|[ivxlc]{1,7})(?:\s*(?:of|/)\s*\d{1,4})?[-–—|\])\s]*|\(more\)",
    re.IGNORECASE,
)
"""A page number on a line of its own."""
_NUMBERED = re.compile(
    r"\d{1,4}(?:\s+|\s*[|·•–—-]\s+)\S.*|\S.*(?:(?<=\s)|(?<=\s[|·•–—-]))\d{1,4}", re.IGNORECASE | re.DOTALL
)
_DIGITS = re.compile(r"\d+")
_ENDED = re.compile(rf"[.!?:;…][{MARKS})\]*_]*$")  # sentences end before any mark, whichever way it faces
_EXPECTING = re.compile(
    r"\b(?:the|an?|of|and|or|to|in|by|for|with|at|from|that|his|her|its|their|was|were|is|are|has|have|had),?$"
)
_HEADER_WORDS = 10
_OPEN_WORDS = 4  # a shorter line may be a label
_MOST = 4  # lines of furniture between two pages


def across(text: str, passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """The passages; two halves of a sentence with page furniture between them are one, with the furniture as its gaps."""
    seen = Counter(_shape(p.span.of(text)) for p in passages)
    found: list[Passage] = []
    at = 0
    while at < len(passages):
        passage, at = passages[at], at + 1
        while (after := _other_half(text, passage, passages, at, seen)) is not None:
            gaps = (*passage.gaps, *(p.span for p in passages[at:after]))
            passage = Passage(Span(passage.span.start, passages[after].span.end), passage.role, passage.loose, gaps)
            at = after + 1
        found.append(passage)
    return tuple(found)


def _other_half(text: str, passage: Passage, passages: Sequence[Passage], at: int, seen: Counter[str]) -> int | None:
    """The index of the passage that goes on with the sentence that `passage` leaves open, if only furniture is between them."""
    words = passage.span.of(text)
    if passage.role not in (None, "quote", "list_item") or _ENDED.search(words) or len(words.split()) < _OPEN_WORDS:
        return None
    after, numbered = at, False
    while after < len(passages) and after - at < _MOST and (line := passages[after].span.of(text)):
        if not _may_be_furniture(line):
            break
        numbered = (
            numbered
            or FOLIO.fullmatch(line) is not None
            or _NUMBERED.fullmatch(line) is not None
            or seen[_shape(line)] > 1
        )
        after += 1
    if not numbered or after == len(passages) or passages[after].role not in (None, "quote"):
        return None
    start = passages[after].span.start
    if "\0" in text[passage.span.end : start]:
        return None  # what a NUL parts is no page
    first = text[start]
    return after if first.islower() or (_EXPECTING.search(words) and first.isalnum()) else None


def _may_be_furniture(words: str) -> bool:
    """Whether it is a page number, or as short as the header beside one."""
    if FOLIO.fullmatch(words):
        return True
    return not (_ENDED.search(words) or len(words.split()) > _HEADER_WORDS or words[0].islower())


def _shape(words: str) -> str:
    """A line without what differs from page to page."""
    return _DIGITS.sub("0", words)
