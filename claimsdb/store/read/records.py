"""The records of the interchange format, which exports write, `--json` prints and pages show.

A record is a dictionary with the keys of its class, in the order of the class. Offsets are half-open: `start` and `end` count code
points of the document's text (of a text file: of the decoded file), `byte_start` and `byte_end` bytes of the file, or of a part of it.
`document` is a document's path. `proof` is the class of proof (`claimsdb.model.proof_class`).
"""

from __future__ import annotations

from typing import NotRequired, TypedDict, TypeVar

from claimsdb.model.source_map import Range


class InFile(TypedDict):
    """Where words are: their bytes, of which there may be several `ranges`, in the file or in the `part` of it with that name.

    On a `page`, which counts from 1, they have `boxes` (left, bottom, right and top, in points from the lower left), and no bytes.
    """

    byte_start: int | None
    byte_end: int | None
    ranges: NotRequired[list[list[int]]]
    part: NotRequired[str]
    page: NotRequired[int]
    boxes: NotRequired[list[list[float]]]


class Piece(TypedDict):
    """A stretch of a document with its exact words. `ranges` are its byte ranges in order, only if there are several.

    In a document of several parts, bytes are those of the `part`; on a page there are `boxes` instead. `further` has the other parts and
    pages of words that go on there. See `InFile`.
    """

    start: int
    end: int
    byte_start: int | None
    byte_end: int | None
    text: str
    ranges: NotRequired[list[list[int]]]
    part: NotRequired[str]
    page: NotRequired[int]
    boxes: NotRequired[list[list[float]]]
    further: NotRequired[list[InFile]]


Where = TypeVar("Where", "Piece", "CitationRecord")


def put(record: Where, first: InFile, further: list[InFile]) -> Where:
    """The record with what it says of where its words are, beyond their bytes, if there is anything to say."""
    if "ranges" in first:
        record["ranges"] = first["ranges"]
    if "part" in first:
        record["part"] = first["part"]
    if "page" in first:
        record["page"], record["boxes"] = first["page"], first.get("boxes", [])
    if further:
        record["further"] = further
    return record


def ranges_of(where: InFile | Piece) -> list[Range]:
    """The half-open ranges of bytes, in the order of the text; none on a page."""
    if where["byte_start"] is None or where["byte_end"] is None:
        return []
    return [(start, end) for start, end in where.get("ranges", [[where["byte_start"], where["byte_end"]]])]


def everywhere(piece: Piece) -> list[InFile]:
    """Where a piece is: in the file, or in each part or on each page that has some of it."""
    first = InFile(byte_start=piece["byte_start"], byte_end=piece["byte_end"])
    if "ranges" in piece:
        first["ranges"] = piece["ranges"]
    if "part" in piece:
        first["part"] = piece["part"]
    if "page" in piece:
        first["page"], first["boxes"] = piece["page"], piece.get("boxes", [])
    return [first, *piece.get("further", [])]


class Via(TypedDict):
    """An attribution through which a claim comes."""

    source: list[Piece]
    cue: list[Piece]
    speaker: str | None


class DocumentRecord(TypedDict):
    """A document as read by the newest run, `run`."""

    id: str
    path: str
    sha256: str
    size_bytes: int
    media_type: str
    encoding: str
    title: str | None
    publisher: str | None
    author: str | None
    published: str | None
    language: str | None
    ingested_at: str
    run: int
    proof: str
    modified: str | None


class BlockRecord(TypedDict):
    """A stretch of a document of one kind. `part` is that in which it begins, if the document has several; pages have no bytes."""

    document: str
    kind: str
    start: int
    end: int
    byte_start: int | None
    byte_end: int | None
    part: str | None


class SentenceRecord(TypedDict):
    """A line of the coverage ledger: the number of claims with a segment in the sentence or, if it is 0, the reason.

    `part` is that in which it begins, if the document has several; pages have no bytes.
    """

    document: str
    block: str
    start: int
    end: int
    byte_start: int | None
    byte_end: int | None
    part: str | None
    claims: int
    reason: str | None


class ClaimRecord(TypedDict):
    """A claim with its segments, its source and its certainty. `block` is the kind of its block.

    `place` says where to look for it in a file that has pages, notes, cues or rows.
    """

    id: str
    document: str
    block: str
    segments: list[Piece]
    text: str
    attribution: str
    attribution_id: str | None
    source: list[Piece]
    cue: list[Piece]
    cue_type: str | None
    speaker: str | None
    speaker_id: str | None
    via: list[Via]
    hedged: bool
    quotes: list[Piece]
    confidence: float
    group: str | None
    place: str | None
    proof: str


class AttributionRecord(TypedDict):
    """An attribution with its whole content, before it is split into claims."""

    id: str
    document: str
    source: list[Piece]
    cue: list[Piece]
    content: list[Piece]
    cue_type: str
    speaker: str | None
    confidence: float


class SpeakerRecord(TypedDict):
    """A speaker with the roles and names that documents give, and the number of their current claims."""

    id: str
    name: str
    kind: str
    roles: list[str]
    mentions: list[str]
    claims: int


class GroupRecord(TypedDict):
    """The ids of claims that say the same, the representative one first; `statement` is its text."""

    id: str
    claims: list[str]
    documents: int
    speakers: int
    origins: int
    statement: str


class ConflictRecord(TypedDict):
    """The ids of two claims that cannot both be true, with the two values and their spans."""

    id: str
    claims: list[str]
    kind: str
    values: list[Piece]
    score: float


class Evidence(TypedDict):
    """A passage or a credit that shows that a document goes back to a report."""

    document: str
    start: int
    end: int
    text: str


class OriginRecord(TypedDict):
    """Documents that go back to one report, and the evidence."""

    id: str
    documents: list[str]
    reason: str
    evidence: list[Evidence]


class VerdictRecord(TypedDict):
    """What a person says about two claims, by their ids: that they say the same, or do not; who, when and why, and who took it back."""

    claims: list[str]
    same: bool
    why: str | None
    by: str | None
    at: str
    withdrawn_at: str | None
    withdrawn_by: str | None


class CitationRecord(TypedDict):
    """A claim's location, in plain words and as selectors: from its first word to its last, with the words before and after.

    `place` says where to look for it in a file that has pages, notes, cues or rows; the lines of such a file are those of its text.
    `ranges` are the byte ranges of `exact` in order, only if there are several. For the keys after it, see `Piece`.
    """

    text: str
    path: str
    line: int
    column: int
    start: int
    end: int
    byte_start: int | None
    byte_end: int | None
    sha256: str
    exact: str
    prefix: str
    suffix: str
    place: str | None
    proof: str
    ranges: NotRequired[list[list[int]]]
    part: NotRequired[str]
    page: NotRequired[int]
    boxes: NotRequired[list[list[float]]]
    further: NotRequired[list[InFile]]


Record = (
    DocumentRecord
    | BlockRecord
    | SentenceRecord
    | ClaimRecord
    | AttributionRecord
    | SpeakerRecord
    | GroupRecord
    | ConflictRecord
    | OriginRecord
    | VerdictRecord
)
SHAPES: dict[str, type[Record]] = {
    "claims": ClaimRecord,
    "attributions": AttributionRecord,
    "blocks": BlockRecord,
    "sentences": SentenceRecord,
    "documents": DocumentRecord,
    "speakers": SpeakerRecord,
    "groups": GroupRecord,
    "conflicts": ConflictRecord,
    "origins": OriginRecord,
    "verdicts": VerdictRecord,
}
"""The kinds of records by name."""


def keys(shape: type) -> tuple[str, ...]:
    """The keys of a record of this class, in order."""
    return tuple(shape.__annotations__)
