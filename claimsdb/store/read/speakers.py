"""Speakers as records, and everything that a speaker's page shows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import TypedDict

import sqlalchemy as sa

from claimsdb.store.engine import Connection
from claimsdb.store.read.chains import inwards
from claimsdb.store.read.claims import claims_with_keys
from claimsdb.store.read.ids import key_of
from claimsdb.store.read.joined_names import JoinedName, names_of, same_as, wikidata
from claimsdb.store.read.records import ClaimRecord, SpeakerRecord
from claimsdb.store.read.rows import rows
from claimsdb.store.read.timeline import Timeline, timeline


class SpeakerFacts(TypedDict):
    """A speaker's id, name and kind."""

    id: str
    name: str
    kind: str


class Named(TypedDict):
    """A name or a role (`gives`) of a speaker, with the numbers of mentions and of documents that give it."""

    gives: str
    text: str
    times: int
    documents: int


class DocumentOfClaim(TypedDict):
    """The document of a claim."""

    document_id: str
    path: str
    title: str | None
    publisher: str | None
    published: str | None


class ClaimInDocument(TypedDict):
    """A claim with its document."""

    document: DocumentOfClaim
    claim: ClaimRecord


class WholeSpeaker(TypedDict):
    """A speaker: names and roles as documents give them, the numbers of current claims by attribution, and the claims themselves: what
    they say, what they are said to intend, and what they relay for others.

    `timeline` are those numbers by time of publication, `row` is the speaker's key, `wikidata` the stated item, `joined_names` are names
    that are this speaker's over documents, and `same_as` is whose this name is.
    """

    row: int
    speaker: SpeakerFacts
    wikidata: str | None
    joined_names: list[JoinedName]
    same_as: list[JoinedName]
    names: list[Named]
    roles: list[Named]
    counts: dict[str, int]
    timeline: Timeline
    says: list[ClaimInDocument]
    means: list[ClaimInDocument]
    passes_on: list[ClaimInDocument]


_HEARD = """SELECT a.id FROM attributions a JOIN namings n ON n.document = a.document AND n.speaker_row = a.speaker_row
    WHERE a.speaker_row IN (SELECT speaker_row FROM namings WHERE same_as = :row) AND n.same_as = :row"""
_OWN = "c.speaker_row = :row AND c.attribution <> 'asserted'"
_MEANT = "c.speaker_row = :row AND c.attribution = 'asserted'"
_PASSED_ON = f"""c.speaker_row IS NOT :row AND c.attribution_row IN (
    {inwards(_HEARD)} SELECT id FROM chain WHERE depth > 0)"""


def speakers(connection: Connection) -> Iterator[SpeakerRecord]:
    """Every speaker with its roles and names as documents give them, most claims first."""
    named: dict[int, dict[str, list[str]]] = defaultdict(lambda: {"name": [], "role": []})
    query = """SELECT n.same_as, m.gives, m.text FROM mentions m JOIN attributions a ON a.id = m.attribution_row
        JOIN namings n ON n.document = a.document AND n.speaker_row = m.speaker_row
        WHERE a.retired_by IS NULL GROUP BY n.same_as, m.gives, m.text ORDER BY min(m.id)"""
    for row, gives, text in connection.execute(sa.text(query)):
        named[row][gives].append(text)
    query = """SELECT s.id, s.speaker_id, s.name, s.kind, count(c.id) AS claims
        FROM speakers s LEFT JOIN claims c ON c.speaker_row = s.id AND c.status = 'current'
        GROUP BY s.id HAVING count(c.id) > 0 OR s.id IN (SELECT same_as FROM namings WHERE retired_by IS NULL)
        ORDER BY claims DESC, s.name, s.id"""
    for row, identity, name, kind, claims in connection.execute(sa.text(query)):
        said = named[row]
        yield {
            "id": identity,
            "name": name,
            "kind": kind,
            "roles": said["role"],
            "mentions": said["name"],
            "claims": claims,
        }


def whole_speaker(connection: Connection, identity: str, most: int) -> WholeSpeaker:
    """The speaker with this id, with at most `most` claims of each sort, by date."""
    row = key_of(connection, "speaker", identity)
    (facts,) = rows(
        connection, SpeakerFacts, "SELECT speaker_id AS id, name, kind FROM speakers WHERE id = :row", {"row": row}
    )
    query = """SELECT m.gives, m.text, count(*) AS times, count(DISTINCT a.document) AS documents
        FROM mentions m JOIN attributions a ON a.id = m.attribution_row
        JOIN namings n ON n.document = a.document AND n.speaker_row = m.speaker_row
        WHERE m.speaker_row IN (SELECT speaker_row FROM namings WHERE same_as = :row) AND n.same_as = :row AND a.retired_by IS NULL
        GROUP BY m.gives, m.text ORDER BY m.gives, times DESC, m.text LIMIT 200"""
    named = list(rows(connection, Named, query, {"row": row}))
    # The + keeps the planner from using the index on the status, which nearly all claims share.
    query = """SELECT d.published, c.attribution, count(*) FROM claims c JOIN documents d ON d.id = c.document
        WHERE c.speaker_row = :row AND +c.status = 'current' GROUP BY d.published, c.attribution"""
    dated = [(published, kind, int(n)) for published, kind, n in connection.execute(sa.text(query), {"row": row})]
    counts: Counter[str] = Counter()
    for _, kind, n in dated:
        counts[kind] += n
    return {
        "row": row,
        "speaker": facts,
        "wikidata": wikidata(connection, row),
        "joined_names": names_of(connection, [row])[row],
        "same_as": same_as(connection, row),
        "names": [n for n in named if n["gives"] == "name"],
        "roles": [n for n in named if n["gives"] == "role"],
        "counts": dict(counts),
        "timeline": timeline(dated),
        "says": _claims(connection, _OWN, row, most),
        "means": _claims(connection, _MEANT, row, most),
        "passes_on": _claims(connection, _PASSED_ON, row, most),
    }


def _claims(connection: Connection, which: str, row: int, most: int) -> list[ClaimInDocument]:
    """The current claims that the SQL condition `which` selects, with their documents, by date."""
    # The + keeps the planner from using the index on the status, which nearly all claims share.
    query = f"""SELECT c.id, c.claim_id, d.document_id, d.path, d.title, p.name AS publisher, d.published
        FROM claims c JOIN documents d ON d.id = c.document LEFT JOIN publishers p ON p.id = d.publisher_row
        WHERE +c.status = 'current' AND {which} ORDER BY d.published IS NULL, d.published, d.path, c.char_start LIMIT :most"""
    chosen = connection.execute(sa.text(query), {"row": row, "most": most}).all()
    found = claims_with_keys(connection, [r.id for r in chosen])
    return [
        {
            "document": {
                "document_id": r.document_id,
                "path": r.path,
                "title": r.title,
                "publisher": r.publisher,
                "published": r.published,
            },
            "claim": found[r.claim_id],
        }
        for r in chosen
    ]
