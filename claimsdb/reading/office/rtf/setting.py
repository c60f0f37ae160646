"""Where the words of an RTF file are set: in paragraphs, in the cells of tables, in notes, text boxes, headers and footers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from claimsdb.reading.office.layout import Layout
from claimsdb.reading.office.pieces import TAB, Block, Where

BODY_LEVEL = 9
"""The outline level of what is not a heading."""
AROUND = MappingProxyType({f"{name}{which}": name for name in ("header", "footer") for which in ("", "l", "r", "f")})
"""The destinations of what is on each page."""


@dataclass(slots=True)
class Paragraph:
    """The properties of paragraphs, which hold until they are reset."""

    style: int | None = None
    level: int = BODY_LEVEL
    listed: bool = False
    in_table: bool = False


@dataclass(slots=True)
class _Note:
    """A note that is open, with what was open around it."""

    kind: str
    paragraph: Paragraph


class Setting:
    """The paragraphs of a file, in `layout`, `notes` and `around`, which has headers and footers."""

    def __init__(self) -> None:
        self.layout = Layout()
        self.notes: dict[str, list[Block]] = {"footnote": [], "endnote": [], "comment": []}
        self.around: list[Block] = []
        self.styles: dict[int, str | None] = {}
        self.paragraph = Paragraph()
        self.row = False  # words are in a row
        self._table = self._row_open = self._cell = False
        self._noted: list[_Note] = []
        self._numbers: dict[str, int] = {}

    # Nothing in the file begins a table, a row or a cell: their first words do.

    def place(self, begun: bool = False) -> None:
        """Begin the row and the cell in which words are, or end the table before them; `begun`: those before a cell's end are in it."""
        if self._noted or self._cell:
            return
        if self.row or self.paragraph.in_table:
            if not self._table:
                if not begun:
                    self.layout.end()
                self.layout.table(begun=begun)
            if not self._row_open:
                self.layout.row()
            self._table = self._row_open = self._cell = True
            self.layout.cell(begun=begun)
        elif self._table:
            self._end_table()

    def end_cell(self) -> None:
        """End the cell; in notes, cells are parts of a line."""
        if self._noted:
            self.layout.add((TAB,))
            return
        begun, self.row = not self.row, True
        self.place(begun)
        self.end_paragraph()
        self.layout.end_cell()
        self._cell = False

    def end_row(self) -> None:
        """End the row."""
        if self._noted or not self._table:
            return
        if self._cell:
            self.end_paragraph()
            self.layout.end_cell()
        if self._row_open:
            self.layout.end_row()
        self.row = self._cell = self._row_open = False
        self.paragraph.in_table = False

    def _end_table(self) -> None:
        if self._table:
            self.end_row()
            self.layout.end_table()
            self._table = False

    def end_paragraph(self) -> None:
        """End the paragraph, with the role that its properties give it."""
        paragraph = self.paragraph
        role = self.styles.get(paragraph.style or 0) if paragraph.style is not None else None
        if role is None and paragraph.level < BODY_LEVEL:
            role = "heading"
        self.layout.role(role or ("list_item" if paragraph.listed else None))
        self.layout.end()

    # Notes, comments, text boxes, headers and footers.

    def begin_note(self, word: str) -> None:
        """Begin a note, a comment, a text box, a header or a footer, by its control word."""
        kind = {"annotation": "comment", "shptxt": "text box"}.get(word, AROUND.get(word, word))
        self._noted.append(_Note(kind, self.paragraph))
        self.paragraph = Paragraph()
        if kind == "text box":
            self.layout.box(kind)
        else:
            self.layout.note(Where("", "", ""))

    def end_note(self) -> None:
        """End it."""
        if not self._noted:
            return
        self.end_paragraph()
        noted = self._noted.pop()
        self.paragraph = noted.paragraph
        kind, blocks = noted.kind, self.layout.end_box()
        if kind == "text box":
            return
        number = self._numbers[kind] = self._numbers.get(kind, 0) + 1
        unit = "note" if kind.endswith("note") else "comment" if kind == "comment" else "paragraph"
        within = f"{kind}s" if kind in self.notes else f"{kind} {number}"
        self.notes.get(kind, self.around).extend(_at(blocks, within, unit, number))

    def alternative(self) -> None:
        """Say that the open note is an endnote."""
        if self._noted and self._noted[-1].kind == "footnote":
            self._noted[-1].kind = "endnote"

    def finish(self) -> None:
        """End what is open."""
        self.end_paragraph()
        self._end_table()
        self.layout.finish()


def _at(blocks: Sequence[Block], within: str, unit: str, number: int) -> list[Block]:
    """The blocks in their place: notes by their number, other paragraphs one by one."""
    return [
        replace(block, where=Where(within, unit, str(number if unit in ("note", "comment") else k)))
        for k, block in enumerate(blocks, 1)
    ]
