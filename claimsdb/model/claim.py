"""Claims, the quantities in them, and everything that is found in one document."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from claimsdb.model.attribution import Attribution, AttributionKind, Mark, Spans, Speaker
from claimsdb.model.document import Block, Document, Metadata, Sentence
from claimsdb.model.errors import Problem
from claimsdb.model.provenance import Provenance
from claimsdb.model.spans import Span


class QuantityKind(StrEnum):
    """The kinds of quantities."""

    NUMBER = "number"
    MONEY = "money"
    PERCENTAGE = "percentage"
    DURATION = "duration"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity in a claim: its span, kind, normalised value and unit.

    `normal` is its value in a normal form: figures with "≥", ">", "≤", "<" or "≈" if it is open or rough, and an ISO 4217 currency
    or other unit; durations in ISO 8601; dates in TIMEX3 ("2023-02-22", "XXXX-12" for a December of an open year).
    `low` and `high` are the bounds of the value, finite, None if open; `unit` is a currency, "percent", a unit of time, or the words
    that say what is counted. `earliest` and `latest` are a date's first and last day, None if the date is open. `about`: the bounds are
    approximate.
    """

    span: Span
    kind: QuantityKind
    normal: str
    low: float | None = None
    high: float | None = None
    unit: str | None = None
    earliest: date | None = None
    latest: date | None = None
    about: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement, in one block. `attributed` is the index of its attribution (also of an intention), or None.

    `why` says in words why it is quoted, reported or asserted, and what hedges it.
    """

    id: str
    block: int
    segments: Spans
    attribution: AttributionKind
    attributed: int | None
    hedged: bool
    quotes: Spans
    confidence: float
    quantities: tuple[Quantity, ...] = field(default=(), compare=False)
    why: tuple[str, ...] = field(default=(), compare=False)

    def text(self, of: str) -> str:
        """The words of the segments, joined with " … ", as in the interchange format."""
        return " … ".join(s.of(of) for s in self.segments)


@dataclass(frozen=True, slots=True)
class Normalized:
    """Everything that is found in one document; `persons` are the full names of persons in its text, whether or not they say anything.

    `provenance` says what states the metadata.
    """

    document: Document
    metadata: Metadata
    blocks: tuple[Block, ...]
    sentences: tuple[Sentence, ...]
    attributions: tuple[Attribution, ...]
    speakers: tuple[Speaker, ...]
    claims: tuple[Claim, ...]
    problems: tuple[Problem, ...]
    marks: tuple[Mark, ...] = ()
    persons: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()
