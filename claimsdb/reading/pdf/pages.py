"""A PDF as a document: its pages read, laid out and written, with what cannot be read in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from claimsdb.model.document import Part, Passage
from claimsdb.model.errors import Problem, UnreadableError
from claimsdb.reading.pdf import pdfium
from claimsdb.reading.pdf.flow import AROUND, TITLE, flow
from claimsdb.reading.pdf.glyphs import Sheet, sheet
from claimsdb.reading.pdf.hyphens import Hyphens
from claimsdb.reading.pdf.layout import pages
from claimsdb.reading.pdf.stated import stated
from claimsdb.reading.pdf.writing import Writer
from claimsdb.reading.reading import Reading, Settings

_UNMAPPED = 0.1  # of a page's glyphs: a page with more needs OCR
_MOST_PAGES = 50_000


@dataclass(slots=True)
class _Pages:
    """The pages as they are read: their streams, and the numbers of those that cannot be read, or not well."""

    streams: list[bytes] = field(default_factory=list)
    damaged: list[int] = field(default_factory=list)
    scanned: list[int] = field(default_factory=list)
    unmapped: list[int] = field(default_factory=list)
    machine: list[int] = field(default_factory=list)
    hidden: list[int] = field(default_factory=list)

    def sheets(self, document: Any, count: int) -> Iterator[Sheet]:
        """The pages, one after the other."""
        tagged = bool(pdfium.library().FPDFCatalog_IsTagged(document))
        for number in range(count):
            with pdfium.page(document, number) as loaded:
                if loaded is None:
                    self.damaged.append(number)
                    made = Sheet(number)
                else:
                    with pdfium.glyphs_of(loaded) as text:
                        made = sheet(loaded, text, number, tagged) if text else Sheet(number)
            self.streams.append(made.stream)
            self._noted(made)
            yield made

    def _noted(self, made: Sheet) -> None:
        count = made.count
        if made.pictures and not made.pieces:
            self.scanned.append(made.number)
        elif made.unmapped > _UNMAPPED * max(count, 1):
            self.unmapped.append(made.number)
        elif made.invisible > 0.5 * max(count, 1):
            self.machine.append(made.number)
        if made.hidden:
            self.hidden.append(made.number)


def read(raw: bytes, path: str, settings: Settings) -> Reading:
    """The text of a PDF, page by page. Its stream is the glyphs of the pages, as UTF-8, in pdfium's order.

    Raises `UnreadableError` if it needs a password, is damaged, or has no text.
    """
    with pdfium.opened(raw, path) as document:
        count = min(pdfium.library().FPDF_GetPageCount(document), _MOST_PAGES)
        found = _Pages()
        laid = list(pages(found.sheets(document, count)))
        labels = [pdfium.label(document, number) for number in range(count)]
        paragraphs = list(flow(laid))
        title = next((p.text for p in paragraphs if p.role == TITLE), None)
        first = " ".join(p.text for p in laid[0].paragraphs) if laid else ""
        metadata = stated(document, raw, title, first)
    stream, parts = _stream(found.streams, [page.height for page in laid])
    writer = Writer(
        stream, [part.start for part in parts], lambda number: _name(number, labels[number]), laid, Hyphens(paragraphs)
    )
    for paragraph in paragraphs:
        writer.add(paragraph)
    text, to_stream = writer.finished()
    problems = tuple(_problems(path, found, labels))
    if not text.strip():
        raise UnreadableError(problems[0] if problems else _empty(path))
    return Reading(
        text=text,
        map=to_stream,
        encoding="utf-8",
        passages=tuple(_passages(writer, found)),
        stated=metadata,
        problems=problems,
        stream=stream,
        parts=parts,
        places=tuple(writer.places),
        drawn=tuple(writer.drawn),
    )


def _stream(streams: Sequence[bytes], heights: Sequence[float]) -> tuple[bytes, tuple[Part, ...]]:
    parts: list[Part] = []
    at = 0
    for number, one in enumerate(streams, 1):
        parts.append(Part.of(f"page {number}", at, one, round(heights[number - 1], 2)))
        at += len(one)
    return b"".join(streams), tuple(parts)


def _passages(writer: Writer, found: _Pages) -> Iterator[Passage]:
    """The passages; of pages whose glyphs do not say what they are, nothing is the article."""
    unmapped = set(found.unmapped)
    of = dict(writer.pages)
    for passage in writer.passages:
        if of[passage.span.start] in unmapped:
            yield Passage(passage.span, AROUND, passage.loose)
        else:
            yield passage


def _name(number: int, label: str) -> str:
    own = str(number + 1)
    return f"page {own}" if label == own else f"page {own} ({label})"


def _problems(path: str, found: _Pages, labels: Sequence[str]) -> Iterator[Problem]:
    ocr = "Run the file through a program that reads pictures, such as ocrmypdf, and read it again."
    if found.scanned:
        yield Problem("needs_ocr", path, f"{_listed(found.scanned)} without text, only with pictures.", ocr)
    if found.unmapped:
        what = f"{_listed(found.unmapped)} with glyphs for which the file names no characters."
        yield Problem("needs_ocr", path, what, ocr)
    if found.machine:
        what = f"{_listed(found.machine)} with text that a program has read from a picture."
        yield Problem("machine_read", path, what, "Compare its words with the picture before you cite them.")
    if found.damaged:
        what = f"{_listed(found.damaged)} damaged, and left out."
        yield Problem("damaged", path, what, "Open it in a viewer, and print it to a new PDF.")
    if found.hidden:
        what = f"{_listed(found.hidden)} with words that cannot be seen; they are left out."
        yield Problem("hidden_words", path, what, "Look at the pages if these words matter.")


def _empty(path: str) -> Problem:
    return Problem("unreadable", path, "The PDF has no words.", "Check that it is the file that you mean.")


def _listed(numbers: Sequence[int]) -> str:
    """The pages, as ranges."""
    ranges: list[tuple[int, int]] = []
    for n in numbers:
        if ranges and ranges[-1][1] == n - 1:
            ranges[-1] = ranges[-1][0], n
        else:
            ranges.append((n, n))
    shown = ", ".join(f"{a + 1}" if a == b else f"{a + 1}–{b + 1}" for a, b in ranges[:20])
    more = ", …" if len(ranges) > 20 else ""
    return f"Page {shown} is" if len(numbers) == 1 else f"Pages {shown}{more} are"
