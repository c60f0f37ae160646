"""What the page of pictures shows of chosen claims: when, who quotes how much, who lets whom speak, who says the same."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import TypedDict

import sqlalchemy as sa

from claimsdb.model.attribution import AttributionKind
from claimsdb.store.engine import Connection, driver
from claimsdb.store.facet_columns import Array, Columns
from claimsdb.store.read.chosen import Chosen
from claimsdb.store.read.rows import listed
from claimsdb.store.read.sharing import sharing
from claimsdb.store.read.timeline import Timeline, of_claims, timeline

WIDE = 15
"""Maximum number of rows and of columns of a table of two kinds."""
LONG = 30
"""Maximum number of publishers with bars."""


class By(StrEnum):
    """The share by which publishers are sorted, largest first, or their numbers of claims."""

    QUOTED = "quoted"
    REPORTED = "reported"
    ASSERTED = "asserted"
    CLAIMS = "claims"


class Named(TypedDict):
    """A row of another table, by its key, its name, and its public id, if it has one."""

    key: int
    name: str
    id: str | None


class Share(TypedDict):
    """A publisher's claims by attribution; the publisher is None if it is not known."""

    publisher: Named | None
    counts: dict[str, int]
    claims: int


class Heat(TypedDict):
    """The number of claims by publisher (rows) and speaker; `totals` are a publisher's claims of any speaker."""

    publishers: list[Named]
    speakers: list[Named]
    totals: list[int]
    counts: list[list[int]]


class Shared(TypedDict):
    """Publishers by the groups of claims in which two have one, and how many of these go back to one origin."""

    publishers: list[Named]
    shared: list[list[int]]
    one_origin: list[list[int]]


class Pictures(TypedDict):
    """The number of claims and what is shown of them; `left_out` is the number of publishers without bars."""

    claims: int
    timeline: Timeline
    shares: list[Share]
    left_out: int
    heat: Heat
    sharing: Shared


def pictures(connection: Connection, chosen: Chosen, by: By) -> Pictures:
    """Count the chosen claims, from `claim_columns`, all in one state of the database."""
    connection.exec_driver_sql("BEGIN")
    try:
        columns = Columns(driver(connection))
        among = chosen.among(columns)
        shares = _shares(connection, columns, among)
        shown = sorted(shares[:LONG], key=lambda share: -(share["claims"] if by is By.CLAIMS else _part(share, by)))
        of_two = sharing(columns, among, WIDE)
        return {
            "claims": sum(share["claims"] for share in shares),
            "timeline": timeline(of_claims(columns, among)),
            "shares": shown,
            "left_out": len(shares) - len(shown),
            "heat": _heat(connection, columns, among),
            "sharing": {
                "publishers": _publishers(connection, of_two.publishers),
                "shared": of_two.shared,
                "one_origin": of_two.one_origin,
            },
        }
    finally:
        connection.exec_driver_sql("ROLLBACK")


def _shares(connection: Connection, columns: Columns, among: Array | None) -> list[Share]:
    """Every publisher with its claims, most claims first."""
    counted = columns.across("publisher_row", "attribution", among)
    named = {one["key"]: one for one in _publishers(connection, counted)}
    none = {kind.value: 0 for kind in AttributionKind}
    shares: list[Share] = [
        {"publisher": named.get(key), "counts": none | of, "claims": sum(of.values())} for key, of in counted.items()
    ]
    return sorted(shares, key=lambda share: -share["claims"])


def _part(share: Share, by: By) -> float:
    return share["counts"][by.value] / share["claims"]


def _heat(connection: Connection, columns: Columns, among: Array | None) -> Heat:
    spoken = columns.having("speaker_row", among)
    publishers = columns.most("publisher_row", WIDE, spoken)
    keys = [int(key) for key, _ in publishers]
    speakers = [int(key) for key, _ in columns.most("speaker_row", WIDE, columns.having("publisher_row", spoken))]
    query = f"SELECT id AS key, name, speaker_id AS id FROM speakers WHERE id IN ({listed(speakers)})"
    return {
        "publishers": _publishers(connection, keys),
        "speakers": _named(connection, query, speakers),
        "totals": [total for _, total in publishers],
        "counts": columns.table("publisher_row", keys, "speaker_row", speakers, spoken),
    }


def _publishers(connection: Connection, keys: Iterable[int]) -> list[Named]:
    ordered = list(keys)
    query = f"SELECT id AS key, name, NULL AS id FROM publishers WHERE id IN ({listed(ordered)})"
    return _named(connection, query, ordered)


def _named(connection: Connection, query: str, keys: list[int]) -> list[Named]:
    """The rows of a query in the order of these keys."""
    found: dict[int, Named] = {
        key: {"key": key, "name": name, "id": identity} for key, name, identity in connection.execute(sa.text(query))
    }
    return [found[key] for key in keys if key in found]
