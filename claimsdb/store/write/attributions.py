"""Writing attributions with their pieces, and the names and roles that they give speakers."""

from __future__ import annotations

from bisect import bisect_right

import sqlalchemy as sa

from claimsdb.model.claim import Normalized
from claimsdb.model.document_ids import ids_of
from claimsdb.model.status import MentionOf, Part
from claimsdb.store.tables.columns import table
from claimsdb.store.tables.findings import (
    AttributionRow,
    MentionRow,
    PieceRow,
)
from claimsdb.store.write.target import Target, joined


def write_attributions(to: Target, normalized: Normalized, blocks: list[int], speakers: list[int]) -> list[int]:
    """The keys of the attributions, in order. One with the same pieces of the same bytes keeps its row."""
    into, pieces = table(AttributionRow), table(PieceRow)
    starts = [b.span.start for b in normalized.blocks]
    text, ids = normalized.document.text, ids_of(normalized.document)
    mine = sa.select(into.c.attribution_id, into.c.id).where(into.c.document == to.document)
    known = {row.attribution_id: row.id for row in to.connection.execute(mine)}
    keys, new, again, parts = [], [], [], []
    as_read = normalized.document.is_as_read
    following = to.following(into)
    for one in normalized.attributions:
        public = ids.attribution(one.source, one.cue, one.content)
        row = {
            "source": joined(text, one.source),
            "cue": joined(text, one.cue),
            "cue_type": one.cue_type,
            "speaker_row": None if one.speaker is None else speakers[one.speaker],
            "unresolved": one.unresolved,
            "confidence": one.confidence,
            "run": to.run,
            "retired_by": None,
        }
        if public in known:
            keys.append(known.pop(public))
            again.append(row | {"key": keys[-1]})
            if not as_read:
                continue
        else:
            keys.append(following)
            following += 1
            new.append(row | {"id": keys[-1], "document": to.document, "attribution_id": public})
        for part in Part:
            for position, span in enumerate(getattr(one, part.value)):
                where = {"attribution_row": keys[-1], "part": part, "position": position}
                where["block_row"] = blocks[bisect_right(starts, span.start) - 1]
                parts.append(where | to.place(normalized, span))
    to.retire(into, set(known.values()))
    to.insert(into, new)
    to.update(into, again)
    links = [
        {"key": keys[k], "via": None if a.via is None else keys[a.via]} for k, a in enumerate(normalized.attributions)
    ]
    to.update(into, [link for link in links if link["via"] is not None or again])
    if as_read and again:
        before = sa.delete(pieces).where(pieces.c.attribution_row == sa.bindparam("key"))
        to.connection.execute(before, [{"key": row["key"]} for row in again])
    to.insert(pieces, parts)
    _mentions(to, normalized, speakers, keys)
    return keys


def _mentions(to: Target, normalized: Normalized, speakers: list[int], attributions: list[int]) -> None:
    mentions, rows = table(MentionRow), []
    mine = sa.select(table(AttributionRow).c.id).where(table(AttributionRow).c.document == to.document)
    to.connection.execute(
        sa.delete(mentions).where(mentions.c.attribution_row.in_(mine))
    )  # only the newest run's mentions are kept
    text = normalized.document.text
    for one, key in zip(normalized.attributions, attributions, strict=True):
        if one.speaker is None:
            continue
        speaker = normalized.speakers[one.speaker]
        names = [(MentionOf.NAME, s) for s in one.source if s in speaker.mentions]
        roles = [(MentionOf.ROLE, r) for r in speaker.roles if any(s.contains(r) for s in one.source)]
        for gives, span in names + roles:
            row = {"speaker_row": speakers[one.speaker], "attribution_row": key, "gives": gives}
            row["text"] = span.of(text)
            rows.append(row | to.place(normalized, span))
    to.insert(mentions, rows)
