"""`claimsdb cite`: the citation of a claim, or the claims that say a phrase."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

import claimsdb
from claimsdb.cli import completing
from claimsdb.cli.common import DEFAULT, SHORT, Database, console, counted, log, print_json, printable
from claimsdb.cli.filtering import Choice, Flat, choosing, print_flat

if TYPE_CHECKING:
    from claimsdb.lookup.find import Hit

EXAMPLE = (
    "Examples: claimsdb cite 3f9a --format markdown; claimsdb cite 3f9a 77b0 --format bibtex; "
    "claimsdb cite 'Who led the Japanese delegation?' --since 2023"
)


class Form(StrEnum):
    """The formats of a citation: those of `claimsdb.lookup.citations.formats.FORMATS`, JSON, and flat tables."""

    TEXT = "text"
    SHORT = "short"
    MARKDOWN = "markdown"
    BIBTEX = "bibtex"
    RIS = "ris"
    CSL = "csl"
    ANNOTATION = "annotation"
    URL = "url"
    APA = "apa"
    CHICAGO = "chicago"
    MLA = "mla"
    HARVARD = "harvard"
    JSON = "json"
    CSV = "csv"
    TSV = "tsv"
    JSONL = "jsonl"


@choosing
def cite(
    what: Annotated[
        list[str],
        typer.Argument(
            metavar="ID…|PHRASE",
            autocompletion=completing.claims,
            help="Ids of claims or unique prefixes, or one phrase or question to look for.",
            show_default=False,
        ),
    ],
    form: Annotated[
        Form,
        typer.Option(
            "--format",
            help="The format: short is for newspapers, csl is CSL-JSON, annotation is W3C Web Annotation, url is a link that highlights "
            "the words on the web page; apa, chicago, mla and harvard need the extra styles; csv, tsv and jsonl are flat tables.",
        ),
    ] = Form.TEXT,
    limit: Annotated[int, typer.Option(min=1, help="For a phrase: maximum number of claims.")] = 10,
    *,
    choice: Choice,
    db: Database = DEFAULT,
) -> None:
    """Cite claims by their ids, or the claims that say a phrase, best first: file, line, offsets, exact words, and who says it.

    A phrase or question is looked up by its exact words first, then by its words in any order, with misspellings corrected, and by its
    meaning. Each claim comes with a score from 0 to 1, the probability that it is what you look for, and with how it was found. Claims
    that may be it, but are not sure to be, come last, under a line of their own; in JSON, their `sure` is false. Exits with 1 if no claim
    is sure. Filters are for a phrase.
    """
    from claimsdb.lookup.citations.citation import Citation
    from claimsdb.lookup.find import Hit, look_up
    from claimsdb.model.errors import UnknownIdError
    from claimsdb.model.ids import looks_like_id
    from claimsdb.store.read.flat import flat_claims_with_ids

    chosen = choice.filters()
    hits: list[Hit] = []
    phrase, by_id, lacking = what[0], False, False
    nothing = f"No claim says “{printable(phrase)}”."
    if len(what) > 1 and (other := next((one for one in what if not looks_like_id(one)), None)):
        raise typer.BadParameter(
            f"{other!r} is not an id. Put a phrase of several words in quotation marks.", param_hint="ID…|PHRASE"
        )
    with claimsdb.open(db) as database:
        if len(what) > 1:
            by_id, citations = True, dict[str, Citation]()
            for identity in what:
                try:
                    citations.setdefault((one := database.cite(identity)).claim["id"], one)
                except UnknownIdError as error:
                    log(str(error), always=True)
                    lacking = True
            hits = [Hit(one, 1.0, "exact") for one in citations.values()]
        elif looks_like_id(phrase):
            try:
                hits, by_id = [Hit(database.cite(phrase), 1.0, "exact")], True
            except UnknownIdError as error:
                nothing = str(error)
        if not by_id:
            found = look_up(database.connection, phrase, chosen, limit=limit)
            hits = found.hits
            if len(found.sure) > limit:
                log(f"The best {limit} of {counted(len(found.sure), 'claim')}: --limit gives more of them.")
        sure = [hit for hit in hits if hit.sure]
        if form.value in list(Flat) and sure:
            print_flat(flat_claims_with_ids(database.connection, [hit.claim["id"] for hit in sure]), Flat(form.value))
            raise typer.Exit(1 if lacking else 0)
    if form is Form.JSON:
        records = [hit.as_record() for hit in hits]
        print_json(records[0] if by_id and len(what) == 1 else records)
    elif not sure:
        if not lacking:
            log(nothing, always=True)
        if form is Form.TEXT:
            _print(hits)
    elif form is Form.TEXT:
        _print(hits, scored=not by_id)
    else:
        _write(form.value, sure)
    raise typer.Exit(0 if sure and not lacking else 1)


def _write(name: str, sure: list[Hit]) -> None:
    """Print the citations in a format for other programs. Raises `typer.Exit` if there is none in it."""
    from claimsdb.lookup.citations.formats import FORMATS, together

    made = together(name, [(hit.claim, hit.citation.place) for hit in sure])
    try:
        made.encode(sys.stdout.encoding)
    except UnicodeEncodeError:
        made = json.dumps(json.loads(made), indent=2) if FORMATS[name].ending.startswith("json") else made
    print(made, end="\n" if made else "")
    if not made or (name == "url" and any(hit.citation.as_url() is None for hit in sure)):
        log("A document without a web address cannot be linked to. Add its address to sources.csv.", always=True)
        raise typer.Exit(0 if made else 1)


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
