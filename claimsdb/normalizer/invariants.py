"""The invariants of the standard, checked for everything found in a document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import isfinite

from claimsdb.model.attribution import AttributionKind
from claimsdb.model.claim import Normalized
from claimsdb.model.errors import InvariantError
from claimsdb.model.intervals import Intervals
from claimsdb.model.spans import Span


def check(normalized: Normalized) -> None:
    """Check the invariants of the standard.

    Blocks are in order, disjoint, and contain all but white space. Every span is in the text and begins and ends with something
    printed. A claim's segments are in order, disjoint, in one claim-bearing block, and apart from its own source and cue.
    Quantities are finite.
    Every sentence has claims or a reason. Raises `InvariantError` at the first breach.
    """
    text, path = normalized.document.text, normalized.document.path
    spans = [b.span for b in normalized.blocks]
    _ordered(path, text, "Blocks that overlap", spans)
    blocks = Intervals.of(spans)
    edges = [0, *(at for s in spans for at in s), len(text)]
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        if text[start:end].replace("\0", " ").strip():
            raise InvariantError("Text outside every block", path, start, end)
    for attribution in normalized.attributions:
        for span in (*attribution.source, *attribution.cue, *attribution.content):
            _inside(path, text, span)
            if not blocks.around(span):
                raise InvariantError("A piece of an attribution outside every block", path, *span)
    for claim in normalized.claims:
        block = normalized.blocks[claim.block]
        if not claim.segments or not block.kind.bears_claims:
            raise InvariantError("A claim without segments or in a block that bears none", path, *block.span)
        _ordered(path, text, "Segments that overlap", claim.segments)
        frame: Sequence[Span] = ()
        if claim.attribution is not AttributionKind.ASSERTED:
            if claim.attributed is None:
                raise InvariantError("An attributed claim without attribution", path, *claim.segments[0])
            attribution = normalized.attributions[claim.attributed]
            frame = (*attribution.source, *attribution.cue)
        for segment in claim.segments:
            if not block.span.contains(segment):
                raise InvariantError("A segment outside its block", path, *segment)
            if any(segment.overlaps(f) for f in frame):
                raise InvariantError("A claim that contains its own source or cue", path, *segment)
        for quantity in claim.quantities:
            if not all(bound is None or isfinite(bound) for bound in (quantity.low, quantity.high)):
                raise InvariantError("An infinite quantity", path, *quantity.span)
    for sentence in normalized.sentences:
        if (sentence.claims == 0) != (sentence.reason is not None):
            raise InvariantError("A sentence with neither claims nor a reason, or both", path, *sentence.span)


def _ordered(path: str, text: str, what: str, spans: Iterable[Span]) -> None:
    spans = list(spans)
    for span in spans:
        _inside(path, text, span)
    for a, b in pairwise(spans):
        if a.end > b.start:
            raise InvariantError(what, path, b.start, a.end)


def _inside(path: str, text: str, span: Span) -> None:
    if not 0 <= span.start < span.end <= len(text):
        raise InvariantError("A span that is empty or outside the text", path, *span)
    if text[span.start].isspace() or text[span.end - 1].isspace():
        raise InvariantError("A span that begins or ends with white space", path, *span)
