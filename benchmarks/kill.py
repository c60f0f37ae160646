"""Ingests a folder repeatedly, and kills or signals each run at a random moment: `python benchmarks/kill.py DOCUMENTS_DIR`.

Kills hit the writer or one of its readers, in turn with 0, 1 and 2 readers; signals hit the writer alone or, as a terminal does, every
process of its session. Each database takes four of them. After each, no process may be left after 5 s, the database must be intact
(`PRAGMA integrity_check`), every document in it must be as an undisturbed run writes it, and `verify` must find no fault. A killed reader
may not change the result; a signal must give its exit code and its message. After the fourth, the next run must complete the database,
with exports that are equal byte for byte to those of an undisturbed run, except for the times and numbers of runs.
"""

from __future__ import annotations

import argparse
import io
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claimsdb.lookup.verify.verify import verify
from claimsdb.store.export import Format, write
from claimsdb.store.migrations import open_for_reading
from claimsdb.store.read.exports import EVERY
from claimsdb.store.read.records import SHAPES, keys
from tests.processes import SIGNALS, session, usual_signals

BLOWS = 4
"""Number of blows that each database takes."""
SAID = b"claimsdb: Interrupted. Finished work is kept; run the same command again to continue.\n"
PATIENCE = 5.0
"""Seconds within which every process must have ended."""
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


def exports(database: Path) -> dict[str, bytes]:
    """Everything that can be exported, as JSON lines."""
    with open_for_reading(database).connect() as connection:
        made = {what: io.BytesIO() for what in EVERY}
        for what, to in made.items():
            write(keys(SHAPES[what]), (_timeless(dict(record)) for record in EVERY[what](connection)), Format.JSONL, to)
        return {what: to.getvalue() for what, to in made.items()}


def _timeless(record: dict[str, Any]) -> Any:
    return {key: value for key, value in record.items() if key not in ("ingested_at", "run")}


@dataclass(frozen=True)
class Blow:
    """What hits a run with this number of reader processes: the `number` of a signal, at one reader, the writer or all processes."""

    number: signal.Signals
    at: str
    jobs: int

    def __str__(self) -> str:
        return f"{self.number.name} at {self.at}, {self.jobs} readers"


def blows(kills: int, signals: int) -> Iterator[Blow]:
    aims = (("the writer", 0), ("the writer", 1), ("a reader", 1), ("the writer", 2), ("a reader", 2))
    for k in range(kills):
        yield Blow(signal.SIGKILL, *aims[k % len(aims)])
    for k in range(signals):
        yield Blow(SIGNALS[k % 3], ("all", "the writer")[k // 3 % 2], k // 6 % 3)


def start(documents: Path, database: Path, jobs: int) -> subprocess.Popen[bytes]:
    """Start a run in a session of its own, with the signals that a terminal's program has."""
    command = [sys.executable, "-m", "claimsdb", "ingest", str(documents), "--db", str(database), "--jobs", str(jobs)]

    return subprocess.Popen(
        command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, start_new_session=True, preexec_fn=usual_signals
    )


def strike(process: subprocess.Popen[bytes], blow: Blow, chance: random.Random) -> bool:
    """Whether the blow hit a living process."""
    running = session(process.pid)
    readers = [p for p in running if p.pid != process.pid]
    if blow.at == "a reader" and readers:
        chance.choice(readers).send_signal(blow.number)
    elif blow.at == "all" and running:
        os.killpg(process.pid, blow.number)
    elif blow.at == "the writer":
        process.send_signal(blow.number)
    return bool(readers if blow.at == "a reader" else running)


def ended(process: subprocess.Popen[bytes], blow: Blow) -> tuple[list[str], float]:
    """What is wrong with how the run ended, and the seconds that the last of its processes took."""
    began = time.monotonic()
    _, said = process.communicate()
    if blow.at == "a reader":
        return ([] if process.returncode == 0 else [f"exit code {process.returncode}, {said!r}"]), 0.0
    writer = time.monotonic() - began  # which may have to finish a statement
    began = time.monotonic()
    while (left := session(process.pid)) and time.monotonic() - began < PATIENCE:
        time.sleep(0.02)
    wrong = [f"{len(left)} processes are left"] if left else []
    code, finished = process.returncode, said.startswith(b"Run ") and said.count(b"\n") == 1
    interrupted = (code, said) == (128 + blow.number, SAID)
    not_begun = said == b"" and code in (-blow.number, 128 + signal.SIGINT)
    if not (interrupted or not_begun or (finished and code in (0, -blow.number))):
        wrong.append(f"exit code {process.returncode}, {said!r}")
    if writer > PATIENCE:
        wrong.append(f"the writer took {writer:.1f} s")
    return wrong, writer + time.monotonic() - began


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
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("documents", type=Path)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--signals", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    place = Path(tempfile.mkdtemp(prefix="kill-"))
    try:
        sys.exit(bool(run(given.documents, place, list(blows(given.kills, given.signals)), given.seed)))
    finally:
        shutil.rmtree(place)


def run(documents: Path, place: Path, dealt: list[Blow], seed: int) -> list[str]:
    """Deal the blows, one after the other, in the folder. Returns what is wrong."""
    chance = random.Random(seed)
    began = time.monotonic()
    if start(documents, place / "whole.db", 1).wait() != 0:
        sys.exit("The undisturbed run failed.")
    lasts = time.monotonic() - began
    whole, expected = state(place / "whole.db"), exports(place / "whole.db")
    print(
        f"Undisturbed: {len(whole)} documents, {sum(len(d['claims']) for d in whole.values())} claims, {lasts:.1f} s."
    )
    bad: list[str] = []
    left, hit, journals, slowest, completed = [], 0, 0, 0.0, 0
    database = place / "hit.db"
    for k, blow in enumerate(dealt):
        process = start(documents, database, blow.jobs)
        began = time.monotonic()
        moment = chance.uniform(0, lasts * 0.9)
        time.sleep(moment)
        hit += strike(process, blow, chance)
        wrong, took = ended(process, blow)
        if process.returncode == 0:
            lasts = (lasts + time.monotonic() - began) / 2  # other jobs on the machine come and go
        journals += (place / "hit.db-journal").exists()
        wrong += faults(database, whole)
        left.append(len(state(database)) if database.exists() and database.stat().st_size else 0)
        slowest = max(slowest, took)
        if k % BLOWS == BLOWS - 1 or k == len(dealt) - 1:
            again = start(documents, database, 1)
            again.communicate()
            completed += 1
            if again.returncode != 0 or state(database) != whole or index(database) != index(place / "whole.db"):
                wrong.append("the next run does not complete it")
            wrong += [
                f"the export of {what} differs" for what, made in exports(database).items() if made != expected[what]
            ]
            for old in place.glob("hit.db*"):
                old.unlink()
        bad += [f"{k + 1}, {blow}: {each}" for each in wrong]
        print(
            f"{k + 1:3}: {blow} after {moment:.1f} s: exit code {process.returncode}, {left[-1]} documents, "
            f"{took:.2f} s, {'; '.join(wrong) or 'whole'}",
            flush=True,
        )
    print(
        f"Blows: {len(dealt)}, of which {hit} hit a living process, {journals} with a journal left, {min(left)} to {max(left)} documents; "
        f"the last process ended after {slowest:.2f} s at most. Completed: {completed}. Faults: {len(bad)}."
    )
    return bad


if __name__ == "__main__":
    main()
