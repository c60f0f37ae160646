"""The proof of a web page: its bytes, decoded, with character references resolved and white space collapsed.

What `html.parser` takes for a tag or a comment is no text.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from html.parser import HTMLParser

from claimsdb.lookup.verify.proofs.text import Text

_WHITE = re.compile("[ \t\n\f\r]+")
_REFERENCE = re.compile(r"&(?:#(?P<decimal>[0-9]+);?|#[xX](?P<hex>[0-9A-Fa-f]+);?|[A-Za-z][A-Za-z0-9]*;?)")
_BARE = re.compile(r"&[A-Za-z][A-Za-z0-9]*[=A-Za-z0-9]")  # in the value of an attribute, this may be no reference
_NEAR = 65_536  # bytes in which the beginning of an element or an attribute is looked for
_OPEN = re.compile(rb"<(title|textarea|xmp|iframe|noembed|noframes|noscript|plaintext)\b", re.IGNORECASE)
_AMPERSAND = "\ufdd0"  # stands for one while tags are looked for; no text has it


class Page(Text):
    """What the bytes of a web page say."""

    def readings(self, start: int, end: int) -> Iterator[str]:
        """The words of these bytes without markup: by what their place makes of references, and with one space for several or as it is."""
        cut = self.decoded(start, end)
        text = without_tags(cut)
        if text != cut and self._inside(start):
            text = cut
        yield from both(resolved(text))
        if "&" in cut:
            inside = self._inside(start)
            if inside == "raw" or (inside == "value" and _BARE.search(cut)):
                yield from both(text)

    def _inside(self, start: int) -> str:
        """What the byte is in if no tag begins there: `title`, `raw` (references are not resolved), `value` (of an attribute)."""
        before = self.raw[max(start - _NEAR, 0) : start]
        for element in [*_OPEN.finditer(before)][-1:]:
            name = element[1].lower()
            if b"</" + name not in before[element.end() :].lower():
                return "title" if name in (b"title", b"textarea") else "raw"
        opened = max(before.rfind(b'="'), before.rfind(b"='"))
        if opened >= 0 and before.find(before[opened + 1 : opened + 2], opened + 2) < 0:
            return "value"
        bare = before[before.rfind(b"=") + 1 :]
        return "value" if b"=" in before and re.fullmatch(rb"[^\s\"'<=>`]*", bare) else ""


class _Text(HTMLParser):
    """The text of a page's source, without tags, comments, scripts and styles."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.made: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._hidden += tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("script", "style") and self._hidden > 0

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.made.append(data)


def without_tags(cut: str) -> str:
    """What of a page's source `html.parser` takes for text."""
    if "<" not in cut:
        return cut
    parser = _Text()
    parser.feed(cut.replace("&", _AMPERSAND))
    parser.close()
    return "".join(parser.made).replace(_AMPERSAND, "&")


def both(words: str) -> Iterator[str]:
    """The words, and the words with one space for several white spaces."""
    yield words
    yield _WHITE.sub(" ", words)


def resolved(cut: str) -> str:
    """The text with what its character references stand for."""
    return _REFERENCE.sub(_meaning, cut)


def _meaning(reference: re.Match[str]) -> str:
    """What a reference stands for; control characters too, which the standard library drops."""
    decimal, hexadecimal = reference.group("decimal", "hex")
    if decimal is None and hexadecimal is None:
        return html.unescape(reference.group())
    digits = (decimal or hexadecimal).lstrip("0") or "0"
    code = int(digits, 10 if decimal else 16) if len(digits) < 9 else -1
    if 0x80 <= code < 0xA0:
        return bytes([code]).decode("cp1252", "ignore") or chr(code)
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
