"""`claimsdb ingest`: from documents to claims."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

import claimsdb
from claimsdb.capture.captured import paths_of
from claimsdb.capture.given import default_folder
from claimsdb.cli.arrivals import arrivals, counts
from claimsdb.cli.common import DEFAULT, AsJson, Database, counted, log, print_json
from claimsdb.cli.patterns import expanded
from claimsdb.cli.progress import progress_of
from claimsdb.ingestion.loading import loading

if TYPE_CHECKING:
    from claimsdb.capture.captured import Captured

EXAMPLE = "Example: claimsdb ingest reports/ interviews/anna.md --db claims.db"
Stated = Annotated[str | None, typer.Option(help="The same of the text on standard input.", show_default=False)]


def ingest(
    paths: Annotated[
        list[str],
        typer.Argument(
            help="Documents, folders, patterns in quotation marks such as 'notes/*.md', addresses of web pages, or - for standard input.",
            show_default=False,
        ),
    ],
    db: Database = DEFAULT,
    sources: Annotated[
        Path | None,
        typer.Option(
            help="A table path,title,publisher,author,published,modified,url,language. Default: sources.csv, .xlsx or .ods in each folder.",
            show_default=False,
        ),
    ] = None,
    speakers: Annotated[
        Path | None,
        typer.Option(
            help="A table name,same_as,kind,wikidata of who is who. Default: speakers.csv in each folder.",
            show_default=False,
        ),
    ] = None,
    encoding: Annotated[
        str | None, typer.Option(help="Encoding of the files, if detection gets it wrong.", show_default=False)
    ] = None,
    columns: Annotated[
        str | None,
        typer.Option(
            "--map",
            metavar="ROLE=COLUMN,…",
            help="Columns of tables of articles: text=body,title=headline,published=date,author=…,publisher=…,url=…,language=…. "
            "Default: by their names.",
            show_default=False,
        ),
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option(
            min=0,
            help="Number of reader processes (0: none, and no budget). Default: one per core, if there are many files.",
            show_default=False,
        ),
    ] = None,
    budget: Annotated[
        str,
        typer.Option(
            metavar="SECONDS,MEMORY",
            help="Processor time and memory for reading one file, for each megabyte of it: 60s, 1GB, or both; none for no limit.",
        ),
    ] = "300s,2GB",
    largest: Annotated[
        str, typer.Option(metavar="SIZE", help="The largest file that is read; none for no limit.")
    ] = "64MB",
    follow: Annotated[
        bool, typer.Option("--follow", help="Read links in a folder that lead out of it. Default: they are problems.")
    ] = False,
    ocr: Annotated[
        bool,
        typer.Option(
            "--ocr",
            help="Have Tesseract read pictures, and pages that are pictures. Takes seconds for each page, and makes mistakes.",
        ),
    ] = False,
    ocr_language: Annotated[
        str, typer.Option(metavar="CODES", help="Languages of the pictures, for --ocr: eng, or eng+deu.")
    ] = "eng",
    title: Stated = None,
    publisher: Stated = None,
    published: Stated = None,
    url: Stated = None,
    name: Annotated[
        str | None, typer.Option(help="File name for standard input, whose ending says what it is.", show_default=False)
    ] = None,
    keep_sources: Annotated[
        bool,
        typer.Option(
            "--keep-sources",
            help="Keep the bytes of the files in the database, compressed, for when a file has gone (see `claimsdb original`).",
        ),
    ] = False,
    prune: Annotated[
        bool,
        typer.Option(
            "--prune",
            help="Retire the claims of files that have gone from the folders; they stay citable. Default: such files are problems.",
        ),
    ] = False,
    yes: Annotated[
        bool,
        typer.Option("--yes", "-y", help="With --prune: even if more than half of what was read in a folder has gone."),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Read documents and store every claim in them, with its exact place and who said it.

    What a file is follows from its content. The documents in an archive are read one by one, without unpacking it on the disk. Unchanged
    files are skipped; changed files become new versions, and the claims of the old ones stay citable. Addresses and standard input are
    kept as files in the folder captures next to the database, which is then read; `claimsdb capture` has more options. A file that has
    gone from a folder since it was read is a problem; with --prune, its claims are retired. Exits with 1 if there are problems with files;
    `claimsdb problems` lists them.
    """
    paths = list(expanded(paths))
    with loading():
        read_into = claimsdb.ingest

    for option, table in (("--sources", sources), ("--speakers", speakers)):
        if table is not None and not os.path.lexists(table):
            raise typer.BadParameter(f"The file {table} does not exist.", param_hint=option)
    stated = {"title": title, "publisher": publisher, "published": published, "url": url}
    named = _columns(columns)
    most = claimsdb.Budget.bytes_of(largest)
    added = _added(stated, name, db, most) if "-" in paths else ()
    if not added and (names := [f"--{option}" for option, value in {**stated, "name": name}.items() if value]):
        raise typer.BadParameter("It describes standard input: add -.", param_hint=names)
    if added:
        paths = [path for path in paths if path != "-"] + list(map(str, paths_of(default_folder(db), added)))
    with progress_of("Reading") as (begin, report, tell):
        done = read_into(
            paths, db,
            sources=sources, speakers=speakers, encoding=encoding, columns=named, jobs=jobs, budget=claimsdb.Budget.parse(budget),
            largest=most, follow=follow, keep_sources=keep_sources, ocr=ocr_language if ocr else None,
            prune=(1 if yes else 0.5) if prune else None,
            begin=begin, report=report, tell=tell,
        )  # fmt: skip
    without = [step for step in done.steps if step.outcome == "skipped"]
    summary = counts(done) | {"captures": arrivals(default_folder(db), [*added, *done.captured], done)}
    if as_json:
        print_json(summary | {"skipped_files": [{"path": s.file.path, "note": s.note} for s in without]})
    elif len(done.steps) == len(without):
        log(f"No documents found, and {counted(len(without), 'file')} without text (see --verbose).", always=True)
    else:
        read, claims, skipped = (cast(int, summary[name]) for name in ("read", "claims", "skipped"))
        log(
            f"Run {done.run}: {counted(read, 'document')} read, {counted(claims, 'claim')} in "
            f"{'it' if read == 1 else 'them'}, {summary['unchanged']:,} unchanged, {summary['problems']:,} with problems, "
            f"{counted(skipped, 'file')} without text skipped. "
            + _changed(summary)
            + (f"Files kept in {done.kept:,} bytes. " if keep_sources else "")
            + f"Database: {db}"
        )
    raise typer.Exit(1 if summary["problems"] or len(done.steps) == len(without) else 0)


def _changed(summary: dict[str, object]) -> str:
    """What became of files that are not where they were, if there are any."""
    told = [f"{summary[outcome]} {outcome}" for outcome in ("missing", "moved", "removed") if summary[outcome]]
    retired = f" ({counted(cast(int, summary['claims_retired']), 'claim')} retired)" if summary["removed"] else ""
    return f"Files that were read before: {', '.join(told)}{retired}. " if told else ""


def _added(stated: dict[str, str | None], name: str | None, db: Path, most: int | None) -> tuple[Captured, ...]:
    """Keep standard input as a file."""
    from claimsdb.capture.folder import Captures
    from claimsdb.reading.sources_csv import stated as read_stated

    metadata, wrong = read_stated({field: value or "" for field, value in stated.items()})
    for field, *fault in wrong:
        raise typer.BadParameter(" ".join(fault), param_hint=f"--{field}")
    if sys.stdin.isatty():
        log("Paste the text, then press Ctrl-D on a line of its own.")
    raw = sys.stdin.buffer.read(-1 if most is None else most + 1)
    if not raw.strip():
        raise typer.BadParameter("Standard input is empty.", param_hint="-")
    if most is not None and len(raw) > most:
        raise typer.BadParameter(
            f"Standard input has more than {most:,} bytes: allow more with --largest.", param_hint="-"
        )
    return (Captures(default_folder(db)).add(raw, name or "", metadata),)


def _columns(given: str | None) -> dict[str, str]:
    """The column of each role that `--map` names."""
    from claimsdb.streams.tables.columns import ROLES

    named: dict[str, str] = {}
    for one in given.split(",") if given else ():
        role, equals, column = (part.strip() for part in one.partition("="))
        if role not in ROLES or not equals or not column or role in named:
            wanted = f"Write ROLE=COLUMN,… with each of these roles at most once: {', '.join(ROLES)}."
            raise typer.BadParameter(f"{one!r} is not understood. {wanted}", param_hint="--map")
        named[role] = column
    return named
