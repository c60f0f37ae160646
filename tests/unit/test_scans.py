"""Pictures and pages that are pictures: read by Tesseract, placed in boxes, and told as read by machine."""

import io
import os
import shutil
import stat
import struct
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimsdb.lookup.picture import draw
from claimsdb.lookup.verify.proofs.proof import Verdict, proof_of
from claimsdb.model.boxes import boxes
from claimsdb.model.document import Document
from claimsdb.model.errors import RecognitionMissingError, UnreadableError
from claimsdb.model.intervals import Intervals
from claimsdb.model.proof_class import ProofClass
from claimsdb.model.recognition import DOUBTFUL, Recognition
from claimsdb.model.spans import Span
from claimsdb.model.stretch import Stretch, portions
from claimsdb.pictures import tesseract
from claimsdb.pictures.hocr import Line, Word, lines
from claimsdb.pictures.picture import Picture
from claimsdb.reading.read import read
from claimsdb.reading.scans.sheets import recognized_sheet

FILES = Path(__file__).parents[1] / "files" / "scans"
ENGLISH = Recognition("5", "eng")
SAYS = "said that the quay had become unsafe"


@pytest.fixture
def english() -> Recognition:
    """Tesseract, with English; a test that needs it is skipped without."""
    try:
        return tesseract.found("eng")
    except RecognitionMissingError as error:
        pytest.skip(str(error))


def verdicts(raw: bytes, document: Document, *, again: bool = False) -> list[Verdict]:
    proof = proof_of(document.media_type, raw, "utf-8", document.parts, again=again)
    drawn = Intervals((line.span, line) for line in document.drawn)
    made = []
    for span in (passage.span for passage in document.passages):
        hull = Span(*document.map.hull(span))
        words = Stretch(span, hull, span.of(document.text), portions(document.map, span))
        made.append(proof.verdict(words, boxes(drawn, span)))
    return made


def statuses(raw: bytes, document: Document, *, again: bool = False) -> set[str]:
    return {verdict.status for verdict in verdicts(raw, document, again=again)}


@pytest.mark.slow
@pytest.mark.parametrize(("name", "again"), [("askew.jpg", True), ("pages.tiff", False)], ids=["JPEG", "TIFF"])
def test_the_words_of_a_picture_have_their_boxes(name: str, again: bool, english: Recognition) -> None:
    raw = (FILES / name).read_bytes()
    document = read(raw, name, ocr=english)
    assert (document.proof, document.problems) == (ProofClass.MACHINE, ())
    assert SAYS in document.text
    assert {place.within.partition(",")[2] for place in document.places} == {f" read by machine ({english.name})"}
    assert {part.read_by for part in document.parts} == {english.name}
    assert statuses(raw, document) == {"not read again"}
    assert not again or statuses(raw, document, again=True) == {"same"}
    other = (FILES / "page.webp").read_bytes()
    differs = verdicts(other, document)
    assert {(verdict.status, verdict.words) for verdict in differs} == {
        ("differs", "a picture other than the one that was read")
    }


@pytest.mark.slow
def test_pages_that_are_pictures_among_others(english: Recognition) -> None:
    """Of the three pages, the second is a scan, and the third is one that was laid in sideways."""
    raw = (FILES / "mixed.pdf").read_bytes()
    without = read(raw, "a.pdf")
    (problem,) = without.problems
    assert (problem.code, problem.message) == ("needs_ocr", "Pages 2–3 are without text, only with pictures.")
    assert "--ocr" in problem.remedy
    assert without.text.count(SAYS) == 1
    seen: list[tuple[int, int]] = []
    document = read(raw, "a.pdf", ocr=english, step=lambda done, of: seen.append((done, of)))
    assert document.text.count(SAYS) == 3
    assert seen == [(1, 3), (2, 3), (3, 3)]
    assert [part.read_by for part in document.parts] == [None, english.name, english.name]
    assert document.proof is ProofClass.DRAWN  # of some of its words; those of others are read by machine
    assert statuses(raw, document) == {"same", "not read again"}
    sideways = [line for line in document.drawn if line.page == 3]
    assert all(line.span.length == 1 for line in sideways)


def test_words_above_a_picture_are_read_by_machine() -> None:
    """An invisible layer of words is what another program has read: it is proved that the file has it, and no more."""
    raw = (FILES.parent / "pdf" / "tesseract.pdf").read_bytes()
    document = read(raw, "a.pdf")
    assert document.proof is ProofClass.MACHINE
    assert document.places[0].within == "page 1, read by machine (a program that the file does not name)"
    assert statuses(raw, document) == {"same"}


WORDS = st.lists(st.tuples(st.text("abcé—שלﬁ", min_size=1, max_size=6), st.integers(0, 100)), min_size=1, max_size=6)


@given(st.lists(WORDS, min_size=1, max_size=5))
def test_every_word_is_in_the_stream_and_in_its_box(found: list[list[tuple[str, int]]]) -> None:
    made = [
        Line(
            tuple(Word(text, 60.0 * k, 40.0 * row, 60.0 * k + 50, 40.0 * row + 20, sure) for k, (text, sure) in enumerate(of)),
            20, 4, 0, 40.0 * row + 20, 0, -4, 0, row,
        )
        for row, of in enumerate(found)
    ]  # fmt: skip
    sheet, doubtful, left_out, is_legible = recognized_sheet(0, Picture(600, 400, b"", 72), made)
    pieces = [piece for of in sheet.pieces.values() for piece in of]
    every = [(text, sure) for of in found for text, sure in of]
    assert len(pieces) + left_out == len(every)
    for piece in pieces:
        assert [sheet.stream[a : a + size].decode() for a, size in zip(piece.at, piece.sizes, strict=True)] == [
            *piece.text
        ]
        assert (piece.right - piece.left, piece.top - piece.bottom, len(piece.edges)) == (50, 20, len(piece.text) + 1)
    doubted = [sheet.stream[a:b].decode() for a, b in doubtful]
    kept = sheet.stream.decode().split(" ")[:-1]
    assert kept == [piece.text for piece in pieces]
    if not left_out:
        assert doubted == [text for text, sure in every if sure < 60]
    assert is_legible or left_out


def page(*paragraphs: str) -> bytes:
    inner = "".join(f"<p class='ocr_par'>{of}</p>" for of in paragraphs)
    return f"<html>{inner}</html>".encode()


def line(*words: tuple[str, int]) -> str:
    inner = "".join(
        f"<span class='ocrx_word' title='bbox {50 * k} 10 {50 * k + 40} 30; x_wconf {sure}'>{text}</span>"
        for k, (text, sure) in enumerate(words)
    )
    return (
        f"<span class='ocr_line' title='bbox 0 10 400 30; baseline 0.01 -5; x_size 20; x_descenders 5'>{inner}</span>"
    )


def test_what_the_program_could_not_read_is_left_out_by_paragraphs() -> None:
    """A line that it doubts is kept in a paragraph that it could read: without it, the sentence would say something else."""
    raw = page(line(("The", 95), ("quay", 96)) + line(("n0t", 20)), line(("~|", 30), ("x", 50)), line(("is", 91)))
    sheet, doubtful, left_out, is_legible = recognized_sheet(0, Picture(400, 400, b"", 300), [*lines(raw)])
    assert (sheet.stream, left_out, is_legible) == (b"The quay n0t is ", 2, True)
    assert [sheet.stream[a:b] for a, b in doubtful] == [b"n0t"]
    noise = page(line(("~|", 30), ("xx", 50)) * 3, line(("is", 91)))
    assert not recognized_sheet(0, Picture(400, 400, b"", 300), [*lines(noise)]).is_legible
    with pytest.raises(ValueError, match="bbox"):
        [*lines(page("<span class='ocr_line'><span class='ocrx_word'>a</span></span>"))]


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program in the place of Tesseract, which writes what is in a file beside it, and ends as it says."""
    if os.name == "nt":
        pytest.skip("It is a shell script.")
    made, said = tmp_path / "tesseract", tmp_path / "page"
    made.write_text(
        f"""#!/bin/sh
case "$1" in
--version) echo 'tesseract 5.9.9';;
--list-langs) printf 'List of languages\\neng\\n';;
*) cat > /dev/null; cat '{said}';;
esac
"""
    )
    made.chmod(made.stat().st_mode | stat.S_IEXEC)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    for known in (tesseract._version, tesseract._languages):
        known.cache_clear()
        monkeypatch.setattr(tesseract, known.__name__, known.__wrapped__)
    return said


def png(width: int, height: int) -> bytes:
    """A picture of so many white pixels, of which it has the bytes of one row."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(b"\0" + b"\xff" * min(width, 1000))), (b"IEND", b""))
    made = (struct.pack(">I", len(of)) + name + of + struct.pack(">I", zlib.crc32(name + of)) for name, of in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(made)


def blank() -> bytes:
    from PIL import Image

    made = io.BytesIO()
    Image.new("L", (400, 400), 255).save(made, "PNG")
    return made.getvalue()


def tiff(*greys: int) -> bytes:
    """Pages of one grey each."""
    from PIL import Image

    first, *rest = (Image.new("L", (400, 400), grey) for grey in greys)
    made = io.BytesIO()
    first.save(made, "TIFF", save_all=True, append_images=rest)
    return made.getvalue()


def test_words_that_the_program_doubts_are_told_with_their_line(program: Path) -> None:
    found = tesseract.found("eng")
    assert found.name == "Tesseract 5.9.9, eng"
    program.write_bytes(page(line(("The", 95), ("quay", 96), ("is", 95), ("n0t", 20), ("closed.", 90))))
    document = read(blank(), "a.png", ocr=found)
    assert [(place.unit, place.label, place.note) for place in document.places] == [("line", "1", DOUBTFUL)]


def test_pages_with_another_picture_leave_the_others_proved(program: Path) -> None:
    program.write_bytes(page(line(("The", 95), ("quay", 96), ("is", 95), ("closed.", 90))))
    document = read(tiff(255, 254), "a.tiff", ocr=tesseract.found("eng"))
    found = [verdict.status for verdict in verdicts(tiff(255, 0), document)]
    assert found == ["not read again", "differs"]


@pytest.mark.parametrize(
    ("says", "why"), [(b"no page", "cannot be read"), (b"", "cannot be read")], ids=["another format", "nothing"]
)
def test_a_page_that_is_not_read_is_a_problem(says: bytes, why: str, program: Path) -> None:
    program.write_bytes(says)
    with pytest.raises(UnreadableError, match=rf"Page 1 is not read: Tesseract wrote a page that {why}"):
        read(blank(), "a.png", ocr=tesseract.found("eng"))


def test_what_is_missing_is_told_with_what_installs_it(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(
        RecognitionMissingError,
        match=r"the language deu, chi_sim\. .* apt install tesseract-ocr-deu tesseract-ocr-chi-sim ",
    ):
        tesseract.found("eng+deu+chi_sim")
    with pytest.raises(RecognitionMissingError, match=r"'-l' names no languages"):
        tesseract.found("-l")
    monkeypatch.setenv("PATH", str(program.parent / "nowhere"))
    with pytest.raises(RecognitionMissingError, match=r"Tesseract is not installed\. .* apt install tesseract-ocr "):
        tesseract.found("eng")


@pytest.mark.parametrize(
    "raw",
    [
        png(100_000, 100_000),
        png(1, 0),
        (FILES / "askew.jpg").read_bytes()[:3000],
        (FILES / "pages.tiff").read_bytes()[:200],
        b"II*\0\x08\0\0\0\0\0\x08\0\0\0",
        b"RIFF\x10\0\0\0WEBPVP8 ",
        b"\x89PNG\r\n\x1a\n",
    ],
    ids=["bomb", "no height", "cut JPEG", "cut TIFF", "circle of pages", "cut WebP", "no PNG"],
)
def test_hostile_pictures_are_problems(raw: bytes, program: Path) -> None:
    program.write_bytes(page(line(("word", 95))))
    with pytest.raises(UnreadableError) as raised:
        read(raw, "a.png", ocr=tesseract.found("eng"))
    assert raised.value.problem.code in ("damaged", "needs_ocr")


@pytest.mark.parametrize(("name", "page"), [("page.png", 1), ("pages.tiff", 2), ("askew.jpg", 1)])
def test_the_page_of_a_picture_is_shown_with_its_boxes(name: str, page: int) -> None:
    from PIL import Image

    raw, media = (FILES / name).read_bytes(), f"image/{name.partition('.')[2].replace('jpg', 'jpeg')}"
    with Image.open(io.BytesIO(raw)) as of:
        of.seek(page - 1)
        width, height = of.size
    marked = Image.open(io.BytesIO(draw(raw, media, page, [(page, 0, 0, width / 2, height / 10)])))
    assert abs(marked.width / marked.height - width / height) < 0.01
    colours = [marked.getpixel((marked.width * x // 8, marked.height * 31 // 32)) for x in (1, 7)]
    assert [colour == (255, 226, 110) for colour in colours] == [name != "askew.jpg", False]
    with pytest.raises((ValueError, EOFError, UnreadableError)):
        draw(raw, media, 3, [])


def test_a_picture_is_a_problem_that_says_how_to_read_it(tmp_path: Path) -> None:
    shutil.copy(FILES / "page.png", tmp_path)
    with pytest.raises(UnreadableError, match=r"It is a picture, which cannot be read\. Read it with --ocr"):
        read((tmp_path / "page.png").read_bytes(), "page.png")
