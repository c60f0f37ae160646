"""The stretches of a document that are read for claims."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from claimsdb.model.document import Block
from claimsdb.model.intervals import Intervals
from claimsdb.model.spans import Span, strip, subtract


def bearing(text: str, blocks: Sequence[Block], labels: Sequence[Span] = ()) -> Iterator[tuple[int, Span]]:
    """The parts of the claim-bearing blocks between the labels, in order, each with the index of its block.

    Labels ("SMITH:", "[applause]") belong to no sentence. No part is empty; none begins or ends with white space.
    """
    among = Intervals.of(labels)
    for index, block in enumerate(blocks):
        if block.kind.bears_claims:
            for part in subtract(block.span, [label for label, _ in among.over(block.span)]):
                part = strip(text, part)
                if part.length:
                    yield index, part
