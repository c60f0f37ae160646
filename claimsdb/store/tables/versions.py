"""Versions of documents: what became of each claim when a file changed, and the bytes of files as they were."""

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from claimsdb.model.succession import SuccessionStatus
from claimsdb.store.tables.columns import STRICT, key, one_of, string


class RevisionRow(SQLModel, table=True):
    """A document that a newer version followed at the same path (PROV: `document` wasRevisionOf `earlier`), as compared in `run`."""

    __tablename__ = "revisions"
    __table_args__ = (
        sa.UniqueConstraint("document", "earlier"),
        sa.CheckConstraint("document <> earlier", name="another"),
        STRICT,
    )

    id: int | None = Field(default=None, primary_key=True)
    document: int = key("documents")
    earlier: int = key("documents", index=True)
    run: int = key("runs")
    method: str = string()


class SuccessionRow(SQLModel, table=True):
    """What became of a claim of the earlier document, and its successor in the newer one: one row for each that it has, or for none.

    `char_start` and `char_end` are the place of its words in the newer document, if they are there.
    """

    __tablename__ = "successions"
    __table_args__ = (
        one_of("status", SuccessionStatus),
        sa.CheckConstraint("reattributed IN ('yes', 'no')", name="reattributed"),
        sa.CheckConstraint("claim IS NOT NULL OR successor IS NOT NULL", name="someone"),
        sa.CheckConstraint("status <> 'new' OR claim IS NULL", name="new"),
        sa.CheckConstraint("status <> 'gone' OR successor IS NULL", name="gone"),
        sa.CheckConstraint("(status IN ('gone', 'ambiguous')) = (char_start IS NULL)", name="place"),
        sa.CheckConstraint(
            "(char_start IS NULL AND char_end IS NULL) OR (char_start >= 0 AND char_start < char_end)", name="offsets"
        ),
        STRICT,
    )

    id: int | None = Field(default=None, primary_key=True)
    revision: int = key("revisions", index=True)
    claim: int | None = key("claims", default=None, index=True)
    successor: int | None = key("claims", default=None, index=True)
    status: str = string()
    reattributed: str = string()
    char_start: int | None = None
    char_end: int | None = None


class OriginalRow(SQLModel, table=True):
    """The bytes of a document's file, compressed with zlib; only of documents read with `--keep-sources`."""

    __tablename__ = "originals"
    __table_args__ = (STRICT,)

    document: int | None = key("documents", default=None, primary_key=True)
    zlib: bytes = Field(sa_type=sa.LargeBinary)
