"""The tables, mirror of the migrations in `alembic/`, which alone make the schema.

Every offset is half-open: `start` and `end` count code points of the decoded file, `byte_start` and `byte_end` bytes of the file.
Findings name the run they come from (`run`) and the run that no longer found them (`retired_by`); nothing is deleted. Columns that
point to another table bear its name in the singular and hold its integer key, which Datasette shows as a label.
"""

from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from claimsdb.model.attribution import AttributionKind, CueType, SpeakerKind
from claimsdb.model.claim import QuantityKind
from claimsdb.model.document import BlockKind, Reason
from claimsdb.model.relation import ConflictKind, ReportReason
from claimsdb.model.status import MentionOf, Outcome, Part, Status
from claimsdb.model.stretch import Stretch

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
SQLModel.metadata.naming_convention = NAMING


def one_of(column: str, words: type[StrEnum], *, null: bool = False) -> sa.CheckConstraint:
    """A CHECK that the column holds one of the words (or nothing)."""
    listed = ", ".join(f"'{w.value}'" for w in words)
    return sa.CheckConstraint(f"{column} IN ({listed})" + (f" OR {column} IS NULL" if null else ""), name=column)


def offsets() -> tuple[sa.CheckConstraint, sa.CheckConstraint]:
    """CHECKs that spans are not empty and begin in the file."""
    return (
        sa.CheckConstraint('start >= 0 AND start < "end"', name="offsets"),
        sa.CheckConstraint("byte_start >= 0 AND byte_start < byte_end", name="byte_offsets"),
    )


def _text(**more: Any) -> Any:
    return Field(sa_type=sa.Text, **more)


def _key(table: str, **more: Any) -> Any:
    return Field(foreign_key=f"{table}.id", **more)


STRICT = {"sqlite_strict": True}


class Run(SQLModel, table=True):
    """One execution: what it was, what it did, how it ended."""

    __tablename__ = "runs"
    __table_args__ = (one_of("outcome", Outcome), STRICT)

    id: int | None = Field(default=None, primary_key=True)
    started_at: str = _text()
    finished_at: str | None = _text(default=None)
    outcome: str = _text(default=Outcome.RUNNING)
    version: str = _text()
    tagger: str = _text()
    tagger_fingerprint: str = _text()
    settings: str = _text()
    files: int = 0
    documents_read: int = 0
    documents_unchanged: int = 0
    claims_new: int = 0
    claims_retired: int = 0
    problems: int = 0


class Folder(SQLModel, table=True):
    """A folder that was ingested, by name; where it lies on this machine is not told."""

    __tablename__ = "folders"
    __table_args__ = (sa.UniqueConstraint("name"), STRICT)

    id: int | None = Field(default=None, primary_key=True)
    name: str = _text()


class Publisher(SQLModel, table=True):
    """Who published documents."""

    __tablename__ = "publishers"
    __table_args__ = (sa.UniqueConstraint("name"), STRICT)

    id: int | None = Field(default=None, primary_key=True)
    name: str = _text()


class DocumentRow(SQLModel, table=True):
    """One version of one file, by the hash of its bytes."""

    __tablename__ = "documents"
    __table_args__ = (
        sa.UniqueConstraint("document_id"),
        sa.UniqueConstraint("sha256"),
        sa.CheckConstraint("length(sha256) = 64", name="sha256"),
        sa.CheckConstraint("size_bytes > 0", name="size_bytes"),
        one_of("status", Status),
        STRICT,
    )

    id: int | None = Field(default=None, primary_key=True)
    path: str = _text()
    title: str | None = _text(default=None)
    publisher: int | None = _key("publishers", default=None, index=True)
    author: str | None = _text(default=None)
    published: str | None = _text(default=None, index=True)
    language: str | None = _text(default=None, index=True)
    url: str | None = _text(default=None)
    media_type: str = _text()
    encoding: str = _text()
    size_bytes: int
    sha256: str = _text()
    document_id: str = _text()
    status: str = _text(default=Status.CURRENT, index=True)
    ingested_at: str = _text()
    run: int = _key("runs", index=True)
    retired_by: int | None = _key("runs", default=None)


class Path(SQLModel, table=True):
    """Where a document lies, relative to its folder; a path that got new bytes keeps its old row, retired.

    `extractor` stands for what read it there: version, tagger, settings, and what `sources.csv` gave.
    """

    __tablename__ = "paths"
    __table_args__ = (
        sa.Index("ix_paths_current", "folder", "path", unique=True, sqlite_where=sa.text("retired_by IS NULL")),
        STRICT,
    )

    id: int | None = Field(default=None, primary_key=True)
    folder: int = _key("folders")
    path: str = _text()
    document: int = _key("documents", index=True)
    extractor: str = _text()
    run: int = _key("runs")
    retired_by: int | None = _key("runs", default=None)


class BlockRow(SQLModel, table=True):
    """A stretch of a document of one kind, with its words as proof."""

    __tablename__ = "blocks"
    __table_args__ = (
        *offsets(),
        one_of("kind", BlockKind),
        sa.CheckConstraint('length(text) = "end" - start', name="text"),
        sa.Index("ix_blocks_document", "document", "position"),
        STRICT,
    )

    id: int | None = Field(default=None, primary_key=True)
    document: int = _key("documents")
    position: int
    kind: str = _text()
    start: int
    end: int
    byte_start: int
    byte_end: int
    text: str = _text()
    run: int = _key("runs")
    retired_by: int | None = _key("runs", default=None)


class SentenceRow(SQLModel, table=True):
    """The coverage ledger: each sentence of a claim-bearing block, with how many claims it gives or why it gives none."""

    __tablename__ = "sentences"
    __table_args__ = (
        *offsets(),
        one_of("reason", Reason, null=True),
        sa.CheckConstraint("(claims = 0) = (reason IS NOT NULL)", name="accounted"),
        STRICT,
    )

    id: int | None = Field(default=None, primary_key=True)
    block: int = _key("blocks", index=True)
    start: int
    end: int
    byte_start: int
    byte_end: int
    claims: int
    reason: str | None = _text(default=None)


class SpeakerRow(SQLModel, table=True):
    """Whoever is behind a source."""

    __tablename__ = "speakers"
    __table_args__ = (sa.UniqueConstraint("speaker_id"), one_of("kind", SpeakerKind), STRICT)

    id: int | None = Field(default=None, primary_key=True)
    name: str = _text(index=True)
    kind: str = _text(index=True)
    speaker_id: str = _text()


class AttributionRow(SQLModel, table=True):
    """Who is behind a content, and by which words the document says so."""

    __tablename__ = "attributions"
    __table_args__ = (
        sa.UniqueConstraint("attribution_id"),
        one_of("cue_type", CueType),
        sa.CheckConstraint("confidence BETWEEN 0 AND 1", name="confidence"),
        sa.CheckConstraint("speaker IS NULL OR unresolved IS NULL", name="unresolved"),
        STRICT,
    )

    id: int | None = Field(default=None, primary_key=True)
    document: int = _key("documents", index=True)
    source: str | None = _text(default=None)
    cue: str | None = _text(default=None)
    cue_type: str = _text()
    speaker: int | None = _key("speakers", default=None, index=True)
    unresolved: str | None = _text(default=None)
    via: int | None = _key("attributions", default=None, index=True)
    confidence: float = Field(sa_type=sa.REAL)
    attribution_id: str = _text()
    run: int = _key("runs")
    retired_by: int | None = _key("runs", default=None)


class PieceRow(SQLModel, table=True):
    """A stretch of an attribution's source, cue or content."""

    __tablename__ = "pieces"
    __table_args__ = (*offsets(), one_of("part", Part), STRICT)

    attribution: int = _key("attributions", primary_key=True)
    part: str = _text(primary_key=True)
    position: int = Field(primary_key=True)
    block_row: int = _key("blocks")
    start: int
    end: int
    byte_start: int
    byte_end: int


class MentionRow(SQLModel, table=True):
    """A name or a role of a speaker where it stands, in the source of an attribution."""

    __tablename__ = "mentions"
    __table_args__ = (
        *offsets(),
        one_of("gives", MentionOf),
        sa.UniqueConstraint("attribution", "gives", "start"),
        STRICT,
    )

    id: int | None = Field(default=None, primary_key=True)
    speaker: int = _key("speakers", index=True)
    attribution: int = _key("attributions")
    gives: str = _text()
    text: str = _text()
    start: int
    end: int
    byte_start: int
    byte_end: int


class ClaimRow(SQLModel, table=True):
    """One statement, as the newest run finds it: the table that people browse."""

    __tablename__ = "claims"
    __table_args__ = (
        *offsets(),
        sa.UniqueConstraint("claim_id"),
        one_of("attribution", AttributionKind),
        one_of("block", BlockKind),
        one_of("cue_type", CueType, null=True),
        one_of("status", Status),
        sa.CheckConstraint("hedged IN ('yes', 'no')", name="hedged"),
        sa.CheckConstraint("confidence BETWEEN 0 AND 1", name="confidence"),
        sa.CheckConstraint('line > 0 AND "column" > 0', name="line"),
        sa.CheckConstraint("attribution = 'asserted' OR attribution_row IS NOT NULL", name="attributed"),
        sa.Index("ix_claims_place", "block_row", "start"),
        STRICT,
    )

    id: int | None = Field(default=None, primary_key=True)
    text: str = _text()
    attribution: str = _text(index=True)
    speaker: int | None = _key("speakers", default=None, index=True)
    source: str | None = _text(default=None)
    cue: str | None = _text(default=None)
    cue_type: str | None = _text(default=None, index=True)
    via: str | None = _text(default=None)
    hedged: str = _text(index=True)
    document: int = _key("documents", index=True)
    publisher: int | None = _key("publishers", default=None, index=True)
    block: str = _text(index=True)
    line: int
    column: int
    start: int
    end: int
    byte_start: int
    byte_end: int
    confidence: float = Field(sa_type=sa.REAL)
    status: str = _text(default=Status.CURRENT, index=True)
    claim_id: str = _text()
    block_row: int = _key("blocks")
    attribution_row: int | None = _key("attributions", default=None, index=True)
    run: int = _key("runs", index=True)
    retired_by: int | None = _key("runs", default=None)


class ClaimColumns(SQLModel, table=True):
    """The columns by which claims are counted, 16,384 keys of claims in a row, made anew where a claim has changed: see `columns`."""

    __tablename__ = "claim_columns"
    __table_args__ = (STRICT,)

    chunk: int | None = Field(default=None, primary_key=True)
    attribution: bytes
    speaker: bytes
    document: bytes
    publisher: bytes
    block: bytes
    cue_type: bytes
    hedged: bytes
    status: bytes


class _Stretch(SQLModel):
    claim: int = _key("claims", primary_key=True)
    position: int = Field(primary_key=True)
    start: int
    end: int
    byte_start: int
    byte_end: int
    text: str = _text()


class SegmentRow(_Stretch, table=True):
    """A contiguous stretch of a claim."""

    __tablename__ = "segments"
    __table_args__ = (*offsets(), STRICT)


class QuoteRow(_Stretch, table=True):
    """A stretch of a claim that stands in quotation marks, as the newest run found it."""

    __tablename__ = "quotes"
    __table_args__ = (*offsets(), STRICT)


class QuantityRow(_Stretch, table=True):
    """A number, an amount of money, a percentage, a duration or a date in a claim, as the newest run reads it."""

    __tablename__ = "quantities"
    __table_args__ = (
        *offsets(),
        one_of("kind", QuantityKind),
        sa.CheckConstraint("about IN ('yes', 'no')", name="about"),
        STRICT,
    )

    kind: str = _text()
    normal: str = _text()
    low: float | None = Field(default=None, sa_type=sa.REAL)
    high: float | None = Field(default=None, sa_type=sa.REAL)
    unit: str | None = _text(default=None)
    earliest: str | None = _text(default=None)
    latest: str | None = _text(default=None)
    about: str = _text()


class ComparedRow(SQLModel, table=True):
    """A claim that has been compared with all others, as the run found it, by the method of that time."""

    __tablename__ = "compared"
    __table_args__ = (STRICT,)

    claim: int = _key("claims", primary_key=True)
    run: int = _key("runs")
    method: str = _text()


class NeighbourhoodRow(SQLModel, table=True):
    """A place in the space of meanings, or a pair of rare words, where a claim is to be found: claims that share one are compared.
    Or its words without numbers, dates and names, by which the lines of a list are found (`claimsdb.comparison.claims.enumerations`).
    """

    __tablename__ = "neighbourhoods"
    __table_args__ = ({"sqlite_with_rowid": False} | STRICT,)

    place: int = Field(primary_key=True)
    claim: int = _key("claims", primary_key=True, index=True)


class SameRow(SQLModel, table=True):
    """Two claims that say the same, or nearly where that is not sure, with the score, the reasons and the method."""

    __tablename__ = "same_claims"
    __table_args__ = (
        sa.CheckConstraint("claim < other", name="once"),
        sa.CheckConstraint("score BETWEEN 0 AND 1", name="score"),
        sa.CheckConstraint("sure IN ('yes', 'no')", name="sure"),
        STRICT,
    )

    claim: int = _key("claims", primary_key=True)
    other: int = _key("claims", primary_key=True, index=True)
    sure: str = _text()
    score: float = Field(sa_type=sa.REAL)
    reasons: str = _text()
    method: str = _text()
    run: int = _key("runs")


class ContradictionRow(SQLModel, table=True):
    """Two claims that cannot both be true of one thing, with the two values where they stand. A link, never a verdict."""

    __tablename__ = "contradictions"
    __table_args__ = (
        one_of("kind", ConflictKind),
        sa.CheckConstraint("score BETWEEN 0 AND 1", name="score"),
        sa.CheckConstraint(
            'start >= 0 AND start < "end" AND other_start >= 0 AND other_start < other_end', name="offsets"
        ),
        STRICT,
    )

    claim: int = _key("claims", primary_key=True)
    other: int = _key("claims", primary_key=True, index=True)
    kind: str = _text(primary_key=True)
    conflict_id: str = _text(index=True, unique=True)
    score: float = Field(sa_type=sa.REAL)
    reasons: str = _text()
    method: str = _text()
    start: int
    end: int
    byte_start: int
    byte_end: int
    text: str = _text()
    other_start: int
    other_end: int
    other_byte_start: int
    other_byte_end: int
    other_text: str = _text()
    run: int = _key("runs")


class GroupRow(SQLModel, table=True):
    """Claims that say the same as one of them, which stands for the group, with how many documents, speakers and origins they have."""

    __tablename__ = "groups"
    __table_args__ = (sa.UniqueConstraint("group_id"), sa.UniqueConstraint("claim"), STRICT)

    id: int | None = Field(default=None, primary_key=True)
    group_id: str = _text()
    claim: int = _key("claims")
    claims: int
    documents: int = Field(index=True)
    speakers: int
    origins: int
    conflicts: int
    run: int = _key("runs")


class MemberRow(SQLModel, table=True):
    """A claim in a group, with the score of its link to the claim that stands for it."""

    __tablename__ = "members"
    __table_args__ = ({"sqlite_with_rowid": False} | STRICT,)

    group: int = _key("groups", primary_key=True)
    claim: int = _key("claims", primary_key=True, index=True)
    score: float = Field(sa_type=sa.REAL)


class TracedRow(SQLModel, table=True):
    """A document that has been compared with all others for passages and credits, as the run found it, by the method of that time."""

    __tablename__ = "traced"
    __table_args__ = (STRICT,)

    document: int = _key("documents", primary_key=True)
    run: int = _key("runs")
    method: str = _text()


class SignatureRow(SQLModel, table=True):
    """A hash of a document's words: documents that share one are looked at for shared passages."""

    __tablename__ = "signatures"
    __table_args__ = ({"sqlite_with_rowid": False} | STRICT,)

    value: int = Field(primary_key=True)
    document: int = _key("documents", primary_key=True, index=True)


class PassageRow(SQLModel, table=True):
    """A passage that two documents share word for word, where it stands in each."""

    __tablename__ = "shared_passages"
    __table_args__ = (
        *offsets(),
        sa.CheckConstraint("document < other", name="once"),
        sa.CheckConstraint("other_start >= 0 AND other_start < other_end", name="other_offsets"),
        STRICT,
    )

    document: int = _key("documents", primary_key=True)
    other: int = _key("documents", primary_key=True, index=True)
    start: int = Field(primary_key=True)
    end: int
    byte_start: int
    byte_end: int
    other_start: int
    other_end: int
    other_byte_start: int
    other_byte_end: int
    words: int
    text: str = _text()
    other_text: str = _text()
    method: str = _text()
    run: int = _key("runs")


class CreditRow(SQLModel, table=True):
    """Whom a document credits for its text, where it says so; `among` several means that it draws on several reports."""

    __tablename__ = "credits"
    __table_args__ = (*offsets(), sa.CheckConstraint("among IN ('yes', 'no')", name="among"), STRICT)

    document: int = _key("documents", primary_key=True)
    name: str = _text(primary_key=True, index=True)
    among: str = _text()
    start: int
    end: int
    byte_start: int
    byte_end: int
    text: str = _text()
    run: int = _key("runs")


class ReportRow(SQLModel, table=True):
    """An origin: the report that several documents go back to, with the agency that they credit, where one is named."""

    __tablename__ = "reports"
    __table_args__ = (sa.UniqueConstraint("origin_id"), one_of("reason", ReportReason), STRICT)

    id: int | None = Field(default=None, primary_key=True)
    origin_id: str = _text()
    reason: str = _text()
    credited: str | None = _text(default=None)
    documents: int
    run: int = _key("runs")


class DescentRow(SQLModel, table=True):
    """That a document goes back to a report."""

    __tablename__ = "descents"
    __table_args__ = ({"sqlite_with_rowid": False} | STRICT,)

    report: int = _key("reports", primary_key=True)
    document: int = _key("documents", primary_key=True, index=True)


class FindingRow(SQLModel, table=True):
    """What an earlier run found of a claim, kept when a newer one finds something else."""

    __tablename__ = "earlier_findings"
    __table_args__ = (one_of("attribution", AttributionKind), one_of("cue_type", CueType, null=True), STRICT)

    claim: int = _key("claims", primary_key=True)
    run: int = _key("runs", primary_key=True)
    attribution: str = _text()
    attribution_row: int | None = _key("attributions", default=None)
    speaker: int | None = _key("speakers", default=None)
    cue_type: str | None = _text(default=None)
    hedged: str = _text()
    confidence: float = Field(sa_type=sa.REAL)
    superseded_by: int = _key("runs")


class ProblemRow(SQLModel, table=True):
    """A recoverable fault in a file, with what to do about it."""

    __tablename__ = "problems"
    __table_args__ = (STRICT,)

    id: int | None = Field(default=None, primary_key=True)
    folder: int = _key("folders")
    path: str = _text()
    code: str = _text(index=True)
    message: str = _text()
    remedy: str = _text()
    byte: int | None = None
    run: int = _key("runs", index=True)
    resolved_by: int | None = _key("runs", default=None)


class EmbeddingRow(SQLModel, table=True):
    """What a text means, as 384 numbers of eight bits; one for each distinct text, numbered without gaps from 1.

    `digest` is that of the text (`claimsdb.lookup.index.embeddings`).
    """

    __tablename__ = "embeddings"
    __table_args__ = (sa.UniqueConstraint("digest"), sa.CheckConstraint("length(codes) = 384", name="codes"), STRICT)

    id: int | None = Field(default=None, primary_key=True)
    digest: bytes = Field(sa_type=sa.LargeBinary)
    codes: bytes = Field(sa_type=sa.LargeBinary)


class EmbeddingBlock(SQLModel, table=True):
    """The signs of the numbers of some thousand embeddings in a row, to be searched at once; `encoder` made them."""

    __tablename__ = "embedding_blocks"
    __table_args__ = (sa.CheckConstraint("length(bits) % 48 = 0", name="bits"), STRICT)

    id: int | None = Field(default=None, primary_key=True)
    encoder: str = _text()
    bits: bytes = Field(sa_type=sa.LargeBinary)


class ClaimEmbedding(SQLModel, table=True):
    """The embedding of a claim in its context."""

    __tablename__ = "claim_embeddings"
    __table_args__ = (STRICT,)

    claim: int | None = _key("claims", default=None, primary_key=True)
    embedding: int = _key("embeddings", index=True)


class WordRow(SQLModel, table=True):
    """A word that stands in some claim or names its source, in lower case and without accents: what a misspelt word may stand for."""

    __tablename__ = "words"
    __table_args__ = ({"sqlite_strict": True, "sqlite_with_rowid": False},)

    word: str = _text(primary_key=True)


def columns_of(where: Stretch, prefix: str = "") -> dict[str, int | str]:
    """A stretch of a file as the columns that hold it."""
    at = {"start": where.span.start, "end": where.span.end}
    at |= {"byte_start": where.bytes.start, "byte_end": where.bytes.end}
    return {prefix + name: value for name, value in (at | {"text": where.text}).items()}


def table(model: type[SQLModel]) -> sa.Table:
    """The table behind a model, for statements that make no objects."""
    found: sa.Table = model.__table__  # type: ignore[attr-defined]
    return found
