"""The body of a Word document, its notes, comments, headers and footers: from elements to blocks, with tracked changes accepted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from claimsdb.reading.office.layout import State
from claimsdb.reading.office.pieces import Block, Where
from claimsdb.reading.office.word.styles import BODY_LEVEL, PLAIN, Style, level, on
from claimsdb.reading.office.word.words import Run, Words
from claimsdb.reading.office.xml import Markup, Start

_NOTES = ("footnote", "endnote", "comment")
_LINKS = ("w:headerReference", "w:footerReference", "w:altChunk", "w:subDoc")


@dataclass(slots=True)
class _Properties:
    """The properties of the paragraph that is open; `joined`: its end is not shown."""

    style: Style = PLAIN
    level: int | None = None
    listed: bool | None = None
    joined: bool = False

    @property
    def role(self) -> str | None:
        """The role of the paragraph."""
        if self.level is not None and self.level < BODY_LEVEL and self.style.role in (None, "list_item"):
            return "heading"
        listed = self.style.listed if self.listed is None else self.listed
        return "list_item" if listed and self.style.role is None else self.style.role


class Body(Words):
    """The walk over one part."""

    unread = frozenset(
        "w:pPrChange w:rPrChange w:sectPrChange w:tblPrChange w:trPrChange w:tcPrChange w:tblGridChange w:numberingChange w:rt".split()
    )

    def __init__(self, markup: Markup, styles: Mapping[str, Style], within: str = "") -> None:
        """Take the part, the document's styles, and the words for the part; none for the body itself.

        The walk also fills `notes` by their ids, `references` to notes, and `linked` parts: the kind and the id of the link.
        """
        super().__init__(markup, styles, within)
        self.notes: dict[str, list[Block]] = {}
        self.references: dict[str, list[str]] = {name: [] for name in _NOTES}
        self.linked: dict[tuple[str, str], None] = {}
        self._runs: list[tuple[Run | None, _Properties]] = []  # outside of a text box
        self._properties = _Properties()
        self._in_properties = self._in_row_properties = False
        self._deleted: list[str] = []  # what each element that says so deletes
        self._row = State.SHOWN
        self._rows: list[State] = []
        self._note = ""

    # Paragraphs.

    def _start_paragraph(self, start: Start) -> None:
        self._properties = _Properties()
        self.layout.begin(None)

    def _end_paragraph(self) -> None:
        self._drop_instructions()
        self.layout.role(self._properties.role)
        self.layout.end(joined=self._properties.joined)
        self._properties = _Properties()

    def _set_in_properties(self, inside: bool) -> None:
        self._in_properties = inside

    def _style(self, start: Start) -> None:
        self._properties.style = self._styles.get(start.attributes.get("w:val", ""), PLAIN)

    def _level(self, start: Start) -> None:
        if self._in_properties:
            self._properties.level = level(start.attributes.get("w:val"))

    def _number(self, start: Start) -> None:
        if self._in_properties:
            self._properties.listed = start.attributes.get("w:val") != "0"

    def _vanish(self, start: Start) -> None:
        hidden = on(start.attributes.get("w:val"))
        if self._run is not None:
            self._run.hidden = hidden
        elif self._in_properties and hidden:
            self._properties.joined = True

    # Tracked changes: deletions of words, of the ends of paragraphs, and of rows.

    def _start_deleted(self, start: Start) -> None:
        if self._in_row_properties:
            self._deleted.append("row")
            self._row = State.DELETED
            self.layout.deletions += 1
        elif self._in_properties:
            self._deleted.append("end")
            self._properties.joined = True
        else:
            self._deleted.append("words")
            self._deletions += 1
            if start.name == "w:del":
                self.layout.deletion()

    def _end_deleted(self) -> None:
        self._deletions -= self._deleted.pop() == "words"

    # Tables and text boxes.

    def _start_row(self, start: Start) -> None:
        self._rows.append(self._row)
        self._row = State.SHOWN
        self.layout.row()

    def _end_row(self) -> None:
        self.layout.end_row(self._row)
        self._row = self._rows.pop()

    def _set_in_row_properties(self, inside: bool) -> None:
        self._in_row_properties = inside

    def _start_box(self, start: Start) -> None:
        self._runs.append((self._run, self._properties))
        self._run, self._properties = None, _Properties()
        self.layout.box("text box")

    def _end_box(self) -> None:
        self.layout.end_box()
        self._run, self._properties = self._runs.pop()

    # Notes and other parts.

    def _start_note(self, start: Start) -> None:
        kind, identity = start.name.removeprefix("w:"), start.attributes.get("w:id", "")
        self._note = "" if start.attributes.get("w:type", "normal") != "normal" else identity
        self.layout.note(Where(f"{kind}s", "note" if kind != "comment" else kind, identity))

    def _end_note(self) -> None:
        blocks = self.layout.end_box()
        if self._note:
            self.notes[self._note] = blocks

    def _reference(self, start: Start) -> None:
        if self._state is State.SHOWN:
            kind = start.name.removeprefix("w:").removesuffix("Reference")
            self.references[kind].append(start.attributes.get("w:id", ""))
        if self._run is not None and on(start.attributes.get("w:customMarkFollows", "0")):
            self._run.marked = True

    def _link(self, start: Start) -> None:
        if identity := start.attributes.get("r:id"):
            self.linked[start.name.removeprefix("w:"), identity] = None


Body.starts = MappingProxyType(
    {
        **Words.starts,
        "w:p": Body._start_paragraph,
        "w:pPr": lambda body, _: body._set_in_properties(True),
        "w:pStyle": Body._style,
        "w:outlineLvl": Body._level,
        "w:numId": Body._number,
        "w:vanish": Body._vanish,
        "w:del": Body._start_deleted,
        "w:moveFrom": Body._start_deleted,
        "w:tbl": lambda body, _: body.layout.table(),
        "w:tr": Body._start_row,
        "w:trPr": lambda body, _: body._set_in_row_properties(True),
        "w:tc": lambda body, _: body.layout.cell(),
        "w:txbxContent": Body._start_box,
        **{f"w:{name}": Body._start_note for name in _NOTES},
        **{f"w:{name}Reference": Body._reference for name in _NOTES},
        **dict.fromkeys(_LINKS, Body._link),
    }
)
Body.ends = MappingProxyType(
    {
        **Words.ends,
        "w:p": Body._end_paragraph,
        "w:pPr": lambda body: body._set_in_properties(False),
        "w:del": Body._end_deleted,
        "w:moveFrom": Body._end_deleted,
        "w:tbl": lambda body: body.layout.end_table(),
        "w:tr": Body._end_row,
        "w:trPr": lambda body: body._set_in_row_properties(False),
        "w:tc": lambda body: body.layout.end_cell(),
        "w:txbxContent": Body._end_box,
        **{f"w:{name}": Body._end_note for name in _NOTES},
    }
)
