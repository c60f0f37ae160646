"""What a network is taught by: its settings, and the losses of a batch."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch.nn import functional

from claimsdb.training.batches import Batch
from claimsdb.training.network import Network, batched, syntax_loss
from claimsdb.training.treebank import IGNORED


@dataclass
class Settings:
    """What decides a training."""

    seed: int = 1
    epochs: int = 6
    treebank_epochs: int = 4
    window: int = 256
    pieces: int = 2048
    rate: float = 2e-4
    heads: float = 5.0
    moves: float = 25.0
    decay: float = 0.01
    warmup: float = 0.06
    dropout: float = 0.1
    hide: float = 0.05
    average: float = 0.996
    links: float = 0.5
    syntax: float = 0.3
    precision: str = "bfloat16"


def losses(network: Network, given: Batch, settings: Settings) -> dict[str, torch.Tensor]:
    """The losses of a batch by name, each a mean over words or fragments."""
    states = network(given.pieces, given.features, given.mask, given.first)
    if given.examples[0].syntax is not None:
        syntax = [e.syntax for e in given.examples if e.syntax is not None]
        fills = (IGNORED, IGNORED, 0, 0)
        columns = [batched([torch.from_numpy(s[k]) for s in syntax], fill) for k, fill in enumerate(fills)]
        clauses = network.clauses(states)
        words = batched([torch.ones(len(e.window.words)) for e in given.examples])
        wanted = torch.stack(columns[2:], -1).float()
        apart = functional.binary_cross_entropy_with_logits(clauses, wanted, reduction="none").sum(-1)
        return {
            "classes": settings.syntax * syntax_loss(network.classes(states), columns[0]),
            "relations": settings.syntax * syntax_loss(network.relations(states), columns[1]),
            "clauses": 3 * (apart * words).sum() / words.sum(),
        }
    scores, links = network.labels(states), network.links(states)
    rows, wanted_rows, at_end = [], [], []
    linked: list[torch.Tensor] = []
    for k, example in enumerate(given.examples):
        assert example.labels is not None
        assert example.links is not None
        at = 0
        for stretch in example.window.stretches:
            size = stretch.high - stretch.low
            rows.append(scores[k, at : at + size])
            wanted_rows.append(torch.from_numpy(example.labels[at : at + size]))
            at_end.append(size)
            at += size
        one = example.links
        if one.froms:
            tensors = (torch.tensor(x) for x in (one.froms, one.cues, one.parts, one.buckets))
            pointed = network.link_scores(links[k], *tensors)
            linked.append(functional.cross_entropy(pointed, torch.tensor(one.wanted), reduction="none"))
    labels = batched(wanted_rows)
    made = {"labels": network.crf.loss(batched(rows), labels, torch.tensor(at_end)) / sum(at_end)}
    if linked:
        made["links"] = settings.links * torch.cat(linked).mean()
    return made
