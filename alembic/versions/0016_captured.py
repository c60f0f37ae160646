"""When the bytes of a version were had from the web, beside when they were read.

Revision: 0016, after 0015. It is not known of versions that are there until they are read again.
"""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE paths ADD COLUMN captured_at TEXT")


def downgrade() -> None:
    op.execute("ALTER TABLE paths DROP COLUMN captured_at")
