"""The state and the results of comparing claims: which were compared, their buckets, links and groups."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

import sqlalchemy as sa

from claimsdb.store.engine import Connection
from claimsdb.store.keys import among, every, written
from claimsdb.store.read.problems import NOT_COMPARED
from claimsdb.store.tables.columns import table
from claimsdb.store.tables.comparison import (
    ContradictionRow,
    DescentRow,
    GroupRow,
    MemberRow,
    NeighbourhoodRow,
    SameRow,
)

SAME, NEIGHBOURHOODS, GROUPS, MEMBERS = table(SameRow), table(NeighbourhoodRow), table(GroupRow), table(MemberRow)
DESCENTS, CONTRADICTIONS = table(DescentRow), table(ContradictionRow)


class Voice(NamedTuple):
    """The document, words, speaker and attribution of a claim; a claim that has the same as another is a repetition of it."""

    document: int
    text: str
    speaker: int | None
    attribution: str


class Link(NamedTuple):
    """Two claims that say the same, the score, whether that is sure, and whether the reason is one that was asked for."""

    claim: int
    other: int
    score: float
    sure: bool
    asked: bool


class Member(NamedTuple):
    """A claim in a group, the group's representative claim, and the score of the link between the two."""

    group: int
    centre: int
    claim: int
    score: float


class Counted(NamedTuple):
    """A claim in a group, for the totals: its document, who published that and at which address, its words, its speaker unless asserted,
    and whether it has a conflict.
    """

    group: int
    document: int
    publisher: int | None
    url: str | None
    text: str
    speaker: int | None
    conflicting: int


def outdated(connection: Connection, method: str) -> list[int]:
    """Claims that have been compared, but must be again: they are retired, changed, compared by another method, or of a document on
    which comparing failed.
    """
    query = f"""SELECT k.claim FROM compared k JOIN claims c ON c.id = k.claim
        WHERE c.status <> 'current' OR c.run <> k.run OR k.method <> :method OR c.document IN ({NOT_COMPARED}) ORDER BY k.claim"""
    return list(connection.execute(sa.text(query), {"method": method}).scalars())


def uncompared(connection: Connection) -> list[int]:
    """Current claims with an embedding that have not been compared, in the order of their ids."""
    query = """SELECT c.id FROM claims c JOIN claim_embeddings e ON e.claim = c.id LEFT JOIN compared k ON k.claim = c.id
        WHERE c.status = 'current' AND k.claim IS NULL ORDER BY c.claim_id"""
    return list(connection.exec_driver_sql(query).scalars())


def voices(connection: Connection, claims: Sequence[int]) -> dict[int, Voice]:
    """The voices of these claims by their keys, in the order of their positions in their documents."""
    query = "SELECT id, char_start, document, text, speaker_row, attribution FROM claims"
    rows = every(connection, query, claims).items()
    return {key: Voice(*voice) for key, (_, *voice) in sorted(rows, key=lambda row: (row[1][0], row[0]))}


def compared_voices(connection: Connection, documents: Collection[int]) -> dict[Voice, int]:
    """The claims of these documents that have been compared for themselves, by their voices."""
    with among(connection, sorted(documents)) as chosen:
        query = f"""SELECT id, document, text, speaker_row, attribution FROM claims WHERE document IN ({written(chosen)})
            AND id IN (SELECT claim FROM compared) AND id IN (SELECT claim FROM neighbourhoods)"""
        return {Voice(*voice): key for key, *voice in connection.exec_driver_sql(query)}


def sharing_buckets(
    connection: Connection, claims: Collection[int], *bands: tuple[int | None, int | None]
) -> list[tuple[int, int]]:
    """The buckets within one of the half-open bands that contain these claims, each with all of its claims."""
    within = sa.or_(
        *(
            sa.and_(
                sa.true() if low is None else NEIGHBOURHOODS.c.bucket >= low,
                sa.true() if high is None else NEIGHBOURHOODS.c.bucket < high,
            )
            for low, high in bands
        )
    )
    with among(connection, sorted(claims)) as chosen:
        mine = sa.select(NEIGHBOURHOODS.c.bucket).where(NEIGHBOURHOODS.c.claim.in_(chosen), within).distinct()
        query = sa.select(NEIGHBOURHOODS.c.bucket, NEIGHBOURHOODS.c.claim).where(NEIGHBOURHOODS.c.bucket.in_(mine))
        return [(bucket, claim) for bucket, claim in connection.execute(query)]


def neighbours(connection: Connection, claims: Collection[int]) -> int:
    """Whether other claims share a bucket with these: 1, else 0."""
    with among(connection, sorted(claims)) as chosen:
        mine = sa.select(NEIGHBOURHOODS.c.bucket).where(NEIGHBOURHOODS.c.claim.in_(chosen))
        others = sa.select(1).where(NEIGHBOURHOODS.c.bucket.in_(mine), NEIGHBOURHOODS.c.claim.not_in(chosen))
        return len(connection.execute(others.limit(1)).fetchall())


def having_buckets(connection: Connection, claims: Iterable[int]) -> set[int]:
    """Those of the claims that are in buckets: all that have been compared, except repetitions within a document."""
    with among(connection, sorted(claims)) as chosen:
        query = sa.select(NEIGHBOURHOODS.c.claim).where(NEIGHBOURHOODS.c.claim.in_(chosen)).distinct()
        return set(connection.execute(query).scalars())


def links(connection: Connection, claims: Collection[int], reason: str) -> Iterator[Link]:
    """The links of these claims; a link between two of them is given twice. `Link.asked` is whether the reason is this one."""
    query = sa.select(SAME.c.claim, SAME.c.other, SAME.c.score, SAME.c.sure == "yes", SAME.c.reasons == reason)
    with among(connection, sorted(claims)) as chosen:
        for end in (SAME.c.claim, SAME.c.other):
            yield from (Link(*row) for row in connection.execute(query.where(end.in_(chosen))))


def contradicting(connection: Connection, claims: Collection[int]) -> Iterator[tuple[int, int]]:
    """The pairs of these claims, and of one of these and another claim, that are in conflict; a pair may be given several times."""
    query = sa.select(CONTRADICTIONS.c.claim, CONTRADICTIONS.c.other)
    with among(connection, sorted(claims)) as chosen:
        for end in (CONTRADICTIONS.c.claim, CONTRADICTIONS.c.other):
            yield from ((a, b) for a, b in connection.execute(query.where(end.in_(chosen))))


def claim_ids(connection: Connection, claims: Collection[int]) -> dict[int, str]:
    """The public ids of these claims by their keys."""
    rows = every(connection, "SELECT id, claim_id FROM claims", sorted(claims))
    return {key: row[0] for key, row in rows.items()}


def members(connection: Connection, claims: Collection[int]) -> list[Member]:
    """The groups of each of these claims."""
    columns = (GROUPS.c.id, GROUPS.c.claim, MEMBERS.c.claim, MEMBERS.c.score)
    with among(connection, sorted(claims)) as chosen:
        mine = sa.select(MEMBERS.c.same_group).where(MEMBERS.c.claim.in_(chosen)).distinct()
        query = sa.select(*columns).join(MEMBERS, MEMBERS.c.same_group == GROUPS.c.id).where(GROUPS.c.id.in_(mine))
        return [Member(*row) for row in connection.execute(query)]


def counted(
    connection: Connection, groups: Collection[int], documents: Collection[int], claims: Collection[int]
) -> list[Counted]:
    """The claims of these groups, of the groups with a claim of these documents, and of the groups with one of these claims."""
    with (
        among(connection, sorted(groups)) as these,
        among(connection, sorted(documents)) as of_documents,
        among(connection, sorted(claims)) as of_claims,
    ):
        query = f"""SELECT m.same_group, c.document, p.publisher_row, p.url, c.text,
                CASE WHEN c.attribution <> 'asserted' THEN c.speaker_row END,
                EXISTS (SELECT 1 FROM contradictions k WHERE k.claim = c.id) OR EXISTS (SELECT 1 FROM contradictions k WHERE k.other = c.id)
            FROM members m JOIN claims c ON c.id = m.claim JOIN documents p ON p.id = c.document
            WHERE m.same_group IN ({written(these)})
                OR m.same_group IN (SELECT n.same_group FROM members n JOIN claims d ON d.id = n.claim
                    WHERE d.document IN ({written(of_documents)}))
                OR m.same_group IN (SELECT n.same_group FROM members n WHERE n.claim IN ({written(of_claims)}))"""
        return [Counted(*row) for row in connection.exec_driver_sql(query)]


def uncounted(connection: Connection) -> set[int]:
    """The groups of whose documents it is not known for which origin they count: those of a database made before that was kept."""
    query = "SELECT id FROM same_groups WHERE id NOT IN (SELECT same_group FROM group_origins)"
    return set(connection.exec_driver_sql(query).scalars())


def descents(connection: Connection) -> dict[int, list[int]]:
    """The reports that documents go back to, by document, in their order."""
    found: dict[int, list[int]] = defaultdict(list)
    query = sa.select(DESCENTS.c.document, DESCENTS.c.report).order_by(DESCENTS.c.report)
    for document, report in connection.execute(query):
        found[document].append(report)
    return found
