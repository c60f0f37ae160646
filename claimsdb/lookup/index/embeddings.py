"""Bring the index up to date with the claims, a thousand in a transaction, so that a killed run loses no more than those.

A claim is embedded in its context, once, for both look-up and comparison. If that context changes, a trigger in the database drops the
claim's embedding, and the next run makes a new one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from os import cpu_count

from claimsdb.english.networks.codes import BLOCK, Codes, bits, codes, stored
from claimsdb.english.networks.sentences import Encoder, default
from claimsdb.lookup.index.contexts import contexts
from claimsdb.lookup.index.words import known_by
from claimsdb.store.engine import Connection, Engine
from claimsdb.store.read import embeddings, texts
from claimsdb.store.write import embeddings as writer

AT_ONCE = 1024
"""Number of claims in a transaction."""


def codes_of(connection: Connection, claims: Sequence[int]) -> Codes:
    """The codes of the claims' vectors, (claims, 384), in the order of the keys. All claims must be in the index."""
    found = embeddings.codes_by_claim(connection, claims)
    return stored(found[key] for key in claims)


def update(engine: Engine) -> Iterator[tuple[int, int]]:
    """Add the claims that are not in the index, and yield after each transaction how many are done, and how many there are.

    If the embeddings were made by another encoder, all of them are made again. The caller holds the database's lock.
    """
    with engine.connect() as connection:
        made_by = embeddings.encoder(connection)
        connection.rollback()
        if made_by is not None and made_by != default().fingerprint:
            with connection.begin():
                writer.empty(connection)
        keys = texts.without_embedding(connection)
    if not keys:
        return
    encoder, threads = default(), cpu_count() or 1
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        with engine.begin() as connection:
            _take(connection, some, encoder, threads)
        yield start + len(some), len(keys)


def _take(connection: Connection, keys: Sequence[int], encoder: Encoder, threads: int) -> None:
    """Add embeddings for those contexts of the claims that have none, and the words of the claims and their sources."""
    context = contexts(connection, keys)
    digests = {key: digest(context[key]) for key in keys}
    known = embeddings.known(connection, sorted(set(digests.values())))
    new = {digests[key]: context[key] for key in keys if digests[key] not in known}
    known |= _add(connection, new, encoder, threads)
    writer.link(connection, {key: known[digests[key]] for key in keys})
    rows = texts.named(connection, keys)
    writer.add_words(connection, {word for row in rows for text in row if text for word in known_by(text)})


def _add(connection: Connection, contexts: dict[bytes, str], encoder: Encoder, threads: int) -> dict[bytes, int]:
    """Embed the texts and write their vectors in the given order; return their keys by digest."""
    if not contexts:
        return {}
    made = codes(encoder.embed(list(contexts.values()), threads))
    keys = writer.add(connection, {d: c.tobytes() for d, c in zip(contexts, made, strict=True)})
    signs = [one.tobytes() for one in bits(made)]
    writer.add_signs(connection, signs, min(keys.values()), BLOCK, encoder.fingerprint)
    return keys


def digest(text: str) -> bytes:
    """The digest that identifies a text among the embeddings: the first 16 bytes of its SHA-256."""
    return sha256(text.encode()).digest()[:16]
