"""`claimsdb cite`: the citation of a claim, or the claims that say a phrase."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

import claimsdb
from claimsdb.cli.common import DEFAULT, SHORT, Database, console, log, print_json, printable
from claimsdb.model.attribution import AttributionKind

if TYPE_CHECKING:
    from claimsdb.lookup.find import Hit

EXAMPLE = (
    "Examples: claimsdb cite 3f9a --format markdown; claimsdb cite 'Who led the Japanese delegation?' --since 2023"
)


class Form(StrEnum):
    """The formats of a citation."""

    TEXT = "text"
    MARKDOWN = "markdown"
    BIBTEX = "bibtex"
    CSL = "csl"
    ANNOTATION = "annotation"
    URL = "url"
    JSON = "json"


def cite(
    what: Annotated[
        str,
        typer.Argument(
            metavar="ID|PHRASE", help="A claim's id or a unique prefix, or a phrase or question to look for."
        ),
    ],
    form: Annotated[
        Form,
        typer.Option(
            "--format",
            help="The format: csl is CSL-JSON, annotation is W3C Web Annotation, url is a link that highlights the words on the web page.",
        ),
    ] = Form.TEXT,
    limit: Annotated[int, typer.Option(min=1, help="For a phrase: maximum number of claims.")] = 10,
    attribution: Annotated[
        AttributionKind | None,
        typer.Option(help="For a phrase: only claims with this attribution.", show_default=False),
    ] = None,
    speaker: Annotated[
        str | None, typer.Option(help="Only claims by this speaker: part of the name, or an id.", show_default=False)
    ] = None,
    document: Annotated[
        str | None,
        typer.Option(help="Only claims in this document: part of its path or title, or an id.", show_default=False),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(
            help="Only documents published on or after this date: 2023-02-22, 2023-02 or 2023.", show_default=False
        ),
    ] = None,
    until: Annotated[
        str | None, typer.Option(help="Only documents published on or before this date.", show_default=False)
    ] = None,
    db: Database = DEFAULT,
) -> None:
    """Cite a claim by its id, or the claims that say a phrase, best first: file, line, offsets, exact words, and who says it.

    A phrase or question is looked up by its exact words first, then by its words in any order, with misspellings corrected, and by its
    meaning. Each claim comes with a score from 0 to 1, the probability that it is what you look for, and with how it was found. Claims
    that may be it, but are not sure to be, come last, under a line of their own; in JSON, their `sure` is false. Exits with 1 if no claim
    is sure.
    """
    from claimsdb.lookup.find import Hit
    from claimsdb.model.errors import UnknownIdError
    from claimsdb.model.ids import looks_like_id
    from claimsdb.store.read.filters import DATE

    for option, date in (("--since", since), ("--until", until)):
        if date is not None and not DATE.fullmatch(date):
            raise typer.BadParameter(
                f"{date!r} is not a date. Give one such as 2023-02-22, 2023-02 or 2023.", param_hint=option
            )
    hits: list[Hit] = []
    by_id, nothing = False, f"No claim says “{printable(what)}”."
    with claimsdb.open(db) as database:
        if looks_like_id(what):
            try:
                hits, by_id = [Hit(database.cite(what), 1.0, "exact")], True
            except UnknownIdError as error:
                nothing = str(error)
        if not by_id:
            hits = database.find(
                what,
                attribution=attribution,
                speaker=speaker,
                document=document,
                since=since,
                until=until,
                limit=limit,
                unsure=True,
            )
    sure = [hit for hit in hits if hit.sure]
    citations = [hit.citation for hit in sure]
    if form is Form.JSON:
        records = [hit.as_record() for hit in hits]
        print_json(records[0] if by_id else records)
    elif not sure:
        log(nothing)
        if form is Form.TEXT:
            _print(hits)
    elif form is Form.CSL:
        print_json([c.as_csl() for c in citations])
    elif form is Form.ANNOTATION:
        made = [c.as_annotation() for c in citations]
        print_json(made[0] if by_id else made)
    elif form is not Form.TEXT:
        texts = [text for c in citations if (text := c.in_format(form.value)) is not None]
        print(("\n" if form is Form.URL else "\n\n").join(texts), end="\n" if texts else "")
        if len(texts) < len(citations):
            log("A document without a web address cannot be linked to. Add its address to sources.csv.")
            raise typer.Exit(0 if texts else 1)
    else:
        _print(hits, scored=not by_id)
    raise typer.Exit(0 if sure else 1)


def _print(hits: list[Hit], *, scored: bool = True) -> None:
    """Print the hits, each with its context, those that are not sure under a line of their own."""
    out, above = console(), True
    for hit in hits:
        if above and not hit.sure:
            out.print(Text("Not sure:", style="bold"))
        above = hit.sure
        score = f"{hit.score:.2f} {hit.match}  " if scored else ""
        out.print(Text(f"{score}{hit.claim['id'][:SHORT]}  {printable(hit.citation.as_text())}"))
        place = hit.citation.place
        context = f"…{place['prefix']}[{place['exact']}]{place['suffix']}…"
        out.print(Text("    " + printable(context), style="dim"))
