"""The acts of speech and thought of annotated claims: which words are sources and cues, and what is tied to what."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np

from claimsdb.english.networks.labels import ACTS
from claimsdb.english.networks.ties import OUTER, OWNER, SOURCE, Stretch
from claimsdb.english.networks.windows import Ints
from claimsdb.learning.jsonl import Json
from claimsdb.learning.training.claims.spelling import Told
from claimsdb.learning.training.tagger.corpus import bioes

Place = tuple[int, int]
"""The code points of a source or a cue."""
Words = Callable[[int, int], list[Stretch]]
"""The words of a place, paragraph by paragraph; none if the place is in no paragraph."""


@dataclass(frozen=True, slots=True)
class Tie:
    """What one fragment points to: `kind` is that of `claimsdb.english.networks.ties`; None is nothing."""

    kind: int
    pointing: Stretch
    to: Stretch | None


@dataclass(frozen=True, slots=True)
class _Act:
    """The first source and the cue around one cue; None if there is none."""

    source: Place | None
    outer: Place | None


@dataclass(slots=True)
class Acts:
    """The acts by the places of their cues, those of the claims (None: without a cue), and all places of sources and cues."""

    of: dict[Place, _Act] = field(default_factory=dict)
    owners: list[Place | None] = field(default_factory=list)
    places: set[tuple[str, Place]] = field(default_factory=set)

    @classmethod
    def read(cls, claims: Sequence[Json]) -> Acts:
        """The acts of claims in the interchange format."""
        made = cls()
        for claim in claims:
            levels = [claim, *claim["via"]]
            cues = [next(iter(_places(level["cue"])), None) for level in levels]
            made.owners.append(cues[0])
            for k, (level, cue) in enumerate(zip(levels, cues, strict=True)):
                made.places |= {(part, place) for part in ("source", "cue") for place in _places(level[part])}
                if cue is not None:
                    outer = next((other for other in cues[k + 1 :] if other not in (None, cue)), None)
                    made.of.setdefault(cue, _Act(next(iter(_places(level["source"])), None), outer))
        return made

    def labels(self, words: Words, sizes: Sequence[int]) -> list[Ints]:
        """The labels of the words of paragraphs of these sizes; of two fragments that share a word, the first has a label, or the cue."""
        labels = [np.zeros(size, np.int64) for size in sizes]
        for part, place in sorted(self.places):
            for at in words(*place):
                row = labels[at.paragraph][at.low : at.high]
                if not row.any():
                    row[:] = bioes(ACTS, part, len(row))
        return labels

    def targets(self, words: Words) -> tuple[list[Stretch], list[Stretch]]:
        """The cues and the sources that ties may point to, each by its first words, in order."""
        first = _first(words)
        cues = {first(place) for place in self.of}
        sources = {first(place) for part, place in self.places if part == "source"}
        return _in_order(cues), _in_order(sources)

    def ties(self, words: Words, told: Sequence[Told]) -> list[Tie]:
        """The ties of claims and cues; of those to what is in no paragraph, none is known."""
        first = _first(words)
        wanted = [(OWNER, one.pieces[0], self.owners[one.number]) for one in told]
        for cue, act in self.of.items():
            if (at := first(cue)) is not None:
                wanted += [(SOURCE, at, act.source), (OUTER, at, act.outer)]
        made = [Tie(kind, at, None if place is None else first(place)) for kind, at, place in wanted]
        known = zip(made, wanted, strict=True)
        return [tie for tie, (_, at, place) in known if place is None or tie.to not in (None, at)]


def _places(spans: Sequence[Json]) -> list[Place]:
    return sorted((s["start"], s["end"]) for s in spans)


def _first(words: Words) -> Callable[[Place], Stretch | None]:
    """The first words of a place; None if it is in no paragraph."""
    return cache(lambda place: next(iter(words(*place)), None))


def _in_order(found: set[Stretch | None]) -> list[Stretch]:
    return sorted((s for s in found if s is not None), key=lambda s: (s.paragraph, s.low, s.high))
