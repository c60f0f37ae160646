"""`claimsdb problems`, `runs`, `stats`, `migrate`: the state of a database."""

from __future__ import annotations

from typing import Annotated

import typer

import claimsdb
from claimsdb.cli.common import DEFAULT, AsJson, Database, console, is_piped, print_json, show_table

_OF_PROBLEMS = ("folder", "path", "byte", "code", "message", "remedy", "run", "resolved_by")
_OF_RUNS = (
    "id", "started_at", "finished_at", "outcome", "documents_read", "documents_unchanged", "claims_new", "claims_retired", "problems",
    "version", "tagger", "tagger_fingerprint",
)  # fmt: skip
PROBLEMS_EXAMPLE = "Example: claimsdb problems --all"
RUNS_EXAMPLE = "Example: claimsdb runs --json"
STATS_EXAMPLE = "Example: claimsdb stats --db claims.db"
MIGRATE_EXAMPLE = "Example: claimsdb migrate --db claims.db"


def problems(
    every: Annotated[bool, typer.Option("--all", help="Include problems that a later run has resolved.")] = False,
    db: Database = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """List problems with files, where they are and what to do about them. Exits with 1 if any is open."""
    with claimsdb.open(db) as database:
        found = database.problems(resolved=every)
    if as_json:
        print_json(found)
    else:
        heads = ("folder", "path", "byte", "problem", "what to do", "run", "resolved by")
        rows = [
            (p["folder"], p["path"], p["byte"], p["message"], p["remedy"], p["run"], p["resolved_by"]) for p in found
        ]
        show_table(heads, rows, right=("byte", "run"), columns=_OF_PROBLEMS, records=found, none="No open problems.")
    raise typer.Exit(1 if any(p["resolved_by"] is None for p in found) else 0)


def runs(db: Database = DEFAULT, as_json: AsJson = False) -> None:
    """List runs, newest first: when they started, what they read and found, and how they ended."""
    with claimsdb.open(db) as database:
        found = database.runs()
    if as_json:
        print_json(found)
        return
    heads = ("run", "started", "outcome", "read", "unchanged", "new claims", "retired", "problems", "version", "tagger")
    rows = [
        [
            r["id"],
            r["started_at"],
            r["outcome"],
            r["documents_read"],
            r["documents_unchanged"],
            r["claims_new"],
            r["claims_retired"],
            r["problems"],
            r["version"],
            f"{r['tagger']} {r['tagger_fingerprint'][:8]}",
        ]
        for r in found
    ]
    numbers = ("run", "read", "unchanged", "new claims", "retired", "problems")
    show_table(heads, rows, right=numbers, columns=_OF_RUNS, records=found)


def stats(db: Database = DEFAULT, as_json: AsJson = False) -> None:
    """Count what the database contains: documents, claims by attribution and block, speakers, and the sentences accounted for.

    The root hash identifies it: note it, and `claimsdb verify --root HASH` shows later whether the database is still the same.
    """
    from claimsdb.store.read.counts import counts
    from claimsdb.store.seals.checking import stored_root

    with claimsdb.open(db) as database:
        counted, root = counts(database.connection), stored_root(database.connection)
    if as_json:
        print_json(counted | {"root_hash": root})
        return
    rows: list[tuple[str, object]] = []
    for name, value in counted.items():
        words = name.replace("_", " ")
        rows += [(f"{words}: {k}", v) for k, v in value.items()] if isinstance(value, dict) else [(words, value)]
    if is_piped():
        rows.append(("root hash", root))
    records = [{"name": name, "count": value} for name, value in rows]
    show_table(("", "count"), rows, right=("count",), columns=("name", "count"), records=records)
    if not is_piped():
        console().print(f"Root hash: {root}")


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
