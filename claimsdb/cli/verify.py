"""`claimsdb verify`: checks that every claim is still where the database says it is."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

import claimsdb
from claimsdb.cli.common import DEFAULT, AsJson, Database, console, print_json, table

EXAMPLE = "Example: claimsdb verify --db claims.db --folder seeds=/data/news/seeds"
_STYLES = {"same": "green", "moved": "yellow", "changed": "red", "missing": "red"}


def verify(
    folder: Annotated[
        list[str] | None,
        typer.Option(help="NAME=PLACE: where an ingested folder is now. Repeatable.", show_default=False),
    ] = None,
    db: Database = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """Read every source file again and check each segment of each claim against it, code point by code point and byte by byte.

    A file is the same, moved (the same bytes elsewhere in its folder), changed or missing. Exits with 1 if a file is changed or missing,
    or if a segment is not where it should be.
    """
    places: dict[str, Path] = {}
    for given in folder or []:
        name, _, place = given.partition("=")
        if not place or not Path(place).is_dir():
            raise typer.BadParameter(f"{given!r} is not NAME=FOLDER with a folder that exists.", param_hint="--folder")
        places[name] = Path(place)
    with claimsdb.open(db) as database:
        report = database.verify(places)
    if as_json:
        print_json(report.as_record())
    else:
        out = console()
        rows = [
            (Text(f.status, style=_STYLES[f.status]), f.folder, f.path, f.note)
            for f in report.files
            if f.status != "same"
        ]
        if rows:
            out.print(table(("status", "folder", "path", ""), rows))
        for broken in report.broken:
            out.print(Text(f"broken: {broken}", style="red"))
        counts = ", ".join(f"{n} {status}" for status, n in report.counts().items())
        out.print(f"Files: {counts}. Segments: {report.segments} checked, {len(report.broken)} broken.")
        if report.unknown:
            out.print(
                f"These folders were not found: {', '.join(report.unknown)}. Give their location with --folder NAME=PLACE."
            )
    raise typer.Exit(0 if report.holds else 1)
