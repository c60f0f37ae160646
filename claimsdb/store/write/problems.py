"""Writing problems: with files that are read, and with documents that are compared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import sqlalchemy as sa

from claimsdb.model.errors import Problem
from claimsdb.model.faults import Fault
from claimsdb.store.engine import Connection
from claimsdb.store.read.problems import CODE
from claimsdb.store.tables.columns import table
from claimsdb.store.tables.documents import FolderRow, PathRow, ProblemRow, RunRow

FOLDERS, PATHS, PROBLEMS, RUNS = table(FolderRow), table(PathRow), table(ProblemRow), table(RunRow)
ACCESS = "unreadable"
"""The code of problems with opening a file."""
MISSING = "missing"
"""The code of the problem that a file which was read is not there any more."""
OF_ACCESS = (ACCESS, MISSING)
"""The codes of problems that end when the file can be read, whatever it contains."""
SOURCES = "sources"
"""The code of faults in `sources.csv`, of which there may be many."""
_ONE_AT_A_TIME = (ACCESS, MISSING, "capture")
"""Codes of problems of which a file or an address has only the newest."""


def record(connection: Connection, run: int, folder: int, problem: Problem) -> None:
    """Record a problem with a file of the folder with this key, unless the same problem is open already."""
    if problem.code in _ONE_AT_A_TIME:
        other = (PROBLEMS.c.code == problem.code, PROBLEMS.c.message != problem.message)
        resolve(connection, run, folder, problem.path, *other)
    same = (PROBLEMS.c.folder == folder, PROBLEMS.c.path == problem.path, PROBLEMS.c.resolved_by.is_(None))
    where = [PROBLEMS.c.code == problem.code, PROBLEMS.c.byte.is_not_distinct_from(problem.byte)]
    if problem.code == SOURCES:
        where.append(PROBLEMS.c.message == problem.message)
    if connection.execute(sa.select(PROBLEMS.c.id).where(*same, *where)).fetchone() is None:
        row = {"folder": folder, "path": problem.path, "code": problem.code, "byte": problem.byte, "run": run}
        connection.execute(sa.insert(PROBLEMS).values(**row, message=problem.message, remedy=problem.remedy))


def resolve(connection: Connection, run: int, folder: int, path: str, *those: sa.ColumnElement[bool]) -> None:
    """Resolve the open problems with a file of the folder with this key, or `those` of them."""
    opened = sa.update(PROBLEMS).where(PROBLEMS.c.folder == folder, PROBLEMS.c.path == path, *those)
    connection.execute(opened.where(PROBLEMS.c.resolved_by.is_(None)).values(resolved_by=run))


def settle(connection: Connection, run: int, faults: Mapping[int, Fault]) -> list[tuple[str, Problem]]:
    """Record the faults of comparing, as `note` does, and resolve such problems with all other documents."""
    opened = sa.select(PROBLEMS.c.id, PROBLEMS.c.folder, PROBLEMS.c.path)
    opened = opened.where(PROBLEMS.c.code == CODE, PROBLEMS.c.resolved_by.is_(None))
    over = {(folder, path): key for key, folder, path in connection.execute(opened)}
    made = _noted(connection, run, faults)
    if over := {at: key for at, key in over.items() if at not in {(place.folder, place.path) for place, _ in made}}:
        resolved = sa.update(PROBLEMS).where(PROBLEMS.c.id == sa.bindparam("key")).values(resolved_by=run)
        connection.execute(resolved, [{"key": key} for key in over.values()])
    return [(place.name, problem) for place, problem in made]


def note(connection: Connection, run: int, faults: Mapping[int, Fault]) -> list[tuple[str, Problem]]:
    """Record the faults of comparing, by the key of the document. Returns the problems with the names of their folders.

    The run counts them.
    """
    return [(place.name, problem) for place, problem in _noted(connection, run, faults)]


class _Place(NamedTuple):
    folder: int
    name: str
    path: str


def _noted(connection: Connection, run: int, faults: Mapping[int, Fault]) -> list[tuple[_Place, Problem]]:
    made: list[tuple[_Place, Problem]] = []
    for document, fault in sorted(faults.items()):
        if (place := _place(connection, document)) is None:
            continue  # retired: it was read to see what goes with it
        other = None if fault.other is None else _place(connection, fault.other)
        what = f"claimsdb failed when {fault.doing}{f' with {other.path}' if other else ''}: {fault.error}."
        problem = Problem(CODE, place.path, what, "Please report it with the file; everything else was compared.")
        record(connection, run, place.folder, problem)
        made.append((place, problem))
    if made:
        counted = sa.update(RUNS).where(RUNS.c.id == run).values(problems=RUNS.c.problems + len(made))
        connection.execute(counted)
    return made


def _place(connection: Connection, document: int) -> _Place | None:
    """The folder and the path of a document, the first of several; None if it is retired."""
    live = sa.select(PATHS.c.folder, FOLDERS.c.name, PATHS.c.path).join(FOLDERS, FOLDERS.c.id == PATHS.c.folder)
    live = live.where(PATHS.c.document == document, PATHS.c.retired_by.is_(None)).order_by(PATHS.c.id).limit(1)
    found = connection.execute(live).fetchone()
    return found and _Place(*found)
