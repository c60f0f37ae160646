"""The history of a claim: what became of it in each version of its document, and what it came from."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TypedDict

from claimsdb.lookup.versions.changes import Words, records
from claimsdb.lookup.versions.wordings import Edit
from claimsdb.model.spans import Span
from claimsdb.model.succession import Succession, SuccessionStatus, Version
from claimsdb.store.engine import Connection
from claimsdb.store.read.changes import (
    AtPath,
    VersionClaim,
    VersionRecord,
    claims_of_versions,
    document_of,
    paths_of,
    stored_successions,
    versions_at,
)
from claimsdb.store.read.ids import key_of
from claimsdb.store.read.versions import text_of, version


class HistoryEntry(TypedDict):
    """A version, and what it has of the claim. `status` is what became of the claim since the version before; None in the first version.

    `claims` is the claim as this version has it: none if it is gone, several if it was divided, or if they are candidates.
    """

    version: VersionRecord
    status: str | None
    reattributed: bool
    claims: list[VersionClaim]
    words: Words | None
    edits: list[Edit]


class HistoryRecord(TypedDict):
    """The history of a claim at one path, oldest version first. Versions without the claim are left out, except the first after it."""

    claim: str
    folder: str
    path: str
    versions: int
    entries: list[HistoryEntry]


def history(connection: Connection, claim: str) -> list[HistoryRecord]:
    """The history of the claim with this id, at each path where its document is or was."""
    document = document_of(connection, claim)
    return [_at_path(connection, claim, document, at) for at in paths_of(connection, document)]


def _at_path(connection: Connection, claim: str, document: str, at: AtPath) -> HistoryRecord:
    versions = versions_at(connection, at)
    keys = [key_of(connection, "document", one["document"]) for one in versions]
    found = min(k for k, one in enumerate(versions) if one["document"] == document)
    own = key_of(connection, "claim", claim)

    def steps(k: int) -> Sequence[Succession]:
        """What became of the claims of the version before this one. The same bytes may have come back to a path that they had left."""
        if keys[k - 1] == keys[k]:
            return _same(version(connection, keys[k]))
        return stored_successions(connection, keys[k - 1], keys[k]) or ()

    def entry(k: int, those: Sequence[Succession], has: Collection[int]) -> HistoryEntry:
        claims = claims_of_versions(connection, has)
        changes = records(connection, those, text_of(connection, keys[k])) if those else []
        first = changes[0] if changes else None
        return {
            "version": versions[k],
            "status": first and first["status"],
            "reattributed": any(change["reattributed"] for change in changes),
            "claims": [claims[key] for key in sorted(has)],
            "words": first and first["words"],
            "edits": first["edits"] if first else [],
        }

    before, earliest = _backward(steps, found, own)
    entries = [entry(k, those, has) for k, those, has in before]
    entries += [entry(k, those, has) for k, those, has in _forward(steps, found, own, len(versions), earliest | {own})]
    return {"claim": claim, "folder": at.folder, "path": at.path, "versions": len(versions), "entries": entries}


def _same(one: Version) -> list[Succession]:
    """The claims of a version as their own successors."""
    places = ((claim.key, Span(claim.segments[0].start, claim.segments[-1].end)) for claim in one.claims)
    return [Succession(key, key, SuccessionStatus.SAME, words) for key, words in places]


Step = tuple[int, Sequence[Succession], Collection[int]]
"""The number of a version, what became there of the claim, and the keys of the claims that it is."""


def _backward(steps: Callable[[int], Sequence[Succession]], found: int, own: int) -> tuple[list[Step], set[int]]:
    """The versions up to the one with the claim, oldest first, and all claims that it was."""
    made: list[Step] = []
    current, seen = {own}, {own}
    for k in range(found, -1, -1):
        those = [s for s in steps(k) if s.successor in current] if k else []
        made.append((k, those, current))
        current = {s.claim for s in those if s.claim is not None}
        seen |= current
        if not current:
            break
    return made[::-1], seen


def _forward(
    steps: Callable[[int], Sequence[Succession]], found: int, own: int, end: int, seen: set[int]
) -> list[Step]:
    """The versions after the one with the claim. If it is gone and a later version has it again, that version too."""
    made: list[Step] = []
    current = {own}
    for k in range(found + 1, end):
        every = steps(k)
        those = [s for s in every if s.claim in current] if current else [s for s in every if s.successor in seen]
        now = {s.successor for s in those if s.successor is not None}
        if those:
            made.append((k, those, now))
        current = now
        seen = seen | now
    return made
