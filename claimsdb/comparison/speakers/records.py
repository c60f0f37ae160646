"""The names over documents, one record for each, with what documents say of those whom they call so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from claimsdb.comparison.speakers.names import (
    PersonName,
    genders,
    looks_personal,
    offices,
    opens_like_a_name,
    person_name,
)
from claimsdb.model.attribution import SpeakerKind
from claimsdb.model.identity import Naming, Statement
from claimsdb.model.ids import fold

PERSONAL = frozenset((SpeakerKind.PERSON, SpeakerKind.UNKNOWN))
BODIES = frozenset((SpeakerKind.ORGANISATION, SpeakerKind.GOVERNMENT))
_NONE: frozenset[str] = frozenset()


@dataclass
class Record:
    """A name for speakers of these `kinds`; `key` is that of the name's record, None if nobody of that name says anything. `read_as` is the
    kind in each document, before what people state.

    `offices` and `genders` are what the titles in a document show; `spellings` counts documents.
    """

    folded: str
    key: int | None = None
    kinds: set[SpeakerKind] = field(default_factory=set)
    read_as: dict[int, SpeakerKind] = field(default_factory=dict)
    documents: set[int] = field(default_factory=set)
    spellings: Counter[str] = field(default_factory=Counter)
    offices: dict[int, frozenset[str]] = field(default_factory=dict)
    genders: dict[int, frozenset[str]] = field(default_factory=dict)

    @cached_property
    def name(self) -> str:
        """The spelling that most documents have."""
        return usual(self.spellings)

    @cached_property
    def parts(self) -> PersonName | None:
        """The parts of a person's name."""
        return person_name(self.name)

    @cached_property
    def is_person(self) -> bool:
        """Whether it is the full name of a person: of one who speaks, or of one who looks like one."""
        if self.parts is None or not self.parts.given or not self.kinds <= PERSONAL:
            return False
        said = self.key is not None and SpeakerKind.PERSON in self.kinds and opens_like_a_name(self.name)
        return said or looks_personal(self.name)

    @property
    def is_short(self) -> bool:
        """Whether it may be a surname alone; in capitals it was read as an acronym."""
        if self.parts is None or self.parts.given or self.parts.generation:
            return False
        if SpeakerKind.PERSON in self.kinds:
            return True
        return looks_personal(self.name) and (self.kinds <= PERSONAL or (self.kinds <= BODIES and self.name.isupper()))

    @cached_property
    def gender(self) -> frozenset[str]:
        """The genders that titles show in any document; if none does, that of the given name."""
        shown = _NONE.union(*self.genders.values())
        return shown or (genders((), self.parts.given) if self.parts else _NONE)

    @cached_property
    def office(self) -> frozenset[str]:
        """The offices that any document names."""
        return _NONE.union(*self.offices.values())


def usual(spellings: Mapping[str, int]) -> str:
    """The most frequent spelling; of several one that is not in capitals, the first by letters."""
    return min(spellings, key=lambda s: (-spellings[s], s.isupper(), s))


def records(namings: Iterable[Naming], stated: Mapping[str, Statement]) -> list[Record]:
    """The records of these namings, by name; `stated` are statements by folded name. The order of the namings makes no difference."""
    found: dict[tuple[str, bool | SpeakerKind], Record] = {}
    folds: dict[str, str] = {}
    for one in namings:
        folded = folds.get(one.name) or folds.setdefault(one.name, fold(one.name))
        said = stated.get(folded)
        kind = said.kind if said and said.kind else one.kind
        of = folded, kind in PERSONAL or kind
        record = found.get(of) or found.setdefault(of, Record(folded))
        record.key = record.key if one.speaker is None else one.speaker
        record.kinds.add(kind)
        record.read_as[one.document] = one.kind
        record.documents.add(one.document)
        record.spellings[one.name] += 1
        if one.titles:
            record.offices[one.document] = offices(one.titles)
            record.genders[one.document] = genders(one.titles)
    return [found[key] for key in sorted(found, key=lambda k: (k[0], str(k[1])))]
