"""Writing groups: the groups, their claims, and their totals."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

import sqlalchemy as sa

from claimsdb.store.engine import Connection
from claimsdb.store.keys import among
from claimsdb.store.tables.columns import table
from claimsdb.store.tables.comparison import GroupOriginRow, GroupRow, MemberRow

GROUPS, MEMBERS, ORIGINS = table(GroupRow), table(MemberRow), table(GroupOriginRow)


@dataclass(frozen=True, slots=True)
class NewGroup:
    """A group's public id and its representative claim."""

    group_id: str
    claim: int


@dataclass(frozen=True, slots=True)
class Counts:
    """A group's numbers of claims, documents, speakers, independent origins, and claims with a conflict."""

    claims: int = 0
    documents: int = 0
    speakers: int = 0
    origins: int = 0
    conflicts: int = 0


def empty(connection: Connection, groups: Collection[int]) -> None:
    """Take all claims out of these groups."""
    with among(connection, sorted(groups)) as chosen:
        connection.execute(sa.delete(MEMBERS).where(MEMBERS.c.same_group.in_(chosen)))


def remove(connection: Connection, groups: Collection[int]) -> None:
    """Delete these groups, which must be empty."""
    with among(connection, sorted(groups)) as chosen:
        connection.execute(sa.delete(ORIGINS).where(ORIGINS.c.same_group.in_(chosen)))
        connection.execute(sa.delete(GROUPS).where(GROUPS.c.id.in_(chosen)))


def make(connection: Connection, groups: Sequence[NewGroup], run: int) -> list[int]:
    """Insert groups without claims and with totals of 0. Returns their keys, in order."""
    last = int(connection.execute(sa.select(sa.func.coalesce(sa.func.max(GROUPS.c.id), 0))).scalar_one())
    keys = list(range(last + 1, last + len(groups) + 1))
    nothing = asdict(Counts())
    rows = [{"id": key, "run": run} | asdict(group) | nothing for key, group in zip(keys, groups, strict=True)]
    if rows:
        connection.execute(sa.insert(GROUPS), rows)
    return keys


def fill(connection: Connection, members: Iterable[tuple[int, int, float]]) -> None:
    """Put claims into groups, given group, claim, and the score of its link to the representative claim."""
    rows = [{"same_group": group, "claim": claim, "score": score} for group, claim, score in members]
    if rows:
        connection.execute(sa.insert(MEMBERS), rows)


def count(connection: Connection, counts: Iterable[tuple[int, Counts]]) -> None:
    """Write the totals of groups."""
    rows = [{"key": group} | asdict(of) for group, of in counts]
    if rows:
        connection.execute(sa.update(GROUPS).where(GROUPS.c.id == sa.bindparam("key")), rows)


def assign(connection: Connection, origins: Mapping[int, Mapping[int, int]]) -> None:
    """Write for which origin each document of these groups counts, in place of what was written before."""
    with among(connection, sorted(origins)) as chosen:
        connection.execute(sa.delete(ORIGINS).where(ORIGINS.c.same_group.in_(chosen)))
    rows = [
        {"same_group": group, "document": document, "origin": origin}
        for group, of in sorted(origins.items())
        for document, origin in sorted(of.items())
    ]
    if rows:
        connection.execute(sa.insert(ORIGINS), rows)
