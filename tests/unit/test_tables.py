"""Tables of articles: the same documents whoever wrote the table, each with its row, its columns and its bytes."""

from __future__ import annotations

import csv
import io
import json
import math
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from claimsdb.model.document import Document, Metadata
from claimsdb.model.errors import Problem, UnreadableError
from claimsdb.reading.blocks.blocks import blocks
from claimsdb.reading.read import read
from claimsdb.streams.expanding import expanded
from claimsdb.streams.member import Limits, Member
from claimsdb.streams.opening import by_hand
from claimsdb.streams.tables.columns import distinct, roles
from tests.proving import prove

COLUMNS = ["id", "Headline", "Body", "Date", "URL", "Author"]
ROWS: list[list[Any]] = [
    [1, 'The "new" bridge', 'The mayor said: "It is safe."\n\nIt cost €3 million; nobody, he said, was hurt.', "2023-02-22",
     "https://example.org/a", "Ann Lee"],
    [2, "Rates", "The café — it’s 😀 — will close, she said.", "2023-03-01", "https://example.org/b", "Jo & Co"],
]  # fmt: skip
TEXTS = [f"{row[1]}\n\n{row[2]}" for row in ROWS]
STATED = [Metadata(title=row[1], published=row[3], url=row[4], author=row[5]) for row in ROWS]


def documents(raw: bytes, path: str, **columns: str) -> Iterator[Document | Problem]:
    """The documents of a table, each with its bytes where its step says, and the problems."""
    for one in expanded(io.BytesIO(raw), path, Limits(fields=columns)):
        if isinstance(one, Problem):
            yield one
            continue
        for step in one.steps:
            assert step.offset is None or raw[step.offset : step.offset + step.size] == one.raw
        at = f"{path}/{one.path}".rstrip("/")
        try:
            yield read(one.raw, at, media_type=one.media_type, transport=one.transport, fields=one.fields)
        except UnreadableError as error:
            yield error.problem


def separated(delimiter: str = ",", end: str = "\r\n", quoting: Any = csv.QUOTE_MINIMAL, rows: Any = None) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows([COLUMNS, *(rows or ROWS)])
    return out.getvalue()


def objects() -> list[dict[str, Any]]:
    return [dict(zip(COLUMNS, row, strict=True)) for row in ROWS]


def lines(end: str = "\n", **options: Any) -> str:
    return "".join(json.dumps(one, **options) + end for one in objects())


CSV: dict[str, tuple[bytes, str]] = {
    "standard": (separated().encode(), "a.csv"),
    "pandas": (separated(end="\n").encode(), "a.csv"),
    "R": (separated(end="\n", quoting=csv.QUOTE_NONNUMERIC).encode(), "a.csv"),
    "everything quoted": (separated(quoting=csv.QUOTE_ALL).encode(), "a.csv"),
    "Excel, comma": (b"\xef\xbb\xbf" + separated().encode(), "a.csv"),
    "Excel, semicolon": (b"\xef\xbb\xbf" + separated(";").encode(), "a.csv"),
    "Excel, delimiter told": (b"sep=;\r\n" + separated(";").encode(), "a.csv"),
    "Excel, Unicode text": (b"\xff\xfe" + separated("\t").encode("utf-16-le"), "a.tsv"),
    "big-endian": (b"\xfe\xff" + separated().encode("utf-16-be"), "a.csv"),
    "tabs": (separated("\t", "\n").encode(), "a.tsv"),
    "old Mac": (separated(end="\r").encode(), "a.csv"),
    "no last line end": (separated().encode().rstrip(), "a.csv"),
    "empty columns and lines": (separated(";").replace("Lee\r\n", "Lee;;;\r\n\r\n").encode(), "a.csv"),
}
JSON: dict[str, tuple[bytes, str]] = {
    "escaped": (lines().encode(), "a.jsonl"),
    "as it is": (lines(ensure_ascii=False).encode(), "a.jsonl"),
    "compact": (lines(separators=(",", ":")).encode(), "a.ndjson"),
    "pandas": (lines().replace("/", "\\/").encode(), "a.jsonl"),
    "Windows, empty lines": (lines("\r\n\r\n").encode(), "a.jsonl"),
    "byte-order mark": (b"\xef\xbb\xbf" + lines(ensure_ascii=False).encode(), "a.jsonl"),
    "UTF-16": (b"\xff\xfe" + lines(ensure_ascii=False).encode("utf-16-le"), "a.jsonl"),
    "no last line end": (lines().strip().encode(), "a.jsonl"),
    "list": (json.dumps(objects()).encode(), "a.json"),
    "indented list": (json.dumps(objects(), indent=4, ensure_ascii=False).encode(), "a.json"),
    "lines in a JSON file": (lines().encode(), "a.data"),
}


def workbook(rows: list[list[Any]], *, streaming: bool = False, **sheets: list[list[Any]]) -> bytes:
    made = openpyxl.Workbook(write_only=streaming)
    first = made.create_sheet("Articles") if streaming else made.active
    for sheet, content in ((first, rows), *((made.create_sheet(name), more) for name, more in sheets.items())):
        for row in content:
            sheet.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


DATED = [[*row[:3], date.fromisoformat(row[3]), *row[4:]] for row in ROWS]
XLSX: dict[str, bytes] = {
    "plain": workbook([COLUMNS, *ROWS]),
    "dates": workbook([COLUMNS, *DATED]),
    "streamed": workbook([COLUMNS, *ROWS], streaming=True),
    "numbers in other columns": workbook([[*COLUMNS, "n"], *([*row, 1.5] for row in ROWS)]),
}


@pytest.mark.parametrize("name", [*CSV, *JSON, *(f"XLSX {name}" for name in XLSX)])
def test_a_record_is_a_document_whoever_wrote_the_table(name: str) -> None:
    raw, path = (CSV | JSON | {f"XLSX {name}": (raw, "a.xlsx") for name, raw in XLSX.items()})[name]
    found = list(documents(raw, path))
    assert all(isinstance(one, Document) for one in found), found
    for text, stated, document in zip(TEXTS, STATED, found, strict=True):
        assert isinstance(document, Document)
        assert document.text.replace("\r\n", "\n") == text
        assert document.stated == stated
        assert document.problems == ()
        prove(document)
        assert [(p.unit, p.label) for p in document.places] == [("column", "Headline"), ("column", "Body")]
        assert document.places[1].span.of(document.text) == document.text.partition("\n\n")[2]


def test_rows_count_as_programs_for_tables_show_them() -> None:
    for name, numbers in {"standard": ["2", "3"], "empty columns and lines": ["2", "4"]}.items():
        found = [one for one in documents(*CSV[name]) if isinstance(one, Document)]
        assert [one.path for one in found] == [f"a.csv/{number}" for number in numbers]
        assert [one.places[0].within for one in found] == [f"row {number}" for number in numbers]
    assert [d.path for d in documents(*JSON["Windows, empty lines"])] == ["a.jsonl/1", "a.jsonl/3"]


def test_the_title_is_a_title_and_the_text_is_divided_as_plain_text_is() -> None:
    (document, _) = documents(*CSV["pandas"])
    assert isinstance(document, Document)
    assert [(b.kind.value, b.span.of(document.text)) for b in blocks(document)] == [
        ("title", 'The "new" bridge'),
        ("paragraph", 'The mayor said: "It is safe."'),
        ("paragraph", "It cost €3 million; nobody, he said, was hurt."),
    ]


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_html_in_a_field_is_read_as_html(kind: str) -> None:
    html = '<p class="a">The café&nbsp;&amp; <b>bar</b> is "safe".</p>\n<p>It&#8217;s <a href="x">open</a>.</p><script>x</script>'
    rows = [[1, "Q&amp;A", html, "", "", ""]]
    raw = separated(rows=rows) if kind == "csv" else json.dumps(dict(zip(COLUMNS, rows[0], strict=True)))
    (document,) = documents(raw.encode(), f"a.{kind}")
    assert isinstance(document, Document)
    assert document.text == 'Q&amp;A\n\nThe café\u00a0& bar is "safe".\n\nIt’s open.'
    prove(document)


def test_faulty_rows_are_named_and_the_rest_is_read() -> None:
    raw = b'text,title\n"One, he said.",A\nonly\n"Two.",B,more\n,C\n"open,D\nThree.,E\n'
    found = list(documents(raw, "a.csv"))
    assert [(o.code, o.path, o.byte) if isinstance(o, Problem) else o.text for o in found] == [
        "A\n\nOne, he said.",
        ("row", "a.csv/3", 29),
        ("row", "a.csv/4", 34),
        ("empty", "a.csv/5", None),
        ("row", "a.csv/6", 51),
        "E\n\nThree.",
    ]


def test_the_encoding_is_that_of_the_whole_table() -> None:
    rows = "The café will close, he said.\nIt opens, she said.\nShe said: “Ã©tait la règle.”\n"
    found = list(documents(f"text\n{rows}".encode("cp1252"), "a.tsv"))
    assert [(d.text, d.encoding) for d in found if isinstance(d, Document)] == [
        (row, "cp1252") for row in rows.splitlines()
    ]


def test_faulty_objects_are_named_and_the_rest_is_read() -> None:
    raw = b'{"text": "One."}\n{"text": 5}\n[1]\n{"text": "cut\n{"text": "Two."}\n'
    found = list(documents(raw, "a.jsonl"))
    assert [(o.code, o.path) if isinstance(o, Problem) else o.text for o in found] == [
        "One.", ("empty", "a.jsonl/2"), ("record", "a.jsonl/3"), ("json", "a.jsonl/4"), "Two.",
    ]  # fmt: skip
    found = list(documents(b'[{"text": "One."}, 5, {"text": "Two."}, {"text": "cu', "a.json"))
    assert [(o.code, o.path, o.byte) if isinstance(o, Problem) else o.text for o in found] == [
        "One.", ("record", "a.json", 17), "Two.", ("json", "a.json/3", 40),
    ]  # fmt: skip


def test_values_that_no_column_has_are_left_out_and_named() -> None:
    raw = b'{"text": "One.", "date": "soon", "url": "x", "authors": ["A B", "C D"], "lang": "en"}\n'
    (document,) = documents(raw, "a.jsonl")
    assert isinstance(document, Document)
    assert document.stated == Metadata(author="A B, C D", language="en")
    (problem,) = document.problems
    assert problem.message == "'soon' is not a date. 'x' is not a web address."


def test_columns_are_found_by_plain_names_or_as_somebody_says() -> None:
    assert roles(["ID", "Full_Text", "Headline", "pub date"], {}, "a") == {
        "text": "Full_Text", "title": "Headline", "published": "pub date",
    }  # fmt: skip
    assert roles(["a", "body", "text"], {"title": "body"}, "a") == {"title": "body", "text": "text"}
    assert roles(["a", "b"], {"text": "b"}, "a") == {"text": "b"}
    for columns, wanted, code, message in (
        (["a", "b"], {}, "no_text", "No column of it is plainly the text of an article: its columns are a, b."),
        (["a", "text"], {"title": "c"}, "column", "It has no column 'c': its columns are a, text."),
    ):
        problem = roles(columns, wanted, "a")
        assert isinstance(problem, Problem)
        assert (problem.code, problem.message) == (code, message)
    assert distinct(["a", "", "a", "a", "a (2)"]) == ["a", "column 2", "a (2)", "a (3)", "a (2) (2)"]


def test_a_json_object_is_a_document() -> None:
    raw = json.dumps({"title": "T", "content": {"body": ["One.", "Two."]}}).encode()
    (document,) = documents(raw, "a.json", text="content.body", title="title")
    assert isinstance(document, Document)
    assert (document.path, document.text) == ("a.json", "T\n\nOne.\n\nTwo.")
    prove(document)
    (problem,) = documents(b'{"name": "claimsdb", "private": true}', "package.json")
    assert isinstance(problem, Problem)
    assert problem.code == "no_text"


KEPT = sorted((Path(__file__).parents[1] / "files").glob("*/*.xlsx")) + sorted(
    (Path(__file__).parents[1] / "files" / "ods").iterdir()
)


@pytest.mark.parametrize("file", KEPT, ids=[file.name for file in KEPT])
def test_workbooks_of_many_programs_have_the_same_documents(file: Path) -> None:
    found = [one for one in documents(file.read_bytes(), file.name) if isinstance(one, Document)]
    for document in found:
        prove(document)
    assert [(d.path, d.text, d.stated) for d in found] == [
        (f"{file.name}/2", f"{TEXTS[0]}", replace(STATED[0], url="https://example.org/a")),
        (f"{file.name}/3", "Rates\n\nThe café — it’s open — will close, she said.", STATED[1]),
    ]


def spreadsheet(tables: str, styles: str = "") -> bytes:
    """A spreadsheet with these sheets."""
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text", "style")
    )
    inner = f"<office:automatic-styles>{styles}</office:automatic-styles>"
    made = f"{inner}<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    media = "application/vnd.oasis.opendocument.spreadsheet"
    return f'<office:document{names} office:mimetype="{media}">{made}</office:document>'.encode()


def cells(*values: str) -> str:
    return "".join(f"<table:table-cell><text:p>{value}</text:p></table:table-cell>" for value in values)


def test_a_spreadsheet_may_repeat_rows_and_hide_sheets_and_has_words_aside() -> None:
    row = "table:table-row"
    aside = "<office:annotation><text:p>no</text:p></office:annotation>"
    said = f'{aside}<text:p>A <text:span>b</text:span><text:s text:c="2"/>c</text:p><text:p>d</text:p>'
    raw = spreadsheet(
        f'<table:table table:name="x" table:style-name="h"><{row}>{cells("text")}</{row}><{row}>{cells("hidden")}</{row}></table:table>'
        f'<table:table table:name="y"><{row} table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="9"/></{row}>'
        f"<table:table-header-rows><{row}>{cells('n', 'text')}</{row}></table:table-header-rows>"
        f'<{row} table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="1"/><table:table-cell>{said}'
        f'</table:table-cell></{row}><{row} table:number-rows-repeated="1048000"><table:table-cell/></{row}></table:table>',
        '<style:style style:name="h"><style:table-properties table:display="false"/></style:style>',
    )
    found = list(documents(raw, "a.fods"))
    assert [(one.path, one.text) for one in found if isinstance(one, Document)] == [
        ("a.fods/5", "A b  c\nd"),
        ("a.fods/6", "A b  c\nd"),
    ]
    endless = raw.replace(b'repeated="2"', b'repeated="2000000"')
    *_, last = documents(endless, "a.fods")
    assert isinstance(last, Problem)
    assert last.code == "damaged"
    wide = spreadsheet(f"<table:table><{row}>{'<table:table-cell/>' * 20_000}</{row}></table:table>")
    assert [one.code for one in documents(wide, "a.fods") if isinstance(one, Problem)] == ["damaged"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "UTF-16BE", "cp1250"])
def test_an_encoding_that_somebody_names_is_that_of_the_table(encoding: str) -> None:
    text = "Überschrift;text\r\nŐő;The bridge is safe.\r\n"
    raw = text.encode(encoding)
    (one,) = expanded(io.BytesIO(raw), "a.csv", Limits(fields={"title": "Überschrift"}, encoding=encoding))
    assert isinstance(one, Member)
    document = read(one.raw, "a.csv/2", media_type=one.media_type, transport=one.transport, fields=one.fields)
    assert document.text == "Őő\n\nThe bridge is safe."
    prove(document)


def test_a_record_that_is_too_large_is_a_problem() -> None:
    long = json.dumps({"text": "x" * 200_000}).encode()
    short = json.dumps({"text": "The bridge is safe."}).encode()
    csv_rows = b"text\n" + b"x" * 200_000 + b"\nThe bridge is safe.\n"
    for raw, path in ((long + b"\n" + short, "a.jsonl"), (csv_rows, "a.csv")):
        found = list(expanded(io.BytesIO(raw), path, Limits(100_000)))
        assert [one.code for one in found if isinstance(one, Problem)] == ["unreadable"]
        assert [one.path for one in found if isinstance(one, Member)] == ["2" if path == "a.jsonl" else "3"]


def test_the_sheets_of_a_workbook_are_parts_of_paths() -> None:
    raw = workbook([["notes"], ["nothing"]], Articles=[[], COLUMNS, *ROWS])
    assert [one.path for one in documents(raw, "a.xlsx")] == ["a.xlsx/Articles/3", "a.xlsx/Articles/4"]
    raw = workbook([["a"], [1]])
    assert [one.path for one in documents(raw, "a.xlsx")] == ["a.xlsx"]


def test_a_row_of_a_workbook_is_always_the_same_line_of_json() -> None:
    (first, _) = expanded(io.BytesIO(XLSX["dates"]), "a.xlsx", Limits())
    assert isinstance(first, Member)
    assert first.raw == json.dumps(objects()[0], ensure_ascii=False).encode()


def test_parquet_is_read_if_its_library_is_installed() -> None:
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    table = pa.table({name: [row[k] for row in ROWS] for k, name in enumerate(COLUMNS)})
    for options in (
        {}, {"compression": "gzip"}, {"compression": "zstd"}, {"compression": "none"}, {"row_group_size": 1},
        {"use_dictionary": False}, {"version": "1.0"}, {"data_page_version": "2.0"},
    ):  # fmt: skip
        out = io.BytesIO()
        pq.write_table(table, out, **options)
        found = list(documents(out.getvalue(), "a.parquet"))
        assert [(d.path, d.text, d.stated) for d in found if isinstance(d, Document)] == [
            (f"a.parquet/{k}", text, stated) for k, text, stated in zip((1, 2), TEXTS, STATED, strict=True)
        ]
        for document in found:
            assert isinstance(document, Document)
            prove(document)


@pytest.mark.parametrize("kind", ["xlsx", "parquet"])
@pytest.mark.parametrize("inner", [False, True], ids=["file", "member"])
def test_a_row_is_printed_by_hand(kind: str, inner: bool, tmp_path: Path) -> None:
    if kind == "xlsx":
        moment = [1, "{}", 'It\'s {} – "so".', datetime(2023, 2, 22, 10, 30), True, timedelta(hours=30)]
        raw = workbook([["a"], [1]], x=[[], COLUMNS, *DATED, moment])
    else:
        pq = pytest.importorskip("pyarrow.parquet")
        rows = [
            {"text": "One.", "n": [1.5, math.nan], "at": date(2023, 2, 22)},
            {"text": "Zwei – é.", "n": None, "at": None},
        ]
        pq.write_table(pytest.importorskip("pyarrow").Table.from_pylist(rows), out := io.BytesIO())
        raw = out.getvalue()
    name = f"a.{kind}"
    if inner:
        with zipfile.ZipFile(out := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr(name, raw)
        raw, name = out.getvalue(), "a.zip"
    (tmp_path / name).write_bytes(raw)
    found = list(expanded(io.BytesIO(raw), name, Limits()))
    assert len(found) >= 2
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    for one in found:
        assert isinstance(one, Member)
        offset, (first, *more) = by_hand(one.steps)
        assert offset is None
        command = " | ".join((first.replace("{}", name, 1), *more))
        printed = subprocess.check_output(command, shell=True, cwd=tmp_path, env={**os.environ, "PATH": path})
        assert printed == one.raw


def test_without_its_library_parquet_is_a_problem_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow.parquet", None)
    (problem,) = documents(b"PAR1" + b"\0" * 20 + b"PAR1", "a.parquet")
    assert isinstance(problem, Problem)
    assert "pip install 'claimsdb[parquet]'" in problem.remedy


def test_large_cells_and_many_rows_are_read_piece_by_piece() -> None:
    large = 'The "bridge" is safe. ' * 20_000
    raw = separated(rows=[[k, "T", large if k == 500 else "It is safe.", "", "", ""] for k in range(1000)]).encode()
    found = list(expanded(io.BytesIO(raw), "a.csv", Limits()))
    assert len(found) == 1000
    for one in found:
        assert isinstance(one, Member)
        (step,) = one.steps
        assert step.offset is not None
        assert raw[step.offset : step.offset + step.size] == one.raw
