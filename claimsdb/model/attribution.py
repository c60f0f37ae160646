"""Who says what by which words, and who that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from claimsdb.model.spans import Span

Spans = tuple[Span, ...]


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
    says why there is no speaker although there is a source, `empty` why the content says nothing by itself. `why` tells which scores and
    rules made it so, for `claimsdb explain`.
    """

    source: Spans
    cue: Spans
    content: Spans
    cue_type: CueType
    confidence: float
    via: int | None = None
    speaker: int | None = None
    unresolved: str | None = None
    empty: str | None = field(default=None, compare=False)
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


def chain(found: Sequence[Attribution], index: int) -> list[int]:
    """The attributions through which the one at `index` comes, from the inside out; intentions are no link of it."""
    links, at = [], found[index].via
    while at is not None:
        if found[at].cue_type is not CueType.INTENTION:
            links.append(at)
        at = found[at].via
    return links
