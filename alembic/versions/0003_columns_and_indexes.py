"""The facet columns of the claims as arrays, an index for each in place of covering pairs, and an index on `via`.

Revision: 0003, after 0002. The rows of `claim_columns` are made from the claims after the migration.
"""

import sqlalchemy as sa

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

FACETS = ("attribution", "speaker", "document", "publisher", "block", "cue_type", "hedged", "status")
PAIRS = [("attribution", facet) for facet in FACETS[1:-1]] + [(facet, "attribution") for facet in FACETS[1:]]
_BEFORE, _AFTER = (", ".join(f"{row}.{name}" for name in ("id", *FACETS)) for row in ("old", "new"))
# A row covers 16,384 keys of claims.
TRIGGERS = [
    """CREATE TRIGGER claim_columns_insert AFTER INSERT ON claims BEGIN
        DELETE FROM claim_columns WHERE chunk = new.id >> 14;
    END""",
    """CREATE TRIGGER claim_columns_delete AFTER DELETE ON claims BEGIN
        DELETE FROM claim_columns WHERE chunk = old.id >> 14;
    END""",
    f"""CREATE TRIGGER claim_columns_update AFTER UPDATE OF id, {", ".join(FACETS)} ON claims
    WHEN ({_BEFORE}) IS NOT ({_AFTER}) BEGIN
        DELETE FROM claim_columns WHERE chunk IN (old.id >> 14, new.id >> 14);
    END""",
]


def upgrade() -> None:
    op.create_table(
        "claim_columns",
        sa.Column("chunk", sa.Integer(), nullable=False),
        *(sa.Column(facet, sa.LargeBinary(), nullable=False) for facet in FACETS),
        sa.PrimaryKeyConstraint("chunk", name=op.f("pk_claim_columns")),
        sqlite_strict=True,
    )
    for statement in TRIGGERS:
        op.execute(statement)
    for pair in PAIRS:
        op.drop_index(f"ix_claims_{'_'.join(pair)}", "claims")
    for facet in FACETS:
        op.create_index(f"ix_claims_{facet}", "claims", [facet])
    op.create_index("ix_attributions_via", "attributions", ["via"])


def downgrade() -> None:
    op.drop_index("ix_attributions_via", "attributions")
    for facet in FACETS:
        op.drop_index(f"ix_claims_{facet}", "claims")
    for pair in PAIRS:
        op.create_index(f"ix_claims_{'_'.join(pair)}", "claims", list(pair))
    for name in ("insert", "delete", "update"):
        op.execute(f"DROP TRIGGER claim_columns_{name}")
    op.drop_table("claim_columns")
