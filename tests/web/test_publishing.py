"""What is published: copies without texts, several databases under a prefix with metadata of one's own, rules for robots."""

import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

import httpx
import pytest
from datasette.app import Datasette
from typer import BadParameter

import claimsdb
from claimsdb.cli.serve import Site
from claimsdb.lookup.verify.verify import verify
from claimsdb.model.errors import PublishedError
from claimsdb.model.withheld import MASK
from claimsdb.store.migrations import open_for_reading
from claimsdb.web.prefixes import objection
from tests.conftest import Cli, Shared, visited

PREFIX = "/news/claims/"
OWN = """
title: Words of the harbour
description: Claims that we collected.
license: CC BY 4.0
license_url: https://creativecommons.org/licenses/by/4.0/
databases:
  public:
    tables:
      claims:
        title: What was said
"""
_LINK = re.compile(r"""(?:href|src|action)=["']([^"'#][^"']*)["']""")
_MOST = 6
"""How many pages of each kind are asked for."""


@pytest.fixture(scope="module")
def published(shared: Shared, site: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of this process with a copy of the site's database without texts, and one with them, and metadata."""

    def make(folder: Path) -> None:
        claimsdb.publish(folder / "public.db", site.folder / "claims.db", texts=False)
        claimsdb.publish(folder / "whole.db", site.folder / "claims.db")
        (folder / "own.yml").write_text(OWN, "utf-8")

    own = tmp_path_factory.mktemp("published")
    shutil.copytree(shared("published", make), own, dirs_exist_ok=True)  # servers write their logs there
    return own


@pytest.fixture(scope="module")
def pages(published: Path, server: Callable[..., Any]) -> Iterator[httpx.Client]:
    command = ["claimsdb", "serve", "--db", "public.db", "--db", "whole.db", "--port", "0", "--metadata", "own.yml"]
    with visited(server, [*command, "--base-url", f"https://news.example{PREFIX}"], published) as (_, http):
        yield http


def _kind(path: str) -> str:
    """What pages are like each other."""
    return re.sub(r"[0-9a-f]{8,}|\d+", "*", path)


def test_every_link_form_picture_and_redirect_stays_under_the_prefix(pages: httpx.Client) -> None:
    root = f"https://news.example{PREFIX}"
    waiting, met, counts, refused = [root], {root}, dict[str, int](), list[str]()
    while waiting:
        at = waiting.pop()
        kind = _kind(urlsplit(at).path)
        counts[kind] = counts.get(kind, 0) + 1
        if counts[kind] > (_MOST if "?" not in at else 3):
            continue
        answer = pages.get(at.removeprefix("https://news.example"), headers={"host": "news.example"})
        if answer.is_redirect:
            targets = [answer.headers["location"]]
        elif answer.status_code != 200:
            refused.append(f"{answer.status_code} {at}")
            continue
        else:
            is_page = answer.headers["content-type"].startswith("text/html")
            targets = list(map(unescape, _LINK.findall(answer.text))) if is_page else []
        for target in targets:
            there = urldefrag(urljoin(at, target))[0]
            parts = urlsplit(there)
            if parts.netloc != "news.example":
                continue
            assert parts.scheme == "https", (at, target)
            assert parts.path.startswith(PREFIX), (at, target)
            assert PREFIX.strip("/") not in parts.path.removeprefix(PREFIX), (at, target)
            if there not in met:
                met.add(there)
                waiting.append(there)
    assert refused == []
    assert {"/-/cite", "/-/glossary", "/-/comparison", "/-/claims/*", "/-/documents/*", "/-/speakers/*"} <= {
        kind.removeprefix(PREFIX[:-1]) for kind in counts
    }


def test_metadata_of_ones_own_is_shown(pages: httpx.Client) -> None:
    home = pages.get(PREFIX).text
    assert "<h1>Words of the harbour</h1>" in home
    assert "Claims that we collected." in home
    assert 'href="https://creativecommons.org/licenses/by/4.0/"' in home
    assert "What was said" in pages.get(f"{PREFIX}public/claims").text
    assert [d["path"] for d in pages.get(f"{PREFIX}-/databases.json").json()] == ["./public.db", "./whole.db"]


def test_robots_list_claims_and_not_look_ups(pages: httpx.Client, published: Path, server: Callable[..., Any]) -> None:
    rules = pages.get(f"{PREFIX}robots.txt").text
    assert rules == pages.get("/robots.txt").text
    assert f"Disallow: {PREFIX}-/cite\n" in rules
    claim = pages.get(f"{PREFIX}public/claims.json?_shape=array").json()[0]["claim_id"]
    listed = ("", f"-/claims/{claim}", "-/documents", "-/glossary")
    closed = ("-/cite?q=harbour", "public?sql=select+1", "public/claims.json", "public/claims?_sort=id", "-/comparison")
    for paths, wanted in ((listed, None), (closed, "noindex")):
        assert {pages.get(PREFIX + path).headers.get("x-robots-tag") for path in paths} == {wanted}, paths
    with visited(server, ["claimsdb", "serve", "--db", "public.db", "--port", "0", "--robots", "deny"], published) as (
        _,
        http,
    ):
        assert http.get("/robots.txt").text == "User-agent: *\nDisallow: /\n"
        assert http.get(f"/-/claims/{claim}").headers["x-robots-tag"] == "noindex"


def test_a_copy_without_texts_has_claims_sentences_and_nothing_else(published: Path, site: Any) -> None:
    with closing(sqlite3.connect(published / "public.db")) as copy:
        assert copy.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        query = "SELECT claim_id, text, char_start, byte_start, attribution FROM claims ORDER BY claim_id"
        assert copy.execute(query).fetchall() == site.sql(query)
        blocks = [text for (text,) in copy.execute("SELECT text FROM blocks")]
        silent = site.sql("""SELECT substr(b.text, s.char_start - b.char_start + 1, s.char_end - s.char_start)
            FROM sentences s JOIN blocks b ON b.id = s.block_row WHERE s.claims = 0 AND s.char_end - s.char_start > 20""")
        assert len(silent) == 3
        assert [words for (words,) in silent if any(words in text for text in blocks)] == []
        assert copy.execute("SELECT count(*) FROM blocks_fts WHERE blocks_fts MATCH 'shed'").fetchone() == (0,)
        assert copy.execute("SELECT count(*) FROM originals").fetchone() == (0,)
    raw = (published / "public.db").read_bytes()
    assert b"Who would burn an empty shed?" not in raw
    assert b"Who would burn an empty shed?" in (published / "whole.db").read_bytes()


def test_a_copy_without_texts_says_what_it_can(published: Path, site: Any, tmp_path: Path) -> None:
    engine = open_for_reading(published / "public.db")
    with engine.connect() as connection:
        report = verify(connection, published / "public.db", {name: site.folder / name for name in ("seeds", "own")})
    engine.dispose()
    assert (report.faults, report.broken) == ([], [])
    assert report.segments > 300
    assert report.withheld > 20
    shutil.copy(published / "public.db", tmp_path / "copy.db")
    with pytest.raises(PublishedError):
        claimsdb.ingest(site.folder / "own", tmp_path / "copy.db", jobs=0)


def test_pages_without_texts_list_claims_and_say_so(pages: httpx.Client) -> None:
    (hangar,) = pages.get(f"{PREFIX}public/documents.json?_shape=array&path=hangar.txt").json()
    page = pages.get(f"{PREFIX}-/documents/{hangar['document_id']}?database=public").text
    assert "The text of the document is not published here" in page
    assert "Who would burn" not in page
    assert MASK not in page
    claims = re.findall(r'<li id="c-([0-9a-f]+)"', page)
    assert len(claims) == 4
    for claim in claims:
        of_claim = pages.get(f"{PREFIX}-/claims/{claim}?database=public").text
        assert "The text of the document is not published here" in of_claim
        assert MASK not in of_claim
    assert "Who would burn" in pages.get(f"{PREFIX}-/documents/{hangar['document_id']}?database=whole").text
    assert "zeppelin" in pages.get(f"{PREFIX}-/cite?q=zeppelin+hangar").text.lower()


def test_publishing_says_what_is_wrong(app: Cli, cli: Cli, published: Path, tmp_path: Path) -> None:
    shutil.copy(published / "whole.db", tmp_path / "claims.db")
    assert app("publish", "claims.db", "--replace").code == 2
    done = cli("publish", "copy.db", "--without-texts", "--json")
    assert (done.code, done.json["texts"], done.json["documents"]) == (0, False, 6)
    assert "add --replace" in app("publish", "copy.db").err
    for ending in ("-journal", "-wal", "-shm"):
        (tmp_path / f"copy.db{ending}").write_bytes(b"of what was there")
    assert app("publish", "copy.db", "--replace").code == 0
    assert sorted(file.name for file in tmp_path.iterdir()) == ["claims.db", "copy.db"]
    assert "begin with /claims/, so" in app("serve", "--base-url", "https://x/claims/a/").err.replace("\n", " ")
    (tmp_path / "own.yml").write_text("- a list", "utf-8")
    assert "it is not a table of keys and values" in app("serve", "--metadata", "own.yml").err


@pytest.mark.parametrize(
    ("given", "site"),
    [
        (None, Site("/")),
        ("/words", Site("/words/")),
        ("https://example.org/my/words~2.0/", Site("/my/words~2.0/", "example.org", True)),
        ("http://[::1]:8001", Site("/", "::1")),
    ],
)
def test_a_site_is_at_an_address_or_a_path(given: str | None, site: Site) -> None:
    assert Site.at(given) == site


@pytest.mark.parametrize(
    "given",
    [
        "words", "ftp://x/", "https://x/?a=1", "//x/", "https://[x/", "http://x:no/", "http://x:99999999/", "https:///words/",
        "https://a b/", "/a b/", "/a%20b/", "/ü/", "/a//b/", "/../", "x:/words/",
    ],
)  # fmt: skip
def test_nothing_else_is_a_site(given: str) -> None:
    with pytest.raises(BadParameter, match="is not an address such as"):
        Site.at(given)


def test_the_path_of_a_site_is_not_that_of_one_of_its_databases_or_pages() -> None:
    databases = ["claims", "my news.v2"]
    assert [bool(objection(f"/{path}", databases)) for path in ("", "words/", "words/claims/", "claims2/")] == [
        False
    ] * 4
    assert [bool(objection(f"/{path}/", databases)) for path in ("-", "-/cite", "claims", "my+news~2Ev2/a")] == [
        True
    ] * 4
    with pytest.raises(ValueError, match="begin with /_memory/"):
        Datasette([], memory=True, settings={"base_url": "/_memory/"}).app()
