from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from claimsdb.model import Block, BlockKind, Sentence
from claimsdb.spans import Span
from claimsdb.tagger.plain import PlainTagger

TAGGER = PlainTagger()
PIECES = st.sampled_from(
    [
        "the minister",
        "Ms. Lee",
        "he",
        "said",
        "told",
        "according to",
        "reportedly",
        "warned against",
        "saying",
        "that",
        "which",
        "who",
        "while",
        "and",
        "by",
        "has",
        "the rents are high",
        "talks on Friday",
        "concerns about",
        ",",
        ".",
        ":",
        ";",
        "—",
        "(",
        ")",
        "“",
        "”",
        '"',
        "'",
        "\u0301",
        "🙂",
    ]
)
LINES = st.lists(PIECES, max_size=25).map(" ".join) | st.text(max_size=40)


@given(st.lists(st.lists(LINES, min_size=1, max_size=3), max_size=4))
def test_any_text(paragraphs: list[list[str]]) -> None:
    text = ""
    cut: list[Block] = []
    ends: list[Sentence] = []
    for paragraph in paragraphs:
        start = len(text)
        for line in paragraph:
            if line:
                ends.append(Sentence(len(cut), Span(len(text), len(text) + len(line))))
            text += line + " "
        cut.append(Block(BlockKind.PARAGRAPH, Span(start, len(text))))
        text += "\n\n"
    tags = TAGGER.tag(text, cut, ends)
    places = [s.span for s in ends] + [b.span for b in cut]
    assert list(tags.attributions) == sorted(tags.attributions, key=lambda a: a.cue)
    for k, found in enumerate(tags.attributions):
        parts = sorted(found.source + found.cue + found.content)
        assert found.cue
        assert found.content
        assert all(0 <= a.start < a.end <= len(text) for a in parts)
        assert all(a.end <= b.start for a, b in pairwise(parts))
        assert all(any(place.contains(part) for place in places) for part in parts)
        assert 0 < found.score <= 1
        assert found.shares is None or (0 <= found.shares < len(tags.attributions) and found.shares != k)
        assert found.shares is None or (not found.source and tags.attributions[found.shares].source)
    contents = sorted((c for a in tags.attributions for c in a.content), key=lambda c: (c.start, -c.end))
    for k, one in enumerate(contents):
        assert all(not one.overlaps(other) or one.contains(other) for other in contents[k + 1 :])
    assert list(tags.clauses) == sorted(tags.clauses)
    assert all(any(s.span.contains(clause) for s in ends) and clause.length > 0 for clause in tags.clauses)
