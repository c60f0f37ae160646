"""`claimsdb export`: the interchange format."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

import claimsdb
from claimsdb.cli.common import DEFAULT, Database
from claimsdb.store.export import Format

EXAMPLE = "Example: claimsdb export claims --format jsonl --output claims.jsonl"


class What(StrEnum):
    """The kinds of records that can be exported."""

    CLAIMS = "claims"
    ATTRIBUTIONS = "attributions"
    BLOCKS = "blocks"
    SENTENCES = "sentences"
    DOCUMENTS = "documents"
    SPEAKERS = "speakers"
    GROUPS = "groups"
    CONFLICTS = "conflicts"
    ORIGINS = "origins"


def export(
    what: Annotated[What, typer.Argument(help="The records to export.", show_default=False)],
    form: Annotated[Format, typer.Option("--format", help="The file format.")] = Format.JSONL,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="The file to write. Default: standard output.", show_default=False),
    ] = None,
    for_spreadsheets: Annotated[
        bool,
        typer.Option(
            "--for-spreadsheets",
            help="For csv: put ' before texts that a spreadsheet would take for formulas, and before those that begin with '.",
        ),
    ] = False,
    db: Database = DEFAULT,
) -> None:
    """Write records in the interchange format, in document order. A file is written completely or not at all.

    A file that is replaced keeps its mode. A link is followed, and stays. A pipe or a device is written to directly.
    """
    from claimsdb.store.export import write
    from claimsdb.store.folders import Folders
    from claimsdb.store.read.exports import EVERY
    from claimsdb.store.whole import whole

    if for_spreadsheets and form is not Format.CSV:
        raise typer.BadParameter("It needs --format csv.", param_hint="--for-spreadsheets")
    with claimsdb.open(db) as database:
        records = EVERY[what.value](database.connection)
        if output is None:
            write(what.value, records, form, sys.stdout.buffer, for_spreadsheets)
            sys.stdout.buffer.flush()
            return
        try:
            if Folders(db).owns(Path(os.path.realpath(output))):
                raise typer.BadParameter(f"{output} belongs to the database. Name another file.", param_hint="--output")
            with whole(output) as to:
                write(what.value, records, form, to, for_spreadsheets)
        except OSError as error:
            why = error.strerror or error
            raise typer.BadParameter(f"{output} cannot be written: {why}.", param_hint="--output") from None
