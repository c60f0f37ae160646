"""Count a group's claims, documents, speakers, independent origins and conflicts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from claimsdb.comparison.origins.independence import independent
from claimsdb.store.engine import Connection
from claimsdb.store.read import comparison
from claimsdb.store.write import groups as writer
from claimsdb.store.write.groups import Counts


def recount(
    connection: Connection, groups: Collection[int], documents: Collection[int], claims: Collection[int]
) -> None:
    """Recount these groups, and every group that has a claim of these documents or one of these claims."""
    reports: dict[int, list[int]] = defaultdict(list)
    for document, report in comparison.descents(connection):
        reports[document].append(report)
    members: dict[int, list[comparison.Counted]] = defaultdict(list)
    for one in comparison.counted(connection, groups, documents, claims):
        members[one.group].append(one)
    writer.count(connection, ((group, _counts(of, reports)) for group, of in sorted(members.items())))


def _counts(members: list[comparison.Counted], reports: dict[int, list[int]]) -> Counts:
    documents = {m.document for m in members}
    return Counts(
        claims=len(members),
        documents=len(documents),
        speakers=len({m.speaker for m in members if m.speaker is not None}),
        origins=independent(documents, reports),
        conflicts=sum(m.conflicting for m in members),
    )
