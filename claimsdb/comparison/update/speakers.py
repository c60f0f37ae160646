"""Update who is who over documents after a run: names that are one speaker's, and what each speaker is called and is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import partial

from claimsdb.comparison.speakers.joining import joined
from claimsdb.comparison.speakers.records import usual
from claimsdb.model.attribution import SpeakerKind
from claimsdb.model.identity import Join, JoinReason, Naming
from claimsdb.model.stated import Stated, stated
from claimsdb.store.engine import Engine
from claimsdb.store.read.identities import namings, statements
from claimsdb.store.write.identities import ensure_speakers, speaker_of_documents, write_joins, write_records

_OF_PERSONS = (JoinReason.SURNAME, JoinReason.FULL_NAME, JoinReason.DOCUMENT)


def update(engine: Engine, run: int) -> None:
    """Bring joins, names and kinds of speakers up to date with the current documents and with what people state, in one transaction.

    The result depends on these alone, not on the order in which they were read.
    """
    with engine.begin() as connection:
        says = stated(line.says for _, line in statements(connection))
        keys = ensure_speakers(connection, [one.name for one in says.of.values()] + list(says.spelt.values()))
        named = namings(connection)
        joins = joined(named, says, keys, partial(speaker_of_documents, connection))
        write_joins(connection, run, joins)
        main = {j.speaker: j.same_as for j in joins if j.document is None}
        whose = {name: keys[says.whose.get(name, name)] for name in says.of}
        owners = {name: main.get(key, key) for name, key in whose.items()}
        write_records(connection, _described(named, joins, says, owners, keys), owners)


def _described(
    named: Collection[Naming], joins: Iterable[Join], says: Stated, owners: Mapping[str, int], keys: Mapping[str, int]
) -> dict[int, tuple[str, SpeakerKind]]:
    """The name and kind of each record: as most documents give them, unless something is stated."""
    spellings: dict[int, Counter[str]] = defaultdict(Counter)
    kinds: dict[int, Counter[SpeakerKind]] = defaultdict(Counter)
    for one in named:
        if one.speaker is not None:
            spellings[one.speaker][one.name] += 1
            kinds[one.speaker][one.kind] += one.kind is not SpeakerKind.UNKNOWN
    names = {key: usual(of) for key, of in spellings.items()}
    for spelt in (says.spelt, {name: one.name for name, one in says.of.items()}):
        names |= {keys[name]: as_written for name, as_written in spelt.items()}
    found = {
        key: min(of.items(), key=lambda k: (-k[1], k[0]))[0] if of.total() else SpeakerKind.UNKNOWN
        for key, of in kinds.items()
    }
    here = {(one.document, one.speaker): one for one in named}
    for join in joins:
        if join.reason is JoinReason.APART and join.document is not None:
            naming = here[join.document, join.speaker]
            names[join.same_as], found[join.same_as] = naming.name, naming.kind
        if join.reason in _OF_PERSONS and found.get(join.same_as) is SpeakerKind.UNKNOWN:
            found[join.same_as] = SpeakerKind.PERSON
    for name, said in says.of.items():
        if said.kind is not None:
            found[owners[name]] = said.kind
    return {key: (name, found.get(key, SpeakerKind.UNKNOWN)) for key, name in names.items()}
