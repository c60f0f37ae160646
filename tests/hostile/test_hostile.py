"""Hostile files, end to end: each is a document or a problem, and the run ends with its comparison."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Cli, rows
from tests.hostile.generator import FAMILIES, draw

FEWEST = 128


def test_there_are_many_families_and_a_seed_gives_the_same_files() -> None:
    assert len(FAMILIES) >= FEWEST
    assert {f.name: f.file(3_000, 7) for f in FAMILIES.values()} == {
        f.name: f.file(3_000, 7) for f in FAMILIES.values()
    }
    assert all(len(f.file(3_000, 7)) <= 3_000 for f in FAMILIES.values())


@pytest.mark.parametrize(
    ("count", "largest"),
    [
        pytest.param(48, 4_000, marks=pytest.mark.slow),
        pytest.param(2_000, 200_000, marks=[pytest.mark.hostile, pytest.mark.timeout(0)]),
    ],
)
def test_each_hostile_file_is_a_document_or_a_problem(count: int, largest: int, cli: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "hostile"
    folder.mkdir()
    for name, _, raw in draw(count, 3, largest):
        (folder / name).write_bytes(raw)
    told = cli("ingest", "hostile", "--json")
    assert told.code in (0, 1), told.err
    database = tmp_path / "claims.db"
    assert rows(database, "SELECT outcome, files FROM runs") == [("complete with problems", count)]
    found = rows(database, "SELECT path FROM paths UNION SELECT path FROM problems")
    assert {path for (path,) in found} == {path.name for path in folder.iterdir()}
    assert rows(database, "SELECT path, message FROM problems WHERE code = 'internal'") == []
    assert cli("verify").code == 0
