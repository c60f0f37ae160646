"""The way of a person through the pages of a stock Datasette, in a real browser."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def rows(page: Page) -> int:
    """The number of rows that the page says it found."""
    found = re.match(
        r"([\d,]+) rows?", page.locator("h3", has_text=re.compile(r"^\s*[\d,]+ rows?")).inner_text().strip()
    )
    assert found
    return int(found[1].replace(",", ""))


def test_from_home_to_a_claim(page: Page) -> None:
    page.goto("/")
    expect(page.locator("h1")).to_have_text("Claims")
    page.get_by_role("link", name="claims", exact=True).first.click()
    expect(page).to_have_url(re.compile("/claims/claims$"))
    everything = rows(page)
    facet = page.locator("#facet-attribution li", has_text="quoted")
    counted = int(facet.inner_text().split()[-1])
    facet.get_by_role("link").click()
    assert 0 < rows(page) == counted < everything
    page.fill("#_search", "zeppelin")
    page.get_by_role("button", name="Apply").click()
    assert rows(page) == 1
    expect(page.locator("td.col-attribution")).to_have_text("quoted")
    expect(page.locator("td.col-speaker")).to_contain_text("Maria Ortega")
    page.locator("td.col-id a").click()
    expect(page.locator("h1")).to_contain_text("claims:")
    expect(page.locator("td.col-cue")).to_have_text("said")


def test_from_home_to_a_phrase(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="look up a phrase").click()
    expect(page.locator("h1")).to_have_text("Look up a phrase")
    expect(page.locator(".zero-results")).to_be_visible()
    page.get_by_label("phrase").fill("zeppelin is")
    page.get_by_role("button", name="Run SQL").click()
    expect(page.locator(".zero-results")).to_be_visible()
    page.get_by_label("phrase").fill("zeppelins are")
    page.get_by_role("button", name="Run SQL").click()
    expect(page.locator("td.col-claim")).to_contain_text("**zeppelins are** safe")
    expect(page.locator("td.col-said_by")).to_have_text("Maria Ortega")
    expect(page.locator("td.col-citation")).to_contain_text("script.txt, line 1, column 1")


def test_every_query_is_reached_from_the_database(page: Page) -> None:
    page.goto("/claims")
    titles = page.locator("#queries + ul a").all_inner_texts()
    assert len(titles) == 9
    for title in titles:
        page.goto("/claims")
        page.locator("#queries + ul").get_by_role("link", name=title, exact=True).click()
        expect(page.locator("h1")).to_have_text(title)
        expect(page.locator(".message-error")).to_have_count(0)


def test_text_of_a_document_is_text(page: Page) -> None:
    for address in (
        "/claims/claims?_search=zeppelin",
        "/claims/citations?_search=zeppelin",
        "/claims/look_up_a_phrase?phrase=zeppelins",
        "/claims/quoted_words?words=zeppelins",
        "/claims/look_up_a_phrase?phrase=<script>document.title='taken'</script>",
    ):
        page.goto(address)
        assert page.title() != "taken"
        assert page.locator("td b, td script").count() == 0
    page.goto("/claims/claims?_search=zeppelin")
    expect(page.locator("td.col-text")).to_contain_text(
        "<script>document.title = 'taken'</script> & <b>bold</b> zeppelins"
    )


def test_words_come_before_what_surrounds_them(page: Page) -> None:
    """The first claim stands on a page of 1280 by 1100, and its words have room, next to those who say them."""
    page.goto("/claims/claims")
    text = page.locator("td.col-text").first.bounding_box()
    speaker = page.locator("td.col-speaker").first.bounding_box()
    assert text
    assert speaker
    assert text["y"] < 1100
    assert text["width"] >= 350
    assert speaker["x"] + speaker["width"] < 1280
