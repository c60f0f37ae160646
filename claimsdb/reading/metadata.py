"""What the text itself states about the document: title, author, date, publisher and language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from claimsdb.english import dates
from claimsdb.model.document import Block, BlockKind, Document, Metadata
from claimsdb.reading.blocks import patterns
from claimsdb.reading.language import language

_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright(?: ©)?)\s*(?:\d{4}(?:\s?[-–]\s?\d{4})?)\s+(?:by\s+)?(?P<who>(?-i:[A-Z])[^.,©]{1,60}?)"
    r"(?:[.,]?\s+all rights reserved)?\.?",
    re.I,
)
_JOINED = re.compile(r"^[\s,]+|(?:(?<!\s)\s+)?[|·–—]\s*|\s-\s")


def stated(document: Document, blocks: Sequence[Block]) -> Metadata:
    """What titles, bylines and copyright lines state; None for what none of them states.

    What the format states (`document.stated`) takes precedence over what the text says.
    """
    lines = [(block.kind, _plain(block.span.of(document.text))) for block in blocks]
    bylines = [words for kind, words in lines if kind is BlockKind.BYLINE]
    dated = [words for kind, words in lines if kind is BlockKind.DATELINE]
    bearing = "\n".join(block.span.of(document.text) for block in blocks if block.kind.bears_claims)
    found = Metadata(
        title=" ".join(words for kind, words in lines if kind is BlockKind.TITLE) or None,
        publisher=_first(_publisher(words) for kind, words in lines if kind is BlockKind.BOILERPLATE),
        author=_first(_author(words) for words in bylines),
        published=_first(date_in(words) for words in [*bylines, *dated]),
        language=language(bearing),
    )
    return document.stated.over(found)


def _author(words: str) -> str | None:
    if match := patterns.BYLINE.fullmatch(words):
        return _capitalised(str(match["name"] or match["other"]).rstrip("."))
    return words if patterns.LONE_NAMES.fullmatch(words) and dates.iso(words) is None else None


def date_in(words: str) -> str | None:
    """The ISO date that a byline or a line with a date states."""
    words = _plain(words)
    if match := patterns.DATED.fullmatch(words):
        return _first(map(dates.iso, _JOINED.split(match["when"])))
    if (match := patterns.BYLINE.fullmatch(words)) and match["rest"]:
        return _first(map(dates.iso, _JOINED.split(match["rest"])))
    return dates.iso(words)


def _publisher(words: str) -> str | None:
    match = _COPYRIGHT.fullmatch(words)
    return match["who"].strip() if match else None


def _capitalised(names: str) -> str:
    """The names as names: those set in capitals ("HELEN MARSH and JO McKAY") with one at their heads."""
    capitals = [word for word in names.split() if word != "and"]
    return " ".join(w if w == "and" else w.title() for w in names.split()) if all(map(str.isupper, capitals)) else names


def _first(found: Iterable[str | None]) -> str | None:
    return next((value for value in found if value is not None), None)


def _plain(words: str) -> str:
    return " ".join(words.split())
