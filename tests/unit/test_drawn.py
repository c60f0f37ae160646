"""The proof of PDFs: glyphs read again by other code, in their boxes; by the letters in the boxes if pdfium reads a page otherwise."""

import subprocess
import sys
from pathlib import Path

import pytest

from claimsdb.lookup.picture import draw
from claimsdb.lookup.verify.proofs.drawn import Drawn
from claimsdb.model.boxes import Box, boxes
from claimsdb.model.document import Document, Part
from claimsdb.model.intervals import Intervals
from claimsdb.model.spans import Span
from claimsdb.model.stretch import Stretch, portions
from claimsdb.reading.read import read
from tests.made_pdf import lines, pdf

FILES = Path(__file__).parents[1] / "files" / "pdf"
TEXT = "The council will rebuild the ﬁshing quay, which\nis diffi-\ncult to do, the mayor said on Tuesday."


def stretches(document: Document) -> list[tuple[Stretch, list[Box]]]:
    drawn = Intervals((line.span, line) for line in document.drawn)
    made = []
    for span in (p.span for p in document.passages):
        hull = Span(*document.map.hull(span))
        words = Stretch(span, hull, span.of(document.text), portions(document.map, span))
        made.append((words, boxes(drawn, span)))
    return made


def verdicts(raw: bytes, document: Document, parts: tuple[Part, ...]) -> set[str]:
    proof = Drawn(raw, "utf-8", parts)
    found = [proof.verdict(words, places) for words, places in stretches(document)]
    return {"by place" if v.by_place else "same" if v.holds else "differs" for v in found}


@pytest.mark.parametrize("name", sorted(p.stem for p in FILES.glob("*.pdf") if p.stem != "password"))
def test_every_word_is_on_its_page(name: str) -> None:
    raw = (FILES / f"{name}.pdf").read_bytes()
    document = read(raw, "a.pdf")
    assert verdicts(raw, document, document.parts) == {"same"}


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_what_is_read_otherwise_holds_by_place(turned: int) -> None:
    raw = pdf([lines(40, 500, TEXT)], turned=turned)
    document = read(raw, "a.pdf")
    assert verdicts(raw, document, document.parts) == {"same"}
    other = tuple(part._replace(sha256="0" * 64) for part in document.parts)
    assert verdicts(raw, document, other) == {"by place"}


def test_a_process_ends_with_files_open() -> None:
    earlier = "import weakref\nclass One: pass\none = One()\nweakref.finalize(one, print, 'ended')"  # so that files are closed last
    opened = f"from claimsdb.lookup.verify.proofs.drawn import Drawn\nkept = Drawn({pdf([[]])!r}, 'utf-8')"
    done = subprocess.run([sys.executable, "-c", f"{earlier}\n{opened}"], capture_output=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, b"ended")


@pytest.mark.parametrize("turned", [0, 90])
@pytest.mark.parametrize("matrix", [b"-1 0 0 1 440 0", b"1 0 0 -1 0 600"])
def test_mirror_writing_is_read_line_by_line(matrix: bytes, turned: int) -> None:
    page = lines(40, 500, TEXT)
    raw = pdf([page], turned=turned, before=matrix + b" cm\n")
    document = read(raw, "a.pdf")
    assert document.text == read(pdf([page]), "a.pdf").text
    assert verdicts(raw, document, document.parts) == {"same"}
    other = tuple(part._replace(sha256="0" * 64) for part in document.parts)
    assert verdicts(raw, document, other) == {"by place"}


def test_letters_of_a_font_that_turns_them_over_are_no_mirror_writing() -> None:
    said = ["The council will rebuild the quay,", "the mayor said on Tuesday."]
    drawn = b"".join(
        b"BT /F1 10 Tf 1 0 0 -1 40 %d Tm (%s) Tj ET\n" % (500 - 12 * k, line.encode()) for k, line in enumerate(said)
    )
    assert read(pdf([[]], before=drawn), "a.pdf").text == " ".join(said)


def test_letters_beyond_16_bits_are_read_and_proved() -> None:
    codes = {**{code: chr(code) for code in range(32, 127)}, ord("§"): "\U0001f600", ord("¶"): "\U0001d4b3"}
    raw = pdf([[(40, 500, 10, "The quay is §fine§§ and ¶ is old, the mayor said.")]], codes=codes)
    document = read(raw, "a.pdf")
    assert document.text == "The quay is \U0001f600fine\U0001f600\U0001f600 and \U0001d4b3 is old, the mayor said."
    assert (document.problems, verdicts(raw, document, document.parts)) == ((), {"same"})
    (drawn,) = document.drawn
    assert all(round(drawn.edges[k + 1] - drawn.edges[k], 2) == 5.56 for k in (12, 17, 18))  # as wide as § is


@pytest.mark.parametrize("turned", [0, 90])
def test_what_is_filled_into_a_form_is_read_where_it_is_drawn(turned: int) -> None:
    page = [(40, 500, 10, "Name:"), *lines(40, 470, TEXT)]
    fields: dict[tuple[float, float, float, float], str] = {
        (80, 496, 300, 512): "Ann Lee of the Harbour",
        (0, 0, 0, 0): "Nobody sees this.",
    }
    raw = pdf([page], turned=turned, fields=fields)
    document = read(raw, "a.pdf")
    assert document.text.startswith("Name: Ann Lee of the Harbour\n\nThe council will rebuild")
    assert verdicts(raw, document, document.parts) == {"same"}
    assert [problem.message for problem in document.problems] == [
        "1 filled-in field of its forms is not read: no page shows what is in it."
    ]
    other = pdf([page], turned=turned, fields={box: said.replace("Ann", "Bob") for box, said in fields.items()})
    assert verdicts(other, document, document.parts) == {"by place", "differs"}
    assert draw(raw, "application/pdf", 1, []) != draw(other, "application/pdf", 1, [])


def test_a_form_that_only_other_programs_can_draw_is_said() -> None:
    raw = pdf([[(40, 500, 10, "Please wait until the form is there.")]], fields={(0, 0, 0, 0): ""})
    made = raw.replace(b"/AcroForm<<", b"/NeedsRendering true/AcroForm<</XFA[(form)6 0 R]")
    assert [p.code for p in read(raw, "a.pdf").problems] == []
    assert [p.code for p in read(made, "a.pdf").problems] == ["form_fields"]


def test_other_words_differ() -> None:
    raw = pdf([lines(40, 500, TEXT)])
    document = read(raw, "a.pdf")
    changed = pdf([lines(40, 500, TEXT.replace("Tuesday", "Thursday"))])
    assert verdicts(changed, document, document.parts) == {"differs"}
    (words, places), *_ = stretches(document)
    assert "Thursday" in Drawn(changed, "utf-8", document.parts).verdict(words, places).words
    assert Drawn(b"%PDF-nothing", "utf-8", document.parts).faults == ("the file cannot be opened",)
    moved = pdf([lines(60, 500, TEXT)])
    assert verdicts(moved, document, document.parts) == {"differs"}
