"""PropSegmEnt, JSON lines: propositions, each with what of another text entails it."""

from __future__ import annotations

from typing import TypedDict


class Proposition(TypedDict):
    """A proposition: its sentence, and the parts of it that say it as `[start, end)` in code points."""

    sentence: str
    spans: list[list[int]]


class Entailment(TypedDict):
    """A proposition, the sentences of the other text, those of its propositions that entail it, and what most of the readers say."""

    hypothesis: Proposition
    premise: list[str]
    support: list[Proposition]
    label: str
    agree: int
