"""`verify --again` reads the files again, and finds what a forger who can seal has changed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from claimsdb.ingestion.again import read_again
from claimsdb.lookup.database import Database
from claimsdb.lookup.verify.verify import Report
from claimsdb.store import facet_columns
from claimsdb.store.engine import driver
from claimsdb.store.migrations import open_for_writing
from tests.verify.conftest import check

pytestmark = [pytest.mark.slow, pytest.mark.network]

FORGED = {
    "UPDATE documents SET title = 'Forged' WHERE path = 'a.txt'": ("documents", "title"),
    "UPDATE documents SET author = NULL WHERE path = 'a.txt'": ("documents", "author"),
    "UPDATE documents SET url = 'https://example.com' WHERE path = 'a.txt'": ("documents", "url"),
    "UPDATE claims SET hedged = iif(hedged = 'yes', 'no', 'yes') WHERE id = 1": ("claims", "hedged"),
    "UPDATE claims SET confidence = 0.001 WHERE id = 2": ("claims", "confidence"),
    "UPDATE attributions SET confidence = 0.001 WHERE id = 1": ("attributions", "confidence"),
    "UPDATE sentences SET reason = 'label' WHERE id = (SELECT min(id) FROM sentences WHERE claims = 0)": ("sentences", "reason"),
    "UPDATE sentences SET claims = claims + 1 WHERE id = (SELECT min(id) FROM sentences WHERE claims > 0)": ("sentences", "claims"),
    "UPDATE speakers SET kind = 'group' WHERE kind = 'person'": ("speakers", "kind"),
    "UPDATE contradictions SET score = 0.001": ("conflicts", "score"),
    "UPDATE reports SET reason = iif(reason = 'credit', 'passage', 'credit')": ("origins", "reason"),
}  # fmt: skip


def again(file: Path) -> Report:
    report = check(file)
    assert ([str(f) for f in report.faults], report.broken) == ([], [])
    with Database(file) as database:
        read_again(database.connection, file, {}, report, jobs=0)
    return report


def forge(file: Path, *statements: str) -> list[int]:
    """Change rows with claimsdb's own code, which seals them."""
    engine = open_for_writing(file)
    with engine.begin() as connection:
        changed = [connection.exec_driver_sql(statement).rowcount for statement in statements]
        facet_columns.fill(driver(connection))
    engine.dispose()
    return changed


def test_a_sound_database_is_found_again(copied: Callable[[], Path]) -> None:
    report = again(copied())
    assert (report.holds, report.faults, report.other_rules) == (True, [], [])


def test_what_a_forger_sealed_is_found(copied: Callable[[], Path]) -> None:
    file = copied()
    for statement, changed in zip(FORGED, forge(file, *FORGED), strict=True):
        assert changed > 0, statement
    found = {(f.table, f.column) for f in again(file).faults}
    assert found >= set(FORGED.values())


def test_other_rules_are_no_forgery(copied: Callable[[], Path]) -> None:
    """Documents that another version read, or with other metadata, may have other findings."""
    file = copied()
    forge(
        file,
        "UPDATE paths SET extractor = 'another'",
        "UPDATE documents SET title = 'As read then' WHERE path = 'a.txt'",
    )
    report = again(file)
    assert (report.holds, any("As read then" in line for line in report.other_rules)) == (True, True)


def test_files_that_changed_are_left_out(small: Path, tmp_path: Path) -> None:
    for name in ("claims.db", "news"):
        (shutil.copytree if name == "news" else shutil.copy)(small / name, tmp_path / name)
    (tmp_path / "news" / "b.txt").write_text("Another report.\n", "utf-8")
    with Database(tmp_path / "claims.db") as database:
        report = database.verify()
        read_again(database.connection, tmp_path / "claims.db", {}, report, jobs=0)
    assert (report.faults, report.counts()["changed"]) == ([], 1)
    assert report.other_rules == ["Speakers over documents, groups, conflicts and origins were not compared."]
