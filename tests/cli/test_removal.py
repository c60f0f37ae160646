"""Files that go and come back: told, retired by `ingest --prune` or `remove`, still citable, and current again."""

import json
import shutil
import zipfile
from pathlib import Path

import pytest

from claimsdb.ingestion.ingest import ingest
from tests.conftest import Cli, Shared

SAID = "The mayor said that the {} bridge would close in May.\n"


@pytest.fixture(scope="module")
def read(shared: Shared) -> Path:
    """A folder with two documents and an archive of two, and a database over it."""

    def make(place: Path) -> None:
        (place / "news").mkdir()
        for name in ("old", "new"):
            (place / "news" / f"{name}.txt").write_text(SAID.format(name), "utf-8")
        _pack(place / "news" / "site.zip", "iron", "stone")
        ingest(place / "news", place / "claims.db", jobs=0)

    return shared("removal", make)


@pytest.fixture
def news(read: Path, tmp_path: Path) -> Path:
    """A copy of that folder, next to a copy of the database, for this test alone."""
    shutil.copytree(read / "news", tmp_path / "news")
    shutil.copy(read / "claims.db", tmp_path)
    return tmp_path / "news"


def _pack(file: Path, *names: str) -> None:
    with zipfile.ZipFile(file, "w") as packed:
        for name in names:
            packed.writestr(f"{name}.txt", SAID.format(name))


def _listed(app: Cli, *more: str) -> list[str]:
    found = app("list", "--json", *more)
    return sorted(claim["document"] for claim in found.json)


def test_what_has_gone_is_told_retired_and_revived(app: Cli, news: Path, tmp_path: Path) -> None:
    ids = {claim["document"]: claim["id"] for claim in app("list", "--json").json}
    everything = sorted(ids)
    shutil.move(news / "old.txt", tmp_path / "aside.txt")
    _pack(news / "site.zip", "iron")
    told = app("ingest", "news", "--json")
    assert (told.code, told.json["missing"], told.json["removed"], told.json["problems"]) == (1, 2, 0, 2)
    problems = {p["path"]: p["message"] for p in app("problems", "--json").json}
    assert problems["old.txt"].startswith("The file is not there any more.")
    assert problems["site.zip/stone.txt"].startswith("It is no longer in site.zip.")
    assert _listed(app) == everything
    missing = {f["path"] for f in app("verify", "--json").json["files"] if f["status"] == "missing"}
    assert missing == {"old.txt", "site.zip/stone.txt"}

    done = app("ingest", "news", "--prune", "--json")
    assert (done.code, done.json["removed"], done.json["claims_retired"]) == (0, 2, 2)
    assert (app("problems").code, app("verify").code) == (0, 0)
    assert _listed(app) == ["new.txt", "site.zip/iron.txt"]
    assert _listed(app, "--retired") == everything
    assert app("list", "--retired").out.count("reported, retired") == 2
    assert app("stats", "--json").json["retired_claims"] == 2
    cited = app("show", ids["old.txt"], "--json").json
    assert (cited["status"], cited["text"]) == ("retired", "the old bridge would close in May")
    assert ids["old.txt"] not in app("cite", "the old bridge would close", "--json").out

    shutil.move(tmp_path / "aside.txt", news / "old.txt")
    assert app("ingest", "news").code == 0
    assert _listed(app) == ["new.txt", "old.txt", "site.zip/iron.txt"]
    (one,) = app("history", ids["old.txt"], "--json").json
    assert [(e["status"], bool(e["version"]["removed_at"])) for e in one["entries"]] == [(None, True), ("same", False)]
    assert "removed 20" in app("history", ids["old.txt"]).out


def test_a_folder_that_is_empty_is_not_pruned_without_yes(app: Cli, news: Path) -> None:
    kept = [file.rename(news.parent / file.name) for file in news.iterdir()]
    done = app("ingest", "news", "--prune", "--json")
    assert (done.code, done.json["missing"], done.json["removed"]) == (1, 3, 0)
    assert "see that it is mounted" in app("problems", "--json").json[0]["remedy"]
    (aside,) = (file for file in kept if file.suffix == ".zip")
    aside.rename(news / "site.zip")
    assert app("ingest", "news", "--prune", "--yes", "--json").json["removed"] == 2
    shutil.rmtree(news)
    assert app("ingest", "news", "--prune", "--yes").code == 2


def test_removing_by_path_archive_and_address(app: Cli, news: Path) -> None:
    assert app("remove", "news/site.zip").code == 2
    done = app("remove", "news/site.zip", "old.txt", "--yes", "--json")
    assert done.json["paths"] == ["news/site.zip/iron.txt", "news/site.zip/stone.txt", "news/old.txt"]
    assert (done.code, done.json["claims"], done.json["there"]) == (0, 3, done.json["paths"])
    assert _listed(app) == ["new.txt"]
    assert app("remove", "old.txt").code == 1
    assert "No document has been read from elsewhere.txt" in app("remove", "elsewhere.txt").err
    assert json.loads(app("runs", "--json").json[0]["settings"])["removed"] == done.json["paths"]


def test_a_file_that_was_renamed_keeps_its_document(app: Cli, news: Path) -> None:
    (news / "old.txt").rename(news / "older.txt")
    done = app("ingest", "news", "--json")
    assert (done.code, done.json["moved"], done.json["missing"]) == (0, 1, 0)
    assert _listed(app) == ["new.txt", "older.txt", "site.zip/iron.txt", "site.zip/stone.txt"]
    assert app("verify").code == 0
