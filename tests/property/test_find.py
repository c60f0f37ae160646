"""Look-up answers any phrase: numbers beyond every range, figures of other scripts, controls, the query language of the index."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import claimsdb
from claimsdb.lookup.scoring import SURE
from tests.conftest import Cli

ODD = [
    "1" + "0" * 309, "9" * 5000, "1e999", "-0", "١٢٣", "½", "∞", "NaN", "-inf", "²", "१२", "$" + "9" * 400, "1" + ",000" * 200,
    "5-10", "99999999 years", "0000-00-00", "one trillion", "\0", "\u202e", "\ud7ff", '"', "*", "NEAR(", "AND", "-", "ferry", "percent",
]  # fmt: skip
PHRASES = st.lists(st.sampled_from(ODD) | st.text(max_size=12), min_size=1, max_size=6).map(" ".join)


@pytest.fixture(scope="module")
def database(seeded: Path) -> Path:
    return seeded / "claims.db"


@pytest.mark.network
@settings(max_examples=60)
@given(phrase=PHRASES)
def test_any_phrase_has_an_answer(database: Path, phrase: str) -> None:
    with claimsdb.open(database) as opened:
        for hit in opened.find(phrase, limit=3):
            assert SURE <= hit.score <= 1


@pytest.mark.parametrize("phrase", ["1" + "0" * 309, "9" * 5000, "1e999", "-0", "١٢٣", "½", "∞"])
def test_cite_answers_odd_numbers(app: Cli, database: Path, phrase: str) -> None:
    assert app("cite", "--db", database, "--", phrase).code in (0, 1)
