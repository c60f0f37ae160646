"""The tokens of a page as the HTML standard's tokenizer makes them, each with its exact range; nothing is resolved or built here.

Text is what is left when comments, doctypes, tags, processing instructions and the contents of raw text elements are taken out. Positions
are code points of the decoded page, half-open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import IntEnum
from functools import partial
from types import MappingProxyType
from typing import NamedTuple

from claimsdb.reading.html.elements import BLOCKS
from claimsdb.reading.html.references import resolved

_WHITE = "\\t\\n\\f\\r "
_TAG = re.compile(
    rf"<(/?)([A-Za-z][^{_WHITE}/>]*+)"
    # An unterminated value has no closing quotation mark up to the end of the file, and then neither has the tag an end.
    rf"(?:[{_WHITE}/]++|[^{_WHITE}/>][^{_WHITE}/>=]*+"
    rf"(?:[{_WHITE}]*+=[{_WHITE}]*+(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)|[^{_WHITE}\"'>][^{_WHITE}>]*+|(?=>)))?+)*+>"
)
_ATTRIBUTE = re.compile(
    rf"(?P<name>[^{_WHITE}/>][^{_WHITE}/>=]*+)"
    rf"(?:[{_WHITE}]*+=[{_WHITE}]*+(?:\"(?P<double>[^\"]*+)\"|'(?P<single>[^']*+)'|(?P<bare>[^{_WHITE}\"'>][^{_WHITE}>]*+)|(?=>|\Z)))?+"
)
_COMMENT_END = re.compile(r"--!?>")
_SCRIPT = re.compile(rf"(?P<open><!--)|(?P<close>-->)|<(?P<end>/?)script(?=[{_WHITE}/>])", re.IGNORECASE)

RAW = frozenset({"script", "style", "xmp", "iframe", "noembed", "noframes", "noscript"})
"""Elements whose content is not markup. `noscript` is one of them for a browser that runs scripts."""
_TEXT_ONLY = frozenset({"title", "textarea"})
_FOREIGN = frozenset({"svg", "math"})


class Kind(IntEnum):
    """What a token is."""

    TEXT = 0
    START = 1
    END = 2
    RAW = 3
    CDATA = 4
    COMMENT = 5


class Token(NamedTuple):
    """A token: its range in the page, and for tags the element's name in lower case.

    The content of a raw text element is a token of its kind and with its name. `literal`: references in it are not resolved.
    """

    kind: Kind
    start: int
    end: int
    name: str = ""


_token = partial(tuple.__new__, Token)


def scan(page: str, xml: bool = False) -> Iterator[Token]:
    """The tokens of a page in order. `xml`: by the rules of XHTML, where an empty tag has no content and CDATA sections are text."""
    at = begun = 0
    size = len(page)
    # Names of this function are quicker, and there are thousands of tokens on a page.
    text, begin_tag, end_tag, match, token = Kind.TEXT, Kind.START, Kind.END, _TAG.match, _token
    foreign = 0
    while at < size:
        at = page.find("<", at)
        if at < 0 or at + 1 == size:
            break
        tag = match(page, at)
        if tag is None:
            end = _other(page, at, xml or foreign > 0)
            if end is None:  # no markup: the text goes on
                at += 1
                continue
            if begun < at:
                yield token((text, begun, at, ""))
            if end < 0:  # a tag that the end of the file cuts off
                return
            if page.startswith("<![CDATA[", at) and (xml or foreign):
                yield Token(Kind.CDATA, at + 9, max(end - 3, at + 9) if page.startswith("]]>", end - 3) else end)
            elif page.startswith("<!--", at):
                yield Token(Kind.COMMENT, at, end)
            begun = at = end
            continue
        if begun < at:
            yield token((text, begun, at, ""))
        name, begun = tag[2].lower(), tag.end()
        if tag[1]:
            if name in _FOREIGN and foreign:
                foreign -= 1
            yield token((end_tag, at, begun, name))
            at = begun
            continue
        yield token((begin_tag, at, begun, name))
        at = begun
        empty = page[begun - 2] == "/"
        if foreign and name in BLOCKS:  # these end drawings and formulas that nothing else ends
            foreign = 0
        if empty and (xml or foreign or name in _FOREIGN):
            yield token((end_tag, begun, begun, name))
        elif name in _FOREIGN:
            foreign += 1
        elif name == "plaintext" and not xml:
            yield Token(Kind.RAW, begun, size, name)
            return
        elif (name in RAW or name in _TEXT_ONLY) and not foreign:
            at = _content_end(page, begun, name)
            if begun < at:
                yield Token(Kind.TEXT if name in _TEXT_ONLY else Kind.RAW, begun, at, name)
            begun = at
    if begun < size:
        yield token((text, begun, size, ""))


def attributes(page: str, token: Token) -> Mapping[str, tuple[int, int]]:
    """The ranges of the values of a start tag's attributes, by name in lower case; the first of a name counts."""
    found: dict[str, tuple[int, int]] = {}
    start, end = token.start + 1 + len(token.name), token.end - 1
    for match in _ATTRIBUTE.finditer(page, start, end):
        group = match.lastgroup or "name"
        value = match.span(group) if group != "name" else (match.end(), match.end())
        found.setdefault(match["name"].lower(), value)
    return MappingProxyType(found)


def value(page: str, ranges: Mapping[str, tuple[int, int]], name: str) -> str | None:
    """The value of an attribute, its references resolved; None if the tag does not have it."""
    span = ranges.get(name)
    return None if span is None else resolved(page, *span, attribute=True)


def _other(page: str, at: int, cdata: bool) -> int | None:
    """The end of what begins with "<" and is not a whole tag; None if it is text, -1 if it is a tag without an end."""
    following = page[at + 1]
    if following == "!":
        if page.startswith("--", at + 2):
            if page.startswith((">", "->"), at + 4):
                return page.index(">", at + 4) + 1
            end = _COMMENT_END.search(page, at + 4)
            return end.end() if end else len(page)
        if cdata and page.startswith("[CDATA[", at + 2):
            return _after(page, "]]>", at + 9)
        return _after(page, ">", at + 2)
    if following == "?":
        return _after(page, ">", at + 2)
    if following == "/":
        letter = page[at + 2 : at + 3]
        if not letter:
            return None
        return -1 if letter.isascii() and letter.isalpha() else _after(page, ">", at + 2)
    return -1 if following.isascii() and following.isalpha() else None


def _after(page: str, mark: str, at: int) -> int:
    found = page.find(mark, at)
    return len(page) if found < 0 else found + len(mark)


def _content_end(page: str, at: int, name: str) -> int:
    """Where the content of a raw text element ends: at its end tag, or at the end of the file."""
    if name == "script":
        return _script_end(page, at)
    end = _end_tag(name).search(page, at)
    return end.start() if end else len(page)


_ENDS = {name: re.compile(rf"</{name}(?=[{_WHITE}/>])", re.IGNORECASE) for name in RAW | _TEXT_ONLY}


def _end_tag(name: str) -> re.Pattern[str]:
    return _ENDS[name]


def _script_end(page: str, at: int) -> int:
    """Where a script ends; one inside a comment in it ends only itself ("script data double escaped" in the standard)."""
    escaped = double = False
    while match := _SCRIPT.search(page, at):
        at = match.end()
        if match["open"]:
            escaped = True
            at -= 2  # its dashes may be those of "-->"
        elif match["close"]:
            escaped = double = False
        elif match["end"] and not double:
            return match.start()
        else:
            double = escaped and not match["end"]
    return len(page)
