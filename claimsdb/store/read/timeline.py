"""When the documents of claims were published: as a condition, and as numbers of claims by month."""

from __future__ import annotations

from typing import TypedDict

import sqlalchemy as sa

from claimsdb.model.attribution import AttributionKind
from claimsdb.store.engine import Connection, driver
from claimsdb.store.facet_columns import Columns


class Period(TypedDict):
    """A month or a year (ISO 8601), with the number of current claims by attribution in documents that were published in it."""

    name: str
    counts: dict[str, int]
    claims: int


def published_within(since: str | None, until: str | None) -> tuple[list[str], dict[str, str]]:
    """Conditions on a row of claims with their parameters: its document was published, or may have been, in this time (inclusive)."""
    clauses, values = list[str](), dict[str, str]()
    if since:
        clauses.append("published >= substr(:published_since, 1, length(published))")
        values["published_since"] = since
    if until:
        clauses.append("substr(published, 1, length(:published_until)) <= :published_until")
        values["published_until"] = until
    return [f"document IN (SELECT id FROM documents WHERE {' AND '.join(clauses)})"] if clauses else [], values


def by_month(connection: Connection, most: int) -> list[Period]:
    """The months in which documents with current claims were published, in order; years instead if there are more than `most`."""
    columns = Columns(driver(connection))
    counts = columns.across("document", "attribution", columns.equal({"status": "current"}))
    known = connection.execute(sa.text("SELECT id, published FROM documents WHERE published NOT NULL"))
    dated: dict[int, str] = {int(key): str(published) for key, published in known}
    for length in (7, 4):
        periods: dict[str, dict[str, int]] = {}
        for key, of in counts.items():
            if key in dated:
                period = periods.setdefault(dated[key][:length], {kind.value: 0 for kind in AttributionKind})
                for attribution, n in of.items():
                    period[attribution] += n
        if len(periods) <= most:
            break
    return [{"name": name, "counts": of, "claims": sum(of.values())} for name, of in sorted(periods.items())]
