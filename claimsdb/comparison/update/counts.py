"""Count a group's claims, documents, speakers, independent origins and conflicts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from claimsdb.comparison.origins.independence import assigned
from claimsdb.comparison.origins.standing import folded_words, house
from claimsdb.store.engine import Connection
from claimsdb.store.read import comparison
from claimsdb.store.write import groups as writer
from claimsdb.store.write.groups import Counts

ALIKE = 6
"""Minimum number of words that documents of one publisher must share to be one origin of a claim; fewer may be the same by chance."""
MANY = 100
"""Maximum number of wordings of one publisher in a group of which each is looked for inside the others; of more, only equal ones count."""


def recount(
    connection: Connection, groups: Collection[int], documents: Collection[int], claims: Collection[int]
) -> None:
    """Recount these groups, and every group that has a claim of these documents or one of these claims."""
    reports = comparison.descents(connection)
    members: dict[int, list[comparison.Counted]] = defaultdict(list)
    for one in comparison.counted(connection, groups, documents, claims):
        members[one.group].append(one)
    origins = {group: _origins(of, reports) for group, of in members.items()}
    writer.count(connection, ((group, _counts(of, origins[group])) for group, of in sorted(members.items())))
    writer.assign(connection, origins)


def _counts(members: list[comparison.Counted], origins: dict[int, int]) -> Counts:
    return Counts(
        claims=len(members),
        documents=len(origins),
        speakers=len({m.speaker for m in members if m.speaker is not None}),
        origins=len(set(origins.values())),
        conflicts=sum(m.conflicting for m in members),
    )


def _origins(members: list[comparison.Counted], reports: dict[int, list[int]]) -> dict[int, int]:
    """The number of the origin that each document of a group counts for."""
    documents = {m.document for m in members}
    alike = _alike(members)
    return assigned(documents, {d: [*reports.get(d, ()), *alike.get(d, ())] for d in documents})


def _alike(members: list[comparison.Counted]) -> dict[int, list[int]]:
    """Numbers below 0 for the wordings that several documents of one publisher have, by document: standing text, advertisements and what
    else a publisher repeats are one origin. A claim has a wording too if it contains it, since its edges may be found elsewhere.
    """
    having: dict[int | str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for m in members:
        words = folded_words(m.text)
        if (whose := house(m.publisher, m.url)) is not None and len(words) >= ALIKE:
            having[whose][f" {' '.join(words)} "].add(m.document)
    found: dict[int, list[int]] = defaultdict(list)
    number = 0
    for _, wordings in sorted(having.items(), key=str):
        few = len(wordings) <= MANY
        for wording, own in sorted(wordings.items()):
            documents = set(own).union(*(of for other, of in wordings.items() if few and wording in other))
            number -= 1
            for document in documents if len(documents) > 1 else ():
                found[document].append(number)
    return found
