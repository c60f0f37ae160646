"""What two texts say about the claims of the older: where their words are in the newer, by position, words and context together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import LCSseq

from claimsdb.english.tokens import Tokens, is_word
from claimsdb.lookup.versions.alignment import align
from claimsdb.model.succession import Statement, SuccessionStatus

LEAST = 0.3
"""Minimum share of a claim's words that are still in its place if it was edited."""
WORDED = 8
"""Minimum number of words of a claim that is found in another sentence: with fewer, it may be a sentence that only looks like its own."""
_TABLE = 50_000_000
"""Maximum size of a table for comparing two stretches word by word, in bits."""


@dataclass(slots=True)
class Fate:
    """What the text alone says: the status, the numbers of the newer text's tokens in the claim's place, other places if ambiguous."""

    status: SuccessionStatus
    place: list[int] = field(default_factory=list)
    others: list[list[int]] = field(default_factory=list)


class Fates:
    """Tells the fates of claims from two texts alone.

    `kept` are the tokens of the newer text that were in the older, by number, with the numbers they had.
    """

    def __init__(self, old: str, new: str) -> None:
        self.old, self.new = Tokens(old), Tokens(new)
        self._units = align(self.old, self.new)
        self._unit_of = [k for k, unit in enumerate(self._units.old) for _ in unit.numbers]
        self._image: dict[int, int] = {}
        """Tokens of the newer text by the tokens of the older that they were."""
        self._moved: set[int] = set()
        """Units of the older text that are elsewhere in the newer."""
        self._regions: dict[int, list[int]] = defaultdict(list)
        """Tokens of the newer text by the unit that became what they are in."""
        self._map()
        self.kept = {image: n for n, image in self._image.items()}
        self._runs = self._index_runs()

    def _map(self) -> None:
        units = self._units
        for pairs in (units.stayed, units.moved):
            for i, j in pairs.items():
                self._image.update(zip(units.old[i].numbers, units.new[j].numbers, strict=True))
                self._regions[i] = list(units.new[j].numbers)
        self._moved = units.moved.keys() | units.followed.keys()
        for here, there in _groups([*units.turned, *units.followed.items()]):
            before = [n for i in here for n in units.old[i].numbers]
            after = [n for j in there for n in units.new[j].numbers]
            for i in here:
                self._regions[i] = after
            if len(before) * len(after) <= _TABLE:
                a, b = [self.old.keys[n] for n in before], [self.new.keys[n] for n in after]
                for block in LCSseq.opcodes(a, b):
                    if block.tag == "equal":
                        self._image.update(
                            zip(
                                before[block.src_start : block.src_end],
                                after[block.dest_start : block.dest_end],
                                strict=True,
                            )
                        )

    def _index_runs(self) -> dict[tuple[str, ...], list[int]]:
        """The places in the newer text of each run of `WORDED` tokens that were not in the older."""
        found: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for at in range(len(self.new) - WORDED + 1):
            if at not in self.kept:
                found[tuple(self.new.keys[at : at + WORDED])].append(at)
        return found

    def fate(self, claim: Statement) -> Fate:
        """What became of a claim of the older text."""
        pieces = [list(self.old.inside(segment)) for segment in claim.segments]
        pieces = [piece for piece in pieces if piece]
        own = [n for piece in pieces for n in piece]
        if not own:
            return Fate(SuccessionStatus.GONE)
        here = sorted({self._unit_of[n] for n in own})
        if any(i in self._units.open for i in here):
            return self._open(own, here)
        status = SuccessionStatus.MOVED if all(i in self._moved for i in here) else SuccessionStatus.SAME
        if place := self._intact(pieces) or self._found(pieces, here):
            return Fate(status, place)
        place = [self._image[n] for n in own if n in self._image]
        if self._share(own) >= LEAST:
            return Fate(SuccessionStatus.EDITED, place)
        return self._elsewhere(own, here)

    def _intact(self, pieces: Sequence[Sequence[int]]) -> list[int]:
        """The place of a claim none of whose segments has changed; empty if one has."""
        place: list[int] = []
        for piece in pieces:
            images = [self._image.get(n, -1) for n in piece]
            if images[0] < 0 or images != list(range(images[0], images[0] + len(images))):
                return []
            if place and images[0] <= place[-1]:
                return []
            place += images
        return place

    def _found(self, pieces: Sequence[Sequence[int]], here: Sequence[int]) -> list[int]:
        """The place of the segments in what became of their units, in order; empty if one is missing.

        If they are there several times, the place with the most tokens that the alignment gives to the claim.
        """
        region = sorted({n for i in here for n in self._regions.get(i, ())})
        keys = [self.new.keys[n] for n in region]
        place: list[int] = []
        at = 0
        for piece in pieces:
            sought = [self.old.keys[n] for n in piece]
            images = {self._image[n] for n in piece if n in self._image}
            starts = [
                k
                for k in range(at, len(keys) - len(sought) + 1)
                if keys[k] == sought[0]
                and keys[k : k + len(sought)] == sought
                and region[k + len(sought) - 1] - region[k] == len(sought) - 1
            ]
            if not starts:
                return []
            best = max(starts, key=lambda k: (len(images.intersection(region[k : k + len(sought)])), -k))
            place += region[best : best + len(sought)]
            at = best + len(sought)
        return place

    def _share(self, own: Sequence[int]) -> float:
        """The share of the claim's words that are still in its place."""
        words = [n for n in own if is_word(self.old.keys[n])] or own
        return sum(n in self._image for n in words) / len(words)

    def _elsewhere(self, own: Sequence[int], here: Sequence[int]) -> Fate:
        """A claim whose place has other words: it has moved if another new sentence has its words, unless that only looks like its own."""
        keys = [self.old.keys[n] for n in own]
        if own[-1] - own[0] + 1 < len(own) or sum(map(is_word, keys)) < WORDED:
            return Fate(SuccessionStatus.GONE)
        places = [
            list(range(at, at + len(keys)))
            for at in self._runs.get(tuple(keys[:WORDED]), ())
            if self.new.keys[at : at + len(keys)] == keys and self.kept.keys().isdisjoint(range(at, at + len(keys)))
        ]
        if not places or any(
            self._units.likeness.around(i, self._units.unit_at(place[0]), keys) for place in places for i in here
        ):
            return Fate(SuccessionStatus.GONE)
        return (
            Fate(SuccessionStatus.MOVED, places[0])
            if len(places) == 1
            else Fate(SuccessionStatus.AMBIGUOUS, others=places)
        )

    def _open(self, own: Sequence[int], here: Sequence[int]) -> Fate:
        """A claim whose unit is at several places."""
        if len(here) > 1 or len(self._units.open[here[0]]) == 0:
            return Fate(SuccessionStatus.AMBIGUOUS)
        unit = self._units.old[here[0]]
        firsts = [self._units.new[j].start for j in self._units.open[here[0]]]
        return Fate(SuccessionStatus.AMBIGUOUS, others=[[first + n - unit.start for n in own] for first in firsts])

    def is_unchanged(self, claim: Statement) -> bool:
        """Whether the units that the claim is in are in the newer text as they were."""
        units = {self._unit_of[n] for n in numbers(self.old, claim)}
        return all(i in self._units.stayed or i in self._units.moved for i in units)

    def unread(self, claim: Statement) -> SuccessionStatus:
        """What a claim of the newer text is that comes from no claim: new, unless the older text has its words at the same place."""
        before = [self.kept.get(n, -1) for n in numbers(self.new, claim)]
        if not before or min(before) < 0 or before != sorted(before):
            return SuccessionStatus.NEW
        return SuccessionStatus.MOVED if all(self._unit_of[n] in self._moved for n in before) else SuccessionStatus.SAME


def numbers(tokens: Tokens, claim: Statement) -> list[int]:
    """The numbers of the tokens of a claim."""
    return sorted({n for segment in claim.segments for n in tokens.inside(segment)})


def _groups(pairs: Sequence[tuple[int, int]]) -> Iterator[tuple[list[int], list[int]]]:
    """The pairs that share a unit, together; in order on both sides."""
    here: list[int] = []
    there: list[int] = []
    for i, j in sorted(pairs):
        if here and i != here[-1] and j not in there[-1:]:
            yield here, there
            here, there = [], []
        here += [i] if i not in here[-1:] else []
        there += [j] if j not in there[-1:] else []
    if here:
        yield here, there
