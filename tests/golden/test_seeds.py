"""The seeds' claims, word for word, and counts. A fall in a count is a red flag.

After an intended change, run `pytest tests/golden --golden-update` and read the differences.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from claimsdb.store.migrations import open_for_reading
from claimsdb.store.read.exports import EVERY

pytestmark = pytest.mark.network

SEEDS = Path(__file__).parents[2] / "seeds"
Golden = Callable[[str, Sequence[str]], None]


@pytest.fixture(scope="module")
def records(seeded: Path) -> dict[str, list[Any]]:
    with open_for_reading(seeded / "claims.db").connect() as connection:
        return {what: list(read(connection)) for what, read in EVERY.items()}


def who(claim: Any) -> str:
    if claim["attribution"] == "asserted":
        intends = claim["cue_type"] == "intention" and claim["source"]
        return "asserted by the document" + (f"; says what {name(claim)} intends" if intends else "")
    via = [v["speaker"] or words(v["source"]) or f"“{words(v['cue'])}”" for v in claim["via"]]
    return f"{name(claim)} ({claim['attribution']})" + (f", via {', '.join(via)}" if via else "")


def name(claim: Any) -> str:
    return str(claim["speaker"] or words(claim["source"]) or "unnamed source")


def words(pieces: Any) -> str:
    return " ".join(" … ".join(p["text"] for p in pieces).split())


def line(claim: Any) -> str:
    hedged = " hedged" if claim["hedged"] else ""
    start = claim["segments"][0]["start"]
    cue = " … ".join(p["text"] for p in claim["cue"])
    return f"{start} {claim['block']}{hedged} | {who(claim)} | {cue} | {claim['text']}"


@pytest.mark.parametrize("name", sorted(p.name for p in SEEDS.glob("*.txt")))
def test_claims(golden: Golden, records: dict[str, list[Any]], name: str) -> None:
    golden(name, [line(c) for c in records["claims"] if c["document"] == name])


def test_counts(golden: Golden, records: dict[str, list[Any]]) -> None:
    counts = Counter({what: len(rows) for what, rows in records.items()})
    counts.update(c["attribution"] for c in records["claims"])
    golden("counts.txt", [f"{count} {what}" for what, count in sorted(counts.items())])


def test_every_segment_is_in_the_file(records: dict[str, list[Any]]) -> None:
    for claim in records["claims"]:
        raw = (SEEDS / claim["document"]).read_bytes()
        text = raw.decode()
        for piece in claim["segments"] + claim["quotes"] + claim["source"] + claim["cue"]:
            assert text[piece["start"] : piece["end"]] == piece["text"]
            assert raw[piece["byte_start"] : piece["byte_end"]].decode() == piece["text"]
