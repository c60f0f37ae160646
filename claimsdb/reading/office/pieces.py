"""Words with the bytes of their part, and the blocks that they make."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from claimsdb.model.source_map import How

_ROW_WORDS = 80  # a row with more is a layout
_LINE = re.compile(r"[ \t\r\n]+")
_BOUND = frozenset({"heading", "title", "boilerplate"})


class Piece(NamedTuple):
    """Words of a part, and the bytes in it that they were made from, as in a map's run; `size` is 0 if they come from none."""

    text: str
    start: int
    size: int
    how: How = How.LITERAL


TAB = Piece("\t", 0, 0, How.NONE)
SPACE = Piece(" ", 0, 0, How.NONE)
LINE = Piece("\n", 0, 0, How.NONE)
BREAK = Piece("\n\n", 0, 0, How.NONE)
"""The end of a page or a column in a paragraph."""


class Where(NamedTuple):
    """Where a person looks for a block, as `Place` has it."""

    within: str
    unit: str
    label: str
    note: str = ""


@dataclass(slots=True)
class Block:
    """Words that are set together, the role that the format gives them, and where they are."""

    role: str | None
    where: Where
    pieces: list[Piece] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(piece.text for piece in self.pieces)


def divided(block: Block) -> Iterator[Block]:
    """The blocks that a reader sees in a block: cut where an empty line or a page's end is in it, without white space at the ends."""
    made: list[Piece] = []
    for piece in [*block.pieces, BREAK]:
        if piece is BREAK or (piece is LINE and made and made[-1] is LINE):
            if kept := trimmed(made):
                yield Block(block.role, block.where, kept)
            made = []
        elif made and made[-1] is LINE and piece is not LINE and piece.text.isspace():
            continue
        else:
            made.append(piece)


def trimmed(pieces: Sequence[Piece], white: str | None = None) -> list[Piece]:
    """The pieces without white space at their ends, or without the characters of `white` there."""
    made = list(pieces)
    while made and not (kept := _stripped(made[0], True, white)).text:
        made.pop(0)
    if made:
        made[0] = kept
    while made and not (kept := _stripped(made[-1], False, white)).text:
        made.pop()
    if made:
        made[-1] = kept
    return made


def _stripped(piece: Piece, left: bool, white: str | None) -> Piece:
    """The piece without the white space at one end."""
    text = piece.text.lstrip(white) if left else piece.text.rstrip(white)
    if len(text) in (0, len(piece.text)) or piece.how is not How.LITERAL:
        return piece if text else piece._replace(text="")
    width = piece.size // len(piece.text)
    gone = (len(piece.text) - len(text)) * width
    return Piece(text, piece.start + (gone if left else 0), piece.size - gone)


def row(cells: Sequence[Sequence[Block]], where: Where) -> list[Block]:
    """A row of a table: one block if it has several short cells, otherwise the blocks in it."""
    filled = [cell for cell in cells if cell]
    blocks = [block for cell in filled for block in cell]
    if len(filled) < 2 or len(blocks) > _ROW_WORDS or any(block.role in _BOUND for block in blocks):
        return blocks
    if sum(len(_LINE.split(block.text)) for block in blocks) > _ROW_WORDS:
        return blocks
    made: list[Piece] = []
    for cell in filled:
        for k, block in enumerate(cell):
            if made:
                made.append(LINE if k else TAB)
            made += block.pieces
    return [Block("list_item", where, made)]
