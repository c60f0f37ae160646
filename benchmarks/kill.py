"""Ingests a folder repeatedly, killing each run at a random moment: `python benchmarks/kill.py DOCUMENTS_DIR [--times 30]`.

After each kill, the database must be intact (`PRAGMA integrity_check`), every document in it must be as an undisturbed run writes it, and
`verify` must find no fault. Half of the kills hit a new database, half one that earlier kills have left. At the end, the next run must
give the same claims and embeddings as an undisturbed one, and a run after that must add nothing but its own row.
"""

from __future__ import annotations

import argparse
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from claimsdb.lookup.verify import verify
from claimsdb.store.migrations import open_for_reading

PARTS = {
    "blocks": """SELECT b.kind, b.char_start, b.char_end, b.byte_start, b.byte_end, b.text FROM blocks b WHERE b.document = :d""",
    "ledger": """SELECT t.char_start, t.char_end, t.claims, t.reason FROM sentences t JOIN blocks b ON b.id = t.block_row
        WHERE b.document = :d""",
    "claims": """SELECT c.claim_id, c.text, c.attribution, s.name, c.source, c.cue, c.via, c.hedged, c.confidence, c.status
        FROM claims c LEFT JOIN speakers s ON s.id = c.speaker_row WHERE c.document = :d""",
    "segments": """SELECT c.claim_id, s.position, s.char_start, s.char_end, s.text FROM segments s JOIN claims c ON c.id = s.claim
        WHERE c.document = :d""",
    "pieces": """SELECT a.attribution_id, p.part, p.position, p.char_start, p.char_end
        FROM pieces p JOIN attributions a ON a.id = p.attribution_row WHERE a.document = :d""",
    "mentions": """SELECT a.attribution_id, m.gives, m.char_start, m.text FROM mentions m JOIN attributions a ON a.id = m.attribution_row
        WHERE a.document = :d""",
    "found by text": "SELECT count(*) FROM claims_fts f JOIN claims c ON c.id = f.rowid WHERE c.document = :d",
}


def state(database: Path) -> dict[str, dict[str, list[Any]]]:
    """All findings by the document's hash, without columns that differ from run to run."""
    with closing(sqlite3.connect(database)) as connection:
        documents = connection.execute("SELECT id, sha256 FROM documents").fetchall()
        return {
            sha: {name: sorted(connection.execute(query, {"d": key}), key=repr) for name, query in PARTS.items()}
            for key, sha in documents
        }


def index(database: Path) -> dict[str, bytes]:
    """The embedding of each claim."""
    query = """SELECT c.claim_id, e.codes FROM claims c LEFT JOIN claim_embeddings x ON x.claim = c.id
        LEFT JOIN embeddings e ON e.id = x.embedding"""
    with closing(sqlite3.connect(database)) as connection:
        return dict(connection.execute(query).fetchall())


def counts(database: Path) -> dict[str, int]:
    with closing(sqlite3.connect(database)) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
        return {
            name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in names.fetchall()
        }


def start(documents: Path, database: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "claimsdb", "ingest", str(documents), "--db", str(database), "--jobs", "1"]
    return subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


def faults(database: Path, whole: dict[str, dict[str, list[Any]]]) -> list[str]:
    """The faults of the database that a kill left; none if it did not exist yet."""
    if not database.exists() or database.stat().st_size == 0:
        return []
    found = []
    with open_for_reading(database).connect() as connection:  # as every command does
        if (said := connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()) != ["ok"]:
            found.append(f"integrity_check: {said[:3]}")
        if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall():
            found.append(f"{len(broken)} rows point to nothing")
        report = verify(connection, database, {})
        if not report.holds:
            found.append(f"verify: {report.counts()}, {report.broken[:2]}, unknown {report.unknown}")
    with closing(sqlite3.connect(database)) as raw:
        raw.execute("INSERT INTO claims_fts (claims_fts, rank) VALUES ('integrity-check', 1)")
        raw.rollback()
    for sha, parts in state(database).items():
        found += [
            f"{name} of document {sha[:12]} are not whole" for name, rows in parts.items() if rows != whole[sha][name]
        ]
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", type=Path)
    parser.add_argument("--times", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    chance = random.Random(given.seed)
    place = Path(tempfile.mkdtemp(prefix="kill-"))
    began = time.monotonic()
    if start(given.documents, place / "whole.db").wait() != 0:
        sys.exit("The undisturbed run failed.")
    lasts = time.monotonic() - began
    whole = state(place / "whole.db")
    print(
        f"Undisturbed: {len(whole)} documents, {sum(len(d['claims']) for d in whole.values())} claims, {lasts:.1f} s."
    )
    bad, left, journals = 0, [], 0
    database = place / "killed.db"
    for k in range(given.times):
        if k % 2 == 0:
            for old in place.glob("killed.db*"):
                old.unlink()
        process = start(given.documents, database)
        time.sleep(chance.uniform(0, lasts))
        process.send_signal(signal.SIGKILL)
        ended = process.wait()
        journals += (place / "killed.db-journal").exists()
        wrong = faults(database, whole)
        there = len(state(database)) if database.exists() and database.stat().st_size else 0
        left.append(there)
        bad += bool(wrong)
        print(
            f"{k + 1:3}: {'killed' if ended == -signal.SIGKILL else 'had ended'}, {there} documents, {'; '.join(wrong) or 'whole'}"
        )
    ended = start(given.documents, database).wait()
    same = ended == 0 and state(database) == whole and index(database) == index(place / "whole.db")
    before = counts(database)
    start(given.documents, database).wait()
    after = counts(database)
    added = {name: after[name] - n for name, n in before.items() if after[name] != n}
    print(
        f"Kills: {given.times}, {journals} with a journal left, {min(left)} to {max(left)} documents, {bad} databases with faults."
    )
    print(f"The next run comes to {'the same' if same else 'OTHER'} claims. A second ingest adds {added}.")
    shutil.rmtree(place)
    sys.exit(bool(bad) or not same or added != {"runs": 1})


if __name__ == "__main__":
    main()
