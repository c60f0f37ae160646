"""Folding for look-up: every folded character maps back to the characters that it was made from."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimsdb.lookup.folding import fold, traced

TEXT = st.text(
    st.one_of(st.sampled_from("abÉeßİŒﬁ “”‘’'\"«»–- \n\t\u00a0\u0301\u0327.,;:…😀"), st.characters(codec="utf-8")),
    max_size=60,
)


@given(TEXT)
def test_origins_are_in_order_and_inside(text: str) -> None:
    made = traced(text)
    assert len(made.text) == len(made.origins)
    assert all(0 <= o.start < o.end <= len(text) for o in made.origins)
    assert all(
        a.start <= b.start and (a == b or a.end <= b.start)
        for a, b in zip(made.origins, made.origins[1:], strict=False)
    )


@given(TEXT, st.data())
def test_a_stretch_of_the_folded_text_maps_back(text: str, data: st.DataObject) -> None:
    made = traced(text)
    if not made.text:
        return
    low = data.draw(st.integers(0, len(made.text) - 1))
    high = data.draw(st.integers(low + 1, len(made.text)))
    again = traced(made.span(low, high).of(text)).text
    assert made.text[low:high].strip(" \"'.,;:") in again


@given(st.text("abcé “”‘’'\"«»–\n\t.,;:", max_size=60))
def test_both_ways_of_folding_agree(text: str) -> None:
    assert traced(text).text == fold(text) == fold(unicodedata.normalize("NFD", text))


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("“We  cannot\nwait,”", "we cannot wait"),
        ("Ann’s «Straße»", "ann's \"strasse"),
        ("e\u0301te\u0301", "\u00e9t\u00e9"),
        ("", ""),
        ("…", "…"),
    ],
)
def test_examples(text: str, folded: str) -> None:
    assert fold(text) == folded
