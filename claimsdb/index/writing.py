"""Bringing the index up to date with the claims, some hundred at a time and each time whole, so that a kill costs no more than those.

Claims are taken in the order of their keys, and a claim's text never changes: those after the last one that has an embedding are
the ones that lack it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from os import cpu_count

import sqlalchemy as sa

from claimsdb.index.words import known_by, plain
from claimsdb.meaning.codes import BLOCK, Codes, bits, codes
from claimsdb.meaning.encoder import Encoder, default
from claimsdb.tables import ClaimEmbedding, ClaimRow, EmbeddingBlock, EmbeddingRow, SpeakerRow, WordRow, table

CLAIMS, LINKS = table(ClaimRow), table(ClaimEmbedding)
EMBEDDINGS, BLOCKS, WORDS, SPEAKERS = table(EmbeddingRow), table(EmbeddingBlock), table(WordRow), table(SpeakerRow)
AT_ONCE = 1024
"""Claims in a transaction."""


def missing(connection: sa.Connection) -> int:
    """How many claims are not in the index yet."""
    last = sa.select(sa.func.coalesce(sa.func.max(LINKS.c.claim), 0)).scalar_subquery()
    return int(
        connection.execute(sa.select(sa.func.count()).select_from(CLAIMS).where(CLAIMS.c.id > last)).scalar_one()
    )


def update(engine: sa.Engine) -> Iterator[int]:
    """Take in the claims that are not in the index, and say after each transaction how many it took in.

    Embeddings of another encoder are made anew. The caller holds the database's lock.
    """
    with engine.connect() as connection:
        _forget_others(connection)
        if not missing(connection):
            return
    encoder, threads = default(), cpu_count() or 1
    while True:
        with engine.begin() as connection:
            took = _take(connection, encoder, threads)
        if not took:
            return
        yield took


def _forget_others(connection: sa.Connection) -> None:
    """Empty the index where another encoder has made it."""
    made_by = connection.execute(sa.select(BLOCKS.c.encoder).limit(1)).scalar()
    connection.rollback()
    if made_by is not None and made_by != default().fingerprint:
        with connection.begin():
            for rows in (LINKS, BLOCKS, EMBEDDINGS, WORDS):
                connection.execute(sa.delete(rows))


def _take(connection: sa.Connection, encoder: Encoder, threads: int) -> int:
    """The next claims, with the embeddings of those of their texts that have none, and their words."""
    last = connection.execute(sa.select(sa.func.coalesce(sa.func.max(LINKS.c.claim), 0))).scalar_one()
    with_names = CLAIMS.outerjoin(SPEAKERS, SPEAKERS.c.id == CLAIMS.c.speaker)
    following = sa.select(CLAIMS.c.id, CLAIMS.c.text, CLAIMS.c.source, SPEAKERS.c.name).select_from(with_names)
    rows = connection.execute(following.where(CLAIMS.c.id > last).order_by(CLAIMS.c.id).limit(AT_ONCE)).fetchall()
    claims = [(int(row.id), str(row.text)) for row in rows]
    if not claims:
        return 0
    digests = {key: digest(text) for key, text in claims}
    known = _known(connection, sorted(set(digests.values())))
    new = {digests[key]: text for key, text in claims if digests[key] not in known}
    known |= _add(connection, new, encoder, threads)
    connection.execute(sa.insert(LINKS), [{"claim": key, "embedding": known[digests[key]]} for key, _ in claims])
    words = sorted({word for _, *texts in rows for text in texts if text for word in known_by(text)})
    connection.execute(sa.insert(WORDS).prefix_with("OR IGNORE"), [{"word": w} for w in words] or [{"word": ""}])
    return len(claims)


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
    made = codes(encoder.embed([plain(t) for t in texts.values()], threads))
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
    """What stands for a text among the embeddings: 16 bytes of the SHA-256 of its plain form."""
    return sha256(plain(text).encode()).digest()[:16]
