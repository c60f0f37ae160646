"""The content of an OpenDocument text: from elements to blocks, with tracked changes accepted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar

from claimsdb.model.source_map import How
from claimsdb.reading.office.layout import MOST, Layout, State, TooManyError
from claimsdb.reading.office.opendocument.styles import Styles
from claimsdb.reading.office.pieces import LINE, SPACE, TAB, Block, Piece, Where
from claimsdb.reading.office.xml import End, Event, Markup, Start

_UNEVEN = re.compile(r"[\t\r\n][ \t\r\n]*+| [ \t\r\n]++")
"""White space that is not one space."""
_UNREAD = frozenset(
    (
        *("svg:title", "svg:desc", "text:note-citation", "text:ruby-text", "text:script", "text:placeholder"),
        *(
            "office:forms",
            "office:binary-data",
            "office:scripts",
            "office:change-info",
            "draw:object",
            "draw:object-ole",
        ),
        *("dc:creator", "dc:date", "meta:creator-initials", "meta:date-string"),
        *("text:table-of-content-source", "text:alphabetical-index-source", "text:bibliography-source"),
    )
)
"""Elements whose text is not the document's."""
SHAPES = frozenset(
    f"draw:{name}"
    for name in (
        *(
            "text-box",
            "custom-shape",
            "rect",
            "line",
            "polyline",
            "polygon",
            "regular-polygon",
            "path",
            "circle",
            "ellipse",
        ),
        *("connector", "caption", "measure"),
    )
)
_INDEXES = frozenset(
    f"text:{name}"
    for name in (
        "table-of-content",
        "illustration-index",
        "table-index",
        "object-index",
        "user-index",
        "alphabetical-index",
    )
)
_AROUND = frozenset(f"style:{name}{which}" for name in ("header", "footer") for which in ("", "-left", "-first"))


@dataclass(slots=True)
class _Open:
    """A paragraph, or what is around paragraphs: whether its text is read, whether white space ends it, and its state."""

    read: bool = False
    white: bool = True
    state: State = State.SHOWN


class Body:
    """The walk over one part; `notes` are its footnotes, endnotes and comments, and `around` its headers and footers."""

    starts: ClassVar[Mapping[str, Callable[[Any, Start], None]]]
    ends: ClassVar[Mapping[str, Callable[[Any], object]]]

    def __init__(self, markup: Markup, styles: Styles) -> None:
        """Take the part, and the styles that are known; those that the part has are added."""
        self.markup, self._styles = markup, styles
        self.layout = Layout()
        self.notes: dict[str, list[Block]] = {"footnote": [], "endnote": [], "comment": []}
        self.around: list[Block] = []
        self._numbers = dict.fromkeys((*self.notes, "deletion", "header", "footer"), 0)
        self._skipped = 0
        self._open = [_Open()]
        self._hiding: list[bool] = []  # whether each open span and section hides its words
        self._hidden = 0
        self._lists = 0
        self._rows: list[State] = []
        self._notes: list[str] = []
        self._since: list[tuple[list[Block], int]] = []

    def walk(self) -> None:
        """Fill `layout`, `notes` and `around`."""
        try:
            for event in self.markup.events():
                self._take(event)
        except TooManyError:
            self.markup.stopped(f"has more than {MOST:,} pieces of text")
        self.layout.finish()

    def _take(self, event: Event) -> None:
        if type(event) is Piece:
            if self._open[-1].read and not self._skipped:
                self.layout.add(self._collapsed(event), self._state)
        elif type(event) is Start:
            if self._skipped or event.name in _UNREAD:
                self._skipped += 1
            elif (starts := self.starts.get(event.name)) is not None:
                starts(self, event)
        elif type(event) is End:
            if self._skipped:
                self._skipped -= 1
            elif (ends := self.ends.get(event.name)) is not None:
                ends(self)

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

    # Paragraphs.

    def _start_paragraph(self, start: Start) -> None:
        style = start.attributes.get("text:style-name", "")
        role = self._role(start.name, style)
        hidden = self._styles.hidden("paragraph", style) or self._open[-1].state is State.HIDDEN
        self.layout.begin(role)
        self._open.append(_Open(True, state=State.HIDDEN if hidden else State.SHOWN))

    def _role(self, name: str, style: str) -> str | None:
        """The role of a paragraph."""
        role = self._styles.role(style)
        if name == "text:h" and role in (None, "list_item"):
            return "heading"
        return "list_item" if role is None and self._lists else role

    def _end_paragraph(self) -> None:
        self.layout.end()
        self._open.pop()

    def _hide(self, start: Start) -> None:
        if start.attributes.get("text:is-hidden") == "true":
            self._open[-1].state = State.HIDDEN

    def _start_span(self, start: Start) -> None:
        hidden = start.name == "text:hidden-text" and start.attributes.get("text:is-hidden") != "false"
        self._hide_all(hidden or self._styles.hidden("text", start.attributes.get("text:style-name", "")))

    def _start_section(self, start: Start) -> None:
        shown = start.attributes.get("text:display", "true")
        self._hide_all(shown == "none" or (shown == "condition" and start.attributes.get("text:is-hidden") == "true"))

    def _hide_all(self, hidden: bool) -> None:
        self._hiding.append(hidden)
        self._hidden += hidden

    def _end_hiding(self) -> None:
        self._hidden -= self._hiding.pop()

    def _list(self, change: int) -> None:
        self._lists += change

    # Tables.

    def _start_row(self, start: Start) -> None:
        hidden = start.attributes.get("table:visibility", "visible") != "visible"
        self._rows.append(State.HIDDEN if hidden else State.SHOWN)
        self.layout.row()

    def _end_row(self) -> None:
        self.layout.end_row(self._rows.pop())

    def _start_cell(self, start: Start) -> None:
        self._enter()
        self.layout.cell()

    def _end_cell(self) -> None:
        self.layout.end_cell()
        self._open.pop()

    # Text boxes, notes, comments, deletions.

    def _enter(self) -> None:
        """Leave the paragraph for what is inside it."""
        self._open.append(_Open(state=self._state))

    def _start_box(self, start: Start) -> None:
        self._enter()
        self.layout.box("text box")

    def _end_box(self) -> None:
        self.layout.end_box()
        self._open.pop()

    def _start_note(self, start: Start) -> None:
        kind = start.attributes.get("text:note-class", "footnote") if start.name == "text:note" else "comment"
        kind = "deletion" if start.name == "text:deletion" else kind if kind in self.notes else "footnote"
        unit = "note" if kind.endswith("note") else kind
        self._begin_note(kind, Where("deleted text" if kind == "deletion" else f"{kind}s", unit, self._number(kind)))
        self.layout.deletions += kind == "deletion"

    def _start_around(self, start: Start) -> None:
        kind = "header" if "header" in start.name else "footer"
        self._begin_note("around", Where(f"{kind} {self._number(kind)}", "paragraph", "1"))

    def _begin_note(self, kind: str, where: Where) -> None:
        self._enter()
        self._notes.append(kind)
        self.layout.note(where)

    def _number(self, kind: str) -> str:
        self._numbers[kind] += 1
        return str(self._numbers[kind])

    def _end_note(self) -> None:
        kind = self._notes.pop()
        to = self.around if kind == "around" else self.layout.apart if kind == "deletion" else self.notes[kind]
        to += self.layout.end_box()
        self._open.pop()

    def _start_index(self, start: Start) -> None:
        self._since.append(self.layout.here())

    def _end_index(self) -> None:
        self.layout.furniture(self._since.pop())

    # Styles.

    def _style(self, start: Start) -> None:
        self._styles.style(start.attributes)

    def _end_style(self) -> None:
        self._styles.end()

    def _style_properties(self, start: Start) -> None:
        self._styles.properties(start.attributes)


Body.starts = MappingProxyType(
    {
        "text:p": Body._start_paragraph,
        "text:h": Body._start_paragraph,
        "text:span": Body._start_span,
        "text:hidden-text": Body._start_span,
        "text:hidden-paragraph": Body._hide,
        "text:s": Body._space,
        "text:tab": Body._tab,
        "text:tab-stop": Body._tab,
        "text:line-break": Body._break,
        "text:section": Body._start_section,
        "text:list": lambda body, _: body._list(1),
        "text:ordered-list": lambda body, _: body._list(1),
        "text:unordered-list": lambda body, _: body._list(1),
        "table:table": lambda body, _: body.layout.table(),
        "table:table-row": Body._start_row,
        "table:table-cell": Body._start_cell,
        "table:covered-table-cell": Body._start_cell,
        "text:note": Body._start_note,
        "text:deletion": Body._start_note,
        "office:annotation": Body._start_note,
        **dict.fromkeys(SHAPES, Body._start_box),
        **dict.fromkeys(_INDEXES, Body._start_index),
        **dict.fromkeys(_AROUND, Body._start_around),
        "style:style": Body._style,
        "style:text-properties": Body._style_properties,
    }
)
Body.ends = MappingProxyType(
    {
        "text:p": Body._end_paragraph,
        "text:h": Body._end_paragraph,
        "text:span": Body._end_hiding,
        "text:hidden-text": Body._end_hiding,
        "text:section": Body._end_hiding,
        "text:list": lambda body: body._list(-1),
        "text:ordered-list": lambda body: body._list(-1),
        "text:unordered-list": lambda body: body._list(-1),
        "table:table": lambda body: body.layout.end_table(),
        "table:table-row": Body._end_row,
        "table:table-cell": Body._end_cell,
        "table:covered-table-cell": Body._end_cell,
        "text:note": Body._end_note,
        "text:deletion": Body._end_note,
        "office:annotation": Body._end_note,
        **dict.fromkeys(SHAPES, Body._end_box),
        **dict.fromkeys(_INDEXES, Body._end_index),
        **dict.fromkeys(_AROUND, Body._end_note),
        "style:style": Body._end_style,
    }
)
