"""Texts whose words are withheld keep their length, what is shown, and nothing else."""

from hypothesis import given
from hypothesis import strategies as st

from claimsdb.model.spans import Span, merge
from claimsdb.model.withheld import MASK, after, before, elided, withheld

SPANS = st.lists(
    st.tuples(st.integers(0, 40), st.integers(1, 12)).map(lambda at: Span(at[0], at[0] + at[1])), max_size=5
)


@given(st.text(min_size=1, max_size=40), st.integers(0, 10), SPANS)
def test_what_is_shown_stays_in_its_place(text: str, at: int, spans: list[Span]) -> None:
    made = withheld(text, at, spans)
    assert len(made) == len(text)
    shown = merge(spans)
    for k, (one, other) in enumerate(zip(text, made, strict=True), at):
        assert other == (one if any(span.start <= k < span.end for span in shown) else MASK)


@given(st.text(max_size=40))
def test_nothing_that_is_withheld_is_seen(text: str) -> None:
    assert MASK not in elided(text) + before(text) + after(text)
    assert text.endswith(before(text))
    assert text.startswith(after(text))


def test_gaps_are_told() -> None:
    assert elided(withheld("One. Two two. Three.", 5, [Span(5, 9), Span(19, 25)])) == "One. … Three."
