"""Labelled turns: "LEE: The bridge is safe."."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimsdb.english.analysis import Analysis
from claimsdb.model.spans import Span
from claimsdb.normalizer.layout.frames import Frame

FEWEST = 2  # minimum number of labels in a transcript
_LABEL = re.compile(r"[“\"]?([A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]*){0,3}):\s+(?=\S)")


def turns(analysis: Analysis) -> Iterator[Frame]:
    """The frames of the labelled turns of a transcript."""
    found = [(m, block) for block in analysis.bearing if (m := _LABEL.match(analysis.text, *block))]
    if len(found) < FEWEST:
        return
    for label, block in found:
        yield Frame(
            (Span(*label.span(1)),),
            (Span(label.end(), block.end),),
            "a transcript: the label says who speaks",
            (Span(block.start, label.end(1) + 1),),
        )
