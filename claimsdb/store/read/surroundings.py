"""A claim's amounts and surroundings, as input for look-up: its sentence, its title, the other claims of its sentence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import sqlalchemy as sa

from claimsdb.model.claim import QuantityKind
from claimsdb.model.status import Status
from claimsdb.store.engine import Connection
from claimsdb.store.keys import each
from claimsdb.store.tables.columns import table
from claimsdb.store.tables.documents import BlockRow, DocumentRow
from claimsdb.store.tables.findings import ClaimRow, QuantityRow, SentenceRow
from claimsdb.store.tables.lookup import ClaimEmbeddingRow, EmbeddingRow

CLAIMS, DOCUMENTS, BLOCKS, SENTENCES = table(ClaimRow), table(DocumentRow), table(BlockRow), table(SentenceRow)
QUANTITIES, LINKS, EMBEDDINGS = table(QuantityRow), table(ClaimEmbeddingRow), table(EmbeddingRow)


class Amount(NamedTuple):
    """A quantity of a claim that is not a date: its kind, its bounds and its unit."""

    claim: int
    kind: str
    low: float | None
    high: float | None
    unit: str | None


class Sentence(NamedTuple):
    """The words of the sentence in which a claim begins, and the title of its document, empty if it has none."""

    claim: int
    text: str
    title: str


class Sharing(NamedTuple):
    """A claim that begins in the same sentence as `claim`, or `claim` itself: its length in code points and its vector's codes."""

    claim: int
    key: int
    length: int
    codes: bytes | None


def amounts(connection: Connection, claims: Iterable[int]) -> list[Amount]:
    """The amounts of these claims."""
    columns = (QUANTITIES.c.claim, QUANTITIES.c.kind, QUANTITIES.c.low, QUANTITIES.c.high, QUANTITIES.c.unit)
    meant = (QUANTITIES.c.kind != QuantityKind.DATE, QUANTITIES.c.claim.in_(each(claims)))
    return [Amount(*row) for row in connection.execute(sa.select(*columns).where(*meant))]


def sentences(connection: Connection, claims: Iterable[int]) -> list[Sentence]:
    """The sentences in which these claims begin."""
    words = sa.func.substr(
        BLOCKS.c.text, SENTENCES.c.char_start - BLOCKS.c.char_start + 1, SENTENCES.c.char_end - SENTENCES.c.char_start
    )
    beside = _IN_SENTENCE.join(BLOCKS, BLOCKS.c.id == CLAIMS.c.block_row)
    beside = beside.join(DOCUMENTS, DOCUMENTS.c.id == CLAIMS.c.document)
    query = sa.select(CLAIMS.c.id, words, sa.func.coalesce(DOCUMENTS.c.title, "")).select_from(beside)
    return [Sentence(*row) for row in connection.execute(query.where(CLAIMS.c.id.in_(each(claims))))]


def sharing(connection: Connection, claims: Iterable[int]) -> list[Sharing]:
    """All current claims that begin in the same sentences as these, including these."""
    others = CLAIMS.alias()
    within = (others.c.char_start >= SENTENCES.c.char_start) & (others.c.char_start < SENTENCES.c.char_end)
    beside = _IN_SENTENCE.join(others, (others.c.block_row == CLAIMS.c.block_row) & within)
    beside = beside.outerjoin(LINKS, LINKS.c.claim == others.c.id)
    beside = beside.outerjoin(EMBEDDINGS, EMBEDDINGS.c.id == LINKS.c.embedding)
    query = sa.select(CLAIMS.c.id, others.c.id, sa.func.length(others.c.text), EMBEDDINGS.c.codes).select_from(beside)
    meant = (CLAIMS.c.id.in_(each(claims)), others.c.status == Status.CURRENT)
    return [Sharing(*row) for row in connection.execute(query.where(*meant))]


_IN_SENTENCE = CLAIMS.join(
    SENTENCES,
    (SENTENCES.c.block_row == CLAIMS.c.block_row)
    & (SENTENCES.c.char_start <= CLAIMS.c.char_start)
    & (SENTENCES.c.char_end > CLAIMS.c.char_start),
)
