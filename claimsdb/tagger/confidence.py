"""From a score to a confidence: how often attributions of that score were right where it was measured."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

IDENTITY = ((0.0, 0.0), (1.0, 1.0))
"""The points of a model that has not been measured: scores as they are."""


def calibrated(points: Sequence[Sequence[float]], score: float) -> float:
    """The share that is right at this score: straight lines between the measured points (score, share), in order of score."""
    for (low, right_low), (high, right_high) in pairwise(points):
        if score <= high:
            return right_low + (max(score, low) - low) / max(high - low, 1e-9) * (right_high - right_low)
    return points[-1][1]
