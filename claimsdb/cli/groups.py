"""`claimsdb groups`, `claimsdb conflicts` and `claimsdb origins`: findings across documents."""

from __future__ import annotations

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
    counted,
    is_piped,
    one_more,
    print_json,
    print_tsv,
    printable,
    show_table,
    table,
    tell_more,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from claimsdb.lookup.alike.why import Why
    from claimsdb.store.read.groups import Corroboration, Member

GROUPS_EXAMPLE = "Example: claimsdb groups --documents 3"
CONFLICTS_EXAMPLE = "Example: claimsdb conflicts --kind number"
ORIGINS_EXAMPLE = "Example: claimsdb origins"

_OF_MEMBERS = ("group", "id", "attribution", "said_by", "cue", "claim", "path", "start", "why")
_OF_CONFLICTS = (
    "conflict_id", "kind", "value", "other_value", "said_by", "claim", "path", "start", "other_said_by", "other_claim", "other_path",
    "other_start",
)  # fmt: skip
_OF_ORIGINS = ("id", "reason", "document")
Limit = Annotated[int, typer.Option(min=0, help="Maximum number of results (0: no limit).")]


def groups(
    identity: Annotated[
        str | None,
        typer.Argument(
            metavar="[ID]",
            help="A group's id or a unique prefix: shows its claims.",
            show_default=False,
            autocompletion=completing.groups,
        ),
    ] = None,
    documents: Annotated[int, typer.Option(min=1, help="Only groups with claims in at least this many documents.")] = 2,
    text: Annotated[str | None, typer.Option(help="Part of the text of one of its claims.", show_default=False)] = None,
    standing: Annotated[
        bool,
        typer.Option(
            "--standing", help="Include standing text, which begins or ends several documents of one publisher."
        ),
    ] = False,
    limit: Limit = 50,
    db: Database = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """List claims that say the same, across and within documents, with how many independent origins they have.

    Documents that share a passage, credit one agency, or print the same words and have one publisher, have one origin. With an ID, each
    claim is shown with why it is held for the same as the first, which stands for the group; `claimsdb judge` holds claims apart. Exits
    with 1 if nothing matches.
    """
    from claimsdb.lookup.alike.corroboration import reasons_in_group
    from claimsdb.store.read.groups import corroborations, members

    with claimsdb.open(db) as database:
        found = corroborations(
            database.connection,
            identity=identity,
            documents=documents if identity is None else 1,
            text=text,
            standing=standing,
            limit=one_more(limit),
        )
        number, found = len(found), found[: limit or None]
        claims = {} if identity is None else {g["id"]: members(database.connection, g["id"]) for g in found}
        whys = {g: reasons_in_group(database.connection, [m["id"] for m in of]) for g, of in claims.items()}
    if as_json:
        shown = {g: [{**m, "why": whys[g].get(m["id"])} for m in of] for g, of in claims.items()}
        print_json([{**g, "claims": shown[g["id"]]} if g["id"] in shown else g for g in found])
    elif identity is not None and is_piped():
        told = {m: reason["told"] for of in whys.values() for m, reason in of.items()}
        lines = [{"group": g["id"], **m, "why": told.get(m["id"])} for g in found for m in claims[g["id"]]]
        print_tsv(_OF_MEMBERS, lines)
    elif identity is not None:
        for group in found:
            _show(group, claims[group["id"]], whys[group["id"]])
    else:
        heads = ("id", "origins", "documents", "speakers", "claims", "conflicts", "statement")
        rows = [
            [
                g["id"][:SHORT],
                g["origins"],
                g["documents"],
                g["speakers"],
                g["claims"],
                g["conflicts"],
                g["statement"],
            ]
            for g in found
        ]
        show_table(heads, rows, right=heads[1:-1], columns=heads, records=found, none="No matching groups.")
        tell_more(number, limit)
    raise typer.Exit(0 if found else 1)


def _show(group: Corroboration, members: list[Member], whys: Mapping[str, Why]) -> None:
    out = console()
    out.print(Text(printable(group["statement"]), style="bold"))
    counts = (
        (group["documents"], "document"),
        (group["origins"], "independent origin"),
        (group["speakers"], "speaker"),
        (group["conflicts"], "conflict"),
    )
    out.print(", ".join(counted(n, word) for n, word in counts), style="dim")
    rows = [
        [
            m["id"][:SHORT],
            Text(m["attribution"], style=COLOURS[m["attribution"]]),
            m["said_by"],
            m["cue"],
            m["claim"],
            f"{m['path']}:{m['start']}",
        ]
        for m in members
    ]
    out.print(table(("id", "attribution", "said by", "cue", "claim", "where"), rows))
    for m in members:
        if (reason := whys.get(m["id"])) is not None:
            out.print(Text(f"{m['id'][:SHORT]}  {printable(reason['told'])}", style="dim"))


def conflicts(
    kind: Annotated[str | None, typer.Option(help="number, date, name or polarity.", show_default=False)] = None,
    limit: Limit = 50,
    db: Database = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """List pairs of claims about one thing that cannot both be true, with the two values. A conflict is a link, never a verdict.

    Claims that differ only in a number, date or name that takes more than 20 values ("bridge 17 would close", "bridge 18 would
    close", …) are lines of a list and do not conflict. Exits with 1 if nothing matches.
    """
    from claimsdb.model.relation import ConflictKind
    from claimsdb.store.read.conflicts import conflicts_in_full

    if kind is not None and kind not in {k.value for k in ConflictKind}:
        raise typer.BadParameter(
            f"No conflict is called {kind!r}. There are: {', '.join(ConflictKind)}.", param_hint="--kind"
        )
    with claimsdb.open(db) as database:
        found = conflicts_in_full(database.connection, None if kind is None else ConflictKind(kind), one_more(limit))
    number, found = len(found), found[: limit or None]
    if as_json:
        print_json(found)
    else:
        rows = [
            [
                c["conflict_id"][:SHORT],
                c["kind"],
                f"{c['value']} / {c['other_value']}",
                " / ".join(
                    (
                        _said(c["said_by"], c["cue"], c["claim"]),
                        _said(c["other_said_by"], c["other_cue"], c["other_claim"]),
                    )
                ),
                f"{c['path']}:{c['start']} {c['other_path']}:{c['other_start']}",
            ]
            for c in found
        ]
        heads = ("id", "kind", "values", "claims", "where")
        show_table(heads, rows, columns=_OF_CONFLICTS, records=found, none="No conflicts found.")
        tell_more(number, limit)
    raise typer.Exit(0 if found else 1)


def _said(by: str | None, cue: str | None, claim: str) -> str:
    """A claim after who says it, and in which words: "Lee (“denied”): the bridge would close"."""
    who = " ".join(filter(None, (by, cue and f"(“{cue}”)")))
    return f"{who}: {claim}" if who else claim


def origins(db: Database = DEFAULT, as_json: AsJson = False) -> None:
    """List documents that go back to one report, with the passages and credits that show it.

    Exits with 1 if no two documents have a common origin.
    """
    with claimsdb.open(db) as database:
        found = list(database.origins())
    if as_json:
        print_json(found)
    elif is_piped():
        print_tsv(_OF_ORIGINS, [{**origin, "document": path} for origin in found for path in origin["documents"]])
    elif not found:
        console().print("No two documents share a passage or credit the same agency.")
    else:
        out = console()
        for origin in found:
            out.print(
                Text(
                    f"{origin['id'][:SHORT]}  {len(origin['documents'])} documents, by {origin['reason']}", style="bold"
                )
            )
            for path in origin["documents"]:
                out.print(Text(f"  {printable(path)}"))
            rows = [[f"{e['document']}:{e['start']}", e["text"]] for e in origin["evidence"]]
            out.print(table(("where", "words"), rows))
    raise typer.Exit(0 if found else 1)
