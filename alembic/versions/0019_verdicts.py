"""What people say about pairs of claims; for which origin each document of a group counts; text that stands in many documents.

Revision: 0019, after 0018. Origins and standing text are not known until the next run compares documents.
"""

import sqlalchemy as sa

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

VIEW = """
        SELECT c.claim_id, c.text AS claim, p.name AS publisher, d.path, c.char_start, c.char_end, c.byte_start, c.byte_end,
            d.document_id, c.id AS claim_row, t.block_row
        FROM standing_texts t JOIN claims c ON c.block_row = t.block_row AND c.status = 'current'
        JOIN documents d ON d.id = t.document LEFT JOIN publishers p ON p.id = d.publisher_row"""


def upgrade() -> None:
    op.create_table(
        "verdicts",
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("claim_id", "other_id", "same")),
        *(sa.Column(name, sa.Text(), nullable=True) for name in ("why", "judge")),
        sa.Column("judged_at", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=True) for name in ("withdrawn_at", "withdrawn_by")),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.CheckConstraint("claim_id < other_id", name=op.f("ck_verdicts_once")),
        sa.CheckConstraint("same IN ('yes', 'no')", name=op.f("ck_verdicts_same")),
        sa.ForeignKeyConstraint(["run"], ["runs.id"], name=op.f("fk_verdicts_run_runs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verdicts")),
        sqlite_strict=True,
    )
    op.create_index("ix_verdicts_other_id", "verdicts", ["other_id"])
    standing = sa.text("withdrawn_at IS NULL")
    op.create_index("ix_verdicts_standing", "verdicts", ["claim_id", "other_id"], unique=True, sqlite_where=standing)
    _create("edge_texts", ["value", "block_row"], value=None, block_row="blocks", document="documents", rowid=False)
    _create("standing_texts", ["block_row"], block_row="blocks", document="documents")
    of_group = {"same_group": "same_groups", "document": "documents", "origin": None}
    _create("group_origins", ["same_group", "document"], **of_group, rowid=False)
    for table in ("edge_texts", "standing_texts", "group_origins"):
        op.create_index(f"ix_{table}_document", table, ["document"])
    op.execute(f"CREATE VIEW standing AS {VIEW}")


def _create(table: str, primary: list[str], *, rowid: bool = True, **columns: str | None) -> None:
    """Create a table of integers, given what each column points to."""
    op.create_table(
        table,
        *(sa.Column(name, sa.Integer(), nullable=False) for name in columns),
        *(
            sa.ForeignKeyConstraint([name], [f"{other}.id"], name=op.f(f"fk_{table}_{name}_{other}"))
            for name, other in columns.items()
            if other
        ),
        sa.PrimaryKeyConstraint(*primary, name=op.f(f"pk_{table}")),
        sqlite_strict=True,
        **({} if rowid else {"sqlite_with_rowid": False}),
    )


def downgrade() -> None:
    op.execute("DROP VIEW standing")
    for table in ("group_origins", "standing_texts", "edge_texts", "verdicts"):
        op.drop_table(table)
