"""Telling web pages by how they begin."""

from __future__ import annotations

import re
from xml.parsers import expat

_PAGE = re.compile(
    r"(?:[\s\ufeff\0]++|<!--.*?-->|<\?[^>]*+>)*+<(?:!doctype\s+html\b|html[\s>]).*", re.IGNORECASE | re.DOTALL
)
_XHTML = re.compile(r"[\s\ufeff]*<\?xml\b.*\bxmlns\s*=\s*[\"']http://www\.w3\.org/1999/xhtml[\"']", re.DOTALL)


def is_page(begin: str) -> bool:
    """Whether a text that begins so is a web page: with its doctype or its root."""
    return _PAGE.match(begin) is not None


def is_xhtml(begin: str, raw: bytes) -> bool:
    """Whether a page is declared to be XML and is well-formed. Most pages that begin so are not, and browsers read them as HTML."""
    if not _XHTML.match(begin) or b"<!ENTITY" in raw:
        return False
    parser = expat.ParserCreate()
    parser.UseForeignDTD(True)  # references to HTML's entities are no errors
    try:
        parser.Parse(raw, True)
    except (expat.ExpatError, LookupError, ValueError):
        return False
    return True
