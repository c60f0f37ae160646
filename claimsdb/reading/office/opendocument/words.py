"""The words of an OpenDocument text: white space collapsed, and what hides them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from types import MappingProxyType

from claimsdb.model.source_map import How
from claimsdb.reading.office.layout import State
from claimsdb.reading.office.marks import is_mark, leads_back
from claimsdb.reading.office.opendocument.styles import Styles
from claimsdb.reading.office.pieces import LINE, SPACE, TAB, Piece
from claimsdb.reading.office.walk import Walk
from claimsdb.reading.office.xml import Markup, Start

_UNEVEN = re.compile(r"[\t\r\n][ \t\r\n]*+| [ \t\r\n]++")
"""White space that is not one space."""


@dataclass(slots=True)
class Open:
    """A paragraph, or what is around paragraphs: whether its text is read, whether white space ends it, and its state."""

    read: bool = False
    white: bool = True
    state: State = State.SHOWN


class Words(Walk):
    """The part of the walk that takes words."""

    def __init__(self, markup: Markup, styles: Styles) -> None:
        """Take the part, and the styles that are known; those that the part has are added."""
        super().__init__(markup)
        self._styles = styles
        self._open = [Open()]
        self._hiding: list[bool] = []  # whether each open span and section hides its words
        self._hidden = 0
        self._raised: list[bool] = []  # whether each open span is
        self._links: list[bool] = []  # whether each open link leads to a place in the document

    def _piece(self, piece: Piece) -> None:
        if self._open[-1].read and not self._is_mark(piece.text):
            self.layout.add(self._collapsed(piece), self._state)

    def _is_mark(self, words: str) -> bool:
        """Whether words are only the mark of a note, or lead back from one."""
        if self._links[-1:] != [True]:
            return False
        return leads_back(words) or (self._raised[-1:] == [True] and is_mark(words))

    def _start_link(self, start: Start) -> None:
        self._links.append(start.attributes.get("xlink:href", "").startswith("#"))

    def _end_link(self) -> None:
        self._links.pop()

    # Words. White space is one space, and none begins a paragraph.

    @property
    def _state(self) -> State:
        return State.HIDDEN if self._hidden else self._open[-1].state

    def _collapsed(self, piece: Piece) -> Iterator[Piece]:
        """The words of a piece, with one space for white space."""
        opened = self._open[-1]
        text, start, size, how = piece
        if how is not How.LITERAL:
            if not text.isspace():
                opened.white = False
                yield piece
            elif text not in " \t\r\n":
                yield piece
            elif not opened.white:
                opened.white = True
                yield Piece(" ", start, size, How.ESCAPE)
            return
        width, at = size // len(text), 0
        while at < len(text):
            white = _UNEVEN.search(text, at)
            first, last = white.span() if white else (len(text), len(text))
            if opened.white and at < first and text[at] == " ":
                at += 1
            if at < first:
                yield Piece(text[at:first], start + at * width, (first - at) * width)
                opened.white = text[first - 1] == " "
            if white and not opened.white:
                yield Piece(" ", start + first * width, (last - first) * width, How.ESCAPE)
                opened.white = True
            at = last

    def _space(self, start: Start) -> None:
        if self._open[-1].read and not self._open[-1].white:
            self.layout.add((SPACE,), self._state)
            self._open[-1].white = True

    def _tab(self, start: Start) -> None:
        self._white(TAB)

    def _break(self, start: Start) -> None:
        self._white(LINE)

    def _white(self, piece: Piece) -> None:
        if self._open[-1].read:
            self.layout.add((piece,), self._state)
            self._open[-1].white = True

    # What hides words.

    def _hide(self, start: Start) -> None:
        if start.attributes.get("text:is-hidden") == "true":
            self._open[-1].state = State.HIDDEN

    def _start_span(self, start: Start) -> None:
        hidden = start.name == "text:hidden-text" and start.attributes.get("text:is-hidden") != "false"
        style = start.attributes.get("text:style-name", "")
        self._hide_all(hidden or self._styles.hidden("text", style))
        self._raised.append(self._styles.raised(style))

    def _end_span(self) -> None:
        self._end_hiding()
        self._raised.pop()

    def _start_section(self, start: Start) -> None:
        shown = start.attributes.get("text:display", "true")
        self._hide_all(shown == "none" or (shown == "condition" and start.attributes.get("text:is-hidden") == "true"))

    def _hide_all(self, hidden: bool) -> None:
        self._hiding.append(hidden)
        self._hidden += hidden

    def _end_hiding(self) -> None:
        self._hidden -= self._hiding.pop()

    def _enter(self) -> None:
        """Leave the paragraph for what is inside it."""
        self._open.append(Open(state=self._state))


Words.starts = MappingProxyType(
    {
        "text:span": Words._start_span,
        "text:a": Words._start_link,
        "text:hidden-text": Words._start_span,
        "text:hidden-paragraph": Words._hide,
        "text:section": Words._start_section,
        "text:s": Words._space,
        "text:tab": Words._tab,
        "text:tab-stop": Words._tab,
        "text:line-break": Words._break,
    }
)
Words.ends = MappingProxyType(
    {
        "text:span": Words._end_span,
        "text:hidden-text": Words._end_span,
        "text:a": Words._end_link,
        "text:section": Words._end_hiding,
    }
)
