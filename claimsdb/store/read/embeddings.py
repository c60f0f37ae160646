"""Reading the look-up index: the codes of the claims' vectors, and the blocks of their signs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import sqlalchemy as sa

from claimsdb.store.engine import Connection
from claimsdb.store.keys import each, every
from claimsdb.store.tables.columns import table
from claimsdb.store.tables.lookup import ClaimEmbeddingRow, EmbeddingBlockRow, EmbeddingRow

LINKS, EMBEDDINGS, BLOCKS = table(ClaimEmbeddingRow), table(EmbeddingRow), table(EmbeddingBlockRow)


class Last(NamedTuple):
    """The last block of signs: its number from 0, its length in bytes, and the fingerprint of the encoder."""

    number: int
    length: int
    encoder: str


def last_block(connection: Connection) -> Last | None:
    """The last block; None if there is none."""
    query = sa.select(BLOCKS.c.id, sa.func.length(BLOCKS.c.bits), BLOCKS.c.encoder).order_by(BLOCKS.c.id.desc())
    found = connection.execute(query.limit(1)).fetchone()
    return found and Last(*found)


def first_signs(connection: Connection, size: int) -> bytes | None:
    """The first `size` bytes of the first block, which very probably differ in another index of the same length."""
    return connection.execute(sa.select(sa.func.substr(BLOCKS.c.bits, 1, size)).where(BLOCKS.c.id == 0)).scalar()


def blocks_from(connection: Connection, number: int) -> Iterator[tuple[int, bytes]]:
    """The blocks of signs from this block number on, in order."""
    query = sa.select(BLOCKS.c.id, BLOCKS.c.bits).where(BLOCKS.c.id >= number).order_by(BLOCKS.c.id)
    return ((key, bits) for key, bits in connection.execute(query))


def encoder(connection: Connection) -> str | None:
    """The fingerprint of the encoder that made the index; None if the index is empty."""
    return connection.execute(sa.select(BLOCKS.c.encoder).limit(1)).scalar()


def codes(connection: Connection, embeddings: Iterable[int]) -> list[tuple[int, bytes]]:
    """The codes of these embeddings, with their keys."""
    query = sa.select(EMBEDDINGS.c.id, EMBEDDINGS.c.codes).where(EMBEDDINGS.c.id.in_(each(embeddings)))
    return [(key, codes) for key, codes in connection.execute(query)]


def all_codes(connection: Connection) -> list[bytes]:
    """The codes of all embeddings, in the order of their keys."""
    return list(connection.execute(sa.select(EMBEDDINGS.c.codes).order_by(EMBEDDINGS.c.id)).scalars())


def codes_of_claims(connection: Connection, claims: Iterable[int]) -> list[tuple[int, bytes]]:
    """The codes of these claims' embeddings, with the claims' keys; claims without an embedding are left out."""
    query = sa.select(LINKS.c.claim, EMBEDDINGS.c.codes).join(EMBEDDINGS, EMBEDDINGS.c.id == LINKS.c.embedding)
    return [(key, codes) for key, codes in connection.execute(query.where(LINKS.c.claim.in_(each(claims))))]


def codes_by_claim(connection: Connection, claims: Sequence[int]) -> dict[int, bytes]:
    """The same for any number of claims, by claim."""
    query = "SELECT l.claim, e.codes FROM claim_embeddings l JOIN embeddings e ON e.id = l.embedding"
    return {key: row[0] for key, row in every(connection, query, claims, key="l.claim").items()}


def claims_with(connection: Connection, embeddings: Iterable[int]) -> list[int]:
    """The keys of the claims that have these embeddings."""
    query = sa.select(LINKS.c.claim).where(LINKS.c.embedding.in_(each(embeddings)))
    return list(connection.execute(query).scalars())


def known(connection: Connection, digests: Sequence[bytes]) -> dict[bytes, int]:
    """The keys of the embeddings of the texts with these digests, by digest; missing ones are left out."""
    found: dict[bytes, int] = {}
    for start in range(0, len(digests), 500):
        some = EMBEDDINGS.c.digest.in_(digests[start : start + 500])
        rows = connection.execute(sa.select(EMBEDDINGS.c.digest, EMBEDDINGS.c.id).where(some))
        found.update((bytes(digest), int(key)) for digest, key in rows)
    return found
