"""Names that are one speaker's over documents, with the evidence, for pages and commands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TypedDict

from claimsdb.model.identity import in_words
from claimsdb.store.engine import Connection
from claimsdb.store.read.rows import listed, one, rows


class _Name(TypedDict):
    name: str
    id: str
    same_as: str
    same_as_id: str
    reason: str
    evidence: str
    document_id: str | None
    path: str | None
    title: str | None


class JoinedName(_Name):
    """A name that is another speaker's, in all documents or in one (`document_id`, `path`), with the evidence.

    `told` is all of it in words.
    """

    told: str


class _Joined(_Name):
    row: int
    other: int


class _Speaker(TypedDict):
    id: str
    name: str
    kind: str
    claims: int
    documents: int
    wikidata: str | None


class CitedSpeaker(_Speaker):
    """A speaker with the numbers of current claims and of documents with them, the item in Wikidata, and the names joined with it."""

    names: list[JoinedName]


class _Cited(_Speaker):
    row: int


_JOINED = """SELECT DISTINCT {name} AS name, s.speaker_id AS id, t.name AS same_as, t.speaker_id AS same_as_id, j.reason, j.evidence,
        d.document_id, d.path, d.title, j.same_as AS row, j.speaker_row AS other
    FROM same_speakers j JOIN speakers s ON s.id = j.speaker_row JOIN speakers t ON t.id = j.same_as
    LEFT JOIN documents d ON d.id = j.document"""
_NAMED = """instr(folded(s.name), folded(:name)) OR s.speaker_id = :name OR s.id IN (
    SELECT j.same_as FROM same_speakers j JOIN speakers o ON o.id = j.speaker_row
    WHERE instr(folded(o.name), folded(:name)) OR o.speaker_id = :name)"""


def names_of(connection: Connection, speakers: Sequence[int]) -> dict[int, list[JoinedName]]:
    """The names that have been joined with the speakers, by the speakers' keys."""
    query = f"{_JOINED.format(name='s.name')} WHERE j.same_as IN ({listed(speakers)}) ORDER BY s.name, s.id, d.path"
    found: dict[int, list[JoinedName]] = defaultdict(list)
    for row in rows(connection, _Joined, query):
        found[row["row"]].append(_told(row))
    return found


def same_as(connection: Connection, speaker: int) -> list[JoinedName]:
    """Whose the name of the speaker with this key is."""
    query = f"{_JOINED.format(name='s.name')} WHERE j.speaker_row = :row ORDER BY t.name, d.path"
    return [_told(row) for row in rows(connection, _Joined, query, {"row": speaker})]


def join_of_claim(connection: Connection, claim: str) -> JoinedName | None:
    """Why the claim with this id is said by another speaker than its document names; None if it is the same."""
    query = f"""{_JOINED.format(name="n.name")} JOIN namings n ON n.speaker_row = j.speaker_row AND n.kind = j.kind
            AND n.same_as = j.same_as AND coalesce(j.document, n.document) = n.document
        JOIN attributions a ON a.document = n.document AND a.speaker_row = n.speaker_row JOIN claims c ON c.attribution_row = a.id
        WHERE c.claim_id = :claim ORDER BY d.path IS NULL LIMIT 1"""
    found = one(connection, _Joined, query, {"claim": claim})
    return None if found is None else _told(found)


def wikidata(connection: Connection, speaker: int) -> str | None:
    """The number of the speaker's item in Wikidata, if one is stated."""
    query = "SELECT min(wikidata) FROM stated_speakers WHERE speaker_row = ?"
    found = connection.exec_driver_sql(query, (speaker,)).scalar()
    return None if found is None else str(found)


def cited_speakers(connection: Connection, name: str | None, limit: int | None) -> list[CitedSpeaker]:
    """At most `limit` speakers, those with most claims first; if a name is given, those one of whose names contains it, or with this id."""
    query = f"""SELECT s.speaker_id AS id, s.name, s.kind, count(*) AS claims, count(DISTINCT c.document) AS documents,
            (SELECT min(wikidata) FROM stated_speakers t WHERE t.speaker_row = s.id) AS wikidata, s.id AS row
        FROM claims c JOIN speakers s ON s.id = c.speaker_row WHERE c.status = 'current' AND ({_NAMED if name else "1"})
        GROUP BY s.id ORDER BY claims DESC, s.name, s.id LIMIT :limit"""
    found = list(rows(connection, _Cited, query, {"name": name, "limit": -1 if limit is None else limit}))
    names = names_of(connection, [speaker["row"] for speaker in found])
    return [
        {
            "id": speaker["id"],
            "name": speaker["name"],
            "kind": speaker["kind"],
            "claims": speaker["claims"],
            "documents": speaker["documents"],
            "wikidata": speaker["wikidata"],
            "names": names[speaker["row"]],
        }
        for speaker in found
    ]


def _told(of: _Joined) -> JoinedName:
    return {
        "name": of["name"],
        "id": of["id"],
        "same_as": of["same_as"],
        "same_as_id": of["same_as_id"],
        "reason": of["reason"],
        "evidence": of["evidence"],
        "document_id": of["document_id"],
        "path": of["path"],
        "title": of["title"],
        "told": in_words(of["name"], of["same_as"], of["reason"], of["evidence"]),
    }
