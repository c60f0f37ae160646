"""Office files, books and RTF end to end: their claims are proved by their members, and say where they are."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

FILES = Path(__file__).parents[1] / "files"
WHERE = {
    "pandoc.docx": "paragraph 5",
    "libreoffice.odt": "paragraph 5",
    "pandoc3.epub": "chapter 1 (Inspection), paragraph 2",
}


@pytest.mark.slow
@pytest.mark.network
def test_office_files_are_read_proved_and_shown(app: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    for name in [*WHERE, "libreoffice.rtf"]:
        shutil.copy(FILES / name.rpartition(".")[2] / name, tmp_path / "news")
    done = app("ingest", "news", "--json")
    assert (done.code, done.json["read"], done.json["problems"]) == (0, 4, 0)
    documents = {d["path"]: (d["title"], d["author"]) for d in app("export", "documents").lines}
    assert set(documents.values()) == {("Bridge declared safe", "Anna Weber")}
    verified = app("verify", "--json")
    assert (verified.code, verified.json["counts"]["same"]) == (0, 4)
    found = [c for c in app("export", "claims").lines if c["text"].startswith("The old bridge is safe")]
    assert {c["document"]: c["place"] for c in found} == {**WHERE, "libreoffice.rtf": "paragraph 5"}
    for claim in found:
        shown = app("show", claim["id"], "--json").json["by_hand"]
        assert shown["holds"] is True
        assert shown["proof"] == ("bytes" if claim["document"].endswith(".rtf") else "stream")
        printed = [
            subprocess.run(["bash", "-c", s["command"]], capture_output=True, check=True) for s in shown["segments"]
        ]
        assert "".join(p.stdout.decode() for p in printed) == claim["text"]
