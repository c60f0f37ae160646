"""Where a document states its metadata: every place is proved by other code than the reader's."""

from pathlib import Path

import pytest

from claimsdb.lookup.verify.proofs.proof import proof_of
from claimsdb.lookup.verify.proofs.stated import written
from claimsdb.model.document import Document, Metadata, Transport
from claimsdb.model.provenance import Provenance, StatedIn
from claimsdb.reading.blocks.blocks import blocks
from claimsdb.reading.metadata import stated
from claimsdb.reading.provenance import provenance
from claimsdb.reading.read import read

FILES = Path(__file__).parents[1] / "files"
PROSE = "<p>The harbour of the town was closed on Monday after the storm, the council said in the evening.</p>" * 3


def page(head: str, body: str = PROSE, encoding: str = "utf-8") -> bytes:
    return f"<!DOCTYPE html><html lang=en><head>{head}</head><body><article><h1>Harbour closed</h1>{body}</article>".encode(
        encoding
    )


def told(document: Document) -> dict[str, list[Provenance]]:
    """What states each field, after a check that the words of each place contain what it is said to state, and are in its bytes."""
    found_blocks = blocks(document)
    known = document.given.over(stated(document, found_blocks))
    proof = proof_of(document.media_type, document.raw or RAW[document.sha256], document.encoding, document.parts)
    made: dict[str, list[Provenance]] = {}
    for one in provenance(document, found_blocks, known):
        made.setdefault(one.field, []).append(one)
        if one.span is not None:
            assert one.words == one.span.of(document.text)
            assert proof.words(document.stretch(one.span)) == one.words
        elif one.bytes is not None:
            assert one.words in list(written(proof, one.stated_in, *one.bytes))
        else:
            assert one.words == ""
    assert made.keys() == {name for name in known.__slots__ if getattr(known, name) is not None}
    return made


RAW: dict[str, bytes] = {}


def of(raw: bytes, path: str, **more: object) -> dict[str, list[Provenance]]:
    document = read(raw, path, **more)  # type: ignore[arg-type]
    RAW[document.sha256] = raw
    return told(document)


def places(raw: bytes, path: str = "a.html", **more: object) -> dict[str, list[tuple[str, str]]]:
    return {
        field: [(one.stated_in.value, one.words) for one in found] for field, found in of(raw, path, **more).items()
    }


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_elements_of_a_page(encoding: str) -> None:
    head = (
        f"<meta charset={encoding}><meta property=og:site_name content='Caf\u00e9 &amp; Co'><link rel=canonical href='https://a.org/x?a=1&amp;b=2'>"
        '<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle",'
        '"author":{"@type":"Person","name":"Ren\\u00e9e Lind"},'
        '"datePublished":"2026-05-01T09:00:00+02:00","dateModified" : "2026-05-02T10:30:00+02:00"}</script>'
    )
    raw = page(head, encoding=encoding)
    assert places(raw) == {
        "title": [("text", "Harbour closed")],
        "publisher": [("meta", "Caf\u00e9 & Co")],
        "author": [("json-ld", "Ren\u00e9e Lind")],
        "published": [("json-ld", "2026-05-01T09:00:00+02:00")],
        "modified": [("json-ld", "2026-05-02T10:30:00+02:00")],
        "url": [("link", "https://a.org/x?a=1&b=2")],
        "language": [("attribute", "en")],
    }
    known = read(raw, "a.html").stated
    assert (known.published, known.modified, known.author) == ("2026-05-01", "2026-05-02T10:30:00+02:00", "Renée Lind")


def test_lines_of_a_page_and_what_nobody_placed() -> None:
    body = f"<p class=byline>By Ann Lee and Bo Ek</p><p>Published 1 May 2026</p><p>Updated: 3 May 2026</p>{PROSE}"
    comment = "<!-- saved from url=(0014)https://a.org/x -->"
    found = places(page("", body).replace(b"<html", comment.encode() + b"<html"))
    assert found == {
        "title": [("text", "Harbour closed")],
        "author": [("text", "Ann Lee"), ("text", "Bo Ek")],
        "published": [("text", "Published 1 May 2026")],
        "modified": [("text", "Updated: 3 May 2026")],
        "url": [("comment", "https://a.org/x")],
        "language": [("attribute", "en")],
    }
    assert places(page("", PROSE), transport=Transport("https://b.org/"))["url"] == [("transport", "")]
    assert places(page("", PROSE), given=Metadata(title="Other"))["title"] == [("given", "")]
    assert places(page("", PROSE), around=Metadata(publisher="The Daily"))["publisher"] == [("container", "")]


@pytest.mark.parametrize("file", sorted((FILES / "mhtml").glob("*.mhtml")), ids=lambda f: f.name)
def test_pages_that_a_browser_saved(file: Path) -> None:
    found = of(file.read_bytes(), file.name)
    assert {StatedIn.DOCUMENT} & {one.stated_in for ones in found.values() for one in ones} == set()


def test_other_kinds_of_documents() -> None:
    matter = "title: \"A  'b'\"\r\nauthors: [Ann Lee, Bo Ek]\r\ndate: 2026-05-01\r\nupdated: 2026-05-03\r\n"
    markdown = f"---\r\n{matter}---\r\nThe sea is cold today.\r\n".encode()
    assert places(markdown, "a.md") == {
        "title": [("front matter", "\"A 'b'\"")],
        "author": [("front matter", "[Ann Lee, Bo Ek]")],
        "published": [("front matter", "2026-05-01")],
        "modified": [("front matter", "2026-05-03")],
    }
    mail = b"From: Ann Lee <a@b.org>\r\nDate: Tue, 05 May 2026 10:00:00 +0200\r\nSubject: The sea\r\n\r\nThe sea is cold.\r\n"
    found = places(mail, "a.eml")
    assert found["title"] == [("text", "The sea")]
    assert found["author"] == [("text", "Ann Lee")]
    assert found["published"] == [("text", "Date: Tue, 05 May 2026 10:00:00 +0200")]
    rtf = rb"{\rtf1{\info{\title The sea}{\author Ann Lee}}The sea is cold today, the council of the town said on Monday.\par}"
    found = places(rtf, "a.rtf")
    assert (found["title"], found["author"]) == ([("properties", "")], [("properties", "")])
    record = b'{"title": "The sea", "author": "Ren\\u00e9e Lind", "date": "2026-05-01", "text": "The sea is cold today, the council said."}'
    found = places(record, "a.json")
    assert (found["author"], found["published"]) == ([("field", "Renée Lind")], [("field", "2026-05-01")])
    text = "The sea is cold\n\nBy Ann Lee\n\n3 May 2026\n\nThe sea is cold today, the council of the town said on Monday.\n"
    found = places(text.encode(), "a.txt")
    assert {name: found[name] for name in ("title", "author", "published")} == {
        "title": [("text", "The sea is cold")],
        "author": [("text", "Ann Lee")],
        "published": [("text", "3 May 2026")],
    }
