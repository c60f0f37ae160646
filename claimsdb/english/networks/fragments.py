"""From labels of words to fragments: the pieces of sources, cues and contents."""

from __future__ import annotations

from collections.abc import Iterator

from claimsdb.english.networks.crf import Floats, Ints
from claimsdb.english.networks.labels import ATTRIBUTIONS, PARTS, Labels
from claimsdb.english.networks.links import Fragment


def fragments(paragraph: int, labels: Ints, chances: Floats) -> list[Fragment]:
    """The fragments of one paragraph, in order; a fragment's confidence is the lower one of its two ends."""
    return [
        Fragment(PARTS.index(part), paragraph, low, high, chance)
        for part, low, high, chance in stretches(ATTRIBUTIONS, labels, chances)
    ]


def stretches(of: Labels, labels: Ints, chances: Floats) -> Iterator[tuple[str, int, int, float]]:
    """Each part that the labels of a paragraph's words mark, in order: its words `[low, high)`, and the lower chance of its two ends."""
    low = 0
    for at, label in enumerate(labels.tolist()):
        place, _, part = of.names[label].partition("-")
        if place in "BS":
            low = at
        if place in "ES":
            yield part, low, at + 1, float(min(chances[low, labels[low]], chances[at, label]))
