"""The layout of a document: the frames of all kinds, each kind where no other has explained the text."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from claimsdb.english.analysis import Analysis
from claimsdb.normalizer.layout.frames import Frame, Layout, Taken, laid_out
from claimsdb.normalizer.layout.headed import headed
from claimsdb.normalizer.layout.signatures import signed
from claimsdb.normalizer.layout.transcripts import turns

_KINDS: tuple[Callable[[Analysis], Iterable[Frame]], ...] = (turns, headed, signed)


def layout(analysis: Analysis) -> Layout:
    """The layout of a document, which is analysed without regard to it."""
    frames: list[Frame] = []
    for kind in _KINDS:
        taken = Taken(frames)
        frames += [f for f in kind(analysis) if not any(taken.over(s) for s in (*f.content, *f.labels))]
    return laid_out(frames)
