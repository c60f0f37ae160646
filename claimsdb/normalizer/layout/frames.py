"""Frames: words that the layout of a document gives to somebody, and what of the layout belongs to no claim."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from claimsdb.model.attribution import AttributionKind, Spans
from claimsdb.model.document import Block
from claimsdb.model.spans import Span

STOPS = (".", "?", "!")
"""Marks that end a sentence."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Words that a layout gives to one source, and why.

    `content` are stretches of claim-bearing blocks. `source` are the words that name who speaks, wherever they stand (a label, a title, a
    signature beneath); it is empty if the text names nobody. `cue` are the words of a label that mean speech ("ORAL ARGUMENT OF"), or
    else the mark that joins a label or a signature to the words (":", "—").
    `labels` belong to no claim: names, times, directions ("(on camera)"). `blanks` are inside the content, but not words of it: marks of
    quotation in its wrapped lines. `kind` is QUOTED if the words are given word for word,
    REPORTED if they are a paraphrase.
    """

    source: Spans
    content: Spans
    why: str
    labels: Spans = ()
    cue: Spans = ()
    kind: AttributionKind = AttributionKind.QUOTED
    blanks: Spans = ()


@dataclass(slots=True)
class Found:
    """What one kind of layout finds: frames, other stretches that belong to no claim (the label of a question), and lines that sign or
    head somebody's words, which are bylines.
    """

    frames: list[Frame] = field(default_factory=list)
    labels: list[Span] = field(default_factory=list)
    bylines: list[Span] = field(default_factory=list)

    def spans(self) -> Iterator[Span]:
        """All that the layout explains."""
        for frame in self.frames:
            yield from (*frame.content, *frame.labels)
        yield from (*self.labels, *self.bylines)


@dataclass(frozen=True, slots=True)
class Layout:
    """The frames of a document in the order of their contents, all stretches that belong to no claim, in order and disjoint, and the
    document's blocks, in which whatever a frame gives to somebody bears claims. `blanks` are read as white space.
    """

    frames: tuple[Frame, ...] = ()
    labels: Spans = ()
    blocks: tuple[Block, ...] = ()
    blanks: Spans = ()
