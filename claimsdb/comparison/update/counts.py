"""Count a group's claims, documents, speakers, independent origins and conflicts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from claimsdb.comparison.origins.independence import independent
from claimsdb.english.words import WORD
from claimsdb.store.engine import Connection
from claimsdb.store.read import comparison
from claimsdb.store.write import groups as writer
from claimsdb.store.write.groups import Counts

STANDING = 6
"""Minimum number of words that documents of one publisher must share to be one origin of a claim; fewer may be the same by chance."""


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
    belongs = {d: [*reports.get(d, ()), *standing] for d, standing in _standing(members).items()}
    return Counts(
        claims=len(members),
        documents=len(documents),
        speakers=len({m.speaker for m in members if m.speaker is not None}),
        origins=independent(documents, reports | belongs),
        conflicts=sum(m.conflicting for m in members),
    )


def _standing(members: list[comparison.Counted]) -> dict[int, list[int]]:
    """Numbers below 0 for the wordings that several documents of one publisher have, by document: standing text, advertisements and what
    else a publisher repeats are one origin.
    """
    having: dict[tuple[int, tuple[str, ...]], set[int]] = defaultdict(set)
    for m in members:
        words = tuple(word.replace("’", "'") for word in WORD.findall(m.text.lower()))
        if m.publisher is not None and len(words) >= STANDING:
            having[m.publisher, words].add(m.document)
    found: dict[int, list[int]] = defaultdict(list)
    for number, (_, documents) in enumerate(sorted(having.items()), 1):
        for document in documents if len(documents) > 1 else ():
            found[document].append(-number)
    return found
