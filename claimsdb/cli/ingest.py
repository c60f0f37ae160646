"""`claimsdb ingest`: from documents to claims."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import claimsdb
from claimsdb.cli.common import DEFAULT, AsJson, Database, log, print_json
from claimsdb.cli.progress import progress_of
from claimsdb.ingestion.loading import loading

if TYPE_CHECKING:
    from claimsdb.ingestion.progress import Summary

EXAMPLE = "Example: claimsdb ingest reports/ interviews/anna.md --db claims.db"


def ingest(
    paths: Annotated[
        list[Path], typer.Argument(help="Documents, or folders of documents (.txt, .md).", show_default=False)
    ],
    db: Database = DEFAULT,
    sources: Annotated[
        Path | None,
        typer.Option(
            help="A table path,title,publisher,author,published,url,language. Default: sources.csv in each folder.",
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
    as_json: AsJson = False,
) -> None:
    """Read documents and store every claim in them, with its exact place and who said it.

    Unchanged files are skipped; changed files become new versions, and the claims of the old ones stay citable. Exits with 1 if there are
    problems with files; `claimsdb problems` lists them.
    """
    with loading():
        read_into = claimsdb.ingest
        from claimsdb.reading.read import SUFFIXES

    for option, table in (("--sources", sources), ("--speakers", speakers)):
        if table is not None and not os.path.lexists(table):
            raise typer.BadParameter(f"The file {table} does not exist.", param_hint=option)
    with progress_of("Reading") as (begin, report, tell):
        done = read_into(
            paths, db,
            sources=sources, speakers=speakers, encoding=encoding, jobs=jobs, budget=claimsdb.Budget.parse(budget),
            largest=claimsdb.Budget.bytes_of(largest), follow=follow,
            begin=begin, report=report, tell=tell,
        )  # fmt: skip
    summary = _counts(done)
    if as_json:
        print_json(summary)
    elif not done.steps:
        log(f"No documents found. claimsdb reads {', '.join(SUFFIXES)}.")
    else:
        log(
            f"Run {done.run}: {summary['read']} documents read, {summary['claims']} claims in them, {summary['unchanged']} unchanged, "
            f"{summary['problems']} with problems, {summary['skipped']} files of other kinds skipped. Database: {db}"
        )
    raise typer.Exit(1 if summary["problems"] or not done.steps else 0)


def _counts(done: Summary) -> dict[str, object]:
    return {
        "run": done.run,
        "outcome": str(done.outcome),
        "read": sum(s.outcome == "read" for s in done.steps),
        "unchanged": sum(s.outcome == "unchanged" for s in done.steps),
        "problems": sum(s.problem is not None for s in done.steps),
        "claims": sum(s.claims for s in done.steps),
        "skipped": done.found.skipped,
    }
