"""The stored lists that claims are lines of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from claimsdb.comparison.claims.enumerations import MOST, Slots, lines, outline
from claimsdb.comparison.claims.neighbourhoods import LISTS, WORDS
from claimsdb.comparison.update.statements import statements
from claimsdb.model.faults import Faults
from claimsdb.store.engine import Connection
from claimsdb.store.read.comparison import sharing_buckets


def lists_of(connection: Connection, claims: Collection[int], faults: Faults) -> list[dict[int, Slots]]:
    """For each outline of these claims that more than `MOST` claims have: all claims with it, each with the fillings of its slots."""
    members: dict[int, list[int]] = defaultdict(list)
    for bucket, claim in sharing_buckets(connection, claims, (LISTS, WORDS)):
        members[bucket].append(claim)
    large = [sorted(of) for _, of in sorted(members.items()) if len(of) > MOST]
    read = statements(connection, [claim for of in large for claim in of], faults)
    return [{claim: outline(read[claim])[1] for claim in of if claim in read} for of in large]


def turned_lines(connection: Connection, moved: Collection[int], faults: Faults) -> set[int]:
    """The other lines of these claims' lists that must be compared anew, because these claims come or go."""
    moved, turned = set(moved), set()
    for every in lists_of(connection, moved, faults):
        without = lines({claim: slots for claim, slots in every.items() if claim not in moved})
        turned |= {claim for claim, found in lines(every).items() if claim not in moved and found != without.get(claim)}
    return turned
