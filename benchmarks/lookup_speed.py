"""Measures the speed of look-up in a large database: `python benchmarks/lookup_speed.py large.db [--times 5]`.

The database is one of `benchmarks/large.py`, or any other. Claims without an embedding get a random one, which takes as long to search
as a real one. Then queries of several kinds are timed, both in one process, like a server's, after a first query that fills its caches,
and as separate commands.
"""

import argparse
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import sqlalchemy as sa

from claimsdb.english.networks.codes import BLOCK, bits, codes
from claimsdb.english.networks.sentences import default
from claimsdb.lookup.find import find
from claimsdb.lookup.index.words import known_by
from claimsdb.store.migrations import open_for_reading, open_for_writing
from claimsdb.store.read.texts import without_embedding


def fill(path: Path) -> None:
    """Give every claim without an embedding a random one, and the index the claims' words."""
    chance = np.random.default_rng(1)
    with open_for_writing(path).begin() as connection:
        if not without_embedding(connection):
            return
        for table in ("claim_embeddings", "embedding_blocks", "embeddings", "words"):
            connection.exec_driver_sql(f"DELETE FROM {table}")
        rows = connection.exec_driver_sql("SELECT id, text FROM claims ORDER BY id").fetchall()
        words: set[str] = set()
        for start in range(0, len(rows), BLOCK):
            some = rows[start : start + BLOCK]
            made = codes(chance.standard_normal((len(some), 384), np.float32))
            keys = range(start + 1, start + len(some) + 1)
            connection.exec_driver_sql(
                "INSERT INTO embeddings (id, digest, codes) VALUES (?, ?, ?)",
                [(key, key.to_bytes(16, "big"), one.tobytes()) for key, one in zip(keys, made, strict=True)],
            )
            block = (start // BLOCK, default().fingerprint, bits(made).tobytes())
            connection.exec_driver_sql("INSERT INTO embedding_blocks (id, encoder, bits) VALUES (?, ?, ?)", block)
            connection.exec_driver_sql(
                "INSERT INTO claim_embeddings (claim, embedding) VALUES (?, ?)",
                [(claim, key) for (claim, _), key in zip(some, keys, strict=True)],
            )
            words.update(*(known_by(text) for _, text in some))
        connection.exec_driver_sql("INSERT INTO words (word) VALUES (?)", [(word,) for word in sorted(words)])


def queries(connection: sa.Connection) -> dict[str, list[str]]:
    """Queries of several kinds, made from claims of the database."""
    most = connection.exec_driver_sql("SELECT max(id) FROM claims").scalar_one()
    made: dict[str, list[str]] = {"exact": [], "words": [], "misspelt": [], "question": [], "common": [], "number": []}
    for k in range(1, 21):
        query = sa.text("SELECT text FROM claims WHERE id >= :k ORDER BY id LIMIT 1")
        words = connection.execute(query, {"k": k * most // 22}).scalar_one().split()
        longest = max(words, key=len)
        made["exact"].append(" ".join(words[1:7]))
        made["words"].append(" ".join(sorted(words[:8])))
        made["misspelt"].append(" ".join(w[:2] + w[3:] if w == longest else w for w in words[:6]))
        made["question"].append(f"Who said {' '.join(words[2:5])}?")
        made["common"].append(["the government of the country", "what people said last year", "the first time"][k % 3])
        made["number"].append(f"{words[0]} {k} percent of {longest}")
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("database", type=Path)
    parser.add_argument("--times", type=int, default=3)
    args = parser.parse_args()
    fill(args.database)
    before = memory()
    with open_for_reading(args.database).connect() as connection:
        count = connection.exec_driver_sql("SELECT count(*) FROM claims").scalar_one()
        asked = queries(connection)
        start = time.perf_counter()
        find(connection, "a first look at what is there")
        print(f"{count:,} claims. The first look-up of a process: {(time.perf_counter() - start) * 1000:.0f} ms")
        every: list[tuple[float, float]] = []
        for kind, phrases in asked.items():
            took = []
            for phrase in phrases * args.times:
                start, busy = time.perf_counter(), time.process_time()
                find(connection, phrase)
                took.append(((time.perf_counter() - start) * 1000, (time.process_time() - busy) * 1000))
            every += took
            show(kind, took)
        show("all", every)
    print(f"Memory of the process: {memory():.0f} MB, before the first look-up {before:.0f} MB")
    command = [sys.executable, "-m", "claimsdb", "cite", asked["exact"][0], "--db", str(args.database)]
    alone = []
    for _ in range(args.times):
        start = time.perf_counter()
        subprocess.run(command, capture_output=True, check=False)
        alone.append(time.perf_counter() - start)
    print(f"claimsdb cite, a process of its own: {statistics.median(alone):.2f} s")


def show(kind: str, took: list[tuple[float, float]]) -> None:
    """Print elapsed times and CPU times, which differ if the machine is shared."""
    wall, busy = zip(*took, strict=True)
    medians = f"median {statistics.median(wall):5.0f} ms, of the processor {statistics.median(busy):5.0f} ms"
    print(f"{kind:10} {medians}; slowest {max(wall):5.0f} and {max(busy):5.0f} ms")


def memory() -> float:
    """The peak memory of this process in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
