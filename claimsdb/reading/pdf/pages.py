"""A PDF as a document: its pages read, laid out and written, with what cannot be read in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from unicodedata import normalize

from claimsdb.model.errors import Problem
from claimsdb.model.recognition import READ_PICTURES, UNNAMED
from claimsdb.pictures.annotations import Pages
from claimsdb.pictures.pages import drawn
from claimsdb.reading.pdf import pdfium
from claimsdb.reading.pdf.composing import Laid, composed
from claimsdb.reading.pdf.flow import TITLE, flow
from claimsdb.reading.pdf.frame import Frame
from claimsdb.reading.pdf.glyphs import FEW, Sheet, sheet
from claimsdb.reading.pdf.layout import pages
from claimsdb.reading.pdf.stated import stated
from claimsdb.reading.reading import Reading, Settings
from claimsdb.reading.scans.listed import listed
from claimsdb.reading.scans.reader import Read, Scans

_UNMAPPED = 0.1  # of a page's glyphs: a page with more needs OCR
_PICTURE = 0.25  # of a page: pictures cover more of one that has no words but in them
_SCAN = 0.7  # of a page: they cover more of a scan with a stamp
_STAMP = 0.1  # of a page's height: stamps are at its edges
_MOST_PAGES = 50_000


@dataclass(slots=True)
class _Pages:
    """The pages as they are read: their streams, what has read them if a machine has, and the numbers of those that cannot be read, or not
    well. `scans` reads those that are pictures. `unread` counts the fields of forms with words that are not drawn;
    `is_xfa`: the pages are made by other programs than pdfium.
    """

    scans: Scans | None
    step: Callable[[int, int], None]
    streams: list[bytes] = field(default_factory=list)
    damaged: list[int] = field(default_factory=list)
    scanned: list[int] = field(default_factory=list)
    unmapped: list[int] = field(default_factory=list)
    machine: list[int] = field(default_factory=list)
    hidden: list[int] = field(default_factory=list)
    unread: int = 0
    is_xfa: bool = False

    @property
    def by(self) -> Mapping[int, Read]:
        """What has read the pages that a machine has."""
        named = self.scans.read if self.scans else {}
        return {**dict.fromkeys(self.machine, Read(UNNAMED)), **named}

    def sheets(self, document: Any, shown: Pages, count: int) -> Iterator[Sheet]:
        """The pages, one after the other."""
        self.is_xfa = pdfium.library().FPDF_GetFormType(document) == pdfium.library().FORMTYPE_XFA_FULL
        tagged = bool(pdfium.library().FPDFCatalog_IsTagged(document))
        for number in range(count):
            with pdfium.page(shown, number) as loaded:
                if loaded is None:
                    self.damaged.append(number)
                    made = Sheet(number)
                else:
                    with pdfium.glyphs_of(loaded) as text:
                        frame = Frame(loaded, shown.own[number])
                        made = sheet(frame, text, number, tagged) if text else Sheet(number)
                    if self._is_picture(made) and self.scans:
                        made = self.scans.sheet(number, drawn(loaded)) or made
            self.streams.append(made.stream)
            self._noted(made, shown.values.get(number, ()))
            self.step(number + 1, count)
            yield made

    def _is_picture(self, made: Sheet) -> bool:
        """Whether the words of the page have to be read in its picture."""
        if made.unmapped > _UNMAPPED * max(made.count, 1):
            return True
        if made.count >= FEW or 2 * made.invisible > made.count:
            return False
        return made.pictures > (_SCAN if made.pieces else _PICTURE) and _is_stamped(made)

    def _noted(self, made: Sheet, values: Sequence[str]) -> None:
        if values:
            seen = _letters(made.stream.decode())
            self.unread += sum(_letters(value) not in seen for value in values)
        if made.hidden:
            self.hidden.append(made.number)
        if self.scans and made.number in (self.scans.read.keys() | self.scans.failed.keys()):
            return
        if made.unmapped > _UNMAPPED * max(made.count, 1):
            self.unmapped.append(made.number)
        elif self._is_picture(made):
            self.scanned.append(made.number)
        elif made.invisible > 0.5 * max(made.count, 1):
            self.machine.append(made.number)


def read(raw: bytes, path: str, settings: Settings) -> Reading:
    """The text of a PDF, page by page. Its stream is the glyphs of the pages, as UTF-8, in pdfium's order, and of pages that are read from
    their picture, the words that were read in it.

    Raises `UnreadableError` if it needs a password, is damaged, or has no text.
    """
    with pdfium.opened(raw, path) as (document, shown):
        count = min(pdfium.library().FPDF_GetPageCount(document), _MOST_PAGES)
        found = _Pages(settings.ocr and Scans(settings.ocr), settings.step)
        laid = list(pages(found.sheets(document, shown, count)))
        labels = [pdfium.label(document, number) for number in range(count)]
        paragraphs = list(flow(laid))
        title = next((p.text for p in paragraphs if p.role == TITLE), None)
        first = " ".join(p.text for p in laid[0].paragraphs) if laid else ""
        metadata = stated(document, raw, title, first)
    names = [_name(number, label) for number, label in enumerate(labels)]
    aside = {*found.unmapped, *(found.scans.illegible if found.scans else ())}
    of = Laid(laid, paragraphs, found.streams, names, found.by, aside)
    return composed(of, metadata, tuple(_problems(path, found)), _empty(path))


def _letters(words: str) -> str:
    """The letters and digits of words, without differences between those that look alike."""
    return "".join(c for c in normalize("NFKC", words).casefold() if c.isalnum())


def _is_stamped(made: Sheet) -> bool:
    """Whether the words of a page, if it has any, are all at its upper and lower edge."""
    pieces = (piece for of in made.pieces.values() for piece in of)
    return all(p.top < _STAMP * made.height or p.bottom > (1 - _STAMP) * made.height for p in pieces)


def _name(number: int, label: str) -> str:
    own = str(number + 1)
    return f"page {own}" if label == own else f"page {own} ({label})"


def _problems(path: str, found: _Pages) -> Iterator[Problem]:
    ocr = READ_PICTURES
    if found.scans:
        yield from found.scans.problems(path)
    if found.scanned:
        yield Problem("needs_ocr", path, f"{listed(found.scanned)} without text, only with pictures.", ocr)
    if found.unmapped:
        what = f"{listed(found.unmapped)} with glyphs for which the file names no characters."
        yield Problem("needs_ocr", path, what, ocr)
    if found.machine:
        what = f"{listed(found.machine)} with text that a program has read from a picture."
        yield Problem("machine_read", path, what, "Compare its words with the picture before you cite them.")
    if found.is_xfa:
        what = "It is a form whose pages only Adobe's programs make (XFA): what is filled into it is not read."
        yield Problem("form_fields", path, what, "Open it in Adobe Reader, and print it to a new PDF.")
    if found.unread:
        n = found.unread
        fields, them = (
            (f"{n:,} filled-in fields of its forms are", "them")
            if n > 1
            else ("1 filled-in field of its forms is", "it")
        )
        what = f"{fields} not read: no page shows what is in {them}."
        yield Problem("form_fields", path, what, "Open it in a viewer, and print it to a new PDF.")
    if found.damaged:
        what = f"{listed(found.damaged)} damaged, and left out."
        yield Problem("damaged", path, what, "Open it in a viewer, and print it to a new PDF.")
    if found.hidden:
        what = f"{listed(found.hidden)} with words that cannot be seen; they are left out."
        yield Problem("hidden_words", path, what, "Look at the pages if these words matter.")


def _empty(path: str) -> Problem:
    return Problem("unreadable", path, "The PDF has no words.", "Check that it is the file that you mean.")
