"""Explain findings: each sentence with its marks, its attributions and their reasons, its claims or why it has none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypedDict

from claimsdb.model.attribution import CueType, Mark, chain
from claimsdb.model.claim import Normalized
from claimsdb.model.document import Sentence
from claimsdb.model.intervals import Intervals
from claimsdb.model.places import where, within
from claimsdb.model.spans import LineIndex, Span


class StretchRecord(TypedDict):
    """Words with their position in code points, half-open."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Explained:
    """A sentence of the ledger with its line (from 1), its place in words in a file that has pages, notes, cues or rows, its marks, and the
    indices of the attributions and claims that touch it.
    """

    sentence: Sentence
    line: int
    place: str | None
    marks: tuple[Mark, ...]
    attributions: tuple[int, ...]
    claims: tuple[int, ...]


def explain(made: Normalized, only: Span | None = None) -> Iterator[Explained]:
    """The sentences of the document, or those that touch the span `only`, in order."""
    lines = LineIndex(made.document.text)
    places = Intervals((place.span, place) for place in made.document.places)
    marks = Intervals((m.span, m) for m in made.marks)
    parts = Intervals((s, k) for k, a in enumerate(made.attributions) for s in (*a.source, *a.cue, *a.content))
    segments = Intervals((s, k) for k, c in enumerate(made.claims) for s in c.segments)
    for sentence in made.sentences:
        span = sentence.span
        if only is None or only.overlaps(span):
            yield Explained(
                sentence,
                lines.position(span.start)[0],
                where(within(places, [span])),
                tuple(mark for _, mark in marks.starting(span)),
                tuple(sorted({k for _, k in parts.over(span)})),
                tuple(dict.fromkeys(k for _, k in segments.over(span))),
            )


def attributed(made: Normalized, index: int) -> list[str]:
    """The reasons for an attribution, and the reason if its content is not a claim."""
    found = made.attributions[index]
    if found.cue_type is CueType.INTENTION:
        return [*found.why, "an intention: the whole clause is the claim"]
    return [*found.why, *([f"{found.empty}: the whole clause is the claim"] if found.empty else [])]


def as_record(made: Normalized, found: Explained) -> dict[str, object]:
    """The explanation of a sentence for programs; spans are half-open, in code points."""
    text = made.document.text

    def pieces(spans: Sequence[Span]) -> list[StretchRecord]:
        return [{"start": s.start, "end": s.end, "text": s.of(text)} for s in spans]

    return {
        "line": found.line,
        "place": found.place,
        "start": found.sentence.span.start,
        "end": found.sentence.span.end,
        "text": found.sentence.span.of(text),
        "reason": found.sentence.reason,
        "marks": [{"what": m.what, "chance": round(m.chance, 3), **pieces([m.span])[0]} for m in found.marks],
        "attributions": [
            {
                "attribution": k,
                "source": pieces(a.source),
                "cue": pieces(a.cue),
                "content": pieces(a.content),
                "cue_type": a.cue_type,
                "via": a.via,
                "speaker": None if a.speaker is None else made.speakers[a.speaker].name,
                "confidence": a.confidence,
                "why": attributed(made, k),
            }
            for k, a in ((k, made.attributions[k]) for k in found.attributions)
        ],
        "claims": [
            {
                "id": c.id,
                "segments": pieces(c.segments),
                "attribution": c.attribution,
                "attributed": c.attributed,
                "through": [] if c.attributed is None else chain(made.attributions, c.attributed),
                "hedged": c.hedged,
                "confidence": c.confidence,
                "why": list(c.why),
            }
            for c in (made.claims[k] for k in found.claims)
        ],
    }
