"""What people say about claims."""

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from claimsdb.store.tables.columns import STRICT, key, string


class VerdictRow(SQLModel, table=True):
    """A person's statement that two claims say the same, or do not; one that was taken back stays, with who did so and when.

    Claims are named by their public ids, so that a verdict outlives rows of claims that are read again.
    """

    __tablename__ = "verdicts"
    __table_args__ = (
        sa.CheckConstraint("claim_id < other_id", name="once"),
        sa.CheckConstraint("same IN ('yes', 'no')", name="same"),
        sa.Index(
            "ix_verdicts_standing", "claim_id", "other_id", unique=True, sqlite_where=sa.text("withdrawn_at IS NULL")
        ),
        STRICT,
    )

    id: int | None = Field(default=None, primary_key=True)
    claim_id: str = string()
    other_id: str = string(index=True)
    same: str = string()
    why: str | None = string(default=None)
    judge: str | None = string(default=None)
    judged_at: str = string()
    withdrawn_at: str | None = string(default=None)
    withdrawn_by: str | None = string(default=None)
    run: int = key("runs")
