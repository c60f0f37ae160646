"""Findings in documents: claims and attributions with their spans, speakers, the ledger of sentences."""

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from claimsdb.model.attribution import AttributionKind, CueType, SpeakerKind
from claimsdb.model.claim import QuantityKind
from claimsdb.model.document import BlockKind, Reason
from claimsdb.model.proof_class import ProofClass
from claimsdb.model.status import MentionOf, Part, Status
from claimsdb.store.tables.columns import STRICT, finite, key, offsets, one_of, string


class SentenceRow(SQLModel, table=True):
    """The coverage ledger: each sentence of a claim-bearing block, with the number of its claims or why it has none."""

    __tablename__ = "sentences"
    __table_args__ = (
        *offsets(),
        one_of("reason", Reason, null=True),
        sa.CheckConstraint("(claims = 0) = (reason IS NOT NULL)", name="accounted"),
        STRICT,
    )

    id: int | None = Field(default=None, primary_key=True)
    block_row: int = key("blocks", index=True)
    char_start: int
    char_end: int
    byte_start: int
    byte_end: int
    claims: int
    reason: str | None = string(default=None)


class SpeakerRow(SQLModel, table=True):
    """A speaker: the person or body that sources of one name refer to, and those of other names that are joined with it."""

    __tablename__ = "speakers"
    __table_args__ = (sa.UniqueConstraint("speaker_id"), one_of("kind", SpeakerKind), STRICT)

    id: int | None = Field(default=None, primary_key=True)
    name: str = string(index=True)
    kind: str = string(index=True)
    speaker_id: str = string()


class AttributionRow(SQLModel, table=True):
    """An attribution: who a content comes from, and the words with which the document says so."""

    __tablename__ = "attributions"
    __table_args__ = (
        sa.UniqueConstraint("attribution_id"),
        one_of("cue_type", CueType),
        sa.CheckConstraint("confidence BETWEEN 0 AND 1", name="confidence"),
        sa.CheckConstraint("speaker_row IS NULL OR unresolved IS NULL", name="unresolved"),
        STRICT,
    )

    id: int | None = Field(default=None, primary_key=True)
    document: int = key("documents", index=True)
    source: str | None = string(default=None)
    cue: str | None = string(default=None)
    cue_type: str = string()
    speaker_row: int | None = key("speakers", default=None, index=True)
    unresolved: str | None = string(default=None)
    via: int | None = key("attributions", default=None, index=True)
    confidence: float = Field(sa_type=sa.REAL)
    attribution_id: str = string()
    run: int = key("runs")
    retired_by: int | None = key("runs", default=None)


class PieceRow(SQLModel, table=True):
    """A stretch of an attribution's source, cue or content."""

    __tablename__ = "pieces"
    __table_args__ = (*offsets(), one_of("part", Part), STRICT)

    attribution_row: int = key("attributions", primary_key=True)
    part: str = string(primary_key=True)
    position: int = Field(primary_key=True)
    block_row: int = key("blocks")
    char_start: int
    char_end: int
    byte_start: int
    byte_end: int


class MentionRow(SQLModel, table=True):
    """A name or a role of a speaker, with its span, in the source of an attribution."""

    __tablename__ = "mentions"
    __table_args__ = (
        *offsets(),
        one_of("gives", MentionOf),
        sa.UniqueConstraint("attribution_row", "gives", "char_start", name="uq_mentions_attribution_gives_start"),
        STRICT,
    )

    id: int | None = Field(default=None, primary_key=True)
    speaker_row: int = key("speakers", index=True)
    attribution_row: int = key("attributions")
    gives: str = string()
    text: str = string()
    char_start: int
    char_end: int
    byte_start: int
    byte_end: int


class ClaimRow(SQLModel, table=True):
    """A claim, as the newest run finds it: the table that people browse. `proof` is its class of proof if that is not its document's."""

    __tablename__ = "claims"
    __table_args__ = (
        *offsets(),
        sa.UniqueConstraint("claim_id"),
        one_of("attribution", AttributionKind),
        one_of("block", BlockKind),
        one_of("cue_type", CueType, null=True),
        one_of("status", Status),
        one_of("proof", ProofClass, null=True),
        sa.CheckConstraint("hedged IN ('yes', 'no')", name="hedged"),
        sa.CheckConstraint("confidence BETWEEN 0 AND 1", name="confidence"),
        sa.CheckConstraint("line > 0 AND line_column > 0", name="line"),
        sa.CheckConstraint("attribution = 'asserted' OR attribution_row IS NOT NULL", name="attributed"),
        sa.Index("ix_claims_place", "block_row", "char_start"),
        STRICT,
    )

    id: int | None = Field(default=None, primary_key=True)
    text: str = string()
    attribution: str = string(index=True)
    speaker_row: int | None = key("speakers", default=None, index=True)
    source: str | None = string(default=None)
    cue: str | None = string(default=None)
    cue_type: str | None = string(default=None, index=True)
    via: str | None = string(default=None)
    hedged: str = string(index=True)
    document: int = key("documents", index=True)
    publisher_row: int | None = key("publishers", default=None, index=True)
    block: str = string(index=True)
    line: int
    line_column: int
    place: str | None = string(default=None)
    proof: str | None = string(default=None)
    char_start: int
    char_end: int
    byte_start: int
    byte_end: int
    confidence: float = Field(sa_type=sa.REAL)
    status: str = string(default=Status.CURRENT, index=True)
    claim_id: str = string()
    block_row: int = key("blocks")
    attribution_row: int | None = key("attributions", default=None, index=True)
    run: int = key("runs", index=True)
    retired_by: int | None = key("runs", default=None)


class _Stretch(SQLModel):
    claim: int = key("claims", primary_key=True)
    position: int = Field(primary_key=True)
    char_start: int
    char_end: int
    byte_start: int
    byte_end: int
    text: str = string()


class SegmentRow(_Stretch, table=True):
    """A contiguous stretch of a claim."""

    __tablename__ = "segments"
    __table_args__ = (*offsets(), STRICT)


class QuoteRow(_Stretch, table=True):
    """A stretch of a claim in quotation marks, as the newest run finds it."""

    __tablename__ = "quotes"
    __table_args__ = (*offsets(), STRICT)


class QuantityRow(_Stretch, table=True):
    """A number, an amount of money, a percentage, a duration or a date in a claim, as the newest run finds it."""

    __tablename__ = "quantities"
    __table_args__ = (
        *offsets(),
        one_of("kind", QuantityKind),
        finite("low", "high"),
        sa.CheckConstraint("about IN ('yes', 'no')", name="about"),
        STRICT,
    )

    kind: str = string()
    normal: str = string()
    low: float | None = Field(default=None, sa_type=sa.REAL)
    high: float | None = Field(default=None, sa_type=sa.REAL)
    unit: str | None = string(default=None)
    earliest: str | None = string(default=None)
    latest: str | None = string(default=None)
    about: str = string()


class EarlierFindingRow(SQLModel, table=True):
    """An earlier run's finding of a claim, kept when a newer run finds something else."""

    __tablename__ = "earlier_findings"
    __table_args__ = (one_of("attribution", AttributionKind), one_of("cue_type", CueType, null=True), STRICT)

    claim: int = key("claims", primary_key=True)
    run: int = key("runs", primary_key=True)
    attribution: str = string()
    attribution_row: int | None = key("attributions", default=None)
    speaker_row: int | None = key("speakers", default=None)
    cue_type: str | None = string(default=None)
    hedged: str = string()
    confidence: float = Field(sa_type=sa.REAL)
    superseded_by: int = key("runs")
