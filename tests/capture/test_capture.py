"""`claimsdb capture`, `ingest ADDRESS` and `ingest -`, from a real server to rows."""

import csv
import hashlib
import io
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from claimsdb.capture.given import default_folder
from tests.capture.conftest import ARTICLE, SENTENCE, Web
from tests.conftest import command, environment, rows

App = Callable[..., Any]
LATER = b"The mayor said that the old bridge would close in June.\n"


@pytest.fixture
def capture(app: App) -> App:
    """Captures from this machine, without a pause."""
    return lambda *arguments: app("capture", "--allow-private", "--pause", "0", "--json", *arguments)


def records(folder: Path) -> list[Any]:
    """The type, address, head and body of every record of the archive, in the order in which they were written."""
    found = []
    for file in sorted((folder / ".archive").glob("*.warc.gz"), key=lambda f: f.stat().st_mtime_ns):
        with file.open("rb") as stream:
            for record in ArchiveIterator(stream):
                body = record.content_stream().read()
                found.append(
                    (record.rec_type, record.rec_headers.get_header("WARC-Target-URI"), record.http_headers, body)
                )
    return found


def table(folder: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((folder / "captures.csv").read_text("utf-8"))))


def test_a_page_that_changes_is_versions_of_one_document(web: Web, capture: App, app: App, tmp_path: Path) -> None:
    address, folder = f"{web.base}/page", tmp_path / "captures"
    done = capture(f"{address}#part")
    (first,) = done.json["captures"]
    assert (done.code, first["address"], first["outcome"], first["claims"], first["problem"]) == (
        0,
        address,
        "new",
        1,
        None,
    )
    assert (folder / first["path"]).read_bytes() == SENTENCE
    (old,) = app("list", "--json").json
    assert (first["document"], old["document"]) == (hashlib.sha256(SENTENCE).hexdigest()[:20], first["path"])

    (same,) = capture(address).json["captures"]
    assert (same["outcome"], same["path"], same["claims"]) == ("unchanged", first["path"], None)

    web.pages["/page"] = LATER
    (changed,) = capture(address).json["captures"]
    assert (changed["outcome"], changed["path"], changed["claims"]) == ("changed", first["path"], 1)
    assert (folder / first["path"]).read_bytes() == LATER
    (new,) = app("list", "--json").json
    assert new["text"].endswith("June")
    assert app("cite", old["id"]).code == 0
    (earlier,) = (folder / ".archive" / "earlier").rglob("*.txt")
    assert earlier.read_bytes() == SENTENCE
    assert [(row["path"], row["address"], row["sha256"]) for row in table(folder)] == [
        (first["path"], address, hashlib.sha256(text).hexdigest()) for text in (SENTENCE, LATER)
    ]
    assert app("verify").code == 0

    kept = records(folder)
    assert [kind for kind, *_ in kept] == [
        *("warcinfo", "response", "request", "metadata"),
        *("warcinfo", "revisit", "request", "metadata"),
        *("warcinfo", "response", "request", "metadata"),
    ]
    assert [body for kind, _, _, body in kept if kind == "response"] == [SENTENCE, LATER]
    assert f"file: {first['path']}\r\n".encode() in kept[3][3]
    for file in (folder / ".archive").glob("*.warc.gz"):
        assert _checked(file)


def _checked(file: Path) -> bool:
    checker = Checker(SimpleNamespace(inputs=[str(file)], verbose=False))
    checker.process_one(str(file))
    return not checker.exit_value


def test_the_archive_has_each_exchange_as_it_came(web: Web, capture: App, tmp_path: Path) -> None:
    done = capture(f"{web.base}/moved", f"{web.base}/chunked", f"{web.base}/missing")
    assert (done.code, [c["outcome"] for c in done.json["captures"]]) == (1, ["new", "new", "problem"])
    folder = tmp_path / "captures"
    answered = [
        (address.removeprefix(web.base), head.get_statuscode(), body)
        for kind, address, head, body in records(folder)
        if kind == "response"
    ]
    assert answered == [
        ("/moved", "301", b""),
        ("/page", "200", SENTENCE),
        ("/chunked", "200", SENTENCE),
        ("/missing", "404", b"Not here."),
    ]
    (file,) = (folder / ".archive").glob("*.warc.gz")
    assert _checked(file)
    by = {row["address"]: row for row in table(folder)}
    assert by[f"{web.base}/moved"]["final"] == f"{web.base}/page"
    assert by[f"{web.base}/missing"]["problem"] == "It answered 404 Not Found."


def test_the_folder_is_read_again_elsewhere(web: Web, capture: App, app: App, tmp_path: Path) -> None:
    capture(f"{web.base}/moved", f"{web.base}/latin", f"{web.base}/missing", "--to", "there")
    shutil.move(tmp_path / "there", tmp_path / "moved")
    done = app("ingest", "moved", "--db", "other.db", "--json")
    assert (done.code, done.json["read"], done.json["problems"]) == (1, 2, 1)
    found = rows(tmp_path / "other.db", "SELECT url, encoding FROM documents ORDER BY url")
    assert found == [(f"{web.base}/latin", "koi8-r"), (f"{web.base}/page", "utf-8")]
    assert rows(tmp_path / "other.db", "SELECT path, message FROM problems") == [
        (f"{web.base}/missing", "It answered 404 Not Found.")
    ]

    page = next(row["path"] for row in table(tmp_path / "moved") if row["final"] == f"{web.base}/page")
    (tmp_path / "moved" / "sources.csv").write_text(f"path,url\n{page},https://example.org/own\n", "utf-8")
    app("ingest", "moved", "--db", "other.db")
    assert rows(tmp_path / "other.db", "SELECT url FROM documents WHERE path = ?", page) == [
        ("https://example.org/own",)
    ]


def test_pages_of_html(web: Web, capture: App, app: App, tmp_path: Path) -> None:
    done = capture(f"{web.base}/article", f"{web.base}/untyped")
    assert (done.code, [Path(c["path"]).suffix for c in done.json["captures"]]) == (0, [".html", ".html"])
    found = rows(tmp_path / "claims.db", "SELECT url, encoding, media_type FROM documents ORDER BY id")
    assert sorted(found) == [
        (f"{web.base}/untyped", "cp1252", "text/html"),
        ("https://example.org/bridge", "cp1252", "text/html"),  # what the page says of itself comes first
    ]
    assert "“The crane was safe,”" in [claim["text"] for claim in app("list", "--json").json]
    assert app("verify").code == 0
    added = _piped(
        tmp_path,
        b"<!DOCTYPE html><title>A</title><p>The mayor said that the old bridge would close in May.</p>",
        "--json",
    )
    assert json.loads(added.stdout)["captures"][0]["path"].endswith(".html")


def test_a_wall_captured_later_does_not_replace_the_page(web: Web, capture: App, app: App, tmp_path: Path) -> None:
    asks = (
        "We value your privacy. We and our partners use cookies. Accept all cookies, or consent to the use of cookies."
    )
    walled = f"<!DOCTYPE html><title>Before you continue</title><p>{asks}</p>".encode()
    address = f"{web.base}/page"
    web.pages["/page"] = ARTICLE.encode()
    capture(address)
    old = app("list", "--json").json
    web.pages["/page"] = walled
    (attempt,) = capture(address).json["captures"]
    assert attempt["problem"]["message"] == (
        "It asks for consent to cookies, and is not the page behind that. The version before stays the current one."
    )
    assert [p["path"] for p in app("problems", "--json").json] == [address]
    assert app("list", "--json").json == old

    web.pages["/page"] = ARTICLE.replace("May", "June").encode()
    assert capture(address).json["captures"][0]["outcome"] == "changed"
    assert app("problems").code == 0
    (at,) = {row["path"] for row in table(tmp_path / "captures")}
    versions = app("diff", at, "--json").json["versions"]
    assert [v["captured_at"] for v in versions] == [row["captured"] for row in table(tmp_path / "captures")]
    changed = next(claim for claim in old if "close in May" in claim["text"])
    shown = app("show", changed["id"])  # its file is no longer in its place, but in the archive
    assert ".archive/earlier/" in shown.out, shown.out


def test_a_problem_ends_when_the_address_answers(web: Web, capture: App, app: App, tmp_path: Path) -> None:
    address = f"{web.base}/late"
    for _ in range(2):
        assert capture(address).json["captures"][0]["problem"]["message"] == "It answered 404 Not Found."
    assert [p["path"] for p in app("problems", "--json").json] == [address]
    web.pages["/other"] = SENTENCE
    assert capture(f"{web.base}/other").code == 0  # that of an earlier run stays open, and is not this one's
    assert app("problems").code == 1
    web.pages["/late"] = LATER
    assert (capture(address).code, app("problems").code) == (0, 0)
    del web.pages["/late"]
    assert capture(address).code == 1
    assert len(app("list", "--json").json) == 2  # what the page said is still there


def test_feeds_and_lists(web: Web, capture: App, tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text(f"# ours\n{web.base}/page\n\nnot an address\n", "utf-8")
    (tmp_path / "feed.xml").write_text(
        f"<feed xmlns='http://www.w3.org/2005/Atom'><entry><link href='{web.base}/page?n=2'/></entry></feed>"
    )
    done = capture(
        "--from", "list.txt", "--feed", f"{web.base}/feed", "--feed", "feed.xml", "--feed", f"{web.base}/page"
    )
    by = {
        c["address"].removeprefix(web.base): (c["outcome"], c["problem"] and c["problem"]["message"])
        for c in done.json["captures"]
    }
    assert (done.code, by) == (
        1,
        {
            "/page": ("new", None),
            "/page?n=1": ("new", None),
            "/page?n=2": ("new", None),
            "not an address": ("problem", "It is not the address of a web page."),
        }
        | ({"/page": ("new", None)}),
    )
    assert web.asked.count("/page?n=2") == 1
    assert "problem: not an address: " in done.err
    assert "It is not an RSS or Atom feed." in done.err


def test_robots_and_pauses(web: Web, app: App, tmp_path: Path) -> None:
    web.robots = b"User-agent: *\nDisallow: /private\nCrawl-delay: 0.3\n"
    web.pages["/private/x"] = SENTENCE
    asking = ("capture", "--allow-private", "--json", "--pause", "0")
    done = app(*asking, f"{web.base}/private/x", f"{web.base}/page")
    assert [(c["outcome"], c["problem"] and c["problem"]["message"]) for c in done.json["captures"]] == [
        ("problem", "Its robots.txt does not permit programs to read it."),
        ("new", None),
    ]
    assert web.asked == ["/robots.txt", "/page"]
    assert app(*asking, "--ignore-robots", f"{web.base}/private/x").code == 0
    assert web.asked[2:] == ["/private/x"]


def test_ingest_takes_addresses(web: Web, app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "own.txt").write_bytes(LATER)
    done = app("ingest", f"{web.base}/page", "own.txt", "--json")
    (problem,) = (c["problem"] for c in done.json["captures"])
    assert (done.code, done.json["read"], "on this machine" in problem["message"]) == (1, 1, True)
    monkeypatch.setattr("claimsdb.capture.network.is_public", lambda ip: True)
    done = app("ingest", f"{web.base}/page", "own.txt", "--json")
    assert (done.code, done.json["read"], done.json["unchanged"]) == (0, 1, 1)
    assert rows(tmp_path / "claims.db", "SELECT url FROM documents ORDER BY id") == [(None,), (f"{web.base}/page",)]
    done = app("ingest", "https://u:secret@example.org/")
    assert (done.code, "secret" in done.err, "password" in done.err) == (2, False, True)


def _piped(folder: Path, text: bytes, *arguments: str) -> Any:
    return subprocess.run(
        command("ingest", "-", *arguments), input=text, cwd=folder, env=environment(), capture_output=True, check=False
    )


def test_standard_input_is_kept_and_read(tmp_path: Path, app: App) -> None:
    told = (
        "--title",
        "Minutes",
        "--publisher",
        "The town",
        "--published",
        "2024-05-06",
        "--url",
        "https://example.org/m",
    )
    done = _piped(tmp_path, SENTENCE, *told, "--name", "../minutes of May.txt", "--json")
    (added,) = json.loads(done.stdout)["captures"]
    digits = hashlib.sha256(SENTENCE).hexdigest()
    assert (done.returncode, added["path"], added["document"]) == (
        0,
        f"added/minutes-of-May-{digits[:12]}.txt",
        digits[:20],
    )
    assert (default_folder(tmp_path / "claims.db") / added["path"]).read_bytes() == SENTENCE
    (document,) = app("export", "documents").lines
    assert [document[key] for key in ("title", "publisher", "published")] == ["Minutes", "The town", "2024-05-06"]
    assert rows(tmp_path / "claims.db", "SELECT url FROM documents") == [("https://example.org/m",)]
    assert app("ingest", "captures").code == 0
    assert [d["title"] for d in app("export", "documents").lines] == ["Minutes"]


@pytest.mark.parametrize(
    ("text", "arguments", "said"),
    [
        (b" \n", (), "Standard input is empty."),
        (SENTENCE, ("--published", "May"), "'May' is not a date."),
        (SENTENCE, ("--largest", "0.000009MB"), "Standard input has more than 9 bytes"),
    ],
)
def test_standard_input_at_fault(tmp_path: Path, text: bytes, arguments: tuple[str, ...], said: str) -> None:
    done = _piped(tmp_path, text, *arguments)
    assert (done.returncode, said in done.stderr.decode()) == (2, True)
    assert not (tmp_path / "claims.db").exists()


def test_what_describes_standard_input_needs_it(app: App, tmp_path: Path) -> None:
    (tmp_path / "own.txt").write_bytes(SENTENCE)
    assert app("ingest", "own.txt", "--title", "Minutes").code == 2


def test_a_faulty_table_is_said_with_its_line(web: Web, capture: App, app: App, tmp_path: Path) -> None:
    capture(f"{web.base}/page")
    with (tmp_path / "captures" / "captures.csv").open("a", encoding="utf-8") as file:
        file.write("a,b\n")
    done = app("ingest", "captures")
    assert (done.code, "captures.csv, line 3" in done.err) == (2, True)
