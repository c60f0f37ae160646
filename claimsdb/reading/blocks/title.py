"""The title: the line before the body whose words the body takes up again."""

from __future__ import annotations

import re

from claimsdb.english.words import COUNTED
from claimsdb.reading.blocks import patterns
from claimsdb.reading.blocks.pieces import Piece

_LONGEST = 35
_STEM = 5


def find_title(found: list[Piece], first: int) -> int | None:
    """The index of the title, before the first long prose at `first` or that itself; None where there is none."""
    start = first if any(piece.kind is None for piece in found[:first]) else first + 1
    prose = [piece for piece in found[start:] if piece.kind is None]
    long = [piece for piece in prose if piece.words >= 12] or prose
    body = {_stem(word) for piece in long for word in COUNTED.findall(piece.text)}
    for piece in found[:first]:
        piece.recurs = _recurrence(piece.text, body) > 0.5
    candidates = [i for i in range(first) if _is_candidate(found[i])]
    if not candidates:
        return first if _may_be_title(found, first, body) else None
    scores = {i: _score(found[i], body) for i in candidates}
    best = max(scores.values())
    if best < 0.3 and len(candidates) > 1:
        return None
    # A standfirst may take up more of the body than its title, which comes first.
    return next(i for i in candidates if scores[i] >= 0.5 * best)


def _is_candidate(piece: Piece) -> bool:
    return piece.kind is None and piece.words <= _LONGEST and piece.role != "list_item" and not piece.text.endswith(",")


def _score(piece: Piece, body: set[str]) -> float:
    if piece.role == "heading":
        return 1 + _recurrence(piece.text, body)
    # A word or two are a section's name more often than a title.
    return _recurrence(piece.text, body) / (1 if piece.words > 2 else 3)


def _recurrence(text: str, body: set[str]) -> float:
    content = [w for w in COUNTED.findall(text) if len(w) > 3]
    return sum(_stem(w) in body for w in content) / len(content) if content else 0.0


def _stem(word: str) -> str:
    return word.lower()[:_STEM]


def _may_be_title(found: list[Piece], i: int, body: set[str]) -> bool:
    """Whether the first passage, a sentence, is set as a title: short, and taken up by longer prose after it."""
    piece = found[i]
    after = next((p for p in found[i + 1 :] if p.kind is None), None)
    if (
        after is None
        or not found[i + 1].loose
        or piece.role == "list_item"
        or piece.words > _LONGEST
        or after.words < 12
    ):
        return False
    if re.search(
        r"[.!?][\"”’']?\s+[\"“A-Z]", re.sub(r"\b[A-Z][a-z]{0,3}\.", "", piece.text)
    ) or patterns.DATELINE.match(piece.text):
        return False
    capitals = [w for w in COUNTED.findall(piece.text) if len(w) > 3]
    titled = sum(w[0].isupper() for w in capitals) >= 0.8 * len(capitals)
    return titled or (piece.words <= 18 and _recurrence(piece.text, body) >= 0.5)
