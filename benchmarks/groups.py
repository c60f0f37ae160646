"""Measures the cost of comparing claims in databases of made-up news of several sizes: all at once, and then one document more.

    python benchmarks/groups.py FOLDER [--claims 10000 20000 50000 100000] [--like DATABASE] [--plot FILE.svg]

Five outlets report each story, which has its own places, people and figures: a dozen facts, each reported by some of the outlets in one
of several wordings, and as many claims that only one outlet has. With `--like`, vectors are mixed from those of a database of real news,
so that they are distributed like those of news, and the encoder's time is left out. The databases are made in FOLDER and kept; their
blocks and offsets are correct.
"""

import argparse
import random
import resource
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from loglog import draw, exponent  # type: ignore[import-not-found]  # next to this file

from claimsdb.comparison.update.update import update
from claimsdb.english.networks.codes import vectors
from claimsdb.lookup.index import embeddings
from claimsdb.model.faults import Faults
from claimsdb.model.ids import Ids, document_id
from claimsdb.model.spans import Span
from claimsdb.store import migrations

OUTLETS, FACTS, OWN = 5, 12, 9
PARTS = {
    "all": "all",
    "Placing claims": "placing",
    "Reading passages": "reading",
    "Comparing documents": "documents",
    "Looking for pairs": "pairs found",
    "Comparing claims": "judged, grouped",
}
"""The names of progress reports, and their names in the plot."""
FACT: dict[str, int] = {}
"""The number of the fact that a text states."""
SYLLABLES = "bar den mol tar vik lo ra sen kir dun wes hal por ti ne gor al mas fen bri ost lan ze qui har".split()
WHO = "minister|mayor|police chief|spokesman|company|union|judge|director|committee|opposition leader|scientist|prosecutor".split(
    "|"
)
WHAT = (
    "bridge|hospital|budget|factory|election|harbour|school reform|tax cut|railway|pipeline|water supply|inquiry|strike|ceasefire|vaccine|"
    "airport|museum|prison|merger|power plant|border crossing|census|flood barrier|trade deal|satellite|reservoir|curfew|refugee camp"
).split("|")
ACTS = [
    (
        "opened the {what} in {place}",
        "inaugurated {place}'s {what}",
        "has put the {what} at {place} into service",
    ),
    (
        "will spend ${n} million on the {what} in {place}",
        "plans to invest ${n}m in {place}'s {what}",
        "is to put ${n} million into the {place} {what}",
    ),
    (
        "rejected the plan for the {what} near {place}",
        "turned down plans for a {what} close to {place}",
        "said no to the {place} {what}",
    ),
    (
        "said {n} people were hurt at the {what} in {place}",
        "counted {n} injured at {place}'s {what}",
        "put the number of hurt at the {place} {what} at {n}",
    ),
    (
        "blamed {other} for the delay of the {what} in {place}",
        "accused {other} of holding up {place}'s {what}",
        "said {other} had delayed the {place} {what}",
    ),
    (
        "expects the {what} in {place} to be ready by {year}",
        "hopes {place}'s {what} is finished in {year}",
        "wants the {place} {what} done by {year}",
    ),
    (
        "met {other} in {place} to discuss the {what}",
        "held talks with {other} on the {what} in {place}",
        "discussed the {what} with {other} at {place}",
    ),
    (
        "warned that the {what} in {place} is unsafe",
        "called {place}'s {what} dangerous",
        "raised the alarm over the safety of the {place} {what}",
    ),
]
EXTRA = (
    "after months of protest|despite criticism|according to a draft|for the first time|as winter nears|with support from abroad|"
    "on Monday|this week"
)


def name(rng: random.Random) -> str:
    return "".join(rng.choice(SYLLABLES) for _ in range(rng.choice((2, 3)))).capitalize()


def fact(rng: random.Random, places: list[str], people: list[str]) -> tuple[tuple[str, ...], dict[str, object]]:
    who, other = rng.sample(people, 2)
    values: dict[str, object] = {"who": who, "other": other, "place": rng.choice(places), "what": rng.choice(WHAT)}
    return rng.choice(ACTS), values | {
        "n": rng.randint(3, 900),
        "year": rng.randint(2020, 2035),
        "role": rng.choice(WHO),
    }


def worded(rng: random.Random, number: int, wordings: tuple[str, ...], values: dict[str, object]) -> str:
    subject = rng.choice(("{who}", "The {role} {who}", "{who}, the {role},")).format(**values)
    end = " " + rng.choice(EXTRA.split("|")) if rng.random() < 0.4 else ""
    text = f"{subject} {rng.choice(wordings).format(**values)}{end}"
    FACT[text] = number
    return text


def stories(rng: random.Random) -> Iterator[list[list[str]]]:
    """An endless series of stories, each with the claims of its outlets."""
    while True:
        places, people = [name(rng) for _ in range(3)], [f"{name(rng)} {name(rng)}" for _ in range(5)]
        shared = [(rng.getrandbits(48), *fact(rng, places, people)) for _ in range(FACTS)]
        yield [
            [worded(rng, *f) for f in shared if rng.random() < 0.75]
            + [worded(rng, rng.getrandbits(48), *fact(rng, places, people)) for _ in range(OWN)]
            for _ in range(OUTLETS)
        ]


class Mixed:
    """Replaces the encoder: each fact's vector is a mixture of two real claims' vectors, and each wording's vector is near it."""

    fingerprint = "mixed"

    def __init__(self, database: Path) -> None:
        with closing(sqlite3.connect(database)) as connection:
            raw = [row[0] for row in connection.execute("SELECT codes FROM embeddings ORDER BY id")]
        self._real = vectors(np.frombuffer(b"".join(raw), np.int8).reshape(len(raw), -1))

    def embed(self, texts: list[str], threads: int = 1) -> Any:
        """The texts' vectors, of length one."""
        made = np.empty((len(texts), self._real.shape[1]), np.float32)
        for k, text in enumerate(texts):
            chosen = random.Random(FACT[text])
            made[k] = chosen.choice(self._real) + 0.7 * chosen.choice(self._real)
            noise = np.random.default_rng(crc32(text.encode())).normal(size=made.shape[1]).astype(np.float32)
            made[k] += 0.6 * noise / np.linalg.norm(noise) * np.linalg.norm(made[k])
        return made / np.linalg.norm(made, axis=1, keepdims=True)


def make(path: Path, claims: int) -> None:
    """Make a database of about this many claims."""
    migrations.migrate(path)
    rng, kept, document, block = random.Random(claims), 0, 0, 0
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "INSERT INTO runs VALUES (1, '2024-01-01T00:00:00Z', NULL, 'complete', '0', 'made up', '', '{}', 0, 0, 0, 0, 0, 0)"
        )
        for story in stories(rng):
            for lines in story:
                document += 1
                text = ". ".join(lines) + "."
                digest = sha256(f"{document} {text}".encode()).hexdigest()
                row = (
                    document,
                    f"{document}.txt",
                    "text/plain",
                    "utf-8",
                    len(text),
                    digest,
                    document_id(digest),
                    "current",
                    "2024-01-01T00:00:00Z",
                    1,
                )
                connection.execute(
                    "INSERT INTO documents (id, path, media_type, encoding, size_bytes, sha256, document_id, status, ingested_at, run) "
                    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    row,
                )
                block += 1
                connection.execute(
                    "INSERT INTO blocks VALUES (?, ?, 0, 'paragraph', 0, ?, 0, ?, ?, 1, NULL)",
                    (block, document, len(text), len(text), text),
                )
                at = 0
                for line in lines:
                    kept += 1
                    end = at + len(line)
                    connection.execute(
                        "INSERT INTO claims (id, text, attribution, hedged, document, block, line, line_column, char_start, char_end, "
                        "byte_start, byte_end, confidence, status, claim_id, block_row, run) "
                        "VALUES (?, ?, 'asserted', 'no', ?, 'paragraph', 1, 1, ?, ?, ?, ?, 1, 'current', ?, ?, 1)",
                        (kept, line, document, at, end, at, end, Ids(digest).claim([Span(at, end)]), block),
                    )
                    connection.execute(
                        "INSERT INTO segments VALUES (?, 0, ?, ?, ?, ?, ?)", (kept, at, end, at, end, line)
                    )
                    at = end + 2
            if kept >= claims:
                return


def measure(path: Path) -> dict[str, float]:
    """CPU seconds for each part of comparing the whole database and for all of it, and the elapsed time ("wall")."""
    parts: dict[str, float] = {}
    engine = migrations.open_for_writing(path)
    for _ in embeddings.update(engine, Faults()):
        pass
    wall, begun = time.perf_counter(), time.process_time()
    since = begun
    doing = "Opening"

    def tell(what: str, done: int, of: int) -> None:
        nonlocal doing, since
        now = time.process_time()
        parts[doing] = parts.get(doing, 0) + now - since
        doing, since = what, now

    update(engine, 1, tell)
    tell("", 0, 0)
    return parts | {"all": since - begun, "wall": time.perf_counter() - wall}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--claims", type=int, nargs="+", default=[10_000, 20_000, 50_000, 100_000])
    parser.add_argument("--like", type=Path, help="a database of real news, whose vectors stand in for the encoder's")
    parser.add_argument("--plot", type=Path, help="draw what each part takes at each size, as SVG")
    given = parser.parse_args()
    if given.like:
        mixed = Mixed(given.like)
        vars(embeddings)["default"] = lambda: mixed
    given.folder.mkdir(exist_ok=True)
    sizes, costs = [], []
    for claims in given.claims:
        path = given.folder / f"groups-{claims}.db"
        if path.exists():
            path.unlink()
        make(path, claims)
        parts = measure(path)
        with closing(sqlite3.connect(path)) as connection:
            count = {
                t: connection.execute(f"SELECT count(*) FROM {t}").fetchone()[0]
                for t in ("claims", "same_claims", "same_groups", "contradictions")
            }
            connection.execute(
                "UPDATE compared SET method = '' WHERE claim IN (SELECT id FROM claims WHERE document = 1)"
            )
            connection.commit()
        once = measure(path)["all"]
        shown = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in parts.items())
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        sizes.append(count["claims"])
        costs.append({called: parts[name] for name, called in PARTS.items()} | {"one document": once})
        print(f"{count}: {shown}; one document again {once:.2f} s; {memory:.0f} MB", flush=True)
    if len(sizes) > 1:
        series = {name: [max(c[name], 0.01) for c in costs] for name in costs[0]}
        print(", ".join(f"{name}: n^{exponent(sizes, of):.2f}" for name, of in series.items()))
        if given.plot:
            draw(given.plot, "What comparing claims costs", "claims", "seconds of the processor", sizes, series)


if __name__ == "__main__":
    main()
