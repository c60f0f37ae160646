"""The page of pictures: its numbers are those of the claims, and its links lead to as many claims as they say."""

import re
from html import unescape
from typing import Any

import pytest

QUERIES = [
    "",
    "attribution=quoted",
    "_search=china",
    "_since=2024",
    "_published=2023-02",
    "speaker_row__isnull=1",
    "status=retired",
]


@pytest.mark.parametrize("query", QUERIES)
def test_pictures_count_what_the_list_counts(site: Any, query: str) -> None:
    found = site.http.get(f"/-/pictures.json?{query}").json()
    listed = site.http.get(f"/claims/claims.json?{query}&{'' if 'status' in query else 'status=current'}").json()
    assert found["claims"] == listed["filtered_table_rows_count"]
    assert found["timeline"]["claims"] == found["claims"]
    assert sum(share["claims"] for share in found["shares"]) == found["claims"]
    kinds = {value["value"]: value["count"] for value in listed["facet_results"]["attribution"]["results"]}
    assert {
        k: n for k in ("quoted", "reported", "asserted") if (n := sum(s["counts"][k] for s in found["shares"]))
    } == kinds


def test_publishers_are_counted_by_speaker_and_by_what_they_share(site: Any) -> None:
    found = site.http.get("/-/pictures.json?by=asserted").json()
    shares = [share["counts"]["asserted"] / share["claims"] for share in found["shares"]]
    assert shares == sorted(shares, reverse=True)
    heat, sharing = found["heat"], found["sharing"]
    assert heat["publishers"]
    for publisher, row in zip(heat["publishers"], heat["counts"], strict=True):
        for speaker, n in zip(heat["speakers"], row, strict=True):
            query = "SELECT count(*) FROM claims WHERE publisher_row = ? AND speaker_row = ? AND status = 'current'"
            assert site.sql(query, publisher["key"], speaker["key"]) == [(n,)]
    together = """SELECT count(*) FROM same_groups g WHERE (SELECT count(DISTINCT c.publisher_row) FROM members m
        JOIN claims c ON c.id = m.claim WHERE m.same_group = g.id AND c.publisher_row IN (?, ?)) = 2"""
    assert len(sharing["publishers"]) > 1
    for publisher, row, of_one in zip(sharing["publishers"], sharing["shared"], sharing["one_origin"], strict=True):
        for other, n, one in zip(sharing["publishers"], row, of_one, strict=True):
            assert one <= n
            assert (
                publisher is other or publisher == other or site.sql(together, publisher["key"], other["key"]) == [(n,)]
            )


def test_links_of_pictures_lead_to_what_they_say(site: Any) -> None:
    html = site.http.get("/-/pictures").text
    cells = re.findall(r'<td class="step-[1-5]"><a href="([^"]+)"[^>]*>([\d,]+)</a>', html)
    bars = re.findall(r'<a href="([^"]+)" tabindex="-1"><title>([\d,]+) (?:quoted|reported|asserted)</title>', html)
    assert len(cells) > 3
    assert len(bars) > 3
    for address, n in [*cells, *bars]:
        listed = site.http.get(unescape(address).replace("/claims?", "/claims.json?")).json()
        assert listed["filtered_table_rows_count"] == int(n.replace(",", ""))


@pytest.mark.parametrize(
    ("query", "status"),
    [("by=x", 400), ("_since=soon", 400), ("nosuch=1", 400), ("database=x", 404), ("attribution=&_search=", 302)],
)
def test_what_is_wrong_with_a_query_is_said(site: Any, query: str, status: int) -> None:
    for page in ("/-/pictures", "/-/pictures.json"):
        assert site.http.get(f"{page}?{query}").status_code == status
