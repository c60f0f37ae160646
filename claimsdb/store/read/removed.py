"""When a document was removed: its file had gone, or somebody removed it."""

from __future__ import annotations

REMOVED_AT = """(SELECT max(u.started_at) FROM paths q JOIN runs u ON u.id = q.retired_by WHERE q.document = d.id AND d.status = 'retired'
    AND NOT EXISTS (SELECT 1 FROM paths n WHERE n.folder = q.folder AND n.path = q.path AND n.id > q.id))"""
"""SQL for the time at which the document `d` was removed from the last of its paths; NULL if it was not."""
