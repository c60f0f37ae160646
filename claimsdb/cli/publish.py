"""`claimsdb publish`: a copy of the database that is ready to be served."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import claimsdb
from claimsdb.cli.common import DEFAULT, AsJson, Database, counted, log, print_json
from claimsdb.cli.progress import progress_of

EXAMPLE = "Example: claimsdb publish public.db --without-texts"


def publish(
    target: Annotated[Path, typer.Argument(help="The file to write.", show_default=False)],
    without_texts: Annotated[
        bool,
        typer.Option(
            "--without-texts",
            help="Leave out the texts of documents and the bytes of files: claims, their sentences, sources and cues stay.",
        ),
    ] = False,
    replace: Annotated[bool, typer.Option("--replace", help="Replace the file if it exists.")] = False,
    db: Database = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """Write a compact copy of the database, ready to be served read-only. The file appears when it is complete.

    With --without-texts, the pages of documents list their claims and say that the text is not published, and nothing can be ingested
    into the copy. Claims and their sentences are words of the documents too: see that you may publish them. Ids, offsets and citations
    are the same in any case. Exits with 0, or with 2 if it cannot be written.
    """
    with progress_of("Publishing") as (_, _, tell):
        done = claimsdb.publish(target, db, texts=not without_texts, replace=replace, tell=tell)
    if as_json:
        print_json(done.as_record())
    else:
        kept = "" if done.texts else f" {done.shown:.0%} of the words of the documents are in it."
        what = f"{counted(done.documents, 'document')}, {counted(done.claims, 'claim')}, {done.size:,} bytes"
        log(f"{target}: {what}.{kept} Root hash: {done.root}")
