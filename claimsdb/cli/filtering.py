"""The options by which commands choose claims, and flat tables of claims on standard output."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from enum import StrEnum
from functools import wraps
from inspect import Parameter, Signature, signature
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, get_type_hints

import typer

from claimsdb.cli import completing
from claimsdb.model.attribution import AttributionKind
from claimsdb.model.document import BlockKind

if TYPE_CHECKING:
    from claimsdb.store.read.filters import Filters
    from claimsdb.store.read.flat import FlatClaim


def _only(words: str, completion: Callable[..., Any] | None = None) -> Any:
    """An option that leaves claims out."""
    return typer.Option(help=words, show_default=False, autocompletion=completion)


class Choice(NamedTuple):
    """The options by which commands choose claims."""

    attribution: Annotated[AttributionKind | None, _only("Only claims with this attribution.")] = None
    speaker: Annotated[
        str | None, _only("Only claims by this speaker: part of the name, or an id.", completing.speakers)
    ] = None
    document: Annotated[
        str | None, _only("Only claims in this document: part of its path or title, or an id.", completing.documents)
    ] = None
    publisher: Annotated[
        str | None, _only("Only claims in documents of this publisher: part of the name.", completing.publishers)
    ] = None
    since: Annotated[
        str | None, _only("Only documents published on or after this date: 2023-02-22, 2023-02 or 2023.")
    ] = None
    until: Annotated[str | None, _only("Only documents published on or before this date.")] = None
    text: Annotated[str | None, _only("Words that the claim contains, in any order.")] = None

    def filters(self, block: BlockKind | None = None, retired: bool = False) -> Filters:
        """The filters that the options give. Raises `typer.BadParameter` for a date that is none."""
        from claimsdb.store.read.filters import Filters
        from claimsdb.store.read.published import DATE

        for option, date in (("--since", self.since), ("--until", self.until)):
            if date is not None and not DATE.fullmatch(date):
                said = f"{date!r} is not a date. Give one such as 2023-02-22, 2023-02 or 2023."
                raise typer.BadParameter(said, param_hint=option)
        return Filters(
            attribution=self.attribution,
            speaker=self.speaker or None,
            document=self.document or None,
            publisher=self.publisher or None,
            since=self.since,
            until=self.until,
            text=self.text,
            block=block,
            retired=retired,
        )


def choosing(command: Callable[..., None]) -> Callable[..., None]:
    """The command, which now takes the options of a `Choice` in the place of its parameter `choice`."""

    @wraps(command)
    def chosen(**given: Any) -> None:
        choice = Choice(*(given.pop(name) for name in Choice._fields))
        command(**given, choice=choice)

    options = [
        Parameter(name, Parameter.KEYWORD_ONLY, default=Choice._field_defaults[name], annotation=hint)
        for name, hint in get_type_hints(Choice, include_extras=True).items()
    ]
    own = signature(command, eval_str=True).parameters
    takes = [
        made for p in own.values() for made in (options if p.name == "choice" else [p.replace(kind=p.KEYWORD_ONLY)])
    ]
    chosen.__signature__ = Signature(takes)  # type: ignore[attr-defined]
    chosen.__annotations__ = {one.name: one.annotation for one in takes}
    return chosen


class Flat(StrEnum):
    """The formats of flat tables: a claim in each row, a fact in each column."""

    CSV = "csv"
    TSV = "tsv"
    JSONL = "jsonl"


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
