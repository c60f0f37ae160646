"""Writing speakers: names that other documents have too keep their records, and each document has a row for each of its names."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from claimsdb.model.attribution import SpeakerKind
from claimsdb.model.claim import Normalized
from claimsdb.model.ids import fold, speaker_id
from claimsdb.store.keys import each
from claimsdb.store.tables.columns import table
from claimsdb.store.tables.findings import SpeakerRow
from claimsdb.store.tables.identities import NamingRow, SameSpeakerRow
from claimsdb.store.write.target import Target

SPEAKERS, NAMINGS, SAME = table(SpeakerRow), table(NamingRow), table(SameSpeakerRow)


@dataclass(frozen=True, slots=True)
class SpeakerKeys:
    """The keys of the document's speakers: the records of their names (`named`), and whose these are over all documents (`meant`)."""

    named: list[int]
    meant: list[int]


def write_speakers(to: Target, normalized: Normalized) -> SpeakerKeys:
    """Write the document's speakers, and the persons whom it names although they say nothing."""
    sha256 = normalized.document.sha256
    ids = [speaker_id(fold(s.name), sha256 if s.local else None) for s in normalized.speakers]
    known = known_speakers(to.connection, ids)
    new: list[dict[str, object]] = []
    for public, speaker in zip(ids, normalized.speakers, strict=True):
        if public not in known:
            known[public] = to.following(SPEAKERS) + len(new)
            new.append({"id": known[public], "speaker_id": public, "name": speaker.name, "kind": speaker.kind})
    to.insert(SPEAKERS, new)
    named = [known[public] for public in ids]
    meant = _meant(to, named, normalized)
    _write_namings(to, normalized, named, meant)
    return SpeakerKeys(named, meant)


def known_speakers(connection: sa.Connection, ids: list[str]) -> dict[str, int]:
    """The keys of the records with these public ids, as far as there are any."""
    query = sa.select(SPEAKERS.c.speaker_id, SPEAKERS.c.id).where(SPEAKERS.c.speaker_id.in_(each(ids)))
    return {row.speaker_id: row.id for row in connection.execute(query)}


def _meant(to: Target, named: list[int], normalized: Normalized) -> list[int]:
    """Whose the names are, by what was found over the documents before; the end of the run finds it anew."""
    mine = sa.or_(SAME.c.document.is_(None), SAME.c.document == to.document)
    columns = (SAME.c.speaker_row, SAME.c.kind, SAME.c.same_as)
    query = (
        sa.select(*columns).where(SAME.c.speaker_row.in_(each(named)), mine).order_by(SAME.c.document.is_(None).desc())
    )
    same = {(row.speaker_row, row.kind): row.same_as for row in to.connection.execute(query)}
    return [same.get((key, s.kind), key) for key, s in zip(named, normalized.speakers, strict=True)]


def _write_namings(to: Target, normalized: Normalized, named: list[int], meant: list[int]) -> None:
    here = NAMINGS.c.document == to.document
    to.connection.execute(sa.delete(NAMINGS).where(here, NAMINGS.c.speaker_row.is_(None)))
    known = {
        r.speaker_row: r.id for r in to.connection.execute(sa.select(NAMINGS.c.speaker_row, NAMINGS.c.id).where(here))
    }
    new, again = [], []
    for key, who, speaker in zip(named, meant, normalized.speakers, strict=True):
        row = {"name": speaker.name, "kind": speaker.kind, "same_as": who, "run": to.run, "retired_by": None}
        if key in known:
            again.append(row | {"key": known.pop(key)})
        else:
            new.append(row | {"document": to.document, "speaker_row": key})
    speaking = {fold(s.name) for s in normalized.speakers}
    for name in normalized.persons:
        if fold(name) not in speaking:
            row = {"name": name, "kind": SpeakerKind.PERSON, "same_as": None, "run": to.run, "retired_by": None}
            new.append(row | {"document": to.document, "speaker_row": None})
    to.insert(NAMINGS, new)
    to.update(NAMINGS, again)
    to.retire(NAMINGS, set(known.values()))
