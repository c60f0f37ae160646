"""Stored claims as statements to compare, and the way back to their positions in the file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from claimsdb.comparison.claims.statements import Statement
from claimsdb.english.dates import day
from claimsdb.model.claim import Quantity
from claimsdb.model.faults import Faults
from claimsdb.model.spans import Span
from claimsdb.model.stretch import Stretch
from claimsdb.store.engine import Connection
from claimsdb.store.read.statements import Located, Stated, stated

_GAP = " … "
"""The text between two segments in a claim's text."""


def statements(connection: Connection, claims: Sequence[int], faults: Faults) -> dict[int, Statement]:
    """The claims as statements, by key, without those that cannot be made into one."""
    found: dict[int, Statement] = {}
    for key, claim in stated(connection, claims).items():
        with faults.of(claim.document, "reading a claim of it to compare"):
            found[key] = _statement(claim)
    return found


def _statement(claim: Stated) -> Statement:
    """The claim as a statement, its quantities with spans in the claim's own text."""
    quantities = tuple(_in_text(quantity, claim.segments) for quantity in claim.quantities)
    return Statement(claim.claim_id, claim.text, quantities, claim.document, claim.speaker, day(claim.published))


def _in_text(quantity: Quantity, segments: Iterable[Span]) -> Quantity:
    shift = next(at - s.start for at, s in _placed(segments) if s.start <= quantity.span.start < s.end)
    return replace(quantity, span=quantity.span.shift(shift))


def _placed(segments: Iterable[Span]) -> Iterable[tuple[int, Span]]:
    """The segments, each with the offset at which it begins in the claim's text."""
    at = 0
    for segment in segments:
        yield at, segment
        at += segment.length + len(_GAP)


def in_file(claim: Located, span: Span) -> Stretch:
    """The stretch of the file for a span of the claim's text; only the part in the segment where the span begins."""
    for (at, _), segment in zip(_placed(s.span for s in claim.segments), claim.segments, strict=True):
        if span.start < at + segment.span.length:
            inner = Span(max(span.start - at, 0), min(span.end - at, segment.span.length))
            return segment.part(inner, claim.encoding)
    raise AssertionError(f"no segment contains {span}")
