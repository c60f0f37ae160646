"""Character references (`&amp;`, `&#8217;`, `&copy`), resolved as the HTML standard does, by its own tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.entities import html5
from typing import NamedTuple

_REFERENCE = re.compile(r"&(?:#(?:[xX](?P<hex>[0-9A-Fa-f]+)|(?P<decimal>[0-9]+));?|(?P<name>[A-Za-z][A-Za-z0-9]*;?))")
_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")
_LAST = 0x10FFFF
_DIGITS = 8  # more of them are beyond the last code point
_BARE = max(len(name) for name in html5 if not name.endswith(";"))
"""The most letters of a name that needs no semicolon."""
# References to C1 controls mean what windows-1252 has in their places, if it has anything.
_CONTROLS = {code: bytes([code]).decode("cp1252", "ignore") or chr(code) for code in range(0x80, 0xA0)}


class Reference(NamedTuple):
    """A reference in a page: its half-open range in code points of the page, and what it stands for."""

    start: int
    end: int
    text: str


def references(page: str, start: int, end: int, attribute: bool = False) -> Iterator[Reference]:
    """The references in a range of text, or of an attribute's value, where a bare name before a letter, a digit or "=" is none."""
    at = page.find("&", start, end)
    while at >= 0:
        match = _REFERENCE.match(page, at, end)
        found = _named(page, match, end, attribute) if match and match["name"] else None
        if match and not match["name"]:
            found = Reference(at, match.end(), _numbered(match))
        if found:
            yield found
        at = page.find("&", found.end if found else at + 1, end)


def resolved(page: str, start: int, end: int, attribute: bool = False) -> str:
    """The text of a range, with what its references stand for."""
    made: list[str] = []
    for reference in references(page, start, end, attribute):
        made += (page[start : reference.start], reference.text)
        start = reference.end
    return "".join((*made, page[start:end]))


def _named(page: str, match: re.Match[str], end: int, attribute: bool) -> Reference | None:
    """The reference by the longest name that the standard knows."""
    name = match["name"]
    if name in html5 and name.endswith(";"):
        return Reference(match.start(), match.end(), html5[name])
    for length in range(min(len(name), _BARE), 1, -1):
        if (found := html5.get(name[:length])) is not None and name[length - 1] != ";":
            after = match.start("name") + length
            following = page[after] if after < end else ""
            if attribute and (following == "=" or (following.isascii() and following.isalnum())):
                return None
            return Reference(match.start(), after, found)
    return None


def _numbered(match: re.Match[str]) -> str:
    digits = (match["hex"] or match["decimal"]).lstrip("0")
    code = int(digits or "0", 16 if match["hex"] else 10) if len(digits) <= _DIGITS else _LAST + 1
    if code == 0 or code > _LAST or 0xD800 <= code <= 0xDFFF:
        return "\ufffd"
    return _CONTROLS.get(code) or chr(code)


def line(words: str) -> str:
    """The words on one line, as they are seen."""
    return " ".join(_UNSEEN.sub("", words).split())
