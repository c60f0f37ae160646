"""What a terminal, a pipe and a shell get: tables or tabs, colours or none, completion, patterns of names, `-q` and `-v`."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT, Cli, environment

PROGRAM = "import sys; sys.argv[0] = 'claimsdb'; from claimsdb.cli import main; main()"
TABULAR = {
    "list": [
        "id",
        "text",
        "attribution",
        "speaker",
        "speaker_kind",
        "source",
        "cue",
        "cue_type",
        "via",
        "hedged",
        "confidence",
        "title",
        "publisher",
        "author",
        "published",
        "url",
        "language",
        "document",
        "place",
        "line",
        "column",
        "start",
        "end",
        "block",
        "sha256",
        "document_id",
        "speaker_id",
        "status",
    ],
    "speakers": ["id", "name", "kind", "claims", "documents", "wikidata", "names"],
    "groups": ["id", "origins", "documents", "speakers", "claims", "conflicts", "statement"],
    "origins": ["id", "reason", "document"],
    "judge": ["id", "other", "same", "why", "by", "at", "withdrawn_by", "withdrawn_at"],
    "problems": ["folder", "path", "byte", "code", "message", "remedy", "run", "resolved_by"],
    "stats": ["name", "count"],
}


@pytest.mark.parametrize("name", TABULAR)
def test_lists_are_tab_separated_in_a_pipe(
    app: Cli, database: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CLAIMSDB_OUTPUT")
    done = app(name)
    head, *lines = [line.split("\t") for line in done.out.splitlines()]
    assert head == TABULAR[name]
    assert {len(line) for line in lines} <= {len(head)}
    assert name == "list" or f"| `{name}` | {', '.join(f'`{column}`' for column in head)} |" in (
        ROOT / "docs" / "reference" / "commands.md"
    ).read_text("utf-8")
    if name == "list":
        assert len(lines) == 50
        assert [line[0] for line in lines] == [one["id"] for one in app(name, "--json").json]
    if name == "speakers":
        listed = app(name, "--json").json
        assert [line[:2] for line in lines] == [[one["id"], one["name"]] for one in listed]
        monkeypatch.setenv("CLAIMSDB_OUTPUT", "table")
        assert app(name).out.startswith("id ")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal")
@pytest.mark.parametrize("colours", ["", "1"])
def test_a_terminal_gets_tables_and_no_color_is_kept(database: Path, colours: str) -> None:
    import pty

    above, below = pty.openpty()
    more = {"TERM": "xterm-256color", "CLAIMSDB_OUTPUT": "", "NO_COLOR": colours, "COLUMNS": "120"}
    done = subprocess.Popen(
        [sys.executable, "-m", "claimsdb", "list", "--limit", "3"],
        stdout=below,
        stderr=below,
        cwd=database.parent,
        env=environment(**more),
    )
    os.close(below)
    said = b""
    while True:
        try:
            piece = os.read(above, 65536)
        except OSError:  # the end, on Linux
            break
        if not piece:
            break
        said += piece
    os.close(above)
    assert done.wait() == 0
    assert b"\t" not in said
    assert b"attribution" in said
    assert (re.search(rb"\x1b\[[0-9;]*3[0-7]m", said) is None) == bool(colours)


def test_patterns_in_quotation_marks_and_names_with_brackets(app: Cli, tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    for name in ("a.md", "b.md", "c.txt", "[1] minutes.md"):
        (tmp_path / "notes" / name).write_text(f"The {name[0]} bridge is closed, the mayor said.\n", "utf-8")
    assert app("ingest", "notes/[1] minutes.md", "--json").json["read"] == 1
    assert app("ingest", "notes/[ab].md", "--json").json["read"] == 2
    assert "No file matches 'notes/*.pdf'" in app("ingest", "notes/*.pdf").err
    assert app("remove", "notes/?.md").code == 2
    assert app("remove", "notes/?.md", "--yes", "--json").json["paths"] == ["notes/a.md", "notes/b.md"]


def test_quiet_and_verbose(app: Cli, tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "a.txt").write_text("The bridge is closed, the mayor said.\n", "utf-8")
    (tmp_path / "news" / "empty.txt").touch()
    said = app("ingest", "news", "-q").err
    assert said.startswith("problem: empty.txt: ")
    assert said.count("\n") == 1
    assert "unchanged: a.txt" in app("ingest", "news", "-v").err
    (tmp_path / "news" / "b.txt").write_text("The ferry is late, the mayor said.\n", "utf-8")
    assert re.search(r"^read: b\.txt: 1 claim$", app("ingest", "news", "-v").err, re.MULTILINE)
    assert "same" in app("verify", "-v").out
    assert "No claim says" in app("cite", "zeppelins over the harbour", "-q").err


def test_a_shell_completes_ids_speakers_and_documents(
    database: Path, query: Callable[..., list[Any]], tmp_path: Path
) -> None:
    def completed(words: str, at: int, **more: str) -> list[str]:
        asked = {"_CLAIMSDB_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(at)}
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM],
            capture_output=True,
            text=True,
            cwd=database.parent,
            env=environment(**asked, **more),
            check=False,
        )
        assert done.stderr == ""
        return [line for line in done.stdout.splitlines() if line]

    ((claim,),) = query("SELECT claim_id FROM claims ORDER BY claim_id LIMIT 1")
    assert completed(f"claimsdb show {claim[:8]}", 2) == [claim]
    assert completed("claimsdb speakers Sun", 2) == [r"Sun\ Weidong"]
    ((path,),) = query("SELECT path FROM documents ORDER BY path LIMIT 1")
    assert completed(f"claimsdb diff {path[:4]}", 2) == [path]
    assert completed("claimsdb show --db other.db ", 4) == []
    if sys.platform == "linux":  # which has names of any bytes
        shutil.copy(database, tmp_path / "caf\udce9.db")
        assert completed("claimsdb speakers Sun", 2, CLAIMSDB_DB=str(tmp_path / "caf\udce9.db")) == [r"Sun\ Weidong"]
    assert completed("claimsdb show a", 2, CLAIMSDB_DB="none.db") == []
