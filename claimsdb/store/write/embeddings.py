"""Writing the look-up index: embeddings, blocks of their signs, the links from claims to embeddings, and the claims' words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import sqlalchemy as sa

from claimsdb.store.engine import Connection
from claimsdb.store.tables.columns import table
from claimsdb.store.tables.lookup import ClaimEmbeddingRow, EmbeddingBlockRow, EmbeddingRow, WordRow

LINKS, EMBEDDINGS, BLOCKS, WORDS = (
    table(ClaimEmbeddingRow),
    table(EmbeddingRow),
    table(EmbeddingBlockRow),
    table(WordRow),
)


def empty(connection: Connection) -> None:
    """Empty the index."""
    for rows in (LINKS, BLOCKS, EMBEDDINGS, WORDS):
        connection.execute(sa.delete(rows))


def link(connection: Connection, embeddings: Mapping[int, int]) -> None:
    """Write which embedding each claim has; `embeddings` maps keys of claims to keys of embeddings."""
    rows = [{"claim": claim, "embedding": embedding} for claim, embedding in embeddings.items()]
    if rows:
        connection.execute(sa.insert(LINKS), rows)


def add_words(connection: Connection, words: Iterable[str]) -> None:
    """Write the words that are not in the table yet, sorted, so that the same words give the same table."""
    rows = [{"word": word} for word in sorted(words)] or [{"word": ""}]
    connection.execute(sa.insert(WORDS).prefix_with("OR IGNORE"), rows)


def add(connection: Connection, codes: Mapping[bytes, bytes]) -> dict[bytes, int]:
    """Write embeddings, given as codes by digest of the text, with consecutive keys. Returns the keys by digest."""
    last = int(connection.execute(sa.select(sa.func.coalesce(sa.func.max(EMBEDDINGS.c.id), 0))).scalar_one())
    keys = {digest: last + k for k, digest in enumerate(codes, 1)}
    rows = [{"id": keys[digest], "digest": digest, "codes": one} for digest, one in codes.items()]
    connection.execute(sa.insert(EMBEDDINGS), rows)
    return keys


def add_signs(connection: Connection, signs: Sequence[bytes], first: int, size: int, encoder: str) -> None:
    """Write the signs of embeddings with consecutive keys from `first` on: fill the last block, then begin new ones.

    A block has `size` embeddings; block `k` begins with embedding `k * size + 1`.
    """
    at = 0
    while at < len(signs):
        block, filled = divmod(first - 1 + at, size)
        some = b"".join(signs[at : at + size - filled])
        at += size - filled
        if filled:
            old = connection.execute(sa.select(BLOCKS.c.bits).where(BLOCKS.c.id == block)).scalar_one()
            connection.execute(sa.update(BLOCKS).where(BLOCKS.c.id == block).values(bits=bytes(old) + some))
        else:
            connection.execute(sa.insert(BLOCKS).values(id=block, encoder=encoder, bits=some))
