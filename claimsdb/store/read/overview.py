"""An overview of a database: totals, attributions by publisher or document, the speakers cited most, and the last run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypedDict

import sqlalchemy as sa

from claimsdb.model.attribution import AttributionKind
from claimsdb.store.engine import Connection, driver
from claimsdb.store.facet_columns import Columns
from claimsdb.store.read.rows import listed
from claimsdb.store.read.runs import RunRecord, last_run
from claimsdb.store.read.timeline import Timeline, of_claims, timeline

ROWS = 12
"""Maximum numbers of bars (publishers or documents) in the chart and of speakers in the list."""
_NAMES = {
    "publisher_row": "SELECT id, name, id, NULL FROM publishers WHERE id IN ({keys})",
    "document": "SELECT id, coalesce(title, path), document_id, NULL FROM documents WHERE id IN ({keys})",
    "speaker_row": "SELECT id, name, speaker_id, kind FROM speakers WHERE id IN ({keys})",
}
_CITED = (AttributionKind.QUOTED, AttributionKind.REPORTED)


class Bar(TypedDict):
    """The numbers of a publisher's, document's or speaker's claims by attribution.

    `id` is the one in its address: a publisher's key, or the public id. `name` is None if unknown; only speakers have a `kind`.
    """

    key: int
    name: str | None
    id: str | int | None
    kind: str | None
    quoted: int
    reported: int
    asserted: int
    claims: int


class Overview(TypedDict):
    """Counts of a database. The longest `bars` are given, by document if there are few documents (`by_document`), otherwise by
    publisher, and how many are left out; `cited` are the speakers cited most, `timeline` the claims by the time of publication.
    """

    documents: int
    claims: int
    speakers: int
    problems: int
    by_document: bool
    bars: list[Bar]
    left_out: int
    longest: int
    cited: list[Bar]
    timeline: Timeline
    run: RunRecord | None


def overview(connection: Connection) -> Overview:
    """Count the current claims, from `claim_columns`."""
    connection.exec_driver_sql("BEGIN")  # all counts are of the same state
    try:
        columns = Columns(driver(connection))
        current = columns.equal({"status": "current"})
        time = timeline(of_claims(columns, current))
    finally:
        connection.exec_driver_sql("ROLLBACK")
    documents = _count(connection, "documents WHERE status = 'current'")
    by = "document" if documents <= ROWS else "publisher_row"
    bars = _most(columns.across(by, "attribution", current), tuple(AttributionKind))
    cited = [bar for bar in _most(columns.across("speaker_row", "attribution", current), _CITED) if bar["key"]]
    return {
        "documents": documents,
        "claims": sum(bar["claims"] for bar in bars),
        "speakers": _count(connection, "speakers"),
        "problems": _count(connection, "problems WHERE resolved_by IS NULL"),
        "by_document": by == "document",
        "bars": _named(connection, by, bars[:ROWS]),
        "left_out": max(0, len(bars) - ROWS),
        "longest": bars[0]["claims"] if bars else 0,
        "cited": _named(connection, "speaker_row", cited[:ROWS]),
        "timeline": time,
        "run": last_run(connection),
    }


def _count(connection: Connection, what: str) -> int:
    return int(connection.execute(sa.text(f"SELECT count(*) FROM {what}")).scalar_one())


def _most(counts: Mapping[int, Mapping[str, int]], attributions: Sequence[AttributionKind]) -> list[Bar]:
    """A bar for each key that has claims with these attributions, most claims first."""
    bars: list[Bar] = []
    for key, of in counts.items():
        quoted, reported, asserted = (of.get(a, 0) if a in attributions else 0 for a in AttributionKind)
        if claims := quoted + reported + asserted:
            bars.append(
                {
                    "key": key,
                    "name": None,
                    "id": None,
                    "kind": None,
                    "quoted": quoted,
                    "reported": reported,
                    "asserted": asserted,
                    "claims": claims,
                }
            )
    return sorted(bars, key=lambda bar: (-bar["claims"], bar["key"]))


def _named(connection: Connection, what: str, bars: list[Bar]) -> list[Bar]:
    """The bars with names in place of keys."""
    query = _NAMES[what].format(keys=listed(bar["key"] for bar in bars))
    names = {key: named for key, *named in connection.execute(sa.text(query))}
    for bar in bars:
        if bar["key"] in names:
            bar["name"], bar["id"], bar["kind"] = names[bar["key"]]
    return bars
