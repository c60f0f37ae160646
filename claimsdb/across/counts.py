"""What a group's claims amount to: how many documents, speakers and independent origins."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

import sqlalchemy as sa

from claimsdb.across.reading import among
from claimsdb.origins.reports import independent
from claimsdb.tables import DescentRow, GroupRow, MemberRow, table

GROUPS, MEMBERS, DESCENTS = table(GroupRow), table(MemberRow), table(DescentRow)


def recount(connection: sa.Connection, groups: Collection[int], documents: Collection[int]) -> None:
    """Count anew for these groups, and for all that have a claim of these documents."""
    belongs: dict[int, list[int]] = defaultdict(list)
    for document, report in connection.execute(sa.select(DESCENTS.c.document, DESCENTS.c.report).order_by(DESCENTS.c.report)):
        belongs[document].append(report)
    with among(connection, sorted(documents)) as moved, among(connection, sorted(groups)) as chosen:
        query = sa.text(f"""SELECT m."group", c.id, c.document, CASE WHEN c.attribution <> 'asserted' THEN c.speaker END
            FROM members m JOIN claims c ON c.id = m.claim
            WHERE m."group" IN ({_sql(chosen)}) OR m."group" IN
                (SELECT n."group" FROM members n JOIN claims d ON d.id = n.claim WHERE d.document IN ({_sql(moved)}))""")
        rows = connection.execute(query).fetchall()
    claims: dict[int, int] = defaultdict(int)
    told: dict[int, set[int]] = defaultdict(set)
    said: dict[int, set[int]] = defaultdict(set)
    for group, _, document, speaker in rows:
        claims[group] += 1
        told[group].add(document)
        if speaker is not None:
            said[group].add(speaker)
    counts = [
        {
            "key": group,
            "claims": claims[group],
            "documents": len(told[group]),
            "speakers": len(said[group]),
            "origins": independent(told[group], belongs),
        }
        for group in sorted(claims)
    ]
    if counts:
        connection.execute(sa.update(GROUPS).where(GROUPS.c.id == sa.bindparam("key")), counts)


def _sql(chosen: sa.Select[tuple[int]]) -> str:
    return str(chosen.compile(compile_kwargs={"literal_binds": True}))
