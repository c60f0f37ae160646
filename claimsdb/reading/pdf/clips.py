"""Where the words of an object of a page are drawn at all: the box around its clipping paths."""

from __future__ import annotations

import ctypes
from typing import Any, NamedTuple

from claimsdb.reading.pdf.pdfium import library

_POINTS = 1000  # of a path: one with more is taken as a box without them
_PATHS = 50
_CUT = 0.25  # of a glyph on each side: more of it must be seen


class Clip(NamedTuple):
    """A box in points of the page, before it is turned."""

    left: float
    bottom: float
    right: float
    top: float

    def shows(self, left: float, bottom: float, right: float, top: float) -> bool:
        """Whether more than the edge of a glyph is in the box."""
        x, y = _CUT * (right - left), _CUT * (top - bottom)
        across = right - x > self.left and left + x < self.right
        return across and top - y > self.bottom and bottom + y < self.top


def clip_of(found: Any, placed: Any) -> Clip | None:
    """The box around what the clipping paths of a text object share; None if it has none. `placed` is the matrix of its glyphs on the page.

    Curves are inside of the box around their points, so that it is never too small.
    """
    pdfium = library()
    path = pdfium.FPDFPageObj_GetClipPath(found)
    count = pdfium.FPDFClipPath_CountPaths(path) if path else 0
    boxes = [box for k in range(min(count, _PATHS)) if (box := _box(path, k)) is not None]
    if not boxes:
        return None
    left, bottom, right, top = zip(*boxes, strict=True)
    return _on_page(Clip(max(left), max(bottom), min(right), min(top)), found, placed)


def _box(path: Any, k: int) -> Clip | None:
    pdfium = library()
    x, y = ctypes.c_float(), ctypes.c_float()
    points = []
    count = pdfium.FPDFClipPath_CountPathSegments(path, k)
    for n in range(count if count <= _POINTS else 0):
        segment = pdfium.FPDFClipPath_GetPathSegment(path, k, n)
        pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        points.append((x.value, y.value))
    if not points:
        return None
    across, up = zip(*points, strict=True)
    return Clip(min(across), min(up), max(across), max(up))


def _on_page(clip: Clip, found: Any, placed: Any) -> Clip | None:
    """The box on the page: objects in forms have places in these. None if it cannot be known."""
    own = library().FS_MATRIX()
    if not library().FPDFPageObj_GetMatrix(found, ctypes.byref(own)):
        return None
    if all(getattr(own, name) == getattr(placed, name) for name in "abcdef"):
        return clip
    size = own.a * own.d - own.b * own.c
    if not size:
        return None
    corners = []
    for x, y in ((clip.left, clip.bottom), (clip.left, clip.top), (clip.right, clip.bottom), (clip.right, clip.top)):
        x, y = x - own.e, y - own.f
        u, v = (own.d * x - own.c * y) / size, (own.a * y - own.b * x) / size
        corners.append((placed.a * u + placed.c * v + placed.e, placed.b * u + placed.d * v + placed.f))
    across, up = zip(*corners, strict=True)
    return Clip(min(across), min(up), max(across), max(up))
