"""`claimsdb export`: the interchange format."""

from __future__ import annotations

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
    db: Database = DEFAULT,
) -> None:
    """Write records in the interchange format, in document order. A file is written completely or not at all."""
    from claimsdb.store.export import write
    from claimsdb.store.read.exports import EVERY

    with claimsdb.open(db) as database:
        records = EVERY[what.value](database.connection)
        if output is None:
            write(what.value, records, form, sys.stdout.buffer)
            sys.stdout.buffer.flush()
            return
        part = output.with_name(output.name + ".part")
        try:
            with part.open("wb") as to:
                write(what.value, records, form, to)
            part.replace(output)
        except OSError as error:
            raise typer.BadParameter(f"{output} cannot be written: {error.strerror}.", param_hint="--output") from None
        finally:
            part.unlink(missing_ok=True)
