"""What a result of a look-up shows besides its claims: attributions, publishers and speakers among them, and their documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import sqlalchemy as sa

from claimsdb.store.engine import Connection
from claimsdb.store.read.rows import listed
from claimsdb.store.read.timeline import Counted

Facets = dict[str, dict[str, int]]
"""The number of claims by facet and value."""
OF = ("attribution", "publisher", "speaker")


class DocumentTold(NamedTuple):
    """What a person knows a document by."""

    title: str | None
    publisher: str | None
    published: str | None


def documents_of(connection: Connection, claims: Sequence[str]) -> dict[str, DocumentTold]:
    """The documents of the claims with these ids."""
    query = sa.text(
        """SELECT c.claim_id, d.title, p.name, d.published FROM claims c JOIN documents d ON d.id = c.document
        LEFT JOIN publishers p ON p.id = d.publisher_row WHERE c.claim_id IN :claims"""
    ).bindparams(sa.bindparam("claims", expanding=True))
    return {claim: DocumentTold(*told) for claim, *told in connection.execute(query, {"claims": list(claims)})}


def dated(connection: Connection, claims: Sequence[int]) -> list[Counted]:
    """The numbers of the claims with these keys by the time of publication and by attribution."""
    query = f"""SELECT d.published, c.attribution, count(*) FROM claims c JOIN documents d ON d.id = c.document
        WHERE c.id IN ({listed(claims)}) GROUP BY d.published, c.attribution"""
    return [(published, attribution, int(n)) for published, attribution, n in connection.execute(sa.text(query))]


def among(connection: Connection, claims: Sequence[int]) -> Facets:
    """The facets of the claims with these keys."""
    query = f"""SELECT c.attribution, p.name, s.name FROM claims c LEFT JOIN publishers p ON p.id = c.publisher_row
        LEFT JOIN speakers s ON s.id = c.speaker_row WHERE c.id IN ({listed(claims)})"""
    counts: dict[str, Counter[str]] = {name: Counter() for name in OF}
    for row in connection.execute(sa.text(query)):
        for name, value in zip(OF, row, strict=True):
            if value is not None:
                counts[name][value] += 1
    return {name: dict(counted) for name, counted in counts.items()}
