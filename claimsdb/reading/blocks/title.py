"""The title: the line before the body whose words the body repeats."""

from __future__ import annotations

import re

from claimsdb.english.words import COUNTED
from claimsdb.reading.blocks import patterns
from claimsdb.reading.blocks.chunks import Chunk

_LONGEST = 35
_STEM = 5
_FEW = 3
_BETWEEN = re.compile(r"[.!?][\"”’']?\s+[\"“A-Z]")


def find_title(found: list[Chunk], first: int) -> int | None:
    """The index of the title: at or before the first long prose, which is at `first`; None if there is none."""
    start = first if any(chunk.kind is None for chunk in found[:first]) else first + 1
    prose = [chunk for chunk in found[start:] if chunk.kind is None]
    long = [chunk for chunk in prose if chunk.words >= 12]
    if len(long) < _FEW:
        long = [chunk for chunk in prose if chunk.is_sentence] or prose
    body = {_stem(word) for chunk in long for word in COUNTED.findall(chunk.text)}
    for chunk in found[:first]:
        chunk.recurs = _recurrence(chunk.text, body) > 0.5
    candidates = [i for i in range(first) if _is_candidate(found[i])]
    if not candidates:
        return first if _may_be_title(found, first, body) else None
    scores = {i: _score(found[i], body) for i in candidates}
    best = max(scores.values())
    if best < 0.3 and len(candidates) > 1:
        return None
    # A standfirst may share more words with the body than the title before it.
    return next(i for i in candidates if scores[i] >= 0.5 * best)


def _is_candidate(chunk: Chunk) -> bool:
    return (
        chunk.kind is None
        and chunk.words <= _LONGEST
        and chunk.role != "list_item"
        and not chunk.text.endswith((",", ":"))
        and not _is_several(chunk.text)
    )


def _is_several(words: str) -> bool:
    """Whether it is more than one sentence."""
    return _BETWEEN.search(re.sub(r"\b[A-Z][a-z]{0,3}\.", "", words)) is not None


def _score(chunk: Chunk, body: set[str]) -> float:
    if chunk.role == "heading":
        return 1 + _recurrence(chunk.text, body)
    # One or two words are more often the name of a section than a title.
    return _recurrence(chunk.text, body) / (1 if chunk.words > 2 else 3)


def _recurrence(text: str, body: set[str]) -> float:
    content = [w for w in COUNTED.findall(text) if len(w) > 3]
    return sum(_stem(w) in body for w in content) / len(content) if content else 0.0


def _stem(word: str) -> str:
    return word.lower()[:_STEM]


def _may_be_title(found: list[Chunk], i: int, body: set[str]) -> bool:
    """Whether the first passage, a sentence, is set as a title: it is short, and longer prose after it repeats its words."""
    chunk = found[i]
    after = next((p for p in found[i + 1 :] if p.kind is None), None)
    if (
        after is None
        or not found[i + 1].loose
        or chunk.role == "list_item"
        or chunk.words > _LONGEST
        or after.words < 12
    ):
        return False
    if _is_several(chunk.text) or patterns.DATELINE.match(chunk.text):
        return False
    capitals = [w for w in COUNTED.findall(chunk.text) if len(w) > 3]
    titled = sum(w[0].isupper() for w in capitals) >= 0.8 * len(capitals)
    return titled or (chunk.words <= 18 and _recurrence(chunk.text, body) >= 0.5)
