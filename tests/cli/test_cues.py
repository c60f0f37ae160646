"""Whoever copies a citation, a row or a note copies the cue with it: a denial cannot be taken for a statement."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette

from claimsdb.web.metadata import metadata_for
from claimsdb.web.settings import SETTINGS
from tests.conftest import Cli

pytestmark = pytest.mark.network

TEXT = """Tunnel report

The harbour minister, Carla Voss, denied that the tunnel had leaked in March. The tunnel was said to have cost two million euros.

“The pumps ran all night,” Ms. Voss told reporters on Friday.
"""
DENIED = "the tunnel had leaked in March"


@pytest.fixture
def claims(app: Cli, tmp_path: Path) -> dict[str, Any]:
    (tmp_path / "tunnel.txt").write_text(TEXT, "utf-8")
    assert app("ingest", "tunnel.txt").code == 0
    return {claim["text"]: claim for claim in app("export", "claims").lines}


@pytest.mark.parametrize("form", ["text", "markdown", "bibtex", "csl", "annotation", "json"])
def test_every_citation_says_denied(app: Cli, claims: dict[str, Any], form: str) -> None:
    assert "Carla Voss (reported, “denied”)" in app("cite", claims[DENIED]["id"], "--format", form).out.replace(
        "\\", ""
    )


def test_list_and_show_say_denied(app: Cli, claims: dict[str, Any]) -> None:
    rows = {line.split()[0]: line for line in app("list").out.splitlines()[1:]}
    for words, cue in ((DENIED, "denied"), ("“The pumps ran all night,”", "told")):
        assert f" {cue} " in rows[claims[words]["id"][:10]].split(words)[0]
    assert "Carla Voss (reported, “denied”)" in app("show", claims[DENIED]["id"]).out


def test_every_page_says_denied(claims: dict[str, Any], tmp_path: Path) -> None:
    datasette = Datasette(
        [str(tmp_path / "claims.db")], metadata=metadata_for(tmp_path / "claims.db"), settings=SETTINGS
    )
    claim = claims[DENIED]
    document = asyncio.run(datasette.client.get("/claims/documents.json?_shape=array")).json()[0]["document_id"]
    pages = ["/claims/claims", "/-/cite?q=the+tunnel+had+leaked", f"/-/claims/{claim['id']}"]
    for page in [*pages, f"/-/speakers/{claim['speaker_id']}", f"/-/documents/{document}"]:
        assert "“denied”</span>" in asyncio.run(datasette.client.get(page)).text, page
