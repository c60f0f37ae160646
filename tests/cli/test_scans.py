"""Pictures end to end: a problem without --ocr, claims that are told as read by machine with it, and kept by a later run without it."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from claimsdb.model.errors import RecognitionMissingError
from claimsdb.pictures import tesseract

App = Callable[..., Any]
FILES = Path(__file__).parents[1] / "files" / "scans"


def test_claims_of_a_picture(app: App, tmp_path: Path) -> None:
    try:
        by = tesseract.found("eng")
    except RecognitionMissingError as error:
        pytest.skip(str(error))
    (tmp_path / "scans").mkdir()
    shutil.copy(FILES / "page.png", tmp_path / "scans")
    (tmp_path / "scans" / "a.txt").write_text("The mayor said that the quay would close.\n")
    assert app("ingest", "scans", "--json").json["read"] == 1
    (problem,) = app("problems", "--json").json
    assert (problem["path"], problem["code"], "--ocr" in problem["remedy"]) == ("page.png", "unsupported", True)
    done = app("ingest", "scans", "--ocr", "--json")
    assert (done.code, done.json["read"], done.json["unchanged"]) == (0, 1, 1)
    done = app("ingest", "scans", "--json")
    assert (done.code, done.json["read"], done.json["unchanged"]) == (0, 0, 2)
    claim = next(c for c in app("export", "claims").lines if c["text"].startswith("the quay had become"))
    assert (claim["proof"], claim["attribution"]) == ("machine", "reported")
    assert claim["place"].startswith(f"page 1, read by machine ({by.name}), lines ")
    assert f"read by machine ({by.name})" in app("cite", claim["id"]).out
    shown = app("show", claim["id"], "--json").json["by_hand"]
    assert (shown["proof"], shown["holds"], shown["unread"]) == ("machine", True, True)
    assert shown["segments"][0]["look"][0].endswith("in pixels)")
    verified = app("verify", "--json")
    assert (verified.code, set(verified.json["proofs"]), set(verified.json["drawn"])) == (
        0,
        {"bytes", "machine"},
        {"not read again"},
    )
    again = app("verify", "--again", "--pictures", "--json")
    assert (again.code, again.json["other_rules"], set(again.json["drawn"])) == (0, [], {"same"})


def test_a_language_that_is_not_there(app: App, tmp_path: Path) -> None:
    (tmp_path / "scans").mkdir()
    (tmp_path / "scans" / "a.txt").write_text("The mayor said that the quay would close.\n")
    failed = app("ingest", "scans", "--ocr", "--ocr-language", "zzz")
    assert (failed.code, (tmp_path / "claims.db").exists()) == (2, False)
    assert "Install it with: " in failed.err
