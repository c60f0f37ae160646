"""A PDF end to end: its claims have pages, lines and boxes, and are proved by the letters there."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
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
    assert set(verified.json["drawn"]) == {"same"}


def test_what_becomes_of_words_if_the_library_reads_their_page_otherwise(app: App, tmp_path: Path) -> None:
    """As if the page had been read by another version: its glyphs had another order, and some words were others."""
    (tmp_path / "reports").mkdir()
    shutil.copy(FILES / "pdflatex.pdf", tmp_path / "reports")
    app("ingest", "reports")
    every = sum(app("verify", "--json").json["drawn"].values())
    with closing(sqlite3.connect(tmp_path / "claims.db")) as connection, connection:
        connection.execute("UPDATE parts SET sha256 = ? WHERE name = 'page 1'", ("0" * 64,))
    drawn = app("verify", "--json").json["drawn"]
    assert drawn["holds, by place"] > drawn["same"] > 0
    assert sum(drawn.values()) == every
    with closing(sqlite3.connect(tmp_path / "claims.db")) as connection, connection:
        (claim, text), *_ = connection.execute("SELECT claim, text FROM segments ORDER BY claim LIMIT 1")
        connection.execute("UPDATE segments SET text = 'The quay' WHERE claim = ?", (claim,))
    verified = app("verify", "--json").json
    assert verified["drawn"]["differs"] == 1
    (differs,) = (line for line in verified["broken"] if "'The quay'" in line)
    assert f"its page {text[:20]!r}"[:-1] in differs
