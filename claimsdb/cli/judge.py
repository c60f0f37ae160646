"""`claimsdb judge`: says that claims do not say the same, or that they do, and takes it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

import claimsdb
from claimsdb.cli.common import DEFAULT, SHORT, AsJson, Database, log, print_json, show_table

if TYPE_CHECKING:
    from claimsdb.store.read.records import VerdictRecord

EXAMPLE = "Examples: claimsdb judge 3f9a 81c2 --not-same --why 'another tax' --by 'Ann Lee'; claimsdb judge 3f9a 81c2 --withdraw"

_COLUMNS = ("id", "other", "same", "why", "by", "at", "withdrawn_by", "withdrawn_at")


def judge(
    ids: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ID OTHER...]", help="A claim's id, and those of others.", show_default=False),
    ] = None,
    not_same: Annotated[bool, typer.Option("--not-same", help="Hold the claim apart from the others.")] = False,
    same: Annotated[bool, typer.Option("--same", help="Hold the claim and the others together.")] = False,
    withdraw: Annotated[bool, typer.Option("--withdraw", help="Take back what was said about them.")] = False,
    why: Annotated[str | None, typer.Option(help="The reason.", show_default=False)] = None,
    by: Annotated[str | None, typer.Option(help="The name of whoever says so.", show_default=False)] = None,
    db: Database = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """State that claims do not say the same, or that they do; without ids, list what was stated.

    It comes before what claimsdb finds: groups, counts of origins and conflicts follow it at once, and in later runs. What is taken back
    stays in the list, with who did so and when. Exits with 1 if there is nothing to list or to take back.
    """
    if not ids:
        raise typer.Exit(_list(db, as_json))
    if not_same + same + withdraw != 1:
        raise typer.BadParameter("Give one of --not-same, --same and --withdraw.")
    if len(ids) < 2:
        raise typer.BadParameter("Give the ids of two claims or more.", param_hint="ID OTHER")
    claim, *others = ids
    if withdraw:
        count = claimsdb.withdraw(db, claim, others, by=by)
        if as_json:
            print_json({"withdrawn": count})
        else:
            log(f"Taken back: {count}." if count else "Nothing was said about them.")
        raise typer.Exit(0 if count else 1)
    made = claimsdb.judge(db, claim, others, same=same, why=why, by=by)
    if as_json:
        print_json([{"claims": list(one.pair), "same": one.same, "why": one.why, "by": one.judge} for one in made])
    else:
        log(
            f"Held {'together' if same else 'apart'}: {', '.join(f'{v.claim[:SHORT]} and {v.other[:SHORT]}' for v in made)}."
        )


def _list(db: object, as_json: bool) -> int:
    """Print all verdicts. Returns the exit code."""
    from claimsdb.store.read.verdicts import verdicts

    with claimsdb.open(str(db)) as database:
        found = list(verdicts(database.connection))
    if as_json:
        print_json(found)
    else:
        heads = ("id", "other", "says", "why", "by", "when", "taken back")
        records = ({**one, "id": one["claims"][0], "other": one["claims"][1]} for one in found)
        show_table(heads, map(_row, found), columns=_COLUMNS, records=records, none="No verdicts.")
    return 0 if found else 1


def _row(one: VerdictRecord) -> list[object]:
    back = " ".join(filter(None, ((one["withdrawn_at"] or "")[:10], one["withdrawn_by"])))
    says = "same" if one["same"] else "not the same"
    return [*(claim[:SHORT] for claim in one["claims"]), says, one["why"], one["by"], one["at"][:10], back]
