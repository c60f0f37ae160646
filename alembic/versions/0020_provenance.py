"""Where the metadata of documents are stated, and when a document was last changed, as it says.

Revision: 0020, after 0019. Neither is known of documents that are there until they are read again.
"""

import sqlalchemy as sa

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

STATED_IN = (
    "given", "transport", "container", "json-ld", "meta", "link", "attribute", "title", "comment", "front matter", "field",
    "properties", "text", "words", "document",
)  # fmt: skip


def upgrade() -> None:
    op.execute("ALTER TABLE documents ADD COLUMN modified TEXT")
    op.create_table(
        "provenance",
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("document", "position")),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("field", "stated_in")),
        sa.Column("text", sa.Text(), nullable=True),
        *(
            sa.Column(name, sa.Integer(), nullable=True)
            for name in ("char_start", "char_end", "byte_start", "byte_end")
        ),
        sa.CheckConstraint(f"stated_in IN ({', '.join(map(repr, STATED_IN))})", name=op.f("ck_provenance_stated_in")),
        sa.CheckConstraint("char_start >= 0 AND char_start < char_end", name=op.f("ck_provenance_offsets")),
        sa.CheckConstraint("byte_start >= 0 AND byte_start < byte_end", name=op.f("ck_provenance_byte_offsets")),
        sa.CheckConstraint("(text IS NULL) = (byte_start IS NULL)", name=op.f("ck_provenance_placed")),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], name=op.f("fk_provenance_document_documents")),
        sa.PrimaryKeyConstraint("document", "position", name=op.f("pk_provenance")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("provenance")
    op.execute("ALTER TABLE documents DROP COLUMN modified")
