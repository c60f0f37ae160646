"""The seeds across documents: groups compared with our judgements, origins word for word, and counts. A fall in a count is a red flag.

After an intended change, run `pytest tests/golden --golden-update` and read the differences. The judgements in `same_claims.json` (path and
first character of each claim) are those of one reader, written before the groups were made.
"""

import json
import random
import shutil
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import closing
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from claimsdb.ingestion.ingest import ingest
from claimsdb.learning.training.comparison import judged
from claimsdb.lookup.find import find
from claimsdb.store.migrations import open_for_reading

pytestmark = pytest.mark.network

SEEDS = Path(__file__).parents[2] / "seeds"
JUDGED = Path(__file__).parent / "same_claims.json"
Golden = Callable[[str, Sequence[str]], None]
TEXT = sa.text("SELECT text FROM claims WHERE claim_id = :id")
Groups = list[set[tuple[str, int]]]


@pytest.fixture
def database(seeded: Path) -> Path:
    return seeded / "claims.db"


def ask(database: Path, query: str) -> list[Any]:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(query).fetchall()


def found_groups(database: Path) -> Groups:
    groups: dict[str, set[tuple[str, int]]] = defaultdict(set)
    for group, path, start in ask(database, "SELECT group_id, path, char_start FROM claim_groups"):
        groups[group].add((path, start))
    return list(groups.values())


def pairs(groups: Groups) -> set[tuple[tuple[str, int], ...]]:
    return {pair for group in groups for pair in combinations(sorted(group), 2)}


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (
            "When were the last talks held?",
            "The last bilateral security talks were held before COVID-19 struck in Beijing in February 2019",
        ),
        ("Who led the orchestra?", None),
    ],
)  # fmt: skip
def test_questions(database: Path, question: str, answer: str | None) -> None:
    with open_for_reading(database).connect() as connection:
        hits = find(connection, question, limit=1)
        texts = [connection.execute(TEXT, {"id": h.claim["id"]}).scalar_one() for h in hits]
    assert [text.replace("\u00a0", " ") for text in texts] == ([answer.replace("\u00a0", " ")] if answer else [])


def test_a_question_that_is_answered_below_the_line(database: Path) -> None:
    with open_for_reading(database).connect() as connection:
        (hit,) = find(connection, "Who led the delegation?", limit=1, unsure=True)
        text = connection.execute(TEXT, {"id": hit.claim["id"]}).scalar_one()
    assert (
        text.replace("\u00a0", " ")
        == "Vice Foreign Minister Sun Weidong headed China’s delegation for the two-day talks"
    )


def test_the_same_claim(database: Path) -> None:
    groups = [{(path, start) for path, start in g["claims"]} for g in json.loads(JUDGED.read_text("utf-8"))]
    known = set(ask(database, "SELECT d.path, c.char_start FROM claims c JOIN documents d ON d.id = c.document"))
    assert {c for g in groups for c in g} <= known
    found, right = pairs(found_groups(database)), pairs(groups)
    precision, recall = len(found & right) / len(found), len(found & right) / len(right)
    assert precision >= 0.85
    assert recall >= 0.65
    assert 2 * precision * recall / (precision + recall) >= 0.77


def test_judged_pairs_find_their_claims(database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By their extents, of which an edge may have moved, in a document of the same bytes."""
    (a, path, sha256, start, end), (b, *_, other, last) = ask(database, "SELECT c.id, d.path, d.sha256, c.char_start, c.char_end "
        "FROM claims c JOIN documents d ON d.id = c.document ORDER BY d.path, c.char_start LIMIT 2")  # fmt: skip
    far = last + 9000
    pairs = [
        [0, start, end + 3, 0, other + 3, last, 1, 2.5],
        [0, start, end, 1, other, last, 0, 1],
        [0, start, end, 0, far, far + 9, 0, 1],
    ]
    (tmp_path / "judged.json").write_text(json.dumps({
        "documents": [[path, sha256[:16]], [path, "0" * 16]], "stories": [{"story": "talks", "part": "judge", "pairs": pairs}],
    }))  # fmt: skip
    monkeypatch.setattr(judged, "JUDGED", tmp_path / "judged.json")
    with open_for_reading(database).connect() as connection:
        assert judged.joined(connection) == ([judged.Pair(a, b, True, 2.5, "talks", "judge")], 2)


def test_origins_and_their_evidence(database: Path) -> None:
    origins = ask(database, "SELECT reason, credited, path, credit, passages FROM origins ORDER BY path")
    assert [(*o[:2], o[2][:3], *o[3:]) for o in origins] == [
        ("credit", "Reuters", "001", None, 5),
        ("credit", "Reuters", "002", "Reuters", 0),
        ("credit", "Reuters", "003", "Reuters", 5),
    ]
    for path, start, end, text, other, other_start, other_end, other_text in ask(
        database,
        "SELECT path, char_start, char_end, text, other_path, other_char_start, other_char_end, other_text FROM origin_evidence",
    ):
        assert (SEEDS / path).read_bytes().decode()[start:end] == text
        assert other is None or (SEEDS / other).read_bytes().decode()[other_start:other_end] == other_text


def test_counts(golden: Golden, database: Path) -> None:
    tables = sorted(
        (
            "quantities",
            "same_claims",
            "same_groups",
            "members",
            "contradictions",
            "shared_passages",
            "credits",
            "descents",
        )
    )
    lines = [f"{ask(database, f'SELECT count(*) FROM {name}')[0][0]} {name}" for name in tables]
    spread = ask(database, "SELECT documents, origins, count(*) FROM same_groups GROUP BY 1, 2 ORDER BY 1, 2")
    golden(
        "across.txt",
        lines + [f"{count} groups of {documents} documents, {origins} origins" for documents, origins, count in spread],
    )


def test_groups(golden: Golden, database: Path) -> None:
    rows = ask(
        database, "SELECT group_id, path, char_start, claim FROM claim_groups ORDER BY group_id, path, char_start"
    )
    by_group: dict[str, list[str]] = defaultdict(list)
    for group, path, start, claim in rows:
        by_group[group].append(f"{path[:3]} {start} | {claim}")
    golden("groups.txt", [line for lines in sorted(by_group.values()) for line in (*lines, "")])


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_one_after_the_other_in_any_order_gives_the_same(database: Path, tmp_path: Path, seed: int) -> None:
    names = [p.name for p in sorted(SEEDS.glob("*.txt"))]
    random.Random(seed).shuffle(names)
    (tmp_path / "seeds").mkdir()
    for name in names:
        shutil.copy(SEEDS / name, tmp_path / "seeds" / name)
        ingest([tmp_path / "seeds"], tmp_path / "claims.db", jobs=0)
    for query in (
        "SELECT group_id, claim_id, score, documents, speakers, origins, conflicts FROM claim_groups ORDER BY 1, 2",
        "SELECT origin_id, reason, credited, path, passages FROM origins ORDER BY 1, 4",
        "SELECT conflict_id, score FROM conflicts ORDER BY 1",
    ):
        assert ask(tmp_path / "claims.db", query) == ask(database, query)


def test_quantities(golden: Golden, database: Path) -> None:
    rows = ask(database, 'SELECT d.path, q.char_start, q.char_end, q.byte_start, q.byte_end, q.text, q.kind, q.normal FROM quantities q '
               "JOIN claims c ON c.id = q.claim JOIN documents d ON d.id = c.document ORDER BY d.path, q.char_start, q.claim")  # fmt: skip
    for path, start, end, byte_start, byte_end, text, *_ in rows:
        raw = (SEEDS / path).read_bytes()
        assert raw.decode()[start:end] == text == raw[byte_start:byte_end].decode()
    golden(
        "quantities.txt",
        [f"{path[:3]} {start} | {kind} | {normal} | {text}" for path, start, _, _, _, text, kind, normal in rows],
    )
