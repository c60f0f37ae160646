"""Look-up by phrase, over a database of a few documents."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from claimsdb.ingestion.ingest import ingest
from claimsdb.lookup.find import UNSURE, WHOLE, find
from claimsdb.lookup.scoring import SURE
from claimsdb.model.attribution import AttributionKind
from claimsdb.store.migrations import open_for_reading
from claimsdb.store.read.filters import Filters

pytestmark = pytest.mark.network

TEXT = """Bridge will close in May

The mayor, Ann Lee, said that the old bridge would close in May. The river has risen by 2.5 metres since Monday, and
ferries cannot dock at the northern quay.

“We cannot wait any longer,” Ms. Lee told the council. The council will vote on a budget of $320 million in June.
"""

OTHER = """The week in money

The central bank raised interest rates by two percent. Unemployment fell in the spring.

“The economy is strong,” said Governor Omar Diaz. Mr. Diaz said that the old bridge would close in July.
"""


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sa.Connection]:
    place = tmp_path_factory.mktemp("phrases")
    (place / "news").mkdir()
    (place / "news" / "bridge.txt").write_text(TEXT, "utf-8")
    (place / "news" / "rates.txt").write_text(OTHER, "utf-8")
    (place / "news" / "sources.csv").write_text(
        "path,published\nbridge.txt,2023-02-22\nrates.txt,2024-05-01\n", "utf-8"
    )
    ingest([place / "news"], place / "claims.db", jobs=0)
    with open_for_reading(place / "claims.db").connect() as opened:
        yield opened


def found(connection: sa.Connection, phrase: str, *, unsure: bool = False) -> list[tuple[str, float, str]]:
    rows = connection.execute(sa.text("SELECT claim_id, text FROM claims"))
    texts = {row.claim_id: row.text for row in rows}
    return [(texts[hit.claim["id"]], hit.score, hit.match) for hit in find(connection, phrase, unsure=unsure)]


@pytest.mark.parametrize(
    ("phrase", "claim", "match"),
    [
        ("the old bridge would close", "the old bridge would close in May", "exact"),
        ("THE OLD  BRIDGE", "the old bridge would close in May", "exact"),
        ('"We cannot wait any longer"', "“We cannot wait any longer,”", "exact"),
        ("close the old bridge in May", "the old bridge would close in May", "words"),
        ("closing old bridges in May", "the old bridge would close in May", "words"),
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
    assert all(SURE <= score <= 1 for _, score, _ in found(connection, phrase))


@pytest.mark.parametrize(
    ("phrase", "claim", "match"),
    [
        ("the jobless rate dropped in spring", "Unemployment fell in the spring", "meaning"),
        ("Who raised interest rates?", "The central bank raised interest rates by two percent", "words"),
        ("What did Diaz say about the economy?", "“The economy is strong,”", "words"),
        ("Omar Diaz: the economy does well", "“The economy is strong,”", "words"),
        ("rates rose by 2 %", "The central bank raised interest rates by two percent", "words"),
        ("a budget of 320 billion dollars", None, ""),
        ("320 million dollars", "The council will vote on a budget of $320 million in June", "words"),
        ("unemploiment fel in the spring", "Unemployment fell in the spring", "words"),
    ],
)
def test_meaning_questions_and_numbers(connection: sa.Connection, phrase: str, claim: str | None, match: str) -> None:
    best = found(connection, phrase)[:1]
    assert [(text, by) for text, _, by in best if text == claim] == ([(claim, match)] if claim else [])


def test_either_of_two_that_say_it_comes_first(connection: sa.Connection) -> None:
    (text, _, by), *_ = found(connection, "an old bridge is going to be shut")
    assert by == "meaning"
    assert text in ("the old bridge would close in May", "the old bridge would close in July")


@pytest.mark.parametrize(
    ("phrase", "claim"),
    [
        ("an ancient bridge is going to be shut soon", "the old bridge would close in July"),
        ("the ancient bridge will be shut", "the old bridge would close in July"),
        ("the ancient bridge will be shut", "the old bridge would close in May"),
    ],
)
def test_paraphrases(connection: sa.Connection, phrase: str, claim: str) -> None:
    assert claim in [text for text, _, _ in found(connection, phrase, unsure=True)]


def test_what_is_not_sure_comes_last_and_only_if_it_is_asked_for(connection: sa.Connection) -> None:
    for phrase in ("the ancient bridge will be shut", "What rose since Monday?", "people without work", "ferries"):
        hits = find(connection, phrase, unsure=True)
        assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
        assert [hit for hit in hits if hit.sure] == find(connection, phrase)
        assert [hit.sure for hit in hits] == [hit.score >= SURE for hit in hits]
        assert sum(not hit.sure for hit in hits) <= UNSURE
    assert not all(hit.sure for hit in find(connection, "the ancient bridge will be shut", unsure=True))


@pytest.mark.parametrize(
    ("phrase", "claim"),
    [
        ("When will the bridge over the river close?", "Bridge will close in May"),
        ("How much has the river risen?", "The river has risen by 2.5 metres since Monday"),
        ("How much is the budget?", "The council will vote on a budget of $320 million in June"),
    ],
)
def test_a_question_is_answered_by_what_it_asks_for(connection: sa.Connection, phrase: str, claim: str) -> None:
    assert claim in [text for text, _, _ in found(connection, phrase, unsure=True)][:2]


@pytest.mark.parametrize(
    ("phrase", "spans"),
    [
        ("THE  OLD bridge", {"the old bridge"}),
        ("'we cannot wait any longer'", {"We cannot wait any longer"}),
        ("the brigde, closed in may", {"Bridge", "close", "May"}),
        ("a budget of three hundred and twenty million dollars", {"budget", "$320 million"}),
        ("an old bridge is going to be shut", {"old", "bridge"}),
    ],
)
def test_spans_are_the_words_that_match(connection: sa.Connection, phrase: str, spans: set[str]) -> None:
    hit = find(connection, phrase)[0]
    query = sa.text("SELECT text FROM claims WHERE claim_id = :id")
    text = connection.execute(query, {"id": hit.claim["id"]}).scalar_one()
    assert {span.of(text) for span in hit.spans} == spans


@pytest.mark.parametrize(
    ("filters", "claims"),
    [
        ({}, {"the old bridge would close in May", "the old bridge would close in July"}),
        ({"speaker": "ann"}, {"the old bridge would close in May"}),
        ({"document": "RATES"}, {"the old bridge would close in July"}),
        ({"since": "2024"}, {"the old bridge would close in July"}),
        ({"until": "2023-02"}, {"the old bridge would close in May"}),
        ({"since": "2023-02-22", "until": "2023"}, {"the old bridge would close in May"}),
        ({"since": "2024", "speaker": "ann"}, set()),
        ({"attribution": AttributionKind.QUOTED}, set()),
    ],
)
@pytest.mark.parametrize(
    "phrase", ["the old bridge would close", "the old bridge will be closed to traffic", "clse the old brigde"]
)
def test_filters_combine(connection: sa.Connection, phrase: str, filters: dict[str, Any], claims: set[str]) -> None:
    texts = {row.claim_id: row.text for row in connection.execute(sa.text("SELECT claim_id, text FROM claims"))}
    hits = {texts[hit.claim["id"]] for hit in find(connection, phrase, Filters(**filters))}
    assert {text for text in hits if "old bridge" in text} == claims


def test_before_the_index_is_made_and_when_a_little_is_lacking(connection: sa.Connection, tmp_path: Path) -> None:
    file = connection.exec_driver_sql("SELECT file FROM pragma_database_list WHERE name = 'main'").scalar_one()
    shutil.copy(file, tmp_path / "claims.db")
    with closing(sqlite3.connect(tmp_path / "claims.db")) as raw, raw:
        for table in ("claim_embeddings", "embedding_blocks", "embeddings", "words"):
            raw.execute(f"DELETE FROM {table}")
    with open_for_reading(tmp_path / "claims.db").connect() as opened:
        for phrase in (
            "the jobless rate dropped in spring",
            "an old bridge is going to be shut",
            "the old bridge",
        ):
            mine, whole = found(opened, phrase), found(connection, phrase)
            assert [(text, by) for text, _, by in mine] == [(text, by) for text, _, by in whole]
            assert [score for _, score, _ in mine] == pytest.approx([score for _, score, _ in whole], abs=0.02)
        assert "the old bridge would close in May" in [
            text for text, _, _ in found(opened, "the old brigde would close in May")
        ]


def test_what_is_retired_is_not_found(connection: sa.Connection, tmp_path: Path) -> None:
    file = connection.exec_driver_sql("SELECT file FROM pragma_database_list WHERE name = 'main'").scalar_one()
    shutil.copy(file, tmp_path / "claims.db")
    with closing(sqlite3.connect(tmp_path / "claims.db")) as raw, raw:
        raw.execute("UPDATE claims SET status = 'retired' WHERE text LIKE '%bridge%'")
    with open_for_reading(tmp_path / "claims.db").connect() as opened:
        for phrase in ("the old bridge would close", "the old brigde", "an old bridge is going to be shut"):
            assert not [text for text, _, _ in found(opened, phrase) if "bridge" in text.lower()]
