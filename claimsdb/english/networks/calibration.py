"""From a score to a confidence: how often attributions, or claims in the document's own voice, of that score were right."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from claimsdb.model.spans import Span

Points = Sequence[Sequence[float]]

IDENTITY = ((0.0, 0.0), (1.0, 1.0))
"""The points of a model that has not been measured: scores stay as they are."""


def calibrated(points: Points, score: float) -> float:
    """The share that is right at this score, interpolated linearly between the measured points (score, share), in order of score."""
    for (low, right_low), (high, right_high) in pairwise(points):
        if score <= high:
            return right_low + (max(score, low) - low) / max(high - low, 1e-9) * (right_high - right_low)
    return points[-1][1]


@dataclass(frozen=True, slots=True)
class Said:
    """How likely each word of a document is in somebody's content; words begin at `starts`, in order.

    `points` calibrate the remaining chance, which is the document's own.
    """

    starts: Sequence[int] = ()
    chances: Sequence[float] = ()
    points: Points = IDENTITY

    def own(self, spans: Iterable[Span]) -> float:
        """The confidence that the words at the spans are the document's own; 1 if nothing is known of them."""
        inside = [
            c for s in spans for c in self.chances[bisect_left(self.starts, s.start) : bisect_left(self.starts, s.end)]
        ]
        return calibrated(self.points, 1 - sum(inside) / len(inside)) if inside else 1.0
