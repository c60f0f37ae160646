"""The persons of a database: full names that can only be one person's are one person, and a surname is whose it can only be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from claimsdb.comparison.speakers.names import PersonName, may_be_one, written_out
from claimsdb.comparison.speakers.records import Record
from claimsdb.model.identity import JoinReason
from claimsdb.model.stated import Stated

FAR = 3
"""How many times as many documents must name the one person of a surname who speaks as name another."""
MANY = 50
"""Maximum number of persons of one surname among whom a document is searched for the one that it names."""


@dataclass(eq=False)
class Person:
    """A person, with all full names; `settled` is false for a name that may be one of several persons'."""

    names: list[Record] = field(default_factory=list)
    settled: bool = True

    @cached_property
    def documents(self) -> set[int]:
        """The documents that name the person in full."""
        return set[int]().union(*(n.documents for n in self.names))

    @property
    def gender(self) -> frozenset[str]:
        """The genders that titles or given names show."""
        return frozenset[str]().union(*(n.gender for n in self.names))

    @cached_property
    def office(self) -> frozenset[str]:
        """The offices that documents name."""
        return frozenset[str]().union(*(n.office for n in self.names))

    @cached_property
    def speaks(self) -> bool:
        """Whether the person says anything under any of the names."""
        return any(n.key is not None for n in self.names)

    def may_be(self, name: Record) -> bool:
        """Whether a full name may be one more of this person's."""
        assert name.parts is not None
        parted = self.gender and name.gender and self.gender.isdisjoint(name.gender)
        return not parted and all(n.parts is not None and may_be_one(n.parts, name.parts) for n in self.names)


class Found(NamedTuple):
    """Whose a surname is, why, and who else has the surname but says nothing."""

    person: Person
    reason: JoinReason
    quiet: tuple[str, ...] = ()


class Persons:
    """The persons by surname, each with the names that can only be theirs, as far as nothing is stated against it."""

    def __init__(self, records: Iterable[Record], stated: Stated) -> None:
        self._stated = stated
        families: dict[str, list[Record]] = defaultdict(list)
        for record in records:
            if record.is_person and record.parts is not None:
                families[record.parts.surname].append(record)
        self._families = {surname: self._persons(names) for surname, names in families.items()}

    def __iter__(self) -> Iterator[Person]:
        return (person for family in self._families.values() for person in family)

    def of(self, surname: str) -> list[Person]:
        """The persons of this surname."""
        return self._families.get(surname, [])

    def named(self, name: PersonName) -> Person | None:
        """The one person with this full name; None if there is none, or if it may be several persons'."""
        fitting = [p for p in self.of(name.surname) if p.settled and any(n.parts == name for n in p.names)]
        return fitting[0] if len(fitting) == 1 else None

    def whose(self, surname: str, document: int, short: Record) -> Found | None:
        """Whose a surname is in a document: of the only person of that surname whom it names in full, or else in the database.

        None if there are several, or if the titles that the document gives with the `short` name are not the person's. Whoever says
        nothing in any document, and is named in far fewer than the only one who does, is not meant by a surname alone.
        """
        family = self.of(surname)
        if len(family) > MANY:
            return None
        if named := [p for p in family if document in p.documents]:
            fitting = [p for p in named if self._fits(p, short, document)]
            return (
                Found(fitting[0], JoinReason.DOCUMENT if len(family) > 1 else JoinReason.SURNAME)
                if _one(fitting)
                else None
            )
        fitting = [p for p in family if self._fits(p, short, document)]
        speaking = [p for p in fitting if p.speaks]
        quiet = [p for p in fitting if not p.speaks]
        if not _one(speaking) or any(FAR * len(p.documents) >= len(speaking[0].documents) for p in quiet):
            return None
        return Found(speaking[0], JoinReason.SURNAME, tuple(sorted(p.names[0].name for p in quiet)))

    def _fits(self, person: Person, short: Record, document: int) -> bool:
        """Whether the titles that a document gives with a surname, and what is stated of it, may be the person's."""
        gender, office = short.genders.get(document), short.offices.get(document)
        if gender and person.gender and gender.isdisjoint(person.gender):
            return False
        return not (office and person.office and office.isdisjoint(person.office)) and self._together(person, short)

    def _persons(self, names: Iterable[Record]) -> list[Person]:
        """Names that say more come first, so that each name after them is that of the one person it fits; of several, of none."""
        made: list[Person] = []
        by_given: dict[str, list[Person]] = defaultdict(list)
        for name in sorted(names, key=_saying_most):
            assert name.parts is not None
            fitting = [p for p in _known(by_given, name.parts) if p.settled and self._may_be(p, name)]
            if len(fitting) == 1:
                (person,) = fitting
                person.names.append(name)
            else:
                person = Person([name], settled=not fitting)
                made.append(person)
            for given in _keys(name.parts):
                if person not in by_given[given][-1:]:
                    by_given[given].append(person)
        return made

    def _may_be(self, person: Person, name: Record) -> bool:
        alone = any(n.folded in self._stated.alone for n in (*person.names, name))
        return not alone and self._together(person, name) and person.may_be(name)

    def _together(self, person: Person, name: Record) -> bool:
        """Whether nothing that is stated keeps the name apart from the person."""
        apart = self._stated.apart
        return len({apart[n.folded] for n in (*person.names, name) if n.folded in apart}) < 2


def _one(persons: list[Person]) -> bool:
    return len(persons) == 1 and persons[0].settled


def _saying_most(name: Record) -> tuple[bool, int, int, str]:
    assert name.parts is not None
    first, full, initials = name.parts.rank
    return not first, -full, -initials, name.folded


def _keys(name: PersonName) -> set[str]:
    """The given names, and their initials, under which a person is found."""
    return {key for given in written_out(name.given[0]) for key in (given, given[0])}


def _known(by_given: Mapping[str, list[Person]], name: PersonName) -> list[Person]:
    """Persons whose given name may be the same, each once; a given name that is written out also meets initials."""
    first = name.given[0]
    found: dict[int, Person] = {}
    for key in (first,) if len(first) == 1 else written_out(first):
        found.update((id(p), p) for p in by_given.get(key, ()))
    return list(found.values())
