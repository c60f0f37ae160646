"""A claim's document as a CSL-JSON item, which every bibliographic format is made from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any
from unicodedata import category
from urllib.parse import urlsplit

from claimsdb.english.agencies import is_agency
from claimsdb.lookup.citations.names import BODY, authors
from claimsdb.lookup.citations.wording import as_text, web_address
from claimsdb.store.read.citations import Place
from claimsdb.store.read.records import ClaimRecord
from claimsdb.streams.kinds import DOCX, EPUB, HTML, ODP, ODT, PPTX, RTF, XHTML

Item = dict[str, object]
_MAIL = ("message/", "application/mbox", "application/vnd.ms-outlook")
_SUBTITLES = ("text/vtt", "application/x-subrip")
_PAGES = (HTML, XHTML, "multipart/related")
_REPORTS = ("application/pdf", DOCX, PPTX, ODT, ODP, RTF)
_POSTS = re.compile(
    r"(?:.+\.)?(?:x|twitter|facebook|instagram|threads|reddit|linkedin|truthsocial|weibo|tiktok)\.(?:com|net)|bsky\.app|t\.me"
)
_BLOGS = re.compile(r".+\.(?:wordpress|blogspot|substack|tumblr|medium)\.com|medium\.com")
_SPOKEN = re.compile(r"\b(?:transcript|interview)\b", re.IGNORECASE)
_OUTLET = re.compile(r"\b(?:Times|Post|News|Journal|Press|Network|Online|Web)\b")
_PAGE = re.compile(r"\bpages? (\d{1,9}+)")
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?!\d)", re.ASCII)


def as_csl(claim: ClaimRecord, place: Place) -> Item:
    """The document as an item of CSL-JSON 1.0.2, with what is known of it; the claim and its place are in the note, as plain text."""
    item: Item = {"id": f"claim-{claim['id']}", **item_of(place)}
    if page := _PAGE.search(place["place"] or ""):
        item["page"] = page[1]
    return item | {"note": in_line(as_text(claim, place))}


def item_of(document: Mapping[str, Any]) -> Item:
    """A document as an item without an id, by its `title`, `path`, `author`, `publisher`, `published`, `url`, `language`, `media_type` and,
    if it was had from the web, `captured_at`.

    The title of a document without one is its path. `accessed` is the day on which its bytes were had from the web.
    """
    kind = type_of(document)
    item: Item = {"type": kind, "title": in_line(document["title"]) or document["path"]}
    if names := authors(document["author"]):
        item["author"] = names
    if outlet := in_line(document["publisher"]):
        item["container-title" if in_container(kind) else "publisher"] = outlet
    if issued := date_parts(document["published"]):
        item["issued"] = {"date-parts": [issued]}
    if accessed := date_parts(document.get("captured_at")):
        item["accessed"] = {"date-parts": [accessed]}
    if address := web_address(document["url"]):
        item["URL"] = address
    if document["language"]:
        item["language"] = document["language"]
    return item


def type_of(document: Mapping[str, Any]) -> str:
    """What the document is, as CSL's types have it, by what is known: its kind of file, its address, its publisher and its date."""
    media, address, publisher = document["media_type"], web_address(document["url"]), in_line(document["publisher"])
    host = (urlsplit(address).hostname or "").lower() if address else ""
    if media.startswith(_MAIL):
        return "personal_communication"
    if media in _SUBTITLES:
        return "broadcast"
    if _POSTS.fullmatch(host):
        return "post"
    if _BLOGS.fullmatch(host):
        return "post-weblog"
    if _SPOKEN.search(document["title"] or ""):
        return "interview"
    if media == EPUB:
        return "book"
    if media in _REPORTS:
        return "report" if publisher else "document"
    if publisher and document["published"] and _is_outlet(publisher):
        return "article-newspaper"
    return "webpage" if address or media in _PAGES else "document"


def in_container(kind: str) -> bool:
    """Whether an item of this type is part of what its publisher brings out, and not brought out by itself."""
    return kind not in ("report", "document", "book", "personal_communication")


def date_parts(stated: str | None) -> list[int]:
    """Year, month and day of an EDTF date, as far as it states them; none if it states none."""
    found = _DATE.match(stated or "")
    return [int(part) for part in found.groups() if part and int(part)] if found else []


def written_date(item: Item, key: str) -> list[str]:
    """The parts of a date of the item (`issued`, `accessed`), in four digits and two; none if it has none."""
    found: Any = item.get(key)
    return written(found["date-parts"][0]) if found else []


def written(parts: Iterable[int]) -> list[str]:
    """Year, month and day in four digits and two."""
    return [f"{part:0{2 if k else 4}}" for k, part in enumerate(parts)]


def in_line(text: str | None) -> str:
    """The text in one line, without control characters."""
    return " ".join("".join(" " if category(c) in ("Cc", "Cs") else c for c in text or "").split())


def _is_outlet(publisher: str) -> bool:
    """Whether a publisher brings out news, and is not an office or a firm: those are known by their names."""
    return is_agency(publisher) or _OUTLET.search(publisher) is not None or BODY.search(publisher) is None
