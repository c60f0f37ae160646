"""A phrase that names who says something and what: "Sun said that talks were useful", "What did Tokyo say about missiles?"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from claimsdb.english.cues import heads
from claimsdb.english.listed import listed
from claimsdb.english.words import LETTERS

_SAYING = frozenset(listed("cues", "asked"))
_WHO = re.compile(
    r"(?:(?:what|how|why|when|where)\s+)?(?:(?:did|does|do|has|had|have|is|was)\s+)?(?P<who>\S.{1,80}?)\s+", re.I | re.S
)
_WHAT = re.compile(r"(?:\s+(?:that|about|of|on|as|to))?\s+(?P<what>\S.{2,})", re.I | re.S)
_FORMS = [
    re.compile(pattern, re.IGNORECASE | re.DOTALL)
    for pattern in (
        r"according\s+to\s+(?P<who>[^,]{2,80}),\s*(?P<what>\S.{2,})",
        r"(?P<who>[^:]{2,40}):\s+(?P<what>\S.{2,})",
    )
]


@dataclass(frozen=True, slots=True)
class Asked:
    """Who says it, and what."""

    who: str
    what: str


def asked(phrase: str) -> Asked | None:
    """Split a phrase into who and what; None if it has no such form.

    The split is a guess, which only a claim whose source is `who` confirms.
    """
    return next(_parted(phrase.strip()), None)


def _parted(phrase: str) -> Iterator[Asked]:
    """The possible splits: at each verb of saying, the first one first, then by form alone."""
    for word in LETTERS.finditer(phrase):
        said = word.group().lower()
        if not said.endswith("ing") and not heads(said).isdisjoint(_SAYING):  # a participle has its subject elsewhere
            who, what = _WHO.fullmatch(phrase, 0, word.start()), _WHAT.fullmatch(phrase, word.end())
            if who and what:
                yield Asked(who["who"], what["what"].strip())
    for form in _FORMS:
        if match := form.fullmatch(phrase):
            yield Asked(match["who"], match["what"].strip())
