"""The layout of an office document as its elements are met: paragraphs, rows of tables, text boxes, notes, and what is kept apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum

from claimsdb.reading.office.pieces import LINE, Block, Piece, Where, row

BOILERPLATE = "boilerplate"
MOST = 1_000_000
"""The pieces that one part may have: time and memory are in proportion to them, and no document that people write has as many."""
_BLOCK = 3
"""Paragraphs and cells count as so many pieces."""
_DEEPEST = 64
"""Cells, boxes and notes that are nested deeper are part of the one around them."""


class TooManyError(Exception):
    """A part has more pieces than may be."""


class State(IntEnum):
    """Whether a reader sees words, or they are deleted with the deletion on record, or hidden."""

    SHOWN = 0
    DELETED = 1
    HIDDEN = 2


_APART = {State.DELETED: "deleted text", State.HIDDEN: "hidden text"}


@dataclass(slots=True)
class _Paragraph:
    role: str | None
    pieces: list[Piece] = field(default_factory=list)
    apart: dict[State, list[Piece]] = field(default_factory=dict)
    after: list[Block] = field(default_factory=list)  # what is anchored in it: text boxes
    furniture: bool = False


@dataclass(slots=True)
class _Flow:
    """Blocks that follow one another in the body, a cell, a text box or a note; `where` is theirs if they are not counted."""

    within: str
    unit: str
    where: Where | None = None
    blocks: list[Block] = field(default_factory=list)
    paragraph: _Paragraph | None = None
    closed: bool = True  # a paragraph that is not closed goes on in the next one


@dataclass(slots=True)
class _Table:
    number: int
    rows: int = 0
    cells: list[list[Block]] = field(default_factory=list)


class Layout:
    """The blocks of one part as they are found."""

    def __init__(self, within: str = "", unit: str = "paragraph") -> None:
        """Take the words for the part, which are none for the body of the document, and what its blocks are called."""
        self._flows = [_Flow(within, unit)]
        self._tables: list[_Table] = []
        self._counts: Counter[str] = Counter()
        self.apart: list[Block] = []
        self.deletions = 0
        self._pieces = 0

    @property
    def blocks(self) -> list[Block]:
        """The blocks up to here, without those of open tables and text boxes."""
        return self._flows[0].blocks

    def section(self, within: str) -> None:
        """Begin a section of the part, such as a slide, with the words for it."""
        self._close()
        self._flows[0].within = within

    def begin(self, role: str | None) -> None:
        """Begin a paragraph, or go on with the one whose end is not shown."""
        flow = self._flows[-1]
        if flow.paragraph is not None and flow.closed:
            self.end()
        if flow.paragraph is None:
            flow.paragraph = _Paragraph(role)
        flow.paragraph.role = role
        flow.closed = True

    def role(self, role: str | None) -> None:
        """Give the open paragraph its role."""
        if (paragraph := self._flows[-1].paragraph) is not None:
            paragraph.role = role

    def add(self, pieces: Iterable[Piece], state: State = State.SHOWN) -> None:
        """Add words to the open paragraph. Raises `TooManyError`."""
        flow = self._flows[-1]
        if flow.paragraph is None:
            self.begin(None)
        assert flow.paragraph is not None
        to = flow.paragraph.pieces if state is State.SHOWN else flow.paragraph.apart.setdefault(state, [])
        before = len(to)
        to.extend(pieces)
        self._count(len(to) - before)

    def _count(self, pieces: int) -> None:
        self._pieces += pieces
        if self._pieces > MOST:
            raise TooManyError

    def deletion(self) -> None:
        """Count a deletion that begins here, and set it off from the one before."""
        self.deletions += 1
        paragraph = self._flows[-1].paragraph
        if paragraph is not None and (deleted := paragraph.apart.get(State.DELETED)):
            deleted.append(LINE)

    def end(self, *, joined: bool = False) -> None:
        """End the paragraph; `joined`: its end is not shown, and it goes on in the next one."""
        flow = self._flows[-1]
        if flow.paragraph is None:
            return
        if joined:
            flow.closed = False
            return
        paragraph, flow.paragraph, flow.closed = flow.paragraph, None, True
        self._pieces += _BLOCK
        where = self._where(flow)
        if any(not piece.text.isspace() for piece in paragraph.pieces):
            role = BOILERPLATE if paragraph.furniture else paragraph.role
            flow.blocks.append(Block(role, where, paragraph.pieces))
            if flow.where is None:
                self._counts[flow.within] += 1
        for state, pieces in paragraph.apart.items():
            self._keep_apart(Block(None, where, pieces), state)
        flow.blocks += paragraph.after

    def table(self, *, begun: bool = False) -> None:
        """Begin a table; `begun`: the open paragraph is in it."""
        if not begun:
            self._close()
        self._counts["table"] += 1
        self._tables.append(_Table(self._counts["table"]))

    def row(self) -> None:
        """Begin a row."""
        if not self._tables:
            self.table()
        self._tables[-1].rows += 1
        self._tables[-1].cells = []

    def cell(self, *, begun: bool = False) -> None:
        """Begin a cell; `begun`: the open paragraph is in it."""
        outer = self._flows[-1]
        taken, outer.paragraph = (outer.paragraph, None) if begun else (None, outer.paragraph)
        if not self._tables:
            self.row()
        table = self._tables[-1]
        self._enter(_Flow("", "row", self._in_table(table), paragraph=taken))

    def end_cell(self) -> None:
        """End the cell."""
        flow = self._leave()
        if flow is not None and self._tables:
            self._tables[-1].cells.append(flow.blocks)

    def end_row(self, state: State = State.SHOWN) -> None:
        """End the row."""
        if not self._tables:
            return
        table = self._tables[-1]
        made = row(table.cells, self._in_table(table))
        table.cells = []
        if state is State.SHOWN:
            self._flows[-1].blocks += made
        else:
            for block in made:
                self._keep_apart(block, state)

    def end_table(self) -> None:
        """End the table."""
        if self._tables:
            self.end_row()
            self._tables.pop()

    def box(self, name: str) -> None:
        """Begin a text box; its blocks follow the paragraph in which it is anchored."""
        self._counts[name] += 1
        within = ", ".join(filter(None, (self._flows[0].within, f"{name} {self._counts[name]}")))
        self._enter(_Flow(within, "paragraph"))

    def note(self, where: Where) -> None:
        """Begin a note, whose blocks all have that place. It ends as a text box does."""
        self._enter(_Flow(where.within, where.unit, where))

    def end_box(self) -> list[Block]:
        """End the text box or note; return its blocks, of which a note's are not yet anywhere."""
        flow = self._leave()
        if flow is None:
            return []
        if flow.where is None:
            outer = self._flows[-1]
            (outer.blocks if outer.paragraph is None else outer.paragraph.after).extend(flow.blocks)
        return flow.blocks

    def here(self) -> tuple[list[Block], int]:
        """The point that is reached, for `furniture`."""
        return self._flows[-1].blocks, len(self._flows[-1].blocks)

    def furniture(self, since: tuple[list[Block], int]) -> None:
        """Take what is there since a point, such as a table of contents, for boilerplate."""
        blocks, first = since
        for block in blocks[first:]:
            block.role = BOILERPLATE
        flow = self._flows[-1]
        if flow.paragraph is not None and flow.blocks is blocks:
            flow.paragraph.furniture = bool(flow.paragraph.pieces)

    def finish(self) -> None:
        """End what is open, since the part ends here, or breaks off."""
        while len(self._flows) > 1:
            flow = self._flows[-1]
            if flow.unit == "row":
                self.end_cell()
                self.end_row()
            else:
                blocks = self.end_box()
                self._flows[0].blocks += blocks if flow.where else ()
        self._close()
        while self._tables:
            self.end_table()

    def _in_table(self, table: _Table) -> Where:
        within = ", ".join(filter(None, (self._flows[0].within, f"table {table.number}")))
        return Where(within, "row", str(table.rows))

    def _enter(self, flow: _Flow) -> None:
        self._flows.append(flow if len(self._flows) < _DEEPEST else self._flows[-1])

    def _leave(self) -> _Flow | None:
        """Leave the flow; None if it is part of the one around it."""
        self._close()
        flow = self._flows.pop()
        return None if flow is self._flows[-1] else flow

    def _close(self) -> None:
        """End a paragraph that goes on, since nothing follows in which it could."""
        if self._flows[-1].paragraph is not None:
            self.end()

    def _where(self, flow: _Flow) -> Where:
        return flow.where or Where(flow.within, flow.unit, str(self._counts[flow.within] + 1))

    def _keep_apart(self, block: Block, state: State) -> None:
        within = ", ".join(filter(None, (_APART[state], block.where.within)))
        self.apart.append(Block(BOILERPLATE, block.where._replace(within=within), block.pieces))
