"""Settings of a reader's training, and the losses of a batch."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from claimsdb.english.networks.ties import KINDS, OWNER
from claimsdb.learning.training.claims.batches import Batch
from claimsdb.learning.training.claims.network import Reader


@dataclass
class Settings:
    """The settings of a training.

    `cuts` is how many ways documents are cut into windows, `short` how many paragraphs, as a share of all, are also read alone in a cut,
    `gaps` the same for paragraphs with interrupted claims, `share` that of trees that an epoch has, `taught` that of windows which a
    teacher judged.
    """

    seed: int = 1
    epochs: int = 7
    window: int = 256
    pieces: int = 2048
    cuts: int = 2
    short: float = 0.25
    gaps: float = 0.0
    rate: float = 3e-4
    heads: float = 3.3
    moves: float = 3.3
    decay: float = 0.01
    warmup: float = 0.08
    dropout: float = 0.1
    average: float = 0.98
    share: float = 0.15
    trees: float = 0.5
    outermost: float = 0.3
    taught: float = 0.7
    ties: float = 0.5
    precision: str = "bfloat16"


def losses(reader: Reader, given: Batch, settings: Settings) -> dict[str, Tensor]:
    """The losses of a batch by name, each a mean over words or ties; of treebanks and outermost attributions, they weigh less."""
    states = reader(given).flatten(0, 1)
    words = given.lengths.sum()
    made: dict[str, Tensor] = {}
    if given.attributions is not None and reader.attributions is not None:
        logs = reader.attributions(states)[given.rows].log_softmax(-1)
        made["outermost"] = settings.outermost * -(logs * given.attributions.words).sum() / words
    if given.claims is not None:
        lost = reader.claims_crf.loss(reader.claims(states)[given.rows], given.lengths, given.claims) / words
        made |= {"claims": lost} if given.acts is not None else {"trees": settings.trees * lost}
    if given.acts is not None:
        made["acts"] = reader.acts_crf.loss(reader.acts(states)[given.rows], given.lengths, given.acts) / words
    if given.pointers is not None:
        logs = reader.tie_scores(reader.ties(states), given.pointers).log_softmax(-1)
        each = -(logs * given.pointers.wanted).sum(-1)
        for kind, name in enumerate(KINDS):
            own = given.pointers.kinds == kind
            weight = settings.ties if kind == OWNER else settings.ties / 2  # owners decide what a claim is
            made[name] = weight * torch.where(own, each, 0.0).sum() / own.sum().clamp(min=1)
    return made
