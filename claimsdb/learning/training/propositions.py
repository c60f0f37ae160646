"""PropSegmEnt (JSON lines): propositions, each with what entails it in another text."""

from __future__ import annotations

from typing import TypedDict


class Proposition(TypedDict):
    """A proposition: its sentence, and the parts of the sentence that say it, as `[start, end)` in code points."""

    sentence: str
    spans: list[list[int]]


class Entailment(TypedDict):
    """A proposition, the sentences of the other text, the propositions of that text that entail it, and the majority's judgement."""

    hypothesis: Proposition
    premise: list[str]
    support: list[Proposition]
    label: str
    agree: int
