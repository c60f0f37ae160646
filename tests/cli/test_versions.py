"""From a file that changes to what became of its claims: ingest, change, ingest, then `diff`, `history`, `original` and `verify`."""

import sqlite3
import subprocess
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Cli

FIRST = """Harbour to close in May

The harbour will close in May, the mayor, Ana Ito, said on Monday. "Two cranes were sold last year," said Bo Lee.

Nobody was hurt in the fire, said Mia Berg.

The old lock was built by monks. The repair will cost 12 million euros and may take two years.
"""
SECOND = """Harbour to close in May

Nobody was hurt in the fire, said Mia Berg. It rained all night.

The harbour will close in May, the mayor, Ana Ito, said on Monday. "Two cranes were sold last year," said Kim Yu.

The repair will cost 15 million euros and may take two years.
"""
LOCK, HURT = "The old lock was built by monks", "Nobody was hurt in the fire"
COST = "The repair will cost {} million euros and may take two years"


@pytest.fixture
def news(app: Cli, tmp_path: Path) -> Path:
    """A file of two versions, both ingested."""
    file = tmp_path / "news" / "a.txt"
    file.parent.mkdir()
    for text in (FIRST, SECOND):
        file.write_text(text, "utf-8")
        assert app("ingest", "news", "--keep-sources").code == 0
    return file


def told(changes: list[dict[str, Any]]) -> list[tuple[str, str | None, list[str]]]:
    return [(c["status"], c["claim"] and c["claim"]["text"], [s["text"] for s in c["successors"]]) for c in changes]


def test_diff(app: Cli, news: Path) -> None:
    found = app("diff", "a.txt", "--json")
    assert found.code == 0
    assert [c for c in told(found.json["changes"]) if c[0] != "same"] == [
        ("moved", HURT, [HURT]),
        ("new", None, ["It rained all night"]),
        ("gone", LOCK, []),
        ("edited", COST.format(12), [COST.format(15)]),
    ]
    assert found.json["counts"] | {"same": 0} == {
        "same": 0,
        "moved": 1,
        "edited": 1,
        "gone": 1,
        "ambiguous": 0,
        "new": 1,
    }
    assert sum(found.json["counts"].values()) == len(found.json["changes"])
    (cranes,) = (c for c in found.json["changes"] if c["reattributed"])
    assert (cranes["status"], cranes["claim"]["speaker"], cranes["successors"][0]["speaker"]) == (
        "same",
        "Bo Lee",
        "Kim Yu",
    )
    (cost,) = (c for c in found.json["changes"] if c["edits"])
    assert [(e["edit"], e["text"].strip()) for e in cost["edits"]] == [
        ("equal", "The repair will cost"),
        ("delete", "12"),
        ("insert", "15"),
        ("equal", "million euros and may take two years"),
    ]
    assert cost["words"]["text"] == COST.format(15) == SECOND[cost["words"]["start"] : cost["words"]["end"]]
    assert app("diff", news, "--json").json == app("diff", "news/../news/a.txt", "--json").json == found.json
    shown = app("diff", "news/a.txt")
    assert "The repair will cost [-12-] {+15+} million euros" in shown.out
    assert "Bo Lee (quoted) → Kim Yu (quoted)" in shown.out
    assert HURT in shown.out
    assert "The harbour will close in May" not in shown.out
    assert "The harbour will close in May" in app("diff", found.json["later"]["document"][:8], "--all").out


def test_history_through_versions_and_back(app: Cli, news: Path) -> None:
    changes = app("diff", "a.txt", "--json").json["changes"]
    ids = {c["claim"]["text"]: c["claim"]["id"] for c in changes if c["claim"]}
    now = {s["text"]: s["id"] for c in changes for s in c["successors"]}
    (found,) = app("history", now[COST.format(15)][:8], "--json").json
    assert [(e["status"], e["version"]["version"], [c["text"] for c in e["claims"]]) for e in found["entries"]] == [
        (None, 1, [COST.format(12)]),
        ("edited", 2, [COST.format(15)]),
    ]
    assert found == app("history", ids[COST.format(12)], "--json").json[0] | {"claim": now[COST.format(15)]}
    news.write_text(FIRST, "utf-8")
    assert app("ingest", "news").code == 0
    (found,) = app("history", ids[LOCK], "--json").json
    assert [(e["status"], [c["id"] for c in e["claims"]]) for e in found["entries"]][-2:] == [
        ("gone", []),
        ("new", [ids[LOCK]]),
    ]
    assert [e["version"]["read_at"] for e in found["entries"]] == sorted(
        e["version"]["read_at"] for e in found["entries"]
    )
    assert "first version" in app("history", ids[COST.format(12)]).out
    far = app("diff", "a.txt", "--from", "1", "--to", "3", "--json")
    assert (far.code, {c["status"] for c in far.json["changes"]}) == (1, {"same"})


def test_versions_that_are_not_there(app: Cli, news: Path) -> None:
    assert app("diff", "b.txt").code == 2
    assert "No document has been read from b.txt" in app("diff", "b.txt").err
    assert "a.txt has no version 7. Give a number from 1 to 2" in app("diff", "a.txt", "--to", "7").err
    (news.parent / "b.txt").write_text("It rained.\n", "utf-8")
    app("ingest", "news")
    single = app("diff", "b.txt")
    assert (single.code, single.out) == (1, "b.txt has one version.\n")
    assert app("diff", "b.txt", "--json").json is None
    unkept = app("original", "b.txt")
    assert (unkept.code, unkept.raw) == (1, b"")
    assert "does not have the bytes of b.txt" in unkept.err


def test_the_bytes_are_kept_once_and_are_shown_and_checked_after_the_file_has_gone(app: Cli, news: Path) -> None:
    with closing(sqlite3.connect("claims.db")) as connection:
        size = "SELECT sum(length(zlib)) FROM originals"
        ((kept,),) = connection.execute(size).fetchall()
        again = app("ingest", "news", "--keep-sources", "--json")
        assert (again.json["unchanged"], again.json["kept_bytes"]) == (1, 0)
        assert connection.execute(size).fetchall() == [(kept,)]
    assert app("original", "a.txt").raw == SECOND.encode()
    first = app("diff", "a.txt", "--json").json["earlier"]["document"]
    assert app("original", first[:6], "--output", "first.txt").code == 0
    assert (news.parent.parent / "first.txt").read_bytes() == FIRST.encode()
    news.unlink()
    checked = app("verify", "--json")
    assert (checked.code, checked.json["holds"], checked.json["counts"]["kept"]) == (0, True, 1)
    assert checked.json["segments"] > 0
    assert "its bytes in the database are checked" in app("verify").out


def test_an_earlier_version_is_shown_from_its_kept_bytes_and_not_from_its_path(app: Cli, news: Path) -> None:
    old = next(c["claim"] for c in app("diff", "a.txt", "--json").json["changes"] if c["status"] == "gone")
    shown = app("show", old["id"], "--json").json["by_hand"]
    (segment,) = shown["segments"]
    ours, cut = segment["command"].split(" | ", 1)
    assert (shown["file"], shown["holds"], segment["text"]) == (None, True, LOCK)
    program, *arguments = ours.split()
    assert program == "claimsdb"
    kept = app(*arguments).out.encode()
    assert subprocess.run(["bash", "-c", cut], input=kept, capture_output=True, check=True).stdout.decode() == LOCK
    with closing(sqlite3.connect(news.parents[1] / "claims.db")) as connection, connection:
        connection.execute("DELETE FROM originals")
    shown = app("show", old["id"], "--json").json["by_hand"]
    assert (shown["file"], shown["holds"], shown["segments"][0]["command"]) == (None, None, "")
    assert "a.txt |" not in app("show", old["id"]).out
    news.unlink()
    current = next(c for c in app("export", "claims").lines if HURT in c["text"])
    assert app("show", current["id"], "--json").json["by_hand"]["file"] == "a.txt"  # wherever it may be


def test_verify_reads_a_page_again_with_the_charset_that_its_server_named(app: Cli, tmp_path: Path) -> None:
    """The file has been changed, and nothing in it says that it is ISO 8859-2."""
    folder, page = (
        tmp_path / "captures",
        "<!doctype html><title>Lock</title><h1>The lock of Łódź</h1><p>{} The lock of Łódź was safe.</p>",
    )
    folder.mkdir()
    header = "path,sha256,address,final,content_type\n"
    for words, ingested in (("It rained in Kraków.", True), ("It snowed in Kraków.", False)):
        raw = page.format(words).encode("iso-8859-2")
        (folder / "a.html").write_bytes(raw)
        row = f"a.html,{sha256(raw).hexdigest()},https://example.org/a,,text/html; charset=ISO-8859-2\n"
        (folder / "captures.csv").write_text(header + row)
        if ingested:
            assert app("ingest", "captures").code == 0
    (changed,) = app("verify", "--json").json["changes"]
    assert [c["claim"]["text"] for c in changed["changes"] if c["status"] == "same"] == ["The lock of Łódź was safe"]


def test_verify_says_what_changed_on_the_disk(app: Cli, news: Path) -> None:
    news.write_text(SECOND.replace("15", "16").replace("It rained all night.", ""), "utf-8")
    checked = app("verify", "--json")
    assert checked.code == 1
    (changed,) = checked.json["changes"]
    assert [c for c in told(changed["changes"]) if c[0] != "same"] == [
        ("gone", "It rained all night", []),
        ("edited", COST.format(15), []),
    ]
    assert changed["counts"] | {"same": 0} == {"same": 0, "moved": 0, "edited": 1, "gone": 1, "ambiguous": 0}
    assert "[-15-] {+16+}" in app("verify").out
    news.write_bytes(b"\x00\x01\x02\xff\xfe\x00")
    (changed,) = app("verify", "--json").json["changes"]
    assert (changed["changes"], changed["problem"][:5]) == ([], "a.txt")


def test_a_document_may_be_given_by_its_web_address(app: Cli, tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "sources.csv").write_text("path,url\nharbour.txt,https://example.org/harbour\n", "utf-8")
    for crane in ("one crane", "two cranes"):
        (tmp_path / "news" / "harbour.txt").write_text(f"The harbour master said that {crane} had fallen.\n", "utf-8")
        assert app("ingest", "news").code == 0
    assert app("diff", "https://example.org/harbour", "--json").json["counts"]["edited"] == 1
