"""`claimsdb remove`: retires documents with their claims."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

import claimsdb
from claimsdb.cli import completing
from claimsdb.cli.common import DEFAULT, AsJson, Database, counted, log, print_json, printable
from claimsdb.cli.progress import progress_of
from claimsdb.cli.versions import named
from claimsdb.cli.words import is_verbose

EXAMPLE = "Example: claimsdb remove reports/harbour.txt"


def remove(
    documents: Annotated[
        list[str],
        typer.Argument(
            metavar="DOCUMENT...",
            help="Path of a document, also in its folder, its web address, or its id; with --yes also a folder or an archive.",
            show_default=False,
            autocompletion=completing.documents,
        ),
    ],
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Remove everything in a folder or an archive that is given.")
    ] = False,
    db: Database = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """Retire documents with their claims, which leave lists, counts, groups and look-up, and stay citable.

    Nothing is deleted, neither in the database nor on the disk. If a file still exists, the next `ingest` of its folder makes it current
    again: move it away first. Exits with 1 if everything had been removed before.
    """
    with progress_of("Removing") as (_, _, tell):
        done = claimsdb.remove([named(one, db) for one in documents], db, many=yes, tell=tell)
    if as_json:
        print_json(asdict(done))
    elif done.run is None:
        log("Nothing to remove: it has been removed before.", always=True)
    else:
        log(
            f"Run {done.run}: {counted(len(done.paths), 'document')} removed, {counted(done.claims, 'claim')} retired. Database: {db}"
        )
        for path in done.paths if is_verbose() else ():
            log(f"removed: {printable(path)}")
        for path in done.there:
            log(f"{printable(path)} still exists: the next ingest of its folder makes it current again.")
    raise typer.Exit(0 if done.paths else 1)
