"""Settings of a training, and the losses of a batch against annotations, against the teachers' judgement, or against both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import torch
from torch import Tensor
from torch.nn import functional

from claimsdb.english.networks.labels import ATTRIBUTIONS
from claimsdb.learning.training.tagger.batches import Batch
from claimsdb.learning.training.tagger.crf import IMPOSSIBLE, Expected, certain
from claimsdb.learning.training.tagger.network import Network
from claimsdb.learning.training.tagger.treebank import CLASSES, IGNORED, RELATIONS


@dataclass
class Settings:
    """The settings of a training."""

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
    clauses: float = 3.0
    taught: float = 0.0
    precision: str = "bfloat16"


@dataclass
class Judged:
    """The target for a batch's words; each part is None if it is not known.

    Labels; the cue of each fragment among its candidates (f, c); classes and relations (n, w, …); whether a clause starts or ends with a
    word (n, w, 2).
    """

    labels: Expected | None = None
    links: Tensor | None = None
    classes: Tensor | None = None
    relations: Tensor | None = None
    clauses: Tensor | None = None


def annotated(given: Batch) -> Judged:
    """The annotations of the corpora, as certain targets."""
    known = Judged()
    if given.labels is not None:
        known.labels = certain(given.labels, given.lengths, len(ATTRIBUTIONS))
    if given.cued is not None:
        known.links = functional.one_hot(given.cued.wanted, given.cued.there.shape[1]).float()
    if given.syntax is not None:
        classes, relations, known.clauses = given.syntax
        known.classes, known.relations = _spread(classes, len(CLASSES)), _spread(relations, len(RELATIONS))
    return known


def _spread(labels: Tensor, size: int) -> Tensor:
    """Labels as one-hot vectors; zeros for a word without a label."""
    known = labels != IGNORED
    return functional.one_hot(labels.where(known, 0), size).float() * known[..., None]


def judged(teachers: Sequence[Network], given: Batch) -> Judged:
    """The mean judgement of the teachers; without links, as a small network finds the cues of fragments as well as they do."""
    with torch.no_grad():
        made = [_likely(teacher, _Scores.of(teacher, given), given) for teacher in teachers]
    whole, share = made[0], 1.0
    for one in made[1:]:
        share += 1
        whole = mixed(whole, one, 1 / share)
    return whole


def mixed(one: Judged, other: Judged, share: float) -> Judged:
    """The mean of two targets, in which the other has this share; parts that only one of them has are taken from it."""
    made = Judged()
    for part in fields(Judged):
        a, b = getattr(one, part.name), getattr(other, part.name)
        if a is None or b is None:
            setattr(made, part.name, b if a is None else a)
        else:
            setattr(made, part.name, a.mixed(b, share) if isinstance(a, Expected) else torch.lerp(a, b, share))
    return made


@dataclass
class _Scores:
    """A network's scores of a batch: of stretches' words (r, k, labels), of fragments' cues (f, c), of words (n, w, …)."""

    labels: Tensor
    links: Tensor | None
    classes: Tensor
    relations: Tensor
    clauses: Tensor

    @classmethod
    def of(cls, network: Network, given: Batch) -> _Scores:
        states = network(given.pieces, given.features, given.mask, given.first)
        links = None
        if given.cued is not None:
            froms, parts, cues, buckets, there, _ = given.cued
            links = network.link_scores(network.links(states).flatten(0, 1), froms, cues, parts, buckets)
            links = links.masked_fill(~there, IMPOSSIBLE)
        return cls(
            network.labels(states).flatten(0, 1)[given.rows],
            links,
            network.classes(states),
            network.relations(states),
            network.clauses(states),
        )


def _likely(network: Network, scores: _Scores, given: Batch) -> Judged:
    words = given.words[..., None]
    return Judged(
        network.crf.expected(scores.labels, given.lengths),
        None,
        scores.classes.softmax(-1) * words,
        scores.relations.softmax(-1) * words,
        scores.clauses.sigmoid() * words,
    )


def losses(network: Network, given: Batch, settings: Settings, teachers: Sequence[Network] = ()) -> dict[str, Tensor]:
    """The losses of a batch by name, each a mean over words or fragments; `settings.taught` is the share of the teachers in the target."""
    scores, known = _Scores.of(network, given), annotated(given)
    if teachers:
        known = mixed(known, judged(teachers, given), settings.taught)
    made = {}
    if known.labels is not None:
        made["labels"] = network.crf.loss(scores.labels, given.lengths, known.labels) / given.lengths.sum()
    if known.links is not None and scores.links is not None:
        made["links"] = settings.links * -(known.links * scores.links.log_softmax(-1)).sum(-1).mean()
    words = given.words.sum()
    for name, own in (("classes", known.classes), ("relations", known.relations)):
        if own is not None:
            logs = getattr(scores, name).log_softmax(-1)
            made[name] = settings.syntax * -(own * logs).sum() / own.sum().clamp(min=1)
    if known.clauses is not None:
        apart = functional.binary_cross_entropy_with_logits(scores.clauses, known.clauses, reduction="none").sum(-1)
        made["clauses"] = settings.clauses * (apart * given.words).sum() / words
    return made
