"""Every kind of page within three clicks of the menu: usable by everybody, at three widths, light and dark."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Open = Callable[..., Page]

CLICKS = 3
LINKS = """[...document.querySelectorAll('a[href]:not([download])')]
    .map(a => new URL(a.getAttribute('href'), document.baseURI).href.split('#')[0])"""
VARIABLE = re.compile(r"(?<=/)(?:[0-9a-f]{20}|[0-9]++)(?=[/.?]|$)")


def kind(url: str) -> tuple[str, ...]:
    """What tells a kind of page from others: its path without ids and numbers, and the first of its parameters by name."""
    parts = urlsplit(url)
    return VARIABLE.sub("*", parts.path), *sorted(parse_qs(parts.query, keep_blank_values=True))[:1]


def reachable(page: Page, address: str) -> dict[tuple[str, ...], str]:
    """One page of each kind to which at most `CLICKS` links lead from the menu, first those that are nearest."""
    page.goto("/")
    seen: dict[tuple[str, ...], str] = {}
    next_ones = page.evaluate(LINKS.replace("a[href]", "nav a[href]"))
    for _ in range(CLICKS):
        here, next_ones = next_ones, []
        for url in dict.fromkeys(u for u in here if u.startswith(address)):
            if kind(url) in seen:
                continue
            answer = page.request.head(url)
            if "text/html" not in answer.headers.get("content-type", ""):
                seen[kind(url)] = ""
                continue
            seen[kind(url)] = url
            page.goto(url)
            next_ones += page.evaluate(LINKS)
    return {k: url for k, url in seen.items() if url}


@pytest.mark.exhaustive
def test_everybody_can_use_every_page_within_three_clicks(open_page: Open, address: str) -> None:
    """Axe finds no violation and nothing is wider than the window, on a page of each kind."""
    axe = Axe()
    faults: list[tuple[object, ...]] = []
    found = reachable(open_page(), address)
    assert len(found) > 100
    for scheme in ("light", "dark"):
        for width in (1280, 820, 390):
            page = open_page(width=width, color_scheme=scheme)
            for url in found.values():
                page.goto(url)
                wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
                faults += [(url, width, scheme, f"{wide} px too wide")] if wide > 0 else []
                faults += [
                    (url, width, scheme, v["id"], [n["html"][:200] for n in v["nodes"]][:3])
                    for v in axe.run(page).response["violations"]
                ]
    assert faults == []
