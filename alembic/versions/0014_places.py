"""Documents of several parts, where people look for words in them, and how words are proved to be in their file.

Revision: 0014, after 0013. Texts and web pages have no parts and no places but lines: nothing changes for the documents that are there, nor
do their ids. All are proved by bytes of their files.
"""

import sqlalchemy as sa

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

PLACED = ("claims", "documents", "paths")
PROVED = ("documents", "paths")
_OF_PAGES = "d.media_type = 'application/pdf'"
_OFFSETS = f"""'characters ' || c.char_start || '–' || c.char_end || CASE WHEN {_OF_PAGES} THEN ''
        ELSE ', bytes ' || (c.byte_start - coalesce(x.byte_start, 0)) || '–' || (c.byte_end - coalesce(x.byte_start, 0))
            || coalesce(' of ' || x.name, '') END"""
_WORDS = "CASE WHEN d.place IS NULL THEN c.place ELSE d.place || coalesce(', ' || c.place, '') END"
_PART = """LEFT JOIN parts x ON x.document = c.document AND x.id = (SELECT y.id FROM parts y
            WHERE y.document = c.document AND y.byte_start <= c.byte_start AND y.byte_start + y.size_bytes > c.byte_start
            AND y.run < coalesce(b.retired_by, y.run + 1) AND coalesce(y.retired_by >= b.retired_by, y.retired_by IS NULL)
            ORDER BY y.byte_start DESC, y.id DESC LIMIT 1)"""
VIEWS = {
    "citations": f"""
        SELECT c.claim_id, c.text AS claim, c.attribution, s.name AS speaker, c.source, c.cue, c.via,
            d.title, p.name AS publisher, d.author, d.published, d.url, d.path, c.line, c.line_column,
            {_WORDS} AS place, d.proof,
            c.char_start, c.char_end, c.byte_start, c.byte_end, d.sha256,
            substr(b.text, max(c.char_start - b.char_start - 31, 1), min(c.char_start - b.char_start, 32)) AS prefix,
            substr(b.text, c.char_start - b.char_start + 1, c.char_end - c.char_start) AS exact,
            substr(b.text, c.char_end - b.char_start + 1, 32) AS suffix,
            coalesce(d.author || ', ', '') || coalesce('“' || d.title || '”', d.path) || coalesce(', ' || p.name, '')
                || coalesce(', ' || d.published, '') || ', ' || d.path || coalesce(', ' || d.place, '')
                || coalesce(', ' || c.place, ', line ' || c.line || ', column ' || c.line_column)
                || ' (' || {_OFFSETS} || '; sha256 ' || substr(d.sha256, 1, 12) || '…)' AS citation,
            c.status, c.run, c.id AS claim_row, c.document AS document_row, c.speaker_row
        FROM claims c JOIN documents d ON d.id = c.document JOIN blocks b ON b.id = c.block_row {_PART}
        LEFT JOIN speakers s ON s.id = c.speaker_row LEFT JOIN publishers p ON p.id = c.publisher_row""",
    "claim_groups": f"""
        SELECT g.group_id, r.text AS statement, g.claims, g.documents, g.speakers, g.origins, g.conflicts,
            c.claim_id, c.text AS claim, c.attribution, coalesce(s.name, c.source) AS said_by, c.via, c.hedged,
            d.path, d.title, p.name AS publisher, d.published, c.line, c.line_column, {_WORDS} AS place,
            c.char_start, c.char_end, c.byte_start, c.byte_end,
            CASE WHEN c.id = g.claim THEN 'yes' ELSE 'no' END AS stands_for_it, m.score, d.document_id,
            g.id AS group_row, c.id AS claim_row, c.document AS document_row, c.speaker_row
        FROM same_groups g JOIN claims r ON r.id = g.claim JOIN members m ON m.same_group = g.id JOIN claims c ON c.id = m.claim
        JOIN documents d ON d.id = c.document LEFT JOIN publishers p ON p.id = d.publisher_row LEFT JOIN speakers s ON s.id = c.speaker_row""",
}


def upgrade() -> None:
    for name in PLACED:
        op.execute(f"ALTER TABLE {name} ADD COLUMN place TEXT")
    for name in PROVED:
        one_of = f"CONSTRAINT ck_{name}_proof CHECK (proof IN ('bytes', 'stream', 'drawn'))"
        op.execute(f"ALTER TABLE {name} ADD COLUMN proof TEXT DEFAULT 'bytes' NOT NULL {one_of}")
    op.execute("ALTER TABLE paths ADD COLUMN container TEXT")
    op.create_table(
        "parts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("byte_start", sa.Integer(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("height", sa.REAL(), nullable=True),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("retired_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("byte_start >= 0 AND size_bytes >= 0", name=op.f("ck_parts_offsets")),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_parts_sha256")),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], name=op.f("fk_parts_document_documents")),
        sa.ForeignKeyConstraint(["run"], ["runs.id"], name=op.f("fk_parts_run_runs")),
        sa.ForeignKeyConstraint(["retired_by"], ["runs.id"], name=op.f("fk_parts_retired_by_runs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parts")),
        sqlite_strict=True,
    )
    op.create_index("ix_parts_place", "parts", ["document", "byte_start"])
    _of_blocks(
        "places",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("within", "unit", "label", "note")),
        sa.Column("seconds", sa.REAL(), nullable=True),
    )
    _of_blocks(
        "drawn",
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("bottom", sa.REAL(), nullable=False),
        sa.Column("top", sa.REAL(), nullable=False),
        sa.Column("edges", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("page > 0", name=op.f("ck_drawn_page")),
        sa.CheckConstraint("length(edges) = 4 * (char_end - char_start + 1)", name=op.f("ck_drawn_edges")),
        sa.CheckConstraint("abs(bottom) < 9e999 AND abs(top) < 9e999", name=op.f("ck_drawn_finite")),
    )
    for name, select in VIEWS.items():
        op.execute(f"DROP VIEW {name}")
        op.execute(f"CREATE VIEW {name} AS {select}")


def downgrade() -> None:
    earlier = op.get_context().opts["script"].get_revision("0007").module.VIEWS
    for name in VIEWS:
        op.execute(f"DROP VIEW {name}")
    for table in ("drawn", "places", "parts"):
        op.drop_table(table)
    for name in PROVED:
        op.execute(f"ALTER TABLE {name} DROP COLUMN proof")
    op.execute("ALTER TABLE paths DROP COLUMN container")
    for name in PLACED:
        op.execute(f"ALTER TABLE {name} DROP COLUMN place")
    for name in VIEWS:
        op.execute(f"CREATE VIEW {name} AS {earlier[name]}")


def _of_blocks(name: str, *more: sa.schema.SchemaItem) -> None:
    """A table of stretches of blocks."""
    integers = ("block_row", "position", "char_start", "char_end")
    op.create_table(
        name,
        *(sa.Column(column, sa.Integer(), nullable=False) for column in integers),
        *more,
        sa.CheckConstraint("char_start >= 0 AND char_start < char_end", name=op.f(f"ck_{name}_offsets")),
        sa.ForeignKeyConstraint(["block_row"], ["blocks.id"], name=op.f(f"fk_{name}_block_row_blocks")),
        sa.PrimaryKeyConstraint("block_row", "position", name=op.f(f"pk_{name}")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
