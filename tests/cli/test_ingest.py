"""`claimsdb ingest` with faulty files, odd names, odd databases, and two runs at once."""

import gzip
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from claimsdb.store.lock import acquire
from tests.conftest import rows

App = Callable[..., Any]
SENTENCE = "The mayor said that the old bridge would close in May."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one good document."""
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "good.txt").write_text(f"{SENTENCE}\n")
    return tmp_path / "news"


@pytest.mark.parametrize(
    ("name", "raw", "code"),
    [
        ("picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "unsupported"),
        ("empty.txt", b"", "empty"),
        ("blank.md", b" \r\n\t\n", "empty"),
        ("broken.txt", ("“The bridge”, — she said. " * 9).encode() + b"\xe2\x28", "undecodable"),
        ("program.txt", bytes(range(256)) * 9, "binary"),
    ],
)
def test_a_file_at_fault_is_a_problem_until_it_is_mended(
    app: App, folder: Path, name: str, raw: bytes, code: str
) -> None:
    (folder / name).write_bytes(raw)
    done = app("ingest", "news", "--json")
    assert (done.code, done.json["read"], done.json["problems"]) == (1, 1, 1)
    assert app("problems").code == 1
    (problem,) = app("problems", "--json").json
    assert (problem["folder"], problem["path"], problem["code"], problem["run"]) == ("news", name, code, 1)
    assert app("ingest", "news").code == 1
    assert len(app("problems", "--json", "--all").json) == 1
    (folder / name).write_text("The bridge closed in June, the mayor said.\n")
    assert app("ingest", "news").code == 0
    assert (app("problems").code, app("problems", "--json").json) == (0, [])
    assert [p["resolved_by"] for p in app("problems", "--all", "--json").json] == [3]


def test_a_problem_ends_with_its_file(app: App, folder: Path) -> None:
    (folder / "sub").mkdir()
    (folder / "empty.txt").touch()
    (folder / "sub" / "empty.txt").touch()
    app("ingest", "news")
    (folder / "empty.txt").unlink()
    app("ingest", "news/sub")  # does not affect the other files
    assert [p["path"] for p in app("problems", "--json").json] == ["empty.txt", "sub/empty.txt"]
    app("ingest", "news")
    assert [p["path"] for p in app("problems", "--json").json] == ["sub/empty.txt"]


def test_a_kind_without_reader(app: App, folder: Path) -> None:
    (folder / "report.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    done = app("ingest", "news", "--json")
    assert (done.code, done.json["skipped"], done.json["problems"]) == (1, 0, 1)
    (problem,) = app("problems", "--json").json
    told = "It is a file of Microsoft's compound format, which cannot be read."
    assert (problem["code"], problem["message"]) == ("unsupported", told)


def test_files_without_text_are_named_and_are_no_fault(app: App, folder: Path) -> None:
    (folder / "style.css").write_text("p { color: red }")
    (folder / "page.html").write_text("<html><title>A page</title><p>" + SENTENCE)
    (folder / "page_files").mkdir()
    (folder / "page_files" / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    done = app("ingest", "news", "--json")
    assert (done.code, done.json["read"], done.json["problems"]) == (0, 2, 0)
    notes = {
        "page_files/logo.png": "It is a picture, and holds no text.",
        "style.css": "It is a style sheet, and holds no text.",
    }
    assert {one["path"]: one["note"] for one in done.json["skipped_files"]} == notes
    listed = [f"skipped: {path}: {note}" for path, note in notes.items()]
    said = app("ingest", "news", "--verbose").err.splitlines()
    assert [line for line in said if line.startswith("skipped: ")] == listed
    assert "unchanged: good.txt" in said
    (folder / "page.html").unlink()
    assert app("ingest", "news").code == 1
    assert app("ingest", "news/style.css").code == 1
    assert {p["path"]: p["code"] for p in app("problems", "--json").json} == {
        "page.html": "missing",
        "page_files/logo.png": "unsupported",
        "style.css": "no_text",
    }


def test_nothing_there(app: App, tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    done = app("ingest", "news")
    assert (done.code, "No documents found" in done.err) == (1, True)


@pytest.mark.parametrize(
    "name", ["a b.txt", "50%.txt", "what?.txt", "#1.txt", "two\nlines.txt", "é.txt", "-x.txt", "a'b\".txt"]
)
def test_odd_names(app: App, folder: Path, name: str) -> None:
    (folder / "good.txt").rename(folder / name)
    shutil.move(folder, folder.with_name(f"folder of {name}"))
    assert app("ingest", f"folder of {name}").code == 0
    assert [d["path"] for d in app("export", "documents").lines] == [name]
    assert app("verify").code == 0
    assert app("cite", "the old bridge").code == 0


@pytest.mark.slow
def test_names_that_are_not_unicode(app: App, cli: App, folder: Path) -> None:
    odd = os.fsencode(folder) + b"/odd\xff"
    Path(os.fsdecode(odd)).mkdir()
    Path(os.fsdecode(odd + b"/a.txt")).write_text(SENTENCE)
    Path(os.fsdecode(odd + b"/b\xfe.txt")).write_text(SENTENCE)
    done = app("ingest", "news", "--json")
    assert (done.code, done.json["read"], done.json["problems"]) == (1, 1, 2)
    assert [p["path"] for p in app("problems", "--json").json] == ["odd\\xff/a.txt", "odd\\xff/b\\xfe.txt"]
    done = cli("ingest", b"news/odd\xff", "--db", b"odd\xff.db", "--json")
    assert (done.code, done.json["read"], done.json["problems"]) == (1, 1, 1)
    assert cli("verify", "--db", b"odd\xff.db").code == 0


@pytest.mark.parametrize("name", ["50%.db", "what?.db", "#1.db", "a b.db", "file:x.db", "é.db"])
def test_odd_databases(app: App, folder: Path, tmp_path: Path, name: str) -> None:
    for code in (0, 0):
        assert app("ingest", "news", "--db", name).code == code
    for command in (("list",), ("verify",), ("cite", "the old bridge"), ("stats",)):
        assert app(*command, "--db", name).code == 0
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([name, f"{name}.folders.json", f"{name}.lock", "news"])


def test_database_by_environment(app: App, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMSDB_DB", "other.db")
    app("ingest", "news")
    assert (folder.parent / "other.db").exists()


def test_sources(app: App, folder: Path) -> None:
    table = folder / "sources.csv"
    table.write_text("path,title,publisher\ngood.txt,The Bridge,The Courant\n")
    assert app("ingest", "news").code == 0
    (document,) = app("export", "documents").lines
    assert (document["title"], document["publisher"]) == ("The Bridge", "The Courant")
    table.write_text("none\n")
    assert app("ingest", "news").code == 1
    assert [p["code"] for p in app("problems", "--json").json] == ["sources"]


def test_faults_of_sources_and_columns_of_ones_own(app: App, folder: Path, tmp_path: Path) -> None:
    """Every fault is a problem until it is mended, the rest is taken, and nothing is read again for a column of one's own."""
    table = folder / "sources.csv"
    table.write_text("path;title;published;Desk\ngood.txt;The Bridge;09/12/2016;City\nabsent.txt;;;\n")
    done = app("ingest", "news")
    told = [
        "Line 2, published: '09/12/2016' may be 9 December 2016 or 12 September 2016.",
        "Line 3, path: There is no document",
    ]
    assert (done.code, [one in done.err for one in told]) == (1, [True, True])
    assert len([p for p in app("problems", "--json").json if p["path"] == "sources.csv"]) == 2
    table.write_text("path;title;published;Desk\ngood.txt;The Bridge;Sept. 2016;City\n")
    app("ingest", "news")
    assert [p for p in app("problems", "--json").json if p["path"] == "sources.csv"] == []
    (document,) = app("export", "documents").lines
    assert (document["title"], document["published"]) == ("The Bridge", "2016-09")
    for option, code in (
        ("--since=2016-09-12", 0),
        ("--since=2016-10", 1),
        ("--until=2016-09-01", 0),
        ("--until=2016-08", 1),
    ):
        assert app("cite", "the bridge", option).code == code, option
    table.write_text("path;title;published;Desk\ngood.txt;The Bridge;Sept. 2016;Nation\n")
    assert "1 unchanged" in app("ingest", "news").err
    own = rows(tmp_path / "claims.db", "SELECT path, name, value FROM document_columns")
    assert own == [("good.txt", "Desk", "Nation")]
    assert app("verify").code == 0


def test_one_table_for_two_folders(app: App, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "other.txt").write_text("Engineers warned that the bridge was weak.\n")
    (tmp_path / "all.csv").write_text("path,title\ngood.txt,One\nother.txt,Two\n")
    assert app("ingest", "news", "more", "--sources", "all.csv").code == 0
    assert [d["title"] for d in app("export", "documents").lines] == ["One", "Two"]
    (tmp_path / "all.csv").write_text("path,title\nabsent.txt,One\n")
    assert (
        "all.csv: Line 2, path: There is no document 'absent.txt'"
        in app("ingest", "news", "more", "--sources", "all.csv").err
    )


def test_encoding(app: App, folder: Path) -> None:
    (folder / "good.txt").write_bytes("The mayor said that the café would close in May.\n".encode("cp850"))
    assert app("ingest", "news", "--encoding", "cp850").code == 0
    assert [c["text"] for c in app("cite", "the café", "--format", "json").json[0]["claim"]["segments"]] == [
        "the café would close in May"
    ]
    assert app("verify").code == 0


@pytest.mark.slow
def test_two_at_once(app: App, cli: App, folder: Path, tmp_path: Path) -> None:
    assert app("ingest", "news").code == 0
    before = app("export", "claims").raw
    held = acquire(tmp_path / "claims.db")  # as if by a run that has not ended
    try:
        (folder / "late.txt").write_text("The mayor said that the bridge would close in May.\n" * 9)
        second = cli("ingest", "news")
        assert (second.code, "Another claimsdb is writing to claims.db" in second.err) == (2, True)
        assert app("export", "claims").raw == before
    finally:
        held.release()
    assert app("ingest", "news").code == 0
    assert app("export", "claims").raw != before


def test_a_writer_killed_in_the_middle_of_a_transaction_is_rolled_back_for_readers(
    app: App, folder: Path, tmp_path: Path
) -> None:
    app("ingest", "news")
    before = app("export", "claims").raw
    program = """if True:
        import os, sqlite3, signal
        c = sqlite3.connect("claims.db", isolation_level=None)
        c.execute("PRAGMA cache_size=1")
        c.execute("BEGIN IMMEDIATE")
        c.execute("UPDATE blocks SET text = replace(hex(zeroblob((char_end - char_start + 1) / 2)), '0', 'x')")
        c.execute("CREATE TABLE filler AS WITH n(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n WHERE k < 9999) SELECT k FROM n")
        os.kill(os.getpid(), signal.SIGKILL)"""
    subprocess.run([sys.executable, "-c", program], cwd=tmp_path, check=False)
    assert (tmp_path / "claims.db-journal").stat().st_size > 0
    assert app("export", "claims").raw == before
    assert not (tmp_path / "claims.db-journal").exists()
    assert app("ingest", "news").code == 0


def test_each_file_of_a_folder_is_read_or_named(app: App, tmp_path: Path) -> None:
    (tmp_path / "many").mkdir()
    for k in range(95):
        (tmp_path / "many" / f"{k}.txt").write_text(SENTENCE.replace("May", f"May {1900 + k}"))
    bad = {
        "cut.zip": ("damaged", b"PK\3\4" + bytes(99)),
        "cut.tar.gz": ("damaged", gzip.compress(bytes(99))[:-9]),
        "odd.pdf": ("damaged", bytes(range(256)) * 9),
        "scan.jpg": ("unsupported", b"\xff\xd8\xff\xe0"),
        "old.7z": ("unsupported", b"7z\xbc\xaf\x27\x1c"),
    }
    for name, (_, raw) in bad.items():
        (tmp_path / "many" / name).write_bytes(raw)
    done = app("ingest", "many", "--json")
    assert (done.code, done.json["read"], done.json["problems"]) == (1, 95, 5)
    assert {p["path"]: p["code"] for p in app("problems", "--json").json} == {n: code for n, (code, _) in bad.items()}
