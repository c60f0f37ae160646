import pytest

from claimsdb.model.document import Metadata
from claimsdb.model.errors import SourcesError
from claimsdb.reading.sources_csv import read_sources

KNOWN = {"a.txt", "b/c.md"}


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_fields_in_any_order(mark: str, end: str) -> None:
    raw = f'{mark}Title,path,published{end}"One, two",a.txt,2023-02-22{end}{end},b/c.md,2023-02-22T10:00:00Z{end}'
    assert read_sources(raw.encode(), "sources.csv", KNOWN.__contains__) == {
        "a.txt": Metadata(title="One, two", published="2023-02-22"),
        "b/c.md": Metadata(published="2023-02-22T10:00:00Z"),
    }


def test_all_columns() -> None:
    raw = b"path,title,publisher,author,published,url,language\na.txt,T,P,A,2023-02-22,https://example.org/x,en\n"
    expected = Metadata("T", "P", "A", "2023-02-22", "https://example.org/x", "en")
    assert read_sources(raw, "sources.csv", KNOWN.__contains__) == {"a.txt": expected}


@pytest.mark.parametrize(
    ("raw", "line", "what"),
    [
        (b"", 1, "no header"),
        (b"title\nT\n", 1, "no column 'path'"),
        (b"path,editor\n", 1, "Unknown column 'editor'"),
        (b"path,title,title\n", 1, "appears twice"),
        (b"path,title\na.txt\n", 2, "1 fields where the header has 2"),
        (b"path,title\na.txt,T,U\n", 2, "3 fields where the header has 2"),
        (b"path\n\nz.txt\n", 3, "There is no document 'z.txt'"),
        (b"path\na.txt\na.txt\n", 3, "already has a line"),
        (b"path,title\n,T\n", 2, "The path is empty"),
        (b"path,published\na.txt,22 Feb 2023\n", 2, "is not an ISO date"),
        (b"path,published\na.txt,2023-02-30\n", 2, "is not an ISO date"),
        (b"path,url\na.txt,ftp://x/y\n", 2, "is not a web address"),
        (b"path,url\na.txt,http:///y\n", 2, "is not a web address"),
        (b"path,language\na.txt,English!\n", 2, "is not a language code"),
        (b"path\na.txt\n\xff\n", 3, "not UTF-8"),
        (b'path,title\na.txt,"T\n', 2, "not valid CSV"),
        (b"path,title\na.txt," + b"T" * 2001 + b"\n", 2, "Its title has 2,001 characters, of which it may have 2,000"),
        (b"path,title\na.txt,T\0\n", 2, "Its title has a character that no text has"),
        (b"path,title\na.txt," + b"T" * 200_000 + b"\n", 2, "field larger than field limit"),
        (b"path,title\n" + b"\n" * 1_000_000 + b"a.txt\n", 1_000_002, "1 fields where the header has 2"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(raw: bytes, line: int, what: str) -> None:
    with pytest.raises(SourcesError, match=what) as caught:
        read_sources(raw, "in/sources.csv", KNOWN.__contains__)
    assert str(caught.value).startswith(f"in/sources.csv, line {line}: ")
