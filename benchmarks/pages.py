"""Measures how long the pages take over a large database, and checks that every facet is there.

    python benchmarks/large.py large.db --claims 1000000
    python benchmarks/pages.py large.db [--times 15] [--stock] [--json]

A real server (`claimsdb serve`, or with `--stock` the same Datasette without our plugin) runs on a free port. Each page is requested once
as the first of its kind, then `--times` times for the median, and so is the JSON of pages with facets, which must contain every facet.
Exits with 1 if a facet is missing or a request fails. What many readers at once wait for is measured by `load.py`.
"""

import argparse
import json
import os
import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryFile
from typing import Any
from urllib.parse import quote, urlencode

import httpx
from datasette.utils import tilde_encode

from claimsdb.store.facet_columns import FACETS
from claimsdb.web.metadata import metadata_for
from claimsdb.web.settings import SETTINGS

PATIENCE = 120
WITHOUT_PLUGINS = "import sys; sys._called_from_test = True; from datasette.cli import cli; cli()"

OF_DOCUMENTS = {
    "published in 2016": "_published=2016",
    "published from 2015 to 2020": "_since=2015&_until=2020",
    "month of publication not known": "_published=2016-XX",
    "desk = politics": "_column+desk=politics",
}
PICTURES = {
    "": "",
    ", quoted": "?attribution=quoted",
    ", published from 2015 to 2020": "?_since=2015&_until=2020",
    ", publisher = 1": "?publisher_row=1",
}
COMPARISONS = {
    "": "",
    " by publisher": "?by=publisher",
    " by origin": "?by=origin",
    " of two publishers": "?by=publisher&publisher=1&publisher=9",
    ", quoted here, asserted there": "?show=mixed",
    " by conflicts": "?show=conflicts&sort=conflicts",
}
DOCUMENTS = {"": "", ", newest first": "?sort=newest", ", by claims": "?sort=claims", ", letters of the title": "?q=an"}


@dataclass(frozen=True)
class Page:
    """A page: its name, its path, the maximum milliseconds it should take at a million claims, and whether it has facets."""

    name: str
    path: str
    bar: int | None = None
    facets: bool = False


@dataclass
class Measured:
    """The measurements of a page, in milliseconds; `missing` are the facets that were not counted.

    `processor` is the median of what the server's processor worked, which depends less on what else the machine does.
    """

    page: str
    status: int
    first: float
    median: float
    processor: float
    bar: int | None
    missing: list[str]
    claims: int | None


def pages(database: Path) -> list[Page]:
    """The pages to measure, with examples from the database."""
    with closing(sqlite3.connect(f"file:{quote(str(database))}?mode=ro", uri=True)) as connection:

        def one(query: str, *values: Any) -> Any:
            return connection.execute(query, values).fetchone()[0]

        total = one("SELECT count(*) FROM claims")
        connection.execute("CREATE VIRTUAL TABLE temp.terms USING fts5vocab('main', 'claims_fts', 'row')")
        term = "SELECT term FROM temp.terms WHERE doc <= ? AND length(term) > 3 ORDER BY doc DESC LIMIT 1"
        rare = "SELECT term FROM temp.terms WHERE length(term) > 3 ORDER BY doc"
        words = {
            "rare": one(f"{rare} LIMIT 1 OFFSET 99"),
            "common": one(term, total // 20),
            "very common": one(term, total // 8),
        }
        most = "SELECT {0} FROM claims WHERE {0} IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC LIMIT 1"
        frequent = {facet: one(most.format(facet)) for facet in FACETS if facet not in ("document", "status")}
        frequent |= {"document": one("SELECT id FROM documents LIMIT 1 OFFSET ?", total // 40), "status": "retired"}
        text, claim = connection.execute("SELECT text, claim_id FROM claims LIMIT 1 OFFSET ?", (total // 2,)).fetchone()
        speaker = "SELECT s.speaker_id FROM speakers s JOIN claims c ON c.speaker_row = s.id GROUP BY s.id HAVING count(*) = 50 LIMIT 1"
        of_hundred = "SELECT d.document_id FROM documents d JOIN claims c ON c.document = d.id GROUP BY d.id HAVING count(*) >= 100 LIMIT 1"
        document, speaker = one(of_hundred), one(speaker)
        top = one("SELECT speaker_id FROM speakers WHERE id = ?", frequent["speaker_row"])
    at = f"/{tilde_encode(database.stem)}"
    claims, exact = f"{at}/claims", " ".join(text.split()[:12])
    return [
        Page("home", "/"),
        Page("claims", claims, 400, True),
        *(Page(f"claims, {f} = {v}", f"{claims}?{urlencode({f: v})}", 400, True) for f, v in frequent.items()),
        Page("claims, quoted and hedged", f"{claims}?attribution=quoted&hedged=yes", None, True),
        *(
            Page(f"claims, {n} word: {w}", f"{claims}?_search={w}", 600 if n != "very common" else None, True)
            for n, w in words.items()
        ),
        Page("claims, common word, quoted", f"{claims}?_search={words['common']}&attribution=quoted", 600, True),
        Page("claims, page in the middle", f"{claims}?_next={total // 2}", 400, True),
        Page("claim", f"/-/claims/{claim}", 80),
        Page("speaker of fifty claims", f"/-/speakers/{speaker}", 80),
        Page("speaker of the most claims", f"/-/speakers/{top}"),
        Page("look-up by exact words", f"/-/cite?{urlencode({'q': exact})}", 80),
        Page("document of 100 claims", f"/-/documents/{document}", 120),
        *(Page(f"claims, {name}", f"{claims}?{query}", 400, True) for name, query in OF_DOCUMENTS.items()),
        *(Page(f"pictures{name}", f"/-/pictures{query}", 400) for name, query in PICTURES.items()),
        Page("pictures, common word", f"/-/pictures?_search={words['common']}", 400),
        *(Page(f"comparison{name}", f"/-/comparison{query}", 400) for name, query in COMPARISONS.items()),
        Page("comparison, common word", f"/-/comparison?q={words['common']}", 400),
        *(Page(f"documents{name}", f"/-/documents{query}", 400) for name, query in DOCUMENTS.items()),
        Page("speakers", "/-/speakers", 400),
        Page("speakers, letters of a name", f"/-/speakers?q={exact[1]}", 400),
        Page("look-up of a common word", f"/-/cite?q={words['common']}", 400),
    ]


@contextmanager
def server(database: Path, stock: bool) -> Iterator[tuple[str, int]]:
    """A server over the database: its address and its process."""
    with TemporaryFile("w+") as log, TemporaryFile("w+") as described:
        command = [sys.executable, "-m", "claimsdb", "serve", "--db", str(database), "--port", "0"]
        if stock:
            json.dump(metadata_for(database), described)
            described.flush()
            settings = [word for name, value in SETTINGS.items() for word in ("--setting", name, str(value))]
            command = [
                sys.executable,
                "-c",
                WITHOUT_PLUGINS,
                "serve",
                str(database),
                "-m",
                f"/dev/fd/{described.fileno()}",
            ]
            command += ["--port", "0", *settings]
            described.seek(0)
        started = subprocess.Popen(command, stdout=log, stderr=log, pass_fds=[described.fileno()])
        try:
            yield _answering(started, log), started.pid
        finally:
            started.terminate()
            started.wait(30)


def _answering(started: "subprocess.Popen[bytes]", log: Any) -> str:
    for _ in range(600):
        log.seek(0)
        said = log.read()
        if started.poll() is not None:
            raise SystemExit(said)
        if found := re.search(r"running on (http://[^\s/]+)", said):
            return found[1]
        time.sleep(0.1)
    raise SystemExit(f"The server does not answer: {said}")


def measure(http: httpx.Client, process: int, page: Page, times: int) -> Measured:
    """Request a page once, and then this many times."""

    def ask() -> tuple[float, float, httpx.Response]:
        start, worked = time.perf_counter(), processor(process)
        answer = http.get(page.path)
        return 1000 * (time.perf_counter() - start), processor(process) - worked, answer

    first, worked, answer = ask()
    if answer.status_code != 200:
        return Measured(page.name, answer.status_code, first, first, worked, page.bar, [], None)
    asked = [ask() for _ in range(times)]
    took, worked = median(one[0] for one in asked), median(one[1] for one in asked)
    missing, claims = [], None
    if page.facets:
        path, _, query = page.path.partition("?")
        found = http.get(f"{path}.json?{query}").json()
        counted = {name for name, facet in found.get("facet_results", {}).items() if not facet.get("timed_out")}
        missing, claims = [f for f in FACETS if f not in counted], found.get("filtered_table_rows_count")
    return Measured(page.name, 200, first, took, worked, page.bar, missing, claims)


def processor(process: int) -> float:
    """The milliseconds that the processor has worked for a process."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return 1000 * (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("database", type=Path)
    parser.add_argument("--times", type=int, default=15, help="number of requests for the median")
    parser.add_argument("--stock", action="store_true", help="Datasette without our plugin")
    parser.add_argument("--only", default="", metavar="WORDS", help="only pages whose name contains these words")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    chosen = [page for page in pages(args.database) if args.only in page.name]
    with (
        server(args.database, args.stock) as (address, process),
        httpx.Client(base_url=address, timeout=PATIENCE) as http,
    ):
        found = []
        for page in chosen:
            found.append(measure(http, process, page, args.times))
            if not args.json:
                _tell(found[-1], len(found) == 1)
    if args.json:
        print(json.dumps({"pages": [asdict(m) for m in found]}, indent=2))
    sys.exit(1 if any(m.missing or m.status >= 500 for m in found) else 0)


def _tell(m: Measured, head: bool) -> None:
    if head:
        print(
            "| page | first ms | median ms | processor ms | bar | claims | |\n| --- | ---: | ---: | ---: | ---: | ---: | --- |"
        )
    word = f"{m.status}: skipped" if m.status != 200 else f"MISSING: {', '.join(m.missing)}" if m.missing else ""
    bar, claims = m.bar or "", "" if m.claims is None else f"{m.claims:,}"
    print(f"| {m.page} | {m.first:.0f} | {m.median:.0f} | {m.processor:.0f} | {bar} | {claims} | {word} |", flush=True)


if __name__ == "__main__":
    main()
