"""What people state about speakers, put together: whose each name is, and what contradicts what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from claimsdb.model.identity import Statement
from claimsdb.model.ids import fold


class Line(NamedTuple):
    """A statement, and the file and the line in it where it stands."""

    path: str
    number: int
    says: Statement

    def seen_from(self, other: Line) -> str:
        """Where it is, in words, for a reader of the other line."""
        return f"line {self.number}" if self.path == other.path else f"{self.path}, line {self.number}"


@dataclass(frozen=True, slots=True)
class Stated:
    """Statements without contradictions, by folded name.

    `whose` is the name that each is another name for, its own if it is to stay one (`alone`); `apart` says which names are never one
    speaker's: those with different values. `spelt` are the names that others are the same as, as written.
    """

    of: Mapping[str, Statement] = field(default_factory=dict)
    whose: Mapping[str, str] = field(default_factory=dict)
    apart: Mapping[str, str] = field(default_factory=dict)
    spelt: Mapping[str, str] = field(default_factory=dict)
    alone: frozenset[str] = frozenset()


def stated(statements: Iterable[Statement]) -> Stated:
    """Put statements together that have no contradictions."""
    of: dict[str, Statement] = {}
    for one in statements:
        before = of.get(fold(one.name), Statement(one.name))
        of[fold(one.name)] = Statement(
            one.name, one.same_as or before.same_as, one.kind or before.kind, one.wikidata or before.wikidata
        )
    whose = {name: _end(of, name) for name, one in of.items() if one.same_as}
    ids = {whose.get(name, name): one.wikidata for name, one in of.items() if one.wikidata}
    alone = frozenset(name for name, one in of.items() if one.same_as and fold(one.same_as) == name)
    apart = {name: ids[end] for name in (*of, *whose.values()) if (end := whose.get(name, name)) in ids}
    spelt = {fold(one.same_as): one.same_as for one in of.values() if one.same_as}
    return Stated(of, whose, apart, spelt, alone)


def _end(of: Mapping[str, Statement], name: str) -> str:
    while (one := of.get(name)) is not None and one.same_as and fold(one.same_as) != name:
        name = fold(one.same_as)
    return name


def contradictions(lines: Sequence[Line]) -> Iterator[tuple[Line, str, str]]:
    """The statements that cannot stand with those before them, each with what is wrong and what to do."""
    first: dict[str, Line] = {}
    kept: list[Line] = []
    for line in lines:
        name = fold(line.says.name)
        before = first.setdefault(name, line)
        if before is not line and before.says != line.says:
            yield (
                line,
                f"{line.says.name!r} already has a line ({before.seen_from(line)}).",
                "Keep one line for each name.",
            )
        elif before is line:
            kept.append(line)
    of = {name: line.says for name, line in first.items()}
    round_trips = {name for name in of if _returns(of, name)}
    for line in kept:
        if fold(line.says.name) in round_trips:
            names = f"{line.says.name!r} is the same as {line.says.same_as!r}, which leads back to it."
            yield line, names, "Let all of them be the same as one name."
    sound = [line for line in kept if fold(line.says.name) not in round_trips]
    yield from _differing(sound, {name: one for name, one in of.items() if name not in round_trips})


def _returns(of: Mapping[str, Statement], start: str) -> bool:
    """Whether a name is another name for itself by way of others."""
    name, met = start, {start}
    while (one := of.get(name)) is not None and one.same_as and (following := fold(one.same_as)) != name:
        if following == start:
            return True
        if following in met:
            return False
        name = following
        met.add(name)
    return False


def _differing(lines: Sequence[Line], of: Mapping[str, Statement]) -> Iterator[tuple[Line, str, str]]:
    """Names of one speaker with different kinds or ids, and one id of two speakers."""
    ends = {name: _end(of, name) for name in of}
    kinds: dict[str, tuple[Line, str]] = {}
    ids: dict[str, tuple[Line, str]] = {}
    speakers: dict[str, list[tuple[Line, str]]] = defaultdict(list)
    for line in lines:
        name, end = line.says.name, ends[fold(line.says.name)]
        for what, value, known in (("kind", line.says.kind, kinds), ("id", line.says.wikidata, ids)):
            if value is None:
                continue
            other, before = known.setdefault(end, (line, value))
            if before != value:
                said = f"{name!r} has the {what} {value}, and {other.says.name!r}, the same speaker, {before} ({other.seen_from(line)})."
                yield line, said, "Correct one of the two."
        if line.says.wikidata:
            speakers[line.says.wikidata].append((line, end))
    for identity, of_it in speakers.items():
        (other, end), *more = of_it
        for line, own in more:
            if own != end:
                said = f"{identity} is the id of {other.says.name!r} too ({other.seen_from(line)})."
                yield line, said, "If they are one speaker, say so with same_as; otherwise correct the id."
