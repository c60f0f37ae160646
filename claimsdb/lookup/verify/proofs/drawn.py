"""The proof of a PDF: the glyphs of its pages are read again, and their letters and boxes are compared.

A page's stream is its glyphs as UTF-8, in pdfium's order, without the white space that pdfium makes up. If another version of pdfium gives
other streams, the letters inside the boxes of the words are compared. Of a page that a program has read in a picture, the picture is
compared with the one that was read, and if it is asked for, the program reads it again.
"""

from __future__ import annotations

import ctypes
import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from hashlib import sha256
from threading import RLock
from typing import Any, NamedTuple
from unicodedata import normalize
from weakref import finalize

from claimsdb.lookup.verify.proofs.proof import Proof, Verdict
from claimsdb.lookup.verify.proofs.scanned import Glyph, Scanned
from claimsdb.model.boxes import Box
from claimsdb.model.document import Part
from claimsdb.model.errors import UnreadableError
from claimsdb.model.stretch import Portion, Stretch
from claimsdb.pictures import files, pages
from claimsdb.pictures.annotations import Pages
from claimsdb.pictures.picture import Picture

_FINE = 100  # device units in a point
_NEAR = 1.0  # points: a glyph may be drawn outside of its box by less
_EDGE = 0.1  # points: the middle of a glyph may be on the edge of a box
_GAP = 0.12  # of the height of a line: a wider one is between two words
_PAGES = 8  # pages whose glyphs are kept
_LOCK = RLock()  # pdfium has no threads


class _Page(NamedTuple):
    stream: bytes
    glyphs: tuple[Glyph, ...]


class Drawn(Proof):
    """What is drawn on the pages of a PDF."""

    def __init__(self, raw: bytes, encoding: str, parts: Sequence[Part] = ()) -> None:
        """Take the file's bytes and its pages, with the sizes and hashes of their streams. A file that cannot be opened is a fault."""
        self._parts = tuple(parts)
        self._ends = [part.end for part in self._parts]
        with _LOCK:
            self._opened = _Opened(raw)
        finalize(self, self._opened.close).atexit = False  # pdfium has gone then
        self._page = lru_cache(_PAGES)(self._opened.page)
        self._scanned = Scanned(self._parts, self._opened.picture)
        self.faults = () if self._opened.count else ("the file cannot be opened",)

    def readings(self, start: int, end: int) -> Iterator[str]:
        """The characters of these glyphs; ligatures also as their letters, and any white space as a space."""
        read = []
        for number, part in enumerate(self._parts):
            first, last = max(start, part.start), min(end, part.end)
            if first < last:
                stream = self._page(number).stream
                if sha256(stream).hexdigest() != part.sha256:
                    return
                read.append(stream[first - part.start : last - part.start])
        cut = b"".join(read).decode("utf-8", "replace")
        yield cut
        yield normalize("NFKC", cut)
        if cut.isspace() or not cut.isprintable():
            yield " "

    def verdict(self, stretch: Stretch, boxes: Sequence[Box] = ()) -> Verdict:
        """Whether the glyphs of a stretch are its words, in its boxes; or else whether the same letters are in the boxes."""
        scanned = [number for number in self._numbers(stretch) if self._scanned.has(number)]
        if scanned and self.again and all(self._scanned.glyphs(number) is not None for number in scanned):
            return self._in_boxes(stretch, boxes, any(map(self._scanned.is_other, scanned)))
        words = self.words(stretch)
        if words == stretch.text and (not boxes or self._are_inside(stretch, boxes)):
            return Verdict(True, words, unread=bool(scanned))
        if not all(self._scanned.is_same(number, boxes) for number in scanned):
            return Verdict(False, "a picture other than the one that was read")
        found = self._in_boxes(stretch, boxes, by_place=True)
        return Verdict(False, words) if not found.holds and words != stretch.text and words.strip() else found

    def _in_boxes(self, stretch: Stretch, boxes: Sequence[Box], by_place: bool) -> Verdict:
        """Whether the letters of a stretch are in its boxes."""
        used: set[tuple[int, int]] = set()
        drawn = [self._inside(box, used) for box in boxes]
        if boxes and _letters("".join(drawn)) == _letters(stretch.text):
            return Verdict(True, stretch.text, by_place)
        return Verdict(False, " ".join(drawn))

    def _numbers(self, stretch: Stretch) -> list[int]:
        """The pages that have some of the words of a stretch, from 0."""
        found = {
            number
            for start, end in stretch.ranges
            for number in range(bisect_right(self._ends, start), bisect_left(self._ends, end) + 1)
        }
        return sorted(number for number in found if number < len(self._parts))

    def _said(self, of: Portion, said: str) -> str:
        """What these bytes say. Words in a picture that is the one that was read are taken as they were read."""
        start, end = of.bytes
        number = bisect_right(self._ends, start)
        if number < len(self._parts) and end <= self._ends[number] and self._scanned.has(number):
            return said if self._scanned.is_same(number) else ""
        return super()._said(of, said)

    def _are_inside(self, stretch: Stretch, boxes: Sequence[Box]) -> bool:
        """Whether every glyph of a stretch is in one of the boxes, and every picture that has words of it is the one that was read."""
        for number in self._numbers(stretch):
            if self._scanned.has(number):
                if not self._scanned.is_same(number, boxes):
                    return False
                continue
            part = self._parts[number]
            of_page = [box for box in boxes if box.page == number + 1]
            ranges = [(a - part.start, b - part.start) for a, b in stretch.ranges if a < part.end and part.start < b]
            for glyph in self._page(number).glyphs:
                is_of = not glyph.text.isspace() and any(a <= glyph.byte < b for a, b in ranges)
                if is_of and not any(_is_in(glyph, box) for box in of_page):
                    return False
        return True

    def _inside(self, box: Box, used: set[tuple[int, int]]) -> str:
        """The characters whose middle is in a box, from left to right, without those that are `used`, to which they are added."""
        found: list[Glyph] = []
        scanned = self._scanned.has(box.page - 1)
        for glyph in (self._scanned.glyphs(box.page - 1) or ()) if scanned else self._page(box.page - 1).glyphs:
            x, y = (glyph.left + glyph.right) / 2, (glyph.bottom + glyph.top) / 2
            inside = box.left - _EDGE <= x <= box.right + _EDGE and box.bottom - _EDGE <= y <= box.top + _EDGE
            if not inside or (box.page, glyph.byte) in used:
                continue
            if scanned:
                found.append(glyph)
                continue
            again = any(
                g.text == glyph.text and abs(g.left - glyph.left) < 0.3 and abs(g.byte - glyph.byte) > 8 for g in found
            )
            if not again:  # letters drawn twice are bold
                found.append(glyph)
            used.add((box.page, glyph.byte))
        return _spaced(sorted(found, key=lambda g: g.left))


def _spaced(glyphs: Iterable[Glyph]) -> str:
    """The characters of a line, with a space for each wide gap."""
    made, end = "", math.inf
    for glyph in glyphs:
        made += " " if glyph.left - end > _GAP * (glyph.top - glyph.bottom) else ""
        made, end = made + glyph.text, glyph.right
    return made


def _is_in(glyph: Glyph, box: Box) -> bool:
    """Whether a glyph is on the line of a box, and touches it: glyphs at its end may reach over each other."""
    y = (glyph.bottom + glyph.top) / 2
    across = glyph.left <= box.right + _NEAR and box.left - _NEAR <= glyph.right
    return across and box.bottom - _NEAR <= y <= box.top + _NEAR


def _letters(text: str) -> str:
    return "".join(c for c in normalize("NFKC", text).casefold() if c.isalnum())


class Pictures(Drawn):
    """What a program has read in the file of a picture."""

    def __init__(self, raw: bytes, encoding: str, parts: Sequence[Part] = ()) -> None:
        """Take the file's bytes and its pages."""
        self._parts = tuple(parts)
        self._ends = [part.end for part in self._parts]
        self._page = lru_cache(_PAGES)(lambda _number: _Page(b"", ()))
        self._scanned = Scanned(self._parts, lambda number, _resolution: _picture(raw, number))


def _picture(raw: bytes, number: int) -> Picture | None:
    try:
        return files.picture(raw, number)
    except UnreadableError:
        return None


class _Opened:
    """A file opened with pdfium."""

    def __init__(self, raw: bytes) -> None:
        import pypdfium2.raw as pdfium

        self._pdfium: Any = pdfium
        self._raw = raw  # which pdfium reads as long as the file is open
        self._document = pdfium.FPDF_LoadMemDocument64(raw, len(raw), None)
        self.count = pdfium.FPDF_GetPageCount(self._document) if self._document else 0
        self._pages = Pages(self._document) if self._document else None

    def close(self) -> None:
        """Close the file."""
        with _LOCK:
            if self._pages:
                self._pages.close()
                self._pdfium.FPDF_CloseDocument(self._document)

    def page(self, number: int) -> _Page:
        """The glyphs of a page; none if it cannot be read."""
        pdfium = self._pdfium
        with _LOCK:
            page = self._pages.load(number) if self._pages and 0 <= number < self.count else None
            text = pdfium.FPDFText_LoadPage(page) if page else None
            try:
                return self._glyphs(page, text) if text else _Page(b"", ())
            finally:
                if text:
                    pdfium.FPDFText_ClosePage(text)
                if page:
                    pdfium.FPDF_ClosePage(page)

    def picture(self, number: int, resolution: float | None) -> Picture | None:
        """The picture of a page at a resolution; None if it cannot be drawn."""
        pdfium = self._pdfium
        with _LOCK:
            page = self._pages.load(number) if self._pages and 0 <= number < self.count else None
            try:
                return pages.drawn(page, resolution) if page else None
            finally:
                if page:
                    pdfium.FPDF_ClosePage(page)

    def _glyphs(self, page: Any, text: Any) -> _Page:
        pdfium = self._pdfium
        width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
        size = round(width * _FINE), round(height * _FINE)
        box = pdfium.FS_RECTF()
        x, y = ctypes.c_int(), ctypes.c_int()
        stream = bytearray()
        found: list[Glyph] = []
        codes = [pdfium.FPDFText_GetUnicode(text, k) for k in range(pdfium.FPDFText_CountChars(text))]
        for k, code in enumerate(codes):
            if _are_halves(codes[max(k - 1, 0) : k + 1]):
                continue
            if (code <= 32 or code == 0xFFFE) and pdfium.FPDFText_IsGenerated(text, k) == 1:
                continue
            letter = "-" if code == 2 and pdfium.FPDFText_IsHyphen(text, k) == 1 else _character(*codes[k : k + 2])
            corners = []
            if pdfium.FPDFText_GetLooseCharBox(text, k, ctypes.byref(box)):
                for at in ((box.left, box.bottom), (box.right, box.top)):
                    pdfium.FPDF_PageToDevice(page, 0, 0, *size, 0, *at, ctypes.byref(x), ctypes.byref(y))
                    corners.append((x.value / _FINE, height - y.value / _FINE))
                (a, b), (c, d) = corners
                found.append(Glyph(letter, len(stream), min(a, c), min(b, d), max(a, c), max(b, d)))
            stream += letter.encode()
        return _Page(bytes(stream), tuple(found))


def _are_halves(codes: Sequence[int]) -> bool:
    """Whether two glyphs are the halves of one character, as UTF-16 has it."""
    return len(codes) == 2 and 0xD800 <= codes[0] < 0xDC00 <= codes[1] < 0xE000


def _character(code: int, *after: int) -> str:
    """The character of a code, or of its half and the one after it; one that no text has stands for a glyph of which the file does not say
    what it is.
    """
    if _are_halves((code, *after)):
        return b"".join(half.to_bytes(2, "little") for half in (code, *after)).decode("utf-16-le")
    if code in (9, 10, 13) or (32 <= code < 0x110000 and not 0xD800 <= code < 0xE000 and code & 0xFFFE != 0xFFFE):
        return chr(code)
    return "\ufffd"
