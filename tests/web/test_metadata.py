"""`metadata.yml`, checked with a real Datasette over a new database: everything that it names exists and works as described."""

from html import unescape
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import yaml

from claimsdb.lookup.citations.citation import cited

METADATA = yaml.safe_load((Path(__file__).parents[2] / "metadata.yml").read_text("utf-8"))
TABLES: dict[str, Any] = METADATA["databases"]["claims"]["tables"]
QUERIES: dict[str, Any] = METADATA["databases"]["claims"]["queries"]
FACETED = [name for name, table in TABLES.items() if "facets" in table]
PARAMETERS = [(name, parameter) for name, query in QUERIES.items() for parameter in query.get("params", [])]
CITING = [name for name, query in QUERIES.items() if "c.citation" in query["sql"]]
KEYS = set(
    "title description label_column fts_table fts_pk size sort sort_desc facets facet_size hidden columns".split()
)
"""Datasette's keys for a table that we use; it ignores misspelt keys."""
PLACE = {"path", "char_start", "char_end", "byte_start", "byte_end"}
NEEDED = {"look_up_a_phrase": {"phrase": "hangar"}, "read_a_document": {"document": "hangar"}}
HOSTILE = [
    "",
    " ",
    '" OR 1=1 --',
    "'",
    '"',
    "*",
    "NEAR(",
    "-",
    "a AND",
    "text:",
    "^",
    "%",
    "\0",
    "talks\0",
    "(",
    "{}",
    "“”",
    "x" * 5000,
]


def test_every_table_view_and_column_is_described_and_no_other(site: Any) -> None:
    names = site.sql(
        "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE '%\\_fts%' ESCAPE '\\' "
        "AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    )
    assert {n for (n,) in names} == set(TABLES)
    for name, table in TABLES.items():
        columns = [row[0] for row in site.sql("SELECT name FROM pragma_table_info(?)", name)]
        assert list(table["columns"]) == columns, name
        assert all(isinstance(words, str) and len(words) > 3 for words in table["columns"].values()), name


@pytest.mark.parametrize("name", TABLES)
def test_table_answers_with_what_its_metadata_names(site: Any, name: str) -> None:
    table = TABLES[name]
    assert set(table) <= KEYS
    named = [table[key] for key in ("label_column", "sort", "sort_desc", "fts_pk") if key in table]
    columns = {facet for facet in table.get("facets", []) if isinstance(facet, str)}
    assert set(named) | columns <= set(table["columns"])
    page = site.http.get(f"/claims/{name}")
    assert page.status_code == 200
    assert f"<h1>{table['title']}" in page.text
    assert table["description"] in unescape(page.text)
    answer = site.get(name, _shape="objects")
    assert answer["columns"] == list(table["columns"])
    assert len(answer["rows"]) <= table.get("size", 100)
    rows = site.get(name, _shape="array", _size="5")
    assert [list(row) for row in rows] == [list(table["columns"])] * len(rows)
    assert len(rows) == min(5, site.sql(f"SELECT count(*) FROM {name}")[0][0])


@pytest.mark.parametrize("name", FACETED)
def test_facets_are_counted_and_none_is_lost(site: Any, name: str) -> None:
    answer = site.get(name, _facet_size="max", _size="1")
    declared = [facet for facet in TABLES[name]["facets"] if isinstance(facet, str)]
    assert [facet for facet, found in answer["facet_results"].items() if found["type"] == "column"] == declared
    for facet in declared:
        counted = {r["value"]: r["count"] for r in answer["facet_results"][facet]["results"]}
        query = (
            f'SELECT "{facet}", count(*) FROM {name} WHERE "{facet}" IS NOT NULL GROUP BY 1 ORDER BY 2 DESC LIMIT 100'
        )
        assert counted == dict(site.sql(query)), facet


def test_claims_come_first_and_inner_tables_are_hidden(site: Any) -> None:
    database = site.http.get("/claims.json").json()
    shown = [t["name"] for t in database["tables"] if not t["hidden"]]
    assert shown == ["claims", "documents", "problems", "publishers", "runs", "speakers"]
    assert {t["name"] for t in database["tables"] if t["hidden"]} >= {n for n, t in TABLES.items() if t.get("hidden")}
    assert set(database["views"][0]) >= {"name"}
    assert [q["name"] for q in database["queries"]] == list(QUERIES)


def test_links_of_the_home_page_lead_somewhere(site: Any) -> None:
    home = site.http.get("/").text
    for link in ("/claims/claims", "/claims/look_up_a_phrase", "/claims/what_documents_say", "/-/cite"):
        assert f'href="{link}"' in home
        assert site.http.get(link).status_code == 200


def test_keys_show_as_words(site: Any) -> None:
    (row,) = site.get(
        "claims",
        _labels="on",
        _shape="array",
        speaker_row__notblank="1",
        _search="zeppelin",
        attribution="quoted",
    )
    assert row["speaker_row"]["label"] == "Maria Ortega"
    assert row["document"]["label"] == "hangar.txt"
    assert row["publisher_row"]["label"] == "The Gazette"
    assert row["attribution_row"]["label"] == "said"
    assert row["block_row"]["label"] == "paragraph"
    labelled = {t for t in TABLES if "label_column" in TABLES[t]}
    pointed_at = {row[0] for t in TABLES for row in site.sql('SELECT "table" FROM pragma_foreign_key_list(?)', t)}
    assert pointed_at <= labelled


@pytest.mark.parametrize("table", ["claims", "citations"])
def test_search_filters(site: Any, table: str) -> None:
    key = TABLES[table]["fts_pk"]

    def found(words: str) -> list[int]:
        return sorted(row[key] for row in site.get(table, _search=words, _shape="array", _size="max"))

    few = [row[0] for row in site.sql("SELECT id FROM claims WHERE text LIKE '%zeppelin%' ORDER BY id")]
    assert len(few) == 3
    assert len(few) < site.sql("SELECT count(*) FROM claims")[0][0]
    assert found("zeppelin") == found("Zeppelins") == few
    assert len(found('"zeppelin hangar"')) == 2
    assert found("qwertyuiop") == []
    assert 'name="_search"' in site.http.get(f"/claims/{table}").text


@pytest.mark.parametrize("name", QUERIES)
def test_query_has_a_page_that_says_what_it_does(site: Any, name: str) -> None:
    page = site.http.get(f"/claims/{name}")
    assert page.status_code == 200
    assert set(QUERIES[name]) - {"params"} == {"title", "description", "hide_sql", "sql"}
    assert QUERIES[name]["title"] in page.text
    assert QUERIES[name]["description"] in unescape(page.text)
    assert "message-error" not in page.text
    for parameter in QUERIES[name].get("params", []):
        assert f'name="{parameter}"' in page.text


@pytest.mark.parametrize(("name", "parameter"), PARAMETERS)
@pytest.mark.parametrize("given", HOSTILE, ids=ascii)
def test_no_input_breaks_a_query(site: Any, name: str, parameter: str, given: str) -> None:
    answer = site.get(name, **{parameter: given})
    assert answer["ok"] is True
    assert answer["error"] is None


@pytest.mark.parametrize("name", CITING)
def test_claims_of_a_query_have_locations(site: Any, name: str) -> None:
    rows = site.get(name, _shape="array", **NEEDED.get(name, {}))
    assert rows
    for row in rows:
        assert set(row) >= PLACE | {"line", "line_column", "citation", "claim_id"}
        where = f"{row['path']}, line {row['line']}, column {row['line_column']} (characters "
        assert where in row["citation"]


def test_look_up_a_phrase(site: Any) -> None:
    rows = site.get("look_up_a_phrase", phrase="zeppelin hangars", _shape="array")
    assert rows[0]["claim"] == "**Zeppelin hangar** burns down"
    assert len(rows) == 2
    assert all("**zeppelin hangar**" in row["claim"].lower() for row in rows)
    assert site.get("look_up_a_phrase", phrase="", _shape="array") == []
    assert site.get("look_up_a_phrase", phrase="hangar OR zeppelin", _shape="array") == []


def test_claims_by_speaker_and_their_quoted_words(site: Any) -> None:
    (row,) = site.get("claims_by_speaker", speaker="ortega", _shape="array")
    said = "“The hangar's zeppelin was safe,”"
    assert (row["speaker"], row["attribution"], row["claim"], row["cue"]) == ("Maria Ortega", "quoted", said, "said")
    raw = (site.folder / "own" / row["path"]).read_bytes()
    assert raw[row["byte_start"] : row["byte_end"]].decode() == said
    (words,) = site.get("quoted_words", words="ZEPPELIN", _shape="array")
    assert (words["words"], words["said_by"]) == (said, "Maria Ortega")
    assert raw.decode()[words["char_start"] : words["char_end"]] == said
    everyone = site.get("claims_by_speaker", _shape="array")
    attributed = "SELECT count(*) FROM claims WHERE attribution <> 'asserted' AND speaker_row IS NOT NULL"
    assert len(everyone) == site.sql(attributed)[0][0]


def test_claims_through_another_source(site: Any) -> None:
    rows = site.get("claims_through_another_source", _shape="array")
    expected = site.sql("SELECT claim_id FROM claims WHERE via IS NOT NULL")
    assert sorted(row["claim_id"] for row in rows) == sorted(row[0] for row in expected)
    assert rows
    some = site.get("claims_through_another_source", via=rows[0]["via"].upper(), _shape="array")
    assert rows[0] in some
    assert {row["via"].lower() for row in some} == {
        row["via"].lower() for row in rows if rows[0]["via"].lower() in row["via"].lower()
    }


def test_what_documents_say(site: Any) -> None:
    rows = {row["path"]: row for row in site.get("what_documents_say", _shape="array")}
    assert len(rows) == 6
    hangar = rows["hangar.txt"]
    assert (hangar["publisher"], hangar["claims"], hangar["quoted"], hangar["reported"]) == ("The Gazette", 4, 1, 0)
    assert hangar["attributed"] == "25 %"
    for row in rows.values():
        assert row["asserted"] + row["reported"] + row["quoted"] == row["claims"]


def test_read_a_document(site: Any) -> None:
    rows = site.get("read_a_document", document="hangar burns", _shape="array")
    assert [row["char_start"] for row in rows] == sorted(row["char_start"] for row in rows)
    assert [row["line"] for row in rows] == [1, 3, 3, 5]


def test_sentences_without_a_claim(site: Any) -> None:
    (row,) = site.get("sentences_without_a_claim", reason="question", _shape="array")
    assert (row["reason"], row["sentence"], row["path"]) == ("question", "Who would burn an empty shed?", "hangar.txt")
    everything = site.get("sentences_without_a_claim", _shape="array")
    assert len(everything) == site.sql("SELECT count(*) FROM coverage WHERE claims = 0")[0][0]


def test_unresolved_sources(site: Any) -> None:
    rows = site.get("unresolved_sources", _shape="array")
    expected = site.sql("SELECT attribution_id FROM attributions WHERE unresolved IS NOT NULL")
    assert sorted(row["attribution_id"] for row in rows) == sorted(row[0] for row in expected)
    assert all(set(row) >= PLACE for row in rows)


def test_runs(site: Any) -> None:
    (row,) = site.get("all_runs", _shape="array")
    assert (row["run"], row["outcome"], row["documents_read"]) == (1, "complete", 6)
    assert row["claims_new"] == site.sql("SELECT count(*) FROM claims")[0][0]
    assert row["seconds"] >= 0


def test_citations_in_pages_are_those_of_the_command_line(site: Any) -> None:
    places = dict(site.sql("SELECT claim_id, citation FROM citations"))
    with sa.create_engine(f"sqlite:///{site.folder / 'claims.db'}").connect() as connection:
        for found in cited(connection, list(places)[:100]):
            assert found.as_text().endswith(f" {places[found.claim['id']]}.")
    assert any(
        place.startswith("Ada Bell, “Zeppelin hangar burns down”, The Gazette, 2024-05-06, hangar.txt, line 1")
        for place in places.values()
    )
