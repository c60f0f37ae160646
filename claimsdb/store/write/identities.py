"""Writing who is who over documents, within the caller's transaction: only what has changed is written."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

import sqlalchemy as sa

from claimsdb.model.attribution import SpeakerKind
from claimsdb.model.identity import Join
from claimsdb.model.ids import fold, speaker_id
from claimsdb.model.stated import Line
from claimsdb.store.engine import Connection
from claimsdb.store.keys import each
from claimsdb.store.read.identities import MOVED
from claimsdb.store.tables.columns import table
from claimsdb.store.tables.documents import DocumentRow
from claimsdb.store.tables.findings import SpeakerRow
from claimsdb.store.tables.identities import SameSpeakerRow, StatedSpeakerRow
from claimsdb.store.write.speakers import known_speakers

SPEAKERS, SAME, STATED = table(SpeakerRow), table(SameSpeakerRow), table(StatedSpeakerRow)
_OF_NAMING = """attribution_row IN
    (SELECT id FROM attributions WHERE document = :document AND +speaker_row = :speaker_row AND retired_by IS NULL)"""
_REPOINTED = (
    "UPDATE namings SET same_as = :now WHERE id = :id",
    # Who says a claim decides what it is compared with: such claims are compared anew.
    f"UPDATE compared SET method = '' WHERE claim IN (SELECT id FROM claims WHERE status = 'current' AND {_OF_NAMING})",
    f"UPDATE claims SET speaker_row = :now WHERE status = 'current' AND {_OF_NAMING}",
)


def ensure_speakers(connection: Connection, names: Iterable[str]) -> dict[str, int]:
    """The keys of the records of these names, by folded name; missing ones are inserted."""
    wanted = {speaker_id(fold(name), None): name for name in names}
    known = known_speakers(connection, list(wanted))
    kind = SpeakerKind.UNKNOWN
    if new := [{"speaker_id": k, "name": name, "kind": kind} for k, name in wanted.items() if k not in known]:
        connection.execute(sa.insert(SPEAKERS), new)
        known = known_speakers(connection, list(wanted))
    return {fold(name): known[identity] for identity, name in wanted.items()}


def speaker_of_documents(connection: Connection, name: str, documents: Collection[int]) -> int:
    """The key of the record for a name (folded) that somebody has in these documents alone: that of the first of them, by their hashes."""
    rows = table(DocumentRow)
    within = connection.execute(
        sa.select(sa.func.min(rows.c.sha256)).where(rows.c.id.in_(each(documents)))
    ).scalar_one()
    identity = speaker_id(name, within)
    if not (known := known_speakers(connection, [identity])):
        kind = SpeakerKind.PERSON
        connection.execute(sa.insert(SPEAKERS).values(speaker_id=identity, name=name, kind=kind))
        known = known_speakers(connection, [identity])
    return known[identity]


def write_statements(connection: Connection, run: int, place: int, lines: Sequence[Line]) -> None:
    """Write what the folder with the key `place` states, in place of what it stated before."""
    keys = ensure_speakers(connection, [line.says.name for line in lines])
    wanted = {
        line.says.name: {
            "line": line.number, "same_as": line.says.same_as, "kind": line.says.kind, "wikidata": line.says.wikidata
        }
        for line in lines
    }  # fmt: skip
    columns = (STATED.c.name, STATED.c.line, STATED.c.same_as, STATED.c.kind, STATED.c.wikidata)
    stored = {
        row.pop("name"): row
        for row in map(dict, connection.execute(sa.select(*columns).where(STATED.c.folder == place)).mappings())
    }
    if stored == wanted:
        return
    connection.execute(sa.delete(STATED).where(STATED.c.folder == place))
    rows = [
        {"folder": place, "name": name, "speaker_row": keys[fold(name)], "run": run} | row
        for name, row in wanted.items()
    ]
    if rows:
        connection.execute(sa.insert(STATED), rows)


def write_joins(connection: Connection, run: int, joins: Iterable[Join]) -> None:
    """Write these joins in place of those before, and let documents' names and current claims point to whose they are."""
    wanted = {(j.speaker, j.kind.value, j.document): (j.same_as, j.reason.value, j.evidence) for j in joins}
    columns = (
        SAME.c.id,
        SAME.c.speaker_row,
        SAME.c.kind,
        SAME.c.document,
        SAME.c.same_as,
        SAME.c.reason,
        SAME.c.evidence,
    )
    gone, changed = [], []
    for key, speaker, kind, document, *values in connection.execute(sa.select(*columns)):
        now = wanted.pop((speaker, kind, document), None)
        if now is None:
            gone.append({"key": key})
        elif now != tuple(values):
            changed.append({"key": key} | _values(now))
    new = [
        {"speaker_row": speaker, "kind": kind, "document": document, "run": run} | _values(values)
        for (speaker, kind, document), values in wanted.items()
    ]
    this = SAME.c.id == sa.bindparam("key")
    for statement, rows in (
        (sa.delete(SAME).where(this), gone),
        (sa.update(SAME).where(this), changed),
        (sa.insert(SAME), new),
    ):
        if rows:
            connection.execute(statement, rows)
    if moved := [dict(row) for row in connection.execute(sa.text(MOVED)).mappings()]:
        for repointed in _REPOINTED:
            connection.execute(sa.text(repointed), moved)


def _values(of: tuple[int, str, str]) -> dict[str, int | str]:
    return dict(zip(("same_as", "reason", "evidence"), of, strict=True))


def write_records(
    connection: Connection, known: Mapping[int, tuple[str, SpeakerKind]], stated: Mapping[str, int]
) -> None:
    """Write the names and kinds of records as all documents give them, by key, and whose the stated names are."""
    columns = (SPEAKERS.c.id, SPEAKERS.c.name, SPEAKERS.c.kind)
    changed = [
        {"key": key, "name": known[key][0], "kind": known[key][1]}
        for key, name, kind in connection.execute(sa.select(*columns))
        if key in known and known[key] != (name, kind)
    ]
    if changed:
        connection.execute(sa.update(SPEAKERS).where(SPEAKERS.c.id == sa.bindparam("key")), changed)
    of = sa.select(STATED.c.id, STATED.c.name, STATED.c.speaker_row)
    moved = [
        {"key": key, "speaker_row": now}
        for key, name, before in connection.execute(of)
        if (now := stated.get(fold(name), before)) != before
    ]
    if moved:
        connection.execute(sa.update(STATED).where(STATED.c.id == sa.bindparam("key")), moved)
