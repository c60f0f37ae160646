"""Our pages, in process: every address in each format, private data, hostile text, other databases, a base URL."""

import asyncio
import csv
import io
import json
import re
import shutil
import sqlite3
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from datasette.app import Datasette

from claimsdb.ingestion.ingest import ingest
from claimsdb.web.matrix import as_csv
from claimsdb.web.metadata import metadata_for
from claimsdb.web.settings import SETTINGS

SECRET = "of these tests"
POLICY = "content-security-policy"
STRICT = "style-src 'self';"
"""A part of the policy of our own pages."""
EVIL = """"><img src=x onerror=alert(1)> {{ 7 * 7 }} '; DROP TABLE claims; --

“<script>alert('x')</script> & <b>bold</b> zeppelins are safe,” said Maria Ortega.

The <svg/onload=alert(2)> hangar burnt down, {% raw %} said {{ config }}.
"""
SOURCES = """path,title,publisher,author,published,url
"%s","<script>alert('t')</script> {{ 7*7 }}","<img src=x onerror=alert(3)>","' OR 1=1; --",2024-05-06,
"""
NAME = "<i>evil'; {{7*7}}&quot;.txt"


class Parsed(HTMLParser):
    """Parses a page: its elements, its links, and whether anything in it could run."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.runs: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        self.ids += [v for n, v in attrs if n == "id" and v]
        link = given.get("href") or given.get("src") or ""
        self.links.append(link)
        is_data = given.get("type") == "application/ld+json"  # which no browser runs
        inline = tag in ("style", "iframe", "object") or (tag == "script" and "src" not in given and not is_data)
        if (
            inline
            or link.startswith(("javascript:", "data:"))
            or any(n.startswith("on") or n == "style" for n in given)
        ):
            self.runs.append(self.get_starttag_text() or tag)


Get = Callable[..., Any]


def served(*databases: Path, metadata: Any = None, **settings: Any) -> Get:
    """Sends requests to a Datasette in this process."""
    described = metadata_for(databases[0]) if metadata is None else metadata
    files = [str(d) for d in databases]
    datasette = Datasette(files, metadata=described, settings=dict(SETTINGS) | settings, secret=SECRET)

    async def ask(path: str, **more: Any) -> Any:
        return await datasette.client.get(path, **more)

    return lambda path, **more: asyncio.run(ask(path, **more))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("hostile")
    shutil.copytree(Path(__file__).parents[2] / "seeds", place / "seeds")
    (place / "own").mkdir()
    (place / "own" / NAME).write_text(EVIL, "utf-8")
    (place / "own" / "sources.csv").write_text(SOURCES % NAME, "utf-8")
    ingest([place / "seeds", place / "own"], place / "claims.db", jobs=0)
    with sqlite3.connect(place / "claims.db") as connection:
        connection.execute("UPDATE speakers SET name = '<script>alert(5)</script>{{7*7}}' WHERE name = 'Maria Ortega'")
        connection.execute("UPDATE documents SET url = 'javascript:alert(4)' WHERE path = ?", (NAME,))
    return place


@pytest.fixture(scope="module")
def get(folder: Path) -> Get:
    return served(folder / "claims.db")


@pytest.fixture(scope="module")
def ids(folder: Path) -> dict[str, str]:
    """A claim, a document and a speaker of the hostile file, and those of a seed."""
    with sqlite3.connect(folder / "claims.db") as connection:
        query = """SELECT c.claim_id, d.document_id, s.speaker_id FROM claims c JOIN documents d ON d.id = c.document
            JOIN speakers s ON s.id = c.speaker_row WHERE d.path {} ORDER BY c.via IS NULL, c.id LIMIT 1"""
        evil = connection.execute(query.format("= ?"), (NAME,)).fetchone()
        seed = connection.execute(query.format("<> ?"), (NAME,)).fetchone()
    names = ("claim", "document", "speaker")
    return dict(zip(names, seed, strict=True)) | {f"evil_{n}": v for n, v in zip(names, evil, strict=True)}


@pytest.fixture(scope="module")
def followed() -> set[str]:
    """Links that were found to work."""
    return set()


OURS = [
    "/",
    "/claims/claims",
    "/claims/claims?_search=zeppelins&attribution=quoted",
    "/-/claims/{evil_claim}",
    "/-/documents/{evil_document}?silent=1&kind=quoted",
    "/-/documents/{document}",
    "/-/claims/{claim}",
    "/-/speakers/{evil_speaker}",
    "/-/speakers/{speaker}",
    "/-/cite",
    "/-/cite?q=zeppelins+are",
    "/-/cite?q=%3Cscript%3Ealert(1)%3C/script%3E+{{7*7}}",
    "/-/comparison",
    "/-/comparison?q=%22%3Cscript%3E&show=mixed&sort=conflicts",
    "/-/documents/{document}?across=shared",
    "/-/glossary",
    "/-/claims/ffffffffffffffffffff",
    "/-/claims/%3Cscript%3E",
]


@pytest.mark.parametrize("path", OURS)
def test_nothing_runs_on_a_page_of_ours_and_its_links_lead_somewhere(
    get: Get, ids: dict[str, str], path: str, followed: set[str]
) -> None:
    answer = get(path.replace("{{7*7}}", "%7B%7B7*7%7D%7D").format(**ids))
    assert answer.status_code == (404 if "fff" in path or "claims/%3C" in path else 200)
    rules = dict(part.strip().split(" ", 1) for part in answer.headers[POLICY].split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == "'self'"
    found = Parsed(answer.text)
    assert found.runs == []
    assert not {"i", "img", "u"} & set(found.tags)
    assert len(found.ids) == len(set(found.ids))
    assert found.tags.count("h1") == found.tags.count("main") == 1
    for link in {x.split("#")[0] for x in found.links if x.startswith("/") and "_facet_size" not in x}:
        if not link.startswith(("/-/static", "/claims/claims?")) and link not in followed:
            followed.add(link)
            assert get(link, follow_redirects=True).status_code == 200, link


@pytest.mark.parametrize("phrase", ["1" + "0" * 309, "9" * 1900, "1e999", "-0", "١٢٣", "½", "∞"])
def test_the_page_of_citations_answers_odd_numbers(get: Get, phrase: str) -> None:
    for page in ("/-/cite", "/-/cite.json"):
        assert get(f"{page}?q={quote(phrase)}").status_code == 200


def test_home_counts_what_there_is(get: Get, folder: Path) -> None:
    html = get("/").text
    with sqlite3.connect(folder / "claims.db") as connection:
        claims, documents = (
            connection.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in ("claims", "documents")
        )
    assert f"<b>{claims}</b> claims" in html
    assert f"<b>{documents}</b> documents" in html
    assert html.count('role="img"') == documents == 6  # a bar for each document
    assert "6 documents read" in html
    assert "Quoted and reported most" in html
    assert "Sentences without a claim, and why" in html


def test_a_claim_says_who_where_and_how_to_cite_it(get: Get, ids: dict[str, str], folder: Path) -> None:
    found = get(f"/-/claims/{ids['claim']}.json").json()
    claim, facts = found["claim"], found["facts"]
    assert claim["via"]
    raw = (folder / "seeds" / facts["path"]).read_bytes()
    for segment in claim["segments"]:
        assert raw[segment["byte_start"] : segment["byte_end"]].decode() == segment["text"]
        assert raw.decode()[segment["start"] : segment["end"]] == segment["text"]
    assert set(found["formats"]) == {"text", "short", "markdown", "bibtex", "ris", "csl", "annotation"}
    annotation = json.loads(found["formats"]["annotation"]["text"])
    position, words = annotation["target"]["selector"][:2]
    assert raw.decode()[position["start"] : position["end"]] == words["exact"]
    assert raw.decode()[: position["start"]].endswith(words["prefix"])
    html = get(f"/-/claims/{ids['claim']}").text
    for mark in ('<mark class="segment reported" id="claim">', '<mark class="source">', '<mark class="cue outer">'):
        assert mark in html
    assert f'href="/-/claims/{found["after"]["id"]}"' in html
    assert get(f"/-/claims/{found['after']['id']}.json").json()["before"]["id"] == ids["claim"]


def test_a_short_id_leads_to_the_whole_and_an_ambiguous_one_asks(get: Get, ids: dict[str, str]) -> None:
    answer = get(f"/-/claims/{ids['claim'][:10]}.json")
    assert (answer.status_code, answer.headers["location"]) == (302, f"/-/claims/{ids['claim']}.json")
    unknown = get("/-/documents/00000000000000000000.json")
    assert (unknown.status_code, unknown.json()["ok"]) == (404, False)
    assert unknown.json()["error"].startswith("No document has an id that begins with 0000")


def test_a_document_shows_every_word_and_every_claim(get: Get, ids: dict[str, str], folder: Path) -> None:
    found = get(f"/-/documents/{ids['document']}.json").json()
    html = get(f"/-/documents/{ids['document']}?silent=1").text
    reader = html[html.index('<div class="reader"') :]
    assert found["claims"]
    for claim in found["claims"]:
        assert f'id="c-{claim["id"]}"' in reader
        assert f'href="/-/claims/{claim["id"]}"' in reader
    text = (folder / "seeds" / found["document"]["path"]).read_text("utf-8")
    shown = Words(reader).text
    assert [w for b in found["blocks"] for w in b["text"].split()] == text.split()
    for block in found["blocks"]:
        assert block["text"].strip() in shown
    some = get(f"/-/documents/{ids['document']}?kind=quoted").text
    assert some.count('class="claim reported" href') == 0
    (who,) = {c["speaker_id"] for c in found["claims"] if c["id"] == ids["claim"]}
    theirs = get(f"/-/documents/{ids['document']}?speaker={who}").text
    pieces = sum(c["speaker_id"] == who for c in found["claims"])
    assert len(re.findall(r'id="c-[0-9a-f]{20}"', theirs)) == pieces


class Words(HTMLParser):
    """The text of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.feed(html)

    def handle_data(self, data: str) -> None:
        self.text += data


def test_sentences_without_a_claim_say_why(get: Get, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "a.txt").write_text("The hangar burnt down.\n\nWho would burn an empty shed?\n", "utf-8")
    ingest([tmp_path / "own"], tmp_path / "claims.db", jobs=0)
    ask = served(tmp_path / "claims.db")
    (identity,) = {r["document_id"] for r in ask("/claims/documents.json?_shape=array").json()}
    html = ask(f"/-/documents/{identity}?silent=1").text
    assert '<span class="silent" title="no claim: question">Who would burn an empty shed?</span>' in html
    assert 'silent" title' not in ask(f"/-/documents/{identity}").text


def test_a_speaker_is_named_as_documents_name_them(get: Get, ids: dict[str, str]) -> None:
    found = get(f"/-/speakers/{ids['speaker']}.json").json()
    assert "Mr. Yamada" in [n["text"] for n in found["names"]]
    assert ids["claim"] in [c["claim"]["id"] for c in found["says"]]
    html = get(f"/-/speakers/{ids['speaker']}").text
    assert "Quoted through others" in html
    assert sum(found["counts"].values()) == len(found["says"]) + len(found["means"])


def test_look_up_is_that_of_the_command_line(get: Get, folder: Path) -> None:
    from typer.testing import CliRunner

    from claimsdb.cli.app import app

    for phrase in ("a direct contact hotline", "balloon", "zzzz qqqq"):
        command = CliRunner().invoke(app, ["cite", phrase, "--format", "json", "--db", str(folder / "claims.db")])
        mine = get("/-/cite.json", params={"q": phrase}).json()
        assert [(h["claim"]["id"], h["score"]) for h in mine] == [
            (h["claim"]["id"], h["score"]) for h in json.loads(command.stdout or "[]")
        ]
        html = get("/-/cite", params={"q": phrase}).text
        assert ("No claim says" in html) == (mine == [])


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/-/cite?q=a&limit=0", "limit=0 is not understood"),
        ("/-/cite?q=a&limit=²", "limit=² is not understood"),
        ("/-/cite?q=" + "x" * 2001, "at most 2000 characters"),
        ("/-/cite?q=a&since=yesterday", "since=yesterday is not understood: give a date such as 2023-02-22"),
        ("/-/comparison?show=best", "show=best is not understood: give one of all, conflicts,"),
        ("/-/comparison?page=-1", "page=-1 is not understood"),
        ("/-/documents/{document}?kind=<b>", "kind=<b> is not understood: give one of quoted, reported, asserted"),
    ],
)
def test_a_malformed_query_says_what_is_wrong(get: Get, ids: dict[str, str], path: str, said: str) -> None:
    answer = get(path.format(**ids))
    assert answer.status_code == 400
    assert said in Words(answer.text).text
    assert "kind=<b>" not in answer.text


@pytest.mark.parametrize(
    "phrase", ["", '"', "*", "\0", "a\0b", "NEAR(", "%", "'; DROP TABLE claims; --", "“”", "🙂", "x" * 2000]
)
def test_no_phrase_breaks_the_look_up(get: Get, phrase: str) -> None:
    assert get("/-/cite", params={"q": phrase}).status_code == 200
    assert isinstance(get("/-/cite.json", params={"q": phrase}).json(), list)


def test_what_is_private_stays_so(folder: Path, ids: dict[str, str]) -> None:
    whole = metadata_for(folder / "claims.db")
    whole["databases"]["claims"]["allow"] = {"id": "root"}
    ask = served(folder / "claims.db", metadata=whole)
    for kind in ("claim", "document", "speaker"):
        for ending in ("", ".json"):
            assert ask(f"/-/{kind}s/{ids[kind]}{ending}").status_code == 404
    assert ask("/-/cite.json?q=japan").json() == []
    home = ask("/")
    assert STRICT not in home.headers[POLICY]
    assert "Quoted and reported most" not in home.text
    root = {"ds_actor": Datasette([], secret=SECRET).sign({"a": {"id": "root"}}, "actor")}
    assert "Quoted and reported most" in ask("/", cookies=root).text
    assert ask(f"/-/claims/{ids['claim']}.json", cookies=root).status_code == 200
    for hidden in ("documents", "blocks"):
        part = metadata_for(folder / "claims.db")
        part["databases"]["claims"]["tables"][hidden]["allow"] = False
        ask = served(folder / "claims.db", metadata=part)
        assert ask(f"/-/documents/{ids['document']}").status_code == 404
        assert ask("/claims/claims").status_code == 200


def test_another_database_shows_nothing_of_ours(folder: Path, tmp_path: Path, ids: dict[str, str]) -> None:
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE claims (id INTEGER PRIMARY KEY, claim_id TEXT, text TEXT)")
        connection.execute("INSERT INTO claims VALUES (1, ?, 'words')", (ids["claim"],))
    alone = served(other, metadata={})
    for path in ("/", "/other/claims", "/other/claims/1"):
        answer = alone(path)
        assert answer.status_code == 200
        assert STRICT not in answer.headers[POLICY]
        assert "/-/claims/" not in answer.text
        assert "claimsdb" not in answer.text.replace(str(tmp_path), "")
    both = served(folder / "claims.db", other)
    assert STRICT not in both("/other/claims").headers[POLICY]
    assert both(f"/-/claims/{ids['claim']}.json").json()["database"] == "claims"


def test_an_id_is_found_in_whichever_database_has_it(folder: Path, tmp_path: Path, ids: dict[str, str]) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "a.txt").write_text("“The hangar was safe,” said Maria Ortega.\n", "utf-8")
    ingest([tmp_path / "own"], tmp_path / "second.db", jobs=0)
    with sqlite3.connect(tmp_path / "second.db") as connection:
        ((second,),) = connection.execute("SELECT claim_id FROM claims")
    ask = served(folder / "claims.db", tmp_path / "second.db")
    assert ask(f"/-/claims/{second}.json").json()["database"] == "second"
    assert ask(f"/-/claims/{ids['claim']}.json").json()["database"] == "claims"
    home = ask("/").text
    assert 'href="/second"' in home
    assert {h["database"] for h in ask("/-/cite.json?q=safe&limit=50").json()} == {"claims", "second"}


def test_what_several_databases_have_is_offered_from_each(folder: Path, tmp_path: Path, ids: dict[str, str]) -> None:
    shutil.copy(folder / "claims.db", tmp_path / "b c.db")
    with sqlite3.connect(tmp_path / "b c.db") as connection:
        connection.execute("UPDATE speakers SET name = 'Another name' WHERE speaker_id = ?", (ids["speaker"],))
    ask = served(folder / "claims.db", tmp_path / "b c.db")
    for what in ("claim", "document", "speaker"):
        path = f"/-/{what}s/{ids[what]}"
        first, second = (ask(path + q).text for q in ("", "?database=b+c"))
        assert '<a href="?database=b%20c">b c</a>' in first
        assert '<a href="?database=claims">claims</a>' in second
        found = ask(f"{path}.json?database=b+c").json()
        assert (found["database"], found["also_in"]) == ("b c", ["claims"])
        assert ask(f"{path}?database=nothing").status_code == 404
    assert "Another name" in ask(f"/-/speakers/{ids['speaker']}?database=b+c").text
    moved = ask(f"/-/claims/{ids['claim'][:12]}.json?database=b+c")
    assert moved.headers["location"] == f"/-/claims/{ids['claim']}.json?database=b+c"


def test_the_matrix_tells_how_each_document_says_it(get: Get, folder: Path) -> None:
    found = get("/-/comparison.json").json()
    assert len(found["groups"]) > 10
    with sqlite3.connect(folder / "claims.db") as connection:
        groups = connection.execute(
            "SELECT group_id, documents, origins FROM same_groups WHERE documents > 1"
        ).fetchall()
    assert sorted((g["id"], g["documents"], g["origins"]) for g in found["groups"]) == sorted(groups)
    spread = [g["documents"] for g in found["groups"]]
    assert spread == sorted(spread, reverse=True)
    for group in found["groups"]:
        assert len(group["cells"]) == group["documents"]
        assert sum(len(cell) for cell in group["cells"].values()) == group["claims"]
    sent = get("/-/comparison.csv")
    assert sent.headers["content-type"] == "text/csv; charset=utf-8"
    assert sent.headers["content-disposition"] == "attachment; filename*=UTF-8''claims-comparison.csv"
    lines = list(csv.reader(sent.text.splitlines()))
    assert len(lines) == len(found["groups"]) + 1
    assert {len(line) for line in lines} == {7 + len(found["columns"])}
    html = get("/-/comparison").text
    assert html.count('<th scope="row">') == len(found["groups"])
    mixed = get("/-/comparison.json?show=mixed").json()["groups"]
    for group in mixed:
        said = {c["attribution"] for cell in group["cells"].values() for c in cell}
        assert {"quoted", "asserted"} <= said
    one = get("/-/comparison.json?show=one-origin").json()["groups"]
    assert {g["origins"] for g in one} == {1}
    assert [g["id"] for g in get("/-/comparison.json?q=hotline").json()["groups"]]
    assert get("/-/comparison.json?q=zeppelins").json()["groups"] == []


def test_the_matrix_has_columns_of_publishers_and_origins(get: Get, folder: Path) -> None:
    by_document = get("/-/comparison.json").json()
    for by in ("publisher", "origin"):
        found = get(f"/-/comparison.json?by={by}").json()
        assert [g["id"] for g in found["groups"]] == [g["id"] for g in by_document["groups"]]
        for group, same in zip(found["groups"], by_document["groups"], strict=True):
            cells = [sorted(c["id"] for cell in g["cells"].values() for c in cell) for g in (group, same)]
            assert cells[0] == cells[1]
        for column in found["columns"]:
            assert column["groups"] == sum(column["id"] in group["cells"] for group in found["groups"])
    for group in found["groups"]:
        assert len(group["cells"]) >= group["origins"]
    with sqlite3.connect(folder / "claims.db") as connection:
        publishers = dict(connection.execute("SELECT name, id FROM publishers").fetchall())
        (one,) = connection.execute("SELECT id FROM publishers WHERE name = 'The Guardian'").fetchone()
    found = get(f"/-/comparison.json?by=publisher&publisher={one}").json()
    assert found["groups"]
    assert all(str(one) in group["cells"] for group in found["groups"])
    assert {column["name"] for column in found["columns"]} <= {*publishers, "no publisher given"}
    assert get("/-/comparison.json?publisher=x").status_code == 400
    html = get("/-/comparison?columns=9").text
    assert "in these columns" in html


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'"])
def test_no_cell_is_a_formula(begins: str) -> None:
    text = begins + "HYPERLINK(1)"
    document = {"id": "d", "name": text, "document": "d", "published": None, "publisher": None, "groups": 1}
    numbers = dict.fromkeys(("claims", "documents", "speakers", "origins", "conflicts"), 1)
    matrix: Any = {
        "columns": [document],
        "groups": [numbers | {"id": "g", "claim_id": "c", "text": text, "cells": {}}],
    }
    heads, cells = csv.reader(io.StringIO(as_csv(matrix), newline=""))
    assert heads[-1] == cells[1] == "'" + text


def test_claim_and_document_pages_show_claims_elsewhere(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    found = get("/-/comparison.json").json()
    group = found["groups"][0]
    others = {c["id"] for cell in group["cells"].values() for c in cell}
    (first, *_) = sorted(others)
    elsewhere = get(f"/-/claims/{first}.json").json()["elsewhere"]
    assert others - {first} <= {c["id"] for c in elsewhere["same"]}
    assert group["id"] in [g["id"] for g in elsewhere["groups"]]
    html = get(f"/-/claims/{first}").text
    assert "Elsewhere</h2>" in html
    for identity in others - {first}:
        assert f'href="/-/claims/{identity}"' in html
    fewer = len(elsewhere["same"]) - 1
    monkeypatch.setattr("claimsdb.store.read.elsewhere.MOST", fewer)
    assert f"The first {fewer} by date; there are more." in get(f"/-/claims/{first}").text
    document = next(d for d, cell in group["cells"].items() if first in [c["id"] for c in cell])
    shared = get(f"/-/documents/{document}?across=shared").text
    alone = get(f"/-/documents/{document}?across=alone").text
    marks = [set(re.findall(r'id="c-([0-9a-f]{20})"', page)) for page in (shared, alone)]
    assert first in marks[0]
    assert marks[0] & marks[1] == set()
    every = {c["id"] for c in get(f"/-/documents/{document}.json").json()["claims"]}
    assert marks[0] | marks[1] == every


def test_passages_that_documents_share_are_shown(get: Get, folder: Path) -> None:
    with sqlite3.connect(folder / "claims.db") as connection:
        query = """SELECT d.document_id, o.document_id, p.text FROM shared_passages p JOIN documents d ON d.id = p.document
            JOIN documents o ON o.id = p.other ORDER BY p.words DESC LIMIT 1"""
        one, other, words = connection.execute(query).fetchone()
    for here, there in ((one, other), (other, one)):
        html = get(f"/-/documents/{here}").text
        assert words.split()[0] in Words(html[html.index("Passages shared word for word") :]).text
        assert f'href="/-/documents/{there}"' in html


def test_links_keep_the_base_url(folder: Path, ids: dict[str, str]) -> None:
    ask = served(folder / "claims.db", base_url="/press/")
    for path in (
        "/",
        "/claims/claims",
        f"/-/claims/{ids['claim']}",
        f"/-/documents/{ids['document']}",
        "/-/cite?q=japan",
    ):
        links = [x for x in Parsed(ask(path).text).links if x.startswith("/")]
        assert links
        assert [x for x in links if not x.startswith("/press/")] == []


def test_public_ids_lead_to_their_pages_from_any_query(get: Get, ids: dict[str, str]) -> None:
    html = get("/claims?sql=select+claim_id+from+claims+limit+1").text
    assert re.search(r'<a href="/-/claims/[0-9a-f]{20}">', html)
    assert f'href="/-/documents/{ids["document"]}"' in get("/claims/documents?_size=max").text


def test_a_facet_that_is_lost_is_said_to_be(folder: Path) -> None:
    ask = served(folder / "claims.db", facet_time_limit_ms=5, sql_time_limit_ms=20000)
    slow = "(WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 1000000) SELECT max(x) FROM n) > 0"
    html = ask("/claims/claims", params={"_where": slow, "_size": "1"}).text
    assert "Timed out (not shown): attribution, block," in html
    assert "Could not be counted" not in ask("/claims/claims").text
