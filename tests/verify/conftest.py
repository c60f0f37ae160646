"""A small database that has rows in every table, to be copied and then changed or damaged."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from claimsdb.ingestion.ingest import ingest
from claimsdb.ingestion.judging import judge, withdraw
from claimsdb.lookup.database import Database
from claimsdb.lookup.verify.verify import Report
from claimsdb.store.migrations import open_for_writing

REPORT = """{title}

NORTHPORT (Reuters) - The old bridge over the river Tamer will close in May after engineers found cracks in four of its pillars, the \
mayor, Ana Ito, said on Monday.

"We will not put a single life at risk for the sake of traffic," Ito told reporters in front of the town hall of Northport.

The repair will cost {cost} million euros and may take two years, according to the ministry of transport, which inspected the bridge in \
March.
"""
SOURCES = """path,title,publisher,author,published,language,url,Desk
a.txt,Bridge to close,The Herald,Jo Doe,2026-03-02,en,https://example.org/a,City
"""


def write_small(folder: Path) -> None:
    """Two reports that share passages, an agency and a claim, and contradict each other; a third file; and one that cannot be read."""
    folder.mkdir()
    (folder / "a.txt").write_text(REPORT.format(title="Bridge to close after inspection", cost=12), "utf-8")
    (folder / "b.txt").write_text(REPORT.format(title="Old bridge closes in May", cost=15), "utf-8")
    (folder / "c.txt").write_text("The council said that the port was safe.\n", "utf-8")
    (folder / "bad.txt").write_bytes(b"\x00\x01\x02\xff\xfe\x00")
    (folder / "sources.csv").write_text(SOURCES, "utf-8")
    (folder / "speakers.csv").write_text("name,same_as,kind,wikidata\nAna Ito,Ana Maria Ito,person,Q4026\n", "utf-8")


def make_small(place: Path) -> None:
    """The folder `news` and the database over it, with a file that changed, a problem, and an earlier finding."""
    write_small(place / "news")
    ingest(place / "news", place / "claims.db", jobs=0)
    (place / "news" / "c.txt").write_text("The council said that the port was not safe.\n", "utf-8")
    ingest(place / "news", place / "claims.db", jobs=0, keep_sources=True)
    engine = open_for_writing(place / "claims.db")
    with engine.begin() as connection:  # as if the second run had found otherwise
        connection.exec_driver_sql(
            """INSERT INTO earlier_findings SELECT id, 1, 'asserted', NULL, NULL, NULL, hedged, confidence, 2 FROM claims WHERE id = 1"""
        )
        connection.exec_driver_sql(  # as if the title's first letter were apart from the rest, which says the same
            """INSERT INTO ranges SELECT id, 0, char_start, char_start + 1, byte_start, byte_start + 1, 'literal' FROM blocks WHERE id = 1
            UNION ALL SELECT id, 1, char_start + 1, char_end, byte_start + 1, byte_end, 'literal' FROM blocks WHERE id = 1"""
        )
        for statement in (  # as if it were in several parts once, on a page, and standing text
            "INSERT INTO parts (id, document, position, name, byte_start, size_bytes, sha256, height, run, retired_by) "
            "VALUES (1, 1, 0, 'page 1', 0, 9, (SELECT sha256 FROM documents WHERE id = 1), 792.5, 1, 1)",
            "INSERT INTO places SELECT id, 0, char_start, char_end, 'page 1', 'line', '1', '', 1.5 FROM blocks WHERE id = 1",
            "UPDATE claims SET place = 'page 1, line 1' WHERE block_row = 1",
            "INSERT INTO standing_texts SELECT id, document FROM blocks WHERE id = 1",
            "INSERT INTO drawn SELECT id, 0, 0, 1, 1, 2.5, 12.5, x'0000003f0000403f' FROM blocks WHERE id = 1",
        ):
            connection.exec_driver_sql(statement)
        claims = [
            i for (i,) in connection.exec_driver_sql("SELECT claim_id FROM claims WHERE document = 1 ORDER BY id")
        ]
    engine.dispose()
    for other in claims[1:3]:
        judge(place / "claims.db", claims[0], other, same=False, why="They are about two things.", by="Jo Doe")
    withdraw(place / "claims.db", claims[0], claims[1], by="Jo Doe")


@pytest.fixture(scope="session")
def small(shared: Callable[[str, Callable[[Path], None]], Path]) -> Path:
    """The folder with `news` and `claims.db`; never change it."""
    return shared("small", make_small)


@pytest.fixture
def copied(small: Path, tmp_path: Path) -> Callable[[], Path]:
    """Makes a fresh copy of the database, over the same source files."""
    (tmp_path / "claims.db.folders.json").write_text(json.dumps({"news": str(small / "news")}), "utf-8")

    def copy() -> Path:
        shutil.copy(small / "claims.db", tmp_path / "claims.db")
        return tmp_path / "claims.db"

    return copy


def check(file: Path, **options: str) -> Report:
    with Database(file) as database:
        return database.verify(**options)  # type: ignore[arg-type]
