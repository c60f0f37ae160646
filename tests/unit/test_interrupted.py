"""Sentences that their own attribution interrupts."""

from __future__ import annotations

import pytest

from claimsdb.english.analysis import Analysis
from claimsdb.english.sentences import sentences
from claimsdb.model.document import Block, BlockKind
from claimsdb.model.spans import Span
from claimsdb.normalizer.attribution.interrupted import resumed
from claimsdb.normalizer.attribution.tagger import Read, Tagged


def said(text: str, read: list[str], source: str, cue: str) -> list[str]:
    """The claims that were read, all of them of one source, after what was interrupted is joined."""

    def at(words: str) -> Span:
        return Span(text.index(words), text.index(words) + len(words))

    blocks = [Block(BlockKind.PARAGRAPH, Span(0, len(text)))]
    by = Tagged((at(source),), (at(cue),), (), 0.9, owns=tuple(range(len(read))))
    claims, attributed = resumed(
        Analysis(text, blocks, sentences(text, blocks)), [Read((at(w),), 0.9) for w in read], [by]
    )
    assert attributed[0].owns == tuple(range(len(claims)))
    return [" … ".join(p.of(text) for p in claim.pieces) for claim in claims]


@pytest.mark.parametrize(
    ("text", "read", "source", "cue", "expected"),
    [
        (
            "“The pump,” Ms. Ito said, frowning, “was never ours.”",
            ["“The pump,”", "“was never ours.”"],
            "Ms. Ito",
            "said",
            ["“The pump,” … “was never ours.”"],
        ),
        (
            "“We heard,” she went on, “only the rain.”",
            ["“We heard,” she went on, “only the rain.”"],
            "she",
            "went on",
            ["“We heard,” … “only the rain.”"],
        ),
        (
            "The dykes, Ms. Ito argues, keep farmers poor.",
            ["The dykes", "keep farmers poor"],
            "Ms. Ito",
            "argues",
            ["The dykes … keep farmers poor"],
        ),
        (
            "The dykes held, Ms. Ito argues, and farmers stay poor.",
            ["The dykes held", "and farmers stay poor"],
            "Ms. Ito",
            "argues",
            ["The dykes held", "and farmers stay poor"],
        ),
        (
            "“The pump is old,” Ms. Ito said. “It was never ours.”",
            ["“The pump is old,”", "“It was never ours.”"],
            "Ms. Ito",
            "said",
            ["“The pump is old,”", "“It was never ours.”"],
        ),
        (
            "The “old” pump, Ms. Ito said, is “new” again.",
            ["The “old” pump, Ms. Ito said, is “new” again"],
            "Ms. Ito",
            "said",
            ["The “old” pump, Ms. Ito said, is “new” again"],
        ),
    ],
)
def test_interrupted(text: str, read: list[str], source: str, cue: str, expected: list[str]) -> None:
    assert said(text, read, source, cue) == expected
