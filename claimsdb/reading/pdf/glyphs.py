"""The glyphs of one page, in pdfium's order, with where they are drawn. White space that pdfium makes up is left out."""

from __future__ import annotations

import ctypes
import math
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from claimsdb.reading.pdf.pdfium import library

UNMAPPED = "\ufffd"
"""A glyph of which the file does not say what character it is."""
_INVISIBLE = 3  # the text render mode of what is neither filled nor stroked
_BLANK = frozenset(
    " \t\r\n\f\v\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
)
_HYPHENS = frozenset("\x02-\u00ad\u2010")
_PAINT = 245  # of 255: what is lighter in every colour cannot be seen on paper
_SKEW = math.radians(8)
_BOLD = ("bold", "black", "heavy", "cmbx", "semibold", "demi")
_HEAVY = 700


class Face(NamedTuple):
    """How a glyph is set: its size in points, its weight, the quarter turns of its line (None: askew), and what it is marked as."""

    size: float
    weight: int
    turn: int | None
    hidden: bool
    artifact: bool


class Glyph(NamedTuple):
    """A glyph: the characters that it stands for, its bytes in the page's stream, and its box on the page as it is displayed, turned so
    that its line runs from left to right.
    """

    text: str
    byte: int
    size: int
    left: float
    right: float
    bottom: float
    top: float
    base: float
    face: Face


@dataclass(slots=True)
class Sheet:
    """A page: its stream, its glyphs, its width and height as displayed, how many glyphs have no character, and what it has besides."""

    number: int
    width: float = 0
    height: float = 0
    stream: bytes = b""
    glyphs: list[Glyph] = field(default_factory=list)
    unmapped: int = 0
    invisible: int = 0
    hidden: int = 0
    pictures: bool = False
    turned: int = 0


def sheet(loaded: Any, text: Any, number: int, tagged: bool) -> Sheet:
    """The page `loaded`, whose glyphs are `text`; `tagged`: the file marks what does not belong to its text."""
    pdfium = library()
    frame = Frame(loaded)
    made = Sheet(number, frame.width, frame.height, turned=frame.turned)
    faces = _Faces(pdfium, loaded, text, frame, tagged)
    count = max(pdfium.FPDFText_CountChars(text), 0)
    unicode, generated, hyphen = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_IsGenerated, pdfium.FPDFText_IsHyphen
    error, loose, origin = (
        pdfium.FPDFText_HasUnicodeMapError,
        pdfium.FPDFText_GetLooseCharBox,
        pdfium.FPDFText_GetCharOrigin,
    )
    box, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    box_at, x_at, y_at = ctypes.byref(box), ctypes.byref(x), ctypes.byref(y)
    stream: list[bytes] = []
    at = 0
    append = made.glyphs.append
    for k in range(count):
        code = unicode(text, k)
        if (code < 33 or code == 0xFFFE) and generated(text, k) == 1:
            continue
        letter = _character(code, text, k, hyphen)
        encoded = letter.encode()
        stream.append(encoded)
        size = len(encoded)
        if error(text, k) == 1 or letter == UNMAPPED:
            made.unmapped += 1
        face = faces.of(k)
        if face.hidden:
            made.hidden += 1
        elif loose(text, k, box_at) and origin(text, k, x_at, y_at):
            placed = frame.placed(box.left, box.bottom, box.right, box.top, x.value, y.value, face.turn)
            if placed is not None:
                append(Glyph(letter, at, size, *placed, face))
        at += size
    made.stream = b"".join(stream)
    made.invisible = faces.invisible
    if made.invisible or made.unmapped or not made.glyphs:
        made.pictures = _has_pictures(pdfium, loaded, frame)
    return made


class Frame:
    """What a page shows: its box, and how it is turned when it is displayed."""

    def __init__(self, loaded: Any) -> None:
        """Take a page."""
        pdfium = library()
        box = pdfium.FS_RECTF()
        if not pdfium.FPDF_GetPageBoundingBox(loaded, ctypes.byref(box)):
            box.right, box.top = pdfium.FPDF_GetPageWidthF(loaded), pdfium.FPDF_GetPageHeightF(loaded)
        self.left, self.bottom = box.left, box.bottom
        self.across, self.up = box.right - box.left, box.top - box.bottom
        self.turned = pdfium.FPDFPage_GetRotation(loaded) % 4
        self.width, self.height = (self.across, self.up) if self.turned % 2 == 0 else (self.up, self.across)

    def placed(
        self, left: float, bottom: float, right: float, top: float, x: float, y: float, turn: int | None
    ) -> tuple[float, float, float, float, float] | None:
        """Left, right, bottom, top and base line of a box, turned so that a line with `turn` runs from left to right (None: as displayed).

        None if it is outside of the page.
        """
        left, right, bottom, top = left - self.left, right - self.left, bottom - self.bottom, top - self.bottom
        if not (right > -1 and top > -1 and left < self.across + 1 and bottom < self.up + 1):
            return None  # also if a number is none
        quarter = self.turned if turn is None else turn
        x, y = x - self.left, y - self.bottom
        if quarter == 0:
            made = left, right, bottom, top, y
        elif quarter == 1:
            made = bottom, top, self.across - right, self.across - left, self.across - x
        elif quarter == 2:
            made = self.across - right, self.across - left, self.up - top, self.up - bottom, self.up - y
        else:
            made = self.up - top, self.up - bottom, left, right, x
        return made


class _Faces:
    """The faces of glyphs; those of one object of the page have one."""

    def __init__(self, pdfium: Any, loaded: Any, text: Any, frame: Frame, tagged: bool) -> None:
        self._pdfium, self._loaded, self._text, self._frame, self._tagged = pdfium, loaded, text, frame, tagged
        self._object: Any = pdfium.FPDFText_GetTextObject
        self._last = -1
        self._face = Face(0, 0, 0, False, False)
        self._weights: dict[tuple[str, int], int] = {}
        self._shown: bool | None = None
        self.invisible = 0

    def of(self, k: int) -> Face:
        """The face of glyph `k`."""
        found = self._object(self._text, k)
        address = ctypes.addressof(found.contents) if found else 0
        if address != self._last or not address:
            self._last = address
            self._face = self._made(found, k)
        if found and self._mode == _INVISIBLE:
            self.invisible += 1
        return self._face

    def _made(self, found: Any, k: int) -> Face:
        pdfium, text = self._pdfium, self._text
        matrix = pdfium.FS_MATRIX()
        scale, angle = 1.0, 0.0
        if pdfium.FPDFText_GetMatrix(text, k, ctypes.byref(matrix)):
            scale = math.hypot(matrix.c, matrix.d) or 1.0
            angle = math.atan2(matrix.b, matrix.a)
        size = pdfium.FPDFText_GetFontSize(text, k) * scale
        quarters = angle / (math.pi / 2)
        turn = round(quarters)
        straight = abs(quarters - turn) * math.pi / 2 <= _SKEW
        self._mode = pdfium.FPDFTextObj_GetTextRenderMode(found) if found else 0
        hidden = size < 1 or (self._mode != _INVISIBLE and self._is_white(k))
        return Face(
            size,
            self._weight(k),
            turn % 4 if straight else None,
            hidden,
            self._tagged and bool(found) and self._is_artifact(found),
        )

    def _weight(self, k: int) -> int:
        name = ctypes.create_string_buffer(128)
        flags = ctypes.c_int()
        self._pdfium.FPDFText_GetFontInfo(self._text, k, name, 128, ctypes.byref(flags))
        stated = int(self._pdfium.FPDFText_GetFontWeight(self._text, k))
        lower = name.value.decode("latin-1").lower()
        return max(stated, _HEAVY) if any(word in lower for word in _BOLD) else min(max(stated, 0), _HEAVY)

    def _is_white(self, k: int) -> bool:
        red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
        self._pdfium.FPDFText_GetFillColor(self._text, k, *(ctypes.byref(c) for c in (red, green, blue, alpha)))
        if alpha.value == 0:
            return self._mode == 0
        if min(red.value, green.value, blue.value) < _PAINT or self._mode not in (0, 4):
            return False
        if self._shown is None:  # white words on a painted page can be read
            self._shown = _is_painted(self._pdfium, self._loaded)
        return not self._shown

    def _is_artifact(self, found: Any) -> bool:
        pdfium = self._pdfium
        for k in range(min(pdfium.FPDFPageObj_CountMarks(found), 8)):
            mark = pdfium.FPDFPageObj_GetMark(found, k)
            buffer = (ctypes.c_ushort * 16)()
            size = ctypes.c_ulong()
            known = pdfium.FPDFPageObjMark_GetName(mark, buffer, 32, ctypes.byref(size))
            if known and bytes(buffer).decode("utf-16-le", "replace").startswith("Artifact\0"):
                return True
        return False


def _character(code: int, text: Any, k: int, hyphen: Any) -> str:
    """The character of a code of pdfium; a hyphen at the end of a line has a code of its own."""
    if code == 2 and hyphen(text, k) == 1:
        return "-"
    if (
        code == 0
        or 0xD800 <= code < 0xE000
        or code > 0x10FFFF
        or code & 0xFFFE == 0xFFFE
        or (code < 32 and code not in (9, 10, 13))
    ):
        return UNMAPPED
    return chr(code)


def is_blank(text: str) -> bool:
    """Whether it is white space."""
    return text in _BLANK


def _has_pictures(pdfium: Any, loaded: Any, frame: Frame) -> bool:
    """Whether pictures cover much of the page, as on a scan."""
    covered = 0.0
    sides = [ctypes.c_float() for _ in range(4)]
    for k in range(min(pdfium.FPDFPage_CountObjects(loaded), 1000)):
        one = pdfium.FPDFPage_GetObject(loaded, k)
        if pdfium.FPDFPageObj_GetType(one) in (
            pdfium.FPDF_PAGEOBJ_IMAGE,
            pdfium.FPDF_PAGEOBJ_FORM,
        ) and pdfium.FPDFPageObj_GetBounds(one, *(ctypes.byref(s) for s in sides)):
            left, bottom, right, top = (s.value for s in sides)
            covered += max(right - left, 0) * max(top - bottom, 0)
    return bool(covered > 0.25 * frame.width * frame.height)


def _is_painted(pdfium: Any, loaded: Any) -> bool:
    """Whether anything but words is on the page."""
    return any(
        pdfium.FPDFPageObj_GetType(pdfium.FPDFPage_GetObject(loaded, k)) != int(pdfium.FPDF_PAGEOBJ_TEXT)
        for k in range(min(pdfium.FPDFPage_CountObjects(loaded), 5000))
    )
