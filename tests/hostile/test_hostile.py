"""Hostile files, end to end: each is a document or a problem, and the run ends with its comparison."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from claimsdb.english.networks.labels import ACTS, ATTRIBUTIONS, CLAIMS
from claimsdb.english.networks.links import WIDTH
from claimsdb.english.networks.ties import TIES
from claimsdb.model.errors import UnreadableError
from claimsdb.normalizer.attribution.tagging import TrainedTagger
from claimsdb.normalizer.normalize import normalize
from claimsdb.reading.read import read
from tests.conftest import Cli, rows
from tests.hostile.generator import FAMILIES, draw

FEWEST = 128
WORDS = 4_096


def test_there_are_many_families_and_a_seed_gives_the_same_files() -> None:
    assert len(FAMILIES) >= FEWEST
    assert {f.name: f.file(3_000, 7) for f in FAMILIES.values()} == {
        f.name: f.file(3_000, 7) for f in FAMILIES.values()
    }
    assert all(len(f.file(3_000, 7)) <= 3_000 for f in FAMILIES.values())


@pytest.mark.parametrize(
    ("count", "largest"),
    [
        pytest.param(48, 4_000, marks=pytest.mark.slow),
        pytest.param(2_000, 200_000, marks=[pytest.mark.hostile, pytest.mark.timeout(0)]),
    ],
)
def test_each_hostile_file_is_a_document_or_a_problem(
    count: int, largest: int, app: Cli, cli: Cli, tmp_path: Path
) -> None:
    folder = tmp_path / "hostile"
    folder.mkdir()
    for name, _, raw in draw(count, 3, largest):
        (folder / name).write_bytes(raw)
    told = cli("ingest", "hostile", "--json")
    assert told.code in (0, 1), told.err
    database = tmp_path / "claims.db"
    assert rows(database, "SELECT outcome, files FROM runs") == [("complete with problems", count)]
    found = rows(database, "SELECT path FROM paths UNION SELECT path FROM problems")
    assert {path for (path,) in found} == {path.name for path in folder.iterdir()}
    assert rows(database, "SELECT path, message FROM problems WHERE code = 'internal'") == []
    assert rows(database, "SELECT k.conflict_id FROM contradictions k JOIN members m ON m.claim = k.claim "
        "JOIN members n ON n.claim = k.other AND n.same_group = m.same_group") == []  # fmt: skip
    assert app("verify").code == 0


class AnyScores:
    """A network that gives scores at random, the same for the same words."""

    def __init__(self, seed: int) -> None:
        random = np.random.default_rng(seed)
        kinds = (ATTRIBUTIONS, CLAIMS, ACTS)
        scores = [(random.normal(size=(WORDS, len(kind))) * 2.5).astype(np.float32) for kind in kinds]
        states = [random.normal(size=(WORDS, size)).astype(np.float32) for size in (4 * WIDTH, TIES)]
        self._given = (*scores, *states)
        self.runs = 0

    def run(self, _: list[str], feed: dict[str, Any]) -> list[Any]:
        self.runs += 1
        words = feed["words"]
        chosen = (feed["pieces"][0][words] * 97 + feed["features"][0][words] * 31 + np.arange(len(words)) * 7) % WORDS
        return [given[chosen] for given in self._given]


def test_findings_are_sound_whatever_the_network_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """`normalize` checks its findings; none that breaks an invariant may be left to it."""
    monkeypatch.setattr("claimsdb.english.networks.tagger.session", lambda _: AnyScores(16))
    tagger = TrainedTagger()
    for family in FAMILIES.values():
        if family.kind in ("prose", "mixtures"):
            raw = family.file(1_200, 16)
            with suppress(UnreadableError):
                normalize(read(raw, f"{family.name}{family.suffix}"), tagger)


@pytest.mark.parametrize(
    ("family", "most"),
    [
        ("pumps-letters-and-spaces", 2),
        ("pumps-he-said-that", 20),
        ("characters-chinese", 2),
        ("characters-any-marks", 2),
    ],
)
def test_the_network_is_not_asked_again_nor_for_what_it_cannot_know(
    family: str, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A text that repeats itself is read once, and marks and other scripts are not read; at this size there are 40 windows and more."""
    network = AnyScores(16)
    monkeypatch.setattr("claimsdb.english.networks.tagger.session", lambda _: network)
    normalize(read(FAMILIES[family].file(50_000, 16), "a.txt"), TrainedTagger())
    assert network.runs <= most
