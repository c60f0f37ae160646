"""How glyphs are set: those of one object of a page have one face."""

from __future__ import annotations

import ctypes
import math
from typing import Any, NamedTuple

from claimsdb.reading.pdf.clips import Clip, clip_of
from claimsdb.reading.pdf.frame import MIRRORED, Frame
from claimsdb.reading.pdf.pdfium import library, plain

_INVISIBLE = 3  # the text render mode of what is neither filled nor stroked
_PAINT = 245  # of 255: what is lighter in every colour cannot be seen on paper
_SKEW = math.radians(8)
_BOLD = ("bold", "black", "heavy", "cmbx", "semibold", "demi")
_HEAVY = 700


class Face(NamedTuple):
    """How the glyphs of one object of a page are set: size in points, weight, the turn of the line (`Frame`; None: askew), its base line
    (turned so that it runs from left to right), and whether they cannot be seen, are marked as no part of the text, or are drawn without
    colour (as words under the picture that they were read from), or have no characters in the file. `clip` is the box outside of which they
    are not drawn; None: they are all drawn.
    """

    size: float
    weight: int
    turn: int | None
    base: float
    hidden: bool
    artifact: bool
    invisible: bool
    unmapped: bool
    clip: Clip | None = None

    @property
    def is_plain(self) -> bool:
        """Whether its glyphs are seen, and have characters."""
        return not (self.hidden or self.invisible or self.unmapped or self.clip)


class Faces:
    """The faces of glyphs; those of one object of the page have one."""

    def __init__(self, text: Any, frame: Frame, tagged: bool) -> None:
        """Take the glyphs of a page, what it shows, and whether the file marks what does not belong to its text."""
        pdfium = library()
        self._pdfium, self._text, self._frame, self._tagged = pdfium, text, frame, tagged
        self._object = plain("FPDFText_GetTextObject", ctypes.c_void_p)
        self._address = ctypes.cast(text, ctypes.c_void_p).value
        self._last: int | None = -1
        self._face = Face(0, 0, 0, 0, False, False, False, False)
        self._shown: bool | None = None
        self._pictured: bool | None = None
        self._name, self._flags = ctypes.create_string_buffer(128), ctypes.c_int()
        self._matrix, self._x, self._y = pdfium.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
        self._colour = [ctypes.c_uint() for _ in range(4)]
        self._mode = 0

    def of(self, k: int) -> Face:
        """The face of glyph `k`."""
        address: int | None = self._object(self._address, k)
        if address != self._last or not address:
            self._last = address
            self._face = self._made(self._pdfium.FPDFText_GetTextObject(self._text, k), k)
        return self._face

    def _made(self, found: Any, k: int) -> Face:
        pdfium, text = self._pdfium, self._text
        matrix = self._matrix
        scale, angle = 1.0, 0.0
        if pdfium.FPDFText_GetMatrix(text, k, ctypes.byref(matrix)):
            scale = math.hypot(matrix.c, matrix.d) or 1.0
            angle = math.atan2(matrix.b, matrix.a)
        size = pdfium.FPDFText_GetFontSize(text, k) * scale
        mirrored = matrix.a * matrix.d < matrix.b * matrix.c and self._frame.is_mirrored
        if mirrored:
            angle = math.atan2(matrix.b, -matrix.a)
        quarters = angle / (math.pi / 2)
        turn = round(quarters)
        straight = abs(quarters - turn) * math.pi / 2 <= _SKEW
        self._mode = pdfium.FPDFTextObj_GetTextRenderMode(found) if found else 0
        hidden = size < 1 or (self._is_white(k) if self._mode != _INVISIBLE else not self._has_pictures())
        x, y = self._x, self._y
        pdfium.FPDFText_GetCharOrigin(text, k, ctypes.byref(x), ctypes.byref(y))
        quarter = turn % 4 + MIRRORED * mirrored if straight else None
        base = self._frame.base(x.value, y.value, quarter)
        artifact = self._tagged and bool(found) and self._is_artifact(found)
        unmapped = pdfium.FPDFText_HasUnicodeMapError(text, k) == 1
        invisible = self._mode == _INVISIBLE
        clip = clip_of(found, matrix) if found else None
        return Face(size, self._weight(k), quarter, base, hidden, artifact, invisible, unmapped, clip)

    def _has_pictures(self) -> bool:
        """Whether anything on the page can be a picture from which words without colour were read."""
        if self._pictured is None:
            self._pictured = self._frame.has_any("IMAGE", "FORM", "SHADING")
        return self._pictured

    def _weight(self, k: int) -> int:
        name = self._name
        self._pdfium.FPDFText_GetFontInfo(self._text, k, name, len(name), ctypes.byref(self._flags))
        stated = int(self._pdfium.FPDFText_GetFontWeight(self._text, k))
        lower = name.value.decode("latin-1").lower()
        return max(stated, _HEAVY) if any(word in lower for word in _BOLD) else min(max(stated, 0), _HEAVY)

    def _is_white(self, k: int) -> bool:
        red, green, blue, alpha = self._colour
        self._pdfium.FPDFText_GetFillColor(self._text, k, *(ctypes.byref(c) for c in (red, green, blue, alpha)))
        if alpha.value == 0:
            return self._mode == 0
        if min(red.value, green.value, blue.value) < _PAINT or self._mode not in (0, 4):
            return False
        if self._shown is None:  # white words on a painted page can be read
            self._shown = self._frame.has_any("IMAGE", "FORM", "SHADING", "PATH")
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
