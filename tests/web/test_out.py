"""Ways out of the pages: citations of many claims, feeds of look-ups, cards for other sites, and what heads say to programs."""

from __future__ import annotations

import html
import json
import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import feedparser
import pytest
import rispy
from pybtex.database import parse_string

from claimsdb.ingestion.ingest import ingest
from claimsdb.lookup.citations.formats import FORMATS
from tests.web.test_pages import Get, served

HOSTILE = '</script><script>alert(1)</script>"><b>&amp; “Quay”'
SOURCES = f"""path,title,publisher,author,published,url,modified
a.txt,{'"' + HOSTILE.replace('"', '""') + '"'},The Gazette,"Ada Bell, Cy Dahl",2024-05-06,https://example.org/a?b=1&c=2,2024-05-07
b.txt,Quay,The Herald,Reuters,2023-02,,
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out")
    (folder / "own").mkdir()
    (folder / "own" / "a.txt").write_text(
        "“The hangar was safe,” said Maria Ortega.\n\nThe hangar was sold.\n", "utf-8"
    )
    (folder / "own" / "b.txt").write_text("The hangar burnt on Monday, said Edda Lund.\n", "utf-8")
    (folder / "own" / "sources.csv").write_text(SOURCES, "utf-8")
    ingest([folder / "own"], folder / "claims.db", jobs=0)
    return folder


@pytest.fixture(scope="module")
def get(place: Path) -> Get:
    return served(place / "claims.db")


@pytest.fixture(scope="module")
def ids(place: Path) -> list[str]:
    with closing(sqlite3.connect(place / "claims.db")) as connection:
        return [
            identity for (identity,) in connection.execute("SELECT claim_id FROM claims ORDER BY document, char_start")
        ]


def shown(page: str) -> str:
    found = re.search(r'<pre id="citations"[^>]*>(.*?)</pre>', page, re.DOTALL)
    return html.unescape(found[1]) if found else ""


def test_chosen_claims_are_cited_in_every_format(get: Get, ids: list[str]) -> None:
    for name, form in FORMATS.items():
        query = urlencode([("id", ids[0]), ("id", ids[2]), ("format", name)])
        page, file = get(f"/-/citations?{query}"), get(f"/-/citations?{query}&file=1")
        assert (page.status_code, file.status_code) == (200, 200)
        assert file.headers["content-disposition"] == f'attachment; filename="claims.{form.ending}"'
        assert shown(page.text).strip() == file.text.strip() != ""
    bibtex = get(f"/-/citations?id={ids[2]}&id={ids[0]}&id={ids[2]}&format=bibtex&file=1").text
    assert list(parse_string(bibtex, "bibtex").entries) == [f"claim-{ids[2]}", f"claim-{ids[0]}"]
    many = "&".join(f"id={identity}" for identity in ids * 150)
    assert "<h1>3 citations</h1>" in get(f"/-/citations?{many}").text


def test_all_of_a_look_up_or_of_a_table_is_cited(get: Get, ids: list[str]) -> None:
    def cited(query: str) -> set[str]:
        return {
            record["id"][6:] for record in rispy.loads(get(f"/-/citations?which=all&format=ris&file=1&{query}").text)
        }

    assert cited("q=hangar") == set(ids)
    assert cited("q=hangar&publisher=herald") == {ids[2]}
    assert cited(f"table={quote('claims?_search=hangar&attribution=quoted&_size=1')}") == {ids[0]}
    assert cited(f"table={quote('claims?_until=2023')}") == {ids[2]}
    assert cited(f"table={quote('claims?text=')}") == set()
    assert cited("table=claims") == set(ids)


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("", 400, "choose at least one claim"),
        ("id=00ff", 404, "No claim has an id that begins with 00ff"),
        ("id=0&format=word", 400, "give one of text"),
        ("which=all", 400, "give what to look up"),
        ("which=none", 400, "give one of selected, all"),
        ("which=all&table=other", 400, "name a database that you may see"),
        ("which=all&table=claims%3F_sort=nothing", 400, "give the query of a table of claims"),
        ("di=0", 400, "this page knows"),
    ],
    ids=range(8),
)
def test_what_cannot_be_cited_says_why(get: Get, query: str, status: int, said: str) -> None:
    answer = get(f"/-/citations?{query}")
    assert (answer.status_code, said in html.unescape(answer.text)) == (status, True)


def test_results_have_a_form_that_cites(get: Get, ids: list[str]) -> None:
    for address in ("/-/cite?q=hangar", "/claims/claims?_search=hangar"):
        page = get(address).text
        assert sorted(re.findall(r'<input type="checkbox" name="id" value="(\w+)">', page)) == sorted(ids)
        assert 'action="/-/citations"' in page
        assert "Cite all 3" in page
    assert 'href="/-/cite.atom?q=hangar"' in get("/-/cite?q=hangar").text


def test_a_look_up_says_if_it_does_not_list_all(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claimsdb.web.cite.MOST", 2)
    page = get("/-/cite?q=hangar&limit=1&page=2").text
    assert "<b>3</b> claims, best first (the first 2 are listed): 2–2" in page
    assert get("/-/cite?q=hangar&limit=1&page=3").status_code == 400


def test_a_feed_has_stable_ids_and_the_time_of_storing(place: Path, get: Get, ids: list[str]) -> None:
    raw = get("/-/cite.atom?q=hangar&publisher=gazette")
    assert raw.headers["content-type"] == "application/atom+xml; charset=utf-8"
    found = feedparser.parse(raw.text)
    assert (found.bozo, found.version) == (False, "atom10")
    assert sorted(entry.id for entry in found.entries) == sorted(
        f"urn:claimsdb:claim:{identity}" for identity in ids[:2]
    )
    with closing(sqlite3.connect(place / "claims.db")) as connection:
        (finished,) = connection.execute("SELECT finished_at FROM runs").fetchone()
    assert {entry.updated for entry in found.entries} == {found.feed.updated} == {finished}
    links = {link.rel: link.href for link in found.feed.links}
    assert links["self"] == "http://localhost/-/cite.atom?publisher=gazette&q=hangar"
    assert {entry.link for entry in found.entries} == {f"http://localhost/-/claims/{identity}" for identity in ids[:2]}
    again = feedparser.parse(get("/-/cite.atom?publisher=gazette&q=hangar&since=").text)
    assert again.feed.id == found.feed.id
    nothing = feedparser.parse(get("/-/cite.atom?q=zeppelins+of+Mars").text)
    assert (nothing.bozo, nothing.entries, nothing.feed.updated) == (False, [], finished)
    assert get("/-/cite.atom").status_code == 400


def test_a_feed_has_the_newest_claims(place: Path, get: Get, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    *better, worst = [hit["claim"]["id"] for hit in get("/-/cite.json?q=hangar").json()]
    shutil.copy(place / "claims.db", tmp_path / "claims.db")
    with closing(sqlite3.connect(tmp_path / "claims.db")) as connection, connection:
        connection.execute("CREATE TEMP TABLE later AS SELECT * FROM runs")
        connection.execute("UPDATE later SET id = 2, finished_at = '2999-01-01T00:00:00+00:00'")
        connection.execute("INSERT INTO runs SELECT * FROM later")
        connection.execute("UPDATE claims SET run = 2 WHERE claim_id = ?", [worst])
    monkeypatch.setattr("claimsdb.web.feed.MOST", 2)
    found = feedparser.parse(served(tmp_path / "claims.db")("/-/cite.atom?q=hangar").text)
    assert [entry.id.rpartition(":")[2] for entry in found.entries] == [worst, better[0]]


def test_addresses_have_the_prefix_of_a_proxy(place: Path, ids: list[str]) -> None:
    ask = served(place / "claims.db", base_url="/press/")
    found = feedparser.parse(ask("/-/cite.atom?q=hangar").text)
    assert {link.href for link in found.feed.links} == {
        "http://localhost/press/-/cite.atom?q=hangar",
        "http://localhost/press/-/cite?q=hangar",
    }
    assert all(entry.link.startswith("http://localhost/press/-/claims/") for entry in found.entries)
    told = ask(f"/-/oembed?url=http://localhost/press/-/claims/{ids[0]}").json()
    assert f'src="http://localhost/press/-/claims/{ids[0]}/card"' in told["html"]
    assert len(rispy.loads(ask("/-/citations?which=all&table=claims&format=ris&file=1").text)) == 3
    assert 'action="/press/-/citations"' in ask("/-/cite?q=hangar").text


def test_a_card_may_be_framed_and_nothing_else(get: Get, ids: list[str]) -> None:
    card = get(f"/-/claims/{ids[0]}/card")
    assert "frame-ancestors *" in card.headers["content-security-policy"]
    assert "script-src" not in card.headers["content-security-policy"]
    assert "x-frame-options" not in card.headers
    assert "<script" not in card.text
    assert "Maria Ortega, quoted in The Gazette, 6 May 2024" in card.text
    for other in (
        f"/-/claims/{ids[0]}",
        f"/-/claims/{ids[0]}/history",
        "/-/cite?q=hangar",
        f"/-/citations?id={ids[0]}",
    ):
        headers = get(other).headers
        assert (headers["x-frame-options"], "frame-ancestors 'self'" in headers["content-security-policy"]) == (
            "SAMEORIGIN",
            True,
        )


def test_oembed_gives_the_card_of_a_claim_of_this_site(get: Get, ids: list[str]) -> None:
    page = get(f"/-/claims/{ids[0]}").text
    address = html.unescape(re.search(r'type="application/json\+oembed" href="([^"]+)"', page)[1])  # type: ignore[index]
    told = get(address.removeprefix("http://localhost") + "&maxwidth=300&format=json").json()
    assert (told["version"], told["type"], told["width"], told["height"]) == ("1.0", "rich", 300, 240)
    assert (told["title"], told["author_name"]) == ("“The hangar was safe,”", "Maria Ortega")
    assert told["html"].startswith(f'<iframe src="http://localhost/-/claims/{ids[0]}/card" width="300" height="240"')
    for url, status in (
        (f"http://evil.example/-/claims/{ids[0]}", 404),
        ("http://localhost/-/documents/00", 404),
        ("http://localhost/-/claims/00000000000000000000", 404),
        ("", 400),
    ):
        assert get(f"/-/oembed?{urlencode({'url': url})}").status_code == status
    assert get(f"/-/oembed?url=http://localhost/-/claims/{ids[0]}&format=xml").status_code == 501


def test_heads_say_to_programs_what_the_document_is(get: Get, ids: list[str]) -> None:
    claim = get(f"/-/claims/{ids[0]}").text
    document = re.search(r"/-/documents/\w+", claim)[0]  # type: ignore[index]
    for page in (claim, get(document).text):
        head = page[: page.index("</head>")]
        meta = [(n, html.unescape(c)) for n, c in re.findall(r'<meta name="([^"]+)" content="([^"]*)">', head)]
        tags: dict[str, Any] = dict(meta)
        assert [c for n, c in meta if n == "citation_author"] == ["Bell, Ada", "Dahl, Cy"]
        assert (tags["z:itemType"], tags["citation_title"]) == ("newspaperArticle", HOSTILE)
        assert (tags["citation_journal_title"], tags["citation_publication_date"]) == ("The Gazette", "2024/05/06")
        assert tags["citation_public_url"] == "https://example.org/a?b=1&c=2"
        (linked,) = re.findall(r'<script[^>]* type="application/ld\+json">(.*?)</script>', head)
        said = json.loads(linked)
        work = said.get("appearance", said)
        assert (work["@type"], work["name"]) == ("NewsArticle", HOSTILE)
        assert (work["datePublished"], work["dateModified"]) == ("2024-05-06", "2024-05-07")
        assert "alert(1)</script>" not in page
    assert (said["@type"], json.loads(re.findall(r'ld\+json">(.*?)</script>', claim)[0])["@type"]) == (
        "NewsArticle",
        "Claim",
    )
