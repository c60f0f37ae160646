"""The layout of a document: the frames of all kinds, each kind where no other has explained the text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from claimsdb.english.analysis import Analysis
from claimsdb.model.intervals import Intervals
from claimsdb.model.spans import merge, strip
from claimsdb.normalizer.layout.answers import answers
from claimsdb.normalizer.layout.dialogues import dialogue
from claimsdb.normalizer.layout.frames import Found, Frame, Layout
from claimsdb.normalizer.layout.headed import headed
from claimsdb.normalizer.layout.interviews import interview
from claimsdb.normalizer.layout.leadins import announced
from claimsdb.normalizer.layout.mail import mail
from claimsdb.normalizer.layout.posts import posts
from claimsdb.normalizer.layout.recast import recast
from claimsdb.normalizer.layout.signatures import signed
from claimsdb.normalizer.layout.transcripts import transcript

_WHOLE: tuple[Callable[[Analysis], Found], ...] = (mail, transcript, posts, interview, answers)
"""Layouts of a whole document, of which it has one at most."""
_PARTS: tuple[Callable[[Analysis], Found], ...] = (headed, signed, announced, dialogue)
"""Layouts of a passage."""


def layout(analysis: Analysis) -> Layout:
    """The layout of a document, which is analysed without regard to it."""
    found = next((f for kind in _WHOLE if (f := kind(analysis)).frames), Found())
    for kind in _PARTS:
        taken, more = Intervals.of(found.spans()), kind(analysis)
        found.frames += [f for f in more.frames if not any(taken.over(s) for s in (*f.content, *f.labels))]
        found.bylines += [line for line in more.bylines if not taken.over(line)]
    made = (_tidy(analysis.text, f) for f in found.frames)
    frames = sorted((f for f in made if f.content), key=lambda f: (f.content, f.source))
    spoken = [span for f in frames for span in f.content]
    blocks = tuple(recast(analysis.text, analysis.blocks, spoken, found.bylines))
    bearing = Intervals.of(b.span for b in blocks if b.kind.bears_claims)
    labels = merge([*found.labels, *(label for f in frames for label in f.labels)])
    blanks = tuple(blank for f in frames for blank in f.blanks)
    return Layout(tuple(frames), tuple(label for label in labels if bearing.over(label)), blocks, blanks)


def _tidy(text: str, frame: Frame) -> Frame:
    """The frame without white space at the ends of its contents and labels, and without what is nothing else."""
    content, labels = (
        tuple(s for s in (strip(text, span) for span in spans) if s.length) for spans in (frame.content, frame.labels)
    )
    return replace(frame, content=content, labels=labels)
