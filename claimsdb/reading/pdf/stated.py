"""What a PDF states of itself: title, author, dates and language, from its information and its XMP; only what can be true."""

from __future__ import annotations

import re
from typing import Any

from claimsdb.english import dates
from claimsdb.model.document import Metadata
from claimsdb.reading.pdf import pdfium
from claimsdb.reading.pdf.xmp import packet

_DATE = re.compile(r"(?:D:)?(\d{4})(?:-?(\d{2}))?(?:-?(\d{2}))?")
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{2,8})*")
_PROGRAM = re.compile(
    r"^(?:microsoft (?:word|powerpoint|excel)|untitled|document ?\d*$|unknown|title$|print|slide ?1$"
    r"|.*\.(?:docx?|pptx?|xlsx?|pdf|tex|dvi|rtf|odt|indd|qx[dp]|html?|pages|txt)$)",
    re.IGNORECASE,
)
_NOBODY = re.compile(r"^(?:admin\w*|user\d*|unknown|owner|author|[^@\n]*+@.*|[^\d\n]*+\d.*|\S{1,3})$", re.IGNORECASE)
_PARTS = 8


def stated(document: Any, raw: bytes, shown: str | None, first: str) -> Metadata:
    """The metadata, from the XMP of the file and, below that, from its information.

    `shown` is the title that the first page shows, `first` the words of that page. A stated title counts if the page has it, or if the
    page shows none.
    """
    found = packet(raw)
    return Metadata(
        title=_title(found.get("title") or pdfium.stated(document, "Title"), shown, first),
        author=_author(found.get("author") or pdfium.stated(document, "Author")),
        published=_date(found.get("published")),
        language=_language(found.get("language") or pdfium.language(document)),
    )


def _title(said: str | None, shown: str | None, first: str) -> str | None:
    plausible = said is not None and " " in said and not _PROGRAM.match(said)
    if plausible and said and _letters(said) in _letters(first):
        return said
    return shown or (said if plausible else None)


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def _author(said: str | None) -> str | None:
    """The authors, if they are names."""
    names = [n.strip() for n in re.split(r"[;,]|\band\b", said or "") if n.strip()]
    kept = [n for n in names if " " in n and not _NOBODY.match(n) and len(n) <= 60]
    if not kept or len(kept) != len(names) or len(kept) > _PARTS:
        return None
    return kept[0] if len(kept) == 1 else f"{', '.join(kept[:-1])} and {kept[-1]}"


def _date(said: str | None) -> str | None:
    """The day on which the file says that it was published; when it was made is another day."""
    match = _DATE.match(said or "")
    if match is None or match[2] is None or match[3] is None:
        return None
    return dates.iso("-".join(match.groups()))


def _language(said: str | None) -> str | None:
    match = _LANGUAGE.fullmatch((said or "").strip())
    return match[1].lower() if match else None
