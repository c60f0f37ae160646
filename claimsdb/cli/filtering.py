"""The options by which commands choose claims, and flat tables of claims on standard output."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from claimsdb.cli import completing
from claimsdb.model.attribution import AttributionKind

if TYPE_CHECKING:
    from claimsdb.store.read.filters import Filters
    from claimsdb.store.read.flat import FlatClaim

Attribution = Annotated[
    AttributionKind | None, typer.Option(help="Only claims with this attribution.", show_default=False)
]
Speaker = Annotated[
    str | None,
    typer.Option(
        help="Only claims by this speaker: part of the name, or an id.",
        show_default=False,
        autocompletion=completing.speakers,
    ),
]
Document = Annotated[
    str | None,
    typer.Option(
        help="Only claims in this document: part of its path or title, or an id.",
        show_default=False,
        autocompletion=completing.documents,
    ),
]
Publisher = Annotated[
    str | None,
    typer.Option(
        help="Only claims in documents of this publisher: part of the name.",
        show_default=False,
        autocompletion=completing.publishers,
    ),
]
Since = Annotated[
    str | None,
    typer.Option(
        help="Only documents published on or after this date: 2023-02-22, 2023-02 or 2023.", show_default=False
    ),
]
Until = Annotated[str | None, typer.Option(help="Only documents published on or before this date.", show_default=False)]
Words = Annotated[str | None, typer.Option(help="Words that the claim contains, in any order.", show_default=False)]


class Flat(StrEnum):
    """The formats of flat tables: a claim in each row, a fact in each column."""

    CSV = "csv"
    TSV = "tsv"
    JSONL = "jsonl"


def filters(
    *,
    attribution: AttributionKind | None,
    speaker: str | None,
    document: str | None,
    publisher: str | None,
    since: str | None,
    until: str | None,
    text: str | None = None,
) -> Filters:
    """The filters that the options give. Raises `typer.BadParameter` for a date that is none."""
    from claimsdb.store.read.filters import Filters
    from claimsdb.store.read.published import DATE

    for option, date in (("--since", since), ("--until", until)):
        if date is not None and not DATE.fullmatch(date):
            said = f"{date!r} is not a date. Give one such as 2023-02-22, 2023-02 or 2023."
            raise typer.BadParameter(said, param_hint=option)
    return Filters(
        attribution=attribution,
        speaker=speaker or None,
        document=document or None,
        publisher=publisher or None,
        since=since,
        until=until,
        text=text,
    )


def print_flat(claims: Iterable[FlatClaim], form: Flat) -> int:
    """Print a flat table of claims, in which no cell is a formula to a spreadsheet. Returns how many there were."""
    from claimsdb.store.export import Format, write
    from claimsdb.store.read.flat import FlatClaim
    from claimsdb.store.read.records import keys

    sys.stdout.flush()
    count = write(
        keys(FlatClaim), claims, Format(form.value), sys.stdout.buffer, for_spreadsheets=form is not Flat.JSONL
    )
    sys.stdout.buffer.flush()
    return count
