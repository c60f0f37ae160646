"""`claimsdb cite`: from a claim to its citation, from a phrase to the claims that say it."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer
from rich.text import Text

from claimsdb.cli.common import DEFAULT, SHORT, Database, console, log, print_json, printable, reading

EXAMPLE = "Examples: claimsdb cite 3f9a --format markdown; claimsdb cite 'a direct communication hotline'"


class Form(StrEnum):
    """The forms of a citation."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"


def cite(
    what: Annotated[
        str, typer.Argument(metavar="ID|PHRASE", help="A claim's id or its beginning, or words to look for.")
    ],
    form: Annotated[Form, typer.Option("--format", help="The form of the citation.")] = Form.TEXT,
    limit: Annotated[int, typer.Option(min=1, help="For a phrase: at most so many claims.")] = 10,
    db: Database = DEFAULT,
) -> None:
    """Cite a claim by its id, or the claims that say a phrase, best first: file, line, offsets, exact words, who says it.

    A phrase is looked for by its exact words first, then by its words in any order, misspelt ones mended. Exit code 1 where nothing fits.
    """
    from claimsdb.citations import as_markdown, cited
    from claimsdb.errors import UnknownIdError
    from claimsdb.lookup.phrases import Hit, find
    from claimsdb.lookup.short_ids import full_id, looks_like_id

    hits: list[Hit] = []
    by_id, nothing = False, f"No claim says “{printable(what)}”."
    with reading(db) as connection:
        if looks_like_id(what):
            try:
                hits, by_id = [Hit(full_id(connection, "claim", what), 1.0, "exact")], True
            except UnknownIdError as error:
                nothing = str(error)
        if not by_id:
            hits = find(connection, what, limit)
        found = cited(connection, [hit.claim_id for hit in hits])
    if form is Form.JSON:
        records = [
            {"claim": f["claim"], "score": hit.score, "match": hit.match, "citation": f["citation"]}
            for hit, f in zip(hits, found, strict=True)
        ]
        print_json(records[0] if by_id else records)
    elif not hits:
        log(nothing)
    else:
        for k, (hit, f) in enumerate(zip(hits, found, strict=True)):
            if form is Form.MARKDOWN:
                print(("\n" if k else "") + as_markdown(f["claim"], f["place"]))
            else:
                score = "" if by_id else f"{hit.score:.2f} {hit.match}  "
                console().print(Text(f"{score}{f['claim']['id'][:SHORT]}  {printable(f['citation']['text'])}"))
                context = f"…{f['place']['prefix']}[{f['place']['exact']}]{f['place']['suffix']}…"
                console().print(Text("    " + printable(context), style="dim"))
    raise typer.Exit(0 if hits else 1)
