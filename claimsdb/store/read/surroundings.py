"""A claim's amounts and surroundings, as input for look-up: its sentence, its title, the other claims of its sentence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import sqlalchemy as sa

from claimsdb.model.claim import QuantityKind
from claimsdb.model.status import Status
from claimsdb.store.engine import Connection
from claimsdb.store.keys import GIVEN, packed
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


_IN_SENTENCE = CLAIMS.join(
    SENTENCES,
    (SENTENCES.c.block_row == CLAIMS.c.block_row)
    & (SENTENCES.c.char_start <= CLAIMS.c.char_start)
    & (SENTENCES.c.char_end > CLAIMS.c.char_start),
)
_WORDS = sa.func.substr(
    BLOCKS.c.text, SENTENCES.c.char_start - BLOCKS.c.char_start + 1, SENTENCES.c.char_end - SENTENCES.c.char_start
)
_OTHERS = CLAIMS.alias()
_SHARED = (_OTHERS.c.char_start >= SENTENCES.c.char_start) & (_OTHERS.c.char_start < SENTENCES.c.char_end)
# Built once: building a statement takes longer than what SQLite does with it.
_AMOUNTS = sa.select(
    QUANTITIES.c.claim, QUANTITIES.c.kind, QUANTITIES.c.low, QUANTITIES.c.high, QUANTITIES.c.unit
).where(QUANTITIES.c.kind != QuantityKind.DATE, QUANTITIES.c.claim.in_(GIVEN))
_SENTENCES = (
    sa.select(CLAIMS.c.id, _WORDS, sa.func.coalesce(DOCUMENTS.c.title, ""))
    .select_from(
        _IN_SENTENCE.join(BLOCKS, BLOCKS.c.id == CLAIMS.c.block_row).join(
            DOCUMENTS, DOCUMENTS.c.id == CLAIMS.c.document
        )
    )
    .where(CLAIMS.c.id.in_(GIVEN))
)
_SHARING = (
    sa.select(CLAIMS.c.id, _OTHERS.c.id, sa.func.length(_OTHERS.c.text), EMBEDDINGS.c.codes)
    .select_from(
        _IN_SENTENCE.join(_OTHERS, (_OTHERS.c.block_row == CLAIMS.c.block_row) & _SHARED)
        .outerjoin(LINKS, LINKS.c.claim == _OTHERS.c.id)
        .outerjoin(EMBEDDINGS, EMBEDDINGS.c.id == LINKS.c.embedding)
    )
    .where(CLAIMS.c.id.in_(GIVEN), _OTHERS.c.status == Status.CURRENT)
)


def amounts(connection: Connection, claims: Iterable[int]) -> list[Amount]:
    """The amounts of these claims."""
    return [Amount(*row) for row in connection.execute(_AMOUNTS, {"keys": packed(claims)})]


def sentences(connection: Connection, claims: Iterable[int]) -> list[Sentence]:
    """The sentences in which these claims begin."""
    return [Sentence(*row) for row in connection.execute(_SENTENCES, {"keys": packed(claims)})]


def sharing(connection: Connection, claims: Iterable[int]) -> list[Sharing]:
    """All current claims that begin in the same sentences as these, including these."""
    return [Sharing(*row) for row in connection.execute(_SHARING, {"keys": packed(claims)})]
