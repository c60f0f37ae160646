"""What became of a claim when its document changed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from claimsdb.model.attribution import Spans
from claimsdb.model.spans import Span


class SuccessionStatus(StrEnum):
    """What became of a claim in a newer version of its document.

    `same`: its words are at the same relative place. `moved`: its words are elsewhere, and no longer there. `edited`: other words are in
    its place. `gone`: nothing is. `ambiguous`: its words are at several other places, and nothing shows which of them is the claim. `new`:
    a claim of the newer version that comes from none of the older.
    """

    SAME = "same"
    MOVED = "moved"
    EDITED = "edited"
    GONE = "gone"
    AMBIGUOUS = "ambiguous"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim of a version: its key, its segments in code points of the version's text, and who says it.

    `attribution` is quoted, reported or asserted; `speaker` a name; `source` the words that name who is behind it. Either may be None.
    """

    key: int
    segments: Spans
    attribution: str = "asserted"
    speaker: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a document: its text and its claims."""

    text: str
    claims: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True)
class Succession:
    """What became of a claim: the keys of the claim and of its successor, and the place of its words in the newer text.

    `claim` is None for a claim that the older version does not have, `successor` if the newer version has the words but no claim in them,
    or no longer has them. `words` runs from the first word to the last, in code points, half-open; None for `gone` and `ambiguous`.
    `reattributed`: the two claims are not attributed alike, or to another speaker.
    """

    claim: int | None
    successor: int | None
    status: SuccessionStatus
    words: Span | None = None
    reattributed: bool = False
