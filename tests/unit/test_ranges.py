"""Claims whose words have several byte ranges: stored, numbered, exported, compared and cited by the bytes that are theirs."""

import json
import re
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import claimsdb
from claimsdb.lookup.citations.citation import cited
from claimsdb.lookup.verify.by_hand import command
from claimsdb.lookup.verify.proofs.page import Page
from claimsdb.lookup.verify.verify import verify
from claimsdb.model.document import Document
from claimsdb.model.document_ids import ids_of
from claimsdb.model.errors import PlacelessError
from claimsdb.model.spans import Span
from claimsdb.model.stretch import Stretch, portions
from claimsdb.normalizer.normalize import normalize
from claimsdb.store.migrations import open_for_writing
from claimsdb.store.read.exports import EVERY
from claimsdb.store.write.runs import Extractor, RunWriter
from tests.as_read import page
from tests.conftest import Cli as App
from tests.given import Given

PAGE = """<html><head><title>x</title></head><body><h1>Bridge &amp; quay to close</h1>
<p>The <a href="/m">mayor</a> said
   that the <b>old</b> bridge would close in May, after <i>42</i> years.</p>
<p>Engineers inspected the café’s quay on Monday.</p></body></html>
""".encode()
TAGGER = Given("<1s:The mayor> <1c:said> <1t:that the old bridge would close in May, after 42 years>.")


def save(place: Path, *documents: Document) -> None:
    writer = RunWriter(open_for_writing(place / "claims.db"), Extractor("given", TAGGER.fingerprint, {}))
    for document in documents:
        writer.save("news", normalize(document, TAGGER))
    writer.finish()
    writer.engine.dispose()


@pytest.fixture
def database(tmp_path: Path) -> Path:
    save(tmp_path, page(PAGE))
    return tmp_path / "claims.db"


def exported(database: Path, kind: str) -> list[Any]:
    with open_for_writing(database).connect() as connection:
        found: list[Any] = json.loads(json.dumps(list(EVERY[kind](connection))))
    return found


def words(ranges: list[list[int]]) -> str:
    """What a person reads in these bytes of the page."""
    cut = b"".join(PAGE[start:end] for start, end in ranges).decode()
    return " ".join(unescape(re.sub("<[^>]*>", "", cut)).split())


def pieces(value: Any) -> Iterator[Any]:
    if isinstance(value, dict) and "byte_start" in value and "text" in value:
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from pieces(inner)


def test_pieces_have_their_ranges_and_only_if_there_are_several(database: Path) -> None:
    found = list(pieces([exported(database, "claims"), exported(database, "attributions")]))
    assert {piece["text"]: len(piece["ranges"]) for piece in found if "ranges" in piece} == {
        "The mayor": 2,
        "the old bridge would close in May, after 42 years": 5,
        "that the old bridge would close in May, after 42 years": 5,
    }
    for piece in found:
        ranges = piece.get("ranges", [[piece["byte_start"], piece["byte_end"]]])
        assert words(ranges) == piece["text"]
        assert (ranges[0][0], ranges[-1][1]) == (piece["byte_start"], piece["byte_end"])
    assert "Bridge & quay to close" in {piece["text"] for piece in found}


def test_ids_come_from_the_ranges_and_not_from_the_text_that_a_reader_makes(database: Path) -> None:
    """Another reader takes more of the page for its text: the words have other offsets and the same ids."""
    before = {claim["id"]: claim for claim in exported(database, "claims")}
    more = page(PAGE.replace(b"<title>x</title>", b"<p    >x</p    >"))
    document = Document(**{name: getattr(more, name) for name in Document.__slots__} | {"sha256": page(PAGE).sha256})
    writer = RunWriter(open_for_writing(database), Extractor("given", "another", {}))
    writer.save("news", normalize(document, TAGGER))
    writer.finish()
    writer.engine.dispose()
    after = {claim["id"]: claim for claim in exported(database, "claims")}
    assert before.keys() == after.keys() - {k for k, claim in after.items() if claim["text"] == "x"}
    for key, claim in before.items():
        old, new = claim["segments"][0], after[key]["segments"][0]
        assert new["start"] == old["start"] + 3
        assert {k: v for k, v in new.items() if k not in ("start", "end")} == {
            k: v for k, v in old.items() if k not in ("start", "end")
        }
    with open_for_writing(database).connect() as connection:
        assert verify(connection, database, {}).faults == []


def test_text_files_have_no_ranges_and_an_id_by_code_points(tmp_path: Path) -> None:
    document = claimsdb.read("Der Café’s quay closed.\n".encode(), "a.txt")
    save(tmp_path, document)
    with closing(sqlite3.connect(tmp_path / "claims.db")) as connection:
        assert connection.execute("SELECT count(*) FROM ranges").fetchall() == [(0,)]
    assert ids_of(document).claim([Span(0, 3)]) == "c8c175b72a81761898d7"


def test_a_citation_shows_its_ranges(database: Path) -> None:
    (claim,) = (c for c in exported(database, "claims") if c["attribution"] == "reported")
    with open_for_writing(database).connect() as connection:
        (citation,) = cited(connection, [claim["id"]])
    assert citation.as_record()["ranges"] == claim["segments"][0]["ranges"]
    for said in (citation.as_text(), citation.as_markdown().replace("\\", "")):
        assert "bytes 120–124, 127–130, 134–168, 171–173, 177–183; sha256" in said


REPORT = """<h1>Bridge &amp; quay to close</h1>
<p>The <a href="/b">old bridge over   the river</a> Tamer will close in May after engineers found cracks in four of its <i>pillars</i>,
the mayor, Ana Ito, said on <a>Monday</a>.</p>
<p>The repair will <b>cost</b> {cost}&nbsp;million euros and may take two years, the ministry of transport said on Monday in a statement
that it gave to (Reuters).</p>
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with two pages that share a passage and contradict each other, a text file, and the database over it."""
    (tmp_path / "news").mkdir()
    for name, cost in (("a.html", "<u>1</u>2"), ("b.html", "15")):
        (tmp_path / "news" / name).write_text(REPORT.format(cost=cost), "utf-8")
    (tmp_path / "news" / "c.txt").write_text("The café’s quay, the mayor said, is “safe &amp; sound”.\n", "utf-8")
    claimsdb.ingest(tmp_path / "news", tmp_path / "claims.db", jobs=0)
    return tmp_path


def test_what_comparing_finds_has_the_bytes_of_its_words(place: Path) -> None:
    with closing(sqlite3.connect(place / "claims.db")) as connection:
        columns = "{0}byte_start, {0}byte_end, {0}text"
        query = " UNION ".join(
            f"SELECT d.path, {columns.format(other)} FROM {table} JOIN documents d ON d.id = {key}"
            for table, other, key in (
                ("shared_passages", "", "document"),
                ("shared_passages", "other_", "other"),
                ("contradictions k JOIN claims c ON c.id = k.claim", "k.", "c.document"),
                ("contradictions k JOIN claims c ON c.id = k.other", "k.other_", "c.document"),
            )
        )
        rows = connection.execute(query).fetchall()
    assert {text for _, _, _, text in rows if len(text) < 30} == {"12", "15"}
    assert max(len(text) for *_, text in rows) > 100
    for path, start, end, text in rows:
        cut = (place / "news" / path).read_bytes()[start:end]
        assert " ".join(unescape(re.sub("<[^>]*>", "", cut.decode())).split()) == " ".join(text.split())
    values = [value for conflict in exported(place / "claims.db", "conflicts") for value in conflict["values"]]
    assert sorted(len(value.get("ranges", [1])) for value in values) == [1, 2]


@given(st.data())
def test_parts_of_a_stretch_have_the_ranges_of_the_map(data: st.DataObject) -> None:
    parts = st.sampled_from(["fish ", "é’s ", "<b>", "</b>", "&amp;", " \n ", "<p>", "<!-- x -->"])
    document = page(("<p>" + "".join(data.draw(st.lists(parts, max_size=12)))).encode())
    size = len(document.text)
    start = data.draw(st.integers(0, size))
    whole = Span(start, data.draw(st.integers(start, size)))
    inner = Span(*sorted((data.draw(st.integers(*whole)), data.draw(st.integers(*whole)))))
    if not document.map.ranges(whole) or not inner.length:
        return
    stretch = Stretch(whole, Span(*document.map.hull(whole)), whole.of(document.text), portions(document.map, whole))
    assert stretch.ranges == document.map.ranges(whole)
    expected = document.map.ranges(inner)
    if not expected:
        with pytest.raises(PlacelessError):
            stretch.part(inner.shift(-whole.start), "utf-8")
        return
    part = stretch.part(inner.shift(-whole.start), "utf-8")
    assert (part.text, part.ranges, part.bytes) == (inner.of(document.text), expected, document.map.hull(inner))


def test_verify_proves_each_stretch_by_its_bytes(place: Path, app: App) -> None:
    checked = app("verify", "--json").json
    assert (checked["holds"], checked["broken"]) == (True, [])
    assert checked["proofs"] == {"bytes": checked["segments"]}
    assert f"0 broken, {checked['segments']} proved by their bytes." in app("verify").out


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ("UPDATE ranges SET byte_start = byte_start + 1, byte_end = byte_end + 1 WHERE how = 'reference'", "its bytes"),
        ("UPDATE segments SET byte_end = byte_end - 1 WHERE text LIKE '%old bridge%'", "its words are in"),
        ("UPDATE blocks SET text = replace(text, 'old', 'new')", "its bytes 'The old bridge"),
        ("UPDATE claims SET line = line + 1", "line"),
    ],
)
def test_verify_finds_what_is_not_in_the_file(place: Path, app: App, change: str, why: str) -> None:
    with closing(sqlite3.connect(place / "claims.db")) as connection, connection:
        assert connection.execute(change).rowcount
    checked = app("verify", "--json").json
    said = checked["broken"] or [f"{f['column']}" for f in checked["faults"] if f["check"] == "sources"]
    assert any(why in line for line in said)


def test_show_prints_the_command_that_shows_the_words_without_us(place: Path, app: App) -> None:
    for claim in app("export", "claims").lines:
        told = app("show", claim["id"], "--json").json["by_hand"]
        assert (told["proof"], told["holds"]) == ("bytes", True)
        assert [s["ranges"] for s in told["segments"]] == [
            s.get("ranges", [[s["byte_start"], s["byte_end"]]]) for s in claim["segments"]
        ]
        shown = app("show", claim["id"]).out
        for segment in told["segments"]:
            assert segment["command"] in shown
            cut = subprocess.run(["bash", "-c", segment["command"]], capture_output=True, check=True).stdout.decode()
            assert " ".join(unescape(cut).split()) == " ".join(unescape(segment["text"]).split())
    (place / "news").rename(place / "gone")
    assert app("show", claim["id"], "--json").json["by_hand"]["holds"] is None


@pytest.mark.parametrize("name", ["it’s $(here).txt", "-n;x'.txt", "a\x1b[1mb\n.txt", 'b"\\ é.txt'])
def test_the_command_is_safe_whatever_the_file_is_called(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"0123456789")
    for file, at in ((name, tmp_path), (str(tmp_path / name), Path("/"))):
        told = command(file, {"byte_start": 2, "byte_end": 10, "ranges": [[2, 4], [7, 10]]})
        assert told.isprintable()
        assert subprocess.run(["bash", "-c", told], cwd=at, capture_output=True, check=True).stdout == b"23789"


def test_an_annotation_selects_bytes_and_words_of_the_file(place: Path, app: App) -> None:
    claim = next(c for c in app("export", "claims").lines if "ranges" in c["segments"][0])
    target = json.loads(app("cite", claim["id"], "--format", "annotation").out)["target"]
    assert target["source"].startswith("ni:///sha-256;")
    words, of_bytes = target["selector"]  # code points would not count in the file
    assert (words["type"], words["exact"]) == ("TextQuoteSelector", claim["text"])
    ranges = claim["segments"][0]["ranges"]
    assert of_bytes == {"type": "DataPositionSelector", "start": ranges[0][0], "end": ranges[-1][1]}


def test_spaces_at_the_ends_of_a_paragraph_belong_to_no_claim(tmp_path: Path) -> None:
    raw = "<!doctype html><h1>Fish</h1><p>&nbsp;The quay was closed.&nbsp;</p><p>&nbsp;</p><p>\u2003Boats sank.\xa0</p>".encode()
    document = claimsdb.read(raw, "a.html")
    found = normalize(document, TAGGER)
    assert [claim.text(document.text) for claim in found.claims] == ["Fish", "The quay was closed", "Boats sank"]


PARTS = st.sampled_from(
    [
        "fish",
        " ",
        "\n  ",
        "&amp;",
        "&#8217;",
        "&#x81;",
        "&#1;",
        "&copy",
        "é",
        "<b>",
        "</b>",
        "a < b",
        "<!-- <i> -->",
        "&",
        "&#0;",
    ]
)


def proved(document: Document, span: Span) -> bool:
    """Whether the bytes of a span, and those of its second half, give its words."""
    proof = Page(document.raw, document.encoding)
    stretch = Stretch(span, Span(*document.map.hull(span)), span.of(document.text), portions(document.map, span))
    half = Span(span.length // 2, span.length)
    parts = (
        [stretch, stretch.part(half, document.encoding)] if document.map.ranges(half.shift(span.start)) else [stretch]
    )
    return all(proof.words(part) == part.text for part in parts)


@given(st.lists(PARTS, max_size=15))
def test_the_proof_agrees_with_the_small_reader_on_any_page(parts: list[str]) -> None:
    document = page(("<p>" + "".join(parts)).encode())
    span = Span(0, len(document.text))
    assert not document.map.ranges(span) or proved(document, span)


@given(
    st.lists(PARTS, max_size=15),
    st.sampled_from(["p", "title", "textarea", "xmp", "pre", "td", "noscript", "b hidden"]),
)
def test_the_proof_agrees_with_the_reader_on_any_page(parts: list[str], tag: str) -> None:
    raw = f"<!doctype html><h1>Fish</h1><p>The quay was closed, she said.</p><{tag}>{''.join(parts)}</{tag}>".encode()
    document = claimsdb.read(raw, "a.html")
    assert document.is_as_read
    assert all(proved(document, passage.span) for passage in document.passages)


@pytest.mark.parametrize(
    ("before", "cut", "after", "words"),
    [
        ("<p>", "Tom &amp; Jerry", "</p>", "Tom & Jerry"),
        ("<p>", "a  \n b", "</p>", "a b"),
        ("<p>", "1 < 2 &lt; 3", "</p>", "1 < 2 < 3"),
        ('<img alt="', "a <b> &copy=1", '">', "a <b> &copy=1"),
        ("<title>", "a <b> &amp; c", "</title>", "a <b> & c"),
        ("<xmp>", "a <b> &amp; c", "</xmp>", "a <b> &amp; c"),
        ("<p>", "&#x80;&#1;&#0;", "</p>", "€\x01\ufffd"),
    ],
)
def test_what_bytes_say_where_they_are(before: str, cut: str, after: str, words: str) -> None:
    start = len(before.encode())
    of = Span(start, start + len(cut.encode()))
    proof = Page(f"{before}{cut}{after}".encode(), "utf-8")
    assert proof.words(Stretch(Span(0, len(words)), of, words)) == words
    assert proof.words(Stretch(Span(0, len(words)), of, words[::-1])) != words[::-1]


@pytest.mark.parametrize("cut", ["old <b>bridge</b>", "old<!-- x -->", "Tom &amp; Jerry"])
def test_markup_and_references_are_not_words(cut: str) -> None:
    raw = f"<p>{cut}</p>".encode()
    stretch = Stretch(Span(0, len(cut)), Span(3, 3 + len(cut)), cut)
    assert Page(raw, "utf-8").words(stretch) != cut
