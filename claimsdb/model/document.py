"""What reading produces: a document with its passages, blocks and sentences."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from hashlib import sha256
from typing import NamedTuple

from claimsdb.model.errors import Problem
from claimsdb.model.file_lines import FileLines
from claimsdb.model.ids import BY_CODE_POINTS, BY_LETTERS
from claimsdb.model.proof_class import ProofClass
from claimsdb.model.provenance import Provenance
from claimsdb.model.source_map import SourceMap
from claimsdb.model.spans import LineIndex, Span
from claimsdb.model.stretch import Stretch, portions


class BlockKind(StrEnum):
    """The kinds of blocks (section 1 of the standard)."""

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
        """Whether blocks of this kind can contain claims."""
        return self in _CLAIM_BEARING


_CLAIM_BEARING = frozenset(
    {BlockKind.TITLE, BlockKind.STANDFIRST, BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.CAPTION}
)


class Reason(StrEnum):
    """Why a sentence of a block that can contain claims has none (section 5 of the standard)."""

    QUESTION = "question"
    FRAGMENT = "fragment"
    LABEL = "label"
    ACT_ONLY = "act_only"
    NO_WORDS = "no_words"


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of text that the layout sets apart, as a reader found it, before it has a kind.

    `role` is what the format itself says of it ("heading", "list_item", "quote", "code", "table", "image", "front_matter",
    "markup" for the marks around a heading's or an image's words; of a page also "title", "standfirst", "byline", "dateline" and
    "boilerplate", for what is not the article; of subtitles "speech", and "turn" for that of another
    speaker who is not named), or None.
    `loose` says that a blank line (or the format's equivalent) precedes it. `gaps` are page furniture inside it, in order.
    `bold` are the words in bold with which it begins, if the format tells them.
    """

    span: Span
    role: str | None = None
    loose: bool = True
    gaps: tuple[Span, ...] = ()
    bold: Span | None = None


LONGEST = 2000
"""Maximum length of a field of metadata, in code points."""
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known about a document in addition to its text; None if nobody states it.

    `published` and `modified`, when it was last changed, are ISO 8601 dates, months, years or date-times.
    """

    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    published: str | None = None
    modified: str | None = None
    url: str | None = None
    language: str | None = None

    def over(self, other: Metadata) -> Metadata:
        """These metadata, with missing fields filled in from `other`."""
        return Metadata(*(a if a is not None else b for a, b in zip(self.values(), other.values(), strict=True)))

    def checked(self) -> tuple[Metadata, tuple[str, ...]]:
        """These metadata without the fields that cannot be stored, and what is wrong with each of these."""
        wrong = {
            name: f"{len(value):,} characters, of which it may have {LONGEST:,}"
            if len(value) > LONGEST
            else "a character that no text has"
            for name, value in zip(self.__slots__, self.values(), strict=True)
            if value is not None and (len(value) > LONGEST or _UNSTORABLE.search(value))
        }
        kept = replace(self, **dict.fromkeys(wrong))
        return kept, tuple(f"Its {name} has {what}, and is left out." for name, what in wrong.items())

    def values(self) -> tuple[str | None, ...]:
        """The values of the fields, in order."""
        return self.title, self.publisher, self.author, self.published, self.modified, self.url, self.language


@dataclass(frozen=True, slots=True)
class Transport:
    """What brought a file says of it: the address that gave it, the charset that the response named, and when its bytes were had first.

    None if nothing says so. What is read does not depend on the time.
    """

    url: str | None = None
    charset: str | None = None
    captured_at: str | None = None


class Container(NamedTuple):
    """A file that contains a document: its path in the folder, where the document is in it in words ("message 2 of 40"; None if its name
    says it), and whether the document must be unpacked from it, since the file does not have its bytes as they are.
    """

    path: str
    place: str | None = None
    packed: bool = True


class Part(NamedTuple):
    """A member or a page that a document is read from: its name, and its `size` bytes from `start` in the document's stream.

    A page has a `height`, in points. `read_by` names the program that has read its words in a picture, if one has
    (`claimsdb.model.recognition`); `picture` is the SHA-256 of the pixels that it was given, and `resolution` their number in an inch.
    """

    name: str
    start: int
    size: int
    sha256: str
    height: float | None = None
    read_by: str | None = None
    picture: str | None = None
    resolution: float | None = None

    @classmethod
    def of(cls, name: str, start: int, raw: bytes, height: float | None = None) -> Part:
        """The part with these bytes, which begins at `start` in the document's stream."""
        return cls(name, start, len(raw), sha256(raw).hexdigest(), height)

    @property
    def end(self) -> int:
        """The byte of the stream after its last one."""
        return self.start + self.size


class Place(NamedTuple):
    """Where a person looks for a stretch of the text, in code points: `within` a page, a note or a row, which `unit` of it, by its `label`.

    `note` stands beside it ("cue 12, 0:03"); `seconds` is the time at which the words are said.
    """

    span: Span
    within: str
    unit: str
    label: str
    note: str = ""
    seconds: float | None = None


class Drawn(NamedTuple):
    """A line of text on a page, which counts from 1: from `bottom` to `top`, and the x of the left edge of each code point and of the right
    edge of the last. In points, from the lower left.
    """

    span: Span
    page: int
    bottom: float
    top: float
    edges: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """One version of one file: the hash of its bytes, its text, and the `map` between the two. `text` is what a person reads: of a text
    file, the file decoded with `encoding`.

    A document of several `parts`, such as an office document or one of pages, is read from the stream that these are, one after the other,
    and its map leads into that. `places` say where a person looks, and `drawn` where the words are on pages, both in the text's order.
    `container` is the file that contains the document, if that is not a file of its own.

    `reading` is what sentences are read from, at the same length in code points: the text with spaces for inline markup and for page
    furniture inside passages, and with broken words in one piece. `moved` says where its characters that are elsewhere stand in `text`.
    `raw` is the stream that the map leads to: the file, or its parts; empty if the text is the decoded file.
    `stated` is what the format's own metadata says (Markdown front matter); `given` is what `sources.csv` says, which takes precedence;
    `provenance` says where it states them.
    `transport` is what brought it, and `around` what the file says in which it is a member; `fields` says which field of a record is what.
    """

    path: str
    sha256: str
    size_bytes: int
    media_type: str
    encoding: str
    text: str
    reading: str
    map: SourceMap
    passages: tuple[Passage, ...]
    stated: Metadata = field(default_factory=Metadata)
    provenance: tuple[Provenance, ...] = ()
    given: Metadata = field(default_factory=Metadata)
    transport: Transport = field(default_factory=Transport)
    around: Metadata = field(default_factory=Metadata)
    fields: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    moved: Mapping[int, int] = field(default_factory=dict)
    raw: bytes = b""
    parts: tuple[Part, ...] = ()
    places: tuple[Place, ...] = ()
    drawn: tuple[Drawn, ...] = ()
    container: Container | None = None

    @property
    def proof(self) -> ProofClass:
        """How it is proved that words are in it."""
        if self.media_type in BY_LETTERS:
            by_machine = all(part.read_by for part in self.parts if part.size)
            return ProofClass.MACHINE if by_machine and self.parts else ProofClass.DRAWN
        packed = bool(self.parts) or (self.container is not None and self.container.packed)
        return ProofClass.STREAM if packed else ProofClass.BYTES

    @property
    def is_as_read(self) -> bool:
        """Whether its text is as a reader reads it, so that another version may read other words from the same bytes."""
        return self.media_type not in BY_CODE_POINTS

    def lines(self) -> Callable[[int], tuple[int, int]]:
        """What gives the line and the column in the file of each code point of the text; both count from 1, columns in code points.

        A file of several parts has no lines: those of the text are given.
        """
        if not self.is_as_read or self.parts:
            return LineIndex(self.text).position
        assert len(self.raw) == self.size_bytes, "a document whose text is not the decoded file keeps the file"
        of_file = FileLines(self.raw, self.encoding)
        return lambda offset: of_file.position(self.map.byte(offset))

    def stretch(self, span: Span) -> Stretch:
        """The words of a span with their bytes.

        Raises `OffsetError` for a span that leaves the text, `PlacelessError` if nothing in it comes from the file.
        """
        return Stretch(span, Span(*self.map.hull(span)), span.of(self.text), portions(self.map, span))


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the document of one kind; blocks are in order, disjoint, with only white space between them."""

    kind: BlockKind
    span: Span


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a block that can contain claims; a row of the coverage ledger once `claims` and `reason` are known.

    `block` is the block's index. `claims` is the number of claims with a segment in it; `reason` says why if that is 0.
    """

    block: int
    span: Span
    claims: int = 0
    reason: Reason | None = None
