"""Numbers, money, percentages, durations and dates: their spans and values."""

from datetime import date
from math import inf, isfinite

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimsdb.english.quantities.quantities import quantities
from claimsdb.model.spans import Span

THURSDAY = date(2023, 2, 23)


def found(text: str, today: date | None = THURSDAY) -> list[tuple[str, str]]:
    return [(q.span.of(text), q.normal) for q in quantities(text, Span(0, len(text)), today)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("to 2% of GDP, or $320 billion", [("2%", "2 percent"), ("$320 billion", "320000000000 USD")]),
        ("to 6.8tn yen (£41.7bn)", [("6.8tn yen", "6800000000000 JPY"), ("£41.7bn", "41700000000 GBP")]),
        ("some 50,000 troops", [("some 50,000", "≈50000")]),
        ("at least three balloons", [("at least three", "≥3")]),
        ("more than 26 per cent", [("more than 26 per cent", ">26 percent")]),
        ("no more than two hundred and fifty people", [("no more than two hundred and fifty", "≤250")]),
        ("around one-fifth of it and almost a quarter", [("around one-fifth", "≈0.2"), ("almost a quarter", "≈0.25")]),
        ("5 to 10 million people", [("5 to 10 million", "5000000–10000000")]),
        ("between 5 and 10 people", [("5 and 10", "5–10")]),
        ("10 or more", [("10 or more", "≥10")]),
        ("two-day talks, the next five years", [("two-day", "P2D"), ("five years", "P5Y")]),
        ("a one-year lease and fifty cents", [("one-year", "P1Y"), ("fifty cents", "0.5 USD")]),
        ("Rs 500 crore", [("Rs 500 crore", "5000000000 INR")]),
        ("5 percentage points", [("5 percentage points", "5 percentage point")]),
        ("three of the five islands", [("three", "3"), ("five", "5")]),
    ],
)
def test_amounts(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    ["an F-35, F35-capable", "COVID-19", "the No2 economy", "No. 1", "one of them", "9/11", "10:30", "the 5th floor"],
)
def test_what_is_not_a_quantity(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "normal", "first", "last"),
    [
        ("on Wednesday, February 22, 2023", "2023-02-22", "2023-02-22", "2023-02-22"),
        ("on 22 February 2023", "2023-02-22", "2023-02-22", "2023-02-22"),
        ("in February 2019", "2019-02", "2019-02-01", "2019-02-28"),
        ("since 1895", "1895", "1895-01-01", "1895-12-31"),
        ("in the 1970s", "197", "1970-01-01", "1979-12-31"),
        ("on Wednesday", "2023-02-22", "2023-02-22", "2023-02-22"),
        ("they will meet on Friday", "2023-02-24", "2023-02-24", "2023-02-24"),
        ("last Thursday", "2023-02-16", "2023-02-16", "2023-02-16"),
        ("yesterday", "2023-02-22", "2023-02-22", "2023-02-22"),
        ("last week", "2023-W07", "2023-02-13", "2023-02-19"),
        ("earlier this month", "2023-02", "2023-02-01", "2023-02-28"),
        ("last year", "2022", "2022-01-01", "2022-12-31"),
        ("announced in December", "2022-12", "2022-12-01", "2022-12-31"),
        ("on August 4", "2022-08-04", "2022-08-04", "2022-08-04"),
        ("two years ago", "2021", "2021-01-01", "2021-12-31"),
        ("by spring", "2023-SP", "2023-03-01", "2023-05-31"),
        ("on February 29", "2020-02-29", "2020-02-29", "2020-02-29"),
    ],
)
def test_dates_against_the_documents_own(text: str, normal: str, first: str, last: str) -> None:
    (one,) = quantities(text, Span(0, len(text)), THURSDAY)
    assert (one.normal, one.earliest and one.earliest.isoformat(), one.latest and one.latest.isoformat()) == (
        normal,
        first,
        last,
    )


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("on Wednesday", "XXXX-WXX-3"),
        ("in December", "XXXX-12"),
        ("on August 4", "XXXX-08-04"),
        ("yesterday", "XXXX-XX-XX-1"),
        ("last year", "XXXX-Y-1"),
    ],
)
def test_without_a_date_of_its_own_what_is_relative_stays_open(text: str, normal: str) -> None:
    (one,) = quantities(text, Span(0, len(text)), None)
    assert (one.normal, one.earliest, one.latest) == (normal, None, None)


@given(st.text(alphabet=st.sampled_from("0123456789.,-–$£% \nabt\u0301é𝟙")) | st.text(), st.none() | st.dates())
def test_any_text_gives_disjoint_spans_inside_it(text: str, today: date | None) -> None:
    end = 0
    for q in quantities(text, Span(0, len(text)), today):
        assert end <= q.span.start < q.span.end <= len(text)
        assert all(v is None or isfinite(v) for v in (q.low, q.high))
        assert q.low is None or q.high is None or q.low <= q.high
        assert (q.earliest is None) == (q.latest is None)
        end = q.span.end


@pytest.mark.parametrize(
    "text",
    [
        "1" + "0" * 309,
        "-" + "9" * 5000,
        "9" * 308 + " trillion",
        "9" * 307 + " centuries",
        "5 to " + "9" * 310,
        f"between {'8' * 308} and {'9' * 308} decades",
        "$" + "9" * 4301,
        "at least " + "9" * 400 + " dollars",
        "one trillion" * 50,
    ],
)
def test_a_value_that_no_float_holds_is_none(text: str) -> None:
    assert all(
        abs(v) < inf for q in quantities(text, Span(0, len(text)), None) for v in (q.low, q.high) if v is not None
    )
    assert [q.span.of(text) for q in quantities(text, Span(0, len(text)), None)] == (["5"] if text[0] == "5" else [])


@pytest.mark.parametrize("today", [date.min, date.max, None])
@pytest.mark.parametrize(
    "text",
    [
        "99999999 years ago", "999 decades ago", "999 weeks from now", "in 99999999 years", "next century", "last week", "on Monday",
        "tomorrow", "on August 4", "on February 29", "next December", "by winter", "in 0000", "in 9999", "0000-01-01", "2023-02-30",
        "٢٠٢٣", "20٢٣", "last quarter", "this weekend", "yesterday",
    ],
)  # fmt: skip
def test_dates_at_both_ends_of_the_calendar_are_read_or_left(text: str, today: date | None) -> None:
    for q in quantities(text, Span(0, len(text)), today):
        assert q.earliest is None or q.latest is None or q.earliest <= q.latest
