"""A person's way through the pages in a real browser, with and without scripts, light and dark, at three sizes."""

import re
from collections.abc import Callable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from pypdfium2 import PdfDocument

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
SCREENSHOTS = Path(__file__).parents[2] / "screenshots"


def how_many(page: Page) -> int:
    return int(page.locator(".how-many b").inner_text().replace(",", ""))


def walk(page: Page, *, scripts: bool) -> None:
    """Home, facet, claim, copied citation, document at the claim's anchor, speaker, look-up: only by links and forms."""
    page.goto("/")
    expect(page.locator("h1")).to_have_text("Claims database")
    page.get_by_role("navigation", name="Site").get_by_role("link", name="Claims", exact=True).click()
    expect(page).to_have_url(re.compile("/claims/claims$"))
    everything = how_many(page)
    facet = page.locator("#facet-attribution li", has_text="quoted")
    counted = int(facet.locator(".count").inner_text())
    facet.get_by_role("link").click()
    assert 0 < how_many(page) == counted < everything
    page.get_by_label("Search the text of claims").fill("zeppelin")
    page.get_by_role("button", name="Search").click()
    assert how_many(page) == 1
    expect(page.locator("td.kind")).to_contain_text("quoted")
    expect(page.locator("td.who")).to_have_text("Maria Ortega “said”")
    page.locator("td.text a").click()
    expect(page.locator("h1")).to_contain_text("zeppelins are safe")
    expect(page.locator(".paragraphs mark.source")).to_have_text("Maria Ortega")
    expect(page.locator(".paragraphs mark.cue")).to_have_text("said")
    cited = page.locator("#citation-text").inner_text()
    assert "script.txt, line 1, column 1 (characters 0–" in cited
    if scripts:
        page.get_by_role("button", name="Copy Plain text").click()
        expect(page.get_by_role("button", name="Copied Plain text")).to_be_visible()
        assert page.evaluate("navigator.clipboard.readText()") == cited
    else:
        expect(page.locator("button.copy").first).to_be_hidden()
    page.locator("p.lead a", has_text="script.txt").click()
    expect(page).to_have_url(re.compile("/-/documents/[0-9a-f]{20}#c-[0-9a-f]{20}$"))
    target = page.locator("a.claim:target")
    expect(target).to_be_in_viewport()
    expect(target).to_contain_text("zeppelins are safe")
    page.locator(".margin").get_by_role("link", name="Maria Ortega").click()
    expect(page.locator("h1")).to_have_text("Maria Ortega")
    expect(page.locator(".claims li")).to_have_count(1)
    page.get_by_role("navigation", name="Site").get_by_role("link", name="Look up").click()
    page.get_by_label("Look up a phrase, a sentence or a question").fill("zepelins are safe")
    page.get_by_role("button", name="Look up").click()
    expect(page.locator(".hits li")).to_have_count(1)
    expect(page.locator(".hits li")).to_contain_text("script.txt")
    expect(page.locator(".mended")).to_have_text("“zepelins” was read as “zeppelins”.")


def test_the_way_of_a_person(open_page: Open) -> None:
    walk(open_page(permissions=["clipboard-read", "clipboard-write"]), scripts=True)


def test_the_same_way_without_scripts_and_on_a_phone(open_page: Open) -> None:
    walk(open_page(width=390, java_script_enabled=False), scripts=False)


def test_a_link_to_a_claim_shows_it_however_long_the_document_is(open_page: Open) -> None:
    claims = open_page().request.get("/claims/citations.json?path__startswith=long-&_shape=array&_size=max").json()
    assert len({c["path"] for c in claims}) == 3
    for width in (1280, 820, 390):
        page = open_page(width=width)
        for document in dict.fromkeys(c["sha256"][:20] for c in claims):
            ids = [c["claim_id"] for c in claims if c["sha256"].startswith(document)][-10:]
            page.goto(f"/-/documents/{document}")
            assert page.evaluate("document.documentElement.scrollHeight > 5 * window.innerHeight")
            for identity in (ids[k] for k in (9, 0, 5, 1, 8, 2, 7, 3, 6, 4)):  # far apart
                page.goto(f"/-/documents/{document}#c-{identity}")
                expect(page.locator(f"#c-{identity}")).to_be_in_viewport(ratio=1)
            page.reload()
            expect(page.locator(f"#c-{ids[4]}")).to_be_in_viewport(ratio=1)


def test_nothing_happens_before_it_is_asked_for(page: Page) -> None:
    """Choosing by keyboard neither leaves the page nor moves the focus."""
    page.goto("/-/comparison")
    for chosen in (page.get_by_label("Show"), page.get_by_label("Sort")):
        before = chosen.input_value()
        chosen.focus()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Tab")
        page.keyboard.press("Shift+Tab")
        expect(chosen).to_be_focused()
        assert (page.url.endswith("/-/comparison"), chosen.input_value() != before) == (True, True)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("show=conflicts&sort=origins"))


def test_what_a_document_shows_is_chosen(page: Page) -> None:
    page.goto("/-/documents")
    page.get_by_role("link", name="China, Japan defense talks").click()
    every = page.locator(".reader a.claim[id]").count()
    quoted = int(page.locator("label", has_text="quoted").locator(".count").inner_text())
    for kind in ("reported", "asserted"):
        page.get_by_role("checkbox", name=kind).click()
    expect(page.locator(".reader a.claim[id]")).to_have_count(every)
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".reader a.claim[id]")).to_have_count(quoted)
    expect(page.get_by_role("status")).to_contain_text(f"{quoted} of {every} claims shown")
    page.get_by_role("link", name="show all").click()
    expect(page.locator(".reader a.claim[id]")).to_have_count(every)


def test_a_word_is_explained_one_click_away(page: Page) -> None:
    page.goto("/")
    page.locator("p.lead").get_by_role("link", name="reported").click()
    expect(page.locator("#reported")).to_be_in_viewport()
    expect(page.locator("#reported dd")).to_contain_text("not wholly, word for word")


def test_who_is_who_is_shown_with_its_evidence(page: Page) -> None:
    """From a claim that names only a surname to the person, whose page says which names are joined and why."""
    told = "Lindqvist: same as Berta Lindqvist, only person of that name in 2 documents"
    page.goto("/claims/claims?_search=cranes+late")
    page.locator("td.text a").click()
    expect(page.locator(".chain .identity")).to_have_text(told)
    page.locator(".chain").get_by_role("link", name="Berta Lindqvist").click()
    expect(page.locator("h1")).to_have_text("Berta Lindqvist")
    expect(page.locator(".identities li")).to_have_text(told)
    expect(page.get_by_role("link", name="Q4026")).to_have_attribute("href", "https://www.wikidata.org/wiki/Q4026")
    expect(page.locator(".by-document")).to_have_count(2)
    record = page.request.get(page.url + ".json").json()
    assert (record["wikidata"], [n["told"] for n in record["joined_names"]]) == ("Q4026", [told])
    page.goto(f"/-/speakers/{record['joined_names'][0]['id']}")
    expect(page.locator(".identity")).to_contain_text(told)
    page.locator(".identity").get_by_role("link", name="Berta Lindqvist").click()
    expect(page).to_have_url(re.compile(f"/-/speakers/{record['speaker']['id']}$"))


def test_what_changed_in_a_document_and_what_became_of_a_claim(page: Page) -> None:
    """From the claim of an older version to its successor, its history, and all changes of its document."""
    page.goto("/claims/claims?_search=tide+gate+12&status=retired")
    page.locator("td.text a").click()
    became = page.locator(".became")
    expect(became).to_contain_text("this claim is ≠ edited")
    assert (became.locator("del").inner_text(), became.locator("ins").inner_text()) == ("12", "19")
    became.get_by_role("link", name="all changes").click()
    expect(page.locator("h1")).to_contain_text("What changed in")
    wordings = {
        c.locator(".status").inner_text(): c.locator(".wording").inner_text() for c in page.locator(".change").all()
    }
    assert wordings == {
        "≠ edited": "The tide gate will cost 12 19 million crowns",
        "= same": "“The dyke is dry,”",
        "− gone": "The old sluice leaks",
        "+ new": "A ferry sank off the cape",
    }
    same = page.locator(".change.same")
    expect(same).to_contain_text("attributed otherwise")
    expect(same).to_contain_text("Olga Brandt “said”; now: quoted, Nils Vik")
    page.locator(".change.edited").get_by_role("link", name="history").click()
    expect(page.locator(".change")).to_have_count(2)
    page.get_by_role("link", name="The claim in this version").click()
    expect(page.locator("h1")).to_have_text("The tide gate will cost 19 million crowns")
    page.get_by_role("link", name="History of this claim").click()
    expect(page.locator(".change b")).to_contain_text("The claim in this version")


def test_an_unknown_id_has_a_way_on(browser: object, open_page: Open) -> None:
    page = open_page()
    answer = page.request.get("/-/claims/00000000")
    assert answer.status == 404
    page.set_content(answer.text())
    expect(page.locator("h1")).to_have_text("Not found")
    expect(page.get_by_role("link", name="all claims")).to_have_attribute("href", "/claims/claims")


def test_every_query_is_reached_from_home(page: Page) -> None:
    page.goto("/")
    queries = page.locator(".queries a")
    titles = queries.all_inner_texts()
    assert len(titles) == queries.count() > 8
    for title in titles:
        page.goto("/")
        page.locator(".queries").get_by_role("link", name=title, exact=True).click()
        expect(page.locator("h1")).to_have_text(title)
        expect(page.locator(".message-error")).to_have_count(0)


def pages(page: Page) -> dict[str, str]:
    """Our pages by name; for a claim, a document and a speaker, the page with the most on it."""
    found = {
        "home": "/",
        "claims": "/claims/claims",
        "matrix": "/-/comparison",
        "publishers": "/-/comparison?by=publisher",
        "pictures": "/-/pictures",
        "documents": "/-/documents?q=a",
        "speakers": "/-/speakers",
        "database": "/claims",
        "table": "/claims/documents",
        "run": "/claims/runs/1",
        "query": "/claims/what_documents_say",
        "sql": "/claims?sql=select+claim,claim_id+from+citations+limit+9",
        "plugins": "/-/plugins",
        "look-up": "/-/cite?q=zeppelins+are",
        "words": "/-/glossary",
    }
    claim = page.request.get("/claims/claims.json?via__notblank=1&speaker__notblank=1&_shape=array&_size=1").json()[0]
    record = page.request.get(f"/-/claims/{claim['claim_id']}.json").json()
    found["claim"] = f"/-/claims/{claim['claim_id']}"
    found["citations"] = f"/-/citations?id={claim['claim_id']}&format=bibtex"
    found["card"] = f"/-/claims/{claim['claim_id']}/card"
    (group,) = page.request.get("/claims/corroboration.json?documents__gt=1&_shape=array&_size=1").json()
    found["elsewhere"] = f"/-/claims/{group['claim_id']}/elsewhere"
    found["document"] = f"/-/documents/{record['facts']['document_id']}?silent=1"
    (change,) = page.request.get("/claims/changes.json?status=edited&_shape=array").json()
    found["changes"] = f"/-/documents/{change['document_id']}/changes?all=1"
    found |= {"history": f"/-/claims/{change['claim_id']}/history", "older": f"/-/claims/{change['claim_id']}"}
    return found | {"speaker": f"/-/speakers/{record['claim']['speaker_id']}", "nothing": "/-/cite?q=qqqq"}


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_use_the_pages(open_page: Open, scheme: str, pytestconfig: pytest.Config) -> None:
    """Axe finds nothing on a desktop in light and a phone in dark, and nothing is wider than the window."""
    axe, violations = Axe(), []
    for width in (1280, 820, 390):
        page = open_page(width=width, color_scheme=scheme)
        for name, path in pages(page).items():
            page.goto(path)
            if pytestconfig.getoption("screenshots"):
                page.screenshot(path=SCREENSHOTS / f"{name}-{width}-{scheme}.png", full_page=True)
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 0, f"{name} at {width} px is {wide} px too wide"
            asked = width == (1280 if scheme == "light" else 390)
            found = axe.run(page).response["violations"] if asked else []
            violations += [(name, width, v["id"], [n["html"][:200] for n in v["nodes"]]) for v in found]
    assert violations == []


def test_the_first_claim_is_on_the_first_screen(open_page: Open) -> None:
    for width in (1280, 820, 390):
        page = open_page(width=width)
        page.goto("/claims/claims")
        text = page.locator("td.text").first.bounding_box()
        assert text
        assert text["y"] < 850
        assert text["width"] >= (450 if width == 1280 else 300)


def test_the_keyboard_reaches_what_there_is(page: Page) -> None:
    page.goto("/claims/claims?_search=zeppelin")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.locator("td.text a:focus").count():
            break
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("zeppelins are safe")


def test_text_of_a_document_is_text(page: Page) -> None:
    for address in (
        "/claims/claims?_search=zeppelin",
        "/claims/citations?_search=zeppelin",
        "/claims/look_up_a_phrase?phrase=zeppelins",
        "/-/cite?q=zeppelins",
        "/-/cite?q=<script>document.title='taken'</script>",
    ):
        page.goto(address)
        assert page.title() != "taken"
        assert page.locator("td b, td script, main script, .hits b").count() == 0
    page.goto("/claims/claims?_search=zeppelin")
    expect(page.locator("td.text")).to_contain_text("<script>document.title = 'taken'</script> & <b>bold</b> zeppelins")


def test_documents_and_speakers_are_found(page: Page) -> None:
    """By words, publisher, date and what sources.csv says in a column of one's own; and from a row of a table to its page."""
    page.goto("/")
    site = page.get_by_role("navigation", name="Site")
    site.get_by_role("link", name="Documents").click()
    every = how_many(page)
    page.locator("[name=publisher]").select_option(label="The Guardian (1)")
    page.get_by_label("From").fill("2023-02-20")
    page.get_by_role("button", name="Show").click()
    assert (how_many(page), every > 5) == (1, True)
    page.get_by_role("link", name="China and Japan meet for formal").click()
    expect(page.locator("h1")).to_contain_text("China and Japan meet")
    page.goto("/-/documents?q=security+talks&sort=claims")
    claims = [int(n) for n in page.locator(".listing td[data-label=claims]").all_inner_texts()]
    assert claims == sorted(claims, reverse=True) != []
    page.get_by_label("Shown by").select_option(index=1)
    page.get_by_role("button", name="Show").click()
    assert how_many(page) == 1
    site.get_by_role("link", name="Speakers").click()
    page.get_by_label("Words in the name").fill("ortega")
    page.get_by_role("button", name="Show").click()
    page.locator(".listing tbody th a").click()
    expect(page.locator("h1")).to_have_text("Maria Ortega")
    for table in ("claims", "documents", "speakers"):
        page.goto(f"/claims/{table}/1")
        expect(page).to_have_url(re.compile(f"/-/{table}/[0-9a-f]{{20}}"))
    page.goto("/claims/claims_by_speaker?speaker=ortega")
    page.locator("td.col-claim a").click()
    expect(page.locator("h1")).to_contain_text("zeppelins are safe")


def test_a_result_says_how_much_there_is(page: Page) -> None:
    """Total, pages and facets; documents by their titles; and what a filter leaves out."""
    page.goto("/-/cite?q=China+Japan+security+talks&limit=3")
    total = how_many(page)
    assert total > 3
    expect(page.locator(".hits:not(.unsure) li")).to_have_count(3)
    expect(page.locator(".hits li").first.locator(".citation-line")).to_contain_text("2023-02")
    page.get_by_role("link", name="Next page").click()
    expect(page.locator(".how-many")).to_contain_text("best first: 4–")
    facet = page.locator(".facet li", has_text="asserted")
    count = int(facet.locator(".count").inner_text())
    facet.get_by_role("link").click()
    assert how_many(page) == count < total
    page.goto("/-/cite?q=China+Japan+security+talks&publisher=Gazette")
    expect(page.locator(".how-many")).to_contain_text("No claim says “China Japan security talks” with these filters.")
    page.get_by_role("link", name=f"{total} claims without the filters").click()
    assert how_many(page) == total
    assert page.request.get("/-/cite?q=talks&speakr=Sun").status == 400
    page.goto("/claims/claims?_search=zeppelin")
    page.get_by_role("link", name="look up these words").click()
    expect(page.locator(".hits li")).to_have_count(1)


def test_claims_of_a_time(page: Page) -> None:
    """Documents of which only the month is known count for every day of it, and facets count what is shown."""
    page.goto("/claims/claims")
    every = how_many(page)
    page.get_by_text("Filter by date").click()
    page.get_by_label("Published from").fill("2023-02-20")
    page.get_by_role("button", name="Search").click()
    some = how_many(page)
    assert 0 < some < every
    assert sum(map(int, page.locator("#facet-attribution .count").all_inner_texts())) == some
    expect(page.get_by_label("Published from")).to_have_value("2023-02-20")
    page.get_by_label("to", exact=True).fill("2023-01")
    page.get_by_role("button", name="Search").click()
    expect(page.locator(".nothing")).to_be_visible()
    assert page.request.get("/claims/claims?_since=yesterday").status == 400


def test_claims_by_time_lead_to_the_claims(page: Page) -> None:
    """Every bar, and every line of the table beside them, leads to as many claims as it says, also if less than a month is known."""
    page.goto("/")
    page.locator(".timeline summary").click()
    lines = page.locator(".timeline tbody tr").all()
    told = {line.get_by_role("link").inner_text(): int(line.locator("td").first.inner_text()) for line in lines}
    assert list(told) == ["2022-11", "2023-02", "2023-04", "2022, month not known", "not known"]
    for name, claims in told.items():
        page.goto("/")
        page.locator(".timeline summary").click()
        page.locator(".timeline tbody").get_by_role("link", name=name, exact=True).click()
        assert how_many(page) == claims, name
        expect(page.locator("#facet-published .chosen")).to_contain_text(name)
    page.goto("/")
    page.locator(".timeline svg a", has_text="2023-04: ").click()
    assert how_many(page) == told["2023-04"]
    page.get_by_text("By day of publication", exact=True).click()
    page.locator(".timeline summary").click()
    page.locator(".timeline").get_by_role("link", name="2023-04-05").click()
    page.locator("[data-column='column desk']").get_by_role("link", name="sales").click()
    expect(page.locator(".how-many")).to_contain_text("published on 2023-04-05")
    expect(page.locator(".how-many")).to_contain_text("desk sales")
    claims = int(page.locator("[data-column='column desk'] .count").inner_text())
    assert how_many(page) == claims > 0
    page.get_by_role("link", name="as pictures").click()
    assert how_many(page) == claims
    page.goto("/-/cite?q=was+sold+on+Monday")
    page.locator("summary", has_text="of publication").click()
    page.locator(".timeline summary").click()
    line = page.locator(".timeline tbody tr", has_text="not known").last
    claims = int(line.locator("td").first.inner_text())
    line.get_by_role("link").click()
    assert 0 < how_many(page) == claims


def printed(page: Page) -> str:
    """The text of the page on paper, without the lines' ends."""
    document = PdfDocument(page.pdf())
    return "".join(sheet.get_textpage().get_text_range() for sheet in document).replace("\r", "").replace("\n", "")


def test_a_document_is_read_aloud(page: Page) -> None:
    """Its titles and headings are headings, and a claim says its attribution and its speaker before its words."""
    page.goto("/-/documents?q=meet+for+formal")
    page.locator(".listing tbody th a").click()
    title = page.locator("h1").inner_text()
    expect(page.locator(".reader").get_by_role("heading", level=2).first).to_contain_text(title[:30])
    assert page.locator(".reader a.claim.asserted[data-said=asserted]").count() > 0
    page.goto("/-/documents?q=script.txt")
    page.locator(".listing tbody th a").click()
    claim = page.locator(".reader").get_by_role(
        "link", name=re.compile(r"^\[quoted, Maria Ortega\] .*zeppelins are safe")
    )
    expect(claim).to_have_attribute("href", re.compile("/-/claims/"))


def test_what_is_printed_says_what_it_is(page: Page) -> None:
    page.goto("/-/documents?q=meet+for+formal")
    page.locator(".listing tbody th a").click()
    address, record = page.url, page.request.get(f"{page.url}.json").json()["document"]
    text = printed(page)
    assert record["sha256"] in text
    assert address in text
    assert record["path"] in text
    page.goto("/-/cite?q=zeppelins+are+safe&attribution=quoted")
    text = printed(page)
    assert "Looked up: “zeppelins are safe”, attribution: quoted" in text
    assert page.url in text


def test_own_sql(page: Page) -> None:
    page.goto("/claims")
    page.get_by_label("A query of your own").fill("SELECT 40 + 2 AS answer")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("td.col-answer")).to_have_text("42")
    page.request.get("/-/cite?q=zeppelins")  # it keeps temporary tables, which are nobody's business
    page.goto("/claims")
    expect(page.locator("main")).not_to_contain_text("Attached")


def test_a_script_that_gets_into_a_page_does_not_run(browser: Browser, address: str) -> None:
    page = browser.new_page()
    refused: list[str] = []
    page.on("console", lambda m: refused.append(m.text))
    for path in ("/claims", "/-/glossary"):
        page.goto(address + path)
        page.evaluate("document.body.appendChild(document.createElement('script')).text = 'document.title = 1'")
        page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x: onerror=document.title=1>')")
        page.wait_for_load_state("networkidle")
        assert page.title() != "1"
    assert any("Content Security Policy" in text for text in refused)
    page.close()


def test_a_card_in_another_site_has_its_style(browser: Browser, address: str, wait: float, tmp_path: Path) -> None:
    other = ThreadingHTTPServer(("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=tmp_path))
    Thread(target=other.serve_forever, daemon=True).start()
    context = browser.new_context(base_url=address)
    page = context.new_page()
    page.set_default_timeout(wait * 1000)
    claim = page.request.get("/claims/claims.json?_shape=array").json()[0]["claim_id"]
    frame = page.request.get("/-/oembed", params={"url": f"{address}/-/claims/{claim}"}).json()["html"]
    (tmp_path / "index.html").write_text(frame, "utf-8")
    page.goto(f"http://127.0.0.1:{other.server_port}/")
    inside = page.frame_locator("iframe").locator("body.card")
    assert inside.evaluate("body => [getComputedStyle(body).padding, self.origin]") == ["9.6px 16px", "null"]
    context.close()
    other.shutdown()
    other.server_close()
