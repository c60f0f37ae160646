"""`claimsdb evaluate`: measures the findings against documents that people have annotated."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from claimsdb.cli.common import AsJson, log, print_json
from claimsdb.cli.progress import progress_of

EXAMPLE = "Example: claimsdb evaluate --gold corpus/dev.jsonl --report dev.md"


def evaluate(
    gold: Annotated[
        Path,
        typer.Option(
            help="JSON lines: documents with text and attributions, or claims in the interchange format.",
            show_default=False,
        ),
    ],
    sources: Annotated[
        Path | None, typer.Option(help="For claims: the folder with their files.", show_default=False)
    ] = None,
    report: Annotated[
        Path | None,
        typer.Option(help="Write the report to this file, as Markdown, instead of showing it.", show_default=False),
    ] = None,
    worst: Annotated[int, typer.Option(min=0, help="Number of worst documents that the report names.")] = 10,
    limit: Annotated[
        int | None, typer.Option(min=1, help="Maximum number of documents to read.", show_default=False)
    ] = None,
    jobs: Annotated[
        int | None, typer.Option(min=1, help="Number of reader processes. Default: one per core.", show_default=False)
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Score the findings in documents that people have annotated: overall, by form, and for the worst documents.

    Only the report is written; the documents go through a temporary database.
    """
    from claimsdb.learning.evaluation.report import markdown
    from claimsdb.learning.evaluation.run import evaluate as run
    from claimsdb.store.whole import whole

    if not gold.is_file():
        raise typer.BadParameter(f"There is no file {gold}.", param_hint="--gold")
    if sources is not None and not sources.is_dir():
        raise typer.BadParameter(f"There is no folder {sources}.", param_hint="--sources")
    with progress_of("Reading") as (begin, step, _):
        made = run(gold, sources, limit=limit, jobs=jobs, begin=begin, report=step)
    if report is not None:
        with whole(report) as to:
            to.write(markdown(made, gold.name, worst).encode())
        log(f"Report: {report}")
    if as_json:
        shown = {"what": made.what, "tagger": made.tagger, "fingerprint": made.fingerprint}
        print_json(shown | {"scores": made.report.scores, "documents": made.report.documents})
    elif report is None:
        print(markdown(made, gold.name, worst), end="")
