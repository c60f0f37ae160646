"""The package document of an e-book: what it states, its chapters in reading order, and what each of them is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from claimsdb.model.document import Metadata
from claimsdb.reading.office.package import Package, beside
from claimsdb.reading.office.pieces import Piece
from claimsdb.reading.office.stating import coded, dated, together
from claimsdb.reading.office.xml import End, Markup, Start

PREFIXES = MappingProxyType(
    {
        "urn:oasis:names:tc:opendocument:xmlns:container": "ocf",
        "http://www.idpf.org/2007/opf": "opf",
        "http://openebook.org/namespaces/oeb-package/1.0/": "opf",
        "http://purl.org/dc/elements/1.1/": "dc",
        "http://www.w3.org/2001/04/xmlenc#": "enc",
    }
)
FURNITURE = frozenset({"cover", "contents", "copyright page", "index", "list of illustrations", "list of tables"})
"""The kinds of chapters that are not read."""
KINDS = MappingProxyType(
    {
        **dict.fromkeys(("titlepage", "title-page", "halftitlepage", "halftitle"), "title page"),
        **dict.fromkeys(("toc", "toc-brief", "landmarks", "page-list", "nav"), "contents"),
        **dict.fromkeys(("copyright-page", "colophon", "imprint", "imprimatur"), "copyright page"),
        "cover": "cover",
        "index": "index",
        "loi": "list of illustrations",
        "lot": "list of tables",
        **dict.fromkeys(("footnotes", "endnotes", "rearnotes", "notes"), "notes"),
    }
)
"""What a chapter is, by the words that e-books have for it."""
_PAGES = ("application/xhtml+xml", "text/html", "text/x-oeb1-document")
_PICTURES = re.compile(r"image/.*")
_FONTS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")


class Chapter(NamedTuple):
    """A member in reading order, and what the book says that it is; None if nothing."""

    member: str
    kind: str | None


@dataclass(slots=True)
class _Item:
    member: str
    media_type: str
    properties: list[str]
    fallback: str | None


@dataclass(slots=True)
class Publication:
    """What the package document says."""

    stated: Metadata = field(default_factory=Metadata)
    creators: list[str] = field(default_factory=list)
    chapters: list[Chapter] = field(default_factory=list)


def publication(package: Package) -> Publication:
    """The publication of a container. What is faulty in it is recorded with the package."""
    made = Publication()
    member = _root(package)
    raw = package.read(member, needed=True)
    if raw is None:
        return made
    values: dict[str, list[str]] = {}
    items: dict[str, _Item] = {}
    spine: list[tuple[str, bool]] = []
    guide: dict[str, str] = {}
    name, words = "", ""
    markup = Markup(raw, PREFIXES)
    for event in markup.events():
        if type(event) is Piece:
            words += event.text
        elif type(event) is End:
            if event.name == name and words.strip():
                values.setdefault(name, []).append(" ".join(words.split()))
            name = ""
        elif type(event) is Start:
            at = event.attributes
            name, words = event.name, ""
            if name == "opf:item":
                target = beside(member, at.get("href", ""))
                items[at.get("id", "")] = _Item(
                    target, at.get("media-type", ""), at.get("properties", "").split(), at.get("fallback")
                )
            elif name == "opf:itemref":
                spine.append((at.get("idref", ""), at.get("linear") != "no"))
            elif name == "opf:reference":
                guide.setdefault(beside(member, at.get("href", "")), at.get("type", ""))
    package.broken(member, markup.fault)
    made.creators = values.get("dc:creator", [])
    made.stated = _stated(values)
    if all(identity not in items for identity, _ in spine):
        if spine:
            package.fault(
                member, "names chapters that its list does not have, so that they are read in the order of the list"
            )
        else:
            package.fault(member, "names no chapters, so that they are read in the order of its list")
        spine = [(identity, True) for identity, item in items.items() if item.media_type in _PAGES]
    for identity, _ in sorted(spine, key=lambda entry: not entry[1]):
        chapter = _chapter(package, member, identity, items, guide)
        if chapter is not None and chapter not in made.chapters:
            made.chapters.append(chapter)
    return made


def locked(package: Package) -> frozenset[str]:
    """The members that can only be read with a key of the seller's."""
    found, scheme = set(), ""
    for event in Markup(package.read("META-INF/encryption.xml") or b"", PREFIXES).events():
        if type(event) is Start and event.name == "enc:EncryptionMethod":
            scheme = event.attributes.get("Algorithm", "")
        elif type(event) is Start and event.name == "enc:CipherReference" and scheme not in _FONTS:
            found.add(beside("", event.attributes.get("URI", "")))
    return frozenset(package.found(member) or member for member in found)


def _root(package: Package) -> str:
    """The member with the package document."""
    for event in Markup(package.read("META-INF/container.xml") or b"", PREFIXES).events():
        if type(event) is Start and event.name == "ocf:rootfile":
            return beside("", event.attributes.get("full-path", ""))
    return next((name for name in package.names if name.endswith(".opf")), "META-INF/container.xml")


def _stated(values: Mapping[str, list[str]]) -> Metadata:
    first = {name: found[0] for name, found in values.items()}
    dates = [made for stated in values.get("dc:date", ()) if (made := dated(stated))]
    return Metadata(
        title=first.get("dc:title"),
        publisher=first.get("dc:publisher"),
        author=together(values.get("dc:creator", ())),
        published=dates[0] if dates else None,
        language=coded(first.get("dc:language")),
    )


def _chapter(
    package: Package, root: str, identity: str, items: Mapping[str, _Item], guide: Mapping[str, str]
) -> Chapter | None:
    """The chapter that an entry of the spine names; None, and a problem, if it cannot be read."""
    seen: set[str] = set()
    item = items.get(identity)
    while item is not None and item.media_type not in _PAGES and item.fallback and item.fallback not in seen:
        seen.add(item.fallback)
        item = items.get(item.fallback)
    if item is None:
        package.fault(root, f"names a chapter {identity!r} that its list does not have")
        return None
    if item.media_type not in _PAGES and not item.member.lower().endswith((".xhtml", ".html", ".htm")):
        if not _PICTURES.fullmatch(item.media_type):
            what = f"is a chapter of type {item.media_type or 'unknown'}, which is not read"
            package.fault(item.member, what, "left_out", "Save the text of the chapter as a text file.")
        return None
    kind = KINDS.get(guide.get(item.member, "").lower())
    return Chapter(item.member, "contents" if "nav" in item.properties else kind)
