"""What a shell offers to complete ids, names and paths with: read at once, from the database as it is, whatever its schema."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

MOST = 60
"""The most that is offered."""
_SECONDS = 0.2
"""How long a writer is waited for."""
_QUERIES = {
    "claim": """SELECT claim_id, text FROM claims WHERE claim_id >= :begun AND claim_id < :begun || 'g' ORDER BY claim_id LIMIT :most""",
    "group": """SELECT g.group_id, c.text FROM same_groups g JOIN claims c ON c.id = g.claim
        WHERE group_id >= :begun AND group_id < :begun || 'g' ORDER BY group_id LIMIT :most""",
    "speaker": """SELECT name, kind FROM speakers WHERE name LIKE :like ESCAPE '!' AND id IN (SELECT speaker_row FROM claims)
        GROUP BY name ORDER BY name LIMIT :most""",
    "publisher": "SELECT name, '' FROM publishers WHERE name LIKE :like ESCAPE '!' ORDER BY name LIMIT :most",
    "document": """SELECT path, coalesce(title, '') FROM documents WHERE status = 'current' AND path LIKE :like ESCAPE '!'
        ORDER BY path LIMIT :most""",
}


def completions(database: Path, what: str, begun: str) -> list[tuple[str, str]]:
    """At most `MOST` ids of claims or groups, names of speakers or publishers, or paths of documents (`what`) that begin so.

    Each comes with words about it. Raises `sqlite3.Error`.
    """
    address = f"file:{quote(os.fsencode(database.absolute()))}?mode=ro"
    like = "".join(f"!{c}" if c in "!%_" else c for c in begun) + "%"
    with closing(sqlite3.connect(address, uri=True, timeout=_SECONDS)) as connection:
        return connection.execute(_QUERIES[what], {"begun": begun.lower(), "like": like, "most": MOST}).fetchall()
