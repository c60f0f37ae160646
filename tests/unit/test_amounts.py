"""Amounts as look-up compares them."""

import pytest

from claimsdb.lookup.amounts import ROUNDED, amounts, forms


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("$320 billion", "320 billion dollars", 1),
        ("500.8m dollars", "$500.8 million", 1),
        ("two percent", "2 %", 1),
        ("2 percent", "2 dollars", 0),
        ("88", "88 percent", 1),
        ("1.5 million", "1,500,000", 1),
        ("15", "50", 0),
        ("at least 40 people", "forty", 1),
        ("five to ten boats", "10 boats", 1),
        ("$78 thousand", "$78,284", ROUNDED),
        ("$78,284", "$78 thousand", 0),
        ("100", "96", 0),
        ("72 hours", "72 minutes", 0),
    ],
)
def test_same(one: str, other: str, same: float) -> None:
    ((_, asked),) = amounts(one)
    ((_, there),) = amounts(other)
    assert asked.same(there) == same


def test_amounts_have_spans_and_dates_are_not_amounts() -> None:
    text = "In 2016, on 12 May, the town paid $320 billion, or one percent, to twenty-one men."
    assert [span.of(text) for span, _ in amounts(text)] == ["$320 billion", "one percent", "twenty-one"]


def test_forms_are_the_amount_again() -> None:
    for text in ("320 billion", "2 percent", "1.5 million", "40", "3.25", "12,000", "0.5", "11"):
        ((_, one),) = amounts(text)
        (value,) = one.ends
        assert forms(value)
        for form in forms(value):
            assert [a.ends for _, a in amounts(form)] in ([(value,)], [])
