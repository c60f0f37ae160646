"""Names that SQL does not reserve, one meaning each.

`groups` becomes `same_groups`, like `same_claims`, and its members point to it as `same_group`. `start` and `"end"` become `char_start`
and `char_end`, like `byte_start` and `byte_end`: each states its unit. `"column"` becomes `line_column`. Foreign keys to a speaker, a
publisher, a block or an attribution are called `speaker_row` and so on everywhere; the plain names are for words.

Revision: 0007, after 0006. SQLite renames columns in place, also in CHECKs and keys. Views and triggers are dropped first and made
again, and so are the two tables whose constraints contain the old name of one of them.
"""

from collections.abc import Sequence

import sqlalchemy as sa

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

OFFSETS = {
    "blocks": "",
    "sentences": "",
    "pieces": "",
    "mentions": "",
    "claims": "",
    "segments": "",
    "quotes": "",
    "quantities": "",
    "credits": "",
    "contradictions": "other_",
    "shared_passages": "other_",
}
"""Tables with offsets, and the prefix of the names of a second pair, if any."""
KEYS = {
    "claims": ("speaker", "publisher"),
    "claim_columns": ("speaker", "publisher"),
    "documents": ("publisher",),
    "sentences": ("block",),
    "attributions": ("speaker",),
    "pieces": ("attribution",),
    "mentions": ("speaker", "attribution"),
    "earlier_findings": ("speaker",),
}
"""Foreign keys whose name means a word elsewhere."""
INDEXED = {"claims": ("speaker", "publisher"), "documents": ("publisher",), "sentences": ("block",)} | dict.fromkeys(
    ("attributions", "mentions"), ("speaker",)
)
RENAMED = [
    *((name, old, f"char_{old}") for name in OFFSETS for old in ("start", "end")),
    *((name, f"{p}{old}", f"{p}char_{old}") for name, p in OFFSETS.items() if p for old in ("start", "end")),
    ("claims", "column", "line_column"),
    ("neighbourhoods", "place", "bucket"),
    *((name, column, f"{column}_row") for name, columns in KEYS.items() for column in columns),
]
FACETS = ("attribution", "speaker_row", "document", "publisher_row", "block", "cue_type", "hedged", "status")
READ = ("attribution", "speaker_row", "source", "cue")
"""The columns of a claim on which its embedding depends."""
TRIGGERS = ("claim_columns_update", "claim_embeddings_update")

VIEWS = {
    "citations": """
        SELECT c.claim_id, c.text AS claim, c.attribution, s.name AS speaker, c.source, c.cue, c.via,
            d.title, p.name AS publisher, d.author, d.published, d.url, d.path, c.line, c.line_column,
            c.char_start, c.char_end, c.byte_start, c.byte_end, d.sha256,
            substr(b.text, max(c.char_start - b.char_start - 31, 1), min(c.char_start - b.char_start, 32)) AS prefix,
            substr(b.text, c.char_start - b.char_start + 1, c.char_end - c.char_start) AS exact,
            substr(b.text, c.char_end - b.char_start + 1, 32) AS suffix,
            coalesce(d.author || ', ', '') || coalesce('“' || d.title || '”', d.path) || coalesce(', ' || p.name, '')
                || coalesce(', ' || d.published, '') || ', ' || d.path || ', line ' || c.line || ', column ' || c.line_column
                || ' (characters ' || c.char_start || '–' || c.char_end || ', bytes ' || c.byte_start || '–' || c.byte_end
                || '; sha256 ' || substr(d.sha256, 1, 12) || '…)' AS citation,
            c.status, c.run, c.id AS claim_row, c.document AS document_row, c.speaker_row
        FROM claims c JOIN documents d ON d.id = c.document JOIN blocks b ON b.id = c.block_row
        LEFT JOIN speakers s ON s.id = c.speaker_row LEFT JOIN publishers p ON p.id = c.publisher_row""",
    "coverage": """
        SELECT d.path, b.kind AS block, substr(b.text, t.char_start - b.char_start + 1, t.char_end - t.char_start) AS sentence,
            t.claims, t.reason, t.char_start, t.char_end, t.byte_start, t.byte_end, d.document_id
        FROM sentences t JOIN blocks b ON b.id = t.block_row JOIN documents d ON d.id = b.document
        WHERE b.retired_by IS NULL""",
    "attribution_by_document": """
        SELECT d.path, d.title, p.name AS publisher, d.published, count(c.id) AS claims,
            count(CASE c.attribution WHEN 'asserted' THEN 1 END) AS asserted,
            count(CASE c.attribution WHEN 'reported' THEN 1 END) AS reported,
            count(CASE c.attribution WHEN 'quoted' THEN 1 END) AS quoted,
            count(DISTINCT c.speaker_row) AS speakers, d.document_id
        FROM documents d LEFT JOIN publishers p ON p.id = d.publisher_row
        LEFT JOIN claims c ON c.document = d.id AND c.status = 'current'
        WHERE d.status = 'current' GROUP BY d.id""",
    "speakers_summary": """
        SELECT s.name AS speaker, s.kind, count(c.id) AS claims,
            count(CASE c.attribution WHEN 'quoted' THEN 1 END) AS quoted,
            count(CASE c.attribution WHEN 'reported' THEN 1 END) AS reported,
            count(DISTINCT c.document) AS documents,
            (SELECT group_concat(text, '; ') FROM
                (SELECT DISTINCT m.text FROM mentions m WHERE m.speaker_row = s.id AND m.gives = 'name')) AS named,
            (SELECT group_concat(text, '; ') FROM
                (SELECT DISTINCT m.text FROM mentions m WHERE m.speaker_row = s.id AND m.gives = 'role')) AS roles,
            s.speaker_id
        FROM speakers s LEFT JOIN claims c ON c.speaker_row = s.id AND c.status = 'current' AND c.attribution <> 'asserted'
        GROUP BY s.id""",
    "claim_groups": """
        SELECT g.group_id, r.text AS statement, g.claims, g.documents, g.speakers, g.origins, g.conflicts,
            c.claim_id, c.text AS claim, c.attribution, coalesce(s.name, c.source) AS said_by, c.via, c.hedged,
            d.path, d.title, p.name AS publisher, d.published, c.line, c.line_column, c.char_start, c.char_end, c.byte_start, c.byte_end,
            CASE WHEN c.id = g.claim THEN 'yes' ELSE 'no' END AS stands_for_it, m.score, d.document_id,
            g.id AS group_row, c.id AS claim_row, c.document AS document_row, c.speaker_row
        FROM same_groups g JOIN claims r ON r.id = g.claim JOIN members m ON m.same_group = g.id JOIN claims c ON c.id = m.claim
        JOIN documents d ON d.id = c.document LEFT JOIN publishers p ON p.id = d.publisher_row LEFT JOIN speakers s ON s.id = c.speaker_row""",
    "corroboration": """
        SELECT g.group_id, r.text AS statement, g.origins, g.documents, g.speakers, g.claims, g.conflicts,
            (SELECT count(*) FROM members m JOIN claims c ON c.id = m.claim WHERE m.same_group = g.id AND c.attribution = 'quoted') AS quoted,
            (SELECT count(*) FROM members m JOIN claims c ON c.id = m.claim WHERE m.same_group = g.id AND c.attribution = 'reported')
                AS reported,
            (SELECT count(*) FROM members m JOIN claims c ON c.id = m.claim WHERE m.same_group = g.id AND c.attribution = 'asserted')
                AS asserted,
            CASE WHEN g.documents = 1 THEN 'one document' WHEN g.origins = 1 THEN g.documents || ' documents, one origin'
                ELSE g.documents || ' documents, ' || g.origins || ' origins' END AS summary,
            r.claim_id, g.id AS group_row
        FROM same_groups g JOIN claims r ON r.id = g.claim""",
    "conflicts": """
        SELECT k.conflict_id, k.kind, k.text AS value, k.other_text AS other_value, a.text AS claim, b.text AS other_claim,
            a.attribution, coalesce(s.name, a.source) AS said_by, b.attribution AS other_attribution,
            coalesce(t.name, b.source) AS other_said_by, d.path, k.char_start, k.char_end, k.byte_start, k.byte_end,
            e.path AS other_path, k.other_char_start, k.other_char_end, k.other_byte_start, k.other_byte_end, k.score, k.reasons, k.method,
            a.claim_id, b.claim_id AS other_claim_id, k.claim AS claim_row, k.other AS other_claim_row
        FROM contradictions k JOIN claims a ON a.id = k.claim JOIN claims b ON b.id = k.other
        JOIN documents d ON d.id = a.document JOIN documents e ON e.id = b.document
        LEFT JOIN speakers s ON s.id = a.speaker_row LEFT JOIN speakers t ON t.id = b.speaker_row""",
    "origins": """
        SELECT r.origin_id, r.reason, r.credited, r.documents, d.path, d.title, p.name AS publisher, d.published,
            (SELECT k.text FROM credits k WHERE k.document = d.id AND instr('; ' || r.credited || '; ', '; ' || k.name || '; ')) AS credit,
            (SELECT count(*) FROM shared_passages x JOIN descents o ON o.report = r.id
                AND o.document = CASE WHEN x.document = d.id THEN x.other ELSE x.document END
                WHERE d.id IN (x.document, x.other)) AS passages,
            d.document_id, r.id AS origin_row, d.id AS document_row
        FROM reports r JOIN descents s ON s.report = r.id JOIN documents d ON d.id = s.document
        LEFT JOIN publishers p ON p.id = d.publisher_row""",
    "origin_evidence": """
        SELECT r.origin_id, 'passage' AS reason, d.path, x.char_start, x.char_end, x.byte_start, x.byte_end, x.text, x.words,
            e.path AS other_path, x.other_char_start, x.other_char_end, x.other_byte_start, x.other_byte_end, x.other_text, x.method,
            r.id AS origin_row, x.document AS document_row, x.other AS other_document_row
        FROM reports r JOIN descents a ON a.report = r.id JOIN descents b ON b.report = r.id
        JOIN shared_passages x ON x.document = a.document AND x.other = b.document
        JOIN documents d ON d.id = x.document JOIN documents e ON e.id = x.other
        UNION ALL
        SELECT r.origin_id, 'credit', d.path, k.char_start, k.char_end, k.byte_start, k.byte_end, k.text, NULL,
            NULL, NULL, NULL, NULL, NULL, NULL, NULL, r.id, k.document, NULL
        FROM reports r JOIN descents a ON a.report = r.id
        JOIN credits k ON k.document = a.document AND instr('; ' || r.credited || '; ', '; ' || k.name || '; ')
        JOIN documents d ON d.id = k.document""",
}


def upgrade() -> None:
    earlier = _views("0002") | _views("0005")
    for name in reversed(earlier):
        op.execute(f"DROP VIEW {name}")
    for name in TRIGGERS:
        op.execute(f"DROP TRIGGER {name}")
    for name, old, new in RENAMED:
        op.execute(f'ALTER TABLE {name} RENAME COLUMN "{old}" TO {new}')
    for name, columns in INDEXED.items():
        for column in columns:
            op.drop_index(f"ix_{name}_{column}", name)
            op.create_index(f"ix_{name}_{column}_row", name, [f"{column}_row"])
    _groups("groups", "same_groups", "same_group")
    _triggers(FACETS, READ)
    for name, select in VIEWS.items():
        op.execute(f"CREATE VIEW {name} AS {select}")


def downgrade() -> None:
    for name in reversed(VIEWS):
        op.execute(f"DROP VIEW {name}")
    for name in TRIGGERS:
        op.execute(f"DROP TRIGGER {name}")
    for name, old, new in RENAMED:
        op.execute(f'ALTER TABLE {name} RENAME COLUMN {new} TO "{old}"')
    for name, columns in INDEXED.items():
        for column in columns:
            op.drop_index(f"ix_{name}_{column}_row", name)
            op.create_index(f"ix_{name}_{column}", name, [column])
    _groups("same_groups", "groups", "group")
    _triggers(*([column.removesuffix("_row") for column in columns] for columns in (FACETS, READ)))
    for name, select in (_views("0002") | _views("0005")).items():
        op.execute(f"CREATE VIEW {name} AS {select}")


def _views(revision: str) -> dict[str, str]:
    """The views of an earlier revision."""
    views: dict[str, str] = op.get_context().opts["script"].get_revision(revision).module.VIEWS
    return views


def _triggers(facets: Sequence[str], read: Sequence[str]) -> None:
    before, after = (", ".join(f"{row}.{name}" for name in ("id", *facets)) for row in ("old", "new"))
    op.execute(
        f"""CREATE TRIGGER claim_columns_update AFTER UPDATE OF id, {", ".join(facets)} ON claims
        WHEN ({before}) IS NOT ({after}) BEGIN
            DELETE FROM claim_columns WHERE chunk IN (old.id >> 14, new.id >> 14);
        END"""
    )
    before, after = (", ".join(f"{row}.{name}" for name in read) for row in ("old", "new"))
    op.execute(
        f"""CREATE TRIGGER claim_embeddings_update AFTER UPDATE OF {", ".join(read)} ON claims
        WHEN ({before}) IS NOT ({after}) BEGIN
            DELETE FROM claim_embeddings WHERE claim = old.id;
        END"""
    )


def _groups(old: str, new: str, new_key: str) -> None:
    """Make the tables of groups and members again under other names, with the same rows."""
    op.create_table(
        new,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Text(), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("claim", "claims", "documents", "speakers", "origins", "conflicts", "run")
        ),
        sa.ForeignKeyConstraint(["claim"], ["claims.id"], name=f"fk_{new}_claim_claims"),
        sa.ForeignKeyConstraint(["run"], ["runs.id"], name=f"fk_{new}_run_runs"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{new}"),
        sa.UniqueConstraint("claim", name=f"uq_{new}_claim"),
        sa.UniqueConstraint("group_id", name=f"uq_{new}_group_id"),
        sqlite_strict=True,
    )
    op.execute(f"INSERT INTO {new} SELECT * FROM {old}")
    op.execute("ALTER TABLE members RENAME TO earlier_members")
    op.create_table(
        "members",
        sa.Column(new_key, sa.Integer(), nullable=False),
        sa.Column("claim", sa.Integer(), nullable=False),
        sa.Column("score", sa.REAL(), nullable=False),
        sa.ForeignKeyConstraint(["claim"], ["claims.id"], name="fk_members_claim_claims"),
        sa.ForeignKeyConstraint([new_key], [f"{new}.id"], name=f"fk_members_{new_key}_{new}"),
        sa.PrimaryKeyConstraint(new_key, "claim", name="pk_members"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.execute("INSERT INTO members SELECT * FROM earlier_members")
    op.execute("DROP TABLE earlier_members")
    op.execute(f"DROP TABLE {old}")
    op.create_index(f"ix_{new}_documents", new, ["documents"])
    op.create_index("ix_members_claim", "members", ["claim"])
