"""A PDF opened with pdfium: its pages, their labels, and what it states of itself. Only raw calls, whose meaning does not change."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from claimsdb.model.errors import Problem, UnreadableError
from claimsdb.pictures.annotations import Pages

_WRONG_PASSWORD = 4
_LONGEST = 1 << 16  # bytes of a string that a file states


def library() -> Any:
    """The functions of pdfium, which is loaded when the first PDF is read."""
    import pypdfium2.raw as pdfium

    return pdfium


@contextmanager
def opened(raw: bytes, path: str) -> Iterator[tuple[Any, Pages]]:
    """The document in these bytes, and its pages. Raises `UnreadableError` if a password is needed, or if it is damaged beyond repair."""
    pdfium = library()
    document = pdfium.FPDF_LoadMemDocument64(raw, len(raw), None)
    if not document:
        if pdfium.FPDF_GetLastError() == _WRONG_PASSWORD:
            what, remedy = "The PDF needs a password.", "Open it with the password, and save a copy without one."
            raise UnreadableError(Problem("encrypted", path, what, remedy))
        what = "The PDF is damaged: it has no pages that can be found."
        raise UnreadableError(Problem("damaged", path, what, "Open it in a viewer, and print it to a new PDF."))
    pages = Pages(document)
    try:
        yield document, pages
    finally:
        pages.close()
        pdfium.FPDF_CloseDocument(document)


@contextmanager
def page(of: Pages, number: int) -> Iterator[Any]:
    """A page, by its number from 0; None if it is damaged."""
    loaded = of.load(number)
    try:
        yield loaded
    finally:
        if loaded:
            library().FPDF_ClosePage(loaded)


@contextmanager
def glyphs_of(loaded: Any) -> Iterator[Any]:
    """The glyphs of a page; None if they cannot be read."""
    pdfium = library()
    text = pdfium.FPDFText_LoadPage(loaded)
    try:
        yield text or None
    finally:
        if text:
            pdfium.FPDFText_ClosePage(text)


def label(document: Any, number: int) -> str:
    """The page's own label, such as "iii"; its number if it has none."""
    return _string(library().FPDF_GetPageLabel, document, number) or str(number + 1)


def stated(document: Any, key: str) -> str | None:
    """The value of a key of the document's information; None if it is absent or empty."""
    return _string(library().FPDF_GetMetaText, document, key.encode()) or None


def language(document: Any) -> str | None:
    """The language that the document states; None if it states none."""
    get = getattr(library(), "FPDFCatalog_GetLanguage", None)
    if get is None:  # older builds
        return None
    size = get(document, None, 0)
    if not 2 < size <= _LONGEST:
        return None
    buffer = (ctypes.c_ushort * (size // 2))()
    get(document, buffer, size)
    return bytes(buffer).decode("utf-16-le", "replace").rstrip("\0") or None


def _string(get: Any, document: Any, what: Any) -> str:
    """What a function of pdfium writes as UTF-16, without white space at its ends and control characters."""
    size = get(document, what, None, 0)
    if not 2 < size <= _LONGEST:
        return ""
    buffer = ctypes.create_string_buffer(size)
    get(document, what, buffer, size)
    text = buffer.raw.decode("utf-16-le", "replace")
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


@cache
def plain(name: str, result: Any, *more: Any) -> Any:
    """The function of this name, which takes a page's glyphs and the number of one, called with addresses."""
    made = ctypes.PYFUNCTYPE(result, ctypes.c_void_p, ctypes.c_int, *more)
    return made(ctypes.cast(getattr(library(), name), ctypes.c_void_p).value or 0)
