"""Why claims are what they are: each sentence with its marks, its attributions and what made them, its claims or why it has none."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from claimsdb.attributions import chain
from claimsdb.hedges import hedge
from claimsdb.model import AttributionKind, Claim, Mark, Normalized, Sentence
from claimsdb.spans import LineIndex, Span


@dataclass(frozen=True, slots=True)
class Explained:
    """A sentence of the ledger with its line (from 1), its marks, and the indices of the attributions and claims that touch it."""

    sentence: Sentence
    line: int
    marks: tuple[Mark, ...]
    attributions: tuple[int, ...]
    claims: tuple[int, ...]


def explain(made: Normalized, only: Span | None = None) -> Iterator[Explained]:
    """The sentences of the document, or those that touch the span `only`, in order."""
    lines = LineIndex(made.document.text)
    starts = [m.span.start for m in made.marks]
    attributed = [[*a.source, *a.cue, *a.content] for a in made.attributions]
    segments = sorted((s, k) for k, c in enumerate(made.claims) for s in c.segments)
    segment_starts = [s.start for s, _ in segments]
    for sentence in made.sentences:
        span = sentence.span
        if only is not None and not only.overlaps(span):
            continue
        marks = made.marks[bisect_left(starts, span.start) : bisect_left(starts, span.end)]
        touching = [k for k, pieces in enumerate(attributed) if any(span.overlaps(p) for p in pieces)]
        low = max(bisect_right(segment_starts, span.start) - 1, 0)
        here = segments[low : bisect_left(segment_starts, span.end)]
        claims = dict.fromkeys(k for s, k in here if s.overlaps(span))
        yield Explained(sentence, lines.position(span.start)[0], marks, tuple(touching), tuple(claims))


def reasons(made: Normalized, claim: Claim) -> list[str]:
    """Why the claim is quoted, reported or asserted, and which word hedges it, in words."""
    told = []
    if claim.attribution is AttributionKind.QUOTED:
        told.append("attributed, and every segment stands within quotation marks")
    elif claim.attribution is AttributionKind.REPORTED:
        told.append("attributed, and not, or not wholly, within quotation marks")
    else:
        told.append("in the content of no statement or belief")
        if claim.attributed is not None:
            told.append("the intention in it is its own main verb")
    if claim.hedged:
        word = hedge(" ".join(s.of(made.document.reading) for s in claim.segments))
        told.append(f"hedged by “{word}”" if word else "hedged by a cue around it that names no source")
    return told


def as_record(made: Normalized, found: Explained) -> dict[str, Any]:
    """The explanation of a sentence for programs; spans are half-open, in code points."""
    text = made.document.text

    def pieces(spans: Sequence[Span]) -> list[dict[str, Any]]:
        return [{"start": s.start, "end": s.end, "text": s.of(text)} for s in spans]

    return {
        "line": found.line,
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
                "why": list(a.why),
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
                "why": reasons(made, c),
            }
            for c in (made.claims[k] for k in found.claims)
        ],
    }
