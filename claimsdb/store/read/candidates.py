"""Candidates for look-up: claims found by their words, their speakers, or their embeddings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import sqlalchemy as sa

from claimsdb.store.engine import Connection
from claimsdb.store.keys import each
from claimsdb.store.read.filters import CLAIMS, SPEAKERS, Filters, from_claims
from claimsdb.store.search import INDEX, is_match
from claimsdb.store.tables.columns import table
from claimsdb.store.tables.lookup import ClaimEmbeddingRow

LINKS = table(ClaimEmbeddingRow)


class Said(NamedTuple):
    """A claim's key, its id, its words, and those of its source, its cue and its speaker's name."""

    key: int
    claim_id: str
    text: str
    source: str | None
    cue: str | None
    speaker: str | None


_COLUMNS = (CLAIMS.c.id, CLAIMS.c.claim_id, CLAIMS.c.text, CLAIMS.c.source, CLAIMS.c.cue, SPEAKERS.c.name)
_SAID = sa.select(*_COLUMNS).select_from(from_claims())
_INDEXED = sa.select(*_COLUMNS).select_from(from_claims(INDEX.join(CLAIMS, CLAIMS.c.id == INDEX.c.rowid)))


class Candidates:
    """Reads the claims that pass the filters."""

    def __init__(self, connection: Connection, filters: Filters) -> None:
        self.connection, self.filters = connection, filters

    def matching(self, query: str, most: int, *, ranked: bool = False) -> list[Said]:
        """At most `most` claims that match the full-text query: the best ones if `ranked`."""
        found = _INDEXED.where(is_match(query))
        return self._said(found.order_by(INDEX.c.rank) if ranked else found, most)

    def in_blocks(self, blocks: Iterable[int]) -> list[tuple[int, Said]]:
        """The claims that begin in the blocks with these keys, each with the key of its block."""
        query = sa.select(CLAIMS.c.block_row, *_COLUMNS).select_from(from_claims())
        found = self.connection.execute(self.filters.apply(query.where(CLAIMS.c.block_row.in_(each(blocks)))))
        return [(block, Said(*row)) for block, *row in found]

    def said_by(self, name: str, most: int) -> list[Said]:
        """At most `most` claims of speakers whose name contains these letters."""
        speakers = SPEAKERS.alias()
        named = sa.func.instr(sa.func.folded(speakers.c.name), sa.func.folded(name)) > 0
        of_them = CLAIMS.c.speaker_row.in_(sa.select(speakers.c.id).where(named))
        return self._said(_SAID.where(of_them), most)

    def keyed(self, keys: Iterable[int]) -> list[Said]:
        """The claims with these keys."""
        return self._said(_SAID.where(CLAIMS.c.id.in_(each(keys))))

    def not_embedded(self, most: int) -> list[int]:
        """The keys of at most `most` claims that are newer than every claim with an embedding."""
        last = sa.select(sa.func.coalesce(sa.func.max(LINKS.c.claim), 0)).scalar_subquery()
        return self._keys(sa.select(CLAIMS.c.id).select_from(from_claims()).where(CLAIMS.c.id > last), most)

    def embeddings(self, most: int) -> list[int]:
        """At most `most` distinct keys of the claims' embeddings."""
        linked = from_claims().join(LINKS, LINKS.c.claim == CLAIMS.c.id)
        return self._keys(sa.select(LINKS.c.embedding).select_from(linked).distinct(), most)

    def _said(self, query: sa.Select[Any], most: int | None = None) -> list[Said]:
        return [Said(*row) for row in self.connection.execute(self.filters.apply(query).limit(most))]

    def _keys(self, query: sa.Select[Any], most: int) -> list[int]:
        return list(self.connection.execute(self.filters.apply(query).limit(most)).scalars())
