"""One embedding per claim, of its words in context, for both look-up and comparing; an index on the claims of a block.

Revision: 0006, after 0005. The earlier embeddings, of claims without context, are deleted; the next run makes new ones.
"""

import sqlalchemy as sa

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_READ = "attribution, speaker, source, cue"
_BEFORE, _AFTER = (", ".join(f"{row}.{name}" for name in _READ.split(", ")) for row in ("old", "new"))


def upgrade() -> None:
    _forget()
    op.execute("ALTER TABLE compared DROP COLUMN vector")
    op.create_index("ix_claims_place", "claims", ["block_row", "start"])
    op.execute(
        f"""CREATE TRIGGER claim_embeddings_update AFTER UPDATE OF {_READ} ON claims
        WHEN ({_BEFORE}) IS NOT ({_AFTER}) BEGIN
            DELETE FROM claim_embeddings WHERE claim = old.id;
        END"""
    )


def downgrade() -> None:
    _forget()
    op.execute("DROP TRIGGER claim_embeddings_update")
    op.drop_index("ix_claims_place", "claims")
    with op.batch_alter_table("compared") as compared:
        compared.add_column(sa.Column("vector", sa.LargeBinary(), nullable=False, server_default=sa.text("x''")))
    op.execute("DELETE FROM compared")


def _forget() -> None:
    for table in ("claim_embeddings", "embedding_blocks", "embeddings"):
        op.execute(f"DELETE FROM {table}")
