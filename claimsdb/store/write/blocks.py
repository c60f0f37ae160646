"""Writing blocks and the ledger of their sentences: an unchanged block keeps its row."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from sqlmodel import SQLModel

from claimsdb.model.claim import Normalized
from claimsdb.model.stretch import Portion, portions
from claimsdb.store.tables.columns import table
from claimsdb.store.tables.documents import BlockRow, RangeRow
from claimsdb.store.tables.findings import SentenceRow
from claimsdb.store.write.target import Row, Target

_PLACE = ("char_start", "char_end", "byte_start", "byte_end")

Identity = tuple[object, ...]
"""A block's identity from run to run: its kind, its place, its words with their byte ranges, and the ledger of its sentences."""


def write_blocks(to: Target, normalized: Normalized) -> list[int]:
    """The keys of the blocks. An unchanged block with an unchanged ledger keeps its row."""
    blocks, sentences, text = table(BlockRow), table(SentenceRow), normalized.document.text
    ledger: dict[int, list[Row]] = {}
    for s in normalized.sentences:
        row = to.place(normalized, s.span) | {"claims": s.claims, "reason": s.reason}
        ledger.setdefault(s.block, []).append(row)
    known = _known_blocks(to)
    keys, new, new_sentences, new_ranges = [], [], [], []
    following = to.following(blocks)
    for position, block in enumerate(normalized.blocks):
        lines, ranges = ledger.get(position, []), _ranges(portions(normalized.document.map, block.span))
        row = {"kind": block.kind, **to.place(normalized, block.span), "text": block.span.of(text)}
        key = known.pop(_identity(row, ranges, lines), None)
        if key is None:
            key, following = following, following + 1
            new.append(row | {"id": key, "document": to.document, "position": position, "run": to.run})
            new_ranges += [line | {"block_row": key} for line in ranges]
            new_sentences += [line | {"block_row": key} for line in lines]
        keys.append(key)
    to.retire(blocks, set(known.values()))
    made = {row["id"] for row in new}
    places = [{"key": key, "position": position} for position, key in enumerate(keys) if key not in made]
    to.update(blocks, [place | {"retired_by": None} for place in places])
    to.insert(blocks, new)
    to.insert(table(RangeRow), new_ranges)
    to.insert(sentences, new_sentences)
    return keys


def _ranges(found: Iterable[Portion]) -> list[Row]:
    return [
        {
            "position": position,
            "char_start": span.start,
            "char_end": span.end,
            "byte_start": of.start,
            "byte_end": of.end,
            "how": how,
        }
        for position, (span, of, how) in enumerate(found)
    ]


def _known_blocks(to: Target) -> dict[Identity, int]:
    blocks = table(BlockRow)
    mine = sa.select(blocks).where(blocks.c.document == to.document)
    found = to.connection.execute(mine.order_by(blocks.c.retired_by.is_(None), blocks.c.id)).mappings().all()
    if not found:
        return {}
    ranges, lines = (_of_blocks(to, rows) for rows in (RangeRow, SentenceRow))
    return {_identity(dict(r), ranges.get(r["id"], []), lines.get(r["id"], [])): r["id"] for r in found}


def _of_blocks(to: Target, model: type[SQLModel]) -> dict[int, list[Row]]:
    """The rows that belong to the document's blocks, by block, in their order."""
    rows, blocks = table(model), table(BlockRow)
    mine = sa.select(rows).join(blocks, blocks.c.id == rows.c.block_row).where(blocks.c.document == to.document)
    found: dict[int, list[Row]] = {}
    for row in to.connection.execute(mine.order_by(*rows.primary_key)).mappings():
        found.setdefault(row["block_row"], []).append(dict(row))
    return found


def _identity(block: Row, ranges: Iterable[Row], ledger: Iterable[Row]) -> Identity:
    of_block = (str(block["kind"]), *(block[name] for name in (*_PLACE, "text")))
    of_ranges = tuple((*(r[name] for name in _PLACE), str(r["how"])) for r in ranges)
    return of_block, of_ranges, tuple((r["char_start"], r["char_end"], r["claims"], r["reason"]) for r in ledger)
