"""Documents of several parts and of pages: their ids, and where their claims are, as they are stored and checked."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimsdb.model.boxes import Box, boxes, outlines, packed, unpacked
from claimsdb.model.document import Document, Drawn, Part, Place
from claimsdb.model.document_ids import ids_of
from claimsdb.model.fault import Fault
from claimsdb.model.intervals import Intervals
from claimsdb.model.letters import letters
from claimsdb.model.parts import Parts
from claimsdb.model.places import joined, seconds, where, within
from claimsdb.model.spans import Span
from claimsdb.model.stretch import Stretch
from claimsdb.normalizer.normalize import normalize
from claimsdb.store.checks.findings import findings
from claimsdb.store.engine import driver
from claimsdb.store.migrations import open_for_writing
from claimsdb.store.seals.checking import check_seals
from claimsdb.store.write.runs import Extractor, RunWriter
from tests import in_parts
from tests.given import Given

CHAPTERS = {
    "ch1.xhtml": "<h1>Bridge &amp; quay</h1><p>The <b>mayor</b> said that the old bridge would close in May.</p>",
    "ch2.xhtml": "<p>Boats sank.</p>\n<p>The café’s quay was closed, and the mayor said nothing.</p>",
}
BOOK = in_parts.packed(CHAPTERS)
PAGES = [
    [
        "The mayor said that the old bridge would",
        "close in May, after four-",
        "teen years.",
        "",
        "The bridge was old, and the",
    ],
    ["bridge was safe.", "", "The quay closed. The quay closed."],
]
PARTS = "SELECT name, byte_start, size_bytes, sha256, height, read_by, picture, resolution FROM parts ORDER BY position"
TAGGER = Given("<1s:The mayor> <1c:said> <1t:that the old bridge would close in May>.")


def save(file: Path, document: Document, fingerprint: str = "given") -> None:
    writer = RunWriter(open_for_writing(file), Extractor("given", fingerprint, {}))
    writer.save("news", normalize(document, TAGGER if fingerprint == "given" else Given("")))
    writer.finish()
    writer.engine.dispose()


def made(kind: str) -> Document:
    return in_parts.unpacked(BOOK) if kind == "parts" else in_parts.drawn(PAGES)


def ask(file: Path, query: str) -> list[Any]:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(query).fetchall()


def faults(file: Path) -> list[Fault]:
    with open_for_writing(file).connect() as connection:
        return list(findings(driver(connection)))


def sound(file: Path) -> bool:
    with open_for_writing(file).connect() as connection:
        return not faults(file) and not check_seals(connection).broken


WHERE = {
    "parts": {
        "Bridge & quay": "ch1.xhtml, paragraph 1",
        "the old bridge would close in May": "ch1.xhtml, paragraph 2",
        "Boats sank": "ch2.xhtml, paragraph 1",
        "The café’s quay was closed, and the mayor said nothing": "ch2.xhtml, paragraph 2",
    },
    "pages": {
        "The mayor said that the old bridge would close in May, after fourteen years": "page 1, lines 1–3",
        "The bridge was old, and the bridge was safe": "page 1, line 5 to page 2, line 1",
        "The quay closed": "page 2, line 3",
    },
}


@pytest.mark.parametrize("kind", WHERE)
def test_parts_places_and_lines_are_stored_and_checked(tmp_path: Path, kind: str) -> None:
    document, file = made(kind), tmp_path / "claims.db"
    save(file, document)
    assert sound(file)
    assert ask(file, PARTS) == [tuple(part) for part in document.parts]
    assert dict(ask(file, "SELECT text, place FROM claims")) == WHERE[kind]
    lines = [
        Drawn(Span(start, end), page, bottom, top, unpacked(edges))
        for start, end, page, bottom, top, edges in ask(
            file, "SELECT d.char_start, d.char_end, page, bottom, top, edges FROM drawn d ORDER BY 1"
        )
    ]
    assert tuple(lines) == document.drawn
    assert ask(file, "SELECT DISTINCT proof FROM documents") == [(str(document.proof),)]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE claims SET place = 'page 9, line 1' WHERE id = 1",
        "UPDATE places SET label = '9' WHERE position = 0",
        "UPDATE parts SET name = name || 'x'",
        "UPDATE claims SET claim_id = 'f' || substr(claim_id, 2) WHERE claim_id NOT LIKE 'f%'",
    ],
)
@pytest.mark.parametrize("kind", WHERE)
def test_what_does_not_follow_from_the_rows_is_a_fault(tmp_path: Path, kind: str, change: str) -> None:
    save(tmp_path / "claims.db", made(kind))
    with closing(sqlite3.connect(tmp_path / "claims.db")) as connection, connection:
        assert connection.execute(change).rowcount
    assert faults(tmp_path / "claims.db")


def test_a_reader_that_reads_other_parts_retires_those_before_and_keeps_ids(tmp_path: Path) -> None:
    """A later version reads a member between the two that this one leaves out: claims keep their ids, and retired ones their parts."""
    file = tmp_path / "claims.db"
    first, second = CHAPTERS.items()
    more = in_parts.packed(dict([first, ("toc.xhtml", "<p>Contents were lost.</p>"), second]))
    before = replace(in_parts.unpacked(BOOK), sha256="a" * 64)
    after = replace(in_parts.unpacked(more), sha256="a" * 64)
    save(file, before, "one")
    ids = set(ask(file, "SELECT claim_id FROM claims"))
    save(file, after, "another")
    assert ids < set(ask(file, "SELECT claim_id FROM claims WHERE status = 'current'"))
    assert ask(file, "SELECT name, retired_by FROM parts ORDER BY id") == [
        ("ch1.xhtml", 2),
        ("ch2.xhtml", 2),
        ("ch1.xhtml", None),
        ("toc.xhtml", None),
        ("ch2.xhtml", None),
    ]
    assert sound(file)
    save(file, before, "one")
    assert ask(file, "SELECT text, status FROM claims WHERE status <> 'current'") == [("Contents were lost", "retired")]
    assert sound(file)
    citation = "SELECT citation FROM citations WHERE claim = 'Contents were lost'"
    assert (
        "toc.xhtml, paragraph 1 (characters 73–91, bytes 3–21 of toc.xhtml; sha256 aaaaaaaaaaaa…)"
        in ask(file, citation)[0][0]
    )


def test_ids_of_pages_do_not_depend_on_the_order_of_glyphs_nor_on_marks() -> None:
    one = replace(in_parts.drawn(PAGES), sha256="a" * 64)
    assert {c.id for c in normalize(one, TAGGER).claims} == {
        c.id for c in normalize(replace(in_parts.drawn(PAGES, order=lambda k: -k), sha256="a" * 64), TAGGER).claims
    }
    assert letters("ﬁ-ne Caf\u00e9 \u00ad12") == letters("fine Cafe\u0301 12") == "fineCafe12"


def test_the_extent_of_a_claim_is_that_of_its_segments_whatever_the_order_of_glyphs(tmp_path: Path) -> None:
    """The words between its segments, which are not the claim's, have the first bytes of the page."""
    pages = [["The bridge will close in May,", "the mayor said,", "and open again in June."]]
    document, file = in_parts.drawn(pages, order=lambda k: k != 1), tmp_path / "claims.db"
    tagger = Given("<1t:The bridge will close in May>, <1s:the mayor> <1c:said>, <1t:and open again in June>.")
    writer = RunWriter(open_for_writing(file), Extractor("given", "given", {}))
    writer.save("news", normalize(document, tagger))
    writer.finish()
    writer.engine.dispose()
    assert (1,) in ask(file, "SELECT max(position) FROM segments GROUP BY claim")
    assert sound(file)


def test_words_that_occur_twice_on_a_page_have_two_ids() -> None:
    document = in_parts.drawn(PAGES)
    ids, text = ids_of(document), document.text
    first = text.index("The quay closed")
    again = text.index("The quay closed", first + 1)
    made_ids = [ids.claim([Span(at, at + 15)]) for at in (first, again)]
    assert len(set(made_ids)) == 2
    assert ids.claim([Span(again, again + 16)]) == made_ids[1]  # a full stop is no letter


LABELS = st.one_of(st.integers(1, 40).map(str), st.sampled_from(["iii", "text", "1.2"]))
PLACES = st.lists(
    st.tuples(
        st.integers(1, 5),
        st.integers(0, 2),
        st.sampled_from(["", "page 3 (iii)", "row 17"]),
        st.sampled_from(["line", "column"]),
        LABELS,
        st.sampled_from(["", "0:03"]),
    ),
    max_size=12,
)


@given(PLACES, st.data())
def test_places_in_words_name_the_first_and_the_last(drawn: Sequence[Any], data: st.DataObject) -> None:
    places, at = list[Place](), 0
    for length, gap, *names in drawn:
        places.append(Place(Span(at + gap, at + gap + length), *names))
        at += gap + length
    span = Span(*sorted((data.draw(st.integers(0, at)), data.draw(st.integers(0, at)))))
    found = within(Intervals((p.span, p) for p in places), [span])
    assert found == [p for p in places if p.span.overlaps(span)]
    words = where(found)
    assert (words is None) == (not found)
    for place in found[:1] + found[-1:]:
        assert words is not None
        assert place.label in words
        assert place.within in words
        assert place.unit in words
    assert seconds(found) is None


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ([("page 3 (iii)", "line", "4"), ("page 3 (iii)", "line", "6")], "page 3 (iii), lines 4–6"),
        ([("page 3", "line", "40"), ("page 4", "line", "2")], "page 3, line 40 to page 4, line 2"),
        ([("footnotes", "paragraph", "2")], "footnotes, paragraph 2"),
        ([("", "cue", "12", "0:03")], "cue 12, 0:03"),
        ([("", "cue", "12", "0:03"), ("", "cue", "13", "0:05")], "cues 12–13, 0:03"),
        ([("row 17", "column", "text")], "row 17, column text"),
        ([("row 17", "column", "headline"), ("row 17", "column", "text")], "row 17, columns headline to text"),
        ([("page 1", "line", "4"), ("page 1", "line", "4")], "page 1, line 4"),
        ([("page 1", "", "")], "page 1"),
        ([], None),
    ],
)
def test_places_in_words(names: Sequence[Sequence[Any]], words: str | None) -> None:
    assert where([Place(Span(k, k + 1), *of) for k, of in enumerate(names)]) == words


def test_places_from_the_outside_in() -> None:
    assert joined("message 2 of 40", "part 1.2, line 3") == "message 2 of 40, part 1.2, line 3"
    assert (joined(None, "line 3"), joined("row 17", None), joined(None, None)) == ("line 3", "row 17", None)


@given(st.lists(st.text("é<&b ", max_size=4).map("<p>{}</p>".format), min_size=1, max_size=4), st.data())
def test_ranges_of_parts_lie_in_them_and_are_those_of_the_stream(texts: list[str], data: st.DataObject) -> None:
    document = in_parts.unpacked(in_parts.packed({f"{k}.xml": text for k, text in enumerate(texts)}))
    length = len(document.text)
    span = Span(*sorted((data.draw(st.integers(0, length)), data.draw(st.integers(0, length)))))
    if not document.map.ranges(span):
        return
    found = Parts(document.parts, document.encoding).of(document.stretch(span))
    assert all(0 <= start < end <= one.part.size for one in found for start, end in one.ranges)
    there = b"".join(document.raw[one.part.start + a : one.part.start + b] for one in found for a, b in one.ranges)
    assert there == b"".join(document.raw[a:b] for a, b in document.map.ranges(span))


@given(st.lists(st.text("abé", min_size=1, max_size=5), min_size=1, max_size=4), st.data())
def test_a_literal_portion_is_cut_where_a_page_ends(lines: list[str], data: st.DataObject) -> None:
    """The glyphs of two pages may follow each other without anything between."""
    stream = "".join(lines)
    parts, at = list[Part](), 0
    for k, line in enumerate(lines, 1):
        parts.append(Part(f"page {k}", at, len(line.encode()), "0" * 64))
        at += len(line.encode())
    start = data.draw(st.integers(0, len(stream) - 1))
    span = Span(start, data.draw(st.integers(start + 1, len(stream))))
    first = len(stream[:start].encode())
    words = span.of(stream)
    found = Parts(parts, "utf-8").of(Stretch(span, Span(first, first + len(words.encode())), words))
    told = [stream.encode()[one.part.start :][: one.part.size][a:b].decode() for one in found for a, b in one.ranges]
    assert "".join(told) == words
    assert next(p.span for one in found for p in one.portions).start == start
    assert all(one.part.start <= p.bytes.start < p.bytes.end <= one.part.end for one in found for p in one.portions)


@given(st.lists(st.floats(-1e5, 1e5, width=32), min_size=2, max_size=9))
def test_edges_are_packed_exactly(edges: list[float]) -> None:
    assert unpacked(packed(edges)) == tuple(edges)


def test_boxes_are_those_of_the_lines_of_a_span() -> None:
    document = in_parts.drawn(PAGES)
    lines = Intervals((line.span, line) for line in document.drawn)
    start = document.text.index("close in May, after fourteen")
    assert boxes(lines, Span(start, start + 28)) == [Box(1, 72, 686, 216, 698), Box(1, 72, 672, 96, 684)]
    within_word = document.text.index("teen")
    assert boxes(lines, Span(within_word + 1, within_word + 3)) == [Box(1, 78, 672, 90, 684)]
    assert boxes(lines, Span(0, 0)) == []


def test_characters_of_a_line_that_is_written_upwards_have_one_box() -> None:
    drawn = [Drawn(Span(k, k + 1), 1, 10.0 + 6 * k, 16.0 + 6 * k, (72.0, 84.0)) for k in range(4)]
    drawn += [Drawn(Span(k, k + 1), 1, 10.0 + 6 * k, 16.0 + 6 * k, (90.0, 102.0)) for k in range(4, 6)]
    lines = Intervals((line.span, line) for line in drawn)
    assert outlines(lines, Span(1, 6)) == [Box(1, 72, 16, 84, 34), Box(1, 90, 34, 102, 46)]
    assert len(boxes(lines, Span(1, 6))) == 5
