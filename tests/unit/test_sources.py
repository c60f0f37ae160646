import io
from datetime import date, datetime

import openpyxl
import pytest

from claimsdb.english.dates import written
from claimsdb.model.document import Metadata
from claimsdb.model.errors import SourcesError
from claimsdb.reading.sources_csv import MOST_FAULTS, Sources, read_sources

KNOWN = {"a.txt", "b/c.md"}


def read(raw: bytes) -> Sources:
    return read_sources(raw, "in/sources.csv", KNOWN.__contains__)


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("comma", [",", ";", "\t"])
def test_fields_in_any_order(mark: str, end: str, comma: str) -> None:
    text = (
        f'{mark}Title,path,published{end}"One{comma} two",a.txt,2023-02-22{end}{end},b/c.md,2023-02-22T10:00:00Z{end}'
    )
    raw = text.replace(",", comma).encode()
    expected = {
        "a.txt": Metadata(title=f"One{comma} two", published="2023-02-22"),
        "b/c.md": Metadata(published="2023-02-22T10:00:00Z"),
    }
    assert read(raw) == Sources(expected)


def test_all_columns_and_ones_own() -> None:
    raw = b"path,title,publisher,author,published,Modified,url,language,Desk,\na.txt,T,P,A,2023-02-22,May 2024,https://example.org/x,en,Politics,\n"
    expected = Metadata("T", "P", "A", "2023-02-22", "2024-05", "https://example.org/x", "en")
    for text in (raw.decode().encode("utf-16"), raw):
        assert read(text) == Sources({"a.txt": expected}, {"a.txt": {"Desk": "Politics"}})


def test_a_spreadsheet() -> None:
    book = openpyxl.Workbook()
    book.active.append(["path", "title", "published", "Issue"])
    book.active.append([])
    book.active.append(["a.txt", "T", datetime(2023, 2, 22), 12.0])
    book.active.append(["b/c.md", None, date(2023, 2, 23)])
    book.active.append(["z.txt", None, 2016])
    book.save(raw := io.BytesIO())
    found = read(raw.getvalue())
    assert found.metadata == {
        "a.txt": Metadata("T", published="2023-02-22"),
        "b/c.md": Metadata(published="2023-02-23"),
    }
    assert found.columns == {"a.txt": {"Issue": "12"}}
    assert [f.told for f in found.faults] == ["Line 5, path: There is no document 'z.txt'."]


@pytest.mark.parametrize(
    ("raw", "line", "what"),
    [
        (b"", 1, "no header"),
        (b"\n\n", 1, "no header"),
        (b"title\nT\n", 1, "no column 'path'"),
        (b"a.txt;T\n", 1, "no column 'path'"),
        (b"\npath,title,path\n", 2, "The column 'path' appears twice"),
        (b"PK\3\4 and no more", 1, "not a readable XLSX or ODS file"),
        (b'"path,title\na.txt,T\n', 1, "not valid CSV"),
        (b"\xff\xfe", 1, "no header"),
    ],
)
def test_nothing_can_be_taken(raw: bytes, line: int, what: str) -> None:
    with pytest.raises(SourcesError, match=what) as caught:
        read(raw)
    assert str(caught.value).startswith(f"in/sources.csv, line {line}: ")


ROWS = "path,title\na.txt,T\n"
BROKEN: list[tuple[str | bytes, list[str], dict[str, str]]] = [
    # columns
    ("path,title,title\na.txt,T,U\n", ["1: The column 'title' appears twice, and the first is taken."], {"a.txt": "T"}),
    ("path,title,Desk,desk\na.txt,T,U,V\n", ["1: The column 'desk' appears twice, and the first is taken."], {"a.txt": "T"}),
    ("path,,title\na.txt,x,T\n", ["1: Column 2 has no name, and is left out."], {"a.txt": "T"}),
    ("path,title," + "x" * 101 + "\na.txt,T,v\n",
     ["1: The name of column 3 has 101 characters, of which it may have 100."], {"a.txt": "T"}),
    (b"path,title,\xe9\na.txt,T,v\n", ["1: The name of column 3 is not UTF-8, and the column is left out."], {"a.txt": "T"}),
    # lines
    ("path,title\na.txt\nb/c.md,T\n", ["2: 1 field where the header has 2."], {"b/c.md": "T"}),
    ("path,title\na.txt,T,U\nb/c.md,T\n", ["2: 3 fields where the header has 2."], {"b/c.md": "T"}),
    ("path,title\na.txt,T,,\nb/c.md,T\n", [], {"a.txt": "T", "b/c.md": "T"}),
    ("path;title\na.txt,T\nb/c.md;T\n", ["2: 1 field where the header has 2."], {"b/c.md": "T"}),
    (ROWS + '"b/c.md,U\n', ["3: It is not valid CSV: unexpected end of data."], {"a.txt": "T"}),
    ('path,title\n"a.txt,T\nb/c.md,T\n', ["2: It is not valid CSV: unexpected end of data."], {"b/c.md": "T"}),
    ('path,title\n"a.txt"x,T\nb/c.md,T\n', ["2: It is not valid CSV: ',' expected after '\"'."], {"b/c.md": "T"}),
    ('path,title\n"a.txt,T\n"b/c.md,T\n',
        [
            "2: It is not valid CSV: ',' expected after '\"'.",
            "3: It is not valid CSV: unexpected end of data.",
        ], {}),
    ("path,title\na.txt," + "T" * 200_000 + "\nb/c.md,T\n",
     ["2: It is not valid CSV: field larger than field limit (131072)."], {"b/c.md": "T"}),
    ("path,title\n" + "\n" * 100_000 + "a.txt\n", ["100002: 1 field where the header has 2."], {}),
    ('path,title\na.txt,"one\ntwo"\nz.txt,T\n', ["4, path: There is no document 'z.txt'."], {"a.txt": "one\ntwo"}),
    # paths
    ("path,title\nz.txt,T\na.txt,T\n", ["2, path: There is no document 'z.txt'."], {"a.txt": "T"}),
    ("path,title\n,T\na.txt,T\n", ["2, path: The path is empty."], {"a.txt": "T"}),
    (ROWS + "a.txt,U\n", ["3, path: 'a.txt' already has a line (2)."], {"a.txt": "T"}),
    ("path,title\nA.TXT,T\n", ["2, path: There is no document 'A.TXT'."], {}),
    (b"path,title\n\xe9.txt,T\na.txt,T\n", ["2, path: It is not UTF-8."], {"a.txt": "T"}),
    # fields
    (b"path,title,author\na.txt,T,Andr\xe9\n", ["2, author: It is not UTF-8."], {"a.txt": "T"}),
    (b"path,title,Desk\na.txt,T,\xe9\n", ["2, Desk: It is not UTF-8."], {"a.txt": "T"}),
    ("path,title\na.txt,T\0\n", ["2, title: Its title has a character that no text has."], {"a.txt": ""}),
    ("path,title,Desk\na.txt,T,U\0\n", ["2, Desk: Its Desk has a character that no text has."], {"a.txt": "T"}),
    ("path,title\na.txt," + "T" * 2001 + "\n", ["2, title: Its title has 2,001 characters, of which it may have 2,000."], {"a.txt": ""}),
    ("path,title,url\na.txt,T,ftp://x/y\n", ["2, url: 'ftp://x/y' is not a web address."], {"a.txt": "T"}),
    ("path,title,url\na.txt,T,http:///y\n", ["2, url: 'http:///y' is not a web address."], {"a.txt": "T"}),
    ("path,title,url\na.txt,T,http://[x\n", ["2, url: 'http://[x' is not a web address."], {"a.txt": "T"}),
    ("path,title,url\na.txt,T,example.org/a b\n", ["2, url: 'example.org/a b' is not a web address."], {"a.txt": "T"}),
    ("path,title,language\na.txt,T,English!\n", ["2, language: 'English!' is not a language code."], {"a.txt": "T"}),
    # dates
    ("path,title,published\na.txt,T,09/12/2016\n",
     ["2, published: '09/12/2016' may be 9 December 2016 or 12 September 2016."], {"a.txt": "T"}),
    ("path,title,published\na.txt,T,1.2.2016\n", ["2, published: '1.2.2016' may be 1 February 2016 or 2 January 2016."], {"a.txt": "T"}),
    ("path,title,published\na.txt,T,2023-02-30\n", ["2, published: '2023-02-30' is not a date."], {"a.txt": "T"}),
    ("path,title,published\na.txt,T,2023-13\n", ["2, published: '2023-13' is not a date."], {"a.txt": "T"}),
    ("path,title,published\na.txt,T,12/9/16\n", ["2, published: '12/9/16' is not a date."], {"a.txt": "T"}),
    ("path,title,published\na.txt,T,May 5\n", ["2, published: 'May 5' is not a date."], {"a.txt": "T"}),
    ("path,title,published\na.txt,T,last week\n", ["2, published: 'last week' is not a date."], {"a.txt": "T"}),
    # several at once
    ("path,title,url,published,language\na.txt,T,x,y,z!\nz.txt,T,,32/1/2016,\n",
        [
            "2, published: 'y' is not a date.",
            "2, url: 'x' is not a web address.",
            "2, language: 'z!' is not a language code.",
            "3, published: '32/1/2016' is not a date.",
            "3, path: There is no document 'z.txt'.",
        ], {"a.txt": "T"}),
    ("path;title;title;\n;T\n\na.txt;T;;\nx;;;y\n",
        [
            "1: The column 'title' appears twice, and the first is taken.",
            "2: 2 fields where the header has 3.",
            "5: 4 fields where the header has 3.",
        ], {"a.txt": "T"}),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "told", "titles"), BROKEN)
def test_every_fault_is_said_and_the_rest_is_taken(raw: str | bytes, told: list[str], titles: dict[str, str]) -> None:
    found = read(raw if isinstance(raw, bytes) else raw.encode())
    assert [f.told for f in found.faults] == [f"Line {one}" for one in told]
    assert {path: metadata.title or "" for path, metadata in found.metadata.items()} == titles
    assert all(fault.remedy for fault in found.faults)


def test_there_are_forty() -> None:
    assert len(BROKEN) == 40


def test_endless_faults() -> None:
    found = read(b"path\n" + b"z.txt\n" * 2 * MOST_FAULTS)
    assert len(found.faults) == MOST_FAULTS + 1
    assert (
        found.faults[-1].told == "Line 1002: There are 1,000 faults before it, and the rest of the table is not read."
    )


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("2016", ["2016"]),
        ("2016-09", ["2016-09"]),
        ("9/2016", ["2016-09"]),
        ("September 2016", ["2016-09"]),
        ("2016 Sept.", ["2016-09"]),
        ("2016-9-12", ["2016-09-12"]),
        ("2016/09/12", ["2016-09-12"]),
        ("20160912", ["2016-09-12"]),
        ("12-Sep-2016", ["2016-09-12"]),
        ("Monday, 12 September 2016 at 2 pm", ["2016-09-12"]),
        ("13/12/2016", ["2016-12-13"]),
        ("5/5/2016", ["2016-05-05"]),
        ("09/12/2016", ["2016-12-09", "2016-09-12"]),
        ("2016-09-12T10:00Z", ["2016-09-12T10:00Z"]),
        ("0/0/2016", []),
        ("2016-00", []),
        ("2016-02-31", []),
        ("31-Feb-2016", []),
        ("9999", []),
        ("spring 2016", []),
        ("", []),
    ],
)
def test_dates_as_people_write_them(words: str, meant: list[str]) -> None:
    assert written(words) == meant
