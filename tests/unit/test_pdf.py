"""PDFs: text, passages, places and boxes of pages that are made here, and of files that many programs have made."""

from contextlib import suppress
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimsdb.model.errors import UnreadableError
from claimsdb.model.source_map import How
from claimsdb.model.spans import Span
from claimsdb.reading.pdf import pages
from claimsdb.reading.reading import Reading, Settings
from tests.made_pdf import lines, pdf

FILES = Path(__file__).parents[1] / "files" / "pdf"

LEFT = """
The council will rebuild the quay in
May, the mayor said on Tuesday. She
added that the work would be very diffi-
cult, and that the old quay was unsafe.
The ﬁshermen of the town were told on
Monday. Their boats will lie in another
"""
RIGHT = """
harbour for nine months, which is far
away. Nobody had asked them, they said.
It is a well-known and a long-standing
quarrel. The ﬂeet has sixty boats, and
most of them are old. They will not
return, the ﬁshermen said on Monday.
"""


def read(raw: bytes) -> Reading:
    found = pages.read(raw, "a.pdf", Settings())
    checked(found)
    return found


def checked(found: Reading) -> None:
    """The map leads to the glyphs, places and lines are in the order of the text, and there is an edge for each character."""
    stream = found.stream or b""
    assert b"".join(stream[p.start : p.start + p.size] for p in found.parts) == stream
    for run in found.map.runs():
        if run.how is How.LITERAL:
            assert stream[run.byte_start : run.byte_end].decode() == found.text[run.start : run.end]
        elif run.how is How.NONE:
            assert found.text[run.start : run.end].isspace()
    for spans in ([p.span for p in found.passages], [p.span for p in found.places], [d.span for d in found.drawn]):
        assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(len(line.edges) == line.span.length + 1 for line in found.drawn)
    assert all(found.text[p.span.start].strip() and found.text[p.span.end - 1].strip() for p in found.passages)


def told(found: Reading) -> list[tuple[str | None, str]]:
    return [(p.role, p.span.of(found.text)) for p in found.passages]


def test_columns_are_read_one_after_the_other_and_words_are_whole() -> None:
    found = read(pdf([[(40, 550, 18, "The quay will close"), *lines(40, 500, LEFT), *lines(230, 500, RIGHT)]]))
    assert told(found) == [
        ("title", "The quay will close"),
        (
            None,
            "The council will rebuild the quay in May, the mayor said on Tuesday. She added that the work would be very difficult, "
            "and that the old quay was unsafe. The fishermen of the town were told on Monday. Their boats will lie in another "
            "harbour for nine months, which is far away. Nobody had asked them, they said. It is a well-known and a long-standing "
            "quarrel. The fleet has sixty boats, and most of them are old. They will not return, the fishermen said on Monday.",
        ),
    ]
    start = found.text.index("difficult")
    ranges = found.map.ranges(Span(start, start + len("difficult")))
    assert [(found.stream or b"")[a:b] for a, b in ranges] == [b"diffi", b"cult"]


def test_lines_have_their_places_and_boxes() -> None:
    found = read(
        pdf([lines(40, 500, "One line of a text that is\nread on a page of a book.")], labels="0<</S/r/St 3>>")
    )
    assert [(p.within, p.unit, p.label, p.span.of(found.text)) for p in found.places] == [
        ("page 1 (iii)", "line", "1", "One line of a text that is"),
        ("page 1 (iii)", "line", "2", "read on a page of a book."),
    ]
    first, second = found.drawn
    assert (first.page, first.edges[0], second.edges[0]) == (1, 40.0, 40.0)
    assert first.bottom < 500 < first.top
    assert list(first.edges) == sorted(first.edges)


def test_notes_and_what_is_around_pages_do_not_interrupt_sentences() -> None:
    foot = [(40, 60, 7, "1 An inspection found cracks in eleven of its pillars.")]
    body = "The quay is closed for nine months since its\npillars are broken, the council said on Monday, and\nthe work on the"
    after = "old quay will cost fourteen million pounds, which\nthe town does not have."
    head = [(40, 580, 8, "The Kilbride Courier")]
    found = read(
        pdf(
            [
                [*head, *lines(40, 500, body), *foot, (200, 20, 8, "1")],
                [*head, *lines(40, 500, after), (200, 20, 8, "2")],
            ]
        )
    )
    assert told(found) == [
        (None, " ".join(f"{body}\n{after}".split())),
        (None, "1 An inspection found cracks in eleven of its pillars."),
        ("boilerplate", "The Kilbride Courier\n1"),
        ("boilerplate", "The Kilbride Courier\n2"),
    ]


def test_the_mark_of_a_note_is_not_in_its_sentences() -> None:
    text = [(40, 500, 10, "The quay is unsafe."), (127.3, 504, 6, "2"), (132, 500, 10, "It will close in May.")]
    notes = [
        "2 An inspection found cracks.",
        "7 pillars were found broken.",
        "† The council did not say so.",
        "4. Ask the mayor.",
    ]
    found = read(
        pdf(
            [
                [
                    *text,
                    *lines(40, 470, "It will open again, but nobody knows when.\nThe mayor said so on Monday."),
                    *lines(40, 90, "\n".join(notes), size=7, step=20),
                ]
            ]
        )
    )
    marks = {p.span.of(found.text): [gap.of(found.text) for gap in p.gaps] for p in found.passages}
    assert [marks[note] for note in notes] == [["2"], [], ["†"], []]


def test_raised_marks_of_notes_are_not_in_the_sentence() -> None:
    found = read(
        pdf([[(40, 500, 10, "The quay is unsafe."), (127.3, 504, 6, "2"), (132, 500, 10, "It will close in May.")]])
    )
    (passage,) = found.passages
    assert passage.span.of(found.text) == "The quay is unsafe.2 It will close in May."
    assert [gap.of(found.text) for gap in passage.gaps] == ["2"]


def test_numbers_of_lines_are_no_words_and_name_the_lines() -> None:
    said = [f"MR. SMITH: Answer number {k} is what I said." for k in range(1, 9)]
    page = [
        w for k, words in enumerate(said, 1) for w in ((30, 600 - 24 * k, 10, str(k)), (80, 600 - 24 * k, 10, words))
    ]
    found = read(pdf([page]))
    text = [words for role, words in told(found) if role != "boilerplate"]
    assert text == said
    assert told(found)[-1] == ("boilerplate", "1\n2\n3\n4\n5\n6\n7\n8")
    assert [p.label for p in found.places[:8]] == [str(k) for k in range(1, 9)]


def test_tables_are_read_by_row() -> None:
    rows = [
        ("Work", "Cost", "Weeks"),
        ("Western quay", "9,100", "24"),
        ("Fish market", "3,600", "11"),
        ("Lights", "1,500", "6"),
    ]
    page = [
        (x, 500 - 14 * k, 10, cell) for k, row in enumerate(rows) for x, cell in zip((40, 160, 260), row, strict=True)
    ]
    found = read(pdf([page]))
    assert told(found) == [("list_item", "\t".join(row)) for row in rows]


def test_cells_of_several_lines_are_whole() -> None:
    rows = {
        500: ("Repairs of the western", "9,100", "24"),
        489: ("quay and of its broken pil-",),
        478: ("lars",),
        460: ("Market", "3,600", "11"),
        442: ("Lights", "1,500", "6"),
        431: ("Trees", "1,200", "6"),
        413: ("All", "15,400", "47"),
    }
    page = [(x, y, 10, words) for y, cells in rows.items() for x, words in zip((40, 180, 260), cells, strict=False)]
    found = read(pdf([page]))
    assert told(found) == [
        ("list_item", "Repairs of the western quay and of its broken pillars\t9,100\t24"),
        ("list_item", "Market\t3,600\t11"),
        ("list_item", "Lights\t1,500\t6"),
        ("list_item", "Trees\t1,200\t6"),
        ("list_item", "All\t15,400\t47"),
    ]
    assert [p.label for p in found.places] == ["1", "2", "3", "1", "1", "4", "5", "6", "7"]


def test_cells_whose_edge_drifts_keep_their_words() -> None:
    rows = {
        500: ((40, "Repairs of the western"), (180, "For nine months of the"), (320, "9,100")),
        489: ((45, "quay and of its broken"), (180, "year, or for longer if it")),
        478: ((50, "harbour lights"), (180, "rains")),
        460: ((40, "Market"), (180, "At once"), (320, "3,600")),
        442: ((40, "Lights"), (180, "In May"), (320, "1,500")),
    }
    found = read(pdf([[(x, y, 10, words) for y, cells in rows.items() for x, words in cells]]))
    assert [words for _, words in told(found)] == [
        "Repairs of the western quay and of its broken\tFor nine months of the year, or for longer if it\t9,100",
        "harbour lights\trains",
        "Market\tAt once\t3,600",
        "Lights\tIn May\t1,500",
    ]


def test_headings_captions_and_items() -> None:
    prose = "The work will cost fourteen million pounds, by the\nestimate of the council, and will take nine months."
    page = [
        (40, 540, 10, "*What it costs"),
        *lines(40, 520, prose),
        (40, 480, 10, "- The western quay comes first."),
        (40, 466, 10, "- The ﬁsh market is next."),
        (40, 430, 9, "Figure 2: The harbour in March."),
    ]
    assert [role for role, _ in told(read(pdf([page])))] == ["heading", None, "list_item", "list_item", "image"]


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_pages_that_are_turned_read_the_same(turned: int) -> None:
    page = lines(40, 500, LEFT)
    upright, made = read(pdf([page])), read(pdf([page], turned=turned))
    assert made.text == upright.text
    width, height = (600, 440) if turned % 180 else (440, 600)
    assert all(0 <= x <= width for line in made.drawn for x in line.edges)
    assert all(0 <= line.bottom < line.top <= height for line in made.drawn)


def test_words_that_nobody_sees_are_left_out_and_said() -> None:
    seen = lines(40, 500, "The council will rebuild the quay in May.")
    hidden = b"BT 1 1 1 rg /F1 10 Tf 40 300 Td (Buy our shares now.) Tj 0 g ET\n"
    found = read(pdf([seen], before=hidden))
    assert found.text == "The council will rebuild the quay in May."
    assert [p.code for p in found.problems] == ["hidden_words"]
    assert b"shares" in (found.stream or b"")


def test_words_without_characters_are_said() -> None:
    codes = {code: chr(0xF000 + code) if chr(code).isalpha() else chr(code) for code in range(32, 127)}
    page = [*lines(40, 500, LEFT.replace("ﬁ", "fi")), (40, 300, 10, "* 2026")]
    with pytest.raises(UnreadableError, match="no characters"):
        read(pdf([page[:2]], codes={**codes, ord("."): " ", ord(","): " "}))
    assert [p.code for p in read(pdf([page], codes=codes)).problems] == ["needs_ocr"]
    signs = {**codes, **{code: chr(code) for code in range(65, 123)}, ord("*"): "\uf0b7"}
    assert read(pdf([[(40, 500, 10, "* The quay is old **********")]], codes=signs)).problems == ()


SEEN = b"BT /F1 10 Tf 40 500 Td (The council will rebuild the quay.) Tj ET\n"
UNSEEN = {
    "clipped": (
        b"q 30 490 200 20 re W n " + SEEN + b"BT /F1 10 Tf 40 300 Td (Buy our shares.) Tj ET Q\n",
        "Buy our shares.",
    ),
    "cut": (b"q 30 290 46 20 re W n BT /F1 10 Tf 40 300 Td (Buy our shares.) Tj ET Q\n" + SEEN, " shares."),
    "invisible": (SEEN + b"BT 3 Tr /F1 10 Tf 40 300 Td (Buy our shares.) Tj ET\n", "Buy our shares."),
    "beyond the page": (SEEN + b"BT /F1 10 Tf 460 300 Td (Buy our shares.) Tj ET\n", "Buy our shares."),
    "tiny": (SEEN + b"BT /F1 0.1 Tf 40 300 Td (Buy our shares.) Tj ET\n", "Buy our shares."),
}


@pytest.mark.parametrize("how", UNSEEN)
def test_words_that_are_not_drawn_are_left_out_and_said(how: str) -> None:
    drawn, unseen = UNSEEN[how]
    found = read(pdf([[]], before=drawn))
    rest = "Buy our shares.".removesuffix(unseen)
    assert found.text == "\n\n".join(filter(None, ["The council will rebuild the quay.", rest.strip()]))
    assert [p.code for p in found.problems] == ["hidden_words"]
    assert b"shares" in (found.stream or b"")


def test_words_in_a_form_are_cut_at_its_box() -> None:
    inside = b"q 1 0 0 1 100 100 cm 0 0 60 20 re W n BT /F1 10 Tf 10 5 Td (Seen) Tj 200 0 Td (Unseen) Tj ET Q\n"
    assert read(pdf([[]], before=inside)).text == "Seen"


def test_words_in_letters_that_are_set_apart_are_whole() -> None:
    kerned = b"(C)-150(ris)-160(p)-150(y)-420(Ca)-150(l)-150(a)-150(m)-150(a)-150(ri)-420(with)-430(a)-420(d)-160(i)-140(p)-740([)]"
    few = b"(Plan)-250(B)-250(is)-250(on.)-500(Plan)-250(C)-250(is)-250(off.)]"
    set_apart = b"BT /F1 10 Tf 40 300 Td [%s TJ 0 -40 Td [%s TJ 0 -40 Td [(L)-250(I)-250(G)-250(H)-250(T)] TJ ET\n"
    found = read(pdf([[]], before=set_apart % (kerned, few)))
    assert [words for _, words in told(found)] == [
        "Crispy Calamari with a dip [",
        "Plan B is on. Plan C is off.",
        "LIGHT",
    ]


def test_metadata_count_if_they_can_be_true() -> None:
    page = [(40, 550, 20, "The quay will close"), *lines(40, 500, LEFT)]
    said = {"Title": "Microsoft Word - draft3.doc", "Author": "user1", "CreationDate": "D:20250304101500Z"}
    stated = read(pdf([page], info=said)).stated
    assert (stated.title, stated.author, stated.published) == ("The quay will close", None, None)
    stated = read(pdf([page], info={"Title": "The Quay Will Close", "Author": "Anna Weber; Tom Low"})).stated
    assert (stated.title, stated.author, stated.published) == ("The Quay Will Close", "Anna Weber and Tom Low", None)


XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/"><rdf:Description>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">The quay will close</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>Anna Weber</rdf:li><rdf:li>Tom Low</rdf:li></rdf:Seq></dc:creator>
<prism:publicationDate>2025-03-01</prism:publicationDate><dc:language><rdf:Bag><rdf:li>en-GB</rdf:li></rdf:Bag></dc:language>
</rdf:Description></rdf:RDF></x:xmpmeta>"""


def test_xmp_is_read_before_the_information() -> None:
    page = [(40, 550, 20, "The quay will close"), *lines(40, 500, LEFT)]
    raw = pdf([page], info={"Author": "Someone Else", "CreationDate": "D:20250304"})
    stated = read(raw + XMP.encode()).stated
    assert (stated.author, stated.published, stated.language) == ("Anna Weber and Tom Low", "2025-03-01", "en")
    hostile = XMP.replace("<x:xmpmeta", "<!DOCTYPE a [<!ENTITY b 'c'>]><x:xmpmeta").replace("Anna", "<!-- -->Anna")
    assert read(raw + hostile.encode()).stated.author == "Someone Else"


PRODUCERS = "cairo chromium fpdf2 libreoffice pandoc pdflatex reportlab tesseract typst weasyprint".split()
SENTENCES = (
    "The harbour of Kilbride will close in May for nine months, the town council decided on Tuesday.",
    "The ground beneath the western quay has shifted by forty centimetres since the flood, and the difficulties of keeping it open "
    "are insurmountable.",
    "Fishermen have asked for compensation; the council refused it in March, and offered them berths in Ardmore, which is twenty "
    "miles away.",
)


@pytest.mark.parametrize("producer", PRODUCERS)
def test_files_of_many_programs(producer: str) -> None:
    found = read((FILES / f"{producer}.pdf").read_bytes())
    roles = {words: role for role, words in told(found)}
    assert roles["Harbour to close for nine months"] == "title"
    assert found.stated.title == "Harbour to close for nine months"
    assert [sentence for sentence in SENTENCES if sentence not in found.text] == []
    assert [p.code for p in found.problems] == (["machine_read"] if producer == "tesseract" else [])


def test_what_cannot_be_read_is_said() -> None:
    found = read((FILES / "bitmap.pdf").read_bytes())  # its fonts do not say what their letters are
    assert [p.code for p in found.problems] == ["needs_ocr"]
    assert {p.role for p in found.passages} == {"boilerplate"}
    for raw, code in (
        ((FILES / "password.pdf").read_bytes(), "encrypted"),
        (b"%PDF-1.7\nnothing", "damaged"),
        (pdf([[]]), "unreadable"),
    ):
        with pytest.raises(UnreadableError) as raised:
            pages.read(raw, "a.pdf", Settings())
        assert raised.value.problem.code == code


@settings(max_examples=40)
@given(st.lists(st.lists(st.tuples(st.integers(1, 2), st.integers(0, 5)), max_size=3), min_size=2, max_size=5))
def test_every_word_of_a_table_is_in_a_passage(drawn: list[list[tuple[int, int]]]) -> None:
    page: list[tuple[float, float, float, str]] = []
    base = 580
    for row in drawn:
        base -= 18
        left = 40
        page += [(left + 130 * k, base, 10, f"Words of a cell, {len(page)}") for k in range(3)]
        for cells, by in row:  # its further lines, each farther to the right
            base, left = base - 11, left + by
            page += [(left + 130 * k, base, 10, f"Words of a cell, {len(page)}") for k in range(cells)]
    words = sorted(word for _, said in told(read(pdf([page]))) for word in said.split())
    assert words == sorted(word for *_, said in page for word in said.split())


@given(
    st.lists(
        st.tuples(st.integers(0, 380), st.integers(0, 590), st.integers(1, 40), st.text("abc ﬁ.-1", min_size=1)),
        max_size=30,
    )
)
def test_whatever_is_drawn_has_its_place(words: list[tuple[float, float, float, str]]) -> None:
    with suppress(UnreadableError):
        found = read(pdf([words]))
        letters = [c for c in (found.stream or b"").decode() if c.isalnum()]
        assert sum(c.isalnum() for c in found.text) <= len(letters)
