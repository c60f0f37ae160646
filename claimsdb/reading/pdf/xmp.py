"""What a PDF states in its XMP packet, which is not compressed: title, authors, day of publication and language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from xml.etree import ElementTree

_OPEN, _CLOSE = b"<x:xmpmeta", b"</x:xmpmeta>"
_LONGEST = 1 << 20  # bytes of a packet
_DUBLIN, _RDF = "{http://purl.org/dc/elements/1.1/}", "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_DATES = ("{http://prismstandard.org/namespaces/basic/2.0/}publicationDate", f"{_DUBLIN}date")


def packet(raw: bytes) -> Mapping[str, str]:
    """What the last packet in the file states: `title`, `author` (names parted by semicolons), `published` and `language`."""
    end = raw.rfind(_CLOSE)
    start = raw.rfind(_OPEN, max(end - _LONGEST, 0), end) if end >= 0 else -1
    if start < 0:
        return {}
    written = raw[start : end + len(_CLOSE)]
    if b"<!" in written:  # a packet declares nothing
        return {}
    try:
        root = ElementTree.fromstring(written)
    except ElementTree.ParseError:
        return {}
    found = {
        "title": next(_items(root, f"{_DUBLIN}title"), ""),
        "author": "; ".join(_items(root, f"{_DUBLIN}creator")),
        "published": next((date for name in _DATES for date in _items(root, name)), ""),
        "language": next(_items(root, f"{_DUBLIN}language"), ""),
    }
    return {key: value for key, value in found.items() if value}


def _items(root: ElementTree.Element, name: str) -> Iterator[str]:
    """The values of a property, in order."""
    for element in root.iter(name):
        for item in [*element.iter(f"{_RDF}li")] or [element]:
            if said := " ".join((item.text or "").split()):
                yield said
