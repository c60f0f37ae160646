"""Writing a normalized document: new findings are inserted, known ones kept, and those no longer found retired."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from claimsdb.model.attribution import Attribution, SpeakerKind, chain
from claimsdb.model.claim import Claim, Normalized, Quantity
from claimsdb.model.ids import attribution_id, fold, speaker_id
from claimsdb.model.spans import LineIndex, Span
from claimsdb.model.status import MentionOf, Part, Status
from claimsdb.store.tables.columns import table
from claimsdb.store.tables.documents import BlockRow
from claimsdb.store.tables.findings import (
    AttributionRow,
    ClaimRow,
    EarlierFindingRow,
    MentionRow,
    PieceRow,
    QuantityRow,
    QuoteRow,
    SegmentRow,
    SentenceRow,
    SpeakerRow,
)

Identity = tuple[object, ...]
"""A block's identity from run to run: its kind, its span, and the ledger of its sentences."""
Row = dict[str, object]

_AT_ONCE = 500  # values in one query
FINDING = ("attribution", "attribution_row", "speaker_row", "cue_type", "hedged", "confidence")
"""The columns of a claim that may differ between runs, and that history keeps."""


@dataclass(frozen=True, slots=True)
class Changes:
    """The numbers of claims that a write inserted and retired."""

    new: int
    retired: int


class FindingWriter:
    """Writes one document's findings inside the caller's transaction. Assigns keys itself, since the caller is the only writer."""

    def __init__(self, connection: sa.Connection, run: int, document: int) -> None:
        self.connection, self.run, self.document = connection, run, document

    def write(self, normalized: Normalized, publisher: int | None) -> Changes:
        """Write blocks and ledger, speakers, attributions and claims."""
        blocks = self._blocks(normalized)
        speakers = self._speakers(normalized)
        attributions = self._attributions(normalized, blocks, speakers)
        return self._claims(normalized, blocks, speakers, attributions, publisher)

    def _blocks(self, normalized: Normalized) -> list[int]:
        """The keys of the blocks. An unchanged block with an unchanged ledger keeps its row."""
        blocks, sentences = table(BlockRow), table(SentenceRow)
        ledger: dict[int, list[Row]] = {}
        for s in normalized.sentences:
            row = self._place(normalized, s.span) | {"claims": s.claims, "reason": s.reason}
            ledger.setdefault(s.block, []).append(row)
        known = self._known_blocks()
        keys, new, new_sentences = [], [], []
        following = self._next(blocks)
        for position, block in enumerate(normalized.blocks):
            lines = ledger.get(position, [])
            key = known.pop(_block_identity(block.kind, *block.span, lines), None)
            if key is None:
                key, following = following, following + 1
                row = {"id": key, "document": self.document, "position": position, "kind": block.kind, "run": self.run}
                new.append(
                    row | self._place(normalized, block.span) | {"text": block.span.of(normalized.document.text)}
                )
                new_sentences += [line | {"block_row": key} for line in lines]
            keys.append(key)
        self._retire(blocks, set(known.values()))
        made = {row["id"] for row in new}
        places = [{"key": key, "position": position} for position, key in enumerate(keys) if key not in made]
        self._update(blocks, [place | {"retired_by": None} for place in places])
        self._insert(blocks, new)
        self._insert(sentences, new_sentences)
        return keys

    def _known_blocks(self) -> dict[Identity, int]:
        blocks, sentences = table(BlockRow), table(SentenceRow)
        mine = sa.select(blocks.c.id, blocks.c.kind, blocks.c.char_start, blocks.c.char_end).where(
            blocks.c.document == self.document
        )
        found = self.connection.execute(mine.order_by(blocks.c.retired_by.is_(None), blocks.c.id)).fetchall()
        lines: dict[int, list[Row]] = {}
        if found:
            ledger = (
                sa.select(sentences)
                .join(blocks, blocks.c.id == sentences.c.block_row)
                .where(blocks.c.document == self.document)
            )
            for row in self.connection.execute(ledger.order_by(sentences.c.id)).mappings():
                lines.setdefault(row["block_row"], []).append(dict(row))
        return {_block_identity(r.kind, r.char_start, r.char_end, lines.get(r.id, [])): r.id for r in found}

    def _speakers(self, normalized: Normalized) -> list[int]:
        """The keys of the document's speakers, with the existing rows of those that other documents have too."""
        into, sha256 = table(SpeakerRow), normalized.document.sha256
        ids = [speaker_id(fold(s.name), sha256 if s.local else None) for s in normalized.speakers]
        known = {}
        for start in range(0, len(ids), _AT_ONCE):
            some = into.c.speaker_id.in_(ids[start : start + _AT_ONCE])
            found = self.connection.execute(sa.select(into.c.speaker_id, into.c.id, into.c.kind).where(some))
            known.update({r.speaker_id: (r.id, r.kind) for r in found})
        keys, new, told, following = [], [], [], self._next(into)
        for public, speaker in zip(ids, normalized.speakers, strict=True):
            if public not in known:
                new.append({"id": following, "speaker_id": public, "name": speaker.name, "kind": speaker.kind})
                known[public] = (following, speaker.kind)
                following += 1
            key, kind = known[public]
            if kind == SpeakerKind.UNKNOWN != speaker.kind:  # this document states the kind, which others left open
                told.append({"key": key, "kind": speaker.kind})
            keys.append(key)
        self._insert(into, new)
        self._update(into, told)
        return keys

    def _attributions(self, normalized: Normalized, blocks: list[int], speakers: list[int]) -> list[int]:
        into, pieces = table(AttributionRow), table(PieceRow)
        starts = [b.span.start for b in normalized.blocks]
        text, sha256 = normalized.document.text, normalized.document.sha256
        mine = sa.select(into.c.attribution_id, into.c.id).where(into.c.document == self.document)
        known = {row.attribution_id: row.id for row in self.connection.execute(mine)}
        keys, new, again, parts = [], [], [], []
        following = self._next(into)
        for one in normalized.attributions:
            public = attribution_id(sha256, one.source, one.cue, one.content)
            row = {
                "source": _joined(text, one.source),
                "cue": _joined(text, one.cue),
                "cue_type": one.cue_type,
                "speaker_row": None if one.speaker is None else speakers[one.speaker],
                "unresolved": one.unresolved,
                "confidence": one.confidence,
                "run": self.run,
                "retired_by": None,
            }
            if public in known:
                keys.append(known.pop(public))
                again.append(row | {"key": keys[-1]})
                continue
            keys.append(following)
            following += 1
            new.append(row | {"id": keys[-1], "document": self.document, "attribution_id": public})
            for part in Part:
                for position, span in enumerate(getattr(one, part.value)):
                    where = {"attribution_row": keys[-1], "part": part, "position": position}
                    where["block_row"] = blocks[bisect_right(starts, span.start) - 1]
                    parts.append(where | self._place(normalized, span))
        self._retire(into, set(known.values()))
        self._insert(into, new)
        self._update(into, again)
        links = [
            {"key": keys[k], "via": None if a.via is None else keys[a.via]}
            for k, a in enumerate(normalized.attributions)
        ]
        self._update(into, [link for link in links if link["via"] is not None or again])
        self._insert(pieces, parts)
        self._mentions(normalized, speakers, keys)
        return keys

    def _mentions(self, normalized: Normalized, speakers: list[int], attributions: list[int]) -> None:
        mentions, rows = table(MentionRow), []
        mine = sa.select(table(AttributionRow).c.id).where(table(AttributionRow).c.document == self.document)
        self.connection.execute(
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
                rows.append(row | self._place(normalized, span))
        self._insert(mentions, rows)

    def _claims(
        self,
        normalized: Normalized,
        blocks: list[int],
        speakers: list[int],
        attributions: list[int],
        publisher: int | None,
    ) -> Changes:
        into = table(ClaimRow)
        known = {
            r["claim_id"]: dict(r)
            for r in self.connection.execute(sa.select(into).where(into.c.document == self.document)).mappings()
        }
        lines = LineIndex(normalized.document.text)
        new, again, history, segments, quotes, amounts = [], [], [], [], [], []
        following = self._next(into)
        for claim in normalized.claims:
            row = self._claim(normalized, claim, lines, speakers, attributions)
            row |= {
                "document": self.document,
                "publisher_row": publisher,
                "block_row": blocks[claim.block],
                "run": self.run,
            }
            row |= {"status": Status.CURRENT, "retired_by": None}
            before = known.pop(claim.id, None)
            if before is None:
                key, following = following, following + 1
                new.append(row | {"id": key, "claim_id": claim.id})
                segments += self._stretches(normalized, key, claim.segments)
            else:
                key = before["id"]
                del row["text"]  # cannot have changed, and naming it would index it again
                again.append(row | {"key": key})
                if any(before[c] != row[c] for c in FINDING) and before["run"] != self.run:
                    earlier = {c: before[c] for c in FINDING} | {
                        "claim": key,
                        "run": before["run"],
                        "superseded_by": self.run,
                    }
                    history.append(earlier)
            quotes += self._stretches(normalized, key, claim.quotes)
            amounts += self._amounts(normalized, key, claim.quantities)
        gone = [r["id"] for r in known.values() if r["status"] == Status.CURRENT]
        self._update(into, [{"key": key, "status": Status.RETIRED, "retired_by": self.run} for key in gone])
        self._insert(into, new)
        self._update(into, again)
        self._insert(table(EarlierFindingRow), history)
        self._insert(table(SegmentRow), segments)
        for rows_of, values in ((table(QuoteRow), quotes), (table(QuantityRow), amounts)):
            self._delete_of(rows_of, [row["key"] for row in again])
            self._insert(rows_of, values)
        return Changes(len(new), len(gone))

    def _claim(
        self, normalized: Normalized, claim: Claim, lines: LineIndex, speakers: list[int], attributions: list[int]
    ) -> Row:
        text, found = normalized.document.text, normalized.attributions
        by: Attribution | None = None if claim.attributed is None else found[claim.attributed]
        line, column = lines.position(claim.segments[0].start)
        outer = [] if claim.attributed is None else chain(found, claim.attributed)
        return {
            "text": claim.text(text),
            "attribution": claim.attribution,
            "attribution_row": None if claim.attributed is None else attributions[claim.attributed],
            "speaker_row": None if by is None or by.speaker is None else speakers[by.speaker],
            "source": by and _joined(text, by.source),
            "cue": by and _joined(text, by.cue),
            "cue_type": by and by.cue_type,
            "via": "; ".join(filter(None, (_joined(text, found[k].source or found[k].cue) for k in outer))) or None,
            "hedged": "yes" if claim.hedged else "no",
            "block": normalized.blocks[claim.block].kind,
            "line": line,
            "line_column": column,
            **self._place(normalized, Span(claim.segments[0].start, claim.segments[-1].end)),
            "confidence": claim.confidence,
        }

    def _stretches(self, normalized: Normalized, claim: int, spans: Sequence[Span]) -> list[Row]:
        text = normalized.document.text
        return [
            {"claim": claim, "position": k, "text": s.of(text)} | self._place(normalized, s)
            for k, s in enumerate(spans)
        ]

    def _amounts(self, normalized: Normalized, claim: int, found: Sequence[Quantity]) -> list[Row]:
        return [
            stretch
            | {
                "kind": q.kind,
                "normal": q.normal,
                "low": q.low,
                "high": q.high,
                "unit": q.unit,
                "earliest": q.earliest and q.earliest.isoformat(),
                "latest": q.latest and q.latest.isoformat(),
                "about": "yes" if q.about else "no",
            }
            for q, stretch in zip(found, self._stretches(normalized, claim, [q.span for q in found]), strict=True)
        ]

    def _place(self, normalized: Normalized, span: Span) -> Row:
        byte_start, byte_end = normalized.document.bytes.bytes_of(span)
        return {"char_start": span.start, "char_end": span.end, "byte_start": byte_start, "byte_end": byte_end}

    def _next(self, into: sa.Table) -> int:
        return int(self.connection.execute(sa.select(sa.func.coalesce(sa.func.max(into.c.id), 0))).scalar_one()) + 1

    def _insert(self, into: sa.Table, values: list[Row]) -> None:
        if values:
            self.connection.execute(sa.insert(into), values)

    def _update(self, into: sa.Table, values: list[Row]) -> None:
        """Update the row of each `key`; all rows must have the same columns."""
        if values:
            self.connection.execute(sa.update(into).where(into.c.id == sa.bindparam("key")), values)

    def _delete_of(self, into: sa.Table, claims: Sequence[object]) -> None:
        """Delete the rows that belong to these claims and that this run writes again."""
        if claims:
            of_claim = sa.delete(into).where(into.c.claim == sa.bindparam("key"))
            self.connection.execute(of_claim, [{"key": key} for key in claims])

    def _retire(self, into: sa.Table, keys: set[int]) -> None:
        live = (
            sa.update(into)
            .where(into.c.id == sa.bindparam("key"), into.c.retired_by.is_(None))
            .values(retired_by=self.run)
        )
        if keys:
            self.connection.execute(live, [{"key": k} for k in sorted(keys)])


def insert_one(connection: sa.Connection, into: sa.Table, **values: object) -> int:
    """Insert one row. Returns its key."""
    inserted = connection.execute(sa.insert(into).values(values)).inserted_primary_key
    assert inserted is not None
    return int(inserted[0])


def _block_identity(kind: str, start: int, end: int, lines: list[Row]) -> Identity:
    return str(kind), start, end, tuple((r["char_start"], r["char_end"], r["claims"], r["reason"]) for r in lines)


def _joined(text: str, spans: Sequence[Span]) -> str | None:
    return " … ".join(s.of(text) for s in spans) or None
