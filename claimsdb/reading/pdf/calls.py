"""What pdfium says of the glyphs of a page: their characters, boxes and objects, with as few calls as there can be."""

from __future__ import annotations

import ctypes
import re
from array import array
from collections import deque
from collections.abc import Iterable
from functools import lru_cache
from itertools import repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

from claimsdb.reading.pdf.frame import Edges
from claimsdb.reading.pdf.pdfium import library, plain

UNMAPPED = "\ufffd"
"""A glyph of which the file does not say what character it is."""
_LEFTWARD = re.compile("[\u0590-\u08ff\ufb1d-\ufeff\U00010800-\U0010ffff]")  # pdfium turns the brackets beside these
_HYPHEN, _BROKEN = 2, 0xFFFE  # codes of a hyphen at the end of a line: of the glyph, and in the text
_HALF = np.uint32(0xFFFFFC00)  # of a code: what tells that it is half a character, and which half
_PLAIN = 0xD800  # codes below are characters, if they are above those of control

Codes = NDArray[np.uint32]
"""One code point for each glyph."""


class Calls:
    """Calls for each glyph of a page, without conversions."""

    def __init__(self, text: Any) -> None:
        """Take the glyphs of a page."""
        self._glyphs, self._text = text, ctypes.cast(text, ctypes.c_void_p).value
        self._unicode = plain("FPDFText_GetUnicode", ctypes.c_uint)
        self._box = plain("FPDFText_GetLooseCharBox", ctypes.c_int, ctypes.c_void_p)
        self._object = plain("FPDFText_GetTextObject", ctypes.c_void_p)
        self._generated = plain("FPDFText_IsGenerated", ctypes.c_int)
        self._hyphen = plain("FPDFText_IsHyphen", ctypes.c_int)

    def characters(self, count: int) -> Codes:
        """The character of each glyph; 0 if pdfium has made the glyph up, or if it is the second half of the character before it."""
        codes = self._at_once(count)
        if codes is None:
            codes = np.fromiter(map(self._unicode, repeat(self._text), range(count)), np.uint32, count)
        halved = _joined(codes)
        special = np.flatnonzero((codes <= 32) | (codes >= _PLAIN))
        for k, code in zip(special.tolist(), codes[special].tolist(), strict=True):
            if code == _BROKEN:
                code = self._unicode(self._text, k)
            if (code <= 32 or code == _BROKEN) and self._generated(self._text, k) == 1:
                codes[k] = 0
            elif code != 32:
                hyphen = code == _HYPHEN and self._hyphen(self._text, k) == 1
                codes[k] = ord("-" if hyphen else character(code))
        codes[halved + 1] = 0
        return codes

    def _at_once(self, count: int) -> Codes | None:
        """The codes of all glyphs by one call; None if it leaves some out or puts others in their place."""
        pdfium, text = library(), self._glyphs
        if pdfium.FPDFText_GetTextIndexFromCharIndex(text, count - 1) != count - 1:
            return None
        buffer = (ctypes.c_ushort * (count + 1))()
        pdfium.FPDFText_GetText(text, 0, count, buffer)
        found = bytes(buffer)[: 2 * count].decode("utf-16-le", "replace")
        if len(found) != count or _LEFTWARD.search(found):
            return None
        return np.array(memoryview(found.encode("utf-32-le")).cast("I"), np.uint32)

    def boxes(self, count: int, words: NDArray[np.int64]) -> Edges:
        """Left, top, right and bottom edge of each glyph; zeros if it is in none of the `words` or has no box."""
        sides = (ctypes.c_float * (4 * count))()
        first = ctypes.addressof(sides)
        for a, b in words.tolist():
            at = range(first + 16 * a, first + 16 * b, 16)
            deque(map(self._box, repeat(self._text), range(a, b), at), maxlen=0)
        return array("f", bytes(sides))

    def objects(self, glyphs: Iterable[int]) -> list[int | None]:
        """The address of the object of the page that each of these glyphs belongs to."""
        return list(map(self._object, repeat(self._text), glyphs))


def _joined(codes: Codes) -> NDArray[np.intp]:
    """Put whole characters in the place of first halves: pdfium has one beyond 16 bits as two glyphs, its halves in UTF-16. The places of
    those that it has so; the second half stands behind each.
    """
    firsts = np.flatnonzero((codes[:-1] & _HALF == 0xD800) & (codes[1:] & _HALF == 0xDC00))
    codes[firsts] = 0x10000 + ((codes[firsts] & 0x3FF) << 10) + (codes[firsts + 1] & 0x3FF)
    return firsts


@lru_cache(1 << 16)
def character(code: int) -> str:
    """The character of a code of pdfium; one that no text has stands for a glyph of which the file does not say what it is."""
    if code in (9, 10, 13) or (32 <= code < 0x110000 and not 0xD800 <= code < 0xE000 and code & 0xFFFE != 0xFFFE):
        return chr(code)
    return UNMAPPED
