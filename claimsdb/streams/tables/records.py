"""From the records of a table to its members: the first ones show which columns there are."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import chain, islice
from typing import NamedTuple

from claimsdb.model.document import Transport
from claimsdb.model.errors import Problem
from claimsdb.streams.member import Limits, Member, Step
from claimsdb.streams.tables.columns import roles

_PEEKED = 50
"""Number of records in which columns are looked for."""


class Record(NamedTuple):
    """A record of a table: its number for people, its bytes, and where they are in the file."""

    number: int
    raw: bytes
    step: Step


def members_of_json(
    records: Iterator[Record | Problem], path: str, limits: Limits, within: str = "", charset: str | None = None
) -> Iterator[Member | Problem]:
    """The members for records that are JSON objects; `within` is a part of the table, such as a sheet, with "/" behind it."""
    first = list(islice(records, _PEEKED))
    found = roles(_columns(first), limits.fields, path)
    if isinstance(found, Problem):
        if not limits.finds:
            yield found
            return
        found = {}
    fields, records = found, chain(first, records)
    for one in records:
        if isinstance(one, Problem):
            yield one
        elif limits.wants(f"{within}{one.number}"):
            yield Member(
                f"{within}{one.number}", one.raw, "application/json",
                transport=Transport(charset=charset), fields={**fields, "row": str(one.number)}, steps=(one.step,),
            )  # fmt: skip


def _columns(records: list[Record | Problem]) -> Iterator[str]:
    for one in records:
        try:
            value = None if isinstance(one, Problem) else json.loads(one.raw)
        except (ValueError, RecursionError):  # its reader will say what is wrong
            continue
        if isinstance(value, dict):
            yield from value
