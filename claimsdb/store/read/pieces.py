"""The pieces of claims and attributions, read for many rows at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from claimsdb.model.attribution import in_words
from claimsdb.model.spans import Span
from claimsdb.store.engine import Connection, driver
from claimsdb.store.read.chains import outwards
from claimsdb.store.read.locations import Locations
from claimsdb.store.read.records import Piece, Via
from claimsdb.store.read.rows import listed


class Parts:
    """The pieces of attributions and of those that they come through; None stands for no attribution."""

    def __init__(self, connection: Connection, attributions: Iterable[int | None]) -> None:
        wanted = {key for key in attributions if key is not None}
        self._outer: dict[int, list[tuple[int, str | None]]] = defaultdict(list)
        query = f"""{outwards(listed(sorted(wanted)))}
            SELECT chain.first, chain.id, s.name
            FROM chain JOIN attributions a ON a.id = chain.id
            LEFT JOIN namings n ON n.document = a.document AND n.speaker_row = a.speaker_row LEFT JOIN speakers s ON s.id = n.same_as
            WHERE chain.depth > 0 AND a.cue_type <> 'intention' ORDER BY chain.first, chain.depth"""
        for first, outer, speaker in connection.execute(sa.text(query)):
            self._outer[first].append((outer, speaker))
        wanted.update(outer for chain in self._outer.values() for outer, _ in chain)
        self._pieces: dict[tuple[int, str], list[Piece]] = defaultdict(list)
        query = f"""SELECT p.attribution_row, p.part, p.block_row, p.char_start, p.char_end, p.byte_start, p.byte_end
            FROM pieces p WHERE p.attribution_row IN ({listed(sorted(wanted))})
            ORDER BY p.attribution_row, p.part, p.position"""
        rows = connection.execute(sa.text(query)).all()
        # Each block is read once: SQLite would read all of it again for each piece of it.
        query = (
            f"SELECT id, text, char_start FROM blocks WHERE id IN ({listed(sorted({row.block_row for row in rows}))})"
        )
        blocks = {key: (text, start) for key, text, start in connection.execute(sa.text(query))}
        where = Locations(driver(connection), blocks)
        for key, part, block, start, end, *of in rows:
            text, first = blocks[block]
            made = where.piece(block, Span(start, end), Span(*of), text[start - first : end - first])
            self._pieces[key, part].append(made)

    def of(self, attribution: int | None, part: str) -> list[Piece]:
        """The pieces of one part (`claimsdb.model.status.Part`) of an attribution."""
        return [] if attribution is None else self._pieces[attribution, part]

    def cue(self, attribution: int | None) -> list[Piece]:
        """The cue as claims have it: in words. A mark that joins a label or signature to its words is a cue of the attribution only."""
        return [p for p in self.of(attribution, "cue") if in_words(p["text"])]

    def via(self, attribution: int | None) -> list[Via]:
        """The attributions that this one comes through, innermost first; intentions are not part of the chain."""
        chain = [] if attribution is None else self._outer[attribution]
        return [Via(source=self.of(k, "source"), cue=self.cue(k), speaker=speaker) for k, speaker in chain]


def stretches(connection: Connection, table: str, claims: Sequence[int]) -> dict[int, list[Piece]]:
    """The pieces of claims by key, in order, from the table `segments` or `quotes`."""
    found: dict[int, list[Piece]] = defaultdict(list)
    query = f"""SELECT s.claim, c.block_row, s.char_start, s.char_end, s.byte_start, s.byte_end, s.text
        FROM {table} s JOIN claims c ON c.id = s.claim WHERE s.claim IN ({listed(claims)}) ORDER BY s.claim, s.position"""
    rows = connection.execute(sa.text(query)).all()
    where = Locations(driver(connection), (row.block_row for row in rows))
    for claim, block, start, end, byte_start, byte_end, text in rows:
        found[claim].append(where.piece(block, Span(start, end), Span(byte_start, byte_end), text))
    return found
