"""Pictures of pages of PDFs on the page of a claim: its words are marked, and only those who may see the document see them."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from datasette.app import Datasette

from claimsdb.ingestion.ingest import ingest
from claimsdb.web.metadata import metadata_for
from tests.made_pdf import lines, pdf


def asked(database: Path, *addresses: str, allow: object = None) -> list[Any]:
    metadata = metadata_for(database)
    if allow is not None:
        metadata["databases"]["claims"]["allow"] = allow

    async def ask() -> list[Any]:
        served = Datasette([str(database)], metadata=metadata)
        await served.invoke_startup()
        return [await served.client.get(address) for address in addresses]

    return asyncio.run(ask())


def test_a_claim_is_marked_on_its_page(tmp_path: Path) -> None:
    folder, database = tmp_path / "news", tmp_path / "claims.db"
    folder.mkdir()
    said = "The mayor said that the old quay would close\nfor nine months. Nobody else was asked."
    (folder / "a.pdf").write_bytes(pdf([lines(40, 500, said)]))
    ingest([folder], database, jobs=0)
    with closing(sqlite3.connect(database)) as connection:
        (claim,), *_ = connection.execute("SELECT claim_id FROM claims ORDER BY char_start")
    at = f"/-/claims/{claim}"
    page, first, short, second = asked(database, at, f"{at}/page-1.png", f"{at[:-12]}/page-1.png", f"{at}/page-2.png")
    assert f'<img src="{at}/page-1.png" alt="Page 1 of a.pdf' in page.text
    assert (first.status_code, first.headers["content-type"], first.content[:4]) == (200, "image/png", b"\x89PNG")
    assert (short.status_code, short.headers["location"]) == (302, f"{at}/page-1.png")
    assert second.status_code == 404
    denied = asked(database, f"{at}/page-1.png", allow={"id": "root"})
    assert denied[0].status_code == 404
    (folder / "a.pdf").unlink()
    page, first = asked(database, at, f"{at}/page-1.png")
    assert (page.status_code, "<img" in page.text, first.status_code) == (200, False, 404)
