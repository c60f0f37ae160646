"""The layout of a document: the frames of all kinds, each kind where no other has explained the text."""

from __future__ import annotations

from collections.abc import Callable

from claimsdb.english.analysis import Analysis
from claimsdb.model.intervals import Intervals
from claimsdb.model.spans import merge
from claimsdb.normalizer.layout.answers import answers
from claimsdb.normalizer.layout.frames import Found, Layout
from claimsdb.normalizer.layout.headed import headed
from claimsdb.normalizer.layout.interviews import interview
from claimsdb.normalizer.layout.mail import mail
from claimsdb.normalizer.layout.recast import recast
from claimsdb.normalizer.layout.signatures import signed
from claimsdb.normalizer.layout.transcripts import transcript

_WHOLE: tuple[Callable[[Analysis], Found], ...] = (mail, transcript, interview, answers)
"""Layouts of a whole document, of which it has one at most."""
_PARTS: tuple[Callable[[Analysis], Found], ...] = (headed, signed)
"""Layouts of a passage."""


def layout(analysis: Analysis) -> Layout:
    """The layout of a document, which is analysed without regard to it."""
    found = next((f for kind in _WHOLE if (f := kind(analysis)).frames), Found())
    for kind in _PARTS:
        taken, more = Intervals.of(found.spans()), kind(analysis)
        if not any(taken.over(span) for span in more.spans()):
            found = Found(found.frames + more.frames, found.labels + more.labels, found.bylines + more.bylines)
    frames = sorted(found.frames, key=lambda f: (f.content, f.source))
    spoken = [span for f in frames for span in f.content]
    blocks = tuple(recast(analysis.text, analysis.blocks, spoken, found.bylines))
    bearing = Intervals.of(b.span for b in blocks if b.kind.bears_claims)
    labels = merge([*found.labels, *(label for f in frames for label in f.labels)])
    return Layout(tuple(frames), tuple(label for label in labels if bearing.over(label)), blocks)
