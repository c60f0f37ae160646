"""Which names are one speaker's, for the whole database: by what people state, and where the database leaves no other choice.

The result depends on the namings alone, never on their order. A name that may be several speakers' stays a speaker of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from claimsdb.comparison.speakers.apart import namesakes, strangers
from claimsdb.comparison.speakers.bodies import owned, shortened, spelt_out
from claimsdb.comparison.speakers.persons import Found, Persons
from claimsdb.comparison.speakers.records import BODIES, Record, records
from claimsdb.model.identity import Join, JoinReason, Naming
from claimsdb.model.stated import Stated

OfDocument = Callable[[str, Collection[int]], int]
"""Gives the key of a record for a name (folded) that somebody has in these documents alone."""
_WHY = {
    JoinReason.SURNAME: "only person of that name in {n}",
    JoinReason.FULL_NAME: "only person whom the name fits in {n}",
    JoinReason.ACRONYM: "only body with these initials in {n}",
    JoinReason.POSSESSOR: "of the same person, in {n}",
    JoinReason.DOCUMENT: "the only one of that name in the document",
    JoinReason.STATED: "stated in speakers.csv",
    JoinReason.APART: "nothing shows that this is the same person in all of {n} with that name",
}
_ONLY_SPEAKER = "only speaker of that name in {n}, which seldom name {quiet}"


def joined(namings: Sequence[Naming], stated: Stated, keys: Mapping[str, int], of_document: OfDocument) -> list[Join]:
    """The joins that follow from the namings and from what is stated; `keys` are the records of the names (folded) that are stated."""
    found = list(_Joining(records(namings, stated.of), stated, keys, of_document).joins())
    main = {j.speaker: j.same_as for j in found if j.reason is JoinReason.FULL_NAME}
    found = [
        replace(j, same_as=main[j.same_as]) if j.same_as in main else j for j in found
    ]  # two stated names of one person
    return sorted(found, key=lambda j: (j.speaker, j.kind, j.document or 0))


class _Joining:
    def __init__(
        self, found: Sequence[Record], stated: Stated, keys: Mapping[str, int], of_document: OfDocument
    ) -> None:
        self._stated, self._keys, self._of_document = stated, keys, of_document
        self._given = [r for r in found if stated.whose.get(r.folded, r.folded) != r.folded]
        self._others = [r for r in found if stated.whose.get(r.folded, r.folded) == r.folded]
        self._using: dict[str, set[int]] = defaultdict(set)
        for record in found:
            self._using[record.folded] |= record.documents
        self._bodies_called = {r.folded for r in found if r.kinds <= BODIES and not r.name.isupper()}
        self._persons = Persons(self._others, stated)

    def joins(self) -> Iterator[Join]:
        for record in self._given:
            to = self._keys[self._stated.whose[record.folded]]
            yield from self._join(record, to, JoinReason.STATED, _why(JoinReason.STATED, 0))
        expanded = spelt_out(self._others)
        for acronym, body in expanded:
            yield from self._same(acronym, body, JoinReason.ACRONYM)
        for short, body, document in shortened(self._others):
            yield from self._same(short, body, JoinReason.DOCUMENT, document)
        for person in self._persons:
            if main := self._main(person.names):
                for name in person.names:
                    yield from self._same(name, main, JoinReason.FULL_NAME)
                    yield from self._apart(name, namesakes(name))
        initials = {acronym.folded for acronym, _ in expanded}
        for short in self._others:
            if short.is_short and short.folded not in initials:
                yield from self._short(short)
        yield from self._bodies()

    def _short(self, short: Record) -> Iterator[Join]:
        """A surname: everywhere if it is the same person's everywhere, otherwise in the documents in which it is somebody's."""
        assert short.parts is not None
        found: dict[int, Found] = {}
        for document in short.documents:
            if (whose := self._persons.whose(short.parts.surname, document, short)) is not None:
                found[document] = whose
        everywhere = len(found) == len(short.documents) and len({(id(f.person), f.reason) for f in found.values()}) == 1
        quiet = sorted({name for whose in found.values() for name in whose.quiet})
        for document, (person, reason, _) in found.items():
            if main := self._main(person.names):
                only = None if everywhere and reason is JoinReason.SURNAME else document
                yield from self._same(short, main, reason, only, person.documents, quiet)
                if only is None:
                    return
        yield from self._apart(
            short, strangers(short, short.documents - found.keys(), short.folded in self._bodies_called)
        )

    def _apart(self, name: Record, groups: Iterable[Collection[int]]) -> Iterator[Join]:
        """Speakers of one name who are not known to be one, each with the documents that name them: each gets a record of its own."""
        for documents in groups if name.key is not None and name.folded not in self._stated.whose else ():
            to = self._of_document(name.folded, documents)
            for document in documents:
                yield from self._join(name, to, JoinReason.APART, _why(JoinReason.APART, len(name.documents)), document)

    def _bodies(self) -> Iterator[Join]:
        """Bodies of one person, by whatever name ("the Lee campaign", "Ann Lee’s campaign")."""
        found: dict[tuple[int, str], list[tuple[Record, set[int]]]] = defaultdict(list)
        for record in self._others:
            if record.key is None or (of := owned(record)) is None:
                continue
            owner, body = of
            whose: dict[int, set[int]] = defaultdict(set)
            for document in record.documents:
                named = self._persons.whose(owner.surname, document, record) if not owner.given else None
                if person := named.person if named else self._persons.named(owner):
                    whose[id(person)].add(document)
            for person_id, documents in whose.items():
                found[person_id, body].append((record, documents))
        for same in found.values():
            main = self._main([record for record, documents in same if documents == record.documents])
            for record, documents in same if main else ():
                assert main is not None
                for only in [None] if documents == record.documents else sorted(documents):
                    yield from self._same(record, main, JoinReason.POSSESSOR, only)

    def _main(self, names: Collection[Record]) -> Record | None:
        """The name that stands for all: one of which people state something, then one without initials alone, then one that most have."""
        spoken = [n for n in names if n.key is not None]
        stated = self._stated.of.keys() | self._stated.spelt.keys()

        def order(name: Record) -> tuple[bool, bool, int, str]:
            initials = name.parts is not None and not name.parts.rank[0]
            return name.folded not in stated, initials, -len(name.documents), name.folded

        return min(spoken, key=order, default=None)

    def _same(
        self,
        name: Record,
        main: Record,
        reason: JoinReason,
        document: int | None = None,
        more: Collection[int] = (),
        quiet: Sequence[str] = (),
    ) -> Iterator[Join]:
        """The joins of a name with the main one, unless it is that one, nobody's, or stated to be a speaker of its own."""
        if name.key not in (None, main.key) and name.folded not in self._stated.whose:
            assert main.key is not None
            why = _why(reason, len(self._using[name.folded] | self._using[main.folded] | set(more)), quiet)
            yield from self._join(name, main.key, reason, why, document)

    def _join(self, name: Record, to: int, reason: JoinReason, why: str, document: int | None = None) -> Iterator[Join]:
        kinds = set(name.read_as.values()) if document is None else {name.read_as[document]}
        for kind in kinds if name.key not in (None, to) else ():
            assert name.key is not None
            yield Join(name.key, kind, document, to, reason, why)


def _why(reason: JoinReason, documents: int, quiet: Sequence[str] = ()) -> str:
    """The evidence in words, which stand after the names: "Lee: same as Ann Lee, *only person of that name in 3 documents*"."""
    of = _ONLY_SPEAKER if quiet else _WHY[reason]
    return of.format(n="1 document" if documents == 1 else f"{documents} documents", quiet=", ".join(quiet))
