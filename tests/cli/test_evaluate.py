"""`claimsdb evaluate` against the seeds' own export, which it must find again, and with files that are not valid gold."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

App = Callable[..., Any]


def test_claims_against_themselves(app: App, database: Path, tmp_path: Path) -> None:
    app("export", "claims", "--output", "gold.jsonl")
    done = app("evaluate", "--gold", "gold.jsonl", "--sources", "seeds", "--json")
    assert done.code == 0
    scores = done.json["scores"]
    assert scores["documents"] == 5
    assert all(scores[key] == 1.0 for key in ("grounding", "coverage", "attribution", "block", "hedged", "via"))
    assert all(scores[key]["f1"] == 1.0 for key in ("extent_exact", "extent_overlap", "source", "cue", "speaker_b3"))
    assert scores["noise"] == 0.0


def test_a_report_of_attributions(app: App, tmp_path: Path) -> None:
    text = (
        "The bridge\n\n“The bridge is safe,” the mayor said on Friday.\n\nThe ferries run every hour until midnight.\n"
    )
    at = {w: [text.index(w), text.index(w) + len(w)] for w in ("the mayor", "said", "“The bridge is safe,”")}
    gold = {"source": [at["the mayor"]], "cue": [at["said"]], "content": [at["“The bridge is safe,”"]]}
    (tmp_path / "gold.jsonl").write_text(
        json.dumps({"id": "a|b", "text": text, "attributions": [gold]}) + "\n", "utf-8"
    )
    done = app("evaluate", "--gold", "gold.jsonl", "--report", "report.md")
    assert (done.code, done.out) == (0, "")
    page = (tmp_path / "report.md").read_text("utf-8")
    assert page.startswith("# Attributions in gold.jsonl\n\nclaimsdb ")
    assert "| relation |  | 1.000 | 1.000 | 1.000 | 1 | 1 |\n" in page
    assert "| quoted | 1.000 | 1 |\n" in page
    assert "| a\\|b | 1.0 | 1 | 1 |\n" in page
    assert not list(tmp_path.glob("*.db*"))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "it is empty"),
        ("{", "line 1: it is not valid JSON"),
        ("[1]", "line 1: it is not a JSON object"),
        ('{"id": "a", "attributions": []}', "line 1: it has no text"),
        (
            '{"document": "a.txt", "segments": [], "attribution": "quoted", "via": []}',
            "give their folder with --sources",
        ),
    ],
)
def test_invalid_gold(app: App, tmp_path: Path, content: str, said: str) -> None:
    (tmp_path / "gold.jsonl").write_text(content, "utf-8")
    done = app("evaluate", "--gold", "gold.jsonl")
    assert done.code == 2
    assert said in done.err


def test_a_file_that_is_not_there(app: App, database: Path, tmp_path: Path) -> None:
    app("export", "claims", "--output", "gold.jsonl")
    shutil.move("seeds", "elsewhere")
    (tmp_path / "seeds").mkdir()
    done = app("evaluate", "--gold", "gold.jsonl", "--sources", "seeds")
    assert done.code == 2
    assert "it names 000_a2faf59eddca3a88.txt, which is not in seeds" in done.err
