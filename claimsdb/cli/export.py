"""`claimsdb export`: the interchange format."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

import claimsdb
from claimsdb.cli.common import DEFAULT, Database
from claimsdb.cli.filtering import Choice, choosing
from claimsdb.store.export import Format

EXAMPLE = (
    "Examples: claimsdb export claims --format jsonl --output claims.jsonl; "
    "claimsdb export claims --flat --format csv --for-spreadsheets --since 2023"
)


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
    VERDICTS = "verdicts"


@choosing
def export(
    what: Annotated[What, typer.Argument(help="The records to export.", show_default=False)],
    choice: Choice,
    form: Annotated[Format, typer.Option("--format", help="The file format.")] = Format.JSONL,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="The file to write. Default: standard output.", show_default=False),
    ] = None,
    flat: Annotated[
        bool,
        typer.Option(
            "--flat", help="For claims: title, publisher, date, address, line and speaker in columns, no lists."
        ),
    ] = False,
    for_spreadsheets: Annotated[
        bool,
        typer.Option(
            "--for-spreadsheets",
            help="For csv and tsv: put ' before texts that a spreadsheet would take for formulas, and before those that begin with '.",
        ),
    ] = False,
    db: Database = DEFAULT,
) -> None:
    """Write records in the interchange format, in document order. A file is written completely or not at all.

    Claims can be chosen by filters, which combine. A file that is replaced keeps its mode. A link is followed, and stays. A pipe or a
    device is written to directly.
    """
    from claimsdb.store.export import SEPARATORS, write
    from claimsdb.store.folders import Folders
    from claimsdb.store.read.claims import claims
    from claimsdb.store.read.exports import EVERY
    from claimsdb.store.read.flat import FlatClaim, flat_claims
    from claimsdb.store.read.records import SHAPES, keys
    from claimsdb.store.whole import whole

    if for_spreadsheets and form not in SEPARATORS:
        raise typer.BadParameter("It needs --format csv or tsv.", param_hint="--for-spreadsheets")
    chosen = choice.filters()
    if what is not What.CLAIMS and (chosen or flat):
        raise typer.BadParameter(f"Filters and --flat are for claims, not for {what}.", param_hint="WHAT")
    columns = keys(FlatClaim if flat else SHAPES[what.value])
    with claimsdb.open(db) as database:
        if what is What.CLAIMS:
            records: Iterable[object] = (flat_claims if flat else claims)(database.connection, chosen)
        else:
            records = EVERY[what.value](database.connection)
        if output is None:
            write(columns, records, form, sys.stdout.buffer, for_spreadsheets)
            sys.stdout.buffer.flush()
            return
        try:
            if Folders(db).owns(Path(os.path.realpath(output))):
                raise typer.BadParameter(f"{output} belongs to the database. Name another file.", param_hint="--output")
            with whole(output) as to:
                write(columns, records, form, to, for_spreadsheets)
        except OSError as error:
            why = error.strerror or error
            raise typer.BadParameter(f"{output} cannot be written: {why}.", param_hint="--output") from None
