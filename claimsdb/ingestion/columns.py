"""Columns of tables that somebody names are there, before anything is read."""

from __future__ import annotations

from claimsdb.ingestion.files import Found, SourceFile
from claimsdb.ingestion.supply import supply
from claimsdb.model.errors import ColumnsError, Problem
from claimsdb.streams.containers import CONTAINERS
from claimsdb.streams.kinds import by_name
from claimsdb.streams.member import Limits, Member


def check_columns(found: Found, limits: Limits) -> None:
    """Raise `ColumnsError` if columns are named that a table lacks; in folders, if every table lacks one."""
    if not limits.fields:
        return
    faults: list[tuple[SourceFile, Problem]] = []
    fits = False
    for file in found.files:
        if CONTAINERS.get(by_name(file.path) or "", "").startswith("tables."):
            _, first = next(supply(file, limits), (file, None))
            if isinstance(first, Problem) and first.code == "column":
                faults.append((file, first))
            fits = fits or (isinstance(first, Member) and bool(first.path))
    for file, problem in faults:
        if file.named or not fits:
            raise ColumnsError(problem)
