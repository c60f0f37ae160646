"""The records of the interchange format, which exports write, `--json` prints and pages show.

A record is a dictionary with the keys of its class, in the order of the class. Offsets are half-open: `start` and `end` count code
points of the document's text (of a text file: of the decoded file), `byte_start` and `byte_end` bytes of the file. `document` is a
document's path.
"""

from __future__ import annotations

from typing import NotRequired, TypedDict


class Piece(TypedDict):
    """A stretch of a document with its exact words. `ranges` are its byte ranges in order, only if there are several."""

    start: int
    end: int
    byte_start: int
    byte_end: int
    text: str
    ranges: NotRequired[list[list[int]]]


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


class BlockRecord(TypedDict):
    """A stretch of a document of one kind."""

    document: str
    kind: str
    start: int
    end: int
    byte_start: int
    byte_end: int


class SentenceRecord(TypedDict):
    """A line of the coverage ledger: the number of claims with a segment in the sentence or, if it is 0, the reason."""

    document: str
    block: str
    start: int
    end: int
    byte_start: int
    byte_end: int
    claims: int
    reason: str | None


class ClaimRecord(TypedDict):
    """A claim with its segments, its source and its certainty. `block` is the kind of its block."""

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


class CitationRecord(TypedDict):
    """A claim's location, in plain words and as selectors: from its first word to its last, with the words before and after.

    `ranges` are the byte ranges of `exact` in order, only if there are several.
    """

    text: str
    path: str
    line: int
    column: int
    start: int
    end: int
    byte_start: int
    byte_end: int
    sha256: str
    exact: str
    prefix: str
    suffix: str
    ranges: NotRequired[list[list[int]]]


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
}
"""The kinds of records by name."""


def keys(shape: type) -> tuple[str, ...]:
    """The keys of a record of this class, in order."""
    return tuple(shape.__annotations__)
