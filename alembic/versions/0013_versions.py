"""What became of each claim when its document changed, and the bytes of files, if they are kept.

Revision: 0013, after 0012. Earlier versions that the database has are compared by the next run.
"""

import sqlalchemy as sa

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

STATUSES = "'same', 'moved', 'edited', 'gone', 'ambiguous', 'new'"
VIEWS = {
    "versions": """
        SELECT f.name AS folder, p.path, row_number() OVER (PARTITION BY p.folder, p.path ORDER BY p.id) AS version,
            r.started_at AS read_at, u.started_at AS replaced_at, d.document_id, d.sha256, d.size_bytes, d.title,
            CASE WHEN o.document IS NULL THEN 'no' ELSE 'yes' END AS kept, p.run, p.retired_by, d.id AS document_row
        FROM paths p JOIN folders f ON f.id = p.folder JOIN documents d ON d.id = p.document JOIN runs r ON r.id = p.run
        LEFT JOIN runs u ON u.id = p.retired_by LEFT JOIN originals o ON o.document = d.id""",
    "changes": """
        SELECT d.path, s.status, s.reattributed, c.text AS claim, coalesce(q.name, c.source) AS said_by, n.text AS successor,
            coalesce(t.name, n.source) AS successor_said_by, e.ingested_at AS earlier_ingested_at, d.ingested_at,
            c.claim_id, n.claim_id AS successor_id, e.document_id AS earlier_document_id, d.document_id,
            s.char_start, s.char_end, v.earlier AS earlier_row, v.document AS document_row, s.claim AS claim_row, s.successor AS successor_row
        FROM successions s JOIN revisions v ON v.id = s.revision JOIN documents d ON d.id = v.document
        JOIN documents e ON e.id = v.earlier LEFT JOIN claims c ON c.id = s.claim LEFT JOIN claims n ON n.id = s.successor
        LEFT JOIN speakers q ON q.id = c.speaker_row LEFT JOIN speakers t ON t.id = n.speaker_row""",
}


def upgrade() -> None:
    op.create_table(
        "revisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document", sa.Integer(), nullable=False),
        sa.Column("earlier", sa.Integer(), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.CheckConstraint("document <> earlier", name=op.f("ck_revisions_another")),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], name=op.f("fk_revisions_document_documents")),
        sa.ForeignKeyConstraint(["earlier"], ["documents.id"], name=op.f("fk_revisions_earlier_documents")),
        sa.ForeignKeyConstraint(["run"], ["runs.id"], name=op.f("fk_revisions_run_runs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revisions")),
        sa.UniqueConstraint("document", "earlier", name=op.f("uq_revisions_document_earlier")),
        sqlite_strict=True,
    )
    op.create_index("ix_revisions_earlier", "revisions", ["earlier"])
    op.create_table(
        "successions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("claim", sa.Integer(), nullable=True),
        sa.Column("successor", sa.Integer(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("reattributed", sa.Text(), nullable=False),
        sa.Column("char_start", sa.Integer(), nullable=True),
        sa.Column("char_end", sa.Integer(), nullable=True),
        sa.CheckConstraint(f"status IN ({STATUSES})", name=op.f("ck_successions_status")),
        sa.CheckConstraint("reattributed IN ('yes', 'no')", name=op.f("ck_successions_reattributed")),
        sa.CheckConstraint("claim IS NOT NULL OR successor IS NOT NULL", name=op.f("ck_successions_someone")),
        sa.CheckConstraint("status <> 'new' OR claim IS NULL", name=op.f("ck_successions_new")),
        sa.CheckConstraint("status <> 'gone' OR successor IS NULL", name=op.f("ck_successions_gone")),
        sa.CheckConstraint(
            "(status IN ('gone', 'ambiguous')) = (char_start IS NULL)", name=op.f("ck_successions_place")
        ),
        sa.CheckConstraint(
            "(char_start IS NULL AND char_end IS NULL) OR (char_start >= 0 AND char_start < char_end)",
            name=op.f("ck_successions_offsets"),
        ),
        sa.ForeignKeyConstraint(["revision"], ["revisions.id"], name=op.f("fk_successions_revision_revisions")),
        sa.ForeignKeyConstraint(["claim"], ["claims.id"], name=op.f("fk_successions_claim_claims")),
        sa.ForeignKeyConstraint(["successor"], ["claims.id"], name=op.f("fk_successions_successor_claims")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_successions")),
        sqlite_strict=True,
    )
    for column in ("revision", "claim", "successor"):
        op.create_index(f"ix_successions_{column}", "successions", [column])
    op.create_table(
        "originals",
        sa.Column("document", sa.Integer(), nullable=False),
        sa.Column("zlib", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], name=op.f("fk_originals_document_documents")),
        sa.PrimaryKeyConstraint("document", name=op.f("pk_originals")),
        sqlite_strict=True,
    )
    op.create_index("ix_paths_place", "paths", ["path", "folder"])
    for name, query in VIEWS.items():
        op.execute(f"CREATE VIEW {name} AS {query}")


def downgrade() -> None:
    for name in VIEWS:
        op.execute(f"DROP VIEW {name}")
    op.drop_index("ix_paths_place", "paths")
    for table in ("originals", "successions", "revisions"):
        op.drop_table(table)
