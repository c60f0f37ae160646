"""Runs and the problems that they found."""

from __future__ import annotations

from typing import TypedDict

from claimsdb.store.engine import Connection
from claimsdb.store.read.rows import one, rows


class RunRecord(TypedDict):
    """One run: its version and settings, its counts, and its outcome."""

    id: int
    started_at: str
    finished_at: str | None
    outcome: str
    version: str
    tagger: str
    tagger_fingerprint: str
    settings: str
    files: int
    documents_read: int
    documents_unchanged: int
    claims_new: int
    claims_retired: int
    problems: int


class ProblemRecord(TypedDict):
    """A fault in a file, and what to do about it; `resolved_by` is the run that no longer found it."""

    folder: str
    path: str
    byte: int | None
    code: str
    message: str
    remedy: str
    run: int
    resolved_by: int | None


def runs(connection: Connection) -> list[RunRecord]:
    """All runs, newest first."""
    return list(rows(connection, RunRecord, "SELECT * FROM runs ORDER BY id DESC"))


def last_run(connection: Connection) -> RunRecord | None:
    """The newest run; None if there is none."""
    return one(connection, RunRecord, "SELECT * FROM runs ORDER BY id DESC LIMIT 1")


def problems(connection: Connection, *, resolved: bool = False) -> list[ProblemRecord]:
    """The open problems, in the order in which they were found; the resolved ones too if `resolved`."""
    query = f"""SELECT f.name AS folder, p.path, p.byte, p.code, p.message, p.remedy, p.run, p.resolved_by
        FROM problems p JOIN folders f ON f.id = p.folder {"" if resolved else "WHERE p.resolved_by IS NULL"} ORDER BY p.id"""
    return list(rows(connection, ProblemRecord, query))
