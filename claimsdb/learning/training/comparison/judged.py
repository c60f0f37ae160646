r"""The judged pairs of claims, joined with the corpus that they are from.

    python -m claimsdb.learning.training.comparison.judged CORPORA/polnear/train.jsonl CORPORA/polnear/dev.jsonl --out judged
    claimsdb ingest judged --db judged.db

`same_claims.json` has no text: for each pair the documents, the extent of either claim in code points, whether a careful reader would say
that both state the same thing about the same event (section 7 of the standard), and how many pairs of its story it stands for, as more
were drawn where the judgement is hard. Pairs were drawn within 22 stories that several articles tell, and between articles that are a week
or more apart (`months-apart`), and judged by one reader who saw no scores. Half of the stories are for learning, half for judging.
`september-2016` are hard pairs of PolNeAR dev. The command writes the articles as files, with their publishers and dates.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
from collections import defaultdict
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

from claimsdb.store.engine import Connection
from claimsdb.store.read.claims import extents
from claimsdb.store.read.documents import documents

JUDGED = files("claimsdb.learning.training.comparison").joinpath("same_claims.json")
PREFIX = 16
"""Number of hex digits by which a document is known."""
LEAST = 0.5
"""Minimum share of two extents in common for a claim to be the one that was judged: its edges may be found elsewhere today."""


class Pair(NamedTuple):
    """A judged pair: the keys of the claims, the judgement, the number of pairs that it stands for, its story and the story's part."""

    claim: int
    other: int
    same: bool
    weight: float
    story: str
    part: str


def joined(connection: Connection) -> tuple[list[Pair], int]:
    """The judged pairs whose claims a database has, and how many others there are."""
    judged: dict[str, Any] = json.loads(JUDGED.read_text("utf-8"))
    known = {document["path"]: document["sha256"] for document in documents(connection)}
    paths = [path if known.get(path, "").startswith(sha256) else None for path, sha256 in judged["documents"]]
    within: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for key, (path, start, end) in extents(connection).items():
        within[path].append((start, end, key))

    def claim(document: int, start: int, end: int) -> int | None:
        def share(one: tuple[int, int, int]) -> float:
            return (min(end, one[1]) - max(start, one[0])) / (max(end, one[1]) - min(start, one[0]))

        best = max(within.get(paths[document] or "", []), key=share, default=None)
        return best[2] if best is not None and share(best) >= LEAST else None

    pairs, lost = [], 0
    for story in judged["stories"]:
        for *place, same, weight in story["pairs"]:
            a, b = claim(*place[:3]), claim(*place[3:])
            if a is None or b is None or a == b:
                lost += 1
            else:
                pairs.append(Pair(a, b, bool(same), weight, story["story"], story["part"]))
    return pairs, lost


def write(corpora: list[Path], out: Path) -> None:
    """Write the judged articles of the corpora as files, and `sources.csv`."""
    wanted = dict(json.loads(JUDGED.read_text("utf-8"))["documents"])
    out.mkdir(parents=True, exist_ok=True)
    with (out / "sources.csv").open("w", encoding="utf-8", newline="") as table:
        rows = csv.writer(table)
        rows.writerow(("path", "title", "publisher", "published"))
        for line in (line for corpus in corpora for line in corpus.open(encoding="utf-8")):
            article = json.loads(line)
            raw, path = article["text"].encode(), f"{article['id']}.txt"
            if hashlib.sha256(raw).hexdigest().startswith(wanted.get(path, "no")):
                (out / path).write_bytes(raw)
                rows.writerow((path, article["title"], article["publisher"], article["date"]))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", nargs="+", type=Path)
    parser.add_argument("--out", required=True, type=Path)
    args = parser.parse_args()
    write(args.corpora, args.out)
