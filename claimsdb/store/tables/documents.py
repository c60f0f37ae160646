"""Runs, and what they read: folders, documents with their paths and parts, blocks with their places, and faults in files."""

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from claimsdb.model.document import BlockKind
from claimsdb.model.proof_class import ProofClass
from claimsdb.model.provenance import StatedIn
from claimsdb.model.source_map import How
from claimsdb.model.status import Outcome, Status
from claimsdb.store.tables.columns import STRICT, finite, key, offsets, one_of, string


class RunRow(SQLModel, table=True):
    """One run: its version and settings, its counts, and its outcome."""

    __tablename__ = "runs"
    __table_args__ = (one_of("outcome", Outcome), STRICT)

    id: int | None = Field(default=None, primary_key=True)
    started_at: str = string()
    finished_at: str | None = string(default=None)
    outcome: str = string(default=Outcome.RUNNING)
    version: str = string()
    tagger: str = string()
    tagger_fingerprint: str = string()
    settings: str = string()
    files: int = 0
    documents_read: int = 0
    documents_unchanged: int = 0
    claims_new: int = 0
    claims_retired: int = 0
    problems: int = 0


class FolderRow(SQLModel, table=True):
    """A folder that was ingested, by name; its location on this machine is not stored."""

    __tablename__ = "folders"
    __table_args__ = (sa.UniqueConstraint("name"), STRICT)

    id: int | None = Field(default=None, primary_key=True)
    name: str = string()


class PublisherRow(SQLModel, table=True):
    """A publisher of documents."""

    __tablename__ = "publishers"
    __table_args__ = (sa.UniqueConstraint("name"), STRICT)

    id: int | None = Field(default=None, primary_key=True)
    name: str = string()


class DocumentRow(SQLModel, table=True):
    """One version of a file, identified by the hash of its bytes."""

    __tablename__ = "documents"
    __table_args__ = (
        sa.UniqueConstraint("document_id"),
        sa.UniqueConstraint("sha256"),
        sa.CheckConstraint("length(sha256) = 64", name="sha256"),
        sa.CheckConstraint("size_bytes > 0", name="size_bytes"),
        one_of("status", Status),
        one_of("proof", ProofClass),
        sa.CheckConstraint("withheld IN ('yes', 'no')", name="withheld"),
        STRICT,
    )

    id: int | None = Field(default=None, primary_key=True)
    path: str = string()
    place: str | None = string(default=None)
    proof: str = string(default=ProofClass.BYTES, sa_column_kwargs={"server_default": ProofClass.BYTES.value})
    title: str | None = string(default=None)
    publisher_row: int | None = key("publishers", default=None, index=True)
    author: str | None = string(default=None)
    published: str | None = string(default=None, index=True)
    modified: str | None = string(default=None)
    language: str | None = string(default=None, index=True)
    url: str | None = string(default=None)
    media_type: str = string()
    encoding: str = string()
    size_bytes: int
    sha256: str = string()
    document_id: str = string()
    status: str = string(default=Status.CURRENT, index=True)
    ingested_at: str = string()
    run: int = key("runs", index=True)
    retired_by: int | None = key("runs", default=None)
    withheld: str = string(default="no", sa_column_kwargs={"server_default": "no"})


class ProvenanceRow(SQLModel, table=True):
    """What states a field of a document's metadata, in the words that it has for it; without a place if that is not known.

    Words of the text have code points and the bytes from their first to their last; other words have bytes alone.
    """

    __tablename__ = "provenance"
    __table_args__ = (
        one_of("stated_in", StatedIn),
        sa.CheckConstraint("char_start >= 0 AND char_start < char_end", name="offsets"),
        sa.CheckConstraint("byte_start >= 0 AND byte_start < byte_end", name="byte_offsets"),
        sa.CheckConstraint("(text IS NULL) = (byte_start IS NULL)", name="placed"),
        STRICT | {"sqlite_with_rowid": False},
    )

    document: int = key("documents", primary_key=True)
    position: int = Field(primary_key=True)
    field: str = string()
    stated_in: str = string()
    text: str | None = string(default=None)
    char_start: int | None = None
    char_end: int | None = None
    byte_start: int | None = None
    byte_end: int | None = None


class PathRow(SQLModel, table=True):
    """The path of a document, relative to its folder. If the file changes, the row is retired and a new one added.

    A path goes on in a file that contains documents: `site.zip/news/a.html`. `container` is then the path of that file, and `place` says in
    words where the document is in it; `proof` says how its words are proved to be in the file. `captured_at` is when these bytes were had
    from the web, if that is known. `extractor` is a digest of what the result
    depends on besides the bytes: version, tagger, settings, and metadata from `sources.csv`.
    """

    __tablename__ = "paths"
    __table_args__ = (
        sa.Index("ix_paths_current", "folder", "path", unique=True, sqlite_where=sa.text("retired_by IS NULL")),
        sa.Index("ix_paths_place", "path", "folder"),
        one_of("proof", ProofClass),
        STRICT,
    )

    id: int | None = Field(default=None, primary_key=True)
    folder: int = key("folders")
    path: str = string()
    container: str | None = string(default=None)
    place: str | None = string(default=None)
    proof: str = string(default=ProofClass.BYTES, sa_column_kwargs={"server_default": ProofClass.BYTES.value})
    captured_at: str | None = string(default=None)
    document: int = key("documents", index=True)
    extractor: str = string()
    run: int = key("runs")
    retired_by: int | None = key("runs", default=None)


class StatedColumnRow(SQLModel, table=True):
    """A value in a column of one's own in a folder's `sources.csv`, for the document at a path."""

    __tablename__ = "stated_columns"
    __table_args__ = (
        sa.UniqueConstraint("folder", "path", "name"),
        sa.Index("ix_stated_columns_value", "name", "value"),
        STRICT,
    )

    id: int | None = Field(default=None, primary_key=True)
    folder: int = key("folders")
    path: str = string()
    name: str = string()
    value: str = string()
    run: int = key("runs")


class BlockRow(SQLModel, table=True):
    """A stretch of a document of one kind, with its words, against which its offsets can be checked."""

    __tablename__ = "blocks"
    __table_args__ = (
        *offsets(),
        one_of("kind", BlockKind),
        sa.CheckConstraint("length(text) = char_end - char_start", name="text"),
        sa.Index("ix_blocks_document", "document", "position"),
        STRICT,
    )

    id: int | None = Field(default=None, primary_key=True)
    document: int = key("documents")
    position: int
    kind: str = string()
    char_start: int
    char_end: int
    byte_start: int
    byte_end: int
    text: str = string()
    run: int = key("runs")
    retired_by: int | None = key("runs", default=None)


class RangeRow(SQLModel, table=True):
    """Words of a block from one range of bytes, if the encoding does not decode the whole block from all bytes between its first and last.

    `literal`: what the encoding decodes from the range, and of other kinds one run each (`claimsdb.model.source_map.How`).
    """

    __tablename__ = "ranges"
    __table_args__ = (*offsets(), one_of("how", How), STRICT | {"sqlite_with_rowid": False})

    block_row: int = key("blocks", primary_key=True)
    position: int = Field(primary_key=True)
    char_start: int
    char_end: int
    byte_start: int
    byte_end: int
    how: str = string()


class PartRow(SQLModel, table=True):
    """A member or a page that a document is read from: its bytes in the document's stream, which its parts are, one after the other, and
    the height of a page, in points. `read_by` names the program that has read a page in its picture, whose hash is that of its pixels, of
    which an inch has `resolution`.

    Another version of a reader may read other parts: then those before are retired, and findings that are no longer found have theirs.
    """

    __tablename__ = "parts"
    __table_args__ = (
        sa.CheckConstraint("byte_start >= 0 AND size_bytes >= 0", name="offsets"),
        sa.CheckConstraint("length(sha256) = 64", name="sha256"),
        sa.Index("ix_parts_place", "document", "byte_start"),
        STRICT,
    )

    id: int | None = Field(default=None, primary_key=True)
    document: int = key("documents")
    position: int
    name: str = string()
    byte_start: int
    size_bytes: int
    sha256: str = string()
    height: float | None = Field(default=None, sa_type=sa.REAL)
    read_by: str | None = string(default=None)
    picture: str | None = string(default=None)
    resolution: float | None = Field(default=None, sa_type=sa.REAL)
    run: int = key("runs")
    retired_by: int | None = key("runs", default=None)


class PlaceRow(SQLModel, table=True):
    """Where a person looks for words of a block: a line of a page, a paragraph of the notes, a cue, a column of a row."""

    __tablename__ = "places"
    __table_args__ = (
        sa.CheckConstraint("char_start >= 0 AND char_start < char_end", name="offsets"),
        STRICT | {"sqlite_with_rowid": False},
    )

    block_row: int = key("blocks", primary_key=True)
    position: int = Field(primary_key=True)
    char_start: int
    char_end: int
    within: str = string()
    unit: str = string()
    label: str = string()
    note: str = string()
    seconds: float | None = Field(default=None, sa_type=sa.REAL)


class DrawnRow(SQLModel, table=True):
    """A line of a block on a page: from `bottom` to `top`, in points from the lower left, and the `edges` of its code points from left to
    right, as 4-byte floats (`claimsdb.model.boxes`).
    """

    __tablename__ = "drawn"
    __table_args__ = (
        sa.CheckConstraint("char_start >= 0 AND char_start < char_end", name="offsets"),
        sa.CheckConstraint("page > 0", name="page"),
        sa.CheckConstraint("length(edges) = 4 * (char_end - char_start + 1)", name="edges"),
        finite("bottom", "top"),
        STRICT | {"sqlite_with_rowid": False},
    )

    block_row: int = key("blocks", primary_key=True)
    position: int = Field(primary_key=True)
    char_start: int
    char_end: int
    page: int
    bottom: float = Field(sa_type=sa.REAL)
    top: float = Field(sa_type=sa.REAL)
    edges: bytes = Field(sa_type=sa.LargeBinary)


class ProblemRow(SQLModel, table=True):
    """A recoverable fault in a file, and what to do about it."""

    __tablename__ = "problems"
    __table_args__ = (STRICT,)

    id: int | None = Field(default=None, primary_key=True)
    folder: int = key("folders")
    path: str = string()
    code: str = string(index=True)
    message: str = string()
    remedy: str = string()
    byte: int | None = None
    run: int = key("runs", index=True)
    resolved_by: int | None = key("runs", default=None)
