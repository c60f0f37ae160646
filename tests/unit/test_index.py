"""The look-up index: one embedding per text, unaffected by kills, made again for another encoder, and searched exactly."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sqlalchemy as sa

from claimsdb.english.networks.codes import BLOCK, bits, codes, vectors
from claimsdb.english.networks.sentences import default
from claimsdb.ingestion.ingest import ingest
from claimsdb.lookup.index import embeddings
from claimsdb.lookup.index.contexts import contexts
from claimsdb.lookup.index.embeddings import update
from claimsdb.lookup.index.nearest import nearest, signs_of
from claimsdb.lookup.index.words import known_by
from claimsdb.model.faults import Faults
from claimsdb.store.migrations import open_for_writing
from claimsdb.store.read.texts import without_embedding
from claimsdb.store.write.embeddings import add_signs

pytestmark = pytest.mark.network

SAME = "The river has risen by two metres since Monday, the mayor said.\n"
TABLES = ("embeddings", "embedding_blocks", "claim_embeddings", "words")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "news").mkdir()
    for k in range(4):
        text = SAME + f"\nBridge number {k} will close in May. Café {k} opens in June, and its owner is glad.\n"
        (tmp_path / "news" / f"{k}.txt").write_text(text, "utf-8")
    return tmp_path


def content(database: Path) -> dict[str, list[Any]]:
    with open_for_writing(database).connect() as connection:
        return {
            name: [tuple(row) for row in connection.exec_driver_sql(f"SELECT * FROM {name} ORDER BY 1")]
            for name in TABLES
        }


def test_each_context_has_one_embedding_and_each_claim_its_own(place: Path) -> None:
    ingest([place / "news"], place / "claims.db", jobs=0)
    with open_for_writing(place / "claims.db").connect() as connection:
        rows = connection.exec_driver_sql("SELECT claim, embedding FROM claim_embeddings").fetchall()
        links: dict[int, int] = {row[0]: row[1] for row in rows}
        texts = contexts(connection, list(links), Faults())
        stored = connection.exec_driver_sql("SELECT id, codes FROM embeddings ORDER BY id").fetchall()
        words = set(connection.exec_driver_sql("SELECT word FROM words").scalars())
        claims = connection.exec_driver_sql("SELECT id, text FROM claims").fetchall()
        assert without_embedding(connection) == []
    of_text = {texts[key]: embedding for key, embedding in links.items()}
    assert links.keys() == {key for key, _ in claims}
    assert len(set(of_text.values())) == len(of_text) < len(links)
    assert "mayor said The river has risen by two metres since Monday" in of_text
    assert [key for key, _ in stored] == list(range(1, len(of_text) + 1))
    made = codes(default().embed(list(of_text)))
    by_key: dict[int, bytes] = {row[0]: row[1] for row in stored}
    assert [by_key[key] for key in of_text.values()] == [one.tobytes() for one in made]
    assert words == {"mayor", *(word for _, text in claims for word in known_by(text))}
    assert "cafe" in words


def test_a_claim_whose_context_changes_is_read_again(place: Path) -> None:
    ingest([place / "news"], place / "claims.db", jobs=0)
    engine = open_for_writing(place / "claims.db")
    with engine.begin() as connection:
        key = connection.exec_driver_sql("SELECT min(id) FROM claims WHERE attribution = 'reported'").scalar_one()
        before = embeddings.codes_of(connection, [key])
        connection.exec_driver_sql("UPDATE claims SET cue = cue, status = status WHERE id = ?", (key,))
        assert without_embedding(connection) == []
        connection.exec_driver_sql("UPDATE claims SET cue = 'denied' WHERE id = ?", (key,))
        assert without_embedding(connection) == [key]
    assert list(update(engine, Faults())) == [(1, 1)]
    with engine.connect() as connection:
        after = embeddings.codes_of(connection, [key])
        assert (after == codes(default().embed(list(contexts(connection, [key], Faults()).values())))).all()
    assert (after != before).any()


def test_a_second_ingest_changes_nothing(place: Path) -> None:
    ingest([place / "news"], place / "claims.db", jobs=0)
    before = content(place / "claims.db")
    ingest([place / "news"], place / "claims.db", jobs=0)
    assert content(place / "claims.db") == before


def test_a_killed_run_is_made_up_for(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ingest([place / "news"], place / "whole.db", jobs=0)
    monkeypatch.setattr(embeddings, "AT_ONCE", 3)

    class KilledError(BaseException):
        pass

    embed, calls = default().embed, []

    def killed(texts: list[str], threads: int = 1) -> Any:
        calls.append(texts)
        if len(calls) == 3:
            raise KilledError
        return embed(texts, threads)

    with monkeypatch.context() as patched:
        patched.setattr(default(), "embed", killed)
        with pytest.raises(KilledError):
            ingest([place / "news"], place / "claims.db", jobs=0)
    with open_for_writing(place / "claims.db").connect() as connection:
        assert without_embedding(connection)
        assert connection.exec_driver_sql("SELECT count(*) FROM claim_embeddings").scalar_one() == 6
    ingest([place / "news"], place / "claims.db", jobs=0)
    assert content(place / "claims.db") == content(place / "whole.db")


def test_claims_on_which_the_encoder_fails_are_a_problem_until_it_does_not(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    embed = default().embed

    def failing(texts: list[str], threads: int = 1) -> Any:
        if any("number 2" in text for text in texts):
            raise ValueError("no number 2")
        return embed(texts, threads)

    with monkeypatch.context() as patched:
        patched.setattr(default(), "embed", failing)
        for _ in range(2):
            summary = ingest([place / "news"], place / "claims.db", jobs=0)
            assert [(s.problem.path, s.problem.code) for s in summary.steps if s.problem] == [("2.txt", "comparison")]
            assert str(summary.outcome) == "complete with problems"
    with open_for_writing(place / "claims.db").connect() as connection:
        assert without_embedding(connection)
        assert connection.exec_driver_sql("SELECT count(*) FROM claim_embeddings").scalar_one() > 0
        (message,) = connection.exec_driver_sql("SELECT DISTINCT message FROM problems").one()
    assert message == "claimsdb failed when embedding a claim of it: ValueError: no number 2."
    assert str(ingest([place / "news"], place / "claims.db", jobs=0).outcome) == "complete"
    with open_for_writing(place / "claims.db").connect() as connection:
        assert without_embedding(connection) == []
        assert connection.exec_driver_sql("SELECT count(*) FROM problems WHERE resolved_by IS NULL").scalar_one() == 0


def test_embeddings_of_another_encoder_are_made_anew(place: Path) -> None:
    ingest([place / "news"], place / "claims.db", jobs=0)
    before = content(place / "claims.db")
    engine = open_for_writing(place / "claims.db")
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE embedding_blocks SET encoder = 'another'")
        connection.exec_driver_sql("UPDATE embeddings SET codes = zeroblob(384)")
    assert list(update(engine, Faults()))[-1] == (len(before["claim_embeddings"]), len(before["claim_embeddings"]))
    assert content(place / "claims.db") == before


@pytest.fixture
def random_index(tmp_path: Path) -> tuple[sa.Engine, Any]:
    engine = open_for_writing(tmp_path / "claims.db")
    made = codes(np.random.default_rng(3).standard_normal((2 * BLOCK + 500, 384), np.float32))
    return engine, made


def test_the_nearest_are_those_that_all_codes_give(random_index: tuple[sa.Engine, Any]) -> None:
    engine, made = random_index

    def write(low: int, high: int) -> None:
        with engine.begin() as connection:
            rows = [(k + 1, k.to_bytes(16, "big"), made[k].tobytes()) for k in range(low, high)]
            connection.exec_driver_sql("INSERT INTO embeddings (id, digest, codes) VALUES (?, ?, ?)", rows)
            add_signs(connection, [one.tobytes() for one in bits(made[low:high])], low + 1, BLOCK, "made up")

    def check(count: int) -> None:
        asked = vectors(made[count - 1 : count])[0]
        with engine.connect() as connection:
            near = nearest(connection, asked, 300)
            exact = vectors(made[:count]) @ asked
            assert near.keys[0] == count
            assert np.allclose(near.cosines, exact[near.keys - 1], atol=1e-5)
            assert len(near.keys) == 300
            some = np.arange(1, count + 1, 7)
            among = nearest(connection, asked, 20, some)
            assert set(among.keys.tolist()) <= set(some.tolist())
            assert len(nearest(connection, asked, 20, some[:4]).keys) == 4
            assert len(nearest(connection, asked, 20, some[:0]).keys) == 0

    at = 0
    for count in (
        10,
        BLOCK - 1,
        BLOCK + 1,
        2 * BLOCK,
        len(made),
    ):  # across the boundaries of blocks, while one process keeps searching
        write(at, count)
        at = count
        if count >= 300:
            check(count)
    with engine.connect() as connection:
        stored = b"".join(connection.exec_driver_sql("SELECT bits FROM embedding_blocks ORDER BY id").scalars())
    assert stored == bits(made).tobytes()


def test_an_empty_index_gives_nothing(tmp_path: Path) -> None:
    with open_for_writing(tmp_path / "claims.db").connect() as connection:
        assert len(nearest(connection, vectors(codes(np.ones((1, 384), np.float32)))[0], 10).keys) == 0
    assert signs_of("nowhere") is signs_of("nowhere")
