"""The reader of claims: layers of its own upon the lower layers of an encoder, with heads for claims, acts, and the ties between them.

The program's reader stands upon a tagger's lower layers; a teacher, which is larger and only judges texts for it, upon those of
all-mpnet-base-v2 as they are.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Mapping

import torch
from torch import Tensor, nn

from claimsdb.english.networks.labels import ACTS, ATTRIBUTIONS, CLAIMS
from claimsdb.english.networks.ties import BUCKETS, KINDS, TIES, WIDTH
from claimsdb.learning.training.claims.batches import Batch, Pointers
from claimsdb.learning.training.tagger.crf import IMPOSSIBLE, Crf
from claimsdb.learning.training.tagger.network import (
    MPNET,
    Features,
    Layer,
    Network,
    Shape,
    apart,
    locked,
    of_words,
    through,
)

LOWER = 4
"""Number of layers that the tagger and the reader share; they are the tagger's, and do not learn."""
LOWER_LARGE = 6
"""Number of a teacher's layers that do not learn."""


class Reader(nn.Module):
    """The upper layers and the heads; see `Network` for `dropout` and `precision`.

    A large one has `features` of its own, as its encoder knows none, and learns outermost attributions too.
    """

    def __init__(self, shape: Shape, layers: int, dropout: float, precision: torch.dtype = torch.float32) -> None:
        super().__init__()
        self.shape, self.p, self.precision = shape, dropout, precision
        large = bool(shape.distances)
        self.lower = LOWER_LARGE if large else LOWER
        self.features = Features(shape.hidden) if large else None
        self.distances = nn.Embedding(shape.distances, shape.heads) if large else None
        self.layers = nn.ModuleList(Layer(shape, dropout) for _ in range(layers))
        self.claims = nn.Linear(shape.hidden, len(CLAIMS))
        self.acts = nn.Linear(shape.hidden, len(ACTS))
        self.ties = nn.Linear(shape.hidden, TIES)
        self.attributions = nn.Linear(shape.hidden, len(ATTRIBUTIONS)) if large else None
        self.claims_crf, self.acts_crf = Crf(CLAIMS), Crf(ACTS)
        self.near = nn.Parameter(torch.zeros(len(KINDS), BUCKETS))

    @classmethod
    def upon(cls, encoder: Network, dropout: float, precision: torch.dtype) -> Reader:
        """A reader to train, whose layers begin as the encoder's upper ones."""
        upper = encoder.layers[LOWER_LARGE if encoder.shape.distances else LOWER :]
        made = cls(encoder.shape, len(upper), dropout, precision)
        made.layers.load_state_dict(copy.deepcopy(upper.state_dict()))
        if made.distances is not None and encoder.distances is not None:
            made.distances.load_state_dict(encoder.distances.state_dict())
        return made

    @classmethod
    def of(cls, state: Mapping[str, Tensor], precision: torch.dtype = torch.float32) -> Reader:
        """The reader with these weights, for inference."""
        layers = 1 + max(int(name.split(".")[1]) for name in state if name.startswith("layers."))
        made = cls(MPNET if "distances.weight" in state else Shape(), layers, 0.0, precision)
        made.load_state_dict(state)
        made.eval()
        return made

    @property
    def encoder(self) -> list[nn.Parameter]:
        """The parameters that are trained further."""
        parts = [self.layers, self.distances]
        return [p for part in parts if part is not None for p in part.parameters()]

    @property
    def moves(self) -> list[nn.Parameter]:
        """What the CRFs learn."""
        return [*self.claims_crf.parameters(), *self.acts_crf.parameters()]

    def forward(self, given: Batch) -> Tensor:
        """The state of each word's first piece, (n, words, hidden)."""
        x = given.states if self.features is None else self.features(given.states, given.features)
        x = through(self.layers, x, given.mask, self.precision, apart(self.distances, x.shape[1]))
        return locked(of_words(x, given.first), self.p, self.training)

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
