"""Measures look-up: `python benchmarks/lookup.py CORPORA/polnear/dev.jsonl [--queries FILE] [--cache FOLDER] [--misses]`.

The corpus's articles, or with `--named` only those that contain an answer, are ingested once into a database in the cache folder. Each
query of the file has a kind, its words, and the locations (document, start, end) of right claims; a hit is right if it overlaps one of
them. Recall counts what stands under the line ("not sure") too, but a query of the kind `nothing`, which has no right hit, is right if
nothing stands above it. `--reliability` prints how many hits of each score are right.
"""

import argparse
import json
from collections import defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import sqlalchemy as sa

from claimsdb.ingestion.ingest import ingest
from claimsdb.lookup.find import Hit, find
from claimsdb.store.migrations import open_for_reading

QUERIES = Path(__file__).parent / "queries" / "lookup_dev.json"


def database(corpus: Path, cache: Path, named: set[str] | None = None) -> Path:
    """A database of the corpus's articles, or of the named ones, made if it is missing."""
    made = cache / "lookup.db"
    if not made.exists():
        folder = cache / "articles"
        folder.mkdir(parents=True, exist_ok=True)
        for line in corpus.read_text("utf-8").split("\n"):
            if line:
                article = json.loads(line)
                if named is not None and article["id"] not in named:
                    continue
                (folder / f"{article['id']}.txt").write_text(article["text"], encoding="utf-8", newline="")
        ingest([folder], made, jobs=0)
    return made


def right(connection: sa.Connection, hit: Hit, expected: list[list[Any]]) -> bool:
    query = "SELECT d.path, c.char_start, c.char_end FROM claims c JOIN documents d ON d.id = c.document WHERE c.claim_id = :id"
    path, start, end = connection.execute(sa.text(query), {"id": hit.claim["id"]}).one()
    return any(path == f"{document}.txt" and start < high and end > low for document, low, high in expected)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--queries", type=Path, default=QUERIES)
    parser.add_argument("--named", action="store_true", help="ingest only articles that contain an answer")
    parser.add_argument("--cache", type=Path, help="keep the database there (default: it is deleted)")
    parser.add_argument("--reliability", action="store_true", help="print how many hits of each score are right")
    parser.add_argument("--misses", action="store_true", help="print the queries whose first hit is not right")
    args = parser.parse_args()
    queries = json.loads(args.queries.read_text("utf-8"))
    named = {document for query in queries for document, _, _ in query["expected"]} if args.named else None
    with TemporaryDirectory() as place:
        path = database(args.corpus, args.cache or Path(place), named)
        with open_for_reading(path).connect() as connection:
            measure(connection, queries, args.misses)
            if args.reliability:
                reliability(connection, queries)


def measure(connection: sa.Connection, queries: list[dict[str, Any]], misses: bool) -> None:
    found: dict[str, list[tuple[bool, bool, bool]]] = defaultdict(list)
    for query in queries:
        hits = find(connection, query["query"], limit=5, unsure=True)
        good = [right(connection, hit, query["expected"]) for hit in hits]
        above = [ok for hit, ok in zip(hits, good, strict=True) if hit.sure]
        result = (not above,) * 3 if query["kind"] == "nothing" else (any(good), good[:1] == [True], any(above))
        found[query["kind"]].append(result)
        if misses and not result[1]:
            print(f"{query['kind']}: {query['query']}")
            for hit, ok in zip(hits, good, strict=True):
                print(f"    {'right' if ok else '     '} {hit.score:.3f} {hit.match:8} {hit.claim['text'][:100]!r}")
    nothing = found.pop("nothing", [])
    every = [result for results in found.values() for result in results]
    for kind, results in [*found.items(), ("all", every)]:
        five, first, above_line = (sum(r[k] for r in results) / len(results) for k in range(3))
        print(
            f"{kind:12} {len(results):3} queries  recall@5 {five:.3f}  first hit {first:.3f}  above the line {above_line:.3f}"
        )
    if nothing:
        print(f"{'nothing':12} {len(nothing):3} queries  {sum(r[0] for r in nothing)} return nothing above the line")


def reliability(connection: sa.Connection, queries: list[dict[str, Any]]) -> None:
    scored: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for query in queries:
        for hit in find(connection, query["query"], unsure=True):
            if hit.match != "exact":
                scored[int(hit.score * 10)].append((hit.score, right(connection, hit, query["expected"])))
    for tenth, some in sorted(scored.items()):
        mean, share = (sum(one[k] for one in some) / len(some) for k in (0, 1))
        print(
            f"score {tenth / 10:.1f} to {(tenth + 1) / 10:.1f}: {len(some):4} hits, mean {mean:.2f}, right {share:.2f}"
        )


if __name__ == "__main__":
    main()
