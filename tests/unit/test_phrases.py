"""Look-up by phrase, over a database of a few documents."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from claimsdb.ingest import ingest
from claimsdb.lookup.phrases import WHOLE, find
from claimsdb.schema import open_for_reading

TEXT = """Bridge to close in May

The mayor, Ann Lee, said that the old bridge would close in May. The river has risen by 2.5 metres since Monday, and
ferries cannot dock at the northern quay.

“We cannot wait any longer,” Ms. Lee told the council. The council will vote on a budget of $320 million in June.
"""


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sa.Connection]:
    place = tmp_path_factory.mktemp("phrases")
    (place / "news").mkdir()
    (place / "news" / "bridge.txt").write_text(TEXT, "utf-8")
    ingest(place / "claims.db", [place / "news"])
    with open_for_reading(place / "claims.db").connect() as opened:
        yield opened


def found(connection: sa.Connection, phrase: str) -> list[tuple[str, float, str]]:
    rows = connection.execute(sa.text("SELECT claim_id, text FROM claims"))
    texts = {row.claim_id: row.text for row in rows}
    return [(texts[hit.claim_id], hit.score, hit.match) for hit in find(connection, phrase)]


@pytest.mark.parametrize(
    ("phrase", "claim", "match"),
    [
        ("the old bridge would close", "the old bridge would close in May", "exact"),
        ("THE OLD  BRIDGE", "the old bridge would close in May", "exact"),
        ('"We cannot wait any longer"', "“We cannot wait any longer,”", "exact"),
        ("close the old bridge in May", "the old bridge would close in May", "words"),
        ("closing old bridges", "the old bridge would close in May", "words"),
        ("the old brigde would clsoe", "the old bridge would close in May", "words"),
        ("budget of $320 million", "The council will vote on a budget of $320 million in June", "exact"),
    ],
)
def test_the_best_claim_comes_first(connection: sa.Connection, phrase: str, claim: str, match: str) -> None:
    text, score, by = found(connection, phrase)[0]
    assert (text, by) == (claim, match)
    assert (score == 1) == (match == "exact")


def test_a_passage_finds_each_claim_in_it(connection: sa.Connection) -> None:
    passage = (
        "The mayor said that the old bridge would close in May. “We cannot wait any longer,” she told the council."
    )
    whole = [(text, score) for text, score, match in found(connection, passage) if match == "exact"]
    assert sorted(whole) == [("the old bridge would close in May", WHOLE), ("“We cannot wait any longer,”", WHOLE)]


@pytest.mark.parametrize(
    "phrase", ["", "…", "quantum chromodynamics", "xyzzy", "NEAR(", "*", "\0", "a budget for hospitals in Peru"]
)
def test_nothing_fits(connection: sa.Connection, phrase: str) -> None:
    assert found(connection, phrase) == []


@pytest.mark.parametrize("phrase", ['" OR 1=1 --', "close AND NOT bridge", "text:bridge", "bridge*", "close " * 500])
def test_a_phrase_is_never_syntax(connection: sa.Connection, phrase: str) -> None:
    assert all(0.5 <= score <= 1 for _, score, _ in found(connection, phrase))
