"""The pages of versions, in process: hostile wordings, short ids, versions that are not there, private data."""

import html
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from datasette.app import Datasette

from claimsdb.ingestion.ingest import ingest
from claimsdb.lookup.database import Database
from claimsdb.web.metadata import metadata_for
from tests.web.test_pages import SECRET, Get, Parsed, Words, served

FIRST = "The <script>alert(1)</script> hangar has 12 doors, said Mia Berg.\n\nThe shed burnt down on Monday night.\n"
SECOND = FIRST.replace("12", '"><img src=x onerror=alert(2)> 19').replace("The shed", "{{ 7*7 }} the <b>barn</b>")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("versions")
    (place / "own").mkdir()
    for text in (FIRST, SECOND, f"{SECOND}\nIt rained.\n"):
        (place / "own" / "<i>a.txt").write_text(text, "utf-8")
        ingest(place / "own", place / "claims.db", jobs=0)
    return place


@pytest.fixture(scope="module")
def get(folder: Path) -> Get:
    return served(folder / "claims.db")


@pytest.fixture(scope="module")
def documents(folder: Path) -> list[str]:
    with Database(folder / "claims.db") as database:
        return [row["document_id"] for row in database.sql("SELECT document_id FROM versions ORDER BY version")]  # type: ignore[misc]


def test_nothing_runs_on_the_pages_and_their_links_lead_somewhere(get: Get, documents: list[str]) -> None:
    changes = get(f"/-/documents/{documents[1]}/changes.json").json()["diff"]["changes"]
    edited = [c for c in changes if c["status"] == "edited"]
    assert edited
    pages = [f"/-/documents/{one}/changes" for one in documents] + [
        f"/-/documents/{documents[0]}/changes?from=1&to=3&all=1"
    ]
    pages += [f"/-/claims/{c['claim']['id']}{page}" for c in edited for page in ("", "/history")]
    pages += [f"/-/claims/{s['id']}" for c in edited for s in c["successors"]]
    for path in pages:
        answer = get(path)
        found = Parsed(answer.text)
        assert (answer.status_code, found.runs) == (200, [])
        assert not {"i", "img", "script>alert"} & set(found.tags)
        assert found.tags.count("h1") == 1
        for link in {x.split("#")[0] for x in found.links if x.startswith(("/-/", "?"))}:
            followed = get(link if link.startswith("/") else path.split("?")[0] + link, follow_redirects=True)
            assert followed.status_code == 200, link
    shown = Words(get(pages[1]).text).text
    assert '"><img src=x onerror=alert(2)> 19' in shown


def test_each_document_shows_how_it_became_what_it_is(get: Get, documents: list[str]) -> None:
    for path, earlier, later in (
        (documents[0], 1, 2),
        (documents[1], 1, 2),
        (documents[2], 2, 3),
        (documents[0][:8], 1, 2),
    ):
        found = get(f"/-/documents/{path}/changes.json", follow_redirects=True).json()["diff"]
        assert (found["earlier"]["version"], found["later"]["version"]) == (earlier, later)
    moved = get(f"/-/documents/{documents[0][:8]}/changes?all=1")
    assert (moved.status_code, moved.headers["location"]) == (302, f"/-/documents/{documents[0]}/changes?all=1")
    assert "what changed in 3 versions" in get(f"/-/documents/{documents[0]}").text


def test_any_two_versions_are_compared(get: Get, documents: list[str]) -> None:
    def told(query: str) -> tuple[int, int, dict[str, int]]:
        found = get(f"/-/documents/{documents[1]}/changes.json?{query}").json()["diff"]
        return (
            found["earlier"]["version"],
            found["later"]["version"],
            {status: n for status, n in found["counts"].items() if n},
        )

    assert told("from=1&to=3") == (1, 3, {"same": 1, "edited": 2, "new": 1})
    assert told(f"from={documents[2]}&to=1")[:2] == (3, 1)
    assert told("from=2&to=2") == (2, 2, {"same": 2})
    page = get(f"/-/documents/{documents[1]}/changes?from=1&to=3").text
    form = page[page.index('<form class="switches"') :].split("</form>")[0]
    assert [form.count(words) for words in ("<select", "<option", "selected", 'name="from"', 'name="to"')] == [
        2,
        6,
        2,
        1,
        1,
    ]


@pytest.mark.parametrize("version", ["4", "0", "x", "ffff", "'"])
def test_a_version_that_is_not_there(get: Get, documents: list[str], version: str) -> None:
    answer = get(f"/-/documents/{documents[0]}/changes.json", params={"to": version})
    assert (answer.status_code, answer.json()["error"][:35]) == (
        404,
        f"<i>a.txt has no version {version}. Give a numb"[:35],
    )


def test_a_document_of_one_version_and_private_versions(folder: Path, tmp_path: Path, documents: list[str]) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "a.txt").write_text(FIRST, "utf-8")
    ingest(tmp_path / "own", tmp_path / "claims.db", jobs=0)
    ask = served(tmp_path / "claims.db")
    alone = ask(f"/-/documents/{documents[0]}/changes")
    assert (alone.status_code, "has one" in alone.text) == (200, True)
    assert ask(f"/-/documents/{documents[0]}/changes.json").json()["diff"] is None
    private = metadata_for(folder / "claims.db")
    private["databases"]["claims"]["allow"] = {"id": "root"}
    ask, page = served(folder / "claims.db", metadata=private), f"/-/documents/{documents[0]}/changes"
    root = {"ds_actor": Datasette([], secret=SECRET).sign({"a": {"id": "root"}}, "actor")}
    assert (ask(page).status_code, ask(page, cookies=root).status_code) == (404, 200)


def test_a_later_version_is_named_by_the_time_of_its_capture(tmp_path: Path) -> None:
    raw = (Path(__file__).parents[1] / "files" / "mhtml" / "chromium-bridge.mhtml").read_bytes()
    (tmp_path / "own").mkdir()
    for one in (raw, raw.replace(b"27 Nov 2026 13:56:29", b"28 Nov 2026 09:00:00")):
        (tmp_path / "own" / "a.mhtml").write_bytes(one)
        ingest(tmp_path / "own", tmp_path / "claims.db", jobs=0)
    with Database(tmp_path / "claims.db") as database:
        (first,) = database.sql("SELECT claim_id FROM claims WHERE status = 'retired' LIMIT 1")
    get = served(tmp_path / "claims.db")
    (became,) = get(f"/-/claims/{first['claim_id']}.json").json()["versions"]["became"]
    assert became["captured_at"] == "2026-11-28T09:00:00Z"
    assert "captured on 2026-11-28 09:00 UTC" in " ".join(
        Words(get(f"/-/claims/{first['claim_id']}").text).text.split()
    )


def test_the_claim_of_a_mail_says_how_to_decode_its_words(tmp_path: Path) -> None:
    head = (
        "From: Ann Lee <ann@example.org>\nTo: b@example.org\nSubject: Bridge\nContent-Type: text/plain; charset=utf-8\n"
    )
    body = "The caf=C3=A9 at the bridge is safe=\n again, the mayor said.\n"
    said = f"{head}Content-Transfer-Encoding: quoted-printable\n\n{body}"
    (tmp_path / "own").mkdir()
    with zipfile.ZipFile(tmp_path / "own" / "a.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("a.eml", said)
    (tmp_path / "own" / "b.eml").write_text(said.replace("Bridge", "Bridges"))
    ingest(tmp_path / "own", tmp_path / "claims.db", jobs=0)
    get = served(tmp_path / "claims.db")
    with Database(tmp_path / "claims.db") as database:
        claims = list(
            database.sql(
                "SELECT claim_id, text, path FROM claims JOIN documents ON documents.id = document WHERE text LIKE '%again%'"
            )
        )
    assert {claim["path"] for claim in claims} == {"a.zip/a.eml", "b.eml"}
    for claim in claims:
        page = get(f"/-/claims/{claim['claim_id']}").text
        (command,) = re.findall("<code>([^<]*decode_qp[^<]*)</code>", page)
        assert str(tmp_path) not in page
        if shutil.which("unzip") or "unzip" not in command:
            printed = subprocess.check_output(html.unescape(command), shell=True, cwd=tmp_path / "own")
            assert printed.decode() == claim["text"]


def test_the_claim_of_an_earlier_version_names_no_path_that_has_other_bytes(get: Get, folder: Path) -> None:
    with Database(folder / "claims.db") as database:
        claims = {str(row["text"]): row for row in database.sql("SELECT text, claim_id, status FROM claims")}
    old, new = (next(row for text, row in claims.items() if words in text) for words in ("The shed", "It rained"))
    assert (old["status"], new["status"]) == ("retired", "current")
    assert "A later version has taken the place of this file." in get(f"/-/claims/{old['claim_id']}").text
    assert "tail -c +" in get(f"/-/claims/{new['claim_id']}").text
    assert "tail -c +" not in get(f"/-/claims/{old['claim_id']}").text
