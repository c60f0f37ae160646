"""Writing claims: new ones are inserted, known ones kept with the history of their findings, and those no longer found retired."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from claimsdb.model.attribution import Attribution, chain, in_words
from claimsdb.model.claim import Claim, Normalized, Quantity
from claimsdb.model.document import Document
from claimsdb.model.intervals import Intervals
from claimsdb.model.parts import Parts
from claimsdb.model.places import where, within
from claimsdb.model.proof_class import ProofClass
from claimsdb.model.spans import Span
from claimsdb.model.status import Status
from claimsdb.store.tables.columns import table
from claimsdb.store.tables.findings import (
    ClaimRow,
    EarlierFindingRow,
    QuantityRow,
    QuoteRow,
    SegmentRow,
)
from claimsdb.store.write.target import Row, Target, joined

FINDING = ("attribution", "attribution_row", "speaker_row", "cue_type", "hedged", "confidence")
"""The columns of a claim that may differ between runs, and that history keeps."""


@dataclass(frozen=True, slots=True)
class Changes:
    """The numbers of claims that a write inserted and retired."""

    new: int
    retired: int


def write_claims(
    to: Target,
    normalized: Normalized,
    blocks: list[int],
    speakers: list[int],
    attributions: list[int],
    publisher: int | None,
) -> Changes:
    """Write the claims with their segments, quoted words and quantities; `blocks`, `speakers` and `attributions` are keys, by index."""
    into = table(ClaimRow)
    known = {
        r["claim_id"]: dict(r)
        for r in to.connection.execute(sa.select(into).where(into.c.document == to.document)).mappings()
    }
    lines, as_read = normalized.document.lines(), normalized.document.is_as_read
    places = Intervals((place.span, place) for place in normalized.document.places)
    own_class = _own_class(normalized.document)
    new, again, history, segments, quotes, amounts = [], [], [], [], [], []
    following = to.following(into)
    for claim in normalized.claims:
        row = _claim(to, normalized, claim, lines, speakers, attributions)
        row |= {
            "place": where(within(places, claim.segments)),
            "proof": own_class(claim.segments),
            "document": to.document,
            "publisher_row": publisher,
            "block_row": blocks[claim.block],
            "run": to.run,
        }
        row |= {"status": Status.CURRENT, "retired_by": None}
        before = known.pop(claim.id, None)
        if before is None:
            key, following = following, following + 1
            new.append(row | {"id": key, "claim_id": claim.id})
            segments += _stretches(to, normalized, key, claim.segments)
        else:
            key = before["id"]
            if as_read:
                segments += _stretches(to, normalized, key, claim.segments)
            else:
                del row["text"]  # cannot have changed, and naming it would index it again
            again.append(row | {"key": key})
            if any(before[c] != row[c] for c in FINDING) and before["run"] != to.run:
                earlier = {c: before[c] for c in FINDING} | {
                    "claim": key,
                    "run": before["run"],
                    "superseded_by": to.run,
                }
                history.append(earlier)
        quotes += _stretches(to, normalized, key, claim.quotes)
        amounts += _amounts(to, normalized, key, claim.quantities)
    gone = [r["id"] for r in known.values() if r["status"] == Status.CURRENT]
    to.update(into, [{"key": key, "status": Status.RETIRED, "retired_by": to.run} for key in gone])
    to.insert(into, new)
    to.update(into, again)
    to.insert(table(EarlierFindingRow), history)
    to.delete_of(table(SegmentRow), [row["key"] for row in again] if as_read else [])
    to.insert(table(SegmentRow), segments)
    for rows_of, values in ((table(QuoteRow), quotes), (table(QuantityRow), amounts)):
        to.delete_of(rows_of, [row["key"] for row in again])
        to.insert(rows_of, values)
    return Changes(len(new), len(gone))


def _own_class(document: Document) -> Callable[[Sequence[Span]], ProofClass | None]:
    """What says the class of proof of words if it is not that of their document: of those that a program has read on some of its pages."""
    if document.proof != ProofClass.DRAWN or not any(part.read_by for part in document.parts):
        return lambda _: None
    parts = Parts(document.parts, document.encoding)
    return lambda spans: ProofClass.MACHINE if parts.by_machine(map(document.stretch, spans)) else None


def _claim(
    to: Target,
    normalized: Normalized,
    claim: Claim,
    lines: Callable[[int], tuple[int, int]],
    speakers: list[int],
    attributions: list[int],
) -> Row:
    text, found = normalized.document.text, normalized.attributions
    by: Attribution | None = None if claim.attributed is None else found[claim.attributed]
    line, column = lines(claim.segments[0].start)
    outer = [] if claim.attributed is None else chain(found, claim.attributed)
    return {
        "text": claim.text(text),
        "attribution": claim.attribution,
        "attribution_row": None if claim.attributed is None else attributions[claim.attributed],
        "speaker_row": None if by is None or by.speaker is None else speakers[by.speaker],
        "source": by and joined(text, by.source),
        "cue": by and joined(text, _worded(text, by.cue)),
        "cue_type": by and by.cue_type,
        "via": "; ".join(filter(None, (joined(text, found[k].source or _worded(text, found[k].cue)) for k in outer)))
        or None,
        "hedged": "yes" if claim.hedged else "no",
        "block": normalized.blocks[claim.block].kind,
        "line": line,
        "line_column": column,
        **_extent(normalized, claim.segments),
        "confidence": claim.confidence,
    }


def _extent(normalized: Normalized, segments: Sequence[Span]) -> Row:
    """The columns of the extent of these segments; bytes of a page may have another order than its words."""
    hulls = [normalized.document.map.hull(segment) for segment in segments]
    of_bytes = {"byte_start": min(start for start, _ in hulls), "byte_end": max(end for _, end in hulls)}
    return {"char_start": segments[0].start, "char_end": segments[-1].end, **of_bytes}


def _worded(text: str, cue: Sequence[Span]) -> list[Span]:
    return [span for span in cue if in_words(span.of(text))]


def _stretches(to: Target, normalized: Normalized, claim: int, spans: Sequence[Span]) -> list[Row]:
    text = normalized.document.text
    return [{"claim": claim, "position": k, "text": s.of(text)} | to.place(normalized, s) for k, s in enumerate(spans)]


def _amounts(to: Target, normalized: Normalized, claim: int, found: Sequence[Quantity]) -> list[Row]:
    return [
        stretch
        | {
            "kind": q.kind,
            "normal": q.normal,
            "low": q.low,
            "high": q.high,
            "unit": q.unit,
            "earliest": q.earliest and q.earliest.isoformat(),
            "latest": q.latest and q.latest.isoformat(),
            "about": "yes" if q.about else "no",
        }
        for q, stretch in zip(found, _stretches(to, normalized, claim, [q.span for q in found]), strict=True)
    ]
