"""The byte ranges of blocks whose words do not simply follow each other in the file, such as paragraphs of a web page.

Revision: 0012, after 0011. Text files have none, so nothing changes for the documents that are there, their ids and seals included.
"""

import sqlalchemy as sa

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    integers = ("block_row", "position", "char_start", "char_end", "byte_start", "byte_end")
    op.create_table(
        "ranges",
        *(sa.Column(name, sa.Integer(), nullable=False) for name in integers),
        sa.Column("how", sa.Text(), nullable=False),
        sa.CheckConstraint("char_start >= 0 AND char_start < char_end", name=op.f("ck_ranges_offsets")),
        sa.CheckConstraint("byte_start >= 0 AND byte_start < byte_end", name=op.f("ck_ranges_byte_offsets")),
        sa.CheckConstraint("how IN ('literal', 'reference', 'escape', 'none')", name=op.f("ck_ranges_how")),
        sa.ForeignKeyConstraint(["block_row"], ["blocks.id"], name=op.f("fk_ranges_block_row_blocks")),
        sa.PrimaryKeyConstraint("block_row", "position", name=op.f("pk_ranges")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("ranges")
