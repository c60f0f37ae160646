"""What changed between two versions of a document, claim by claim."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import TypedDict

from claimsdb.lookup.short_ids import full_id
from claimsdb.lookup.versions.succession import successions
from claimsdb.lookup.versions.wordings import Edit, edits
from claimsdb.model.errors import AmbiguousPathError, UnknownPathError, UnknownVersionError
from claimsdb.model.ids import looks_like_id
from claimsdb.model.succession import Succession, SuccessionStatus
from claimsdb.store.engine import Connection
from claimsdb.store.read.changes import (
    AtPath,
    VersionClaim,
    VersionRecord,
    claims_of_versions,
    paths_like,
    paths_of,
    stored_successions,
    versions_at,
)
from claimsdb.store.read.ids import key_of
from claimsdb.store.read.versions import text_of, version


class Words(TypedDict):
    """Words of the newer version, with their place in code points of its text, half-open."""

    start: int
    end: int
    text: str


class ChangeRecord(TypedDict):
    """What became of a claim. `claim` is None if it is new, or if the older version has its words and no claim in them.

    `successors` are the claims of the newer version that come from it: usually one, several if it was divided, the candidates if its
    status is "ambiguous". `words` is the place of its words in the newer version, `edits` what differs, word by word, if it was edited.
    """

    status: str
    reattributed: bool
    claim: VersionClaim | None
    successors: list[VersionClaim]
    words: Words | None
    edits: list[Edit]


class DiffRecord(TypedDict):
    """What changed between two versions at a path: `counts` says how many claims have each status, `changes` are in reading order.

    `versions` are all versions at the path.
    """

    folder: str
    path: str
    earlier: VersionRecord
    later: VersionRecord
    counts: dict[str, int]
    reattributed: int
    changes: list[ChangeRecord]
    versions: list[VersionRecord]


def place_of(connection: Connection, given: str) -> AtPath:
    """The path of a document that is given by its path or its id, or by a unique prefix of its id.

    Raises `UnknownPathError`, `UnknownIdError`, `AmbiguousPathError` or `AmbiguousIdError`.
    """
    found = paths_like(connection, given)
    if len(found) > 1:
        raise AmbiguousPathError(given, [f"{at.folder}/{at.path}" for at in found])
    if found:
        return found[0]
    if not looks_like_id(given):
        raise UnknownPathError(given)
    return paths_of(connection, full_id(connection, "document", given))[0]


def diff(connection: Connection, at: AtPath, since: str | None = None, until: str | None = None) -> DiffRecord | None:
    """What changed between two versions at a path, by default the latest two; None if there is only one.

    `since` and `until` are numbers of versions, or ids of documents. What became of claims is stored of versions that follow each other,
    and worked out of others. Raises `UnknownVersionError`.
    """
    versions = versions_at(connection, at)
    if len(versions) < 2 and since is None and until is None:
        return None
    later = versions[-1] if until is None else _chosen(versions, at, until)
    before = versions[max(later["version"] - 2, 0)]
    earlier = before if since is None else _chosen(versions, at, since)
    keys = [key_of(connection, "document", one["document"]) for one in (earlier, later)]
    found = stored_successions(connection, *keys)
    if found is None:
        found = successions(*(version(connection, key) for key in keys))
    changes = records(connection, found, text_of(connection, keys[1]))
    counts = Counter(change["status"] for change in changes)
    return {
        "folder": at.folder,
        "path": at.path,
        "earlier": earlier,
        "later": later,
        "counts": {status.value: counts[status] for status in SuccessionStatus},
        "reattributed": sum(change["reattributed"] for change in changes),
        "changes": changes,
        "versions": versions,
    }


def _chosen(versions: Sequence[VersionRecord], at: AtPath, given: str) -> VersionRecord:
    """The version with this number, or the latest of the document with this id."""
    for one in reversed(versions):
        if given == str(one["version"]) or (looks_like_id(given) and one["document"].startswith(given.lower())):
            return one
    raise UnknownVersionError(at.path, given, len(versions))


def records(connection: Connection, found: Sequence[Succession], text: str) -> list[ChangeRecord]:
    """What became of claims, as records in reading order; `text` is that of the newer version.

    A claim that is gone comes after the claim before it that has not moved.
    """
    claims = claims_of_versions(connection, (key for s in found for key in (s.claim, s.successor) if key is not None))
    made: list[tuple[int, ChangeRecord]] = []
    at = 0
    for claim, group in groupby(found, key=lambda s: s.claim if s.claim is not None else ("new", s.successor)):
        own = list(group)
        words = own[0].words
        here = words.start if words else at
        if own[0].status is not SuccessionStatus.MOVED:
            at = here
        made.append((here, _record(claims, claim if isinstance(claim, int) else None, own, text)))
    return [change for _, change in sorted(made, key=lambda one: one[0])]


def _record(claims: dict[int, VersionClaim], claim: int | None, own: Sequence[Succession], text: str) -> ChangeRecord:
    status, words = own[0].status, own[0].words
    before = None if claim is None else claims[claim]
    after = [claims[s.successor] for s in own if s.successor is not None]
    there = None if words is None else Words(start=words.start, end=words.end, text=words.of(text))
    now = " … ".join(one["text"] for one in after) or (there["text"] if there else "")
    return {
        "status": status.value,
        "reattributed": any(s.reattributed for s in own),
        "claim": before,
        "successors": after,
        "words": there,
        "edits": edits(before["text"], now) if before and status is SuccessionStatus.EDITED else [],
    }
