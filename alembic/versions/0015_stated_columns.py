"""Columns of one's own: what people state about documents in columns of `sources.csv` that claimsdb does not know.

Revision: 0015, after 0014. The view `document_columns` has them by document.
"""

import sqlalchemy as sa

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "stated_columns",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("folder", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("path", "name", "value")),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["folder"], ["folders.id"], name=op.f("fk_stated_columns_folder_folders")),
        sa.ForeignKeyConstraint(["run"], ["runs.id"], name=op.f("fk_stated_columns_run_runs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stated_columns")),
        sa.UniqueConstraint("folder", "path", "name", name=op.f("uq_stated_columns_folder_path_name")),
        sqlite_strict=True,
    )
    op.create_index("ix_stated_columns_value", "stated_columns", ["name", "value"])
    op.execute("""CREATE VIEW document_columns AS
        SELECT d.document_id, t.path, t.name, t.value, p.document AS document_row
        FROM stated_columns t JOIN paths p ON p.folder = t.folder AND p.path = t.path AND p.retired_by IS NULL
        JOIN documents d ON d.id = p.document""")


def downgrade() -> None:
    op.execute("DROP VIEW document_columns")
    op.drop_table("stated_columns")
