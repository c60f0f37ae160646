"""A stock Datasette over a new database of the seeds and of a folder of our own with words that no seed has."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from claimsdb.ingestion.ingest import ingest
from tests.conftest import visited

Server = Callable[..., Any]
ROOT = Path(__file__).parents[2]
HANGAR = """Zeppelin hangar burns down

The zeppelin hangar, which had stood empty since the war ended, burnt down on Monday night.

“The hangar's zeppelin was safe,” said Maria Ortega.

Who would burn an empty shed?
"""


@dataclass(frozen=True)
class Site:
    """A running Datasette and the database file that it serves."""

    http: httpx.Client
    folder: Path

    def get(self, path: str, **query: str) -> Any:
        """The JSON at the path, below the database."""
        answer = self.http.get(f"/claims/{path}.json", params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def sql(self, query: str, *values: object) -> list[Any]:
        """The rows of a query to the file itself."""
        with closing(sqlite3.connect(self.folder / "claims.db")) as connection:
            return connection.execute(query, values).fetchall()


@pytest.fixture(scope="session")
def site(server: Server, shared: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    def make(folder: Path) -> None:
        shutil.copytree(ROOT / "seeds", folder / "seeds")
        (folder / "own").mkdir()
        (folder / "own" / "hangar.txt").write_text(HANGAR, "utf-8")
        (folder / "own" / "sources.csv").write_text(
            "path,title,publisher,author,published\nhangar.txt,Zeppelin hangar burns down,The Gazette,Ada Bell,2024-05-06\n",
            "utf-8",
        )
        ingest([folder / "seeds", folder / "own"], folder / "claims.db", jobs=0)

    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(shared("site", make), folder, dirs_exist_ok=True)
    command = ["datasette", "claims.db", "-m", str(ROOT / "metadata.yml"), "--port", "0"]
    for limit in ("sql_time_limit_ms", "facet_time_limit_ms"):  # these tests must not depend on how busy the machine is
        command += ["--setting", limit, "20000"]
    with visited(server, command, folder) as (_, http):
        yield Site(http, folder)
