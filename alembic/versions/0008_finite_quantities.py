"""Quantities are finite: a CHECK, and no row for a number too large for a float, which the earlier schema stored as infinity.

Claims that had such a quantity are marked as compared by no method, so that the next run forgets what was derived from it, and compares
them anew.

Revision: 0008, after 0007. The table is made again: nothing points to it, and no view or trigger reads it.
"""

import sqlalchemy as sa

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

FINITE = "abs(low) < 9e999 AND abs(high) < 9e999"
COLUMNS = "char_start, char_end, byte_start, byte_end, text, kind, normal, low, high, unit, earliest, latest, about"


def upgrade() -> None:
    op.execute(f"UPDATE compared SET method = '' WHERE claim IN (SELECT claim FROM quantities WHERE NOT ({FINITE}))")
    op.execute("ALTER TABLE quantities RENAME TO earlier_quantities")
    _table(sa.CheckConstraint(FINITE, name=op.f("ck_quantities_finite")))
    op.execute(
        f"""INSERT INTO quantities SELECT claim, row_number() OVER (PARTITION BY claim ORDER BY position) - 1, {COLUMNS}
        FROM earlier_quantities WHERE ({FINITE}) IS NOT FALSE ORDER BY claim, position"""
    )
    op.execute("DROP TABLE earlier_quantities")


def downgrade() -> None:
    op.execute("ALTER TABLE quantities RENAME TO later_quantities")
    _table()
    op.execute("INSERT INTO quantities SELECT * FROM later_quantities")
    op.execute("DROP TABLE later_quantities")


def _table(*checks: sa.CheckConstraint) -> None:
    integers = ("claim", "position", "char_start", "char_end", "byte_start", "byte_end")
    op.create_table(
        "quantities",
        *(sa.Column(name, sa.Integer(), nullable=False) for name in integers),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("text", "kind", "normal")),
        *(sa.Column(name, sa.REAL(), nullable=True) for name in ("low", "high")),
        *(sa.Column(name, sa.Text(), nullable=True) for name in ("unit", "earliest", "latest")),
        sa.Column("about", sa.Text(), nullable=False),
        sa.CheckConstraint("byte_start >= 0 AND byte_start < byte_end", name=op.f("ck_quantities_byte_offsets")),
        sa.CheckConstraint("char_start >= 0 AND char_start < char_end", name=op.f("ck_quantities_offsets")),
        sa.CheckConstraint(
            "kind IN ('number', 'money', 'percentage', 'duration', 'date')", name=op.f("ck_quantities_kind")
        ),
        sa.CheckConstraint("about IN ('yes', 'no')", name=op.f("ck_quantities_about")),
        *checks,
        sa.ForeignKeyConstraint(["claim"], ["claims.id"], name=op.f("fk_quantities_claim_claims")),
        sa.PrimaryKeyConstraint("claim", "position", name=op.f("pk_quantities")),
        sqlite_strict=True,
    )
