"""`claimsdb recover`: puts a sound database in the place of a damaged one."""

from __future__ import annotations

from typing import Annotated

import typer

import claimsdb
from claimsdb.cli.common import DEFAULT, AsJson, Database, log, places_of, print_json, printable
from claimsdb.cli.progress import progress_of

EXAMPLE = "Example: claimsdb recover --db claims.db --folder seeds=/data/news/seeds"


def recover(
    folder: Annotated[
        list[str] | None,
        typer.Option(help="NAME=PLACE: where an ingested folder is now. Repeatable.", show_default=False),
    ] = None,
    db: Database = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """Rebuild a damaged or falsified database: what is intact is kept, the rest is read again from its files.

    The damaged database stays next to it under another name. Ids stay the same, so citations hold. Exits with 1 if documents are lost:
    their rows are damaged, and their files are gone or have changed since.
    """
    places = places_of(folder)
    with progress_of("Reading") as (_, report, tell):
        done = claimsdb.recover(db, places, report=report, tell=tell)
    read = [step for step in done.read if step.outcome == "read"]
    lost = [{"document": one.document_id, "path": one.path} for one in done.lost]
    if as_json:
        print_json({"kept": done.kept, "read": len(read), "lost": lost, "damaged": str(done.damaged)})
    else:
        for one in done.lost:
            log(f"lost: {printable(one.path or 'a document whose path cannot be read')}", always=True)
        log(
            f"{db} is sound now: {done.kept} documents were intact, {len(read)} were read again, {len(lost)} are lost. "
            f"The damaged database is {done.damaged}."
        )
    raise typer.Exit(1 if lost else 0)
