"""The documents that could not be compared whole, for the next run to try again."""

from __future__ import annotations

CODE = "comparison"
"""The code of problems with documents that could not be compared whole."""
NOT_COMPARED = f"""SELECT p.document FROM paths p JOIN problems x ON x.folder = p.folder AND x.path = p.path
    WHERE p.retired_by IS NULL AND x.resolved_by IS NULL AND x.code = '{CODE}'"""
"""A subquery of the keys of these documents."""
