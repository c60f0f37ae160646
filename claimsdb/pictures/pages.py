"""Pictures of pages of PDFs, drawn by pdfium."""

from __future__ import annotations

import ctypes
from typing import Any

from claimsdb.pictures.picture import POINTS, Picture, resolution_of

_LEAST = 20  # pixels in an inch
_FLAGS = 0x01 | 0x08  # annotations, in grey
_WHITE = 0xFFFFFFFF


def drawn(page: Any, resolution: float | None = None) -> Picture | None:
    """The page as it is displayed, at a resolution (default: one that suits its size); None if it is too large or cannot be drawn."""
    import pypdfium2.raw as pdfium

    across, up = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
    if not (across > 0 and up > 0):
        return None
    resolution = resolution or resolution_of(across, up)
    width, height = round(across * resolution / POINTS), round(up * resolution / POINTS)
    if resolution < _LEAST or not width or not height:
        return None
    made = pdfium.FPDFBitmap_CreateEx(width, height, pdfium.FPDFBitmap_Gray, None, 0)
    if not made:
        return None
    try:
        pdfium.FPDFBitmap_FillRect(made, 0, 0, width, height, _WHITE)
        pdfium.FPDF_RenderPageBitmap(made, page, 0, 0, width, height, 0, _FLAGS)
        stride = pdfium.FPDFBitmap_GetStride(made)
        rows = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(made), stride * height)
    finally:
        pdfium.FPDFBitmap_Destroy(made)
    pixels = rows if stride == width else b"".join(rows[k * stride : k * stride + width] for k in range(height))
    return Picture(width, height, pixels, resolution)
