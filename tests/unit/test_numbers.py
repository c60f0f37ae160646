"""Numbers as look-up compares them."""

from decimal import Decimal

import pytest

from claimsdb.lookup.numbers import forms, numbers


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a budget of $320 billion", [("320000000000", "$", "$320 billion")]),
        ("320 billion dollars", [("320000000000", "$", "320 billion dollars")]),
        ("US$1.5bn, €20m and £7", [("1500000000", "$", "US$1.5bn"), ("20000000", "€", "€20m"), ("7", "£", "£7")]),
        ("two percent", [("2", "%", "two percent")]),
        ("2 %, 2% or 2 per cent", [("2", "%", "2 %"), ("2", "%", "2%"), ("2", "%", "2 per cent")]),
        ("twenty-one men", [("21", None, "twenty-one")]),
        ("1,500,000 or 1.5 million people", [("1500000", None, "1,500,000"), ("1500000", None, "1.5 million")]),
        ("five hundred thousand", [("500000", None, "five hundred thousand")]),
        ("one of the zero-sum games in v1.2.3", []),
        ("three hundred and twenty million dollars", [("320000000", "$", "three hundred and twenty million dollars")]),
        (
            "nineteen ninety five or two thousand sixteen",
            [("1995", None, "nineteen ninety five"), ("2016", None, "two thousand sixteen")],
        ),
        ("one percent", [("1", "%", "one percent")]),
        ("", []),
    ],
)
def test_numbers(text: str, found: list[tuple[str, str | None, str]]) -> None:
    assert [(n.value, n.unit, n.span.of(text)) for n in numbers(text)] == [(Decimal(v), u, w) for v, u, w in found]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("$320 billion", "320 billion dollars", True),
        ("two percent", "2 %", True),
        ("2 percent", "2 dollars", False),
        ("88", "88 percent", True),
        ("1.5 million", "1,500,000", True),
        ("15", "50", False),
    ],
)
def test_same(one: str, other: str, same: bool) -> None:
    assert numbers(one)[0].same(numbers(other)[0]) is same


def test_forms_are_the_number_again() -> None:
    for text in ("320 billion", "2 percent", "1.5 million", "40", "3.25", "12,000", "0.5", "11"):
        (number,) = numbers(text)
        for form in forms(number):
            assert [n.value for n in numbers(form)] in ([number.value], [])
