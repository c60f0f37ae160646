"""Who says what, in which words: attributions and speakers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from claimsdb.model.spans import Span

Spans = tuple[Span, ...]


class AttributionKind(StrEnum):
    """How a claim is attributed (section 3 of the standard)."""

    QUOTED = "quoted"
    REPORTED = "reported"
    ASSERTED = "asserted"


class CueType(StrEnum):
    """What the source does: it says, believes or intends something."""

    STATEMENT = "statement"
    BELIEF = "belief"
    INTENTION = "intention"


class SpeakerKind(StrEnum):
    """What a speaker is (section 6 of the standard)."""

    PERSON = "person"
    ORGANISATION = "organisation"
    GOVERNMENT = "government"
    GROUP = "group"
    DOCUMENT = "document"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Mark:
    """A span that the tagger marked, before any rule: a "source", "cue", "content" or "clause", with its probability from 0 to 1."""

    span: Span
    what: str
    chance: float


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who is behind a content, and the words by which the document says so.

    `via` is the index of the attribution around this one, `speaker` that of its speaker, both in `Normalized`. `unresolved`
    says why there is no speaker although there is a source, `empty` why the content says nothing by itself. `why` are the scores
    and rules behind it, for `claimsdb explain`.

    `layout` is QUOTED or REPORTED if a layout gives the content, word for word or as a paraphrase (a labelled turn, an answer in an
    interview): then there may be no cue, and even no source. It is None if a cue signals the attribution.
    """

    source: Spans
    cue: Spans
    content: Spans
    cue_type: CueType
    confidence: float
    via: int | None = None
    speaker: int | None = None
    unresolved: str | None = None
    layout: AttributionKind | None = None
    empty: str | None = field(default=None, compare=False)
    why: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Speaker:
    """A resolved source: its fullest name, its kind, and the spans of its names and roles.

    `mentions` are the sources' spans that name it, `roles` the spans of its titles and offices. `local`: the name ("officials", "a
    spokesman") means somebody only in this document.
    """

    name: str
    kind: SpeakerKind
    mentions: Spans
    roles: Spans = ()
    local: bool = False


def chain(found: Sequence[Attribution], index: int) -> list[int]:
    """The attributions through which the one at `index` comes, from the inside out; intentions are not part of the chain."""
    links, at = [], found[index].via
    while at is not None:
        if found[at].cue_type is not CueType.INTENTION:
            links.append(at)
        at = found[at].via
    return links


def in_words(cue: str) -> bool:
    """Whether a cue has words. A mark alone (":" behind a label, a dash before a signature) signals no act: claims have no cue then."""
    return any(c.isalnum() for c in cue)


def frame(found: Sequence[Attribution], index: int | None) -> int | None:
    """The innermost attribution by a layout among the one at `index` and those around it; None if there is none."""
    while index is not None and found[index].layout is None:
        index = found[index].via
    return index
