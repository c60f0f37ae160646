"""Bring the index up to date with the claims, a thousand in a transaction, so that a killed run loses no more than those.

A claim is embedded in its context, once, for both look-up and comparison. If that context changes, a trigger in the database drops the
claim's embedding, and the next run makes a new one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from os import cpu_count

import numpy as np

from claimsdb.english.networks.codes import BLOCK, Codes, Floats, bits, codes, stored
from claimsdb.english.networks.sentences import Encoder, default
from claimsdb.lookup.index.contexts import contexts
from claimsdb.lookup.index.words import known_by
from claimsdb.model.faults import Faults
from claimsdb.store.engine import Connection, Engine
from claimsdb.store.read import embeddings, texts
from claimsdb.store.write import embeddings as writer

AT_ONCE = 1024
"""Number of claims in a transaction."""


def codes_of(connection: Connection, claims: Sequence[int]) -> Codes:
    """The codes of the claims' vectors, (claims, 384), in the order of the keys. All claims must be in the index."""
    found = embeddings.codes_by_claim(connection, claims)
    return stored(found[key] for key in claims)


def update(engine: Engine, faults: Faults) -> Iterator[tuple[int, int]]:
    """Add the claims that are not in the index, and yield after each transaction how many are done, and how many there are.

    If the embeddings were made by another encoder, all of them are made again. Claims on which this fails are left out, and tried again by
    the next run. The caller holds the database's lock.
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
            _take(connection, some, encoder, threads, faults)
        yield start + len(some), len(keys)


def _take(connection: Connection, keys: Sequence[int], encoder: Encoder, threads: int, faults: Faults) -> None:
    """Add embeddings for those contexts of the claims that have none, and the words of the claims and their sources."""
    context = contexts(connection, keys, faults)
    digests = {key: digest(text) for key, text in context.items()}
    known = embeddings.known(connection, sorted(set(digests.values())))
    new = {digests[key]: context[key] for key in keys if key in context and digests[key] not in known}
    known |= _add(connection, new, encoder, threads)
    writer.link(connection, {key: known[one] for key, one in digests.items() if one in known})
    for key, document in texts.documents(connection, [key for key, one in digests.items() if one not in known]):
        with faults.of(document, "embedding a claim of it"):
            encoder.embed([context[key]])  # fails again, which says why
    rows = texts.named(connection, keys)
    writer.add_words(connection, {word for row in rows for text in row if text for word in known_by(text)})


def _add(connection: Connection, contexts: dict[bytes, str], encoder: Encoder, threads: int) -> dict[bytes, int]:
    """Embed the texts and write their vectors in the given order; return their keys by digest, without texts on which the encoder fails."""
    made = _embedded(list(contexts.items()), encoder, threads)
    if not made:
        return {}
    vectors = codes(np.stack([vector for _, vector in made]))
    keys = writer.add(connection, {one: c.tobytes() for (one, _), c in zip(made, vectors, strict=True)})
    signs = [one.tobytes() for one in bits(vectors)]
    writer.add_signs(connection, signs, min(keys.values()), BLOCK, encoder.fingerprint)
    return keys


def _embedded(contexts: list[tuple[bytes, str]], encoder: Encoder, threads: int) -> list[tuple[bytes, Floats]]:
    """The vector of each text by its digest; if the encoder fails on some, each half is tried by itself."""
    if not contexts:
        return []
    try:
        made = encoder.embed([text for _, text in contexts], threads)
        return [(one, vector) for (one, _), vector in zip(contexts, made, strict=True)]
    except MemoryError:
        raise
    except Exception:
        half = len(contexts) // 2
        return (
            [found for some in (contexts[:half], contexts[half:]) for found in _embedded(some, encoder, threads)]
            if half
            else []
        )


def digest(text: str) -> bytes:
    """The digest that identifies a text among the embeddings: the first 16 bytes of its SHA-256."""
    return sha256(text.encode()).digest()[:16]
