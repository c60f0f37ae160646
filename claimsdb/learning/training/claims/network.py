"""The reader of claims: layers of its own upon the lower layers of a tagger, with heads for claims, acts, and the ties between them."""

from __future__ import annotations

import copy
import math
from collections.abc import Mapping

import torch
from torch import Tensor, nn

from claimsdb.english.networks.labels import ACTS, CLAIMS
from claimsdb.english.networks.ties import BUCKETS, KINDS, TIES, WIDTH
from claimsdb.learning.training.claims.batches import Pointers
from claimsdb.learning.training.tagger.crf import IMPOSSIBLE, Crf
from claimsdb.learning.training.tagger.network import Layer, Network, Shape, locked, of_words, through

LOWER = 4
"""Number of layers that the tagger and the reader share; they are the tagger's, and do not learn."""


class Reader(nn.Module):
    """The upper layers and the heads; see `Network` for `dropout` and `precision`."""

    def __init__(self, shape: Shape, layers: int, dropout: float, precision: torch.dtype = torch.float32) -> None:
        super().__init__()
        self.shape, self.p, self.precision = shape, dropout, precision
        self.layers = nn.ModuleList(Layer(shape, dropout) for _ in range(layers))
        self.claims = nn.Linear(shape.hidden, len(CLAIMS))
        self.acts = nn.Linear(shape.hidden, len(ACTS))
        self.ties = nn.Linear(shape.hidden, TIES)
        self.claims_crf, self.acts_crf = Crf(CLAIMS), Crf(ACTS)
        self.near = nn.Parameter(torch.zeros(len(KINDS), BUCKETS))

    @classmethod
    def upon(cls, tagger: Network, dropout: float, precision: torch.dtype) -> Reader:
        """A reader to train, whose layers begin as the tagger's upper ones."""
        upper = tagger.layers[LOWER:]
        made = cls(tagger.shape, len(upper), dropout, precision)
        made.layers.load_state_dict(copy.deepcopy(upper.state_dict()))
        return made

    @classmethod
    def of(cls, state: Mapping[str, Tensor]) -> Reader:
        """The reader with these weights, for inference."""
        layers = 1 + max(int(name.split(".")[1]) for name in state if name.startswith("layers."))
        made = cls(Shape(), layers, 0.0)
        made.load_state_dict(state)
        made.eval()
        return made

    @property
    def moves(self) -> list[nn.Parameter]:
        """What the CRFs learn."""
        return [*self.claims_crf.parameters(), *self.acts_crf.parameters()]

    def forward(self, states: Tensor, mask: Tensor, first: Tensor) -> Tensor:
        """The state of each word's first piece, (n, words, hidden). `states` (n, t, hidden) are those after the lower layers."""
        x = of_words(through(self.layers, states, mask, self.precision), first)
        return locked(x, self.p, self.training)

    def tie_scores(self, states: Tensor, of: Pointers) -> Tensor:
        """Scores of none and of each target, (ties, 1 + targets). `states` (words, `TIES`) are those of the head `ties`."""
        vectors = states[:, : -2 * len(KINDS)].view(-1, len(KINDS), 4, WIDTH)
        none = states[:, -2 * len(KINDS) :].view(-1, len(KINDS), 2)
        first, last = of.pointing.unbind(1)
        query = vectors[first, of.kinds, 0] + vectors[last, of.kinds, 1]
        low, high = of.targets.unbind(2)
        kinds = of.kinds[:, None]
        key = vectors[low, kinds, 2] + vectors[high, kinds, 3]
        scores = (key @ query[..., None]).squeeze(-1) / math.sqrt(WIDTH) + self.near[kinds, of.buckets]
        scores = scores.masked_fill(~of.there, IMPOSSIBLE)
        return torch.cat([(none[first, of.kinds, 0] + none[last, of.kinds, 1])[:, None], scores], 1)
