from hypothesis import given
from hypothesis import strategies as st

from claimsdb.english.quotations import quotations
from claimsdb.model.spans import Span

BLOCKS = st.lists(st.text("ab. ,5s“”„‘’'\"«»‹›`—(\u00a0", max_size=30) | st.text(max_size=20), max_size=5)


@given(BLOCKS)
def test_any_text(blocks: list[str]) -> None:
    text, spans = "", []
    for block in blocks:
        spans.append(Span(len(text), len(text) + len(block)))
        text += block + "\n\n"
    found = quotations(text, spans)
    assert [q.span for q in found] == sorted((q.span for q in found), key=lambda s: (s.start, -s.end))
    for k, one in enumerate(found):
        assert one.span.length > 0
        assert one.opened or one.closed
        assert any(block.contains(one.span) for block in spans)
        assert one.depth == sum(other.span.contains(one.span) for other in found[:k])
        assert all(not one.span.overlaps(other.span) or one.span.contains(other.span) for other in found[k + 1 :])


@given(BLOCKS, BLOCKS)
def test_blocks_pair_their_marks_alone(some: list[str], others: list[str]) -> None:
    def spans(blocks: list[str]) -> set[tuple[int, int, int]]:
        text, cut = "", []
        for block in blocks:
            cut.append(Span(len(text), len(text) + len(block)))
            text += block + "\n\n"
        return {(q.span.start, q.span.end, q.depth) for q in quotations(text, cut) if q.opened}

    assert spans(some) <= spans(some + others)
