"""Frames: words that the layout of a document gives to somebody, and what of the layout belongs to no claim."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from claimsdb.model.attribution import AttributionKind, Spans
from claimsdb.model.intervals import Intervals
from claimsdb.model.spans import Span, merge


@dataclass(frozen=True, slots=True)
class Frame:
    """Words that a layout gives to one source, and why.

    `content` are stretches of claim-bearing blocks. `source` are the words that name who speaks, wherever they stand (a label, a title, a
    signature beneath); it is empty if the text names nobody. `cue` are the words of a label that mean speech ("ORAL ARGUMENT OF").
    `labels` belong to no claim: names, times, directions ("(on camera)"). `kind` is QUOTED if the words are given word for word,
    REPORTED if they are a paraphrase.
    """

    source: Spans
    content: Spans
    why: str
    labels: Spans = ()
    cue: Spans = ()
    kind: AttributionKind = AttributionKind.QUOTED


@dataclass(frozen=True, slots=True)
class Layout:
    """The frames of a document in the order of their contents, and all stretches that belong to no claim, in order and disjoint."""

    frames: tuple[Frame, ...] = ()
    labels: Spans = field(default=())


def laid_out(frames: Iterable[Frame], labels: Iterable[Span] = ()) -> Layout:
    """The layout with these frames and, besides theirs, these labels; frames that have no content count for nothing."""
    kept = sorted((f for f in frames if f.content), key=lambda f: (f.content, f.source))
    return Layout(tuple(kept), tuple(merge([*labels, *(label for f in kept for label in f.labels)])))


class Taken:
    """The stretches of a document that a layout has explained so far, so that no other layout explains them again."""

    def __init__(self, frames: Sequence[Frame]) -> None:
        self._spans = Intervals.of(s for f in frames for s in (*f.content, *f.labels))

    def over(self, span: Span) -> bool:
        """Whether any of the span is explained."""
        return bool(self._spans.over(span))
