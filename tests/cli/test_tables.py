"""Tables of articles and subtitles, from files to claims that verify, with `--map`."""

import html
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

App = Callable[..., Any]
BODY = 'The mayor, Ann Lee, said: "The café is safe."\n\nShe said that it had cost three million pounds.'
ROW = {"nr": "7", "kopf": "The café", "koerper": BODY, "datum": "2023-02-22"}
MAP = "text=koerper,title=kopf,published=datum"
SUBTITLES = """1
00:00:01,000 --> 00:00:03,000
ANN LEE: The café is
<i>safe</i>, I can say.

2
00:00:03,500 --> 00:00:05,000
TOM HART: The council will vote on Friday.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Tables of one article in each format, subtitles, and tables that are none of articles."""
    folder = tmp_path / "news"
    folder.mkdir()
    quoted = BODY.replace('"', '""')
    (folder / "a.csv").write_text(
        f'nr;kopf;koerper;datum\r\n7;The café;"{quoted}";2023-02-22\r\n', "cp1252", newline=""
    )
    (folder / "b.jsonl").write_text(json.dumps(ROW) + "\n", "utf-8")
    (folder / "c.json").write_text(json.dumps([ROW], ensure_ascii=False, indent=1), "utf-8")
    book = openpyxl.Workbook()
    for line in (ROW.keys(), ROW.values()):
        book.active.append(list(line))
    made = io.BytesIO()
    book.save(made)
    (folder / "d.xlsx").write_bytes(made.getvalue())
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    rows = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell><text:p>{html.escape(str(cell))}</text:p></table:table-cell>" for cell in line)
        + "</table:table-row>"
        for line in (ROW.keys(), ROW.values())
    )
    media = "application/vnd.oasis.opendocument.spreadsheet"
    sheet = f"<office:body><office:spreadsheet><table:table>{rows}</table:table></office:spreadsheet></office:body>"
    (folder / "d.fods").write_text(
        f'<office:document{spaces} office:mimetype="{media}">{sheet}</office:document>', "utf-8"
    )
    (folder / "sources.csv").write_text("shop,street\nThe Crown,High Street\n")  # another table than that of sources
    (folder / "e.srt").write_text(SUBTITLES, "utf-8")
    words = [{"start": 0, "end": 2, "text": " The café is safe, mayor Ann Lee said."}]
    (folder / "f.json").write_text(json.dumps({"segments": words}), "utf-8")
    (folder / "package.json").write_text('{"name": "x"}')
    (folder / "numbers.csv").write_text("a,b\n1,2\n")
    return folder


def test_tables_and_subtitles_are_read_and_every_claim_verifies(app: App, folder: Path) -> None:
    done = app("ingest", "news", "--map", MAP, "--keep-sources", "--json")
    assert (done.code, done.json["read"]) == (1, 7)
    assert {problem["path"]: problem["message"] for problem in app("problems", "--json").json} == {
        "numbers.csv": "It has no column 'koerper': its columns are a, b.",
        "sources.csv": "Line 1: There is no column 'path'. It states nothing.",
    }
    assert [file["path"] for file in done.json["skipped_files"]] == ["package.json"]
    documents = {one["path"]: one for one in app("export", "documents").lines}
    assert [*documents] == ["a.csv/2", "b.jsonl/1", "c.json/1", "d.fods/2", "d.xlsx/2", "e.srt", "f.json"]
    for path in ("a.csv/2", "b.jsonl/1", "c.json/1", "d.fods/2", "d.xlsx/2"):
        assert (documents[path]["title"], documents[path]["published"]) == ("The café", "2023-02-22")
    claims = app("export", "claims").lines
    said = {(c["document"], c["speaker"], c["text"]) for c in claims if c["attribution"] == "quoted"}
    assert ("a.csv/2", "Ann Lee", '"The café is safe."') in said
    assert ("d.xlsx/2", "Ann Lee", '"The café is safe."') in said
    assert ("e.srt", "TOM HART", "The council will vote on Friday") in said
    places = {(c["document"], c["place"]) for c in claims}
    assert {
        ("a.csv/2", "row 2, column koerper"),
        ("b.jsonl/1", "row 1, column koerper"),
        ("e.srt", "cue 2, 0:03"),
    } <= places
    verified = app("verify", "--again", "--json")
    assert (verified.code, verified.json["holds"], verified.json["other_rules"]) == (0, True, [])
    assert {(c["document"], c["proof"]) for c in claims} == {
        ("a.csv/2", "bytes"), ("b.jsonl/1", "bytes"), ("c.json/1", "bytes"), ("d.fods/2", "stream"), ("d.xlsx/2", "stream"),
        ("e.srt", "bytes"),        ("f.json", "bytes"),
    }  # fmt: skip
    again = app("ingest", "news", "--map", MAP, "--json").json
    assert (again["read"], again["unchanged"]) == (0, 7)
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"  # of the Python that has openpyxl
    found = {c["document"]: c for c in claims if c["attribution"] == "reported"}
    for name in ("a.csv/2", "c.json/1", "d.xlsx/2"):
        shown = app("show", found[name]["id"], "--json").json
        (command,) = (piece["command"] for piece in shown["by_hand"]["segments"])
        printed = subprocess.check_output(command, shell=True, cwd=folder.parent, env={**os.environ, "PATH": path})
        assert printed.decode() == found[name]["segments"][0]["text"]
    (sheet,) = app("show", found["d.fods/2"]["id"], "--json").json["by_hand"]["segments"]
    assert sheet["command"].startswith("claimsdb original ")
    assert app("explain", found["a.csv/2"]["id"]).code == 0

    (folder / "a.csv").unlink()
    (folder / "c.json").unlink()
    assert app("explain", found["c.json/1"]["id"]).code == 0
    gone = app("explain", found["a.csv/2"]["id"])
    assert (gone.code, "Put the table back as it was." in gone.err) == (2, True)


def test_a_column_that_is_not_there_is_an_error_before_anything_is_read(app: App, folder: Path) -> None:
    done = app("ingest", "news", "--map", "text=body")
    assert done.code == 2
    assert "news/" not in done.err
    assert "It has no column 'body': its columns are nr, kopf, koerper, datum. Correct --map." in done.err
    assert not Path("claims.db").exists()
    assert app("ingest", "news/a.csv", "--map", "words=body").code == 2
    assert app("ingest", "news/a.csv").code == 1
    (problem,) = (one for one in app("problems", "--json").json if one["path"] == "a.csv")
    assert problem["remedy"] == "Say which it is with: claimsdb ingest FILE --map text=COLUMN"
