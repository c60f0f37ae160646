"""Bringing the index up to date with the claims, some hundred at a time and each time whole, so that a kill costs no more than those.

A claim is read in its context, once, for look-up and for comparing alike. Where what it depends on changes, the database drops the
claim's embedding (a trigger), and the next run makes it anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from os import cpu_count

import numpy as np
import sqlalchemy as sa

from claimsdb.english.networks.codes import BLOCK, SIZE, Codes, bits, codes
from claimsdb.english.networks.sentences import Encoder, default
from claimsdb.lookup.index.contexts import contexts
from claimsdb.lookup.index.words import known_by
from claimsdb.store.keys import every
from claimsdb.store.tables import ClaimEmbedding, EmbeddingBlock, EmbeddingRow, WordRow, table

LINKS = table(ClaimEmbedding)
EMBEDDINGS, BLOCKS, WORDS = table(EmbeddingRow), table(EmbeddingBlock), table(WordRow)
AT_ONCE = 1024
"""Claims in a transaction."""


def lacking(connection: sa.Connection) -> list[int]:
    """The keys of the claims that are not in the index yet."""
    query = "SELECT id FROM claims WHERE id NOT IN (SELECT claim FROM claim_embeddings) ORDER BY id"
    return [key for (key,) in connection.exec_driver_sql(query)]


def codes_of(connection: sa.Connection, keys: Sequence[int]) -> Codes:
    """The codes of the claims' vectors, (claims, 384), in the order of the keys; all of them must be in the index."""
    query = "SELECT l.claim, e.codes FROM claim_embeddings l JOIN embeddings e ON e.id = l.embedding"
    found = every(connection, query, keys, key="l.claim")
    return np.frombuffer(b"".join(found[key][0] for key in keys), np.int8).reshape(-1, SIZE)


def update(engine: sa.Engine) -> Iterator[tuple[int, int]]:
    """Take in the claims that are not in the index, and say after each transaction how many it has taken in, and of how many.

    Embeddings of another encoder are made anew. The caller holds the database's lock.
    """
    with engine.connect() as connection:
        _forget_others(connection)
        keys = lacking(connection)
    if not keys:
        return
    encoder, threads = default(), cpu_count() or 1
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        with engine.begin() as connection:
            _take(connection, some, encoder, threads)
        yield start + len(some), len(keys)


def _forget_others(connection: sa.Connection) -> None:
    """Empty the index where another encoder has made it."""
    made_by = connection.execute(sa.select(BLOCKS.c.encoder).limit(1)).scalar()
    connection.rollback()
    if made_by is not None and made_by != default().fingerprint:
        with connection.begin():
            for rows in (LINKS, BLOCKS, EMBEDDINGS, WORDS):
                connection.execute(sa.delete(rows))


def _take(connection: sa.Connection, keys: Sequence[int], encoder: Encoder, threads: int) -> None:
    """Take in the claims: the embeddings of those contexts that have none, and the words of the claims and their sources."""
    texts = contexts(connection, keys)
    digests = {key: digest(texts[key]) for key in keys}
    known = _known(connection, sorted(set(digests.values())))
    new = {digests[key]: texts[key] for key in keys if digests[key] not in known}
    known |= _add(connection, new, encoder, threads)
    connection.execute(sa.insert(LINKS), [{"claim": key, "embedding": known[digests[key]]} for key in keys])
    query = "SELECT c.id, c.text, c.source, s.name FROM claims c LEFT JOIN speakers s ON s.id = c.speaker"
    rows = every(connection, query, keys, key="c.id").values()
    words = sorted({word for row in rows for text in row if text for word in known_by(text)})
    connection.execute(sa.insert(WORDS).prefix_with("OR IGNORE"), [{"word": w} for w in words] or [{"word": ""}])


def _known(connection: sa.Connection, digests: Sequence[bytes]) -> dict[bytes, int]:
    found = {}
    for start in range(0, len(digests), 500):
        some = EMBEDDINGS.c.digest.in_(digests[start : start + 500])
        found.update(
            {
                bytes(d): int(k)
                for d, k in connection.execute(sa.select(EMBEDDINGS.c.digest, EMBEDDINGS.c.id).where(some))
            }
        )
    return found


def _add(connection: sa.Connection, texts: dict[bytes, str], encoder: Encoder, threads: int) -> dict[bytes, int]:
    """Embed the texts and write them, in the order in which they come; their keys by digest."""
    if not texts:
        return {}
    made = codes(encoder.embed(list(texts.values()), threads))
    before = int(connection.execute(sa.select(sa.func.coalesce(sa.func.max(EMBEDDINGS.c.id), 0))).scalar_one())
    keys = {d: before + k for k, d in enumerate(texts, 1)}
    rows = [{"id": keys[d], "digest": d, "codes": c.tobytes()} for d, c in zip(texts, made, strict=True)]
    connection.execute(sa.insert(EMBEDDINGS), rows)
    _blocks(connection, made, before, encoder.fingerprint)
    return keys


def _blocks(connection: sa.Connection, made: Codes, before: int, encoder: str) -> None:
    """Fill the last block and begin others; block `k` begins with embedding `k * BLOCK + 1`."""
    signs = bits(made)
    at = 0
    while at < len(signs):
        block, filled = divmod(before + at, BLOCK)
        some = signs[at : at + BLOCK - filled].tobytes()
        at += BLOCK - filled
        if filled:
            old = connection.execute(sa.select(BLOCKS.c.bits).where(BLOCKS.c.id == block)).scalar_one()
            connection.execute(sa.update(BLOCKS).where(BLOCKS.c.id == block).values(bits=bytes(old) + some))
        else:
            connection.execute(sa.insert(BLOCKS).values(id=block, encoder=encoder, bits=some))


def digest(text: str) -> bytes:
    """What stands for a text among the embeddings: 16 bytes of its SHA-256."""
    return sha256(text.encode()).digest()[:16]
