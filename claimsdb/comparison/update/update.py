"""Update the successions, groups, conflicts and origins after a run, in one transaction at its end.

Only what the run's claims and documents touch is updated. The result depends on the current claims and documents, not on the order in
which they were read.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from claimsdb.comparison.update import versions
from claimsdb.comparison.update.claims import Claims
from claimsdb.comparison.update.counts import recount
from claimsdb.comparison.update.documents import Documents
from claimsdb.model.errors import Problem
from claimsdb.model.faults import Faults
from claimsdb.store.engine import Connection, Engine
from claimsdb.store.read.comparison import uncounted
from claimsdb.store.write.problems import note, settle

Tell = Callable[[str, int, int], None]
"""Called with the task, how much of it is done, and the total."""


def update(
    engine: Engine, run: int, tell: Tell = lambda *_: None, faults: Faults | None = None
) -> list[tuple[str, Problem]]:
    """Bring successions, groups, conflicts and origins up to date with the current claims and documents.

    What a document, a claim or a pair contains cannot end it: what it fails on is skipped, recorded as a problem with the document, and
    tried again by the next run. `faults` are those of indexing. Returns the problems, each with the name of its folder.
    """
    faults = Faults() if faults is None else faults
    with engine.begin() as connection:
        documents, claims = Documents(connection, run, faults), Claims(connection, run, faults)
        versions.update(connection, run, faults, tell)
        documents.passages(tell)
        groups = claims.update(tell) | uncounted(connection)
        moved = documents.origins()
        recount(connection, groups, moved | documents.standing(moved), claims.contradicted)
        return settle(connection, run, faults.found)


def judged(connection: Connection, run: int, claims: Collection[int]) -> None:
    """Bring groups and conflicts up to date after people have judged these claims, in the caller's transaction.

    What it fails on is skipped, and recorded as a problem.
    """
    faults = Faults()
    comparing = Claims(connection, run, faults)
    groups = comparing.update(lambda *_: None, claims)
    recount(connection, groups, (), comparing.contradicted)
    note(connection, run, faults.found)
