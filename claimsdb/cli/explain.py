"""`claimsdb explain`: the decisions behind the claims of a sentence or of a whole file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

import claimsdb
from claimsdb.cli import completing
from claimsdb.cli.common import COLOURS, DEFAULT, SHORT, AsJson, Database, console, print_json, printable

if TYPE_CHECKING:
    from claimsdb.lookup.originals import Original
    from claimsdb.model.attribution import Spans
    from claimsdb.model.claim import Normalized
    from claimsdb.model.document import Document
    from claimsdb.normalizer.explain import Explained

EXAMPLE = "Examples: claimsdb explain 3f9a; claimsdb explain seeds/report.txt --json"
_PARTS = {"source": "magenta", "cue": "blue", "content": "cyan", "claim": "yellow"}


def explain(
    what: Annotated[
        str,
        typer.Argument(
            metavar="ID|FILE", help="A claim's id or a unique prefix, or a file.", autocompletion=completing.claims
        ),
    ],
    db: Database = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """Show each sentence with what the tagger marked, the score or rule behind each decision, and the resulting claims.

    A claim is explained by reading its file again with the current tagger; a file need not be in the database. Exits with 1 if the claim
    comes from an earlier run and is no longer found.
    """
    from claimsdb.lookup.originals import original
    from claimsdb.lookup.short_ids import full_id
    from claimsdb.normalizer.explain import as_record
    from claimsdb.store.contents import contents

    file, claim = Path(what), None
    if file.is_file():
        made, only = claimsdb.normalize(claimsdb.read(contents(file.parent, file.name, follow=True), file.name)), None
    else:
        with claimsdb.open(db) as database:
            claim = full_id(database.connection, "claim", what)
            of = original(database.connection, db, claim)
        made, only = claimsdb.normalize(_read(of)), of.span
    found = list(claimsdb.explain(made, only))
    if as_json:
        print_json([as_record(made, each) for each in found])
    else:
        for each in found:
            _show(made, each, claim)
    if claim is not None and all(c.id != claim for c in made.claims):
        console().print(Text(f"Claim {claim[:SHORT]} is from an earlier run and is no longer found.", style="red"))
        raise typer.Exit(1)


def _read(of: Original) -> Document:
    """The document of a claim. Raises `UnreadableError`: a row of CSV cannot be read without the header of its table."""
    from claimsdb.model.errors import Problem, UnreadableError
    from claimsdb.streams.tables.separated import ROW

    transport, fields = (of.member.transport, of.member.fields) if of.member else (None, of.columns)
    if of.member is None and of.media_type == ROW:
        what = "Its table is no longer there, and the kept row does not say what its columns are."
        raise UnreadableError(Problem("record", of.path, what, "Put the table back as it was."))
    return claimsdb.read(
        of.raw, of.path, encoding=of.encoding, media_type=of.media_type, transport=transport, fields=fields
    )


def _show(made: Normalized, found: Explained, asked: str | None) -> None:
    from claimsdb.normalizer.explain import attributed

    out, text = console(), made.document.text
    span = found.sentence.span
    place = found.place or f"line {found.line}"
    out.print(Text(f"{printable(f'{made.document.path}, {place}')}, characters {span.start}–{span.end}", style="bold"))
    out.print(Text("  " + printable(span.of(text))))
    if found.marks:
        line = Text("  marked    ")
        for k, mark in enumerate(found.marks):
            line.append(", " if k else "")
            line.append(f"{mark.what} {mark.chance:.2f} ", style=_PARTS[mark.what])
            line.append(f"“{printable(mark.span.of(text))}”")
        out.print(line)
    for k in found.attributions:
        a = made.attributions[k]
        via = "" if a.via is None else f", inside {a.via}"
        speaker = "" if a.speaker is None else f" = {printable(made.speakers[a.speaker].name)}"
        out.print(
            Text(
                f"  attribution {k}{via}: {_words(text, a.source) or 'nobody named'}{speaker}"
                f" – {_words(text, a.cue) or 'by the layout'} – confidence {a.confidence:.2f}"
            )
        )
        for why in attributed(made, k):
            out.print(Text(f"    {printable(why)}", style="dim"))
    _show_claims(made, found, asked)
    if found.sentence.reason is not None:
        out.print(Text(f"  no claim: {found.sentence.reason}", style="yellow"))
    out.print()


def _show_claims(made: Normalized, found: Explained, asked: str | None) -> None:
    for k in found.claims:
        claim = made.claims[k]
        of = "" if claim.attributed is None else f" by attribution {claim.attributed}"
        line = Text("  claim ")
        line.append(claim.id[:SHORT], style="bold reverse" if claim.id == asked else "bold")
        line.append(f" {claim.attribution}", style=COLOURS[claim.attribution])
        line.append(f"{of}: {printable(claim.text(made.document.text))}")
        console().print(line)
        why = "; ".join(claim.why)
        console().print(Text(f"    {printable(why)}", style="dim"))


def _words(text: str, spans: Spans) -> str:
    return printable(" … ".join(s.of(text) for s in spans))
