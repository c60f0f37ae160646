"""Blocks that have words in this order, those beside them, and what belongs to the claims in them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import NamedTuple

import sqlalchemy as sa

from claimsdb.store.engine import Connection
from claimsdb.store.read.rows import listed


class Block(NamedTuple):
    """A current block: its key, its document's key, its position in the document, its offset there, and its words."""

    key: int
    document: int
    position: int
    start: int
    text: str


class Around(NamedTuple):
    """A stretch that belongs to a claim, its sentence or a piece of its source or cue: the claim's key, and the extent in the file."""

    claim: int
    start: int
    end: int


def containing(connection: Connection, query: str, most: int, *, ranked: bool = False) -> list[Block]:
    """At most `most` blocks that match the full-text query: the best ones if `ranked`."""
    found = f"""SELECT b.id, b.document, b.position, b.char_start, b.text FROM blocks_fts JOIN blocks b ON b.id = blocks_fts.rowid
        WHERE blocks_fts MATCH :query AND b.retired_by IS NULL {"ORDER BY rank" if ranked else ""} LIMIT :most"""
    return [Block(*row) for row in connection.execute(sa.text(found), {"query": query, "most": most})]


def beside(connection: Connection, blocks: Iterable[Block], reach: int) -> list[Block]:
    """The blocks and those at most `reach` positions from them, in the order of documents and positions."""
    found = """SELECT b.id, b.document, b.position, b.char_start, b.text FROM blocks b WHERE b.id IN (
            SELECT n.id FROM json_each(:places) p JOIN blocks n ON n.document = json_extract(p.value, '$[0]')
                AND n.position BETWEEN json_extract(p.value, '$[1]') - :reach AND json_extract(p.value, '$[1]') + :reach)
        AND b.retired_by IS NULL ORDER BY b.document, b.position"""
    places = json.dumps([(block.document, block.position) for block in blocks])
    return [Block(*row) for row in connection.execute(sa.text(found), {"places": places, "reach": reach})]


def around_claims(connection: Connection, blocks: Iterable[int]) -> list[Around]:
    """The sentences, sources and cues of the claims that begin in the blocks with these keys."""
    these = listed(blocks)
    query = f"""SELECT c.id, s.char_start, s.char_end FROM claims c JOIN sentences s ON s.block_row = c.block_row
            AND s.char_start < c.char_end AND s.char_end > c.char_start WHERE c.block_row IN ({these})
        UNION ALL SELECT c.id, p.char_start, p.char_end FROM claims c JOIN pieces p ON p.attribution_row = c.attribution_row
        WHERE c.block_row IN ({these}) AND p.part <> 'content'"""
    return [Around(*row) for row in connection.execute(sa.text(query))]
