"""`/-/add`: who may add, what is refused before it is read, and what becomes of addresses, files and texts."""

import asyncio
import io
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette

from claimsdb.ingestion.ingest import ingest
from claimsdb.web.forms import LARGEST
from claimsdb.web.metadata import metadata_for
from tests.capture.conftest import SENTENCE, Web
from tests.capture.conftest import web as web
from tests.conftest import rows

Send = Callable[..., Any]
ROOT = {"allow": {"id": "root"}, "allow_private": True}


@pytest.fixture
def folder(shared: Callable[..., Path], tmp_path: Path) -> Path:
    """A folder with a small database."""

    def make(place: Path) -> None:
        (place / "own").mkdir()
        (place / "own" / "a.txt").write_bytes(SENTENCE)
        ingest([place / "own"], place / "claims.db", jobs=0)

    shutil.copytree(shared("small", make), tmp_path, dirs_exist_ok=True)
    return tmp_path


def sender(folder: Path, adding: Any = ROOT, *, root: bool = True) -> Send:
    """Sends the form of a kind as a browser does, with the token of its page. The answer is what the redirect leads to."""
    plugins = {"plugins": {"claimsdb": {"add": adding} if adding else {}}}
    datasette = Datasette([str(folder / "claims.db")], metadata=metadata_for(folder / "claims.db") | plugins)

    async def send(kind: str, token: str | None, file: Any, fields: dict[str, str]) -> Any:
        cookies = {"ds_actor": datasette.sign({"a": {"id": "root"}}, "actor")} if root else {}
        page = await datasette.client.get("/-/add", cookies=cookies)
        if not kind or page.status_code != 200:
            return page
        cookies["ds_csrftoken"] = page.cookies["ds_csrftoken"]
        found = re.search(r'name="csrftoken" value="([^"]+)"', page.text)
        assert found
        parts = {"csrftoken": found[1] if token is None else token, "kind": kind, **fields}
        files: list[Any] = [(name, (None, value.encode())) for name, value in parts.items()]
        files += [("file", file)] if file else []
        answer = await datasette.client.post("/-/add", files=files, cookies=cookies)
        if answer.status_code != 303:
            return answer
        return await datasette.client.get(answer.headers["location"], cookies=cookies)

    return lambda kind="", token=None, file=None, **fields: asyncio.run(send(kind, token, file, fields))


def test_a_file_of_several_documents(folder: Path) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("b.txt", SENTENCE + b"\n")
        archive.writestr("c.txt", SENTENCE * 2)
    answer = sender(folder)("file", file=("site.zip", made.getvalue()))
    assert (answer.status_code, "Added and read: 2 documents in one file" in answer.text) == (200, True)
    answer = sender(folder)("file", file=("cut.zip", made.getvalue()[:50]))
    assert (answer.status_code, "It is damaged" in answer.text) == (422, True)


def test_who_may_add(folder: Path) -> None:
    assert sender(folder, None)().status_code == 404
    answer = sender(folder, root=False)()
    assert (answer.status_code, "Open the link that the server printed" in answer.text) == (403, True)
    assert sender(folder, {"allow": {"id": "somebody"}})().status_code == 403
    assert sender(folder)().status_code == 200


def test_a_text_a_file_and_an_address(folder: Path, web: Web) -> None:
    send = sender(folder)
    text = "“The crane was safe,” said Ann Lee.\r\n"
    answer = send("text", text=text, title="-- Crane", published="2024-05-06")
    assert answer.status_code == 200
    assert "Added and read." in answer.text
    found = re.search(
        r'href="(/-/documents/\w+)">-- Crane</a>: 2 claims|href="(/-/documents/\w+)">-- Crane</a>: 1 claim', answer.text
    )
    assert found
    query = "SELECT title, published, url FROM documents WHERE path LIKE 'added/%'"
    assert rows(folder / "claims.db", query) == [("-- Crane", "2024-05-06", None)]
    (kept,) = (folder / "captures" / "added").iterdir()
    assert kept.read_bytes() == text.replace("\r\n", "\n").encode()
    answer = send("file", file=("C:\\texts\\minutes <b>.md", b"# Minutes\n\nThe pier is closed, he said.\n"))
    assert "Added and read." in answer.text
    assert [p.name[:9] for p in (folder / "captures" / "added").glob("*.md")] == ["minutes-b"]

    assert "Added and read." in send("address", address=f"{web.base}/page").text
    web.pages["/page"] = SENTENCE.replace(b"May", b"June")
    assert "The page has changed" in send("address", address=f"{web.base}/page").text


@pytest.mark.parametrize(
    ("kind", "given", "said"),
    [
        ("text", {"text": " \n"}, "There is no text."),
        ("text", {"text": "A <b>text</b>.", "published": "May"}, "&#39;May&#39; is not a date."),
        ("file", {"file": ("a.txt", b"")}, "The file is empty, or none was chosen."),
        ("file", {"file": ("a.png", b"\x89PNG\r\n\x1a\n")}, "cannot be read"),
        ("address", {"address": "not one"}, "is not a web address."),
        ("address", {"address": "https://u:secret@example.org/"}, "It contains a user name or a password"),
        ("else", {}, "The form is incomplete."),
    ],
)
def test_what_cannot_be_added_is_said(folder: Path, kind: str, given: dict[str, Any], said: str) -> None:
    answer = sender(folder)(kind, **given)
    assert answer.status_code == 422
    found = re.search('role="alert">([^<]+)<', answer.text)
    assert found
    assert said in found[1]
    if "text" in given and given["text"].strip():
        assert "A &lt;b&gt;text&lt;/b&gt;." in answer.text  # what was typed is not lost


def test_private_addresses_are_refused_unless_the_server_permits_them(folder: Path, web: Web) -> None:
    answer = sender(folder, {"allow": {"id": "root"}})("address", address=f"{web.base}/page")
    assert (answer.status_code, "an address in this network or on this machine" in answer.text, web.asked) == (
        422,
        True,
        [],
    )


def test_forms_from_elsewhere_are_refused(folder: Path) -> None:
    before = rows(folder / "claims.db", "SELECT count(*) FROM documents")
    assert sender(folder)("text", token="wrong", text="A text.").status_code == 403
    assert sender(folder, {"allow": True}, root=False)("text", token="wrong", text="A text.").status_code == 403
    assert rows(folder / "claims.db", "SELECT count(*) FROM documents") == before


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"content-type": "application/x-www-form-urlencoded"}, 415),
        ({"content-type": "multipart/form-data; boundary=a", "cookie": "a=b"}, 403),
        ({"content-type": "multipart/form-data; boundary=a", "content-length": str(LARGEST + 1)}, 413),
        ({"content-type": "multipart/form-data; boundary=a", "content-length": "x"}, 411),
        ({"content-type": "multipart/form-data; boundary=a"}, 403),
    ],
)
def test_forms_are_checked_before_they_are_read(folder: Path, headers: dict[str, str], status: int) -> None:
    plugins = {"plugins": {"claimsdb": {"add": {"allow": True}}}}
    datasette = Datasette([str(folder / "claims.db")], metadata=metadata_for(folder / "claims.db") | plugins)
    answer = asyncio.run(datasette.client.post("/-/add", content=b"", headers=headers))
    assert answer.status_code == status
