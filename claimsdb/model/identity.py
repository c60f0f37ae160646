"""Who is who over documents: how documents name speakers, and which names are one speaker's."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from claimsdb.model.attribution import SpeakerKind


class JoinReason(StrEnum):
    """Why a name is somebody's: what the name leaves out, or what says so; `APART`: somebody's of that name in one document alone."""

    SURNAME = "surname"
    FULL_NAME = "full name"
    ACRONYM = "acronym"
    POSSESSOR = "possessor"
    DOCUMENT = "document"
    STATED = "stated"
    APART = "apart"


@dataclass(frozen=True, slots=True)
class Naming:
    """How one document names a speaker; `speaker` is the key of the record of that name, None for a person who says nothing in it.

    `titles` are the titles and offices that the document gives with the name.
    """

    document: int
    speaker: int | None
    name: str
    kind: SpeakerKind
    titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Join:
    """A name that is somebody's: what documents call `speaker`, as a speaker of this kind, is said by `same_as`.

    Both are keys of records. `document` is the key of the only document in which that is so; None: in all of them.
    """

    speaker: int
    kind: SpeakerKind
    document: int | None
    same_as: int
    reason: JoinReason
    evidence: str


def in_words(name: str, same_as: str, reason: str, evidence: str) -> str:
    """A join in words: "Lee: same as Ann Lee, only person of that name in 3 documents"."""
    return f"{name}: {evidence}" if reason == JoinReason.APART else f"{name}: same as {same_as}, {evidence}"


@dataclass(frozen=True, slots=True)
class Statement:
    """What a person states about the speaker of a name: whose other name it is (its own: nobody's), its kind, its id in Wikidata."""

    name: str
    same_as: str | None = None
    kind: SpeakerKind | None = None
    wikidata: str | None = None
