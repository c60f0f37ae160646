"""Frames of the layout as attributions, around those that cues signal inside them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from claimsdb.model.attribution import Attribution, AttributionKind, CueType, Spans
from claimsdb.model.intervals import Intervals
from claimsdb.model.spans import subtract
from claimsdb.normalizer.attribution.tagger import Tagged
from claimsdb.normalizer.layout.frames import Frame, Layout

SCORE = 0.95  # of a layout, for which no model has a score
# Minimum confidence of an attribution inside a frame: most of a paraphrase is its source's as it stands. Chosen on annotated documents.
SURE = {AttributionKind.QUOTED: 0.5, AttributionKind.REPORTED: 0.7}


def framed(frames: Iterable[Frame]) -> list[Attribution]:
    """The attributions of the frames."""
    return [
        Attribution(f.source, f.cue, f.content, CueType.STATEMENT, SCORE, layout=f.kind, why=(f.why,)) for f in frames
    ]


def fitted(found: Iterable[Tagged], layout: Layout) -> list[Tagged]:
    """The attributions without what crosses the edge of a frame, and without those whose cue is in a label.

    A content belongs to the frame in which its cue is; a cue outside every frame has no content in one.
    """
    frames = Intervals((s, k) for k, f in enumerate(layout.frames) for s in f.content)
    labels = Intervals.of(layout.labels)
    made = []
    for one in found:
        if any(labels.over(cue) for cue in one.cue):
            continue
        around = {k for _, k in frames.around(one.cue[0])} if one.cue else set()
        if any(one.score < SURE[layout.frames[k].kind] for k in around):
            continue
        content = tuple(
            piece
            for whole in one.content
            for piece in subtract(whole, [s for s, k in frames.over(whole) if k not in around])
        )
        made.append(replace(one, content=_within(content, frames, around)))
    return made


def _within(content: Spans, frames: Intervals[int], around: set[int]) -> Spans:
    """The parts of the content that are in all frames around its cue."""
    for k in around:
        inside = ((piece, [s for s, of in frames.over(piece) if of == k]) for piece in content)
        content = tuple(part for piece, spans in inside for s in spans if (part := piece.common(s)))
    return content
