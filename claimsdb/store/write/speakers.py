"""Writing speakers: those that other documents have too keep their rows."""

from __future__ import annotations

import sqlalchemy as sa

from claimsdb.model.attribution import SpeakerKind
from claimsdb.model.claim import Normalized
from claimsdb.model.ids import fold, speaker_id
from claimsdb.store.tables.columns import table
from claimsdb.store.tables.findings import (
    SpeakerRow,
)
from claimsdb.store.write.target import Target

_AT_ONCE = 500  # values in one query


def write_speakers(to: Target, normalized: Normalized) -> list[int]:
    """The keys of the document's speakers, with the existing rows of those that other documents have too."""
    into, sha256 = table(SpeakerRow), normalized.document.sha256
    ids = [speaker_id(fold(s.name), sha256 if s.local else None) for s in normalized.speakers]
    known = {}
    for start in range(0, len(ids), _AT_ONCE):
        some = into.c.speaker_id.in_(ids[start : start + _AT_ONCE])
        found = to.connection.execute(sa.select(into.c.speaker_id, into.c.id, into.c.kind).where(some))
        known.update({r.speaker_id: (r.id, r.kind) for r in found})
    keys, new, with_kind, following = [], [], [], to.following(into)
    for public, speaker in zip(ids, normalized.speakers, strict=True):
        if public not in known:
            new.append({"id": following, "speaker_id": public, "name": speaker.name, "kind": speaker.kind})
            known[public] = (following, speaker.kind)
            following += 1
        key, kind = known[public]
        if kind == SpeakerKind.UNKNOWN != speaker.kind:  # this document states the kind, which others left open
            with_kind.append({"key": key, "kind": speaker.kind})
        keys.append(key)
    to.insert(into, new)
    to.update(into, with_kind)
    return keys
