"""From links between documents to origins: groups of documents that go back to one report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

Link = tuple[int, int]


def origins(links: Iterable[Link], several: Collection[int]) -> list[frozenset[int]]:
    """The groups of linked documents. Documents in `several` draw on more than one report (a digest with a list of sources): they belong to
    the groups of all those reports, and do not join these groups into one.
    """
    parent: dict[int, int] = {}

    def root(one: int) -> int:
        parent.setdefault(one, one)
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    loose: list[Link] = []
    for a, b in links:
        if a in several or b in several:
            loose.append((a, b))
        else:
            parent[max(root(a), root(b))] = min(root(a), root(b))
    groups: dict[int, set[int]] = defaultdict(set)
    for one in list(parent):
        groups[root(one)].add(one)
    for a, b in loose:
        if a in several and b in several:
            continue  # two digests: what they share is from others
        digest, report = (a, b) if a in several else (b, a)
        groups[root(report)] |= {report, digest}
    made = {frozenset(g) for g in groups.values() if len(g) > 1}
    covered = {link for g in made for link in loose if link[0] in g and link[1] in g}
    pairs = {frozenset(link) for link in loose if link not in covered}
    return sorted(made | pairs, key=sorted)


def assigned(documents: Collection[int], belongs: Mapping[int, Collection[int]]) -> dict[int, int]:
    """The number, from 1, of the origin that each document counts for, so that there are as few as possible.

    `belongs` gives a document's origins; a document without one is its own. A document with several needs only one of them; if there is a
    choice, the origin of the most documents is taken.
    """
    chosen = {next(iter(belongs[d])) for d in documents if len(belongs.get(d, ())) == 1}
    left = [set(belongs[d]) for d in documents if len(belongs.get(d, ())) > 1]
    left = [o for o in left if not o & chosen]
    while left:
        counts: dict[int, int] = defaultdict(int)
        for some in left:
            for origin in some:
                counts[origin] += 1
        best = min(counts, key=lambda o: (-counts[o], o))
        chosen.add(best)
        left = [o for o in left if best not in o]
    numbers: dict[tuple[bool, int], int] = {}
    found: dict[int, int] = {}
    for d in sorted(documents):
        of = min(chosen.intersection(belongs.get(d, ())), default=None)
        found[d] = numbers.setdefault((of is None, d if of is None else of), len(numbers) + 1)
    return found
