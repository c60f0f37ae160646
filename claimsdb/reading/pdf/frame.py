"""What a page shows: its box, and how it is turned when it is displayed."""

from __future__ import annotations

import ctypes
from array import array
from collections.abc import Iterator
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np

from claimsdb.reading.pdf.mirroring import is_mirrored
from claimsdb.reading.pdf.pdfium import library

Edges: TypeAlias = "array[float]"
"""One edge of each of several boxes, in points."""


MIRRORED = 4
"""What is added to the turn of lines in mirror writing: they are turned when the page has been mirrored from left to right."""


class Frame:
    """What a page shows: its box, and how it is turned when it is displayed."""

    def __init__(self, loaded: Any, own: int) -> None:
        """Take a page, and how many objects are its own; what is drawn above them, such as fields of forms, follows."""
        pdfium = library()
        self._loaded, self._own = loaded, own
        box = pdfium.FS_RECTF()
        if not pdfium.FPDF_GetPageBoundingBox(loaded, ctypes.byref(box)):
            box.right, box.top = pdfium.FPDF_GetPageWidthF(loaded), pdfium.FPDF_GetPageHeightF(loaded)
        self.left, self.bottom = box.left, box.bottom
        self.across, self.up = box.right - box.left, box.top - box.bottom
        self.turned = pdfium.FPDFPage_GetRotation(loaded) % 4
        self.width, self.height = (self.across, self.up) if self.turned % 2 == 0 else (self.up, self.across)

    def placed(
        self, left: Edges, right: Edges, bottom: Edges, top: Edges, turn: int | None
    ) -> tuple[Edges, Edges, Edges, Edges]:
        """Left, right, bottom and top edges of boxes, turned by quarters so that a line with `turn` runs from left to right (None: as
        displayed).
        """
        x, y = self.left, self.bottom
        if turn is not None and turn >= MIRRORED:
            left, right = _mirrored(right, self.across + 2 * x), _mirrored(left, self.across + 2 * x)
            turn -= MIRRORED
        quarter = self.turned if turn is None else turn
        if quarter == 0 and x == 0 and y == 0:
            return left, right, bottom, top
        edge, above = self.across + x, self.up + y
        if quarter == 0:
            return _moved(left, -x), _moved(right, -x), _moved(bottom, -y), _moved(top, -y)
        if quarter == 1:
            return _moved(bottom, -y), _moved(top, -y), _mirrored(right, edge), _mirrored(left, edge)
        if quarter == 2:
            return _mirrored(right, edge), _mirrored(left, edge), _mirrored(top, above), _mirrored(bottom, above)
        return _mirrored(top, above), _mirrored(bottom, above), _moved(left, -x), _moved(right, -x)

    def extent(self, turn: int | None) -> tuple[float, float]:
        """Width and height of the page when it is turned in the same way."""
        quarter = self.turned if turn is None else turn
        return (self.across, self.up) if quarter % 2 == 0 else (self.up, self.across)

    def base(self, x: float, y: float, turn: int | None) -> float:
        """The height of a base line on which a point is, turned in the same way."""
        x, y = x - self.left, y - self.bottom
        if turn is not None and turn >= MIRRORED:
            x, turn = self.across - x, turn - MIRRORED
        return (y, self.across - x, self.up - y, x)[self.turned if turn is None else turn]

    @cached_property
    def is_mirrored(self) -> bool:
        """Whether letters that are turned over are in mirror writing."""
        return is_mirrored(self._loaded)

    def covered(self) -> float:
        """The part of the page that pictures cover, nearly 1 on a scan."""
        pdfium = library()
        found = 0.0
        sides = [ctypes.c_float() for _ in range(4)]
        for kind, one in self._objects(1000):
            if kind in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM) and pdfium.FPDFPageObj_GetBounds(
                one, *(ctypes.byref(s) for s in sides)
            ):
                left, bottom, right, top = (s.value for s in sides)
                found += max(right - left, 0) * max(top - bottom, 0)
        return float(found / max(self.width * self.height, 1))

    def has_any(self, *sorts: str) -> bool:
        """Whether an object of one of these sorts (of pdfium, such as "IMAGE") is on the page."""
        wanted = {int(getattr(library(), f"FPDF_PAGEOBJ_{sort}")) for sort in sorts}
        return any(kind in wanted for kind, _ in self._objects(5000))

    def _objects(self, most: int) -> Iterator[tuple[int, Any]]:
        """The page's own objects, up to so many, each with its sort."""
        pdfium = library()
        for k in range(min(self._own, most)):
            one = pdfium.FPDFPage_GetObject(self._loaded, k)
            yield pdfium.FPDFPageObj_GetType(one), one


def _moved(edges: Edges, by: float) -> Edges:
    return array("f", (np.frombuffer(edges, np.float32) + np.float64(by)).astype(np.float32).tobytes())


def _mirrored(edges: Edges, at: float) -> Edges:
    return array("f", (np.float64(at) - np.frombuffer(edges, np.float32)).astype(np.float32).tobytes())
