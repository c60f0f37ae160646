"""Hashes of rows, against which they can be checked."""

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from claimsdb.store.tables.columns import STRICT, string


class SealRow(SQLModel, table=True):
    """The SHA-256 of the rows of one owner, a document for example: see `claimsdb.store.seals.owners`."""

    __tablename__ = "seals"
    __table_args__ = (
        sa.CheckConstraint("length(sha256) = 64", name="sha256"),
        {"sqlite_with_rowid": False} | STRICT,
    )

    subject: str = string(primary_key=True)
    key: int = Field(primary_key=True)
    sha256: str = string()
