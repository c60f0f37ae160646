"""Taggers: sentences in, the source, cue and content of attributions and the clauses that are claims of their own out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from claimsdb.english.analysis import Analysis
from claimsdb.english.networks.calibration import Said
from claimsdb.model.attribution import Mark, Spans


@dataclass(frozen=True, slots=True)
class Tagged:
    """One attribution as found: its pieces in text order, in code points of the document, and how sure the tagger is (0 to 1).

    `source` is empty where the text names none beside this cue. A coordinated cue ("announced X and said Y") has no source of its
    own: `shares` is then the index, in `Tags.attributions`, of the attribution whose source it shares. Contents may overlap
    only where one lies wholly inside the other (nesting). `why` tells which scores and rules made it.
    """

    source: Spans
    cue: Spans
    content: Spans
    score: float
    shares: int | None = None
    why: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Tags:
    """All that a tagger found in a document. `clauses` are stretches that are claims of their own (section 4 of the standard).

    A clause lies inside one sentence, begins with its conjunction or relative pronoun, ends before the comma or dash that
    closes it, and may contain other clauses. `marks` are what was marked before any rule, in text order;
    `said` tells how likely the words are somebody's.
    """

    attributions: tuple[Tagged, ...]
    clauses: Spans
    marks: tuple[Mark, ...] = field(default=(), compare=False)
    said: Said = field(default_factory=Said, compare=False)


class Tagger(Protocol):
    """What reads attributions. `fingerprint` is a hash of all that decides its result: model or lexicon, and method."""

    @property
    def name(self) -> str:
        """What the tagger is called in runs and reports."""

    @property
    def fingerprint(self) -> str:
        """A hex digest that changes when its results may change."""

    def tag(self, analysis: Analysis) -> Tags:
        """Tag the sentences of one document's text."""
