"""The pieces of a page's text, each with its block and what the elements around it say of it.

A stack of open elements, kept by the standard's rules for implied and missing end tags as far as they move text from one block to
another; no tree is built.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from enum import IntEnum
from typing import NamedTuple

from claimsdb.reading.html.elements import AROUND, BARRIERS, BLOCKS, CLOSING_P, CONTROLS, HEADINGS, SAYING, UNSEEN, VOID
from claimsdb.reading.html.hints import Hint, hint
from claimsdb.reading.html.scanner import Kind, Token, attributes

_DEEPEST = 512
"""Elements that are nested deeper count as text of the one around them, as in browsers."""
_ROLES = {
    **dict.fromkeys(HEADINGS, "heading"),
    **dict.fromkeys(("li", "dd", "dt"), "list_item"),
    **dict.fromkeys(("figcaption", "caption"), "image"),
    "blockquote": "quote",
    "pre": "pre",
}


class Place(NamedTuple):
    """What the elements around a piece of text say of it.

    `role` is the layout's role of the block; `level` is a heading's (1 to 6, or 0); `seen`: a browser shows it; `around`: it is in an
    element around the article; `hidden`: the page hides it by an attribute; `aside`: it is for use or for machines, and not part of the
    sentence around it. `row`, `cell`, `item` and `figure` number these elements, 0 for none; `quotes` is how many `blockquote` it is in.
    """

    role: str | None = None
    level: int = 0
    bold: bool = False
    seen: bool = True
    around: bool = False
    hidden: bool = False
    aside: bool = False
    pre: bool = False
    row: int = 0
    cell: int = 0
    item: int = 0
    figure: int = 0
    quotes: int = 0


class Sort(IntEnum):
    """What a piece is: text, the end of a line, or the text that stands for a picture."""

    TEXT = 0
    BREAK = 1
    IMAGE = 2


class Piece(NamedTuple):
    """A piece of text: its range in the page, the number of its block, and its place. `literal`: references are not resolved."""

    sort: Sort
    start: int
    end: int
    block: int
    place: Place
    literal: bool = False


class _Open(NamedTuple):
    name: str
    place: Place


class Outline:
    """The walk over the tokens of a page."""

    def __init__(self, page: str, around: frozenset[str] = AROUND) -> None:
        """Take the page as it was decoded, and the elements that are around what is read."""
        self._page, self._around = page, around
        self._open = [_Open("", Place())]
        self._names: Counter[str] = Counter()
        self._block = 0
        self._last = 0  # number of the last row, cell, item or figure
        self.pieces: list[Piece] = []
        self.tags: list[Token] = []
        self.head: list[Token] = []

    def walk(self, tokens: Iterable[Token]) -> None:
        """Fill `pieces`, `tags` with the tags around what may be the article, and `head` with what may say something of the page.

        All are in the order of the page.
        """
        page, stack, pieces, tags, block = self._page, self._open, self.pieces, self.tags, -1
        text, begin, end_tag, sort = Kind.TEXT, Kind.START, Kind.END, Sort.TEXT
        for token in tokens:
            kind, start, end, name = token
            if kind is text:
                place = stack[-1].place
                # White space at the beginning of a block is most of what is between tags.
                if place.seen and (block == self._block or place.pre or not page[start:end].isspace()):
                    block = self._block
                    pieces.append(Piece(sort, start, end, block, place))
                elif name == "title":
                    self.head.append(token)
            elif kind is begin:
                if name in SAYING:
                    self.head.append(token)
                self._start(token)
            elif kind is end_tag:
                place = stack[-1].place
                # Pages put whole pages into one another: only the end of the file ends the page, as in browsers.
                if place.seen and not place.around and name not in ("html", "body"):
                    tags.append(token)
                self._end(name)
            elif kind is Kind.RAW and name == "script":
                self.head.append(token)
            elif kind is Kind.CDATA or (kind is Kind.RAW and name in ("xmp", "plaintext")):
                pieces.append(Piece(sort, start, end, self._block, stack[-1].place, True))

    def _start(self, token: Token) -> None:
        name = token.name
        if name == "br":
            self.pieces.append(Piece(Sort.BREAK, token.start, token.end, self._block, self._open[-1].place))
            return
        if name in BLOCKS:
            if self._names["svg"] and not self._names["foreignobject"]:
                self._close("svg")
            self._imply(name)
            self._block += 1
        place = self._open[-1].place
        if name == "img":
            self._image(token, place)
        if name in VOID:
            return
        if name in ("html", "body"):
            return
        if place.seen and len(self._open) < _DEEPEST:
            place = self._inside(token, place)
            if place.seen and not place.around:
                self.tags.append(token)
        if len(self._open) < _DEEPEST:
            self._open.append(_Open(name, place))
            self._names[name] += 1

    def _imply(self, name: str) -> None:
        """Close what this start tag closes without an end tag of its own."""
        if name in CLOSING_P and self._names["p"]:
            self._close("p")
        if name == "li" and self._names["li"]:
            self._close_item({"li"}, ("ul", "ol", "menu", "dir"))
        elif name in ("dd", "dt") and (self._names["dd"] or self._names["dt"]):
            self._close_item({"dd", "dt"}, ("dl",))
        elif name in ("td", "th"):
            self._close_item({"td", "th"}, ("table", "tr"))
        elif name == "tr":
            self._close_item({"tr"}, ("table",))
        elif name in ("tbody", "thead", "tfoot", "caption"):
            self._close_item({"tbody", "thead", "tfoot", "caption"}, ("table",))
        elif name in HEADINGS and self._open[-1].name in HEADINGS:
            self._pop(len(self._open) - 1)

    def _close_item(self, names: set[str], inside: tuple[str, ...]) -> None:
        for at in range(len(self._open) - 1, 0, -1):
            name = self._open[at].name
            if name in names:
                self._pop(at)
                return
            if name in inside:
                return

    def _end(self, name: str) -> None:
        if name == "p" and not self._names["p"]:
            self._block += 1
            return
        if name in HEADINGS:
            name = next((h for h in HEADINGS if h == self._open[-1].name), name)
        if name in ("html", "body") or name == "br":
            self._block += name != "br"
            return
        if self._names[name] and self._close(name) and name in BLOCKS:
            self._block += 1

    def _close(self, name: str) -> bool:
        """Close the innermost element of that name; an inline one only inside its block."""
        stack = self._open
        if stack[-1].name == name:
            self._pop(len(stack) - 1)
            return True
        block = name in BLOCKS or name in BARRIERS
        for at in range(len(stack) - 1, 0, -1):
            found = stack[at].name
            if found == name:
                self._pop(at)
                return True
            if (found in BARRIERS if block else found in BLOCKS) and not (name == "table" and found != "table"):
                return False
        return False

    def _pop(self, at: int) -> None:
        for gone in self._open[at:]:
            self._names[gone.name] -= 1
        del self._open[at:]

    def _number(self) -> int:
        self._last += 1
        return self._last

    def _inside(self, token: Token, place: Place) -> Place:
        """The place inside an element."""
        name = token.name
        if name in UNSEEN:
            return place._replace(seen=False)
        if name in self._around:
            return place._replace(around=True)
        if name in _ROLES:
            role = _ROLES[name]
            if name == "blockquote":
                place = place._replace(quotes=place.quotes + 1)
            if role == "pre":
                place = place._replace(pre=True)
            elif role == "list_item":
                place = place._replace(role=place.role if place.role == "quote" else role, item=self._number())
            elif not (role == "heading" and place.role == "image"):
                place = place._replace(role=role, level=int(name[1]) if role == "heading" else 0)
        elif name == "tr":
            place = place._replace(row=self._number(), cell=0)
        elif name in ("td", "th"):
            place = place._replace(cell=self._number())
        elif name == "table":
            place = place._replace(row=0, cell=0)
        elif name == "time" and place.role is None:
            place = place._replace(role="dateline")
        elif name == "figure":
            place = place._replace(figure=self._number())
        elif name in ("b", "strong"):
            place = place._replace(bold=True)
        elif name in CONTROLS:
            place = place._replace(aside=True)
        found = None if place.around else hint(self._page, token)
        return place if found is None else _hinted(place, found)

    def _image(self, token: Token, place: Place) -> None:
        ranges: Mapping[str, tuple[int, int]] = attributes(self._page, token)
        if place.seen and "alt" in ranges and ranges["alt"][0] < ranges["alt"][1]:
            self.pieces.append(Piece(Sort.IMAGE, *ranges["alt"], self._block, place))


def _hinted(place: Place, found: Hint) -> Place:
    if found.hidden:
        place = place._replace(hidden=True)
    if found.aside:
        place = place._replace(aside=True)
    if found.role and place.role != "image":
        place = place._replace(role=found.role)
    return place
