"""What a question asks for, and the countries that a phrase names."""

import pytest

from claimsdb.lookup.nations import nations
from claimsdb.lookup.wanted import wanted


@pytest.mark.parametrize(
    ("question", "text", "has"),
    [
        ("When did the mill close?", "The mill closed on 3 May 2019", True),
        ("When did the mill close?", "The mill closed for good", False),
        ("In which year was it built?", "It was built in 1874", True),
        ("What happened in May 2019, and when did it end?", "It ended in May 2019", False),
        ("How many boats sank?", "Seven boats sank", True),
        ("How many of the 50 boats sank?", "50 boats set out", False),
        ("how much did it cost", "It cost $3 million", True),
        ("What share of voters stayed at home?", "40 per cent stayed at home", True),
    ],
)
def test_a_text_has_what_is_asked_for(question: str, text: str, has: bool) -> None:
    answers = wanted(question)
    assert answers is not None
    assert answers(text) == has


@pytest.mark.parametrize("phrase", ["Who came?", "He left when she came", "it shows how much he knew", ""])
def test_what_asks_for_no_date_or_number(phrase: str) -> None:
    assert wanted(phrase) is None


@pytest.mark.parametrize(
    ("phrase", "text", "named"),
    [
        ("US troops", "some 900 American soldiers", True),
        ("american soldiers", "soldiers of the United States", True),
        ("Britain’s navy", "the U.K. sent two ships", True),
        ("Japanese boats", "the boats of Japan", True),
        ("US troops", "they told us", False),
        ("Japanese boats", "Chinese boats", False),
    ],
)
def test_a_country_by_any_of_its_names(phrase: str, text: str, named: bool) -> None:
    ((_, nation),) = nations(phrase)
    assert nation.is_in(text) == named
