"""The seeds' claims, word for word and counted: a fall in a count is a red flag.

After a change that means to change them: `CLAIMSDB_SNAPSHOT_UPDATE=1 pytest tests/golden`, and read the difference.
"""

import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from claimsdb.ingestion.ingest import ingest
from claimsdb.lookup.citations.citation import who
from claimsdb.store.migrations import open_for_reading
from claimsdb.store.read.exports import EVERY

SEEDS = Path(__file__).parents[2] / "seeds"
GOLDEN = Path(__file__).parent / "seeds"


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Any]]:
    database = tmp_path_factory.mktemp("seeds") / "claims.db"
    ingest([SEEDS], database)
    with open_for_reading(database).connect() as connection:
        return {what: list(read(connection)) for what, read in EVERY.items()}


def line(claim: Any) -> str:
    hedged = " hedged" if claim["hedged"] else ""
    start = claim["segments"][0]["start"]
    cue = " … ".join(p["text"] for p in claim["cue"])
    return f"{start} {claim['block']}{hedged} | {who(claim)} | {cue} | {claim['text']}"


@pytest.mark.parametrize("name", sorted(p.name for p in SEEDS.glob("*.txt")))
def test_claims(records: dict[str, list[Any]], name: str) -> None:
    found = [line(c) for c in records["claims"] if c["document"] == name]
    golden = GOLDEN / name
    if os.environ.get("CLAIMSDB_SNAPSHOT_UPDATE"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text("\n".join(found) + "\n", "utf-8", newline="\n")
    assert found == golden.read_text("utf-8").splitlines()


def test_counts(records: dict[str, list[Any]]) -> None:
    kinds = Counter(c["attribution"] for c in records["claims"])
    counts: dict[str, int] = {what: len(rows) for what, rows in records.items()} | dict(kinds)
    golden = GOLDEN / "counts.json"
    if os.environ.get("CLAIMSDB_SNAPSHOT_UPDATE"):
        golden.write_text(json.dumps(counts, indent=1, sort_keys=True) + "\n", "utf-8")
    assert counts == json.loads(golden.read_text("utf-8"))


def test_every_segment_is_in_the_file(records: dict[str, list[Any]]) -> None:
    for claim in records["claims"]:
        raw = (SEEDS / claim["document"]).read_bytes()
        text = raw.decode()
        for piece in claim["segments"] + claim["quotes"] + claim["source"] + claim["cue"]:
            assert text[piece["start"] : piece["end"]] == piece["text"]
            assert raw[piece["byte_start"] : piece["byte_end"]].decode() == piece["text"]
