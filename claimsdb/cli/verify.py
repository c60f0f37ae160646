"""`claimsdb verify`: checks that a database is as claimsdb wrote it, and that every claim is where the database says it is."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

import claimsdb
from claimsdb.cli.common import DEFAULT, AsJson, Database, console, counted, places_of, print_json, printable, table
from claimsdb.cli.progress import progress_of
from claimsdb.cli.versions import print_changed_file
from claimsdb.cli.words import is_verbose
from claimsdb.model.ids import ROOT_DIGITS

EXAMPLE = "Example: claimsdb verify --db claims.db --folder seeds=/data/news/seeds"
_PROVED = {
    "bytes": "proved by their bytes",
    "stream": "proved by bytes unpacked from their file",
    "drawn": "proved by the letters on their page",
    "machine": "read by machine in a picture",
}
_STYLES = {"same": "green", "moved": "yellow", "kept": "yellow", "changed": "red", "missing": "red"}


def verify(
    folder: Annotated[
        list[str] | None,
        typer.Option(help="NAME=PLACE: where an ingested folder is now. Repeatable.", show_default=False),
    ] = None,
    root: Annotated[
        str | None,
        typer.Option(
            help=f"Root hash that was noted earlier (`claimsdb stats` shows it), or its first {ROOT_DIGITS} digits or more.",
            show_default=False,
        ),
    ] = None,
    again: Annotated[
        bool,
        typer.Option(
            "--again",
            help="Read all files again, as `ingest` does, and compare everything that is found in them. Takes as long.",
        ),
    ] = False,
    sources: Annotated[
        Path | None,
        typer.Option(
            help="Table of metadata that was given to `ingest` with --sources, for --again.", show_default=False
        ),
    ] = None,
    speakers: Annotated[
        Path | None,
        typer.Option(
            help="Table of who is who that was given to `ingest` with --speakers, for --again.", show_default=False
        ),
    ] = None,
    pictures: Annotated[
        bool,
        typer.Option(
            "--pictures", help="Have Tesseract read pictures again, and compare the words. Takes seconds for each page."
        ),
    ] = False,
    db: Database = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """Check that the database is as claimsdb wrote it, and that each segment of each claim is where it says in the source files.

    Checks the file, the schema and the search index, recomputes public ids and totals, compares all rows with their seals, and reads every
    source file again: a file is the same, moved (the same bytes elsewhere in its folder), changed, missing, or kept (missing, but checked
    by its bytes in the database). For a file that has changed, it says what became of each claim in the text that the file has now. Exits
    with 1 if a file is changed or missing, if a segment is not where it should be, or if the database is damaged or another program has
    changed it.

    Words on pages of a PDF are the same, hold by place (another version of the library reads the page otherwise, but has the same letters
    in the same place), or differ: then both wordings are listed. Of words that a program has read in a picture, it is checked that the
    picture is the one that was read; with --pictures, Tesseract reads it again.

    With --again, all findings are compared with those of reading the files again. If a document was read by another version or with other
    metadata, what differs is listed, and is not a fault.
    """
    places = places_of(folder)
    if root is not None and (len(root) < ROOT_DIGITS or set(root.lower()) - set("0123456789abcdef")):
        raise typer.BadParameter(
            f"{root!r} is not a root hash: give {ROOT_DIGITS} hex digits or more.", param_hint="--root"
        )
    with claimsdb.open(db) as database, progress_of("Checking") as (_, _, tell):
        report = database.verify(places, root=root, pictures=pictures, tell=tell)
        if any(file.status == "changed" for file in report.files):
            from claimsdb.comparison.on_disk import add_changes
            from claimsdb.ingestion.captured import brought

            add_changes(database.connection, db, places, report, brought)
        if again:
            from claimsdb.ingestion.again import read_again

            read_again(database.connection, db, places, report, sources=sources, speakers=speakers, tell=tell)
    if as_json:
        print_json(report.as_record())
    else:
        _print(report)
    raise typer.Exit(0 if report.holds else 1)


def _print(report: claimsdb.Report) -> None:
    out = console()
    rows = [
        (Text(f.status, style=_STYLES[f.status]), f.folder, f.path, f.note)
        for f in report.files
        if f.status != "same" or is_verbose()
    ]
    if rows:
        out.print(table(("status", "folder", "path", ""), rows))
    for changed in report.changes:
        print_changed_file(changed)
    for fault in report.faults:
        out.print(Text(f"fault: {printable(str(fault))}", style="red"))
    for broken in report.broken:
        out.print(Text(f"broken: {printable(broken)}", style="red"))
    for line in report.other_rules:
        out.print(Text(f"other rules: {printable(line)}"))
    counts = ", ".join(f"{n} {status}" for status, n in report.counts().items())
    proofs = ", ".join(f"{n} {_PROVED[proof]}" for proof, n in report.proofs.items()) or "none proved"
    if report.drawn:
        proofs += f" ({'; '.join(f'{n} {status}' for status, n in report.drawn.items())})"
    out.print(f"Files: {counts}. Segments: {report.segments} checked, {len(report.broken)} broken, {proofs}.")
    if report.withheld:
        were = "stretch was" if report.withheld == 1 else "stretches were"
        out.print(f"{report.withheld} {were} not checked: the database was published without their words.")
    out.print(
        f"Database: {counted(len(report.faults), 'fault') if report.faults else 'no faults'}. Root hash: {report.root}"
    )
    if report.faults:
        out.print("`claimsdb recover` keeps what is intact, and reads the rest again from its files.")
    if report.unknown:
        out.print(
            f"These folders were not found: {', '.join(report.unknown)}. Give their location with --folder NAME=PLACE."
        )
