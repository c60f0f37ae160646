"""Across documents: what a run changes in the groups, conflicts and origins, in one transaction at its end.

Only what the run's claims and documents meet is touched. What is found depends on the claims and documents that are
current, not on the order in which they came: the same groups, whichever was read first.
"""

from __future__ import annotations

from collections.abc import Callable

from claimsdb.comparison.update.claims import Claims
from claimsdb.comparison.update.counts import recount
from claimsdb.comparison.update.documents import Documents
from claimsdb.store.engine import Engine

Tell = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and of how much."""


def update(engine: Engine, run: int, tell: Tell = lambda *_: None) -> None:
    """Bring groups, conflicts and origins to what the current claims and documents give."""
    with engine.begin() as connection:
        documents, claims = Documents(connection, run), Claims(connection, run)
        documents.passages(tell)
        groups = claims.update(tell)
        recount(connection, groups, documents.origins(), claims.contradicted)
