"""Taggers: from sentences to the pieces of claims, and to the source, cue and content of attributions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from claimsdb.english.analysis import Analysis
from claimsdb.english.networks.calibration import Said
from claimsdb.model.attribution import Mark, Spans


@dataclass(frozen=True, slots=True)
class Tagged:
    """One attribution as found: its pieces in text order, in code points of the document, and the tagger's confidence (0 to 1).

    `source` is empty if the text does not name one for this cue. A coordinated cue ("announced X and said Y") has no source of its
    own: `shares` is then the index, in `Tags.attributions`, of the attribution whose source it shares. Contents may overlap
    only if one is wholly inside the other (nesting). `owns` are the claims, as indices in `Tags.claims`, that it attributes. `why` are
    the scores and rules behind it.
    """

    source: Spans
    cue: Spans
    content: Spans
    score: float
    shares: int | None = None
    owns: tuple[int, ...] = ()
    why: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Read:
    """One claim as found: its pieces in text order, in code points of the document, and the tagger's confidence in them (0 to 1)."""

    pieces: Spans
    score: float


@dataclass(frozen=True, slots=True)
class Tags:
    """All findings of a tagger in a document: attributions, and claims in text order, whose pieces are disjoint.

    `marks` are the model's marks before any rule, in text order; `said` gives the chances that words are in somebody's content.
    """

    attributions: tuple[Tagged, ...]
    claims: tuple[Read, ...]
    marks: tuple[Mark, ...] = field(default=(), compare=False)
    said: Said = field(default_factory=Said, compare=False)


class Tagger(Protocol):
    """The interface of taggers. `fingerprint` is a hash of all that decides the result: model or lexicon, and method."""

    @property
    def name(self) -> str:
        """The name of the tagger in runs and reports."""

    @property
    def fingerprint(self) -> str:
        """A hex digest that changes when its results may change."""

    def tag(self, analysis: Analysis) -> Tags:
        """Tag the sentences of one document's text."""
