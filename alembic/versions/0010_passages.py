"""Full-text search over blocks, so that a passage is found wherever it stands; kept up to date by triggers.

Words are indexed as they are, without stems: a passage is looked for word for word.

Revision: 0010, after 0009.
"""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

SEARCH = [
    """CREATE VIRTUAL TABLE blocks_fts USING fts5(
        text, content="blocks", content_rowid="id", tokenize="unicode61 remove_diacritics 2")""",
    """CREATE TRIGGER blocks_fts_insert AFTER INSERT ON blocks BEGIN
        INSERT INTO blocks_fts (rowid, text) VALUES (new.id, new.text);
    END""",
    """CREATE TRIGGER blocks_fts_delete AFTER DELETE ON blocks BEGIN
        INSERT INTO blocks_fts (blocks_fts, rowid, text) VALUES ('delete', old.id, old.text);
    END""",
    """CREATE TRIGGER blocks_fts_update AFTER UPDATE OF text ON blocks BEGIN
        INSERT INTO blocks_fts (blocks_fts, rowid, text) VALUES ('delete', old.id, old.text);
        INSERT INTO blocks_fts (rowid, text) VALUES (new.id, new.text);
    END""",
]


def upgrade() -> None:
    for statement in SEARCH:
        op.execute(statement)
    op.execute("INSERT INTO blocks_fts (blocks_fts) VALUES ('rebuild')")


def downgrade() -> None:
    for trigger in ("blocks_fts_insert", "blocks_fts_delete", "blocks_fts_update"):
        op.execute(f"DROP TRIGGER {trigger}")
    op.execute("DROP TABLE blocks_fts")
