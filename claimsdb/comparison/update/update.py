"""Update the groups, conflicts and origins after a run, in one transaction at its end.

Only what the run's claims and documents touch is updated. The result depends on the current claims and documents, not on the order in
which they were read.
"""

from __future__ import annotations

from collections.abc import Callable

from claimsdb.comparison.update.claims import Claims
from claimsdb.comparison.update.counts import recount
from claimsdb.comparison.update.documents import Documents
from claimsdb.store.engine import Engine

Tell = Callable[[str, int, int], None]
"""Called with the task, how much of it is done, and the total."""


def update(engine: Engine, run: int, tell: Tell = lambda *_: None) -> None:
    """Bring groups, conflicts and origins up to date with the current claims and documents."""
    with engine.begin() as connection:
        documents, claims = Documents(connection, run), Claims(connection, run)
        documents.passages(tell)
        groups = claims.update(tell)
        recount(connection, groups, documents.origins(), claims.contradicted)
