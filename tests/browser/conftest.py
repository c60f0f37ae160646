"""A real Chromium, and `claimsdb serve` over the seeds and a hostile document."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from claimsdb.ingestion.ingest import ingest

SEEDS = Path(__file__).parents[2] / "seeds"
SCRIPT = "“Our <script>document.title = 'taken'</script> & <b>bold</b> zeppelins are safe,” said Maria Ortega.\n"
HARBOUR = {
    "budget.txt": "“The harbour will open in June,” said Senator Berta Lindqvist on Monday.\n",
    "crane.txt": "The harbour cranes are late, Lindqvist said on Tuesday.\n",
    "speakers.csv": "name,same_as,kind,wikidata\nBerta Lindqvist,,person,Q4026\n",
    "sources.csv": "path,published,desk\nbudget.txt,2023-04-03,harbour\ncrane.txt,2022-11,harbour\nlong-clock.txt,2022,\n"
    "long-piano.txt,2023-04-05,sales\n",
}
"""Two documents in which one person has two names; when some documents were published, as exactly as is known, and by which desk."""
TIDE = (
    "The tide gate will cost 12 million crowns. “The dyke is dry,” said Olga Brandt.\n\nThe old sluice leaks.\n",
    "The tide gate will cost 19 million crowns. “The dyke is dry,” said Nils Vik.\n\nA ferry sank off the cape.\n",
)
"""Two versions of a document."""


LONG = {
    f"long-{thing}.txt": "\n\n".join(
        "Who would look at that, and what would they do with it in a house like theirs? " * (n % 5 * 4 + 1)
        if n % 5
        else f"The {thing} of {owner} was sold on Monday."
        for n, owner in enumerate(
            f"{first} {last}"
            for first in ("Ann", "Bo", "Cy")
            for last in (
                "Ahl",
                "Berg",
                "Dahl",
                "Ek",
                "Falk",
                "Gran",
                "Holm",
                "Lind",
                "Mark",
                "Nord",
                "Olin",
                "Palm",
                "Quist",
                "Roos",
                "Sand",
                "Tell",
                "Udd",
            )
        )
    )
    for thing in ("clock", "piano", "sledge")
}
"""Documents that are many windows long, with blocks of many lengths."""


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the system's Chromium. Without one, these tests are skipped, or fail if CLAIMSDB_REQUIRE_BROWSER is set."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None and os.environ.get("CLAIMSDB_REQUIRE_BROWSER"):
        pytest.fail("CLAIMSDB_REQUIRE_BROWSER is set, and there is no chromium on the PATH")
    if found is None:
        pytest.skip("no chromium on the PATH: apt-get install chromium")
    return found


@pytest.fixture(scope="module")  # not longer: its event loop would disturb those of other tests
def browser(chromium: str) -> Iterator[Browser]:
    root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=root)
        yield running
        running.close()


@pytest.fixture(scope="session")
def address(
    chromium: str, server: Callable[..., Any], shared: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of `claimsdb serve`."""

    def make(folder: Path) -> None:
        (folder / "own").mkdir()
        (folder / "own" / "script.txt").write_text(SCRIPT, "utf-8")
        for name, text in HARBOUR.items():
            (folder / "own" / name).write_text(text, "utf-8")
        for name, text in LONG.items():
            (folder / "own" / name).write_text(text, "utf-8")
        for text in TIDE:
            (folder / "own" / "tide.txt").write_text(text, "utf-8")
            ingest([SEEDS, folder / "own"], folder / "claims.db", jobs=0)

    folder = tmp_path_factory.mktemp("served")
    shutil.copytree(shared("served", make), folder, dirs_exist_ok=True)
    process, answering = server(["claimsdb", "serve", "--port", "0"], folder)
    try:
        yield answering
    finally:
        process.terminate()
        process.wait()


Open = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, address: str, wait: float) -> Iterator[Open]:
    """Opens a page with a window size, a colour scheme, and with or without scripts.

    An error in its console or a request to another host fails the test at its end.
    """
    complaints: list[str] = []
    contexts = []
    expect.set_options(timeout=wait * 1000)

    def start(width: int = 1280, **more: Any) -> Page:
        context = browser.new_context(base_url=address, viewport={"width": width, "height": 900}, **more)
        context.set_default_timeout(wait * 1000)
        contexts.append(context)
        opened = context.new_page()
        opened.on("console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None)
        opened.on("pageerror", lambda error: complaints.append(str(error)))
        opened.on("request", lambda r: None if r.url.startswith((address, "data:")) else complaints.append(r.url))
        opened.on("response", lambda r: complaints.append(f"{r.status} {r.url}") if r.status >= 400 else None)
        return opened

    yield start
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(open_page: Open) -> Page:
    """A page at 1280 by 900."""
    return open_page()
