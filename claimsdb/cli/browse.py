"""`claimsdb list` and `claimsdb show`: many claims, or one."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

import claimsdb
from claimsdb.cli import completing
from claimsdb.cli.common import (
    COLOURS,
    DEFAULT,
    SHORT,
    AsJson,
    Database,
    console,
    is_piped,
    one_more,
    print_json,
    printable,
    show_table,
    table,
    tell_more,
)
from claimsdb.cli.filtering import Choice, Flat, choosing, print_flat
from claimsdb.model.document import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claimsdb.lookup.alike.corroboration import Corroboration
    from claimsdb.lookup.verify.by_hand import ShownRecord
    from claimsdb.store.read.records import ClaimRecord

LIST_EXAMPLE = (
    "Examples: claimsdb list --attribution quoted --speaker clinton --text 'special forces'; "
    "claimsdb list --publisher gazette --since 2023-02 --format csv"
)
_GONE = "the file is not here as it was ingested"
_HOLDS: dict[str, dict[bool | None, str]] = {
    proof: {True: f"{what} these words", False: f"{what.replace('give', 'do not give')} these words", None: _GONE}
    for proof, what in (
        ("bytes", "the bytes of the file give"),
        ("stream", "the bytes that are unpacked from the file give"),
        ("drawn", "the letters on the page give"),
    )
}
_HOLDS["machine"] = {
    True: "the file has these words, which a program has read, above the picture",
    False: "the picture, or the words above it, are not as they were read",
    None: _GONE,
}
SHOW_EXAMPLE = "Example: claimsdb show 3f9a"


@choosing
def list_claims(
    choice: Choice,
    block: Annotated[
        BlockKind | None, typer.Option("--kind", help="Only claims in blocks of this kind.", show_default=False)
    ] = None,
    limit: Annotated[int, typer.Option(min=0, help="Maximum number of results (0: no limit).")] = 50,
    retired: Annotated[
        bool, typer.Option("--retired", help="Include claims that the newest run no longer finds.")
    ] = False,
    form: Annotated[
        Flat | None,
        typer.Option(
            "--format",
            help="Print a flat table, with title, publisher, date and address in columns.",
            show_default=False,
        ),
    ] = None,
    db: Database = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """List claims in document order. Filters combine. Exits with 1 if nothing matches.

    In a pipe, the list is a flat table in TSV. In CSV and TSV, ' is put before texts that a spreadsheet would take for formulas, and
    before those that begin with '.
    """
    from claimsdb.store.read.claims import claims, retired_among
    from claimsdb.store.read.flat import flat_claims

    if form and as_json:
        raise typer.BadParameter("It cannot be combined with --format.", param_hint="--json")
    if form is None and is_piped() and not as_json:
        form = Flat.TSV
    chosen, shown = choice.filters(block, retired), limit or None
    with claimsdb.open(db) as database:
        if form:
            flat = flat_claims(database.connection, chosen, one_more(limit))
            found = print_flat(islice(flat, shown), form)
            tell_more(found + (next(flat, None) is not None), limit)
            raise typer.Exit(0 if found else 1)
        listed = list(claims(database.connection, chosen, one_more(limit)))
        rows = listed[:shown]
        gone = retired_among(database.connection, [row["id"] for row in rows]) if retired else set()
    if as_json:
        print_json(rows)
    else:
        heads = ("id", "attribution", "speaker", "cue", "claim", "where")
        lines = [_line(row, row["id"] in gone) for row in rows]
        show_table(heads, lines, columns=(), records=(), none="No matching claims.")
        tell_more(len(listed), limit)
    raise typer.Exit(0 if rows else 1)


def _line(record: ClaimRecord, retired: bool) -> list[object]:
    from claimsdb.lookup.citations.wording import cues

    attribution = record["attribution"]
    first = record["segments"][0]
    who = record["speaker"] or " ".join(p["text"] for p in record["source"])
    where = f"{record['document']}, {record['place']}" if record["place"] else f"{record['document']}:{first['start']}"
    kind = Text(attribution, style=COLOURS[attribution])
    if retired:
        kind.append(", retired", style="dim")
    return [record["id"][:SHORT], kind, who, cues(record), record["text"], where]


def show(
    identity: Annotated[
        str, typer.Argument(metavar="ID", help="A claim's id or a unique prefix.", autocompletion=completing.claims)
    ],
    db: Database = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """Show everything about one claim: words, attribution, speaker, location, the bytes that prove it, and what earlier runs found.

    For each segment, a shell command prints its bytes from the file, so that anybody can check it without claimsdb. In a web page,
    character references such as &amp; and runs of white space are then as they are in its source, and in mail, words may be encoded. Of a
    PDF, it says where on which page to look.
    """
    from claimsdb.lookup.citations.wording import bytes_of, joined, says
    from claimsdb.lookup.verify.by_hand import shown

    with claimsdb.open(db) as database:
        citation, before = database.cite(identity), database.earlier_findings(identity)
        claim, place = citation.claim, citation.place
        also = database.corroboration(identity)
        by_hand = shown(database.connection, database.path, claim["id"]).as_record()
    if as_json:
        more = {"citation": citation.as_record(), "status": place["status"], "run": place["run"], "earlier": before}
        more |= {"by_hand": by_hand, "corroboration": also}
        print_json({**claim, **more})
        return
    out = console()
    out.print(Text(printable(claim["text"]), style="bold"))
    facts: list[tuple[str, object]] = [
        ("id", claim["id"]),
        ("attribution", says(claim)),
        ("source", joined(claim["source"])),
        ("cue", joined(claim["cue"]) + (f" ({claim['cue_type']})" if claim["cue_type"] else "")),
        ("hedged", "yes" if claim["hedged"] else "no"),
        ("confidence", claim["confidence"]),
        ("document", place["path"] + (f" — {place['title']}" if place["title"] else "")),
        ("publisher", place["publisher"]),
        ("author", place["author"]),
        ("published", place["published"]),
        ("changed", place["modified"]),
        ("address", place["url"]),
        ("block", claim["block"]),
        ("place", place["place"] or f"line {place['line']}, column {place['column']}"),
    ]
    for k, (piece, segment) in enumerate(zip(claim["segments"], by_hand["segments"], strict=True), 1):
        there = filter(None, (bytes_of(where) for where in segment["where"]))
        where = ", ".join((f"characters {piece['start']}–{piece['end']}", *there))
        facts.append((f"segment {k}", f"{where}: {printable(piece['text'])}"))
    facts += [(f"quoted {k}", piece["text"]) for k, piece in enumerate(claim["quotes"], 1)]
    facts += [("sha256", place["sha256"]), ("found by", f"run {place['run']} ({place['status']})")]
    facts += [(f"run {b['run']} found", f"{b['attribution']}, {b['speaker'] or 'no speaker'}") for b in before]
    facts.append(("proof", f"{by_hand['proof']}: {_held(by_hand)}"))
    facts += _elsewhere(also)
    out.print(table(("", ""), [(name, value) for name, value in facts if value not in ("", None)]))
    for segment in by_hand["segments"]:  # as one line each, whatever the terminal's width, to be copied
        for line in filter(None, (segment["command"], *segment.get("look", []))):
            typer.echo(line)


def _elsewhere(also: Corroboration) -> Iterator[tuple[str, str]]:
    """Who else says it and why it is held for the same, and what people say, as lines of the table."""
    seen: set[str] = set()
    for group in also["groups"]:
        for number, origin in enumerate(group["origins"], 1):
            for c in origin["claims"]:
                if c["why"] is not None and c["id"] not in seen:
                    seen.add(c["id"])
                    words = f"{c['text']} ({c['path']}). {c['why']['told']}"
                    yield "also said in" if origin["number"] is None else f"also said, origin {number}", words
    if also["more"]:
        groups = ", ".join(f"`claimsdb groups {group['id'][:SHORT]}`" for group in also["groups"])
        yield "also said in", f"more documents than these. All of them: {groups}"
    for one in also["held"]:
        if not one["same"]:
            yield "not the same", f"{one['text']} ({one['path']}), {one['told']}"


def _held(by_hand: ShownRecord) -> str:
    """Whether the file proves the claim, in words."""
    if by_hand["by_place"]:
        return "the page is read otherwise by now, and the same letters are in the same place"
    if by_hand["unread"]:
        return "the picture is the one that a program has read, and what it shows is for you to see"
    return _HOLDS[by_hand["proof"]][by_hand["holds"]]
