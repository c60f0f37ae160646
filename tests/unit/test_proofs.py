"""Words of documents of several parts: proved by their parts, cited by part and page, shown by hand, exported."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimsdb.lookup.citations.annotation import as_annotation
from claimsdb.lookup.citations.citation import Citation, cited
from claimsdb.lookup.citations.links import fragment_url
from claimsdb.lookup.database import Database
from claimsdb.lookup.verify.by_hand import command
from claimsdb.lookup.verify.proofs.members import Members
from claimsdb.lookup.verify.proofs.proof import proof_of
from claimsdb.model.document import Container, Document, Place
from claimsdb.model.spans import Span
from claimsdb.normalizer.normalize import normalize
from claimsdb.store.folders import Folders
from claimsdb.store.migrations import open_for_writing
from claimsdb.store.read.claims import claims
from claimsdb.store.read.exports import EVERY
from claimsdb.store.read.records import InFile
from claimsdb.store.write.runs import Extractor, RunWriter
from tests import in_parts
from tests.given import Given
from tests.web.test_pages import served

CHAPTERS = {
    "a [1].xhtml": "<h1>Bridge &amp; quay</h1><p>The <b>old</b> bridge would close in May.</p>",
    "b.xhtml": "<p>The café’s quay was closed.</p>",
}
BOOK = in_parts.packed(CHAPTERS)
PAGES = [["The bridge would close in May, after", "years of repair, and the"], ["quay was old."]]


def save(place: Path, document: Document, raw: bytes) -> Path:
    (place / "news").mkdir(exist_ok=True)
    (place / "news" / document.path).write_bytes(raw)
    folders = Folders(place / "claims.db")
    folders.note("news", place / "news")
    folders.save()
    writer = RunWriter(open_for_writing(place / "claims.db"), Extractor("given", "given", {}))
    writer.save("news", normalize(document, Given("")))
    writer.finish()
    writer.engine.dispose()
    return place / "claims.db"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return save(tmp_path, in_parts.unpacked(BOOK), BOOK)


def citations(database: Path) -> dict[str, Citation]:
    with open_for_writing(database).connect() as connection:
        found = {claim["text"]: claim["id"] for claim in claims(connection)}
        return dict(zip(found, cited(connection, list(found.values())), strict=True))


def test_the_members_of_a_file_prove_its_words(book: Path) -> None:
    with Database(book) as database:
        report = database.verify()
    assert (report.faults, report.broken, report.holds) == ([], [], True)
    assert report.proofs == {"stream": report.segments}


@pytest.mark.parametrize(
    "change",
    [
        {"b.xhtml": "<p>The café’s quay was opened.</p>"},
        {"b.xhtml": None},
        {"b.xhtml": "<p>The café’s quay was closed</p>."},
    ],
)
def test_a_member_that_is_not_as_it_was_proves_nothing(change: Mapping[str, str | None]) -> None:
    document = in_parts.unpacked(BOOK)
    other = in_parts.packed({name: text for name, text in {**CHAPTERS, **change}.items() if text is not None})
    proof = proof_of(document.media_type, other, document.encoding, document.parts)
    assert len(proof.faults) == 1
    assert "b.xhtml" in proof.faults[0]
    for passage in document.passages:
        stretch = document.stretch(passage.span)
        assert proof.verdict(stretch).holds == (stretch.bytes.end <= document.parts[0].end)


def test_a_damaged_file_proves_nothing() -> None:
    document = in_parts.unpacked(BOOK)
    for raw in (BOOK[:-30], b"", BOOK.replace(b"PK", b"KP"), bytes(b ^ 1 for b in BOOK)):
        proof = proof_of(document.media_type, raw, document.encoding, document.parts)
        assert proof.faults
        assert not any(proof.verdict(document.stretch(p.span)).holds for p in document.passages)


def test_a_member_is_decoded_as_it_declares() -> None:
    text = '<?xml version="1.0" encoding="iso-8859-1"?><p>café &amp; quay</p>'
    raw = in_parts.packed({"a.xml": text.encode("latin-1"), "b.xml": f"\ufeff{text}".encode("utf-16")})
    parts = in_parts.parts_of(raw)
    proof = Members(raw, "utf-8", parts)
    first = text.index("café")
    assert next(proof.readings(first, first + 15)) == "café & quay"
    start = parts[1].start + 4 + 2 * first
    assert next(proof.readings(start, start + 30)) == "café & quay"


@given(st.lists(st.text("a é&<ﬁ", max_size=5), min_size=1, max_size=3), st.data())
def test_any_words_of_members_are_proved(texts: list[str], data: st.DataObject) -> None:
    members = {f"{k}.xml": f"<p>{text.replace('&', '&amp;').replace('<', '&lt;')}</p>" for k, text in enumerate(texts)}
    raw = in_parts.packed(members)
    document = in_parts.unpacked(raw)
    length = len(document.text)
    span = Span(*sorted((data.draw(st.integers(0, length)), data.draw(st.integers(0, length)))))
    if document.map.ranges(span):
        proof = proof_of(document.media_type, raw, document.encoding, document.parts)
        assert proof.faults == ()
        assert proof.verdict(document.stretch(span)).holds


def test_a_citation_of_a_member_counts_from_its_beginning(book: Path) -> None:
    found = citations(book)
    one, other = found["The old bridge would close in May"], found["The café’s quay was closed"]
    said = "“Bridge & quay”, book.epub, a [1].xhtml, paragraph 2 (characters 15–48, bytes 29–33, 36–39, 43–69 of a [1].xhtml; sha256 "
    assert said in one.as_text()
    record = other.as_record()
    assert (record["place"], record["proof"], record["part"]) == ("b.xhtml, paragraph 1", "stream", "b.xhtml")
    raw = CHAPTERS["b.xhtml"].encode()
    assert raw[record["byte_start"] : record["byte_end"]].decode() == record["exact"]
    (selector,) = (s for s in other.as_annotation()["target"]["selector"] if s["type"] == "FragmentSelector")  # type: ignore[index]
    assert selector == {
        "type": "FragmentSelector",
        "value": "b.xhtml",
        "refinedBy": {"type": "DataPositionSelector", "start": 3, "end": record["byte_end"]},
    }


def test_exports_say_part_place_and_proof(book: Path) -> None:
    with open_for_writing(book).connect() as connection:
        found: dict[str, Any] = {kind: json.loads(json.dumps(list(EVERY[kind](connection)))) for kind in EVERY}
    assert {(c["place"], c["proof"]) for c in found["claims"]} == {
        ("a [1].xhtml, paragraph 1", "stream"),
        ("a [1].xhtml, paragraph 2", "stream"),
        ("b.xhtml, paragraph 1", "stream"),
    }
    (segment,) = found["claims"][1]["segments"]
    assert segment["part"] == "a [1].xhtml"
    raw = CHAPTERS["a [1].xhtml"].encode()
    assert b"".join(raw[a:b] for a, b in segment["ranges"]).decode() == segment["text"]
    assert [(b["part"], b["byte_start"]) for b in found["blocks"]] == [
        ("a [1].xhtml", 4),
        ("a [1].xhtml", 29),
        ("b.xhtml", 3),
    ]
    assert [s["part"] for s in found["sentences"]] == [b["part"] for b in found["blocks"]]
    assert found["documents"][0]["proof"] == "stream"


def test_show_prints_how_to_unpack_a_member(book: Path, app: Callable[..., Any]) -> None:
    claim = citations(book)["The old bridge would close in May"].claim
    told = app("show", claim["id"], "--json").json["by_hand"]
    assert (told["proof"], told["holds"]) == ("stream", True)
    file = book.parent / "news" / "book.epub"
    assert told["segments"][0]["command"].split("; ")[0] == (
        f"unzip -p {file} 'a \\[1\\].xhtml' | tail -c +30 | head -c 4"
    )
    assert "paragraph 2" in app("show", claim["id"]).out


def test_a_part_of_a_file_in_another_is_unpacked_twice() -> None:
    where: InFile = {"byte_start": 3, "byte_end": 9, "part": "b.xhtml"}
    copy = '"${TMPDIR:-/tmp}/document.zip"'
    assert command("a.zip", where, None, ("unzip -p {} book.epub",)) == (
        f"unzip -p ./a.zip book.epub > {copy}; unzip -p {copy} b.xhtml | tail -c +4 | head -c 6"
    )
    assert command("a.tar", where, 512) == ""  # nobody knows where it ends


@pytest.fixture
def report(tmp_path: Path) -> Path:
    return save(tmp_path, replace(in_parts.drawn(PAGES), size_bytes=4), b"%PDF")


def test_a_citation_of_a_page_says_page_and_boxes(report: Path) -> None:
    (one,) = citations(report).values()
    assert ", report.pdf, page 1, line 1 to page 2, line 1 (characters 0–74; sha256 " in one.as_text()
    (segment,) = one.claim["segments"]
    assert (segment["byte_start"], segment["byte_end"], segment["page"]) == (None, None, 1)
    assert segment["boxes"] == [[72, 700, 288, 712], [72, 686, 216, 698]]
    assert segment["further"] == [{"byte_start": None, "byte_end": None, "page": 2, "boxes": [[72, 700, 144, 712]]}]
    target: Any = one.as_annotation()["target"]
    assert target["type"] == "Composite"
    words, *on_pages = [item["selector"] for item in target["items"]]
    assert [s["exact"] for s in words] == [segment["text"]]
    fragments = [s["value"] for (s,) in on_pages]
    assert fragments == ["page=1&viewrect=72,80,216,26", "page=2&viewrect=72,80,72,12"]
    assert fragment_url({**one.place, "url": "https://example.org/r.pdf#x"}) == "https://example.org/r.pdf#page=1"


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("https://www.youtube.com/watch?v=abc&t=9", "https://www.youtube.com/watch?v=abc&t=3s"),
        ("https://youtu.be/abc", "https://youtu.be/abc?t=3s"),
        ("https://example.org/a.mp4#x", "https://example.org/a.mp4#t=3.25"),
        (None, None),
    ],
)
def test_what_is_said_links_to_its_time(tmp_path: Path, address: str | None, link: str | None) -> None:
    document = in_parts.unpacked(BOOK)
    cues = tuple(Place(p.span, "", "cue", str(k), "0:03", 3.25) for k, p in enumerate(document.passages, 12))
    one = citations(save(tmp_path, replace(document, places=cues), BOOK))["Bridge & quay"]
    assert one.place["place"] == "cue 12, 0:03"
    place = {**one.place, "url": address}
    assert fragment_url(place) == link  # type: ignore[arg-type]
    target: Any = as_annotation(one.claim, place)["target"]  # type: ignore[arg-type]
    if address:
        of_file, said = target
        assert (said["source"], said["selector"]["value"]) == (address, "t=3.25")
        target = of_file
    assert target["source"].startswith("ni:")


def test_pages_say_where_claims_are_in_a_file_of_several_parts(book: Path) -> None:
    get = served(book)
    one = citations(book)["The café’s quay was closed"]
    shown = get(f"/-/claims/{one.claim['id']}").text
    assert "book.epub, b.xhtml, paragraph 1" in shown
    size = len(one.place["exact"].encode())
    assert f"bytes 3–{3 + size} of b.xhtml" in shown
    assert f"unzip -p ./book.epub b.xhtml | tail -c +4 | head -c {size}" in shown
    document = get(f"/-/documents/{one.place['sha256'][:20]}").text
    assert [document.count(f'<span class="kind">{name}</span>') for name in CHAPTERS] == [1, 1]
    assert "<dd>stream</dd>" in document


def test_a_document_in_a_file_says_where_it_is_there(tmp_path: Path) -> None:
    document = replace(in_parts.unpacked(BOOK), path="a.mbox/2", container=Container("a.mbox", "message 2 of 40"))
    (tmp_path / "news" / "a.mbox").mkdir(parents=True)
    database = save(tmp_path, document, BOOK)
    one = citations(database)["Bridge & quay"]
    assert one.claim["place"] == "message 2 of 40, a [1].xhtml, paragraph 1"
    assert ", a.mbox/2, message 2 of 40, a [1].xhtml, paragraph 1 (" in one.as_text()
    with Database(database) as opened:
        (row,) = opened.sql("SELECT place, citation FROM citations WHERE claim = 'Bridge & quay'")
    assert row["place"] == one.claim["place"]
    assert str(row["citation"]) in one.as_text()
    (tmp_path / "news" / "a.mbox" / "2").unlink()
    shown = served(database)(f"/-/claims/{one.claim['id']}").text
    assert f"<code>claimsdb show {one.claim['id'][:8]}</code> prints how to see them in a.mbox by hand." in shown
