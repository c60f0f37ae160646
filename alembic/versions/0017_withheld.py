"""Whether the text of a document was left out when the database was published.

Revision: 0017, after 0016. Of no document that is there.
"""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    one_of = "CONSTRAINT ck_documents_withheld CHECK (withheld IN ('yes', 'no'))"
    op.execute(f"ALTER TABLE documents ADD COLUMN withheld TEXT DEFAULT 'no' NOT NULL {one_of}")


def downgrade() -> None:
    op.execute("ALTER TABLE documents DROP COLUMN withheld")
