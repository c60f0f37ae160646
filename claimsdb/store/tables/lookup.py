"""Tables that make claims quick to find and to count: embeddings, words, and `claim_columns`."""

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from claimsdb.store.tables.columns import STRICT, key, string


class ClaimColumnsRow(SQLModel, table=True):
    """The columns by which claims are counted, as arrays: a row for every 16,384 keys of claims, made again after a claim changed.

    See `claimsdb.store.facet_columns`.
    """

    __tablename__ = "claim_columns"
    __table_args__ = (STRICT,)

    chunk: int | None = Field(default=None, primary_key=True)
    attribution: bytes
    speaker_row: bytes
    document: bytes
    publisher_row: bytes
    block: bytes
    cue_type: bytes
    hedged: bytes
    status: bytes


class EmbeddingRow(SQLModel, table=True):
    """The embedding of a text as 384 8-bit integers, one row for each distinct text; keys are consecutive from 1.

    `digest` is that of the text (`claimsdb.lookup.index.embeddings`).
    """

    __tablename__ = "embeddings"
    __table_args__ = (sa.UniqueConstraint("digest"), sa.CheckConstraint("length(codes) = 384", name="codes"), STRICT)

    id: int | None = Field(default=None, primary_key=True)
    digest: bytes = Field(sa_type=sa.LargeBinary)
    codes: bytes = Field(sa_type=sa.LargeBinary)


class EmbeddingBlockRow(SQLModel, table=True):
    """The signs of some thousand consecutive embeddings in one value, to be searched together; `encoder` made them."""

    __tablename__ = "embedding_blocks"
    __table_args__ = (sa.CheckConstraint("length(bits) % 48 = 0", name="bits"), STRICT)

    id: int | None = Field(default=None, primary_key=True)
    encoder: str = string()
    bits: bytes = Field(sa_type=sa.LargeBinary)


class ClaimEmbeddingRow(SQLModel, table=True):
    """The embedding of a claim in its context."""

    __tablename__ = "claim_embeddings"
    __table_args__ = (STRICT,)

    claim: int | None = key("claims", default=None, primary_key=True)
    embedding: int = key("embeddings", index=True)


class WordRow(SQLModel, table=True):
    """A word of a claim or of a source, in lower case and without accents, to correct misspellings against."""

    __tablename__ = "words"
    __table_args__ = ({"sqlite_strict": True, "sqlite_with_rowid": False},)

    word: str = string(primary_key=True)
