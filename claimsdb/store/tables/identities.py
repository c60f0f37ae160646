"""Who is who over documents: how documents name speakers, which names are one speaker's, and what people state about them."""

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from claimsdb.model.attribution import SpeakerKind
from claimsdb.model.identity import JoinReason
from claimsdb.store.tables.columns import STRICT, key, one_of, string


class NamingRow(SQLModel, table=True):
    """How a document names a speaker or, without a speaker, a person who says nothing in it.

    `speaker_row` is the record of that name, to which the document's attributions point; `same_as` is whose it is over all documents, to
    which its claims point.
    """

    __tablename__ = "namings"
    __table_args__ = (
        sa.UniqueConstraint("document", "speaker_row"),
        one_of("kind", SpeakerKind),
        sa.CheckConstraint("(speaker_row IS NULL) = (same_as IS NULL)", name="same_as"),
        STRICT,
    )

    id: int | None = Field(default=None, primary_key=True)
    document: int = key("documents")
    name: str = string()
    kind: str = string()
    speaker_row: int | None = key("speakers", default=None, index=True)
    same_as: int | None = key("speakers", default=None, index=True)
    run: int = key("runs")
    retired_by: int | None = key("runs", default=None)


class SameSpeakerRow(SQLModel, table=True):
    """A name that is another speaker's, in all documents or in one, as what kind of speaker, with the evidence."""

    __tablename__ = "same_speakers"
    __table_args__ = (
        one_of("kind", SpeakerKind),
        one_of("reason", JoinReason),
        sa.CheckConstraint("speaker_row <> same_as", name="another"),
        STRICT,
    )

    id: int | None = Field(default=None, primary_key=True)
    speaker_row: int = key("speakers", index=True)
    kind: str = string()
    document: int | None = key("documents", default=None, index=True)
    same_as: int = key("speakers", index=True)
    reason: str = string()
    evidence: str = string()
    run: int = key("runs")


class StatedSpeakerRow(SQLModel, table=True):
    """What a folder's `speakers.csv` states about the speaker of a name; `speaker_row` is that speaker."""

    __tablename__ = "stated_speakers"
    __table_args__ = (sa.UniqueConstraint("folder", "name"), one_of("kind", SpeakerKind, null=True), STRICT)

    id: int | None = Field(default=None, primary_key=True)
    folder: int = key("folders")
    line: int
    name: str = string()
    same_as: str | None = string(default=None)
    kind: str | None = string(default=None)
    wikidata: str | None = string(default=None)
    speaker_row: int = key("speakers", index=True)
    run: int = key("runs")
