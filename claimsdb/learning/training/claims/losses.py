"""Settings of a reader's training, and the losses of a batch."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from claimsdb.english.networks.labels import ACTS, CLAIMS
from claimsdb.english.networks.ties import KINDS, OWNER
from claimsdb.learning.training.claims.batches import Batch
from claimsdb.learning.training.claims.network import Reader
from claimsdb.learning.training.tagger.crf import certain


@dataclass
class Settings:
    """The settings of a training.

    `cuts` is how many ways documents are cut into windows, `short` how many paragraphs, as a share of all, are also read alone in a cut,
    `share` that of trees that an epoch has.
    """

    seed: int = 1
    epochs: int = 10
    window: int = 256
    pieces: int = 2048
    cuts: int = 2
    short: float = 0.25
    rate: float = 3e-4
    heads: float = 3.3
    moves: float = 3.3
    decay: float = 0.01
    warmup: float = 0.08
    dropout: float = 0.2
    average: float = 0.98
    share: float = 0.15
    trees: float = 0.5
    ties: float = 0.5
    precision: str = "bfloat16"


def losses(reader: Reader, given: Batch, settings: Settings) -> dict[str, Tensor]:
    """The losses of a batch by name, each a mean over words or ties."""
    states = reader(given.states, given.mask, given.first).flatten(0, 1)
    words = given.lengths.sum()
    claims = certain(given.claims, given.lengths, len(CLAIMS))
    lost = reader.claims_crf.loss(reader.claims(states)[given.rows], given.lengths, claims) / words
    if given.acts is None:
        return {"trees": settings.trees * lost}
    acts = certain(given.acts, given.lengths, len(ACTS))
    made = {"claims": lost}
    made["acts"] = reader.acts_crf.loss(reader.acts(states)[given.rows], given.lengths, acts) / words
    if given.pointers is not None:
        scores = reader.tie_scores(reader.ties(states), given.pointers)
        each = functional.cross_entropy(scores, given.pointers.wanted, reduction="none")
        for kind, name in enumerate(KINDS):
            own = given.pointers.kinds == kind
            weight = settings.ties if kind == OWNER else settings.ties / 2  # owners decide what a claim is
            made[name] = weight * torch.where(own, each, 0.0).sum() / own.sum().clamp(min=1)
    return made
