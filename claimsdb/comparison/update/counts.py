"""What a group's claims amount to: how many documents, speakers and independent origins."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

import sqlalchemy as sa

from claimsdb.comparison.origins.independence import independent
from claimsdb.store.keys import among
from claimsdb.store.tables import DescentRow, GroupRow, MemberRow, table

GROUPS, MEMBERS, DESCENTS = table(GroupRow), table(MemberRow), table(DescentRow)


def recount(
    connection: sa.Connection, groups: Collection[int], documents: Collection[int], claims: Collection[int]
) -> None:
    """Count anew for these groups, for all that have a claim of these documents, and for all that have one of these claims."""
    belongs: dict[int, list[int]] = defaultdict(list)
    for document, report in connection.execute(
        sa.select(DESCENTS.c.document, DESCENTS.c.report).order_by(DESCENTS.c.report)
    ):
        belongs[document].append(report)
    with (
        among(connection, sorted(documents)) as moved,
        among(connection, sorted(claims)) as contradicted,
        among(connection, sorted(groups)) as made,
    ):
        query = f"""SELECT m."group", c.document, CASE WHEN c.attribution <> 'asserted' THEN c.speaker END,
                EXISTS (SELECT 1 FROM contradictions k WHERE k.claim = c.id) OR EXISTS (SELECT 1 FROM contradictions k WHERE k.other = c.id)
            FROM members m JOIN claims c ON c.id = m.claim
            WHERE m."group" IN ({_sql(made)})
                OR m."group" IN (SELECT n."group" FROM members n JOIN claims d ON d.id = n.claim WHERE d.document IN ({_sql(moved)}))
                OR m."group" IN (SELECT n."group" FROM members n WHERE n.claim IN ({_sql(contradicted)}))"""
        rows = connection.exec_driver_sql(query).fetchall()
    members: dict[int, list[tuple[int, int | None, int]]] = defaultdict(list)
    for group, document, speaker, conflicting in rows:
        members[group].append((document, speaker, conflicting))
    counts = [
        {
            "key": group,
            "claims": len(of),
            "documents": len({d for d, _, _ in of}),
            "speakers": len({s for _, s, _ in of if s is not None}),
            "origins": independent({d for d, _, _ in of}, belongs),
            "conflicts": sum(c for _, _, c in of),
        }
        for group, of in sorted(members.items())
    ]
    if counts:
        connection.execute(sa.update(GROUPS).where(GROUPS.c.id == sa.bindparam("key")), counts)


def _sql(chosen: sa.Select[tuple[int]]) -> str:
    return str(chosen.compile(compile_kwargs={"literal_binds": True}))
