"""Who else says a claim: the page, and the form by which people say that claims are not the same."""

import asyncio
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette

from claimsdb.ingestion.ingest import ingest
from claimsdb.web.metadata import metadata_for
from tests.conftest import rows

FERRY = "The ferry Aurora sank off Skagen on Monday with 14 people aboard.\n"
SAME = "Fourteen <b>people</b> were aboard when the ferry Aurora sank off Skagen on Monday.\n"


@pytest.fixture
def folder(shared: Callable[..., Path], tmp_path: Path) -> Path:
    """A folder with a database of two documents that say the same."""

    def make(place: Path) -> None:
        (place / "own").mkdir()
        (place / "own" / "a.txt").write_text(FERRY, "utf-8")
        (place / "own" / "b.txt").write_text(SAME, "utf-8")
        ingest([place / "own"], place / "claims.db", jobs=0)

    shutil.copytree(shared("ferries", make), tmp_path, dirs_exist_ok=True)
    return tmp_path


def test_claims_are_held_apart_from_their_page(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = folder / "claims.db"
    (one,), (other,) = rows(database, "SELECT claim_id FROM claims ORDER BY text DESC")
    plugins = {"plugins": {"claimsdb": {"add": {"allow": {"id": "root"}}}}}
    datasette = Datasette([str(database)], metadata=metadata_for(database) | plugins)
    address = f"/-/claims/{one}/elsewhere"

    async def visit() -> None:
        get, cookies = datasette.client.get, {"ds_actor": datasette.sign({"a": {"id": "root"}}, "actor")}
        stranger = (await get(address)).text
        assert "2 origins, 2 documents" in stranger
        assert "Hold apart" not in stranger
        assert '<mark class="common">Aurora</mark>' in stranger
        assert "<b>people" not in stranger
        assert "&lt;b&gt;" in stranger
        assert "the number “14”" in stranger
        page = await get(address, cookies=cookies)
        token = re.search(r'name="csrftoken" value="([^"]+)"', page.text)
        assert token
        cookies["ds_csrftoken"] = page.cookies["ds_csrftoken"]

        async def send(token: str, **fields: str) -> Any:
            parts = {"csrftoken": token, "database": "claims", "page": one, "claim": one, "other": other, **fields}
            files: list[Any] = [(name, (None, value.encode())) for name, value in parts.items()]
            return await datasette.client.post("/-/judge", files=files, cookies=cookies)

        assert (await send("wrong", says="not-same")).status_code == 403
        assert (await send(token[1], says="delete")).status_code == 422
        assert (await send(token[1], says="not-same", other=one)).status_code == 422
        answer = await send(token[1], says="not-same", why="--db <i>", by="Ann Lee")
        assert answer.status_code == 303
        after = (await get(answer.headers["location"], cookies=cookies)).text
        assert "Held apart by Ann Lee, " in after
        assert "--db &lt;i&gt;" in after
        assert "No other claim is held for the" in after
        assert "held apart by Ann Lee" in (await get(f"/-/claims/{one}", cookies=cookies)).text
        found = (await get(f"{address}.json")).json()
        assert ([h["id"] for h in found["held"]], found["groups"]) == ([other], [])
        assert (await send(token[1], says="withdraw")).status_code == 303
        assert "taken back already" in (await send(token[1], says="withdraw")).text
        with monkeypatch.context() as patch:
            patch.setattr("sys.executable", shutil.which("false"))  # it ends with 1, as a crash does
            failed = await send(token[1], says="same")
        assert (failed.status_code, "The command failed." in failed.text) == (422, True)
        assert "2 origins, 2 documents" in (await get(address)).text
        assert (await get("/-/judge", cookies=cookies)).status_code == 404
        del cookies["ds_actor"]
        assert (await send(token[1], says="not-same")).status_code == 403

    asyncio.run(visit())
    assert rows(database, "SELECT same, why, judge FROM verdicts") == [("no", "--db <i>", "Ann Lee")]


def test_nobody_judges_without_permission(folder: Path) -> None:
    datasette = Datasette([str(folder / "claims.db")], metadata=metadata_for(folder / "claims.db"))
    assert asyncio.run(datasette.client.get("/-/judge")).status_code == 404
