"""A newsroom's whole task with the keyboard alone and without scripts: a person's words on a topic, cited, read and compared."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
MOST_STEPS = 9


def test_quoted_words_are_found_cited_read_and_compared(open_page: Open) -> None:
    """A step loads a page: a link that is followed, a form that is sent, a way back."""
    page = open_page(java_script_enabled=False)
    steps = []

    def reach(wanted: Locator) -> None:
        """Press the Tab key until the focus is there."""
        for _ in range(300):
            if wanted.evaluate("e => e === document.activeElement"):
                return
            page.keyboard.press("Tab")
        pytest.fail(f"the Tab key does not reach {wanted}")

    def write(label: str, text: str) -> None:
        reach(page.get_by_label(label, exact=True))
        page.keyboard.type(text)

    def step(wanted: Locator, heading: str | None = None) -> None:
        reach(wanted)
        with page.expect_navigation():
            page.keyboard.press("Enter")
        steps.append(page.url)
        if heading:
            expect(page.locator("h1")).to_have_text(heading)

    page.goto("/")
    step(page.get_by_role("navigation", name="Site").get_by_role("link", name="Look up"), "Look up")
    write("Look up a phrase, a sentence or a question", "international security situation")
    reach(page.get_by_text("Filters", exact=True))
    page.keyboard.press("Enter")
    write("Speaker", "Sun Weidong")
    reach(page.get_by_label("Attribution"))
    page.keyboard.type("quoted")
    step(page.get_by_label("Since"))
    boxes = page.get_by_role("checkbox")
    expect(boxes).to_have_count(2)
    reach(page.get_by_label("Format"))
    page.keyboard.type("BibTeX")
    for k in range(2):
        reach(boxes.nth(k))
        page.keyboard.press("Space")
    page.keyboard.press("Enter")  # in a form, sends it as its first button would
    steps.append(page.url)
    expect(page.locator("h1")).to_have_text("2 citations")
    assert [line[:1] for line in page.locator("pre").inner_text().splitlines()].count("@") == 2
    step(page.get_by_role("link", name="RIS", exact=True), "2 citations")
    assert page.locator("pre").inner_text().count("TY  - ") == 2
    words = page.locator("section .claims li > a")
    for k in range(2):
        step(words.nth(k))
        target = page.locator("a.claim:target")
        expect(target).to_be_in_viewport()
        expect(target).to_contain_text("The international security situation has undergone vast changes")
        page.go_back()
        steps.append(page.url)
    step(page.get_by_role("link", name="who else says it").first, "Who else says it, and why")
    expect(page.locator(".origin .why").first).to_be_visible()
    assert len(steps) <= MOST_STEPS, steps
