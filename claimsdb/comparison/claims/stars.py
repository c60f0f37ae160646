"""Groups as stars: every claim is linked to the one that stands for its group, so that a chain of near paraphrases does not melt into one.

After Aslam, Pelekhov and Rus, "The Star Clustering Algorithm for Static and Dynamic Information Organization" (JGAA 8, 2004): of the claims
that stand in no group yet, the one with most links becomes the centre of a star, and those that are linked to it its satellites, as far
as they hang together without it: a claim that says two things is linked to claims that have nothing to do with each other, and stands
in a star with either. A satellite may belong to several stars. A claim that says nearly the same as the centre joins where it is linked
to a satellite. The stars of one connected part of the links depend on that part alone, which is why a new document touches only
the groups it meets, and why order does not matter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

Links = Mapping[str, Mapping[str, float]]


def linked(pairs: Iterable[tuple[str, str, float]]) -> dict[str, dict[str, float]]:
    """The links of each claim with their scores, from pairs of claims."""
    links: dict[str, dict[str, float]] = defaultdict(dict)
    for a, b, score in pairs:
        links[a][b] = links[b][a] = score
    return dict(links)


def parts(links: Links) -> list[list[str]]:
    """The connected parts, each sorted."""
    found, seen = [], set()
    for one in sorted(links):
        if one in seen:
            continue
        seen.add(one)
        part, todo = [one], [one]
        while todo:
            for other in links[todo.pop()]:
                if other not in seen:
                    seen.add(other)
                    part.append(other)
                    todo.append(other)
        found.append(sorted(part))
    return found


def stars(links: Links, nearly: Links) -> dict[str, list[str]]:
    """The groups: each centre with its satellites, sorted. `nearly` are the links of claims that say nearly the same.
    Claims are named by ids that no order of reading changes.
    """
    made: dict[str, list[str]] = {}
    weight = {one: sum(others.values()) for one, others in links.items()}
    marked: set[str] = set()
    for one in sorted(links, key=lambda c: (-round(weight[c], 6), c)):
        if one not in marked and links[one]:
            like = _matter(links, nearly, one)
            joining = {c for c in nearly.get(one, ()) if not like.isdisjoint(links.get(c, ()))}
            made[one] = sorted(like | joining)
            marked |= {one, *made[one]}
    return made


def _matter(links: Links, nearly: Links, one: str) -> set[str]:
    """Those linked to a claim that hang together without it, where the most of its weight lies: what a claim of two things says
    besides is left to stars of their own.
    """
    own = links[one]
    inside = {c: {d: own[d] for d in own.keys() & (links[c].keys() | nearly.get(c, {}).keys())} for c in own}
    return set(max(parts(inside), key=lambda part: round(sum(own[c] for c in part), 6)))
