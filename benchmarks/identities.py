"""Who is who over documents in a database: how many speakers there are without joining and with it, and the most cited persons.

python benchmarks/identities.py claims.db [--most 20]

For each person the names that were joined, with the evidence, are listed, and the other speakers whose names have the same last word, so
that a reader sees who may still be two records, or two persons in one.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from pathlib import Path

import claimsdb
from claimsdb.model.ids import fold
from claimsdb.store.read.joined_names import CitedSpeaker, cited_speakers

BEFORE = """SELECT count(*), count(CASE n WHEN 1 THEN 1 END) FROM (SELECT count(*) AS n FROM claims c
    JOIN attributions a ON a.id = c.attribution_row WHERE c.status = 'current' AND a.speaker_row IS NOT NULL GROUP BY a.speaker_row)"""
AFTER = """SELECT count(*), count(CASE n WHEN 1 THEN 1 END) FROM (SELECT count(*) AS n FROM claims c
    WHERE c.status = 'current' AND c.speaker_row IS NOT NULL GROUP BY c.speaker_row)"""


def main() -> None:
    """Print the numbers and the list."""
    told = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    told.add_argument("database", type=Path)
    told.add_argument("--most", type=int, default=20)
    asked = told.parse_args()
    with claimsdb.open(asked.database) as database:
        for when, query in (("without joining", BEFORE), ("joined", AFTER)):
            ((speakers, single),) = database.connection.exec_driver_sql(query)
            print(f"{when}: {speakers} speakers with claims, {single} of them with one claim")
        found = cited_speakers(database.connection, None, None)
    alike: dict[str, list[CitedSpeaker]] = defaultdict(list)
    for speaker in found:
        alike[_last(speaker["name"])].append(speaker)
    for speaker in [s for s in found if s["kind"] == "person"][: asked.most]:
        print(f"\n{speaker['name']}: {speaker['claims']} claims in {speaker['documents']} documents")
        for name in speaker["names"]:
            print(f"  {name['told']}" + (f" ({name['path']})" if name["path"] else ""))
        if others := [
            f"{s['name']} ({s['kind']}, {s['claims']})" for s in alike[_last(speaker["name"])] if s is not speaker
        ]:
            print(f"  not joined: {', '.join(others)}")


def _last(name: str) -> str:
    return fold(name).split()[-1]


if __name__ == "__main__":
    main()
