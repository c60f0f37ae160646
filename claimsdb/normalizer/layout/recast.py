"""The blocks of a document once its layout is known: a turn that looked like a heading is a paragraph, a line that signs is a byline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from claimsdb.model.document import Block, BlockKind
from claimsdb.model.intervals import Intervals
from claimsdb.model.spans import Span, strip, subtract


def recast(text: str, blocks: Sequence[Block], spoken: Iterable[Span], bylines: Iterable[Span]) -> Iterator[Block]:
    """The blocks, in which all that is `spoken` bears claims and the `bylines` are blocks of their own, in order."""
    words, lines = Intervals.of(spoken), Intervals.of(bylines)
    for block in blocks:
        here = [line for line, _ in lines.over(block.span)]
        pieces = [(BlockKind.BYLINE, line) for line in here]
        for rest in (strip(text, rest) for rest in subtract(block.span, here)):
            silent = not block.kind.bears_claims or block.kind is BlockKind.TITLE
            kind = BlockKind.PARAGRAPH if silent and words.over(rest) else block.kind
            if rest.length:
                pieces.append((kind, rest))
        yield from (Block(kind, span) for kind, span in sorted(pieces, key=lambda p: p[1]))
