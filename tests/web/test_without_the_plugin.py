"""A stock Datasette without our plugin serves the same database with the same `metadata.yml`."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from tests.conftest import visited

ROOT = Path(__file__).parents[2]
METADATA = yaml.safe_load((ROOT / "metadata.yml").read_text("utf-8"))["databases"]["claims"]
PROGRAM = "import sys; sys._called_from_test = True; from datasette.cli import cli; cli()"
"""Datasette does not look for plugins if this is set."""


@pytest.fixture(scope="module")
def stock(site: Any, server: Callable[..., Any]) -> Iterator[httpx.Client]:
    (site.folder / "stock").mkdir()
    (site.folder / "stock" / "program.py").write_text(PROGRAM, "utf-8")
    command = ["program", "../claims.db", "-m", str(ROOT / "metadata.yml"), "--port", "0"]
    with visited(server, command, site.folder / "stock") as (_, http):
        yield http


def test_it_has_no_plugin_of_ours(stock: httpx.Client) -> None:
    assert stock.get("/-/plugins.json").json() == []
    assert stock.get("/-/glossary").status_code == 404


def test_it_serves_every_table_and_query(stock: httpx.Client) -> None:
    assert stock.get("/").status_code == 200
    assert 'href="claims/claims"' in stock.get("/").text
    for name in [*METADATA["tables"], *METADATA["queries"]]:
        assert stock.get(f"/claims/{name}").status_code == 200, name
    claims = stock.get("/claims/claims.json", params={"_search": "zeppelin", "_shape": "objects"}).json()
    plain = [facet for facet in METADATA["tables"]["claims"]["facets"] if isinstance(facet, str)]
    assert list(claims["facet_results"]) == plain  # those by date and by columns of one's own are the plugin's
    assert claims["filtered_table_rows_count"] == 3
    assert 'class="facet-results"' in stock.get("/claims/claims").text
