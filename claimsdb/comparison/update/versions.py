"""Compare versions: what became of each claim of a document that has changed."""

from __future__ import annotations

from collections.abc import Callable

from claimsdb.comparison.method import method
from claimsdb.lookup.versions.succession import successions
from claimsdb.model.faults import Faults
from claimsdb.store.engine import Connection
from claimsdb.store.read.versions import unmatched, version
from claimsdb.store.write.versions import write_revision


def update(connection: Connection, run: int, faults: Faults, tell: Callable[[str, int, int], None]) -> None:
    """Compare all versions that follow each other at a path and have not been compared as they are now."""
    by = method()
    pairs = unmatched(connection, by)
    for done, pair in enumerate(pairs):
        tell("Comparing versions", done, len(pairs))
        old, new = version(connection, pair.earlier), version(connection, pair.document)
        found = None
        with faults.of(pair.document, "comparing it with its earlier version"):
            found = successions(old, new)
        if found is not None:
            write_revision(connection, run, by, *pair, found)
