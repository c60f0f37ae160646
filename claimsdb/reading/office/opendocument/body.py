"""The content of an OpenDocument text: from elements to blocks, with tracked changes accepted."""

from __future__ import annotations

from types import MappingProxyType

from claimsdb.reading.office.layout import State
from claimsdb.reading.office.opendocument.styles import Styles
from claimsdb.reading.office.opendocument.words import Open, Words
from claimsdb.reading.office.pieces import Block, Where
from claimsdb.reading.office.xml import Markup, Start

_UNREAD = frozenset(
    "svg:title svg:desc text:note-citation text:ruby-text text:script text:placeholder office:forms office:binary-data office:scripts "
    "office:change-info draw:object draw:object-ole dc:creator dc:date meta:creator-initials meta:date-string "
    "text:table-of-content-source text:alphabetical-index-source text:bibliography-source".split()
)
"""Elements whose text is not the document's."""
SHAPES = frozenset(
    f"draw:{name}"
    for name in "text-box custom-shape rect line polyline polygon regular-polygon path circle ellipse connector caption measure".split()
)
"""Elements that have paragraphs of their own."""
_INDEXES = frozenset(
    f"text:{name}"
    for name in "table-of-content illustration-index table-index object-index user-index alphabetical-index".split()
)
_AROUND = frozenset(f"style:{name}{which}" for name in ("header", "footer") for which in ("", "-left", "-first"))


class Body(Words):
    """The walk over one part; `notes` are its footnotes, endnotes and comments, and `around` its headers and footers."""

    unread = _UNREAD

    def __init__(self, markup: Markup, styles: Styles) -> None:
        """Take the part, and the styles that are known; those that the part has are added."""
        super().__init__(markup, styles)
        self.notes: dict[str, list[Block]] = {"footnote": [], "endnote": [], "comment": []}
        self.around: list[Block] = []
        self._numbers = dict.fromkeys((*self.notes, "deletion", "header", "footer"), 0)
        self._lists = 0
        self._rows: list[State] = []
        self._notes: list[str] = []
        self._since: list[tuple[list[Block], int]] = []

    # Paragraphs.

    def _start_paragraph(self, start: Start) -> None:
        style = start.attributes.get("text:style-name", "")
        role = self._role(start.name, style)
        hidden = self._styles.hidden("paragraph", style) or self._open[-1].state is State.HIDDEN
        self.layout.begin(role)
        self._open.append(Open(True, state=State.HIDDEN if hidden else State.SHOWN))

    def _role(self, name: str, style: str) -> str | None:
        """The role of a paragraph."""
        role = self._styles.role(style)
        if name == "text:h" and role in (None, "list_item"):
            return "heading"
        return "list_item" if role is None and self._lists else role

    def _end_paragraph(self) -> None:
        self.layout.end()
        self._open.pop()

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
        **Words.starts,
        "text:p": Body._start_paragraph,
        "text:h": Body._start_paragraph,
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
        "style:drawing-page-properties": Body._style_properties,
    }
)
Body.ends = MappingProxyType(
    {
        **Words.ends,
        "text:p": Body._end_paragraph,
        "text:h": Body._end_paragraph,
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
