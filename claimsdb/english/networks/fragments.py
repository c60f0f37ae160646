"""From the encoder's scores to fragments: the pieces of sources, cues and contents."""

from __future__ import annotations

from claimsdb.english.networks.crf import Floats, Ints
from claimsdb.english.networks.labels import ATTRIBUTIONS, PARTS
from claimsdb.english.networks.links import Fragment


def fragments(paragraph: int, labels: Ints, chances: Floats) -> list[Fragment]:
    """The fragments of one paragraph, in order; a fragment's confidence is the lower one of its two ends."""
    found, low = [], 0
    for at, label in enumerate(labels.tolist()):
        place, _, part = ATTRIBUTIONS.names[label].partition("-")
        if place in "BS":
            low = at
        if place in "ES":
            chance = min(chances[low, labels[low]], chances[at, label])
            found.append(Fragment(PARTS.index(part), paragraph, low, at + 1, float(chance)))
    return found
