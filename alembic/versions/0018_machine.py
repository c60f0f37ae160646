"""Words that a program has read in pictures: which pages, by what, in which picture; and a fourth class of proof, `machine`.

Revision: 0018, after 0017. What has read the pages that are there is not known until they are read again. SQLite cannot change a CHECK, so
the columns that have one are made anew; the views are made anew since they name them, and since a claim may have a class of its own.
"""

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

PROVED = ("documents", "paths")
_NEW, _OLD = "'bytes', 'stream', 'drawn', 'machine'", "'bytes', 'stream', 'drawn'"


def upgrade() -> None:
    views = _views()
    op.execute("DROP VIEW citations")
    for name in PROVED:
        _change(name, _NEW)
    op.execute(
        f"ALTER TABLE claims ADD COLUMN proof TEXT CONSTRAINT ck_claims_proof CHECK (proof IN ({_NEW}) OR proof IS NULL)"
    )
    for column in ("read_by", "picture"):
        op.execute(f"ALTER TABLE parts ADD COLUMN {column} TEXT")
    op.execute("ALTER TABLE parts ADD COLUMN resolution REAL")
    own = views["citations"].replace("d.proof,", "coalesce(c.proof, d.proof) AS proof,")
    of_pages = "d.media_type = 'application/pdf'"
    own = own.replace(of_pages, f"({of_pages} OR d.media_type LIKE 'image/%')")
    op.execute(f"CREATE VIEW citations AS {own}")


def downgrade() -> None:
    op.execute("DROP VIEW citations")
    op.execute("ALTER TABLE claims DROP COLUMN proof")
    for column in ("read_by", "picture", "resolution"):
        op.execute(f"ALTER TABLE parts DROP COLUMN {column}")
    for name in PROVED:
        op.execute(f"UPDATE {name} SET proof = 'drawn' WHERE proof = 'machine'")
        _change(name, _OLD)
    op.execute(f"CREATE VIEW citations AS {_views()['citations']}")


def _views() -> dict[str, str]:
    found: dict[str, str] = op.get_context().opts["script"].get_revision("0014").module.VIEWS
    return found


def _change(table: str, classes: str) -> None:
    """Give the column `proof` of a table a CHECK with these classes."""
    of = f"CONSTRAINT ck_{table}_proof CHECK (changed IN ({classes}))"
    op.execute(f"ALTER TABLE {table} ADD COLUMN changed TEXT DEFAULT 'bytes' NOT NULL {of}")
    op.execute(f"UPDATE {table} SET changed = proof")
    op.execute(f"ALTER TABLE {table} DROP COLUMN proof")
    op.execute(f"ALTER TABLE {table} RENAME COLUMN changed TO proof")
