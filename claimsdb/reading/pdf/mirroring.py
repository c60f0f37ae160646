"""Whether letters that are turned over are in mirror writing, or are those of a font that turns them over once more."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise
from typing import Any

from claimsdb.reading.pdf.pdfium import library

_MOST = 5000  # objects of a page, or of a form in it
_DEEPEST = 5  # forms in forms
_STEP = 0.5  # of a unit of the text's own matrix: a line is farther below the one before


def is_mirrored(loaded: Any) -> bool:
    """Whether a page has mirror writing: lines follow one another from the heads of letters to their feet, as these seem to be. If letters
    are turned over twice, lines follow in the other direction.
    """
    pdfium = library()
    own = _texts(pdfium.FPDFPage_CountObjects(loaded), partial(pdfium.FPDFPage_GetObject, loaded), 1, 0)
    down = 0
    for before, after in pairwise(own):
        if before is not None and after is not None:
            x, y = after.e - before.e, after.f - before.f
            step = (after.a * y - after.b * x) / (after.a * after.d - after.b * after.c)
            down += (step < -_STEP) - (step > _STEP)
    return down > 0


def _texts(count: int, get: Callable[[int], Any], sign: float, depth: int) -> Iterator[Any]:
    """The matrices of the texts that are turned over, in the order of the file; None between those of different forms."""
    pdfium = library()
    for k in range(min(count, _MOST)):
        one = get(k)
        kind, matrix = pdfium.FPDFPageObj_GetType(one), pdfium.FS_MATRIX()
        if not pdfium.FPDFPageObj_GetMatrix(one, ctypes.byref(matrix)):
            continue
        turned = sign * (matrix.a * matrix.d - matrix.b * matrix.c)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT and turned < 0:
            yield matrix
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            yield None
            yield from _texts(
                pdfium.FPDFFormObj_CountObjects(one), partial(pdfium.FPDFFormObj_GetObject, one), turned, depth + 1
            )
            yield None
