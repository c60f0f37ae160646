"""Full-text search over claims, kept up to date by triggers, and the views that people, pages and commands share.

Revision: 0002, after 0001.
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# Datasette finds a full-text table only if its SQL names the content table in double quotation marks.
SEARCH = [
    """CREATE VIRTUAL TABLE claims_fts USING fts5(
        text, content="claims", content_rowid="id", tokenize="porter unicode61 remove_diacritics 2")""",
    """CREATE TRIGGER claims_fts_insert AFTER INSERT ON claims BEGIN
        INSERT INTO claims_fts (rowid, text) VALUES (new.id, new.text);
    END""",
    """CREATE TRIGGER claims_fts_delete AFTER DELETE ON claims BEGIN
        INSERT INTO claims_fts (claims_fts, rowid, text) VALUES ('delete', old.id, old.text);
    END""",
    """CREATE TRIGGER claims_fts_update AFTER UPDATE OF text ON claims BEGIN
        INSERT INTO claims_fts (claims_fts, rowid, text) VALUES ('delete', old.id, old.text);
        INSERT INTO claims_fts (rowid, text) VALUES (new.id, new.text);
    END""",
]

VIEWS = {
    "citations": """
        SELECT c.claim_id, c.text AS claim, c.attribution, s.name AS speaker, c.source, c.cue, c.via,
            d.title, p.name AS publisher, d.author, d.published, d.url, d.path, c.line, c."column",
            c.start, c."end", c.byte_start, c.byte_end, d.sha256,
            substr(b.text, max(c.start - b.start - 31, 1), min(c.start - b.start, 32)) AS prefix,
            substr(b.text, c.start - b.start + 1, c."end" - c.start) AS exact,
            substr(b.text, c."end" - b.start + 1, 32) AS suffix,
            coalesce(d.author || ', ', '') || coalesce('“' || d.title || '”', d.path) || coalesce(', ' || p.name, '')
                || coalesce(', ' || d.published, '') || ', ' || d.path || ', line ' || c.line || ', column ' || c."column"
                || ' (characters ' || c.start || '–' || c."end" || ', bytes ' || c.byte_start || '–' || c.byte_end
                || '; sha256 ' || substr(d.sha256, 1, 12) || '…)' AS citation,
            c.status, c.run, c.id AS claim_row, c.document AS document_row, c.speaker AS speaker_row
        FROM claims c JOIN documents d ON d.id = c.document JOIN blocks b ON b.id = c.block_row
        LEFT JOIN speakers s ON s.id = c.speaker LEFT JOIN publishers p ON p.id = c.publisher""",
    "coverage": """
        SELECT d.path, b.kind AS block, substr(b.text, t.start - b.start + 1, t."end" - t.start) AS sentence, t.claims, t.reason,
            t.start, t."end", t.byte_start, t.byte_end, d.document_id
        FROM sentences t JOIN blocks b ON b.id = t.block JOIN documents d ON d.id = b.document
        WHERE b.retired_by IS NULL""",
    "attribution_by_document": """
        SELECT d.path, d.title, p.name AS publisher, d.published, count(c.id) AS claims,
            count(CASE c.attribution WHEN 'asserted' THEN 1 END) AS asserted,
            count(CASE c.attribution WHEN 'reported' THEN 1 END) AS reported,
            count(CASE c.attribution WHEN 'quoted' THEN 1 END) AS quoted,
            count(DISTINCT c.speaker) AS speakers, d.document_id
        FROM documents d LEFT JOIN publishers p ON p.id = d.publisher
        LEFT JOIN claims c ON c.document = d.id AND c.status = 'current'
        WHERE d.status = 'current' GROUP BY d.id""",
    "speakers_summary": """
        SELECT s.name AS speaker, s.kind, count(c.id) AS claims,
            count(CASE c.attribution WHEN 'quoted' THEN 1 END) AS quoted,
            count(CASE c.attribution WHEN 'reported' THEN 1 END) AS reported,
            count(DISTINCT c.document) AS documents,
            (SELECT group_concat(text, '; ') FROM
                (SELECT DISTINCT m.text FROM mentions m WHERE m.speaker = s.id AND m.gives = 'name')) AS named,
            (SELECT group_concat(text, '; ') FROM
                (SELECT DISTINCT m.text FROM mentions m WHERE m.speaker = s.id AND m.gives = 'role')) AS roles,
            s.speaker_id
        FROM speakers s LEFT JOIN claims c ON c.speaker = s.id AND c.status = 'current' AND c.attribution <> 'asserted'
        GROUP BY s.id""",
}


def upgrade() -> None:
    for statement in SEARCH:
        op.execute(statement)
    op.execute("INSERT INTO claims_fts (claims_fts) VALUES ('rebuild')")
    for name, select in VIEWS.items():
        op.execute(f"CREATE VIEW {name} AS {select}")


def downgrade() -> None:
    for name in reversed(VIEWS):
        op.execute(f"DROP VIEW {name}")
    for trigger in ("claims_fts_insert", "claims_fts_delete", "claims_fts_update"):
        op.execute(f"DROP TRIGGER {trigger}")
    op.execute("DROP TABLE claims_fts")
