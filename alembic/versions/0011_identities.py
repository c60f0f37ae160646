"""Who is who over documents: how each document names its speakers, which names are one speaker's, what people state about them.

Revision: 0011, after 0010. Names are joined by the next run; until then each is a speaker of its own, as before.
"""

import sqlalchemy as sa

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

KINDS = "'person', 'organisation', 'government', 'group', 'document', 'unknown'"
REASONS = "'surname', 'full name', 'acronym', 'possessor', 'document', 'stated', 'apart'"

SUMMARY = """
        SELECT s.name AS speaker, s.kind, count(c.id) AS claims,
            count(CASE c.attribution WHEN 'quoted' THEN 1 END) AS quoted,
            count(CASE c.attribution WHEN 'reported' THEN 1 END) AS reported,
            count(DISTINCT c.document) AS documents,
            (SELECT group_concat(text, '; ') FROM (SELECT DISTINCT m.text FROM mentions m
                JOIN attributions a ON a.id = m.attribution_row
                JOIN namings n ON n.document = a.document AND n.speaker_row = m.speaker_row
                WHERE m.speaker_row IN (SELECT speaker_row FROM namings WHERE same_as = s.id)
                AND n.same_as = s.id AND m.gives = 'name')) AS named,
            (SELECT group_concat(text, '; ') FROM (SELECT DISTINCT m.text FROM mentions m
                JOIN attributions a ON a.id = m.attribution_row
                JOIN namings n ON n.document = a.document AND n.speaker_row = m.speaker_row
                WHERE m.speaker_row IN (SELECT speaker_row FROM namings WHERE same_as = s.id)
                AND n.same_as = s.id AND m.gives = 'role')) AS roles,
            s.speaker_id
        FROM speakers s LEFT JOIN claims c ON c.speaker_row = s.id AND c.status = 'current' AND c.attribution <> 'asserted'
        GROUP BY s.id"""


def upgrade() -> None:
    op.create_table(
        "namings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("speaker_row", sa.Integer(), nullable=True),
        sa.Column("same_as", sa.Integer(), nullable=True),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("retired_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(f"kind IN ({KINDS})", name=op.f("ck_namings_kind")),
        sa.CheckConstraint("(speaker_row IS NULL) = (same_as IS NULL)", name=op.f("ck_namings_same_as")),
        *_keys("namings", documents=["document"], speakers=["speaker_row", "same_as"], runs=["run", "retired_by"]),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_namings")),
        sa.UniqueConstraint("document", "speaker_row", name=op.f("uq_namings_document_speaker_row")),
        sqlite_strict=True,
    )
    op.create_table(
        "same_speakers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("speaker_row", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("document", sa.Integer(), nullable=True),
        sa.Column("same_as", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.CheckConstraint(f"kind IN ({KINDS})", name=op.f("ck_same_speakers_kind")),
        sa.CheckConstraint(f"reason IN ({REASONS})", name=op.f("ck_same_speakers_reason")),
        sa.CheckConstraint("speaker_row <> same_as", name=op.f("ck_same_speakers_another")),
        *_keys("same_speakers", documents=["document"], speakers=["speaker_row", "same_as"], runs=["run"]),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_same_speakers")),
        sqlite_strict=True,
    )
    op.create_table(
        "stated_speakers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("folder", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("same_as", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("wikidata", sa.Text(), nullable=True),
        sa.Column("speaker_row", sa.Integer(), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.CheckConstraint(f"kind IN ({KINDS}) OR kind IS NULL", name=op.f("ck_stated_speakers_kind")),
        *_keys("stated_speakers", folders=["folder"], speakers=["speaker_row"], runs=["run"]),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stated_speakers")),
        sa.UniqueConstraint("folder", "name", name=op.f("uq_stated_speakers_folder_name")),
        sqlite_strict=True,
    )
    for table, column in INDEXES:
        op.create_index(f"ix_{table}_{column}", table, [column])
    op.execute(
        """INSERT INTO namings (document, name, kind, speaker_row, same_as, run, retired_by)
        SELECT a.document, s.name, s.kind, s.id, s.id, max(a.run),
            CASE WHEN count(a.retired_by) = count(*) THEN max(a.retired_by) END
        FROM attributions a JOIN speakers s ON s.id = a.speaker_row GROUP BY a.document, s.id ORDER BY a.document, s.id"""
    )
    op.execute("DROP VIEW speakers_summary")
    op.execute(f"CREATE VIEW speakers_summary AS {SUMMARY}")


INDEXES = [
    *(("namings", column) for column in ("speaker_row", "same_as")),
    *(("same_speakers", column) for column in ("speaker_row", "document", "same_as")),
    ("stated_speakers", "speaker_row"),
]


def downgrade() -> None:
    # Claims point again to the speakers whom their documents name.
    op.execute(
        """UPDATE claims SET speaker_row = (SELECT speaker_row FROM attributions WHERE id = attribution_row)
        WHERE speaker_row IS NOT (SELECT speaker_row FROM attributions WHERE id = attribution_row)"""
    )
    op.execute("DROP VIEW speakers_summary")
    earlier = op.get_context().opts["script"].get_revision("0007").module.VIEWS["speakers_summary"]
    op.execute(f"CREATE VIEW speakers_summary AS {earlier}")
    for table in ("stated_speakers", "same_speakers", "namings"):
        op.drop_table(table)


def _keys(table: str, **columns: list[str]) -> list[sa.ForeignKeyConstraint]:
    """Foreign keys to the tables, by column."""
    return [
        sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))
        for other, of in columns.items()
        for column in of
    ]
