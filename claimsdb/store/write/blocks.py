"""Writing blocks and the ledger of their sentences: an unchanged block keeps its row."""

from __future__ import annotations

import sqlalchemy as sa

from claimsdb.model.claim import Normalized
from claimsdb.store.tables.columns import table
from claimsdb.store.tables.documents import BlockRow
from claimsdb.store.tables.findings import (
    SentenceRow,
)
from claimsdb.store.write.target import Row, Target

Identity = tuple[object, ...]
"""A block's identity from run to run: its kind, its span, and the ledger of its sentences."""


def write_blocks(to: Target, normalized: Normalized) -> list[int]:
    """The keys of the blocks. An unchanged block with an unchanged ledger keeps its row."""
    blocks, sentences = table(BlockRow), table(SentenceRow)
    ledger: dict[int, list[Row]] = {}
    for s in normalized.sentences:
        row = to.place(normalized, s.span) | {"claims": s.claims, "reason": s.reason}
        ledger.setdefault(s.block, []).append(row)
    known = _known_blocks(to)
    keys, new, new_sentences = [], [], []
    following = to.following(blocks)
    for position, block in enumerate(normalized.blocks):
        lines = ledger.get(position, [])
        key = known.pop(_block_identity(block.kind, *block.span, lines), None)
        if key is None:
            key, following = following, following + 1
            row = {"id": key, "document": to.document, "position": position, "kind": block.kind, "run": to.run}
            new.append(row | to.place(normalized, block.span) | {"text": block.span.of(normalized.document.text)})
            new_sentences += [line | {"block_row": key} for line in lines]
        keys.append(key)
    to.retire(blocks, set(known.values()))
    made = {row["id"] for row in new}
    places = [{"key": key, "position": position} for position, key in enumerate(keys) if key not in made]
    to.update(blocks, [place | {"retired_by": None} for place in places])
    to.insert(blocks, new)
    to.insert(sentences, new_sentences)
    return keys


def _known_blocks(to: Target) -> dict[Identity, int]:
    blocks, sentences = table(BlockRow), table(SentenceRow)
    mine = sa.select(blocks.c.id, blocks.c.kind, blocks.c.char_start, blocks.c.char_end).where(
        blocks.c.document == to.document
    )
    found = to.connection.execute(mine.order_by(blocks.c.retired_by.is_(None), blocks.c.id)).fetchall()
    lines: dict[int, list[Row]] = {}
    if found:
        ledger = (
            sa.select(sentences)
            .join(blocks, blocks.c.id == sentences.c.block_row)
            .where(blocks.c.document == to.document)
        )
        for row in to.connection.execute(ledger.order_by(sentences.c.id)).mappings():
            lines.setdefault(row["block_row"], []).append(dict(row))
    return {_block_identity(r.kind, r.char_start, r.char_end, lines.get(r.id, [])): r.id for r in found}


def _block_identity(kind: str, start: int, end: int, lines: list[Row]) -> Identity:
    return str(kind), start, end, tuple((r["char_start"], r["char_end"], r["claims"], r["reason"]) for r in lines)
