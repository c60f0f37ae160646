"""Groups as stars: every claim is linked to the one that represents its group, so that a chain of near paraphrases is not one group.

After Aslam, Pelekhov and Rus, "The Star Clustering Algorithm for Static and Dynamic Information Organization" (JGAA 8, 2004): of the claims
that are not in a group yet, the one with the most links becomes the centre of a star. The claims linked to it become its satellites, if
they are connected without it: a claim that says two things is linked to claims that have nothing to do with each other, and is in one
star with each kind. A satellite may belong to several stars. A claim that says nearly the same as the centre joins if it is linked
to a satellite. Claims that do not agree (`claimsdb.comparison.claims.agreement`) are never in one star: the better linked one is, and the
other gets a star of its own. The stars of one connected part of the links depend on that part alone. This is why a new document touches
only the groups that it is linked to, and why order does not matter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from claimsdb.comparison.claims.agreement import Agreement

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


def stars(links: Links, nearly: Links, agreement: Agreement) -> dict[str, list[str]]:
    """The groups: each centre with its satellites, sorted. `nearly` are the links of claims that say nearly the same.

    Claims are given by ids that do not depend on the order of reading.
    """
    made: dict[str, list[str]] = {}
    weight = {one: round(sum(others.values()), 6) for one, others in links.items()}
    marked: set[str] = set()
    for one in sorted(links, key=lambda c: (-weight[c], c)):
        if one in marked or not links[one]:
            continue
        centre, found = one, _star(links, nearly, agreement, one)
        if not found:  # it cannot stand for any of its claims: let one of them stand for it
            others = sorted(links[one].keys() - made.keys(), key=lambda c: (-weight[c], c))
            tried = ((c, _star(links, nearly, agreement, c)) for c in others)
            centre, found = next(((c, star) for c, star in tried if one in star), (one, []))
        if found:
            made[centre] = sorted(found)
            marked |= {centre, *found}
    return made


def _star(links: Links, nearly: Links, agreement: Agreement, one: str) -> list[str]:
    """The satellites of a centre, best linked first."""
    able = agreement.together(one, _best(links[one]))
    like = _matter(links, nearly, one, able)
    joining = {c: score for c, score in nearly.get(one, {}).items() if not like.isdisjoint(links.get(c, ()))}
    return agreement.together(one, [*(c for c in able if c in like), *_best(joining)])


def _best(scores: Mapping[str, float]) -> list[str]:
    return sorted(scores, key=lambda c: (-round(scores[c], 6), c))


def _matter(links: Links, nearly: Links, one: str, able: Collection[str]) -> set[str]:
    """The claims of `able`, which are linked to `one`, that are connected without it: of several such sets, the one with the greatest
    total score.

    If a claim says two things, the claims of its second matter get stars of their own.
    """
    own = {c: links[one][c] for c in able}
    inside = {c: {d: own[d] for d in own.keys() & (links[c].keys() | nearly.get(c, {}).keys())} for c in own}
    return set(max(parts(inside), key=lambda part: round(sum(own[c] for c in part), 6), default=[]))
