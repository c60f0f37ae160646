"""`claimsdb speakers`: who is cited most, and which names are theirs."""

from __future__ import annotations

from typing import Annotated

import typer

import claimsdb
from claimsdb.cli import completing
from claimsdb.cli.common import DEFAULT, SHORT, AsJson, Database, one_more, print_json, show_table, tell_more

COLUMNS = ("id", "name", "kind", "claims", "documents", "wikidata", "names")
EXAMPLE = "Examples: claimsdb speakers; claimsdb speakers clinton"


def speakers(
    name: Annotated[
        str | None,
        typer.Argument(
            help="Part of one of a speaker's names, or a speaker's id.",
            show_default=False,
            autocompletion=completing.speakers,
        ),
    ] = None,
    limit: Annotated[int, typer.Option(min=0, help="Maximum number of results (0: no limit).")] = 20,
    db: Database = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """List speakers, those with most claims first, with the names that are theirs over documents, and the evidence.

    Names are joined where the database leaves no other choice, or where speakers.csv says so. Exits with 1 if nobody matches.
    """
    from claimsdb.store.read.joined_names import cited_speakers

    with claimsdb.open(db) as database:
        found = cited_speakers(database.connection, name, one_more(limit))
    shown = found[: limit or None]
    if as_json:
        print_json(shown)
    else:
        heads = ("id", "claims", "documents", "kind", "speaker", "joined")
        rows = [
            [
                s["id"][:SHORT],
                s["claims"],
                s["documents"],
                s["kind"],
                _called(s["name"], s["wikidata"]),
                "; ".join(told),
            ]
            for s in shown
            for told in [[n["told"] + (f" ({n['path']})" if n["path"] else "") for n in s["names"]]]
        ]
        records = ({**s, "names": [n["name"] for n in s["names"]]} for s in shown)
        right = ("claims", "documents")
        show_table(heads, rows, right=right, columns=COLUMNS, records=records, none="No matching speakers.")
        tell_more(len(found), limit)
    raise typer.Exit(0 if found else 1)


def _called(name: str, wikidata: str | None) -> str:
    return f"{name} ({wikidata})" if wikidata else name
