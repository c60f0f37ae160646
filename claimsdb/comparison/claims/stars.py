"""Groups as stars: every claim is linked to the one that represents its group, so that a chain of near paraphrases is not one group.

After Aslam, Pelekhov and Rus, "The Star Clustering Algorithm for Static and Dynamic Information Organization" (JGAA 8, 2004): of the claims
that are not in a group yet, the one with the most links becomes the centre of a star. The claims linked to it become its satellites, if
they are connected without it: a claim that says two things is linked to claims that have nothing to do with each other, and is in one
star with each kind. A satellite may belong to several stars. A claim that says nearly the same as the centre joins if it is linked
to a satellite. The stars of one connected part of the links depend on that part alone. This is why a new document touches only
the groups that it is linked to, and why order does not matter.
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

    Claims are given by ids that do not depend on the order of reading.
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
    """The claims linked to `one` that are connected without it: of several such sets, the one with the greatest total score.

    If a claim says two things, the claims of its second matter get stars of their own.
    """
    own = links[one]
    inside = {c: {d: own[d] for d in own.keys() & (links[c].keys() | nearly.get(c, {}).keys())} for c in own}
    return set(max(parts(inside), key=lambda part: round(sum(own[c] for c in part), 6)))
