"""A network in training as a reader of documents, like the encoder that is made from it."""

from __future__ import annotations

from collections.abc import Sequence

import torch

from claimsdb.tagger.crf import Crf
from claimsdb.tagger.encoder import MARGIN, WINDOW, Reading
from claimsdb.tagger.encoding import Paragraph, pack, window
from claimsdb.training.network import Network


class NetworkEncoder:
    """Reads paragraphs with a network, window by window."""

    def __init__(self, network: Network) -> None:
        self._network = network.eval()

    def read(self, paragraphs: Sequence[Paragraph]) -> Reading:
        """The scores of the paragraphs' words."""
        reading = Reading([len(p) for p in paragraphs])
        network = self._network
        with torch.no_grad():
            for stretches in pack(paragraphs, WINDOW, MARGIN):
                made = window(paragraphs, stretches)
                pieces, features, words = (torch.from_numpy(a)[None] for a in (made.pieces, made.features, made.words))
                states = network(pieces, features, torch.ones_like(pieces, dtype=torch.bool), words)[0]
                heads = (network.labels, network.links, network.clauses)
                reading.add(made, *(head(states).numpy() for head in heads))
        return reading


def crf(network: Network) -> Crf:
    """The network's label sequence, as the tagger decodes it."""
    of = network.crf
    return Crf.of(*(getattr(of, name).tolist() for name in ("move", "begin", "end")))
