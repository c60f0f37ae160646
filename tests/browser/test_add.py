"""Adding pages, files and texts in a real browser: what becomes of them, and that every state is accessible."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from claimsdb.ingestion.ingest import ingest
from tests.capture.conftest import ARTICLE, Web
from tests.capture.conftest import web as web

pytestmark = pytest.mark.browser


@pytest.fixture
def adding(server: Callable[..., Any], tmp_path: Path) -> Iterator[tuple[str, str]]:
    """The address of `claimsdb serve --add`, and the link that lets its reader add."""
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "a.txt").write_text("The pier was closed in March.\n")
    ingest([tmp_path / "own"], tmp_path / "claims.db", jobs=0)
    process, address = server(["claimsdb", "serve", "--add", "--allow-private", "--port", "0"], tmp_path)
    found = re.search(r"http://\S+auth-token\?token=\w+", (tmp_path / "log").read_text("utf-8"))
    assert found
    yield address, found[0]
    process.terminate()
    process.wait()


def accessible(page: Page) -> None:
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found = Axe().run(page).response["violations"]
        assert [(v["id"], [n["target"] for n in v["nodes"]]) for v in found] == [], scheme
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), width


def test_a_person_adds_what_they_have(
    adding: tuple[str, str], browser: Browser, web: Web, wait: float, tmp_path: Path
) -> None:
    address, link = adding
    expect.set_options(timeout=wait * 1000)
    context = browser.new_context(base_url=address)
    context.set_default_timeout(wait * 1000)
    page = context.new_page()
    page.goto("/")
    expect(page.get_by_role("link", name="Add", exact=True)).to_have_count(0)
    page.goto(link)
    page.get_by_role("link", name="Add", exact=True).click()
    accessible(page)

    web.pages["/page"] = ARTICLE.encode()
    page.get_by_label("Address of the page").fill(f"{web.base}/page")
    page.get_by_role("button", name="Capture and read").click()
    expect(page.get_by_role("status")).to_contain_text("Added and read.")
    accessible(page)
    page.get_by_role("status").get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bridge to close")
    expect(page.locator("body")).to_contain_text("the old bridge would close in May")

    web.pages["/page"] = ARTICLE.replace("May", "<i>June</i>").encode()
    page.goto("/-/add")
    page.get_by_label("Address of the page").fill(f"{web.base}/page")
    page.get_by_role("button", name="Capture and read").click()
    expect(page.get_by_role("status")).to_contain_text("The page has changed")
    page.get_by_role("status").get_by_role("link", name="what changed").click()
    expect(page.locator("main")).to_contain_text("edited")
    page.locator(".change p.aside a").first.click()  # the old wording can still be cited
    expect(page.locator("#citation-text")).to_contain_text("the old bridge would close in May")

    page.goto("/-/add")
    (tmp_path / "notes.txt").write_text("“The crane was safe,” said Ann Lee.\n", "utf-8")
    file = page.get_by_role("form", name="A file")
    file.get_by_label("File").set_input_files(tmp_path / "notes.txt")
    file.get_by_text("What is known about it").click()
    file.get_by_label("Title").fill("Notes")
    file.get_by_role("button", name="Keep and read").click()
    expect(page.get_by_role("status").get_by_role("link")).to_have_text("Notes")

    page.get_by_label("Address of the page").fill(f"{web.base}/missing")
    page.get_by_role("button", name="Capture and read").click()
    expect(page.get_by_role("alert")).to_contain_text("It answered 404 Not Found.")
    expect(page.get_by_label("Address of the page")).to_have_value(f"{web.base}/missing")
    accessible(page)
    context.close()
