"""Tables for look-up by meaning and by misspelt words: embeddings of claims' texts, and the claims' words.

The next ingest fills them; until then, look-up works without them.

Revision: 0004, after 0003.
"""

import sqlalchemy as sa

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "embeddings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("codes", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(codes) = 384", name=op.f("ck_embeddings_codes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_embeddings")),
        sa.UniqueConstraint("digest", name=op.f("uq_embeddings_digest")),
        sqlite_strict=True,
    )
    op.create_table(
        "embedding_blocks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("encoder", sa.Text(), nullable=False),
        sa.Column("bits", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(bits) % 48 = 0", name=op.f("ck_embedding_blocks_bits")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_embedding_blocks")),
        sqlite_strict=True,
    )
    op.create_table(
        "claim_embeddings",
        sa.Column("claim", sa.Integer(), nullable=False),
        sa.Column("embedding", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["claim"], ["claims.id"], name=op.f("fk_claim_embeddings_claim_claims")),
        sa.ForeignKeyConstraint(
            ["embedding"], ["embeddings.id"], name=op.f("fk_claim_embeddings_embedding_embeddings")
        ),
        sa.PrimaryKeyConstraint("claim", name=op.f("pk_claim_embeddings")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("claim_embeddings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_claim_embeddings_embedding"), ["embedding"], unique=False)

    op.create_table(
        "words",
        sa.Column("word", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("word", name=op.f("pk_words")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("words")
    with op.batch_alter_table("claim_embeddings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_claim_embeddings_embedding"))
    op.drop_table("claim_embeddings")
    op.drop_table("embedding_blocks")
    op.drop_table("embeddings")
