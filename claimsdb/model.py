"""What the pipeline hands from room to room: frozen, without input or output, positions rather than copies of text."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from claimsdb.errors import Problem
from claimsdb.spans import ByteIndex, Span

Spans = tuple[Span, ...]


class BlockKind(StrEnum):
    """What a block of a document is (section 1 of the standard)."""

    TITLE = "title"
    STANDFIRST = "standfirst"
    BYLINE = "byline"
    DATELINE = "dateline"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    CAPTION = "caption"
    CREDIT = "credit"
    BOILERPLATE = "boilerplate"

    @property
    def bears_claims(self) -> bool:
        """Whether claims come from blocks of this kind."""
        return self in _CLAIM_BEARING


_CLAIM_BEARING = frozenset(
    {BlockKind.TITLE, BlockKind.STANDFIRST, BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.CAPTION}
)


class AttributionKind(StrEnum):
    """How a claim is attributed (section 3)."""

    QUOTED = "quoted"
    REPORTED = "reported"
    ASSERTED = "asserted"


class CueType(StrEnum):
    """What the source does: says, believes or intends."""

    STATEMENT = "statement"
    BELIEF = "belief"
    INTENTION = "intention"


class SpeakerKind(StrEnum):
    """What a speaker is (section 6)."""

    PERSON = "person"
    ORGANISATION = "organisation"
    GOVERNMENT = "government"
    GROUP = "group"
    DOCUMENT = "document"
    UNKNOWN = "unknown"


class Reason(StrEnum):
    """Why a sentence of a claim-bearing block gives no claim (section 5)."""

    QUESTION = "question"
    FRAGMENT = "fragment"
    LABEL = "label"
    ACT_ONLY = "act_only"
    NO_WORDS = "no_words"


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of text that the layout sets apart, as a reader saw it, before it has a kind.

    `role` is what the format itself says of it ("heading", "list_item", "quote", "code", "table", "image", "front_matter",
    "markup" for the marks around a heading's or an image's words), or None.
    `loose` says that a blank line (or the format's equivalent) stands before it.
    """

    span: Span
    role: str | None = None
    loose: bool = True


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of a document beside its text; None where nobody says it. `published` is an ISO date or date-time."""

    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    published: str | None = None
    url: str | None = None
    language: str | None = None

    def over(self, other: Metadata) -> Metadata:
        """This, with what it leaves open filled in from `other`."""
        return Metadata(*(a if a is not None else b for a, b in zip(self.values(), other.values(), strict=True)))

    def values(self) -> tuple[str | None, ...]:
        """The fields in order."""
        return self.title, self.publisher, self.author, self.published, self.url, self.language


@dataclass(frozen=True, slots=True)
class Document:
    """One version of one file: its bytes' hash and their decoded text. `text` is the file decoded with `encoding`.

    `reading` is what sentences are read from: the text, with spaces for the format's inline markup, as many code points.
    `stated` is what the format's own metadata says (Markdown front matter); `given` what `sources.csv` says, which wins.
    """

    path: str
    sha256: str
    size_bytes: int
    media_type: str
    encoding: str
    text: str
    reading: str
    bytes: ByteIndex
    passages: tuple[Passage, ...]
    stated: Metadata = field(default_factory=Metadata)
    given: Metadata = field(default_factory=Metadata)
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the document of one kind; blocks are in order, disjoint, with only white space between them."""

    kind: BlockKind
    span: Span


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a claim-bearing block: a row of the coverage ledger once `claims` and `reason` are known.

    `block` is the block's index. `claims` is how many claims have a segment in it; `reason` says why when that is 0.
    """

    block: int
    span: Span
    claims: int = 0
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """What the tagger marked before any rule: a piece of an attribution ("source", "cue", "content") or a "clause", 0 to 1 likely."""

    span: Span
    what: str
    chance: float


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who is behind a content, and by which words the document says so.

    `via` is the index of the attribution around this one, `speaker` that of its speaker, both in `Normalized`. `unresolved`
    says why there is no speaker although there is a source. `why` tells which scores and rules made it so, for `claimsdb explain`.
    """

    source: Spans
    cue: Spans
    content: Spans
    cue_type: CueType
    confidence: float
    via: int | None = None
    speaker: int | None = None
    unresolved: str | None = None
    why: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Speaker:
    """A resolved source: its fullest name, its kind, its names and roles where they stand.

    `mentions` are the sources' spans that name it, `roles` the spans of its titles and offices. `local`: the name ("officials", "a
    spokesman") means somebody in this document only.
    """

    name: str
    kind: SpeakerKind
    mentions: Spans
    roles: Spans = ()
    local: bool = False


class QuantityKind(StrEnum):
    """What a quantity is."""

    NUMBER = "number"
    MONEY = "money"
    PERCENTAGE = "percentage"
    DURATION = "duration"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity where it stands, with what it says about and its unit.

    `normal` is its value in one way of writing: figures with "≥", ">", "≤", "<" or "≈" where it is open or rough and an ISO 4217 currency
    or other unit; durations as ISO 8601 writes them; dates as TIMEX3 does ("2023-02-22", "XXXX-12" for a December of an open year).
    `low` and `high` bound the value, None where it is open; `unit` is a currency, "percent", a unit of time, or the words that say what
    is counted. `earliest` and `latest` are a date's first and last day, None while it is open. `about`: no limit is exact.
    """

    span: Span
    kind: QuantityKind
    normal: str
    low: float | None = None
    high: float | None = None
    unit: str | None = None
    earliest: date | None = None
    latest: date | None = None
    about: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement, in one block. `attributed` is the index of its attribution (of an intention too), None without one."""

    id: str
    block: int
    segments: Spans
    attribution: AttributionKind
    attributed: int | None
    hedged: bool
    quotes: Spans
    confidence: float
    quantities: tuple[Quantity, ...] = field(default=(), compare=False)

    def text(self, of: str) -> str:
        """The segments' words joined with " … ", as the interchange format has them."""
        return " … ".join(s.of(of) for s in self.segments)


@dataclass(frozen=True, slots=True)
class Normalized:
    """All that one document gives."""

    document: Document
    metadata: Metadata
    blocks: tuple[Block, ...]
    sentences: tuple[Sentence, ...]
    attributions: tuple[Attribution, ...]
    speakers: tuple[Speaker, ...]
    claims: tuple[Claim, ...]
    problems: tuple[Problem, ...]
    marks: tuple[Mark, ...] = ()


class ConflictKind(StrEnum):
    """In what two claims about the same thing differ."""

    NUMBER = "number"
    DATE = "date"
    NAME = "name"
    POLARITY = "polarity"


class ReportReason(StrEnum):
    """What shows that documents go back to one report: a passage that they share, or an agency that they credit."""

    PASSAGE = "passage"
    CREDIT = "credit"
