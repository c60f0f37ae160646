"""Archives end to end: their members are documents like any other."""

import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

App = Callable[..., Any]
SENTENCE = "The mayor said that the old bridge would close in {}.\n"


def pack(place: Path, how: int = zipfile.ZIP_DEFLATED, **members: str) -> None:
    with zipfile.ZipFile(place, "w", how) as archive:
        for name, text in members.items():
            archive.writestr(f"news/{name}.txt", text)


def test_a_member_is_a_document(app: App, tmp_path: Path) -> None:
    folder = tmp_path / "sites"
    folder.mkdir()
    pack(folder / "site.zip", a=SENTENCE.format("May"), b=SENTENCE.format("June"))
    pack(folder / "plain.zip", zipfile.ZIP_STORED, a=SENTENCE.format("July"), style="")
    (folder / "sources.csv").write_text("path,title\nsite.zip/news/a.txt,One\n")
    done = app("ingest", "sites", "--json")
    assert (done.code, done.json["read"], done.json["problems"]) == (1, 3, 1)
    assert [(p["path"], p["code"]) for p in app("problems", "--json").json] == [("plain.zip/news/style.txt", "empty")]
    assert app("ingest", "sites", "--json").json["unchanged"] == 3
    titles = {d["path"]: d["title"] for d in app("export", "documents").lines}
    assert titles == {"site.zip/news/a.txt": "One", "site.zip/news/b.txt": None, "plain.zip/news/a.txt": None}

    for month, first, proof in (("May", "unzip -p ", "stream"), ("July", "tail -c +", "bytes")):
        (claim,) = [c for c in app("export", "claims").lines if month in c["text"]]
        shown = app("show", claim["id"], "--json").json["by_hand"]
        assert (shown["holds"], shown["proof"], claim["proof"]) == (True, proof, proof)
        (segment,) = shown["segments"]
        assert segment["command"].startswith(first)
        if shutil.which(first.split()[0]) is None:
            continue
        printed = subprocess.run(["bash", "-c", segment["command"]], capture_output=True, check=True)
        assert printed.stdout.decode() == segment["text"]
    verified = app("verify", "--json")
    assert (verified.code, verified.json["counts"]["same"], set(verified.json["proofs"])) == (0, 3, {"stream", "bytes"})
    assert app("verify", "--again").code == 0

    pack(folder / "site.zip", a=SENTENCE.format("August"), b=SENTENCE.format("June"))
    assert app("verify", "--json").json["counts"] == {"same": 2, "moved": 0, "kept": 0, "changed": 1, "missing": 0}
    done = app("ingest", "sites", "--keep-sources", "--json").json
    assert (done["read"], done["unchanged"]) == (1, 2)
    history = app("diff", "site.zip/news/a.txt", "--json").json
    assert [change["status"] for change in history["changes"]] == ["edited"]
    assert app("original", "site.zip/news/b.txt").out == SENTENCE.format("June")
    (folder / "site.zip").rename(folder / "moved.zip")
    assert app("verify", "--json").json["counts"] == {"same": 1, "moved": 2, "kept": 0, "changed": 0, "missing": 0}


def test_a_line_of_a_table_names_a_member(app: App, tmp_path: Path) -> None:
    (tmp_path / "sites").mkdir()
    pack(tmp_path / "sites" / "site.zip", a=SENTENCE)
    for path in ("site.zip", "site.zip/news/b.txt", "site.zip/news"):
        (tmp_path / "sites" / "sources.csv").write_text(f"path,title\n{path},One\n")
        done = app("ingest", "sites")
        assert (done.code, f"There is no document '{path}'" in done.err) == (
            (1, True) if path != "site.zip" else (0, False)
        )


def test_a_member_is_recovered(app: App, tmp_path: Path) -> None:
    (tmp_path / "sites").mkdir()
    pack(tmp_path / "sites" / "site.zip", a=SENTENCE.format("May"), b=SENTENCE.format("June"))
    app("ingest", "sites")
    claims = sorted(c["id"] for c in app("export", "claims").lines)
    raw = (tmp_path / "claims.db").read_bytes()
    (tmp_path / "claims.db").write_bytes(raw.replace(b"would close in June", b"would close in Juny"))
    assert app("verify").code == 1
    assert app("recover").code == 0
    assert sorted(c["id"] for c in app("export", "claims").lines) == claims
    assert app("verify").code == 0


def capture(address: str, sentence: str, date: str) -> bytes:
    body = f"<!DOCTYPE html><title>Bridge</title><article><p>{sentence}<p>{'It rained on the town all day long. ' * 9}</article>"
    http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{body}"
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nWARC-Date: {date}T00:00:00Z\r\n"
    return f"{head}Content-Type: application/http\r\nContent-Length: {len(http)}\r\n\r\n{http}\r\n\r\n".encode()


def test_captures_of_an_address_are_versions(app: App, tmp_path: Path) -> None:
    address, other = "https://example.org/a", "https://example.org/b"
    months = ("May", "June", "May")  # as before
    captures = [capture(address, SENTENCE.format(m), f"2024-05-0{n}") for n, m in enumerate(months, 1)]
    (tmp_path / "site.warc").write_bytes(b"".join([*captures, capture(other, SENTENCE.format("March"), "2024-05-01")]))
    done = app("ingest", "site.warc", "--json")
    assert (done.code, done.json["read"]) == (0, 4)
    found = {d["path"]: d for d in app("export", "documents").lines}
    assert set(found) == {f"site.warc/{address}", f"site.warc/{other}"}
    assert app("ingest", "site.warc", "--json").json["unchanged"] == 4
    assert sorted(c["text"].rpartition(" ")[2] for c in app("export", "claims").lines if "close" in c["text"]) == [
        "March",
        "May",
    ]
    history = app("diff", address, "--from", "1", "--to", "2", "--json").json
    assert "edited" in [change["status"] for change in history["changes"]]
    assert app("verify").code == 0
    assert app("verify", "--again").code == 0
