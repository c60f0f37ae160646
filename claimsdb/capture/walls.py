"""Whether what an address gives is the page that was asked for."""

from __future__ import annotations

from claimsdb.model.errors import Problem, UnreadableError
from claimsdb.streams.kinds import HTML, XHTML
from claimsdb.streams.types import type_of

WALLS = frozenset({"consent_wall", "error_page", "needs_scripts"})
"""Codes of problems of pages that stand in the place of another."""


def wall(body: bytes, path: str) -> Problem | None:
    """The problem of a page that is a wall, an error or a check; None for any other."""
    if type_of(body, "") not in (HTML, XHTML):
        return None
    from claimsdb.reading.read import read  # what chooses the article takes a moment to load

    try:
        problems = read(body, path).problems
    except UnreadableError as error:
        problems = (error.problem,)
    return next((problem for problem in problems if problem.code in WALLS), None)
