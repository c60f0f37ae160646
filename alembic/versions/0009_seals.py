"""Seals: the SHA-256 of the rows of each document, and of everything else that people read.

Revision: 0009, after 0008. The rows are sealed after the last migration (`claimsdb.store.migrations`), as they are then.
"""

import sqlalchemy as sa

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "seals",
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_seals_sha256")),
        sa.PrimaryKeyConstraint("subject", "key", name=op.f("pk_seals")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("seals")
