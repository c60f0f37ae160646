"""`claimsdb groups`, `conflicts` and `origins`, and their exports, as a user runs them."""

import json
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from claimsdb.ingestion.ingest import ingest

PASSAGE = "Divers from the harbour office searched the wreck of the ferry Aurora for nine hours and found no cargo in its hold."
NEWS = {
    "courant": f"The ferry Aurora sank off Skagen on Monday with 14 people aboard.\n\n{PASSAGE}\n",
    "herald": "Fourteen people were aboard when the ferry Aurora sank off Skagen on Monday.\n",
    "gazette": f"The ferry Aurora sank off Skagen on Monday with 17 people aboard.\n\n{PASSAGE}\n",
}
App = Callable[..., Any]


@pytest.fixture
def news(tmp_path: Path) -> Path:
    (tmp_path / "news").mkdir()
    for name, text in NEWS.items():
        (tmp_path / "news" / f"{name}.txt").write_text(text, "utf-8")
    ingest([tmp_path / "news"], tmp_path / "claims.db", jobs=0)
    return tmp_path


def test_groups(app: App, news: Path) -> None:
    done = app("groups", "--json")
    assert done.code == 0
    found = done.json
    assert {(g["documents"], g["origins"]) for g in found} == {(2, 2), (2, 1)}
    (divers,) = [g for g in found if g["statement"].startswith("Divers")]
    assert (divers["documents"], divers["origins"], divers["asserted"]) == (2, 1, 2)
    (one,) = app("groups", divers["id"][:8], "--json").json
    assert {c["path"] for c in one["claims"]} == {"courant.txt", "gazette.txt"}
    for claim in one["claims"]:
        assert NEWS[claim["path"].removesuffix(".txt")][claim["start"] : claim["end"]] == claim["claim"]
    shown = app("groups", divers["id"][:8]).out
    assert "2 documents, 1 independent origin, 0 speakers" in shown
    assert "courant.txt:67" in shown
    assert app("groups", "--text", "DIVERS", "--json").json == [divers]
    assert app("groups", "--documents", "3").code == 1
    assert app("groups", "--documents", "3").out == "No matching groups.\n"


def test_judging(app: App, news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (divers,) = [g for g in app("groups", "--json").json if g["statement"].startswith("Divers")]
    (shown,) = app("groups", divers["id"], "--json").json
    one, other = (claim["id"] for claim in shown["claims"])
    assert [(c["why"] or {}).get("score") for c in shown["claims"]] == [None, 1.0]
    assert "words in common" in app("groups", divers["id"]).out
    assert "also said, origin 1" in app("show", one).out
    assert app("judge").code == 1
    done = app("judge", one[:12], other[:12], "--not-same", "--why", "another wreck", "--by", "Ann Lee")
    assert (done.code, done.err) == (0, f"Held apart: {one[:10]} and {other[:10]}.\n")
    assert app("groups", divers["id"]).code == 1
    assert "held apart by Ann Lee" in app("show", one).out
    (verdict,) = app("export", "verdicts").lines
    assert list(verdict) == ["claims", "same", "why", "by", "at", "withdrawn_at", "withdrawn_by"]
    assert (verdict["claims"], verdict["same"], verdict["withdrawn_at"]) == (sorted((one, other)), False, None)
    assert [app("judge", *ids).code for ids in ((one, other), (one, "--same"), (one, one, "--same"))] == [2, 2, 2]
    assert [app("judge", one, other, "--withdraw").code for _ in range(2)] == [0, 1]
    assert app("groups", divers["id"]).code == 0
    (listed,) = app("judge", "--json").json
    assert listed["by"] == "Ann Lee"
    monkeypatch.setenv("CLAIMSDB_OUTPUT", "tsv")
    _, line = app("judge").out.splitlines()
    assert line.split("\t")[:5] == [*listed["claims"], "False", "another wreck", "Ann Lee"]


def test_conflicts(app: App, news: Path) -> None:
    found = app("conflicts", "--json").json
    assert {frozenset((c["value"], c["other_value"])) for c in found} == {
        frozenset(("14", "17")),
        frozenset(("17", "Fourteen")),
    }
    for c in found:
        assert NEWS[c["path"].removesuffix(".txt")][c["start"] : c["end"]] == c["value"]
    assert "number" in app("conflicts").out
    assert app("conflicts", "--kind", "polarity").code == 1
    bad = app("conflicts", "--kind", "colour")
    assert bad.code == 2
    assert "number, date, name, polarity" in " ".join(bad.err.split())


def test_origins(app: App, news: Path) -> None:
    (origin,) = app("origins", "--json").json
    assert (origin["documents"], origin["reason"]) == (["courant.txt", "gazette.txt"], "passage")
    run = "The ferry Aurora sank off Skagen on Monday with"  # too short by itself, but evidence next to a passage that is long enough
    assert [e["text"] for e in origin["evidence"]] == [run] * 2 + [PASSAGE.removesuffix(".")] * 2
    assert "2 documents, by passage" in app("origins").out


@pytest.mark.parametrize(
    ("what", "keys"),
    [
        ("groups", ["id", "claims", "documents", "speakers", "origins", "statement"]),
        ("conflicts", ["id", "claims", "kind", "values", "score"]),
        ("origins", ["id", "documents", "reason", "evidence"]),
    ],
)
def test_exports_have_the_keys_of_the_format(app: App, news: Path, what: str, keys: list[str]) -> None:
    done = app("export", what)
    assert done.lines
    assert [list(line) for line in done.lines] == [keys] * len(done.lines)
    first = app("export", what, "--format", "csv").out.splitlines()[0]
    assert first == ",".join(keys)
    if find_spec("pyarrow"):
        assert app("export", what, "--format", "parquet", "--output", "out.parquet").code == 0


def test_a_claim_names_its_group_and_a_group_its_claims(app: App, news: Path) -> None:
    named = {c["id"]: c["group"] for c in app("export", "claims").lines}
    groups = {g["id"]: g["claims"] for g in app("export", "groups").lines}
    assert {g for g in named.values() if g} == set(groups)
    assert {c for c, g in named.items() if g} == {c for claims in groups.values() for c in claims}


def test_nothing_to_compare(app: App, tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("The weather was fine.\n", "utf-8")
    ingest([tmp_path / "one.txt"], tmp_path / "claims.db", jobs=0)
    for command in ("groups", "conflicts", "origins"):
        done = app(command)
        assert (done.code, done.out.count("\n")) == (1, 1)
        assert json.loads(app(command, "--json").raw) == []
    for what in ("groups", "conflicts", "origins"):
        assert app("export", what).raw == b""


def test_a_number_that_no_float_holds_stops_nothing(app: App, tmp_path: Path) -> None:
    """Two like sentences with a number of 309 digits: all is read and compared, also after the files have gone."""
    (tmp_path / "news").mkdir()
    endless = "The ferry Aurora of Skagen sank off the harbour on Monday with {} people aboard.\n"
    for name, number in (("one", "1" + "0" * 309), ("two", "2" + "0" * 309), ("three", "14"), ("four", "17")):
        (tmp_path / "news" / f"{name}.txt").write_text(endless.format(number), "utf-8")
    assert app("ingest", "news").code == 0
    assert [(c["value"], c["other_value"]) for c in app("conflicts", "--json").json] in ([("14", "17")], [("17", "14")])
    for name in ("one", "two"):
        (tmp_path / "news" / f"{name}.txt").unlink()
    assert app("ingest", "news", "--prune").code == 0
    assert {r["outcome"] for r in app("runs", "--json").json} == {"complete"}
    assert app("problems").code == 0
