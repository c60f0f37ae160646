"""Pages of PDFs as they are shown: what viewers draw above them, annotations and fields of forms, is drawn into them, in memory."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

_UNSEEN = 0x02 | 0x20  # flags of annotations that are hidden, or not viewed
_SECRET = 1 << 13  # a flag of fields for passwords
_MOST, _LONGEST = 10_000, 1 << 20  # fields of a page, and bytes of a value


class Pages:
    """The pages of an open document. `values` are what people have filled into the fields of each page that has been loaded, and `own`
    counts the objects of each that are not drawn into it.
    """

    def __init__(self, document: Any) -> None:
        """Take the document, which has to be closed after this."""
        import pypdfium2.raw as pdfium

        self._pdfium, self._document = pdfium, document
        self._info = pdfium.FPDF_FORMFILLINFO(version=2, xfa_disabled=True)  # pdfium keeps its address
        has_forms = pdfium.FPDF_GetFormType(document) != pdfium.FORMTYPE_NONE
        self._forms = pdfium.FPDFDOC_InitFormFillEnvironment(document, self._info) if has_forms else None
        self.values: dict[int, tuple[str, ...]] = {}
        self.own: dict[int, int] = {}

    def close(self) -> None:
        """Let go of the forms."""
        if self._forms:
            self._pdfium.FPDFDOC_ExitFormFillEnvironment(self._forms)
            self._forms = None

    def load(self, number: int) -> Any:
        """A page, by its number from 0, which has to be closed; None if it is damaged."""
        page = self._pdfium.FPDF_LoadPage(self._document, number)
        if page and number not in self.own:
            self.own[number] = self._pdfium.FPDFPage_CountObjects(page)
            if self._pdfium.FPDFPage_GetAnnotCount(page) and self._draw(page, number):
                self._pdfium.FPDF_ClosePage(page)
                page = self._pdfium.FPDF_LoadPage(self._document, number)
        return page or None

    def _draw(self, page: Any, number: int) -> bool:
        """Draw what is above a page into it; whether there is anything, so that the page has to be loaded again."""
        pdfium = self._pdfium
        box = pdfium.FS_RECTF()
        if pdfium.FPDF_GetPageBoundingBox(page, ctypes.byref(box)):  # a box that the page only inherits would be lost
            pdfium.FPDFPage_SetMediaBox(page, box.left, box.bottom, box.right, box.top)
        if self._forms:
            self.values[number] = tuple(self._values(page))
            pdfium.FORM_OnAfterLoadPage(page, self._forms)  # makes what fields show of their values
        try:
            return bool(pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_SUCCESS)
        finally:
            if self._forms:
                pdfium.FORM_OnBeforeClosePage(page, self._forms)

    def _values(self, page: Any) -> Iterator[str]:
        """The values of the fields of a page that are words, and seen."""
        pdfium = self._pdfium
        words = (pdfium.FPDF_FORMFIELD_TEXTFIELD, pdfium.FPDF_FORMFIELD_COMBOBOX, pdfium.FPDF_FORMFIELD_LISTBOX)
        for k in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MOST)):
            found = pdfium.FPDFPage_GetAnnot(page, k)
            kind = pdfium.FPDFAnnot_GetFormFieldType(self._forms, found) if found else -1
            if kind in words and not pdfium.FPDFAnnot_GetFlags(found) & _UNSEEN:
                is_secret = kind == words[0] and pdfium.FPDFAnnot_GetFormFieldFlags(self._forms, found) & _SECRET
                if value := "" if is_secret else self._value(found):
                    yield value
            if found:
                pdfium.FPDFPage_CloseAnnot(found)

    def _value(self, field: Any) -> str:
        get = self._pdfium.FPDFAnnot_GetFormFieldValue
        size = get(self._forms, field, None, 0)
        if not 2 < size <= _LONGEST:
            return ""
        buffer = (ctypes.c_ushort * (size // 2))()
        get(self._forms, field, buffer, size)
        return bytes(buffer).decode("utf-16-le", "replace").rstrip("\0")
