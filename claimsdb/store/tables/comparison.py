"""Findings across documents: claims that say the same or conflict, documents that go back to one report."""

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from claimsdb.model.relation import ConflictKind, ReportReason
from claimsdb.store.tables.columns import STRICT, key, offsets, one_of, string


class ComparedRow(SQLModel, table=True):
    """A claim that has been compared with all others, as found by `run`, by the method of that time."""

    __tablename__ = "compared"
    __table_args__ = (STRICT,)

    claim: int = key("claims", primary_key=True)
    run: int = key("runs")
    method: str = string()


class NeighbourhoodRow(SQLModel, table=True):
    """A bucket that a claim is in: claims that share a bucket are compared. A bucket is a region of the embedding space, a pair of rare
    words, or a wording without numbers, dates and names, which finds the lines of a list (`claimsdb.comparison.claims.enumerations`).
    """

    __tablename__ = "neighbourhoods"
    __table_args__ = ({"sqlite_with_rowid": False} | STRICT,)

    bucket: int = Field(primary_key=True)
    claim: int = key("claims", primary_key=True, index=True)


class SameRow(SQLModel, table=True):
    """Two claims that say the same, or nearly the same if not `sure`, with the score, the reasons and the method."""

    __tablename__ = "same_claims"
    __table_args__ = (
        sa.CheckConstraint("claim < other", name="once"),
        sa.CheckConstraint("score BETWEEN 0 AND 1", name="score"),
        sa.CheckConstraint("sure IN ('yes', 'no')", name="sure"),
        STRICT,
    )

    claim: int = key("claims", primary_key=True)
    other: int = key("claims", primary_key=True, index=True)
    sure: str = string()
    score: float = Field(sa_type=sa.REAL)
    reasons: str = string()
    method: str = string()
    run: int = key("runs")


class ContradictionRow(SQLModel, table=True):
    """Two claims that cannot both be true of one thing, with the two values and their spans. A link, never a verdict."""

    __tablename__ = "contradictions"
    __table_args__ = (
        one_of("kind", ConflictKind),
        sa.CheckConstraint("score BETWEEN 0 AND 1", name="score"),
        sa.CheckConstraint(
            "char_start >= 0 AND char_start < char_end AND other_char_start >= 0 AND other_char_start < other_char_end",
            name="offsets",
        ),
        STRICT,
    )

    claim: int = key("claims", primary_key=True)
    other: int = key("claims", primary_key=True, index=True)
    kind: str = string(primary_key=True)
    conflict_id: str = string(index=True, unique=True)
    score: float = Field(sa_type=sa.REAL)
    reasons: str = string()
    method: str = string()
    char_start: int
    char_end: int
    byte_start: int
    byte_end: int
    text: str = string()
    other_char_start: int
    other_char_end: int
    other_byte_start: int
    other_byte_end: int
    other_text: str = string()
    run: int = key("runs")


class GroupRow(SQLModel, table=True):
    """A group: claims that say the same as its representative claim, with the numbers of their documents, speakers and origins."""

    __tablename__ = "same_groups"
    __table_args__ = (sa.UniqueConstraint("group_id"), sa.UniqueConstraint("claim"), STRICT)

    id: int | None = Field(default=None, primary_key=True)
    group_id: str = string()
    claim: int = key("claims")
    claims: int
    documents: int = Field(index=True)
    speakers: int
    origins: int
    conflicts: int
    run: int = key("runs")


class MemberRow(SQLModel, table=True):
    """A claim in a group, with the score of its link to the representative claim."""

    __tablename__ = "members"
    __table_args__ = ({"sqlite_with_rowid": False} | STRICT,)

    same_group: int = key("same_groups", primary_key=True)
    claim: int = key("claims", primary_key=True, index=True)
    score: float = Field(sa_type=sa.REAL)


class TracedRow(SQLModel, table=True):
    """A document that has been compared with all others for passages and credits, as found by `run`, by the method of that time."""

    __tablename__ = "traced"
    __table_args__ = (STRICT,)

    document: int = key("documents", primary_key=True)
    run: int = key("runs")
    method: str = string()


class SignatureRow(SQLModel, table=True):
    """A hash of some words of a document: documents that have one in common are searched for shared passages."""

    __tablename__ = "signatures"
    __table_args__ = ({"sqlite_with_rowid": False} | STRICT,)

    value: int = Field(primary_key=True)
    document: int = key("documents", primary_key=True, index=True)


class PassageRow(SQLModel, table=True):
    """A passage that two documents share word for word, with its span in each."""

    __tablename__ = "shared_passages"
    __table_args__ = (
        *offsets(),
        sa.CheckConstraint("document < other", name="once"),
        sa.CheckConstraint("other_char_start >= 0 AND other_char_start < other_char_end", name="other_offsets"),
        STRICT,
    )

    document: int = key("documents", primary_key=True)
    other: int = key("documents", primary_key=True, index=True)
    char_start: int = Field(primary_key=True)
    char_end: int
    byte_start: int
    byte_end: int
    other_char_start: int
    other_char_end: int
    other_byte_start: int
    other_byte_end: int
    words: int
    text: str = string()
    other_text: str = string()
    method: str = string()
    run: int = key("runs")


class CreditRow(SQLModel, table=True):
    """An agency that a document credits for its text; `among`: it is one of several."""

    __tablename__ = "credits"
    __table_args__ = (*offsets(), sa.CheckConstraint("among IN ('yes', 'no')", name="among"), STRICT)

    document: int = key("documents", primary_key=True)
    name: str = string(primary_key=True, index=True)
    among: str = string()
    char_start: int
    char_end: int
    byte_start: int
    byte_end: int
    text: str = string()
    run: int = key("runs")


class ReportRow(SQLModel, table=True):
    """An origin: the report that several documents go back to, with the agency that they credit, if any."""

    __tablename__ = "reports"
    __table_args__ = (sa.UniqueConstraint("origin_id"), one_of("reason", ReportReason), STRICT)

    id: int | None = Field(default=None, primary_key=True)
    origin_id: str = string()
    reason: str = string()
    credited: str | None = string(default=None)
    documents: int
    run: int = key("runs")


class DescentRow(SQLModel, table=True):
    """A document that goes back to a report."""

    __tablename__ = "descents"
    __table_args__ = ({"sqlite_with_rowid": False} | STRICT,)

    report: int = key("reports", primary_key=True)
    document: int = key("documents", primary_key=True, index=True)


class EdgeRow(SQLModel, table=True):
    """A hash of the words of a block near the beginning or the end of a document, where publishers put what stands in all of theirs."""

    __tablename__ = "edge_texts"
    __table_args__ = ({"sqlite_with_rowid": False} | STRICT,)

    value: int = Field(primary_key=True)
    block_row: int = key("blocks", primary_key=True)
    document: int = key("documents", index=True)


class StandingRow(SQLModel, table=True):
    """A block of standing text: its words begin or end several documents of one publisher."""

    __tablename__ = "standing_texts"
    __table_args__ = (STRICT,)

    block_row: int = key("blocks", primary_key=True)
    document: int = key("documents", index=True)


class GroupOriginRow(SQLModel, table=True):
    """The origin that a document with a claim of a group counts for, numbered from 1 within the group."""

    __tablename__ = "group_origins"
    __table_args__ = ({"sqlite_with_rowid": False} | STRICT,)

    same_group: int = key("same_groups", primary_key=True)
    document: int = key("documents", primary_key=True, index=True)
    origin: int
