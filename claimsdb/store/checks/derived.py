"""Rows that follow from the findings of several documents: ids of speakers, groups, conflicts and origins, totals, facet columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from claimsdb.model.fault import Fault, differing
from claimsdb.model.ids import digest, fold, speaker_id
from claimsdb.model.status import Outcome
from claimsdb.store.engine import Driver
from claimsdb.store.facet_columns import FACETS, arrays_of, missing_chunks
from claimsdb.store.read.identities import MOVED


def speakers(connection: Driver) -> Iterator[Fault]:
    """Ids of speakers against their names: of everybody with the name, or of the one in a document that mentions them. Names in documents
    against what says whose they are.
    """
    hashes: dict[int, set[str]] = defaultdict(set)
    query = "SELECT DISTINCT a.speaker_row, d.sha256 FROM attributions a JOIN documents d ON d.id = a.document"
    for speaker, sha256 in connection.execute(f"{query} WHERE a.speaker_row IS NOT NULL"):
        hashes[speaker].add(sha256)
    for key, name, public in connection.execute("SELECT id, name, speaker_id FROM speakers"):
        meant = [speaker_id(fold(name), within) for within in (None, *sorted(hashes[key]))]
        if (
            hashes[key] and public not in meant
        ):  # a document may have had a speaker of its own that it no longer mentions
            yield from differing("ids", "speakers", public, {"speaker_id": (public, meant[0])})
    for key, _, _, before, now in connection.execute(MOVED):
        yield from differing("ids", "namings", key, {"same_as": (before, now)})


def compared(connection: Driver) -> Iterator[Fault]:
    """Ids and totals of groups, conflicts and origins."""
    query = """SELECT g.group_id, c.claim_id, g.claims, g.documents, (SELECT count(*) FROM members m WHERE m.same_group = g.id),
            (SELECT count(DISTINCT d.document) FROM members m JOIN claims d ON d.id = m.claim WHERE m.same_group = g.id),
            g.origins, (SELECT count(DISTINCT o.origin) FROM group_origins o WHERE o.same_group = g.id)
        FROM same_groups g JOIN claims c ON c.id = g.claim"""
    for public, claim, claims, documents, members, of, origins, counted in connection.execute(query):
        pairs: dict[str, tuple[object, object]] = {
            "group_id": (public, digest("group", claim)),
            "claims": (claims, members),
            "documents": (documents, of),
            "origins": (origins, counted or origins),  # not kept by a database of an older schema
        }
        yield from differing("counts", "same_groups", public, pairs)
    query = """SELECT k.conflict_id, a.claim_id, b.claim_id, k.kind FROM contradictions k
        JOIN claims a ON a.id = k.claim JOIN claims b ON b.id = k.other"""
    for public, claim, other, kind in connection.execute(query):
        expected = digest("conflict", *sorted((claim, other)), kind)
        yield from differing("ids", "contradictions", public, {"conflict_id": (public, expected)})
    of_report: dict[int, list[str]] = defaultdict(list)
    query = "SELECT s.report, d.document_id FROM descents s JOIN documents d ON d.id = s.document ORDER BY 1, 2"
    for report, document in connection.execute(query):
        of_report[report].append(document)
    for key, public, number in connection.execute("SELECT id, origin_id, documents FROM reports"):
        own = of_report[key]
        if public not in {digest("origin", document) for document in own}:
            yield Fault("ids", "reports", public, "origin_id", public, note="the id is of none of its documents")
        yield from differing("counts", "reports", public, {"documents": (number, len(own))})


def facet_columns(connection: Driver) -> Iterator[Fault]:
    """The arrays of `claim_columns` against the claims. Rows may be missing only if a run has not ended."""
    names = ", ".join(FACETS)
    for chunk, *arrays in connection.execute(f"SELECT chunk, {names} FROM claim_columns").fetchall():
        expected: list[bytes] | list[None] = arrays_of(connection, chunk) or [None] * len(FACETS)
        for facet, stored, made in zip(FACETS, arrays, expected, strict=True):
            if stored != made:
                yield Fault("columns", "claim_columns", str(chunk), facet, note="differs from the claims")
    running = connection.execute("SELECT 1 FROM runs WHERE outcome = ?", (Outcome.RUNNING,)).fetchone()
    for chunk in missing_chunks(connection) if running is None else ():
        if arrays_of(connection, chunk) is not None:
            yield Fault("columns", "claim_columns", str(chunk), note="the row is missing")
