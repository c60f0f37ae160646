"""Why claims are what they are: each sentence with its marks, its attributions and what made them, its claims or why it has none."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from claimsdb.english.hedges import hedge, hedged_act
from claimsdb.model.attribution import AttributionKind, CueType, Mark, chain
from claimsdb.model.claim import Claim, Normalized
from claimsdb.model.document import Sentence
from claimsdb.model.spans import LineIndex, Span, together
from claimsdb.normalizer.claims.contents import empty


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
    parts = [[*a.source, *a.cue, *a.content] for a in made.attributions]
    segments = sorted((s, k) for k, c in enumerate(made.claims) for s in c.segments)
    segment_starts = [s.start for s, _ in segments]
    for sentence in made.sentences:
        span = sentence.span
        if only is not None and not only.overlaps(span):
            continue
        marks = made.marks[bisect_left(starts, span.start) : bisect_left(starts, span.end)]
        touching = [k for k, pieces in enumerate(parts) if any(span.overlaps(p) for p in pieces)]
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
        told.append(_hedged(made, claim))
    return told


def _hedged(made: Normalized, claim: Claim) -> str:
    """Which words hold the claim at a distance: its own, those of its cue, or a cue around it without a source."""
    text = made.document.reading
    if word := hedge(together(text, claim.segments)):
        return f"hedged by “{word}”"
    if claim.attributed is not None:
        by = made.attributions[claim.attributed]
        cue = together(text, by.cue)
        if hedged_act(cue, bool(by.source)):
            return f"hedged by its cue, “{cue}”"
    return "hedged by a cue around it that names no source"


def attributed(made: Normalized, index: int) -> list[str]:
    """Why the attribution is what it is, and why its content is no claim where it is none."""
    found = made.attributions[index]
    if found.cue_type is CueType.INTENTION:
        return [*found.why, "an intention: the whole clause is the claim"]
    nothing = empty(made.document.reading, found)
    return [*found.why, *([f"{nothing}: the whole clause is the claim"] if nothing else [])]


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
                "why": reasons(made, c),
            }
            for c in (made.claims[k] for k in found.claims)
        ],
    }
