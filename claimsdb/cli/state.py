"""`claimsdb problems`, `runs`, `stats`, `migrate`: the state of a database."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from claimsdb.cli.common import DEFAULT, AsJson, Database, console, print_json, reading, table

PROBLEMS_EXAMPLE = "Example: claimsdb problems --all"
RUNS_EXAMPLE = "Example: claimsdb runs --json"
STATS_EXAMPLE = "Example: claimsdb stats --db claims.db"
MIGRATE_EXAMPLE = "Example: claimsdb migrate --db claims.db"


def _rows(connection: Any, query: str) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.exec_driver_sql(query).mappings()]


def problems(
    every: Annotated[bool, typer.Option("--all", help="Include problems that a later run has resolved.")] = False,
    db: Database = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """List problems with files, where they are and what to do about them. Exits with 1 if any is open."""
    query = f"""SELECT f.name AS folder, p.path, p.byte, p.code, p.message, p.remedy, p.run, p.resolved_by
        FROM problems p JOIN folders f ON f.id = p.folder {"" if every else "WHERE p.resolved_by IS NULL"} ORDER BY p.id"""
    with reading(db) as connection:
        found = _rows(connection, query)
    if as_json:
        print_json(found)
    elif found:
        heads = ("folder", "path", "byte", "problem", "what to do", "run", "resolved by")
        rows = [
            (p["folder"], p["path"], p["byte"], p["message"], p["remedy"], p["run"], p["resolved_by"]) for p in found
        ]
        console().print(table(heads, rows, right=("byte", "run")))
    else:
        console().print("No open problems.")
    raise typer.Exit(1 if any(p["resolved_by"] is None for p in found) else 0)


def runs(db: Database = DEFAULT, as_json: AsJson = False) -> None:
    """List runs, newest first: when they started, what they read and found, and how they ended."""
    with reading(db) as connection:
        found = _rows(connection, "SELECT * FROM runs ORDER BY id DESC")
    if as_json:
        print_json(found)
        return
    heads = ("run", "started", "outcome", "read", "unchanged", "new claims", "retired", "problems", "version", "tagger")
    keys = (
        "id",
        "started_at",
        "outcome",
        "documents_read",
        "documents_unchanged",
        "claims_new",
        "claims_retired",
        "problems",
        "version",
    )
    rows = [[r[k] for k in keys] + [f"{r['tagger']} {r['tagger_fingerprint'][:8]}"] for r in found]
    console().print(table(heads, rows, right=("run", "read", "unchanged", "new claims", "retired", "problems")))


def stats(db: Database = DEFAULT, as_json: AsJson = False) -> None:
    """Count what the database contains: documents, claims by attribution and block, speakers, and the sentences accounted for."""
    with reading(db) as connection:
        counted = _counted(connection)
    if as_json:
        print_json(counted)
        return
    rows: list[tuple[str, object]] = []
    for name, value in counted.items():
        words = name.replace("_", " ")
        rows += [(f"{words}: {k}", v) for k, v in value.items()] if isinstance(value, dict) else [(words, value)]
    console().print(table(("", "count"), rows, right=("count",)))


def _counted(connection: Any) -> dict[str, Any]:
    counted = _rows(
        connection,
        """SELECT (SELECT count(*) FROM documents WHERE status = 'current') AS documents,
            (SELECT count(*) FROM claims WHERE status = 'current') AS claims,
            (SELECT count(*) FROM claims WHERE status = 'retired') AS retired_claims,
            (SELECT count(*) FROM attributions WHERE retired_by IS NULL) AS attributions,
            (SELECT count(DISTINCT speaker) FROM attributions WHERE retired_by IS NULL) AS speakers,
            (SELECT count(*) FROM coverage) AS sentences,
            (SELECT count(*) FROM coverage WHERE claims > 0) AS sentences_with_claims,
            (SELECT count(*) FROM problems WHERE resolved_by IS NULL) AS open_problems, (SELECT count(*) FROM runs) AS runs""",
    )[0]
    for column in ("attribution", "block", "hedged", "cue_type"):
        query = (
            f"SELECT {column} AS word, count(*) AS n FROM claims WHERE status = 'current' GROUP BY 1 ORDER BY 2 DESC, 1"
        )
        counted[f"claims_by_{column}"] = {r["word"] or "none": r["n"] for r in _rows(connection, query)}
    query = "SELECT reason, count(*) AS n FROM coverage WHERE claims = 0 GROUP BY 1 ORDER BY 2 DESC, 1"
    counted["sentences_without_claims"] = {r["reason"]: r["n"] for r in _rows(connection, query)}
    return counted


def migrate(db: Database = DEFAULT) -> None:
    """Bring a database to this version's schema, keeping a backup next to it. Other commands do this automatically."""
    from claimsdb.model.errors import DatabaseMissingError
    from claimsdb.store.lock import BUSY_SECONDS, acquire
    from claimsdb.store.migrations import is_behind
    from claimsdb.store.migrations import migrate as run

    if not db.exists():
        raise DatabaseMissingError(db)
    held = acquire(db, BUSY_SECONDS)
    try:
        if not is_behind(db):
            console().print(f"{db} has the newest schema.")
            return
        copy = run(db)
    finally:
        held.release()
    console().print(f"{db} has the newest schema now." + (f" The backup is {copy}." if copy else ""))
