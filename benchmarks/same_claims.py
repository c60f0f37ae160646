"""Measures how well a database's groups agree with judgements, over pairs of claims and by B-cubed.

    claimsdb ingest seeds --db seeds.db
    python benchmarks/same_claims.py seeds.db tests/golden/same_claims.json
    python -m claimsdb.learning.training.comparison.judged CORPORA/polnear/train.jsonl CORPORA/polnear/dev.jsonl --out judged
    claimsdb ingest judged --db judged.db
    python benchmarks/same_claims.py judged.db

Judgements are a list of `{"about", "claims": [[path, first character], …]}`; a claim may be in several. A pair is together if a group
contains both. B-cubed (Bagga and Baldwin 1998) is computed over every claim of the judged documents. A claim without a group is alone;
since groups overlap, a claim is together with the claims of all its groups. Without judgements, the judged pairs of PolNeAR's stories are
taken, each counted as often as it was drawn for; the weights were learned on the stories for learning.
"""

import json
import sqlite3
import sys
from collections import defaultdict
from collections.abc import Iterable
from contextlib import closing
from itertools import combinations
from pathlib import Path

from claimsdb.learning.training.comparison.judged import joined
from claimsdb.store.engine import Connection
from claimsdb.store.migrations import open_for_reading

Claim = tuple[str, int]


def pairs(groups: Iterable[set[Claim]]) -> set[tuple[Claim, ...]]:
    return {pair for group in groups for pair in combinations(sorted(group), 2)}


def together(groups: Iterable[set[Claim]], claims: set[Claim]) -> dict[Claim, set[Claim]]:
    found = {claim: {claim} for claim in claims}
    for group in groups:
        for claim in group:
            found[claim] |= group
    return found


def scores(precision: float, recall: float) -> str:
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return f"precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}"


def stories(database: str) -> None:
    """Print how well groups agree with the judged pairs of the stories for learning, and of those for judging."""
    with open_for_reading(Path(database)).connect() as connection:
        judged, lost = joined(connection)
        found = {pair for group in members(connection) for pair in combinations(sorted(group), 2)}
    print(f"{len(judged)} judged pairs; of {lost} others the database does not have both claims")
    for part in ("learn", "judge"):
        of = [p for p in judged if p.part == part and p.story != "september-2016"]
        together = [p for p in of if (min(p.claim, p.other), max(p.claim, p.other)) in found]
        right = sum(p.weight for p in together if p.same)
        every = sum(p.weight for p in together), sum(p.weight for p in of if p.same)
        print(f"{part}: {len(of)} pairs, {scores(*(right / max(n, 1e-9) for n in every))}")


def members(connection: Connection) -> list[set[int]]:
    groups: dict[int, set[int]] = defaultdict(set)
    for group, claim in connection.exec_driver_sql("SELECT same_group, claim FROM members"):
        groups[group].add(claim)
    return list(groups.values())


def main(database: str, judgements: str | None = None) -> None:
    if judgements is None:
        stories(database)
        return
    judged = [{(path, start) for path, start in g["claims"]} for g in json.loads(Path(judgements).read_text("utf-8"))]
    named = {path for group in judged for path, _ in group}
    groups: dict[str, set[Claim]] = defaultdict(set)
    with closing(sqlite3.connect(database)) as connection:
        query = (
            "SELECT d.path, c.char_start FROM claims c JOIN documents d ON d.id = c.document WHERE c.status = 'current'"
        )
        claims = {(path, start) for path, start in connection.execute(query) if path in named}
        for group, path, start in connection.execute("SELECT group_id, path, char_start FROM claim_groups"):
            if path in named:
                groups[group].add((path, start))
    missing = {c for g in judged for c in g} - claims
    if missing:
        sys.exit(f"No claim begins there: {sorted(missing)}")
    found, right = pairs(groups.values()), pairs(judged)
    both = len(found & right)
    print(
        f"{len(found)} pairs found, {len(right)} judged: {scores(both / max(len(found), 1), both / max(len(right), 1))}"
    )
    here, there = together(groups.values(), claims), together(judged, claims)
    precision = sum(len(here[c] & there[c]) / len(here[c]) for c in claims) / len(claims)
    recall = sum(len(here[c] & there[c]) / len(there[c]) for c in claims) / len(claims)
    print(f"B-cubed over {len(claims)} claims: {scores(precision, recall)}")


if __name__ == "__main__":
    main(*sys.argv[1:])
