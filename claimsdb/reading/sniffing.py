"""The media type of a file by its content."""

from __future__ import annotations

import codecs
import re
from xml.parsers import expat

HTML, XHTML = "text/html", "application/xhtml+xml"
_SNIFFED = 1 << 14  # bytes
_PAGE = re.compile(
    r"(?:[\s\ufeff\0]++|<!--.*?-->|<\?[^>]*+>)*+<(?:!doctype\s+html\b|html[\s>]).*", re.IGNORECASE | re.DOTALL
)
_XHTML = re.compile(r"[\s\ufeff]*<\?xml\b.*\bxmlns\s*=\s*[\"']http://www\.w3\.org/1999/xhtml[\"']", re.DOTALL)


def sniffed(raw: bytes) -> str | None:
    """`text/html` or `application/xhtml+xml` for a page, which begins with its doctype or its root; None for anything else."""
    wide = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    begin = raw[:_SNIFFED].decode("utf-16" if wide else "latin-1", "ignore").removeprefix("ï»¿")
    if not _PAGE.match(begin):
        return None
    return XHTML if _XHTML.match(begin) and _is_xml(raw) else HTML


def _is_xml(raw: bytes) -> bool:
    """Whether it is well-formed. Most pages that begin with an XML declaration are not, and browsers read them as HTML."""
    if b"<!ENTITY" in raw:
        return False
    parser = expat.ParserCreate()
    parser.UseForeignDTD(True)  # references to HTML's entities are no errors
    try:
        parser.Parse(raw, True)
    except (expat.ExpatError, LookupError, ValueError):
        return False
    return True
