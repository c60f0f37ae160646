"""Folding for look-up: every folded character maps back to the character that it was made from."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimsdb.lookup.folding import fold, traced

TEXT = st.text(
    st.one_of(
        st.sampled_from("abÉeßİŒﬁ “”‘’'\"«»–- \n\t\u00a0\u0301\u0327.,;:…😀0123½²"), st.characters(codec="utf-8")
    ),
    max_size=60,
)
BETWEEN = st.sampled_from(["", " "])


@given(TEXT, BETWEEN)
def test_both_ways_of_folding_agree(text: str, between: str) -> None:
    assert traced(text, between).text == fold(text, between) == fold(unicodedata.normalize("NFC", text), between)


@given(TEXT, BETWEEN)
def test_origins_are_in_order_and_inside(text: str, between: str) -> None:
    made = traced(text, between)
    assert len(made.text) == len(made.origins)
    assert all(0 <= o < len(text) for o in made.origins)
    assert list(made.origins) == sorted(made.origins)


@given(TEXT, BETWEEN, st.data())
def test_a_stretch_of_the_folded_text_maps_back(text: str, between: str, data: st.DataObject) -> None:
    made = traced(text, between)
    if not made.text:
        return
    low = data.draw(st.integers(0, len(made.text) - 1))
    high = data.draw(st.integers(low + 1, len(made.text)))
    again = fold(made.span(low, high).of(text), between)
    if not any(c.isdigit() for c in made.text):  # a comma is left out or not by what follows it
        assert made.text[low:high].strip() in again


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("“We  cannot\nwait,”", "wecannotwait"),
        ("we can-\nnot – wait …", "wecannotwait"),
        ("Ann’s «Straße»", "annsstrasse"),
        ("e\u0301te\u0301", "ete"),
        ("1,500 in U.S. dollars", "1500inusdollars"),
        ("…", ""),
    ],
)
def test_examples(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("one", "other"), [("1.5", "15"), ("5-10", "510"), ("1, 500", "1,500"), ("in 2016, 12", "in 201612")]
)
def test_numbers_are_kept_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)
