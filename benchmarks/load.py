"""Measures a server under load: `python benchmarks/load.py claims.db [--seconds 60] [--connections 64] [--look-ups 3]`.

`claimsdb serve` runs on a free port. As many connections request all kinds of pages in a random order: ours, Datasette's, and their other
formats. The table has for each kind the requests, errors and seconds that they took. With `--look-ups`, so many look-ups of 2,000 unknown
characters then run at once, again and again, while one connection requests other pages. Exits with 1 if there is an error.
"""

import argparse
import asyncio
import json
import random
import re
import sqlite3
import statistics
import sys
import time
from collections import defaultdict
from contextlib import closing
from pathlib import Path
from urllib.parse import quote, urlencode

import httpx
from datasette.utils import tilde_encode
from pages import server  # type: ignore[import-not-found]  # next to this file

PATIENCE = 120
LETTERS = "abcdefghijklmnopqrstuvwxyz"
Took = dict[str, list[float]]


def kinds(database: Path) -> dict[str, list[str]]:
    """The kinds of pages, each with paths to examples in the database."""
    with closing(sqlite3.connect(f"file:{quote(str(database))}?mode=ro", uri=True)) as connection:

        def some(what: str, table: str, number: int = 12) -> list[str]:
            query = f"SELECT {what} FROM {table} WHERE {what} IS NOT NULL ORDER BY random() LIMIT {number}"
            return [str(value) for (value,) in connection.execute(query)]

        texts, claims, keys = some("text", "claims"), some("claim_id", "claims"), some("id", "claims")
        documents, speakers = some("document_id", "documents"), some("speaker_id", "speakers")
    words = [max(text.split(), key=len) for text in texts]
    phrases = [urlencode({"q": " ".join(text.split()[1:8])}) for text in texts]
    wrong = [urlencode({"q": " ".join(word[:2] + word[3:] for word in text.split()[:8])}) for text in texts]
    at = f"/{tilde_encode(database.stem)}"
    return {
        "home": ["/"],
        "database": [at],
        "claims": [f"{at}/claims", f"{at}/claims?attribution=quoted", f"{at}/claims?hedged=yes&attribution=reported"],
        "claims, search": [f"{at}/claims?{urlencode({'_search': word, '_sort_desc': 'confidence'})}" for word in words],
        "other tables": [f"{at}/{table}" for table in ("documents", "speakers", "runs", "problems", "mentions")],
        "views": [f"{at}/{view}" for view in ("citations", "conflicts", "coverage", "corroboration")],
        "rows": [f"{at}/claims/{key}" for key in keys],
        "canned queries": [f"{at}/look_up_a_phrase?{urlencode({'phrase': word})}" for word in words],
        "SQL": [f"{at}?{urlencode({'sql': f'select * from claims where id > {key} limit 20'})}" for key in keys],
        "JSON of tables": [f"{at}/claims.json", f"{at}/documents.json?_shape=array", f"{at}.json", "/.json"],
        "CSV": [f"{at}/claims.csv?_size=max", f"{at}/speakers.csv", "/-/comparison.csv"],
        "claim": [f"/-/claims/{claim}{end}" for claim in claims for end in ("", ".json")],
        "document": [f"/-/documents/{document}{end}" for document in documents for end in ("", ".json")],
        "speaker": [f"/-/speakers/{speaker}{end}" for speaker in speakers for end in ("", ".json")],
        "look-up": [f"/-/cite{end}?{phrase}" for phrase in phrases for end in ("", ".json")],
        "look-up, misspelt": [f"/-/cite?{phrase}" for phrase in wrong],
        "comparison": ["/-/comparison", "/-/comparison?show=conflicts", "/-/comparison?by=publisher"],
        "pictures": ["/-/pictures", "/-/pictures?attribution=quoted", "/-/pictures.json"],
        "glossary": ["/-/glossary", "/-/cite"],
        "style": ["/-/static-plugins/claimsdb/claimsdb.css"],
    }


class Load:
    """Requests to one server, with the seconds that each took and those that failed, by kind."""

    def __init__(self, address: str, connections: int) -> None:
        self.took: Took = defaultdict(list)
        self.failed: list[str] = []
        limits = httpx.Limits(max_connections=connections)
        self.http = httpx.AsyncClient(base_url=address, timeout=PATIENCE, limits=limits, follow_redirects=True)

    async def ask(self, kind: str, path: str) -> None:
        """Request a page."""
        start = time.monotonic()
        try:
            answer = await self.http.get(path)
            if answer.status_code != 200:
                self.failed.append(f"{kind}: {answer.status_code} {path}")
        except httpx.HTTPError as error:
            self.failed.append(f"{kind}: {error!r} {path}")
        self.took[kind].append(time.monotonic() - start)

    async def mixed(self, pages: dict[str, list[str]], seconds: float, seed: int) -> None:
        """Request pages of a random kind, one after the other."""
        chance, until = random.Random(seed), time.monotonic() + seconds
        while time.monotonic() < until:
            kind = chance.choice(list(pages))
            await self.ask(kind, chance.choice(pages[kind]))

    async def look_ups(self, seconds: float, seed: int) -> None:
        """Look up one long text of unknown words after the other."""
        chance, until = random.Random(seed), time.monotonic() + seconds
        while time.monotonic() < until:
            text = " ".join("".join(chance.choices(LETTERS, k=7)) for _ in range(250))
            await self.ask("long look-up", f"/-/cite?{urlencode({'q': text})}")


async def press(address: str, pages: dict[str, list[str]], connections: int, seconds: float) -> Load:
    """All kinds of pages through many connections."""
    load = Load(address, connections)
    async with load.http:
        await asyncio.gather(*(load.mixed(pages, seconds, seed) for seed in range(connections)))
    return load


async def beside(address: str, pages: dict[str, list[str]], number: int, seconds: float) -> Load:
    """Long look-ups, and beside them one connection for other pages."""
    load = Load(address, number + 1)
    others = {kind: paths for kind, paths in pages.items() if not kind.startswith("look-up")}
    async with load.http:
        await asyncio.gather(load.mixed(others, seconds, 0), *(load.look_ups(seconds, seed) for seed in range(number)))
    return load


def show(load: Load, seconds: float) -> None:
    """Print a table of the kinds of pages, slowest first."""
    whole = [took for some in load.took.values() for took in some]
    print(f"{len(whole) / seconds:.1f} requests a second, {len(load.failed)} errors\n")
    print("| page | requests | median s | 95 % | 99 % | longest |\n| --- | ---: | ---: | ---: | ---: | ---: |")
    slowest = sorted(load.took.items(), key=lambda one: -statistics.median(one[1]))
    for kind, took in [*slowest, ("all", whole)]:
        at = [
            statistics.quantiles(took, n=100, method="inclusive")[k - 1] if len(took) > 1 else took[0]
            for k in (50, 95, 99)
        ]
        print(f"| {kind} | {len(took)} | {' | '.join(f'{seconds:.2f}' for seconds in (*at, max(took)))} |")
    for line in load.failed[:5]:
        print(line)
    print(flush=True)


def memory(process: int) -> int:
    """The memory of a process in MB, without mapped files."""
    found = re.search(r"RssAnon:\s+(\d+) kB", Path(f"/proc/{process}/status").read_text())
    return int(found[1]) // 1024 if found else 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("database", type=Path)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--look-ups", type=int, default=3)
    parser.add_argument("--json", action="store_true", help="print the seconds of each request instead of tables")
    args = parser.parse_args()
    pages = kinds(args.database)
    with server(args.database, stock=False) as (address, process):
        before = memory(process)
        loads = [asyncio.run(press(address, pages, args.connections, args.seconds))]
        if args.look_ups:
            loads.append(asyncio.run(beside(address, pages, args.look_ups, args.seconds / 3)))
        after = memory(process)
    if args.json:
        print(json.dumps([{"took": load.took, "failed": load.failed} for load in loads]))
    else:
        print(f"{args.connections} connections, {args.seconds:.0f} s\n")
        show(loads[0], args.seconds)
        if args.look_ups:
            print(f"Beside {args.look_ups} look-ups of 2,000 unknown characters\n")
            show(loads[1], args.seconds / 3)
        print(f"Memory of the server: {before} MB, and {after} MB afterwards")
    sys.exit(1 if any(load.failed for load in loads) else 0)


if __name__ == "__main__":
    main()
