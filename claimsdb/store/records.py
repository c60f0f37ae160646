"""The interchange format's records, read from the store: the same for exports, for `--json` and for pages.

A claim's `group` is the one with most documents, where it is in several.

Each function yields one dictionary a row, with the keys of the format in its order. Offsets are half-open, in code points of the decoded
file and, `byte_*`, in bytes of the file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator

import sqlalchemy as sa

from claimsdb.store.pieces import PIECE, Parts, Record, _listed, _rows, _stretches

_BATCH = 500


def claims(
    connection: sa.Connection,
    where: str = "c.status = 'current'",
    values: Record | None = None,
    limit: int | None = None,
) -> Iterator[Record]:
    """Claims in document order; `where` is SQL over `c` (claims), `d` (documents) and `s` (speakers), `values` its parameters."""
    query = f"""
        SELECT c.id AS row, c.claim_id, d.path, c.block, c.text, c.attribution, c.attribution_row, a.attribution_id, c.cue_type,
            s.name AS speaker, s.speaker_id, c.hedged, c.confidence,
            (SELECT g.group_id FROM members m JOIN groups g ON g.id = m."group" WHERE m.claim = c.id
                ORDER BY g.documents DESC, m.score DESC, g.group_id LIMIT 1) AS group_id
        FROM claims c JOIN documents d ON d.id = c.document LEFT JOIN speakers s ON s.id = c.speaker
        LEFT JOIN attributions a ON a.id = c.attribution_row
        WHERE {where} ORDER BY d.path, d.id, c.start, c."end", c.id {"LIMIT :limit" if limit is not None else ""}"""
    result = connection.execute(sa.text(query), (values or {}) | ({} if limit is None else {"limit": limit}))
    while batch := result.mappings().fetchmany(_BATCH):
        rows = [dict(r) for r in batch]
        segments = _stretches(connection, "segments", [r["row"] for r in rows])
        quotes = _stretches(connection, "quotes", [r["row"] for r in rows])
        parts = Parts(connection, [r["attribution_row"] for r in rows])
        for r in rows:
            by = r["attribution_row"]
            yield {
                "id": r["claim_id"],
                "document": r["path"],
                "block": r["block"],
                "segments": segments[r["row"]],
                "text": r["text"],
                "attribution": r["attribution"],
                "attribution_id": r["attribution_id"],
                "source": parts.of(by, "source"),
                "cue": parts.of(by, "cue"),
                "cue_type": r["cue_type"],
                "speaker": r["speaker"],
                "speaker_id": r["speaker_id"],
                "via": parts.via(by),
                "hedged": r["hedged"] == "yes",
                "quotes": quotes[r["row"]],
                "confidence": r["confidence"],
                "group": r["group_id"],
            }


def earlier(connection: sa.Connection, identity: str) -> Iterator[Record]:
    """What earlier runs found of the claim with this id where a newer one found otherwise, oldest first."""
    query = """SELECT f.run, f.superseded_by, f.attribution, s.name AS speaker, f.cue_type, f.hedged = 'yes' AS hedged, f.confidence
        FROM earlier_findings f JOIN claims c ON c.id = f.claim LEFT JOIN speakers s ON s.id = f.speaker
        WHERE c.claim_id = :identity ORDER BY f.run"""
    for row in connection.execute(sa.text(query), {"identity": identity}).mappings():
        yield dict(row) | {"hedged": bool(row["hedged"])}


def attributions(connection: sa.Connection) -> Iterator[Record]:
    """Every attribution that the newest runs find, with the whole content before it is split into claims."""
    query = sa.text(
        """SELECT a.id, a.attribution_id, d.path, a.cue_type, s.name AS speaker, a.confidence
        FROM attributions a JOIN documents d ON d.id = a.document LEFT JOIN speakers s ON s.id = a.speaker
        WHERE a.retired_by IS NULL
        ORDER BY d.path, d.id, (SELECT min(p.start) FROM pieces p WHERE p.attribution = a.id), a.id"""
    )
    result = connection.execute(query)
    while batch := result.mappings().fetchmany(_BATCH):
        parts = Parts(connection, [r["id"] for r in batch])
        for r in batch:
            pieces = {part: parts.of(r["id"], part) for part in ("source", "cue", "content")}
            found = {"id": r["attribution_id"], "document": r["path"], **pieces}
            yield found | {"cue_type": r["cue_type"], "speaker": r["speaker"], "confidence": r["confidence"]}


def blocks(connection: sa.Connection) -> Iterator[Record]:
    """Every block, of every kind."""
    yield from _rows(
        connection,
        """SELECT d.path AS document, b.kind, b.start, b."end", b.byte_start, b.byte_end
        FROM blocks b JOIN documents d ON d.id = b.document WHERE b.retired_by IS NULL ORDER BY d.path, d.id, b.position""",
    )


def sentences(connection: sa.Connection) -> Iterator[Record]:
    """The coverage ledger: `block` is the kind of the block that holds the sentence."""
    yield from _rows(
        connection,
        """SELECT d.path AS document, b.kind AS block, t.start, t."end", t.byte_start, t.byte_end, t.claims, t.reason
        FROM sentences t JOIN blocks b ON b.id = t.block JOIN documents d ON d.id = b.document
        WHERE b.retired_by IS NULL ORDER BY d.path, d.id, t.start""",
    )


def documents(connection: sa.Connection) -> Iterator[Record]:
    """Every current document; `run` is the run that last read it."""
    yield from _rows(
        connection,
        """SELECT d.document_id AS id, d.path, d.sha256, d.size_bytes, d.media_type, d.encoding, d.title, p.name AS publisher, d.author,
            d.published, d.language, d.ingested_at, d.run
        FROM documents d LEFT JOIN publishers p ON p.id = d.publisher WHERE d.status = 'current' ORDER BY d.path, d.id""",
    )


def speakers(connection: sa.Connection) -> Iterator[Record]:
    """Every speaker with its roles and names as they stand, most claims first."""
    named: dict[int, dict[str, list[str]]] = defaultdict(lambda: {"name": [], "role": []})
    query = """SELECT m.speaker, m.gives, m.text FROM mentions m JOIN attributions a ON a.id = m.attribution
        WHERE a.retired_by IS NULL GROUP BY m.speaker, m.gives, m.text ORDER BY min(m.id)"""
    for row in connection.execute(sa.text(query)).mappings():
        named[row["speaker"]][row["gives"]].append(row["text"])
    counted = """SELECT s.id AS row, s.speaker_id, s.name, s.kind, count(c.id) AS claims
        FROM speakers s LEFT JOIN claims c ON c.speaker = s.id AND c.status = 'current'
        GROUP BY s.id HAVING count(c.id) > 0 OR s.id IN (SELECT speaker FROM attributions WHERE retired_by IS NULL)
        ORDER BY claims DESC, s.name, s.id"""
    for row in connection.execute(sa.text(counted)).mappings():
        said = named[row["row"]]
        start = {"id": row["speaker_id"], "name": row["name"], "kind": row["kind"]}
        yield start | {"roles": said["role"], "mentions": said["name"], "claims": row["claims"]}


def groups(connection: sa.Connection) -> Iterator[Record]:
    """Every group of claims that say the same, most documents first; the claim that stands for it first among its claims."""
    query = """SELECT g.id AS row, g.group_id, g.documents, g.speakers, g.origins, c.text
        FROM groups g JOIN claims c ON c.id = g.claim ORDER BY g.documents DESC, g.claims DESC, g.group_id"""
    result = connection.execute(sa.text(query))
    while batch := result.mappings().fetchmany(_BATCH):
        claims_of: dict[int, list[str]] = defaultdict(list)
        query = f"""SELECT m."group", c.claim_id FROM members m JOIN groups g ON g.id = m."group" JOIN claims c ON c.id = m.claim
            JOIN documents d ON d.id = c.document WHERE g.id IN ({_listed([r["row"] for r in batch])})
            ORDER BY g.id, c.id <> g.claim, d.path, d.id, c.start, c.id"""
        for group, claim in connection.execute(sa.text(query)):
            claims_of[group].append(claim)
        for r in batch:
            counts = {name: r[name] for name in ("documents", "speakers", "origins")}
            yield {"id": r["group_id"], "claims": claims_of[r["row"]], **counts, "statement": r["text"]}


def conflicts(connection: sa.Connection) -> Iterator[Record]:
    """Every pair of claims that conflict, with the two values where they stand, surest first."""
    query = """SELECT k.*, a.claim_id AS one, b.claim_id AS two FROM contradictions k
        JOIN claims a ON a.id = k.claim JOIN claims b ON b.id = k.other ORDER BY k.score DESC, k.conflict_id"""
    for r in connection.execute(sa.text(query)).mappings():
        here, there = ({key: r[prefix + key] for key in PIECE} for prefix in ("", "other_"))
        ids = {"id": r["conflict_id"], "claims": [r["one"], r["two"]]}
        yield ids | {"kind": r["kind"], "values": [here, there], "score": r["score"]}


def origins(connection: sa.Connection) -> Iterator[Record]:
    """Every group of documents that go back to one report, with why; each passage stands in the evidence once for each of
    its two documents.
    """
    query = """SELECT r.id AS row, r.origin_id, r.reason FROM reports r ORDER BY r.documents DESC, r.origin_id"""
    for r in connection.execute(sa.text(query)).mappings().all():
        told = "SELECT path FROM origins WHERE origin_row = :row ORDER BY path"
        documents = list(connection.execute(sa.text(told), {"row": r["row"]}).scalars())
        shown = """SELECT path, start, "end", text, other_path, other_start, other_end, other_text FROM origin_evidence
            WHERE origin_row = :row ORDER BY reason, path, start, other_path"""
        evidence: list[Record] = []
        for *here, other, start, end, text in connection.execute(sa.text(shown), {"row": r["row"]}):
            evidence.append(dict(zip(("document", "start", "end", "text"), here, strict=True)))
            if other is not None:
                evidence.append({"document": other, "start": start, "end": end, "text": text})
        yield {"id": r["origin_id"], "documents": documents, "reason": r["reason"], "evidence": evidence}


RECORDS: dict[str, Callable[[sa.Connection], Iterator[Record]]] = {
    "claims": claims,
    "attributions": attributions,
    "blocks": blocks,
    "sentences": sentences,
    "documents": documents,
    "speakers": speakers,
    "groups": groups,
    "conflicts": conflicts,
    "origins": origins,
}
