"""A PDF end to end: its claims have pages, lines and boxes, and are proved by the letters there."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

App = Callable[..., Any]
FILES = Path(__file__).parents[1] / "files" / "pdf"


def test_claims_of_a_pdf(app: App, tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    for name in ("pdflatex.pdf", "password.pdf"):
        shutil.copy(FILES / name, tmp_path / "reports")
    done = app("ingest", "reports", "--json")
    assert (done.code, done.json["read"], done.json["problems"]) == (1, 1, 1)
    assert [(p["path"], p["code"]) for p in app("problems", "--json").json] == [("password.pdf", "encrypted")]
    claims = {c["text"]: c for c in app("export", "claims").lines}
    over_pages = next(c for text, c in claims.items() if "Ardmore for ever" in text)
    assert over_pages["attribution"] == "reported"
    shown = app("show", over_pages["id"], "--json").json["by_hand"]
    assert (shown["proof"], shown["holds"], shown["by_place"]) == ("drawn", True, False)
    assert [look.partition(",")[0] for look in shown["segments"][0]["look"]] == ["page 1", "page 2"]
    assert "page 1, line" in app("cite", over_pages["id"]).out
    verified = app("verify", "--json")
    assert verified.code == 0
